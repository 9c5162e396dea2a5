-- Working together on a page (cms.md 5.5 L7 and L9, 5.8): who is there, comments, moderation, and links that show a draft
-- to people without an account.

-- Presence --------------------------------------------------------------------------------------------------------------

-- One row per open tab, written every few seconds and worth nothing after a crash: not in the write-ahead log.
create unlogged table page_presence (
    user_id  bigint not null references users (id) on delete cascade,
    tab      text not null check (length(tab) between 8 and 64), -- two tabs of one person are two writers
    page_id  bigint not null,
    is_dirty boolean not null default false,           -- has text that the server lacks
    since    timestamptz not null,
    seen_at  timestamptz not null,
    primary key (user_id, tab)
);
create index page_presence_page on page_presence (page_id);
create index page_presence_seen on page_presence (seen_at);

-- Comments --------------------------------------------------------------------------------------------------------------

-- A talk about one field. The address names fields by name and entries of lists by id, so that it stays true while they move.
create table comment_thread (
    id          bigint generated always as identity primary key,
    page_id     bigint not null references page (id) on delete cascade,
    field       text not null check (length(field) <= 500),    -- empty: the page as a whole
    label       text not null check (length(label) <= 300),    -- what the field was called, for when it is gone
    created_at  timestamptz not null,
    resolved_at timestamptz,
    resolved_by bigint,
    constraint comment_thread_is_resolved check ((resolved_at is null) = (resolved_by is null))
);
create index comment_thread_page on comment_thread (page_id, id);

create table comment (
    id         bigint generated always as identity primary key,
    thread_id  bigint not null references comment_thread (id) on delete cascade,
    author_id  bigint not null,                        -- no foreign key, as everywhere in history
    body       text not null check (body <> '' and length(body) <= 4000),
    created_at timestamptz not null,
    edited_at  timestamptz
);
create index comment_thread_of on comment (thread_id, id);

-- Who wants mails about all comments on a page, besides those whom a talk concerns anyway.
create table comment_watch (
    page_id bigint not null references page (id) on delete cascade,
    user_id bigint not null references users (id) on delete cascade,
    primary key (page_id, user_id)
);
create index comment_watch_user on comment_watch (user_id);

-- Moderation ------------------------------------------------------------------------------------------------------------

create table workflow (
    id                 bigint generated always as identity primary key,
    name               text not null check (name <> '' and length(name) <= 100),
    active             boolean not null default true,
    -- What somebody approved is approved again when the text changed since (5.8 W3).
    repeat_after_edits boolean not null default false,
    created_at         timestamptz not null,
    updated_at         timestamptz not null
);
create unique index workflow_name on workflow (lower(name));

create table workflow_task (
    id          bigint generated always as identity primary key,
    workflow_id bigint not null references workflow (id) on delete cascade,
    place       integer not null,
    name        text not null check (name <> '' and length(name) <= 100)
);
create index workflow_task_of on workflow_task (workflow_id, place);

-- Whoever is in one of these groups may approve.
create table workflow_task_group (
    task_id  bigint not null references workflow_task (id) on delete cascade,
    group_id bigint not null references user_group (id) on delete cascade,
    primary key (task_id, group_id)
);
create index workflow_task_group_of on workflow_task_group (group_id);

-- A page and everything below it, unless another workflow begins nearer.
create table workflow_page (
    page_id     bigint primary key references page (id) on delete cascade,
    workflow_id bigint not null references workflow (id) on delete cascade
);
create index workflow_page_of on workflow_page (workflow_id);

-- One run of a page through its workflow.
create table review (
    id           bigint generated always as identity primary key,
    page_id      bigint not null references page (id) on delete cascade,
    workflow_id  bigint not null references workflow (id),
    state        text not null default 'in_progress' check (state in ('in_progress', 'needs_changes', 'approved', 'canceled')),
    revision_id  bigint not null references page_revision (id) on delete cascade, -- the text that is looked at
    submitted_by bigint not null,
    submitted_at timestamptz not null,
    updated_at   timestamptz not null,
    finished_at  timestamptz,
    constraint review_ends check ((state in ('approved', 'canceled')) = (finished_at is not null))
);
-- D4
create unique index review_running on review (page_id) where state in ('in_progress', 'needs_changes');
create index review_page on review (page_id, id);
create index review_submitted_by on review (submitted_by) where state in ('in_progress', 'needs_changes');

-- A task that a run came to. The name stays when the task does not.
create table review_step (
    id          bigint generated always as identity primary key,
    review_id   bigint not null references review (id) on delete cascade,
    task_id     bigint references workflow_task (id) on delete set null,
    name        text not null,
    state       text not null default 'in_progress' check (state in ('in_progress', 'approved', 'rejected', 'canceled')),
    revision_id bigint not null references page_revision (id) on delete cascade, -- the text that was decided about
    started_at  timestamptz not null,
    finished_at timestamptz,
    finished_by bigint,
    comment     text not null default '' check (length(comment) <= 2000),
    constraint review_step_ends check ((state = 'in_progress') = (finished_at is null))
);
create unique index review_step_running on review_step (review_id) where state = 'in_progress';
create index review_step_of on review_step (review_id, id);
create index review_step_waiting on review_step (task_id) where state = 'in_progress';

-- While a task is open, only those who may approve it edit the page (5.5 L8).
alter table page add column review_task_id bigint references workflow_task (id);
create index page_review_task on page (review_task_id) where review_task_id is not null;
-- The view lists its columns when it is made.
create or replace view page_in_tree as select * from page where trash_id is null;

-- A site that stands already gets the workflow that new ones begin with (5.8 W1).
with home as (
    select id from page where parent_id is null and trash_id is null
), made as (
    insert into workflow (name, created_at, updated_at) select 'Moderators approval', now(), now() from home returning id
), task as (
    insert into workflow_task (workflow_id, place, name) select id, 0, 'Moderators approval' from made returning id
), may as (
    insert into workflow_task_group (task_id, group_id)
    select task.id, g.id from task, user_group g where lower(g.name) = 'moderators'
)
insert into workflow_page (page_id, workflow_id) select home.id, made.id from home, made;

-- Which mails somebody does not want (5.8 W5); no row means all.
create table notice_wish (
    user_id   bigint primary key references users (id) on delete cascade,
    submitted boolean not null default true,
    approved  boolean not null default true,
    rejected  boolean not null default true,
    comments  boolean not null default true
);

-- Preview links ---------------------------------------------------------------------------------------------------------

create table preview_link (
    id           bigint generated always as identity primary key,
    page_id      bigint not null references page (id) on delete cascade,
    revision_id  bigint references page_revision (id) on delete cascade, -- null: the draft as it is when somebody looks
    token_hash   bytea not null unique check (length(token_hash) = 32), -- the token itself is told once
    note         text not null default '' check (length(note) <= 200),
    created_by   bigint not null,
    created_at   timestamptz not null,
    expires_at   timestamptz not null,
    revoked_at   timestamptz,
    revoked_by   bigint,
    last_used_at timestamptz,
    uses         bigint not null default 0,
    constraint preview_link_ends check (expires_at > created_at),
    constraint preview_link_is_revoked check ((revoked_at is null) = (revoked_by is null))
);
create index preview_link_page on preview_link (page_id, id);

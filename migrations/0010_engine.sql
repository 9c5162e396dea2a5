-- The content engine's acts (cms.md 1.7, 5.4, 5.5, 7.4): groups and grants, versions of drafts, schedules, the trash,
-- locks, redirects, and what the explorer looks in.

-- Groups ---------------------------------------------------------------------------------------------------------------

create table user_group (
    id         bigint generated always as identity primary key,
    name       text not null check (name <> ''),
    created_at timestamptz not null
);
create unique index user_group_name on user_group (lower(name));

create table user_group_member (
    group_id bigint not null references user_group (id) on delete cascade,
    user_id  bigint not null references users (id) on delete cascade,
    primary key (group_id, user_id)
);
create index user_group_member_user on user_group_member (user_id);

-- Permissions of the whole site, such as content.access; user_permission holds those of single people.
create table user_group_permission (
    group_id   bigint not null references user_group (id) on delete cascade,
    permission text not null,
    primary key (group_id, permission)
);

-- A permission on a page holds for everything below it.
create table page_grant (
    id         bigint generated always as identity primary key,
    group_id   bigint not null references user_group (id) on delete cascade,
    page_id    bigint not null references page (id) on delete cascade,
    kind       text,                                   -- only pages of this kind; null is all
    permission text not null
        check (permission in ('add', 'change', 'publish', 'bulk_delete', 'lock', 'unlock', 'view', 'comment')),
    constraint page_grant_once unique nulls not distinct (group_id, page_id, kind, permission)
);

-- The tree -------------------------------------------------------------------------------------------------------------

-- A page in the trash keeps its row, so that everything that belongs to it comes back with it; it takes up no place.
create table page_trash (
    id         bigint generated always as identity primary key,
    page_id    bigint not null,                        -- the topmost page that was deleted
    parent_id  bigint,                                 -- where it stood; may be gone
    pages      integer not null check (pages > 0),
    deleted_by bigint,
    deleted_at timestamptz not null,
    purge_at   timestamptz not null
);
create index page_trash_purge on page_trash (purge_at);

alter table page
    add column tree_path   text,                       -- '/1/5/9/': the ids from the root to this page
    add column draft_title text not null default '',   -- title of the newest revision
    add column owner_id    bigint,                     -- no foreign key, as everywhere in history
    add column updated_by  bigint,
    add column locked_by   bigint,
    add column locked_at   timestamptz,
    add column lock_reason text not null default '',
    add column expired     boolean not null default false,
    add column trash_id    bigint references page_trash (id),
    add column was_live    boolean not null default false,
    add constraint page_lock_has_time check ((locked_by is null) = (locked_at is null)),
    add constraint page_trash_is_not_live check (trash_id is null or not live),
    add constraint page_slug_is_one_part check (slug !~ '[/?#[:space:]]');

with recursive tree as (
    select id, '/' || id || '/' as path from page where parent_id is null
    union all
    select page.id, tree.path || page.id || '/' from page join tree on page.parent_id = tree.id
)
update page set tree_path = tree.path, draft_title = page.title from tree where tree.id = page.id;
-- What waits for the end of the transaction must be settled before the table can be altered.
set constraints all immediate;
set constraints all deferred;
alter table page alter column tree_path set not null;

alter table page drop constraint page_parent_id_slug_key, drop constraint page_course_id_key, drop constraint page_program_id_key;
drop index page_url_path, page_one_root, page_children, page_only_one_of_kind;
create unique index page_parent_id_slug_key on page (parent_id, slug) where trash_id is null;
create unique index page_course_id_key on page (course_id) where trash_id is null;
create unique index page_program_id_key on page (program_id) where trash_id is null;
create unique index page_url_path on page (url_path) where trash_id is null;
create unique index page_one_root on page ((true)) where parent_id is null and trash_id is null;
create index page_children on page (parent_id, position, id);
create unique index page_only_one_of_kind on page (kind)
    where kind in ('HomePage', 'CourseIndexPage', 'ProgramIndexPage', 'CatalogPage') and trash_id is null;
create index page_tree_path on page (tree_path text_pattern_ops);
create index page_in_trash on page (trash_id) where trash_id is not null;
create index page_locked on page (locked_by) where locked_by is not null;

create view page_in_tree as select * from page where trash_id is null;

-- A new row finds its own place; an act that moves pages writes all of them in one statement.
create function page_finds_its_place() returns trigger language plpgsql as $$
begin
    new.tree_path := coalesce((select tree_path from page where id = new.parent_id), '/') || new.id || '/';
    if new.draft_title = '' then
        new.draft_title := new.title;
    end if;
    return new;
end $$;
create trigger page_place before insert on page for each row execute function page_finds_its_place();

-- D1: an address is the slugs of the ancestors; looked at when the transaction ends, from above and from below.
create function page_place_is_right() returns trigger language plpgsql as $$
declare
    here  page;
    above page;
begin
    select * into here from page where id = new.id;
    if not found or here.trash_id is not null then
        return null;
    end if;
    if here.parent_id is null then
        if here.url_path <> '/' or here.tree_path <> '/' || here.id || '/' then
            raise exception 'page % is not at the root', here.id using errcode = 'integrity_constraint_violation';
        end if;
    else
        select * into above from page where id = here.parent_id;
        if above.trash_id is not null or here.url_path <> above.url_path || here.slug || '/'
            or here.tree_path <> above.tree_path || here.id || '/' then
            raise exception 'page % is not where its parent says', here.id using errcode = 'integrity_constraint_violation';
        end if;
    end if;
    if exists (select 1 from page below where below.parent_id = here.id and below.trash_id is null
                 and (below.url_path <> here.url_path || below.slug || '/' or below.tree_path <> here.tree_path || below.id || '/')) then
        raise exception 'pages below page % stand elsewhere', here.id using errcode = 'integrity_constraint_violation';
    end if;
    return null;
end $$;
create constraint trigger page_place_right after insert or update of parent_id, slug, url_path, tree_path, trash_id on page
    deferrable initially deferred for each row execute function page_place_is_right();

-- Revisions ------------------------------------------------------------------------------------------------------------

alter table page_revision
    add column version          bigint not null default 1, -- counts what was written on the page; a save names the one it began from
    add column slug             text,                      -- wanted last part of the address; null keeps it
    add column price_intent     jsonb,                     -- set when this revision goes live, once
    add column price_applied_at timestamptz,
    add column restored_from    bigint,
    drop constraint page_revision_state_check,
    add constraint page_revision_state_check check (state in ('rolling', 'named', 'published', 'scheduled'));

create or replace function page_revision_is_history() returns trigger language plpgsql as $$
begin
    if old.state <> 'rolling'
        and (new.state = 'rolling'
             or (new.body, new.schema, new.page_id, new.created_at, new.version, new.slug, new.price_intent)
                 is distinct from (old.body, old.schema, old.page_id, old.created_at, old.version, old.slug, old.price_intent)) then
        raise exception 'page_revision % is history', old.id using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end $$;

-- Schedules ------------------------------------------------------------------------------------------------------------

create table page_schedule (
    id          bigint generated always as identity primary key,
    page_id     bigint not null references page (id) on delete cascade,
    action      text not null check (action in ('publish', 'expire')),
    revision_id bigint references page_revision (id) on delete cascade,
    at          timestamptz not null,
    state       text not null default 'waiting' check (state in ('waiting', 'done', 'canceled', 'failed')),
    note        text not null default '',              -- why it failed
    created_by  bigint,
    created_at  timestamptz not null,
    finished_at timestamptz,
    constraint page_schedule_names_what check ((action = 'publish') = (revision_id is not null)),
    constraint page_schedule_order check (at > created_at)
);
-- D4
create unique index page_schedule_waiting on page_schedule (page_id, action) where state = 'waiting';
create index page_schedule_at on page_schedule (at);

-- Redirects ------------------------------------------------------------------------------------------------------------

create table redirect (
    id           bigint generated always as identity primary key,
    -- Begins with a slash, does not end in one, query keys in order.
    from_path    text not null constraint redirect_from_path_key unique
        check (from_path like '/%' and from_path <> '/' and length(from_path) <= 2000),
    to_page_id   bigint references page (id) on delete cascade,
    to_url       text,
    permanent    boolean not null default true,
    automatic    boolean not null default false,
    hits         bigint not null default 0,
    last_used_at timestamptz,
    created_by   bigint,
    created_at   timestamptz not null,
    updated_at   timestamptz not null,
    constraint redirect_has_one_target check (num_nonnulls(to_page_id, to_url) = 1)
);
create index redirect_to_page on redirect (to_page_id) where to_page_id is not null;

-- Search ---------------------------------------------------------------------------------------------------------------

create table page_search (
    page_id bigint primary key references page (id) on delete cascade,
    words   tsvector not null
);
create index page_search_words on page_search using gin (words);

create function refresh_page_search(which page) returns void language plpgsql as $$
declare
    found_words tsvector;
    named tsvector := setweight(to_tsvector('simple', which.title || ' ' || which.draft_title), 'A')
        || setweight(to_tsvector('simple', translate(which.slug, '-_+:./', '      ')), 'B');
begin
    begin
        select named || jsonb_to_tsvector('simple', body, '["string"]') into found_words
        from page_revision where id = which.latest_revision_id;
    exception when program_limit_exceeded then
        -- A text of a megabyte is still a page; it is found by its title.
        found_words := named;
    end;
    insert into page_search (page_id, words) values (which.id, coalesce(found_words, named))
    on conflict (page_id) do update set words = excluded.words;
end $$;
create function page_is_searched() returns trigger language plpgsql as $$
begin
    perform refresh_page_search(new);
    return null;
end $$;
create trigger page_searched after insert or update of latest_revision_id, slug, title, draft_title on page
    for each row execute function page_is_searched();
select count(refresh_page_search(page)) from page;

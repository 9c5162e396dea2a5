-- The page explorer: lists that somebody keeps, and acts on many pages.

-- A filtered list under a name, for the person who keeps it.
create table saved_view (
    id         bigint generated always as identity primary key,
    user_id    bigint not null references users (id) on delete cascade,
    name       text not null check (name <> '' and length(name) <= 80),
    query      text not null check (length(query) <= 2000), -- of the explorer's address
    created_at timestamptz not null,
    updated_at timestamptz not null
);
create unique index saved_view_name on saved_view (user_id, lower(name));

-- One act on many pages. Each page is an item with a transaction of its own, so that a worker that stops loses nothing.
create table bulk_run (
    id           bigint generated always as identity primary key,
    act          text not null check (act in ('publish', 'unpublish', 'move', 'delete')),
    to_parent_id bigint,                               -- where pages move; no foreign key, as everywhere in history
    state        text not null default 'running' check (state in ('running', 'done', 'stopped')),
    asked_by     bigint not null,
    created_at   timestamptz not null,
    finished_at  timestamptz,
    constraint bulk_run_moves_somewhere check ((act = 'move') = (to_parent_id is not null)),
    constraint bulk_run_ends check ((state = 'running') = (finished_at is null))
);
create index bulk_run_asked_by on bulk_run (asked_by, id);

create table bulk_item (
    run_id      bigint not null references bulk_run (id) on delete cascade,
    place       integer not null,                      -- in this order
    page_id     bigint not null,
    title       text not null,
    url_path    text not null,
    state       text not null default 'waiting' check (state in ('waiting', 'done', 'skipped', 'failed')),
    message     text not null default '',              -- what was done, or why not
    finished_at timestamptz,
    primary key (run_id, place),
    constraint bulk_item_ends check ((state = 'waiting') = (finished_at is null))
);
create index bulk_item_waiting on bulk_item (run_id, place) where state = 'waiting';

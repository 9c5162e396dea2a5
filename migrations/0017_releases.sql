-- Releases: pages and prices that go live at one moment, all or none.

create table release (
    id          bigint generated always as identity primary key,
    name        text not null check (name <> '' and length(name) <= 120),
    state       text not null default 'draft'
        check (state in ('draft', 'ready', 'scheduled', 'published', 'failed', 'canceled')),
    at          timestamptz,                           -- when it is to go live
    owner_id    bigint not null,                       -- no foreign key, as everywhere in history
    note        text not null default '',              -- why it did not go live
    created_at  timestamptz not null,
    updated_at  timestamptz not null,
    checked_at  timestamptz,                           -- when its findings were written
    finished_at timestamptz,                           -- went live, failed or was canceled
    constraint release_scheduled_has_time check (state <> 'scheduled' or at is not null),
    constraint release_ends check ((state in ('published', 'failed', 'canceled')) = (finished_at is not null))
);
create index release_at on release (at) where at is not null;
create index release_open on release (updated_at desc) where state in ('draft', 'ready', 'scheduled', 'failed');

create table release_page (
    release_id  bigint not null references release (id) on delete cascade,
    page_id     bigint not null,                       -- no foreign key: what became of a page is to be told
    revision_id bigint not null,
    title       text not null,                         -- when it was added
    url_path    text not null,
    added_by    bigint,
    added_at    timestamptz not null,
    findings    jsonb not null default '[]',           -- of the last check
    primary key (release_id, page_id)
);
create index release_page_page on release_page (page_id);

create table release_price (
    id            bigint generated always as identity primary key,
    release_id    bigint not null references release (id) on delete cascade,
    course_run_id bigint,
    program_id    bigint,
    label         text not null,                       -- text id of what is sold, when it was added
    price         numeric(20,2) not null check (price >= 0),
    added_by      bigint,
    added_at      timestamptz not null,
    findings      jsonb not null default '[]',
    constraint release_price_is_for_one_thing check (num_nonnulls(course_run_id, program_id) = 1),
    constraint release_price_once unique nulls not distinct (release_id, course_run_id, program_id)
);

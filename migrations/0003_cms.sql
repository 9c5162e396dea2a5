-- The content engine (architecture.md decisions 5-7): a page is a row in the tree plus revisions;
-- a revision's body is one JSON document typed by the page's kind.

create table image (
    id         bigint generated always as identity primary key,
    file_key   text not null unique,                   -- key in object storage
    title      text not null,
    alt        text not null default '',
    mime       text not null,
    width      integer not null check (width > 0),
    height     integer not null check (height > 0),
    focal_x    real not null default 0.5 check (focal_x between 0 and 1),
    focal_y    real not null default 0.5 check (focal_y between 0 and 1),
    created_at timestamptz not null
);

-- Smaller copies of an image, for srcset. The original is not among them.
create table image_rendition (
    image_id bigint not null references image (id) on delete cascade,
    width    integer not null check (width > 0),
    file_key text not null,
    primary key (image_id, width)
);

create table page (
    id                    bigint generated always as identity primary key,
    parent_id             bigint references page (id) on delete restrict,
    position              integer not null default 0,
    kind                  text not null,
    slug                  text not null check (slug <> '' or parent_id is null),
    -- The public address, materialised; '/' for the home page.
    url_path              text not null,
    title                 text not null check (title <> ''),
    live                  boolean not null default false,
    -- What a published product page sells; one live page each.
    course_id             bigint unique references course (id) on delete set null,
    program_id            bigint unique references program (id) on delete set null,
    -- Taken from the document when it is published; at most one live page stands out (cms.md D5).
    featured              boolean not null default false,
    -- The revision that visitors see, or last saw when the page is not live.
    published_revision_id bigint,
    latest_revision_id    bigint,
    first_published_at    timestamptz,
    last_published_at     timestamptz,
    created_at            timestamptz not null,
    updated_at            timestamptz not null,
    unique (parent_id, slug),
    constraint page_live_has_revision check (not live or published_revision_id is not null)
);
create unique index page_url_path on page (url_path);
create unique index page_one_root on page ((true)) where parent_id is null;
create index page_children on page (parent_id, position, id);
create unique index page_one_featured on page ((true)) where live and featured;
create unique index page_only_one_of_kind on page (kind)
    where kind in ('HomePage', 'CourseIndexPage', 'ProgramIndexPage', 'CatalogPage');

create table page_revision (
    id         bigint generated always as identity primary key,
    page_id    bigint not null references page (id) on delete cascade,
    label      text not null default '',
    state      text not null check (state in ('rolling', 'named', 'published')),
    schema     integer not null,                       -- version of the document's Rust type
    body       jsonb not null,
    created_by bigint,
    created_at timestamptz not null,
    updated_at timestamptz not null
);
create index page_revision_page on page_revision (page_id, id desc);
create unique index page_revision_one_rolling on page_revision (page_id) where state = 'rolling';
alter table page
    add foreign key (published_revision_id) references page_revision (id) deferrable initially deferred,
    add foreign key (latest_revision_id) references page_revision (id) deferrable initially deferred;

-- Only the rolling draft changes; what was named or published is history (cms.md D7).
create function page_revision_is_history() returns trigger language plpgsql as $$
begin
    if old.state <> 'rolling' and (new.body, new.schema, new.page_id, new.created_at) is distinct from (old.body, old.schema, old.page_id, old.created_at) then
        raise exception 'page_revision % is history', old.id using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end $$;
create trigger page_revision_history before update on page_revision for each row execute function page_revision_is_history();

-- What the last import wrote, so that it never overwrites what somebody edited here since.
create table page_import (
    page_id     bigint primary key references page (id) on delete cascade,
    body        jsonb not null,
    imported_at timestamptz not null
);

-- Filled from the published document, so that a draft never changes a filter.
create table page_topic (
    page_id  bigint not null references page (id) on delete cascade,
    topic_id bigint not null references topic (id) on delete cascade,
    primary key (page_id, topic_id)
);
create index page_topic_topic on page_topic (topic_id);

create table snippet (
    id         bigint generated always as identity primary key,
    kind       text not null,
    name       text not null,
    schema     integer not null,
    body       jsonb not null,
    created_at timestamptz not null,
    updated_at timestamptz not null
);
create index snippet_kind on snippet (kind, id desc);

-- One row: what another school changes to run this site under its own name.
create table site_setting (
    only_row   boolean primary key default true check (only_row),
    body       jsonb not null,
    updated_at timestamptz not null
);

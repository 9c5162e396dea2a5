-- Links to other sites: where they are used, and what became of them (cms.md 5.10, 9.2).

create table external_link (
    id            bigint generated always as identity primary key,
    url           text        not null unique check (length(url) <= 2000),  -- without a fragment
    host          text        not null,                -- with its port: one at a time is asked
    checked_at    timestamptz,
    status        smallint,                            -- of the last answer; null when there was none
    failure       text        not null default '',     -- kind of the last failure; empty when all is well
    failing_since timestamptz,                         -- the first failing check since it last worked
    failures      integer     not null default 0,      -- failing checks in a row
    is_dead       boolean     not null default false,
    due_at        timestamptz not null,
    claimed_until timestamptz,                         -- somebody asks its host; a lease, so that a crash frees it
    constraint external_link_dead_has_reason check (not is_dead or (failing_since is not null and checked_at is not null))
);
create index external_link_due on external_link (due_at);
create index external_link_claimed on external_link (host) where claimed_until is not null;
create index external_link_dead on external_link (id) where is_dead;

create table page_link (
    page_id  bigint not null references page (id) on delete cascade,
    revision text   not null check (revision in ('live', 'draft')),
    link_id  bigint not null references external_link (id),
    path     text   not null,                          -- the field, as forms name it
    primary key (page_id, revision, link_id, path)
);
create index page_link_link on page_link (link_id);

create table record_link (
    record_kind text   not null,
    record_id   bigint not null,
    link_id     bigint not null references external_link (id),
    path        text   not null,
    primary key (record_kind, record_id, link_id, path)
);
create index record_link_link on record_link (link_id);

-- What is there already is read by the job that checks links, since only the declarations know which fields hold links.
create table link_backlog (
    source text   not null,                            -- 'page', or the kind of a record
    id     bigint not null,
    primary key (source, id)
);
insert into link_backlog (source, id) select 'page', id from page;
insert into link_backlog (source, id) select kind, id from snippet;
insert into link_backlog (source, id) select 'settings', 1;

-- Imports and seeds write pages and snippets past the acts that would read their links.
create function link_backlog_add() returns trigger language plpgsql as $$
begin
    insert into link_backlog (source, id) values (case tg_table_name when 'page' then 'page' else to_jsonb(new) ->> 'kind' end, new.id)
    on conflict do nothing;
    return new;
end $$;
create trigger page_link_backlog after insert on page for each row execute function link_backlog_add();
create trigger snippet_link_backlog after insert on snippet for each row execute function link_backlog_add();

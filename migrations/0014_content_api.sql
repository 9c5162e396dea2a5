-- The content API (cms.md 6): what is looked for in published texts, tokens, webhooks.

-- Like page_search, of what visitors see: words of a draft must not be found by those who may not read it.
create table page_live_search (
    page_id bigint primary key references page (id) on delete cascade,
    words   tsvector not null
);
create index page_live_search_words on page_live_search using gin (words);

create function refresh_page_live_search(which page) returns void language plpgsql as $$
declare
    found_words tsvector;
    named tsvector := setweight(to_tsvector('simple', which.title), 'A')
        || setweight(to_tsvector('simple', translate(which.slug, '-_+:./', '      ')), 'B');
begin
    if not which.live then
        delete from page_live_search where page_id = which.id;
        return;
    end if;
    begin
        select named || jsonb_to_tsvector('simple', body, '["string"]') into found_words
        from page_revision where id = which.published_revision_id;
    exception when program_limit_exceeded then
        -- A text of a megabyte is still a page; it is found by its title.
        found_words := named;
    end;
    insert into page_live_search (page_id, words) values (which.id, coalesce(found_words, named))
    on conflict (page_id) do update set words = excluded.words;
end $$;
create function page_live_is_searched() returns trigger language plpgsql as $$
begin
    perform refresh_page_live_search(new);
    return null;
end $$;
create trigger page_live_searched after insert or update of published_revision_id, live, slug, title on page
    for each row execute function page_live_is_searched();
select count(refresh_page_live_search(page)) from page where live;

-- Tokens: only the hash is kept. A token is `xpro_<key>_<secret>`; the key finds the row.
create table api_token (
    id           bigint generated always as identity primary key,
    key          text not null constraint api_token_key_key unique check (key ~ '^[0-9a-f]{12}$'),
    secret_hash  bytea not null check (length(secret_hash) = 32),
    name         text not null check (name <> '' and length(name) <= 100),
    owner_id     bigint not null references users (id) on delete cascade,
    scopes       text[] not null check (cardinality(scopes) > 0),
    created_by   bigint,                               -- no foreign key, as everywhere in history
    created_at   timestamptz not null,
    expires_at   timestamptz,
    last_used_at timestamptz,
    revoked_at   timestamptz,
    revoked_by   bigint,
    constraint api_token_expires_later check (expires_at is null or expires_at > created_at)
);
create index api_token_owner on api_token (owner_id);

-- Webhooks: who wants to hear of what, and what they were told.
create table webhook_endpoint (
    id           bigint generated always as identity primary key,
    name         text not null check (name <> '' and length(name) <= 100),
    url          text not null check (length(url) <= 2000),
    -- Signs what is sent, so it must be known; shown once.
    secret       text not null check (length(secret) >= 32),
    events       text[] not null check (cardinality(events) > 0),
    active       boolean not null default true,
    created_by   bigint,
    created_at   timestamptz not null,
    updated_at   timestamptz not null,
    -- Since when it has only failed; null when the last delivery arrived or nothing was sent.
    failing_since timestamptz,
    deleted_at   timestamptz
);

create table webhook_delivery (
    id            bigint generated always as identity primary key,
    endpoint_id   bigint not null references webhook_endpoint (id) on delete cascade,
    -- The same for all endpoints and repetitions, so that receivers can tell what they know already.
    event_id      uuid not null,
    event         text not null,
    page_id       bigint not null,
    payload       jsonb not null,
    state         text not null default 'waiting' check (state in ('waiting', 'delivered', 'failed')),
    attempts      integer not null default 0,
    created_at    timestamptz not null,
    finished_at   timestamptz
);
create index webhook_delivery_endpoint on webhook_delivery (endpoint_id, id desc);

create table webhook_attempt (
    id           bigint generated always as identity primary key,
    delivery_id  bigint not null references webhook_delivery (id) on delete cascade,
    at           timestamptz not null,
    duration_ms  integer not null,
    status       integer,                              -- none when no answer came
    error        text not null default '',
    answer       text not null default '' check (length(answer) <= 2000)
);
create index webhook_attempt_delivery on webhook_attempt (delivery_id, id desc);

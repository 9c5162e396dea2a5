-- The blog shows a feed of another site: the last good copy of it, and how the last reading went.

create table blog_feed (
    only_row      boolean primary key default true check (only_row),
    url           text not null,                       -- the feed that was read
    posts         jsonb not null default '[]' check (jsonb_typeof(posts) = 'array'),    -- as visitors see them, in order
    skipped       jsonb not null default '[]' check (jsonb_typeof(skipped) = 'array'),  -- items that cannot be shown, and why
    tried_at      timestamptz not null,
    read_at       timestamptz,                         -- when the posts were last confirmed
    failing_since timestamptz,
    failure       text,                                -- why the last reading failed
    constraint blog_feed_failure_has_a_beginning check ((failure is null) = (failing_since is null))
);

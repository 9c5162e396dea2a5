-- Who may read the pages of a branch (cms.md 5.5, L15). A row is replaced, never changed: what was opened with an old
-- password closes with its row.

create table page_restriction (
    id            bigint generated always as identity primary key,
    page_id       bigint      not null unique references page (id) on delete cascade,
    audience      text        not null check (audience in ('password', 'signed_in', 'groups')),
    password_hash text,
    created_at    timestamptz not null,
    constraint page_restriction_password check ((audience = 'password') = (password_hash is not null))
);

-- A restriction whose groups are all gone opens for nobody.
create table page_restriction_group (
    restriction_id bigint not null references page_restriction (id) on delete cascade,
    group_id       bigint not null references user_group (id) on delete cascade,
    primary key (restriction_id, group_id)
);
create index page_restriction_group_of on page_restriction_group (group_id);

-- Whether a restriction stands before a page, its own or one of a page above, by its tree_path.
create function page_is_private(path text) returns boolean language sql stable
    return exists (select 1 from page_restriction r where path like '%/' || r.page_id || '/%');

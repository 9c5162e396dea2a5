-- The image and document libraries (cms.md 2.3 to 2.6).

alter table image
    add column file_name    text   not null default '',
    -- SHA-1 of the file, as 40 hex digits; the addresses of its renditions carry it. Empty only for pictures kept before there was one.
    add column file_hash    text   not null default '' check (file_hash ~ '^([0-9a-f]{40})?$'),
    add column file_size    bigint not null default 0 check (file_size >= 0),
    -- Size of the focal rectangle around the focal point, in parts of the picture; 0 is a point.
    add column focal_width  real   not null default 0 check (focal_width between 0 and 1),
    add column focal_height real   not null default 0 check (focal_height between 0 and 1),
    add column tags         text[] not null default '{}',
    add column uploaded_by  bigint references users (id) on delete set null,
    add column updated_at   timestamptz;
update image set updated_at = created_at;
alter table image alter column updated_at set not null;
create index image_file_hash on image (file_hash);
create index image_tags on image using gin (tags);
create index image_newest on image (created_at desc, id desc);

-- Files made from pictures: one per picture, spec, version of file and focal point, and what the browser reads.
create table rendition (
    image_id   bigint not null references image (id) on delete cascade,
    spec       text not null check (length(spec) between 1 and 255),
    version    text not null,
    variant    text not null check (variant in ('fixed', 'avif', 'webp', 'fallback')),
    mime       text not null,
    file_key   text not null unique,
    file_size  bigint not null,
    width      integer not null check (width > 0),
    height     integer not null check (height > 0),
    created_at timestamptz not null,
    primary key (image_id, spec, version, variant)
);

create table document (
    id          bigint generated always as identity primary key,
    title       text not null check (title <> ''),
    file_key    text not null unique,
    file_name   text not null check (file_name <> ''),
    mime        text not null,
    file_size   bigint not null check (file_size >= 0),
    file_hash   text not null check (file_hash ~ '^[0-9a-f]{40}$'),
    tags        text[] not null default '{}',
    uploaded_by bigint references users (id) on delete set null,
    created_at  timestamptz not null,
    updated_at  timestamptz not null
);
create index document_file_hash on document (file_hash);
create index document_tags on document using gin (tags);
create index document_newest on document (created_at desc, id desc);

-- One row: the key that signs the addresses of renditions. Every process reads the same, and a restored copy of the database keeps
-- the addresses that are out in the world.
create table media_key (
    only_row boolean primary key default true check (only_row),
    key      bytea not null
);
insert into media_key (key)
values (sha256(decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex')));

-- What the newest and the published text of a page point at.
create table content_reference (
    page_id     bigint not null references page (id) on delete cascade,
    revision    text not null check (revision in ('live', 'draft')),
    target_type text not null check (target_type in ('image', 'document', 'page', 'snippet')),
    target_id   bigint not null,
    path        text not null,
    primary key (page_id, revision, target_type, target_id, path)
);
create index content_reference_target on content_reference (target_type, target_id);

-- Pages that are there already: their pictures.
insert into content_reference (page_id, revision, target_type, target_id, path)
select distinct p.id, r.revision, 'image', (found #>> '{}')::bigint, ''
from page p
cross join lateral (values ('live', p.published_revision_id), ('draft', p.latest_revision_id)) r (revision, id)
join page_revision v on v.id = r.id
cross join lateral jsonb_path_query(v.body, 'lax $.**.image ? (@.type() == "number")') found
where r.revision = 'draft' or p.live
on conflict do nothing;

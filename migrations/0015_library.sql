-- Snippets, side models, settings, people and reports in the Studio.

-- What pages take from snippets was not in the index yet: shared sections, shared testimonials, sets of questions, signatories.
insert into content_reference (page_id, revision, target_type, target_id, path)
select distinct p.id, r.revision, 'snippet', (found #>> '{}')::bigint, ''
from page p
cross join lateral (values ('live', p.published_revision_id), ('draft', p.latest_revision_id)) r (revision, id)
join page_revision v on v.id = r.id
cross join lateral (
    select jsonb_path_query(v.body, 'lax $.**.shared ? (@.type() == "number")')
    union all
    select jsonb_path_query(v.body, 'lax $.**.chosen[*].value ? (@.type() == "number")')
    union all
    select jsonb_path_query(v.body, 'lax $.**.sets[*].value ? (@.type() == "number")')
    union all
    select jsonb_path_query(v.body, 'lax $.**.signatories[*].value ? (@.type() == "number")')
) q (found)
where r.revision = 'draft' or p.live
on conflict do nothing;

-- What snippets and the settings take from the libraries: a logo in use is not deleted unawares.
create table record_reference (
    record_kind text   not null,                       -- 'signatory', 'settings'
    record_id   bigint not null,
    target_type text   not null check (target_type in ('image', 'document', 'page', 'snippet')),
    target_id   bigint not null,
    path        text   not null,
    primary key (record_kind, record_id, target_type, target_id, path)
);
create index record_reference_target on record_reference (target_type, target_id);
insert into record_reference (record_kind, record_id, target_type, target_id, path)
select distinct s.kind, s.id, 'image', (found #>> '{}')::bigint, ''
from snippet s cross join lateral jsonb_path_query(s.body, 'lax $.**.image ? (@.type() == "number")') found
union
select 'settings', 1, 'image', (found #>> '{}')::bigint, ''
from site_setting s cross join lateral jsonb_path_query(s.body, 'lax $.**.image ? (@.type() == "number")') found;

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

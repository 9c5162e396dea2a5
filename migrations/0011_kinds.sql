-- Page kinds and sections (cms.md 1.2, 1.7): what holds whatever wrote the row.

-- R3: one page of these kinds, drafts included. The list is that of the declarations; a test compares them.
drop index page_only_one_of_kind;
create unique index page_only_one_of_kind on page (kind)
    where kind in ('HomePage', 'CourseIndexPage', 'ProgramIndexPage', 'CatalogPage', 'CertificateIndexPage', 'WebinarIndexPage',
                   'BlogIndexPage', 'EnterprisePage')
      and trash_id is null;

-- D3: a page has each of these sections at most once, hidden ones counted. Types that are not named here are a newer program's.
create function page_sections_stand_once(body jsonb) returns boolean language sql immutable as $$
    select not exists (
        select 1
        from jsonb_array_elements(case when jsonb_typeof(body -> 'sections') = 'array' then body -> 'sections' else '[]' end) section
        where section ->> 'type' in ('overview', 'outcomes', 'audience', 'icon_grid', 'testimonials', 'faculty', 'lineup', 'news',
            'text_image', 'faq', 'text', 'text_video', 'image_carousel', 'certificate', 'companies_logos', 'learning_journey',
            'success_stories', 'learning_strategy_form')
        group by section ->> 'type'
        having count(*) > 1)
$$;
-- What is history already stays as it is.
alter table page_revision
    add constraint page_revision_sections_once check (page_sections_stand_once(body)) not valid;

-- D3, V2: one shared section for each type and platform is given to new pages; no platform counts as one.
create unique index snippet_one_default on snippet ((body #>> '{section,0,type}'), coalesce(body ->> 'platform', ''))
    where kind = 'shared_section' and body ->> 'is_default' = 'true';

-- D6: a language stays while a page, in the trash or not, says that it is written in it.
create function language_is_not_in_use() returns trigger language plpgsql as $$
begin
    if exists (select 1 from page join page_revision revision on revision.id in (page.latest_revision_id, page.published_revision_id)
               where revision.body -> 'language' = to_jsonb(old.id)) then
        raise exception 'language % is in use', old.id using errcode = 'foreign_key_violation', constraint = 'page_language_in_use';
    end if;
    return old;
end $$;
create trigger course_language_in_use before delete on course_language for each row execute function language_is_not_in_use();

-- D7: what was named or published stays as long as its page.
create function page_revision_is_kept() returns trigger language plpgsql as $$
begin
    if old.state in ('named', 'published') and exists (select 1 from page where id = old.page_id) then
        raise exception 'page_revision % is history', old.id
            using errcode = 'integrity_constraint_violation', constraint = 'page_revision_is_kept';
    end if;
    return old;
end $$;
create trigger page_revision_kept before delete on page_revision for each row execute function page_revision_is_kept();

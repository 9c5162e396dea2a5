//! What every page shows. The number of statements does not depend on the number of pages.

use super::{product, shapes};
use crate::{
    content_api::{
        json::{Json, object},
        params::Output,
        reader::Reader,
        schema::{self, Place, Schema},
        select::Selection,
        store::pages::{self, ApiPage, Reach},
    },
    document::{PageDocument, PageKind, SharedSections, SnippetDocument, SnippetKind, StoredDocument},
    store,
};
use sqlx::PgConnection;
use std::{borrow::Cow, collections::HashMap};
use xpro_kernel::{PageId, SnippetId};

/// A page with its document, as far as it can be read.
pub(super) struct Read {
    pub page: ApiPage,
    pub document: Result<PageDocument, String>,
}

/// What is looked up for all pages at once.
pub(super) struct Looked {
    /// Pages above, as far as the selection goes up.
    above: HashMap<PageId, Read>,
    /// Those that sign certificates.
    pub signatories: HashMap<SnippetId, crate::document::Signatory>,
}

/// Shows pages in this order. At most one statement for each of: snippets, pictures, and levels of parents.
pub(in crate::content_api) async fn show_pages(
    conn: &mut PgConnection,
    reader: &Reader<'_>,
    pages: Vec<ApiPage>,
    selection: &Selection,
    output: &Output,
    reach: &Reach,
) -> Result<Vec<Json>, sqlx::Error> {
    let mut read: Vec<Read> = pages.into_iter().map(Read::of).collect();
    let mut looked = Looked { above: HashMap::new(), signatories: HashMap::new() };
    if selection.has_any(product::FROM_SECTIONS) {
        fill_shared(conn, &mut read, &mut looked).await?;
    }
    look_up(conn, &read, selection, reach, &mut looked).await?;
    let mut shown: Vec<Json> = read.iter().map(|page| show(reader, page, selection, output, &looked)).collect();
    let mut ids = Vec::new();
    shown.iter().for_each(|item| item.wanted_images(&mut ids));
    ids.sort_unstable();
    ids.dedup();
    if !ids.is_empty() {
        let images: HashMap<i64, _> =
            pages::images(conn, &ids).await?.into_iter().map(|image| (image.id, image)).collect();
        let shape = |id| images.get(&id).map_or(Json::Null, |image| shapes::image_shape(reader, image, output));
        shown.iter_mut().for_each(|item| item.fill_images(&shape));
    }
    Ok(shown)
}

impl Read {
    fn of(mut page: ApiPage) -> Self {
        let stored = StoredDocument { schema: page.schema, body: std::mem::take(&mut page.body) };
        let document = match PageKind::from_name(&page.kind) {
            None => Err(format!("unknown page kind {}", page.kind)),
            Some(kind) => PageDocument::read(kind, stored).map(|read| read.document).map_err(|error| error.to_string()),
        };
        if let Err(reason) = &document {
            tracing::warn!(page = page.id.0, reason, "the API cannot show a page in full");
        }
        Read { page, document }
    }

    fn kind(&self) -> Option<PageKind> {
        PageKind::from_name(&self.page.kind)
    }
}

/// Puts what snippets say into the documents.
async fn fill_shared(conn: &mut PgConnection, read: &mut [Read], looked: &mut Looked) -> Result<(), sqlx::Error> {
    if !read.iter().any(|page| page.kind().is_some_and(PageKind::is_product)) {
        return Ok(());
    }
    let mut snippets = Vec::new();
    for row in store::snippet::list_all(conn).await? {
        let stored = StoredDocument { schema: row.schema, body: row.body };
        let kind = SnippetKind::from_name(&row.kind);
        match kind.map(|kind| SnippetDocument::read(kind, stored)) {
            Some(Ok(SnippetDocument::Signatory(signatory))) => drop(looked.signatories.insert(row.id, signatory)),
            Some(Ok(snippet)) => snippets.push((row.id, snippet)),
            Some(Err(_)) | None => tracing::warn!(snippet = row.id.0, "the API cannot read a snippet"),
        }
    }
    let shared = SharedSections::new(snippets.iter().map(|(id, snippet)| (*id, snippet)));
    for document in read.iter_mut().filter_map(|page| page.document.as_mut().ok()) {
        // What is missing is not shown, as on the page.
        shared.fill(document);
    }
    Ok(())
}

/// The pages above, one statement for each level that the selection goes up.
async fn look_up(
    conn: &mut PgConnection,
    read: &[Read],
    selection: &Selection,
    reach: &Reach,
    looked: &mut Looked,
) -> Result<(), sqlx::Error> {
    let mut level: Vec<i64> = read.iter().filter_map(|page| page.page.parent_id).map(|id| id.0).collect();
    let mut within = selection.within("parent");
    while let Some(inner) = within {
        level.sort_unstable();
        level.dedup();
        let missing: Vec<i64> = level.iter().copied().filter(|id| !looked.above.contains_key(&PageId(*id))).collect();
        if !missing.is_empty() {
            for page in pages::by_ids(conn, &missing, reach).await? {
                looked.above.insert(page.id, Read::of(page));
            }
        }
        level = level.iter().filter_map(|id| looked.above.get(&PageId(*id))?.page.parent_id).map(|id| id.0).collect();
        within = inner.within("parent");
    }
    Ok(())
}

fn show(reader: &Reader<'_>, read: &Read, selection: &Selection, output: &Output, looked: &Looked) -> Json {
    let schema = read.kind().map_or(Schema::AnyPage, Schema::Page);
    let (mut body, mut meta) = (Vec::new(), Vec::new());
    for field in schema.fields() {
        if !selection.has(field.name) {
            continue;
        }
        let value = match page_field(reader, read, field.name, selection, output, looked) {
            Some(value) => value,
            None => product::field(reader, read, field.name, output, looked),
        };
        match field.place {
            Place::Body => body.push((Cow::Borrowed(field.name), value)),
            Place::Meta => meta.push((Cow::Borrowed(field.name), value)),
        }
    }
    if let (Err(reason), false) = (&read.document, meta.is_empty()) {
        meta.push((Cow::Borrowed("fault"), Json::Text(reason.clone())));
    }
    if !meta.is_empty() {
        // Behind the key, before everything else.
        let at = usize::from(body.first().is_some_and(|(name, _)| name == "id"));
        body.insert(at, (Cow::Borrowed("meta"), Json::Object(meta)));
    }
    Json::Object(body)
}

/// The fields that all pages have; none for others.
fn page_field(
    reader: &Reader<'_>,
    read: &Read,
    name: &str,
    selection: &Selection,
    output: &Output,
    looked: &Looked,
) -> Option<Json> {
    let page = &read.page;
    let promote = read.document.as_ref().ok().map(PageDocument::promote);
    Some(match name {
        "id" => Json::Int(page.id.0),
        "type" => Json::Text(schema::type_name(&page.kind)),
        "detail_url" => Json::Text(detail_url(reader, page.id)),
        "html_url" => html_url(reader, read),
        "slug" => Json::Text(page.slug.clone()),
        "show_in_menus" => promote.is_some_and(|promote| promote.show_in_menus).into(),
        "seo_title" => promote.map(|promote| promote.seo_title.clone()).unwrap_or_default().into(),
        "search_description" => promote.map(|promote| promote.search_description.clone()).unwrap_or_default().into(),
        "first_published_at" => Json::stamp(page.first_published_at),
        "alias_of" => Json::Null,
        "parent" => parent(reader, read, selection, output, looked),
        "locale" => "en".into(),
        "live" => page.live.into(),
        "last_published_at" => Json::stamp(page.last_published_at),
        "has_unpublished_changes" => page.has_unpublished.into(),
        "version" => {
            if page.is_newest {
                Json::Int(page.version)
            } else {
                Json::Null
            }
        }
        "title" => Json::Text(page.title.clone()),
        _ => return None,
    })
}

fn parent(reader: &Reader<'_>, read: &Read, selection: &Selection, output: &Output, looked: &Looked) -> Json {
    let above = read.page.parent_id.and_then(|id| looked.above.get(&id));
    match (above, selection.within("parent")) {
        (Some(above), Some(inner)) => show(reader, above, inner, output, looked),
        _ => Json::Null,
    }
}

pub(super) fn detail_url(reader: &Reader<'_>, id: PageId) -> String {
    reader.absolute(&format!("/api/v2/pages/{id}/"))
}

/// A product page that describes nothing any more leads nowhere (rule U11).
fn html_url(reader: &Reader<'_>, read: &Read) -> Json {
    let page = &read.page;
    let leads_nowhere =
        read.kind().is_some_and(PageKind::is_product) && page.course_id.is_none() && page.program_id.is_none();
    if leads_nowhere { Json::Null } else { Json::Text(reader.absolute(&page.url_path)) }
}

/// `meta` of a section, which is part of its page: as that of a page, without what tells of publishing.
pub(super) fn section_meta(reader: &Reader<'_>, read: &Read, type_name: &str, anchor: &str, slug: &str) -> Json {
    let html = match html_url(reader, read) {
        Json::Text(url) if !anchor.is_empty() => Json::Text(format!("{url}#{anchor}")),
        other => other,
    };
    object! {
        "type" => schema::type_name(type_name),
        "detail_url" => detail_url(reader, read.page.id),
        "html_url" => html,
        "slug" => slug,
        "show_in_menus" => false,
        "seo_title" => "",
        "search_description" => "",
        "first_published_at" => Json::stamp(read.page.first_published_at),
        "alias_of" => Json::Null,
    }
}

//! `/api/v2/images/` and `/api/v2/documents/` (cms.md 6).

use super::{
    Answer,
    caller::{Caller, Scope},
    json::Json,
    params::{self, Output, Pairs, Sought},
    problem::ApiProblem,
    project::renditions,
    reader::Reader,
    schema::{Place, Schema},
    select::Selection,
    store::{
        files::{self, ApiDocument, Library},
        pages::{self, ApiImage},
    },
};
use crate::media;
use sqlx::PgConnection;
use std::borrow::Cow;
use xpro_kernel::DocumentId;

/// One of the two libraries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Files {
    /// Pictures.
    Images,
    /// Documents.
    Documents,
}

impl Files {
    fn scope(self) -> Scope {
        match self {
            Files::Images => Scope::ImagesRead,
            Files::Documents => Scope::DocumentsRead,
        }
    }

    fn schema(self) -> Schema {
        match self {
            Files::Images => Schema::Image,
            Files::Documents => Schema::Document,
        }
    }

    fn library(self) -> Library {
        match self {
            Files::Images => Library::Images,
            Files::Documents => Library::Documents,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Files::Images => "images",
            Files::Documents => "documents",
        }
    }
}

/// A listing.
///
/// # Errors
/// When a parameter is wrong, or the caller may not.
pub async fn list_files(
    conn: &mut PgConnection,
    caller: &Caller,
    reader: &Reader<'_>,
    which: Files,
    pairs: &Pairs,
) -> Result<Json, ApiProblem> {
    caller.need(which.scope())?;
    let listing = params::read_listing(which.schema(), pairs, reader.host())?;
    let (ids, total) = files::list(conn, which.library(), &listing).await?;
    let items = show(conn, reader, which, &ids, &listing.selection, &listing.output).await?;
    Ok(super::listing(items, total))
}

/// One file.
///
/// # Errors
/// When there is none, or a parameter is wrong.
pub async fn show_file(
    conn: &mut PgConnection,
    caller: &Caller,
    reader: &Reader<'_>,
    which: Files,
    id: &str,
    pairs: &Pairs,
) -> Result<Json, ApiProblem> {
    caller.need(which.scope())?;
    let id: i64 = id.parse().map_err(|_| ApiProblem::NotFound)?;
    let (selection, output) = params::read_detail(which.schema(), pairs)?;
    show(conn, reader, which, &[id], &selection, &output).await?.pop().ok_or(ApiProblem::NotFound)
}

/// Leads to a file by its key.
///
/// # Errors
/// When there is none.
pub async fn find_file(
    conn: &mut PgConnection,
    caller: &Caller,
    reader: &Reader<'_>,
    which: Files,
    pairs: &Pairs,
) -> Result<Answer, ApiProblem> {
    caller.need(which.scope())?;
    let Sought { id, rest, .. } = params::read_find(pairs)?;
    let id = id.ok_or(ApiProblem::NotFound)?;
    let is_there = match which {
        Files::Images => !pages::images(conn, &[id]).await?.is_empty(),
        Files::Documents => !files::documents(conn, &[id]).await?.is_empty(),
    };
    if !is_there {
        return Err(ApiProblem::NotFound);
    }
    Ok(Answer::Redirect(super::with_query(&detail_url(reader, which, id), &rest)))
}

fn detail_url(reader: &Reader<'_>, which: Files, id: i64) -> String {
    reader.absolute(&format!("/api/v2/{}/{id}/", which.name()))
}

async fn show(
    conn: &mut PgConnection,
    reader: &Reader<'_>,
    which: Files,
    ids: &[i64],
    selection: &Selection,
    output: &Output,
) -> Result<Vec<Json>, sqlx::Error> {
    Ok(match which {
        Files::Images => {
            let images = pages::images(conn, ids).await?;
            images.iter().map(|image| item(which, selection, |name| image_field(reader, image, name, output))).collect()
        }
        Files::Documents => {
            let documents = files::documents(conn, ids).await?;
            documents
                .iter()
                .map(|document| item(which, selection, |name| document_field(reader, document, name)))
                .collect()
        }
    })
}

fn item(which: Files, selection: &Selection, value: impl Fn(&str) -> Json) -> Json {
    let (mut body, mut meta) = (Vec::new(), Vec::new());
    for field in which.schema().fields().into_iter().filter(|field| selection.has(field.name)) {
        let place = if field.place == Place::Meta { &mut meta } else { &mut body };
        place.push((Cow::Borrowed(field.name), value(field.name)));
    }
    let renditions = value("renditions");
    if renditions != Json::Null {
        body.push((Cow::Borrowed("renditions"), renditions));
    }
    if !meta.is_empty() {
        let at = usize::from(body.first().is_some_and(|(name, _)| name == "id"));
        body.insert(at, (Cow::Borrowed("meta"), Json::Object(meta)));
    }
    Json::Object(body)
}

fn image_field(reader: &Reader<'_>, image: &ApiImage, name: &str, output: &Output) -> Json {
    match name {
        "id" => Json::Int(image.id),
        "type" => "wagtailimages.Image".into(),
        "detail_url" => detail_url(reader, Files::Images, image.id).into(),
        "tags" => tags(&image.tags),
        "download_url" => reader.absolute(&media::url(&image.file_key)).into(),
        "title" => image.title.as_str().into(),
        "width" => i64::from(image.width).into(),
        "height" => i64::from(image.height).into(),
        "alt" => image.alt.as_str().into(),
        "renditions" if !output.renditions.is_empty() => renditions(reader, image, output),
        _ => Json::Null,
    }
}

fn document_field(reader: &Reader<'_>, document: &ApiDocument, name: &str) -> Json {
    match name {
        "id" => Json::Int(document.id),
        "type" => "wagtaildocs.Document".into(),
        "detail_url" => detail_url(reader, Files::Documents, document.id).into(),
        "tags" => tags(&document.tags),
        "download_url" => reader.absolute(&media::document_url(DocumentId(document.id), &document.file_name)).into(),
        "title" => document.title.as_str().into(),
        "file_size" => document.file_size.into(),
        _ => Json::Null,
    }
}

fn tags(tags: &[String]) -> Json {
    Json::List(tags.iter().map(|tag| tag.as_str().into()).collect())
}

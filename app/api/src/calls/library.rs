//! The image and document libraries.

use crate::{
    ApiError, Deleted, DocumentFilter, DocumentForm, DocumentItem, ImageFilter, ImageForm, ImageItem, LibraryDetail,
    LibraryOutcome, LibraryPage,
};
use leptos::prelude::server;
use server_fn::codec::{GetUrl, Json};
#[cfg(feature = "ssr")]
use {
    crate::{convert_library as convert, door::Desk, wire::LIBRARY_PAGE},
    xpro_cms::media::{self, ImageSearch, Signer},
    xpro_kernel::{DocumentId, ImageId},
};

/// A page of the image library, newest first. Needs `content.access`.
///
/// # Errors
/// See [`ApiError`].
#[server(name = ListImagesCall, prefix = "/api/studio", endpoint = "images", input = GetUrl)]
pub async fn list_images(#[server(default)] filter: ImageFilter) -> Result<LibraryPage<ImageItem>, ApiError> {
    let desk = Desk::open()?;
    let mut conn = desk.read().await?;
    let editor = convert::editor(&mut conn, &desk.staff).await?;
    let search = ImageSearch {
        text: convert::search_text(&filter.q)?,
        tags: convert::one_tag(&filter.tag),
        without_alt: filter.without_alt,
        unused: filter.unused,
    };
    let offset = i64::from(filter.page) * i64::from(LIBRARY_PAGE);
    let page = media::list_images(&mut conn, (&editor).into(), &search, offset, LIBRARY_PAGE.into()).await?;
    let signer = Signer::load(&mut conn).await?;
    Ok(LibraryPage {
        items: page.items.iter().map(|image| convert::image(image, &signer)).collect(),
        total: page.total,
        tags: page.tags,
        may_change: editor.has(media::IMAGES_CHANGE),
    })
}

/// One picture with where it is used. Needs `content.access`.
///
/// # Errors
/// `not_found` when there is no such picture; else see [`ApiError`].
#[server(name = ImageDetailCall, prefix = "/api/studio", endpoint = "image", input = GetUrl)]
pub async fn image_detail(id: i64) -> Result<LibraryDetail<ImageItem>, ApiError> {
    let desk = Desk::open()?;
    let mut conn = desk.read().await?;
    let editor = convert::editor(&mut conn, &desk.staff).await?;
    let image = media::find_image(&mut conn, (&editor).into(), ImageId(id)).await?;
    let usage = media::image_usage(&mut conn, (&editor).into(), ImageId(id), 0).await?;
    let signer = Signer::load(&mut conn).await?;
    Ok(LibraryDetail {
        item: convert::image(&image, &signer),
        usage: usage.into_iter().map(convert::usage).collect(),
        may_change: editor.has(media::IMAGES_CHANGE),
    })
}

/// Writes what is known of a picture: the fields that differ from what the form `began` from. Needs `images.change`.
///
/// # Errors
/// `invalid` when a field cannot be so; else see [`ApiError`].
#[server(name = UpdateImageCall, prefix = "/api/studio", endpoint = "image-update", input = Json)]
pub async fn update_image(id: i64, began: ImageForm, form: ImageForm) -> Result<LibraryOutcome<ImageItem>, ApiError> {
    let desk = Desk::open()?;
    let mut tx = desk.begin().await?;
    let editor = convert::editor(&mut tx, &desk.staff).await?;
    let (began, facts) = (convert::image_facts(began), convert::image_facts(form));
    let changed = media::update_image(&mut tx, (&editor).into(), ImageId(id), &began, facts).await?;
    let signer = Signer::load(&mut tx).await?;
    tx.commit().await?;
    Ok(convert::outcome(changed, |image| convert::image(&image, &signer)))
}

/// Deletes a picture for good. Needs `images.change`.
///
/// # Errors
/// `invalid` when pages use it and `even_if_used` is not given; else see [`ApiError`].
#[server(name = DeleteImageCall, prefix = "/api/studio", endpoint = "image-delete", input = Json)]
pub async fn delete_image(id: i64, even_if_used: bool) -> Result<Deleted, ApiError> {
    let desk = Desk::open()?;
    let mut tx = desk.begin().await?;
    let editor = convert::editor(&mut tx, &desk.staff).await?;
    let gone = media::delete_image(&mut tx, (&editor).into(), ImageId(id), even_if_used).await?;
    tx.commit().await?;
    Ok(Deleted { message: format!("“{}” is deleted.", gone.title) })
}

/// A page of the document library, newest first. Needs `content.access`.
///
/// # Errors
/// See [`ApiError`].
#[server(name = ListDocumentsCall, prefix = "/api/studio", endpoint = "documents", input = GetUrl)]
pub async fn list_documents(#[server(default)] filter: DocumentFilter) -> Result<LibraryPage<DocumentItem>, ApiError> {
    let desk = Desk::open()?;
    let mut conn = desk.read().await?;
    let editor = convert::editor(&mut conn, &desk.staff).await?;
    let offset = i64::from(filter.page) * i64::from(LIBRARY_PAGE);
    let (text, tags) = (convert::search_text(&filter.q)?, convert::one_tag(&filter.tag));
    let page = media::list_documents(&mut conn, (&editor).into(), &text, &tags, offset, LIBRARY_PAGE.into()).await?;
    Ok(LibraryPage {
        items: page.items.into_iter().map(convert::document).collect(),
        total: page.total,
        tags: page.tags,
        may_change: editor.has(media::DOCUMENTS_CHANGE),
    })
}

/// One document with where it is used. Needs `content.access`.
///
/// # Errors
/// `not_found` when there is no such document; else see [`ApiError`].
#[server(name = DocumentDetailCall, prefix = "/api/studio", endpoint = "document", input = GetUrl)]
pub async fn document_detail(id: i64) -> Result<LibraryDetail<DocumentItem>, ApiError> {
    let desk = Desk::open()?;
    let mut conn = desk.read().await?;
    let editor = convert::editor(&mut conn, &desk.staff).await?;
    let document = media::find_document(&mut conn, (&editor).into(), DocumentId(id)).await?;
    let usage = media::document_usage(&mut conn, (&editor).into(), DocumentId(id), 0).await?;
    Ok(LibraryDetail {
        item: convert::document(document),
        usage: usage.into_iter().map(convert::usage).collect(),
        may_change: editor.has(media::DOCUMENTS_CHANGE),
    })
}

/// Writes title and tags of a document: what differs from what the form `began` from. Needs `documents.change`.
///
/// # Errors
/// `invalid` when a field cannot be so; else see [`ApiError`].
#[server(name = UpdateDocumentCall, prefix = "/api/studio", endpoint = "document-update", input = Json)]
pub async fn update_document(
    id: i64,
    began: DocumentForm,
    form: DocumentForm,
) -> Result<LibraryOutcome<DocumentItem>, ApiError> {
    let desk = Desk::open()?;
    let mut tx = desk.begin().await?;
    let editor = convert::editor(&mut tx, &desk.staff).await?;
    let (began, facts) = (convert::document_facts(began), convert::document_facts(form));
    let changed = media::update_document(&mut tx, (&editor).into(), DocumentId(id), &began, &facts).await?;
    tx.commit().await?;
    Ok(convert::outcome(changed, convert::document))
}

/// Deletes a document for good. Needs `documents.change`.
///
/// # Errors
/// `invalid` when pages use it and `even_if_used` is not given; else see [`ApiError`].
#[server(name = DeleteDocumentCall, prefix = "/api/studio", endpoint = "document-delete", input = Json)]
pub async fn delete_document(id: i64, even_if_used: bool) -> Result<Deleted, ApiError> {
    let desk = Desk::open()?;
    let mut tx = desk.begin().await?;
    let editor = convert::editor(&mut tx, &desk.staff).await?;
    let gone = media::delete_document(&mut tx, (&editor).into(), DocumentId(id), even_if_used).await?;
    tx.commit().await?;
    Ok(Deleted { message: format!("“{}” is deleted.", gone.title) })
}

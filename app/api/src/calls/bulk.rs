//! Acts on many pages, the trash, redirects, and lists that somebody keeps.

use crate::{
    ApiError, BulkCommand, BulkInput, BulkReport, BulkRunItem, BulkStarted, PageDone, PageOutcome, RedirectImport,
    RedirectInput, RedirectOutcome, RedirectPart, RedirectQuery, TrashItem, ViewItem,
};
use leptos::prelude::server;
use server_fn::codec::{GetUrl, Json};
#[cfg(feature = "ssr")]
use {
    crate::{BulkChoice, BulkDeed, convert_library::editor as load_editor, convert_pages as convert, door::Desk},
    xpro_cms::{
        bulk::{self, BulkError, BulkId, Chosen, NewBulkAct},
        redirect::{self, NewRedirect, RedirectError, RedirectFilter, RedirectId, RedirectTarget},
        saved_view::{self, SavedViewError, SavedViewId},
        trash::{self, RestoreFromTrash, TrashId},
    },
    xpro_kernel::PageId,
};

/// Asks for an act on many pages. Needs `content.access`; the rights are looked at page by page when it is done.
///
/// # Errors
/// `invalid` when no page is chosen or too many are; else see [`ApiError`].
#[server(name = StartBulkCall, prefix = "/api/studio", endpoint = "bulk-start", input = Json)]
pub async fn start_bulk(input: BulkInput) -> Result<BulkStarted, ApiError> {
    let desk = Desk::open()?;
    let mut tx = desk.begin().await?;
    let editor = load_editor(&mut tx, &desk.staff).await?;
    let pages = match input.choice {
        BulkChoice::Pages { pages } => Chosen::Pages(pages.into_iter().map(PageId).collect()),
        BulkChoice::Listed { filter } => match convert::chosen(&mut tx, &editor, &filter).await? {
            convert::Listing::Children(list) => Chosen::ChildrenOf(list.parent),
            convert::Listing::Search(search) => Chosen::Matching(search),
        },
    };
    let new = NewBulkAct {
        act: convert::bulk_act(input.deed),
        pages,
        with_descendants: input.with_descendants,
        to_parent: input.to_parent.map(PageId),
    };
    let started = bulk::start_bulk_act(&mut tx, &editor, new).await?;
    let pages = i64::try_from(started.pages).unwrap_or(i64::MAX);
    if input.deed == BulkDeed::Delete {
        let gone = i64::try_from(started.with_below).unwrap_or(i64::MAX);
        convert::confirmed(&mut tx, gone, &input.typed).await?;
    }
    tx.commit().await?;
    Ok(BulkStarted { run: started.run.0, pages })
}

/// How an act on many pages stands. One's own, or anybody's for superusers.
///
/// # Errors
/// `not_found` when there is none for them; else see [`ApiError`].
#[server(name = BulkRunCall, prefix = "/api/studio", endpoint = "bulk-run", input = GetUrl)]
pub async fn bulk_run(
    id: i64,
    #[server(default)] outcome: Option<PageOutcome>,
    #[server(default)] after: Option<i32>,
) -> Result<BulkReport, ApiError> {
    const PART: i64 = 200;
    let desk = Desk::open()?;
    let mut conn = desk.read().await?;
    let editor = load_editor(&mut conn, &desk.staff).await?;
    let run = bulk::read_bulk_run(&mut conn, &editor, BulkId(id)).await?;
    let state = outcome.map(|outcome| match outcome {
        PageOutcome::Waiting => bulk::ItemState::Waiting,
        PageOutcome::Done => bulk::ItemState::Done,
        PageOutcome::Skipped => bulk::ItemState::Skipped,
        PageOutcome::Failed => bulk::ItemState::Failed,
    });
    let items = bulk::list_bulk_items(&mut conn, &editor, run.id, state, after.unwrap_or(0), PART).await?;
    let next =
        items.last().filter(|_| i64::try_from(items.len()).is_ok_and(|count| count == PART)).map(|item| item.place);
    Ok(BulkReport { run: convert::run(run), items: items.into_iter().map(convert::run_page).collect(), next })
}

/// One's own acts on many pages, the newest first.
///
/// # Errors
/// See [`ApiError`].
#[server(name = BulkRunsCall, prefix = "/api/studio", endpoint = "bulk-runs", input = GetUrl)]
pub async fn bulk_runs() -> Result<Vec<BulkRunItem>, ApiError> {
    let desk = Desk::open()?;
    let mut conn = desk.read().await?;
    let editor = load_editor(&mut conn, &desk.staff).await?;
    Ok(bulk::list_bulk_runs(&mut conn, &editor, 50).await?.into_iter().map(convert::run).collect())
}

/// Stops an act on many pages, or lets it go on.
///
/// # Errors
/// `not_found` when there is none for them; else see [`ApiError`].
#[server(name = CommandBulkCall, prefix = "/api/studio", endpoint = "bulk-command", input = Json)]
pub async fn command_bulk(id: i64, command: BulkCommand) -> Result<PageDone, ApiError> {
    let desk = Desk::open()?;
    let mut tx = desk.begin().await?;
    let editor = load_editor(&mut tx, &desk.staff).await?;
    let done = match command {
        BulkCommand::Stop if bulk::stop_bulk_act(&mut tx, &editor, BulkId(id)).await? => {
            convert::done("Stopped. What is done stays done.")
        }
        BulkCommand::Stop => convert::done("It had ended already."),
        BulkCommand::Resume => {
            let pages = bulk::resume_bulk_act(&mut tx, &editor, BulkId(id)).await?;
            convert::done(if pages == 1 {
                "1 page is tried again.".to_owned()
            } else {
                format!("{pages} pages are tried again.")
            })
        }
    };
    tx.commit().await?;
    Ok(done)
}

/// What is in the trash and could come back, the newest first, behind `before`. Needs `content.access`.
///
/// # Errors
/// See [`ApiError`].
#[server(name = ListTrashCall, prefix = "/api/studio", endpoint = "trash", input = GetUrl)]
pub async fn list_trash(#[server(default)] before: Option<i64>) -> Result<Vec<TrashItem>, ApiError> {
    let desk = Desk::open()?;
    let mut conn = desk.read().await?;
    let editor = load_editor(&mut conn, &desk.staff).await?;
    let rows = trash::list_trash(&mut conn, &editor, before.map(TrashId), 100).await?;
    Ok(rows.into_iter().map(convert::trashed).collect())
}

/// Brings a deleted branch back, where it stood or below another page.
///
/// # Errors
/// `invalid` when it cannot stand there; else see [`ApiError`].
#[server(name = RestoreTrashCall, prefix = "/api/studio", endpoint = "trash-restore", input = Json)]
pub async fn restore_trash(id: i64, to_parent: Option<i64>, live_again: bool) -> Result<PageDone, ApiError> {
    let desk = Desk::open()?;
    let mut tx = desk.begin().await?;
    let editor = load_editor(&mut tx, &desk.staff).await?;
    let what = RestoreFromTrash { trash: TrashId(id), to_parent: to_parent.map(PageId), live_again };
    let restored = trash::restore_from_trash(&mut tx, (&editor).into(), what).await?;
    tx.commit().await?;
    Ok(PageDone { made: Some(restored.page.0), ..convert::done(convert::restored(&restored)) })
}

/// Redirects, the newest first, behind `after`. Needs `redirects.change`.
///
/// # Errors
/// See [`ApiError`].
#[server(name = ListRedirectsCall, prefix = "/api/studio", endpoint = "redirects", input = GetUrl)]
pub async fn list_redirects(
    #[server(default)] query: RedirectQuery,
    #[server(default)] after: Option<i64>,
) -> Result<RedirectPart, ApiError> {
    const PART: i64 = 100;
    let desk = Desk::open()?;
    let mut conn = desk.read().await?;
    let editor = load_editor(&mut conn, &desk.staff).await?;
    let filter = RedirectFilter {
        text: crate::convert_library::search_text(&query.q)?,
        automatic: query.automatic,
        after: after.map(RedirectId),
        limit: PART,
    };
    let rows = redirect::list_redirects(&mut conn, &editor, &filter).await?;
    let next = rows.last().filter(|_| i64::try_from(rows.len()).is_ok_and(|count| count == PART)).map(|row| row.id.0);
    Ok(RedirectPart { rows: rows.into_iter().map(convert::redirect).collect(), next })
}

/// Adds a redirect, or changes one. Needs `redirects.change`.
///
/// # Errors
/// See [`ApiError`].
#[server(name = SaveRedirectCall, prefix = "/api/studio", endpoint = "redirect-save", input = Json)]
pub async fn save_redirect(id: Option<i64>, input: RedirectInput) -> Result<RedirectOutcome, ApiError> {
    let desk = Desk::open()?;
    let mut tx = desk.begin().await?;
    let editor = load_editor(&mut tx, &desk.staff).await?;
    let to = input.to_page.map_or_else(|| RedirectTarget::Url(input.to), |page| RedirectTarget::Page(PageId(page)));
    let new = NewRedirect { from: input.from, to, permanent: input.permanent };
    let saved = match id {
        Some(id) => redirect::update_redirect(&mut tx, (&editor).into(), RedirectId(id), new).await,
        None => redirect::create_redirect(&mut tx, (&editor).into(), new).await.map(drop),
    };
    let refused = |field: &str, error: RedirectError| {
        Ok(RedirectOutcome::Refused { field: field.to_owned(), message: convert::sentence(&error) })
    };
    match saved {
        Ok(()) => {
            tx.commit().await?;
            Ok(RedirectOutcome::Saved)
        }
        Err(
            error @ (RedirectError::BadPath
            | RedirectError::Home
            | RedirectError::Shadowed(_)
            | RedirectError::Taken(_)),
        ) => refused("from", error),
        Err(error @ (RedirectError::BadTarget | RedirectError::NoAddress | RedirectError::Loop)) => {
            refused("to", error)
        }
        Err(error) => Err(error.into()),
    }
}

/// Deletes a redirect. Needs `redirects.change`.
///
/// # Errors
/// `not_found` when there is none; else see [`ApiError`].
#[server(name = DeleteRedirectCall, prefix = "/api/studio", endpoint = "redirect-delete", input = Json)]
pub async fn delete_redirect(id: i64) -> Result<PageDone, ApiError> {
    let desk = Desk::open()?;
    let mut tx = desk.begin().await?;
    let editor = load_editor(&mut tx, &desk.staff).await?;
    redirect::delete_redirect(&mut tx, (&editor).into(), RedirectId(id)).await?;
    tx.commit().await?;
    Ok(convert::done("The redirect is deleted."))
}

/// Takes in a file of redirects, all or nothing. Needs `redirects.change`.
///
/// # Errors
/// See [`ApiError`].
#[server(name = ImportRedirectsCall, prefix = "/api/studio", endpoint = "redirects-import", input = Json)]
pub async fn import_redirects(csv: String) -> Result<RedirectImport, ApiError> {
    let desk = Desk::open()?;
    let mut tx = desk.begin().await?;
    let editor = load_editor(&mut tx, &desk.staff).await?;
    let imported = redirect::import_redirects(&mut tx, (&editor).into(), &csv).await?;
    if imported.problems.is_empty() {
        tx.commit().await?;
    }
    let problems = imported.problems.into_iter().map(|(line, message)| (line, convert::sentence(&message))).collect();
    Ok(RedirectImport { created: imported.created, updated: imported.updated, problems })
}

/// The person's own kept lists, by name. Needs `content.access`.
///
/// # Errors
/// See [`ApiError`].
#[server(name = ListViewsCall, prefix = "/api/studio", endpoint = "views", input = GetUrl)]
pub async fn list_views() -> Result<Vec<ViewItem>, ApiError> {
    let desk = Desk::open()?;
    let mut conn = desk.read().await?;
    let editor = load_editor(&mut conn, &desk.staff).await?;
    let views = saved_view::list_views(&mut conn, &editor).await?;
    Ok(views.into_iter().map(|view| ViewItem { id: view.id.0, name: view.name, query: view.query }).collect())
}

/// Keeps a list under a name; one of the same name gives way.
///
/// # Errors
/// `invalid` when the name will not do; else see [`ApiError`].
#[server(name = SaveViewCall, prefix = "/api/studio", endpoint = "view-save", input = Json)]
pub async fn save_view(name: String, query: String) -> Result<Vec<ViewItem>, ApiError> {
    let desk = Desk::open()?;
    let mut tx = desk.begin().await?;
    let editor = load_editor(&mut tx, &desk.staff).await?;
    saved_view::save_view(&mut tx, &editor, &name, &query).await?;
    tx.commit().await?;
    list_views().await
}

/// Forgets a kept list.
///
/// # Errors
/// `not_found` when it is none of theirs; else see [`ApiError`].
#[server(name = DeleteViewCall, prefix = "/api/studio", endpoint = "view-delete", input = Json)]
pub async fn delete_view(id: i64) -> Result<Vec<ViewItem>, ApiError> {
    let desk = Desk::open()?;
    let mut tx = desk.begin().await?;
    let editor = load_editor(&mut tx, &desk.staff).await?;
    saved_view::delete_view(&mut tx, &editor, SavedViewId(id)).await?;
    tx.commit().await?;
    list_views().await
}

#[cfg(feature = "ssr")]
impl From<BulkError> for ApiError {
    fn from(error: BulkError) -> Self {
        match error {
            BulkError::Refused(refusal) => refusal.into(),
            BulkError::Internal(error) => error.into(),
            other => ApiError::invalid(convert::sentence(&other)),
        }
    }
}

#[cfg(feature = "ssr")]
impl From<RedirectError> for ApiError {
    fn from(error: RedirectError) -> Self {
        match error {
            RedirectError::Denied => ApiError::Forbidden,
            RedirectError::NotFound => ApiError::NotFound,
            RedirectError::Internal(error) => error.into(),
            other => ApiError::invalid(convert::sentence(&other)),
        }
    }
}

#[cfg(feature = "ssr")]
impl From<SavedViewError> for ApiError {
    fn from(error: SavedViewError) -> Self {
        match error {
            SavedViewError::NotFound => ApiError::NotFound,
            SavedViewError::Internal(error) => error.into(),
            other => ApiError::invalid(convert::sentence(&other)),
        }
    }
}

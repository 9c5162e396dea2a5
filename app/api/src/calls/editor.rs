//! The page editor: open, save, find what is referred to, publish and the rest of a page's life.

use crate::{
    ApiError, CommandOutcome, DraftInput, HistoryItem, MergeInput, OpenedPage, PageCommand, RevisionItem, SaveOutcome,
    TextComparison, Thing, ThingQuery, WhichText,
};
use leptos::prelude::server;
use server_fn::codec::{GetUrl, Json};
use xpro_form::Declarations;
#[cfg(feature = "ssr")]
use {
    crate::{
        PriceWish, PriceWishChange, SavedVersion, convert_editor as convert,
        convert_library::editor as load_editor,
        door::{Desk, internal},
    },
    sqlx::PgConnection,
    time::OffsetDateTime,
    xpro_catalog::{CatalogData, model::ProductTarget},
    xpro_cms::{
        access::{self, Editor},
        document::{PageKind, Problem, declarations},
        lock,
        publish::{self, HistoryFilter, PriceChange, PriceIntent, SaveDraft, Unpublish, Which},
        schedule::{self, ScheduleId},
        store,
        tree::{self, Author, SearchPages},
    },
    xpro_form::Target,
    xpro_kernel::{CourseRunId, PageId, RevisionId},
    xpro_platform::db::Tx,
};

/// Most things in one answer.
#[cfg(feature = "ssr")]
const MOST_THINGS: usize = 40;

/// What kinds of page, section and snippet hold. Needs `content.access`.
///
/// # Errors
/// See [`ApiError`].
#[server(name = DeclarationsCall, prefix = "/api/studio", endpoint = "declarations", input = GetUrl)]
pub async fn page_declarations() -> Result<Declarations, ApiError> {
    let desk = Desk::open()?;
    let mut conn = desk.read().await?;
    load_editor(&mut conn, &desk.staff).await?;
    Ok(declarations().clone())
}

/// A page for editing.
///
/// # Errors
/// `not_found` when there is no such page for the caller; else see [`ApiError`].
#[server(name = OpenPageCall, prefix = "/api/studio", endpoint = "page", input = GetUrl)]
pub async fn open_page(id: i64) -> Result<OpenedPage, ApiError> {
    let desk = Desk::open()?;
    let mut conn = desk.read().await?;
    let editor = load_editor(&mut conn, &desk.staff).await?;
    opened(&mut conn, &editor, PageId(id)).await
}

#[cfg(feature = "ssr")]
pub(super) async fn opened(conn: &mut PgConnection, editor: &Editor, page: PageId) -> Result<OpenedPage, ApiError> {
    let draft = publish::open_draft(conn, editor.into(), page).await?;
    convert::opened(conn, editor, draft).await
}

/// Keeps a draft. Nothing public changes.
///
/// # Errors
/// See [`ApiError`]; a draft that somebody else's is in the way of is an outcome.
#[server(name = SavePageCall, prefix = "/api/studio", endpoint = "page-save", input = Json)]
pub async fn save_page(draft: DraftInput) -> Result<SaveOutcome, ApiError> {
    let desk = Desk::open()?;
    let mut tx = desk.begin().await?;
    let editor = load_editor(&mut tx, &desk.staff).await?;
    let outcome = save(&mut tx, &editor, draft).await?;
    if matches!(outcome, SaveOutcome::Saved(_)) {
        tx.commit().await?;
    }
    Ok(outcome)
}

#[cfg(feature = "ssr")]
async fn save(tx: &mut Tx, editor: &Editor, draft: DraftInput) -> Result<SaveOutcome, ApiError> {
    let page = PageId(draft.page);
    let kind = kind_of(tx, editor, page).await?;
    if let Some(fault) = not_permitted(tx, editor, &draft).await? {
        return Ok(SaveOutcome::Refused { field: fault.path, message: fault.message });
    }
    let document = match convert::document_of(kind, draft.document) {
        Ok(document) => document,
        Err(fault) => return Ok(SaveOutcome::Refused { field: fault.path, message: fault.message }),
    };
    let price = match price_change(draft.price, &document) {
        Ok(price) => price,
        Err(message) => return Ok(SaveOutcome::Refused { field: "#price".to_owned(), message }),
    };
    let save = SaveDraft {
        page,
        document: &document,
        expected_version: Some(draft.version),
        slug: draft.slug.as_deref(),
        price,
    };
    match publish::save_draft(tx, editor.into(), save).await {
        Ok(saved) => Ok(SaveOutcome::Saved(SavedVersion {
            version: saved.version,
            saved_at: saved.saved_at.into(),
            has_unpublished: true,
        })),
        Err(error) => convert::unsaved(error, kind),
    }
}

/// A section that this person may not add or change; what the page holds already may stay as it is.
#[cfg(feature = "ssr")]
async fn not_permitted(
    conn: &mut PgConnection,
    editor: &Editor,
    draft: &DraftInput,
) -> Result<Option<Problem>, ApiError> {
    // Hardly any page has such a section: only then the text before is looked at.
    if access::not_permitted(editor, &draft.document, None).is_empty() {
        return Ok(None);
    }
    let before = publish::open_draft(conn, editor.into(), PageId(draft.page)).await?;
    let found = access::not_permitted(editor, &draft.document, Some(&before.document)).into_iter().next();
    // Where somebody else changed such a section meanwhile, the save is refused as a conflict, which shows both texts.
    Ok(found.filter(|_| before.version == draft.version))
}

#[cfg(feature = "ssr")]
async fn kind_of(conn: &mut PgConnection, editor: &Editor, page: PageId) -> Result<PageKind, ApiError> {
    let row = tree::summary(conn, editor, page).await?;
    PageKind::from_name(&row.kind).ok_or_else(|| internal(format!("unknown page kind {}", row.kind)))
}

#[cfg(feature = "ssr")]
fn price_change(wish: PriceWishChange, document: &xpro_cms::document::PageDocument) -> Result<PriceChange, String> {
    let PriceWish { run, amount } = match wish {
        PriceWishChange::Keep => return Ok(PriceChange::Keep),
        PriceWishChange::Clear => return Ok(PriceChange::Clear),
        PriceWishChange::Set(wish) => wish,
    };
    let price = crate::convert::price(&amount)?;
    let target = match (run, document.product().and_then(|product| product.program)) {
        (Some(run), _) => ProductTarget::CourseRun(CourseRunId(run)),
        (None, Some(program)) => ProductTarget::Program(program),
        (None, None) => return Err("Choose the run that the price is for.".to_owned()),
    };
    Ok(PriceChange::Set(PriceIntent { target, price }))
}

/// Makes one text of two that were in each other's way. Both are kept in the page's history under names first.
///
/// # Errors
/// See [`ApiError`]; yet another text in the meantime is an outcome.
#[server(name = MergePageCall, prefix = "/api/studio", endpoint = "page-merge", input = Json)]
pub async fn merge_page(merge: MergeInput) -> Result<SaveOutcome, ApiError> {
    let desk = Desk::open()?;
    let mut tx = desk.begin().await?;
    let editor = load_editor(&mut tx, &desk.staff).await?;
    let page = PageId(merge.page);
    let draft = publish::open_draft(&mut tx, (&editor).into(), page).await?;
    let mut version = draft.version;
    let their_name = if draft.saved_by_name.is_empty() { "a job".to_owned() } else { draft.saved_by_name };
    if version == merge.version {
        publish::name_version(&mut tx, (&editor).into(), page, &label("Text of", &their_name)).await?;
    }
    for (document, name) in [(merge.mine, Some("Text of")), (merge.merged, None)] {
        let input = DraftInput { page: merge.page, version, document, slug: None, price: PriceWishChange::Keep };
        // The first save names the version that the asker saw; the second one's is our own.
        let input = if name.is_some() { DraftInput { version: merge.version, ..input } } else { input };
        match save(&mut tx, &editor, input).await? {
            SaveOutcome::Saved(saved) => version = saved.version,
            other => return Ok(other),
        }
        if let Some(name) = name {
            let mine = &desk.staff.person.name;
            publish::name_version(&mut tx, (&editor).into(), page, &label(name, mine)).await?;
        }
    }
    let saved_at = tx.now().into();
    tx.commit().await?;
    Ok(SaveOutcome::Saved(SavedVersion { version, saved_at, has_unpublished: true }))
}

#[cfg(feature = "ssr")]
fn label(what: &str, name: &str) -> String {
    let name: String = name.chars().take(60).collect();
    format!("{what} {name}, before merging")
}

/// Things that a field may refer to.
///
/// # Errors
/// See [`ApiError`].
#[server(name = FindThingsCall, prefix = "/api/studio", endpoint = "things", input = Json)]
pub async fn find_things(query: ThingQuery) -> Result<Vec<Thing>, ApiError> {
    let desk = Desk::open()?;
    let mut conn = desk.read().await?;
    let editor = load_editor(&mut conn, &desk.staff).await?;
    let text = crate::convert_library::search_text(&query.text)?;
    match &query.to {
        Target::Page { kinds } => {
            let kinds = kinds.iter().filter_map(|kind| PageKind::from_name(kind)).collect();
            let limit = i64::try_from(MOST_THINGS).unwrap_or_default();
            let search = SearchPages { text, kinds, limit, ..SearchPages::default() };
            let found = tree::search_pages(&mut conn, &editor, search).await?;
            Ok(found.items.iter().map(convert::page_thing).collect())
        }
        Target::Snippet { kind } => {
            let snippets = store::snippet::list_all(&mut conn).await?;
            let all = snippets.iter().filter(|snippet| *snippet.kind == **kind).filter_map(convert::snippet_thing);
            Ok(matching(all.collect(), &text))
        }
        Target::Group => Ok(matching(convert::group_things(&mut conn, &editor).await?, &text)),
        to => {
            let kind = match query.page {
                0 => query.kind.clone(),
                page => tree::summary(&mut conn, &editor, PageId(page)).await?.kind,
            };
            // A record that is no page may refer to everything.
            let external = PageKind::from_name(&kind).filter(|kind| kind.is_product()).map(PageKind::is_external);
            let catalog = CatalogData::load_all(&mut conn).await?;
            let all = convert::catalog_choices(&catalog, to, external, query.course);
            Ok(matching(all, &text))
        }
    }
}

#[cfg(feature = "ssr")]
fn matching(things: Vec<Thing>, text: &str) -> Vec<Thing> {
    let words: Vec<String> = text.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let fits = |thing: &Thing| {
        let name = format!("{} {}", thing.title, thing.detail).to_lowercase();
        words.iter().all(|word| name.contains(word))
    };
    let mut found: Vec<Thing> = things.into_iter().filter(fits).collect();
    found.sort_by_key(|thing| thing.title.to_lowercase());
    found.truncate(MOST_THINGS);
    found
}

/// An act of the publish panel.
///
/// # Errors
/// See [`ApiError`]; a page that is not complete is an outcome.
#[server(name = CommandPageCall, prefix = "/api/studio", endpoint = "page-command", input = Json)]
pub async fn command_page(id: i64, command: PageCommand) -> Result<CommandOutcome, ApiError> {
    let desk = Desk::open()?;
    let mut tx = desk.begin().await?;
    let editor = load_editor(&mut tx, &desk.staff).await?;
    let page = PageId(id);
    let done = match act(&mut tx, &editor, page, command).await? {
        Acted::Done(message) => message,
        Acted::Incomplete(problems) => return Ok(CommandOutcome::Incomplete { problems }),
        Acted::Asks(findings) => return Ok(CommandOutcome::Asks { findings }),
        Acted::Outdated => return Ok(CommandOutcome::Outdated),
    };
    let page = opened(&mut tx, &editor, page).await?;
    tx.commit().await?;
    Ok(CommandOutcome::Done { message: done, page: Box::new(page) })
}

#[cfg(feature = "ssr")]
enum Acted {
    Done(String),
    Incomplete(Vec<xpro_form::Problem>),
    /// Nothing of it is kept.
    Asks(Vec<crate::FindingItem>),
    Outdated,
}

#[cfg(feature = "ssr")]
async fn act(tx: &mut Tx, editor: &Editor, page: PageId, command: PageCommand) -> Result<Acted, ApiError> {
    let author = Author::from(editor);
    let done = |message: &str| Ok(Acted::Done(message.to_owned()));
    match command {
        PageCommand::Publish { version, acknowledged } => {
            if is_outdated(tx, author, page, version).await? {
                return Ok(Acted::Outdated);
            }
            match publish::publish_page(tx, author, page).await {
                Ok(_) => confirmed(tx, editor, page, &acknowledged, "Published. Visitors see this text now.").await,
                Err(error) => convert::unpublished(error).map(Acted::Incomplete),
            }
        }
        PageCommand::PublishAt { version, at, acknowledged } => {
            if is_outdated(tx, author, page, version).await? {
                return Ok(Acted::Outdated);
            }
            match schedule::schedule_publication(tx, author, page, instant(at)?).await {
                Ok(_) => {
                    let message = "Scheduled. What is written from now on is another draft.";
                    confirmed(tx, editor, page, &acknowledged, message).await
                }
                Err(error) => convert::unscheduled(error).map(Acted::Incomplete),
            }
        }
        PageCommand::ExpireAt { at } => match schedule::schedule_expiry(tx, author, page, instant(at)?).await {
            Ok(_) => done("The page will be taken off the site then."),
            Err(error) => convert::unscheduled(error).map(Acted::Incomplete),
        },
        PageCommand::CallOff { waiting } => match schedule::cancel_schedule(tx, author, ScheduleId(waiting)).await {
            Ok(_) => done("Called off."),
            Err(error) => convert::unscheduled(error).map(Acted::Incomplete),
        },
        PageCommand::Unpublish { with_descendants } => {
            let what = Unpublish { with_descendants, ..Unpublish::only(page) };
            let taken = publish::unpublish_page(tx, author, what).await?.len();
            done(&if taken == 1 {
                "The page is off the site.".to_owned()
            } else {
                format!("{taken} pages are off the site.")
            })
        }
        PageCommand::Discard => {
            publish::discard_draft(tx, author, page).await?;
            done("The draft says again what visitors see. What was written is in the versions.")
        }
        PageCommand::Name { label } => {
            publish::name_version(tx, author, page, &label).await?;
            done("The version is kept under its name.")
        }
        PageCommand::Restore { revision } => {
            publish::restore_revision(tx, author, page, RevisionId(revision)).await?;
            done("Restored as the draft. Nothing public changed.")
        }
        PageCommand::Lock { reason } => {
            lock::lock_page(tx, author, page, &reason).await?;
            done("Locked: only you can edit this page.")
        }
        PageCommand::Unlock => {
            lock::unlock_page(tx, author, page).await?;
            done("Unlocked.")
        }
    }
}

/// Done, when everything that asks was confirmed.
#[cfg(feature = "ssr")]
async fn confirmed(
    tx: &mut Tx,
    editor: &Editor,
    page: PageId,
    acknowledged: &[String],
    message: &str,
) -> Result<Acted, ApiError> {
    let open = super::unconfirmed(tx, editor, page, acknowledged).await?;
    Ok(if open.is_empty() { Acted::Done(message.to_owned()) } else { Acted::Asks(open) })
}

/// Whether there is newer text than the one that the person has before them.
#[cfg(feature = "ssr")]
async fn is_outdated(
    conn: &mut PgConnection,
    author: Author<'_>,
    page: PageId,
    version: i64,
) -> Result<bool, ApiError> {
    Ok(publish::open_draft(conn, author, page).await?.version != version)
}

#[cfg(feature = "ssr")]
fn instant(at: crate::Instant) -> Result<OffsetDateTime, ApiError> {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(at.0) * 1_000_000)
        .map_err(|_| ApiError::invalid("Choose a date that exists."))
}

/// A page's revisions, newest first.
///
/// # Errors
/// See [`ApiError`].
#[server(name = PageRevisionsCall, prefix = "/api/studio", endpoint = "page-revisions", input = GetUrl)]
pub async fn page_revisions(id: i64, #[server(default)] before: Option<i64>) -> Result<Vec<RevisionItem>, ApiError> {
    let desk = Desk::open()?;
    let mut conn = desk.read().await?;
    let editor = load_editor(&mut conn, &desk.staff).await?;
    let revisions =
        publish::list_revisions(&mut conn, (&editor).into(), PageId(id), before.map(RevisionId), 50).await?;
    Ok(revisions.into_iter().map(convert::revision).collect())
}

/// What differs between two of a page's texts.
///
/// # Errors
/// `not_found` when one of them does not exist; else see [`ApiError`].
#[server(name = ComparePageCall, prefix = "/api/studio", endpoint = "page-compare", input = Json)]
pub async fn compare_page(id: i64, from: WhichText, to: WhichText) -> Result<TextComparison, ApiError> {
    let desk = Desk::open()?;
    let mut conn = desk.read().await?;
    let editor = load_editor(&mut conn, &desk.staff).await?;
    let found = publish::compare_revisions(&mut conn, (&editor).into(), PageId(id), which(from), which(to)).await?;
    Ok(convert::comparison(found))
}

#[cfg(feature = "ssr")]
fn which(text: WhichText) -> Which {
    match text {
        WhichText::Live => Which::Live,
        WhichText::Draft => Which::Draft,
        WhichText::Revision(id) => Which::Revision(RevisionId(id)),
    }
}

/// What was done to a page, newest first.
///
/// # Errors
/// See [`ApiError`].
#[server(name = PageHistoryCall, prefix = "/api/studio", endpoint = "page-history", input = GetUrl)]
pub async fn page_history(id: i64, #[server(default)] before: Option<i64>) -> Result<Vec<HistoryItem>, ApiError> {
    let desk = Desk::open()?;
    let mut conn = desk.read().await?;
    let editor = load_editor(&mut conn, &desk.staff).await?;
    let filter = HistoryFilter { before, limit: 50, ..HistoryFilter::default() };
    let entries = publish::list_history(&mut conn, (&editor).into(), PageId(id), &filter).await?;
    Ok(entries.into_iter().map(convert::history).collect())
}

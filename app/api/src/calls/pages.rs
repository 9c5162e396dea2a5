//! The page explorer: lists, a page's place, acts on one page, its history.

use crate::{
    ApiError, FilterChoices, LogFilter, PageDeed, PageDone, PageFilter, PageLog, PagePart, PagePlace, PlaceItem,
    TargetItem, Undo,
};
use leptos::prelude::server;
use server_fn::codec::{GetUrl, Json};
#[cfg(feature = "ssr")]
use {
    crate::{
        KindChoice, LogItem, PAGES_PART, PersonChoice, SiblingPlace, convert_editor,
        convert_library::editor as load_editor, convert_pages as convert, door::Desk, fuzzy_rank,
    },
    sqlx::PgConnection,
    xpro_cms::{
        access::{Editor, Permission, Refusal},
        document::{PageDocument, PageKind, SCHEMA, StoredDocument},
        lock, publish,
        publish::{HistoryFilter, PageAct, Unpublish, list_history},
        settings,
        store::{self, page::PageRow},
        trash::{self, DeletePage, RestoreFromTrash, TrashId},
        tree::{self, CopyPage, MovePage, MovePageError, NewPage, Place, explore, finder},
    },
    xpro_kernel::{PageId, UserId},
    xpro_platform::db::Tx,
};

/// A part of a list of pages. Needs `content.access`.
///
/// # Errors
/// `not_found` when there is no such branch; else see [`ApiError`].
#[server(name = ListPagesCall, prefix = "/api/studio", endpoint = "pages", input = GetUrl)]
pub async fn list_pages(
    #[server(default)] filter: PageFilter,
    #[server(default)] after: Option<String>,
) -> Result<PagePart, ApiError> {
    let desk = Desk::open()?;
    let mut conn = desk.read().await?;
    let editor = load_editor(&mut conn, &desk.staff).await?;
    let (after, limit) = (after.map(explore::Cursor), i64::from(PAGES_PART));
    let list = match convert::chosen(&mut conn, &editor, &filter).await? {
        convert::Listing::Children(list) => {
            explore::list_children(&mut conn, &editor, explore::ListChildren { after, limit, ..list }).await?
        }
        convert::Listing::Search(search) => {
            explore::search_pages(&mut conn, &editor, explore::SearchPages { after, limit, ..*search }).await?
        }
    };
    Ok(convert::part(list))
}

/// A page with what hangs on it and what can be done to it; without a page, the one where the explorer opens, and none when
/// the person may see no page. Needs `content.access`.
///
/// # Errors
/// `not_found` when there is no such page; else see [`ApiError`].
#[server(name = PagePlaceCall, prefix = "/api/studio", endpoint = "page-place", input = GetUrl)]
pub async fn page_place(#[server(default)] id: Option<i64>) -> Result<Option<PagePlace>, ApiError> {
    let desk = Desk::open()?;
    let mut conn = desk.read().await?;
    let editor = load_editor(&mut conn, &desk.staff).await?;
    let id = match id {
        Some(id) => Some(PageId(id)),
        None => explore::explorer_root(&mut conn, &editor).await?,
    };
    match id {
        Some(id) => place(&mut conn, &editor, id).await.map(Some),
        None => Ok(None),
    }
}

#[cfg(feature = "ssr")]
async fn place(conn: &mut PgConnection, editor: &Editor, id: PageId) -> Result<PagePlace, ApiError> {
    let item = convert::item(explore::summary(conn, editor, id).await?);
    let row = store::page::find(conn, id).await?.ok_or(ApiError::NotFound)?;
    let above = explore::list_ancestors(conn, editor, id).await?;
    let rights = editor.rights(&row);
    // A page on the way to one's own branches is named and no more.
    let (counts, pointing, kinds) = if rights.view {
        (
            explore::subtree_counts(conn, editor, id).await?,
            finder::list_pointing_at(conn, editor, id).await?,
            explore::kinds_below(conn, editor, &row).await?,
        )
    } else {
        (explore::SubtreeCounts { pages: 0, live: 0 }, Vec::new(), Vec::new())
    };
    Ok(PagePlace {
        rights: convert::rights(rights, &row, item.child_count > 0),
        item,
        above: above.into_iter().filter(|page| page.id != id).map(|page| (page.id.0, page.title)).collect(),
        kinds: kinds.into_iter().map(convert::kind_choice).collect(),
        pages: counts.pages,
        live: counts.live,
        pointing: pointing.into_iter().map(convert::place).collect(),
        site_name: settings::SiteSettings::load(conn).await?.site_name,
    })
}

/// The pages whose titles fit a few letters, best first. Needs `content.access`.
///
/// # Errors
/// See [`ApiError`].
#[server(name = FindPagesCall, prefix = "/api/studio", endpoint = "pages-find", input = GetUrl)]
pub async fn find_pages(#[server(default)] text: String) -> Result<Vec<PlaceItem>, ApiError> {
    let desk = Desk::open()?;
    let mut conn = desk.read().await?;
    let editor = load_editor(&mut conn, &desk.staff).await?;
    ranked(&mut conn, &editor, &text, 12).await
}

#[cfg(feature = "ssr")]
async fn ranked(
    conn: &mut PgConnection,
    editor: &Editor,
    text: &str,
    limit: usize,
) -> Result<Vec<PlaceItem>, ApiError> {
    let found = finder::find_places(conn, editor, text).await?;
    // A title that fits is better than an address that does.
    let (titled, addressed): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|place| crate::fuzzy_score(&place.title, text).is_some());
    let mut best = fuzzy_rank(titled, text, |place| place.title.clone(), limit);
    let room = limit - best.len();
    best.extend(fuzzy_rank(addressed, text, |place| place.url_path.clone(), room));
    Ok(best.into_iter().map(convert::place).collect())
}

/// What filters offer. Needs `content.access`.
///
/// # Errors
/// See [`ApiError`].
#[server(name = FilterChoicesCall, prefix = "/api/studio", endpoint = "pages-choices", input = GetUrl)]
pub async fn filter_choices() -> Result<FilterChoices, ApiError> {
    let desk = Desk::open()?;
    let mut conn = desk.read().await?;
    let editor = load_editor(&mut conn, &desk.staff).await?;
    let people = finder::list_people(&mut conn, &editor).await?;
    Ok(FilterChoices {
        kinds: PageKind::ALL.into_iter().map(convert::kind_choice).collect(),
        people: people.into_iter().map(|(id, name)| PersonChoice { id: id.0, name }).collect(),
    })
}

/// Where pages could go: what is found, and why it would be refused. Without a page nothing is refused yet. Needs
/// `content.access`.
///
/// # Errors
/// See [`ApiError`].
#[server(name = MoveTargetsCall, prefix = "/api/studio", endpoint = "pages-targets", input = GetUrl)]
pub async fn move_targets(
    #[server(default)] page: Option<i64>,
    #[server(default)] text: String,
) -> Result<Vec<TargetItem>, ApiError> {
    let desk = Desk::open()?;
    let mut conn = desk.read().await?;
    let editor = load_editor(&mut conn, &desk.staff).await?;
    let places = if text.trim().is_empty() {
        let search = explore::SearchPages { has_children: Some(true), limit: 40, ..explore::SearchPages::default() };
        let list = explore::search_pages(&mut conn, &editor, search).await?;
        list.items.into_iter().map(convert::place_of).collect()
    } else {
        ranked(&mut conn, &editor, &text, 20).await?
    };
    let mut targets = Vec::with_capacity(places.len());
    for place in places {
        let refused = match page {
            Some(page) => {
                convert::refusal(tree::can_move(&mut conn, (&editor).into(), PageId(page), PageId(place.id)).await)?
            }
            None => None,
        };
        targets.push(TargetItem { place, refused });
    }
    // Stable: places that take the page come first, in the order found.
    targets.sort_by_key(|target| target.refused.is_some());
    Ok(targets)
}

/// Does something to one page. Needs the right to.
///
/// # Errors
/// `invalid` when it cannot be done as it stands; else see [`ApiError`].
#[server(name = ActOnPageCall, prefix = "/api/studio", endpoint = "page-act", input = Json)]
pub async fn act_on_page(id: i64, deed: PageDeed) -> Result<PageDone, ApiError> {
    let desk = Desk::open()?;
    let mut tx = desk.begin().await?;
    let editor = load_editor(&mut tx, &desk.staff).await?;
    let done = act(&mut tx, &editor, PageId(id), deed).await?;
    tx.commit().await?;
    Ok(done)
}

#[cfg(feature = "ssr")]
async fn act(tx: &mut Tx, editor: &Editor, page: PageId, deed: PageDeed) -> Result<PageDone, ApiError> {
    match deed {
        PageDeed::Add { kind, title, describes } => add(tx, editor, page, (&kind, &title), describes).await,
        PageDeed::Copy { title, slug, to_parent, with_subpages } => {
            let slug = Some(slug.trim().to_owned()).filter(|slug| !slug.is_empty());
            let what = CopyPage { page, to_parent: PageId(to_parent), title: Some(title), slug, with_subpages };
            let copied = tree::copy_page(tx, editor.into(), what).await?;
            let message = match copied.pages {
                1 => "The copy is a draft.".to_owned(),
                pages => format!("The {pages} copies are drafts."),
            };
            Ok(PageDone { message, made: Some(copied.page.0), undo: None })
        }
        PageDeed::Move { to_parent } => relocate(tx, editor, page, PageId(to_parent), Place::Last).await,
        PageDeed::MoveBack { to_parent, before } => {
            let place = before.map_or(Place::Last, |sibling| Place::Before(PageId(sibling)));
            let done = relocate(tx, editor, page, PageId(to_parent), place).await?;
            Ok(PageDone { undo: None, ..done })
        }
        PageDeed::Reorder { place } => {
            let place = match place {
                SiblingPlace::First => Place::First,
                SiblingPlace::Last => Place::Last,
                SiblingPlace::Before(sibling) => Place::Before(PageId(sibling)),
                SiblingPlace::After(sibling) => Place::After(PageId(sibling)),
            };
            tree::reorder_page(tx, editor.into(), page, place).await?;
            Ok(convert::done("The menu order is changed."))
        }
        PageDeed::Publish => {
            publish::publish_page(tx, editor.into(), page).await.map_err(convert::unpublished)?;
            // What asks is asked in the page's own panel, beside its fields.
            if let Some(first) = super::unconfirmed(tx, editor, page, &[]).await?.into_iter().next() {
                let why =
                    "Something asks for a look before this page is published. Open the page and publish it there.";
                return Err(ApiError::invalid(format!("{why} {}", first.message)));
            }
            Ok(convert::done("It is live."))
        }
        PageDeed::Unpublish { with_descendants } => unpublish(tx, editor, page, with_descendants).await,
        PageDeed::Delete { typed } => delete(tx, editor, page, &typed).await,
        PageDeed::Lock { reason } => {
            lock::lock_page(tx, editor.into(), page, &reason).await?;
            Ok(convert::done("Only you can change this page now."))
        }
        PageDeed::Unlock => {
            lock::unlock_page(tx, editor.into(), page).await?;
            Ok(convert::done("Others can change this page again."))
        }
    }
}

#[cfg(feature = "ssr")]
async fn visible(conn: &mut PgConnection, editor: &Editor, page: PageId) -> Result<PageRow, ApiError> {
    explore::subtree_counts(conn, editor, page).await?;
    store::page::find(conn, page).await?.ok_or(ApiError::NotFound)
}

#[cfg(feature = "ssr")]
async fn add(
    tx: &mut Tx,
    editor: &Editor,
    parent: PageId,
    (kind, title): (&str, &str),
    describes: Option<i64>,
) -> Result<PageDone, ApiError> {
    visible(tx, editor, parent).await?;
    let kind = PageKind::from_name(kind).ok_or_else(|| ApiError::invalid("There is no such kind of page."))?;
    let mut body = serde_json::json!({ "title": xpro_kernel::plain_text(title) });
    if let Some((id, field)) = describes.zip(convert::described_field(kind)) {
        body[field] = id.into();
    }
    let read = PageDocument::read(kind, StoredDocument { schema: SCHEMA, body });
    let document = read.map_err(crate::door::internal)?.document;
    let made = tree::create_page(tx, editor.into(), NewPage { parent: Some(parent), slug: None, document }).await?;
    Ok(PageDone { message: "The page is a draft.".to_owned(), made: Some(made.0), undo: None })
}

#[cfg(feature = "ssr")]
async fn relocate(
    tx: &mut Tx,
    editor: &Editor,
    page: PageId,
    to_parent: PageId,
    place: Place,
) -> Result<PageDone, ApiError> {
    let before = visible(tx, editor, page).await?;
    let siblings = match before.parent_id {
        Some(parent) => store::place::children(tx, parent).await?,
        None => Vec::new(),
    };
    let next = siblings.iter().skip_while(|id| **id != page).nth(1).map(|id| id.0);
    let moved = tree::move_page(tx, editor.into(), MovePage { page, to_parent, place }).await?;
    let undo = before.parent_id.map(|parent| Undo::Move { page: page.0, to_parent: parent.0, before: next });
    let redirects = match moved.redirects {
        0 => String::new(),
        1 => " The old address leads to it.".to_owned(),
        count => format!(" {count} old addresses lead to the new ones."),
    };
    let message = format!("“{}” is at {} now.{redirects}", before.draft_title, moved.url_path);
    Ok(PageDone { message, made: None, undo })
}

#[cfg(feature = "ssr")]
async fn unpublish(tx: &mut Tx, editor: &Editor, page: PageId, with_descendants: bool) -> Result<PageDone, ApiError> {
    let row = visible(tx, editor, page).await?;
    let what = Unpublish { page, with_descendants, redirect_to: None };
    let pages = publish::unpublish_page(tx, editor.into(), what).await?;
    let message = match pages.len() {
        0 => format!("“{}” was not live.", row.draft_title),
        1 => format!("“{}” is off the site.", row.draft_title),
        count => format!("{count} pages are off the site."),
    };
    let undo = (!pages.is_empty()).then(|| Undo::Publish { pages: pages.into_iter().map(|page| page.0).collect() });
    Ok(PageDone { message, made: None, undo })
}

#[cfg(feature = "ssr")]
async fn delete(tx: &mut Tx, editor: &Editor, page: PageId, typed: &str) -> Result<PageDone, ApiError> {
    let row = visible(tx, editor, page).await?;
    let counts = explore::subtree_counts(tx, editor, page).await?;
    convert::confirmed(tx, counts.pages, typed).await?;
    let trashed = trash::delete_page(tx, editor.into(), DeletePage { page, redirect_to: None }).await?;
    let message = match trashed.pages {
        1 => format!("“{}” is in the trash.", row.draft_title),
        2 => format!("“{}” and the page below it are in the trash.", row.draft_title),
        count => format!("“{}” and {} pages below it are in the trash.", row.draft_title, count - 1),
    };
    Ok(PageDone { message, made: None, undo: Some(Undo::Trash { trash: trashed.trash.0 }) })
}

/// Takes an act back.
///
/// # Errors
/// `invalid` when somebody did something else since; else see [`ApiError`].
#[server(name = UndoOnPageCall, prefix = "/api/studio", endpoint = "page-undo", input = Json)]
pub async fn undo_on_page(undo: Undo) -> Result<PageDone, ApiError> {
    let desk = Desk::open()?;
    let mut tx = desk.begin().await?;
    let editor = load_editor(&mut tx, &desk.staff).await?;
    let done = match undo {
        Undo::Trash { trash } => {
            let what = RestoreFromTrash { trash: TrashId(trash), to_parent: None, live_again: true };
            match trash::restore_from_trash(&mut tx, (&editor).into(), what).await {
                // Whoever may delete a draft may bring it back, without the right to publish.
                Err(trash::RestoreError::Refused(Refusal::Denied(Permission::Publish))) => {
                    let what = RestoreFromTrash { live_again: false, ..what };
                    let restored = trash::restore_from_trash(&mut tx, (&editor).into(), what).await?;
                    let told = convert::restored(&restored);
                    convert::done(format!(
                        "{told} What visitors saw of it is a draft now: you may not publish it there."
                    ))
                }
                restored => convert::done(convert::restored(&restored?)),
            }
        }
        Undo::Move { page, to_parent, before } => {
            act(&mut tx, &editor, PageId(page), PageDeed::MoveBack { to_parent, before }).await?
        }
        Undo::Publish { pages } => {
            for page in pages.into_iter().map(PageId) {
                let row = visible(&mut tx, &editor, page).await?;
                if let (Some(revision), false) = (row.published_revision_id, row.live) {
                    publish::publish_revision(&mut tx, (&editor).into(), page, revision)
                        .await
                        .map_err(convert::unpublished)?;
                }
            }
            convert::done("Back on the site, as it was.")
        }
    };
    tx.commit().await?;
    Ok(done)
}

/// What was done to a page, newest first. Needs the right to see it.
///
/// # Errors
/// `not_found` when there is no such page; else see [`ApiError`].
#[server(name = PageLogCall, prefix = "/api/studio", endpoint = "page-log", input = GetUrl)]
pub async fn page_log(
    id: i64,
    #[server(default)] filter: LogFilter,
    #[server(default)] before: Option<i64>,
) -> Result<PageLog, ApiError> {
    const PART: i64 = 50;
    let desk = Desk::open()?;
    let mut conn = desk.read().await?;
    let editor = load_editor(&mut conn, &desk.staff).await?;
    let row = visible(&mut conn, &editor, PageId(id)).await?;
    let wanted = HistoryFilter {
        act: (!filter.act.is_empty()).then(|| PageAct::from_name(&filter.act)),
        user: filter.user.map(UserId),
        from: convert::day(&filter.from)?,
        until: convert::day(&filter.until)?.map(convert::next_day),
        before,
        limit: PART,
    };
    let entries = list_history(&mut conn, (&editor).into(), row.id, &wanted).await?;
    // What filters offer is what there is.
    let all = HistoryFilter { limit: 200, ..HistoryFilter::default() };
    let known = list_history(&mut conn, (&editor).into(), row.id, &all).await?;
    let mut acts: Vec<KindChoice> = Vec::new();
    let mut people: Vec<PersonChoice> = Vec::new();
    for entry in known {
        if !acts.iter().any(|act| act.name == entry.act.name()) {
            acts.push(KindChoice {
                name: entry.act.name().to_owned(),
                label: convert_editor::history(entry.clone()).act,
                describes: None,
            });
        }
        if let Some(actor) = entry.actor_id.filter(|actor| !people.iter().any(|person| person.id == actor.0)) {
            people.push(PersonChoice { id: actor.0, name: entry.actor_name });
        }
    }
    let next =
        entries.last().filter(|_| i64::try_from(entries.len()).is_ok_and(|count| count == PART)).map(|entry| entry.id);
    let items = entries
        .into_iter()
        .map(|entry| {
            let detail = convert::log_detail(&entry);
            let item = convert_editor::history(entry);
            LogItem { id: item.id, at: item.at, act: item.act, detail, by: item.by }
        })
        .collect();
    Ok(PageLog { title: row.draft_title, url_path: row.url_path, acts, people, items, next })
}

#[cfg(feature = "ssr")]
impl From<MovePageError> for ApiError {
    fn from(error: MovePageError) -> Self {
        match error {
            MovePageError::Refused(refusal) => refusal.into(),
            MovePageError::Internal(error) => error.into(),
            other => ApiError::invalid(convert::sentence(&other)),
        }
    }
}

#[cfg(feature = "ssr")]
impl From<tree::CreatePageError> for ApiError {
    fn from(error: tree::CreatePageError) -> Self {
        use tree::CreatePageError as Error;
        match error {
            Error::Refused(refusal) => refusal.into(),
            Error::Internal(error) => error.into(),
            Error::NoTitle => ApiError::invalid("Give the page a title."),
            other => ApiError::invalid(convert::sentence(&other)),
        }
    }
}

#[cfg(feature = "ssr")]
impl From<trash::DeletePageError> for ApiError {
    fn from(error: trash::DeletePageError) -> Self {
        match error {
            trash::DeletePageError::Refused(refusal) => refusal.into(),
            trash::DeletePageError::Internal(error) => error.into(),
            other => ApiError::invalid(convert::sentence(&other)),
        }
    }
}

#[cfg(feature = "ssr")]
impl From<trash::RestoreError> for ApiError {
    fn from(error: trash::RestoreError) -> Self {
        match error {
            trash::RestoreError::Refused(refusal) => refusal.into(),
            trash::RestoreError::Internal(error) => error.into(),
            other => ApiError::invalid(convert::sentence(&other)),
        }
    }
}

//! From the explorer's words to the wire's, and back.

use crate::{
    ApiError, BulkDeed, BulkPageItem, BulkRunItem, KindChoice, MANY_PAGES, PageDone, PageFilter, PageItem, PageOutcome,
    PagePart, PageSort, PageState, PlaceItem, RedirectItem, RowRights, RunStanding, TrashItem,
};
use sqlx::PgConnection;
use std::fmt::Display;
use time::{Date, Duration, OffsetDateTime, macros::format_description};
use xpro_cms::{
    access::{Editor, Rights},
    bulk,
    document::PageKind,
    publish::{HistoryEntry, PublishPageError},
    redirect::RedirectRow,
    settings,
    store::page::PageRow,
    trash::{Restored, TrashRow},
    tree::{
        MovePageError,
        explore::{ListChildren, PageList, PageStatus, PageSummary, SearchPages, Sort, explorer_root},
        finder::FoundPlace,
    },
};
use xpro_form::Target;
use xpro_kernel::{PageId, UserId};

/// What a filter lists.
pub(crate) enum Listing {
    /// The pages directly below one.
    Children(ListChildren),
    /// What is found in a branch.
    Search(Box<SearchPages>),
}

/// What a filter lists, in the engine's words.
pub(crate) async fn chosen(conn: &mut PgConnection, editor: &Editor, filter: &PageFilter) -> Result<Listing, ApiError> {
    let parent = match filter.parent {
        Some(parent) => Some(PageId(parent)),
        None => explorer_root(conn, editor).await?,
    };
    let sort = match filter.order() {
        PageSort::Title => Sort::Title,
        PageSort::Updated => Sort::Updated,
        PageSort::Kind => Sort::Kind,
        PageSort::Status => Sort::Status,
        PageSort::Position => Sort::Position,
        PageSort::Relevance => Sort::Relevance,
    };
    if !filter.is_search() {
        return Ok(Listing::Children(ListChildren {
            parent,
            sort,
            descending: filter.desc,
            ..ListChildren::default()
        }));
    }
    Ok(Listing::Search(Box::new(SearchPages {
        text: crate::convert_library::search_text(filter.q.trim())?,
        below: if filter.everywhere { None } else { parent },
        kinds: filter.kind.0.iter().filter_map(|name| PageKind::from_name(name)).collect(),
        statuses: filter.status.0.iter().filter_map(|name| PageStatus::from_name(name)).collect(),
        owner: filter.owner.map(UserId),
        edited_by: filter.editor.map(UserId),
        edited_from: day(&filter.from)?,
        edited_until: day(&filter.until)?.map(next_day),
        has_children: filter.children,
        locked: filter.locked,
        sort,
        descending: filter.desc,
        ..SearchPages::default()
    })))
}

/// The beginning of a day as fields write it; none when nothing is written.
pub(crate) fn day(text: &str) -> Result<Option<OffsetDateTime>, ApiError> {
    if text.is_empty() {
        return Ok(None);
    }
    match Date::parse(text, format_description!("[year]-[month]-[day]")) {
        Ok(date) => Ok(Some(date.midnight().assume_utc())),
        Err(_) => Err(ApiError::invalid("A day is written like 2026-11-24.")),
    }
}

pub(crate) fn next_day(at: OffsetDateTime) -> OffsetDateTime {
    at.checked_add(Duration::DAY).unwrap_or(at)
}

pub(crate) fn part(list: PageList) -> PagePart {
    PagePart {
        rows: list.items.into_iter().map(item).collect(),
        next: list.next.map(|cursor| cursor.0),
        total: list.total,
    }
}

fn kind_label(kind: &str) -> String {
    PageKind::from_name(kind).map_or_else(|| kind.to_owned(), |kind| kind.label().to_owned())
}

/// The field with which pages of a kind say what they describe.
pub(crate) fn described_field(kind: PageKind) -> Option<&'static str> {
    if kind.is_course() {
        Some("course")
    } else if kind.is_program() {
        Some("program")
    } else {
        None
    }
}

pub(crate) fn kind_choice(kind: PageKind) -> KindChoice {
    let describes = described_field(kind).map(|field| if field == "course" { Target::Course } else { Target::Program });
    KindChoice { name: kind.name().to_owned(), label: kind.label().to_owned(), describes }
}

pub(crate) fn item(page: PageSummary) -> PageItem {
    let state = match page.status {
        PageStatus::Draft => PageState::Draft,
        PageStatus::Live => PageState::Live,
        PageStatus::LiveDraft => PageState::LiveDraft,
        PageStatus::Scheduled => PageState::Scheduled,
        PageStatus::LiveScheduled => PageState::LiveScheduled,
        PageStatus::Expired => PageState::Expired,
    };
    PageItem {
        id: page.id.0,
        parent: page.parent_id.map(|id| id.0),
        parent_title: page.parent_title,
        kind_label: kind_label(&page.kind),
        has_address: PageKind::from_name(&page.kind).is_some_and(PageKind::has_own_url),
        kind: page.kind,
        title: page.title,
        slug: page.slug,
        url_path: page.url_path,
        state,
        scheduled_at: page.scheduled_at.map(Into::into),
        expires_at: page.expires_at.map(Into::into),
        locked_by: page.locked_by.map(|_| page.locked_by_name.unwrap_or_else(|| "Somebody".to_owned())),
        is_private: page.is_private,
        child_count: page.child_count,
        owner: page.owner_name,
        updated_at: page.updated_at.into(),
        updated_by: page.updated_by_name,
    }
}

pub(crate) fn rights(rights: Rights, row: &PageRow, has_children: bool) -> RowRights {
    let is_home = row.parent_id.is_none();
    RowRights {
        view: rights.view,
        add: rights.add,
        edit: rights.edit,
        publish: rights.publish,
        lock: rights.lock,
        unlock: rights.unlock,
        delete: !is_home && rights.delete && (!has_children || rights.delete_with_children),
        move_away: rights.move_away,
        reorder: rights.reorder,
    }
}

pub(crate) fn place(place: FoundPlace) -> PlaceItem {
    PlaceItem {
        id: place.id.0,
        title: place.title,
        url_path: place.url_path,
        kind_label: kind_label(&place.kind),
        live: place.live,
    }
}

pub(crate) fn place_of(page: PageSummary) -> PlaceItem {
    PlaceItem {
        id: page.id.0,
        kind_label: kind_label(&page.kind),
        title: page.title,
        url_path: page.url_path,
        live: page.live,
    }
}

pub(crate) fn done(message: impl Into<String>) -> PageDone {
    PageDone { message: message.into(), made: None, undo: None }
}

pub(crate) fn restored(restored: &Restored) -> String {
    let pages = if restored.pages == 1 { "The page is".to_owned() } else { format!("{} pages are", restored.pages) };
    match restored.live {
        0 => format!("{pages} back at {}, as drafts.", restored.url_path),
        live if live == restored.pages => format!("{pages} back at {}.", restored.url_path),
        live => format!("{pages} back at {}; {live} of them live.", restored.url_path),
    }
}

/// Refuses to delete many pages without the site's name (cms.md 5.5, L14).
pub(crate) async fn confirmed(conn: &mut PgConnection, pages: i64, typed: &str) -> Result<(), ApiError> {
    if pages < MANY_PAGES {
        return Ok(());
    }
    let name = settings::SiteSettings::load(conn).await?.site_name;
    if typed.trim().to_lowercase() == name.trim().to_lowercase() {
        return Ok(());
    }
    Err(ApiError::invalid(format!("Type “{name}” to delete {pages} pages. Nothing was deleted.")))
}

/// Why a page cannot go somewhere, in words; an error only when nobody knows.
pub(crate) fn refusal(answer: Result<(), MovePageError>) -> Result<Option<String>, ApiError> {
    match answer {
        Ok(()) => Ok(None),
        Err(MovePageError::Internal(error)) => Err(error.into()),
        Err(error) => Ok(Some(sentence(&error))),
    }
}

/// A message of the engine as a sentence.
pub(crate) fn sentence(error: &impl Display) -> String {
    let text = error.to_string();
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => format!("{}{}.", first.to_uppercase(), letters.as_str().trim_end_matches('.')),
        None => String::new(),
    }
}

/// A page that was not published.
pub(crate) fn unpublished(error: PublishPageError) -> ApiError {
    match error {
        PublishPageError::Refused(refusal) => refusal.into(),
        PublishPageError::Internal(error) => error.into(),
        other => ApiError::invalid(sentence(&other)),
    }
}

/// What an entry of a history says besides its act.
pub(crate) fn log_detail(entry: &HistoryEntry) -> String {
    let text = |value: &Option<serde_json::Value>, key: &str| {
        value.as_ref().and_then(|value| value.get(key)).and_then(|value| value.as_str()).map(str::to_owned)
    };
    let change = |key: &str| match (text(&entry.before, key), text(&entry.after, key)) {
        (Some(before), Some(after)) if before != after => Some(format!("{before} → {after}")),
        _ => None,
    };
    let mut parts: Vec<String> = ["title", "url_path"].into_iter().filter_map(change).collect();
    parts.extend(["label", "reason", "at", "why", "price"].into_iter().filter_map(|key| text(&entry.after, key)));
    parts.push(entry.note.clone());
    parts.retain(|part| !part.is_empty());
    parts.join(" · ")
}

pub(crate) fn trashed(row: TrashRow) -> TrashItem {
    TrashItem {
        id: row.id.0,
        kind_label: kind_label(&row.kind),
        title: row.title,
        url_path: row.url_path,
        pages: row.pages,
        was_live: row.was_live,
        by: row.deleted_by_name,
        at: row.deleted_at.into(),
        purge_at: row.purge_at.into(),
        parent_exists: row.parent_exists,
    }
}

pub(crate) fn redirect(row: RedirectRow) -> RedirectItem {
    RedirectItem {
        id: row.id.0,
        from: row.from,
        to_page: row.to_page.map(|id| id.0),
        to_page_title: row.to_page_title,
        to: row.to,
        permanent: row.permanent,
        automatic: row.automatic,
        hits: row.hits,
        last_used_at: row.last_used_at.map(Into::into),
        created_at: row.created_at.into(),
    }
}

pub(crate) fn bulk_act(deed: BulkDeed) -> bulk::BulkAct {
    match deed {
        BulkDeed::Publish => bulk::BulkAct::Publish,
        BulkDeed::Unpublish => bulk::BulkAct::Unpublish,
        BulkDeed::Move => bulk::BulkAct::Move,
        BulkDeed::Delete => bulk::BulkAct::Delete,
    }
}

pub(crate) fn run(row: bulk::RunRow) -> BulkRunItem {
    BulkRunItem {
        id: row.id.0,
        deed: match row.act {
            bulk::BulkAct::Publish => BulkDeed::Publish,
            bulk::BulkAct::Unpublish => BulkDeed::Unpublish,
            bulk::BulkAct::Move => BulkDeed::Move,
            bulk::BulkAct::Delete => BulkDeed::Delete,
        },
        to_title: row.to_title,
        standing: match row.state {
            bulk::RunState::Running => RunStanding::Running,
            bulk::RunState::Done => RunStanding::Done,
            bulk::RunState::Stopped => RunStanding::Stopped,
        },
        by: row.asked_by_name,
        at: row.created_at.into(),
        ended_at: row.finished_at.map(Into::into),
        waiting: row.waiting,
        done: row.done,
        skipped: row.skipped,
        failed: row.failed,
    }
}

pub(crate) fn run_page(row: bulk::ItemRow) -> BulkPageItem {
    BulkPageItem {
        place: row.place,
        page: row.page_id.0,
        title: row.title,
        url_path: row.url_path,
        outcome: match row.state {
            bulk::ItemState::Waiting => PageOutcome::Waiting,
            bulk::ItemState::Done => PageOutcome::Done,
            bulk::ItemState::Skipped => PageOutcome::Skipped,
            bulk::ItemState::Failed => PageOutcome::Failed,
        },
        message: row.message,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn days_are_read_or_refused() {
        assert_eq!(day("").expect("none"), None);
        assert_eq!(day("2026-11-24").expect("a day"), Some(datetime!(2026-11-24 00:00 UTC)));
        assert!(day("24.11.2026").is_err() && day("2026-02-30").is_err());
    }

    #[test]
    fn messages_are_sentences() {
        assert_eq!(sentence(&"a page cannot be moved below itself"), "A page cannot be moved below itself.");
        assert_eq!(sentence(&"Done."), "Done.");
    }
}

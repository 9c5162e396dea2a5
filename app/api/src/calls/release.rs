//! Checks before publishing, releases, the calendar.

use crate::{
    ApiError, CalendarCommand, CalendarPart, EntryWhat, FindingItem, ReleaseCommand, ReleaseDetail, ReleaseList,
    ReleaseOutcome, SellableItem,
};
use leptos::prelude::server;
use serde_json::Value;
use server_fn::codec::{GetUrl, Json};
#[cfg(feature = "ssr")]
use {
    crate::{
        Instant, convert_editor, convert_library::editor as load_editor, convert_release as convert, door::Desk,
        door::internal,
    },
    sqlx::PgConnection,
    time::OffsetDateTime,
    xpro_cms::{
        access::Editor,
        checks::{Finding, check_page as find_in_page},
        document::PageKind,
        publish::{PriceIntent, ProductTarget},
        release::{self, CHANGE_RELEASES, ReleaseError, ReleaseId},
        schedule::{self, ScheduleId},
        settings::SiteSettings,
        tree,
    },
    xpro_kernel::{CourseRunId, PageId, ProgramId},
    xpro_platform::db::Tx,
};

/// What stops a page from being published and what asks: of the text given, or of the newest draft. Needs the right to change
/// or to publish the page.
///
/// # Errors
/// `not_found` when there is no such page for the caller; else see [`ApiError`].
#[server(name = CheckPageCall, prefix = "/api/studio", endpoint = "page-check", input = Json)]
pub async fn check_page(id: i64, document: Option<Value>) -> Result<Vec<FindingItem>, ApiError> {
    let desk = Desk::open()?;
    let mut conn = desk.read().await?;
    let editor = load_editor(&mut conn, &desk.staff).await?;
    let document = match document {
        None => None,
        Some(body) => {
            let row = tree::summary(&mut conn, &editor, PageId(id)).await?;
            let kind = PageKind::from_name(&row.kind).ok_or_else(|| internal("a page of an unknown kind"))?;
            match convert_editor::document_of(kind, body) {
                Ok(document) => Some(document),
                Err(problem) => return Ok(vec![convert::finding(problem.into())]),
            }
        }
    };
    let found = find_in_page(&mut conn, &editor, PageId(id), document, desk.now()).await?;
    Ok(found.into_iter().map(convert::finding).collect())
}

/// What asks before a page is published, as far as nobody confirmed it.
#[cfg(feature = "ssr")]
pub(crate) async fn unconfirmed(
    tx: &mut Tx,
    editor: &Editor,
    page: PageId,
    acknowledged: &[String],
) -> Result<Vec<FindingItem>, ApiError> {
    let now = tx.now();
    let found = find_in_page(tx, editor, page, None, now).await?;
    let asks = |finding: &Finding| !finding.is_error() && !acknowledged.contains(&finding.key());
    Ok(found.into_iter().filter(asks).map(convert::finding).collect())
}

/// All releases: their names and how far they are.
///
/// # Errors
/// See [`ApiError`].
#[server(name = ListReleasesCall, prefix = "/api/studio", endpoint = "releases", input = GetUrl)]
pub async fn list_releases() -> Result<ReleaseList, ApiError> {
    let desk = Desk::open()?;
    let mut conn = desk.read().await?;
    let editor = load_editor(&mut conn, &desk.staff).await?;
    let releases = release::list_releases(&mut conn, &editor).await?;
    Ok(ReleaseList {
        releases: releases.into_iter().map(convert::item).collect(),
        may_change: editor.has(CHANGE_RELEASES),
        time_zone: SiteSettings::load(&mut conn).await?.time_zone,
    })
}

/// One release; pages that the person may not see are only counted.
///
/// # Errors
/// `not_found` when there is none; else see [`ApiError`].
#[server(name = OpenReleaseCall, prefix = "/api/studio", endpoint = "release", input = GetUrl)]
pub async fn open_release(id: i64) -> Result<ReleaseDetail, ApiError> {
    let desk = Desk::open()?;
    let mut conn = desk.read().await?;
    let editor = load_editor(&mut conn, &desk.staff).await?;
    detail(&mut conn, &editor, ReleaseId(id)).await
}

#[cfg(feature = "ssr")]
async fn detail(conn: &mut PgConnection, editor: &Editor, id: ReleaseId) -> Result<ReleaseDetail, ApiError> {
    let found = release::read_release(conn, editor, id).await?;
    let contents = release::contents_key(conn, id).await?;
    Ok(convert::detail(found, contents, SiteSettings::load(conn).await?.time_zone))
}

/// Begins a release. Needs `releases.change`.
///
/// # Errors
/// `invalid` when the name is none; else see [`ApiError`].
#[server(name = CreateReleaseCall, prefix = "/api/studio", endpoint = "release-create", input = Json)]
pub async fn create_release(name: String) -> Result<i64, ApiError> {
    let desk = Desk::open()?;
    let mut tx = desk.begin().await?;
    let editor = load_editor(&mut tx, &desk.staff).await?;
    let id = release::create_release(&mut tx, &editor, &name).await?;
    tx.commit().await?;
    Ok(id.0)
}

/// What prices can be set for. Needs `releases.change`.
///
/// # Errors
/// See [`ApiError`].
#[server(name = SellablesCall, prefix = "/api/studio", endpoint = "release-sellables", input = GetUrl)]
pub async fn list_sellables() -> Result<Vec<SellableItem>, ApiError> {
    let desk = Desk::open()?;
    let mut conn = desk.read().await?;
    let editor = load_editor(&mut conn, &desk.staff).await?;
    let sellables = release::list_sellables(&mut conn, &editor, desk.now()).await?;
    Ok(sellables
        .into_iter()
        .map(|found| {
            let (run, program) = match found.target {
                ProductTarget::CourseRun(run) => (Some(run.0), None),
                ProductTarget::Program(program) => (None, Some(program.0)),
            };
            SellableItem { run, program, label: found.label, now: found.price.map(Into::into) }
        })
        .collect())
}

/// Does something to a release. Needs `releases.change`, and the right to publish what is put in and what goes live.
///
/// # Errors
/// See [`ApiError`]; a release that something stops is an outcome.
#[server(name = CommandReleaseCall, prefix = "/api/studio", endpoint = "release-command", input = Json)]
pub async fn command_release(id: i64, command: ReleaseCommand) -> Result<ReleaseOutcome, ApiError> {
    let desk = Desk::open()?;
    let mut tx = desk.begin().await?;
    let editor = load_editor(&mut tx, &desk.staff).await?;
    let id = ReleaseId(id);
    let done = act(&mut tx, &editor, id, command).await;
    // What was found is kept: commit even when something stopped it.
    let outcome = match done {
        Ok(message) => ReleaseOutcome::Done { message, detail: Box::new(detail(&mut tx, &editor, id).await?) },
        Err(ReleaseError::Failed(_)) => {
            ReleaseOutcome::Stopped { detail: Box::new(detail(&mut tx, &editor, id).await?) }
        }
        Err(ReleaseError::Unconfirmed(report)) => ReleaseOutcome::Asks {
            questions: report.questions(),
            detail: Box::new(detail(&mut tx, &editor, id).await?),
        },
        Err(error) => return refused(error),
    };
    tx.commit().await?;
    Ok(outcome)
}

#[cfg(feature = "ssr")]
fn refused(error: ReleaseError) -> Result<ReleaseOutcome, ApiError> {
    let field = match &error {
        ReleaseError::BadName => "name",
        ReleaseError::Price(_) => "price",
        ReleaseError::InThePast => "at",
        _ => return Err(error.into()),
    };
    Ok(ReleaseOutcome::Refused { field: field.to_owned(), message: error.to_string() })
}

#[cfg(feature = "ssr")]
async fn act(tx: &mut Tx, editor: &Editor, id: ReleaseId, command: ReleaseCommand) -> Result<String, ReleaseError> {
    Ok(match command {
        ReleaseCommand::Rename { name } => {
            release::rename_release(tx, editor, id, &name).await?;
            "Renamed.".to_owned()
        }
        ReleaseCommand::AddPages { pages } => {
            for page in &pages {
                release::add_page(tx, editor, id, PageId(*page), None).await?;
            }
            match pages.len() {
                1 => "Added as it is written now. What is written later stays a draft.".to_owned(),
                count => format!("{count} pages added as they are written now."),
            }
        }
        ReleaseCommand::RemovePage { page } => {
            release::remove_page(tx, editor, id, PageId(page)).await?;
            "Taken out. The page and its draft stay as they are.".to_owned()
        }
        ReleaseCommand::AddPrice { run, program, price } => {
            release::add_price(tx, editor, id, price_of(run, program, &price)?).await?;
            "The price takes effect when the release goes live.".to_owned()
        }
        ReleaseCommand::RemovePrice { price } => {
            release::remove_price(tx, editor, id, price).await?;
            "Taken out. The price stays what it is.".to_owned()
        }
        ReleaseCommand::Check => {
            let report = release::check_release(tx, editor, id).await?;
            if report.has_errors() {
                "Something stops this release.".to_owned()
            } else {
                "Nothing stops it.".to_owned()
            }
        }
        ReleaseCommand::Schedule { at, acknowledged, seen } => {
            need_unchanged(tx, editor, id, seen).await?;
            let at = instant(at).ok_or(ReleaseError::InThePast)?;
            release::schedule_release(tx, editor, id, at, &acknowledged).await?;
            "Scheduled. Everything goes live at that moment, or nothing does.".to_owned()
        }
        ReleaseCommand::Unschedule => {
            release::unschedule_release(tx, editor, id).await?;
            "The time is called off.".to_owned()
        }
        ReleaseCommand::Cancel { seen } => {
            need_unchanged(tx, editor, id, seen).await?;
            release::cancel_release(tx, editor, id).await?;
            "Canceled. Its pages keep their drafts.".to_owned()
        }
        ReleaseCommand::Publish { acknowledged, seen } => {
            need_unchanged(tx, editor, id, seen).await?;
            release::publish_release(tx, editor, id, &acknowledged).await?;
            "Live: visitors see all of it now.".to_owned()
        }
    })
}

#[cfg(feature = "ssr")]
async fn need_unchanged(tx: &mut Tx, editor: &Editor, id: ReleaseId, seen: Option<String>) -> Result<(), ReleaseError> {
    match seen {
        Some(seen) => release::need_unchanged(tx, editor, id, &seen).await,
        None => Ok(()),
    }
}

#[cfg(feature = "ssr")]
fn price_of(run: Option<i64>, program: Option<i64>, price: &str) -> Result<PriceIntent, ReleaseError> {
    let price = crate::convert::price(price).map_err(ReleaseError::Price)?;
    let target = match (run, program) {
        (Some(run), None) => ProductTarget::CourseRun(CourseRunId(run)),
        (None, Some(program)) => ProductTarget::Program(ProgramId(program)),
        _ => return Err(ReleaseError::Price("Choose a run or a program.".to_owned())),
    };
    Ok(PriceIntent { target, price })
}

/// None for a time that no calendar has.
#[cfg(feature = "ssr")]
fn instant(at: Instant) -> Option<OffsetDateTime> {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(at.0) * 1_000_000).ok()
}

/// What is, was and was to be done between two instants: publications and expiries of pages that the person may see, and
/// releases.
///
/// # Errors
/// `invalid` when it is more than a year; else see [`ApiError`].
#[server(name = CalendarCall, prefix = "/api/studio", endpoint = "calendar", input = GetUrl)]
pub async fn calendar(from: i64, until: i64) -> Result<CalendarPart, ApiError> {
    const YEAR: i64 = 366 * 24 * 60 * 60 * 1_000;
    let desk = Desk::open()?;
    let mut conn = desk.read().await?;
    let editor = load_editor(&mut conn, &desk.staff).await?;
    let (Some(begins), Some(ends)) = (instant(Instant(from)), instant(Instant(until))) else {
        return Err(ApiError::invalid("Choose a date that exists."));
    };
    if until.saturating_sub(from) > YEAR {
        return Err(ApiError::invalid("Ask for a year at most."));
    }
    let upcoming = schedule::list_upcoming(&mut conn, &editor, begins, ends).await?;
    let may_change = editor.has(CHANGE_RELEASES);
    let releases = release::releases_between(&mut conn, &editor, begins, ends).await?;
    let mut items: Vec<_> = upcoming.into_iter().map(convert::scheduled).collect();
    items.extend(releases.into_iter().filter_map(|row| convert::going(row, may_change)));
    items.sort_by_key(|item| (item.at, item.id));
    Ok(CalendarPart { items, time_zone: SiteSettings::load(&mut conn).await?.time_zone })
}

/// Gives an entry of the calendar another time, or calls it off. Needs the right to publish what it is about. Moving answers
/// with what asks before a release goes live; that does not happen for one that is scheduled already.
///
/// # Errors
/// `invalid` when the time does not fit; else see [`ApiError`].
#[server(name = CommandCalendarCall, prefix = "/api/studio", endpoint = "calendar-command", input = Json)]
pub async fn command_calendar(what: EntryWhat, id: i64, command: CalendarCommand) -> Result<String, ApiError> {
    let desk = Desk::open()?;
    let mut tx = desk.begin().await?;
    let editor = load_editor(&mut tx, &desk.staff).await?;
    match what {
        EntryWhat::Release => command_going(&mut tx, &editor, ReleaseId(id), command).await?,
        EntryWhat::Publish | EntryWhat::Expire => command_schedule(&mut tx, &editor, ScheduleId(id), command).await?,
    }
    tx.commit().await?;
    Ok(match command {
        CalendarCommand::Move { .. } => "Moved.".to_owned(),
        CalendarCommand::CallOff => "Called off.".to_owned(),
    })
}

#[cfg(feature = "ssr")]
async fn command_schedule(
    tx: &mut Tx,
    editor: &Editor,
    id: ScheduleId,
    command: CalendarCommand,
) -> Result<(), ApiError> {
    let done = match command {
        CalendarCommand::Move { at } => {
            let at = instant(at).ok_or_else(|| ApiError::invalid("Choose a date that exists."))?;
            schedule::move_schedule(tx, editor.into(), id, at).await.map(drop)
        }
        CalendarCommand::CallOff => schedule::cancel_schedule(tx, editor.into(), id).await.map(drop),
    };
    match done {
        Ok(()) => Ok(()),
        Err(error) => {
            let problems = convert_editor::unscheduled(error)?;
            let first = problems.into_iter().next().map(|problem| problem.message).unwrap_or_default();
            Err(ApiError::invalid(format!("The page cannot be published: {first}")))
        }
    }
}

#[cfg(feature = "ssr")]
async fn command_going(tx: &mut Tx, editor: &Editor, id: ReleaseId, command: CalendarCommand) -> Result<(), ApiError> {
    match command {
        CalendarCommand::Move { at } => {
            let at = instant(at).ok_or_else(|| ApiError::invalid("Choose a date that exists."))?;
            Ok(release::schedule_release(tx, editor, id, at, &[]).await?)
        }
        CalendarCommand::CallOff => Ok(release::unschedule_release(tx, editor, id).await?),
    }
}

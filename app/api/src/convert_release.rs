//! Releases, findings and the calendar as they travel.

use crate::{
    ApiError, CalendarItem, EntryStanding, EntryWhat, FindingItem, ReleaseDetail, ReleaseItem, ReleasePageItem,
    ReleasePriceItem, ReleaseStanding,
};
use serde_json::Value;
use xpro_cms::{
    checks::{CheckPageError, Finding},
    release::{self, Release, ReleaseError, ReleaseRow, ReleaseState},
    schedule::{ScheduleAction, ScheduleState, Upcoming},
};

pub(crate) fn finding(finding: Finding) -> FindingItem {
    FindingItem {
        key: finding.key(),
        is_error: finding.is_error(),
        code: finding.code.name().to_owned(),
        path: finding.path,
        message: finding.message,
    }
}

/// What was stored at an item; what a newer program wrote is left out.
fn findings(stored: Value) -> Vec<FindingItem> {
    let stored = serde_json::from_value::<Vec<Value>>(stored).unwrap_or_default();
    stored.into_iter().filter_map(|one| serde_json::from_value::<Finding>(one).ok()).map(finding).collect()
}

fn standing(state: ReleaseState) -> ReleaseStanding {
    match state {
        ReleaseState::Draft => ReleaseStanding::Draft,
        ReleaseState::Ready => ReleaseStanding::Ready,
        ReleaseState::Scheduled => ReleaseStanding::Scheduled,
        ReleaseState::Published => ReleaseStanding::Published,
        ReleaseState::Failed => ReleaseStanding::Failed,
        ReleaseState::Canceled => ReleaseStanding::Canceled,
    }
}

pub(crate) fn item(row: ReleaseRow) -> ReleaseItem {
    ReleaseItem {
        id: row.id.0,
        name: row.name,
        standing: standing(row.state),
        at: row.at.map(Into::into),
        owner: row.owner_name,
        pages: row.pages,
        prices: row.prices,
        note: row.note,
        updated_at: row.updated_at.into(),
        checked_at: row.checked_at.map(Into::into),
    }
}

pub(crate) fn detail(release: Release, contents: String, time_zone: String) -> ReleaseDetail {
    // Why a release failed names its pages: for those who see all of them.
    let mut row = release.row;
    if release.hidden > 0 && !row.note.is_empty() {
        row.note = "Something in it stopped it.".to_owned();
    }
    ReleaseDetail {
        release: item(row),
        pages: release.pages.into_iter().map(page).collect(),
        hidden: i64::try_from(release.hidden).unwrap_or(i64::MAX),
        contents,
        prices: release.prices.into_iter().map(price).collect(),
        may_change: release.may_change,
        may_publish: release.may_publish,
        time_zone,
    }
}

fn page(row: release::ReleasePageRow) -> ReleasePageItem {
    ReleasePageItem {
        page: row.page_id.0,
        has_newer: row.is_there && row.latest_revision_id != Some(row.revision_id),
        title: row.title,
        url_path: row.url_path,
        is_there: row.is_there,
        live: row.live,
        added_by: row.added_by_name,
        added_at: row.added_at.into(),
        findings: findings(row.findings),
    }
}

fn price(row: release::ReleasePriceRow) -> ReleasePriceItem {
    ReleasePriceItem {
        id: row.id,
        title: row.title.unwrap_or_else(|| row.label.clone()),
        label: row.label,
        price: row.price.into(),
        now: row.now.map(Into::into),
        findings: findings(row.findings),
    }
}

pub(crate) fn scheduled(entry: Upcoming) -> CalendarItem {
    let row = entry.row;
    CalendarItem {
        what: match row.action {
            ScheduleAction::Publish => EntryWhat::Publish,
            ScheduleAction::Expire => EntryWhat::Expire,
        },
        id: row.id.0,
        page: Some(row.page_id.0),
        title: row.title,
        detail: row.url_path,
        at: row.at.into(),
        standing: match row.state {
            ScheduleState::Waiting => EntryStanding::Waiting,
            ScheduleState::Done => EntryStanding::Done,
            ScheduleState::Canceled => EntryStanding::Canceled,
            ScheduleState::Failed => EntryStanding::Failed,
        },
        by: row.by_name,
        note: row.note,
        may_change: entry.may_change,
    }
}

/// None when it has no time.
pub(crate) fn going(row: ReleaseRow, may_change: bool) -> Option<CalendarItem> {
    let count = |count: i64, one: &str| if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") };
    Some(CalendarItem {
        what: EntryWhat::Release,
        id: row.id.0,
        page: None,
        detail: match row.prices {
            0 => count(row.pages, "page"),
            prices => format!("{}, {}", count(row.pages, "page"), count(prices, "price")),
        },
        title: row.name,
        at: row.at?.into(),
        standing: match row.state {
            ReleaseState::Published => EntryStanding::Done,
            ReleaseState::Failed => EntryStanding::Failed,
            ReleaseState::Scheduled => EntryStanding::Waiting,
            _ => EntryStanding::Canceled,
        },
        by: row.owner_name,
        // The reasons name pages; they are told where the pages are.
        note: if row.note.is_empty() { String::new() } else { "Something in it stopped it.".to_owned() },
        may_change,
    })
}

impl From<ReleaseError> for ApiError {
    fn from(error: ReleaseError) -> Self {
        match error {
            ReleaseError::NotAllowed => ApiError::Forbidden,
            ReleaseError::NoSuchRelease => ApiError::NotFound,
            ReleaseError::Refused(refusal) => refusal.into(),
            ReleaseError::Internal(error) => error.into(),
            other => ApiError::invalid(other.to_string()),
        }
    }
}

impl From<CheckPageError> for ApiError {
    fn from(error: CheckPageError) -> Self {
        match error {
            CheckPageError::Refused(refusal) => refusal.into(),
            CheckPageError::Internal(error) => error.into(),
            CheckPageError::Document(error) => ApiError::invalid(error.to_string()),
        }
    }
}

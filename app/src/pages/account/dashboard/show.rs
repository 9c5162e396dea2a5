//! `GET /dashboard/`.

use super::{super::visit::Visit, view};
use crate::{
    forms::{Flash, Pairs, Queried},
    respond::{PageError, see_other},
    shell::Head,
    visitor::SignedIn,
};
use axum::response::Response;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use xpro_account::{Phase, PurchaseStatus, enrollment::status_with_payment};
use xpro_commerce::codes::list_unused_codes;
use xpro_learning::dashboard::{Dashboard, load_dashboard};

/// Seconds between two looks of a page without scripts, and how many of them it takes: two minutes.
const REFRESH_SECONDS: u32 = 5;
const LOOKS: u32 = 24;

/// Shows the dashboard. After a purchase it tells how far that is until it is done, then only once.
pub(in super::super) async fn show(
    visit: Visit,
    SignedIn(learner): SignedIn,
    Queried(query): Queried,
) -> Result<Response, PageError> {
    let now = visit.state.db.now();
    let mut snapshot = visit.state.db.snapshot().await?;
    let dashboard = load_dashboard(&mut snapshot, &learner, now).await?;
    let codes = list_unused_codes(&mut snapshot, &learner, now).await?;
    let watch = match Asked::of(&dashboard, &query) {
        Some(asked) => {
            let status = status_with_payment(&mut snapshot, &learner, &dashboard, asked.purchased.as_deref()).await?;
            Some(Watch { asked, status })
        }
        None => None,
    };
    drop(snapshot);
    if let Some(Watch { asked: Asked { purchased: Some(_), .. }, status }) = &watch
        && status.phase == Phase::Enrolled
    {
        Flash::info(&status.text).keep(&visit.session).await?;
        return Ok(see_other("/dashboard/"));
    }
    let head = Head { refresh: watch.as_ref().and_then(Watch::refresh), ..Head::untracked("Dashboard") };
    let shown = view::Shown {
        is_under_review: query.find("status") == Some("review"),
        watch: watch.map(|watch| watch.into_shown(&visit.support())),
        pictures: view::Pictures::of(&visit, &dashboard, &codes),
        courseware_url: visit.state.config.courseware_url.clone(),
        support: visit.support(),
        now,
        dashboard,
        codes,
    };
    let frame = visit.frame(Some(&learner), head);
    visit.page_in(frame, move || view::page(&shown)).await
}

/// Something on the dashboard that may change by itself, as the address names it.
struct Asked {
    purchased: Option<String>,
    /// How often a page without scripts has looked.
    seen: u32,
}

impl Asked {
    fn of(dashboard: &Dashboard, query: &Pairs) -> Option<Self> {
        let purchased =
            query.find("purchased").filter(|_| query.find("status") == Some("purchased")).map(str::to_owned);
        if purchased.is_none() && !dashboard.is_settling() {
            return None;
        }
        Some(Asked { purchased, seen: query.find("seen").and_then(|seen| seen.parse().ok()).unwrap_or(0) })
    }
}

/// The same with how far it is.
struct Watch {
    asked: Asked,
    status: PurchaseStatus,
}

impl Watch {
    /// When and where a page without scripts looks again.
    fn refresh(&self) -> Option<(u32, String)> {
        if self.status.is_settled() || self.asked.seen >= LOOKS {
            return None;
        }
        let seen = self.asked.seen + 1;
        let purchased =
            self.asked.purchased.as_ref().map(|text_id| {
                format!("status=purchased&purchased={}&", utf8_percent_encode(text_id, NON_ALPHANUMERIC))
            });
        Some((REFRESH_SECONDS, format!("/dashboard/?{}seen={seen}", purchased.unwrap_or_default())))
    }

    fn into_shown(self, support: &str) -> view::ShownWatch {
        let late = format!(
            "We have still not heard from the payment provider. If you have paid, you need not pay again: your course appears here as soon as the payment is confirmed. Questions? Write to {support}."
        );
        let is_late = self.status.phase == Phase::AwaitingPayment && self.asked.seen >= LOOKS;
        let status = if is_late { PurchaseStatus { phase: Phase::NeedsHelp, text: late.clone() } } else { self.status };
        view::ShownWatch { purchased: self.asked.purchased, status, late }
    }
}

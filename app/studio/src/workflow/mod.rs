//! What waits for somebody: the desk that a day begins with, the reviews, and what workflows there are.

mod desk;
mod list;
mod mails;
mod settings;

pub use desk::DeskView;
pub use list::WorkflowView;
pub use settings::WorkflowSettingsView;

use crate::{moment::Moment, paths};
use leptos::prelude::*;
use xpro_api::{ReviewItem, ReviewStanding};
use xpro_ui::{Badge, Tone};

/// The reviews.
pub const WORKFLOW: &str = "/studio/workflow";
/// What workflows there are.
pub const SETTINGS: &str = "/studio/workflow/settings";

/// A page in the editor, with its changes beside what is live.
fn review_address(page: i64) -> String {
    format!("{}?review", paths::page(page))
}

/// A standing in words.
fn standing(standing: ReviewStanding) -> AnyView {
    let (tone, word) = match standing {
        ReviewStanding::InProgress => (Tone::Info, "In review"),
        ReviewStanding::NeedsChanges => (Tone::Warning, "Changes wanted"),
        ReviewStanding::Approved => (Tone::Success, "Approved"),
        ReviewStanding::Canceled => (Tone::Neutral, "Called off"),
    };
    view! { <Badge tone=tone>{word}</Badge> }.into_any()
}

/// A review as a row of a list.
fn review_row(item: ReviewItem) -> AnyView {
    let task = (!item.task.is_empty()).then(|| format!(" · {}", item.task));
    let act = match (item.may_decide, item.live) {
        (true, true) => "Compare with live and decide",
        (true, false) => "Read and decide",
        (false, _) => "Open",
    };
    let said =
        (!item.last_comment.is_empty()).then(|| view! { <p class="together__words">{item.last_comment.clone()}</p> });
    view! {
        <li class="reviews__one" data-testid="review-row">
            <div>
                <p class="reviews__title"><a href=paths::page(item.page)>{item.title.clone()}</a>" "{standing(item.standing)}</p>
                <p class="pages__sub">{item.url_path.clone()}</p>
                <p class="pages__sub">{item.workflow.clone()}{task}" · "{item.submitted_by.clone()}" submitted it "<Moment at=item.submitted_at /></p>
                {said}
            </div>
            <a class="reviews__act" href=review_address(item.page)>{act}<span class="visually-hidden">": "{item.title}</span></a>
        </li>
    }
    .into_any()
}

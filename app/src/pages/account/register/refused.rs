//! `/create-account/denied/` and `/create-account/error/`: registration ends here.

use super::super::{layout, visit::Visit};
use crate::respond::PageError;
use axum::response::Response;
use leptos::prelude::*;
use xpro_ui::LinkButton;

const TITLE: &str = "Registration Error";

/// The export check refused.
pub(in super::super) async fn denied(visit: Visit) -> Result<Response, PageError> {
    let support = visit.support();
    let view = move || {
        let body = view! { <p>"Nothing was charged. If you think that this is a mistake, write to "{layout::support_link(&support)}"."</p> };
        layout::narrow(
            "We cannot give you access",
            "Export rules keep us from offering our courses to you.",
            body.into_any(),
        )
    };
    visit.page(None, TITLE, view).await
}

/// Something did not work; later it may.
pub(in super::super) async fn failed(visit: Visit) -> Result<Response, PageError> {
    let support = visit.support();
    let view = move || {
        let body = view! {
            <p><LinkButton href="/create-account/">"Start again"</LinkButton></p>
            <p>"If it keeps happening, write to "{layout::support_link(&support)}"."</p>
        };
        layout::narrow(
            "That did not work",
            "We could not go on with your registration. Please try again in a few minutes.",
            body.into_any(),
        )
    };
    visit.page(None, TITLE, view).await
}

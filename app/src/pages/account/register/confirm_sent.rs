//! `/create-account/confirm-sent/`: look into your mailbox.

use super::{
    super::{layout, visit::Visit},
    SENT_TO, TITLE,
};
use crate::respond::PageError;
use axum::response::Response;
use leptos::prelude::*;

/// Names the address and what to try when nothing arrives.
pub(in super::super) async fn show(visit: Visit) -> Result<Response, PageError> {
    let email: Option<String> = visit.session.get(SENT_TO).await.map_err(PageError::internal)?;
    let (support, again) = (visit.support(), visit.begin_again("/create-account/").await?);
    visit.page(None, TITLE, move || page(email.as_deref(), again, &support)).await
}

fn page(email: Option<&str>, again: String, support: &str) -> AnyView {
    let to = email.unwrap_or("your address");
    let lead = format!(
        "We have sent a letter with a link to {to}. Open it to go on. The link works for a day, in any browser."
    );
    let body = view! {
        {layout::letter_tips(again, support)}
        <p><a class="button button--secondary" href="/catalog/">"Browse courses"</a></p>
    };
    layout::narrow("Look into your mailbox", &lead, body.into_any())
}

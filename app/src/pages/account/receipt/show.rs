//! Looks the receipt up.

use super::{
    super::{layout, visit::Visit},
    view,
};
use crate::{respond::PageError, visitor::SignedIn};
use axum::{extract::Path, http::StatusCode, response::Response};
use leptos::prelude::*;
use xpro_cms::delivery::SiteData;
use xpro_commerce::receipt::load_receipt;
use xpro_kernel::OrderId;
use xpro_ui::LinkButton;

/// Shows one's own paid order; everybody else's is as unknown as one that does not exist.
pub(in super::super) async fn show(
    visit: Visit,
    SignedIn(learner): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let mut receipt = None;
    if let Ok(order) = id.parse::<OrderId>() {
        let mut conn = visit.state.db.read().await?;
        receipt = load_receipt(&mut conn, &learner, &visit.state.config.environment, order).await?;
    }
    let Some(mut receipt) = receipt else {
        let mut response = visit.page(Some(&learner), "Receipt", move || not_found(&id)).await?;
        *response.status_mut() = StatusCode::NOT_FOUND;
        return Ok(response);
    };
    let generation = visit.state.content.current();
    for line in &mut receipt.lines {
        line.ceus = ceus(generation.site(), &line.readable_id);
    }
    let seller = view::Seller { brand: visit.state.brand(), issuer: visit.state.config.issuer.clone() };
    visit.page(Some(&learner), "Receipt", move || view::page(&receipt, &seller)).await
}

/// Credits on the certificate of what was bought, by its text id.
pub fn ceus(site: &SiteData, text_id: &str) -> Option<String> {
    let catalog = site.catalog();
    let page = match catalog.program_by_readable_id(text_id) {
        Some(program) => site.program_page(program.id)?,
        None => site.course_page(catalog.run_by_courseware_id(text_id)?.course_id)?,
    };
    page.ceus().map(|ceus| ceus.to_string())
}

fn not_found(id: &str) -> AnyView {
    let body = view! {
        <p>"A receipt exists once an order is paid, and only its buyer sees it."</p>
        <p><LinkButton href="/dashboard/">"Go to your dashboard"</LinkButton></p>
    };
    layout::narrow(
        "No receipt found",
        &format!("No receipt found for order {}.", id.chars().take(40).collect::<String>()),
        body.into_any(),
    )
}

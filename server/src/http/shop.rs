//! The shop's API for signed-in clients: basket, checkout, receipt (ecommerce.md 3). The pages use the same acts.

use super::WebState;
use axum::{
    Json, Router,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::Serialize;
use serde_json::{Value, json};
use xpro_accounts::account::find_legal_address;
use xpro_app::{
    pages::account::ceus,
    respond::PageError,
    visitor::{ClientIp, RequestId, SignedIn},
};
use xpro_cms::delivery::SiteData;
use xpro_commerce::{
    api::{BasketDocument, BasketPatch, ErrorEnvelope, GatewayCheckout, free_checkout, patch_basket},
    basket::{BasketError, BasketItem, BasketView, Fault, load_basket},
    checkout::{CheckoutContext, StartPayment, start_payment},
    receipt::load_receipt,
};
use xpro_kernel::{Learner, OrderId};

pub(super) fn routes() -> Router<WebState> {
    Router::new()
        .route("/api/basket/", get(basket).patch(change_basket).put(change_basket))
        .route("/api/checkout/", post(checkout))
        .route("/api/order_receipt/{id}/", get(receipt))
}

/// Why a call of this API is not answered with what it asked for.
enum Refusal {
    /// 400 with the envelope of ecommerce.md 3.0.
    Fault(Fault),
    /// 400 without one: the body is no JSON.
    Unreadable,
    /// Everything else.
    Page(PageError),
}

impl From<BasketError> for Refusal {
    fn from(error: BasketError) -> Self {
        match error {
            BasketError::Refused(fault) => Refusal::Fault(fault),
            BasketError::Internal(error) => Refusal::Page(error.into()),
        }
    }
}

impl From<sqlx::Error> for Refusal {
    fn from(error: sqlx::Error) -> Self {
        Refusal::Page(error.into())
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        match self {
            Refusal::Fault(fault) => private(StatusCode::BAD_REQUEST, &ErrorEnvelope::from(&fault)),
            Refusal::Unreadable => {
                private(StatusCode::BAD_REQUEST, &json!({ "detail": "The body is not JSON that can be read." }))
            }
            Refusal::Page(error) => error.into_response(),
        }
    }
}

fn private(status: StatusCode, body: &impl Serialize) -> Response {
    (status, [(header::CACHE_CONTROL, "no-store")], Json(body)).into_response()
}

async fn basket(State(state): State<WebState>, SignedIn(learner): SignedIn, ip: ClientIp) -> Result<Response, Refusal> {
    Ok(document(&state, &load(&state, &learner, ip).await?))
}

async fn change_basket(
    State(state): State<WebState>,
    SignedIn(learner): SignedIn,
    ip: ClientIp,
    RequestId(request_id): RequestId,
    body: Bytes,
) -> Result<Response, Refusal> {
    let body: Value = serde_json::from_slice(&body).map_err(|_| Refusal::Unreadable)?;
    let patch = BasketPatch::from_json(&body).map_err(Refusal::Fault)?;
    let mut tx = state.app.db.begin(&request_id).await?;
    patch_basket(&mut tx, &learner, patch).await?;
    tx.commit().await?;
    Ok(document(&state, &load(&state, &learner, ip).await?))
}

async fn load(state: &WebState, learner: &Learner, ClientIp(ip): ClientIp) -> Result<BasketView, sqlx::Error> {
    let mut conn = state.app.db.read().await?;
    load_basket(&mut conn, learner, ip, state.settings.force_profile_country, state.app.db.now()).await
}

fn document(state: &WebState, basket: &BasketView) -> Response {
    let generation = state.app.content.current();
    let mut document = BasketDocument::of(basket, state.settings.courseware_url(), state.app.db.now());
    document.describe(|course| {
        let served = super::api::with_export(state, &generation, |export| export.course_json(course));
        served.and_then(|json| serde_json::from_slice(&json).ok())
    });
    let pictures = basket.item.iter().map(|item| thumbnail(generation.site(), item));
    for (item, picture) in document.items.iter_mut().zip(pictures) {
        item.thumbnail_url = picture.map(|url| format!("{}{url}", state.app.config.base_url));
    }
    private(StatusCode::OK, &document)
}

/// The picture of the program, or of the run's course.
fn thumbnail(site: &SiteData, item: &BasketItem) -> Option<String> {
    use xpro_catalog::resolve::Courseware;
    let picture = match &item.sellable.courseware {
        Courseware::Program { program, .. } => site.program_thumbnail(program.id),
        Courseware::Run { course, .. } => site.course_thumbnail(course.id),
    };
    picture.map(|picture| picture.url)
}

async fn checkout(
    State(state): State<WebState>,
    SignedIn(learner): SignedIn,
    ClientIp(ip): ClientIp,
    RequestId(request_id): RequestId,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let config = &state.app.config;
    let context = CheckoutContext {
        ip,
        force_profile_country: config.force_profile_country,
        affiliate: None,
        environment: config.environment.clone(),
        idempotency_key: headers.get("idempotency-key").and_then(|key| key.to_str().ok()).map(str::to_owned),
    };
    let mut tx = state.app.db.begin(&request_id).await?;
    if !find_legal_address(&mut tx, learner.id).await?.is_complete() {
        return Err(Refusal::Fault(Fault::new(
            "items",
            "checkout.profile.incomplete",
            "Before you can buy we need your legal address. Complete your profile first.",
        )));
    }
    let signed_at = tx.now();
    let answer = match start_payment(&mut tx, &learner, &context).await? {
        StartPayment::Free { order, text_id } => {
            private(StatusCode::OK, &free_checkout(&config.base_url, order, &text_id))
        }
        StartPayment::Gateway(form) => {
            let signed = state.app.payment.learner_form(&form, signed_at).map_err(PageError::internal);
            let signed = signed.map_err(Refusal::Page)?;
            private(StatusCode::OK, &GatewayCheckout::new(signed.fields, signed.action))
        }
    };
    tx.commit().await?;
    Ok(answer)
}

async fn receipt(
    State(state): State<WebState>,
    SignedIn(learner): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let order: OrderId = id.parse().map_err(|_| PageError::NotFound)?;
    let mut conn = state.app.db.read().await?;
    let found = load_receipt(&mut conn, &learner, &state.app.config.environment, order).await?;
    let mut receipt = found.ok_or(PageError::NotFound)?;
    let generation = state.app.content.current();
    for line in &mut receipt.lines {
        line.ceus = ceus(generation.site(), &line.readable_id);
    }
    Ok(private(StatusCode::OK, &receipt))
}

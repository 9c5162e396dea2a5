//! The page of a preview link: a draft as visitors will see it, for people without an account. The link's token is the whole
//! permission, so the page is nobody's to keep, list, frame or pass on by a referrer; no cookie is looked at or set.

use super::render::{Draft, render_for_guests};
use crate::{
    respond::PageError,
    shell::{self, Bundle, Head},
    state::AppState,
    visitor::{ClientIp, RequestId},
};
use axum::{
    Router,
    extract::{Path, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse as _, Response},
    routing::get,
};
use leptos::prelude::*;
use time::{Duration, OffsetDateTime};
use xpro_cms::{
    collaboration::preview_links::{OpenPreviewError, OpenedPreview, open_preview},
    store,
};
use xpro_platform::throttle::{self, Limit};

/// Nothing runs, nothing is sent, and nobody frames it.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

/// Nobody looks at a draft more often; whoever guesses tokens is slowed down.
const LOOKS: Limit = Limit { action: "preview_link", hits: 60, window: Duration::minutes(1) };

/// Its last slash may be missing: people copy addresses by hand.
pub fn router() -> Router<AppState> {
    Router::new().route("/preview/{token}/", get(show)).route("/preview/{token}", get(show))
}

async fn show(
    State(state): State<AppState>,
    ip: ClientIp,
    RequestId(request_id): RequestId,
    Path(token): Path<String>,
) -> Response {
    match look(&state, ip, &request_id, &token).await {
        Ok(response) => guarded(response),
        Err(error) => guarded(error.into_response()),
    }
}

async fn look(state: &AppState, ip: ClientIp, request_id: &str, token: &str) -> Result<Response, PageError> {
    let mut tx = state.db.begin(request_id).await?;
    let now = tx.now();
    let counted = throttle::hit(&mut tx, &LOOKS, &ip.text(), now).await?;
    if let Err(throttled) = counted {
        tx.commit().await?;
        return Err(throttled.into());
    }
    let opened = open_preview(&mut tx, token).await;
    let snippets = if opened.is_ok() { store::snippet::list_all(&mut tx).await? } else { Vec::new() };
    tx.commit().await?;
    let OpenedPreview { page, kind, url_path, document, is_draft, expires_at } = match opened {
        Ok(opened) => opened,
        Err(OpenPreviewError::Internal(error)) => return Err(error.into()),
        Err(refused) => return Ok(closed(state, &refused)),
    };
    let draft = Draft { id: page, url_path, kind, document, snippets, fields: Vec::new() };
    Ok(match render_for_guests(state, draft, banner(is_draft, expires_at)) {
        Ok(html) => Html(html).into_response(),
        Err(why) => told(state, StatusCode::OK, "There is nothing to show yet", why),
    })
}

/// What stands above the page.
fn banner(is_draft: bool, expires_at: OffsetDateTime) -> impl FnOnce() -> AnyView + 'static {
    let until = xpro_ui::long_date(expires_at);
    let what = if is_draft { "Preview of a draft." } else { "Preview of a version." };
    move || {
        view! {
            <aside class="preview-note" aria-label="Preview">
                <p class="wrap preview-note__text">
                    <strong>{what}</strong>
                    " This page is not public, and may change. The link works until "
                    {until}
                    "."
                </p>
            </aside>
        }
        .into_any()
    }
}

/// A link that opens nothing says why, and nothing about what it opened.
fn closed(state: &AppState, why: &OpenPreviewError) -> Response {
    let (status, title, text) = match why {
        OpenPreviewError::Expired => {
            (StatusCode::GONE, "This preview link has expired", "Ask whoever sent it to you for a new one.")
        }
        OpenPreviewError::Revoked => {
            (StatusCode::GONE, "This preview link does not work any more", "Whoever made it has taken it back.")
        }
        OpenPreviewError::Document(_) => {
            (StatusCode::OK, "There is nothing to show yet", "The page is being worked on. Try again later.")
        }
        OpenPreviewError::Unknown | OpenPreviewError::Internal(_) => (
            StatusCode::NOT_FOUND,
            "There is no such preview",
            "The address may be incomplete. Copy the whole link, or ask whoever sent it to you.",
        ),
    };
    told(state, status, title, text)
}

fn told(state: &AppState, status: StatusCode, title: &'static str, text: &'static str) -> Response {
    let frame = state.frame(Head::untracked("Preview"), Bundle::None);
    let html = shell::document(&frame, move || {
        view! {
            <div class="wrap preview-closed">
                <h1>{title}</h1>
                <p>{text}</p>
            </div>
        }
        .into_any()
    });
    (status, Html(html)).into_response()
}

fn guarded(mut response: Response) -> Response {
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("x-robots-tag"), "noindex, nofollow, noarchive"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

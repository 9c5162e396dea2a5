//! Why something is not shown, and what to do about it.

use leptos::prelude::*;
use xpro_api::ApiError;
use xpro_ui::{Button, ButtonKind, ButtonSize, LinkButton, Notice, Tone};

/// A failed call with its way out: sign in, try again, or nothing when neither would help.
#[component]
pub fn Failure(
    /// What happened.
    error: ApiError,
    /// Asks again.
    #[prop(into)]
    again: Callback<()>,
) -> impl IntoView {
    let title = match &error {
        ApiError::SignedOut => "Signed out",
        ApiError::Forbidden => "Not allowed",
        ApiError::NotFound => "Not found",
        ApiError::Invalid { .. } => "That cannot be done",
        ApiError::Internal { .. } => "Something went wrong",
        ApiError::Unreachable => "No connection",
    };
    let request_id = match &error {
        ApiError::Internal { request_id } if !request_id.is_empty() => Some(request_id.clone()),
        _ => None,
    };
    let way_out = match &error {
        ApiError::SignedOut => {
            Some(view! { <LinkButton href=sign_in_url() kind=ButtonKind::Secondary attr:rel="external">"Sign in"</LinkButton> }.into_any())
        }
        ApiError::Internal { .. } | ApiError::Unreachable => Some(
            view! {
                <Button press="button" kind=ButtonKind::Secondary size=ButtonSize::Small on_press=move |_| again.run(())>
                    "Try again"
                </Button>
            }
            .into_any(),
        ),
        ApiError::Forbidden | ApiError::NotFound | ApiError::Invalid { .. } => None,
    };
    view! {
        <div data-testid="failure">
            <Notice tone=Tone::Danger title=title announce=true>
                <p>{error.to_string()}</p>
                {request_id.map(|id| view! { <p>"Request id: "<code>{id}</code></p> })}
                {way_out}
            </Notice>
        </div>
    }
}

/// The sign-in page that leads back here.
fn sign_in_url() -> String {
    let here = window().location();
    let back = format!("{}{}", here.pathname().unwrap_or_default(), here.search().unwrap_or_default());
    match serde_urlencoded::to_string([("next", back)]) {
        Ok(query) => format!("/signin/?{query}"),
        Err(_) => "/signin/".to_owned(),
    }
}

//! The page: tokens and webhooks below each other.

use super::{secret::Secrets, tokens::Tokens, webhooks::Webhooks};
use crate::{failure::Failure, page, pages::Waiting, remote::Remote};
use leptos::prelude::*;
use xpro_api::{Integrations, list_integrations};
use xpro_ui::{ButtonKind, ButtonSize, LinkButton};

/// The page.
#[component]
pub fn IntegrationsView() -> impl IntoView {
    let all = Remote::<Integrations>::new();
    let ask = move || all.ask(list_integrations());
    ask();
    page::name(|| "Integrations".to_owned());
    let (token, signing) = (RwSignal::new(Vec::<String>::new()), RwSignal::new(Vec::<String>::new()));
    let changed = Callback::new(move |()| ask());
    let lists = move || {
        let Some(all) = all.value.get() else {
            return if all.error.get().is_some() {
                ().into_any()
            } else {
                view! { <Waiting what="integrations" /> }.into_any()
            };
        };
        view! {
            <Tokens tokens=all.tokens scopes=all.scopes secrets=token changed=changed />
            <Webhooks webhooks=all.webhooks events=all.events secrets=signing changed=changed />
        }
        .into_any()
    };
    view! {
        <div class="desk-page" data-testid="integrations">
            <header class="desk-page__head">
                <h1 class="desk-page__title">"Integrations"</h1>
                <div class="desk-page__acts">
                    <LinkButton href="/api/v2/openapi.json" kind=ButtonKind::Secondary size=ButtonSize::Small attr:rel="external">"OpenAPI document"</LinkButton>
                </div>
            </header>
            {move || all.error.get().map(|error| view! { <Failure error=error again=move |()| ask() /> })}
            <Secrets text="This token is shown once. Only a fingerprint of it is kept here." secrets=token />
            <Secrets text="Deliveries are signed with this secret. It is shown once; the receiver needs it to check them." secrets=signing />
            {lists}
        </div>
    }
}

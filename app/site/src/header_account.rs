//! The person in the header of public pages, which are rendered for everybody.

use leptos::prelude::*;

/// Somebody who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Visitor {
    /// Full name.
    pub name: String,
    /// Whether the staff desk is offered.
    pub is_staff: bool,
    /// Where staff edit the page that is looked at.
    pub editor: String,
}

/// "Sign in" and "Create account", or the person's menu once it is known who is looking.
#[island]
pub fn HeaderAccount() -> impl IntoView {
    let visitor = RwSignal::new(None::<Visitor>);
    #[cfg(feature = "hydrate")]
    wasm_bindgen_futures::spawn_local(async move {
        if let Some(found) = crate::browser::who().await {
            visitor.set(Some(found));
        }
    });
    view! {
        <div class="account">
            {move || match visitor.get() {
                Some(visitor) => person(visitor).into_any(),
                None => anonymous().into_any(),
            }}
        </div>
    }
}

fn anonymous() -> impl IntoView {
    view! {
        <a class="account__sign-in" href="/signin/">"Sign in"</a>
        <a class="button button--secondary button--small" href="/create-account/">"Create account"</a>
    }
}

fn person(visitor: Visitor) -> impl IntoView {
    let Visitor { name, is_staff, editor } = visitor;
    view! {
        <details class="menu menu--end" data-menu="">
            <summary class="account__person" aria-label=["Your account, ", &name].concat()>
                <span class="account__initial" aria-hidden="true">{name.chars().next().map(String::from)}</span>
                <span class="account__name">{name.clone()}</span>
            </summary>
            <div class="menu__panel">
                <ul class="menu__list">
                    <li><a class="menu__link" href="/dashboard/">"Dashboard"</a></li>
                    <li><a class="menu__link" href="/profile/">"Profile"</a></li>
                    <li><a class="menu__link" href="/account-settings/">"Settings"</a></li>
                    {is_staff.then(|| view! {
                        <li><a class="menu__link" href=editor>"Edit this page"</a></li>
                        <li><a class="menu__link" href="/studio/">"Staff desk"</a></li>
                    })}
                </ul>
                <form method="post" action="/logout/"><button class="menu__link menu__link--button" type="submit">"Sign out"</button></form>
            </div>
        </details>
    }
}

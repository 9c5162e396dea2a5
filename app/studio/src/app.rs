//! The application: its shell around its pages.

use crate::{
    editor::EditorView,
    library::{DocumentView, DocumentsView, ImageView, ImagesView},
    order::OrderView,
    orders::{OrderList, OrdersView},
    paths,
    shell::Shell,
};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    components::{FlatRoutes, Redirect, Route, Router},
    path,
};
use xpro_ui::{EmptyState, IconName, LinkButton};

/// The whole application.
#[component]
pub fn Studio() -> impl IntoView {
    view! {
        <Router base="/studio">
            <Framed />
        </Router>
    }
}

/// Inside the router, so that the shell can tell where it is.
#[component]
fn Framed() -> impl IntoView {
    provide_context(OrderList::new());
    let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
    view! {
        <Shell>
            <FlatRoutes fallback=Unknown>
                <Route
                    path=path!("/")
                    view=move || view! { <Redirect path="/orders" options=options.clone() /> }
                />
                <Route path=path!("/orders") view=OrdersView />
                <Route path=path!("/orders/:id") view=OrderView />
                <Route path=path!("/pages/:id") view=EditorView />
                <Route path=path!("/images") view=ImagesView />
                <Route path=path!("/images/:id") view=ImageView />
                <Route path=path!("/documents") view=DocumentsView />
                <Route path=path!("/documents/:id") view=DocumentView />
            </FlatRoutes>
        </Shell>
    }
}

#[component]
fn Unknown() -> impl IntoView {
    view! {
        <div class="desk-page">
            <EmptyState
                title="There is no such page in the studio"
                text="The address may be mistyped, or from a newer version."
                icon=IconName::Help
            >
                <LinkButton href=paths::ORDERS>"Go to the orders"</LinkButton>
            </EmptyState>
        </div>
    }
}

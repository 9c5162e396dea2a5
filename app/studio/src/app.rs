//! The application: its shell around its pages.

use crate::{
    editor::EditorView,
    library::{DocumentView, DocumentsView, ImageView, ImagesView},
    order::OrderView,
    orders::{OrderList, OrdersView},
    pages::{LogView, PageDialogs, PagesDesk, PagesView, RedirectsView, RunView, RunsView, TrashView},
    records::{RecordView, RecordsView, rooms::Room},
    reports::ReportsView,
    shell::{Entrance, Shell, Toasts},
};
use leptos::prelude::*;
use leptos_router::{
    components::{FlatRoutes, Route, Router},
    hooks::use_params_map,
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
    provide_context(PagesDesk::new(Toasts::new()));
    view! {
        <Shell>
            <FlatRoutes fallback=Unknown>
                <Route path=path!("/") view=Entrance />
                <Route path=path!("/orders") view=OrdersView />
                <Route path=path!("/orders/:id") view=OrderView />
                <Route path=path!("/pages") view=PagesView />
                <Route path=path!("/pages/trash") view=TrashView />
                <Route path=path!("/pages/runs") view=RunsView />
                <Route path=path!("/pages/runs/:id") view=RunView />
                <Route path=path!("/pages/:id/history") view=LogView />
                <Route path=path!("/pages/:id") view=EditorView />
                <Route path=path!("/redirects") view=RedirectsView />
                <Route path=path!("/images") view=ImagesView />
                <Route path=path!("/images/:id") view=ImageView />
                <Route path=path!("/documents") view=DocumentsView />
                <Route path=path!("/documents/:id") view=DocumentView />
                <Route path=path!("/reports") view=ReportsView />
                <Route path=path!("/:room") view=RoomView />
                <Route path=path!("/:room/:id") view=OneView />
            </FlatRoutes>
            <PageDialogs />
        </Shell>
    }
}

/// The list of a room of records; other names are nothing.
#[component]
fn RoomView() -> impl IntoView {
    in_room(|| view! { <RecordsView /> }.into_any())
}

/// One record of a room.
#[component]
fn OneView() -> impl IntoView {
    in_room(|| view! { <RecordView /> }.into_any())
}

fn in_room(screen: fn() -> AnyView) -> impl IntoView {
    let params = use_params_map();
    let is_known = Memo::new(move |_| params.with(|params| params.get_str("room").and_then(Room::find).is_some()));
    move || if is_known.get() { screen() } else { view! { <Unknown /> }.into_any() }
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
                <LinkButton href="/studio/">"Go to the beginning"</LinkButton>
            </EmptyState>
        </div>
    }
}

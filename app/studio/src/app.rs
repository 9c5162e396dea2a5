//! The application: its shell around its pages.

use crate::{
    leave::Leaving,
    library::{Uploads, refuse_stray_files},
    orders::OrderList,
    pages::PagesDesk,
    records::rooms as record_rooms,
    rooms::{Room, desks, dialogs, editor, library, pages, records},
    shell::{Entrance, Shell, Toasts},
};
use leptos::prelude::*;
use leptos_router::{
    components::{FlatRoutes, Route, Router},
    hooks::use_params_map,
    path,
};
use xpro_api::{DocumentItem, ImageItem};
use xpro_ui::{EmptyState, IconName, LinkButton};

/// The whole application.
#[component]
pub fn Studio() -> impl IntoView {
    provide_context(Leaving::new());
    view! {
        <Router base="/studio">
            <Framed />
        </Router>
    }
}

/// Inside the router, so that the shell can tell where it is.
#[component]
fn Framed() -> impl IntoView {
    let leaving = expect_context::<Leaving>();
    leaving.follow();
    let (images, documents) = (Uploads::<ImageItem>::new(), Uploads::<DocumentItem>::new());
    provide_context(images);
    provide_context(documents);
    leaving.guard_tab(move || images.is_busy() || documents.is_busy());
    refuse_stray_files();
    provide_context(OrderList::new());
    provide_context(PagesDesk::new(Toasts::new()));
    view! {
        <Shell>
            <FlatRoutes fallback=Unknown>
                <Route path=path!("/") view=Entrance />
                <Route path=path!("/orders") view=|| view! { <Room load=desks::orders /> } />
                <Route path=path!("/orders/:id") view=|| view! { <Room load=desks::order /> } />
                <Route path=path!("/pages") view=|| view! { <Room load=pages::explorer /> } />
                <Route path=path!("/pages/trash") view=|| view! { <Room load=desks::trash /> } />
                <Route path=path!("/pages/runs") view=|| view! { <Room load=desks::runs /> } />
                <Route path=path!("/pages/runs/:id") view=|| view! { <Room load=desks::run /> } />
                <Route path=path!("/pages/:id/history") view=|| view! { <Room load=desks::log /> } />
                <Route path=path!("/pages/:id") view=|| view! { <Room load=editor::page /> } />
                <Route path=path!("/releases") view=|| view! { <Room load=desks::releases /> } />
                <Route path=path!("/releases/:id") view=|| view! { <Room load=desks::release /> } />
                <Route path=path!("/calendar") view=|| view! { <Room load=desks::calendar /> } />
                <Route path=path!("/workflow") view=|| view! { <Room load=desks::workflow /> } />
                <Route path=path!("/workflow/settings") view=|| view! { <Room load=desks::workflow_settings /> } />
                <Route path=path!("/redirects") view=|| view! { <Room load=desks::redirects /> } />
                <Route path=path!("/integrations") view=|| view! { <Room load=desks::integrations /> } />
                <Route path=path!("/integrations/webhooks/:id") view=|| view! { <Room load=desks::deliveries /> } />
                <Route path=path!("/images") view=|| view! { <Room load=library::images /> } />
                <Route path=path!("/images/:id") view=|| view! { <Room load=library::image /> } />
                <Route path=path!("/documents") view=|| view! { <Room load=library::documents /> } />
                <Route path=path!("/documents/:id") view=|| view! { <Room load=library::document /> } />
                <Route path=path!("/reports") view=|| view! { <Room load=records::reports /> } />
                <Route path=path!("/:room") view=RoomView />
                <Route path=path!("/:room/:id") view=OneView />
            </FlatRoutes>
            <Dialogs />
        </Shell>
    }
}

/// The dialogs about pages, which may be asked for anywhere. Loaded with the first.
#[component]
fn Dialogs() -> impl IntoView {
    let desk = expect_context::<PagesDesk>();
    let was_asked = Memo::new(move |before: Option<&bool>| {
        before.is_some_and(|before| *before) || desk.dialog.with(Option::is_some)
    });
    move || was_asked.get().then(|| view! { <Room load=dialogs::pages quiet=true /> })
}

/// The list of a room of records; other names are nothing.
#[component]
fn RoomView() -> impl IntoView {
    in_room(|| view! { <Room load=records::list /> }.into_any())
}

/// One record of a room.
#[component]
fn OneView() -> impl IntoView {
    in_room(|| view! { <Room load=records::one /> }.into_any())
}

fn in_room(screen: fn() -> AnyView) -> impl IntoView {
    let params = use_params_map();
    let is_known =
        Memo::new(move |_| params.with(|params| params.get_str("room").and_then(record_rooms::Room::find).is_some()));
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

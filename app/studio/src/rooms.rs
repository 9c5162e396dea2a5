//! The rooms: parts of the studio whose code is a file of its own, fetched when somebody first goes there. What is loaded
//! at the start is the shell alone, so that a new screen never makes the others slower to open.

use leptos::{prelude::*, task::spawn_local};
use std::{future::Future, pin::Pin};
use wasm_split_helpers::SplitLoaderError;
use xpro_ui::{Button, EmptyState, IconName};

/// Draws a screen; runs inside the loaded room.
pub type Draw = fn() -> AnyView;

/// A room on its way.
pub type Coming = Pin<Box<dyn Future<Output = Result<Draw, SplitLoaderError>>>>;

/// Declares rooms: a module for each, with a function for each of its screens that fetches the room's code.
macro_rules! rooms {
    ($($(#[$doc:meta])* $room:ident { $($screen:ident => $view:path),* $(,)? })*) => {$(
        $(#[$doc])*
        pub mod $room {
            use super::{Coming, Draw};
            use leptos::prelude::IntoAny as _;
            use wasm_split_helpers::{SplitLoaderError, wasm_split};

            $(
                #[doc = concat!("Fetches the room of ", stringify!($view), ".")]
                pub fn $screen() -> Coming {
                    #[wasm_split($room, fallible)]
                    fn $screen() -> Result<Draw, SplitLoaderError> {
                        Ok(|| $view().into_any())
                    }
                    Box::pin($screen())
                }
            )*
        }
    )*};
}

// Few and large: what two rooms share becomes one more file, so each further room may double their number.
rooms! {
    /// The page tree.
    pages {
        explorer => crate::pages::PagesView,
    }
    /// What may be asked for anywhere: the command palette, and the dialogs about pages.
    dialogs {
        palette => crate::shell::Palette,
        pages => crate::pages::PageDialogs,
    }
    /// The page editor.
    editor {
        page => crate::editor::EditorView,
    }
    /// Images and documents.
    library {
        images => crate::library::ImagesView,
        image => crate::library::ImageView,
        documents => crate::library::DocumentsView,
        document => crate::library::DocumentView,
    }
    /// What is kept beside pages: snippets, catalog, settings, people; and the reports.
    records {
        list => crate::records::RecordsView,
        one => crate::records::RecordView,
        reports => crate::reports::ReportsView,
    }
    /// The smaller desks: what is opened now and then.
    desks {
        orders => crate::orders::OrdersView,
        order => crate::order::OrderView,
        trash => crate::pages::TrashView,
        runs => crate::pages::RunsView,
        run => crate::pages::RunView,
        log => crate::pages::LogView,
        redirects => crate::pages::RedirectsView,
        releases => crate::releases::ReleasesView,
        release => crate::releases::ReleaseView,
        calendar => crate::calendar::CalendarView,
        desk => crate::workflow::DeskView,
        workflow => crate::workflow::WorkflowView,
        workflow_settings => crate::workflow::WorkflowSettingsView,
        integrations => crate::integrations::IntegrationsView,
        deliveries => crate::integrations::DeliveriesView,
    }
}

/// A screen of a room: waits for its code, draws it, and offers another try when it did not come.
#[component]
pub fn Room(
    /// Fetches the code.
    load: fn() -> Coming,
    /// It is a dialog, which shows nothing while it comes.
    #[prop(optional)]
    quiet: bool,
) -> impl IntoView {
    let room = RwSignal::new(None::<Result<Draw, ()>>);
    let fetch = move || {
        room.set(None);
        spawn_local(async move {
            let found = load().await;
            // The person may have left before it came; their next screen is not ours to draw.
            room.try_set(Some(found.map_err(|_| ())));
        });
    };
    fetch();
    move || {
        match room.get() {
        None if quiet => ().into_any(),
        None => view! { <p class="studio-waiting" role="status">"Opening…"</p> }.into_any(),
        Some(Ok(draw)) => draw(),
        Some(Err(())) => view! {
            <div class="desk-page">
                <EmptyState
                    title="This part of the studio did not load"
                    text="The connection may have been interrupted, or the studio was renewed in the meantime. What was saved is safe."
                    icon=IconName::Alert
                >
                    <Button press="button" on_press=move |_| fetch()>"Try again"</Button>
                </EmptyState>
            </div>
        }
        .into_any(),
    }
    }
}

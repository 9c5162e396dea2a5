//! Acts on the chosen pages: the bar that offers them, and what is asked first.

use super::{
    address,
    desk::{Attempt, Dialog, PagesDesk},
    dialogs::{ConfirmName, Tick, is_name, pages_text},
    frame::FormDialog,
    selection::Selection,
    targets::TargetChooser,
};
use crate::remote::Remote;
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use xpro_api::{BulkDeed, BulkInput, MANY_PAGES, PagePlace, PlaceItem, page_place, start_bulk};
use xpro_ui::{Button, ButtonKind, ButtonSize};

/// At the bottom of the screen while pages are chosen.
#[component]
pub fn ManyBar() -> impl IntoView {
    let desk = expect_context::<PagesDesk>();
    let total = move || desk.list.total().unwrap_or(0);
    let count = move || desk.chosen.with(|chosen| chosen.count(total()));
    let is_more = move || {
        desk.chosen.with(|chosen| !chosen.is_everything() && chosen.has_all(&desk.list.ids())) && total() > count()
    };
    let bar = move || {
        view! {
            <section class="many" aria-label="Chosen pages" data-testid="many">
                <p class="many__count" role="status">
                    {move || if count() == 1 { "1 page chosen".to_owned() } else { format!("{} chosen", pages_text(count())) }}
                </p>
                <Show when=is_more>
                    <button
                        class="link-button"
                        type="button"
                        data-testid="choose-everything"
                        on:click=move |_| desk.chosen.update(Selection::take_everything)
                    >
                        {move || format!("Choose all {}", pages_text(total()))}
                    </button>
                </Show>
                <div class="many__acts">
                    {[BulkDeed::Publish, BulkDeed::Unpublish, BulkDeed::Move, BulkDeed::Delete].map(|deed| view! { <ManyButton deed=deed /> }).into_iter().collect_view()}
                    <Show when=move || desk.chosen.with(|chosen| !chosen.is_everything())>
                        <Button
                            press="button"
                            kind=ButtonKind::Secondary
                            size=ButtonSize::Small
                            attr:data-testid="many-release"
                            on_press=move |_| desk.dialog.set(Some(Dialog::IntoRelease))
                        >
                            "Add to release"
                        </Button>
                    </Show>
                    <Button
                        press="button"
                        kind=ButtonKind::Quiet
                        size=ButtonSize::Small
                        on_press=move |_| desk.chosen.set(Selection::default())
                    >
                        "Choose none"
                    </Button>
                </div>
            </section>
        }
    };
    let is_shown = Memo::new(move |_| desk.chosen.with(|chosen| !chosen.is_empty()));
    move || is_shown.get().then(bar)
}

#[component]
fn ManyButton(deed: BulkDeed) -> impl IntoView {
    let desk = expect_context::<PagesDesk>();
    view! {
        <Button
            press="button"
            kind=ButtonKind::Secondary
            size=ButtonSize::Small
            attr:data-testid=format!("many-{}", deed.label().to_lowercase())
            on_press=move |_| desk.dialog.set(Some(Dialog::Many(deed)))
        >
            {deed.label()}
        </Button>
    }
}

/// What is asked before many pages are acted on.
#[component]
pub fn ManyDialog(
    /// The act.
    deed: BulkDeed,
) -> impl IntoView {
    let desk = expect_context::<PagesDesk>();
    let attempt = Attempt::new();
    let filter = desk.list.wanted.get_untracked();
    let chosen = desk.chosen.get_untracked();
    let count = chosen.count(desk.list.total().unwrap_or(0));
    let with_descendants = RwSignal::new(false);
    let target = RwSignal::new(None::<PlaceItem>);
    let typed = RwSignal::new(String::new());
    // The site's name; for a deletion that turns out to be large only on the server, too.
    let root = Remote::<Option<PagePlace>>::new();
    if deed == BulkDeed::Delete {
        root.ask(page_place(None));
    }
    let site_name = move || root.value.get().flatten().map(|place| place.site_name);
    let is_large = move || deed == BulkDeed::Delete && (count >= MANY_PAGES || attempt.error.get().is_some());
    let ready = Signal::derive(move || match deed {
        BulkDeed::Move => target.get().is_some(),
        BulkDeed::Delete if count >= MANY_PAGES => site_name().is_some_and(|name| is_name(&typed.get(), &name)),
        _ => true,
    });
    let navigate = use_navigate();
    let act = move |()| {
        let input = BulkInput {
            deed,
            choice: chosen.choice(&filter),
            with_descendants: with_descendants.get_untracked(),
            to_parent: target.get_untracked().map(|place| place.id),
            typed: typed.get_untracked(),
        };
        let navigate = navigate.clone();
        attempt.run(start_bulk(input), move |started| {
            desk.dialog.set(None);
            desk.chosen.set(Selection::default());
            navigate(&address::run(started.run), NavigateOptions { resolve: false, ..NavigateOptions::default() });
        });
    };
    let body = match deed {
        BulkDeed::Publish => view! {
            <p>"The newest draft of each page goes live. Pages that are not complete stay as they are, and the report says why."</p>
            <Tick label="And all pages below them" id="many-below" value=with_descendants />
        }
        .into_any(),
        BulkDeed::Unpublish => view! {
            <p>"Visitors will not find these pages any more. Their texts stay as drafts."</p>
            <Tick label="And all pages below them" id="many-below" value=with_descendants />
        }
        .into_any(),
        BulkDeed::Move => view! {
            <p>"Pages below them go along. Addresses of live pages that change leave redirects."</p>
            <TargetChooser page=None chosen=target label="Below which page" />
        }
        .into_any(),
        BulkDeed::Delete => view! {
            <p>"These pages and all pages below them go to the trash. For 30 days everything can come back from there."</p>
            {move || is_large().then(site_name).flatten().map(|name| view! { <ConfirmName name=name typed=typed /> })}
        }
        .into_any(),
    };
    view! {
        <FormDialog
            title=format!("{} {}?", deed.label(), pages_text(count))
            submit=Signal::derive(move || format!("{} {}", deed.label(), pages_text(count)))
            danger=matches!(deed, BulkDeed::Delete | BulkDeed::Unpublish)
            ready=ready
            attempt=attempt
            act=act
            closed=Callback::new(move |()| desk.dialog.set(None))
        >
            {body}
        </FormDialog>
    }
}

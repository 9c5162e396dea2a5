//! Deleted pages, which can come back for thirty days.

use super::{
    address,
    desk::{Attempt, PagesDesk},
    dialogs::{Tick, pages_text},
    frame::FormDialog,
    targets::TargetChooser,
    view::Waiting,
};
use crate::{failure::Failure, moment::Moment, page, remote::Remote};
use leptos::prelude::*;
use xpro_api::{PlaceItem, TrashItem, list_trash, restore_trash};
use xpro_ui::{Button, ButtonKind, ButtonSize, EmptyState, Icon, IconName, LinkButton, Notice, Tone};

/// The page.
#[component]
pub fn TrashView() -> impl IntoView {
    let desk = expect_context::<PagesDesk>();
    let trash = Remote::<Vec<TrashItem>>::new();
    let has_more = RwSignal::new(false);
    let ask = move || trash.ask(list_trash(None));
    Effect::new(move |_| {
        desk.changed.track();
        ask();
    });
    Effect::new(move |_| {
        let count = trash.value.with(|trash| trash.as_ref().map_or(0, Vec::len));
        has_more.set(count > 0 && count % 100 == 0);
    });
    let asked = RwSignal::new(None::<TrashItem>);
    page::name(|| "Trash".to_owned());
    let more = move |_| {
        let last =
            trash.value.with_untracked(|trash| trash.as_ref().and_then(|trash| trash.last().map(|item| item.id)));
        trash.ask_and_merge(list_trash(last), move |old, new| {
            let mut items = old.unwrap_or_default();
            items.extend(new);
            items
        });
    };
    let list = move || {
        let Some(items) = trash.value.get() else {
            return if trash.error.get().is_some() {
                ().into_any()
            } else {
                view! { <Waiting what="the trash" /> }.into_any()
            };
        };
        if items.is_empty() {
            return view! {
                <EmptyState title="The trash is empty" text="Deleted pages stay here for 30 days and can come back." icon=IconName::Trash>
                    <LinkButton href=address::PAGES kind=ButtonKind::Secondary>"Go to the pages"</LinkButton>
                </EmptyState>
            }
            .into_any();
        }
        let rows: Vec<_> = items.into_iter().map(|item| view! { <Row item=item asked=asked /> }).collect();
        view! {
            <div class="table-frame">
                <table class="table" data-testid="trash">
                    <caption class="visually-hidden">"Deleted pages, newest first"</caption>
                    <thead>
                        <tr>
                            <th scope="col">"Page"</th>
                            <th scope="col" class="pages__wide">"Type"</th>
                            <th scope="col">"Deleted"</th>
                            <th scope="col" class="pages__wide">"Gone for good"</th>
                            <th scope="col"><span class="visually-hidden">"Acts"</span></th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
        .into_any()
    };
    view! {
        <div class="desk-page">
            <p class="desk-page__back"><a href=move || desk.list.address()><Icon name=IconName::ArrowLeft />"Pages"</a></p>
            <header class="desk-page__head"><h1 class="desk-page__title">"Trash"</h1></header>
            {move || trash.error.get().map(|error| view! { <Failure error=error again=move |()| ask() /> })}
            {list}
            <Show when=move || has_more.get()>
                <p class="orders-more">
                    <Button press="button" kind=ButtonKind::Secondary busy=trash.is_loading on_press=more>"Show older"</Button>
                </p>
            </Show>
            {move || asked.get().map(|item| view! { <Restore item=item asked=asked /> })}
        </div>
    }
}

#[component]
fn Row(item: TrashItem, asked: RwSignal<Option<TrashItem>>) -> impl IntoView {
    let below = (item.pages > 1).then(|| format!(" with {} below", pages_text(i64::from(item.pages) - 1)));
    let label = format!("Restore {}", item.title);
    let wanted = item.clone();
    view! {
        <tr>
            <th scope="row">
                {item.title}
                <span class="pages__sub">{item.url_path}{below}</span>
            </th>
            <td class="pages__wide">{item.kind_label}</td>
            <td><Moment at=item.at /><span class="pages__sub">{item.by}</span></td>
            <td class="pages__wide"><Moment at=item.purge_at /></td>
            <td>
                <Button
                    press="button"
                    kind=ButtonKind::Secondary
                    size=ButtonSize::Small
                    attr:aria-label=label
                    attr:data-testid="restore"
                    on_press=move |_| asked.set(Some(wanted.clone()))
                >
                    "Restore"
                </Button>
            </td>
        </tr>
    }
}

#[component]
fn Restore(item: TrashItem, asked: RwSignal<Option<TrashItem>>) -> impl IntoView {
    let desk = expect_context::<PagesDesk>();
    let attempt = Attempt::new();
    let live_again = RwSignal::new(item.was_live);
    let elsewhere = RwSignal::new(!item.parent_exists);
    let target = RwSignal::new(None::<PlaceItem>);
    let id = item.id;
    let act = move |()| {
        let to_parent = target.get_untracked().map(|place| place.id).filter(|_| elsewhere.get_untracked());
        attempt.run(restore_trash(id, to_parent, live_again.get_untracked()), move |done| {
            asked.set(None);
            match done.made {
                Some(made) => desk.toasts.tell_with_link(done.message, (address::editor(made), "Open it".to_owned())),
                None => desk.toasts.tell(done.message),
            }
            desk.refresh();
        });
    };
    view! {
        <FormDialog
            title=format!("Restore “{}”", item.title)
            submit=Signal::derive(move || format!("Restore {}", pages_text(item.pages.into())))
            ready=Signal::derive(move || !elsewhere.get() || target.get().is_some())
            attempt=attempt
            act=act
            closed=Callback::new(move |()| asked.set(None))
        >
            {(!item.parent_exists).then(|| view! {
                <Notice tone=Tone::Warning title="The page that it stood below is gone. Choose another place." />
            })}
            {item.was_live.then(|| view! { <Tick label="Show to visitors again what they saw before" id="restore-live" value=live_again /> })}
            {item.parent_exists.then(|| view! { <Tick label="Put it somewhere else" id="restore-elsewhere" value=elsewhere /> })}
            {move || elsewhere.get().then(|| view! { <TargetChooser page=None chosen=target label="Below which page" /> })}
        </FormDialog>
    }
}

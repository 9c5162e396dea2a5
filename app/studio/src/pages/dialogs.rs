//! What is asked before something is done to a page.

use super::{
    address,
    described::Described,
    desk::{Attempt, Dialog, PagesDesk},
    frame::FormDialog,
    into_release::IntoRelease,
    many::ManyDialog,
    privacy::PrivacyDialog,
    targets::TargetChooser,
};
use crate::remote::Remote;
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use xpro_api::{KindChoice, MANY_PAGES, PageDeed, PageDone, PagePlace, PlaceItem, Thing, act_on_page, page_place};
use xpro_ui::{Notice, Tone};

/// The dialog that is asked for, if any.
#[component]
pub fn PageDialogs() -> impl IntoView {
    let desk = expect_context::<PagesDesk>();
    move || desk.dialog.get().map(|dialog| view! { <Asked dialog=dialog /> })
}

/// Loads the page that a dialog is about, then shows it.
#[component]
fn Asked(dialog: Dialog) -> AnyView {
    let desk = expect_context::<PagesDesk>();
    let id = match dialog {
        Dialog::Add(id)
        | Dialog::Copy(id)
        | Dialog::Move(id)
        | Dialog::Unpublish(id)
        | Dialog::Delete(id)
        | Dialog::Lock(id)
        | Dialog::Privacy(id) => id,
        Dialog::Many(deed) => return view! { <ManyDialog deed=deed /> }.into_any(),
        Dialog::IntoRelease => return view! { <IntoRelease /> }.into_any(),
    };
    let place = Remote::<Option<PagePlace>>::new();
    place.ask(page_place(Some(id)));
    (move || {
        if let Some(error) = place.error.get() {
            desk.dialog.set(None);
            desk.toasts.tell_error(&error);
            return None;
        }
        let place = place.value.get().flatten()?;
        Some(match dialog {
            Dialog::Add(_) => view! { <Add place=place /> }.into_any(),
            Dialog::Copy(_) => view! { <CopyDialog place=place /> }.into_any(),
            Dialog::Move(_) => view! { <Move place=place /> }.into_any(),
            Dialog::Unpublish(_) => view! { <Unpublish place=place /> }.into_any(),
            Dialog::Delete(_) => view! { <Delete place=place /> }.into_any(),
            Dialog::Privacy(_) => view! { <PrivacyDialog place=place /> }.into_any(),
            Dialog::Lock(_) | Dialog::Many(_) | Dialog::IntoRelease => view! { <LockDialog place=place /> }.into_any(),
        })
    })
    .into_any()
}

/// Does it, closes the dialog and tells.
fn finish(desk: PagesDesk, attempt: Attempt, page: i64, deed: PageDeed, then: impl FnOnce(PageDone) + 'static) {
    attempt.run(act_on_page(page, deed), move |done| {
        desk.dialog.set(None);
        let is_new = done.made.is_some();
        then(done);
        if is_new {
            desk.refresh();
        } else {
            desk.refresh_page(page);
        }
    });
}

fn closed(desk: PagesDesk) -> Callback<()> {
    Callback::new(move |()| desk.dialog.set(None))
}

fn fixed(text: &'static str) -> Signal<String> {
    Signal::derive(move || text.to_owned())
}

#[component]
fn Add(place: PagePlace) -> impl IntoView {
    let desk = expect_context::<PagesDesk>();
    let attempt = Attempt::new();
    let (parent, kinds) = (place.item.id, place.kinds);
    let kind = RwSignal::new(kinds.first().map(|kind| kind.name.clone()).unwrap_or_default());
    let title = RwSignal::new(String::new());
    let described = RwSignal::new(None::<Thing>);
    let targets = kinds.clone();
    let target =
        Memo::new(move |_| targets.iter().find(|entry| kind.with(|kind| *kind == entry.name))?.describes.clone());
    let navigate = use_navigate();
    let act = move |()| {
        let deed = PageDeed::Add {
            kind: kind.get_untracked(),
            title: title.get_untracked().trim().to_owned(),
            describes: described.with_untracked(|thing| thing.as_ref().map(|thing| thing.id)),
        };
        let navigate = navigate.clone();
        finish(desk, attempt, parent, deed, move |done| {
            if let Some(made) = done.made {
                navigate(&address::editor(made), NavigateOptions { resolve: false, ..NavigateOptions::default() });
            }
        });
    };
    let none = kinds.is_empty();
    let choice: Vec<_> = kinds.into_iter().map(|entry| view! { <KindEntry entry=entry kind=kind /> }).collect();
    view! {
        <FormDialog
            title=format!("New page below “{}”", place.item.title)
            submit=fixed("Make the draft")
            ready=Signal::derive(move || !none && title.with(|title| !title.trim().is_empty()))
            attempt=attempt
            act=act
            closed=closed(desk)
        >
            {none.then(|| view! { <Notice title="You may make no page here." /> })}
            <fieldset class="choices"><legend class="field__label">"Type"</legend>{choice}</fieldset>
            <Described kind=kind target=target chosen=described title=title />
            <TextLine label="Title" id="new-title" value=title hint="Visitors see nothing before it is published." />
        </FormDialog>
    }
}

#[component]
fn KindEntry(entry: KindChoice, kind: RwSignal<String>) -> impl IntoView {
    let KindChoice { name, label, .. } = entry;
    let (own, picked) = (name.clone(), name.clone());
    view! {
        <div class="choice">
            <input
                class="choice__box"
                type="radio"
                name="new-kind"
                id=format!("new-{name}")
                prop:checked=move || kind.with(|kind| *kind == own)
                on:change=move |_| kind.set(picked.clone())
            />
            <label class="choice__label" for=format!("new-{name}")>{label}</label>
        </div>
    }
}

/// A line of text in a dialog.
#[component]
pub fn TextLine(
    /// What it is called.
    label: &'static str,
    /// `id` of the field.
    id: &'static str,
    /// What it holds.
    value: RwSignal<String>,
    /// How to fill it in.
    #[prop(optional)]
    hint: &'static str,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let hint_id = format!("{id}-hint");
    let error_id = format!("{id}-error");
    let described = format!("{hint_id} {error_id}");
    view! {
        <div class="field">
            <label class="field__label" for=id>{label}</label>
            {(!hint.is_empty()).then(|| view! { <p class="field__hint" id=hint_id>{hint}</p> })}
            <input
                class="input"
                id=id
                autocomplete="off"
                prop:value=value
                aria-describedby=described
                aria-invalid=move || error.get().is_some().then_some("true")
                on:input=move |event| value.set(event_target_value(&event))
            />
            <p class="field__error" id=error_id>{move || error.get()}</p>
        </div>
    }
}

/// A check box in a dialog.
#[component]
pub fn Tick(
    /// What it switches on.
    #[prop(into)]
    label: String,
    /// `id` of the box.
    #[prop(into)]
    id: String,
    /// Whether it is on.
    value: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <div class="choice">
            <input
                class="choice__box"
                type="checkbox"
                id=id.clone()
                prop:checked=value
                on:change=move |event| value.set(event_target_checked(&event))
            />
            <label class="choice__label" for=id>{label}</label>
        </div>
    }
}

#[component]
fn CopyDialog(place: PagePlace) -> impl IntoView {
    let desk = expect_context::<PagesDesk>();
    let attempt = Attempt::new();
    let page = place.item.id;
    let below = place.pages - 1;
    let title = RwSignal::new(format!("{} (copy)", place.item.title));
    let slug = RwSignal::new(String::new());
    let with_subpages = RwSignal::new(below > 0);
    let above = place.above.last().map(|(id, title)| PlaceItem {
        id: *id,
        title: title.clone(),
        url_path: parent_path(&place.item.url_path),
        kind_label: String::new(),
        live: true,
    });
    let target = RwSignal::new(above);
    let act = move |()| {
        let Some(to_parent) = target.get_untracked().map(|place| place.id) else { return };
        let deed = PageDeed::Copy {
            title: title.get_untracked().trim().to_owned(),
            slug: slug.get_untracked(),
            to_parent,
            with_subpages: with_subpages.get_untracked(),
        };
        finish(desk, attempt, page, deed, move |done| match done.made {
            Some(made) => desk.toasts.tell_with_link(done.message, (address::editor(made), "Open the copy".to_owned())),
            None => desk.toasts.tell(done.message),
        });
    };
    view! {
        <FormDialog
            title=format!("Copy “{}”", place.item.title)
            submit=fixed("Copy")
            ready=Signal::derive(move || title.with(|title| !title.trim().is_empty()) && target.get().is_some())
            attempt=attempt
            act=act
            closed=closed(desk)
        >
            <TextLine label="Title of the copy" id="copy-title" value=title />
            <TextLine label="Last part of its address" id="copy-slug" value=slug hint="Empty makes one that is free." />
            {(below > 0).then(|| view! {
                <Tick
                    label=if below == 1 { "Copy the page below it too".to_owned() } else { format!("Copy the {below} pages below it too") }
                    id="copy-below"
                    value=with_subpages
                />
            })}
            <TargetChooser page=None chosen=target label="Below which page" />
            <p class="field__hint">"Copies are drafts. A copied product page asks for another course before it can be published."</p>
        </FormDialog>
    }
}

/// `/courses/x/` is below `/courses/`.
fn parent_path(path: &str) -> String {
    let trimmed = path.trim_end_matches('/');
    trimmed.rsplit_once('/').map_or_else(|| "/".to_owned(), |(above, _)| format!("{above}/"))
}

#[component]
fn Move(place: PagePlace) -> impl IntoView {
    let desk = expect_context::<PagesDesk>();
    let attempt = Attempt::new();
    let page = place.item.id;
    let target = RwSignal::new(None::<PlaceItem>);
    let slug = place.item.slug.clone();
    let act = move |()| {
        let Some(to_parent) = target.get_untracked().map(|place| place.id) else { return };
        finish(desk, attempt, page, PageDeed::Move { to_parent }, move |done| {
            desk.list.expect_to_lose(page);
            desk.toasts.tell_done(done);
        });
    };
    let what = if place.pages > 1 { format!(" with {} below it", pages_text(place.pages - 1)) } else { String::new() };
    let live = place.live;
    let consequence = move || {
        target.get().map(|target| {
            let to = format!("{}{slug}/", target.url_path);
            let redirects = if live > 0 { " Old addresses lead to the new ones." } else { "" };
            view! { <p class="field__hint" role="status">{format!("Its address becomes {to}.{redirects}")}</p> }
        })
    };
    view! {
        <FormDialog
            title=format!("Move “{}”{what}", place.item.title)
            submit=fixed("Move")
            ready=Signal::derive(move || target.get().is_some())
            attempt=attempt
            act=act
            closed=closed(desk)
        >
            <TargetChooser page=Some(page) chosen=target label="Below which page" />
            {consequence}
        </FormDialog>
    }
}

/// `1 page`, `12 pages`.
pub fn pages_text(count: i64) -> String {
    if count == 1 { "1 page".to_owned() } else { format!("{count} pages") }
}

#[component]
fn Unpublish(place: PagePlace) -> impl IntoView {
    let desk = expect_context::<PagesDesk>();
    let attempt = Attempt::new();
    let page = place.item.id;
    let is_live = place.item.state.is_live();
    let below = place.live - i64::from(is_live);
    let with_descendants = RwSignal::new(!is_live);
    let act = move |()| {
        let deed = PageDeed::Unpublish { with_descendants: with_descendants.get_untracked() };
        finish(desk, attempt, page, deed, move |done| desk.toasts.tell_done(done));
    };
    view! {
        <FormDialog
            title=format!("Take “{}” off the site?", place.item.title)
            submit=fixed("Unpublish")
            danger=true
            ready=Signal::derive(move || is_live || with_descendants.get())
            attempt=attempt
            act=act
            closed=closed(desk)
        >
            <p>{format!("Visitors of {} will not find it any more. Its text stays as a draft; what is scheduled is called off.", place.item.url_path)}</p>
            {(below > 0).then(|| view! {
                <Tick label=format!("Also the {} below it that visitors see", pages_text(below)) id="unpublish-below" value=with_descendants />
            })}
            <Pointing places=place.pointing />
        </FormDialog>
    }
}

/// The pages that lead to what goes.
#[component]
fn Pointing(places: Vec<PlaceItem>) -> impl IntoView {
    (!places.is_empty()).then(|| {
        let rows: Vec<_> = places
            .into_iter()
            .map(|place| view! { <li><a href=address::editor(place.id) target="_blank" rel="external">{place.title}</a>{format!(" {}", place.url_path)}</li> })
            .collect();
        view! {
            <Notice tone=Tone::Warning title="These pages lead there; their links will go nowhere:">
                <ul class="pointing" role="list">{rows}</ul>
            </Notice>
        }
    })
}

#[component]
fn Delete(place: PagePlace) -> impl IntoView {
    let desk = expect_context::<PagesDesk>();
    let attempt = Attempt::new();
    let page = place.item.id;
    let typed = RwSignal::new(String::new());
    let needs_name = place.pages >= MANY_PAGES;
    let site_name = StoredValue::new(place.site_name.clone());
    let ready = Signal::derive(move || !needs_name || site_name.with_value(|name| is_name(&typed.get(), name)));
    let act = move |()| {
        let deed = PageDeed::Delete { typed: typed.get_untracked() };
        finish(desk, attempt, page, deed, move |done| {
            desk.list.expect_to_lose(page);
            desk.toasts.tell_done(done);
        });
    };
    let button = if place.pages == 1 { "Delete".to_owned() } else { format!("Delete {}", pages_text(place.pages)) };
    let live = match place.live {
        0 => String::new(),
        1 if place.pages == 1 => " Visitors see it now.".to_owned(),
        live => format!(" Visitors see {live} of them now."),
    };
    let what = match place.pages {
        1 => "The page goes to the trash.".to_owned(),
        pages => format!("The page and {} below it go to the trash.", pages_text(pages - 1)),
    };
    view! {
        <FormDialog
            title=format!("Delete “{}”?", place.item.title)
            submit=Signal::derive(move || button.clone())
            danger=true
            ready=ready
            attempt=attempt
            act=act
            closed=closed(desk)
        >
            <p>{format!("{what}{live} For 30 days everything can come back from there.")}</p>
            <Pointing places=place.pointing />
            {needs_name.then(|| view! { <ConfirmName name=place.site_name typed=typed /> })}
        </FormDialog>
    }
}

/// Whether what was typed is the name.
pub fn is_name(typed: &str, name: &str) -> bool {
    typed.trim().to_lowercase() == name.trim().to_lowercase()
}

/// The field for the site's name, which makes one think.
#[component]
pub fn ConfirmName(
    /// The site's name.
    name: String,
    /// What is typed.
    typed: RwSignal<String>,
) -> impl IntoView {
    view! {
        <div class="field">
            <label class="field__label" for="confirm-name">{format!("Type “{name}” to delete this many pages")}</label>
            <input
                class="input"
                id="confirm-name"
                autocomplete="off"
                spellcheck="false"
                data-testid="confirm-name"
                prop:value=typed
                on:input=move |event| typed.set(event_target_value(&event))
            />
        </div>
    }
}

#[component]
fn LockDialog(place: PagePlace) -> impl IntoView {
    let desk = expect_context::<PagesDesk>();
    let attempt = Attempt::new();
    let page = place.item.id;
    let reason = RwSignal::new(String::new());
    let act = move |()| {
        let deed = PageDeed::Lock { reason: reason.get_untracked() };
        finish(desk, attempt, page, deed, move |done| desk.toasts.tell_done(done));
    };
    view! {
        <FormDialog
            title=format!("Lock “{}”?", place.item.title)
            submit=fixed("Lock")
            ready=Signal::derive(|| true)
            attempt=attempt
            act=act
            closed=closed(desk)
        >
            <p>"Until you unlock it only you can edit, publish, move or delete it. Everybody sees who locked it."</p>
            <TextLine label="Why (optional)" id="lock-reason" value=reason />
        </FormDialog>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_read_well() {
        assert_eq!(pages_text(1), "1 page");
        assert_eq!(pages_text(12), "12 pages");
    }

    #[test]
    fn the_name_may_be_typed_carelessly() {
        assert!(is_name(" mit xPRO ", "MIT xPRO"));
        assert!(!is_name("", "MIT xPRO"));
    }

    #[test]
    fn the_address_above_is_known() {
        assert_eq!(parent_path("/courses/x/"), "/courses/");
        assert_eq!(parent_path("/x/"), "/");
        assert_eq!(parent_path("/"), "/");
    }
}

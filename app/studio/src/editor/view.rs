//! The page of the editor.

use super::{
    browser,
    conflict::ConflictDialog,
    declared,
    draft::Draft,
    fields,
    frame::EditorBar,
    link::LinkDialog,
    local_copy::{self, LocalCopy},
    outline::{FlawList, Outline},
    panel::{Commander, Panel, Part},
    preview::Preview,
    promote, reveal,
    store::Store,
    together::{Notes, Together},
};
use crate::{failure::Failure, moment::Moment, page, pages::PagesDesk, pause::Pause, remote::Remote};
use leptos::{ev, prelude::*};
use leptos_router::hooks::use_params_map;
use std::time::Duration;
use xpro_api::{ApiError, DraftTheirs, Instant, OpenedPage, open_page};
use xpro_form::Tab;
use xpro_ui::{Button, ButtonKind, ButtonSize, EmptyState, Icon, IconName, Notice, Tone};

/// Quiet time after the last change before mistakes are looked for.
const CHECK_AFTER: Duration = Duration::from_millis(200);

/// The page.
#[component]
pub fn EditorView() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get_str("id").and_then(|id| id.parse::<i64>().ok())));
    let opened = Remote::<OpenedPage>::new();
    let ask = move || {
        let Some(id) = id.get_untracked() else { return };
        opened.ask(async move {
            // Both are asked for at once; the declarations come once.
            let declared = async { declared::fetched().await.map(drop) };
            let page = open_page(id);
            futures::join(declared, page).await
        });
    };
    Effect::new(move |_| {
        id.track();
        opened.value.set(None);
        ask();
    });
    let body = move || {
        if id.get().is_none() {
            return view! { <NoSuchPage /> }.into_any();
        }
        match (opened.value.get(), opened.error.get()) {
            (Some(page), _) => match declared::known().and_then(|all| Store::new(all, &page)) {
                Some(store) => view! { <Editor page=page store=store /> }.into_any(),
                None => view! { <NoSuchKind kind=page.kind /> }.into_any(),
            },
            (None, Some(ApiError::NotFound)) => view! { <NoSuchPage /> }.into_any(),
            (None, Some(error)) => {
                view! { <div class="desk-page"><Failure error=error again=move |()| ask() /></div> }.into_any()
            }
            (None, None) => view! { <Waiting /> }.into_any(),
        }
    };
    view! { {body} }
}

/// Waits for both, one beside the other.
mod futures {
    use std::{
        future::{Future, poll_fn},
        pin::pin,
        task::Poll,
    };
    use xpro_api::ApiError;

    /// The second answer, once both have come; the first error when there is one.
    pub async fn join<T>(
        first: impl Future<Output = Result<(), ApiError>>,
        second: impl Future<Output = Result<T, ApiError>>,
    ) -> Result<T, ApiError> {
        let (mut first, mut second) = (pin!(first), pin!(second));
        let (mut is_first_done, mut answer) = (false, None);
        poll_fn(move |context| {
            if !is_first_done && let Poll::Ready(done) = first.as_mut().poll(context) {
                if let Err(error) = done {
                    return Poll::Ready(Err(error));
                }
                is_first_done = true;
            }
            if answer.is_none()
                && let Poll::Ready(done) = second.as_mut().poll(context)
            {
                answer = Some(done);
            }
            match (is_first_done, answer.take()) {
                (true, Some(done)) => Poll::Ready(done),
                (_, waiting) => {
                    answer = waiting;
                    Poll::Pending
                }
            }
        })
        .await
    }
}

#[component]
fn Editor(page: OpenedPage, store: Store) -> impl IntoView {
    let tab = RwSignal::new(Tab::Content);
    // On narrow screens one side is shown at a time.
    let side = RwSignal::new(false);
    let part = RwSignal::new(None::<Part>);
    let draft = Draft::new(store, &page);
    let copy = local_copy::find(page.id, &page.document);
    let commander = Commander::new(draft);
    let desk = expect_context::<PagesDesk>();
    Effect::watch(move || desk.changed.get(), move |_, _, _| commander.look_again(), false);
    Together::begin(draft, part);
    reveal::follow(store, tab, side);
    reveal::named_in_address(store);
    check_after_changes(store);
    shortcuts(draft, part);
    page::name(move || {
        let title = store.text("title");
        if title.trim().is_empty() { "Untitled page".to_owned() } else { title }
    });
    let faults = page.faults.clone();
    let url_path = page.url_path.clone();
    view! {
        <div class="editor" class:editor--preview=side>
            <EditorBar draft=draft above=page.above.clone() part=part side=side />
            <div class="editor__form" id="editor-form">
                <Notes />
                <Notices draft=draft copy=copy opened=page.clone() faults=faults />
                <TabList store=store tab=tab />
                <Outline store=store />
                {tab_panel(store, Tab::Content, tab, ().into_any())}
                {tab_panel(store, Tab::Promote, tab, promote::address(draft, url_path))}
                {tab_panel(store, Tab::Settings, tab, promote::price(draft))}
            </div>
            <Preview store=store side=side />
            <p class="visually-hidden" role="status" aria-live="polite" data-testid="announced">{move || store.announced.get()}</p>
            <Removed store=store />
        </div>
        <LinkDialog store=store />
        <ConflictDialog draft=draft />
        <Panel commander=commander part=part />
    }
}

pub fn check_after_changes(store: Store) {
    let pause = Pause::new();
    Effect::watch(move || store.changes.get(), move |_, _, _| pause.then(CHECK_AFTER, move || store.check()), false);
    on_cleanup(move || pause.stop());
}

/// Undo, redo, save, publish from the keyboard. Undo is ours in fields too: the browser's own knows one field only.
fn shortcuts(draft: Draft, part: RwSignal<Option<Part>>) {
    let store = draft.store;
    let handle = window_event_listener(ev::keydown, move |event| {
        if !(event.ctrl_key() || event.meta_key())
            || event.alt_key()
            || event.is_composing()
            || event.default_prevented()
        {
            return;
        }
        // In a dialog the browser's own undo is meant.
        if browser::target_element(&event).is_some_and(|element| element.closest("dialog").ok().flatten().is_some()) {
            return;
        }
        let key = event.key().to_lowercase();
        match (key.as_str(), event.shift_key()) {
            ("z", false) => store.undo(),
            ("z", true) | ("y", false) => store.redo(),
            ("s", false) => draft.save(),
            ("enter", false) => part.set(Some(Part::Publish)),
            _ => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || handle.remove());
}

/// The tabs that have something in them, with how much is wrong there.
#[component]
fn TabList(store: Store, tab: RwSignal<Tab>) -> impl IntoView {
    let entry = |this: Tab, name: &'static str| {
        has_anything(store, this).then(|| {
            view! {
                <button
                    class="tabs__tab"
                    type="button"
                    role="tab"
                    id=format!("tab-{name}")
                    aria-controls=format!("panel-{name}")
                    aria-selected=move || if tab.get() == this { "true" } else { "false" }
                    on:click=move |_| tab.set(this)
                >
                    {name}
                    {tab_badge(store, this)}
                </button>
            }
        })
    };
    view! {
        <div class="tabs editor__tabs">
            <div class="tabs__list" role="tablist" aria-label="Parts of the form" on:keydown=move |event| browser::move_in_tabs(&event)>
                {TABS.map(|(this, name)| entry(this, name))}
            </div>
        </div>
    }
}

const TABS: [(Tab, &str); 3] = [(Tab::Content, "Content"), (Tab::Promote, "Promote"), (Tab::Settings, "Settings")];

fn has_anything(store: Store, tab: Tab) -> bool {
    tab != Tab::Settings || promote::has_price(store) || store.form().fields.iter().any(|field| field.tab == tab)
}

fn tab_badge(store: Store, tab: Tab) -> AnyView {
    let count = Memo::new(move |_| {
        let is_here = |path: &str| {
            let top = path.split('/').next().unwrap_or_default();
            store.form().field(top).is_some_and(|field| field.tab == tab)
        };
        store.known_flaws().iter().filter(|flaw| flaw.is_error && is_here(&flaw.path)).count()
    });
    let shown = move || {
        let count = count.get();
        (count > 0).then(|| view! { <span class="flaw-count flaw-count--error">{count}<span class="visually-hidden">" errors"</span></span> })
    };
    shown.into_any()
}

fn tab_panel(store: Store, this: Tab, tab: RwSignal<Tab>, more: AnyView) -> AnyView {
    let name = TABS.iter().find(|(tab, _)| *tab == this).map_or("", |(_, name)| name);
    let fields: Vec<_> = store
        .form()
        .fields
        .iter()
        .filter(|field| field.tab == this)
        .map(|field| fields::field(store, field, field.name.to_string()))
        .collect();
    view! {
        <div
            class="editor__panel"
            role="tabpanel"
            id=format!("panel-{name}")
            aria-labelledby=format!("tab-{name}")
            hidden=move || tab.get() != this
        >
            {more}
            {fields}
        </div>
    }
    .into_any()
}

/// What must be known before one writes.
#[component]
fn Notices(
    draft: Draft,
    copy: Option<(String, LocalCopy)>,
    opened: OpenedPage,
    faults: Vec<(String, String)>,
) -> impl IntoView {
    let store = draft.store;
    let together = expect_context::<Together>();
    let kept = RwSignal::new(copy);
    let opened = StoredValue::new(opened);
    let throw_away = move |key: &str| {
        local_copy::forget(key);
        kept.set(None);
    };
    let bring_back = move |key: &str, copy: &LocalCopy| {
        kept.set(None);
        let (version, by, at, document) = opened.with_value(|page| {
            (page.version, page.standing.saved_by.clone(), page.standing.saved_at, page.document.clone())
        });
        if copy.version != version {
            let theirs = DraftTheirs { version, by, at: at.unwrap_or(Instant(0)), document };
            draft.collide((copy.version, copy.base.clone()), theirs);
        }
        draft.bring_back(key, copy);
    };
    let lock = move || store.standing.with(|standing| standing.lock.clone()).filter(|_| store.is_readonly());
    let flaws = Signal::derive(move || store.blockers.get().unwrap_or_default());
    view! {
        {move || kept.get().map(|(key, copy)| {
            let (at, own_key) = (Instant(copy.at as i64), key.clone());
            view! {
                <Notice tone=Tone::Warning title="This browser has text that was never saved">
                    <p>"Written "<Moment at=at exact=true />" and not sent to the server. Nothing of it is lost."</p>
                    <div class="editor__choices" data-testid="local-copy">
                        <Button press="button" size=ButtonSize::Small on_press=move |_| bring_back(&own_key, &copy)>"Bring it back"</Button>
                        <Button press="button" kind=ButtonKind::Quiet size=ButtonSize::Small on_press=move |_| throw_away(&key)>"Throw it away"</Button>
                    </div>
                </Notice>
            }
        })}
        {move || lock().map(|lock| view! {
            <Notice tone=Tone::Info title=format!("{} locked this page", lock.name)>
                <p>"Since "<Moment at=lock.at />". You can read it. "{lock.reason}</p>
            </Notice>
        })}
        {move || (store.is_readonly() && lock().is_none() && !together.is_in_review()).then(|| view! {
            <Notice tone=Tone::Info title="For reading only">"Your groups may not edit this page as it stands."</Notice>
        })}
        {(!faults.is_empty()).then(|| view! {
            <Notice tone=Tone::Warning title="Some of this page cannot be understood">
                <ul>{faults.into_iter().map(|(place, why)| view! { <li><code>{place}</code>": "{why}</li> }).collect::<Vec<_>>()}</ul>
            </Notice>
        })}
        <Show when=move || flaws.with(|flaws| !flaws.is_empty())>
            <div class="editor__flaws" role="region" aria-label="What keeps the page from being published">
                <p class="editor__flaws-title">"Before this can be published"</p>
                <FlawList store=store flaws=flaws />
            </div>
        </Show>
    }
}

/// A deleted entry can be brought back for a while without looking for the button.
#[component]
pub fn Removed(store: Store) -> impl IntoView {
    let pause = Pause::new();
    Effect::new(move |_| {
        if store.removed.with(Option::is_some) {
            pause.then(Duration::from_secs(8), move || store.removed.set(None));
        }
    });
    on_cleanup(move || pause.stop());
    move || {
        store.removed.get().map(|name| {
            view! {
                <div class="undo-toast" data-testid="removed">
                    <span>{name}" deleted"</span>
                    <Button press="button" kind=ButtonKind::Secondary size=ButtonSize::Small on_press=move |_| store.undo()>
                        <Icon name=IconName::Undo />
                        "Undo"
                    </Button>
                </div>
            }
        })
    }
}

#[component]
fn Waiting() -> impl IntoView {
    view! {
        <div class="desk-page">
            <div class="waiting" data-testid="waiting">
                <p class="visually-hidden" role="status">"Opening the page"</p>
                <div class="waiting__line"></div>
                <div class="waiting__line waiting__line--tall"></div>
                <div class="waiting__line waiting__line--tall"></div>
            </div>
        </div>
    }
}

#[component]
fn NoSuchPage() -> impl IntoView {
    view! {
        <div class="desk-page">
            <EmptyState title="There is no such page" text="It may have been deleted, or your groups may not see it." icon=IconName::Document />
        </div>
    }
}

#[component]
fn NoSuchKind(kind: String) -> impl IntoView {
    let text = format!("Its kind is “{kind}”, which this program does not know. Load the studio again.");
    view! {
        <div class="desk-page">
            <EmptyState title="This page cannot be edited here" text=text icon=IconName::Document />
        </div>
    }
}

//! Links that show the draft to people without an account.

use super::Together;
use crate::{failure::Failure, moment::Moment, remote::Remote};
use js_sys::{Function, Reflect};
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::{JsCast as _, JsValue};
use xpro_api::{
    ApiError, PreviewLinkInput, PreviewLinkItem, RevisionItem, list_preview_links, make_preview_link, page_revisions,
    revoke_preview_link,
};
use xpro_ui::{Badge, Button, ButtonKind, ButtonSize, EmptyState, IconName, Notice, Tone};

/// How long a link may open: hours and words.
const LIVES: [(u32, &str); 5] = [(1, "An hour"), (24, "A day"), (72, "3 days"), (168, "A week"), (720, "30 days")];
/// Chosen at first.
const USUAL_LIFE: u32 = 168;

/// The links of the page, and a form for another.
#[component]
pub fn Links() -> impl IntoView {
    let page = expect_context::<Together>().page();
    let links = Remote::<Vec<PreviewLinkItem>>::new();
    let versions = Remote::<Vec<RevisionItem>>::new();
    let ask = move || links.ask(list_preview_links(page));
    ask();
    versions.ask(page_revisions(page, None));
    let error = RwSignal::new(None::<ApiError>);
    // The address of the link that was just made, with its key.
    let made = RwSignal::new(None::<(i64, String)>);
    let revoke = Callback::new(move |link: i64| {
        spawn_local(async move {
            match revoke_preview_link(page, link).await {
                Ok(list) => {
                    // The panel may be closed by now.
                    if links.value.try_set(Some(list)).is_none() {
                        made.update(|made| drop(made.take_if(|(id, _)| *id == link)));
                    }
                }
                Err(failed) => drop(error.try_set(Some(failed))),
            }
        });
    });
    let list = move || {
        let all = links.value.get().unwrap_or_default();
        if all.is_empty() {
            return view! { <EmptyState title="No links yet" text="A link shows this page, and nothing else, to whoever has it, without an account." icon=IconName::Link /> }.into_any();
        }
        let rows: Vec<_> = all.into_iter().map(|item| row(item, revoke)).collect();
        view! { <ol class="versions" data-testid="preview-links">{rows}</ol> }.into_any()
    };
    view! {
        {form(page, links, versions, made, error)}
        {move || error.get().map(|failed| view! { <Failure error=failed again=move |()| error.set(None) /> })}
        {move || links.error.get().map(|failed| view! { <Failure error=failed again=move |()| ask() /> })}
        {list}
    }
}

fn form(
    page: i64,
    links: Remote<Vec<PreviewLinkItem>>,
    versions: Remote<Vec<RevisionItem>>,
    made: RwSignal<Option<(i64, String)>>,
    error: RwSignal<Option<ApiError>>,
) -> AnyView {
    let (note, hours, revision) = (RwSignal::new(String::new()), RwSignal::new(USUAL_LIFE), RwSignal::new(None::<i64>));
    let is_busy = RwSignal::new(false);
    let make = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        error.set(None);
        let input = PreviewLinkInput {
            page,
            revision: revision.get_untracked(),
            hours: hours.get_untracked(),
            note: note.get_untracked(),
        };
        spawn_local(async move {
            let answer = make_preview_link(input).await;
            if is_busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(link) => {
                    let origin = window().location().origin().unwrap_or_default();
                    // The newest has the highest key.
                    let id = link.links.iter().map(|item| item.id).max().unwrap_or_default();
                    made.set(Some((id, format!("{origin}{}", link.path))));
                    links.value.set(Some(link.links));
                    note.set(String::new());
                }
                Err(failed) => error.set(Some(failed)),
            }
        });
    };
    let lives: Vec<_> = LIVES
        .map(|(hours, name)| view! { <option value=hours.to_string() selected={hours == USUAL_LIFE}>{name}</option> })
        .into();
    let texts = move || {
        let kept = versions.value.get().unwrap_or_default();
        kept.into_iter()
            .map(|item| {
                let name = match (item.state.as_str(), item.label.is_empty()) {
                    ("rolling", _) => "The draft as it is now, whatever is written later".to_owned(),
                    (_, true) => format!("Version {}", item.id),
                    (_, false) => item.label,
                };
                view! { <option value=item.id.to_string()>{name}</option> }
            })
            .collect::<Vec<_>>()
    };
    view! {
        <form class="links__form" on:submit=make>
            <div class="edit-field">
                <label class="edit-field__label" for="link-text">"What it shows"</label>
                <select class="input" id="link-text" on:change=move |event| revision.set(event_target_value(&event).parse().ok())>
                    <option value="">"The draft as it is when they look"</option>
                    {texts}
                </select>
            </div>
            <div class="edit-field">
                <label class="edit-field__label" for="link-life">"How long it works"</label>
                <select class="input" id="link-life" on:change=move |event| hours.set(event_target_value(&event).parse().unwrap_or(USUAL_LIFE))>
                    {lives}
                </select>
            </div>
            <div class="edit-field">
                <label class="edit-field__label" for="link-note">"For whom (only you and other editors see it)"</label>
                <input class="input" id="link-note" maxlength="200" prop:value=note on:input=move |event| note.set(event_target_value(&event)) />
            </div>
            <Button size=ButtonSize::Small busy=is_busy attr:data-testid="make-link">"Make a link"</Button>
        </form>
        {move || made.get().map(|(_, address)| view! {
            <Notice tone=Tone::Success title="Copy the link now: it is not shown again" announce=true>
                <div class="link-address__line">
                    <input class="input" readonly aria-label="The link" data-testid="link-address" prop:value=address.clone() />
                    <Button press="button" kind=ButtonKind::Secondary size=ButtonSize::Small on_press=move |_| copy(&address)>"Copy"</Button>
                </div>
            </Notice>
        })}
    }
    .into_any()
}

/// `Opened once, last `, `Opened 3 times, last `.
fn opened(uses: i64) -> String {
    if uses == 1 { "Opened once, ".to_owned() } else { format!("Opened {uses} times, last ") }
}

fn row(item: PreviewLinkItem, revoke: Callback<i64>) -> AnyView {
    let (tone, word) = match (item.open, item.revoked) {
        (true, _) => (Tone::Success, "Works"),
        (false, true) => (Tone::Neutral, "Revoked"),
        (false, false) => (Tone::Neutral, "Expired"),
    };
    let title = if item.note.is_empty() { "A link".to_owned() } else { item.note };
    let what = item.version.map_or_else(|| "the draft".to_owned(), |version| format!("“{version}”"));
    let id = item.id;
    view! {
        <li class="versions__item">
            <p class="versions__title">{title}" "<Badge tone=tone>{word}</Badge></p>
            <p class="versions__meta">"Shows "{what}". Made by "{item.made_by}" "<Moment at=item.made_at />", works until "<Moment at=item.expires_at />"."</p>
            <p class="versions__meta">
                {match item.last_used_at {
                    Some(at) => view! { {opened(item.uses)}<Moment at=at /> }.into_any(),
                    None => "Nobody has opened it.".into_any(),
                }}
            </p>
            {item.open.then(|| view! {
                <div class="versions__acts">
                    <Button press="button" kind=ButtonKind::Quiet size=ButtonSize::Small attr:data-testid="revoke-link" on_press=move |_| revoke.run(id)>"Revoke"</Button>
                </div>
            })}
        </li>
    }
    .into_any()
}

/// Puts a text on the clipboard. Where the browser does not let us, people copy what they see.
fn copy(text: &str) {
    let get = |object: &JsValue, name: &str| Reflect::get(object, &JsValue::from_str(name)).ok();
    let clipboard = get(&js_sys::global(), "navigator").and_then(|navigator| get(&navigator, "clipboard"));
    let Some(clipboard) = clipboard.filter(JsValue::is_object) else { return };
    if let Some(write) = get(&clipboard, "writeText").and_then(|write| write.dyn_into::<Function>().ok()) {
        // What comes of it is a promise that nobody waits for.
        let _ = write.call1(&clipboard, &JsValue::from_str(text));
    }
}

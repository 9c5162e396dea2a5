//! One document: its title, where it is used, its file.

use super::{
    facts::{LineField, TagsField},
    image::{FileFact, take_over},
    parts::UsedOn,
    queue::{UploadError, send_file},
    size::size_text,
};
use crate::{failure::Failure, leave, moment::Moment, page, paths, remote::Remote};
use leptos::{ev, html, prelude::*, task::spawn_local};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_params_map},
};
use xpro_api::{
    ApiError, DocumentItem, LibraryDetail, UploadAnswer, delete_document, document_detail, update_document,
};
use xpro_ui::{Button, ButtonKind, ButtonSize, Icon, IconName, Notice, Tone};

/// The page.
#[component]
pub fn DocumentView() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").and_then(|id| id.parse::<i64>().ok())));
    let loaded = Remote::<LibraryDetail<DocumentItem>>::new();
    let ask = move || {
        if let Some(id) = id.get_untracked() {
            loaded.ask(document_detail(id));
        }
    };
    Effect::new(move |_| match id.get() {
        Some(_) => ask(),
        None => loaded.error.set(Some(ApiError::NotFound)),
    });
    page::name(move || {
        loaded.value.with(|detail| detail.as_ref().map_or("Document".to_owned(), |detail| detail.item.title.clone()))
    });
    view! {
        <div class="desk-page">
            <p class="desk-page__back">
                <a href=paths::DOCUMENTS><Icon name=IconName::ArrowLeft />"Documents"</a>
            </p>
            {move || loaded.error.get().map(|error| view! { <Failure error=error again=move |()| ask() /> })}
            {move || loaded.value.get().map(|detail| view! { <Detail detail=detail loaded=loaded /> })}
        </div>
    }
}

#[component]
fn Detail(detail: LibraryDetail<DocumentItem>, loaded: Remote<LibraryDetail<DocumentItem>>) -> impl IntoView {
    let item = detail.item;
    let (url, shown_url, created_at) = (item.url.clone(), item.url.clone(), item.created_at);
    let size = format!("{}, {}", size_text(item.file_size), item.format);
    let uses = item.uses;
    let (id, may_change) = (item.id, detail.may_change);
    let readonly = Signal::derive(move || !may_change);
    let (title, tags) = (RwSignal::new(item.title.clone()), RwSignal::new(item.tags.clone()));
    let kept = RwSignal::new((item.title.clone(), item.tags.clone()));
    let is_changed =
        move || kept.with(|(kept, kept_tags)| title.with(|title| title != kept) || tags.with(|tags| tags != kept_tags));
    leave::guard(is_changed);
    let busy = RwSignal::new(false);
    let outcome = RwSignal::new(None::<Result<String, String>>);
    let save = move |event: ev::SubmitEvent| {
        event.prevent_default();
        busy.set(true);
        spawn_local(async move {
            let sent = (title.get_untracked(), tags.get_untracked());
            let answer = update_document(id, sent.0.clone(), sent.1.clone()).await;
            // The screen may be gone by now.
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(item) => {
                    take_over(title, &sent.0, &item.title);
                    take_over(tags, &sent.1, &item.tags);
                    kept.set((item.title, item.tags));
                    outcome.set(Some(Ok("Saved.".to_owned())));
                }
                Err(error) => outcome.set(Some(Err(error.to_string()))),
            }
        });
    };
    let shown = move || {
        outcome.get().map(|outcome| match outcome {
            Ok(text) => view! { <Notice tone=Tone::Success title=text announce=true /> }.into_any(),
            Err(text) => view! { <Notice tone=Tone::Danger title=text announce=true /> }.into_any(),
        })
    };
    view! {
        <header class="desk-page__head">
            <h1 class="desk-page__title">{title.get_untracked()}</h1>
        </header>
        <div class="outcome" data-testid="outcome">{shown}</div>
        <div class="library-detail library-detail--even">
            <form class="library-form" on:submit=save>
                <LineField label="Title" id="document-title" value=title readonly=readonly />
                <TagsField id="document-tags" tags=tags known=Signal::derive(Vec::new) readonly=readonly />
                <div class="library-form__acts">
                    <Button busy=busy disabled=readonly>"Save"</Button>
                    <p class="library-muted">{move || if is_changed() { "Not saved yet" } else { "" }}</p>
                </div>
            </form>
            <div class="library-detail__side">
                <section class="panel" aria-labelledby="used-on">
                    <h2 class="panel__title" id="used-on">"Used on"</h2>
                    <UsedOn usage=detail.usage total=uses noun="document" />
                </section>
                <section class="panel" aria-labelledby="document-file">
                    <h2 class="panel__title" id="document-file">"File"</h2>
                    <dl class="facts facts--stacked">
                        <FileFact label="Address"><a href=url rel="external">{shown_url}</a></FileFact>
                        <FileFact label="Size">{size}</FileFact>
                        <FileFact label="Added"><Moment at=created_at /></FileFact>
                    </dl>
                    {may_change.then(|| view! { <FileActs item=item.clone() outcome=outcome loaded=loaded is_changed=Signal::derive(is_changed) /> })}
                </section>
            </div>
        </div>
    }
}

#[component]
fn FileActs(
    item: DocumentItem,
    outcome: RwSignal<Option<Result<String, String>>>,
    loaded: Remote<LibraryDetail<DocumentItem>>,
    is_changed: Signal<bool>,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let dialog = NodeRef::<html::Dialog>::new();
    let sending = RwSignal::new(None::<u32>);
    let busy = RwSignal::new(false);
    let (id, uses) = (item.id, item.uses);
    let picked = move |_: ev::Event| {
        let file = input.get_untracked().and_then(|input| input.files()).and_then(|files| files.get(0));
        let Some(file) = file else { return };
        if let Some(input) = input.get_untracked() {
            input.set_value("");
        }
        sending.set(Some(0));
        // Nobody watches any more when this fails.
        let progress = move |percent| {
            let _ = sending.try_set(Some(percent));
        };
        let done = move |answer: Result<UploadAnswer<DocumentItem>, UploadError>| {
            if sending.try_set(None).is_some() {
                return;
            }
            match answer {
                Ok(_) => loaded.ask(document_detail(id)),
                Err(error) => outcome.set(Some(Err(error.text))),
            }
        };
        send_file::<DocumentItem>(&file, &format!("?replace={id}"), progress, done);
    };
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let navigate = use_navigate();
    let delete = move |_| {
        busy.set(true);
        let navigate = navigate.clone();
        spawn_local(async move {
            let answer = delete_document(id, uses > 0).await;
            if busy.try_set(false).is_some() {
                return;
            }
            close();
            match answer {
                Ok(_) => navigate(paths::DOCUMENTS, NavigateOptions { resolve: false, ..NavigateOptions::default() }),
                Err(error) => outcome.set(Some(Err(error.to_string()))),
            }
        });
    };
    let choose = move |_| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    let ask_first = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            // A dialog that is open already stays open.
            let _ = dialog.show_modal();
        }
    };
    let warning = match uses {
        0 => "No page links to it.".to_owned(),
        1 => "One page links to it; that link will lead nowhere.".to_owned(),
        uses => format!("{uses} pages link to it; those links will lead nowhere."),
    };
    let replace_label = move || sending.get().map_or("Replace the file".to_owned(), |sent| format!("Sending {sent} %"));
    view! {
        <div class="library-form__acts">
            <input class="visually-hidden" tabindex="-1" aria-hidden="true" type="file" node_ref=input on:change=picked />
            <Button
                press="button"
                kind=ButtonKind::Secondary
                size=ButtonSize::Small
                busy=Signal::derive(move || sending.get().is_some())
                // The answer draws the form anew, so what is typed must be saved first.
                disabled=is_changed
                on_press=choose
            >
                <Icon name=IconName::Refresh />
                {replace_label}
            </Button>
            <Button press="button" kind=ButtonKind::Quiet size=ButtonSize::Small on_press=ask_first>"Delete"</Button>
        </div>
        <p class="library-muted">"Replacing keeps the address, so every link leads to the new file."</p>
        <dialog class="shortcuts library-dialog" node_ref=dialog aria-labelledby="delete-title">
            <h2 class="shortcuts__title" id="delete-title">{format!("Delete “{}”?", item.title)}</h2>
            <p>{warning}</p>
            <p>"This cannot be undone."</p>
            <div class="library-form__acts">
                <Button press="button" kind=ButtonKind::Danger busy=busy on_press=delete>"Delete the document"</Button>
                <Button press="button" kind=ButtonKind::Secondary on_press=move |_| close()>"Keep it"</Button>
            </div>
        </dialog>
    }
}

//! One document: its title, where it is used, its file.

use super::{
    facts::{LineField, TagsField},
    field::{Clash, Field, Outcome, by_of},
    image::FileFact,
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
    ApiError, DocumentForm, DocumentItem, LibraryClash, LibraryDetail, LibraryOutcome, UploadAnswer, delete_document,
    document_detail, update_document,
};
use xpro_ui::{Button, ButtonKind, ButtonSize, Icon, IconName};

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
            {move || loaded.value.get().map(|detail| view! { <Detail detail=detail /> })}
        </div>
    }
}

/// What the form holds.
#[derive(Clone, Copy)]
struct Form {
    id: i64,
    title: Field<String>,
    tags: Field<Vec<String>>,
    /// The document as it was loaded or last replaced: what does not follow from the form.
    file: RwSignal<DocumentItem>,
    busy: RwSignal<bool>,
    outcome: RwSignal<Option<Result<String, String>>>,
    clashes: RwSignal<Vec<Clash>>,
}

impl Form {
    fn new(item: &DocumentItem) -> Self {
        Form {
            id: item.id,
            title: Field::new(&item.title),
            tags: Field::new(&item.tags),
            file: RwSignal::new(item.clone()),
            busy: RwSignal::new(false),
            outcome: RwSignal::new(None),
            clashes: RwSignal::new(Vec::new()),
        }
    }

    fn is_changed(self) -> bool {
        self.title.is_changed() || self.tags.is_changed()
    }

    fn began(self) -> DocumentForm {
        DocumentForm { title: self.title.began.get_untracked(), tags: self.tags.began.get_untracked() }
    }

    fn shown(self) -> DocumentForm {
        DocumentForm { title: self.title.shown.get_untracked(), tags: self.tags.shown.get_untracked() }
    }

    fn save(self) {
        let (began, sent) = (self.began(), self.shown());
        self.busy.set(true);
        spawn_local(async move {
            let answer = update_document(self.id, began.clone(), sent.clone()).await;
            // The screen may be gone by now.
            if self.busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(LibraryOutcome::Saved { item }) => self.settle(&began, &sent, &item),
                Ok(LibraryOutcome::Conflict { clashes, item }) => self.collide(&clashes, &item),
                Err(error) => self.outcome.set(Some(Err(error.to_string()))),
            }
        });
    }

    fn settle(self, began: &DocumentForm, sent: &DocumentForm, kept: &DocumentItem) {
        self.title.settle((&began.title, &sent.title), &kept.title);
        self.tags.settle((&began.tags, &sent.tags), &kept.tags);
        self.clashes.set(Vec::new());
        self.outcome.set(Some(Ok("Saved.".to_owned())));
    }

    fn collide(self, told: &[LibraryClash], theirs: &DocumentItem) {
        self.meet(theirs);
        let by = |field| by_of(told, field);
        let clashes = [
            by("title").map(|by| self.title.clash(("title", by), &theirs.title, Clone::clone)),
            by("tags").map(|by| self.tags.clash(("tags", by), &theirs.tags, |tags| tags.join(", "))),
        ];
        self.outcome.set(None);
        self.clashes.set(clashes.into_iter().flatten().collect());
    }

    fn meet(self, theirs: &DocumentItem) {
        self.title.meet(&theirs.title);
        self.tags.meet(&theirs.tags);
    }

    /// Other bytes are behind the document. What is typed stays.
    fn replaced(self, item: DocumentItem) {
        self.meet(&item);
        self.file.set(item);
        self.outcome.set(Some(Ok("The file is replaced.".to_owned())));
    }
}

#[component]
fn Detail(detail: LibraryDetail<DocumentItem>) -> impl IntoView {
    let item = detail.item;
    let (uses, may_change) = (item.uses, detail.may_change);
    let readonly = Signal::derive(move || !may_change);
    let form = Form::new(&item);
    leave::guard(move || form.is_changed());
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        form.save();
    };
    view! {
        <header class="desk-page__head">
            <h1 class="desk-page__title">{form.title.began}</h1>
        </header>
        <Outcome outcome=form.outcome clashes=form.clashes />
        <div class="library-detail library-detail--even">
            <form class="library-form" on:submit=submit>
                <LineField label="Title" id="document-title" value=form.title.shown readonly=readonly />
                <TagsField id="document-tags" tags=form.tags.shown known=Signal::derive(Vec::new) readonly=readonly />
                <div class="library-form__acts">
                    <Button busy=form.busy disabled=readonly>"Save"</Button>
                    <p class="library-muted">{move || if form.is_changed() { "Not saved yet" } else { "" }}</p>
                </div>
            </form>
            <div class="library-detail__side">
                <section class="panel" aria-labelledby="used-on">
                    <h2 class="panel__title" id="used-on">"Used on"</h2>
                    <UsedOn usage=detail.usage total=uses noun="document" />
                </section>
                <section class="panel" aria-labelledby="document-file">
                    <h2 class="panel__title" id="document-file">"File"</h2>
                    {move || form.file.with(file_facts)}
                    {may_change.then(|| view! { <FileActs item=item form=form /> })}
                </section>
            </div>
        </div>
    }
}

fn file_facts(file: &DocumentItem) -> impl IntoView + use<> {
    let (url, shown_url, created_at) = (file.url.clone(), file.url.clone(), file.created_at);
    let size = format!("{}, {}", size_text(file.file_size), file.format);
    view! {
        <dl class="facts facts--stacked">
            <FileFact label="Address"><a href=url rel="external">{shown_url}</a></FileFact>
            <FileFact label="Size">{size}</FileFact>
            <FileFact label="Added"><Moment at=created_at /></FileFact>
        </dl>
    }
}

#[component]
fn FileActs(item: DocumentItem, form: Form) -> impl IntoView {
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
                Ok(UploadAnswer::Added(item) | UploadAnswer::Duplicate(item) | UploadAnswer::Replaced(item)) => {
                    form.replaced(item);
                }
                Err(error) => form.outcome.set(Some(Err(error.text))),
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
                Err(error) => form.outcome.set(Some(Err(error.to_string()))),
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

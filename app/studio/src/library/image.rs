//! One picture: what must be seen of it, what it says, where it is used.

use super::{
    facts::{LineField, TagsField},
    field::{Clash, Field, Outcome, by_of},
    focal::{FocalEditor, focus_text},
    parts::UsedOn,
    queue::{UploadError, Uploadable as _, send_file},
    size::size_text,
};
use crate::{failure::Failure, leave, moment::Moment, page, paths, remote::Remote};
use leptos::{ev, html, prelude::*, task::spawn_local};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_params_map},
};
use xpro_api::{
    ApiError, FocusArea, ImageForm, ImageItem, LibraryClash, LibraryDetail, LibraryOutcome, UploadAnswer, delete_image,
    image_detail, update_image,
};
use xpro_ui::{Button, ButtonKind, ButtonSize, Icon, IconName, LinkButton};

/// The page.
#[component]
pub fn ImageView() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").and_then(|id| id.parse::<i64>().ok())));
    let loaded = Remote::<LibraryDetail<ImageItem>>::new();
    let ask = move || {
        if let Some(id) = id.get_untracked() {
            loaded.ask(image_detail(id));
        }
    };
    Effect::new(move |_| match id.get() {
        Some(_) => ask(),
        None => loaded.error.set(Some(ApiError::NotFound)),
    });
    page::name(move || {
        loaded.value.with(|detail| detail.as_ref().map_or("Image".to_owned(), |detail| detail.item.title.clone()))
    });
    view! {
        <div class="desk-page">
            <p class="desk-page__back">
                <a href=paths::IMAGES><Icon name=IconName::ArrowLeft />"Images"</a>
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
    alt: Field<String>,
    tags: Field<Vec<String>>,
    focus: Field<FocusArea>,
    /// The picture as it was loaded or last replaced: what does not follow from the form.
    file: RwSignal<ImageItem>,
    busy: RwSignal<bool>,
    outcome: RwSignal<Option<Result<String, String>>>,
    clashes: RwSignal<Vec<Clash>>,
}

impl Form {
    fn new(item: &ImageItem) -> Self {
        Form {
            id: item.id,
            title: Field::new(&item.title),
            alt: Field::new(&item.alt),
            tags: Field::new(&item.tags),
            focus: Field::new(&item.focus),
            file: RwSignal::new(item.clone()),
            busy: RwSignal::new(false),
            outcome: RwSignal::new(None),
            clashes: RwSignal::new(Vec::new()),
        }
    }

    fn is_changed(self) -> bool {
        self.title.is_changed() || self.alt.is_changed() || self.tags.is_changed() || self.focus.is_changed()
    }

    fn began(self) -> ImageForm {
        ImageForm {
            title: self.title.began.get_untracked(),
            alt: self.alt.began.get_untracked(),
            tags: self.tags.began.get_untracked(),
            focus: self.focus.began.get_untracked(),
        }
    }

    fn shown(self) -> ImageForm {
        ImageForm {
            title: self.title.shown.get_untracked(),
            alt: self.alt.shown.get_untracked(),
            tags: self.tags.shown.get_untracked(),
            focus: self.focus.shown.get_untracked(),
        }
    }

    fn save(self) {
        let (began, sent) = (self.began(), self.shown());
        self.busy.set(true);
        spawn_local(async move {
            let answer = update_image(self.id, began.clone(), sent.clone()).await;
            // The screen may be gone by now; then nobody needs to hear.
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

    fn settle(self, began: &ImageForm, sent: &ImageForm, kept: &ImageItem) {
        self.title.settle((&began.title, &sent.title), &kept.title);
        self.alt.settle((&began.alt, &sent.alt), &kept.alt);
        self.tags.settle((&began.tags, &sent.tags), &kept.tags);
        self.focus.settle((&began.focus, &sent.focus), &kept.focus);
        self.clashes.set(Vec::new());
        self.outcome.set(Some(Ok("Saved.".to_owned())));
    }

    fn collide(self, told: &[LibraryClash], theirs: &ImageItem) {
        self.meet(theirs);
        let by = |field| by_of(told, field);
        let clashes = [
            by("title").map(|by| self.title.clash(("title", by), &theirs.title, Clone::clone)),
            by("alt").map(|by| self.alt.clash(("alt text", by), &theirs.alt, Clone::clone)),
            by("tags").map(|by| self.tags.clash(("tags", by), &theirs.tags, |tags| tags.join(", "))),
            by("focus").map(|by| self.focus.clash(("focal point", by), &theirs.focus, focus_text)),
        ];
        self.outcome.set(None);
        self.clashes.set(clashes.into_iter().flatten().collect());
    }

    fn meet(self, theirs: &ImageItem) {
        self.title.meet(&theirs.title);
        self.alt.meet(&theirs.alt);
        self.tags.meet(&theirs.tags);
        self.focus.meet(&theirs.focus);
    }

    /// Another file is behind the picture. What is typed stays.
    fn replaced(self, item: ImageItem) {
        self.meet(&item);
        self.file.set(item);
        self.outcome.set(Some(Ok("The file is replaced.".to_owned())));
    }
}

#[component]
fn Detail(detail: LibraryDetail<ImageItem>) -> impl IntoView {
    let form = Form::new(&detail.item);
    leave::guard(move || form.is_changed());
    let readonly = Signal::derive(move || !detail.may_change);
    let item = detail.item;
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        form.save();
    };
    let uses = item.uses;
    let focal = move || {
        let (src, size) = form.file.with(|file| (file.preview.clone(), (file.width, file.height)));
        view! { <FocalEditor src=src focus=form.focus.shown size=size readonly=readonly /> }
    };
    view! {
        <header class="desk-page__head">
            <h1 class="desk-page__title" data-testid="image-title">{form.title.began}</h1>
        </header>
        <Outcome outcome=form.outcome clashes=form.clashes />
        <div class="library-detail">
            <section class="library-detail__main" aria-label="Focal point">
                {focal}
            </section>
            <div class="library-detail__side">
                <form class="library-form" on:submit=submit data-testid="image-form">
                    <LineField label="Title" id="image-title" value=form.title.shown readonly=readonly />
                    <LineField
                        label="Alt text"
                        id="image-alt"
                        hint="What somebody needs to know who does not see it. Pages can say something else, or that it is decoration."
                        value=form.alt.shown
                        readonly=readonly
                    />
                    <TagsField id="image-tags" tags=form.tags.shown known=Signal::derive(Vec::new) readonly=readonly />
                    <div class="library-form__acts">
                        <Button
                            busy=form.busy
                            disabled=Signal::derive(move || readonly.get() || !form.is_changed())
                            attr:data-testid="save"
                        >
                            "Save"
                        </Button>
                        <p class="library-muted">{move || if form.is_changed() { "Not saved yet" } else { "" }}</p>
                    </div>
                </form>
                <section class="panel" aria-labelledby="used-on">
                    <h2 class="panel__title" id="used-on">"Used on"</h2>
                    <UsedOn usage=detail.usage total=uses noun="image" />
                </section>
                <section class="panel" aria-labelledby="image-file">
                    <h2 class="panel__title" id="image-file">"File"</h2>
                    {move || form.file.with(file_facts)}
                    {detail.may_change.then(|| view! { <FileActs item=item form=form /> })}
                </section>
            </div>
        </div>
    }
}

fn file_facts(file: &ImageItem) -> impl IntoView + use<> {
    let (original, file_name) = (file.original.clone(), file.file_name.clone());
    let pixels = format!("{} × {}", file.width, file.height);
    let bytes = format!("{}, {}", size_text(file.file_size), file.format);
    let (created_at, author) = (file.created_at, by(&file.uploaded_by));
    view! {
        <dl class="facts facts--stacked">
            <FileFact label="Name"><a href=original rel="external">{file_name}</a></FileFact>
            <FileFact label="Pixels">{pixels}</FileFact>
            <FileFact label="Size">{bytes}</FileFact>
            <FileFact label="Added"><Moment at=created_at />{author}</FileFact>
        </dl>
    }
}

fn by(name: &str) -> String {
    if name.is_empty() { String::new() } else { format!(" by {name}") }
}

/// One line of the facts about a file.
#[component]
pub fn FileFact(
    /// Its name.
    label: &'static str,
    /// What it is.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="facts__fact">
            <dt class="facts__label">{label}</dt>
            <dd class="facts__value">{children()}</dd>
        </div>
    }
}

/// Replacing and deleting.
#[component]
fn FileActs(item: ImageItem, form: Form) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let dialog = NodeRef::<html::Dialog>::new();
    let sending = RwSignal::new(None::<u32>);
    let id = item.id;
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
        let done = move |answer: Result<UploadAnswer<ImageItem>, UploadError>| {
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
        send_file::<ImageItem>(&file, &format!("?replace={id}"), progress, done);
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
    let replace_label = move || sending.get().map_or("Replace the file".to_owned(), |sent| format!("Sending {sent} %"));
    view! {
        <div class="library-form__acts">
            <input
                class="visually-hidden"
                tabindex="-1"
                aria-hidden="true"
                data-testid="replace-input"
                type="file"
                accept=ImageItem::ACCEPT
                node_ref=input
                on:change=picked
            />
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
            <Button press="button" kind=ButtonKind::Quiet size=ButtonSize::Small attr:data-testid="delete" on_press=ask_first>
                "Delete"
            </Button>
        </div>
        <p class="library-muted">"Replacing keeps the image's place on every page. Pages show the new file at once."</p>
        <DeleteDialog dialog=dialog item=item form=form />
    }
}

#[component]
fn DeleteDialog(dialog: NodeRef<html::Dialog>, item: ImageItem, form: Form) -> impl IntoView {
    let busy = RwSignal::new(false);
    let navigate = use_navigate();
    let (id, uses) = (item.id, item.uses);
    let warning = match uses {
        0 => "No page uses it.".to_owned(),
        1 => "One page uses it, and will show no image in its place.".to_owned(),
        uses => format!("{uses} pages use it, and will show no image in its place."),
    };
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let delete = move |_| {
        busy.set(true);
        let navigate = navigate.clone();
        spawn_local(async move {
            let answer = delete_image(id, uses > 0).await;
            if busy.try_set(false).is_some() {
                return;
            }
            close();
            match answer {
                Ok(_) => navigate(paths::IMAGES, NavigateOptions { resolve: false, ..NavigateOptions::default() }),
                Err(error) => form.outcome.set(Some(Err(error.to_string()))),
            }
        });
    };
    view! {
        <dialog class="shortcuts library-dialog" node_ref=dialog aria-labelledby="delete-title">
            <h2 class="shortcuts__title" id="delete-title">{format!("Delete “{}”?", item.title)}</h2>
            <p data-testid="delete-warning">{warning}</p>
            <p>"This cannot be undone."</p>
            <div class="library-form__acts">
                <Button press="button" kind=ButtonKind::Danger busy=busy attr:data-testid="delete-yes" on_press=delete>
                    "Delete the image"
                </Button>
                <Button press="button" kind=ButtonKind::Secondary on_press=move |_| close()>"Keep it"</Button>
                {(uses > 0).then(|| view! { <LinkButton href="#used-on" kind=ButtonKind::Quiet>"See where"</LinkButton> })}
            </div>
        </dialog>
    }
}

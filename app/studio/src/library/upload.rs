//! Uploads: several files at once, each with its progress, its error, and its way out.

use super::parts::picked_files;
use leptos::{ev, html, prelude::*};
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast as _, prelude::Closure};
use web_sys::{DragEvent, File, FileList, ProgressEvent, XmlHttpRequest};
use xpro_api::{
    ApiError, DOCUMENT_UPLOAD, DocumentItem, IMAGE_UPLOAD, ImageItem, MAX_DOCUMENT_BYTES, MAX_IMAGE_BYTES, UploadAnswer,
};
use xpro_ui::{Button, ButtonKind, ButtonSize, Icon, IconName};

/// What a library takes.
pub trait Uploadable: DeserializeOwned + Clone + PartialEq + Send + Sync + 'static {
    /// Where it is sent.
    const ADDRESS: &'static str;
    /// Most bytes.
    const MOST: u64;
    /// What is said of larger ones.
    const TOO_LARGE: &'static str;
    /// What the file dialog offers.
    const ACCEPT: &'static str;
    /// The same, for people.
    const KINDS: &'static str;
    /// Several of it.
    const PLURAL: &'static str;

    /// Name in the library.
    fn title(&self) -> &str;
}

impl Uploadable for ImageItem {
    const ADDRESS: &'static str = IMAGE_UPLOAD;
    const MOST: u64 = MAX_IMAGE_BYTES;
    const TOO_LARGE: &'static str = "Larger than 10 MB; make it smaller and try again.";
    const ACCEPT: &'static str = "image/jpeg,image/png,image/webp,image/gif,image/svg+xml";
    const KINDS: &'static str = "JPEG, PNG, WebP, GIF or SVG, up to 10 MB each";
    const PLURAL: &'static str = "images";

    fn title(&self) -> &str {
        &self.title
    }
}

impl Uploadable for DocumentItem {
    const ADDRESS: &'static str = DOCUMENT_UPLOAD;
    const MOST: u64 = MAX_DOCUMENT_BYTES;
    const TOO_LARGE: &'static str = "Larger than 25 MB; make it smaller and try again.";
    const ACCEPT: &'static str = "";
    const KINDS: &'static str = "up to 25 MB each";
    const PLURAL: &'static str = "documents";

    fn title(&self) -> &str {
        &self.title
    }
}

/// How far one file is.
#[derive(Clone, PartialEq)]
enum Step<T> {
    Waiting,
    /// 0 to 100.
    Sending(u32),
    /// All sent; the server looks at it.
    Checking,
    Added(T),
    Replaced(T),
    Duplicate(T),
    Failed(String),
}

/// One file.
#[derive(Clone)]
struct Entry<T: Uploadable> {
    id: usize,
    name: String,
    // Files are things of the browser; they stay on its one thread.
    file: StoredValue<File, LocalStorage>,
    step: RwSignal<Step<T>>,
}

/// The files that are on their way or have arrived.
pub struct Uploads<T: Uploadable> {
    entries: RwSignal<Vec<Entry<T>>, LocalStorage>,
    next: StoredValue<usize>,
    is_sending: StoredValue<bool>,
    on_arrival: Callback<T>,
}

impl<T: Uploadable> Clone for Uploads<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Uploadable> Copy for Uploads<T> {}

impl<T: Uploadable> Uploads<T> {
    /// Nothing yet. `on_arrival` hears of each file that is in the library now.
    pub fn new(on_arrival: Callback<T>) -> Self {
        Uploads {
            entries: RwSignal::new_local(Vec::new()),
            next: StoredValue::new(0),
            is_sending: StoredValue::new(false),
            on_arrival,
        }
    }

    /// Puts files at the end of the queue.
    pub fn add(self, files: Option<FileList>) {
        let files = files.map(|files| picked_files(&files)).unwrap_or_default();
        for file in files {
            let id = self.next.get_value();
            self.next.set_value(id + 1);
            let entry =
                Entry { id, name: file.name(), file: StoredValue::new_local(file), step: RwSignal::new(Step::Waiting) };
            self.entries.update(|entries| entries.push(entry));
        }
        self.go_on();
    }

    fn go_on(self) {
        if self.is_sending.get_value() {
            return;
        }
        let next = self.entries.with_untracked(|entries| {
            entries.iter().find(|entry| entry.step.get_untracked() == Step::Waiting).cloned()
        });
        let Some(entry) = next else { return };
        self.is_sending.set_value(true);
        self.send(entry, false);
    }

    fn send(self, entry: Entry<T>, even_a_duplicate: bool) {
        let step = entry.step;
        let query = format!("?duplicate={even_a_duplicate}");
        let done = move |answer: Result<UploadAnswer<T>, String>| {
            // The screen may be gone by now.
            if self.is_sending.try_get_value().is_none() {
                return;
            }
            match answer {
                Ok(UploadAnswer::Added(item)) => {
                    step.set(Step::Added(item.clone()));
                    self.on_arrival.run(item);
                }
                Ok(UploadAnswer::Replaced(item)) => {
                    step.set(Step::Replaced(item.clone()));
                    self.on_arrival.run(item);
                }
                Ok(UploadAnswer::Duplicate(item)) => step.set(Step::Duplicate(item)),
                Err(reason) => step.set(Step::Failed(reason)),
            }
            self.is_sending.set_value(false);
            self.go_on();
        };
        let progress = move |percent: u32| {
            let now = if percent >= 100 { Step::Checking } else { Step::Sending(percent) };
            // Nobody watches any more when this fails.
            let _ = step.try_set(now);
        };
        entry.file.with_value(|file| send_file::<T>(file, &query, progress, done));
    }

    fn forget(self, id: usize) {
        self.entries.update(|entries| entries.retain(|entry| entry.id != id));
    }

    /// Takes what has arrived off the list.
    pub fn clear(self) {
        self.entries.update(|entries| {
            entries.retain(|entry| {
                matches!(entry.step.get_untracked(), Step::Waiting | Step::Sending(_) | Step::Checking)
            });
        });
    }
}

/// Sends one file as the body of one request. `fetch` cannot tell how much is sent, so this is the older way.
pub fn send_file<T: Uploadable>(
    file: &File,
    query: &str,
    progress: impl Fn(u32) + 'static,
    done: impl FnOnce(Result<UploadAnswer<T>, String>) + 'static,
) {
    // A byte count of any file is far below 2^53.
    if file.size() > T::MOST as f64 {
        done(Err(T::TOO_LARGE.to_owned()));
        return;
    }
    let name = serde_urlencoded::to_string([("name", file.name())]).unwrap_or_default();
    let address = format!("{}{query}&{name}", T::ADDRESS);
    let Ok(request) = XmlHttpRequest::new() else {
        done(Err("This browser cannot upload.".to_owned()));
        return;
    };
    let sent = request.open_with_async("POST", &address, true).and_then(|()| {
        if let Ok(upload) = request.upload() {
            let on_progress = Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| {
                if event.length_computable() && event.total() > 0.0 {
                    progress((event.loaded() * 100.0 / event.total()) as u32);
                }
            });
            upload.set_onprogress(Some(on_progress.as_ref().unchecked_ref()));
            on_progress.forget();
        }
        let answered = request.clone();
        let on_end = Closure::once_into_js(move || done(read_answer(&answered)));
        request.set_onloadend(Some(on_end.unchecked_ref()));
        request.send_with_opt_blob(Some(file))
    });
    if sent.is_err() {
        web_sys::console::error_1(&"an upload could not be started".into());
    }
}

fn read_answer<T: Uploadable>(request: &XmlHttpRequest) -> Result<UploadAnswer<T>, String> {
    let text = request.response_text().ok().flatten().unwrap_or_default();
    match request.status() {
        Ok(200) => serde_json::from_str(&text).map_err(|_| "The server's answer could not be read.".to_owned()),
        Ok(0) | Err(_) => Err(ApiError::Unreachable.to_string()),
        Ok(_) => Err(match serde_json::from_str::<ApiError>(&text) {
            Ok(error) => error.to_string(),
            Err(_) => "The server did not take it. Try again.".to_owned(),
        }),
    }
}

/// Where files are dropped or picked, with the list of those on their way. Files may be dropped anywhere on it.
#[component]
pub fn UploadPlace<T: Uploadable>(
    /// The files.
    uploads: Uploads<T>,
    /// Shows what is behind a file that has arrived.
    #[prop(into)]
    open: Callback<T>,
    /// What the button of one that has arrived says.
    open_label: &'static str,
    /// What files may be dropped on.
    children: Children,
) -> impl IntoView {
    let over = RwSignal::new(0_i32);
    let input = NodeRef::<html::Input>::new();
    let brings_files =
        |event: &DragEvent| event.data_transfer().is_some_and(|data| data.types().iter().any(|kind| kind == "Files"));
    let drop_files = move |event: DragEvent| {
        over.set(0);
        if let Some(data) = event.data_transfer() {
            event.prevent_default();
            uploads.add(data.files());
        }
    };
    let pick = move |_| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    let picked = move |_: ev::Event| {
        if let Some(input) = input.get_untracked() {
            uploads.add(input.files());
            input.set_value("");
        }
    };
    view! {
        <div
            class="upload-place"
            class:upload-place--over=move || over.get().is_positive()
            on:dragenter=move |event| if brings_files(&event) { over.update(|count| *count += 1) }
            on:dragleave=move |event| if brings_files(&event) { over.update(|count| *count -= 1) }
            on:dragover=move |event| if brings_files(&event) { event.prevent_default() }
            on:drop=drop_files
        >
            <div class="upload-bar">
                <input
                    class="visually-hidden"
                    tabindex="-1"
                    aria-hidden="true"
                    data-testid="upload-input"
                    type="file"
                    multiple=true
                    accept=T::ACCEPT
                    node_ref=input
                    on:change=picked
                />
                <Button press="button" size=ButtonSize::Small attr:data-testid="upload" on_press=pick>
                    <Icon name=IconName::Download />
                    {format!("Upload {}", T::PLURAL)}
                </Button>
                <p class="upload-bar__hint">{format!("or drop them anywhere here: {}", T::KINDS)}</p>
            </div>
            <UploadList uploads=uploads open=open open_label=open_label />
            {children()}
            <p class="upload-place__veil" aria-hidden="true">{format!("Drop to upload {}", T::PLURAL)}</p>
        </div>
    }
}

#[component]
fn UploadList<T: Uploadable>(uploads: Uploads<T>, open: Callback<T>, open_label: &'static str) -> impl IntoView {
    let is_empty = move || uploads.entries.with(Vec::is_empty);
    let rows = move || {
        uploads
            .entries
            .get()
            .into_iter()
            .map(|entry| view! { <UploadRow uploads=uploads entry=entry open=open open_label=open_label /> })
            .collect_view()
    };
    view! {
        <section class="upload-list" hidden=is_empty aria-label="Uploads" data-testid="upload-list">
            <ul role="list" aria-live="polite">{rows}</ul>
            <Button press="button" kind=ButtonKind::Quiet size=ButtonSize::Small on_press=move |_| uploads.clear()>
                "Clear this list"
            </Button>
        </section>
    }
}

#[component]
fn UploadRow<T: Uploadable>(
    uploads: Uploads<T>,
    entry: Entry<T>,
    open: Callback<T>,
    open_label: &'static str,
) -> impl IntoView {
    let (id, step) = (entry.id, entry.step);
    let again = entry.clone();
    let state = move || {
        let opener = |item: T, label: &'static str| {
            view! {
                <Button press="button" kind=ButtonKind::Quiet size=ButtonSize::Small on_press=move |_| open.run(item.clone())>
                    {label}
                </Button>
            }
        };
        match step.get() {
            Step::Waiting => view! { <span class="upload-row__state">"Waiting"</span> }.into_any(),
            Step::Sending(percent) => view! {
                <progress class="upload-row__progress" max="100" value=percent aria-label="Sent"></progress>
                <span class="upload-row__state">{format!("{percent} %")}</span>
            }
            .into_any(),
            Step::Checking => view! { <span class="upload-row__state">"Checking…"</span> }.into_any(),
            Step::Added(item) => view! {
                <span class="upload-row__state upload-row__state--good"><Icon name=IconName::CheckCircle />"Added"</span>
                {opener(item, open_label)}
            }
            .into_any(),
            Step::Replaced(_) => view! {
                <span class="upload-row__state upload-row__state--good"><Icon name=IconName::CheckCircle />"Replaced"</span>
            }
            .into_any(),
            Step::Duplicate(item) => {
                let again = again.clone();
                let keep_both = move |_| {
                    step.set(Step::Sending(0));
                    uploads.send(again.clone(), true);
                };
                view! {
                    <span class="upload-row__state upload-row__state--warning">
                        <Icon name=IconName::Warning />
                        {format!("The same file is here already: “{}”", item.title())}
                    </span>
                    {opener(item, "Use that one")}
                    <Button press="button" kind=ButtonKind::Quiet size=ButtonSize::Small on_press=keep_both>"Add it twice"</Button>
                }
                .into_any()
            }
            Step::Failed(reason) => view! {
                <span class="upload-row__state upload-row__state--bad" data-testid="upload-error">
                    <Icon name=IconName::Alert />
                    {reason}
                </span>
                <Button
                    press="button"
                    kind=ButtonKind::Quiet
                    size=ButtonSize::Small
                    attr:aria-label="Take it off the list"
                    on_press=move |_| uploads.forget(id)
                >
                    <Icon name=IconName::Close />
                </Button>
            }
            .into_any(),
        }
    };
    view! {
        <li class="upload-row" data-testid="upload-row">
            <span class="upload-row__name">{entry.name}</span>
            {state}
        </li>
    }
}

//! Files on their way into a library: one after the other, each with its progress and its error.

use super::parts::picked_files;
use leptos::{ev, prelude::*};
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast as _, prelude::Closure};
use web_sys::{DragEvent, File, FileList, ProgressEvent, XmlHttpRequest};
use xpro_api::{
    ApiError, DOCUMENT_UPLOAD, DocumentItem, IMAGE_UPLOAD, ImageItem, MAX_DOCUMENT_BYTES, MAX_IMAGE_BYTES, UploadAnswer,
};

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
pub(super) enum Step<T> {
    Waiting,
    /// 0 to 100.
    Sending(u32),
    /// All sent; the server looks at it.
    Checking,
    Added(T),
    Replaced(T),
    Duplicate(T),
    Failed(UploadError),
}

/// Why a file is not in the library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadError {
    /// In words.
    pub text: String,
    /// It may go better next time: the same file can be sent again.
    pub may_pass: bool,
}

/// One file.
#[derive(Clone)]
pub(super) struct Entry<T: Uploadable> {
    pub id: usize,
    pub name: String,
    file: File,
    pub step: ArcRwSignal<Step<T>>,
}

/// The files that are on their way or have arrived. The shell has one for each library, so that those still waiting are
/// sent whatever screen is shown.
pub struct Uploads<T: Uploadable> {
    entries: RwSignal<Vec<Entry<T>>, LocalStorage>,
    next: StoredValue<usize>,
    is_sending: StoredValue<bool>,
    arrived: RwSignal<u32>,
}

impl<T: Uploadable> Clone for Uploads<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Uploadable> Copy for Uploads<T> {}

impl<T: Uploadable> Uploads<T> {
    /// Nothing yet.
    pub fn new() -> Self {
        Uploads {
            entries: RwSignal::new_local(Vec::new()),
            next: StoredValue::new(0),
            is_sending: StoredValue::new(false),
            arrived: RwSignal::new(0),
        }
    }

    /// The shell's. `on_arrival` hears of files that are in the library now, as long as the calling view lives.
    pub fn shared(on_arrival: impl Fn() + 'static) -> Self {
        let uploads = expect_context::<Self>();
        Effect::new(move |before: Option<u32>| {
            let now = uploads.arrived.get();
            if before.is_some_and(|before| before != now) {
                untrack(&on_arrival);
            }
            now
        });
        uploads
    }

    /// Whether a file is on its way or waits.
    pub fn is_busy(self) -> bool {
        let is_open = |entry: &Entry<T>| entry.step.with_untracked(Step::is_open);
        self.entries.try_with_untracked(|entries| entries.iter().any(is_open)).unwrap_or_default()
    }

    pub(super) fn is_empty(self) -> bool {
        self.entries.with(Vec::is_empty)
    }

    /// Each file's number, name and step.
    pub(super) fn shown(self) -> Vec<(usize, String, ArcRwSignal<Step<T>>)> {
        self.entries
            .with(|entries| entries.iter().map(|entry| (entry.id, entry.name.clone(), entry.step.clone())).collect())
    }

    /// Puts files at the end of the queue.
    pub fn add(self, files: Option<FileList>) {
        let files = files.map(|files| picked_files(&files)).unwrap_or_default();
        for file in files {
            let id = self.next.get_value();
            self.next.set_value(id + 1);
            let entry = Entry { id, name: file.name(), file, step: ArcRwSignal::new(Step::Waiting) };
            self.entries.update(|entries| entries.push(entry));
        }
        self.go_on();
    }

    fn go_on(self) {
        if self.is_sending.get_value() {
            return;
        }
        let next = self.entries.with_untracked(|entries| {
            entries.iter().find(|entry| entry.step.with_untracked(|step| *step == Step::Waiting)).cloned()
        });
        let Some(entry) = next else { return };
        self.is_sending.set_value(true);
        self.send(&entry, false);
    }

    fn send(self, entry: &Entry<T>, even_a_duplicate: bool) {
        let step = entry.step.clone();
        let query = format!("?duplicate={even_a_duplicate}");
        let moves = step.clone();
        let done = move |answer: Result<UploadAnswer<T>, UploadError>| {
            // The studio may be gone by now.
            if self.is_sending.try_get_value().is_none() {
                return;
            }
            let is_new = matches!(answer, Ok(UploadAnswer::Added(_) | UploadAnswer::Replaced(_)));
            step.set(match answer {
                Ok(UploadAnswer::Added(item)) => Step::Added(item),
                Ok(UploadAnswer::Replaced(item)) => Step::Replaced(item),
                Ok(UploadAnswer::Duplicate(item)) => Step::Duplicate(item),
                Err(error) => Step::Failed(error),
            });
            if is_new {
                self.arrived.update(|count| *count += 1);
            }
            self.is_sending.set_value(false);
            self.go_on();
        };
        let progress =
            move |percent: u32| moves.set(if percent >= 100 { Step::Checking } else { Step::Sending(percent) });
        send_file::<T>(&entry.file, &query, progress, done);
    }

    /// Sends one that the library has already, as a second.
    pub(super) fn keep_both(self, id: usize) {
        if let Some(entry) = self.find(id) {
            entry.step.set(Step::Sending(0));
            self.send(&entry, true);
        }
    }

    /// Puts one that failed back into the queue.
    pub(super) fn try_again(self, id: usize) {
        if let Some(entry) = self.find(id) {
            entry.step.set(Step::Waiting);
            self.go_on();
        }
    }

    fn find(self, id: usize) -> Option<Entry<T>> {
        self.entries.with_untracked(|entries| entries.iter().find(|entry| entry.id == id).cloned())
    }

    pub(super) fn forget(self, id: usize) {
        self.entries.update(|entries| entries.retain(|entry| entry.id != id));
    }

    /// Takes what has arrived off the list.
    pub fn clear(self) {
        self.entries.update(|entries| entries.retain(|entry| entry.step.with_untracked(Step::is_open)));
    }
}

impl<T> Step<T> {
    /// It is on its way or waits.
    fn is_open(&self) -> bool {
        matches!(self, Step::Waiting | Step::Sending(_) | Step::Checking)
    }
}

/// Sends one file as the body of one request. `fetch` cannot tell how much is sent, so this is the older way.
pub fn send_file<T: Uploadable>(
    file: &File,
    query: &str,
    progress: impl Fn(u32) + 'static,
    done: impl FnOnce(Result<UploadAnswer<T>, UploadError>) + 'static,
) {
    // A byte count of any file is far below 2^53.
    if file.size() > T::MOST as f64 {
        done(Err(UploadError::final_one(T::TOO_LARGE)));
        return;
    }
    let name = serde_urlencoded::to_string([("name", file.name())]).unwrap_or_default();
    let address = format!("{}{query}&{name}", T::ADDRESS);
    let Ok(request) = XmlHttpRequest::new() else {
        done(Err(UploadError::final_one("This browser cannot upload.")));
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

fn read_answer<T: Uploadable>(request: &XmlHttpRequest) -> Result<UploadAnswer<T>, UploadError> {
    let text = request.response_text().ok().flatten().unwrap_or_default();
    let passing = |text: String| Err(UploadError { text, may_pass: true });
    match request.status() {
        Ok(200) => {
            serde_json::from_str(&text).map_err(|_| UploadError::final_one("The server's answer could not be read."))
        }
        Ok(0) | Err(_) => passing(ApiError::Unreachable.to_string()),
        Ok(_) => match serde_json::from_str::<ApiError>(&text) {
            // Who signs in again, in another tab, can send it again.
            Ok(error @ (ApiError::SignedOut | ApiError::Internal { .. } | ApiError::Unreachable)) => {
                passing(error.to_string())
            }
            Ok(error) => Err(UploadError::final_one(&error.to_string())),
            Err(_) => passing("The server did not take it.".to_owned()),
        },
    }
}

impl UploadError {
    fn final_one(text: &str) -> Self {
        UploadError { text: text.to_owned(), may_pass: false }
    }
}

/// Whether what is dragged are files.
pub fn brings_files(event: &DragEvent) -> bool {
    event.data_transfer().is_some_and(|data| data.types().iter().any(|kind| kind == "Files"))
}

/// Files dropped beside the place that takes them: the browser would show them in place of the studio.
pub fn refuse_stray_files() {
    let over = window_event_listener(ev::dragover, |event| {
        if brings_files(&event) && !event.default_prevented() {
            event.prevent_default();
            if let Some(data) = event.data_transfer() {
                data.set_drop_effect("none");
            }
        }
    });
    let dropped = window_event_listener(ev::drop, |event| {
        if brings_files(&event) {
            event.prevent_default();
        }
    });
    on_cleanup(move || {
        over.remove();
        dropped.remove();
    });
}

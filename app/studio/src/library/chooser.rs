//! Dialogs in which other screens let a person choose a picture or document, or upload one on the spot.

use super::{images::TileContent, parts::Pages, queue::Uploads, size::size_text, upload::UploadPlace};
use crate::{failure::Failure, pause::Pause, remote::Remote};
use leptos::{html, prelude::*};
use std::time::Duration;
use wasm_bindgen::JsCast as _;
use xpro_api::{DocumentFilter, DocumentItem, ImageFilter, ImageItem, LibraryPage, list_documents, list_images};
use xpro_ui::{Button, ButtonKind, ButtonSize, EmptyState, Icon, IconName, Notice, Tone};

/// Quiet time after the last key before the list is asked for.
const PAUSE: Duration = Duration::from_millis(250);

/// A picture that was chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct ChosenImage {
    /// Key.
    pub id: i64,
    /// Name in the library.
    pub title: String,
    /// The library's text for those who do not see it.
    pub alt: String,
    /// Address of a small copy.
    pub thumbnail: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
}

impl From<ImageItem> for ChosenImage {
    fn from(item: ImageItem) -> Self {
        ChosenImage {
            id: item.id,
            title: item.title,
            alt: item.alt,
            thumbnail: item.thumbnail,
            width: item.width,
            height: item.height,
        }
    }
}

/// A document that was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChosenDocument {
    /// Key.
    pub id: i64,
    /// Name in the library.
    pub title: String,
    /// Public address.
    pub url: String,
}

impl From<DocumentItem> for ChosenDocument {
    fn from(item: DocumentItem) -> Self {
        ChosenDocument { id: item.id, title: item.title, url: item.url }
    }
}

/// A dialog over the image library. It opens while `open` is true, and sets it to false when it closes; a picture smaller
/// than the place wants asks once more.
#[component]
pub fn ImageChooser(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// Hears what was chosen.
    #[prop(into)]
    on_choose: Callback<ChosenImage>,
    /// Pixels that the place wants at least; 0 is any.
    #[prop(optional)]
    min_width: u32,
    /// See `min_width`.
    #[prop(optional)]
    min_height: u32,
) -> impl IntoView {
    let loaded = Remote::<LibraryPage<ImageItem>>::new();
    let (text, page) = (RwSignal::new(String::new()), RwSignal::new(0_u32));
    let doubted = RwSignal::new(None::<ImageItem>);
    let ask = move || {
        let filter = ImageFilter { q: text.get_untracked(), page: page.get_untracked(), ..ImageFilter::default() };
        loaded.ask(list_images(filter));
    };
    let take = move |item: ImageItem| {
        open.set(false);
        doubted.set(None);
        on_choose.run(item.into());
    };
    let choose = Callback::new(move |item: ImageItem| {
        if item.width < min_width || item.height < min_height {
            doubted.set(Some(item));
        } else {
            take(item);
        }
    });
    let uploads = Uploads::<ImageItem>::shared(move || {
        if open.get_untracked() {
            ask()
        }
    });
    let tiles = move || {
        let items = loaded.value.get()?.items;
        if items.is_empty() {
            let text = "Upload one, or try another word.";
            return Some(view! { <EmptyState title="No image found" text=text level=3 /> }.into_any());
        }
        let tiles = items
            .into_iter()
            .map(|item| {
                let small = item.width < min_width || item.height < min_height;
                let (chosen, label) = (item.clone(), format!("Choose {}", item.title));
                view! {
                    <li>
                        <button class="tile" type="button" aria-label=label on:click=move |_| choose.run(chosen.clone())>
                            <TileContent item=item />
                            {small.then(|| view! { <span class="tile__warning">"Smaller than this place wants"</span> })}
                        </button>
                    </li>
                }
            })
            .collect_view();
        Some(view! { <ul class="tiles tiles--small" role="list">{tiles}</ul> }.into_any())
    };
    let doubt = move || {
        doubted.get().map(|item| {
            let title = format!(
                "“{}” is {}×{}; this place wants at least {min_width}×{min_height}, so it will look blurred.",
                item.title, item.width, item.height
            );
            view! {
                <Notice tone=Tone::Warning title=title announce=true>
                    <Button press="button" kind=ButtonKind::Secondary size=ButtonSize::Small on_press=move |_| take(item.clone())>
                        "Use it anyway"
                    </Button>
                </Notice>
            }
        })
    };
    view! {
        <ChooserFrame open=open title="Choose an image" entered=Callback::new(move |()| ask())>
            <UploadPlace uploads=uploads open=choose open_label="Use it">
                <SearchLine label="Search images" text=text page=page ask=Callback::new(move |()| ask()) />
                {doubt}
                {move || loaded.error.get().map(|error| view! { <Failure error=error again=move |()| ask() /> })}
                <div class="library chooser__list">{tiles}</div>
                <Pages
                    page=page
                    total=Signal::derive(move || loaded.value.with(|page| page.as_ref().map_or(0, |page| page.total)))
                    go=Callback::new(move |to| { page.set(to); ask(); })
                />
            </UploadPlace>
        </ChooserFrame>
    }
}

/// A dialog over the document library; see [`ImageChooser`].
#[component]
pub fn DocumentChooser(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// Hears what was chosen.
    #[prop(into)]
    on_choose: Callback<ChosenDocument>,
) -> impl IntoView {
    let loaded = Remote::<LibraryPage<DocumentItem>>::new();
    let (text, page) = (RwSignal::new(String::new()), RwSignal::new(0_u32));
    let ask = move || {
        let filter =
            DocumentFilter { q: text.get_untracked(), page: page.get_untracked(), ..DocumentFilter::default() };
        loaded.ask(list_documents(filter));
    };
    let choose = Callback::new(move |item: DocumentItem| {
        open.set(false);
        on_choose.run(item.into());
    });
    let uploads = Uploads::<DocumentItem>::shared(move || {
        if open.get_untracked() {
            ask()
        }
    });
    let rows = move || {
        let items = loaded.value.get()?.items;
        if items.is_empty() {
            let text = "Upload one, or try another word.";
            return Some(view! { <EmptyState title="No document found" text=text level=3 /> }.into_any());
        }
        let rows = items
            .into_iter()
            .map(|item| {
                let chosen = item.clone();
                view! {
                    <li>
                        <button class="file-choice" type="button" on:click=move |_| choose.run(chosen.clone())>
                            <span class="file-kind">{item.format}</span>
                            <span class="file-choice__title">{item.title}</span>
                            <span class="library-muted">{format!("{} · {}", item.file_name, size_text(item.file_size))}</span>
                        </button>
                    </li>
                }
            })
            .collect_view();
        Some(view! { <ul class="file-choices" role="list">{rows}</ul> }.into_any())
    };
    view! {
        <ChooserFrame open=open title="Choose a document" entered=Callback::new(move |()| ask())>
            <UploadPlace uploads=uploads open=choose open_label="Use it">
                <SearchLine label="Search documents" text=text page=page ask=Callback::new(move |()| ask()) />
                {move || loaded.error.get().map(|error| view! { <Failure error=error again=move |()| ask() /> })}
                <div class="library chooser__list">{rows}</div>
                <Pages
                    page=page
                    total=Signal::derive(move || loaded.value.with(|page| page.as_ref().map_or(0, |page| page.total)))
                    go=Callback::new(move |to| { page.set(to); ask(); })
                />
            </UploadPlace>
        </ChooserFrame>
    }
}

/// The dialog. The browser keeps the focus inside and closes it with Escape. What it shows is made when it first opens.
#[component]
fn ChooserFrame(
    open: RwSignal<bool>,
    title: &'static str,
    entered: Callback<()>,
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let was_opened = RwSignal::new(false);
    on_cleanup(move || {
        if let Some(dialog) = dialog.try_get_untracked().flatten() {
            stop_loading(&dialog);
        }
    });
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        if open.get() && !dialog.open() {
            was_opened.set(true);
            // A dialog that cannot be modal is not shown, and the place stays as it is.
            let _ = dialog.show_modal();
            entered.run(());
        } else if !open.get() && dialog.open() {
            stop_loading(&dialog);
            dialog.close();
        }
    });
    view! {
        <dialog class="shortcuts chooser" node_ref=dialog aria-label=title data-testid="chooser" on:close=move |_| open.set(false)>
            <header class="chooser__head">
                <h2 class="shortcuts__title">{title}</h2>
                <Button
                    press="button"
                    kind=ButtonKind::Quiet
                    size=ButtonSize::Small
                    attr:aria-label="Close"
                    on_press=move |_| open.set(false)
                >
                    <Icon name=IconName::Close />
                </Button>
            </header>
            {move || was_opened.get().then(|| children())}
        </dialog>
    }
}

/// Pictures that are still on their way are not wanted any more. The browser would go on asking for them, and as it asks a
/// server for few things at a time, the page's own text would wait behind them.
fn stop_loading(dialog: &web_sys::Element) {
    let Ok(pictures) = dialog.query_selector_all("img") else { return };
    for picture in (0..pictures.length()).filter_map(|at| pictures.get(at)?.dyn_into::<web_sys::Element>().ok()) {
        // One that cannot be told goes on as before.
        let _ = picture.remove_attribute("src");
    }
}

#[component]
fn SearchLine(label: &'static str, text: RwSignal<String>, page: RwSignal<u32>, ask: Callback<()>) -> impl IntoView {
    let pause = Pause::new();
    let on_input = move |event| {
        text.set(event_target_value(&event));
        page.set(0);
        pause.then(PAUSE, move || ask.run(()));
    };
    view! {
        <label class="library-search">
            <span class="visually-hidden">{label}</span>
            <Icon name=IconName::Search />
            <input class="desk-search__input" type="search" placeholder=label prop:value=text on:input=on_input />
        </label>
    }
}

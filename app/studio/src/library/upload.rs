//! Where files are dropped or picked, and the list of those on their way, each with its progress, its error, and its way
//! out.

use super::queue::{Step, Uploadable, Uploads, brings_files};
use leptos::{ev, html, prelude::*};
use web_sys::DragEvent;
use xpro_ui::{Button, ButtonKind, ButtonSize, Icon, IconName};

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
    let is_empty = move || uploads.is_empty();
    let rows = move || {
        uploads
            .shown()
            .into_iter()
            .map(|(id, name, step)| {
                view! { <UploadRow uploads=uploads id=id name=name step=step open=open open_label=open_label /> }
            })
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
    id: usize,
    name: String,
    step: ArcRwSignal<Step<T>>,
    open: Callback<T>,
    open_label: &'static str,
) -> impl IntoView {
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
            Step::Duplicate(item) => view! {
                <span class="upload-row__state upload-row__state--warning">
                    <Icon name=IconName::Warning />
                    {format!("The same file is here already: “{}”", item.title())}
                </span>
                {opener(item, "Use that one")}
                <Button press="button" kind=ButtonKind::Quiet size=ButtonSize::Small on_press=move |_| uploads.keep_both(id)>
                    "Add it twice"
                </Button>
            }
            .into_any(),
            Step::Failed(error) => view! {
                <span class="upload-row__state upload-row__state--bad" data-testid="upload-error">
                    <Icon name=IconName::Alert />
                    {error.text}
                </span>
                {error.may_pass.then(|| view! {
                    <Button press="button" kind=ButtonKind::Quiet size=ButtonSize::Small on_press=move |_| uploads.try_again(id)>
                        "Try again"
                    </Button>
                })}
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
            <span class="upload-row__name">{name}</span>
            {state}
        </li>
    }
}

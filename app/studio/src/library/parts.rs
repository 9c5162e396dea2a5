//! What the libraries' screens have in common.

use leptos::prelude::*;
use web_sys::{File, FileList};
use xpro_api::{LIBRARY_PAGE, Usage};
use xpro_ui::{Button, ButtonKind, ButtonSize, Icon, IconName};

/// The files of a list.
pub fn picked_files(files: &FileList) -> Vec<File> {
    (0..files.length()).filter_map(|at| files.get(at)).collect()
}

/// How many match, as a sentence.
pub fn count_text(total: Option<i64>, one: &str, many: &str) -> String {
    match total {
        None => String::new(),
        Some(0) => format!("No {many}"),
        Some(1) => format!("1 {one}"),
        Some(total) => format!("{total} {many}"),
    }
}

/// Back and forth between the pages of a library.
#[component]
pub fn Pages(
    /// From 0.
    #[prop(into)]
    page: Signal<u32>,
    /// How many match.
    #[prop(into)]
    total: Signal<i64>,
    /// Goes to another page.
    #[prop(into)]
    go: Callback<u32>,
) -> impl IntoView {
    let last = move || u32::try_from((total.get() - 1).max(0) / i64::from(LIBRARY_PAGE)).unwrap_or(u32::MAX);
    let turn = move |label: &'static str, icon: IconName, to: Signal<Option<u32>>| {
        view! {
            <Button
                press="button"
                kind=ButtonKind::Secondary
                size=ButtonSize::Small
                disabled=Signal::derive(move || to.get().is_none())
                on_press=move |_| if let Some(to) = to.get_untracked() { go.run(to) }
            >
                <Icon name=icon />
                {label}
            </Button>
        }
    };
    let is_long = move || total.get() > i64::from(LIBRARY_PAGE);
    let before = Signal::derive(move || page.get().checked_sub(1));
    let after = Signal::derive(move || (page.get() < last()).then(|| page.get() + 1));
    view! {
        <Show when=is_long>
            <nav class="library-pages" aria-label="Pages of the library">
                {turn("Newer", IconName::ArrowLeft, before)}
                <p>{move || format!("Page {} of {}", page.get() + 1, last() + 1)}</p>
                {turn("Older", IconName::ArrowRight, after)}
            </nav>
        </Show>
    }
}

/// The pages that use something.
#[component]
pub fn UsedOn(
    /// The first of them.
    usage: Vec<Usage>,
    /// How many there are.
    total: i64,
    /// What uses it: "image", "document".
    noun: &'static str,
) -> impl IntoView {
    if usage.is_empty() {
        return view! { <p class="library-muted">{format!("No page uses this {noun}.")}</p> }.into_any();
    }
    let more = total - i64::try_from(usage.len()).unwrap_or(i64::MAX);
    let rows: Vec<_> = usage
        .into_iter()
        .map(|usage| {
            let place = match (usage.in_live, usage.in_draft) {
                (true, true) => "live",
                (true, false) => "live, not in the newest draft",
                (false, _) => "draft only",
            };
            view! {
                <li class="used-on__page">
                    <a href=format!("/studio/pages/{}", usage.page)>{usage.title}</a>
                    <span class="library-muted">{format!("{} · {place}", usage.url_path)}</span>
                </li>
            }
        })
        .collect();
    view! {
        <ul class="used-on" role="list" data-testid="used-on">{rows}</ul>
        {(more > 0).then(|| view! { <p class="library-muted">{format!("and {more} more, such as snippets or the site's settings")}</p> })}
    }
    .into_any()
}

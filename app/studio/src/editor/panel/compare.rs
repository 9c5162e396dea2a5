//! What differs between two texts of the page, in words.

use crate::{
    editor::{
        conflict::readable,
        model::{path, sections::locate},
        store::Store,
    },
    failure::Failure,
    remote::Remote,
};
use leptos::prelude::*;
use xpro_api::{ApiError, ChangedBlock, ChangedField, TextComparison, WhichText, compare_page};

/// Asks for the differences and shows them; asks again when `version` changes.
#[component]
pub fn Changes(store: Store, from: WhichText, to: WhichText, #[prop(into)] version: Signal<u32>) -> impl IntoView {
    let found = Remote::<TextComparison>::new();
    let ask = move || found.ask(compare_page(store.page, from, to));
    Effect::new(move |_| {
        version.track();
        ask();
    });
    move || match (found.error.get(), found.value.get()) {
        // Somebody took the page off the site, or cleared the version away, in the meantime.
        (Some(ApiError::NotFound), _) => view! { <p>"The other text is not there any more."</p> }.into_any(),
        (Some(error), _) => view! { <Failure error=error again=move |()| ask() /> }.into_any(),
        (None, None) => view! { <p role="status">"Comparing…"</p> }.into_any(),
        (None, Some(found)) if found.fields.is_empty() && found.blocks.is_empty() => {
            view! { <p>"Nothing: both say the same."</p> }.into_any()
        }
        (None, Some(found)) => shown(store, found),
    }
}

fn shown(store: Store, found: TextComparison) -> AnyView {
    let fields = found.fields.into_iter().map(|change| field(store, "", change));
    let blocks = found.blocks.into_iter().map(|change| block(store, change));
    view! { <ul class="changes" data-testid="changes">{fields.collect::<Vec<_>>()}{blocks.collect::<Vec<_>>()}</ul> }
        .into_any()
}

fn label(store: Store, at: &str) -> String {
    let label = store.look(|document| locate(store.all, store.form(), document, at).1);
    if label.is_empty() { at.to_owned() } else { label }
}

fn field(store: Store, above: &str, change: ChangedField) -> AnyView {
    let name = label(store, &path::join(above, &change.path));
    let text = match change.words {
        Some(words) => words
            .into_iter()
            .map(|word| match word.kind.as_str() {
                "added" => view! { <ins>{word.text}</ins> }.into_any(),
                "removed" => view! { <del>{word.text}</del> }.into_any(),
                _ => view! { <span>{shortened(&word.text)}</span> }.into_any(),
            })
            .collect::<Vec<_>>(),
        None => {
            let (before, after) = (readable(&change.before), readable(&change.after));
            let before = (!before.is_empty()).then(|| view! { <del>{before}</del>" " });
            let after = (!after.is_empty()).then(|| view! { <ins>{after}</ins> });
            vec![view! { {before}{after} }.into_any()]
        }
    };
    view! { <li class="changes__entry"><p class="changes__name">{name}</p><p class="changes__text">{text}</p></li> }
        .into_any()
}

/// What stayed is told only as far as it helps to find the place.
fn shortened(text: &str) -> String {
    let count = text.chars().count();
    if count <= 120 {
        return text.to_owned();
    }
    let first: String = text.chars().take(50).collect();
    let last: String = text.chars().skip(count - 50).collect();
    format!("{first} … {last}")
}

fn block(store: Store, change: ChangedBlock) -> AnyView {
    let at = path::join(&change.list, &change.id);
    let type_label = store.all.blocks.get(&change.block).map(|block| block.label.to_string());
    let name = type_label.unwrap_or_else(|| label(store, &at));
    let place = |place: Option<usize>| place.map_or(0, |place| place + 1);
    let what = match change.change.as_str() {
        "added" => "Added".to_owned(),
        "removed" => "Removed".to_owned(),
        "moved" => format!("Moved from place {} to {}", place(change.from), place(change.to)),
        _ => "Changed".to_owned(),
    };
    let text = change.value.as_ref().map(|value| {
        let text = crate::editor::model::sections::cut(&readable(value.get("value").unwrap_or(value)), 240);
        match change.change.as_str() {
            "removed" => view! { <p class="changes__text"><del>{text}</del></p> }.into_any(),
            _ => view! { <p class="changes__text"><ins>{text}</ins></p> }.into_any(),
        }
    });
    let fields: Vec<_> = change.fields.into_iter().map(|change| field(store, &at, change)).collect();
    let inside = (!fields.is_empty()).then(|| view! { <ul class="changes__inside">{fields}</ul> });
    view! {
        <li class="changes__entry">
            <p class="changes__name">{name}<span class="changes__what">{what}</span></p>
            {text}
            {inside}
        </li>
    }
    .into_any()
}

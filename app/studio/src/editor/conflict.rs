//! Two people wrote the same page: both texts side by side, and the choice. Whatever is chosen, both are kept in the
//! page's versions.

use super::{
    draft::Draft,
    model::{
        merge::{Difference, Side, differences, merge},
        sections::locate,
    },
};
use crate::{failure::Failure, moment::Moment};
use leptos::{html, prelude::*, task::spawn_local};
use serde_json::Value;
use std::collections::HashMap;
use xpro_api::{ApiError, DraftTheirs, MergeInput, SaveOutcome, merge_page};
use xpro_ui::{Badge, Button, ButtonKind, Tone};

/// Opens by itself when somebody else's text is in the way.
#[component]
pub fn ConflictDialog(draft: Draft) -> impl IntoView {
    move || draft.theirs.get().map(|theirs| view! { <Collision draft=draft theirs=theirs /> })
}

#[component]
fn Collision(draft: Draft, theirs: DraftTheirs) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get() {
            // A dialog that is open already stays so.
            let _ = dialog.show_modal();
        }
    });
    let store = draft.store;
    let (base, mine) = (draft.base(), draft.storable());
    let found = differences(&base, &mine, &theirs.document);
    let contested = found.iter().filter(|found| found.is_contested).count();
    let choices =
        RwSignal::new(found.iter().map(|found| (found.path.clone(), found.suggested)).collect::<HashMap<_, _>>());
    let rows: Vec<_> = found.into_iter().map(|found| row(draft, &theirs.document, found, choices)).collect();
    let set_all = move |side: Side| choices.update(|choices| choices.values_mut().for_each(|chosen| *chosen = side));
    let error = RwSignal::new(None::<ApiError>);
    let is_busy = RwSignal::new(false);
    let (by, at, version) = (theirs.by.clone(), theirs.at, theirs.version);
    let their_text = StoredValue::new(theirs.document);
    let texts = StoredValue::new((base, mine));
    let save = move || {
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        let (base, mine) = texts.get_value();
        let merged = their_text.with_value(|theirs| merge(&base, &mine, theirs, &choices.get_untracked()));
        let input = MergeInput { page: store.page, version, merged: merged.clone(), mine };
        spawn_local(async move {
            let outcome = merge_page(input).await;
            if is_busy.try_set(false).is_some() {
                return;
            }
            match outcome {
                Ok(SaveOutcome::Saved(saved)) => draft.settled(&saved, merged),
                Ok(SaveOutcome::Conflict(theirs)) => draft.theirs.set(Some(*theirs)),
                Ok(SaveOutcome::Refused { message, .. }) => error.set(Some(ApiError::Invalid { message })),
                Err(failed) => error.set(Some(failed)),
            }
        });
    };
    let lead = match contested {
        0 => "You changed different things, so both fit together. Look it over and save.".to_owned(),
        1 => "One thing was changed by both of you. Choose which text holds.".to_owned(),
        count => format!("{count} things were changed by both of you. Choose which text holds."),
    };
    view! {
        <dialog
            class="sheet sheet--wide"
            node_ref=dialog
            aria-labelledby="conflict-title"
            data-testid="conflict"
            on:cancel=|event: web_sys::Event| event.prevent_default()
        >
            <header class="sheet__head">
                <h2 class="sheet__title" id="conflict-title">{by.clone()}" saved this page while you were writing"</h2>
            </header>
            <p>"Saved "<Moment at=at />". "{lead}" Both texts are kept in the page's versions, whatever you choose."</p>
            <div class="conflict__all">
                <Button press="button" kind=ButtonKind::Quiet on_press=move |_| set_all(Side::Mine)>"All of mine"</Button>
                <Button press="button" kind=ButtonKind::Quiet on_press=move |_| set_all(Side::Theirs)>"All of theirs"</Button>
            </div>
            <div class="conflict" data-testid="differences">{rows}</div>
            {move || error.get().map(|failed| view! { <Failure error=failed again=move |()| save() /> })}
            <footer class="sheet__foot">
                <Button press="button" busy=is_busy attr:data-testid="settle" on_press=move |_| save()>"Save as chosen"</Button>
            </footer>
        </dialog>
    }
}

fn row(draft: Draft, theirs: &Value, found: Difference, choices: RwSignal<HashMap<String, Side>>) -> AnyView {
    let store = draft.store;
    let (_, mine_label) = store.look(|document| locate(store.all, store.form(), document, &found.path));
    let (_, label) =
        if found.mine.is_none() { locate(store.all, store.form(), theirs, &found.path) } else { (None, mine_label) };
    let side = |side: Side, name: &'static str, value: &Option<Value>| {
        let (shown, set) = (found.path.clone(), found.path.clone());
        let text = value.as_ref().map_or_else(|| "(not there)".to_owned(), readable);
        view! {
            <label class="conflict__side">
                <span class="conflict__who">
                    <input
                        type="radio"
                        name=format!("choice:{}", found.path)
                        prop:checked=move || choices.with(|choices| choices.get(&shown) == Some(&side))
                        on:change=move |_| choices.update(|choices| { choices.insert(set.clone(), side); })
                    />
                    {name}
                </span>
                <span class="conflict__text">{if text.is_empty() { "(empty)".to_owned() } else { text }}</span>
            </label>
        }
    };
    let changed = match (found.is_contested, found.suggested) {
        (true, _) => view! { <Badge tone=Tone::Warning>"Both changed it"</Badge> }.into_any(),
        (false, Side::Mine) => view! { <Badge>"Changed by you"</Badge> }.into_any(),
        (false, Side::Theirs) => view! { <Badge>"Changed by them"</Badge> }.into_any(),
    };
    view! {
        <fieldset class="conflict__row">
            <legend class="conflict__name">{label}" "{changed}</legend>
            {side(Side::Theirs, "Theirs", &found.theirs)}
            {side(Side::Mine, "Yours", &found.mine)}
        </fieldset>
    }
    .into_any()
}

/// A value as people read it.
pub fn readable(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        Value::Array(values) => {
            values.iter().map(readable).filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
        }
        Value::Object(fields) => {
            if let Some(image) = fields.get("image").and_then(Value::as_i64) {
                return format!("image {image}");
            }
            let told = fields.iter().filter(|(key, _)| !matches!(key.as_str(), "id" | "type"));
            told.map(|(_, value)| readable(value)).filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
        }
    }
}

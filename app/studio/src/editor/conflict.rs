//! Two people wrote the same page: both texts side by side, and the choice. Whatever is chosen, both are kept in the
//! page's versions.

use super::{
    draft::Draft,
    model::{
        document::entry,
        merge::{Difference, Side, differences, merge},
        sections::{cut, locate, summary, summary_of},
    },
};
use crate::{failure::Failure, moment::Moment};
use leptos::{html, prelude::*, task::spawn_local};
use serde_json::{Map, Value};
use std::collections::HashMap;
use xpro_api::{ApiError, DraftTheirs, MergeInput, SaveOutcome, merge_page};
use xpro_form::{Declarations, FieldKind, FieldSpec, FormSpec};
use xpro_ui::{Badge, Button, ButtonKind, Tone};

/// Opens by itself when somebody else's text is in the way.
#[component]
pub fn ConflictDialog(draft: Draft) -> impl IntoView {
    move || draft.theirs.get().map(|theirs| view! { <Collision draft=draft theirs=theirs /> })
}

#[component]
fn Collision(draft: Draft, theirs: DraftTheirs) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let show = move || {
        if let Some(dialog) = dialog.get_untracked() {
            // A dialog that is open already stays so.
            let _ = dialog.show_modal();
        }
    };
    Effect::new(move |_| {
        if dialog.get().is_some() {
            show();
        }
    });
    let store = draft.store;
    let (base, mine) = (draft.base(), draft.storable());
    let found = differences(&base, &mine, &theirs.document);
    let contested = found.iter().filter(|found| found.is_contested).count();
    let choices =
        RwSignal::new(found.iter().map(|found| (found.path.clone(), found.suggested)).collect::<HashMap<_, _>>());
    let mut found = found;
    // As the form has them; an object's own order is that of the alphabet.
    found.sort_by_key(|found| {
        let top = found.path.split(['/', '#']).next().unwrap_or_default();
        store.form().fields.iter().position(|field| field.name == top).unwrap_or(usize::MAX)
    });
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
                Ok(SaveOutcome::Saved(saved)) => {
                    let dialog = dialog.get_untracked();
                    draft.settled(&saved, merged);
                    if let Some(dialog) = dialog {
                        // The browser gives the focus back to the field that had it.
                        dialog.close();
                    }
                }
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
            // Browsers let nobody keep a dialog open for good, and without an answer nothing is saved any more.
            on:close=move |_| if draft.theirs.with_untracked(Option::is_some) { show() }
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
    let in_theirs = locate(store.all, store.form(), theirs, &found.path);
    let in_mine = store.look(|document| locate(store.all, store.form(), document, &found.path));
    let (spec, label) = if found.mine.is_none() { in_theirs } else { in_mine };
    let list = found.path.strip_suffix("#order");
    let told = |value: &Value| match list {
        Some(list) => store.look(|mine| order_of(store.all, spec, (mine, theirs), list, value)),
        None => told(store.all, spec.map(|spec| &spec.kind), value),
    };
    let side = |side: Side, name: &'static str, value: &Option<Value>| {
        let (shown, set) = (found.path.clone(), found.path.clone());
        let text = value.as_ref().map_or_else(|| "(not there)".to_owned(), told);
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

/// The entries of a list in their order, each by what it is called.
fn order_of(
    all: &Declarations,
    spec: Option<&FieldSpec>,
    (mine, theirs): (&Value, &Value),
    list: &str,
    ids: &Value,
) -> String {
    let name = |id: &str| {
        let entry = entry(mine, list, id).or_else(|| entry(theirs, list, id))?;
        let value = entry.get("value")?;
        match spec.map(|spec| &spec.kind)? {
            FieldKind::List { item, .. } => summary_of(&item.kind, value),
            _ => {
                let block = all.blocks.get(entry.get("type")?.as_str()?)?;
                let text = summary(&block.form, value);
                Some(if text.is_empty() {
                    block.label.to_string()
                } else {
                    format!("{}: {}", block.label, cut(&text, 40))
                })
            }
        }
    };
    let ids = ids.as_array().into_iter().flatten().filter_map(Value::as_str);
    let line =
        |(at, id): (usize, &str)| format!("{}. {}", at + 1, name(id).unwrap_or_else(|| "(without a name)".to_owned()));
    ids.enumerate().map(line).collect::<Vec<_>>().join("\n")
}

/// A value as people read it, its fields in the order of the form.
fn told(all: &Declarations, kind: Option<&FieldKind>, value: &Value) -> String {
    let block = value.get("type").and_then(Value::as_str).and_then(|name| all.blocks.get(name));
    let texts: Vec<String> = match (kind, value) {
        (_, Value::Object(entry)) if block.is_some() => {
            let inside = entry.get("value").and_then(Value::as_object);
            block.zip(inside).map(|(block, inside)| fields(all, &block.form, inside)).unwrap_or_default()
        }
        (Some(FieldKind::Group { form }), Value::Object(inside)) => {
            match inside.get("value").and_then(Value::as_object) {
                Some(inside) if inside_is_entry(value) => fields(all, form, inside),
                _ => fields(all, form, inside),
            }
        }
        (Some(FieldKind::List { item, .. }), Value::Array(entries)) => entries
            .iter()
            .filter_map(|entry| entry.get("value"))
            .map(|value| told(all, Some(&item.kind), value))
            .collect(),
        (Some(FieldKind::Sections { .. }), Value::Array(entries)) => {
            entries.iter().map(|entry| told(all, None, entry)).collect()
        }
        _ => return readable(value),
    };
    texts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
}

/// An entry of a list: its id and what it holds.
fn inside_is_entry(value: &Value) -> bool {
    value.as_object().is_some_and(|fields| fields.len() == 2 && fields.get("id").is_some_and(Value::is_string))
}

fn fields(all: &Declarations, form: &FormSpec, values: &Map<String, Value>) -> Vec<String> {
    let value = |field: &FieldSpec| Some(told(all, Some(&field.kind), values.get(field.name.as_ref())?));
    form.fields.iter().filter_map(value).collect()
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

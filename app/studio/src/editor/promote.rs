//! What belongs to a page without being in its document: its address, and the price that publishing sets.

use super::{
    draft::{Draft, PRICE, SLUG},
    reveal::field_id,
    store::Store,
};
use crate::remote::Remote;
use leptos::prelude::*;
use serde_json::Value;
use xpro_api::{PriceWish, Thing, ThingQuery, find_things};
use xpro_form::Target;
use xpro_ui::{Icon, IconName};

/// The last part of the address, where it can be chosen.
pub fn address(draft: Draft, url_path: String) -> AnyView {
    let store = draft.store;
    let Some(kind) = store.kind else { return ().into_any() };
    if !kind.has_url {
        return view! { <p class="edit-field__help">"This page has no address of its own."</p> }.into_any();
    }
    if kind.fixed_slug.is_some() || kind.slug_from_product || kind.parents.is_empty() {
        return view! {
            <div class="edit-field">
                <p class="edit-field__label">"Address"</p>
                <p class="edit-field__help"><code>{url_path}</code>" It follows from what the page is about, and cannot be changed here."</p>
            </div>
        }
        .into_any();
    }
    let id = field_id("#slug");
    let before =
        url_path.trim_end_matches('/').rsplit_once('/').map_or_else(String::new, |(before, _)| format!("{before}/"));
    let wrong = move || draft.refusal_of(SLUG);
    view! {
        <div class="edit-field">
            <label class="edit-field__label" for=id.clone()>"Slug"</label>
            <div class="edit-slug">
                <code>{before}</code>
                <input
                    class="input"
                    id=id
                    autocomplete="off"
                    readonly=move || store.is_readonly()
                    aria-invalid=move || wrong().is_some().then_some("true")
                    prop:value=store.slug
                    on:input=move |event| {
                        store.slug.set(slug_of(&event_target_value(&event)));
                        store.slug_changed.set(true);
                    }
                />
            </div>
            <p class="edit-field__help">"The last part of the address. When a live page gets another one, the old address leads to the new."</p>
            {move || wrong().map(|message| view! { <p class="edit-field__flaw edit-field__flaw--error" role="alert"><Icon name=IconName::Alert />{message}</p> })}
        </div>
    }
    .into_any()
}

/// Letters, digits, `_` and `-`; blanks between them become hyphens.
fn slug_of(text: &str) -> String {
    let kept = text.trim_start().chars().filter_map(|c| match c {
        c if c.is_alphanumeric() || matches!(c, '_' | '-') => Some(c.to_lowercase().next().unwrap_or(c)),
        c if c.is_whitespace() => Some('-'),
        _ => None,
    });
    kept.take(255).collect()
}

/// Whether a price can be set from this page (cms.md 5.7).
pub fn has_price(store: Store) -> bool {
    let Some(kind) = store.kind else { return false };
    matches!(kind.name.as_ref(), "CoursePage" | "ExternalCoursePage" | "ProgramPage" | "ExternalProgramPage")
}

/// The price that is set when this text goes live.
pub fn price(draft: Draft) -> AnyView {
    let store = draft.store;
    if !has_price(store) {
        return ().into_any();
    }
    let is_course = store.form().field("course").is_some();
    let course = Memo::new(move |_| store.value("course").as_ref().and_then(Value::as_i64));
    let runs = Remote::<Vec<Thing>>::new();
    Effect::new(move |_| {
        if let Some(course) = course.get() {
            let query = ThingQuery {
                to: Target::CourseRun,
                text: String::new(),
                page: store.page,
                course: Some(course),
                kind: String::new(),
            };
            runs.ask(find_things(query));
        }
    });
    let run = Memo::new(move |_| store.price.with(|price| price.as_ref().and_then(|price| price.run)));
    let amount = Memo::new(move |_| {
        store.price.with(|price| price.as_ref().map(|price| price.amount.clone())).unwrap_or_default()
    });
    // A run without an amount is no wish yet.
    let chosen_run = RwSignal::new(run.get_untracked());
    let put = move |run: Option<i64>, amount: String| {
        chosen_run.set(run);
        let wish = (!amount.trim().is_empty()).then_some(PriceWish { run, amount });
        store.price.set(wish);
        let is_ready = !is_course || run.is_some();
        store.price_changed.set(is_ready);
    };
    let wrong = move || draft.refusal_of(PRICE);
    let options = move || {
        let all = runs.value.get().unwrap_or_default();
        all.into_iter().map(|thing| {
            let id = thing.id;
            view! { <option value=id.to_string() prop:selected=move || chosen_run.get() == Some(id)>{format!("{} ({})", thing.title, thing.detail)}</option> }
        }).collect::<Vec<_>>()
    };
    view! {
        <fieldset class="edit-field edit-field--group" id=field_id("#price")>
            <legend class="edit-field__label">"Set the price"</legend>
            <p class="edit-field__help">"It takes effect when this text goes live. Saving the draft changes no price."</p>
            {is_course.then(|| view! {
                <label class="edit-field__label" for="price-run">"Run"</label>
                <select
                    class="input"
                    id="price-run"
                    disabled=move || store.is_readonly()
                    on:change=move |event| put(event_target_value(&event).parse().ok(), amount.get_untracked())
                >
                    <option value="" prop:selected=move || chosen_run.get().is_none()>"—"</option>
                    {options}
                </select>
            })}
            <label class="edit-field__label" for="price-amount">"Price in US dollars"</label>
            <input
                class="input edit-number"
                id="price-amount"
                inputmode="decimal"
                autocomplete="off"
                readonly=move || store.is_readonly()
                prop:value=amount
                on:input=move |event| put(chosen_run.get_untracked(), event_target_value(&event))
            />
            {move || (is_course && !amount.with(String::is_empty) && chosen_run.get().is_none()).then(|| view! {
                <p class="edit-field__flaw"><Icon name=IconName::Warning />"Choose the run that the price is for."</p>
            })}
            {move || wrong().map(|message| view! { <p class="edit-field__flaw edit-field__flaw--error" role="alert"><Icon name=IconName::Alert />{message}</p> })}
        </fieldset>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::slug_of;

    #[test]
    fn slugs_are_made_while_typing() {
        assert_eq!(slug_of("Über uns / 2026!"), "über-uns--2026");
        assert_eq!((slug_of("  ").as_str(), slug_of(" a ").as_str()), ("", "a-"), "one is writing on");
    }
}

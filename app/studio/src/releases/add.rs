//! Putting pages and prices in, and the name.

use super::desk::{Ask, ReleaseDesk};
use crate::{
    pages::{Attempt, FormDialog, TextLine},
    pause::Pause,
    remote::Remote,
};
use leptos::prelude::*;
use std::time::Duration;
use xpro_api::{
    Names, PageFilter, PageItem, PagePart, PageSort, PageState, ReleaseCommand, SellableItem, list_pages,
    list_sellables,
};
use xpro_ui::{Button, ButtonKind, ButtonSize, Icon, IconName};

/// Quiet time after the last letter.
const PAUSE: Duration = Duration::from_millis(180);

/// All pages that fit, whatever is above them: the best first, without words those written last.
fn wanted(words: &str) -> PageFilter {
    let states = PageState::ALL.into_iter().map(|state| state.name().to_owned()).collect();
    let filter =
        PageFilter { q: words.trim().to_owned(), everywhere: true, status: Names(states), ..PageFilter::default() };
    if filter.q.is_empty() { PageFilter { sort: Some(PageSort::Updated), desc: true, ..filter } } else { filter }
}

/// `50 of 230 pages`.
fn shown_text(shown: usize, total: i64) -> String {
    match (i64::try_from(shown).unwrap_or(i64::MAX), total) {
        (_, 1) => "1 page".to_owned(),
        (shown, total) if shown >= total => format!("{shown} pages"),
        (shown, total) => format!("{shown} of {total} pages"),
    }
}

/// Pages to put in: what is found, and what is chosen so far.
#[component]
pub fn AddPages(desk: ReleaseDesk) -> impl IntoView {
    let attempt = Attempt::new();
    let chosen = RwSignal::new(Vec::<PageItem>::new());
    let found = Remote::<PagePart>::new();
    let text = RwSignal::new(String::new());
    let pause = Pause::new();
    let ask = move || found.ask(list_pages(wanted(&text.get_untracked()), None));
    ask();
    let more = move |_| {
        let Some(next) = found.value.with_untracked(|part| part.as_ref().and_then(|part| part.next.clone())) else {
            return;
        };
        found.ask_and_merge(list_pages(wanted(&text.get_untracked()), Some(next)), |old, new| {
            let mut rows = old.map(|old| old.rows).unwrap_or_default();
            rows.extend(new.rows);
            PagePart { rows, ..new }
        });
    };
    on_cleanup(move || pause.stop());
    let inside: Vec<i64> =
        desk.detail.value.with_untracked(|detail| detail.iter().flat_map(|d| &d.pages).map(|page| page.page).collect());
    let inside = StoredValue::new(inside);
    let all = move |_| {
        let rows = found.value.with_untracked(|part| part.as_ref().map(|part| part.rows.clone()).unwrap_or_default());
        chosen.update(|chosen| {
            for page in rows {
                let is_new = !chosen.iter().any(|other| other.id == page.id);
                if is_new && !inside.with_value(|inside| inside.contains(&page.id)) {
                    chosen.push(page);
                }
            }
        });
    };
    let list = move || {
        if let Some(error) = found.error.get() {
            return view! { <p class="targets__note" role="alert">{error.to_string()}</p> }.into_any();
        }
        let Some(part) = found.value.get() else {
            return view! { <p class="targets__note">"Loading…"</p> }.into_any();
        };
        if part.rows.is_empty() {
            return view! { <p class="targets__note">"No page fits. Try other words."</p> }.into_any();
        }
        let shown = shown_text(part.rows.len(), part.total);
        let has_more = part.next.is_some();
        let rows: Vec<_> = part
            .rows
            .into_iter()
            .map(|place| {
                let is_inside = inside.with_value(|inside| inside.contains(&place.id));
                view! { <Found place=place is_inside=is_inside chosen=chosen /> }
            })
            .collect();
        view! {
            <ul class="targets__list" role="list">{rows}</ul>
            <div class="release__row-acts">
                <p class="targets__note" role="status" data-testid="release-shown">{shown}</p>
                {has_more.then(|| view! {
                    <Button press="button" kind=ButtonKind::Secondary size=ButtonSize::Small busy=found.is_loading on_press=more>
                        "Show more"
                    </Button>
                })}
                <Button press="button" kind=ButtonKind::Quiet size=ButtonSize::Small on_press=all>"Choose all shown"</Button>
            </div>
        }
        .into_any()
    };
    let names = move || {
        chosen.with(|chosen| match chosen.len() {
            0 => "Nothing chosen yet.".to_owned(),
            _ => chosen.iter().map(|place| place.title.as_str()).collect::<Vec<_>>().join(", "),
        })
    };
    let act = move |()| {
        let pages = chosen.with_untracked(|chosen| chosen.iter().map(|place| place.id).collect());
        desk.send(attempt, ReleaseCommand::AddPages { pages });
    };
    let submit = Signal::derive(move || match chosen.with(Vec::len) {
        1 => "Add 1 page".to_owned(),
        count => format!("Add {count} pages"),
    });
    view! {
        <FormDialog
            title="Add pages"
            submit=submit
            ready=Signal::derive(move || !chosen.with(Vec::is_empty))
            attempt=attempt
            act=act
            closed=Callback::new(move |()| desk.close())
        >
            <p class="field__hint">"Each page goes in as it is written now. What is written later stays a draft."</p>
            <fieldset class="targets">
                <legend class="field__label">"Pages"</legend>
                <p class="targets__chosen" role="status">{names}</p>
                <label class="library-search">
                    <span class="visually-hidden">"Search pages"</span>
                    <Icon name=IconName::Search />
                    <input
                        class="desk-search__input"
                        type="search"
                        autocomplete="off"
                        placeholder="Words of a title, an address or a text"
                        data-testid="release-search"
                        prop:value=text
                        on:input=move |event| {
                            text.set(event_target_value(&event));
                            pause.then(PAUSE, ask);
                        }
                    />
                </label>
                <div class="targets__found">{list}</div>
            </fieldset>
        </FormDialog>
    }
}

#[component]
fn Found(place: PageItem, is_inside: bool, chosen: RwSignal<Vec<PageItem>>) -> impl IntoView {
    let id = place.id;
    let box_id = format!("add-page-{id}");
    let label =
        format!("{} ({}){}", place.title, place.url_path, if is_inside { ", in the release already" } else { "" });
    let toggle = move |_| {
        chosen.update(|chosen| match chosen.iter().position(|other| other.id == id) {
            Some(at) => drop(chosen.remove(at)),
            None => chosen.push(place.clone()),
        });
    };
    view! {
        <li class="choice">
            <input
                class="choice__box"
                type="checkbox"
                id=box_id.clone()
                disabled=is_inside
                prop:checked=move || chosen.with(|chosen| chosen.iter().any(|other| other.id == id))
                on:change=toggle
            />
            <label class="choice__label" for=box_id>{label}</label>
        </li>
    }
}

/// A price to put in.
#[component]
pub fn AddPrice(desk: ReleaseDesk) -> impl IntoView {
    let attempt = Attempt::new();
    let sellables = Remote::<Vec<SellableItem>>::new();
    sellables.ask(list_sellables());
    let chosen = RwSignal::new(String::new());
    let price = RwSignal::new(String::new());
    let found = move || {
        let at = chosen.get().parse::<usize>().ok()?;
        sellables.value.with(|all| all.as_ref().and_then(|all| all.get(at).cloned()))
    };
    let act = move |()| {
        if let Some(item) = untrack(found) {
            let command =
                ReleaseCommand::AddPrice { run: item.run, program: item.program, price: price.get_untracked() };
            desk.send(attempt, command);
        }
    };
    let options = move || {
        let all = sellables.value.get().unwrap_or_default();
        all.into_iter()
            .enumerate()
            .map(|(at, item)| view! { <option value=at.to_string()>{item.label}</option> })
            .collect::<Vec<_>>()
    };
    let now = move || {
        found().map(|item| match item.now {
            Some(now) => format!("It costs {now} now."),
            None => "It has no price now.".to_owned(),
        })
    };
    view! {
        <FormDialog
            title="Add a price"
            submit=Signal::derive(|| "Add the price".to_owned())
            ready=Signal::derive(move || found().is_some() && price.with(|price| !price.trim().is_empty()))
            attempt=attempt
            act=act
            closed=Callback::new(move |()| desk.close())
        >
            {move || sellables.error.get().map(|error| view! { <p class="field__error" role="alert">{error.to_string()}</p> })}
            <div class="field">
                <label class="field__label" for="release-sellable">"Run or program"</label>
                <select class="input" id="release-sellable" on:change=move |event| chosen.set(event_target_value(&event))>
                    <option value="">"Choose…"</option>
                    {options}
                </select>
                <p class="field__hint">{now}</p>
            </div>
            <TextLine label="Price in US dollars" id="release-price" value=price error=desk.refused hint="Added to the price list when the release goes live." />
        </FormDialog>
    }
}

/// Another name.
#[component]
pub fn Rename(desk: ReleaseDesk) -> impl IntoView {
    let attempt = Attempt::new();
    let before = desk.detail.value.with_untracked(|detail| detail.as_ref().map(|detail| detail.release.name.clone()));
    let name = RwSignal::new(before.unwrap_or_default());
    view! {
        <FormDialog
            title="Rename the release"
            submit=Signal::derive(|| "Rename".to_owned())
            ready=Signal::derive(move || name.with(|name| !name.trim().is_empty()))
            attempt=attempt
            act=move |()| desk.send(attempt, ReleaseCommand::Rename { name: name.get_untracked() })
            closed=Callback::new(move |()| desk.close())
        >
            <TextLine label="Name" id="release-name" value=name error=desk.refused />
        </FormDialog>
    }
}

/// The dialog that is open.
#[component]
pub fn ReleaseDialogs(desk: ReleaseDesk) -> impl IntoView {
    move || {
        desk.asked.get().map(|ask| match ask {
            Ask::Pages => view! { <AddPages desk=desk /> }.into_any(),
            Ask::Price => view! { <AddPrice desk=desk /> }.into_any(),
            Ask::Name => view! { <Rename desk=desk /> }.into_any(),
            Ask::Schedule | Ask::Publish => {
                view! { <super::going::GoingDialog desk=desk now=ask == Ask::Publish /> }.into_any()
            }
            Ask::Cancel => view! { <super::going::CancelDialog desk=desk /> }.into_any(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_to_put_in_are_searched_everywhere() {
        let all = wanted(" ");
        assert!(all.is_search() && all.everywhere && all.desc && all.order() == PageSort::Updated);
        assert_eq!(wanted(" spring ").order(), PageSort::Relevance);
    }

    #[test]
    fn what_is_shown_is_told_of_how_many() {
        assert_eq!(shown_text(50, 230), "50 of 230 pages");
        assert_eq!(shown_text(23, 23), "23 pages");
        assert_eq!(shown_text(1, 1), "1 page");
    }
}

//! Where visitors of old addresses go.

use super::{
    address,
    desk::{Attempt, PagesDesk},
    dialogs::{TextLine, Tick},
    frame::FormDialog,
    targets::TargetChooser,
    view::Waiting,
};
use crate::{failure::Failure, moment::Moment, page, remote::Remote, search_field::SearchField, typed::Typed};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use wasm_bindgen::{JsCast as _, closure::Closure};
use web_sys::{FileReader, HtmlInputElement};
use xpro_api::{
    PlaceItem, RedirectImport, RedirectInput, RedirectItem, RedirectOutcome, RedirectPart, RedirectQuery,
    delete_redirect, import_redirects, list_redirects, save_redirect,
};
use xpro_ui::{Badge, Button, ButtonKind, ButtonSize, EmptyState, Icon, IconName, LinkButton, Notice, Tone};

/// What is asked.
#[derive(Clone, PartialEq, Eq)]
enum Asked {
    New,
    Change(RedirectItem),
    Delete(RedirectItem),
    Import,
}

/// The page.
#[component]
pub fn RedirectsView() -> impl IntoView {
    let location = use_location().search;
    let query = Memo::new(move |_| location.with(|query| address::redirect_query(query)));
    let part = Remote::<RedirectPart>::new();
    let ask = move || part.ask(list_redirects(query.get_untracked(), None));
    Effect::new(move |_| {
        query.track();
        ask();
    });
    let asked = RwSignal::new(None::<Asked>);
    page::name(|| "Redirects".to_owned());
    let more = move |_| {
        let Some(next) = part.value.with_untracked(|part| part.as_ref().and_then(|part| part.next)) else { return };
        part.ask_and_merge(list_redirects(query.get_untracked(), Some(next)), |old, new| {
            let mut rows = old.map(|old| old.rows).unwrap_or_default();
            rows.extend(new.rows);
            RedirectPart { rows, ..new }
        });
    };
    let list = move || {
        let Some(part) = part.value.get() else {
            return if part.error.get().is_some() {
                ().into_any()
            } else {
                view! { <Waiting what="redirects" /> }.into_any()
            };
        };
        if part.rows.is_empty() {
            return view! { <Empty query=query.get() /> }.into_any();
        }
        let rows: Vec<_> = part.rows.into_iter().map(|row| view! { <Row row=row asked=asked /> }).collect();
        view! {
            <div class="table-frame">
                <table class="table" data-testid="redirects">
                    <caption class="visually-hidden">"Redirects, newest first"</caption>
                    <thead>
                        <tr>
                            <th scope="col">"From"</th>
                            <th scope="col">"To"</th>
                            <th scope="col" class="pages__wide">"Kind"</th>
                            <th scope="col" class="table__number pages__wide">"Used"</th>
                            <th scope="col"><span class="visually-hidden">"Acts"</span></th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
        .into_any()
    };
    let done = Callback::new(move |()| {
        asked.set(None);
        ask();
    });
    let dialog = move || {
        asked.get().map(|wanted| match wanted {
            Asked::New => view! { <Edit row=None asked=asked done=done /> }.into_any(),
            Asked::Change(row) => view! { <Edit row=Some(row) asked=asked done=done /> }.into_any(),
            Asked::Delete(row) => view! { <Delete row=row asked=asked done=done /> }.into_any(),
            Asked::Import => view! { <Import asked=asked done=done /> }.into_any(),
        })
    };
    view! {
        <div class="desk-page">
            <header class="desk-page__head">
                <h1 class="desk-page__title">"Redirects"</h1>
                <div class="desk-page__acts explorer__acts">
                    <Button press="button" kind=ButtonKind::Secondary size=ButtonSize::Small on_press=move |_| asked.set(Some(Asked::Import))>
                        "Import a file"
                    </Button>
                    <Button press="button" size=ButtonSize::Small attr:data-testid="add-redirect" on_press=move |_| asked.set(Some(Asked::New))>
                        <Icon name=IconName::Plus />
                        "Add a redirect"
                    </Button>
                </div>
            </header>
            <Filters query=query />
            {move || part.error.get().map(|error| view! { <Failure error=error again=move |()| ask() /> })}
            {list}
            <Show when=move || part.value.with(|part| part.as_ref().is_some_and(|part| part.next.is_some()))>
                <p class="orders-more">
                    <Button press="button" kind=ButtonKind::Secondary busy=part.is_loading on_press=more>"Show more"</Button>
                </p>
            </Show>
            {dialog}
        </div>
    }
}

#[component]
fn Filters(query: Memo<RedirectQuery>) -> impl IntoView {
    let navigate = use_navigate();
    let go = Callback::new(move |q| {
        let wanted = RedirectQuery { q, ..query.get_untracked() };
        let options = NavigateOptions { resolve: false, replace: true, scroll: false, ..NavigateOptions::default() };
        navigate(&address::redirects(&wanted), options);
    });
    // The tabs keep what is searched for, so all of them are one place.
    let typed = Typed::new(|| (), Signal::derive(move || query.with(|query| query.q.clone())), go);
    let tabs: Vec<_> = [(None, "All"), (Some(false), "Made by hand"), (Some(true), "Made by themselves")]
        .into_iter()
        .map(|(automatic, label)| {
            let url = move || query.with(|query| address::redirects(&RedirectQuery { automatic, ..query.clone() }));
            let current = move || query.with(|query| query.automatic == automatic).then_some("page");
            view! { <li><a class="tabs__tab" href=url data-noscroll="" aria-current=current>{label}</a></li> }
        })
        .collect();
    view! {
        <div class="filters">
            <nav class="tabs" aria-label="Kind"><ul class="tabs__list">{tabs}</ul></nav>
            <SearchField label="Search redirects" placeholder="Part of an address" testid="redirect-search" typed=typed />
        </div>
    }
}

#[component]
fn Row(row: RedirectItem, asked: RwSignal<Option<Asked>>) -> impl IntoView {
    let (changed, deleted) = (row.clone(), row.clone());
    let to = match (&row.to_page_title, row.to_page) {
        (Some(title), Some(page)) => view! {
            <a href=address::editor(page)>{title.clone()}</a>
            <span class="pages__sub">{row.to.clone()}</span>
        }
        .into_any(),
        _ => view! { <code>{row.to.clone()}</code> }.into_any(),
    };
    view! {
        <tr>
            <th scope="row"><code>{row.from.clone()}</code></th>
            <td>{to}</td>
            <td class="pages__wide">
                <span class="badges">
                    <Badge>{if row.permanent { "Permanent" } else { "Temporary" }}</Badge>
                    {row.automatic.then(|| view! { <Badge tone=Tone::Info>"By itself"</Badge> })}
                </span>
            </td>
            <td class="table__number pages__wide">
                {row.hits}
                {row.last_used_at.map(|at| view! { <span class="pages__sub">"last "<Moment at=at /></span> })}
            </td>
            <td class="redirects__acts">
                <Button press="button" kind=ButtonKind::Quiet size=ButtonSize::Small attr:aria-label=format!("Change {}", row.from)
                    on_press=move |_| asked.set(Some(Asked::Change(changed.clone())))>
                    <Icon name=IconName::Pencil />
                </Button>
                <Button press="button" kind=ButtonKind::Quiet size=ButtonSize::Small attr:aria-label=format!("Delete {}", row.from)
                    on_press=move |_| asked.set(Some(Asked::Delete(deleted.clone())))>
                    <Icon name=IconName::Trash />
                </Button>
            </td>
        </tr>
    }
}

#[component]
fn Empty(query: RedirectQuery) -> impl IntoView {
    if query == RedirectQuery::default() {
        let text = "When the address of a live page changes, a redirect makes itself. Others are added by hand or from a file.";
        return view! { <EmptyState title="No redirects yet" text=text icon=IconName::ArrowRight /> }.into_any();
    }
    view! {
        <EmptyState title="No redirect fits" text="Try a shorter part of the address.">
            <LinkButton href=address::REDIRECTS kind=ButtonKind::Secondary>"Show all redirects"</LinkButton>
        </EmptyState>
    }
    .into_any()
}

#[component]
fn Edit(row: Option<RedirectItem>, asked: RwSignal<Option<Asked>>, done: Callback<()>) -> impl IntoView {
    let attempt = Attempt::new();
    let id = row.as_ref().map(|row| row.id);
    let from = RwSignal::new(row.as_ref().map(|row| row.from.clone()).unwrap_or_default());
    let to_page = row.as_ref().and_then(|row| {
        let title = row.to_page_title.clone()?;
        Some(PlaceItem { id: row.to_page?, title, url_path: row.to.clone(), kind_label: String::new(), live: true })
    });
    let is_page = RwSignal::new(to_page.is_some());
    let to = RwSignal::new(row.as_ref().filter(|_| to_page.is_none()).map(|row| row.to.clone()).unwrap_or_default());
    let target = RwSignal::new(to_page);
    let permanent = RwSignal::new(row.as_ref().is_none_or(|row| row.permanent));
    let wrong = RwSignal::new(None::<(String, String)>);
    let error_of = move |field: &'static str| {
        Signal::derive(move || wrong.get().filter(|(wrong, _)| wrong == field).map(|(_, message)| message))
    };
    // What was wrong with a text is said of that text only.
    let forget = move |field: &'static str| {
        if wrong.with_untracked(|wrong| wrong.as_ref().is_some_and(|(of, _)| of == field)) {
            wrong.set(None);
        }
    };
    Effect::new(move |_| {
        from.track();
        forget("from");
    });
    Effect::new(move |_| {
        to.track();
        target.track();
        is_page.track();
        forget("to");
    });
    let ready = Signal::derive(move || {
        let has_target = if is_page.get() { target.get().is_some() } else { !to.get().trim().is_empty() };
        !from.get().trim().is_empty() && has_target
    });
    let act = move |()| {
        wrong.set(None);
        let input = RedirectInput {
            from: from.get_untracked(),
            to_page: target.get_untracked().map(|place| place.id).filter(|_| is_page.get_untracked()),
            to: to.get_untracked(),
            permanent: permanent.get_untracked(),
        };
        attempt.run(save_redirect(id, input), move |outcome| match outcome {
            RedirectOutcome::Saved => done.run(()),
            RedirectOutcome::Refused { field, message } => wrong.set(Some((field, message))),
        });
    };
    view! {
        <FormDialog
            title=if id.is_some() { "Change the redirect" } else { "New redirect" }
            submit=Signal::derive(|| "Save".to_owned())
            ready=ready
            attempt=attempt
            act=act
            closed=Callback::new(move |()| asked.set(None))
        >
            <TextLine label="From" id="redirect-from" value=from hint="A path on this site, such as /old-page/" error=error_of("from") />
            <Tick label="Leads to a page of this site, wherever it moves" id="redirect-is-page" value=is_page />
            {move || if is_page.get() {
                let error = error_of("to");
                view! {
                    <TargetChooser page=None chosen=target label="To which page" />
                    {move || error.get().map(|message| view! { <p class="field__error" role="alert">{message}</p> })}
                }
                .into_any()
            } else {
                view! {
                    <TextLine label="To" id="redirect-to" value=to hint="A path on this site, or an address that begins with https://" error=error_of("to") />
                }
                .into_any()
            }}
            <Tick label="Permanent (301): browsers and search engines remember it" id="redirect-permanent" value=permanent />
        </FormDialog>
    }
}

#[component]
fn Delete(row: RedirectItem, asked: RwSignal<Option<Asked>>, done: Callback<()>) -> impl IntoView {
    let desk = expect_context::<PagesDesk>();
    let attempt = Attempt::new();
    let id = row.id;
    let act = move |()| {
        attempt.run(delete_redirect(id), move |told| {
            desk.toasts.tell_done(told);
            done.run(());
        });
    };
    view! {
        <FormDialog
            title="Delete the redirect?"
            submit=Signal::derive(|| "Delete".to_owned())
            danger=true
            ready=Signal::derive(|| true)
            attempt=attempt
            act=act
            closed=Callback::new(move |()| asked.set(None))
        >
            <p>"Visitors of "<code>{row.from}</code>" will find nothing there. So far it sent "{row.hits}" of them on."</p>
        </FormDialog>
    }
}

#[component]
fn Import(asked: RwSignal<Option<Asked>>, done: Callback<()>) -> impl IntoView {
    let desk = expect_context::<PagesDesk>();
    let attempt = Attempt::new();
    let text = RwSignal::new(String::new());
    let problems = RwSignal::new(Vec::<(usize, String)>::new());
    let act = move |()| {
        problems.set(Vec::new());
        attempt.run(import_redirects(text.get_untracked()), move |imported: RedirectImport| {
            if imported.problems.is_empty() {
                desk.toasts.tell(format!("{} redirects are new, {} were changed.", imported.created, imported.updated));
                done.run(());
            } else {
                problems.set(imported.problems);
            }
        });
    };
    let list = move || {
        let problems = problems.get();
        (!problems.is_empty()).then(|| {
            let title = format!("Nothing was imported: {} to mend", if problems.len() == 1 { "1 line".to_owned() } else { format!("{} lines", problems.len()) });
            let rows: Vec<_> =
                problems.into_iter().map(|(line, message)| view! { <li>{format!("Line {line}: {message}")}</li> }).collect();
            view! {
                <Notice tone=Tone::Danger title=title announce=true><ul class="pointing" role="list" data-testid="import-problems">{rows}</ul></Notice>
            }
        })
    };
    view! {
        <FormDialog
            title="Import redirects"
            submit=Signal::derive(|| "Import".to_owned())
            ready=Signal::derive(move || text.with(|text| !text.trim().is_empty()))
            attempt=attempt
            act=act
            closed=Callback::new(move |()| asked.set(None))
        >
            <p>"One redirect per line: from, to, and optionally yes or no for permanent. All lines are taken, or none."</p>
            <div class="field">
                <label class="field__label" for="import-file">"File (CSV)"</label>
                <input type="file" id="import-file" accept=".csv,text/csv,text/plain" on:change=move |event| read_file(&event, text) />
            </div>
            <div class="field">
                <label class="field__label" for="import-text">"Lines"</label>
                <textarea
                    class="input input--area"
                    id="import-text"
                    rows="8"
                    spellcheck="false"
                    placeholder="/old-page/,/new-page/,yes"
                    prop:value=text
                    on:input=move |event| text.set(event_target_value(&event))
                ></textarea>
            </div>
            {list}
        </FormDialog>
    }
}

/// Puts the text of the picked file into the field, where it can be seen and mended.
fn read_file(event: &web_sys::Event, text: RwSignal<String>) {
    let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    let Some(file) = input.and_then(|input| input.files()?.get(0)) else { return };
    let Ok(reader) = FileReader::new() else { return };
    let read = reader.clone();
    let then = Closure::once_into_js(move || {
        if let Some(found) = read.result().ok().and_then(|found| found.as_string()) {
            text.set(found);
        }
    });
    reader.set_onload(Some(then.unchecked_ref()));
    // A file that cannot be read leaves the field as it is.
    let _ = reader.read_as_text(&file);
}

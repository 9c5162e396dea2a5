//! What was said about the page, in the panel.

use super::{Together, people::initials};
use crate::{failure::Failure, moment::Moment};
use leptos::prelude::*;
use xpro_api::{CommentCommand, CommentItem, CommentThread};
use xpro_ui::{Button, ButtonKind, ButtonSize, EmptyState, IconName};

/// All threads, and the place to begin one.
#[component]
pub fn Comments() -> impl IntoView {
    let together = expect_context::<Together>();
    together.ask_comments();
    let settled = RwSignal::new(false);
    let found = together.comments.value;
    let may = Memo::new(move |_| found.with(|found| found.as_ref().is_some_and(|found| found.may_comment)));
    let watches = move || found.with(|found| found.as_ref().is_some_and(|found| found.watches));
    let resolved = move || {
        found.with(|found| {
            found.iter().flat_map(|found| &found.threads).filter(|thread| thread.resolved.is_some()).count()
        })
    };
    let threads = move || {
        let all = found.with(|found| found.as_ref().map(|found| found.threads.clone()).unwrap_or_default());
        let shown: Vec<_> = all.into_iter().filter(|thread| settled.get() || thread.resolved.is_none()).collect();
        if shown.is_empty() {
            return view! {
                <EmptyState title="No open comments" text="Point at a field and press the quotation mark beside its name to say something about it." icon=IconName::Quote />
            }
            .into_any();
        }
        let shown: Vec<_> = shown.into_iter().map(|thread| talk(together, thread, may.get())).collect();
        view! { <ol class="talks" data-testid="comments">{shown}</ol> }.into_any()
    };
    view! {
        {move || together.error.get().map(|error| view! { <Failure error=error again=move |()| together.error.set(None) /> })}
        {move || together.comments.error.get().map(|error| view! { <Failure error=error again=move |()| together.ask_comments() /> })}
        <Show when=move || may.get()>{begin(together)}</Show>
        {threads}
        <div class="talks__foot">
            <label class="edit-flag">
                <input class="edit-flag__box" type="checkbox" prop:checked=settled on:change=move |_| settled.update(|on| *on = !*on) />
                {move || format!("Show settled ones ({})", resolved())}
            </label>
            <label class="edit-flag">
                <input
                    class="edit-flag__box"
                    type="checkbox"
                    prop:checked=watches
                    on:change=move |event| {
                        together.say(CommentCommand::Watch { on: event_target_checked(&event) }, Callback::new(|()| {}));
                    }
                />
                "Send me a mail about every comment on this page"
            </label>
        </div>
    }
}

/// Begins a thread about the field that was pointed at, or about the page.
fn begin(together: Together) -> AnyView {
    let text = RwSignal::new(String::new());
    let field = move || together.wanted.get().unwrap_or_default();
    let name = move || together.name_of(&field()).unwrap_or_else(|| "The page as a whole".to_owned());
    let send = Callback::new(move |()| {
        let field = together.wanted.get_untracked().unwrap_or_default();
        let label = if field.is_empty() { String::new() } else { together.name_of(&field).unwrap_or_default() };
        let said = Callback::new(move |()| {
            text.set(String::new());
            together.wanted.set(None);
        });
        together.say(CommentCommand::Start { field, label, body: text.get_untracked() }, said);
    });
    view! {
        <form class="talk__form" on:submit=move |event| { event.prevent_default(); send.run(()); }>
            <label class="edit-field__label" for="comment-new">"About: "{name}</label>
            <textarea
                class="input talk__text"
                id="comment-new"
                rows="3"
                maxlength="4000"
                placeholder="What should others know or do?"
                prop:value=text
                on:input=move |event| text.set(event_target_value(&event))
            ></textarea>
            <div class="talk__acts">
                <Button size=ButtonSize::Small busy=together.is_busy disabled=Signal::derive(move || text.with(|text| text.trim().is_empty())) attr:data-testid="comment-send">
                    "Comment"
                </Button>
                <Show when=move || together.wanted.with(Option::is_some)>
                    <Button press="button" kind=ButtonKind::Quiet size=ButtonSize::Small on_press=move |_| together.wanted.set(None)>"About the whole page"</Button>
                </Show>
            </div>
        </form>
    }
    .into_any()
}

fn talk(together: Together, thread: CommentThread, may: bool) -> AnyView {
    let CommentThread { id, field, label, resolved, comments } = thread;
    let name = together.name_of(&field);
    let is_there = name.is_some() && !field.is_empty();
    let is_resolved = resolved.is_some();
    let is_wanted = {
        let field = field.clone();
        move || together.wanted.with(|wanted| wanted.as_ref() == Some(&field))
    };
    let head = match name {
        Some(name) if is_there => {
            let field = field.clone();
            view! { <button class="link-button" type="button" title="Show the field" on:click=move |_| together.draft.store.wanted.set(Some(field.clone()))>{name}</button> }.into_any()
        }
        Some(name) => view! { <span>{name}</span> }.into_any(),
        None => view! { <span>{label}" "<small>"(not there any more)"</small></span> }.into_any(),
    };
    let said: Vec<_> = comments.into_iter().map(|comment| one(together, comment)).collect();
    let settle = move |_| {
        let command =
            if is_resolved { CommentCommand::Reopen { thread: id } } else { CommentCommand::Resolve { thread: id } };
        together.say(command, Callback::new(|()| {}));
    };
    view! {
        <li class="talk" class:talk--wanted=is_wanted class:talk--settled=is_resolved data-testid="thread">
            <header class="talk__head">
                <span class="talk__field">{head}</span>
                {may.then(|| view! {
                    <Button press="button" kind=ButtonKind::Quiet size=ButtonSize::Small attr:data-testid="settle-thread" on_press=settle>
                        {if is_resolved { "Open again" } else { "Settle" }}
                    </Button>
                })}
            </header>
            <ol class="talk__said">{said}</ol>
            {resolved.map(|(at, by)| view! { <p class="talk__meta">"Settled by "{by}" "<Moment at=at /></p> })}
            {may.then(|| answer(together, id))}
        </li>
    }
    .into_any()
}

fn answer(together: Together, thread: i64) -> AnyView {
    let typed = together.typed(format!("answer:{thread}"));
    let text = move || typed.get().unwrap_or_default();
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let command = CommentCommand::Reply { thread, body: typed.get_untracked().unwrap_or_default() };
        together.say(command, Callback::new(move |()| drop(typed.try_set(None))));
    };
    view! {
        <form class="talk__answer" on:submit=send>
            <input
                class="input"
                aria-label="Answer"
                placeholder="Answer"
                maxlength="4000"
                prop:value=text
                on:input=move |event| typed.set(Some(event_target_value(&event)))
            />
            <Show when=move || !text().trim().is_empty()>
                <Button kind=ButtonKind::Secondary size=ButtonSize::Small busy=together.is_busy>"Answer"</Button>
            </Show>
        </form>
    }
    .into_any()
}

fn one(together: Together, comment: CommentItem) -> AnyView {
    let CommentItem { id, author, mine, body, at, edited } = comment;
    let typed = together.typed(format!("edit:{id}"));
    let body = StoredValue::new(body);
    let toggle = move |_| {
        let is_open = typed.with_untracked(Option::is_some);
        typed.set((!is_open).then(|| body.get_value()));
    };
    let keep = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let command = CommentCommand::Edit { comment: id, body: typed.get_untracked().unwrap_or_default() };
        together.say(command, Callback::new(move |()| drop(typed.try_set(None))));
    };
    let acts = mine.then(|| {
        view! {
            <span class="talk__own">
                <button class="link-button" type="button" on:click=toggle>"Edit"</button>
                <button class="link-button" type="button" on:click=move |_| together.say(CommentCommand::Delete { comment: id }, Callback::new(|()| {}))>"Delete"</button>
            </span>
        }
    });
    let is_open = Memo::new(move |_| typed.with(Option::is_some));
    let words = move || {
        if is_open.get() {
            view! {
                <form class="talk__form" on:submit=keep>
                    <textarea
                        class="input talk__text"
                        rows="3"
                        maxlength="4000"
                        aria-label="Your comment"
                        prop:value=move || typed.get().unwrap_or_default()
                        on:input=move |event| typed.set(Some(event_target_value(&event)))
                    ></textarea>
                    <div class="talk__acts"><Button size=ButtonSize::Small busy=together.is_busy>"Keep"</Button></div>
                </form>
            }
            .into_any()
        } else {
            view! { <p class="together__words">{body.get_value()}</p> }.into_any()
        }
    };
    view! {
        <li class="talk__one">
            <span class="face" aria-hidden="true">{initials(&author)}</span>
            <div>
                <p class="talk__meta"><strong>{author}</strong>" "<Moment at=at />{edited.then_some(" · edited")}{acts}</p>
                {words}
            </div>
        </li>
    }
    .into_any()
}

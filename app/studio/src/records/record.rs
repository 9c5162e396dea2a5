//! One record: its form, and what is known of it.

use super::{
    aside::{Aside, uses},
    conflict::{Conflict, Theirs},
    rooms::{self, Room},
};
use crate::{
    editor::{Edit, FlawList, HostedForm, Store, declarations, known_declarations, named_in_address},
    failure::Failure,
    leave, page,
    pages::{Attempt, FormDialog, PagesDesk},
    remote::Remote,
};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use serde_json::Value;
use xpro_api::{
    ApiError, OpenedRecord, RecordGone, RecordInput, RecordOutcome, RecordQuery, UsedItem, delete_record, open_record,
    save_record,
};
use xpro_form::{Declarations, Mode, SnippetSpec};
use xpro_ui::{Button, ButtonKind, ButtonSize, Icon, IconName, Notice, Tone};

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub struct Desk {
    /// What is edited.
    pub store: Store,
    /// The record as the server told it last.
    pub record: RwSignal<OpenedRecord>,
    /// What somebody else saved in the meantime.
    pub theirs: RwSignal<Option<Theirs>>,
    /// A save that is on its way, and why it failed.
    attempt: Attempt,
    room: &'static Room,
    kept: Kept,
}

/// A record that was just made: its form stays when its address changes from `new`.
type Kept = StoredValue<Option<(String, i64)>>;

impl Desk {
    /// Whether something is not saved.
    fn is_dirty(self) -> bool {
        let saved = self.record.with_untracked(|record| self.store.look(|document| *document == record.document));
        !saved
    }
}

/// The page: room, kind and record follow from the address.
#[component]
pub fn RecordView() -> impl IntoView {
    let location = use_location();
    let (path, search) = (location.pathname, location.search);
    let asked = Memo::new(move |_| {
        let path = path.get();
        let mut parts = path.split('/').skip(2);
        let room = parts.next().and_then(Room::find)?;
        let id = match (room.name, parts.next()) {
            ("settings", _) => 1,
            (_, Some("new")) => 0,
            (_, Some(id)) => id.parse::<i64>().ok().filter(|id| *id > 0)?,
            (_, None) => return None,
        };
        let kind = search.with(|search| room.kind(&rooms::query(search).kind));
        Some((room, kind, id))
    });
    let kept = Kept::new(None);
    let opened = Remote::<(&'static Room, OpenedRecord)>::new();
    let ask = move || match asked.get_untracked() {
        Some((room, kind, id)) => opened.ask(async move {
            let all = declarations().await?;
            let record = if id == 0 { blank(all, kind)? } else { open_record(kind.to_owned(), id).await? };
            Ok((room, record))
        }),
        None => opened.error.set(Some(ApiError::NotFound)),
    };
    Effect::new(move |_| {
        let asked = asked.get();
        let made = kept.try_update_value(Option::take).flatten();
        if made.is_some_and(|(kind, id)| asked.is_some_and(|(_, asked, which)| asked == kind && which == id)) {
            return;
        }
        opened.value.set(None);
        opened.error.set(None);
        ask();
    });
    let body = move || {
        let (Some((room, record)), Some(all)) = (opened.value.get(), known_declarations()) else {
            return ().into_any();
        };
        match spec(all, &record.kind) {
            Some(spec) => view! { <Form all=all spec=spec room=room record=record kept=kept /> }.into_any(),
            None => ().into_any(),
        }
    };
    view! {
        <div class="desk-page">
            {move || asked.get().filter(|(room, ..)| room.name != "settings").map(|(room, kind, _)| {
                let shown = if room.kind("") == kind { String::new() } else { kind.to_owned() };
                let href = room.list(&RecordQuery { kind: shown, q: String::new() });
                view! { <p class="desk-page__back"><a href=href><Icon name=IconName::ArrowLeft />{room.title}</a></p> }
            })}
            {move || opened.error.get().map(|error| view! { <Failure error=error again=move |()| ask() /> })}
            {body}
        </div>
    }
}

fn spec(all: &'static Declarations, kind: &str) -> Option<&'static SnippetSpec> {
    all.snippet(kind).or_else(|| all.record(kind))
}

/// A record that is not there yet. Whether the person may make one the server says when it is saved.
fn blank(all: &'static Declarations, kind: &str) -> Result<OpenedRecord, ApiError> {
    let spec = spec(all, kind).ok_or(ApiError::NotFound)?;
    Ok(OpenedRecord {
        kind: kind.to_owned(),
        id: 0,
        name: format!("New {}", spec.label.to_lowercase()),
        document: spec.form.blank(),
        version: String::new(),
        facts: Vec::new(),
        table: None,
        used: Vec::new(),
        history: Vec::new(),
        things: Vec::new(),
        permissions: Vec::new(),
        may_change: true,
        may_delete: false,
    })
}

#[component]
fn Form(
    all: &'static Declarations,
    spec: &'static SnippetSpec,
    room: &'static Room,
    record: OpenedRecord,
    kept: Kept,
) -> impl IntoView {
    let store = Store::of_record(all, &spec.form, &record);
    let desk =
        Desk { store, record: RwSignal::new(record), theirs: RwSignal::new(None), attempt: Attempt::new(), room, kept };
    page::name(move || desk.record.with(|record| record.name.clone()));
    leave::guard(move || desk.is_dirty());
    named_in_address(store);
    let save = saver(desk);
    let press = save.clone();
    let flaws = Signal::derive(move || store.blockers.get().unwrap_or_default());
    let may_change = move || desk.record.with(|record| record.may_change);
    view! {
        <header class="desk-page__head">
            <h1 class="desk-page__title">{move || desk.record.with(|record| record.name.clone())}</h1>
            {(room.kinds.len() > 1).then(|| view! { <span class="desk-page__count">{spec.label.to_string()}</span> })}
        </header>
        <Show when=move || !may_change()>
            <Notice tone=Tone::Info title="For reading only">"Your groups may not change this."</Notice>
        </Show>
        <Conflict desk=desk />
        <div class="library-detail records__detail">
            <div class="library-detail__main">
                <Show when=move || flaws.with(|flaws| !flaws.is_empty())>
                    <div class="editor__flaws" role="region" aria-label="What keeps it from being saved">
                        <p class="editor__flaws-title">"Before this can be saved"</p>
                        <FlawList store=store flaws=flaws />
                    </div>
                </Show>
                <HostedForm store=store save=Callback::new(move |()| save()) />
                {move || desk.attempt.error.get().map(|error| {
                    let again = press.clone();
                    view! { <Failure error=error again=move |()| again() /> }
                })}
                <Show when=may_change>
                    <Bar desk=desk />
                </Show>
            </div>
            <Aside record=desk.record />
        </div>
    }
}

/// Saves what is written, as far as it can be saved.
fn saver(desk: Desk) -> impl Fn() + Clone + Send + Sync + 'static {
    let store = desk.store;
    let toasts = expect_context::<PagesDesk>().toasts;
    let navigate = use_navigate();
    let navigate = StoredValue::new_local(navigate);
    move || {
        let flaws: Vec<_> = store.find_flaws(Mode::Publish).into_iter().filter(|flaw| flaw.is_error).collect();
        if let Some(first) = flaws.first() {
            store.wanted.set(Some(first.path.clone()));
            store.blockers.set(Some(flaws));
            return;
        }
        let input = desk.record.with_untracked(|record| RecordInput {
            kind: record.kind.clone(),
            which: (record.id != 0).then(|| (record.id, record.version.clone())),
            document: store.snapshot(),
        });
        let sent = input.document.clone();
        desk.attempt.run(save_record(input), move |outcome| match outcome {
            RecordOutcome::Saved { record } => {
                store.accept();
                desk.theirs.set(None);
                toasts.tell("Saved.");
                let is_new = desk.record.with_untracked(|before| before.id == 0);
                let address = rooms::record(&record.kind, record.id);
                let made = (record.kind.clone(), record.id);
                settle(desk, &sent, *record);
                if let Some(address) = address.filter(|_| is_new) {
                    desk.kept.set_value(Some(made));
                    let options = NavigateOptions { resolve: false, replace: true, ..NavigateOptions::default() };
                    navigate.with_value(|navigate| navigate(&address, options));
                }
            }
            RecordOutcome::Refused { problems } => {
                let flaws = store.refuse(problems);
                store.wanted.set(flaws.first().map(|flaw| flaw.path.clone()));
            }
            RecordOutcome::Conflict { by, at, record } => desk.theirs.set(Some(Theirs { by, at, record: *record })),
        });
    }
}

/// Takes over what the server kept, but never in place of what was typed since it was `sent`: that stays, not saved yet.
fn settle(desk: Desk, sent: &Value, record: OpenedRecord) {
    for thing in &record.things {
        desk.store.know(thing.clone());
    }
    let is_other = desk.store.look(|document| takes_over(document, sent, &record.document));
    let document = record.document.clone();
    desk.record.set(record);
    if is_other {
        desk.store.put(Edit::Replace(document));
    }
}

/// Whether a form is to show what the server kept: nobody typed since, and it is something else.
fn takes_over(shown: &Value, sent: &Value, kept: &Value) -> bool {
    shown == sent && shown != kept
}

/// Save, undo, delete.
#[component]
fn Bar(desk: Desk) -> impl IntoView {
    let store = desk.store;
    let save = saver(desk);
    let asked = RwSignal::new(false);
    let state = move || {
        store.changes.track();
        desk.record.track();
        if desk.is_dirty() { "Not saved yet" } else { "" }
    };
    view! {
        <div class="records__bar">
            <Button press="button" busy=desk.attempt.busy attr:data-testid="save-record" on_press=move |_| save()>"Save"</Button>
            <Button
                press="button"
                kind=ButtonKind::Quiet
                size=ButtonSize::Small
                disabled=Signal::derive(move || !store.can.get().0)
                on_press=move |_| store.undo()
            >
                <Icon name=IconName::Undo />
                "Undo"
            </Button>
            <span class="library-muted" role="status">{state}</span>
            <Show when=move || desk.record.with(|record| record.may_delete && record.id != 0)>
                <span class="records__delete">
                    <Button
                        press="button"
                        kind=ButtonKind::Quiet
                        size=ButtonSize::Small
                        attr:data-testid="delete-record"
                        on_press=move |_| asked.set(true)
                    >
                        <Icon name=IconName::Trash />
                        "Delete"
                    </Button>
                </span>
            </Show>
        </div>
        <Show when=move || asked.get()>
            <Delete desk=desk asked=asked />
        </Show>
    }
}

#[component]
fn Delete(desk: Desk, asked: RwSignal<bool>) -> impl IntoView {
    let toasts = expect_context::<PagesDesk>().toasts;
    let attempt = Attempt::new();
    let (name, kind, id, known) =
        desk.record.with_untracked(|record| (record.name.clone(), record.kind.clone(), record.id, record.used.clone()));
    let used = RwSignal::new(known);
    let navigate = StoredValue::new_local(use_navigate());
    let room = desk.room;
    let act = {
        let kind = kind.clone();
        move |()| {
            let kind = kind.clone();
            attempt.run(delete_record(kind.clone(), id), move |gone| match gone {
                RecordGone::Deleted { message } => {
                    toasts.tell(message);
                    // Nothing is left to be saved.
                    desk.record.update(|record| record.document = desk.store.snapshot());
                    let shown = if room.kind("") == kind { String::new() } else { kind };
                    let options = NavigateOptions { resolve: false, ..NavigateOptions::default() };
                    let address = room.list(&RecordQuery { kind: shown, q: String::new() });
                    asked.set(false);
                    navigate.with_value(|navigate| navigate(&address, options));
                }
                RecordGone::Used { used: found } => used.set(found),
            });
        }
    };
    let text = move || {
        let found: Vec<UsedItem> = used.get();
        if found.is_empty() {
            return view! { <p>"Nothing uses it. This cannot be undone."</p> }.into_any();
        }
        view! { <p>"It stays as long as something uses it:"</p>{uses(found)} }.into_any()
    };
    view! {
        <FormDialog
            title=format!("Delete “{name}”?")
            submit=Signal::derive(|| "Delete".to_owned())
            danger=true
            ready=Signal::derive(move || used.with(Vec::is_empty))
            attempt=attempt
            act=act
            closed=Callback::new(move |()| asked.set(false))
        >
            {text}
        </FormDialog>
    }
}

#[cfg(test)]
mod tests {
    use super::takes_over;
    use serde_json::json;

    #[test]
    fn what_is_typed_while_a_save_is_on_its_way_stays() {
        let (sent, tidied) = (json!({ "name": " Ada" }), json!({ "name": "Ada" }));
        assert!(takes_over(&sent, &sent, &tidied));
        assert!(!takes_over(&json!({ "name": " Ada L" }), &sent, &tidied));
        assert!(!takes_over(&sent, &sent, &sent));
    }
}

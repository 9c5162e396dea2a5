//! One thing in the calendar: its button, and the dialog that moves it or calls it off.

use super::zone::{SiteTimeField, Wall, Zone};
use crate::{
    pages::{Attempt, FormDialog, address},
    paths,
    shell::Toasts,
};
use leptos::{prelude::*, task::spawn_local};
use xpro_api::{CalendarCommand, CalendarItem, EntryStanding, EntryWhat, Instant, command_calendar};
use xpro_ui::{Badge, Button, ButtonKind, Icon, IconName, Tone};

/// What entries do to the calendar; a handle, cheap to copy.
#[derive(Clone, Copy)]
pub struct Moves {
    /// The entry that is held.
    pub dragged: RwSignal<Option<CalendarItem>>,
    /// The entry whose dialog is open.
    pub opened: RwSignal<Option<CalendarItem>>,
    /// The site's zone.
    pub zone: StoredValue<String>,
    /// Today on the site's clock.
    pub today: i64,
    /// Tells what was done.
    pub toasts: Toasts,
    /// Asks for the calendar again.
    pub again: Callback<()>,
}

impl Moves {
    /// Puts what is held on another day, at the same time of day.
    pub fn drop_on(self, date: i64) {
        let Some(item) = self.dragged.get_untracked() else { return };
        self.dragged.set(None);
        let zone = self.zone.with_value(|zone| Zone::new(zone));
        let wall = zone.wall(item.at);
        if wall.day == date {
            return;
        }
        let at = zone.instant(Wall { day: date, ..wall });
        spawn_local(async move {
            let answer = command_calendar(item.what, item.id, CalendarCommand::Move { at }).await;
            match answer {
                Ok(_) => self.toasts.tell(format!("“{}” moved to {}.", item.title, Wall { day: date, ..wall }.text())),
                Err(error) => self.toasts.tell_error(&error),
            }
            self.again.run(());
        });
    }
}

fn words(item: &CalendarItem) -> (&'static str, &'static str, IconName) {
    match item.what {
        EntryWhat::Publish => ("Goes live", "calendar-entry calendar-entry--publish", IconName::ArrowOut),
        EntryWhat::Expire => ("Leaves the site", "calendar-entry calendar-entry--expire", IconName::Minus),
        EntryWhat::Release => ("Release", "calendar-entry calendar-entry--release", IconName::Layers),
    }
}

fn standing(item: &CalendarItem) -> Option<(Tone, &'static str)> {
    match item.standing {
        EntryStanding::Waiting => None,
        EntryStanding::Done => Some((Tone::Success, "Done")),
        EntryStanding::Canceled => Some((Tone::Neutral, "Called off")),
        EntryStanding::Failed => Some((Tone::Danger, "Failed")),
    }
}

/// An entry; it opens its dialog, and may be dragged to another day.
#[component]
pub fn EntryButton(item: CalendarItem, wall: Wall, moves: Moves) -> impl IntoView {
    let (what, class, icon) = words(&item);
    let is_over = item.standing != EntryStanding::Waiting;
    let state = standing(&item);
    let label = format!(
        "{}, {what}: {}{}",
        wall.clock(),
        item.title,
        state.map(|(_, word)| format!(", {word}")).unwrap_or_default()
    );
    let may = item.may_change && !is_over;
    let (held, opened) = (item.clone(), item.clone());
    view! {
        <button
            class=class
            class:calendar-entry--over=is_over
            class:calendar-entry--failed=item.standing == EntryStanding::Failed
            type="button"
            draggable=if may { "true" } else { "false" }
            title=label.clone()
            aria-label=label
            data-testid="calendar-entry"
            on:click=move |_| moves.opened.set(Some(opened.clone()))
            on:dragstart=move |event| {
                if let Some(data) = event.data_transfer() {
                    // Without data some browsers begin no drag.
                    let _ = data.set_data("text/plain", &held.title);
                }
                moves.dragged.set(Some(held.clone()));
            }
            on:dragend=move |_| moves.dragged.set(None)
        >
            <Icon name=icon />
            <span class="calendar-entry__time">{wall.clock()}</span>
            <span class="calendar-entry__title">{item.title.clone()}</span>
        </button>
    }
}

/// The dialog of the entry that is opened.
#[component]
pub fn EntryDialog(moves: Moves) -> impl IntoView {
    move || moves.opened.get().map(|item| view! { <Opened item=item moves=moves /> })
}

#[component]
fn Opened(item: CalendarItem, moves: Moves) -> impl IntoView {
    let attempt = Attempt::new();
    let zone = moves.zone.get_value();
    let wall = Zone::new(&zone).wall(item.at);
    let value = RwSignal::new(wall.field());
    let (what, _, _) = words(&item);
    let (kind, id) = (item.what, item.id);
    let may = item.may_change && item.standing == EntryStanding::Waiting;
    let run = move |command: CalendarCommand| {
        attempt.run(command_calendar(kind, id, command), move |message| {
            moves.opened.set(None);
            moves.toasts.tell(message);
            moves.again.run(());
        });
    };
    let chosen = move || -> Option<Instant> {
        let wall = Wall::of_field(&value.get())?;
        Some(moves.zone.with_value(|zone| Zone::new(zone)).instant(wall))
    };
    let act = move |()| {
        if let Some(at) = chosen() {
            run(CalendarCommand::Move { at });
        }
    };
    let before = item.at;
    let ready = Signal::derive(move || may && chosen().is_some_and(|at| at != before));
    let link = match (item.what, item.page) {
        (EntryWhat::Release, _) => view! { <a href=paths::release(item.id)>"Open the release"</a> }.into_any(),
        (_, Some(page)) => view! { <a href=address::editor(page)>"Open the page"</a> }.into_any(),
        _ => ().into_any(),
    };
    let by = (!item.by.is_empty()).then(|| format!("Set by {}", item.by));
    let state = standing(&item).map(|(tone, word)| view! { <Badge tone=tone>{word}</Badge> });
    view! {
        <FormDialog
            title=item.title.clone()
            submit=Signal::derive(|| "Move".to_owned())
            ready=ready
            attempt=attempt
            act=act
            closed=Callback::new(move |()| moves.opened.set(None))
        >
            <p>{what}" "<strong>{wall.text()}</strong>" "{state}</p>
            <p class="calendar__detail">{item.detail.clone()}</p>
            {by.map(|by| view! { <p class="calendar__detail">{by}</p> })}
            {(!item.note.is_empty()).then(|| view! { <p role="note">{item.note.clone()}</p> })}
            <p>{link}</p>
            {may.then(|| view! {
                <SiteTimeField id="entry-at" label="Another time" value=value zone=zone.clone() />
                <Button
                    press="button"
                    kind=ButtonKind::Danger
                    busy=attempt.busy
                    attr:data-testid="call-off"
                    on_press=move |_| run(CalendarCommand::CallOff)
                >
                    "Call it off"
                </Button>
            })}
        </FormDialog>
    }
}

//! The page.

use super::{
    day,
    entry::{EntryDialog, Moves},
    grid,
    zone::{Wall, Zone, now},
};
use crate::{failure::Failure, page, pages::PagesDesk, pages::Waiting, paths, remote::Remote};
use leptos::prelude::*;
use xpro_api::{CalendarPart, calendar};
use xpro_ui::{Button, ButtonKind, ButtonSize, Icon, IconName, LinkButton};

/// How much is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Span {
    Month,
    Week,
    List,
}

impl Span {
    /// First day shown and how many weeks.
    fn days(self, anchor: i64) -> (i64, i64) {
        match self {
            Span::Month | Span::List => {
                let (first, last) = (day::week(day::month(anchor)), day::month_on(anchor, 1) - 1);
                (first, (last - first) / 7 + 1)
            }
            Span::Week => (day::week(anchor), 1),
        }
    }

    fn step(self, anchor: i64, by: i32) -> i64 {
        match self {
            Span::Month | Span::List => day::month_on(anchor, by),
            Span::Week => anchor + i64::from(by) * 7,
        }
    }

    fn title(self, anchor: i64) -> String {
        match self {
            Span::Month | Span::List => day::month_text(anchor),
            Span::Week => {
                let first = day::week(anchor);
                format!("{} to {}", day::day_text(first), day::day_text(first + 6))
            }
        }
    }
}

/// The calendar.
#[component]
pub fn CalendarView() -> impl IntoView {
    let desk = expect_context::<PagesDesk>();
    let part = Remote::<CalendarPart>::new();
    let span = RwSignal::new(Span::Month);
    // The zone comes with the first answer; until then a day more or less on both sides is asked for anyway.
    let anchor = RwSignal::new(now().0.div_euclid(86_400_000));
    let is_placed = StoredValue::new(false);
    let zone = StoredValue::new("UTC".to_owned());
    let ask = move || {
        let (first, weeks) = span.get_untracked().days(anchor.get_untracked());
        let (from, until) = ((first - 1) * 86_400_000, (first + weeks * 7 + 1) * 86_400_000);
        part.ask_and_merge(calendar(from, until), move |_, new: CalendarPart| {
            zone.set_value(new.time_zone.clone());
            if !is_placed.get_value() {
                is_placed.set_value(true);
                let today = Zone::new(&new.time_zone).wall(now()).day;
                if today != anchor.get_untracked() {
                    anchor.set(today);
                }
            }
            new
        });
    };
    Effect::new(move |_| {
        span.track();
        anchor.track();
        ask();
    });
    page::name(|| "Calendar".to_owned());
    let (dragged, opened) = (RwSignal::new(None), RwSignal::new(None));
    let again = Callback::new(move |()| ask());
    let moves = move || Moves {
        dragged,
        opened,
        zone,
        today: zone.with_value(|zone| Zone::new(zone).wall(now()).day),
        toasts: desk.toasts,
        again,
    };
    let mode = move |this: Span, name: &'static str| {
        view! {
            <button
                class="calendar__mode"
                type="button"
                aria-pressed=move || if span.get() == this { "true" } else { "false" }
                on:click=move |_| span.set(this)
            >
                {name}
            </button>
        }
    };
    let step = move |by: i32| anchor.update(|anchor| *anchor = span.get_untracked().step(*anchor, by));
    let body = move || {
        let Some(shown) = part.value.get() else {
            return if part.error.get().is_some() {
                ().into_any()
            } else {
                view! { <Waiting what="the calendar" /> }.into_any()
            };
        };
        let span = span.get();
        let (first, weeks) = span.days(anchor.get());
        let clock = Zone::new(&shown.time_zone);
        let entries = grid::placed(&shown.items, &clock);
        let within = |(wall, _): &&(Wall, _)| (first..first + weeks * 7).contains(&wall.day);
        let month = day::month(anchor.get());
        let listed: Vec<_> = entries
            .iter()
            .filter(within)
            .filter(|(wall, _)| span == Span::Week || day::month(wall.day) == month)
            .cloned()
            .collect();
        let moves = moves();
        let table = (span != Span::List)
            .then(|| grid::table(first, weeks, (span == Span::Month).then_some(month), &entries, moves));
        let class = match span {
            Span::Month => "calendar calendar--month",
            Span::Week => "calendar calendar--week",
            Span::List => "calendar calendar--list",
        };
        view! {
            <div class=class data-testid="calendar">
                <p class="calendar__zone">{format!("Times in {}", clock.label_of_days(first, first + weeks * 7 - 1))}</p>
                <div class="calendar__grid">{table}</div>
                <div class="calendar__agenda">{grid::agenda(&listed, moves)}</div>
            </div>
        }
        .into_any()
    };
    let button = move |label: &'static str, icon: IconName, by: i32| {
        view! {
            <Button press="button" kind=ButtonKind::Quiet attr:aria-label=label on_press=move |_| step(by)><Icon name=icon /></Button>
        }
    };
    view! {
        <div class="desk-page desk-page--wide">
            <header class="desk-page__head">
                <h1 class="desk-page__title">"Calendar"</h1>
                <LinkButton href=paths::RELEASES kind=ButtonKind::Secondary>"Releases"</LinkButton>
            </header>
            <div class="calendar__bar">
                {button("Earlier", IconName::ArrowLeft, -1)}
                {button("Later", IconName::ArrowRight, 1)}
                <Button
                    press="button"
                    kind=ButtonKind::Secondary
                    size=ButtonSize::Small
                    on_press=move |_| anchor.set(zone.with_value(|zone| Zone::new(zone).wall(now()).day))
                >
                    "Today"
                </Button>
                <h2 class="calendar__title" aria-live="polite">{move || span.get().title(anchor.get())}</h2>
                <div class="calendar__modes" role="group" aria-label="How much is shown">
                    {mode(Span::Month, "Month")}{mode(Span::Week, "Week")}{mode(Span::List, "List")}
                </div>
            </div>
            {move || part.error.get().map(|error| view! { <Failure error=error again=move |()| ask() /> })}
            {body}
            <EntryDialog moves=moves() />
        </div>
    }
}

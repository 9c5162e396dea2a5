//! Month and week as a table of days, and the list of what comes.

use super::{
    day,
    entry::{EntryButton, Moves},
    zone::{Wall, Zone},
};
use leptos::prelude::*;
use web_sys::DragEvent;
use xpro_api::{CalendarItem, EntryStanding};

/// Entries with the day and the clock that they are on. What was called off, or moved, is history of its page.
pub fn placed(items: &[CalendarItem], zone: &Zone) -> Vec<(Wall, CalendarItem)> {
    let shown = items.iter().filter(|item| item.standing != EntryStanding::Canceled);
    shown.map(|item| (zone.wall(item.at), item.clone())).collect()
}

/// Days from `first`, seven to a row.
pub fn table(
    first: i64,
    weeks: i64,
    shown_month: Option<i64>,
    entries: &[(Wall, CalendarItem)],
    moves: Moves,
) -> AnyView {
    let today = moves.today;
    let heads: Vec<_> = day::WEEKDAYS
        .iter()
        .map(|name| view! { <th scope="col"><abbr title=*name>{name.get(..3).unwrap_or_default()}</abbr></th> })
        .collect();
    let rows: Vec<_> = (0..weeks)
        .map(|week| {
            let days: Vec<_> = (0..7)
                .map(|at| {
                    let date = first + week * 7 + at;
                    let is_outside = shown_month.is_some_and(|month| day::month(date) != month);
                    cell(date, is_outside, date == today, entries, moves)
                })
                .collect();
            view! { <tr>{days}</tr> }
        })
        .collect();
    view! {
        <table class="calendar__table">
            <thead><tr>{heads}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn cell(date: i64, is_outside: bool, is_today: bool, entries: &[(Wall, CalendarItem)], moves: Moves) -> AnyView {
    let over = RwSignal::new(false);
    let (_, _, of_month) = day::date(date);
    let own: Vec<_> = entries
        .iter()
        .filter(|(wall, _)| wall.day == date)
        .map(|(wall, item)| view! { <li><EntryButton item=item.clone() wall=*wall moves=moves /></li> })
        .collect();
    let on_dragover = move |event: DragEvent| {
        if moves.dragged.with_untracked(Option::is_some) {
            // Says that it may be dropped here.
            event.prevent_default();
            over.set(true);
        }
    };
    let on_drop = move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        moves.drop_on(date);
    };
    view! {
        <td
            class="calendar__day"
            class:calendar__day--outside=is_outside
            class:calendar__day--today=is_today
            class:calendar__day--over=over
            on:dragover=on_dragover
            on:dragleave=move |_| over.set(false)
            on:drop=on_drop
        >
            <span class="calendar__number" aria-current=is_today.then_some("date")>
                {of_month}
                <span class="visually-hidden">{format!(" {}", day::day_text(date))}</span>
            </span>
            <ul class="calendar__entries" role="list">{own}</ul>
        </td>
    }
    .into_any()
}

/// What comes and came, day by day.
pub fn agenda(entries: &[(Wall, CalendarItem)], moves: Moves) -> AnyView {
    let mut days: Vec<(i64, Vec<(Wall, CalendarItem)>)> = Vec::new();
    for (wall, item) in entries {
        match days.last_mut().filter(|(date, _)| *date == wall.day) {
            Some((_, list)) => list.push((*wall, item.clone())),
            None => days.push((wall.day, vec![(*wall, item.clone())])),
        }
    }
    if days.is_empty() {
        return view! { <p class="calendar__none">"Nothing is planned in this time."</p> }.into_any();
    }
    let days: Vec<_> = days
        .into_iter()
        .map(|(date, list)| {
            let list: Vec<_> = list
                .into_iter()
                .map(|(wall, item)| view! { <li><EntryButton item=item wall=wall moves=moves /></li> })
                .collect();
            view! {
                <section class="calendar__agenda-day">
                    <h2 class="calendar__agenda-date">{day::day_text(date)}</h2>
                    <ul class="calendar__entries" role="list">{list}</ul>
                </section>
            }
        })
        .collect();
    view! { <div>{days}</div> }.into_any()
}

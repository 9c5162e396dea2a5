//! Acts on many pages: the list of one's own, and how one goes, page by page.

use super::{
    address,
    desk::{Attempt, PagesDesk},
    dialogs::pages_text,
    view::Waiting,
};
use crate::{failure::Failure, moment::Moment, page, remote::Remote};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use std::time::Duration;
use xpro_api::{
    ApiError, BulkCommand, BulkDeed, BulkPageItem, BulkReport, BulkRunItem, PageOutcome, RunStanding, bulk_run,
    bulk_runs, command_bulk,
};
use xpro_ui::{Badge, Button, ButtonKind, ButtonSize, EmptyState, Icon, IconName, LinkButton, Notice, Tone};

/// How often a run that goes on is asked about.
const BEAT: Duration = Duration::from_millis(1_000);

/// Beats between two questions to a server that does not answer.
const PATIENCE: u32 = 5;

/// The person's own acts on many pages.
#[component]
pub fn RunsView() -> impl IntoView {
    let runs = Remote::<Vec<BulkRunItem>>::new();
    let ask = move || runs.ask(bulk_runs());
    ask();
    page::name(|| "Acts on many pages".to_owned());
    let list = move || {
        let Some(list) = runs.value.get() else {
            return if runs.error.get().is_some() {
                ().into_any()
            } else {
                view! { <Waiting what="acts" /> }.into_any()
            };
        };
        if list.is_empty() {
            let text = "Choose pages in a list, then publish, unpublish, move or delete them together.";
            return view! {
                <EmptyState title="Nothing was done to many pages yet" text=text icon=IconName::Layers>
                    <LinkButton href=address::PAGES>"Go to the pages"</LinkButton>
                </EmptyState>
            }
            .into_any();
        }
        let rows: Vec<_> = list
            .into_iter()
            .map(|run| {
                view! {
                    <tr>
                        <th scope="row"><a href=address::run(run.id)>{format!("{} {}", run.deed.label(), pages_text(run.total()))}</a></th>
                        <td data-label="Asked"><Moment at=run.at /></td>
                        <td data-label="State"><StandingBadge run=run.clone() /></td>
                        <td data-label="Outcome">{outcome_text(&run)}</td>
                    </tr>
                }
            })
            .collect();
        view! {
            <div class="table-frame">
                <table class="table stacks">
                    <thead><tr><th scope="col">"Act"</th><th scope="col">"Asked"</th><th scope="col">"State"</th><th scope="col">"Outcome"</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
        .into_any()
    };
    view! {
        <div class="desk-page">
            <p class="desk-page__back"><a href=address::PAGES><Icon name=IconName::ArrowLeft />"Pages"</a></p>
            <header class="desk-page__head"><h1 class="desk-page__title">"Acts on many pages"</h1></header>
            {move || runs.error.get().map(|error| view! { <Failure error=error again=move |()| ask() /> })}
            {list}
        </div>
    }
}

/// What came of a run, in words.
fn outcome_text(run: &BulkRunItem) -> String {
    let mut parts = vec![format!("{} done", run.done)];
    if run.skipped > 0 {
        parts.push(format!("{} had nothing to do", run.skipped));
    }
    if run.failed > 0 {
        parts.push(format!("{} failed", run.failed));
    }
    if run.waiting > 0 {
        parts.push(format!("{} to go", run.waiting));
    }
    parts.join(", ")
}

#[component]
fn StandingBadge(run: BulkRunItem) -> impl IntoView {
    let (tone, text) = match run.standing {
        RunStanding::Running => (Tone::Info, "Running"),
        RunStanding::Stopped => (Tone::Warning, "Stopped"),
        RunStanding::Done if run.failed > 0 => (Tone::Danger, "Done, some failed"),
        RunStanding::Done => (Tone::Success, "Done"),
    };
    view! { <Badge tone=tone>{text}</Badge> }
}

/// How one goes.
#[component]
pub fn RunView() -> impl IntoView {
    let desk = expect_context::<PagesDesk>();
    let params = use_params_map();
    let id = Memo::new(move |_| {
        params.with(|params| params.get("id").and_then(|id| id.parse::<i64>().ok()).unwrap_or_default())
    });
    let only_failed = RwSignal::new(false);
    let report = Remote::<BulkReport>::new();
    let ask = move || {
        let outcome = only_failed.get_untracked().then_some(PageOutcome::Failed);
        report.ask(bulk_run(id.get_untracked(), outcome, None));
    };
    Effect::new(move |_| {
        id.track();
        only_failed.track();
        ask();
    });
    let is_running = Memo::new(move |_| {
        report.value.with(|report| report.as_ref().is_some_and(|report| report.run.standing == RunStanding::Running))
    });
    ask_while_it_runs(report, is_running, ask);
    Effect::new(move |before: Option<bool>| {
        let now = is_running.get();
        if before == Some(true) && !now {
            desk.refresh();
        }
        now
    });
    page::name(move || {
        report
            .value
            .with(|report| report.as_ref().map_or_else(|| "Act on many pages".to_owned(), |report| title(&report.run)))
    });
    let more = move |_| {
        let Some(next) = report.value.with_untracked(|report| report.as_ref().and_then(|report| report.next)) else {
            return;
        };
        let outcome = only_failed.get_untracked().then_some(PageOutcome::Failed);
        report.ask_and_merge(bulk_run(id.get_untracked(), outcome, Some(next)), |old, new| {
            let mut items = old.map(|old| old.items).unwrap_or_default();
            items.extend(new.items);
            BulkReport { items, ..new }
        });
    };
    let run = Memo::new(move |_| report.value.with(|report| report.as_ref().map(|report| report.run.clone())));
    let items =
        move || report.value.with(|report| report.as_ref().map(|report| report.items.clone()).unwrap_or_default());
    let has_more = move || report.value.with(|report| report.as_ref().is_some_and(|report| report.next.is_some()));
    let no_failures = move || only_failed.get() && items().is_empty() && report.value.with(Option::is_some);
    view! {
        <div class="desk-page" data-testid="run">
            <p class="desk-page__back"><a href=move || desk.list.address()><Icon name=IconName::ArrowLeft />"Pages"</a></p>
            {move || report.error.get().map(|error| view! { <Failure error=error again=move |()| ask() /> })}
            {move || (run.get().is_none() && report.error.get().is_none()).then(|| view! { <Waiting what="the report" /> })}
            {move || run.get().map(|run| view! { <RunHead run=run ask=Callback::new(move |()| ask()) /> })}
            <Show when=move || run.get().is_some()>
                <label class="run__only">
                    <input type="checkbox" prop:checked=only_failed on:change=move |event| only_failed.set(event_target_checked(&event)) />
                    "Only pages that failed"
                </label>
                <div class="table-frame">
                    <table class="table stacks run" data-testid="run-pages">
                        <caption class="visually-hidden">"Pages of this act"</caption>
                        <thead><tr><th scope="col">"Page"</th><th scope="col">"Outcome"</th><th scope="col">"Why"</th></tr></thead>
                        <tbody>
                            <For each=items key=BulkPageItem::clone let:item>
                                <RunRow item=item />
                            </For>
                        </tbody>
                    </table>
                </div>
                {move || no_failures().then(|| view! { <p class="library-muted">"No page failed."</p> })}
                <Show when=has_more>
                    <p class="orders-more">
                        <Button press="button" kind=ButtonKind::Secondary busy=report.is_loading on_press=more>"Show more"</Button>
                    </p>
                </Show>
            </Show>
        </div>
    }
}

/// Asks again every second as long as it goes on and the page is there, and less often while the server does not answer.
fn ask_while_it_runs(report: Remote<BulkReport>, is_running: Memo<bool>, ask: impl Fn() + Copy + 'static) {
    let beats = StoredValue::new(0_u32);
    let timer = set_interval_with_handle(
        move || {
            beats.update_value(|beats| *beats = beats.wrapping_add(1));
            let error = report.error.get_untracked();
            if is_due(beats.get_value(), is_running.get_untracked(), error.as_ref())
                && !report.is_loading.get_untracked()
            {
                ask();
            }
        },
        BEAT,
    );
    on_cleanup(move || {
        if let Ok(timer) = timer {
            timer.clear();
        }
    });
}

/// Whether a report is asked for at this beat.
fn is_due(beat: u32, is_running: bool, error: Option<&ApiError>) -> bool {
    match error {
        None => is_running,
        Some(ApiError::Unreachable | ApiError::Internal { .. }) => beat.is_multiple_of(PATIENCE),
        Some(_) => false,
    }
}

fn title(run: &BulkRunItem) -> String {
    let what = if run.standing == RunStanding::Running { run.deed.doing() } else { run.deed.label() };
    match (&run.to_title, run.deed) {
        (Some(to), BulkDeed::Move) => format!("{what} {} below “{to}”", pages_text(run.total())),
        _ => format!("{what} {}", pages_text(run.total())),
    }
}

#[component]
fn RunHead(run: BulkRunItem, ask: Callback<()>) -> impl IntoView {
    let desk = expect_context::<PagesDesk>();
    let attempt = Attempt::new();
    let (id, total) = (run.id, run.total());
    let tried = total - run.waiting;
    let command = move |command: BulkCommand| {
        attempt.run(command_bulk(id, command), move |done| {
            desk.toasts.tell_done(done);
            ask.run(());
        });
    };
    let is_running = run.standing == RunStanding::Running;
    let stop = is_running.then(|| {
        view! {
            <Button press="button" kind=ButtonKind::Secondary size=ButtonSize::Small busy=attempt.busy on_press=move |_| command(BulkCommand::Stop)>
                "Stop"
            </Button>
        }
    });
    let label = match (run.waiting, run.failed) {
        (0, _) => "Try the failed ones again",
        (_, 0) => "Go on",
        _ => "Go on, and try the failed ones again",
    };
    let again = (!is_running && (run.failed > 0 || run.waiting > 0)).then(|| {
        view! {
            <Button press="button" size=ButtonSize::Small busy=attempt.busy on_press=move |_| command(BulkCommand::Resume)>
                <Icon name=IconName::Refresh />
                {label}
            </Button>
        }
    });
    view! {
        <header class="desk-page__head">
            <h1 class="desk-page__title">{title(&run)}</h1>
            <StandingBadge run=run.clone() />
            <div class="desk-page__acts">{stop}{again}</div>
        </header>
        <div class="run__progress">
            <progress max=total.to_string() value=tried.to_string() aria-label="Pages tried"></progress>
            <p role="status" data-testid="run-outcome">{format!("{tried} of {total} tried: {}.", outcome_text(&run))}</p>
            <p class="library-muted">"Asked by "{run.by.clone()}", "<Moment at=run.at />{run.ended_at.map(|at| view! { ", ended "<Moment at=at /> })}</p>
            {is_running.then(|| view! { <p class="library-muted">"You can leave this page; the work goes on without it."</p> })}
        </div>
        {move || attempt.error.get().map(|error| view! { <Notice tone=Tone::Danger announce=true><p>{error.to_string()}</p></Notice> })}
    }
}

#[component]
fn RunRow(item: BulkPageItem) -> impl IntoView {
    let (tone, text) = match item.outcome {
        PageOutcome::Waiting => (Tone::Neutral, "Waiting"),
        PageOutcome::Done => (Tone::Success, "Done"),
        PageOutcome::Skipped => (Tone::Neutral, "Nothing to do"),
        PageOutcome::Failed => (Tone::Danger, "Failed"),
    };
    view! {
        <tr>
            <th scope="row">
                <a href=address::editor(item.page)>{item.title}</a>
                <span class="pages__sub">{item.url_path}</span>
            </th>
            <td data-label="Outcome"><Badge tone=tone>{text}</Badge></td>
            <td class="run__why" data-label="Why">{item.message}</td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use xpro_api::Instant;

    fn run(standing: RunStanding, waiting: i64, failed: i64) -> BulkRunItem {
        BulkRunItem {
            id: 1,
            deed: BulkDeed::Move,
            to_title: Some("Courses".to_owned()),
            standing,
            by: "Maya".to_owned(),
            at: Instant(0),
            ended_at: None,
            waiting,
            done: 3,
            skipped: 0,
            failed,
        }
    }

    #[test]
    fn a_server_that_does_not_answer_is_asked_again() {
        assert!(is_due(1, true, None) && !is_due(5, false, None));
        assert!(is_due(5, false, Some(&ApiError::Unreachable)) && !is_due(4, true, Some(&ApiError::Unreachable)));
        assert!(!is_due(5, true, Some(&ApiError::NotFound)));
    }

    #[test]
    fn a_run_is_told_in_words() {
        assert_eq!(title(&run(RunStanding::Running, 2, 0)), "Moving 5 pages below “Courses”");
        assert_eq!(title(&run(RunStanding::Done, 0, 0)), "Move 3 pages below “Courses”");
        assert_eq!(outcome_text(&run(RunStanding::Running, 2, 1)), "3 done, 1 failed, 2 to go");
    }
}

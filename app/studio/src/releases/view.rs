//! One release.

use super::{
    add::ReleaseDialogs,
    desk::{Ask, ReleaseDesk, STOPPED},
    items::{pages_table, prices_table},
    standing::{Stops, contents_text, is_open, standing_badge},
};
use crate::{
    calendar::zone::{SiteMoment, Zone},
    failure::Failure,
    moment::Moment,
    page,
    pages::{PagesDesk, Waiting},
    paths,
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use xpro_api::{ApiError, ReleaseCommand, ReleaseDetail, ReleaseStanding};
use xpro_ui::{Button, ButtonKind, ButtonSize, EmptyState, Icon, IconName, LinkButton, Notice, Tone};

/// The page.
#[component]
pub fn ReleaseView() -> impl IntoView {
    let toasts = expect_context::<PagesDesk>().toasts;
    let params = use_params_map();
    let id =
        Memo::new(move |_| params.with(|params| params.get("id").and_then(|id| id.parse().ok()).unwrap_or_default()));
    let desk = ReleaseDesk::new(id, toasts);
    page::name(move || {
        desk.detail
            .value
            .with(|detail| detail.as_ref().map_or_else(|| "Release".to_owned(), |d| d.release.name.clone()))
    });
    let body = move || match (desk.detail.value.get(), desk.detail.error.get()) {
        (Some(detail), _) => shown(desk, detail),
        (None, Some(ApiError::NotFound)) => view! {
            <EmptyState title="There is no such release" text="It may be mistyped." icon=IconName::Layers>
                <LinkButton href=paths::RELEASES>"Go to the releases"</LinkButton>
            </EmptyState>
        }
        .into_any(),
        (None, Some(error)) => view! { <Failure error=error again=move |()| desk.ask() /> }.into_any(),
        (None, None) => view! { <Waiting what="the release" /> }.into_any(),
    };
    view! {
        <div class="desk-page">
            <p class="desk-page__back"><a href=paths::RELEASES><Icon name=IconName::ArrowLeft />"Releases"</a></p>
            {body}
            <ReleaseDialogs desk=desk />
        </div>
    }
}

fn shown(desk: ReleaseDesk, detail: ReleaseDetail) -> AnyView {
    let pages = pages_table(desk, &detail);
    let prices = prices_table(desk, &detail);
    let may_add = detail.may_change && is_open(detail.release.standing);
    let add = move |ask: Ask, name: &'static str| {
        may_add.then(|| {
            view! {
                <Button press="button" kind=ButtonKind::Secondary size=ButtonSize::Small on_press=move |_| desk.open(ask)>
                    <Icon name=IconName::Plus />
                    {name}
                </Button>
            }
        })
    };
    view! {
        <header class="desk-page__head">
            <h1 class="desk-page__title">{detail.release.name.clone()}" "{standing_badge(detail.release.standing)}</h1>
            {acts(desk, &detail)}
        </header>
        {report(desk, &detail)}
        <section class="release__part">
            <header class="release__part-head"><h2 class="release__heading">"Pages"</h2>{add(Ask::Pages, "Add pages")}</header>
            {pages}
        </section>
        <section class="release__part">
            <header class="release__part-head"><h2 class="release__heading">"Prices"</h2>{add(Ask::Price, "Add a price")}</header>
            {prices}
        </section>
    }
    .into_any()
}

/// The buttons, as far as the person may and it makes sense.
fn acts(desk: ReleaseDesk, detail: &ReleaseDetail) -> AnyView {
    let standing = detail.release.standing;
    let is_closed = matches!(standing, ReleaseStanding::Published | ReleaseStanding::Canceled);
    if !detail.may_change || is_closed {
        return ().into_any();
    }
    let is_scheduled = standing == ReleaseStanding::Scheduled;
    let is_empty = detail.release.pages + detail.release.prices == 0;
    let may_publish = detail.may_publish && !is_empty;
    let ask = move |ask: Ask, name: &'static str, kind: ButtonKind| {
        view! { <Button press="button" kind=kind size=ButtonSize::Small on_press=move |_| desk.open(ask)>{name}</Button> }
    };
    let run = move |command: ReleaseCommand, name: &'static str| {
        view! {
            <Button
                press="button"
                kind=ButtonKind::Secondary
                size=ButtonSize::Small
                busy=desk.attempt.busy
                on_press=move |_| desk.run(command.clone())
            >
                {name}
            </Button>
        }
    };
    let going = may_publish.then(|| {
        view! {
            {run(ReleaseCommand::Check, "Check")}
            {ask(Ask::Schedule, if is_scheduled { "Another time" } else { "Schedule" }, ButtonKind::Secondary)}
            {(!is_scheduled).then(|| ask(Ask::Publish, "Publish now", ButtonKind::Primary))}
        }
    });
    view! {
        <div class="release__acts" data-testid="release-acts">
            {ask(Ask::Name, "Rename", ButtonKind::Quiet)}
            {ask(Ask::Cancel, "Cancel release", ButtonKind::Quiet)}
            {is_scheduled.then(|| run(ReleaseCommand::Unschedule, "Call off the time"))}
            {going}
        </div>
    }
    .into_any()
}

/// How it stands, and what came of it.
fn report(desk: ReleaseDesk, detail: &ReleaseDetail) -> AnyView {
    let release = &detail.release;
    let zone = detail.time_zone.clone();
    let when = release.at.map(|at| {
        let words = match release.standing {
            ReleaseStanding::Published => "Went live ",
            ReleaseStanding::Scheduled => "Goes live ",
            ReleaseStanding::Failed => "Should have gone live ",
            _ => "Was to go live ",
        };
        let label = Zone::new(&zone).label(at);
        view! { <p>{words}<SiteMoment at=at zone=zone.clone() />{format!(", time in {label}.")}</p> }
    });
    let failed = (release.standing == ReleaseStanding::Failed).then(|| {
        let note = release.note.clone();
        view! {
            <Notice tone=Tone::Danger title="It did not go live: nothing changed">
                <p>{note}</p>
                <p>"Put right what is named, check again, and choose another time."</p>
            </Notice>
        }
    });
    let checked = release.checked_at.map(|at| view! { <p class="release__meta">"Last checked "<Moment at=at /></p> });
    let cannot = (detail.may_change && !detail.may_publish && detail.release.pages > 0).then(|| {
        view! {
            <Notice tone=Tone::Info title="Bringing it out is for others">
                <p>"A page in it is not yours to publish."</p>
            </Notice>
        }
    });
    let is_over = matches!(release.standing, ReleaseStanding::Published | ReleaseStanding::Canceled);
    let stops = Stops::of(detail);
    let contents = contents_text(release.pages, release.prices);
    let owner = release.owner.clone();
    view! {
        <div class="release__report" data-testid="release-report">
            {when}
            <p class="release__meta">{contents}{(!owner.is_empty()).then(|| format!(", made by {owner}"))}</p>
            {checked}
            {failed}
            {cannot}
            {move || (!is_over).then(|| stopped(desk.stopped.get(), stops))}
            {move || desk.attempt.error.get().map(|error| view! { <Failure error=error again=move |()| desk.ask() /> })}
        </div>
    }
    .into_any()
}

/// What the last check says of the whole, and that it stopped what was tried just now.
fn stopped(just_now: bool, stops: Stops) -> AnyView {
    let rows = "What stops it stands first in the lists below, with the reasons.";
    match (just_now, stops.any()) {
        (true, has_rows) => view! {
            <div id=STOPPED tabindex="-1">
                <Notice tone=Tone::Danger title="Something stops this release: nothing changed" announce=true>
                    <p>{if has_rows { format!("{}. {rows}", stops.text()) } else { rows.to_owned() }}</p>
                </Notice>
            </div>
        }
        .into_any(),
        (false, true) => view! { <Notice tone=Tone::Danger title=stops.text()><p>{rows}</p></Notice> }.into_any(),
        (false, false) => ().into_any(),
    }
}

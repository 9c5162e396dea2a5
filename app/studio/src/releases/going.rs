//! Bringing a release out, now or at a time, and giving it up.

use super::{desk::ReleaseDesk, standing::contents_text};
use crate::{
    calendar::zone::{SiteTimeField, Wall, Zone, now as this_moment},
    pages::{Attempt, FormDialog, Tick},
};
use leptos::prelude::*;
use xpro_api::{Instant, ReleaseCommand, ReleaseDetail};
use xpro_ui::{Notice, Tone};

/// Asks when, and has warnings confirmed.
#[component]
pub fn GoingDialog(
    /// The release.
    desk: ReleaseDesk,
    /// At once, else at a time.
    now: bool,
) -> impl IntoView {
    let attempt = Attempt::new();
    let Some(detail) = desk.detail.value.get_untracked() else { return ().into_any() };
    let zone = StoredValue::new(detail.time_zone.clone());
    let at = RwSignal::new(beginning(&detail).field());
    let is_confirmed = RwSignal::new(false);
    let chosen = move || -> Option<Instant> {
        let wall = Wall::of_field(&at.get())?;
        Some(zone.with_value(|zone| Zone::new(zone)).instant(wall))
    };
    let asks = move || !desk.questions.with(Vec::is_empty);
    let act = move |()| {
        let acknowledged = if is_confirmed.get_untracked() { desk.questions.get_untracked() } else { Vec::new() };
        let seen = desk.seen();
        let command = match now {
            true => Some(ReleaseCommand::Publish { acknowledged, seen }),
            false => untrack(chosen).map(|at| ReleaseCommand::Schedule { at, acknowledged, seen }),
        };
        if let Some(command) = command {
            desk.send(attempt, command);
        }
    };
    // Somebody else may change what is in it while this is open.
    let text = move || {
        let contents = desk.detail.value.with(|detail| {
            detail.as_ref().map(|detail| contents_text(detail.release.pages, detail.release.prices)).unwrap_or_default()
        });
        let what = if now {
            "visitors see all of it at once. If anything stops one of them, nothing changes."
        } else {
            "all of it goes live at that moment, or nothing does. It is checked now and again then; you get a mail if something stops it."
        };
        format!("{contents}: {what}")
    };
    let title = if now { "Publish the release now" } else { "Schedule the release" };
    let submit = Signal::derive(move || if now { "Publish now" } else { "Schedule" }.to_owned());
    let ready = Signal::derive(move || (now || chosen().is_some()) && (!asks() || is_confirmed.get()));
    view! {
        <FormDialog title=title submit=submit ready=ready attempt=attempt act=act closed=Callback::new(move |()| desk.close())>
            <p>{text}</p>
            {(!now).then(|| view! {
                <SiteTimeField id="release-at" label="Goes live at" value=at zone=zone.get_value() error=desk.refused />
            })}
            <Show when=asks>
                <Notice tone=Tone::Warning title="Look at these first" announce=true>
                    <Questions desk=desk />
                    <Tick label="I have looked at them: go on" id="release-confirm" value=is_confirmed />
                </Notice>
            </Show>
        </FormDialog>
    }
    .into_any()
}

/// Tomorrow at nine, or when it is scheduled already.
fn beginning(detail: &ReleaseDetail) -> Wall {
    let zone = Zone::new(&detail.time_zone);
    match detail.release.at.filter(|at| *at > this_moment()) {
        Some(at) => zone.wall(at),
        None => Wall { day: zone.wall(this_moment()).day + 1, minute: 9 * 60 },
    }
}

/// The warnings, page by page.
#[component]
fn Questions(desk: ReleaseDesk) -> impl IntoView {
    let lines = move || {
        let Some(detail) = desk.detail.value.get() else { return Vec::new() };
        let pages = detail.pages.into_iter().map(|page| (page.title, page.findings));
        let prices = detail.prices.into_iter().map(|price| (price.title, price.findings));
        pages
            .chain(prices)
            .flat_map(|(title, findings)| {
                findings.into_iter().filter(|finding| !finding.is_error).map(move |finding| {
                    view! { <li><strong>{title.clone()}</strong>": "{finding.message}</li> }
                })
            })
            .collect::<Vec<_>>()
    };
    view! { <ul class="release__questions">{lines}</ul> }
}

/// Gives it up.
#[component]
pub fn CancelDialog(desk: ReleaseDesk) -> impl IntoView {
    let attempt = Attempt::new();
    view! {
        <FormDialog
            title="Cancel the release"
            submit=Signal::derive(|| "Cancel the release".to_owned())
            danger=true
            ready=Signal::derive(|| true)
            attempt=attempt
            act=move |()| desk.send(attempt, ReleaseCommand::Cancel { seen: desk.seen() })
            closed=Callback::new(move |()| desk.close())
        >
            <p>"It is given up for good. Its pages keep their drafts, and its prices are not set."</p>
        </FormDialog>
    }
}

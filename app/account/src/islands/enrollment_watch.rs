//! Watches a purchase until the access is there.

use crate::{AccountError, Phase, PurchaseStatus, dom, enrollment_status};
use leptos::{prelude::*, task::spawn_local};
use std::time::Duration;
use xpro_ui::{Notice, Tone};

/// First wait, longest wait, and when we stop asking.
const FIRST: Duration = Duration::from_secs(2);
const LONGEST: Duration = Duration::from_secs(20);
const PATIENCE: Duration = Duration::from_secs(600);
/// A payment that is not confirmed by then needs a person (courseware.md 8.8).
const PAYMENT_PATIENCE: Duration = Duration::from_secs(120);

/// Shows how far the purchase of this text id is, asks again with growing pauses, and loads the page anew once it is
/// settled. `late` is what to say when a payment stays unconfirmed.
#[island]
pub fn EnrollmentWatch(purchased: Option<String>, first: PurchaseStatus, late: String) -> impl IntoView {
    let status = RwSignal::new(first.clone());
    if !first.is_settled() {
        dom::when_alive(move || ask_later(Watch { purchased, status, late }, FIRST, Duration::ZERO));
    }
    view! {
        <div class="enrollment-watch" role="status" data-testid="enrollment-status">{move || status.with(notice)}</div>
    }
}

fn notice(status: &PurchaseStatus) -> impl IntoView + use<> {
    let tone = match status.phase {
        Phase::AwaitingPayment | Phase::SettingUp => Tone::Info,
        Phase::Enrolled => Tone::Success,
        Phase::NeedsHelp => Tone::Warning,
    };
    view! { <Notice tone=tone title=status.text.clone() /> }
}

struct Watch {
    purchased: Option<String>,
    status: RwSignal<PurchaseStatus>,
    late: String,
}

fn ask_later(watch: Watch, pause: Duration, waited: Duration) {
    let ask = move || {
        spawn_local(async move {
            let waited = waited + pause;
            match enrollment_status(watch.purchased.clone()).await {
                Ok(status) if status.is_settled() => finish(&watch, status),
                Ok(status) if status.phase == Phase::AwaitingPayment && waited > PAYMENT_PATIENCE => {
                    give_up(&watch, watch.late.clone())
                }
                Ok(status) => {
                    // Equal texts are not set again, so that they are not read out again.
                    if watch.status.with_untracked(|old| *old != status) {
                        watch.status.set(status);
                    }
                    go_on(watch, pause, waited);
                }
                Err(error @ (AccountError::NotSignedIn | AccountError::NotUnderstood)) => {
                    give_up(&watch, error.to_string())
                }
                Err(AccountError::Unavailable) => go_on(watch, pause, waited),
            }
        });
    };
    set_timeout(ask, pause);
}

fn go_on(watch: Watch, pause: Duration, waited: Duration) {
    if waited < PATIENCE {
        ask_later(watch, (pause * 3 / 2).min(LONGEST), waited);
    }
}

fn give_up(watch: &Watch, text: String) {
    watch.status.set(PurchaseStatus { phase: Phase::NeedsHelp, text });
}

/// The server tells the good news on the page it renders anew.
fn finish(watch: &Watch, status: PurchaseStatus) {
    watch.status.set(status);
    let _ = window().location().reload();
    // The address still names the purchase, so the page knows what to say.
}

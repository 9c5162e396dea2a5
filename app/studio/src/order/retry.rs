//! Trying again in place (peers.md 6, feature 5).

use crate::shell::Me;
use leptos::{html, prelude::*, task::spawn_local};
use xpro_api::{ApiError, JobActionResult, RetryTarget, StaffMe, retry_enrollment, retry_job};
use xpro_ui::{Button, ButtonKind, ButtonSize, Icon, IconName, Notice, Tone};

/// What came of it.
pub type Outcome = Result<JobActionResult, ApiError>;

/// The button, for those who may press it. While the server works it is busy, and pressing it again does nothing.
#[component]
pub fn RetryButton(
    /// What is tried again.
    target: RetryTarget,
    /// Its name, for those who hear the button without seeing its place.
    what: String,
    /// Gets the result.
    changed: Callback<Outcome>,
) -> impl IntoView {
    let me = expect_context::<Me>();
    let what = StoredValue::new(format!(": {what}"));
    let is_busy = RwSignal::new(false);
    let press = move |_| {
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        spawn_local(async move {
            let outcome = match target {
                RetryTarget::Job(id) => retry_job(id).await,
                RetryTarget::Enrollment(id) => retry_enrollment(id).await,
            };
            // The button may have been drawn anew in the meantime, and the page may have been left.
            let _ = is_busy.try_set(false);
            let _ = changed.try_run(outcome);
        });
    };
    let permission: fn(&StaffMe) -> bool = match target {
        RetryTarget::Job(_) => |me| me.may_retry_jobs,
        RetryTarget::Enrollment(_) => |me| me.may_retry_enrollments,
    };
    view! {
        <Show when=move || me.may(permission)>
            <Button
                press="button"
                kind=ButtonKind::Secondary
                size=ButtonSize::Small
                busy=is_busy
                attr:data-testid="retry"
                on_press=press
            >
                <Icon name=IconName::Refresh />
                "Retry"
                <span class="visually-hidden">{what.get_value()}</span>
            </Button>
        </Show>
    }
}

/// The result, read out and focused: the button that was pressed is gone by then.
#[component]
pub fn OutcomeNotice(
    /// None shows nothing.
    outcome: RwSignal<Option<Outcome>>,
) -> impl IntoView {
    let frame = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if let Some(frame) = outcome.get().and_then(|_| frame.get()) {
            // Once it is drawn; should it not take the focus, it is read out anyway.
            request_animation_frame(move || drop(frame.focus()));
        }
    });
    let notice = move || {
        outcome.get().map(|outcome| match outcome {
            Ok(result) => view! { <Notice tone=Tone::Success title=result.message announce=true /> }.into_any(),
            Err(error) => view! { <Notice tone=Tone::Danger title=error.to_string() announce=true /> }.into_any(),
        })
    };
    view! { <div class="outcome" node_ref=frame tabindex="-1" data-testid="outcome">{notice}</div> }
}

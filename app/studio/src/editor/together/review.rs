//! Moderation, in the publish panel.

use super::Together;
use crate::{
    editor::panel::{Checks, Commander},
    moment::Moment,
};
use leptos::prelude::*;
use xpro_api::{ReviewCommand, ReviewNow, ReviewStanding, ReviewStepItem};
use xpro_ui::{Badge, Button, ButtonKind, ButtonSize, Tone};

/// How the page's review stands, and its buttons. Nothing where no workflow holds.
#[component]
pub fn Review(commander: Commander, checks: Checks) -> impl IntoView {
    let together = expect_context::<Together>();
    Effect::new(move |_| {
        commander.done.track();
        together.ask_review();
    });
    let word = RwSignal::new(String::new());
    move || {
        let found = together.review.value.get().unwrap_or_default();
        let concerns = found.running.is_some() || found.may_submit;
        concerns.then(|| view! { <section class="publish__part" data-testid="review">{stands(&found)}{decide((commander, checks), &found, word)}{submit(commander, &found)}</section> })
    }
}

fn stands(found: &ReviewNow) -> AnyView {
    let Some(running) = found.running.clone() else {
        let name = found.workflow.clone().unwrap_or_default();
        return view! { <h3 class="sheet__part">"Have it reviewed"</h3><p>{format!("“{name}” holds for this page: the last approval publishes it.")}</p> }.into_any();
    };
    let steps: Vec<_> = found.steps.iter().cloned().map(step).collect();
    view! {
        <h3 class="sheet__part">"Review"</h3>
        <p>{running.workflow}", submitted by "{running.submitted_by}" "<Moment at=running.submitted_at />"."</p>
        <ol class="review__steps">{steps}</ol>
    }
    .into_any()
}

fn step(step: ReviewStepItem) -> AnyView {
    let (tone, word) = standing(step.standing);
    let by = (!step.by.is_empty()).then(|| format!(" by {} ", step.by));
    view! {
        <li class="review__step">
            <span class="review__name">{step.name}</span>
            <Badge tone=tone>{word}</Badge>
            <span class="talk__meta">{by}<Moment at=step.at /></span>
            {(!step.comment.is_empty()).then(|| view! { <p class="together__words">{step.comment}</p> })}
        </li>
    }
    .into_any()
}

/// A standing in words.
pub fn standing(standing: ReviewStanding) -> (Tone, &'static str) {
    match standing {
        ReviewStanding::InProgress => (Tone::Info, "In review"),
        ReviewStanding::NeedsChanges => (Tone::Warning, "Changes wanted"),
        ReviewStanding::Approved => (Tone::Success, "Approved"),
        ReviewStanding::Canceled => (Tone::Neutral, "Called off"),
    }
}

fn decide((commander, checks): (Commander, Checks), found: &ReviewNow, word: RwSignal<String>) -> AnyView {
    if !found.may_decide {
        return ().into_any();
    }
    let approve = move |_| {
        let comment = word.get_untracked();
        let acknowledged = checks.acknowledged();
        commander.run_review(move |version| ReviewCommand::Approve {
            version,
            comment: comment.clone(),
            acknowledged: acknowledged.clone(),
        });
    };
    let send_back = move |_| {
        let comment = word.get_untracked();
        commander.run_review(move |_| ReviewCommand::RequestChanges { comment: comment.clone() });
    };
    let is_wordless = Signal::derive(move || word.with(|word| word.trim().is_empty()));
    view! {
        <div class="review__decide">
            <label class="edit-field__label" for="review-word">"What you say about it"</label>
            <textarea
                class="input talk__text"
                id="review-word"
                rows="3"
                maxlength="2000"
                placeholder="Needed when you ask for changes"
                prop:value=word
                on:input=move |event| word.set(event_target_value(&event))
            ></textarea>
            <div class="talk__acts">
                <Button press="button" size=ButtonSize::Small busy=commander.is_busy attr:data-testid="approve" on_press=approve>"Approve"</Button>
                <Button press="button" kind=ButtonKind::Secondary size=ButtonSize::Small busy=commander.is_busy disabled=is_wordless attr:data-testid="request-changes" on_press=send_back>
                    "Ask for changes"
                </Button>
            </div>
        </div>
    }
    .into_any()
}

fn submit(commander: Commander, found: &ReviewNow) -> AnyView {
    let (may_submit, may_cancel, is_again) = (found.may_submit, found.may_cancel, found.running.is_some());
    view! {
        <div class="talk__acts">
            {may_submit.then(|| view! {
                <Button
                    press="button"
                    kind=ButtonKind::Secondary
                    size=ButtonSize::Small
                    busy=commander.is_busy
                    attr:data-testid="submit-review"
                    on_press=move |_| commander.run_review(|version| ReviewCommand::Submit { version })
                >
                    {if is_again { "Submit again" } else { "Submit for review" }}
                </Button>
            })}
            {may_cancel.then(|| view! {
                <Button press="button" kind=ButtonKind::Quiet size=ButtonSize::Small busy=commander.is_busy attr:data-testid="cancel-review" on_press=move |_| commander.run_review(|_| ReviewCommand::Cancel)>
                    "Call the review off"
                </Button>
            })}
        </div>
    }
    .into_any()
}

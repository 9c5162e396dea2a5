//! How far along a longer task is.

use leptos::prelude::*;

use crate::{Icon, IconName};

/// Where a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepState {
    /// Behind us.
    Done,
    /// This page.
    Current,
    /// Ahead.
    Ahead,
}

/// One of [`Steps`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What is done there.
    pub title: String,
    /// Where it stands.
    pub state: StepState,
}

impl Step {
    /// All steps of a task, the one at `current` (counted from 0) being this page.
    pub fn list(titles: &[&str], current: usize) -> Vec<Step> {
        let state = |at: usize| match at.cmp(&current) {
            std::cmp::Ordering::Less => StepState::Done,
            std::cmp::Ordering::Equal => StepState::Current,
            std::cmp::Ordering::Greater => StepState::Ahead,
        };
        titles.iter().enumerate().map(|(at, title)| Step { title: (*title).to_owned(), state: state(at) }).collect()
    }
}

/// The steps of a task in order, such as registering or paying.
#[component]
pub fn Steps(
    /// Names the task for screen readers.
    #[prop(into)]
    label: String,
    /// In order.
    steps: Vec<Step>,
) -> impl IntoView {
    let entries: Vec<_> = steps
        .into_iter()
        .enumerate()
        .map(|(at, Step { title, state })| {
            let (class, current) = match state {
                StepState::Done => ("steps__step steps__step--done", None),
                StepState::Current => ("steps__step steps__step--current", Some("step")),
                StepState::Ahead => ("steps__step", None),
            };
            let mark = if state == StepState::Done {
                view! { <Icon name=IconName::Check /><span class="visually-hidden">"Done: "</span> }.into_any()
            } else {
                view! { {(at + 1).to_string()} }.into_any()
            };
            view! {
                <li class=class aria-current=current>
                    <span class="steps__mark">{mark}</span>
                    <span class="steps__title">{title}</span>
                </li>
            }
        })
        .collect();
    view! { <ol class="steps" aria-label=label>{entries}</ol> }
}

//! One release as its page has it, and what its buttons do.

use super::standing::Stops;
use crate::{page, pages::Attempt, remote::Remote, shell::Toasts};
use leptos::{ev, leptos_dom::helpers::IntervalHandle, prelude::*, task::spawn_local};
use std::time::Duration;
use xpro_api::{
    ApiError, ReleaseCommand, ReleaseDetail, ReleaseOutcome, ReleaseStanding, command_release, open_release,
};

/// How often a scheduled release is asked about, as long as somebody looks at it.
const BEAT: Duration = Duration::from_secs(15);

/// `id` of the notice that tells that something stopped it.
pub const STOPPED: &str = "release-stopped";

/// Which dialog is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// Pages to put in.
    Pages,
    /// A price to put in.
    Price,
    /// Another name.
    Name,
    /// When it goes live.
    Schedule,
    /// Whether it goes live now.
    Publish,
    /// Whether it is given up.
    Cancel,
}

/// A handle, cheap to copy.
#[derive(Clone, Copy)]
pub struct ReleaseDesk {
    /// Which release.
    pub id: Memo<i64>,
    /// The release.
    pub detail: Remote<ReleaseDetail>,
    /// The dialog that is open.
    pub asked: RwSignal<Option<Ask>>,
    /// What has to be confirmed first.
    pub questions: RwSignal<Vec<String>>,
    /// What is wrong with what was typed.
    pub refused: RwSignal<Option<String>>,
    /// Acts without a dialog.
    pub attempt: Attempt,
    /// Something stopped it just now.
    pub stopped: RwSignal<bool>,
    toasts: Toasts,
}

impl ReleaseDesk {
    /// Of this release.
    pub fn new(id: Memo<i64>, toasts: Toasts) -> Self {
        let desk = ReleaseDesk {
            id,
            detail: Remote::new(),
            asked: RwSignal::new(None),
            questions: RwSignal::new(Vec::new()),
            refused: RwSignal::new(None),
            attempt: Attempt::new(),
            stopped: RwSignal::new(false),
            toasts,
        };
        Effect::new(move |_| {
            id.track();
            desk.ask();
        });
        desk.watch();
        desk
    }

    /// Asks for it again.
    pub fn ask(self) {
        self.detail.ask(open_release(self.id.get_untracked()));
    }

    /// Sees that it went live, or failed to, at its time.
    fn watch(self) {
        let beat = move || {
            let is_scheduled = self.detail.value.with_untracked(|detail| {
                detail.as_ref().is_some_and(|detail| detail.release.standing == ReleaseStanding::Scheduled)
            });
            if is_scheduled && !document().hidden() {
                self.look();
            }
        };
        let timer: Option<IntervalHandle> = set_interval_with_handle(beat, BEAT).ok();
        let back = window_event_listener(ev::focus, move |_| beat());
        on_cleanup(move || {
            if let Some(timer) = timer {
                timer.clear();
            }
            back.remove();
        });
    }

    /// Asks for it quietly: nothing is drawn anew as long as it is the same.
    fn look(self) {
        let id = self.id.get_untracked();
        spawn_local(async move {
            // A look that fails is made good by the next.
            if let Ok(now) = open_release(id).await
                && self.id.try_get_untracked() == Some(id)
                && self.detail.value.with_untracked(|before| before.as_ref() != Some(&now))
            {
                self.take(now);
            }
        });
    }

    /// What the person has in view, for decisions about all of it.
    pub fn seen(self) -> Option<String> {
        self.detail.value.with_untracked(|detail| detail.as_ref().map(|detail| detail.contents.clone()))
    }

    /// Opens a dialog anew.
    pub fn open(self, ask: Ask) {
        self.questions.set(Vec::new());
        self.refused.set(None);
        self.asked.set(Some(ask));
    }

    /// Closes the dialog.
    pub fn close(self) {
        self.asked.set(None);
    }

    /// Does something without a dialog.
    pub fn run(self, command: ReleaseCommand) {
        self.send(self.attempt, command);
    }

    /// Does something; the dialog whose attempt it is closes when it is done.
    pub fn send(self, attempt: Attempt, command: ReleaseCommand) {
        self.refused.set(None);
        let is_check = matches!(command, ReleaseCommand::Check);
        let question = command_release(self.id.get_untracked(), command);
        let question = async move {
            let answer = question.await;
            // Somebody else may have changed it: show how it is now. The view may be gone.
            let is_refused = matches!(answer, Err(_) | Ok(ReleaseOutcome::Refused { .. }));
            if is_refused && self.id.try_get_untracked().is_some() {
                self.look();
            }
            answer
        };
        attempt.run(question, move |outcome| self.heard(attempt, is_check, outcome));
    }

    fn heard(self, attempt: Attempt, is_check: bool, outcome: ReleaseOutcome) {
        match outcome {
            ReleaseOutcome::Done { message, detail } => {
                let is_stopped = is_check && Stops::of(&detail).any();
                self.take(*detail);
                self.stopped.set(false);
                self.close();
                if is_stopped {
                    self.toasts.tell_error(&ApiError::invalid(message));
                } else {
                    self.toasts.tell(message);
                }
            }
            ReleaseOutcome::Stopped { detail } => {
                self.take(*detail);
                self.stopped.set(true);
                self.close();
                page::focus_after_dialog(STOPPED);
            }
            ReleaseOutcome::Asks { questions, detail } => {
                self.take(*detail);
                self.questions.set(questions);
            }
            ReleaseOutcome::Refused { field, message } => {
                let has_field = matches!(self.asked.get_untracked(), Some(Ask::Price | Ask::Name | Ask::Schedule));
                if has_field && !field.is_empty() {
                    self.refused.set(Some(message));
                } else {
                    attempt.error.set(Some(ApiError::invalid(message)));
                }
            }
        }
    }

    fn take(self, detail: ReleaseDetail) {
        self.detail.value.set(Some(detail));
    }
}

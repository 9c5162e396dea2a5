//! One release as its page has it, and what its buttons do.

use crate::{pages::Attempt, remote::Remote, shell::Toasts};
use leptos::prelude::*;
use xpro_api::{ApiError, ReleaseCommand, ReleaseDetail, ReleaseOutcome, command_release, open_release};

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
        desk
    }

    /// Asks for it again.
    pub fn ask(self) {
        self.detail.ask(open_release(self.id.get_untracked()));
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
        attempt.run(command_release(self.id.get_untracked(), command), move |outcome| self.heard(attempt, outcome));
    }

    fn heard(self, attempt: Attempt, outcome: ReleaseOutcome) {
        match outcome {
            ReleaseOutcome::Done { message, detail } => {
                self.take(*detail);
                self.stopped.set(false);
                self.close();
                self.toasts.tell(message);
            }
            ReleaseOutcome::Stopped { detail } => {
                self.take(*detail);
                self.stopped.set(true);
                self.close();
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

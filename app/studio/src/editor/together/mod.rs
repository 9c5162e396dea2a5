//! Working together in the editor: who else is here, what was said about fields, how moderation stands, links for guests. Each
//! is mounted by one line where it shows.

mod comments;
mod links;
mod marks;
mod notes;
mod people;
mod review;

pub use comments::Comments;
pub use links::Links;
pub use marks::mark;
pub use notes::Notes;
pub use people::People;
pub use review::Review;

use super::{
    draft::Draft,
    model::{path, sections::locate},
    panel::Part,
};
use crate::remote::Remote;
use leptos::{prelude::*, task::spawn_local};
use std::collections::HashMap;
use xpro_api::{
    ApiError, BeatHeard, CommentCommand, CommentList, LockedBy, PageRights, PersonHere, ReviewNow, ReviewRun,
    ReviewStanding, command_comments, page_comments, page_review,
};

/// Word in the address that opens the publish panel: mails and lists lead there.
const OPEN_REVIEW: &str = "review";

/// A newer text than the one before the writer.
#[derive(Debug, Clone, PartialEq)]
pub struct Newer {
    /// Its version.
    pub version: i64,
    /// Who wrote it; empty for jobs.
    pub by: String,
    /// The writer did, in another tab.
    pub mine: bool,
}

/// What several people do to the page; a handle, cheap to copy.
#[derive(Clone, Copy)]
pub struct Together {
    draft: Draft,
    part: RwSignal<Option<Part>>,
    /// Other tabs that show the page.
    people: RwSignal<Vec<PersonHere>>,
    /// Somebody saved since.
    newer: RwSignal<Option<Newer>>,
    /// What was said.
    comments: Remote<CommentList>,
    /// Open threads of each field.
    open: Memo<HashMap<String, usize>>,
    /// The field that the writer wants to say something about: its address.
    wanted: RwSignal<Option<String>>,
    /// Why something was not said.
    error: RwSignal<Option<ApiError>>,
    /// Something is on its way.
    is_busy: RwSignal<bool>,
    /// What is typed and not sent, by place: the list is drawn anew whenever somebody says something.
    typed: StoredValue<HashMap<String, ArcRwSignal<Option<String>>>>,
    /// How moderation stands.
    review: Remote<ReviewNow>,
}

impl Together {
    /// Begins with the page that is open.
    pub fn begin(draft: Draft, part: RwSignal<Option<Part>>) -> Self {
        let comments = Remote::<CommentList>::new();
        let open = Memo::new(move |_| {
            comments.value.with(|found| {
                let mut open = HashMap::new();
                let threads = found.iter().flat_map(|found| &found.threads).filter(|thread| thread.resolved.is_none());
                for thread in threads {
                    *open.entry(thread.field.clone()).or_insert(0) += 1;
                }
                open
            })
        });
        let together = Together {
            draft,
            part,
            people: RwSignal::new(Vec::new()),
            newer: RwSignal::new(None),
            comments,
            open,
            wanted: RwSignal::new(None),
            error: RwSignal::new(None),
            is_busy: RwSignal::new(false),
            typed: StoredValue::new(HashMap::new()),
            review: Remote::new(),
        };
        together.ask_comments();
        together.ask_review();
        if window().location().search().is_ok_and(|query| query.trim_start_matches('?') == OPEN_REVIEW) {
            part.set(Some(Part::Publish));
        }
        provide_context(together);
        together
    }

    fn page(self) -> i64 {
        self.draft.store.page
    }

    fn ask_comments(self) {
        self.comments.ask(page_comments(self.page()));
    }

    fn ask_review(self) {
        self.review.ask(page_review(self.page()));
    }

    /// What the server says about others.
    fn heard(self, heard: BeatHeard) {
        if self.people.with_untracked(|people| *people != heard.others) {
            self.people.set(heard.others);
        }
        self.take_rights(heard.rights, heard.lock);
        let is_newer = heard.version > self.draft.version();
        let newer = is_newer.then_some(Newer { version: heard.version, by: heard.saved_by, mine: heard.mine });
        if self.newer.with_untracked(|known| *known != newer) {
            self.newer.set(newer);
        }
    }

    /// A review or a lock may have begun or ended meanwhile.
    fn take_rights(self, rights: PageRights, lock: Option<LockedBy>) {
        let store = self.draft.store;
        if store.rights.with_untracked(|known| *known != rights) {
            store.rights.set(rights);
            self.ask_review();
        }
        if store.standing.with_untracked(|standing| standing.lock != lock) {
            store.standing.update(|standing| standing.lock = lock);
        }
    }

    /// Whether the text waits for somebody's decision.
    pub fn is_in_review(self) -> bool {
        let waits = |run: &ReviewRun| run.standing == ReviewStanding::InProgress;
        self.review.value.with(|found| found.as_ref().and_then(|found| found.running.as_ref()).is_some_and(waits))
    }

    /// Shows what was said about a field, and the place for more.
    fn talk(self, field: &str) {
        self.wanted.set(Some(field.to_owned()));
        self.part.set(Some(Part::Comments));
    }

    /// What a field is called now; none when it is not there any more.
    fn name_of(self, field: &str) -> Option<String> {
        if field.is_empty() {
            return Some("The page as a whole".to_owned());
        }
        let store = self.draft.store;
        store.look(|document| {
            let is_there = path::with_counts(document, field).split('/').count() == field.split('/').count();
            is_there.then(|| locate(store.all, store.form(), document, field).1)
        })
    }

    /// What is typed at a place and not sent yet; none when nobody types there.
    fn typed(self, place: String) -> RwSignal<Option<String>> {
        if let Some(text) = self.typed.with_value(|typed| typed.get(&place).cloned()) {
            return text.into();
        }
        let text = ArcRwSignal::new(None);
        self.typed.update_value(|typed| {
            typed.insert(place, text.clone());
        });
        text.into()
    }

    /// Says something, and calls back once it is said; until then nothing typed is dropped.
    fn say(self, command: CommentCommand, said: Callback<()>) {
        if self.is_busy.get_untracked() {
            return;
        }
        self.is_busy.set(true);
        self.error.set(None);
        let page = self.page();
        spawn_local(async move {
            let answer = command_comments(page, command).await;
            if self.is_busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(list) => {
                    self.comments.value.set(Some(list));
                    said.run(());
                }
                Err(failed) => self.error.set(Some(failed)),
            }
        });
    }
}

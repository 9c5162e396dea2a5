//! Mails about reviews and comments (cms.md 5.8 W5). An act enqueues a job; the job finds out whom it concerns then, and writes
//! the letters.

mod letter;

use super::{CommentId, ReviewId, StepId, store::notice as own};
use crate::{
    access::{Editor, LoadEditorError, Permission, load_editor},
    store,
};
use own::Person;
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use xpro_kernel::{PageId, UserId};
use xpro_platform::{
    Subject,
    db::Tx,
    jobs::{self, Job},
    mail::{self, Brand, Letter, Mail},
};

/// What there is to tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "snake_case")]
pub enum Notice {
    /// A task is open: to those who may approve it.
    Submitted {
        /// The step.
        step: StepId,
    },
    /// Everybody approved and the text was published: to whoever submitted it.
    Approved {
        /// The review.
        review: ReviewId,
    },
    /// Somebody asked for changes: to whoever submitted it.
    Rejected {
        /// The step.
        step: StepId,
    },
    /// Somebody said something: to those in the thread, and those who watch the page.
    Comment {
        /// What.
        comment: CommentId,
    },
}

/// Writes the mails of a notice.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TellPeople {
    /// What there is to tell.
    pub notice: Notice,
}

impl Job for TellPeople {
    const KIND: &'static str = "tell_people";

    fn unique_key(&self) -> Option<String> {
        Some(format!("tell_people:{}", key(self.notice)))
    }
}

fn key(notice: Notice) -> String {
    match notice {
        Notice::Submitted { step } => format!("submitted:{}", step.0),
        Notice::Approved { review } => format!("approved:{}", review.0),
        Notice::Rejected { step } => format!("rejected:{}", step.0),
        Notice::Comment { comment } => format!("comment:{}", comment.0),
    }
}

/// Enqueues a notice in the act that it tells of.
pub(super) async fn tell(tx: &mut Tx, notice: Notice) -> Result<(), sqlx::Error> {
    jobs::enqueue(tx, &TellPeople { notice }).await.map(drop)
}

/// Writes the mails of a notice, to each person once however often it is tried; returns how many are new. What has come to
/// nothing since (a task decided, a comment taken back) is not told any more.
///
/// # Errors
/// When the database refuses.
pub async fn tell_people(tx: &mut Tx, brand: &Brand, notice: Notice) -> Result<usize, sqlx::Error> {
    let Some((page, template, letter, people)) = compose(tx, brand, notice).await? else { return Ok(0) };
    let mut queued = 0;
    for person in people {
        let Ok(to) = person.email.parse() else { continue };
        let mail = Mail {
            template,
            to,
            letter: letter.clone(),
            idempotency_key: format!("{}:{}", key(notice), person.id),
            subject: Some(Subject::new("page", page.0)),
        };
        queued += usize::from(mail::queue(tx, brand, mail).await?.is_some());
    }
    Ok(queued)
}

async fn compose(
    tx: &mut Tx,
    brand: &Brand,
    notice: Notice,
) -> Result<Option<(PageId, &'static str, Letter, Vec<Person>)>, sqlx::Error> {
    match notice {
        Notice::Submitted { step } => {
            let Some(facts) = own::review_facts(tx, Some(step), None).await?.filter(|facts| facts.is_open) else {
                return Ok(None);
            };
            let mut people = own::reviewers(tx, step).await?;
            people.retain(|person| person.id != facts.submitted_by);
            Ok(Some((facts.page, "review_submitted", letter::submitted(brand, &facts), people)))
        }
        Notice::Approved { review } => {
            let Some(facts) = own::review_facts(tx, None, Some(review)).await? else { return Ok(None) };
            let people = submitter(tx, &facts, "approved").await?;
            Ok(Some((facts.page, "review_approved", letter::approved(brand, &facts), people)))
        }
        Notice::Rejected { step } => {
            let Some(facts) = own::review_facts(tx, Some(step), None).await? else { return Ok(None) };
            let people = submitter(tx, &facts, "rejected").await?;
            Ok(Some((facts.page, "review_rejected", letter::rejected(brand, &facts), people)))
        }
        Notice::Comment { comment } => {
            let Some(facts) = own::comment_facts(tx, comment).await? else { return Ok(None) };
            let mut people = Vec::new();
            for person in own::concerned(tx, comment).await? {
                if may_see(tx, person.id, facts.page).await? {
                    people.push(person);
                }
            }
            Ok(Some((facts.page, "comment", letter::comment(brand, &facts), people)))
        }
    }
}

/// Whoever submitted it, unless they decided themselves.
async fn submitter(conn: &mut PgConnection, facts: &own::ReviewFacts, kind: &str) -> Result<Vec<Person>, sqlx::Error> {
    if facts.decided_by == Some(facts.submitted_by) {
        return Ok(Vec::new());
    }
    Ok(own::wisher(conn, facts.submitted_by, kind).await?.into_iter().collect())
}

/// Whether the person may still read the page: a comment quotes what it is about.
async fn may_see(conn: &mut PgConnection, user: UserId, page: PageId) -> Result<bool, sqlx::Error> {
    let Some(row) = store::page::find(conn, page).await? else { return Ok(false) };
    let Some(staff) = store::bulk::staff(conn, user).await? else { return Ok(false) };
    match load_editor(conn, &staff).await {
        Ok(editor) => Ok(editor.may(Permission::View, &row)),
        Err(LoadEditorError::NoAccess) => Ok(false),
        Err(LoadEditorError::Internal(error)) => Err(error),
    }
}

/// Which mails somebody wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoticeWish {
    /// Something waits for their approval.
    pub submitted: bool,
    /// What they submitted was approved.
    pub approved: bool,
    /// Changes were asked for.
    pub rejected: bool,
    /// Somebody commented.
    pub comments: bool,
}

impl Default for NoticeWish {
    fn default() -> Self {
        NoticeWish { submitted: true, approved: true, rejected: true, comments: true }
    }
}

/// Which mails the editor wants.
///
/// # Errors
/// When the database refuses.
pub async fn read_wish(conn: &mut PgConnection, editor: &Editor) -> Result<NoticeWish, sqlx::Error> {
    own::wish(conn, editor.user_id()).await
}

/// Notes which mails the editor wants.
///
/// # Errors
/// When the database refuses.
pub async fn save_wish(tx: &mut Tx, editor: &Editor, wish: NoticeWish) -> Result<(), sqlx::Error> {
    own::set_wish(tx, editor.user_id(), wish).await
}

#[cfg(test)]
mod tests;

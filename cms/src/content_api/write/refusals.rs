//! The refusals of acts as answers.

use crate::{
    access::{ReadError, Refusal},
    content_api::{json::stamp, problem::ApiProblem},
    publish::{DraftConflict, PublishPageError, SaveDraftError, UnpublishPageError},
    redirect::RedirectError,
    trash::DeletePageError,
    tree::{CreatePageError, MovePageError},
};
use serde_json::json;
use xpro_platform::db::violated_constraint;

/// The constraint that a page has each section once.
const SECTIONS_ONCE: &str = "page_revision_sections_once";

fn taken(path: &str) -> ApiProblem {
    ApiProblem::conflict(if path.is_empty() {
        "the address is taken".to_owned()
    } else {
        format!("the address {path} is taken")
    })
}

const DESCRIBED: &str = "another page describes this course or program already";

impl From<Refusal> for ApiProblem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotFound => ApiProblem::NotFound,
            Refusal::Denied(_) => ApiProblem::Forbidden(refusal.to_string()),
            Refusal::InReview => ApiProblem::conflict(refusal.to_string()),
            Refusal::Locked(lock) => ApiProblem::Conflict {
                message: format!("{} locked this page", lock.by_name),
                details: vec![("lock", json!(lock))],
            },
        }
    }
}

impl From<ReadError> for ApiProblem {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Refused(refusal) => refusal.into(),
            ReadError::Document(error) => ApiProblem::conflict(error.to_string()),
            ReadError::Internal(error) => error.into(),
        }
    }
}

impl From<CreatePageError> for ApiProblem {
    fn from(error: CreatePageError) -> Self {
        match error {
            CreatePageError::Refused(refusal) => refusal.into(),
            CreatePageError::WrongParent { .. } => ApiProblem::invalid("parent", error.to_string()),
            CreatePageError::OnlyOne { .. } => ApiProblem::conflict(error.to_string()),
            CreatePageError::SlugTaken(path) => taken(&path),
            CreatePageError::BadSlug => ApiProblem::invalid("slug", error.to_string()),
            CreatePageError::AlreadyDescribed => ApiProblem::conflict(DESCRIBED),
            CreatePageError::OtherSeller => ApiProblem::conflict(error.to_string()),
            CreatePageError::NoTitle => ApiProblem::invalid("title", error.to_string()),
            CreatePageError::Document(error) => ApiProblem::invalid("", error.to_string()),
            CreatePageError::Internal(error) => database(error),
        }
    }
}

/// Why a draft was not kept; the other text is told only to a token that may read drafts.
pub(super) fn unsaved(error: SaveDraftError, may_read: bool) -> ApiProblem {
    match error {
        SaveDraftError::Refused(refusal) => refusal.into(),
        SaveDraftError::Conflict(conflict) => both_texts(*conflict, may_read),
        SaveDraftError::SlugTaken(path) => taken(&path),
        SaveDraftError::BadSlug => ApiProblem::invalid("slug", error.to_string()),
        SaveDraftError::AlreadyDescribed => ApiProblem::conflict(DESCRIBED),
        SaveDraftError::OtherSeller => ApiProblem::conflict(error.to_string()),
        SaveDraftError::Price(message) => ApiProblem::invalid("price", message),
        SaveDraftError::WrongKind { .. } => ApiProblem::invalid("type", error.to_string()),
        SaveDraftError::Document(error) => ApiProblem::invalid("", error.to_string()),
        SaveDraftError::Internal(error) => database(error),
    }
}

/// A constraint that stands for a rule of the document is told as one.
fn database(error: sqlx::Error) -> ApiProblem {
    if violated_constraint(&error) == Some(SECTIONS_ONCE) {
        return ApiProblem::invalid("sections", "A page may have each of its sections once.");
    }
    error.into()
}

/// Neither text is lost: theirs is stored, yours is in the answer.
fn both_texts(conflict: DraftConflict, may_read: bool) -> ApiProblem {
    let by = if conflict.by_name.is_empty() { "a job" } else { &conflict.by_name };
    let mut details = vec![
        ("version", json!(conflict.version)),
        ("saved_by", json!(by)),
        ("saved_at", json!(stamp(conflict.at))),
        ("yours", conflict.yours.body),
    ];
    if may_read {
        details.extend([("theirs", conflict.theirs.body), ("comparison", json!(conflict.comparison))]);
    }
    ApiProblem::Conflict { message: format!("{by} saved this page since; nothing was changed"), details }
}

impl From<PublishPageError> for ApiProblem {
    fn from(error: PublishPageError) -> Self {
        match error {
            PublishPageError::Refused(refusal) => refusal.into(),
            PublishPageError::Invalid(problems) => ApiProblem::Invalid {
                message: "The page was not published: it is not complete. See the problems.".to_owned(),
                problems,
            },
            PublishPageError::AddressTaken(path) => taken(&path),
            PublishPageError::AlreadyDescribed => ApiProblem::conflict(DESCRIBED),
            PublishPageError::Price(message) => ApiProblem::undone("published", "price", message),
            PublishPageError::Document(error) => ApiProblem::undone("published", "", error.to_string()),
            PublishPageError::Internal(error) => error.into(),
        }
    }
}

fn redirect(error: RedirectError, done: &str) -> ApiProblem {
    match error {
        RedirectError::Denied => ApiProblem::Forbidden(error.to_string()),
        RedirectError::Internal(error) => error.into(),
        other => ApiProblem::undone(done, "redirect_to", other.to_string()),
    }
}

impl From<UnpublishPageError> for ApiProblem {
    fn from(error: UnpublishPageError) -> Self {
        match error {
            UnpublishPageError::Refused(refusal) => refusal.into(),
            UnpublishPageError::Redirect(error) => redirect(error, "taken off the site"),
            UnpublishPageError::Internal(error) => error.into(),
        }
    }
}

impl From<MovePageError> for ApiProblem {
    fn from(error: MovePageError) -> Self {
        match error {
            MovePageError::Refused(refusal) => refusal.into(),
            MovePageError::WrongParent { .. } | MovePageError::IntoItself => {
                ApiProblem::undone("moved", "parent", error.to_string())
            }
            MovePageError::NoSuchPlace => ApiProblem::conflict(error.to_string()),
            MovePageError::SlugTaken(path) => taken(&path),
            MovePageError::Internal(error) => error.into(),
        }
    }
}

impl From<DeletePageError> for ApiProblem {
    fn from(error: DeletePageError) -> Self {
        match error {
            DeletePageError::Refused(refusal) => refusal.into(),
            DeletePageError::HomePage => ApiProblem::conflict(error.to_string()),
            DeletePageError::Redirect(error) => redirect(error, "deleted"),
            DeletePageError::Internal(error) => error.into(),
        }
    }
}

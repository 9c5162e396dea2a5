//! Working together on a page: who is there (cms.md 5.5 L7), comments (L9), moderation (5.8), and links that show a draft to
//! people without an account. Who is told about it by mail is in `notices`.

pub mod comments;
pub mod desk;
pub mod notices;
pub mod presence;
pub mod preview_links;
mod store;
pub mod workflow;

/// Keys of this room's rows.
macro_rules! keys {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, sqlx::Type,
        )]
        #[serde(transparent)]
        #[sqlx(transparent)]
        pub struct $name(pub i64);
    )*};
}

keys! {
    /// Key of a `comment_thread`.
    ThreadId,
    /// Key of a `comment`.
    CommentId,
    /// Key of a `workflow`.
    WorkflowId,
    /// Key of a `workflow_task`.
    TaskId,
    /// Key of a `review`.
    ReviewId,
    /// Key of a `review_step`.
    StepId,
    /// Key of a `preview_link`.
    PreviewLinkId,
}

/// What somebody wrote in several lines, without control characters and without white space around it.
fn written(text: &str) -> String {
    let kept: String = text.chars().filter(|c| !c.is_control() || *c == '\n' || *c == '\t').collect();
    kept.trim().to_owned()
}

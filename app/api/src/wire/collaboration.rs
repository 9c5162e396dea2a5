//! Working together on a page: who is there, comments, moderation, links to a draft.

use super::{Instant, LockedBy, PageRights};
use serde::{Deserialize, Serialize};

/// Seconds between two beats of a tab.
pub const BEAT_SECONDS: u64 = 10;

/// A tab says that it is there, or that it goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BeatInput {
    /// The page that it shows.
    pub page: i64,
    /// Key that the tab made up for itself: 8 to 64 letters, digits and hyphens.
    pub tab: String,
    /// It has text that the server lacks.
    pub dirty: bool,
    /// It goes.
    pub leaves: bool,
}

/// Another tab that shows the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonHere {
    /// Whose.
    pub name: String,
    /// It is another tab of the asker.
    pub mine: bool,
    /// It has text that the server lacks.
    pub dirty: bool,
    /// Since when.
    pub since: Instant,
}

/// What a beat is answered with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BeatHeard {
    /// The other tabs.
    pub others: Vec<PersonHere>,
    /// The newest version of the text.
    pub version: i64,
    /// Who wrote it; empty for jobs.
    pub saved_by: String,
    /// The asker did, here or in another tab.
    pub mine: bool,
    /// When.
    pub saved_at: Instant,
    /// What the asker may do to the page by now.
    pub rights: PageRights,
    /// Who keeps others from editing.
    pub lock: Option<LockedBy>,
}

/// What was said about a page.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CommentList {
    /// The threads, open ones first.
    pub threads: Vec<CommentThread>,
    /// The asker wants mails about all of them.
    pub watches: bool,
    /// The asker may say something.
    pub may_comment: bool,
}

/// A talk about one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommentThread {
    /// Key.
    pub id: i64,
    /// Address of the field, with ids; empty for the page as a whole.
    pub field: String,
    /// What the field was called when the talk began.
    pub label: String,
    /// When it was settled, and by whom.
    pub resolved: Option<(Instant, String)>,
    /// What was said, in order.
    pub comments: Vec<CommentItem>,
}

/// One comment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommentItem {
    /// Key.
    pub id: i64,
    /// Who wrote it.
    pub author: String,
    /// The asker did.
    pub mine: bool,
    /// What it says.
    pub body: String,
    /// Written.
    pub at: Instant,
    /// Changed since.
    pub edited: bool,
}

/// What is to be done about comments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "command", rename_all = "snake_case")]
pub enum CommentCommand {
    /// Begin a thread.
    Start {
        /// Address of the field, with ids; empty for the page as a whole.
        field: String,
        /// What the field is called.
        label: String,
        /// What is said.
        body: String,
    },
    /// Answer.
    Reply {
        /// In which thread.
        thread: i64,
        /// What is said.
        body: String,
    },
    /// Change one's own words.
    Edit {
        /// Which.
        comment: i64,
        /// What they say now.
        body: String,
    },
    /// Take one's own words back.
    Delete {
        /// Which.
        comment: i64,
    },
    /// Settle a thread.
    Resolve {
        /// Which.
        thread: i64,
    },
    /// Open a settled thread again.
    Reopen {
        /// Which.
        thread: i64,
    },
    /// Want mails about all comments on the page, or not any more.
    Watch {
        /// Whether.
        on: bool,
    },
}

/// How a review or one of its steps stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewStanding {
    /// Somebody is to look at it.
    InProgress,
    /// Somebody asked for changes.
    NeedsChanges,
    /// Approved.
    Approved,
    /// Called off, or overtaken by a publication.
    Canceled,
}

/// How moderation stands on a page.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ReviewNow {
    /// Name of the workflow that holds here; none where there is none.
    pub workflow: Option<String>,
    /// The review that is not over.
    pub running: Option<ReviewRun>,
    /// What was decided in it, in order.
    pub steps: Vec<ReviewStepItem>,
    /// The asker may submit the newest text.
    pub may_submit: bool,
    /// The asker may approve or ask for changes.
    pub may_decide: bool,
    /// The asker may call it off.
    pub may_cancel: bool,
}

/// A review that is not over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewRun {
    /// How it stands.
    pub standing: ReviewStanding,
    /// Name of its workflow.
    pub workflow: String,
    /// The text that is looked at.
    pub revision: i64,
    /// Who submitted it.
    pub submitted_by: String,
    /// When.
    pub submitted_at: Instant,
}

/// A task that a review came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewStepItem {
    /// Name of the task.
    pub name: String,
    /// How it stands.
    pub standing: ReviewStanding,
    /// Who decided; empty while nobody did.
    pub by: String,
    /// When it was decided, or begun.
    pub at: Instant,
    /// What they said.
    pub comment: String,
}

/// What is to be done about a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "command", rename_all = "snake_case")]
pub enum ReviewCommand {
    /// Submit the newest text, or submit it again.
    Submit {
        /// The version that the asker has before them.
        version: i64,
    },
    /// Approve the newest text.
    Approve {
        /// The version that the asker has before them.
        version: i64,
        /// What they say; may be empty.
        comment: String,
        /// Keys of the warnings that they confirmed; asked for when the approval publishes.
        #[serde(default)]
        acknowledged: Vec<String>,
    },
    /// Ask for changes.
    RequestChanges {
        /// Which.
        comment: String,
    },
    /// Call it off.
    Cancel,
}

/// Which reviews are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewQueue {
    /// Those that the asker may approve now.
    #[default]
    Awaiting,
    /// Those of the asker's own texts and pages.
    Mine,
    /// All that are not over.
    Running,
    /// All that are over.
    Finished,
}

/// A list of reviews.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ReviewList {
    /// The reviews.
    pub items: Vec<ReviewItem>,
    /// The asker may change workflows.
    pub may_change_workflows: bool,
}

/// A review in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewItem {
    /// Key.
    pub id: i64,
    /// The page.
    pub page: i64,
    /// Its newest title.
    pub title: String,
    /// Its address.
    pub url_path: String,
    /// There is a public text to compare with.
    pub live: bool,
    /// Name of the workflow.
    pub workflow: String,
    /// How it stands.
    pub standing: ReviewStanding,
    /// The open task; empty when there is none.
    pub task: String,
    /// Who submitted it.
    pub submitted_by: String,
    /// When.
    pub submitted_at: Instant,
    /// When something last happened.
    pub updated_at: Instant,
    /// The asker may approve it now.
    pub may_decide: bool,
    /// What was said last.
    pub last_comment: String,
}

/// What somebody begins their day with.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DeskSummary {
    /// What waits for the asker's approval.
    pub awaiting: Vec<ReviewItem>,
    /// What the asker has submitted.
    pub mine: Vec<ReviewItem>,
    /// What the asker wrote last.
    pub recent: Vec<DeskPage>,
    /// What the asker locked.
    pub locked: Vec<DeskPage>,
    /// Pages that the asker may see.
    pub pages: i64,
    /// Pictures in the library.
    pub images: i64,
    /// Documents in the library.
    pub documents: i64,
}

/// A page on the desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskPage {
    /// Key.
    pub id: i64,
    /// Its newest title.
    pub title: String,
    /// Its address.
    pub url_path: String,
    /// Visitors see it.
    pub live: bool,
    /// Last written.
    pub updated_at: Instant,
}

/// All workflows, and what they may be made of.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct WorkflowSettings {
    /// The workflows, by name.
    pub workflows: Vec<WorkflowItem>,
    /// The groups that tasks may be given to: key, name, how many people are in it.
    pub groups: Vec<(i64, String, i64)>,
}

/// A workflow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkflowItem {
    /// Key.
    pub id: i64,
    /// Name.
    pub name: String,
    /// New reviews may begin.
    pub active: bool,
    /// What was approved is approved again when the text changed since.
    pub repeat_after_edits: bool,
    /// Its tasks, in order.
    pub tasks: Vec<WorkflowTaskItem>,
    /// Pages at which it begins: key, title, address.
    pub places: Vec<(i64, String, String)>,
    /// How many reviews are not over.
    pub running: i64,
    /// When it was last saved.
    pub updated_at: Instant,
}

/// A task of a workflow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkflowTaskItem {
    /// Key; none for a new one.
    pub id: Option<i64>,
    /// Name.
    pub name: String,
    /// Whoever is in one of these groups may approve.
    pub groups: Vec<i64>,
}

/// A workflow as it should be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkflowInput {
    /// Key; none makes a new one.
    pub id: Option<i64>,
    /// Name.
    pub name: String,
    /// New reviews may begin.
    pub active: bool,
    /// What was approved is approved again when the text changed since.
    pub repeat_after_edits: bool,
    /// Its tasks, in order.
    pub tasks: Vec<WorkflowTaskItem>,
    /// Pages at which it begins.
    pub pages: Vec<i64>,
    /// [`WorkflowItem::updated_at`] of what the person opened; none for a new one.
    pub seen: Option<Instant>,
}

/// Which mails somebody wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
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

/// A link that shows a draft to people without an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewLinkItem {
    /// Key.
    pub id: i64,
    /// It shows one version, of this name; none is the draft as it is when somebody looks.
    pub version: Option<String>,
    /// For whom, in the maker's words.
    pub note: String,
    /// Who made it.
    pub made_by: String,
    /// When.
    pub made_at: Instant,
    /// Until when it opens.
    pub expires_at: Instant,
    /// It opens now.
    pub open: bool,
    /// Somebody revoked it.
    pub revoked: bool,
    /// When somebody last looked.
    pub last_used_at: Option<Instant>,
    /// How often somebody did.
    pub uses: i64,
}

/// A link that is wanted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewLinkInput {
    /// To which page.
    pub page: i64,
    /// To which revision; none is the draft as it is when somebody looks.
    pub revision: Option<i64>,
    /// For how many hours: 1 to 720.
    pub hours: u32,
    /// For whom; may be empty.
    pub note: String,
}

/// A link that was made. Its address is told here and never again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewLinkMade {
    /// Path on this site.
    pub path: String,
    /// All links of the page.
    pub links: Vec<PreviewLinkItem>,
}

//! Who did what to a page (cms.md 5.5, L6): the audit entries about it, as typed rows.

use crate::{
    access::{ReadError, view_page},
    store::{
        self,
        history::{HistoryQuery, HistoryRow},
        page::PageRow,
    },
    tree::Author,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::{PageId, RevisionId, UserId};
use xpro_platform::{Subject, audit, db::Tx};

/// Writes down what was done to a page.
pub(crate) async fn record(
    tx: &mut Tx,
    author: Author<'_>,
    act: &'static str,
    row: &PageRow,
    before: Option<Value>,
    after: Option<Value>,
) -> Result<(), sqlx::Error> {
    let subject = Subject::new("page", row.id.0);
    audit::record(tx, audit::Change { act, actor: author.into(), subject, before, after, note: "" }).await
}

/// Declares the acts once: variant and name in the audit log.
macro_rules! acts {
    ($($(#[$doc:meta])* $variant:ident = $name:literal),* $(,)?) => {
        /// What was done to a page.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum PageAct {
            $($(#[$doc])* $variant,)*
            /// Something that another part of the program did, by its name.
            Other(String),
        }

        impl PageAct {
            /// Name in the audit log.
            pub fn name(&self) -> &str {
                match self {
                    $(PageAct::$variant => $name,)*
                    PageAct::Other(name) => name,
                }
            }

            /// The act of this name.
            pub fn from_name(name: &str) -> Self {
                match name {
                    $($name => PageAct::$variant,)*
                    other => PageAct::Other(other.to_owned()),
                }
            }
        }
    };
}

acts! {
    /// Made.
    Create = "create_page",
    /// A draft was begun or taken up by somebody else.
    Edit = "edit_page",
    /// A version got a name.
    Name = "name_version",
    /// Published.
    Publish = "publish_page",
    /// Published by its schedule.
    PublishScheduled = "publish_scheduled",
    /// Published with the other pages of a release.
    PublishRelease = "publish_release",
    /// A text of it was put into a release.
    AddToRelease = "add_to_release",
    /// It was taken out of a release.
    TakeFromRelease = "take_from_release",
    /// A publication was scheduled.
    Schedule = "schedule_publication",
    /// An expiry was scheduled.
    ScheduleExpiry = "schedule_expiry",
    /// A schedule was called off.
    CancelSchedule = "cancel_schedule",
    /// A schedule could not be kept.
    ScheduleFailed = "schedule_failed",
    /// Taken off the site.
    Unpublish = "unpublish_page",
    /// Taken off the site by its schedule.
    UnpublishScheduled = "unpublish_scheduled",
    /// Visitors see another title.
    Rename = "rename_page",
    /// An old text came back as the draft.
    Restore = "restore_revision",
    /// Made as a copy.
    Copy = "copy_page",
    /// Put elsewhere.
    Move = "move_page",
    /// Put in another place among its siblings.
    Reorder = "reorder_page",
    /// Locked.
    Lock = "lock_page",
    /// Unlocked.
    Unlock = "unlock_page",
    /// Put into the trash.
    Delete = "delete_page",
    /// Taken out of the trash.
    Undelete = "restore_page",
    /// Other people than before may read it.
    SetPrivacy = "set_privacy",
    /// Its publication set a price.
    Price = "set_page_price",
}

/// Which entries are wanted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HistoryFilter {
    /// Only this.
    pub act: Option<PageAct>,
    /// Only by this person.
    pub user: Option<UserId>,
    /// Not before.
    pub from: Option<OffsetDateTime>,
    /// Before.
    pub until: Option<OffsetDateTime>,
    /// Older than this entry.
    pub before: Option<i64>,
    /// How many; at most 200, fifty when it is 0.
    pub limit: i64,
}

/// One thing that was done to a page.
#[derive(Debug, Clone, PartialEq)]
pub struct HistoryEntry {
    /// Key, for the next part of the list.
    pub id: i64,
    /// When.
    pub at: OffsetDateTime,
    /// What.
    pub act: PageAct,
    /// Who; none for jobs and commands.
    pub actor_id: Option<UserId>,
    /// Their name, or the job's.
    pub actor_name: String,
    /// Why, in their words.
    pub note: String,
    /// Which text it was about.
    pub revision: Option<RevisionId>,
    /// What was so before.
    pub before: Option<Value>,
    /// What was so afterwards.
    pub after: Option<Value>,
}

/// What was done to a page, newest first.
///
/// # Errors
/// When there is no such page for them.
pub async fn list_history(
    conn: &mut PgConnection,
    author: Author<'_>,
    page: PageId,
    filter: &HistoryFilter,
) -> Result<Vec<HistoryEntry>, ReadError> {
    let row = view_page::<ReadError>(conn, author, page).await?;
    let query = HistoryQuery {
        act: filter.act.as_ref().map(PageAct::name),
        user: filter.user,
        from: filter.from,
        until: filter.until,
        before: filter.before,
        limit: crate::tree::explore::part(filter.limit),
    };
    let rows = store::history::list(conn, row.id, query).await?;
    Ok(rows.into_iter().map(entry).collect())
}

fn entry(row: HistoryRow) -> HistoryEntry {
    let revision = |value: &Option<Value>| value.as_ref()?.get("revision")?.as_i64().map(RevisionId);
    HistoryEntry {
        id: row.id,
        at: row.at,
        act: PageAct::from_name(&row.act),
        actor_id: row.actor_user_id,
        actor_name: row.actor_name,
        note: row.note,
        revision: revision(&row.data_after),
        before: row.data_before,
        after: row.data_after,
    }
}

//! The audit log's one writer (architecture.md decision 2): called in the transaction of the change it tells.

use crate::{Subject, db::Tx};
use xpro_kernel::Actor;

/// One change, as audit keeps it.
#[derive(Debug, Clone)]
pub struct Change<'a> {
    /// Name of the act, verb and object: `settle_payment`.
    pub act: &'static str,
    /// Who did it.
    pub actor: Actor,
    /// What it was done to.
    pub subject: Subject,
    /// The row before; none when it was new.
    pub before: Option<serde_json::Value>,
    /// The row after; none when it was deleted.
    pub after: Option<serde_json::Value>,
    /// Why, in the actor's words.
    pub note: &'a str,
}

/// Writes the entry.
///
/// # Errors
/// When the database refuses.
pub async fn record(tx: &mut Tx, change: Change<'_>) -> Result<(), sqlx::Error> {
    let (kind, user, name) = match &change.actor {
        Actor::System(name) => ("system", None, (*name).to_owned()),
        Actor::Learner(id, name) => ("learner", Some(id.0), name.clone()),
        Actor::Staff(id, name) => ("staff", Some(id.0), name.clone()),
        Actor::Visitor => ("visitor", None, "visitor".to_owned()),
    };
    let (now, request_id) = (tx.now(), tx.request_id().to_owned());
    sqlx::query!(
        "insert into audit_entry (at, act, actor_kind, actor_user_id, actor_name, subject_type, subject_id, data_before, data_after, note, request_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        now, change.act, kind, user, name, change.subject.kind, change.subject.id, change.before, change.after, change.note, request_id,
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}

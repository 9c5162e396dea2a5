//! What people may do (cms.md 5.4): staff, superusers, members of groups.

use super::{RecordError, forms::UserRecord, group, read::body};
use crate::{
    access::{Editor, GroupId, MemberError, add_member, remove_member},
    store::people as rows,
};
use serde_json::Value;
use sqlx::PgConnection;
use xpro_kernel::UserId;
use xpro_platform::db::Tx;

pub(super) async fn read(conn: &mut PgConnection, id: i64) -> Result<Option<Value>, sqlx::Error> {
    Ok(rows::person(conn, id)
        .await?
        .map(|row| body(&UserRecord { is_staff: row.is_staff, is_superuser: row.is_superuser, groups: row.groups })))
}

pub(super) async fn write(
    tx: &mut Tx,
    editor: &Editor,
    id: Option<i64>,
    record: UserRecord,
) -> Result<i64, RecordError> {
    let id = id.ok_or(RecordError::NotFound)?;
    let before = rows::person(tx, id).await?.ok_or(RecordError::NotFound)?;
    let own = editor.user_id() == UserId(id);
    if before.is_superuser && !editor.is_superuser() {
        return Err(RecordError::field("is_superuser", "Only superusers change what a superuser may do."));
    }
    if record.is_superuser != before.is_superuser {
        check_superuser(tx, editor, own, record.is_superuser).await?;
    }
    if record.is_superuser && !record.is_staff {
        return Err(RecordError::field("is_staff", "A superuser is staff."));
    }
    if own && before.is_staff && !record.is_staff {
        return Err(RecordError::field("is_staff", "You would lock yourself out. Somebody else can do it."));
    }
    if (record.is_staff, record.is_superuser) != (before.is_staff, before.is_superuser) {
        let now = tx.now();
        rows::set_flags(tx, id, (record.is_staff, record.is_superuser), now).await?;
    }
    change_groups(tx, editor, id, (&before.groups, &record.groups)).await?;
    Ok(id)
}

async fn check_superuser(tx: &mut Tx, editor: &Editor, own: bool, wanted: bool) -> Result<(), RecordError> {
    let refuse = |message: &str| Err(RecordError::field("is_superuser", message));
    if !editor.is_superuser() {
        return refuse("Only superusers make superusers.");
    }
    if own {
        return refuse("Nobody changes this for themselves. Another superuser can.");
    }
    if !wanted && rows::count_superusers(tx).await? <= 1 {
        return refuse("This is the last superuser. Make another one first.");
    }
    Ok(())
}

async fn change_groups(
    tx: &mut Tx,
    editor: &Editor,
    id: i64,
    (before, wanted): (&[i64], &[i64]),
) -> Result<(), RecordError> {
    for added in wanted.iter().filter(|group| !before.contains(group)) {
        group::may_give(tx, editor, *added).await.map_err(|error| match error {
            RecordError::Invalid(_) => {
                RecordError::field("groups", "You cannot put anybody into a group that may do more than you.")
            }
            error => error,
        })?;
        add_member(tx, editor.into(), GroupId(*added), UserId(id)).await.map_err(unmoved)?;
    }
    for removed in before.iter().filter(|group| !wanted.contains(group)) {
        remove_member(tx, editor.into(), GroupId(*removed), UserId(id)).await.map_err(unmoved)?;
    }
    Ok(())
}

fn unmoved(error: MemberError) -> RecordError {
    match error {
        MemberError::Denied => RecordError::Denied(super::CHANGE_USERS),
        MemberError::Internal(error) => error.into(),
    }
}

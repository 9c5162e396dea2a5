//! Topics, languages, platforms (cms.md 4.3 to 4.5).

use super::{
    RecordError,
    forms::{LanguageRecord, PlatformRecord, TopicRecord},
};
use crate::store::taxonomy as store;
use serde_json::Value;
use sqlx::PgConnection;
use xpro_kernel::TopicId;
use xpro_platform::db::Tx;

pub(super) async fn read_topic(conn: &mut PgConnection, id: i64) -> Result<Option<Value>, sqlx::Error> {
    let row = store::topic(conn, id).await?;
    Ok(row.map(|(name, parent)| super::read::body(&TopicRecord { name, parent: parent.map(TopicId) })))
}

/// Topics stand on two levels (P1): a parent has none, and what has topics below it goes below nothing.
pub(super) async fn write_topic(tx: &mut Tx, id: Option<i64>, record: TopicRecord) -> Result<i64, RecordError> {
    let name = plain("name", &record.name)?;
    if let Some(TopicId(parent)) = record.parent {
        if Some(parent) == id {
            return Err(RecordError::field("parent", "A topic cannot stand below itself."));
        }
        match store::topic(tx, parent).await? {
            None => return Err(RecordError::field("parent", "It is not there any more.")),
            Some((_, Some(_))) => {
                return Err(RecordError::field(
                    "parent",
                    "It stands below another topic itself; there are two levels.",
                ));
            }
            Some((_, None)) => {}
        }
        if let Some(id) = id
            && store::has_topics_below(tx, id).await?
        {
            return Err(RecordError::field("parent", "Topics stand below this one, so it stays on the first level."));
        }
    }
    Ok(store::put_topic(tx, id, &name, record.parent.map(|parent| parent.0)).await?)
}

pub(super) async fn read_language(conn: &mut PgConnection, id: i64) -> Result<Option<Value>, sqlx::Error> {
    let row = store::language(conn, id).await?;
    Ok(row.map(|row| {
        let store::LanguageRow { name, bcp47, priority, is_active } = row;
        super::read::body(&LanguageRecord { name, bcp47, priority, is_active })
    }))
}

pub(super) async fn write_language(tx: &mut Tx, id: Option<i64>, record: LanguageRecord) -> Result<i64, RecordError> {
    let name = plain("name", &record.name)?;
    let is_tag = |tag: &str| {
        tag.split('-')
            .all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
    };
    let bcp47 = record.bcp47.trim().to_owned();
    if !is_tag(&bcp47) {
        return Err(RecordError::field("bcp47", "Write a tag such as pt or zh-Hant."));
    }
    let row = store::LanguageRow { name, bcp47, priority: record.priority, is_active: record.is_active };
    Ok(store::put_language(tx, id, &row).await?)
}

pub(super) async fn read_platform(conn: &mut PgConnection, id: i64) -> Result<Option<Value>, sqlx::Error> {
    let row = store::platform(conn, id).await?;
    Ok(row.map(|(name, enable_sync)| super::read::body(&PlatformRecord { name, enable_sync })))
}

pub(super) async fn write_platform(tx: &mut Tx, id: Option<i64>, record: PlatformRecord) -> Result<i64, RecordError> {
    let name = plain("name", &record.name)?;
    let now = tx.now();
    Ok(store::put_platform(tx, id, (&name, record.enable_sync), now).await?)
}

/// A name without blanks around it.
pub(super) fn plain(field: &str, text: &str) -> Result<String, RecordError> {
    let text = xpro_kernel::plain_text(text);
    if text.is_empty() { Err(RecordError::field(field, "It must not be empty.")) } else { Ok(text) }
}

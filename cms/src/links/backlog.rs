//! Texts that were there before anybody wrote down where they lead.

use super::index::{index_page_links, index_record_links};
use crate::{
    document::upgrade,
    media::WhichText,
    records::{RecordKind, document},
    store::external_link::{self, WaitingText},
};
use xpro_kernel::PageId;
use xpro_platform::db::Tx;

/// Reads the next few texts of the backlog; returns how many there were. Two who ask get different ones.
///
/// # Errors
/// When the database refuses.
pub async fn read_backlog(tx: &mut Tx, most: i64) -> Result<usize, sqlx::Error> {
    let waiting = external_link::take_backlog(tx, most).await?;
    for (source, id) in &waiting {
        if source == "page" {
            read_page(tx, PageId(*id)).await?;
        } else if let Some(kind) = RecordKind::from_name(source) {
            read_record(tx, kind, *id).await?;
        }
    }
    Ok(waiting.len())
}

async fn read_page(tx: &mut Tx, page: PageId) -> Result<(), sqlx::Error> {
    for WaitingText { which, kind, schema, body } in external_link::texts_of_page(tx, page).await? {
        let which = if which == "live" { WhichText::Live } else { WhichText::Draft };
        // A text that cannot be read is shown as such elsewhere.
        if let Ok(body) = upgrade(body, schema) {
            index_page_links(tx, (page, &kind), which, &body).await?;
        }
    }
    Ok(())
}

async fn read_record(tx: &mut Tx, kind: RecordKind, id: i64) -> Result<(), sqlx::Error> {
    match document(tx, kind, id).await? {
        Some(body) => index_record_links(tx, (kind.name(), id), &kind.spec().form, &body).await,
        None => Ok(()),
    }
}

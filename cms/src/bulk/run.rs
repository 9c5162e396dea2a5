//! What the job does.

use super::{BulkAct, BulkId, ItemState, RunState};
use crate::{
    access::{Editor, load_editor},
    publish::{PublishPageError, Unpublish, UnpublishPageError, publish_page, unpublish_page},
    store,
    trash::{DeletePage, DeletePageError, delete_page},
    tree::{Author, MovePage, MovePageError, Place, move_page},
};
use serde::{Deserialize, Serialize};
use xpro_kernel::{PageId, UserId};
use xpro_platform::{
    Subject,
    db::{Database, Tx},
    jobs::Job,
};

/// Does an act on many pages.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RunBulkAct {
    /// Which.
    pub run: BulkId,
}

impl Job for RunBulkAct {
    const KIND: &'static str = "run_bulk_act";

    fn unique_key(&self) -> Option<String> {
        Some(format!("run_bulk_act:{}", self.run))
    }

    fn subject(&self) -> Option<Subject> {
        Some(Subject::new("bulk_run", self.run.0))
    }
}

/// Why a page was not done.
enum ItemError {
    /// Trying again would end the same way.
    Refused(String),
    /// The database refused; perhaps only now.
    Internal(sqlx::Error),
}

/// Does what waits, one page at a time, until nothing does or somebody stops it. A page counts as done in the same
/// transaction that does it, so that after a crash none is done twice and none is left out.
///
/// # Errors
/// When the database is out of reach; what is done stays done, and the next attempt goes on behind it.
pub async fn run_bulk_act(db: &Database, request_id: &str, run: BulkId) -> Result<(), sqlx::Error> {
    while run_next(db, request_id, run).await? {}
    Ok(())
}

/// False when there is nothing left to do.
pub(super) async fn run_next(db: &Database, request_id: &str, run: BulkId) -> Result<bool, sqlx::Error> {
    let mut tx = db.begin(request_id).await?;
    let Some((act, target, by)) = store::bulk::lock_running(&mut tx, run).await? else { return Ok(false) };
    let now = tx.now();
    let Some((place, page)) = store::bulk::next_waiting(&mut tx, run).await? else {
        store::bulk::finish(&mut tx, run, RunState::Done, now).await?;
        tx.commit().await?;
        return Ok(false);
    };
    let failed = match act_on(&mut tx, by, act, page, target).await {
        Ok((state, message)) => {
            store::bulk::finish_item(&mut tx, (run, place), state, &message, now).await?;
            match tx.commit().await {
                Ok(()) => return Ok(true),
                Err(error) => lasting(error)?,
            }
        }
        Err(ItemError::Refused(message)) => {
            drop(tx);
            message
        }
        Err(ItemError::Internal(error)) => {
            drop(tx);
            lasting(error)?
        }
    };
    let mut tx = db.begin(request_id).await?;
    let now = tx.now();
    store::bulk::finish_item(&mut tx, (run, place), ItemState::Failed, &failed, now).await?;
    tx.commit().await?;
    Ok(true)
}

/// A statement that the database will refuse again is the page's own trouble; anything else is worth another attempt of
/// the whole job.
fn lasting(error: sqlx::Error) -> Result<String, sqlx::Error> {
    // 40: the transaction ran into another one. 53 to 58: the server is in trouble.
    let is_passing = |code: &str| ["40", "53", "54", "55", "57", "58"].iter().any(|class| code.starts_with(class));
    match error.as_database_error().and_then(|error| error.code()) {
        Some(code) if !is_passing(&code) => {
            tracing::error!(%error, "a page of a bulk act");
            Ok("The fault is ours: the database refused. Try this page by itself.".to_owned())
        }
        _ => Err(error),
    }
}

async fn act_on(
    tx: &mut Tx,
    by: UserId,
    act: BulkAct,
    page: PageId,
    target: Option<PageId>,
) -> Result<(ItemState, String), ItemError> {
    let editor = editor_of(tx, by).await?;
    let author = Author::Editor(&editor);
    match act {
        BulkAct::Publish => publish(tx, author, page).await,
        BulkAct::Unpublish => match unpublish_page(tx, author, Unpublish::only(page)).await {
            Ok(pages) if pages.is_empty() => Ok((ItemState::Skipped, "It was not live.".to_owned())),
            Ok(_) => Ok((ItemState::Done, "Taken off the site.".to_owned())),
            Err(UnpublishPageError::Internal(error)) => Err(ItemError::Internal(error)),
            Err(error) => Err(refused(&error)),
        },
        BulkAct::Move => {
            let to_parent = target.ok_or_else(|| ItemError::Refused("There is nowhere to move it.".to_owned()))?;
            match move_page(tx, author, MovePage { page, to_parent, place: Place::Last }).await {
                Ok(moved) => Ok((ItemState::Done, format!("Its address is {} now.", moved.url_path))),
                Err(MovePageError::Internal(error)) => Err(ItemError::Internal(error)),
                Err(error) => Err(refused(&error)),
            }
        }
        BulkAct::Delete => match delete_page(tx, author, DeletePage { page, redirect_to: None }).await {
            Ok(trashed) if trashed.pages == 1 => Ok((ItemState::Done, "In the trash.".to_owned())),
            Ok(trashed) => Ok((ItemState::Done, format!("In the trash, {} pages in all.", trashed.pages))),
            Err(DeletePageError::Internal(error)) => Err(ItemError::Internal(error)),
            Err(error) => Err(refused(&error)),
        },
    }
}

async fn publish(tx: &mut Tx, author: Author<'_>, page: PageId) -> Result<(ItemState, String), ItemError> {
    let row = store::page::find(tx, page).await.map_err(ItemError::Internal)?;
    if row.is_some_and(|row| row.live && row.latest_revision_id == row.published_revision_id) {
        return Ok((ItemState::Skipped, "It is live, and nothing newer is written.".to_owned()));
    }
    match publish_page(tx, author, page).await {
        Ok(_) => Ok((ItemState::Done, "Published.".to_owned())),
        Err(PublishPageError::Internal(error)) => Err(ItemError::Internal(error)),
        Err(error) => Err(refused(&error)),
    }
}

/// Who asked, with what they may now.
async fn editor_of(tx: &mut Tx, by: UserId) -> Result<Editor, ItemError> {
    let gone = || ItemError::Refused("Whoever asked for this may not open the studio any more.".to_owned());
    let staff = store::bulk::staff(tx, by).await.map_err(ItemError::Internal)?.ok_or_else(gone)?;
    load_editor(tx, &staff).await.map_err(|error| match error {
        crate::access::LoadEditorError::NoAccess => gone(),
        crate::access::LoadEditorError::Internal(error) => ItemError::Internal(error),
    })
}

fn refused(error: &impl std::fmt::Display) -> ItemError {
    let text = error.to_string();
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    ItemError::Refused(format!("{first}{}.", letters.as_str().trim_end_matches('.')))
}

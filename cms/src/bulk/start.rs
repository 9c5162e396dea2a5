//! Writing down what is to be done.

use super::{BulkAct, BulkId, RunBulkAct, RunState};
use crate::{
    access::{Editor, ReadError, Refusal, view_page},
    store::{self, bulk::ChosenPage},
    tree::{
        Author,
        explore::{ListChildren, SearchPages, list_children, search_pages},
    },
};
use xpro_kernel::PageId;
use xpro_platform::{Subject, audit, db::Tx, jobs};

/// More pages are refused; a filter narrows the list.
pub const MOST_PAGES: usize = 10_000;

/// Which pages.
#[derive(Debug, Clone)]
pub enum Chosen {
    /// These.
    Pages(Vec<PageId>),
    /// All directly below this one.
    ChildrenOf(Option<PageId>),
    /// All that a search finds.
    Matching(Box<SearchPages>),
}

/// What to do to them.
#[derive(Debug, Clone)]
pub struct NewBulkAct {
    /// The act.
    pub act: BulkAct,
    /// Which pages.
    pub pages: Chosen,
    /// Pages below them too. Moving and deleting take them along anyway.
    pub with_descendants: bool,
    /// Where pages move.
    pub to_parent: Option<PageId>,
}

/// What was written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StartedBulk {
    /// Key.
    pub run: BulkId,
    /// How many pages.
    pub pages: usize,
    /// How many with the pages below them that go along.
    pub with_below: usize,
}

/// Why nothing was.
#[derive(Debug, thiserror::Error)]
pub enum BulkError {
    /// Not theirs to do.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// No page is left to do it to.
    #[error("no page is chosen")]
    NoPages,
    /// Too many at once.
    #[error("at most {MOST_PAGES} pages can be done at once; narrow the list with a filter")]
    TooMany,
    /// Pages move somewhere.
    #[error("choose where the pages go")]
    NoTarget,
    /// Nothing waits or failed.
    #[error("there is nothing left to do")]
    NothingLeft,
    /// The database refused.
    #[error(transparent)]
    Internal(#[from] sqlx::Error),
}

impl From<ReadError> for BulkError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Refused(refusal) => BulkError::Refused(refusal),
            ReadError::Internal(error) => BulkError::Internal(error),
            ReadError::Document(_) => BulkError::Refused(Refusal::NotFound),
        }
    }
}

/// Writes down an act on many pages and asks for the job. Rights are looked at page by page when it is done, so that what
/// is taken away meanwhile is not used any more.
///
/// # Errors
/// When no page is chosen, too many are, or the target cannot be seen.
pub async fn start_bulk_act(tx: &mut Tx, editor: &Editor, new: NewBulkAct) -> Result<StartedBulk, BulkError> {
    if (new.act == BulkAct::Move) != new.to_parent.is_some() {
        return Err(BulkError::NoTarget);
    }
    if let Some(target) = new.to_parent {
        view_page::<ReadError>(tx, Author::Editor(editor), target).await?;
    }
    let ids = ids_of(tx, editor, new.pages).await?;
    let below = new.with_descendants && matches!(new.act, BulkAct::Publish | BulkAct::Unpublish);
    let mut pages = store::bulk::choose(tx, &ids, &editor.roots(), below).await?;
    if matches!(new.act, BulkAct::Move | BulkAct::Delete) {
        pages = topmost(pages);
    }
    match pages.len() {
        0 => return Err(BulkError::NoPages),
        count if count > MOST_PAGES => return Err(BulkError::TooMany),
        _ => {}
    }
    let with_below = match new.act {
        BulkAct::Delete => store::bulk::choose(tx, &ids, &editor.roots(), true).await?.len(),
        _ => pages.len(),
    };
    let now = tx.now();
    let run = store::bulk::insert(tx, (new.act, new.to_parent), editor.user_id(), &pages, now).await?;
    jobs::enqueue(tx, &RunBulkAct { run }).await?;
    let after = serde_json::json!({ "act": new.act, "pages": pages.len(), "to": new.to_parent });
    note(tx, editor, "start_bulk_act", run, Some(after)).await?;
    Ok(StartedBulk { run, pages: pages.len(), with_below })
}

async fn ids_of(tx: &mut Tx, editor: &Editor, chosen: Chosen) -> Result<Vec<i64>, BulkError> {
    let mut search = match chosen {
        Chosen::Pages(pages) if pages.len() > MOST_PAGES => return Err(BulkError::TooMany),
        Chosen::Pages(pages) => return Ok(pages.into_iter().map(|page| page.0).collect()),
        Chosen::Matching(search) => Ok(*search),
        Chosen::ChildrenOf(parent) => Err(parent),
    };
    let (mut ids, mut after) = (Vec::new(), None);
    loop {
        let part = match &mut search {
            Ok(search) => search_pages(tx, editor, SearchPages { after, limit: 200, ..search.clone() }).await?,
            Err(parent) => {
                let list = ListChildren { parent: *parent, after, limit: 200, ..ListChildren::default() };
                list_children(tx, editor, list).await?
            }
        };
        if usize::try_from(part.total).is_ok_and(|total| total > MOST_PAGES) {
            return Err(BulkError::TooMany);
        }
        ids.extend(part.items.iter().map(|page| page.id.0));
        match part.next {
            Some(next) => after = Some(next),
            None => return Ok(ids),
        }
    }
}

/// Without the pages that go along with another one. The pages come from the top down.
fn topmost(pages: Vec<ChosenPage>) -> Vec<ChosenPage> {
    let mut kept: Vec<ChosenPage> = Vec::new();
    let mut branches = std::collections::HashSet::new();
    for page in pages {
        let goes_along = page.tree_path.match_indices('/').any(|(at, _)| branches.contains(&page.tree_path[..=at]));
        if !goes_along {
            branches.insert(page.tree_path.clone());
            kept.push(page);
        }
    }
    kept
}

/// Stops a run after the page that is being done; false when it had ended.
///
/// # Errors
/// When it is none of theirs.
pub async fn stop_bulk_act(tx: &mut Tx, editor: &Editor, run: BulkId) -> Result<bool, BulkError> {
    super::read_bulk_run(tx, editor, run).await?;
    let now = tx.now();
    let stopped = store::bulk::finish(tx, run, RunState::Stopped, now).await?;
    if stopped {
        note(tx, editor, "stop_bulk_act", run, None).await?;
    }
    Ok(stopped)
}

/// Tries again what failed, and goes on with what was left when it was stopped.
///
/// # Errors
/// When it is none of theirs, or nothing is left to do.
pub async fn resume_bulk_act(tx: &mut Tx, editor: &Editor, run: BulkId) -> Result<i64, BulkError> {
    super::read_bulk_run(tx, editor, run).await?;
    let waiting = store::bulk::reopen(tx, run).await?;
    if waiting == 0 {
        return Err(BulkError::NothingLeft);
    }
    jobs::enqueue(tx, &RunBulkAct { run }).await?;
    note(tx, editor, "resume_bulk_act", run, Some(serde_json::json!({ "pages": waiting }))).await?;
    Ok(waiting)
}

async fn note(
    tx: &mut Tx,
    editor: &Editor,
    act: &'static str,
    run: BulkId,
    after: Option<serde_json::Value>,
) -> Result<(), sqlx::Error> {
    let subject = Subject::new("bulk_run", run.0);
    audit::record(tx, audit::Change { act, actor: editor.staff().into(), subject, before: None, after, note: "" }).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(id: i64, tree_path: &str) -> ChosenPage {
        ChosenPage { id: PageId(id), title: String::new(), url_path: String::new(), tree_path: tree_path.to_owned() }
    }

    #[test]
    fn pages_below_another_chosen_one_go_along() {
        let pages = vec![page(5, "/1/5/"), page(50, "/1/50/"), page(9, "/1/5/9/"), page(8, "/1/6/8/")];
        let kept: Vec<i64> = topmost(pages).iter().map(|page| page.id.0).collect();
        assert_eq!(kept, [5, 50, 8]);
    }
}

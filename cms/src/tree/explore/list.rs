//! The questions.

use super::{PageStatus, PageSummary, SubtreeCounts};
use crate::{
    access::{Editor, ReadError, view_page},
    document::PageKind,
    store::{
        self,
        explore::{Listed, Wanted},
        page::PageRow,
    },
    tree::{Author, may_stand},
};
use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::{PageId, UserId};

/// By what a list is ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// Newest title, A to Z.
    #[default]
    Title,
    /// When it was last written.
    Updated,
    /// Kind, then title.
    Kind,
    /// Status, then title.
    Status,
    /// As the editors arranged the pages.
    Position,
    /// Those that fit a search best first; for lists without a text, by title.
    Relevance,
}

impl Sort {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Sort::Title => "title",
            Sort::Updated => "updated",
            Sort::Kind => "kind",
            Sort::Status => "status",
            Sort::Position => "position",
            Sort::Relevance => "relevance",
        }
    }
}

/// Where the next part of a list begins; to be handed back as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor(pub String);

impl Cursor {
    fn of(listed: &Listed) -> Self {
        Cursor(format!("{}.{}", listed.page.id, listed.sort_key))
    }

    /// Key and id; what is no cursor begins at the beginning.
    fn read(&self) -> Option<(i64, String)> {
        let (id, key) = self.0.split_once('.')?;
        Some((id.parse().ok()?, key.to_owned()))
    }
}

/// Which pages of one parent.
#[derive(Debug, Clone, Default)]
pub struct ListChildren {
    /// Their parent; none lists the topmost pages that the editor may see.
    pub parent: Option<PageId>,
    /// By what they are ordered.
    pub sort: Sort,
    /// The other way round.
    pub descending: bool,
    /// Where to go on.
    pub after: Option<Cursor>,
    /// How many; at most 200, fifty when it is 0.
    pub limit: i64,
}

/// Which pages of a branch.
#[derive(Debug, Clone, Default)]
pub struct SearchPages {
    /// Words, or beginnings of words, all of which are in the title, the address or the text.
    pub text: String,
    /// Only this page and those below it.
    pub below: Option<PageId>,
    /// Only these kinds.
    pub kinds: Vec<PageKind>,
    /// Only these.
    pub statuses: Vec<PageStatus>,
    /// Only pages that this person made.
    pub owner: Option<UserId>,
    /// Only pages that this person wrote last.
    pub edited_by: Option<UserId>,
    /// Written at or after.
    pub edited_from: Option<OffsetDateTime>,
    /// Written before.
    pub edited_until: Option<OffsetDateTime>,
    /// Only those with, or without, pages below.
    pub has_children: Option<bool>,
    /// Only those that are, or are not, locked.
    pub locked: Option<bool>,
    /// By what they are ordered.
    pub sort: Sort,
    /// The other way round.
    pub descending: bool,
    /// Where to go on.
    pub after: Option<Cursor>,
    /// How many; at most 200, fifty when it is 0.
    pub limit: i64,
}

/// A part of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageList {
    /// The pages.
    pub items: Vec<PageSummary>,
    /// Where the next part begins; none at the end.
    pub next: Option<Cursor>,
    /// How many there are in all.
    pub total: i64,
}

/// The pages directly below one.
///
/// # Errors
/// When there is no such page for them.
pub async fn list_children(
    conn: &mut PgConnection,
    editor: &Editor,
    list: ListChildren,
) -> Result<PageList, ReadError> {
    let mut wanted = Wanted { sort: list.sort.name(), descending: list.descending, ..Wanted::default() };
    match list.parent {
        Some(parent) => {
            on_the_way(conn, editor, parent).await?;
            wanted.parent = Some(parent);
        }
        None => wanted.parent_of = explorer_root(conn, editor).await?,
    }
    run(conn, editor, wanted, list.after, list.limit).await
}

/// The pages that fit.
///
/// # Errors
/// When the branch is none of theirs.
pub async fn search_pages(
    conn: &mut PgConnection,
    editor: &Editor,
    search: SearchPages,
) -> Result<PageList, ReadError> {
    let below = match search.below {
        Some(below) => Some(on_the_way(conn, editor, below).await?.tree_path),
        None => None,
    };
    let wanted = Wanted {
        words: prefix_query(&search.text),
        below,
        kinds: search.kinds.iter().map(|kind| kind.name().to_owned()).collect(),
        statuses: search.statuses.iter().map(|status| status.name().to_owned()).collect(),
        owner: search.owner,
        edited_by: search.edited_by,
        edited_from: search.edited_from,
        edited_until: search.edited_until,
        has_children: search.has_children,
        locked: search.locked,
        sort: search.sort.name(),
        descending: search.descending,
        ..Wanted::default()
    };
    run(conn, editor, wanted, search.after, search.limit).await
}

/// The locked pages, the newest lock first.
///
/// # Errors
/// When the database refuses.
pub async fn list_locked(conn: &mut PgConnection, editor: &Editor) -> Result<Vec<PageSummary>, ReadError> {
    let wanted = Wanted { locked: Some(true), sort: Sort::Updated.name(), descending: true, ..Wanted::default() };
    Ok(run(conn, editor, wanted, None, 200).await?.items)
}

async fn run(
    conn: &mut PgConnection,
    editor: &Editor,
    mut wanted: Wanted,
    after: Option<Cursor>,
    limit: i64,
) -> Result<PageList, ReadError> {
    wanted.roots = editor.roots();
    wanted.after = after.and_then(|cursor| cursor.read());
    let limit = part(limit);
    let mut listed = store::explore::list(conn, &wanted, limit + 1).await?;
    let total = listed.first().map_or(0, |first| first.total);
    let more = i64::try_from(listed.len()).unwrap_or(i64::MAX) > limit;
    listed.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = listed.last().filter(|_| more).map(Cursor::of);
    Ok(PageList { items: listed.into_iter().map(|listed| listed.page).collect(), next, total })
}

/// How many pages a part of a list has: fifty when nobody said.
pub(crate) fn part(limit: i64) -> i64 {
    if limit < 1 { 50 } else { limit.min(200) }
}

/// The page, when the editor may see it or stands above something that they may see.
async fn on_the_way(conn: &mut PgConnection, editor: &Editor, page: PageId) -> Result<PageRow, ReadError> {
    let row = view_page::<ReadError>(conn, Author::System(xpro_kernel::System("explore")), page).await?;
    let is_near = editor.roots().iter().any(|root| row.tree_path.starts_with(root) || root.starts_with(&row.tree_path));
    if is_near || editor.reviews(&row) { Ok(row) } else { Err(crate::access::Refusal::NotFound.into()) }
}

/// The pages from the home page down to this one, for the way up.
///
/// # Errors
/// When there is no such page for them.
pub async fn list_ancestors(
    conn: &mut PgConnection,
    editor: &Editor,
    page: PageId,
) -> Result<Vec<PageSummary>, ReadError> {
    let row = on_the_way(conn, editor, page).await?;
    let ids = row.tree_path.split('/').filter_map(|id| id.parse().ok()).collect();
    let wanted = Wanted { roots: vec!["/".to_owned()], ids: Some(ids), sort: Sort::Title.name(), ..Wanted::default() };
    let mut pages: Vec<PageSummary> =
        store::explore::list(conn, &wanted, 200).await?.into_iter().map(|listed| listed.page).collect();
    pages.sort_by_key(|page| page.tree_path.len());
    Ok(pages)
}

/// One page as lists show it.
///
/// # Errors
/// When there is no such page for them.
pub async fn summary(conn: &mut PgConnection, editor: &Editor, page: PageId) -> Result<PageSummary, ReadError> {
    let mut wanted =
        Wanted { roots: editor.roots(), ids: Some(vec![page.0]), sort: Sort::Title.name(), ..Wanted::default() };
    let mut listed = store::explore::list(conn, &wanted, 1).await?;
    if listed.is_empty() {
        // Whoever reviews the page sees it wherever it stands.
        view_page::<ReadError>(conn, editor.into(), page).await?;
        wanted.roots = vec!["/".to_owned()];
        listed = store::explore::list(conn, &wanted, 1).await?;
    }
    Ok(listed.into_iter().next().map(|listed| listed.page).ok_or(crate::access::Refusal::NotFound)?)
}

/// Where the explorer opens: the lowest page above everything that the editor may see (X6).
///
/// # Errors
/// When the database refuses.
pub async fn explorer_root(conn: &mut PgConnection, editor: &Editor) -> Result<Option<PageId>, sqlx::Error> {
    if editor.is_superuser() {
        return store::page::find_of_kind(conn, PageKind::HomePage).await;
    }
    let roots = editor.roots();
    let mut common: Option<Vec<&str>> = None;
    for root in &roots {
        let ids: Vec<&str> = root.split('/').filter(|id| !id.is_empty()).collect();
        common = Some(match common {
            None => ids,
            Some(common) => common.iter().zip(&ids).take_while(|(a, b)| a == b).map(|(id, _)| *id).collect(),
        });
    }
    Ok(common.and_then(|ids| ids.last().and_then(|id| id.parse().ok())).map(PageId))
}

/// How much hangs on a page, for asking before it is deleted or taken off the site.
///
/// # Errors
/// When there is no such page for them.
pub async fn subtree_counts(
    conn: &mut PgConnection,
    editor: &Editor,
    page: PageId,
) -> Result<SubtreeCounts, ReadError> {
    let row = view_page::<ReadError>(conn, Author::Editor(editor), page).await?;
    let (pages, live) = store::explore::count(conn, &row.tree_path).await?;
    Ok(SubtreeCounts { pages, live })
}

/// The kinds that this editor may make below a page. Kinds of which there may be one are offered until there is.
///
/// # Errors
/// When the database refuses.
pub async fn kinds_below(
    conn: &mut PgConnection,
    editor: &Editor,
    parent: &PageRow,
) -> Result<Vec<PageKind>, sqlx::Error> {
    let mut kinds = Vec::new();
    for kind in PageKind::ALL {
        if !may_stand(kind, parent.page_kind()) || !editor.may_add(parent, kind.name()) {
            continue;
        }
        if !kind.is_only_one() || store::page::find_of_kind(conn, kind).await?.is_none() {
            kinds.push(kind);
        }
    }
    Ok(kinds)
}

/// What was typed, as a question to the words of a page: each is the beginning of one. None when nothing was typed; signs
/// alone are in no word, so that nothing is found.
fn prefix_query(text: &str) -> Option<String> {
    if text.trim().is_empty() {
        return None;
    }
    let words: Vec<String> = text
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(12)
        .map(|word| format!("{word}:*"))
        .collect();
    Some(if words.is_empty() { "'!'".to_owned() } else { words.join(" & ") })
}

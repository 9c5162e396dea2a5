//! Redirects that make themselves.

use super::{
    RedirectError, RedirectTarget,
    acts::{NewRedirect, checked},
    normalize,
};
use crate::{
    store::{self, redirect::WriteRedirect},
    tree::Author,
};
use xpro_kernel::PageId;
use xpro_platform::db::Tx;

/// Sends visitors of a live page's old address to where the page is now: (page, old address, new address). They name the
/// page, not its address, so that any number of moves is one step for the visitor; one made by hand stays. An automatic
/// redirect from the new address is over: a page is there again. Returns how many there are to remember.
pub(crate) async fn remember_moved(
    tx: &mut Tx,
    author: Author<'_>,
    moved: &[(PageId, String, String)],
) -> Result<usize, sqlx::Error> {
    let now = tx.now();
    let back: Vec<String> = moved.iter().filter_map(|(.., to)| normalize(to).ok()).collect();
    store::redirect::delete_automatic(tx, &back).await?;
    let mut made = 0;
    for (page, from, _) in moved {
        let Ok(from) = normalize(from) else { continue };
        let write = WriteRedirect { from, to_page: Some(*page), to_url: None, permanent: true, by: author.user_id() };
        made += usize::from(store::redirect::put_automatic(tx, &write, now).await?);
    }
    Ok(made)
}

/// Sends visitors of a page that goes away to where its editor says.
pub(crate) async fn redirect_away(
    tx: &mut Tx,
    author: Author<'_>,
    url_path: &str,
    to: RedirectTarget,
) -> Result<(), RedirectError> {
    let new = NewRedirect { from: url_path.to_owned(), to, permanent: true };
    let write = checked(tx, author, &new, None).await?;
    let now = tx.now();
    store::redirect::put_automatic(tx, &write, now).await?;
    Ok(())
}

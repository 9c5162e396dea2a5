//! Where visitors of an address without a page go (cms.md 7.4): made by hand, and by itself when a live address changes.

mod acts;
mod automatic;
mod import;
mod path;

pub use crate::store::redirect::{RedirectId, RedirectRow};
pub use acts::{
    CHANGE_REDIRECTS, NewRedirect, RedirectError, RedirectFilter, RedirectTarget, create_redirect, delete_redirect,
    list_redirects, note_hit, update_redirect,
};
pub(crate) use automatic::{redirect_away, remember_moved};
pub use import::{ImportedRedirects, import_redirects};
pub use path::{BadPath, normalize};

#[cfg(test)]
mod tests;

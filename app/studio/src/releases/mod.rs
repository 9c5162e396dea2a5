//! Releases: the list, one release with what is in it, and bringing it out.

mod add;
mod desk;
mod going;
mod items;
mod list;
mod standing;
mod view;

pub use list::ReleasesView;
pub use standing::is_open;
pub use view::ReleaseView;

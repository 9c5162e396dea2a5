//! The page explorer: the tree beside lists, searches and filters, acts on one page and on many, the trash, redirects.

pub mod address;
mod badges;
mod described;
mod desk;
mod dialogs;
mod filters;
mod frame;
mod history;
mod into_release;
mod list;
mod many;
mod menu;
mod moves;
mod order;
mod privacy;
mod redirects;
mod runs;
mod selection;
mod table;
mod targets;
mod trash;
mod tree;
mod view;
mod window;

pub use desk::{Attempt, Dialog, PagesDesk};
pub use dialogs::{PageDialogs, TextLine, Tick};
pub use frame::FormDialog;
pub use history::LogView;
pub use menu::{Entry, EntryAct, entries};
pub use redirects::RedirectsView;
pub use runs::{RunView, RunsView};
pub use targets::TargetChooser;
pub use trash::TrashView;
pub use view::{PagesView, Waiting};

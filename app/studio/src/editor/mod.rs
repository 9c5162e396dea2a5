//! The page editor: a form made of the page kind's declaration beside the page as visitors will see it.

mod browser;
mod conflict;
mod declared;
mod draft;
mod fields;
mod frame;
mod host;
mod link;
mod local_copy;
mod model;
mod outline;
mod panel;
mod preview;
mod promote;
mod reveal;
mod sections;
mod store;
mod together;
mod view;

pub use conflict::readable;
pub use declared::{fetched as declarations, known as known_declarations};
pub use host::HostedForm;
pub use model::merge::{differences, merge};
pub use model::{document::Edit, sections::locate};
pub use outline::FlawList;
pub use reveal::named_in_address;
pub use store::Store;
pub use view::EditorView;

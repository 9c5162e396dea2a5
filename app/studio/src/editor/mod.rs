//! The page editor: a form made of the page kind's declaration beside the page as visitors will see it.

mod browser;
mod conflict;
mod draft;
mod fields;
mod frame;
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
mod view;

pub use browser::Pause;
pub use view::EditorView;

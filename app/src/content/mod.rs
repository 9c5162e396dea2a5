//! Published content in memory, and the pages rendered from it (architecture.md decision 5): a warm public page
//! costs a look-up, no query and no rendering.

mod compress;
mod generation;
mod live;
mod shelf;
mod snapshot;

pub use generation::Generation;
pub use live::LiveContent;
pub use snapshot::{Rendered, Snapshot};

#[cfg(test)]
mod tests;

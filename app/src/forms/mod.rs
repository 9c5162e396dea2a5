//! What every posted form needs: reading it, saying what is wrong, and telling what was done on the next page.

mod errors;
mod flash;
mod posted;

#[cfg(test)]
mod tests;

pub use errors::FormErrors;
pub use flash::{Flash, FlashTone};
pub use posted::{Pairs, Posted, Queried};

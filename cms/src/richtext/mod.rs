//! Rich text is Markdown; no HTML is stored (architecture.md decision 7).

mod convert;
mod excerpt;
mod html;

pub use convert::from_html;
pub use excerpt::{excerpt, plain};
pub use html::{is_safe_link, to_html};

#[cfg(test)]
mod tests;

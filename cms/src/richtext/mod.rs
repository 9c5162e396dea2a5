//! Rich text is Markdown; no HTML is stored (architecture.md decision 7).

mod convert;
mod excerpt;
mod html;

pub use convert::from_html;
pub use excerpt::{excerpt, plain};
pub use html::{to_html, to_html_with};
pub use xpro_form::is_safe_link;

#[cfg(test)]
mod tests;

//! Rich text is Markdown; no HTML is stored (architecture.md decision 7).

mod convert;
mod excerpt;
mod html;
mod picture;

pub use convert::from_html;
pub use excerpt::{excerpt, plain};
pub(crate) use html::events;
pub use html::{Known, inline, to_html, to_html_with};
pub use picture::Shown;
pub use xpro_form::is_safe_link;

#[cfg(test)]
mod tests;

//! Declarations of what pages, sections and snippets hold, and everything that follows from a declaration: the typed
//! struct, the form, the validation, the JSON schema and the fields of the API.
//!
//! The server declares ([`form!`]), the Studio receives the same declarations as JSON ([`Declarations`]) and checks with
//! the same code ([`check`]).

mod blank;
mod build;
mod check;
mod link;
mod macros;
mod schema;
mod spec;
mod unknown;
mod uses;

pub use build::*;
pub use check::{Mode, Problem, Severity, check, is_plain_text};
pub use link::{is_safe_link, is_web_address};
pub use macros::Form;
pub use schema::{json_schema, snippet_json_schema};
pub use spec::*;
pub use unknown::unknown_fields;
pub use uses::{Use, UsedThing, uses};

#[cfg(test)]
mod tests;

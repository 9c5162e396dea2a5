//! The design system: small components that know how things look and behave, and nothing of the business.
//!
//! Every component renders one block of `style/components/` (`Button` ↔ `button.css`, and so on), works without
//! scripts when it is rendered on the server, and takes plain values. Further attributes with plain values are passed
//! straight through, listeners are props: `<Button on_press=save attr:form="profile">"Save"</Button>`.
//!
//! ```
//! use leptos::prelude::*;
//! use xpro_ui::{Button, Field, InputKind};
//!
//! let html = view! {
//!     <form method="post">
//!         <Field label="E-mail" name="email" kind=InputKind::Email required=true
//!             error=Some("Enter an e-mail address, such as name@example.com.".to_owned()) />
//!         <Button>"Continue"</Button>
//!     </form>
//! }
//! .to_html();
//! assert!(html.contains(r#"aria-describedby="email-error""#));
//! ```

mod badge;
mod breadcrumbs;
mod button;
mod choice;
mod dates;
mod empty_state;
mod error_summary;
mod facts;
mod field;
mod icon;
mod notice;
mod page_header;
mod pagination;
mod panel;
mod price;
mod select;
mod steps;
mod table;
mod tabs;
#[cfg(test)]
mod tests;
mod text_area;
mod tone;

pub use badge::Badge;
pub use breadcrumbs::{Breadcrumbs, Crumb};
pub use button::{Button, ButtonKind, ButtonSize, LinkButton, is_repeated};
pub use choice::{Checkbox, Choice, RadioGroup};
pub use dates::{DateText, TimeText, iso_instant, long_date, long_date_and_time, short_date};
pub use empty_state::EmptyState;
pub use error_summary::{ErrorSummary, FormError};
pub use facts::{Fact, Facts};
pub use field::{Field, FieldFrame, InputKind, describing_ids};
pub use icon::{Icon, IconName};
pub use notice::Notice;
pub use page_header::PageHeader;
pub use pagination::Pagination;
pub use panel::Panel;
pub use price::Price;
pub use select::{Select, SelectOption};
pub use steps::{Step, StepState, Steps};
pub use table::TableFrame;
pub use tabs::{Tab, Tabs};
pub use text_area::TextArea;
pub use tone::Tone;

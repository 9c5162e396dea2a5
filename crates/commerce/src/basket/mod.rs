//! The basket: one item, its dates, one code (ecommerce.md 3.2 to 3.5, 3.8).

mod consent;
mod error;
mod expire;
mod item;
mod runs;
mod update;
mod view;

pub use consent::{Consent, sign_consents};
pub use error::{BasketError, Fault};
pub use expire::expire_baskets;
pub use item::{BasketItem, CourseChoice, ItemCourse, ItemRun, RunChoice};
pub use update::{BasketUpdate, CodeChange, ItemChange, update_basket};
pub use view::{BasketView, load_basket};

pub(crate) use consent::load_consents;
pub(crate) use item::load_item;
pub(crate) use view::{find_code, quote_item};

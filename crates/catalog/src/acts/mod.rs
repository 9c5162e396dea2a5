//! Every change of the catalogue (architecture.md decision 1): written, audited and announced to the public pages
//! in the caller's transaction, and only when something really changed.

mod arrange_program;
mod backfill_program_runs;
mod check;
mod editor;
mod error;
mod outcome;
mod price;
mod product;
mod save_course;
mod save_course_run;
mod save_program;
mod taxonomy;

pub use arrange_program::arrange_program;
pub use backfill_program_runs::{Backfill, SkippedRun, backfill_program_runs};
pub use editor::{CHANGE_CATALOG, Editor, NotAllowed};
pub use error::EditError;
pub use outcome::{Outcome, Saved};
pub use price::{PriceInput, set_price};
pub use product::{ProductInput, save_product};
pub use save_course::{CourseInput, Membership, save_course};
pub use save_course_run::{CourseRunInput, save_course_run};
pub use save_program::{ProgramInput, ProgramRunInput, save_program, save_program_run};
pub use taxonomy::{ensure_language, ensure_platform, ensure_served_topic, ensure_topic, language_tag};

//! The nouns of the catalogue as plain structs, and pure rules about them (courseware.md 1.1-1.8, 1.15).

mod course;
mod identifiers;
mod product;
mod program;
mod run;
mod run_dates;
mod taxonomy;

pub use course::{Course, first_unexpired_run, is_catalog_visible, next_run_date, unexpired_runs};
pub use identifiers::{CourseTagRequired, course_readable_id, display_label};
pub use product::{PricedProduct, Product, ProductTarget, ProductVersion};
pub use program::{Program, ProgramRun, soonest_future_run};
pub use run::CourseRun;
pub use run_dates::{RunDateCheck, RunDateError, RunDates};
pub use taxonomy::{Language, Platform, Topic, split_served_topic};

#[cfg(test)]
mod tests;

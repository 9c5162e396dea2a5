//! Every SQL statement of the catalogue, one module per noun. Reads are public; writes belong to the acts.

pub mod course;
pub mod course_run;
pub mod language;
pub mod platform;
pub mod product;
pub mod program;
pub mod program_run;
pub mod topic;

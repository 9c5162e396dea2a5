//! The demo catalogue (accounts_ops.md 10.1, 10.2): `plan` says what there is, `timeline` when runs happen,
//! `apply` writes it through the acts. Pages are the content engine's affair; it finds courses by readable id.

mod apply;
mod courses;
mod external;
mod plan;
mod timeline;
mod topics;

pub use apply::{SeedReport, apply_demo_catalog};
pub use plan::{DemoCatalog, DemoCourse, DemoLanguage, DemoProgram, DemoProgramRun, DemoRun, DemoTopic, demo_catalog};

#[cfg(test)]
mod tests;

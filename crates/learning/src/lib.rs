//! Enrollments: who learns what, whether Open edX knows it, and what the learner is told meanwhile.
//! Spec: courseware.md 1.9, 1.12, 2.6, 2.8, 3.1, 3.2 and 8.

pub mod courseware;
pub mod dashboard;
pub mod enrollment;
mod store;

#[cfg(test)]
mod tests;

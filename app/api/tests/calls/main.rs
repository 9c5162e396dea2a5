//! The studio's calls over HTTP, on a real database: who is let in, what is answered, and how refusals travel.

mod collaboration;
mod common;
mod content;
mod editing;
mod integrations;
mod library;
mod pages;
mod permissions;
mod questions;
mod records;
mod releases;
mod retries;

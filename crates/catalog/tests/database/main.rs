//! The catalogue on a real Postgres: one database per test.

mod acts;
mod export;
mod import;
mod resolve;
mod sample;
mod seed;
mod support;

//! Golden tests of the published JSON.

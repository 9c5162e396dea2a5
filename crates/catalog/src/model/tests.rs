//! The acceptance cases of courseware.md 10.1 that need no database.

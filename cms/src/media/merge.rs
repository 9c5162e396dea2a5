//! Two people who change the same picture or document: what only one of them changed is kept.

use crate::store::record::{self, ChangeRow};
use serde_json::Value;
use sqlx::PgConnection;

/// How many of the last changes are looked through for who it was.
const LOOKED_AT: i64 = 50;

/// What became of a change.
#[derive(Debug, Clone, PartialEq)]
pub enum Changed<T> {
    /// It is written, beside what somebody else wrote into other fields meanwhile.
    Written(T),
    /// Somebody else wrote something else into the same fields meanwhile; nothing is written.
    Conflict {
        /// Which fields.
        clashes: Vec<Clash>,
        /// As it is now.
        now: T,
    },
}

/// A field that two people changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// Its name.
    pub field: &'static str,
    /// Who changed it last; empty when that is not known.
    pub by: String,
}

/// Puts fields together, and remembers those that both changed.
#[derive(Debug, Default)]
pub(super) struct Merge {
    both: Vec<&'static str>,
}

impl Merge {
    /// A field as it should be: `clean` is what was `sent`, checked. What the person left as it `began` is not theirs to
    /// change.
    pub(super) fn field<T: PartialEq + Clone>(
        &mut self,
        name: &'static str,
        (began, sent, now): (&T, &T, &T),
        clean: T,
    ) -> T {
        if sent == began {
            return now.clone();
        }
        if now != began && *now != clean {
            self.both.push(name);
        }
        clean
    }

    /// The fields that both changed, each with who did.
    pub(super) async fn clashes(
        self,
        conn: &mut PgConnection,
        subject: &str,
        id: i64,
    ) -> Result<Vec<Clash>, sqlx::Error> {
        if self.both.is_empty() {
            return Ok(Vec::new());
        }
        let changes = record::history(conn, subject, id, LOOKED_AT).await?;
        Ok(self.both.into_iter().map(|field| Clash { field, by: who(&changes, field) }).collect())
    }
}

/// Whoever changed this field last may not be who changed the file last.
fn who(changes: &[ChangeRow], field: &str) -> String {
    let of = |facts: &Option<Value>| facts.as_ref().and_then(|facts| facts.get(field)).cloned();
    let last = changes.iter().find(|change| of(&change.before) != of(&change.after));
    last.map_or_else(String::new, |change| change.by.clone())
}

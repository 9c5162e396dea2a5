//! Lists and sections.

use super::{Absent, Checker, Mode, value::is_id};
use crate::{FieldSpec, Text};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashSet};

/// Entries of a list that has no limit of its own; more make no page.
const MOST_ENTRIES: usize = 1_000;

impl Checker<'_> {
    pub(super) fn list(&mut self, item: &FieldSpec, min: u32, max: Option<u32>, value: &Value) {
        let Some(entries) = self.entries(min, max, value) else { return };
        let mut ids = HashSet::new();
        for (at, entry) in entries.iter().enumerate() {
            if self.is_full() {
                return;
            }
            self.inside(&at.to_string(), |checker| {
                let Some(entry) = checker.identified(entry, &mut ids) else { return };
                match entry.get("value") {
                    Some(value) => checker.field(item, Some(value)),
                    None => checker.error("This entry cannot be read: it has no value."),
                }
            });
        }
    }

    pub(super) fn sections(&mut self, allowed: &[Text], min: u32, max: Option<u32>, value: &Value) {
        let Some(entries) = self.entries(min, max, value) else { return };
        let mut ids = HashSet::new();
        let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
        for (at, entry) in entries.iter().enumerate() {
            if self.is_full() {
                return;
            }
            self.inside(&at.to_string(), |checker| {
                let Some(section) = checker.identified(entry, &mut ids) else { return };
                let name = section.get("type").and_then(Value::as_str).unwrap_or_default();
                let count = counts.entry(name).or_default();
                *count += 1;
                checker.section(allowed, name, *count, section);
            });
        }
    }

    fn section(&mut self, allowed: &[Text], name: &str, count: u32, section: &Map<String, Value>) {
        let blocks = self.blocks;
        let Some(block) = blocks.get(name) else {
            // Kept in a draft: a newer program may understand it.
            return self.limit(format!("This section ({name}) cannot be shown. Remove it, or update the program."));
        };
        if !allowed.iter().any(|allowed| allowed == name) {
            self.limit(format!("A section of type “{}” may not stand here.", block.label));
        }
        if let Some(most) = block.max_per_page.filter(|most| count > *most) {
            // The database keeps this rule too, so that such a draft cannot be stored.
            let times = if most == 1 { "one" } else { "so many" };
            self.error(format!("A page may have only {times} of “{}”.", block.label));
        }
        if section.get("hidden").is_some_and(|hidden| !hidden.is_boolean()) {
            self.error("Whether this section is hidden cannot be read.");
        }
        let is_hidden = section.get("hidden").and_then(Value::as_bool).unwrap_or(false);
        let absent = match section.get("shared") {
            None | Some(Value::Null) => Absent::IsEmpty,
            Some(shared) if is_id(shared) => Absent::IsSaidElsewhere,
            Some(_) => return self.error("This shared section cannot be read. Choose again."),
        };
        // What nobody sees may be incomplete.
        let mode = if is_hidden { Mode::Draft } else { self.mode };
        let outer = std::mem::replace(&mut self.mode, mode);
        self.form(&block.form, section.get("value").unwrap_or(&Value::Null), absent);
        self.mode = outer;
    }

    fn entries<'v>(&mut self, min: u32, max: Option<u32>, value: &'v Value) -> Option<&'v [Value]> {
        let Value::Array(entries) = value else {
            self.error("This list cannot be read.");
            return None;
        };
        if self.mode == Mode::Publish && !entries.is_empty() && entries.len() < min as usize {
            self.error(format!("Add at least {min} entries."));
        }
        let most = max.map_or(MOST_ENTRIES, |max| max as usize);
        if entries.len() > most {
            self.limit(format!("Keep at most {most} entries."));
        }
        Some(entries)
    }

    /// The entry, when it is one with an id that no other of the list has.
    fn identified<'v>(&mut self, entry: &'v Value, ids: &mut HashSet<&'v str>) -> Option<&'v Map<String, Value>> {
        let Value::Object(fields) = entry else {
            self.error("This entry cannot be read.");
            return None;
        };
        match fields.get("id").and_then(Value::as_str) {
            Some(id) if uuid::Uuid::try_parse(id).is_ok() => {
                if !ids.insert(id) {
                    self.error("Two entries have the same id.");
                }
            }
            _ => self.error("This entry has no id."),
        }
        Some(fields)
    }
}

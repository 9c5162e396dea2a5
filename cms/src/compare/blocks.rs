//! Walks two stored documents side by side.

use super::{BlockChange, Change, Comparison, FieldChange, compare_words};
use serde_json::{Map, Value};
use std::collections::{HashMap, HashSet};

/// What changed between two stored documents. Knows nothing of kinds: objects are compared field by field, lists whose
/// entries have ids entry by entry.
pub fn compare(from: &Value, to: &Value) -> Comparison {
    let mut walk = Walk::default();
    let fields = walk.value("", "", from, to);
    Comparison { fields, blocks: walk.blocks }
}

#[derive(Default)]
struct Walk {
    blocks: Vec<BlockChange>,
}

impl Walk {
    /// `path` is within the innermost block, `place` from the top of the page.
    fn value(&mut self, place: &str, path: &str, from: &Value, to: &Value) -> Vec<FieldChange> {
        if from == to {
            return Vec::new();
        }
        match (from, to) {
            (Value::Object(from), Value::Object(to)) => self.object(place, path, from, to),
            (Value::Array(_) | Value::Null, Value::Array(_) | Value::Null) => match (entries(from), entries(to)) {
                (Some(from), Some(to)) => {
                    self.list(place, &from, &to);
                    Vec::new()
                }
                _ => vec![changed(path, from, to)],
            },
            _ => vec![changed(path, from, to)],
        }
    }

    fn object(
        &mut self,
        place: &str,
        path: &str,
        from: &Map<String, Value>,
        to: &Map<String, Value>,
    ) -> Vec<FieldChange> {
        let new = to.keys().filter(|name| !from.contains_key(*name));
        let names: Vec<&String> = from.keys().chain(new).collect();
        let field = |name: &String| {
            let at = |fields: &Map<String, Value>| fields.get(name).cloned().unwrap_or(Value::Null);
            self.value(&join(place, name), &join(path, name), &at(from), &at(to))
        };
        names.into_iter().flat_map(field).collect()
    }

    fn list(&mut self, place: &str, from: &[Entry<'_>], to: &[Entry<'_>]) {
        let before: HashMap<&str, usize> = from.iter().enumerate().map(|(at, entry)| (entry.id, at)).collect();
        let after: HashSet<&str> = to.iter().map(|entry| entry.id).collect();
        let still = unmoved(to.iter().filter_map(|entry| before.get(entry.id).copied()));
        for (at, entry) in from.iter().enumerate().filter(|(_, entry)| !after.contains(entry.id)) {
            self.blocks.push(entry.came_or_went(place, Change::Removed, Some(at), None));
        }
        for (at, entry) in to.iter().enumerate() {
            match before.get(entry.id) {
                None => self.blocks.push(entry.came_or_went(place, Change::Added, None, Some(at))),
                Some(was) => self.entry(place, (*was, &from[*was]), (at, entry), still.contains(was)),
            }
        }
    }

    fn entry(&mut self, place: &str, from: (usize, &Entry<'_>), to: (usize, &Entry<'_>), stayed: bool) {
        let mine = self.blocks.len();
        let inner = join(place, to.1.id);
        let without_lists = |entry: &Entry<'_>| {
            let mut fields = entry.fields.clone();
            fields.remove("id");
            // The value's fields are what the editor sees as the block's own.
            match fields.remove("value") {
                Some(Value::Object(value)) => fields.extend(value),
                Some(other) => drop(fields.insert("value".to_owned(), other)),
                None => {}
            }
            fields
        };
        let fields = self.object(&inner, "", &without_lists(from.1), &without_lists(to.1));
        if stayed && fields.is_empty() {
            return;
        }
        let change = BlockChange {
            list: place.to_owned(),
            id: to.1.id.to_owned(),
            block: to.1.block.to_owned(),
            change: if stayed { Change::Changed } else { Change::Moved },
            from: Some(from.0),
            to: Some(to.0),
            fields,
            value: None,
        };
        // Lists inside were walked first; the outer block is told first.
        self.blocks.insert(mine, change);
    }
}

/// An entry of a list whose entries have ids.
struct Entry<'a> {
    id: &'a str,
    block: &'a str,
    fields: &'a Map<String, Value>,
}

impl Entry<'_> {
    fn came_or_went(&self, place: &str, change: Change, from: Option<usize>, to: Option<usize>) -> BlockChange {
        BlockChange {
            list: place.to_owned(),
            id: self.id.to_owned(),
            block: self.block.to_owned(),
            change,
            from,
            to,
            fields: Vec::new(),
            value: self.fields.get("value").cloned(),
        }
    }
}

/// The entries of a list when all of them have ids, each its own.
fn entries(list: &Value) -> Option<Vec<Entry<'_>>> {
    let Value::Array(list) = list else { return list.is_null().then(Vec::new) };
    let mut seen = HashSet::new();
    list.iter()
        .map(|entry| {
            let fields = entry.as_object()?;
            let id = fields.get("id")?.as_str()?;
            let block = fields.get("type").and_then(Value::as_str).unwrap_or_default();
            seen.insert(id).then_some(Entry { id, block, fields })
        })
        .collect()
}

/// Of the old places, in the new order, the most that are still in order: the others moved.
fn unmoved(places: impl Iterator<Item = usize>) -> HashSet<usize> {
    let places: Vec<usize> = places.collect();
    let mut best: Vec<(usize, Option<usize>)> = Vec::with_capacity(places.len());
    for (at, place) in places.iter().enumerate() {
        let longest = (0..at).filter(|earlier| places[*earlier] < *place).max_by_key(|earlier| best[*earlier].0);
        best.push((longest.map_or(1, |earlier| best[earlier].0 + 1), longest));
    }
    let mut kept = HashSet::new();
    let mut at = (0..places.len()).max_by_key(|at| best[*at].0);
    while let Some(here) = at {
        kept.insert(places[here]);
        at = best[here].1;
    }
    kept
}

fn changed(path: &str, from: &Value, to: &Value) -> FieldChange {
    let words = match (from, to) {
        (Value::String(from), Value::String(to)) => Some(compare_words(from, to)),
        _ => None,
    };
    FieldChange { path: path.to_owned(), before: from.clone(), after: to.clone(), words }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") }
}

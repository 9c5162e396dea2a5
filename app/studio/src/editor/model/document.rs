//! Changes of a document. Each says how it is taken back.

use super::path::id_of;
use serde_json::{Map, Value};

/// One change. Lists and values are named by their address with ids.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    /// A value becomes another; none takes the field away.
    Set {
        /// Which.
        path: String,
        /// What it becomes.
        value: Option<Value>,
    },
    /// An entry comes into a list.
    Insert {
        /// The list.
        list: String,
        /// Its place, from 0.
        at: usize,
        /// The whole entry with its id.
        entry: Value,
    },
    /// An entry leaves a list.
    Remove {
        /// The list.
        list: String,
        /// Its id.
        id: String,
    },
    /// An entry goes to another place in its list.
    Move {
        /// The list.
        list: String,
        /// Its id.
        id: String,
        /// The place that it gets, from 0.
        to: usize,
    },
    /// What is said about an entry beside its value: `hidden`, `shared`.
    Mark {
        /// The list.
        list: String,
        /// Its id.
        id: String,
        /// Which.
        key: &'static str,
        /// None takes it away.
        value: Option<Value>,
    },
    /// Another document altogether.
    Replace(Value),
    /// Several, in order, as one.
    Many(Vec<Edit>),
}

impl Edit {
    /// Where it happens.
    pub fn place(&self) -> &str {
        match self {
            Edit::Set { path, .. } => path,
            Edit::Insert { list, .. }
            | Edit::Remove { list, .. }
            | Edit::Move { list, .. }
            | Edit::Mark { list, .. } => list,
            Edit::Replace(_) => "",
            Edit::Many(edits) => edits.first().map_or("", Edit::place),
        }
    }
}

/// The value at an address.
pub fn get<'a>(document: &'a Value, path: &str) -> Option<&'a Value> {
    let mut value = document;
    for step in steps(path) {
        value = match value {
            Value::Array(entries) => entries.iter().find(|entry| id_of(entry) == Some(step))?.get("value")?,
            Value::Object(fields) => fields.get(step)?,
            _ => return None,
        };
    }
    Some(value)
}

/// The whole entry of a list.
pub fn entry<'a>(document: &'a Value, list: &str, id: &str) -> Option<&'a Value> {
    get(document, list)?.as_array()?.iter().find(|entry| id_of(entry) == Some(id))
}

/// Ids of a list's entries in order.
pub fn ids(document: &Value, list: &str) -> Vec<String> {
    let entries = get(document, list).and_then(Value::as_array);
    entries.into_iter().flatten().filter_map(id_of).map(str::to_owned).collect()
}

/// Changes the document. Answers what takes the change back; none when its place does not exist, and then nothing changed.
pub fn apply(document: &mut Value, edit: Edit) -> Option<Edit> {
    match edit {
        Edit::Set { path, value } => set(document, path, value),
        Edit::Insert { list, at, entry } => {
            let id = id_of(&entry)?.to_owned();
            let entries = entries_mut(document, &list)?;
            entries.insert(at.min(entries.len()), entry);
            Some(Edit::Remove { list, id })
        }
        Edit::Remove { list, id } => {
            let entries = entries_mut(document, &list)?;
            let at = position(entries, &id)?;
            let entry = entries.remove(at);
            Some(Edit::Insert { list, at, entry })
        }
        Edit::Move { list, id, to } => {
            let entries = entries_mut(document, &list)?;
            let from = position(entries, &id)?;
            let entry = entries.remove(from);
            entries.insert(to.min(entries.len()), entry);
            Some(Edit::Move { list, id, to: from })
        }
        Edit::Mark { list, id, key, value } => {
            let entries = entries_mut(document, &list)?;
            let at = position(entries, &id)?;
            let before = put(entries.get_mut(at)?.as_object_mut()?, key, value);
            Some(Edit::Mark { list, id, key, value: before })
        }
        Edit::Replace(other) => Some(Edit::Replace(std::mem::replace(document, other))),
        Edit::Many(edits) => many(document, edits),
    }
}

fn many(document: &mut Value, edits: Vec<Edit>) -> Option<Edit> {
    let mut back = Vec::with_capacity(edits.len());
    for edit in edits {
        match apply(document, edit) {
            Some(undo) => back.push(undo),
            None => {
                for undo in back.into_iter().rev() {
                    apply(document, undo);
                }
                return None;
            }
        }
    }
    back.reverse();
    Some(Edit::Many(back))
}

fn set(document: &mut Value, path: String, value: Option<Value>) -> Option<Edit> {
    let (above, name) = path.rsplit_once('/').unwrap_or(("", &path));
    let holder = get_or_make(document, above)?;
    let before = match holder {
        Value::Object(fields) => put(fields, name, value),
        // The value of a list's entry.
        Value::Array(entries) => {
            let at = position(entries, name)?;
            put(entries.get_mut(at)?.as_object_mut()?, "value", value)
        }
        _ => return None,
    };
    Some(Edit::Set { path, value: before })
}

fn put(fields: &mut Map<String, Value>, key: &str, value: Option<Value>) -> Option<Value> {
    match value {
        Some(value) => fields.insert(key.to_owned(), value),
        None => fields.remove(key),
    }
}

/// The value at an address; groups that are not there yet are made.
fn get_or_make<'a>(document: &'a mut Value, path: &str) -> Option<&'a mut Value> {
    let mut value = document;
    for step in steps(path) {
        value = match value {
            Value::Array(entries) => {
                let at = position(entries, step)?;
                entries.get_mut(at)?.get_mut("value")?
            }
            Value::Object(fields) => {
                let slot = fields.entry(step).or_insert(Value::Null);
                if slot.is_null() {
                    *slot = Value::Object(Map::new());
                }
                slot
            }
            _ => return None,
        };
    }
    Some(value)
}

fn entries_mut<'a>(document: &'a mut Value, list: &str) -> Option<&'a mut Vec<Value>> {
    let value = get_or_make(document, list)?;
    if value.as_object().is_some_and(Map::is_empty) {
        *value = Value::Array(Vec::new());
    }
    value.as_array_mut()
}

fn position(entries: &[Value], id: &str) -> Option<usize> {
    entries.iter().position(|entry| id_of(entry) == Some(id))
}

fn steps(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|step| !step.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn document() -> Value {
        json!({ "title": "A", "sections": [
            { "id": "a", "type": "text", "value": { "heading": "One" } },
            { "id": "b", "type": "text", "value": { "heading": "Two" } },
            { "id": "c", "type": "text", "value": { "heading": "Three" } },
        ] })
    }

    fn set(path: &str, value: Value) -> Edit {
        Edit::Set { path: path.to_owned(), value: Some(value) }
    }

    #[test]
    fn every_change_can_be_taken_back() {
        let edits = [
            set("title", json!("B")),
            set("sections/b/heading", json!("2")),
            set("promote/seo_title", json!("S")),
            Edit::Set { path: "title".to_owned(), value: None },
            Edit::Insert { list: "sections".to_owned(), at: 1, entry: json!({ "id": "n", "value": {} }) },
            Edit::Remove { list: "sections".to_owned(), id: "b".to_owned() },
            Edit::Move { list: "sections".to_owned(), id: "a".to_owned(), to: 2 },
            Edit::Move { list: "sections".to_owned(), id: "c".to_owned(), to: 0 },
            Edit::Mark { list: "sections".to_owned(), id: "c".to_owned(), key: "hidden", value: Some(json!(true)) },
            Edit::Replace(json!({})),
        ];
        for edit in edits {
            let mut changed = document();
            let undo = apply(&mut changed, edit.clone()).expect("its place exists");
            assert_ne!(changed, document(), "{edit:?}");
            let redo = apply(&mut changed, undo).expect("it can be taken back");
            if edit.place() != "promote/seo_title" {
                assert_eq!(changed, document(), "{edit:?}");
            }
            assert_eq!(redo, edit);
        }
    }

    #[test]
    fn a_change_without_a_place_changes_nothing() {
        for edit in [
            set("sections/gone/heading", json!("x")),
            set("title/below", json!("x")),
            Edit::Remove { list: "sections".to_owned(), id: "gone".to_owned() },
            Edit::Many(vec![
                set("title", json!("B")),
                Edit::Remove { list: "sections".to_owned(), id: "gone".to_owned() },
            ]),
        ] {
            let mut changed = document();
            assert_eq!(apply(&mut changed, edit), None);
            assert_eq!(changed, document());
        }
    }

    #[test]
    fn values_are_found_by_ids() {
        assert_eq!(get(&document(), "sections/c/heading"), Some(&json!("Three")));
        assert_eq!(get(&document(), "sections/x/heading"), None);
        assert_eq!(ids(&document(), "sections"), ["a", "b", "c"]);
    }
}

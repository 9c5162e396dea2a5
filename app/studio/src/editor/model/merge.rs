//! Two people changed the same page: what differs, and one text out of both.

use super::path::{id_of, join};
use serde_json::{Map, Value};
use std::collections::HashMap;

/// Whose text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Of the person who is asked.
    Mine,
    /// Of the other.
    Theirs,
}

/// Something that reads differently in both texts.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// Its address with ids; the order of a list ends in `#order`, a mark in `#hidden` or the like.
    pub path: String,
    /// None when it is not there.
    pub mine: Option<Value>,
    /// None when it is not there.
    pub theirs: Option<Value>,
    /// Who changed it; the asker when both did.
    pub suggested: Side,
    /// Both changed it.
    pub is_contested: bool,
}

/// Everything that differs. `base` is what both began from.
pub fn differences(base: &Value, mine: &Value, theirs: &Value) -> Vec<Difference> {
    let nothing = HashMap::new();
    let mut merge = Merge { chosen: &nothing, found: Vec::new() };
    merge.value("", Some(base), Some(mine), Some(theirs));
    merge.found
}

/// One text. What is not in `chosen` is taken from whoever changed it.
pub fn merge(base: &Value, mine: &Value, theirs: &Value, chosen: &HashMap<String, Side>) -> Value {
    let mut merge = Merge { chosen, found: Vec::new() };
    merge.value("", Some(base), Some(mine), Some(theirs)).unwrap_or_default()
}

struct Merge<'a> {
    chosen: &'a HashMap<String, Side>,
    found: Vec<Difference>,
}

impl Merge<'_> {
    fn value(
        &mut self,
        path: &str,
        base: Option<&Value>,
        mine: Option<&Value>,
        theirs: Option<&Value>,
    ) -> Option<Value> {
        if mine == theirs {
            return mine.cloned();
        }
        match (mine, theirs) {
            (Some(Value::Object(mine)), Some(Value::Object(theirs)))
                if !is_one_thing(mine) && !is_one_thing(theirs) =>
            {
                Some(Value::Object(self.fields(path, base, mine, theirs)))
            }
            (Some(Value::Array(mine)), Some(Value::Array(theirs))) if is_list(mine) && is_list(theirs) => {
                Some(Value::Array(self.entries(path, base, mine, theirs)))
            }
            _ => match self.decide(path.to_owned(), base, mine, theirs) {
                Side::Mine => mine.cloned(),
                Side::Theirs => theirs.cloned(),
            },
        }
    }

    fn decide(&mut self, path: String, base: Option<&Value>, mine: Option<&Value>, theirs: Option<&Value>) -> Side {
        let suggested = if base == mine { Side::Theirs } else { Side::Mine };
        let side = self.chosen.get(&path).copied().unwrap_or(suggested);
        self.found.push(Difference {
            path,
            mine: mine.cloned(),
            theirs: theirs.cloned(),
            suggested,
            is_contested: base != mine && base != theirs,
        });
        side
    }

    fn fields(
        &mut self,
        path: &str,
        base: Option<&Value>,
        mine: &Map<String, Value>,
        theirs: &Map<String, Value>,
    ) -> Map<String, Value> {
        let only_theirs = theirs.keys().filter(|key| !mine.contains_key(*key));
        let mut merged = Map::new();
        for key in mine.keys().chain(only_theirs) {
            let base = base.and_then(|base| base.get(key));
            if let Some(value) = self.value(&join(path, key), base, mine.get(key), theirs.get(key)) {
                merged.insert(key.clone(), value);
            }
        }
        merged
    }

    fn entries(&mut self, path: &str, base: Option<&Value>, mine: &[Value], theirs: &[Value]) -> Vec<Value> {
        let base = base.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let order = self.order(path, base, mine, theirs);
        let (leading, following) = match order {
            Side::Mine => (mine, theirs),
            Side::Theirs => (theirs, mine),
        };
        let mut ids: Vec<&str> = leading.iter().filter_map(id_of).collect();
        for (at, id) in following.iter().filter_map(id_of).enumerate() {
            if !ids.contains(&id) {
                // After the entry that it follows in the other text.
                let before = at.checked_sub(1).and_then(|at| following.get(at)).and_then(id_of);
                let place = before.and_then(|before| ids.iter().position(|id| *id == before)).map_or(0, |at| at + 1);
                ids.insert(place, id);
            }
        }
        ids.into_iter()
            .filter_map(|id| self.entry(&join(path, id), find(base, id), find(mine, id), find(theirs, id)))
            .collect()
    }

    fn entry(
        &mut self,
        path: &str,
        base: Option<&Value>,
        mine: Option<&Value>,
        theirs: Option<&Value>,
    ) -> Option<Value> {
        let (Some(Value::Object(mine_fields)), Some(Value::Object(theirs_fields))) = (mine, theirs) else {
            return match self.decide(path.to_owned(), base, mine, theirs) {
                Side::Mine => mine.cloned(),
                Side::Theirs => theirs.cloned(),
            };
        };
        let mut merged = mine_fields.clone();
        let mut keys: Vec<&String> = mine_fields.keys().collect();
        keys.extend(theirs_fields.keys().filter(|key| !mine_fields.contains_key(*key)));
        for key in keys {
            let below = if key == "value" { path.to_owned() } else { format!("{path}#{key}") };
            let base = base.and_then(|base| base.get(key));
            match self.value(&below, base, mine_fields.get(key), theirs_fields.get(key)) {
                Some(value) => merged.insert(key.clone(), value),
                None => merged.remove(key),
            };
        }
        Some(Value::Object(merged))
    }

    /// Whose order a list gets, as far as the entries in both texts go.
    fn order(&mut self, path: &str, base: &[Value], mine: &[Value], theirs: &[Value]) -> Side {
        let in_both = |list: &[Value], other: &[Value]| -> Vec<String> {
            let ids = list.iter().filter_map(id_of).filter(|id| find(other, id).is_some());
            ids.map(str::to_owned).collect()
        };
        let (my_order, their_order) = (in_both(mine, theirs), in_both(theirs, mine));
        if my_order == their_order {
            return Side::Mine;
        }
        let base_order: Vec<String> =
            base.iter().filter_map(id_of).map(str::to_owned).filter(|id| my_order.contains(id)).collect();
        let value = |ids: Vec<String>| Value::from(ids);
        let (base, mine, theirs) = (value(base_order), value(my_order), value(their_order));
        self.decide(format!("{path}#order"), Some(&base), Some(&mine), Some(&theirs))
    }
}

fn find<'a>(entries: &'a [Value], id: &str) -> Option<&'a Value> {
    entries.iter().find(|entry| id_of(entry) == Some(id))
}

/// Lists of entries have ids; other arrays are values.
fn is_list(entries: &[Value]) -> bool {
    entries.iter().all(|entry| id_of(entry).is_some())
}

/// The use of an image, or a button: parts of two would make no sense together.
fn is_one_thing(fields: &Map<String, Value>) -> bool {
    fields.contains_key("image") && fields.get("image").is_some_and(Value::is_number)
        || fields.len() == 2 && fields.contains_key("title") && fields.contains_key("url")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn block(id: &str, heading: &str) -> Value {
        json!({ "id": id, "type": "text", "value": { "heading": heading } })
    }

    #[test]
    fn changes_in_different_places_go_together() {
        let base = json!({ "title": "A", "subhead": "S", "sections": [block("1", "One"), block("2", "Two")] });
        let mine = json!({ "title": "B", "subhead": "S", "sections": [block("1", "One"), block("2", "Zwei")] });
        let theirs = json!({ "title": "A", "subhead": "T", "sections": [block("0", "New"), block("1", "Eins"), block("2", "Two")] });
        let found = differences(&base, &mine, &theirs);
        assert!(found.iter().all(|difference| !difference.is_contested), "{found:?}");
        let merged = merge(&base, &mine, &theirs, &HashMap::new());
        assert_eq!(
            merged,
            json!({ "title": "B", "subhead": "T", "sections": [block("0", "New"), block("1", "Eins"), block("2", "Zwei")] })
        );
    }

    #[test]
    fn what_both_changed_is_asked_and_follows_the_answer() {
        let (base, mine, theirs) = (json!({ "title": "A" }), json!({ "title": "B" }), json!({ "title": "C" }));
        let found = differences(&base, &mine, &theirs);
        assert_eq!(found.len(), 1);
        assert!(found[0].is_contested && found[0].suggested == Side::Mine);
        let chosen = HashMap::from([("title".to_owned(), Side::Theirs)]);
        assert_eq!(merge(&base, &mine, &theirs, &chosen), theirs);
    }

    #[test]
    fn a_deleted_section_that_the_other_changed_is_contested() {
        let base = json!({ "sections": [block("1", "One"), block("2", "Two")] });
        let mine = json!({ "sections": [block("1", "One")] });
        let theirs = json!({ "sections": [block("1", "One"), block("2", "Zwei")] });
        let found = differences(&base, &mine, &theirs);
        assert_eq!(found.len(), 1);
        assert!(found[0].is_contested && found[0].mine.is_none());
        let chosen = HashMap::from([("sections/2".to_owned(), Side::Theirs)]);
        assert_eq!(merge(&base, &mine, &theirs, &chosen), theirs);
    }

    #[test]
    fn an_order_is_taken_from_whoever_changed_it() {
        let base = json!({ "sections": [block("1", "1"), block("2", "2"), block("3", "3")] });
        let theirs = json!({ "sections": [block("3", "3"), block("1", "1"), block("2", "2")] });
        let mut mine = base.clone();
        mine["sections"][1]["value"]["heading"] = json!("Zwei");
        let merged = merge(&base, &mine, &theirs, &HashMap::new());
        assert_eq!(merged, json!({ "sections": [block("3", "3"), block("1", "1"), block("2", "Zwei")] }));
    }

    #[test]
    fn marks_and_pictures_are_whole() {
        let mut hidden = block("1", "1");
        hidden["hidden"] = json!(true);
        let base = json!({ "sections": [block("1", "1")], "image": { "image": 1, "alt": "a" } });
        let mine = json!({ "sections": [hidden], "image": { "image": 2, "alt": "b" } });
        let paths: Vec<String> = differences(&base, &mine, &base).into_iter().map(|found| found.path).collect();
        assert_eq!(paths, ["image", "sections/1#hidden"]);
        assert_eq!(merge(&base, &mine, &base, &HashMap::new()), mine);
    }
}

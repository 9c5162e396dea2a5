//! Addresses of values in a document. An address names fields by their names and entries of lists by their ids, so that
//! it stays true while entries move: `sections/0b7d8b0e-.../items/9f53.../quote`. Problems and the preview count instead:
//! `sections/2/items/0/quote`.

use serde_json::Value;

/// `name` below `parent`; the root is empty.
pub fn join(parent: &str, name: &str) -> String {
    match (parent.is_empty(), name.is_empty()) {
        (true, _) => name.to_owned(),
        (_, true) => parent.to_owned(),
        _ => format!("{parent}/{name}"),
    }
}

/// Whether `path` is `above` or inside it.
pub fn is_within(path: &str, above: &str) -> bool {
    above.is_empty() || path.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The address with ids of one that counts. What does not exist (any more) ends the address early.
pub fn with_ids(document: &Value, counted: &str) -> String {
    walk(document, counted, |entries, step| {
        let entry = entries.get(step.parse::<usize>().ok()?)?;
        Some((id_of(entry)?.to_owned(), entry))
    })
}

/// The address that counts of one with ids.
pub fn with_counts(document: &Value, path: &str) -> String {
    walk(document, path, |entries, step| {
        let at = entries.iter().position(|entry| id_of(entry) == Some(step))?;
        Some((at.to_string(), entries.get(at)?))
    })
}

fn walk(
    document: &Value,
    path: &str,
    mut entry: impl for<'v> FnMut(&'v [Value], &str) -> Option<(String, &'v Value)>,
) -> String {
    let mut found = String::new();
    let mut value = Some(document);
    for step in path.split('/').filter(|step| !step.is_empty()) {
        let name = match value {
            Some(Value::Array(entries)) => match entry(entries, step) {
                Some((name, entry)) => {
                    value = entry.get("value");
                    name
                }
                None => break,
            },
            Some(Value::Object(fields)) => {
                value = fields.get(step);
                step.to_owned()
            }
            _ => {
                value = None;
                step.to_owned()
            }
        };
        found = join(&found, &name);
    }
    found
}

/// The id of a list's entry.
pub fn id_of(entry: &Value) -> Option<&str> {
    entry.get("id").and_then(Value::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn addresses_count_or_name_the_same_place() {
        let document = json!({ "sections": [
            { "id": "a", "type": "text", "value": { "heading": "One" } },
            { "id": "b", "type": "faq", "value": { "items": [{ "id": "c", "value": { "question": "?" } }] } },
        ] });
        for (counted, named) in [
            ("sections/1/items/0/question", "sections/b/items/c/question"),
            ("sections/0/heading", "sections/a/heading"),
            ("sections/0/not-there", "sections/a/not-there"),
            ("title", "title"),
            ("", ""),
        ] {
            assert_eq!(with_ids(&document, counted), named);
            assert_eq!(with_counts(&document, named), counted);
        }
        assert_eq!(with_ids(&document, "sections/9/heading"), "sections");
        assert_eq!(with_counts(&document, "sections/z/heading"), "sections");
    }

    #[test]
    fn within_means_whole_steps() {
        assert!(is_within("a/b", "a") && is_within("a", "a") && is_within("a", ""));
        assert!(!is_within("ab", "a"));
    }
}

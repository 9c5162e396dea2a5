//! Documents of older schemas.

use super::DocumentError;
use serde_json::{Value, json};

/// The schema that this program writes.
pub const SCHEMA: i32 = 2;

/// Step `n` brings a page from schema `n + 1` to the next one. Steps never change again once a program wrote their result.
const PAGE_STEPS: [fn(&mut Value); SCHEMA as usize - 1] = [page_to_2];
/// The same for snippets.
const SNIPPET_STEPS: [fn(&mut Value); SCHEMA as usize - 1] = [|_| ()];

/// Brings a page's body of an older schema to [`SCHEMA`], one step at a time. A body that is not even an object is left as
/// it is; reading it tells what is wrong.
///
/// # Errors
/// When it was written by a newer program, or claims a schema that never was.
pub fn upgrade(body: Value, from: i32) -> Result<Value, DocumentError> {
    stepped(body, from, &PAGE_STEPS)
}

/// The same for a snippet's body.
///
/// # Errors
/// See [`upgrade`].
pub fn upgrade_snippet(body: Value, from: i32) -> Result<Value, DocumentError> {
    stepped(body, from, &SNIPPET_STEPS)
}

fn stepped(mut body: Value, from: i32, steps: &[fn(&mut Value)]) -> Result<Value, DocumentError> {
    if from > SCHEMA {
        return Err(DocumentError::Newer { schema: from });
    }
    let done = from.checked_sub(1).and_then(|done| usize::try_from(done).ok());
    let rest = done.and_then(|done| steps.get(done..)).ok_or(DocumentError::Unknown { schema: from })?;
    for step in rest {
        step(&mut body);
    }
    Ok(body)
}

/// Before schema 2 a certificate section said only its name and units, nobody signed it and no certificate could be made of
/// it: it stays so until an editor says otherwise.
fn page_to_2(body: &mut Value) {
    let sections = body.get_mut("sections").and_then(Value::as_array_mut);
    for section in sections.into_iter().flatten() {
        if section.get("type").and_then(Value::as_str) != Some("certificate") {
            continue;
        }
        if let Some(value) = section.get_mut("value").and_then(Value::as_object_mut) {
            value.entry("issued").or_insert(json!(false));
        }
    }
}

//! What fields demand of each other.

use super::Checker;
use crate::{FormSpec, Rule};
use serde_json::{Map, Value};
use std::collections::HashSet;

pub(super) fn check(checker: &mut Checker<'_>, rule: &Rule, form: &FormSpec, fields: &Map<String, Value>) {
    match rule {
        Rule::AnyOf { fields: names, message } => {
            let filled = names.iter().any(|name| is_filled(form, fields, name));
            if let Some(first) = names.first().filter(|_| !filled) {
                checker.inside(first, |checker| checker.error(message.as_ref()));
            }
        }
        Rule::NotAbove { low, high } => {
            let number = |name: &str| fields.get(name).and_then(Value::as_i64);
            if matches!((number(low), number(high)), (Some(low), Some(high)) if low > high) {
                checker.inside(high, |checker| checker.error("The maximum must not be below the minimum."));
            }
        }
        Rule::RequiredWhen { field, of, is } => {
            if fields.get(of.as_ref()) == Some(is) && !is_filled(form, fields, field) {
                checker.inside(field, |checker| checker.error("This field is required."));
            }
        }
        Rule::Distinct { list, field, message } => {
            let entries = fields.get(list.as_ref()).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
            let said = entries.iter().filter_map(|entry| entry.get("value")?.get(field.as_ref()));
            let mut seen = HashSet::new();
            if said.filter(|value| !value.is_null()).any(|value| !seen.insert(value.to_string())) {
                checker.inside(list, |checker| checker.error(message.as_ref()));
            }
        }
    }
}

fn is_filled(form: &FormSpec, fields: &Map<String, Value>, name: &str) -> bool {
    let value = fields.get(name).unwrap_or(&Value::Null);
    form.field(name).is_none_or(|field| !field.kind.is_empty(value))
}

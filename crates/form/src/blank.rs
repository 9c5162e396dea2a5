//! What new things begin with.

use crate::{FieldKind, FieldSpec, FormSpec};
use serde_json::{Map, Value, json};

impl FormSpec {
    /// A new value of this form: the fields' defaults, else empty ones. It passes the checks of a draft.
    pub fn blank(&self) -> Value {
        let field = |field: &FieldSpec| (field.name.to_string(), field.blank());
        Value::Object(self.fields.iter().map(field).collect::<Map<_, _>>())
    }
}

impl FieldSpec {
    /// What a new one begins with.
    pub fn blank(&self) -> Value {
        self.default.clone().unwrap_or_else(|| self.kind.empty())
    }
}

impl FieldKind {
    /// The value that says nothing.
    pub fn empty(&self) -> Value {
        match self {
            FieldKind::Line { .. }
            | FieldKind::Lines { .. }
            | FieldKind::Markdown { .. }
            | FieldKind::Url
            | FieldKind::Slug => json!(""),
            FieldKind::Flag => json!(false),
            FieldKind::Integer { .. }
            | FieldKind::Decimal { .. }
            | FieldKind::Date
            | FieldKind::DateTime
            | FieldKind::Choice { .. }
            | FieldKind::Image { .. }
            | FieldKind::Document
            | FieldKind::Reference { many: false, .. } => Value::Null,
            FieldKind::Action { .. } => json!({ "title": "", "url": "" }),
            FieldKind::Group { form } => form.blank(),
            FieldKind::Reference { many: true, .. } | FieldKind::List { .. } | FieldKind::Sections { .. } => json!([]),
        }
    }

    /// Whether a value says nothing, so that a required field is missing. Values of a wrong type say something.
    pub fn is_empty(&self, value: &Value) -> bool {
        match (self, value) {
            (_, Value::Null) => true,
            (_, Value::String(text)) => text.trim().is_empty(),
            (_, Value::Array(items)) => items.is_empty(),
            (FieldKind::Action { .. }, Value::Object(action)) => {
                ["title", "url"].iter().all(|key| is_blank_text(action.get(*key)))
            }
            _ => false,
        }
    }
}

fn is_blank_text(value: Option<&Value>) -> bool {
    value.is_none_or(|value| value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty()))
}

//! One value against the kind of its field.

use super::{Absent, Checker, Mode, text};
use crate::{FieldKind, FieldSpec, is_safe_link, is_web_address};
use serde_json::{Map, Value};

/// What to tell somebody who left a required field empty.
pub(super) fn missing_message(kind: &FieldKind) -> &'static str {
    match kind {
        FieldKind::List { .. } => "Add at least one entry.",
        FieldKind::Sections { .. } => "Add at least one section.",
        FieldKind::Reference { .. } | FieldKind::Choice { .. } => "Choose one.",
        FieldKind::Image { .. } => "Choose an image.",
        FieldKind::Document => "Choose a document.",
        _ => "This field is required.",
    }
}

impl Checker<'_> {
    pub(super) fn value(&mut self, field: &FieldSpec, value: &Value) {
        match &field.kind {
            FieldKind::Line { .. }
            | FieldKind::Lines { .. }
            | FieldKind::Markdown { .. }
            | FieldKind::Url
            | FieldKind::Slug => self.text(&field.kind, value),
            FieldKind::Flag if value.is_boolean() => {}
            FieldKind::Flag => self.error("This must be yes or no."),
            FieldKind::Group { form } => self.form(form, value, Absent::IsEmpty),
            FieldKind::List { item, min, max } => self.list(item, *min, *max, value),
            FieldKind::Sections { allowed, min, max } => self.sections(allowed, *min, *max, value),
            FieldKind::Action { max } => self.action(*max, field.required, value),
            FieldKind::Reference { many: true, .. } => self.ids(value),
            // A choice that must be made has no way to store that it is not.
            FieldKind::Choice { .. } if value.is_null() && field.required && self.mode == Mode::Draft => {
                self.error("Choose one of the options.");
            }
            _ if value.is_null() => {}
            other => self.nullable(other, value),
        }
    }

    fn text(&mut self, kind: &FieldKind, value: &Value) {
        let Some(said) = value.as_str() else { return self.error("This must be text.") };
        if !text::is_plain_text(said) {
            self.limit("Remove the control characters.");
        }
        let (counted, max) = match kind {
            FieldKind::Line { max } | FieldKind::Lines { max } => (said.chars().count(), *max),
            FieldKind::Markdown { max: Some(max), .. } => (text::visible_length(said), Some(*max)),
            _ => (0, None),
        };
        if let Some(max) = max.filter(|max| counted > *max as usize) {
            self.limit(format!("Use at most {max} characters."));
        }
        if matches!(kind, FieldKind::Line { .. }) && said.contains(['\n', '\r']) {
            self.limit("Write this on one line.");
        }
        if matches!(kind, FieldKind::Url) && !said.is_empty() && !is_web_address(said) {
            self.limit("Enter a web address that begins with https://.");
        }
        if matches!(kind, FieldKind::Slug) && !text::is_slug(said) {
            self.limit("Use letters, digits, hyphens and underscores only, at most 255.");
        }
    }

    fn nullable(&mut self, kind: &FieldKind, value: &Value) {
        match kind {
            FieldKind::Integer { min, max } => self.integer(*min, *max, value),
            FieldKind::Decimal { digits, scale, min } => self.decimal(*digits, *scale, *min, value),
            FieldKind::Date => {
                self.require(value.as_str().is_some_and(text::is_date), "Enter a day such as 2026-11-24.")
            }
            FieldKind::DateTime => {
                let fits = value.as_str().is_some_and(text::is_date_time);
                self.require(fits, "Enter a day and time such as 2026-11-24T08:00:00Z.");
            }
            FieldKind::Choice { options } => {
                let fits = value.as_str().is_some_and(|said| options.iter().any(|option| option.value == said));
                self.require(fits, "Choose one of the options.");
            }
            FieldKind::Image { .. } => self.image(value),
            FieldKind::Document | FieldKind::Reference { .. } => {
                self.require(is_id(value), "This reference cannot be read. Choose again.");
            }
            _ => {}
        }
    }

    fn require(&mut self, holds: bool, message: &str) {
        if !holds {
            self.error(message);
        }
    }

    /// Limits of numbers are those of their storage: outside them a draft cannot be kept either.
    fn integer(&mut self, min: Option<i64>, max: Option<i64>, value: &Value) {
        let Some(number) = value.as_i64() else { return self.error("Enter a whole number.") };
        match (min, max) {
            (Some(0), _) if number < 0 => self.error("Enter a number that is not below zero."),
            (Some(min), _) if number < min => self.error(format!("Enter at least {min}.")),
            (_, Some(max)) if number > max => self.error(format!("Enter at most {max}.")),
            _ => {}
        }
    }

    fn decimal(&mut self, digits: u32, scale: u32, min: Option<i64>, value: &Value) {
        let Some(number) = value.as_str().and_then(text::DecimalText::parse) else {
            return self.error("Enter a number such as 1.25.");
        };
        let whole = digits.saturating_sub(scale);
        if number.whole_digits > whole as usize || number.fraction_digits > scale as usize {
            self.limit(format!("Use at most {whole} digits before the point and {scale} after it."));
        }
        if min == Some(0) && number.is_below_zero {
            self.limit("Enter a number that is not below zero.");
        }
    }

    fn image(&mut self, value: &Value) {
        let alt = value.get("alt");
        let alt_fits = alt.is_none_or(|alt| alt.is_null() || alt.is_string());
        self.require(value.get("image").is_some_and(is_id) && alt_fits, "This image cannot be read. Choose again.");
        if alt.and_then(Value::as_str).is_some_and(|alt| alt.chars().count() > 255) {
            self.limit("Use at most 255 characters for the alternative text.");
        }
    }

    fn ids(&mut self, value: &Value) {
        let fits = value.as_array().is_some_and(|ids| ids.iter().all(is_id));
        self.require(fits, "This list of references cannot be read. Choose again.");
    }

    fn action(&mut self, max: Option<u32>, required: bool, value: &Value) {
        let Value::Object(action) = value else { return self.error("This button cannot be read.") };
        let is_asked = required && self.mode == Mode::Publish && !FieldKind::Action { max }.is_empty(value);
        let title = self.part(action, "title", is_asked);
        if let Some(max) = max.filter(|max| title.is_some_and(|title| title.chars().count() > *max as usize)) {
            self.inside("title", |checker| checker.limit(format!("Use at most {max} characters.")));
        }
        let url = self.part(action, "url", is_asked);
        if url.is_some_and(|url| !url.is_empty() && !is_safe_link(url)) {
            self.inside("url", |checker| {
                checker.limit("Enter a web address or a path on this site such as /catalog/.");
            });
        }
    }

    fn part<'v>(&mut self, action: &'v Map<String, Value>, name: &str, is_asked: bool) -> Option<&'v str> {
        let text = match action.get(name) {
            None => "",
            Some(Value::String(text)) => text,
            Some(_) => {
                self.inside(name, |checker| checker.error("This must be text."));
                return None;
            }
        };
        if is_asked && text.trim().is_empty() {
            self.inside(name, |checker| checker.error("This field is required."));
        }
        if !text::is_plain_text(text) {
            self.inside(name, |checker| checker.limit("Remove the control characters."));
        }
        Some(text)
    }
}

/// Whether this is the id of a row.
pub(super) fn is_id(value: &Value) -> bool {
    value.as_i64().is_some_and(|id| id > 0)
}

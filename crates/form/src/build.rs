//! How declarations are written.

use crate::{ChoiceOption, Feature, FieldKind, FieldSpec, Form, FormSpec, Rule, Tab, Target, Text};
use serde_json::Value;

impl From<FieldKind> for FieldSpec {
    fn from(kind: FieldKind) -> Self {
        FieldSpec {
            name: "".into(),
            label: "".into(),
            help: "".into(),
            tab: Tab::Content,
            required: false,
            default: None,
            kind,
        }
    }
}

impl FieldSpec {
    /// Must be filled to publish.
    pub fn required(mut self) -> Self {
        self.required = true;
        if let FieldKind::List { min, .. } | FieldKind::Sections { min, .. } = &mut self.kind {
            *min = (*min).max(1);
        }
        self
    }

    /// What editors read; else it follows from the name.
    pub fn label(mut self, label: &'static str) -> Self {
        self.label = label.into();
        self
    }

    /// Where it stands.
    pub fn tab(mut self, tab: Tab) -> Self {
        self.tab = tab;
        self
    }

    /// What a new one begins with.
    pub fn starts_as(mut self, value: impl Into<Value>) -> Self {
        self.default = Some(value.into());
        self
    }

    /// Most entries of a list or list of sections.
    pub fn at_most(mut self, most: u32) -> Self {
        if let FieldKind::List { max, .. } | FieldKind::Sections { max, .. } = &mut self.kind {
            *max = Some(most);
        }
        self
    }

    /// Several instead of one.
    pub fn many(mut self) -> Self {
        if let FieldKind::Reference { many, .. } = &mut self.kind {
            *many = true;
        }
        self
    }

    /// Only these features in a rich text.
    pub fn only(mut self, wanted: &[Feature]) -> Self {
        if let FieldKind::Markdown { features, .. } = &mut self.kind {
            *features = wanted.to_vec();
        }
        self
    }

    /// Most characters of a rich or multi-line text.
    pub fn longest(mut self, most: u32) -> Self {
        if let FieldKind::Markdown { max, .. } | FieldKind::Lines { max } | FieldKind::Line { max } = &mut self.kind {
            *max = Some(most);
        }
        self
    }

    /// Gives it its name, and the lines of its comment as help. Called by [`form!`](crate::form).
    #[doc(hidden)]
    pub fn described(mut self, name: &'static str, help: &[&'static str]) -> Self {
        self.name = name.into();
        if self.label.is_empty() {
            self.label = label_of(name).into();
        }
        let words: Vec<&str> = help.iter().map(|line| line.trim()).filter(|line| !line.is_empty()).collect();
        self.help = match words.as_slice() {
            [] => "".into(),
            [one] => (*one).to_owned().into(),
            more => more.join(" ").into(),
        };
        self
    }
}

/// `min_weekly_hours` to "Min weekly hours".
fn label_of(name: &str) -> String {
    let mut label = name.replace('_', " ");
    if let Some(first) = label.get_mut(0..1) {
        first.make_ascii_uppercase();
    }
    label
}

impl FormSpec {
    /// Without these fields.
    pub fn without(mut self, names: &[&str]) -> Self {
        self.fields.retain(|field| !names.contains(&field.name.as_ref()));
        self
    }

    /// With only these blocks in the sections field of this name.
    pub fn allowing(mut self, name: &str, blocks: &'static [&'static str]) -> Self {
        for field in &mut self.fields {
            if let FieldKind::Sections { allowed, .. } = &mut field.kind
                && field.name == name
            {
                *allowed = blocks.iter().map(|block| Text::from(*block)).collect();
            }
        }
        self
    }

    /// With this field required.
    pub fn requiring(mut self, name: &str) -> Self {
        for field in self.fields.iter_mut().filter(|field| field.name == name) {
            field.required = true;
        }
        self
    }
}

/// One line of at most `max` characters.
pub fn line(max: u32) -> FieldSpec {
    FieldKind::Line { max: Some(max) }.into()
}

/// Plain text of several lines.
pub fn lines() -> FieldSpec {
    FieldKind::Lines { max: None }.into()
}

/// Rich text with everything.
pub fn markdown() -> FieldSpec {
    FieldKind::Markdown { features: Feature::ALL.to_vec(), max: None }.into()
}

/// A web address.
pub fn web_address() -> FieldSpec {
    FieldKind::Url.into()
}

/// The last part of an address.
pub fn slug() -> FieldSpec {
    FieldKind::Slug.into()
}

/// Yes or no.
pub fn flag() -> FieldSpec {
    FieldKind::Flag.into()
}

/// A whole number.
pub fn integer(min: i64, max: i64) -> FieldSpec {
    FieldKind::Integer { min: Some(min), max: Some(max) }.into()
}

/// An exact number that is not below zero.
pub fn decimal(digits: u32, scale: u32) -> FieldSpec {
    FieldKind::Decimal { digits, scale, min: Some(0) }.into()
}

/// A day.
pub fn date() -> FieldSpec {
    FieldKind::Date.into()
}

/// An instant.
pub fn date_time() -> FieldSpec {
    FieldKind::DateTime.into()
}

/// One of these `(stored, read)` options.
pub fn choice(options: &'static [(&'static str, &'static str)]) -> FieldSpec {
    let option = |(value, label): &(&'static str, &'static str)| ChoiceOption {
        value: Text::from(*value),
        label: Text::from(*label),
    };
    FieldKind::Choice { options: options.iter().map(option).collect() }.into()
}

/// An image of any size.
pub fn image() -> FieldSpec {
    FieldKind::Image { min_width: None, min_height: None }.into()
}

/// An image of at least this size.
pub fn image_of(min_width: u32, min_height: u32) -> FieldSpec {
    FieldKind::Image { min_width: Some(min_width), min_height: Some(min_height) }.into()
}

/// A document.
pub fn document() -> FieldSpec {
    FieldKind::Document.into()
}

/// A button whose title has at most `max` characters.
pub fn action(max: u32) -> FieldSpec {
    FieldKind::Action { max: Some(max) }.into()
}

/// Something managed elsewhere.
pub fn reference(to: Target) -> FieldSpec {
    FieldKind::Reference { to, many: false }.into()
}

/// A snippet of this kind.
pub fn snippet(kind: &'static str) -> FieldSpec {
    reference(Target::Snippet { kind: kind.into() })
}

/// A page of one of these kinds.
pub fn page(kinds: &[&'static str]) -> FieldSpec {
    reference(Target::Page { kinds: kinds.iter().map(|kind| Text::from(*kind)).collect() })
}

/// Fields that belong together.
pub fn group<T: Form>() -> FieldSpec {
    FieldKind::Group { form: T::form() }.into()
}

/// An ordered list of these.
pub fn list(item: FieldSpec) -> FieldSpec {
    FieldKind::List { item: Box::new(item), min: 0, max: None }.into()
}

/// An ordered list of groups.
pub fn list_of<T: Form>() -> FieldSpec {
    list(group::<T>())
}

/// Sections of these types.
pub fn sections(allowed: &[&'static str]) -> FieldSpec {
    FieldKind::Sections { allowed: allowed.iter().map(|name| Text::from(*name)).collect(), min: 0, max: None }.into()
}

/// At least one of these fields is filled.
pub fn any_of(fields: &[&'static str], message: &'static str) -> Rule {
    Rule::AnyOf { fields: fields.iter().map(|name| Text::from(*name)).collect(), message: message.into() }
}

/// The first is not above the second.
pub fn not_above(low: &'static str, high: &'static str) -> Rule {
    Rule::NotAbove { low: low.into(), high: high.into() }
}

/// `field` is filled when `of` holds `is`.
pub fn required_when(field: &'static str, of: &'static str, is: impl Into<Value>) -> Rule {
    Rule::RequiredWhen { field: field.into(), of: of.into(), is: is.into() }
}

/// No two entries of the list say the same in `field`.
pub fn distinct(list: &'static str, field: &'static str, message: &'static str) -> Rule {
    Rule::Distinct { list: list.into(), field: field.into(), message: message.into() }
}

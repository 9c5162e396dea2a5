//! A control for every kind of field.

mod choice;
mod group;
mod list;
mod media;
mod number;
mod parts;
mod reference;
mod rich;
mod text;

pub use number::{utc_of, zone_name};
pub use parts::{Tool, flaws, mini_tool};
pub use reference::ReferenceFinder;

use super::{model::path, store::Store};
use leptos::prelude::*;
use xpro_form::{FieldKind, FieldSpec, FormSpec};

/// The control of a field, with its label and help, at this address.
pub fn field(store: Store, spec: &'static FieldSpec, at: String) -> AnyView {
    match &spec.kind {
        FieldKind::Line { max } => text::line(store, spec, at, *max, "text"),
        FieldKind::Url => text::line(store, spec, at, Some(200), "url"),
        FieldKind::Slug => text::line(store, spec, at, Some(255), "text"),
        FieldKind::Lines { max } => text::lines(store, spec, at, *max),
        FieldKind::Markdown { features, max } => rich::rich(store, spec, at, features, *max),
        FieldKind::Flag => choice::flag(store, spec, at),
        FieldKind::Choice { options } => choice::choice(store, spec, at, options),
        FieldKind::Integer { .. } => number::integer(store, spec, at),
        FieldKind::Decimal { .. } => number::decimal(store, spec, at),
        FieldKind::Date => number::date(store, spec, at),
        FieldKind::DateTime => number::date_time(store, spec, at),
        FieldKind::Image { min_width, min_height } => {
            media::image(store, spec, at, min_width.unwrap_or_default(), min_height.unwrap_or_default())
        }
        FieldKind::Document => media::document(store, spec, at),
        FieldKind::Action { max } => text::action(store, spec, at, *max),
        FieldKind::Reference { to, many } => reference::reference(store, spec, at, to, *many),
        FieldKind::Group { form } => group::group(store, spec, at, form),
        FieldKind::List { item, max, .. } => list::list(store, spec, at, item, *max),
        FieldKind::Sections { allowed, .. } => super::sections::sections(store, spec, at, allowed),
    }
}

/// All fields of a form below this address.
pub fn fields(store: Store, form: &'static FormSpec, at: &str) -> Vec<AnyView> {
    form.fields.iter().map(|spec| field(store, spec, path::join(at, &spec.name))).collect()
}

//! Values of filters.

use super::{Filter, Pairs, Wanted};
use crate::content_api::{
    problem::ApiProblem,
    schema::{Column, Field, Kind, Schema},
};
use time::{
    Date, OffsetDateTime, PrimitiveDateTime, format_description::well_known::Rfc3339, macros::format_description,
};

pub(super) fn filters(schema: Schema, pairs: &Pairs) -> Result<Vec<Filter>, ApiProblem> {
    let mut filters = Vec::new();
    for (name, text) in pairs {
        // `locale` is an operation of its own.
        let field = schema.field(name).filter(|field| field.column != Column::None);
        let Some(field) = field else { continue };
        filters.push(Filter { column: field.column, value: filter_value(&field, text)? });
    }
    Ok(filters)
}

fn filter_value(field: &Field, text: &str) -> Result<Wanted, ApiProblem> {
    let read = match field.kind {
        Kind::Text | Kind::Derived => Some(Wanted::Text(text.to_owned())),
        Kind::Number => text.parse::<i64>().ok().map(Wanted::Number),
        Kind::Flag => flag(text).map(Wanted::Flag),
        Kind::Moment => moment(text).map(Wanted::Moment),
    };
    read.ok_or_else(|| {
        let (text, kind): (String, _) = (text.chars().take(100).collect(), kind_name(field.kind));
        ApiProblem::bad(format!(
            "field filter error. '{text}' is not a valid value for {} ({kind} expected)",
            field.name
        ))
    })
}

fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Text | Kind::Derived => "a text",
        Kind::Number => "an integer",
        Kind::Flag => "'true' or 'false'",
        Kind::Moment => "an ISO 8601 time",
    }
}

pub(super) fn flag(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    }
}

/// With an offset, in UTC, or a day.
fn moment(text: &str) -> Option<OffsetDateTime> {
    // A `+` of the query string arrives as a space.
    let text = text.trim().replace(' ', "+");
    OffsetDateTime::parse(&text, &Rfc3339).ok().or_else(|| {
        let local = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]");
        let day = format_description!("[year]-[month]-[day]");
        let naive = PrimitiveDateTime::parse(&text, local).ok();
        naive.or_else(|| Date::parse(&text, day).ok().map(Date::midnight)).map(PrimitiveDateTime::assume_utc)
    })
}

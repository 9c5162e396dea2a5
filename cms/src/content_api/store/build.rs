//! Puts conditions and orders that a request names into a statement. Every expression comes from the declared fields; what
//! the request says is bound.

use crate::content_api::{
    params::{Filter, Order, Wanted},
    schema::Column,
};
use sqlx::{Postgres, QueryBuilder};

pub(super) type Statement = QueryBuilder<Postgres>;

/// Adds ` and …` for each filter.
pub(super) fn filter(statement: &mut Statement, filters: &[Filter]) {
    for filter in filters {
        statement.push(" and ");
        match (&filter.column, &filter.value) {
            (Column::None, _) => drop(statement.push("true")),
            (Column::Sql(column), value) => {
                statement.push(column).push(" = ");
                bind(statement, value);
            }
            (column, Wanted::Flag(flag)) => {
                statement.push("coalesce(");
                path(statement, column, "#>");
                statement.push(" = 'true'::jsonb, false) = ").push_bind(*flag);
            }
            (column, Wanted::Number(number)) => {
                path(statement, column, "#>");
                statement.push(" = to_jsonb(").push_bind(*number).push("::bigint)");
            }
            (column, value) => {
                statement.push("coalesce(");
                path(statement, column, "#>>");
                statement.push(", '') = ");
                bind(statement, value);
            }
        }
    }
}

fn bind(statement: &mut Statement, value: &Wanted) {
    match value {
        Wanted::Text(text) => drop(statement.push_bind(text.clone())),
        Wanted::Number(number) => drop(statement.push_bind(*number)),
        Wanted::Flag(flag) => drop(statement.push_bind(*flag)),
        Wanted::Moment(at) => drop(statement.push_bind(*at)),
    }
}

/// The field of the body.
fn path(statement: &mut Statement, column: &Column, operator: &str) {
    match column {
        Column::Promote(name) => drop(statement.push(format_args!("(r.body {operator} '{{promote,{name}}}')"))),
        Column::Body(name) => drop(statement.push(format_args!("(r.body {operator} '{{{name}}}')"))),
        Column::Sql(name) => drop(statement.push(name)),
        Column::None => drop(statement.push("null")),
    }
}

/// Adds ` order by …`; ties are broken by the key, so that stretches fit together. `rank` is how well something fits what
/// is looked for.
pub(super) fn order(statement: &mut Statement, order: &Order, rank: Option<&str>, key: &'static str) {
    statement.push(" order by ");
    match (order, rank) {
        (Order::Random, _) => drop(statement.push("random(), ")),
        (Order::Usual, Some(rank)) => drop(statement.push(rank).push(" desc, ")),
        (Order::Usual, None) => {}
        (Order::By(columns), _) => {
            for (column, descending) in columns {
                path(statement, column, "#>");
                statement.push(if *descending { " desc nulls last, " } else { " asc nulls last, " });
            }
        }
    }
    statement.push(key);
}

/// The words as a `tsquery`: all of them, or any.
pub(super) fn words(statement: &mut Statement, search: &str, any_word: bool) {
    if any_word {
        statement
            .push("replace(plainto_tsquery('simple', ")
            .push_bind(search.to_owned())
            .push(")::text, ' & ', ' | ')::tsquery");
    } else {
        statement.push("plainto_tsquery('simple', ").push_bind(search.to_owned()).push(")");
    }
}

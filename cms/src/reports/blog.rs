//! How the blog's feed was last read.

use super::ReportRow;
use crate::{
    blog::{BlogPost, FeedState, read_state},
    document::PageKind,
    store::report,
};
use sqlx::PgConnection;
use time::{OffsetDateTime, macros::format_description};

/// The feed itself first, then what visitors do not see and what they see. Each row leads to the page of the blog; nothing
/// when that is not within `roots`.
pub(super) async fn rows(conn: &mut PgConnection, roots: &[String]) -> Result<Vec<ReportRow>, sqlx::Error> {
    let Some(page) = report::page_of_kind(conn, roots, PageKind::BlogIndexPage.name()).await? else {
        return Ok(Vec::new());
    };
    let row = |item: String, day: String, state: String| ReportRow {
        kind: "page".to_owned(),
        id: page,
        path: String::new(),
        link: None,
        cells: vec![item, day, state],
    };
    let Some(state) = read_state(conn).await? else {
        return Ok(vec![row("The feed".to_owned(), String::new(), "It was not read yet.".to_owned())]);
    };
    let mut rows = vec![row(state.url.clone(), String::new(), standing(&state))];
    rows.extend(state.reading.skipped.iter().map(|item| {
        let title = if item.title.is_empty() { "Without a title" } else { &item.title };
        row(format!("{}. {title}", item.position), String::new(), format!("Not shown. {}", item.reason))
    }));
    rows.extend(
        state.reading.posts.iter().map(|post| row(post.title.clone(), post.published_on.to_string(), shown(post))),
    );
    Ok(rows)
}

fn standing(state: &FeedState) -> String {
    let last = state.read_at.map_or_else(|| "It was never read.".to_owned(), |at| format!("Last read {}.", minute(at)));
    match &state.failing {
        None => last,
        Some((since, why)) => format!("Failing since {}: {why}. {last}", minute(*since)),
    }
}

fn shown(post: &BlogPost) -> String {
    let picture = match (&post.picture_url, &post.picture) {
        (Some(_), None) => " Its picture could not be copied.",
        _ => "",
    };
    format!("Shown.{picture}")
}

fn minute(at: OffsetDateTime) -> String {
    at.to_offset(time::UtcOffset::UTC)
        .format(format_description!("[year]-[month]-[day] [hour]:[minute] UTC"))
        .unwrap_or_default()
}

//! Which addresses a text leads to.

use super::Address;
use crate::{
    checks::is_hidden,
    document::declarations,
    media::WhichText,
    store::external_link::{self, FoundLinks},
};
use serde_json::Value;
use std::collections::BTreeSet;
use time::Duration;
use xpro_form::{FormSpec, UsedThing, uses};
use xpro_kernel::PageId;
use xpro_platform::db::Tx;

/// How long a new address of a draft is left alone: it may be half typed.
const TYPING: Duration = Duration::minutes(10);

/// Keeps what a text of a page leads to.
///
/// # Errors
/// When the database refuses.
pub async fn index_page_links(
    tx: &mut Tx,
    (page, kind): (PageId, &str),
    which: WhichText,
    body: &Value,
) -> Result<(), sqlx::Error> {
    let found = declarations().kind(kind).map(|spec| found(&spec.form, body)).unwrap_or_default();
    let due = match which {
        WhichText::Live => tx.now(),
        WhichText::Draft => tx.now() + TYPING,
    };
    external_link::replace_of_page(tx, (page, which.name()), &found, due).await
}

/// Keeps what a snippet or the settings lead to.
///
/// # Errors
/// When the database refuses.
pub async fn index_record_links(
    tx: &mut Tx,
    record: (&str, i64),
    form: &FormSpec,
    body: &Value,
) -> Result<(), sqlx::Error> {
    let due = tx.now();
    external_link::replace_of_record(tx, record, &found(form, body), due).await
}

/// Forgets what a record led to.
///
/// # Errors
/// When the database refuses.
pub async fn forget_links(tx: &mut Tx, record: (&str, i64)) -> Result<(), sqlx::Error> {
    let now = tx.now();
    external_link::replace_of_record(tx, record, &FoundLinks::default(), now).await
}

/// Visitors do not see what is hidden.
fn found(form: &FormSpec, body: &Value) -> FoundLinks {
    let links = uses(form, &declarations().blocks, body).into_iter().filter_map(|used| match used.thing {
        UsedThing::Link(link) if !is_hidden(body, &used.path) => Some((Address::of(&link)?, used.path)),
        _ => None,
    });
    // In one order everywhere: two who save the same addresses wait for each other and never in a circle.
    let links: BTreeSet<(Address, String)> = links.collect();
    let mut found = FoundLinks::default();
    for (address, path) in links {
        found.urls.push(address.url);
        found.hosts.push(address.host);
        found.paths.push(path);
    }
    found
}

//! `GET /v3/{domain}/events`: a `delivered` event for every recipient of every message.

use axum::Json;
use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc2822;

use super::address;
use super::send::authorize;
use super::state::Mail;
use crate::fields::Fields;
use crate::state::Shared;

/// Lists events oldest first, with the filters `event`, `tags`, `recipient`, `begin`, `end` and
/// `limit`. `paging.next` leads on until a page is empty.
pub(crate) async fn list(
    State(shared): State<Shared>,
    Path(domain): Path<String>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    if let Err(refusal) = authorize(&shared, &domain, &headers) {
        return refusal.into_response();
    }
    let query = Fields::parse(query.unwrap_or_default().as_bytes());
    let number = |name: &str, usual: usize| query.text(name).parse().unwrap_or(usual);
    let limit = number("limit", 100).clamp(1, 300);
    let skip = number("skip", 0);
    let all: Vec<Value> = {
        let mails = shared.mails();
        let wanted = mails.oldest().filter(|mail| is_wanted(mail, &query));
        wanted.flat_map(|mail| events_of(mail, &query)).collect()
    };
    let items: Vec<Value> = all.into_iter().skip(skip).take(limit).collect();
    let page = |skip: usize| page_link(&shared, &domain, &query, skip);
    Json(json!({
        "paging": {
            "first": page(0),
            "previous": page(skip.saturating_sub(limit)),
            "next": page(skip + items.len()),
        },
        "items": items,
    }))
    .into_response()
}

fn is_wanted(mail: &Mail, query: &Fields) -> bool {
    let delivered = query.filled("event").is_none_or(|events| events.split(" OR ").any(|event| event == "delivered"));
    let tagged = query.filled("tags").is_none_or(|tag| mail.tags.iter().any(|own| own == tag));
    let instant = |name: &str| query.filled(name).and_then(read_instant);
    delivered
        && tagged
        && instant("begin").is_none_or(|begin| begin <= mail.at)
        && instant("end").is_none_or(|end| mail.at <= end)
}

fn events_of(mail: &Mail, query: &Fields) -> Vec<Value> {
    let asked = query.filled("recipient");
    mail.recipients()
        .filter(|recipient| asked.is_none_or(|asked| recipient.eq_ignore_ascii_case(asked)))
        .map(|recipient| event(mail, recipient))
        .collect()
}

fn event(mail: &Mail, recipient: &str) -> Value {
    let plain_id = mail.message_id.trim_matches(['<', '>']);
    let millis = mail.at.unix_timestamp_nanos() / 1_000_000;
    let domain = recipient.rsplit('@').next().unwrap_or_default();
    json!({
        "event": "delivered",
        "id": format!("{}-{recipient}", mail.id),
        "timestamp": millis as f64 / 1000.0,
        "log-level": "info",
        "recipient": recipient,
        "recipient-domain": domain,
        "tags": mail.tags,
        "user-variables": mail.variables,
        "delivery-status": {"code": 250, "message": "OK", "attempt-no": 1},
        "message": {
            "headers": {
                "message-id": plain_id,
                "from": mail.from,
                "to": mail.to.join(", "),
                "subject": mail.subject,
            },
            "attachments": [],
            "size": mail.text.as_ref().map_or(0, String::len),
        },
        "envelope": {
            "sender": address::bare(&mail.from),
            "targets": recipient,
            "transport": "smtp",
        },
    })
}

/// RFC 2822, or seconds since 1970.
fn read_instant(text: &str) -> Option<OffsetDateTime> {
    OffsetDateTime::parse(text, &Rfc2822).ok().or_else(|| {
        let seconds: f64 = text.parse().ok()?;
        OffsetDateTime::from_unix_timestamp(seconds as i64).ok()
    })
}

fn page_link(shared: &Shared, domain: &str, query: &Fields, skip: usize) -> String {
    let mut fields: Fields = query
        .iter()
        .filter(|(name, _)| *name != "skip")
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    fields.push("skip", skip.to_string());
    let path = format!("/v3/{domain}/events?{}", fields.encode());
    shared.config.public_url.join(&path).map_or(path, |address| address.to_string())
}

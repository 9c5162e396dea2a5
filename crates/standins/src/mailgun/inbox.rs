//! The inbox: what xPRO sent, for people and for tests.

use askama::Template;
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::links::{Piece, cut};
use super::state::Mail;
use crate::page::{self, Message};
use crate::state::Shared;

/// Policy of a message's HTML: nothing runs, nothing is submitted; links open a new window.
const HTML_POLICY: &str = "default-src 'none'; img-src http: https: data:; \
     style-src 'unsafe-inline' https:; font-src https: data:; base-uri 'self'; form-action 'none'; \
     frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";

/// Whose messages are wanted.
#[derive(Deserialize)]
pub(crate) struct InboxQuery {
    to: Option<String>,
}

#[derive(Template)]
#[template(path = "inbox.html")]
struct Inbox {
    to: String,
    mails: Vec<Mail>,
}

/// `GET /inbox/?to=`: newest first.
pub(crate) async fn list(State(shared): State<Shared>, Query(query): Query<InboxQuery>) -> Response {
    let page = Inbox { mails: newest(&shared, &query), to: query.to.unwrap_or_default() };
    page::show(&page)
}

/// `GET /control/inbox?to=`: the same as JSON, with the bodies.
pub(crate) async fn list_json(State(shared): State<Shared>, Query(query): Query<InboxQuery>) -> Json<Vec<Mail>> {
    Json(newest(&shared, &query))
}

fn newest(shared: &Shared, query: &InboxQuery) -> Vec<Mail> {
    let wanted = query.to.as_deref().filter(|to| !to.trim().is_empty());
    let mails = shared.mails();
    let newest = mails.oldest().rev();
    newest.filter(|mail| wanted.is_none_or(|to| mail.is_to(to))).cloned().collect()
}

#[derive(Template)]
#[template(path = "mail.html")]
struct MailPage<'a> {
    mail: &'a Mail,
    pieces: Vec<Piece<'a>>,
}

/// `GET /inbox/{id}`: headers, the text with clickable links, and the HTML in a sandboxed frame.
pub(crate) async fn show(State(shared): State<Shared>, Path(id): Path<u64>) -> Response {
    let Some(mail) = shared.mails().find(id).cloned() else {
        return missing();
    };
    page::show(&MailPage { pieces: cut(mail.text.as_deref().unwrap_or_default()), mail: &mail })
}

/// `GET /inbox/{id}/html`: the HTML body alone, fit for a frame.
pub(crate) async fn html(State(shared): State<Shared>, Path(id): Path<u64>) -> Response {
    let body = shared.mails().find(id).and_then(|mail| mail.html.clone());
    let Some(body) = body else {
        return missing();
    };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(HTML_POLICY)),
    ];
    (headers, with_link_target(&body)).into_response()
}

/// Makes links leave the frame: inside it they could not be followed.
fn with_link_target(html: &str) -> String {
    let base = "<base target=\"_blank\">";
    let lower = html.to_ascii_lowercase();
    let after_head = lower.find("<head").and_then(|at| lower[at..].find('>').map(|end| at + end + 1));
    match after_head {
        Some(at) => format!("{}{base}{}", &html[..at], &html[at..]),
        None => format!("{base}{html}"),
    }
}

fn missing() -> Response {
    let page = Message {
        title: "No such message",
        lines: vec!["The stand-in may have been restarted or reset.".into()],
        link: Some(("/inbox/", "Inbox")),
    };
    page::show_with(StatusCode::NOT_FOUND, &page, &[])
}

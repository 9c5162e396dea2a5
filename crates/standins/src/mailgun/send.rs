//! `POST /v3/{domain}/messages`.

use axum::Json;
use axum::extract::{FromRequest, Multipart, Path, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde_json::{Value, json};
use uuid::Uuid;

use super::address;
use super::state::{Attachment, Mail};
use crate::clock;
use crate::fields::Fields;
use crate::secret;
use crate::state::Shared;

/// Takes a message as a form, plain or multipart.
pub(crate) async fn send(State(shared): State<Shared>, Path(domain): Path<String>, request: Request) -> Response {
    if let Err(refusal) = authorize(&shared, &domain, request.headers()) {
        return refusal.into_response();
    }
    let (fields, attachments) = match read(request).await {
        Ok(read) => read,
        Err(refusal) => return refusal.into_response(),
    };
    match compose(&domain, &fields, attachments) {
        Ok(mail) => {
            let answer = json!({"id": mail.message_id, "message": "Queued. Thank you."});
            shared.mails().add(mail);
            Json(answer).into_response()
        }
        Err(refusal) => refusal.into_response(),
    }
}

/// A refusal in Mailgun's shape.
pub(crate) struct Refusal(StatusCode, Value);

impl Refusal {
    fn bad(text: impl Into<String>) -> Self {
        Self(StatusCode::BAD_REQUEST, json!({"message": text.into()}))
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.0, Json(self.1)).into_response()
    }
}

/// Checks the API key (user `api`) and the domain.
pub(crate) fn authorize(shared: &Shared, domain: &str, headers: &HeaderMap) -> Result<(), Refusal> {
    let config = &shared.config.mailgun;
    let given = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Basic "))
        .and_then(|encoded| STANDARD.decode(encoded.trim()).ok())
        .and_then(|bytes| String::from_utf8(bytes).ok());
    let expected = format!("api:{}", config.api_key);
    if !given.is_some_and(|given| secret::same(&given, &expected)) {
        return Err(Refusal(StatusCode::UNAUTHORIZED, json!({"message": "Invalid private key"})));
    }
    if domain != config.domain {
        return Err(Refusal(StatusCode::NOT_FOUND, json!({"message": format!("Domain not found: {domain}")})));
    }
    Ok(())
}

async fn read(request: Request) -> Result<(Fields, Vec<Attachment>), Refusal> {
    let is_multipart = request
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/form-data"));
    if !is_multipart {
        let body = Bytes::from_request(request, &()).await.map_err(|rejection| Refusal::bad(rejection.body_text()))?;
        return Ok((Fields::parse(&body), Vec::new()));
    }
    let mut form =
        Multipart::from_request(request, &()).await.map_err(|rejection| Refusal::bad(rejection.body_text()))?;
    let mut fields = Fields::default();
    let mut attachments = Vec::new();
    loop {
        let part = form.next_field().await;
        let Some(part) = part.map_err(|error| Refusal::bad(error.body_text()))? else {
            return Ok((fields, attachments));
        };
        let name = part.name().unwrap_or_default().to_owned();
        let file = part.file_name().map(str::to_owned);
        let bytes = part.bytes().await.map_err(|error| Refusal::bad(error.body_text()))?;
        match (name.as_str(), file) {
            ("attachment" | "inline", Some(file)) => attachments.push(Attachment { name: file, bytes: bytes.len() }),
            _ => {
                let value = String::from_utf8(bytes.to_vec())
                    .map_err(|_| Refusal::bad(format!("{name} parameter is not valid UTF-8")))?;
                fields.push(name, value);
            }
        }
    }
}

fn compose(domain: &str, fields: &Fields, attachments: Vec<Attachment>) -> Result<Mail, Refusal> {
    let from = fields.filled("from").ok_or_else(|| Refusal::bad("from parameter is missing"))?;
    let to = recipients(fields, "to")?;
    if to.is_empty() {
        return Err(Refusal::bad("to parameter is missing"));
    }
    if address::bare(from).is_none() {
        return Err(invalid_address("from"));
    }
    let text = fields.get("text").map(str::to_owned);
    let html = fields.get("html").map(str::to_owned);
    if text.is_none() && html.is_none() {
        return Err(Refusal::bad("Need at least one of 'text', 'html', 'amp-html' or 'template' parameters specified"));
    }
    let prefixed = |prefix: &'static str| {
        fields.iter().filter_map(move |(name, value)| {
            let rest = name.strip_prefix(prefix)?;
            Some((rest.to_owned(), value.to_owned()))
        })
    };
    Ok(Mail {
        id: 0,
        message_id: format!("<{}@{domain}>", Uuid::new_v4().simple()),
        at: clock::now(),
        from: from.to_owned(),
        to,
        cc: recipients(fields, "cc")?,
        bcc: recipients(fields, "bcc")?,
        subject: fields.text("subject").to_owned(),
        text,
        html,
        headers: prefixed("h:").collect(),
        tags: fields.all("o:tag").map(str::to_owned).collect(),
        variables: prefixed("v:").collect(),
        options: prefixed("o:").filter(|(name, _)| name != "tag").collect(),
        attachments,
    })
}

fn recipients(fields: &Fields, name: &'static str) -> Result<Vec<String>, Refusal> {
    let all: Vec<String> = fields.all(name).flat_map(address::split).collect();
    if all.iter().any(|recipient| address::bare(recipient).is_none()) {
        return Err(invalid_address(name));
    }
    Ok(all)
}

fn invalid_address(name: &str) -> Refusal {
    Refusal::bad(format!("{name} parameter is not a valid address. please check documentation"))
}

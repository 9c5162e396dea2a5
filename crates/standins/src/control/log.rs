//! The log of requests, for tests that must know what was called and how often.

use std::collections::VecDeque;

use axum::extract::Request;
use axum::http::header;
use serde::Serialize;
use time::OffsetDateTime;

use crate::clock;
use crate::fields::Fields;
use crate::secret;
use crate::system::System;

/// The oldest entries go when there are more than this.
const CAPACITY: usize = 20_000;

/// One request.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Entry {
    pub(crate) id: u64,
    pub(crate) system: System,
    /// `in` for a request to the stand-in, `out` for one that it made (a notice, a call to xPRO).
    pub(crate) direction: &'static str,
    pub(crate) method: String,
    /// The path; of an outgoing request the full address without query.
    pub(crate) path: String,
    /// The query with codes and tokens masked.
    pub(crate) query: String,
    /// The `Authorization` header, masked.
    pub(crate) authorization: Option<String>,
    #[serde(with = "time::serde::rfc3339")]
    pub(crate) at: OffsetDateTime,
    /// The status given; `None` while unanswered, and for good when the connection was cut.
    pub(crate) status: Option<u16>,
    /// Whether the connection was cut by a fault.
    pub(crate) dropped: bool,
    /// Whether this is the second handling ordered by a `duplicate` fault.
    pub(crate) duplicate: bool,
    /// The fault that struck.
    pub(crate) fault: Option<String>,
}

impl Entry {
    /// An entry for a request that reached the stand-in.
    pub(crate) fn inbound(system: System, request: &Request) -> Self {
        let authorization = request
            .headers()
            .get(header::AUTHORIZATION)
            .map(|value| secret::mask_authorization(&String::from_utf8_lossy(value.as_bytes())));
        Self {
            query: mask_query(request.uri().query().unwrap_or("")),
            authorization,
            ..Self::empty(system, "in", request.method().as_str(), request.uri().path())
        }
    }

    /// An entry for a request that the stand-in makes.
    pub(crate) fn outbound(system: System, method: &str, address: &str) -> Self {
        Self::empty(system, "out", method, address)
    }

    fn empty(system: System, direction: &'static str, method: &str, path: &str) -> Self {
        Self {
            id: 0,
            system,
            direction,
            method: method.to_owned(),
            path: path.to_owned(),
            query: String::new(),
            authorization: None,
            at: clock::now(),
            status: None,
            dropped: false,
            duplicate: false,
            fault: None,
        }
    }
}

fn mask_query(query: &str) -> String {
    const SECRET: [&str; 4] = ["code", "state", "access_token", "client_secret"];
    let masked: Fields = Fields::parse(query.as_bytes())
        .iter()
        .map(|(name, value)| {
            let value = if SECRET.contains(&name) { "****" } else { value };
            (name.to_owned(), value.to_owned())
        })
        .collect();
    masked.encode()
}

/// All requests since the start or the last reset, oldest first.
#[derive(Default)]
pub(crate) struct RequestLog {
    entries: VecDeque<Entry>,
    last_id: u64,
}

impl RequestLog {
    /// Adds an entry and returns its id.
    pub(crate) fn open(&mut self, mut entry: Entry) -> u64 {
        if self.entries.len() == CAPACITY {
            self.entries.pop_front();
        }
        self.last_id += 1;
        entry.id = self.last_id;
        self.entries.push_back(entry);
        self.last_id
    }

    /// Notes how a request ended; `None` when the connection was cut.
    pub(crate) fn close(&mut self, id: u64, status: Option<u16>) {
        if let Some(entry) = self.entries.iter_mut().rev().find(|entry| entry.id == id) {
            entry.status = status;
            entry.dropped = status.is_none();
        }
    }

    /// All entries.
    pub(crate) fn list(&self) -> impl DoubleEndedIterator<Item = &Entry> {
        self.entries.iter()
    }

    /// Forgets the entries of one system, or of all.
    pub(crate) fn clear(&mut self, system: Option<System>) {
        self.entries.retain(|entry| system.is_some_and(|system| entry.system != system));
    }
}

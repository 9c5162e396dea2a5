//! The limit: axum answering `/bytes/<n>` with what was posted to it under that name, headers included.

use crate::{
    Outcome,
    client::{Answer, Connection},
    process::{BARE, Server},
};
use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, Path, State},
    http::{HeaderMap, HeaderName},
    routing::get,
    serve::ListenerExt as _,
};
use std::{
    collections::BTreeMap,
    process::Command,
    sync::{Arc, RwLock},
};

type Kept = Arc<RwLock<BTreeMap<String, (HeaderMap, Bytes)>>>;

const KEEP: &str = "x-keep-";

/// The server's process.
pub(super) fn start() -> Outcome<Server> {
    Server::start(Command::new(std::env::current_exe()?).arg("bare"), BARE)
}

/// What that process does.
pub(super) fn serve() -> Outcome<()> {
    let router = Router::new()
        .route("/bytes/{name}", get(give).post(keep_posted))
        .layer(DefaultBodyLimit::disable())
        .with_state(Kept::default());
    tokio::runtime::Runtime::new()?.block_on(async {
        let listener = tokio::net::TcpListener::bind(BARE).await?.tap_io(|stream| {
            let _ = stream.set_nodelay(true);
        });
        axum::serve(listener, router).await
    })?;
    Ok(())
}

async fn keep_posted(State(kept): State<Kept>, Path(name): Path<String>, headers: HeaderMap, body: Bytes) {
    let own = headers.iter().filter_map(|(key, value)| {
        let name = key.as_str().strip_prefix(KEEP)?.parse::<HeaderName>().ok()?;
        Some((name, value.clone()))
    });
    if let Ok(mut kept) = kept.write() {
        kept.insert(name, (own.collect(), body));
    }
}

async fn give(State(kept): State<Kept>, Path(name): Path<String>) -> (HeaderMap, Bytes) {
    kept.read().ok().and_then(|kept| kept.get(&name).cloned()).unwrap_or_default()
}

/// Gives the running server the bytes and headers of `answer`; returns their address.
pub(super) fn keep(path: &str, answer: &Answer) -> Outcome<String> {
    let name = path.chars().filter(char::is_ascii_alphanumeric).collect::<String>() + "x";
    let mut head = format!("POST /bytes/{name} HTTP/1.1\r\nHost: {BARE}\r\nContent-Length: {}\r\n", answer.body.len());
    let carried = |key: &str| !matches!(key, "content-length" | "date" | "transfer-encoding");
    for (key, value) in answer.headers.iter().filter(|(key, _)| carried(key)) {
        head.push_str(&format!("{KEEP}{key}: {value}\r\n"));
    }
    let mut request = (head + "\r\n").into_bytes();
    request.extend_from_slice(&answer.body);
    Connection::open(BARE)?.ask(&request)?;
    Ok(format!("/bytes/{name}"))
}

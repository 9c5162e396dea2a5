//! A local HTTP server that answers from a script and keeps what it was asked.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use url::Url;

/// One scripted answer.
#[derive(Debug, Clone)]
pub enum Answer {
    /// A whole answer.
    Whole {
        /// Status of the answer.
        status: u16,
        /// Names and values of the headers.
        headers: Vec<(&'static str, String)>,
        /// Body of the answer.
        body: String,
    },
    /// Never answers.
    Hang,
}

impl Answer {
    /// An answer of this media type.
    pub fn new(status: u16, media_type: &str, body: impl Into<String>) -> Self {
        let headers = vec![("content-type", media_type.to_owned())];
        Self::Whole { status, headers, body: body.into() }
    }

    /// A JSON answer.
    pub fn json(status: u16, body: &serde_json::Value) -> Self {
        Self::new(status, "application/json", body.to_string())
    }

    /// An HTML page.
    pub fn html(status: u16, body: &str) -> Self {
        Self::new(status, "text/html; charset=utf-8", body)
    }

    /// A redirect (302).
    pub fn redirect(to: impl Into<String>) -> Self {
        Self::Whole { status: 302, headers: vec![("location", to.into())], body: String::new() }
    }

    /// Adds a header.
    #[must_use]
    pub fn with_header(mut self, name: &'static str, value: &str) -> Self {
        if let Self::Whole { headers, .. } = &mut self {
            headers.push((name, value.to_owned()));
        }
        self
    }
}

/// One request as it arrived.
#[derive(Debug, Clone)]
pub struct Seen {
    /// HTTP method.
    pub method: String,
    /// Path without query.
    pub path: String,
    /// Query as sent, or empty.
    pub query: String,
    /// Headers of the request.
    pub headers: HeaderMap,
    /// Body of the request.
    pub body: String,
}

impl Seen {
    /// A header's value, or empty.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The body read as an urlencoded form, in order.
    pub fn form(&self) -> Vec<(String, String)> {
        url::form_urlencoded::parse(self.body.as_bytes()).into_owned().collect()
    }

    /// The body read as JSON.
    pub fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_str(&self.body).expect("the client sent JSON")
    }
}

#[derive(Default)]
struct Book {
    scripts: HashMap<String, VecDeque<Answer>>,
    seen: Vec<Seen>,
}

/// The server. It stops with the test's runtime.
#[derive(Clone)]
pub struct ScriptedServer {
    /// Where it answers.
    pub url: Url,
    book: Arc<Mutex<Book>>,
}

impl ScriptedServer {
    /// Starts a server on a free port. Paths without a script answer 404.
    pub async fn start() -> Self {
        let book = Arc::<Mutex<Book>>::default();
        let app = Router::new().fallback(serve).with_state(Arc::clone(&book));
        let (listener, url) = listen().await;
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { url, book }
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().expect("no test panics while holding it")
    }

    /// Adds an answer for a path; answers are given in the order they were added.
    pub fn on(&self, path: &str, answer: Answer) -> &Self {
        self.book().scripts.entry(path.to_owned()).or_default().push_back(answer);
        self
    }

    /// The requests so far.
    pub fn seen(&self) -> Vec<Seen> {
        self.book().seen.clone()
    }

    /// The absolute address of a path on this server.
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.url.as_str().trim_end_matches('/'))
    }
}

async fn serve(State(book): State<Arc<Mutex<Book>>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
    let path = parts.uri.path().to_owned();
    let answer = {
        let mut book = book.lock().expect("no test panics while holding it");
        book.seen.push(Seen {
            method: parts.method.to_string(),
            path: path.clone(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            headers: parts.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        });
        book.scripts.get_mut(&path).and_then(VecDeque::pop_front)
    };
    match answer {
        None => (StatusCode::NOT_FOUND, "not in the script").into_response(),
        Some(Answer::Hang) => std::future::pending().await,
        Some(Answer::Whole { status, headers, body }) => {
            let mut response = Response::builder().status(status);
            for (name, value) in headers {
                response = response.header(name, value);
            }
            response.body(Body::from(body)).expect("a script holds valid headers")
        }
    }
}

/// Starts a server that reads a request, writes these bytes and hangs up. With none it is a dropped connection.
pub async fn raw_server(bytes: &'static [u8]) -> Url {
    let (listener, url) = listen().await;
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = [0; 8192];
            let read = stream.read(&mut request).await;
            if read.is_ok() && stream.write_all(bytes).await.is_ok() {
                drop(stream.shutdown().await);
            }
        }
    });
    url
}

/// An address where nobody listens.
pub async fn refused_url() -> Url {
    let (listener, url) = listen().await;
    drop(listener);
    url
}

async fn listen() -> (TcpListener, Url) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("a bound socket has an address");
    let url = format!("http://{address}/").parse().expect("an address makes a URL");
    (listener, url)
}

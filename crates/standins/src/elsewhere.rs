//! A site of somebody else, with every way in which links come to nothing: for checks of links.
//!
//! It speaks HTTP by hand on a socket of its own: a server framework hangs up politely, and always reads or writes all of a
//! message.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// Longest head of a request.
const MOST_HEAD: usize = 64 * 1024;

/// What was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// `HEAD` or `GET`.
    pub method: String,
    /// Path and query.
    pub path: String,
    /// Who asked, as they say.
    pub agent: String,
}

#[derive(Default)]
struct Log {
    asked: Vec<Asked>,
    open: usize,
    most_open: usize,
    sent: u64,
}

/// The running site. It ends with its runtime.
///
/// | path | answer |
/// |---|---|
/// | `/ok…` | 200 |
/// | `/moved` | 301 to `/moved/on`, 301 to `/ok` |
/// | `/loop` | 302 to itself |
/// | `/404`, `/500`, `/429` … | that status |
/// | `/no-head` | 405 to HEAD, 200 to GET |
/// | `/hang` | takes the question and never answers |
/// | `/huge` | refuses HEAD; GET gets bytes without end |
/// | `/reset` | the connection is reset |
pub struct Elsewhere {
    /// Its origin, without a slash at the end.
    pub url: String,
    log: Arc<Mutex<Log>>,
}

impl Elsewhere {
    /// Opens the site on a free port of this machine.
    ///
    /// # Errors
    /// When there is no free port.
    pub async fn open() -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}", listener.local_addr()?);
        let log = Arc::new(Mutex::new(Log::default()));
        tokio::spawn(accept(listener, log.clone()));
        Ok(Elsewhere { url, log })
    }

    /// Address of a path.
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }

    /// Everything that was asked so far.
    pub fn asked(&self) -> Vec<Asked> {
        locked(&self.log).asked.clone()
    }

    /// Most questions that were open at the same time.
    pub fn most_at_once(&self) -> usize {
        locked(&self.log).most_open
    }

    /// Bytes of bodies that somebody took.
    pub fn sent(&self) -> u64 {
        locked(&self.log).sent
    }
}

fn locked(log: &Mutex<Log>) -> std::sync::MutexGuard<'_, Log> {
    log.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn accept(listener: TcpListener, log: Arc<Mutex<Log>>) {
    while let Ok((stream, _)) = listener.accept().await {
        let log = log.clone();
        tokio::spawn(async move {
            // Whoever hangs up in the middle is no error here.
            let _ = answer(stream, &log).await;
        });
    }
}

/// One question for each connection.
async fn answer(mut stream: TcpStream, log: &Mutex<Log>) -> io::Result<()> {
    let Some(asked) = read(&mut stream).await? else { return Ok(()) };
    let (is_head, path) = (asked.method == "HEAD", asked.path.clone());
    {
        let mut log = locked(log);
        log.asked.push(asked);
        log.open += 1;
        log.most_open = log.most_open.max(log.open);
    }
    let answered = reply(&mut stream, is_head, &path, log).await;
    locked(log).open -= 1;
    answered
}

async fn read(stream: &mut TcpStream) -> io::Result<Option<Asked>> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        if stream.read(&mut byte).await? == 0 || head.len() > MOST_HEAD {
            return Ok(None);
        }
        head.extend(byte);
    }
    let head = String::from_utf8_lossy(&head);
    let mut first = head.split_whitespace();
    let (method, path) = (first.next().unwrap_or_default(), first.next().unwrap_or_default());
    let agent = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("user-agent").then(|| value.trim().to_owned())
    });
    Ok(Some(Asked { method: method.to_owned(), path: path.to_owned(), agent: agent.unwrap_or_default() }))
}

async fn reply(stream: &mut TcpStream, is_head: bool, path: &str, log: &Mutex<Log>) -> io::Result<()> {
    match path {
        "/moved" => say(stream, 301, "Location: /moved/on\r\n").await,
        "/moved/on" => say(stream, 301, "Location: /ok\r\n").await,
        "/loop" => say(stream, 302, "Location: /loop\r\n").await,
        "/no-head" | "/huge" if is_head => say(stream, 405, "Allow: GET\r\n").await,
        "/hang" => hang(stream).await,
        "/huge" => flood(stream, log).await,
        "/reset" => stream.set_zero_linger(),
        path => say(stream, path.trim_start_matches('/').parse().unwrap_or(200), "").await,
    }
}

async fn say(stream: &mut TcpStream, status: u16, headers: &str) -> io::Result<()> {
    let head = format!("HTTP/1.1 {status} Said\r\n{headers}Content-Length: 0\r\nConnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).await
}

/// Until the other side gives up.
async fn hang(stream: &mut TcpStream) -> io::Result<()> {
    while stream.read(&mut [0; 64]).await? > 0 {}
    Ok(())
}

/// Until the other side hangs up.
async fn flood(stream: &mut TcpStream, log: &Mutex<Log>) -> io::Result<()> {
    stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\n").await?;
    let part = vec![b'x'; 64 * 1024];
    loop {
        stream.write_all(&part).await?;
        locked(log).sent += part.len() as u64;
    }
}

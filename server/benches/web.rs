//! `make bench`: what a request costs this build, beside a bare axum handler that returns the same bytes.
//!
//! Both servers run as processes of their own, so that CPU time is theirs alone; figures of one run are comparable
//! with each other and with nothing else. Usage: `web <path of xpro> <database url>`; `web bare` is the limit's server.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, Command, ExitCode, Stdio},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

const SITE: &str = "127.0.0.1:18080";
const BARE: &str = "127.0.0.1:18081";
/// Requests counted per measurement, after as many again to warm up a tenth.
const REQUESTS: usize = 3_000;
const CONNECTIONS: [usize; 3] = [1, 8, 32];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let outcome = match arguments.as_slice() {
        [role] if role == "bare" => bare_server(),
        [xpro, database] => measure_all(xpro, database),
        _ => Err("usage: web <path of xpro> <database url>".into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("bench: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// The limit: axum answering `/bytes/<n>` with what was posted to it under that name, headers included.
fn bare_server() -> Outcome<()> {
    use axum::{
        Router,
        body::Bytes,
        extract::{Path, State},
        http::HeaderMap,
        routing::get,
        serve::ListenerExt as _,
    };
    type Kept = Arc<std::sync::RwLock<BTreeMap<String, (HeaderMap, Bytes)>>>;
    async fn keep(State(kept): State<Kept>, Path(name): Path<String>, headers: HeaderMap, body: Bytes) {
        let mut own = HeaderMap::new();
        for (key, value) in &headers {
            if let Some(name) =
                key.as_str().strip_prefix("x-keep-").and_then(|name| name.parse::<axum::http::HeaderName>().ok())
            {
                own.insert(name, value.clone());
            }
        }
        if let Ok(mut kept) = kept.write() {
            kept.insert(name, (own, body));
        }
    }
    async fn give(State(kept): State<Kept>, Path(name): Path<String>) -> (HeaderMap, Bytes) {
        kept.read().ok().and_then(|kept| kept.get(&name).cloned()).unwrap_or_default()
    }
    let router = Router::new()
        .route("/bytes/{name}", get(give).post(keep))
        .layer(axum::extract::DefaultBodyLimit::disable())
        .with_state(Kept::default());
    tokio::runtime::Runtime::new()?.block_on(async {
        let listener = tokio::net::TcpListener::bind(BARE).await?.tap_io(|stream| {
            let _ = stream.set_nodelay(true);
        });
        axum::serve(listener, router).await
    })?;
    Ok(())
}

/// A server process, ended when it goes out of scope.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Server {
    fn start(command: &mut Command, address: &str) -> Outcome<Self> {
        let server = Server(command.stdout(Stdio::null()).spawn()?);
        let since = Instant::now();
        while TcpStream::connect(address).is_err() {
            if since.elapsed() > Duration::from_secs(60) {
                return Err(format!("nothing listens on {address}").into());
            }
            std::thread::yield_now();
        }
        Ok(server)
    }

    /// User and system CPU time so far, in seconds.
    fn cpu(&self) -> Outcome<f64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.0.id()))?;
        let fields: Vec<&str> = stat.rsplit_once(')').ok_or("stat")?.1.split_whitespace().collect();
        let ticks: f64 = fields[11].parse::<f64>()? + fields[12].parse::<f64>()?;
        Ok(ticks / 100.0)
    }

    /// Resident memory in MB.
    fn memory(&self) -> Outcome<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.0.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("VmRSS")?;
        Ok(line.split_whitespace().next().ok_or("VmRSS")?.parse::<f64>()? / 1024.0)
    }
}

/// One answer.
struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

/// A kept-alive HTTP/1.1 connection that reads whole answers with a length.
struct Connection {
    stream: BufReader<TcpStream>,
}

impl Connection {
    fn open(address: &str) -> Outcome<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(Connection { stream: BufReader::with_capacity(64 * 1024, stream) })
    }

    fn ask(&mut self, request: &[u8]) -> Outcome<Answer> {
        self.stream.get_mut().write_all(request)?;
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        let status = line.split_whitespace().nth(1).ok_or("no status line")?.parse()?;
        let mut headers = Vec::new();
        loop {
            line.clear();
            self.stream.read_line(&mut line)?;
            let Some((name, value)) = line.trim_end().split_once(": ") else { break };
            headers.push((name.to_lowercase(), value.to_owned()));
        }
        let length =
            headers.iter().find(|(name, _)| name == "content-length").map_or(Ok(0), |(_, value)| value.parse())?;
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        Ok(Answer { status, headers, body })
    }
}

fn get(address: &str, path: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nAccept-Encoding: br\r\nAccept: */*\r\n\r\n").into_bytes()
}

/// What one measurement found.
struct Figures {
    cpu_us: f64,
    p50_us: f64,
    p99_us: f64,
}

fn measure(server: &Server, address: &str, request: &[u8], connections: usize) -> Outcome<Figures> {
    round(address, request, connections, REQUESTS / 10)?;
    let before = server.cpu()?;
    let mut times = round(address, request, connections, REQUESTS)?;
    let cpu = server.cpu()? - before;
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e6;
    Ok(Figures { cpu_us: cpu * 1e6 / times.len() as f64, p50_us: at(0.50), p99_us: at(0.99) })
}

fn round(address: &str, request: &[u8], connections: usize, requests: usize) -> Outcome<Vec<Duration>> {
    let left = AtomicUsize::new(requests);
    let results: Vec<Outcome<Vec<Duration>>> = std::thread::scope(|scope| {
        let run = || -> Outcome<Vec<Duration>> {
            let mut connection = Connection::open(address)?;
            let mut times = Vec::new();
            while left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok() {
                let start = Instant::now();
                let answer = connection.ask(request)?;
                times.push(start.elapsed());
                if answer.status >= 500 {
                    return Err(format!("status {}", answer.status).into());
                }
            }
            Ok(times)
        };
        let threads: Vec<_> = (0..connections).map(|_| scope.spawn(run)).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(|_| Err("a client thread panicked".into())))
            .collect()
    });
    results.into_iter().collect::<Outcome<Vec<_>>>().map(|times| times.concat())
}

fn measure_all(xpro: &str, database: &str) -> Outcome<()> {
    let pages = pages_of(xpro, database)?;
    let site = Server::start(&mut site_command(xpro, database, "warn"), SITE)?;
    let bare = Server::start(Command::new(std::env::current_exe()?).arg("bare"), BARE)?;
    say(&format!(
        "{:<44} {:>4} {:>9} {:>9} {:>6} {:>9} {:>9} {:>7}",
        "page (brotli)", "conn", "cpu us", "bare us", "ratio", "p50 us", "p99 us", "bytes"
    ));
    for path in &pages {
        let answer = Connection::open(SITE)?.ask(&get(SITE, path))?;
        let limit = format!("/bytes/{}", keep(path, &answer)?);
        for connections in CONNECTIONS {
            let ours = measure(&site, SITE, &get(SITE, path), connections)?;
            let floor = measure(&bare, BARE, &get(BARE, &limit), connections)?;
            say(&format!(
                "{path:<44} {connections:>4} {:>9.1} {:>9.1} {:>6.2} {:>9.0} {:>9.0} {:>7}",
                ours.cpu_us,
                floor.cpu_us,
                ours.cpu_us / floor.cpu_us.max(0.1),
                ours.p50_us,
                ours.p99_us,
                answer.body.len()
            ));
        }
    }
    say(&format!("server memory after the run: {:.0} MB", site.memory()?));
    drop(site);
    cold_renders(xpro, database, &pages)?;
    queries(xpro, database, &pages)
}

/// `/`, the catalog, one course, one program, the export, sign-in: the course and program are the first in the sitemap.
fn pages_of(xpro: &str, database: &str) -> Outcome<Vec<String>> {
    let _site = Server::start(&mut site_command(xpro, database, "warn"), SITE)?;
    let sitemap =
        Connection::open(SITE)?.ask(format!("GET /sitemap.xml HTTP/1.1\r\nHost: {SITE}\r\n\r\n").as_bytes())?;
    let sitemap = String::from_utf8(sitemap.body)?;
    let first = |prefix: &str| {
        sitemap
            .split("<loc>")
            .filter_map(|part| part.split("</loc>").next())
            .find_map(|url| url.find(prefix).map(|at| url[at..].to_owned()))
    };
    let course = first("/courses/").ok_or("no course in the sitemap")?;
    let program = first("/programs/").ok_or("no program in the sitemap")?;
    Ok(vec!["/".into(), "/catalog/".into(), course, program, "/api/courses/".into(), "/signin/".into()])
}

fn site_command(xpro: &str, database: &str, log: &str) -> Command {
    let mut command = Command::new(xpro);
    command
        .arg("serve")
        .env("DATABASE_URL", database)
        .env("XPRO_LISTEN", SITE)
        .env("XPRO_BASE_URL", format!("http://{SITE}"));
    command.env("XPRO_WORKER_CONCURRENCY", "0").env("XPRO_LOG", log).stderr(Stdio::inherit());
    command
}

/// Gives the bare server the same bytes and headers.
fn keep(path: &str, answer: &Answer) -> Outcome<String> {
    let name: String = path.chars().filter(char::is_ascii_alphanumeric).collect::<String>() + "x";
    let mut head = format!("POST /bytes/{name} HTTP/1.1\r\nHost: {BARE}\r\nContent-Length: {}\r\n", answer.body.len());
    for (key, value) in answer
        .headers
        .iter()
        .filter(|(key, _)| !matches!(key.as_str(), "content-length" | "date" | "transfer-encoding"))
    {
        head.push_str(&format!("x-keep-{key}: {value}\r\n"));
    }
    let mut request = (head + "\r\n").into_bytes();
    request.extend_from_slice(&answer.body);
    Connection::open(BARE)?.ask(&request)?;
    Ok(name)
}

/// The first request of each page after a start, which renders and compresses it.
fn cold_renders(xpro: &str, database: &str, pages: &[String]) -> Outcome<()> {
    say("\ncold render (first request after a start): CPU ms of the server, median of 5 starts");
    let mut found: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for _ in 0..5 {
        let site = Server::start(&mut site_command(xpro, database, "warn"), SITE)?;
        // Different addresses of one page are rendered apart: 20 of them measure above the clock's tick of 10 ms.
        for path in pages.iter().filter(|path| !path.starts_with("/api/") && *path != "/signin/") {
            let before = site.cpu()?;
            let mut connection = Connection::open(SITE)?;
            for n in 0..20 {
                let request = format!(
                    "GET {path}?cold={n} HTTP/1.1\r\nHost: {SITE}\r\nCache-Control: no-cache\r\nX-Bench-Cold: {n}\r\nAccept-Encoding: br\r\n\r\n"
                );
                connection.ask(request.as_bytes())?;
            }
            found.entry(path).or_default().push((site.cpu()? - before) * 1e3 / 20.0);
        }
    }
    for (path, mut times) in found {
        times.sort_by(f64::total_cmp);
        say(&format!("{path:<44} {:>9.2} ms", times[times.len() / 2]));
    }
    Ok(())
}

/// Statements per warm page, counted in the server's own log of statements.
fn queries(xpro: &str, database: &str, pages: &[String]) -> Outcome<()> {
    let log = std::env::temp_dir().join(format!("xpro-bench-{}.log", std::process::id()));
    let file = std::fs::File::create(&log)?;
    let _site = Server::start(site_command(xpro, database, "warn,sqlx::query=debug").stderr(file), SITE)?;
    let count = || -> Outcome<usize> {
        Ok(std::fs::read_to_string(&log)?.lines().filter(|line| line.contains("sqlx::query")).count())
    };
    say("\nstatements per warm page");
    for path in pages {
        let mut connection = Connection::open(SITE)?;
        connection.ask(&get(SITE, path))?;
        let before = count()?;
        for _ in 0..10 {
            connection.ask(&get(SITE, path))?;
        }
        say(&format!("{path:<44} {:>9.1}", (count()? - before) as f64 / 10.0));
    }
    std::fs::remove_file(log)?;
    Ok(())
}

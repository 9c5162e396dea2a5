//! `make bench`: what a request costs this build, beside a bare axum handler that returns the same bytes.
//!
//! Both servers run as processes of their own, so that CPU time is theirs alone, and their rounds alternate, so that a
//! ratio compares the same minute. Figures of different runs are not comparable.
//! Usage: `web <path of xpro> <database url>`; `web bare` is the limit's server.

mod bare;
mod client;
mod cold;
mod process;
mod queries;
mod warm;

use process::Site;
use std::{io::Write as _, process::ExitCode};

/// What a measurement fails with.
type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Server memory after the run, at most (issue 2, point 9).
const MEMORY_BAR_MB: f64 = 150.0;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let outcome = match arguments.as_slice() {
        [role] if role == "bare" => bare::serve().map(|()| true),
        [xpro, database] => measure_all(&Site { xpro, database }),
        _ => Err("usage: web <path of xpro> <database url>".into()),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => {
            say("bench: a bar was crossed");
            ExitCode::FAILURE
        }
        Err(error) => {
            say(&format!("bench: {error}"));
            ExitCode::FAILURE
        }
    }
}

/// Whether every bar held.
fn measure_all(site: &Site<'_>) -> Outcome<bool> {
    let pages = pages_of(site)?;
    let mut held = Bars::default();
    let server = site.start("warn")?;
    let limit = bare::start()?;
    for page in &pages {
        warm::measure(&server, &limit, page, &mut held)?;
    }
    let memory = server.memory()?;
    say(&format!(
        "\nserver memory after the run: {memory:.0} MB{}",
        held.at_most(memory, MEMORY_BAR_MB, "server memory")
    ));
    drop((server, limit));
    cold::measure(site, &pages, &mut held)?;
    queries::count(site, &pages, &mut held)?;
    Ok(held.report())
}

/// A page that is measured.
struct Page {
    path: String,
    /// The same bytes for everyone, so the bars of public pages hold for it.
    is_public: bool,
}

/// `/`, the catalog, one course, one program, the export, sign-in: the course and program are the first in the sitemap.
fn pages_of(site: &Site<'_>) -> Outcome<Vec<Page>> {
    let _server = site.start("warn")?;
    let sitemap =
        String::from_utf8(client::Connection::open(process::SITE)?.ask(&client::plain("/sitemap.xml"))?.body)?;
    let first = |prefix: &str| {
        let mut addresses = sitemap.split("<loc>").filter_map(|part| part.split("</loc>").next());
        addresses.find_map(|url| url.find(prefix).map(|at| url[at..].to_owned()))
    };
    let public = |path: String| Page { path, is_public: true };
    Ok(vec![
        public("/".to_owned()),
        public("/catalog/".to_owned()),
        public(first("/courses/").ok_or("no course in the sitemap")?),
        public(first("/programs/").ok_or("no program in the sitemap")?),
        public("/api/courses/".to_owned()),
        Page { path: "/signin/".to_owned(), is_public: false },
    ])
}

/// Keeps account of the bars.
#[derive(Default)]
struct Bars {
    crossed: Vec<String>,
}

impl Bars {
    /// A mark for the table when the figure is above its bar.
    fn at_most(&mut self, figure: f64, bar: f64, what: &str) -> &'static str {
        if figure <= bar {
            return "";
        }
        self.crossed.push(format!("{what}: {figure:.2}, the bar is {bar:.2}"));
        "  OVER"
    }

    fn report(&self) -> bool {
        self.crossed.iter().for_each(|crossed| say(&format!("over its bar: {crossed}")));
        self.crossed.is_empty()
    }
}

fn say(line: &str) {
    // A reader that went away is no error of ours.
    let _ = writeln!(std::io::stdout(), "{line}");
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or_default()
}

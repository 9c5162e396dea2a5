//! Cold renders: the first request for a page after a start, which lays it out and compresses it.

use crate::{
    Bars, Outcome, Page,
    client::{self, Connection},
    median,
    process::{SITE, Server, Site},
    say,
};
use std::time::Duration;

const STARTS: usize = 5;
/// CPU time of a cold render, at most (issue 2, point 9).
const BAR_MS: f64 = 10.0;

/// Prints a line per public page.
pub(super) fn measure(site: &Site<'_>, pages: &[Page], bars: &mut Bars) -> Outcome<()> {
    say(&format!(
        "\ncold render, CPU ms, median of {STARTS} starts   to the answer   with the thorough compression after it"
    ));
    for page in pages.iter().filter(|page| page.is_public) {
        let (mut answered, mut settled) = (Vec::new(), Vec::new());
        for _ in 0..STARTS {
            let server = site.start("warn")?;
            // A 404 first: what a process does once (its first connection, the frame of a page) is no page's cost.
            Connection::open(SITE)?.ask(&client::brotli("/no-such-page/"))?;
            let before = calm(&server)?;
            Connection::open(SITE)?.ask(&client::brotli(&page.path))?;
            answered.push(milliseconds(server.cpu()? - before));
            settled.push(milliseconds(calm(&server)? - before));
        }
        let to_answer = median(answered);
        let mark = bars.at_most(to_answer, BAR_MS, &format!("cold render of {}", page.path));
        say(&format!("{:<48} {to_answer:>13.2} {:>41.2}{mark}", page.path, median(settled)));
    }
    Ok(())
}

/// CPU time once the server has nothing left to do: two readings a moment apart that agree.
fn calm(server: &Server) -> Outcome<Duration> {
    let mut last = server.cpu()?;
    loop {
        std::thread::sleep(Duration::from_millis(60));
        let now = server.cpu()?;
        if now - last < Duration::from_micros(300) {
            return Ok(now);
        }
        last = now;
    }
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}

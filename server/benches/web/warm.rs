//! Warm requests, beside the bare handler: CPU time of the best of nine rounds, latencies as medians of the rounds.

use crate::{
    Bars, Outcome, Page, bare,
    client::{self, Connection},
    median,
    process::{BARE, SITE, Server},
    say,
};
use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, Instant},
};

/// Requests of one round.
const REQUESTS: usize = 2_000;
/// Rounds of each server, taken in turns.
const ROUNDS: usize = 9;
const CONNECTIONS: [usize; 3] = [1, 8, 32];
/// CPU time of a warm public page, in that of the bare handler (issue 2, point 9).
const RATIO_BAR: f64 = 2.0;

/// What one round found, in microseconds.
struct Round {
    cpu: f64,
    p50: f64,
    p99: f64,
}

/// Prints the page's lines.
pub(super) fn measure(site: &Server, limit: &Server, page: &Page, bars: &mut Bars) -> Outcome<()> {
    let answer = Connection::open(SITE)?.ask(&client::brotli(&page.path))?;
    if answer.status != 200 {
        return Err(format!("{} answers {}", page.path, answer.status).into());
    }
    let (ours, bare) = (client::brotli(&page.path), client::brotli(&bare::keep(&page.path, &answer)?));
    say(&format!("\n{} ({} bytes on the wire)", page.path, answer.body.len()));
    say("  connections    CPU us   bare us   ratio    p50 us    p99 us  bare p50  bare p99");
    for connections in CONNECTIONS {
        round(site, SITE, &ours, connections)?;
        let mut pairs = Vec::new();
        for _ in 0..ROUNDS {
            pairs.push((round(site, SITE, &ours, connections)?, round(limit, BARE, &bare, connections)?));
        }
        let of = |figure: &dyn Fn(&(Round, Round)) -> f64| median(pairs.iter().map(figure).collect());
        // Whether two threads share a core or wake each other across cores changes a round's CPU threefold, for both
        // servers alike and at random; the best rounds are the ones without it.
        let best = |figure: &dyn Fn(&(Round, Round)) -> f64| pairs.iter().map(figure).fold(f64::INFINITY, f64::min);
        let (cpu, bare_cpu) = (best(&|pair| pair.0.cpu), best(&|pair| pair.1.cpu));
        let ratio = cpu / bare_cpu;
        let bar = if page.is_public { RATIO_BAR } else { f64::INFINITY };
        let mark = bars.at_most(ratio, bar, &format!("{} at {connections} connections", page.path));
        say(&format!(
            "  {connections:>11} {cpu:>9.1} {bare_cpu:>9.1} {ratio:>7.2} {:>9.0} {:>9.0} {:>9.0} {:>9.0}{mark}",
            of(&|pair| pair.0.p50),
            of(&|pair| pair.0.p99),
            of(&|pair| pair.1.p50),
            of(&|pair| pair.1.p99),
        ));
    }
    Ok(())
}

fn round(server: &Server, address: &str, request: &[u8], connections: usize) -> Outcome<Round> {
    let before = server.cpu()?;
    let mut times = ask_from_all(address, request, connections)?;
    let cpu = server.cpu()? - before;
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e6;
    Ok(Round { cpu: cpu.as_secs_f64() * 1e6 / times.len() as f64, p50: at(0.50), p99: at(0.99) })
}

/// Each connection asks as soon as it was answered, until the round's requests are spent.
fn ask_from_all(address: &str, request: &[u8], connections: usize) -> Outcome<Vec<Duration>> {
    let left = AtomicUsize::new(REQUESTS);
    let ask = || -> Outcome<Vec<Duration>> {
        let mut connection = Connection::open(address)?;
        let mut times = Vec::new();
        while left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok() {
            let start = Instant::now();
            let answer = connection.ask(request)?;
            times.push(start.elapsed());
            if answer.status != 200 {
                return Err(format!("status {}", answer.status).into());
            }
        }
        Ok(times)
    };
    let results: Vec<Outcome<Vec<Duration>>> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..connections).map(|_| scope.spawn(ask)).collect();
        let joined = threads.into_iter().map(|thread| thread.join());
        joined.map(|joined| joined.unwrap_or_else(|_| Err("a client thread panicked".into()))).collect()
    });
    results.into_iter().collect::<Outcome<Vec<_>>>().map(|times| times.concat())
}

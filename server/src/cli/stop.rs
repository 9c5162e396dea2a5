//! Ending on a signal: the first asks to finish what is under way, the second not to wait for it.

use anyhow::bail;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_util::sync::CancellationToken;

/// What the signals have asked for so far.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    /// Finish, then end: the first Ctrl-C, `SIGTERM`, or the terminal's end (`SIGHUP`).
    pub(super) to_stop: CancellationToken,
    /// End now.
    to_hurry: CancellationToken,
}

impl Asked {
    /// Listens from now on.
    pub(super) fn listen() -> Self {
        let asked = Asked { to_stop: CancellationToken::new(), to_hurry: CancellationToken::new() };
        let listening = asked.clone();
        tokio::spawn(async move {
            let kinds = [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup()];
            let Ok(mut signals) = kinds.into_iter().map(signal).collect::<Result<Vec<_>, _>>() else { return };
            any(&mut signals).await;
            super::eprint_line("Ending. What is under way may take up to 20 s; Ctrl-C again does not wait for it.");
            listening.to_stop.cancel();
            any(&mut signals).await;
            listening.to_hurry.cancel();
        });
        asked
    }

    /// Runs this to its end, or until somebody asked twice. What is given up that way is as after a crash: nothing is
    /// half done, and jobs come back when their lease runs out.
    pub(super) async fn unless_hurried<T>(&self, work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
        tokio::select! {
            done = work => done,
            () = self.to_hurry.cancelled() => bail!("ended without waiting for what was under way"),
        }
    }
}

/// The next signal of any kind.
async fn any(signals: &mut [Signal]) {
    let waiting = signals.iter_mut().map(|signal| Box::pin(signal.recv()));
    futures::future::select_all(waiting).await;
}

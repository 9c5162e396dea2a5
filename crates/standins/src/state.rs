//! Everything the stand-ins remember, shared by all handlers.

use std::ops::Deref;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use reqwest::Client;
use tokio_util::sync::CancellationToken;

use crate::client;
use crate::config::Config;
use crate::control::{FaultBook, RequestLog};
use crate::cybersource::PaymentBook;
use crate::mailgun::Mailbox;
use crate::openedx::EdxState;
use crate::system::System;

/// A cheap handle on the state of all stand-ins.
#[derive(Clone)]
pub(crate) struct Shared(Arc<Inner>);

/// The state itself. Each part has its own lock and no lock is held over an await.
pub(crate) struct Inner {
    pub(crate) config: Config,
    pub(crate) client: Client,
    /// Cancelled when the server stops, so that delays and late notices do not hold it up.
    pub(crate) stop: CancellationToken,
    edx: Mutex<EdxState>,
    payments: Mutex<PaymentBook>,
    mails: Mutex<Mailbox>,
    faults: Mutex<FaultBook>,
    log: Mutex<RequestLog>,
}

impl Shared {
    /// Fresh state.
    pub(crate) fn new(config: Config) -> Self {
        Self(Arc::new(Inner {
            config,
            client: client::build(),
            stop: CancellationToken::new(),
            edx: Mutex::default(),
            payments: Mutex::default(),
            mails: Mutex::default(),
            faults: Mutex::default(),
            log: Mutex::default(),
        }))
    }

    /// Runs work beside the current request; it is dropped when the server stops.
    pub(crate) fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        let stop = self.stop.clone();
        tokio::spawn(async move {
            tokio::select! {
                () = stop.cancelled() => {}
                () = work => {}
            }
        });
    }
}

impl Deref for Shared {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl Inner {
    pub(crate) fn edx(&self) -> MutexGuard<'_, EdxState> {
        lock(&self.edx)
    }

    pub(crate) fn payments(&self) -> MutexGuard<'_, PaymentBook> {
        lock(&self.payments)
    }

    pub(crate) fn mails(&self) -> MutexGuard<'_, Mailbox> {
        lock(&self.mails)
    }

    pub(crate) fn faults(&self) -> MutexGuard<'_, FaultBook> {
        lock(&self.faults)
    }

    pub(crate) fn log(&self) -> MutexGuard<'_, RequestLog> {
        lock(&self.log)
    }

    /// Waits, but not beyond the end of the server.
    pub(crate) async fn pause(&self, ms: u64) {
        tokio::select! {
            () = self.stop.cancelled() => {}
            () = tokio::time::sleep(Duration::from_millis(ms)) => {}
        }
    }

    /// Forgets what one system, or every system, has seen, with its faults and log entries.
    pub(crate) fn reset(&self, system: Option<System>) {
        let chosen = |candidate| system.is_none_or(|system| system == candidate);
        if chosen(System::OpenEdx) {
            *self.edx() = EdxState::default();
        }
        if chosen(System::CyberSource) {
            *self.payments() = PaymentBook::default();
        }
        if chosen(System::Mailgun) {
            *self.mails() = Mailbox::default();
        }
        self.faults().clear(system);
        self.log().clear(system);
    }
}

/// A panic in one handler must not take the other handlers down with it.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

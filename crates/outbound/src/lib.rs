//! The one way out of the process: every HTTP call to an outside system goes through a [`Gateway`].
//!
//! A gateway belongs to one outside system and gives each call a timeout, a cap on the size of the answer, bounded
//! retries with exponential back-off and full jitter (only where the caller says that repeating is harmless), a circuit
//! breaker, typed errors, and a [`CallRecord`] for the observer and the log. Bodies, credentials and query values are
//! never recorded. Client crates build requests and read answers; they know nothing of retries.
//!
//! Back-off and breaker are written here, a page in all: the retry crates at hand add jitter on top of the delay
//! rather than drawing from the whole of it and cannot ask a breaker between attempts; the breaker crates keep their
//! own wall clock, so that recovery could only be tested by sleeping.

mod backoff;
mod breaker;
mod config;
mod error;
mod gateway;
mod pace;
mod reach;
mod record;
mod reply;
mod secret;
#[cfg(feature = "testing")]
pub mod testing;

pub use breaker::CircuitState;
pub use config::{BreakerPolicy, GatewayConfig, Retry, RetryPolicy};
pub use error::{CallError, Fault, Retryable, SetupError, StatusAnswer};
pub use gateway::Gateway;
pub use pace::{Pace, Pause, WallPace};
pub use reach::{Reach, is_public};
pub use record::{CallObserver, CallRecord, ErrorClass};
pub use reply::Reply;
pub use secret::Secret;

/// Makes `ring` the process-wide TLS provider. Safe to call any number of times; a provider that is already installed
/// is kept. [`Gateway::new`] calls it, so only code that opens TLS connections by itself needs to.
pub fn install_crypto() {
    // An error only says that a provider is there already, which is what we want.
    drop(rustls::crypto::ring::default_provider().install_default());
}

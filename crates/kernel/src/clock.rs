//! Time is passed in: nobody reads the system's clock but this.

use std::sync::Arc;
use time::OffsetDateTime;

/// Answers "what time is it", in UTC. Tests pass one that they move.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> OffsetDateTime + Send + Sync>);

impl Clock {
    /// The machine's clock.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn system() -> Self {
        Clock(Arc::new(|| {
            let now = OffsetDateTime::now_utc();
            // Postgres keeps microseconds; cutting here makes what was written equal what is read back.
            now.replace_nanosecond(now.microsecond() * 1_000).unwrap_or(now)
        }))
    }

    /// A clock that answers whatever `read` says.
    pub fn new(read: impl Fn() -> OffsetDateTime + Send + Sync + 'static) -> Self {
        Clock(Arc::new(read))
    }

    /// The current instant.
    pub fn now(&self) -> OffsetDateTime {
        (self.0)()
    }
}

impl std::fmt::Debug for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Clock")
    }
}

//! Waiting until somebody rests.

use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};
use std::time::Duration;

/// Calls something a while after it was last asked for, as long as the view lives that made it: whoever types and leaves
/// within the pause is not brought back by it, nor does it touch what is gone.
#[derive(Clone, Copy)]
pub struct Pause {
    timer: StoredValue<Option<TimeoutHandle>>,
}

impl Pause {
    /// Nothing asked yet.
    pub fn new() -> Self {
        let pause = Pause { timer: StoredValue::new(None) };
        on_cleanup(move || pause.stop());
        pause
    }

    /// Calls `act` after `wait`, in place of what was asked before. In a browser without timers nothing is called.
    pub fn then(self, wait: Duration, act: impl FnOnce() + 'static) {
        self.stop();
        self.timer.set_value(set_timeout_with_handle(act, wait).ok());
    }

    /// Forgets what was asked.
    pub fn stop(self) {
        if let Some(timer) = self.timer.try_get_value().flatten() {
            timer.clear();
        }
    }
}

//! An observer that keeps what it hears.

use std::sync::{Arc, Mutex};

use crate::record::{CallObserver, CallRecord};

/// Keeps every record.
#[derive(Debug, Default)]
pub struct Recorder(Mutex<Vec<CallRecord>>);

impl Recorder {
    /// An empty recorder.
    pub fn new() -> Arc<Self> {
        Arc::default()
    }

    /// What was heard so far.
    pub fn records(&self) -> Vec<CallRecord> {
        self.0.lock().expect("no test panics while holding it").clone()
    }
}

impl CallObserver for Recorder {
    fn observed(&self, record: CallRecord) {
        self.0.lock().expect("no test panics while holding it").push(record);
    }
}

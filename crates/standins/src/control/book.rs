//! The faults that are switched on.

use serde::Serialize;

use super::fault::{FaultSpec, NOTICE_PATH};
use crate::system::System;

/// A fault in force.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Fault {
    pub(crate) id: u64,
    #[serde(flatten)]
    pub(crate) spec: FaultSpec,
    /// How often it has struck.
    pub(crate) hits: u32,
}

impl Fault {
    /// How many strikes are left; `None` without limit.
    pub(crate) fn remaining(&self) -> Option<u32> {
        self.spec.times.map(|times| times.saturating_sub(self.hits))
    }
}

/// All faults, oldest first. A request meets at most one: the oldest that fits and has strikes
/// left.
#[derive(Default)]
pub(crate) struct FaultBook {
    faults: Vec<Fault>,
    last_id: u64,
}

impl FaultBook {
    /// Switches a fault on.
    pub(crate) fn add(&mut self, spec: FaultSpec) -> Fault {
        self.last_id += 1;
        let fault = Fault { id: self.last_id, spec, hits: 0 };
        self.faults.push(fault.clone());
        fault
    }

    /// All faults, used-up ones included, so that a test can read their hits.
    pub(crate) fn list(&self) -> &[Fault] {
        &self.faults
    }

    /// Switches one fault off; false when there is none of this id.
    pub(crate) fn remove(&mut self, id: u64) -> bool {
        let before = self.faults.len();
        self.faults.retain(|fault| fault.id != id);
        self.faults.len() < before
    }

    /// Switches off the faults of one system, or of all.
    pub(crate) fn clear(&mut self, system: Option<System>) {
        self.faults.retain(|fault| system.is_some_and(|system| fault.spec.system != system));
    }

    /// The fault that strikes this request, counted as used.
    pub(crate) fn take_inbound(&mut self, system: System, method: &str, path: &str) -> Option<FaultSpec> {
        self.take(|spec| !spec.is_for_notices() && spec.system == system && fits(spec, method, path))
    }

    /// The fault that strikes the notice about to be sent, counted as used.
    pub(crate) fn take_for_notice(&mut self) -> Option<FaultSpec> {
        self.take(|spec| spec.is_for_notices() && fits(spec, "POST", NOTICE_PATH))
    }

    fn take(&mut self, matches: impl Fn(&FaultSpec) -> bool) -> Option<FaultSpec> {
        let fault = self.faults.iter_mut().find(|fault| fault.remaining() != Some(0) && matches(&fault.spec))?;
        fault.hits += 1;
        Some(fault.spec.clone())
    }
}

fn fits(spec: &FaultSpec, method: &str, path: &str) -> bool {
    let method_fits = spec.method.as_deref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(method));
    let path_fits = spec.path_prefix.as_deref().is_none_or(|prefix| path.starts_with(prefix));
    method_fits && path_fits
}

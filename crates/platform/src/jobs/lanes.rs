//! A worker's slots, and who may fill them: jobs that wait for the same outside system share a lane.

use super::Registry;
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// All slots of one worker.
#[derive(Debug)]
pub(super) struct Slots {
    all: Arc<Semaphore>,
    lanes: Vec<Lane>,
}

/// The kinds of job that wait for the same system, and the slots that they may fill at once.
#[derive(Debug)]
pub(super) struct Lane {
    /// Kinds of job.
    pub kinds: Vec<String>,
    free: Arc<Semaphore>,
}

/// A filled slot, free again when dropped.
#[derive(Debug)]
pub(super) struct Slot {
    _lane: OwnedSemaphorePermit,
    _any: OwnedSemaphorePermit,
}

impl Slots {
    /// `concurrency` slots. A lane that waits for an outside system gets at most a third of them, so that two slow
    /// systems still leave a third to everything else.
    pub fn new(registry: &Registry, concurrency: usize) -> Self {
        let lanes = registry.kinds_by_system().into_iter().map(|(system, kinds)| {
            let most = if system.is_some() { concurrency.div_ceil(3) } else { concurrency };
            Lane { kinds, free: Arc::new(Semaphore::new(most)) }
        });
        Slots { all: Arc::new(Semaphore::new(concurrency)), lanes: lanes.collect() }
    }

    /// The lanes.
    pub fn lanes(&self) -> &[Lane] {
        &self.lanes
    }

    /// How many more jobs of this lane may run.
    pub fn room(&self, lane: &Lane) -> usize {
        lane.free.available_permits().min(self.all.available_permits())
    }

    /// Fills a slot; none when there is no room.
    pub fn fill(&self, lane: &Lane) -> Option<Slot> {
        let lane = lane.free.clone().try_acquire_owned().ok()?;
        let any = self.all.clone().try_acquire_owned().ok()?;
        Some(Slot { _lane: lane, _any: any })
    }

    /// The kinds of which more may run.
    pub fn open_kinds(&self) -> Vec<String> {
        self.lanes.iter().filter(|lane| self.room(lane) > 0).flat_map(|lane| lane.kinds.iter().cloned()).collect()
    }
}

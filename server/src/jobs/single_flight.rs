//! One at a time per person: several runs bought at once must not create one Open edX account each, nor spend the same
//! refresh token twice. In this process only; between processes Open edX's own answers settle it.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, Weak},
};
use tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard};
use xpro_kernel::UserId;

type Turn = AsyncMutex<()>;

/// Turns, by person.
#[derive(Debug, Clone, Default)]
pub struct SingleFlight(Arc<Mutex<HashMap<UserId, Weak<Turn>>>>);

impl SingleFlight {
    /// Waits until nobody else works on this person's account.
    pub async fn enter(&self, user: UserId) -> OwnedMutexGuard<()> {
        self.turn(user).lock_owned().await
    }

    fn turn(&self, user: UserId) -> Arc<Turn> {
        let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        turns.retain(|_, turn| turn.strong_count() > 0);
        if let Some(turn) = turns.get(&user).and_then(Weak::upgrade) {
            return turn;
        }
        let turn = Arc::new(Turn::default());
        turns.insert(user, Arc::downgrade(&turn));
        turn
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::FutureExt as _;

    #[tokio::test]
    async fn one_person_waits_and_another_does_not() {
        let flights = SingleFlight::default();

        let first = flights.enter(UserId(1)).await;

        assert!(flights.enter(UserId(1)).now_or_never().is_none());
        assert!(flights.enter(UserId(2)).now_or_never().is_some());
        drop(first);
        assert!(flights.enter(UserId(1)).now_or_never().is_some());
    }
}

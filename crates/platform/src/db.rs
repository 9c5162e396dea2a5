//! The database handle and the one transaction type.

use sqlx::{PgConnection, PgPool, Postgres, Transaction, pool::PoolConnection};
use std::ops::{Deref, DerefMut};
use time::OffsetDateTime;
use xpro_kernel::Clock;

/// Pool and clock: what every door needs to start an act.
#[derive(Debug, Clone)]
pub struct Database {
    pool: PgPool,
    clock: Clock,
}

impl Database {
    /// A handle on this pool that tells the time by this clock.
    pub fn new(pool: PgPool, clock: Clock) -> Self {
        Database { pool, clock }
    }

    /// Starts a transaction; `request_id` marks every fact written in it.
    ///
    /// # Errors
    /// When no connection is to be had.
    pub async fn begin(&self, request_id: &str) -> Result<Tx, sqlx::Error> {
        let inner = self.begin_with("begin").await?;
        Ok(Tx { inner, now: self.clock.now(), request_id: request_id.to_owned() })
    }

    /// A connection for reading.
    ///
    /// # Errors
    /// When no connection is to be had.
    pub async fn read(&self) -> Result<PoolConnection<Postgres>, sqlx::Error> {
        self.pool.acquire().await
    }

    /// Reads as of one instant, and only reads: several statements that must not contradict each other.
    ///
    /// # Errors
    /// When no connection is to be had.
    pub async fn snapshot(&self) -> Result<Transaction<'static, Postgres>, sqlx::Error> {
        self.begin_with("begin isolation level repeatable read read only").await
    }

    /// In a task of its own, which goes on when the caller is dropped, as a request is when its visitor leaves: sqlx 0.9.0
    /// gives a connection whose `begin` was dropped half-way back to the pool with the transaction open, and whoever gets
    /// it next works in there (sqlx issues 4385 and 4393; the fix of pull request 4394 is in no release yet).
    async fn begin_with(&self, statement: &'static str) -> Result<Transaction<'static, Postgres>, sqlx::Error> {
        let pool = self.pool.clone();
        let begun = tokio::spawn(async move { pool.begin_with(statement).await });
        begun.await.map_err(|_| sqlx::Error::WorkerCrashed)?
    }

    /// The pool, for listeners and migrations.
    pub fn pool(&self) -> &PgPool {
        &self.pool
    }

    /// The current instant.
    pub fn now(&self) -> OffsetDateTime {
        self.clock.now()
    }

    /// The clock.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }
}

/// One transaction with the instant at which it began. Dropping it without [`Tx::commit`] undoes everything.
#[derive(Debug)]
pub struct Tx {
    inner: Transaction<'static, Postgres>,
    now: OffsetDateTime,
    request_id: String,
}

impl Tx {
    /// The instant every row of this transaction carries.
    pub fn now(&self) -> OffsetDateTime {
        self.now
    }

    /// Ties rows to the request or job that caused them.
    pub fn request_id(&self) -> &str {
        &self.request_id
    }

    /// Makes everything permanent.
    ///
    /// # Errors
    /// When the database refuses, for instance because of a deferred constraint.
    pub async fn commit(self) -> Result<(), sqlx::Error> {
        self.inner.commit().await
    }

    /// A point to return to: what is done in the closure's place can be undone with [`Tx::rollback_to`] alone.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn savepoint(&mut self) -> Result<(), sqlx::Error> {
        sqlx::query("savepoint act").execute(&mut *self.inner).await.map(drop)
    }

    /// Undoes everything since [`Tx::savepoint`].
    ///
    /// # Errors
    /// When there is no savepoint.
    pub async fn rollback_to_savepoint(&mut self) -> Result<(), sqlx::Error> {
        sqlx::query("rollback to savepoint act").execute(&mut *self.inner).await.map(drop)
    }
}

impl Deref for Tx {
    type Target = PgConnection;
    fn deref(&self) -> &PgConnection {
        &self.inner
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut PgConnection {
        &mut self.inner
    }
}

/// The name of the constraint or unique index that a statement violated.
pub fn violated_constraint(error: &sqlx::Error) -> Option<&str> {
    error.as_database_error().and_then(|database| database.constraint())
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::FutureExt as _;
    use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

    #[sqlx::test]
    async fn a_beginning_that_is_dropped_leaves_no_transaction_open(pool: PgPoolOptions, options: PgConnectOptions) {
        // One connection, so that whoever comes next gets the one that was left.
        let pool = pool.max_connections(1).connect_with(options).await.expect("a pool");
        let db = Database::new(pool, Clock::system());
        for polls in (0..12).cycle().take(120) {
            // A visitor who leaves, at one moment or another before the database's answer.
            let mut beginning = Box::pin(db.begin("gone"));
            for _ in 0..polls {
                if (&mut beginning).now_or_never().is_some() {
                    break;
                }
                tokio::task::yield_now().await;
            }
            drop(beginning);
            let mut conn = db.read().await.expect("a connection");
            let mut times = Vec::new();
            for _ in 0..2 {
                let now: OffsetDateTime =
                    sqlx::query_scalar("select now()").fetch_one(&mut *conn).await.expect("answers");
                times.push(now);
            }
            assert_ne!(times[0], times[1], "after {polls} polls these statements share a transaction");
        }
        let mut snapshot = db.snapshot().await.expect("as of one instant");
        sqlx::query("select 1").execute(&mut *snapshot).await.expect("reads");
    }
}

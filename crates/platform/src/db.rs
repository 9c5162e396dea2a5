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
        let inner = self.pool.begin().await?;
        Ok(Tx { inner, now: self.clock.now(), request_id: request_id.to_owned() })
    }

    /// A connection for reading.
    ///
    /// # Errors
    /// When no connection is to be had.
    pub async fn read(&self) -> Result<PoolConnection<Postgres>, sqlx::Error> {
        self.pool.acquire().await
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

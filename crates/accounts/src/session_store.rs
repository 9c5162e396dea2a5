//! Sessions in Postgres for tower-sessions. Of a session's id only the hash is stored, and how long it lives is decided
//! here, by our clock, not by the layer.

use crate::{
    session::{ABSOLUTE, SIGNED_IN, SLIDING, SignedInSession, backend, id_hash},
    store,
};
use async_trait::async_trait;
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
    session_store::{Error, Result},
};
use xpro_platform::db::Database;

/// The table `session` as a store.
#[derive(Debug, Clone)]
pub struct PgSessionStore {
    db: Database,
}

impl PgSessionStore {
    /// A store on this database.
    pub fn new(db: Database) -> Self {
        PgSessionStore { db }
    }
}

#[async_trait]
impl SessionStore for PgSessionStore {
    async fn create(&self, record: &mut Record) -> Result<()> {
        let mut conn = self.db.read().await.map_err(backend)?;
        loop {
            let (now, data) = (self.db.now(), data_of(record)?);
            if store::session::insert_browser(
                &mut conn,
                &id_hash(&record.id),
                owner_of(record),
                &data,
                now,
                now + SLIDING,
            )
            .await
            .map_err(backend)?
            {
                return Ok(());
            }
            record.id = Id::default();
        }
    }

    /// Updates only: a session that was ended meanwhile, from another browser perhaps, must not come back.
    async fn save(&self, record: &Record) -> Result<()> {
        let (now, data) = (self.db.now(), data_of(record)?);
        let mut conn = self.db.read().await.map_err(backend)?;
        store::session::update(&mut conn, &id_hash(&record.id), owner_of(record), &data, now + SLIDING, ABSOLUTE)
            .await
            .map_err(backend)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let mut conn = self.db.read().await.map_err(backend)?;
        let Some(row) = store::session::find(&mut conn, &id_hash(id), self.db.now()).await.map_err(backend)? else {
            return Ok(None);
        };
        let data = serde_json::from_value(row.data).map_err(|error| Error::Decode(error.to_string()))?;
        Ok(Some(Record { id: *id, data, expiry_date: row.expires_at }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        let mut conn = self.db.read().await.map_err(backend)?;
        store::session::delete(&mut conn, &id_hash(id)).await.map_err(backend)
    }
}

fn data_of(record: &Record) -> Result<serde_json::Value> {
    serde_json::to_value(&record.data).map_err(|error| Error::Encode(error.to_string()))
}

fn owner_of(record: &Record) -> Option<SignedInSession> {
    record.data.get(SIGNED_IN).and_then(|value| serde_json::from_value(value.clone()).ok())
}

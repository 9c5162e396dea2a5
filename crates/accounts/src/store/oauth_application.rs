//! `oauth_application`.

use sqlx::PgConnection;
use xpro_platform::db::Tx;

#[derive(Debug, Clone)]
pub(crate) struct ApplicationRow {
    pub id: i64,
    pub name: String,
    pub client_secret_hash: Vec<u8>,
    pub client_type: String,
    pub redirect_uris: Vec<String>,
    pub skip_authorization: bool,
    pub scopes: Vec<String>,
}

impl ApplicationRow {
    pub(crate) fn is_public(&self) -> bool {
        self.client_type == "public"
    }
}

pub(crate) async fn find_by_client_id(
    conn: &mut PgConnection,
    client_id: &str,
) -> Result<Option<ApplicationRow>, sqlx::Error> {
    sqlx::query_as!(
        ApplicationRow,
        "select id, name, client_secret_hash, client_type, redirect_uris, skip_authorization, scopes from oauth_application where client_id = $1",
        client_id,
    )
    .fetch_optional(conn)
    .await
}

pub(crate) async fn find_id_by_name(conn: &mut PgConnection, name: &str) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar!("select id from oauth_application where name = $1", name).fetch_optional(conn).await
}

/// Inserts or brings in line; none when the row says all of it already.
pub(crate) async fn upsert(
    tx: &mut Tx,
    new: &crate::oauth::NewApplication<'_>,
    client_secret_hash: &[u8],
) -> Result<Option<i64>, sqlx::Error> {
    let now = tx.now();
    let (redirect_uris, scopes) = (owned(new.redirect_uris), owned(new.scopes));
    let client_type = if new.is_public { "public" } else { "confidential" };
    sqlx::query_scalar!(
        "insert into oauth_application as a (name, client_id, client_secret_hash, client_type, redirect_uris, skip_authorization, scopes, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (name) do update set client_id = $2, client_secret_hash = $3, client_type = $4, redirect_uris = $5, skip_authorization = $6, scopes = $7
             where (a.client_id, a.client_secret_hash, a.client_type, a.redirect_uris, a.skip_authorization, a.scopes) is distinct from ($2, $3, $4, $5, $6, $7)
         returning id",
        new.name, new.client_id, client_secret_hash, client_type, &redirect_uris, new.skip_authorization, &scopes, now,
    )
    .fetch_optional(&mut **tx)
    .await
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

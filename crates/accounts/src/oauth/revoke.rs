//! The revocation endpoint (RFC 7009).

use super::{client::ClientCredentials, issue::TokenRefusal};
use crate::{store, token::sha256};
use xpro_platform::db::Tx;

/// Revokes the pair that this access or refresh token belongs to, and what was refreshed from it. An unknown token is no
/// error.
///
/// # Errors
/// The outer one when the database refuses; the inner one when the client is not who it says.
pub async fn revoke(
    tx: &mut Tx,
    client: Option<&ClientCredentials>,
    token: &str,
) -> Result<Result<(), TokenRefusal>, sqlx::Error> {
    let application = match client {
        Some(client) => client.authenticate(tx).await?,
        None => None,
    };
    let Some(application) = application else { return Ok(Err(TokenRefusal::InvalidClient)) };
    let row =
        store::oauth_token::lock_by_any(tx, &sha256(token)).await?.filter(|row| row.application_id == application.id);
    if let Some(row) = row {
        store::oauth_token::revoke_family(tx, row.family).await?;
    }
    Ok(Ok(()))
}

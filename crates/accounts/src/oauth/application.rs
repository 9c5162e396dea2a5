//! Clients of the provider. They are made by commands and staff, never by themselves.

use crate::{store, token::sha256};
use xpro_kernel::{Actor, System};
use xpro_platform::{
    Subject,
    audit::{self, Change},
    db::Tx,
};

/// A client as the settings describe it.
#[derive(Clone, Copy)]
pub struct NewApplication<'a> {
    /// Unique name, such as `edx-oauth-app`.
    pub name: &'a str,
    /// Public identifier, at most 100 characters.
    pub client_id: &'a str,
    /// A random secret of high entropy; only its hash is stored. Not used by public clients.
    pub client_secret: &'a str,
    /// Where answers may be sent.
    pub redirect_uris: &'a [&'a str],
    /// Whether it cannot keep a secret; it must use PKCE then.
    pub is_public: bool,
    /// Whether people are not asked for their consent: our own systems.
    pub skip_authorization: bool,
    /// Access list: the allowed and default scopes; empty for the usual ones.
    pub scopes: &'a [&'a str],
}

impl std::fmt::Debug for NewApplication<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewApplication")
            .field("name", &self.name)
            .field("client_id", &self.client_id)
            .finish_non_exhaustive()
    }
}

/// Creates the client, or brings it in line with the settings; true when something changed. Tokens already issued stay.
///
/// # Errors
/// When the database refuses, for instance because another client has this id.
pub async fn ensure_application(tx: &mut Tx, system: System, new: &NewApplication<'_>) -> Result<bool, sqlx::Error> {
    let Some(id) = store::oauth_application::upsert(tx, new, &sha256(new.client_secret)).await? else {
        return Ok(false);
    };
    let after = serde_json::json!({ "name": new.name, "client_id": new.client_id, "redirect_uris": new.redirect_uris, "skip_authorization": new.skip_authorization });
    let change = Change {
        act: "ensure_application",
        actor: Actor::from(system),
        subject: Subject::new("oauth_application", id),
        before: None,
        after: Some(after),
        note: "",
    };
    audit::record(tx, change).await?;
    Ok(true)
}

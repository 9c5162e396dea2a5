//! How a client proves who it is: HTTP Basic, or its id and secret in the body (RFC 6749 2.3.1).

use crate::{
    store::{self, oauth_application::ApplicationRow},
    token::sha256,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use sqlx::PgConnection;
use subtle::ConstantTimeEq;

/// An id and, from confidential clients, a secret.
#[derive(Clone, PartialEq, Eq)]
pub struct ClientCredentials {
    client_id: String,
    client_secret: Option<String>,
}

impl std::fmt::Debug for ClientCredentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ClientCredentials").field("client_id", &self.client_id).finish_non_exhaustive()
    }
}

impl ClientCredentials {
    /// From the header `Authorization`, else from the body. None when neither names a client, or both do and differ.
    pub fn read(authorization: Option<&str>, client_id: Option<&str>, client_secret: Option<&str>) -> Option<Self> {
        let body_id = client_id.filter(|id| !id.is_empty());
        let Some(header) = authorization else {
            return Some(ClientCredentials {
                client_id: body_id?.to_owned(),
                client_secret: client_secret.filter(|secret| !secret.is_empty()).map(str::to_owned),
            });
        };
        let (scheme, encoded) = header.split_once(' ')?;
        let decoded = scheme.eq_ignore_ascii_case("basic").then(|| STANDARD.decode(encoded.trim()).ok()).flatten()?;
        let text = String::from_utf8(decoded).ok()?;
        let (id, secret) = text.split_once(':')?;
        let (client_id, client_secret) = (decode(id)?, Some(decode(secret)?));
        body_id.is_none_or(|body_id| body_id == client_id).then_some(ClientCredentials { client_id, client_secret })
    }

    /// The public id, for counting calls.
    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    /// The application, if the secret is right. A public client has none to send.
    pub(super) async fn authenticate(&self, conn: &mut PgConnection) -> Result<Option<ApplicationRow>, sqlx::Error> {
        let Some(application) = store::oauth_application::find_by_client_id(conn, &self.client_id).await? else {
            return Ok(None);
        };
        let is_right = match &self.client_secret {
            Some(secret) => sha256(secret).ct_eq(&application.client_secret_hash).into(),
            None => application.is_public(),
        };
        Ok(is_right.then_some(application))
    }
}

/// Basic credentials are form-encoded first. No id of ours holds a NUL, and Postgres takes none.
fn decode(text: &str) -> Option<String> {
    let spaced = text.replace('+', " ");
    let decoded = percent_encoding::percent_decode_str(&spaced).decode_utf8().ok()?;
    (!decoded.contains('\0')).then(|| decoded.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn basic_comes_before_the_body_and_must_agree_with_it() {
        let header = format!("Basic {}", STANDARD.encode("my%3Aid:s%26cret"));
        let read = ClientCredentials::read(Some(&header), None, None).expect("well-formed");
        assert_eq!((read.client_id.as_str(), read.client_secret.as_deref()), ("my:id", Some("s&cret")));
        assert_eq!(ClientCredentials::read(Some(&header), Some("other"), Some("x")), None);

        for broken in ["a%00b:secret", "a%FFb:secret", "no colon"] {
            let header = format!("Basic {}", STANDARD.encode(broken));
            assert_eq!(ClientCredentials::read(Some(&header), None, None), None, "{broken}");
        }

        let read = ClientCredentials::read(None, Some("app"), Some("secret")).expect("well-formed");
        assert_eq!((read.client_id.as_str(), read.client_secret.as_deref()), ("app", Some("secret")));
        assert_eq!(format!("{read:?}"), "ClientCredentials { client_id: \"app\", .. }");

        for header in ["", "Basic", "Basic !!!", "Bearer abc", "Basic YWJj"] {
            assert_eq!(ClientCredentials::read(Some(header), None, None), None, "{header:?}");
        }
        assert_eq!(ClientCredentials::read(None, None, Some("secret")), None);
    }
}

//! E3 to E5: getting a token in a learner's name by walking through edX's login as the learner's browser would.
//!
//! edX trusts us as a login provider. With a session of ours in the cookie jar, its login page sends the walk to our
//! authorize page, which sends it back logged in; then edX authorizes our own client and hands over a code. Both walks
//! call back into our web tier while we wait, so the session and the user must be committed before.

use std::sync::Arc;

use reqwest::Method;
use reqwest::cookie::Jar;
use url::Url;
use xpro_outbound::{Gateway, Retry, Secret};

use crate::client::OpenEdx;
use crate::error::DanceError;
use crate::token::TokenPair;

/// The cookie of a logged-in session on our own site.
#[derive(Debug, Clone)]
pub struct SessionCookie {
    /// Name of the session cookie.
    pub name: String,
    /// Its value.
    pub value: Secret,
    /// Its path, usually `/`.
    pub path: String,
}

impl OpenEdx {
    /// E3, E4 and E5 with a fresh cookie jar: tokens in the name of the session's user (courseware.md 2.4).
    ///
    /// # Errors
    /// [`DanceError`] when a step fails, when the walk ends elsewhere or without a code, and when the code is refused.
    pub async fn login_dance(&self, session: &SessionCookie) -> Result<TokenPair, DanceError> {
        let landed = self.walk(session).await?;
        let code = self.read_code(&landed)?;
        let redirect_uri = self.config.redirect_uri();
        let grant =
            [("grant_type", "authorization_code"), ("code", code.expose()), ("redirect_uri", redirect_uri.as_str())];
        self.request_tokens("exchange_code", &grant).await.map_err(DanceError::TokenRefused)
    }

    /// E3 and E4 only: logs the user in once more, so that edX takes over a changed e-mail address
    /// (courseware.md 2.7). Where the walk ends does not matter and no code is redeemed.
    ///
    /// # Errors
    /// [`DanceError`] when a step of the walk fails.
    pub async fn revisit(&self, session: &SessionCookie) -> Result<(), DanceError> {
        self.walk(session).await.map(|_| ())
    }

    /// Walks E3 and E4 and returns the address where the second one ended.
    async fn walk(&self, session: &SessionCookie) -> Result<Url, DanceError> {
        let walker = self.walker(session)?;
        let login = walker.request(Method::GET, &self.config.social_login_path);
        walker.execute("log_in", login, Retry::Never).await.map_err(DanceError::Walk)?;
        let authorize = walker.request(Method::GET, "/oauth2/authorize").query(&[
            ("client_id", self.config.client_id.as_str()),
            ("scope", "read write"),
            ("redirect_uri", &self.config.redirect_uri()),
            ("response_type", "code"),
        ]);
        let reply = walker.execute("authorize", authorize, Retry::Never).await.map_err(DanceError::Walk)?;
        Ok(reply.url)
    }

    /// A gateway whose jar holds nothing but the session cookie, for our own host only.
    fn walker(&self, session: &SessionCookie) -> Result<Gateway, DanceError> {
        let site = &self.config.site_base_url;
        let secure = if site.scheme() == "https" { "; Secure" } else { "" };
        let SessionCookie { name, value, path } = session;
        let jar = Jar::default();
        jar.add_cookie_str(&format!("{name}={}; Path={path}{secure}", value.expose()), site);
        Ok(self.gateway.walker(Arc::new(jar))?)
    }

    fn read_code(&self, landed: &Url) -> Result<Secret, DanceError> {
        let expected = self.config.redirect_uri();
        let place = without_query(landed);
        // Compared as URLs, so that spellings such as an explicit default port do not matter.
        let arrived = Url::parse(&expected).is_ok_and(|expected| expected.as_str() == place);
        if !arrived {
            return Err(DanceError::WrongLandingPage { expected, landed: place });
        }
        let query = |name: &str| {
            let mut pairs = landed.query_pairs();
            pairs.find(|(key, value)| key == name && !value.is_empty()).map(|(_, value)| value.into_owned())
        };
        let code = query("code").map(Secret::from);
        code.ok_or_else(|| DanceError::MissingCode { landed: place, reason: query("error") })
    }
}

fn without_query(url: &Url) -> String {
    let mut place = url.clone();
    place.set_query(None);
    place.set_fragment(None);
    place.into()
}

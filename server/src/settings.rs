//! Every setting of the program, declared once: read from the environment, checked at start, printed by `xpro settings`.

use std::{fmt, path::PathBuf, str::FromStr};
use url::Url;
use xpro_outbound::Secret;

/// A setting that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("the setting {name} is not usable: {reason}")]
pub struct SettingError {
    /// Name of the environment variable.
    pub name: &'static str,
    /// What is wrong with it; never its value.
    pub reason: String,
}

/// How a setting is documented.
#[derive(Debug, Clone, Copy)]
pub struct Declared {
    /// Environment variable.
    pub name: &'static str,
    /// Default in development; empty means unset.
    pub default: &'static str,
    /// Meaning.
    pub meaning: &'static str,
    /// Whether its value is never shown.
    pub secret: bool,
}

trait Value: Sized {
    const SECRET: bool = false;
    fn read(text: &str) -> Result<Self, String>;
    fn show(&self) -> String;
}

macro_rules! parsed {
    ($($kind:ty),*) => {$(
        impl Value for $kind {
            fn read(text: &str) -> Result<Self, String> {
                <$kind>::from_str(text).map_err(|error| error.to_string())
            }
            fn show(&self) -> String {
                self.to_string()
            }
        }
    )*};
}
parsed!(String, Url, bool, u16, u32, u64, Environment);

impl Value for PathBuf {
    fn read(text: &str) -> Result<Self, String> {
        Ok(PathBuf::from(text))
    }
    fn show(&self) -> String {
        self.display().to_string()
    }
}

impl Value for Secret {
    const SECRET: bool = true;
    fn read(text: &str) -> Result<Self, String> {
        Ok(Secret::new(text.to_owned()))
    }
    fn show(&self) -> String {
        "***".to_owned()
    }
}

impl<T: Value> Value for Option<T> {
    const SECRET: bool = T::SECRET;
    fn read(text: &str) -> Result<Self, String> {
        if text.is_empty() { Ok(None) } else { T::read(text).map(Some) }
    }
    fn show(&self) -> String {
        self.as_ref().map_or_else(|| "(unset)".to_owned(), T::show)
    }
}

/// Where the program runs; decides what is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Environment {
    /// A laptop or a test.
    Dev,
    /// Continuous integration.
    Ci,
    /// Release candidate: like production, on the gateway's test side.
    Rc,
    /// Production.
    Production,
}

impl FromStr for Environment {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "dev" => Ok(Environment::Dev),
            "ci" => Ok(Environment::Ci),
            "rc" => Ok(Environment::Rc),
            "prod" | "production" => Ok(Environment::Production),
            _ => Err("choose one of dev, ci, rc, production".to_owned()),
        }
    }
}

impl fmt::Display for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Environment::Dev => "dev",
            Environment::Ci => "ci",
            Environment::Rc => "rc",
            Environment::Production => "production",
        })
    }
}

macro_rules! settings {
    ($($field:ident: $kind:ty = $name:literal, $default:literal, $meaning:literal;)*) => {
        /// The program's settings, typed.
        #[derive(Debug, Clone)]
        pub struct Settings {
            $(#[doc = $meaning] pub $field: $kind,)*
        }

        /// All settings in the order of the reference.
        pub const DECLARED: &[Declared] = &[
            $(Declared { name: $name, default: $default, meaning: $meaning, secret: <$kind as Value>::SECRET },)*
        ];

        impl Settings {
            fn read(lookup: &dyn Fn(&str) -> Option<String>) -> Result<Self, SettingError> {
                Ok(Settings {
                    $($field: {
                        let text = lookup($name).unwrap_or_else(|| $default.to_owned());
                        <$kind as Value>::read(&text).map_err(|reason| SettingError { name: $name, reason })?
                    },)*
                })
            }

            /// Effective values, secrets masked.
            pub fn shown(&self) -> Vec<(&'static str, String)> {
                vec![$(($name, self.$field.show()),)*]
            }
        }
    };
}

settings! {
    environment: Environment = "XPRO_ENVIRONMENT", "dev", "dev, ci, rc or production. Stands in gateway reference numbers; production refuses demo data and test gateways.";
    base_url: Url = "XPRO_BASE_URL", "http://127.0.0.1:8080", "Public origin of the site: in every absolute link, the OAuth issuer, and the origin check.";
    listen: String = "XPRO_LISTEN", "127.0.0.1:8080", "Address and port the web server listens on.";
    database_url: Option<Secret> = "DATABASE_URL", "", "Postgres 15 or newer. Unset: a private cluster under XPRO_VAR.";
    database_connections: u32 = "XPRO_DATABASE_CONNECTIONS", "16", "Connections of the pool.";
    var: PathBuf = "XPRO_VAR", "var", "Folder for what the program keeps: the private cluster, uploads, built assets.";
    assets: Option<PathBuf> = "XPRO_ASSETS", "", "Folder of the built assets. Unset: assets below XPRO_VAR.";
    public: PathBuf = "XPRO_PUBLIC", "public", "Folder of the files served as they are, and of the demo pictures.";
    site_name: String = "SITE_NAME", "xPRO", "Name of the site until an editor sets one.";
    support_email: String = "XPRO_SUPPORT_EMAIL", "support@example.com", "Where people get help; told when an enrollment cannot be set up.";
    from_email: String = "MAILGUN_FROM_EMAIL", "no-reply@example.com", "Sender of every mail.";
    reply_to: String = "XPRO_REPLY_TO_ADDRESS", "support@example.com", "Reply-To of every mail.";
    mailgun_url: Url = "MAILGUN_API_URL", "http://127.0.0.1:8090", "Mailgun's API; the stand-in by default.";
    mailgun_key: Secret = "MAILGUN_KEY", "dev-mailgun-key", "Mailgun API key.";
    mailgun_domain: String = "MAILGUN_SENDER_DOMAIN", "mail.example.com", "Mailgun sending domain.";
    mail_override: Option<String> = "MAILGUN_RECIPIENT_OVERRIDE", "", "Development only: every mail goes to this address.";
    openedx_url: Url = "OPENEDX_API_BASE_URL", "http://127.0.0.1:8090", "Open edX's API; the stand-in by default.";
    openedx_redirect_url: Option<Url> = "OPENEDX_BASE_REDIRECT_URL", "", "Where learners find the courseware. Unset: OPENEDX_API_BASE_URL.";
    openedx_client_id: String = "OPENEDX_API_CLIENT_ID", "xpro-api-client", "Our OAuth2 client at Open edX.";
    openedx_client_secret: Secret = "OPENEDX_API_CLIENT_SECRET", "dev-xpro-api-secret", "Its secret.";
    openedx_service_token: Secret = "OPENEDX_SERVICE_WORKER_API_TOKEN", "dev-service-token", "Bearer token of the service worker at Open edX.";
    openedx_registration_token: Option<Secret> = "XPRO_REGISTRATION_ACCESS_TOKEN", "dev-registration-token", "Sent as X-Access-Token when an Open edX account is made.";
    openedx_oauth_app: String = "OPENEDX_OAUTH_APP_NAME", "edx-oauth-app", "Name of the OAuth2 application that stands for Open edX here.";
    openedx_oauth_client_id: String = "OPENEDX_OAUTH_CLIENT_ID", "edx-oauth-app", "Client id of that application.";
    openedx_oauth_client_secret: Secret = "OPENEDX_OAUTH_CLIENT_SECRET", "dev-edx-oauth-secret", "Client secret of that application; only its hash is stored.";
    openedx_oauth_provider: String = "OPENEDX_OAUTH_PROVIDER", "ol-oauth2", "Open edX's name for us as a login provider.";
    openedx_social_login_path: String = "OPENEDX_SOCIAL_LOGIN_PATH", "/auth/login/ol-oauth2/?auth_entry=login", "First hop of the login dance.";
    openedx_token_hours: u32 = "OPENEDX_TOKEN_EXPIRES_HOURS", "1000", "Life of the token handed to Open edX at registration.";
    openedx_timeout: u64 = "EDX_API_CLIENT_TIMEOUT", "60", "Seconds until a call to Open edX is given up.";
    cybersource_access_key: String = "CYBERSOURCE_ACCESS_KEY", "f00dfacef00dfacef00dfacef00dface", "Secure Acceptance access key.";
    cybersource_profile_id: String = "CYBERSOURCE_PROFILE_ID", "0A1B2C3D-1111-2222-3333-444455556666", "Secure Acceptance profile.";
    cybersource_security_key: Secret = "CYBERSOURCE_SECURITY_KEY", "dev-cybersource-security-key", "Secure Acceptance HMAC key.";
    cybersource_url: Url = "CYBERSOURCE_SECURE_ACCEPTANCE_URL", "http://127.0.0.1:8090/pay", "Where the payer's browser is sent; the stand-in by default.";
    logout_redirect_url: String = "LOGOUT_REDIRECT_URL", "/", "Where a sign-out leads: a path, or another system's sign-out page, which is told the way back.";
    greet_by_name: bool = "XPRO_GREET_BY_NAME", "true", "Whether the sign-in page greets by name before the password is known.";
    verification_ttl_hours: u32 = "VERIFICATION_TTL_HOURS", "24", "Hours that a mailed verification link works.";
    attempt_ttl_hours: u32 = "ATTEMPT_TTL_HOURS", "24", "Hours that a half-finished sign-in or registration can be resumed.";
    change_email_ttl_minutes: u32 = "AUTH_CHANGE_EMAIL_TTL_IN_MINUTES", "1440", "Minutes that a mailed link to a new email address works.";
    ip_limit_factor: u16 = "XPRO_IP_LIMIT_FACTOR", "1", "Multiplies the limits per network address; above 1 only where everybody comes from one address, as in tests.";
    trusted_proxies: String = "XPRO_TRUSTED_PROXIES", "", "Comma-separated addresses whose X-Forwarded-For is believed.";
    force_profile_country: bool = "ECOMMERCE_FORCE_PROFILE_COUNTRY", "false", "Tax by the profile's country, never by the address of the visitor.";
    basket_expiry_days: u32 = "BASKET_EXPIRY_DAYS", "15", "Days after which an untouched basket is deleted.";
    retry_enrollments_seconds: u64 = "RETRY_FAILED_EDX_ENROLLMENT_FREQUENCY", "1800", "Seconds between two sweeps for enrollments that Open edX does not know.";
    repair_users_seconds: u64 = "REPAIR_COURSEWARE_USERS_FREQUENCY", "1800", "Seconds between two sweeps for people without an Open edX account.";
    blog_feed_url: Url = "BLOG_FEED_URL", "http://127.0.0.1:8090/rss.xml", "Feed that the blog shows; the stand-in by default, https://curve.mit.edu/rss.xml for MIT's.";
    blog_cache_timeout: u64 = "BLOG_CACHE_TIMEOUT", "86400", "Seconds between two readings of that feed.";
    webhooks_private: bool = "XPRO_WEBHOOKS_PRIVATE", "false", "Whether webhooks may lead into our own network; only for tests and development.";
    link_checks: Option<bool> = "XPRO_LINK_CHECKS", "", "Whether links to other sites are checked by the clock; what an editor asks for is checked either way. Unset: everywhere but in dev and ci, which ask nobody unasked.";
    link_check_days: u32 = "XPRO_LINK_CHECK_DAYS", "7", "Days between two checks of a link that works (1 to 365); one that fails is checked sooner.";
    link_check_timeout: u64 = "XPRO_LINK_CHECK_TIMEOUT", "10", "Seconds until a check of a link is given up (1 to 120).";
    link_checks_private: bool = "XPRO_LINK_CHECKS_PRIVATE", "false", "Whether checks of links may lead into our own network; only for tests and development.";
    worker_concurrency: u16 = "XPRO_WORKER_CONCURRENCY", "8", "Jobs that one process runs at once; 0 lets `serve` only serve.";
    standins_listen: String = "XPRO_STANDINS_LISTEN", "127.0.0.1:8090", "Address and port of the stand-ins in development.";
    log: String = "XPRO_LOG", "info,sqlx=warn,hyper=warn", "Filter of the log (tracing directives).";
    log_json: bool = "XPRO_LOG_JSON", "false", "Log lines as JSON.";
}

impl Settings {
    /// Reads and checks the environment.
    ///
    /// # Errors
    /// Names the first setting that cannot be used.
    pub fn from_env() -> Result<Self, SettingError> {
        let settings = Settings::read(&|name| std::env::var(name).ok())?;
        settings.check()?;
        Ok(settings)
    }

    fn check(&self) -> Result<(), SettingError> {
        let deny = |name, reason: &str| Err(SettingError { name, reason: reason.to_owned() });
        if !matches!(self.base_url.scheme(), "http" | "https") || self.base_url.path() != "/" {
            return deny("XPRO_BASE_URL", "it must be an origin such as https://xpro.example");
        }
        if xpro_accounts::next::after_logout(&self.logout_redirect_url, &self.origin()).is_none() {
            return deny(
                "LOGOUT_REDIRECT_URL",
                "it must be a path such as / or an address such as https://edx.example/logout",
            );
        }
        for (name, address) in [
            ("XPRO_SUPPORT_EMAIL", &self.support_email),
            ("MAILGUN_FROM_EMAIL", &self.from_email),
            ("XPRO_REPLY_TO_ADDRESS", &self.reply_to),
        ] {
            if address.parse::<xpro_kernel::Email>().is_err() {
                return deny(name, "it must be an email address");
            }
        }
        if self.environment != Environment::Production {
            return Ok(());
        }
        if self.database_url.is_none() {
            return deny("DATABASE_URL", "production needs a database of its own");
        }
        if self.base_url.scheme() != "https" {
            return deny("XPRO_BASE_URL", "production is served over https");
        }
        if self.mail_override.is_some() {
            return deny("MAILGUN_RECIPIENT_OVERRIDE", "it is for development only");
        }
        let default_secret = DECLARED.iter().find(|declared| {
            declared.secret
                && declared.default.starts_with("dev-")
                && std::env::var(declared.name).is_ok_and(|value| value == declared.default)
                    | (declared.default.starts_with("dev-") && std::env::var(declared.name).is_err())
        });
        if let Some(declared) = default_secret {
            return deny(declared.name, "production needs a secret of its own");
        }
        Ok(())
    }

    /// Whether cookies may travel over https only.
    pub fn secure_cookies(&self) -> bool {
        self.base_url.scheme() == "https"
    }

    /// The origin without a trailing slash.
    pub fn origin(&self) -> String {
        self.base_url.as_str().trim_end_matches('/').to_owned()
    }

    /// Whether links to other sites are checked by the clock.
    pub fn checks_links(&self) -> bool {
        let is_public = matches!(self.environment, Environment::Rc | Environment::Production);
        self.link_checks.unwrap_or(is_public)
    }

    /// Folder of the built assets.
    pub fn assets_folder(&self) -> PathBuf {
        self.assets.clone().unwrap_or_else(|| self.var.join("assets"))
    }

    /// Where learners find the courseware.
    pub fn courseware_url(&self) -> &Url {
        self.openedx_redirect_url.as_ref().unwrap_or(&self.openedx_url)
    }
}

/// The reference as Markdown, for `docs/settings.md`.
pub fn reference() -> String {
    use std::fmt::Write as _;
    let mut page = String::from(
        "# Settings\n\nGenerated by `xpro settings --markdown`; all are environment variables.\n\n| name | default | meaning |\n|---|---|---|\n",
    );
    for declared in DECLARED {
        let default = match (declared.secret, declared.default) {
            (_, "") => "unset".to_owned(),
            (true, _) => "a development secret".to_owned(),
            (false, text) => format!("`{text}`"),
        };
        // Writing to a String cannot fail.
        let _ = writeln!(page, "| `{}` | {default} | {} |", declared.name, declared.meaning);
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &'static [(&'static str, &'static str)]) -> Result<Settings, SettingError> {
        let settings =
            Settings::read(&|name| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()))?;
        settings.check()?;
        Ok(settings)
    }

    #[test]
    fn the_defaults_are_a_working_development_setup() {
        let settings = read(&[]).expect("defaults are usable");
        assert_eq!(settings.origin(), "http://127.0.0.1:8080");
        assert!(!settings.secure_cookies());
    }

    #[test]
    fn a_wrong_value_is_named_and_not_shown() {
        let error = read(&[("XPRO_WORKER_CONCURRENCY", "many")]).expect_err("not a number").to_string();
        assert!(error.contains("XPRO_WORKER_CONCURRENCY") && !error.contains("many"), "{error}");
    }

    #[test]
    fn a_sign_out_leads_to_a_page() {
        assert!(read(&[("LOGOUT_REDIRECT_URL", "https://edx.example/logout")]).is_ok());
        let error = read(&[("LOGOUT_REDIRECT_URL", "edx.example")]).expect_err("no address");
        assert_eq!(error.name, "LOGOUT_REDIRECT_URL");
    }

    #[test]
    fn production_refuses_development_secrets() {
        let error = read(&[
            ("XPRO_ENVIRONMENT", "production"),
            ("XPRO_BASE_URL", "https://shop.example"),
            ("DATABASE_URL", "postgres://db/x"),
        ])
        .expect_err("dev secrets");
        assert!(error.reason.contains("secret"), "{error}");
    }

    #[test]
    fn secrets_are_masked_when_shown() {
        let shown = read(&[]).expect("defaults").shown();
        let key = shown.iter().find(|(name, _)| *name == "MAILGUN_KEY").expect("declared");
        assert_eq!(key.1, "***");
        assert!(reference().contains("| `MAILGUN_KEY` | a development secret |"));
    }
}

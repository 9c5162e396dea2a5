//! What a door hands over with every call: the database, who writes the letters, the settings, where the call came from.

use time::Duration;
use xpro_platform::{db::Database, mail::Brand};

/// Settings of this context (accounts_ops.md 9.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountSettings {
    /// How long a half-finished sign-in or registration can be resumed.
    pub attempt_ttl: Duration,
    /// How long a mailed verification link works.
    pub verification_ttl: Duration,
    /// How long a mailed link that confirms a new e-mail address works.
    pub email_change_ttl: Duration,
    /// Whether the sign-in page greets by name before the password is known (accounts_ops.md 1.16).
    pub greets_by_name: bool,
    /// Multiplies the limits per network address; above 1 only where everybody comes from one address (development, tests).
    pub ip_limit_factor: i32,
}

impl Default for AccountSettings {
    fn default() -> Self {
        AccountSettings {
            attempt_ttl: Duration::hours(24),
            verification_ttl: Duration::hours(24),
            email_change_ttl: Duration::minutes(1440),
            greets_by_name: true,
            ip_limit_factor: 1,
        }
    }
}

/// One call of a door. Functions that take it open their own short transactions, because passwords are hashed between
/// them and a slow hash must not hold a connection.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a> {
    /// Pool and clock.
    pub db: &'a Database,
    /// Whose letters these are; its `base_url` also decides which `next` is ours.
    pub brand: &'a Brand,
    /// See [`AccountSettings`].
    pub settings: &'a AccountSettings,
    /// Network address of the visitor, as the door believes it.
    pub ip: &'a str,
    /// Marks every fact written by this call.
    pub request_id: &'a str,
    /// A random value kept in the visitor's session. When it is given at the start of a sign-in, the password must come
    /// with the same one (accounts_ops.md 12.2).
    pub browser: Option<&'a str>,
}

//! How often things may be tried (accounts_ops.md 1.16): per person, per e-mail address and per network address.

use crate::Call;
use sqlx::PgConnection;
use std::net::IpAddr;
use time::{Duration, OffsetDateTime};
use xpro_platform::throttle::{self, Limit, Throttled};

/// Wrong passwords per account. One more, and the account is locked for [`LOGIN_LOCK`].
pub const LOGIN_PASSWORD: Limit = Limit { action: "login_password", hits: 10, window: Duration::minutes(15) };
/// The lock itself: no try is allowed until its window ends.
pub const LOGIN_LOCK: Limit = Limit { action: "login_lock", hits: 0, window: Duration::minutes(15) };
/// E-mail addresses asked for at sign-in, per network address.
pub const LOGIN_EMAIL_IP: Limit = Limit { action: "login_email_ip", hits: 20, window: Duration::minutes(1) };
/// Passwords tried, per network address.
pub const LOGIN_PASSWORD_IP: Limit = Limit { action: "login_password_ip", hits: 50, window: Duration::hours(1) };
/// Verification letters, per e-mail address.
pub const REGISTER_EMAIL: Limit = Limit { action: "register_email", hits: 5, window: Duration::hours(1) };
/// Registrations begun, per network address.
pub const REGISTER_EMAIL_IP: Limit = Limit { action: "register_email_ip", hits: 20, window: Duration::hours(1) };
/// Later steps of a registration (confirm, details, extra), per network address.
pub const REGISTER_STEPS_IP: Limit = Limit { action: "register_steps_ip", hits: 30, window: Duration::hours(1) };
/// Reset letters, per e-mail address.
pub const PASSWORD_RESET: Limit = Limit { action: "password_reset", hits: 3, window: Duration::hours(1) };
/// Reset letters asked for, per network address.
pub const PASSWORD_RESET_IP: Limit = Limit { action: "password_reset_ip", hits: 20, window: Duration::hours(1) };
/// Changes of the e-mail address begun, per person.
pub const CHANGE_EMAIL: Limit = Limit { action: "change_email", hits: 5, window: Duration::hours(1) };
/// Calls of the token endpoint, per client and network address.
pub const OAUTH_TOKEN: Limit = Limit { action: "oauth_token", hits: 60, window: Duration::minutes(1) };

/// Counts one try by the network address of the call.
pub(crate) async fn hit_ip(
    conn: &mut PgConnection,
    call: &Call<'_>,
    limit: Limit,
) -> Result<Result<(), Throttled>, sqlx::Error> {
    let limit = Limit { hits: limit.hits.saturating_mul(call.settings.ip_limit_factor.max(1)), ..limit };
    throttle::hit(conn, &limit, &network(call.ip), call.db.now()).await
}

/// Counts one password tried for this account, before it is checked, so that guesses in parallel are all counted.
/// A right one clears the count ([`forget_passwords`]).
pub(crate) async fn hit_password(
    conn: &mut PgConnection,
    account: &str,
    now: OffsetDateTime,
) -> Result<Result<(), Throttled>, sqlx::Error> {
    if let Err(locked) = throttle::check(conn, &LOGIN_LOCK, account, now).await? {
        return Ok(Err(locked));
    }
    match throttle::hit(conn, &LOGIN_PASSWORD, account, now).await? {
        Ok(()) => Ok(Ok(())),
        Err(_) => throttle::hit(conn, &LOGIN_LOCK, account, now).await,
    }
}

/// Forgets wrong passwords and the lock that came of them: the person has shown who they are.
pub(crate) async fn forget_passwords(conn: &mut PgConnection, account: &str) -> Result<(), sqlx::Error> {
    throttle::clear(conn, &LOGIN_PASSWORD, account).await?;
    throttle::clear(conn, &LOGIN_LOCK, account).await
}

/// Counts one call of the OAuth2 token endpoint by this client from this network address. Client ids are no secret, so
/// by the id alone anybody could shut Open edX out.
///
/// # Errors
/// When the database refuses.
pub async fn hit_oauth_token(
    conn: &mut PgConnection,
    client_id: &str,
    ip: &str,
    now: OffsetDateTime,
) -> Result<Result<(), Throttled>, sqlx::Error> {
    throttle::hit(conn, &OAUTH_TOKEN, &format!("{client_id} {}", network(ip)), now).await
}

/// What counts as one visitor: an IPv4 address, or an IPv6 network, of which a household owns all addresses.
fn network(ip: &str) -> String {
    match ip.parse::<IpAddr>().map(|ip| ip.to_canonical()) {
        Ok(IpAddr::V6(ip)) => format!("{:x?}", &ip.segments()[..4]),
        Ok(ip) => ip.to_string(),
        Err(_) => ip.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::network;

    #[test]
    fn an_ipv6_household_is_one_visitor() {
        assert_eq!(network("2001:db8:1:2::1"), network("2001:db8:1:2:ffff::9"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_eq!(network("::ffff:192.0.2.7"), network("192.0.2.7"));
        assert_ne!(network("192.0.2.7"), network("192.0.2.8"));
    }
}

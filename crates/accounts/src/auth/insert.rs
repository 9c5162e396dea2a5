//! Inserting a person under a username that nobody has (accounts_ops.md 1.9).

use crate::{person, store};
use xpro_kernel::{Email, UserId};
use xpro_platform::db::Tx;

/// Tries to find a free username before the registration fails.
const USERNAME_TRIES: usize = 10;

/// How inserting a person ended.
#[derive(Debug)]
pub(crate) enum Inserted {
    User(UserId),
    EmailTaken,
    NoUsername,
}

/// Tries the plain username, then numbered ones; whoever registers at the same moment is simply found taken.
pub(crate) async fn insert_user(
    tx: &mut Tx,
    email: &Email,
    name: &str,
    password_hash: Option<&str>,
) -> Result<Inserted, sqlx::Error> {
    let base = person::username_base(name, email.local_part());
    let mut candidate = Some(base.clone());
    for _ in 0..USERNAME_TRIES {
        let Some(username) = candidate else { break };
        if let Some(id) = store::user::insert(tx, &username, email, name, password_hash).await? {
            return Ok(Inserted::User(id));
        }
        if store::user::email_is_taken(tx, email).await? {
            return Ok(Inserted::EmailTaken);
        }
        candidate = next_username(tx, &base).await?;
    }
    Ok(Inserted::NoUsername)
}

async fn next_username(tx: &mut Tx, base: &str) -> Result<Option<String>, sqlx::Error> {
    for range in person::suffix_ranges(base).take(USERNAME_TRIES) {
        let highest = store::user::highest_suffix(tx, &range.base, range.from, range.to).await?;
        let number = highest.map_or(range.from, |highest| highest + 1);
        if number <= range.to {
            return Ok(Some(format!("{}{number}", range.base)));
        }
    }
    Ok(None)
}

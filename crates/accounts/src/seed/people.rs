//! Writing the demo people into the database.

use super::roster::{self, Person, Standing};
use crate::{
    Token,
    auth::{Inserted, insert_user},
    password::{Password, hash_password},
    person::Profile,
    store::{self, attempt::NewAttempt, demo},
};
use time::{Duration, OffsetDateTime};
use xpro_kernel::{Email, UserId};
use xpro_platform::db::Tx;

/// Everybody's password.
pub const DEMO_PASSWORD: &str = "demo-pass-1";
/// A learner with everything filled in.
pub const DEMO_LEARNER: &str = "amelia.hart@example.com";

/// What seeding did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DemoReport {
    /// People made.
    pub created: usize,
    /// People who were there already; they stay as they are.
    pub kept: usize,
}

/// Makes the demo people that are missing: six of the staff and forty learners in every state of an account's life.
/// Doing it again changes nothing. Never call it in production: everybody has the same, published password.
///
/// # Errors
/// When the database refuses.
pub async fn upsert_demo_people(tx: &mut Tx, now: OffsetDateTime) -> Result<DemoReport, sqlx::Error> {
    let mut report = DemoReport::default();
    let mut password_hash = None;
    for (number, person) in roster::people().enumerate() {
        let Some(email) = email(person.local_part) else { continue };
        if demo::is_known(tx, &email).await? {
            report.kept += 1;
            continue;
        }
        report.created += 1;
        if person.standing == Standing::Unverified {
            insert_unverified(tx, &email, now).await?;
            continue;
        }
        // One hash for all: hashing is slow on purpose.
        let hash: String = match password_hash.take() {
            Some(hash) => hash,
            None => hash_password(&Password::from(DEMO_PASSWORD)).await,
        };
        insert_person(tx, number, &person, &email, &hash, now).await?;
        password_hash = Some(hash);
    }
    for address in roster::BLOCKED {
        if let Ok(email) = address.parse() {
            store::blocked_email::insert(tx, &email, now).await?;
        }
    }
    pend_email_change(tx, "hannah.brooks", now + Duration::hours(20)).await?;
    pend_email_change(tx, "vikram.desai", now - Duration::days(2)).await?;
    Ok(report)
}

fn email(local_part: &str) -> Option<Email> {
    format!("{local_part}@example.com").parse().ok()
}

async fn insert_person(
    tx: &mut Tx,
    number: usize,
    person: &Person,
    email: &Email,
    password_hash: &str,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    let password_hash = (person.standing != Standing::Retired).then_some(password_hash);
    let Inserted::User(id) = insert_user(tx, email, person.name, password_hash).await? else { return Ok(()) };
    store::legal_address::upsert(tx, id, &roster::address(person)).await?;
    let profile = if person.standing == Standing::Unfinished { Profile::default() } else { roster::profile(number) };
    store::profile::upsert(tx, id, &profile).await?;
    let joined_days_ago = i64::try_from(540 - number.min(45) * 11).unwrap_or(30);
    demo::set_standing(tx, id, &standing(person, now - Duration::days(joined_days_ago), now)).await?;
    grant(tx, id, roster::permissions(person.local_part)).await
}

fn standing(person: &Person, created_at: OffsetDateTime, now: OffsetDateTime) -> demo::StandingRow {
    let standing = person.standing;
    demo::StandingRow {
        is_active: standing.is_active(),
        is_staff: matches!(standing, Standing::Staff | Standing::Superuser),
        is_superuser: standing == Standing::Superuser,
        compliance_status: standing.compliance_status(),
        deactivated_at: (standing == Standing::Deactivated).then_some(now - Duration::days(12)),
        deactivated_reason: (standing == Standing::Deactivated).then_some("Chargeback on two orders"),
        retired_at: (standing == Standing::Retired).then_some(now - Duration::days(40)),
        created_at,
    }
}

async fn grant(tx: &mut Tx, id: UserId, permissions: &[&str]) -> Result<(), sqlx::Error> {
    for permission in permissions {
        store::user::grant(tx, id, permission).await?;
    }
    Ok(())
}

/// An attempt that waits for its mailed link to be opened; the link itself is nobody's.
async fn insert_unverified(tx: &mut Tx, email: &Email, now: OffsetDateTime) -> Result<(), sqlx::Error> {
    let expires_at = now + Duration::hours(24);
    let attempt = NewAttempt {
        token_hash: Token::random().hash(),
        flow: "register",
        email: email.as_str(),
        user_id: None,
        step: "confirm",
        is_new: true,
        affiliate_code: None,
        next_url: None,
        browser_hash: None,
        expires_at,
    };
    let attempt_id = store::attempt::insert(tx, &attempt).await?;
    store::verification::insert(tx, email, &Token::random().hash(), attempt_id, expires_at).await.map(drop)
}

async fn pend_email_change(tx: &mut Tx, local_part: &str, expires_at: OffsetDateTime) -> Result<(), sqlx::Error> {
    let (Some(email), Some(new_email)) = (email(local_part), email(&format!("{local_part}.new"))) else {
        return Ok(());
    };
    let Some(user) = store::user::find_by_email(tx, &email).await? else { return Ok(()) };
    if demo::has_email_change(tx, user.id, &new_email).await? {
        return Ok(());
    }
    store::email_change::insert(tx, user.id, &new_email, &Token::random().hash(), expires_at).await.map(drop)
}

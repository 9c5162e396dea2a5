//! What a check says about a link.

use crate::store::external_link::{self, DueLink, LinkId, Verdict};
use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};
use xpro_platform::db::Tx;

/// Between two failing checks that make a link dead.
const APART: Duration = Duration::hours(1);
/// Longest that one holds a host: it is asked for a few links with a pause between them. After a crash others go on then.
const HELD: Duration = Duration::minutes(10);
/// Links of one host that are asked in one go.
const IN_ONE_GO: i64 = 5;

/// How often a link is asked.
#[derive(Debug, Clone, Copy)]
pub struct Cadence {
    /// When all is well.
    pub healthy: Duration,
}

/// What was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// It answered well.
    Works(u16),
    /// It answered otherwise.
    Refused(u16),
    /// It did not answer; the kind of failure, such as `timeout`.
    Nothing(&'static str),
}

impl Seen {
    /// Says for sure that there is nothing.
    fn is_gone(self) -> bool {
        matches!(self, Seen::Refused(404 | 410))
    }

    /// People may well see it: it wants a sign-in, or no machines, or fewer of our questions.
    fn cannot_tell(self) -> bool {
        matches!(self, Seen::Refused(401 | 403 | 407 | 429 | 451))
    }

    fn status(self) -> Option<i16> {
        match self {
            Seen::Works(status) | Seen::Refused(status) => i16::try_from(status).ok(),
            Seen::Nothing(_) => None,
        }
    }
}

/// Takes the next due links of one host that nobody else asks. None when no host is due and free.
///
/// # Errors
/// When the database refuses.
pub async fn claim_host(tx: &mut Tx) -> Result<Vec<DueLink>, sqlx::Error> {
    let now = tx.now();
    external_link::lock_claims(tx).await?;
    external_link::claim_host(tx, now, now + HELD, IN_ONE_GO).await
}

/// Takes one link, due or not, unless somebody asks its host just now.
///
/// # Errors
/// When the database refuses.
pub async fn claim_link(tx: &mut Tx, link: LinkId) -> Result<Option<DueLink>, sqlx::Error> {
    let now = tx.now();
    external_link::lock_claims(tx).await?;
    external_link::claim_link(tx, link, now, now + HELD).await
}

/// Gives links back that were not asked, to be asked at `due` at the soonest.
///
/// # Errors
/// When the database refuses.
pub async fn give_back(conn: &mut PgConnection, links: &[LinkId], due: OffsetDateTime) -> Result<(), sqlx::Error> {
    let ids: Vec<i64> = links.iter().map(|link| link.0).collect();
    external_link::give_back(conn, &ids, due).await
}

/// Writes down what a check saw, and frees the link.
///
/// # Errors
/// When the database refuses.
pub async fn note_seen(tx: &mut Tx, link: &DueLink, seen: Seen, cadence: Cadence) -> Result<(), sqlx::Error> {
    let verdict = judge(link, seen, cadence, tx.now());
    external_link::note(tx, link.id, &verdict).await
}

/// Dead is what is gone for sure, and what failed twice an hour apart; one bad moment is none.
fn judge(link: &DueLink, seen: Seen, cadence: Cadence, now: OffsetDateTime) -> Verdict {
    let fine = |failure: String| Verdict {
        checked_at: now,
        status: seen.status(),
        failure,
        failing_since: None,
        failures: 0,
        is_dead: false,
        due_at: now + cadence.healthy,
    };
    if matches!(seen, Seen::Works(_)) {
        return fine(String::new());
    }
    if seen.cannot_tell() {
        return fine("unclear".to_owned());
    }
    let since = link.failing_since.unwrap_or(now);
    let is_dead = seen.is_gone() || now - since >= APART;
    let failures = link.failures.saturating_add(1);
    // Soon again at first, then daily: what is dead may come back, and editors wait for that too.
    let pause = if is_dead { Duration::DAY } else { APART };
    let failure = match seen {
        Seen::Nothing(kind) => kind,
        _ => "status",
    };
    Verdict {
        checked_at: now,
        status: seen.status(),
        failure: failure.to_owned(),
        failing_since: Some(since),
        failures,
        is_dead,
        due_at: now + pause.min(cadence.healthy).max(Duration::MINUTE),
    }
}

/// Why a link is dead, for editors.
pub fn why(status: Option<i16>, failure: &str) -> String {
    match (status, failure) {
        (Some(404), _) => "Not found (404)".to_owned(),
        (Some(410), _) => "Gone for good (410)".to_owned(),
        (Some(status), _) => format!("Answers with an error ({status})"),
        (None, "timeout") => "No answer in time".to_owned(),
        (None, "loop") => "Its redirects lead nowhere".to_owned(),
        (None, "reach") => "Not on the public internet".to_owned(),
        (None, "address") => "Not an address that can be opened".to_owned(),
        (None, _) => "No connection".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CADENCE: Cadence = Cadence { healthy: Duration::days(7) };

    fn link() -> DueLink {
        let url = "https://mit.edu/".to_owned();
        DueLink { id: LinkId(1), url, host: "mit.edu".to_owned(), failing_since: None, failures: 0 }
    }

    fn after(link: &DueLink, verdict: &Verdict) -> DueLink {
        DueLink { failing_since: verdict.failing_since, failures: verdict.failures, ..link.clone() }
    }

    #[test]
    fn one_bad_moment_is_not_death() {
        let begin = OffsetDateTime::UNIX_EPOCH;
        for seen in [Seen::Refused(500), Seen::Nothing("timeout"), Seen::Nothing("connect")] {
            let first = judge(&link(), seen, CADENCE, begin);
            assert_eq!((first.is_dead, first.failures, first.due_at), (false, 1, begin + APART), "{seen:?}");
            let link = after(&link(), &first);
            let soon = judge(&link, seen, CADENCE, begin + Duration::minutes(59));
            assert_eq!((soon.is_dead, soon.failing_since), (false, Some(begin)), "{seen:?}");
            let later = judge(&link, seen, CADENCE, begin + APART);
            assert_eq!((later.is_dead, later.due_at), (true, begin + APART + Duration::DAY), "{seen:?}");
            let back = judge(&after(&link, &later), Seen::Works(200), CADENCE, begin + Duration::DAY);
            assert_eq!((back.is_dead, back.failures, back.failing_since), (false, 0, None), "{seen:?}");
        }
    }

    #[test]
    fn what_is_gone_is_dead_at_once() {
        for status in [404, 410] {
            let verdict = judge(&link(), Seen::Refused(status), CADENCE, OffsetDateTime::UNIX_EPOCH);
            assert_eq!((verdict.is_dead, verdict.status), (true, i16::try_from(status).ok()));
        }
    }

    #[test]
    fn a_closed_door_is_no_grave() {
        let dead = DueLink { failing_since: Some(OffsetDateTime::UNIX_EPOCH), failures: 9, ..link() };
        for status in [401, 403, 429] {
            let now = OffsetDateTime::UNIX_EPOCH + Duration::DAY;
            let verdict = judge(&dead, Seen::Refused(status), CADENCE, now);
            assert_eq!((verdict.is_dead, verdict.failures, verdict.due_at), (false, 0, now + CADENCE.healthy));
            assert_eq!(verdict.failure, "unclear");
        }
    }
}

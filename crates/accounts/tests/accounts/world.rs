//! A site with a clock that can be moved, and shortcuts for what many tests do first.

use sqlx::PgPool;
use std::sync::{Arc, Mutex};
use time::{Duration, OffsetDateTime, macros::datetime};
use xpro_accounts::{
    AccountSettings, Call,
    auth::{self, AuthOutcome, AuthState, Details},
    password::Password,
    person::{AddressInput, ProfileInput},
    session::{SignedInSession, load_learner},
};
use xpro_kernel::{Clock, Learner};
use xpro_platform::{
    db::{Database, Tx},
    mail::Brand,
};

pub const PASSWORD: &str = "correct horse 1";
pub const EMAIL: &str = "sally@example.com";

pub struct World {
    pub db: Database,
    pub brand: Brand,
    pub settings: AccountSettings,
    now: Arc<Mutex<OffsetDateTime>>,
}

impl World {
    pub fn new(pool: PgPool) -> Self {
        let now = Arc::new(Mutex::new(datetime!(2026-03-02 09:00 UTC)));
        let shared = now.clone();
        let clock = Clock::new(move || *shared.lock().expect("no test panics while holding it"));
        World {
            db: Database::new(pool, clock),
            brand: Brand {
                site_name: "xPRO".into(),
                base_url: "https://shop.example".into(),
                support_email: "help@shop.example".into(),
                postal_address: "1 Main Street".into(),
            },
            settings: AccountSettings::default(),
            now,
        }
    }

    pub fn later(&self, duration: Duration) {
        *self.now.lock().expect("no test panics while holding it") += duration;
    }

    pub fn call(&self) -> Call<'_> {
        Call {
            db: &self.db,
            brand: &self.brand,
            settings: &self.settings,
            ip: "192.0.2.7",
            request_id: "test",
            browser: None,
        }
    }

    pub async fn tx(&self) -> Tx {
        self.db.begin("test").await.expect("a transaction")
    }

    pub async fn count(&self, sql: &str) -> i64 {
        sqlx::query_scalar(sqlx::AssertSqlSafe(sql.to_owned())).fetch_one(self.db.pool()).await.expect("a count")
    }

    pub async fn execute(&self, sql: &str) {
        sqlx::query(sqlx::AssertSqlSafe(sql.to_owned())).execute(self.db.pool()).await.expect("a statement");
    }

    pub async fn text(&self, sql: &str) -> Option<String> {
        sqlx::query_scalar(sqlx::AssertSqlSafe(sql.to_owned()))
            .fetch_optional(self.db.pool())
            .await
            .expect("a text")
            .flatten()
    }

    pub async fn job_count(&self, kind: &str) -> i64 {
        self.count(&format!("select count(*) from job where kind = '{kind}'")).await
    }

    /// The address in the newest letter of this kind.
    pub async fn mailed_link(&self, template: &str) -> String {
        let body = self
            .text(&format!("select text_body from mail_message where template = '{template}' order by id desc limit 1"))
            .await
            .expect("a letter");
        body.split_whitespace().find(|word| word.starts_with("https://")).expect("a link in the letter").to_owned()
    }

    /// Token and code of the newest verification letter.
    pub async fn verification_link(&self) -> (String, String) {
        let link = url::Url::parse(&self.mailed_link("verification").await).expect("a link");
        assert_eq!(link.path(), "/create-account/confirm/");
        let value = |name: &str| {
            link.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned()).expect("a parameter")
        };
        (value("partial_token"), value("verification_code"))
    }

    /// Registers up to the details step; returns its token.
    pub async fn confirmed(&self, email: &str) -> String {
        let started = auth::start_registration(&self.call(), email, None, None).await.expect("understood");
        assert_eq!(started.state, AuthState::RegisterConfirmSent);
        let (token, code) = self.verification_link().await;
        token_of(
            &auth::confirm_email(&self.call(), &token, &code).await.expect("understood"),
            AuthState::RegisterDetails,
        )
    }

    /// Registers up to the extra step; returns its token.
    pub async fn detailed(&self, email: &str) -> String {
        let token = self.confirmed(email).await;
        token_of(
            &auth::submit_details(&self.call(), &token, &details()).await.expect("understood"),
            AuthState::RegisterExtra,
        )
    }

    /// Registers completely.
    pub async fn registered(&self, email: &str) -> SignedInSession {
        let token = self.detailed(email).await;
        let done = auth::submit_extra(&self.call(), &token, &profile()).await.expect("understood");
        done.signed_in.expect("signed in")
    }

    pub async fn learner(&self, email: &str) -> Learner {
        let claim = self.registered(email).await;
        let mut conn = self.db.read().await.expect("a connection");
        load_learner(&mut conn, &claim).await.expect("a query").expect("active")
    }

    /// Begins a sign-in; returns its token.
    pub async fn asked_for_password(&self, email: &str) -> String {
        token_of(&auth::start_login(&self.call(), email, None).await.expect("understood"), AuthState::LoginPassword)
    }

    pub async fn login(&self, email: &str, password: &str) -> AuthOutcome {
        let token = self.asked_for_password(email).await;
        auth::login_with_password(&self.call(), &token, &Password::from(password)).await.expect("understood")
    }
}

pub fn token_of(outcome: &AuthOutcome, state: AuthState) -> String {
    assert_eq!(outcome.state, state, "{outcome:?}");
    outcome.attempt_token.as_ref().expect("a token").as_str().to_owned()
}

pub fn details() -> Details {
    Details {
        name: "Sally Smith".into(),
        password: PASSWORD.into(),
        legal_address: AddressInput {
            first_name: "Sally".into(),
            last_name: "Smith".into(),
            street_address: vec!["Main Street".into()],
            city: "Boulder".into(),
            country: "US".into(),
            state_or_territory: "US-CO".into(),
            postal_code: "80309".into(),
            vat_id: String::new(),
        },
    }
}

pub fn profile() -> ProfileInput {
    ProfileInput {
        gender: "f".into(),
        birth_year: "1990".into(),
        company: "MIT".into(),
        job_title: "Tester".into(),
        ..ProfileInput::default()
    }
}

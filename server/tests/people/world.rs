//! A server on a free port, and somebody with a browser.

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use sqlx::PgPool;
use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};
use uuid::Uuid;
use xpro_accounts::jobs::ProvisionCoursewareUser;
use xpro_kernel::{Clock, UserId};
use xpro_outbound::{Pace, Pause};
use xpro_platform::{
    db::Database,
    jobs::{Worker, WorkerOptions, enqueue},
};
use xpro_server::{
    http::router,
    jobs::{self, JobState},
    settings::Settings,
    wiring,
};

/// A demo learner.
pub const LEARNER: &str = "amelia.hart@example.com";
/// Password of all demo people.
pub use xpro_accounts::seed::DEMO_PASSWORD;

/// Takes no pauses.
struct Hurry;

impl Pace for Hurry {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn pause(&self, _: Duration) -> Pause<'_> {
        Box::pin(std::future::ready(()))
    }
}

/// The running server.
#[derive(Clone)]
pub struct Site {
    pub url: String,
    pub pool: PgPool,
    jobs: JobState,
}

impl Site {
    /// Starts the whole server with the demo's people. It ends with the test's process.
    pub async fn open(pool: PgPool) -> Site {
        Site::open_with(pool, |_| {}).await
    }

    /// The same with other settings. Open edX is out of reach unless they say where it is.
    pub async fn open_with(pool: PgPool, change: impl FnOnce(&mut Settings)) -> Site {
        let db = Database::new(pool.clone(), Clock::system());
        let mut tx = db.begin("seed").await.expect("begin");
        let now = tx.now();
        xpro_accounts::seed::upsert_demo_people(&mut tx, now).await.expect("people");
        tx.commit().await.expect("commit");

        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("address"));
        let mut settings = Settings::from_env().expect("settings");
        settings.var = std::env::temp_dir().join(format!("xpro-people-{}", Uuid::now_v7().simple()));
        settings.base_url = url.parse().expect("url");
        settings.openedx_url = "http://127.0.0.1:1".parse().expect("url");
        change(&mut settings);
        std::fs::create_dir_all(settings.assets_folder()).expect("a folder");
        std::fs::write(settings.assets_folder().join("assets.json"), r#"{"files":{}}"#).expect("a list of assets");
        let parts = wiring::build(settings, pool.clone()).await.expect("built");
        let service = router(&parts.web).into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move { axum::serve(listener, service).await });
        Site { url, pool, jobs: parts.jobs }
    }

    /// The same with webhooks that are waited for only so long.
    pub fn patient_for(mut self, timeout: std::time::Duration) -> Site {
        self.jobs.webhooks = self.jobs.webhooks.waiting(timeout);
        self
    }

    /// The same with links asked without pauses in between.
    pub fn hurried(mut self) -> Site {
        self.jobs.links = self.jobs.links.paced(Arc::new(Hurry));
        self
    }

    /// Does the jobs that are due.
    pub async fn work(&self) {
        let worker = Worker::new(self.jobs.app.db.clone(), jobs::registry(&self.jobs), WorkerOptions::default());
        worker.run_due().await.expect("worked");
    }

    /// Has the server show what is published by now; it listens for that when it runs as a whole.
    pub async fn reload(&self) {
        self.jobs.app.content.refresh().await.expect("the published content");
    }

    /// The database, as the server has it.
    pub fn database(&self) -> Database {
        self.jobs.app.db.clone()
    }

    /// Asks for the person's Open edX account.
    pub async fn provision(&self, email: &str) {
        let user_id = sqlx::query_scalar("select id from users where email = $1")
            .bind(email)
            .fetch_one(&self.pool)
            .await
            .map(UserId)
            .expect("a person");
        let mut tx = self.jobs.app.db.begin("test").await.expect("begin");
        enqueue(&mut tx, &ProvisionCoursewareUser { user_id }).await.expect("enqueued");
        tx.commit().await.expect("commit");
    }

    /// Somebody with a browser of their own.
    pub fn visitor(&self) -> Visitor {
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
        Visitor { client, url: self.url.clone(), cookie: Arc::default() }
    }

    /// A demo learner, signed in through the forms.
    pub async fn learner(&self) -> Visitor {
        let visitor = self.visitor();
        let entered = visitor.sign_in(LEARNER, DEMO_PASSWORD, "").await;
        assert_eq!((entered.status, entered.location()), (303, "/dashboard/"), "{}", entered.text);
        visitor
    }

    pub async fn count(&self, query: &'static str) -> i64 {
        sqlx::query_scalar(query).fetch_one(&self.pool).await.unwrap_or_else(|error| panic!("{query}: {error}"))
    }

    pub async fn execute(&self, statement: &'static str) {
        sqlx::query(statement).execute(&self.pool).await.unwrap_or_else(|error| panic!("{statement}: {error}"));
    }

    /// Path and query of the link in the newest letter of this kind.
    pub async fn mailed_path(&self, template: &str) -> String {
        let body: String =
            sqlx::query_scalar("select text_body from mail_message where template = $1 order by id desc limit 1")
                .bind(template)
                .fetch_one(&self.pool)
                .await
                .expect("a letter");
        let link = body.split_whitespace().find(|word| word.starts_with(&self.url)).expect("a link in the letter");
        link[self.url.len()..].to_owned()
    }
}

/// Somebody with one cookie, which can be looked at and copied.
#[derive(Clone)]
pub struct Visitor {
    client: reqwest::Client,
    url: String,
    cookie: Arc<Mutex<Option<String>>>,
}

/// What came back.
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    /// A header, empty when there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Where a redirect leads.
    pub fn location(&self) -> &str {
        self.header("location")
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }
}

impl Visitor {
    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.client.get(format!("{}{path}", self.url))).await
    }

    /// Gets with this `Accept` header.
    pub async fn get_accepting(&self, path: &str, accept: &str) -> Answer {
        self.send(self.client.get(format!("{}{path}", self.url)).header("accept", accept)).await
    }

    /// Posts a form.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(self.client.post(format!("{}{path}", self.url)).form(fields)).await
    }

    /// Posts a form with further headers.
    pub async fn post_with(&self, path: &str, fields: &[(&str, &str)], headers: &[(&str, &str)]) -> Answer {
        let header = |(name, value): &(&str, &str)| {
            (name.parse::<HeaderName>().expect("a name"), value.parse::<HeaderValue>().expect("a value"))
        };
        let headers: HeaderMap = headers.iter().map(header).collect();
        self.send(self.client.post(format!("{}{path}", self.url)).form(fields).headers(headers)).await
    }

    /// Gets with a bearer token.
    pub async fn get_with_token(&self, path: &str, token: &str) -> Answer {
        self.send(self.client.get(format!("{}{path}", self.url)).bearer_auth(token)).await
    }

    /// Sends JSON, with a bearer token instead of the cookie when there is one.
    pub async fn send_json(
        &self,
        method: &str,
        path: &str,
        body: Option<&serde_json::Value>,
        token: Option<&str>,
    ) -> Answer {
        let method = method.parse().expect("a method");
        let mut request = self.client.request(method, format!("{}{path}", self.url));
        if let Some(body) = body {
            request = request.json(body);
        }
        match token {
            Some(token) => self.copy_without_cookie().send(request.bearer_auth(token)).await,
            None => self.send(request).await,
        }
    }

    /// Gets with this header.
    pub async fn get_with(&self, path: &str, name: &str, value: &str) -> Answer {
        self.send(self.client.get(format!("{}{path}", self.url)).header(name, value)).await
    }

    fn copy_without_cookie(&self) -> Visitor {
        Visitor { cookie: Arc::default(), ..self.clone() }
    }

    /// Posts bytes as a form.
    pub async fn post_raw(&self, path: &str, body: Vec<u8>) -> Answer {
        let request = self.client.post(format!("{}{path}", self.url)).body(body);
        self.send(request.header("content-type", "application/x-www-form-urlencoded")).await
    }

    /// Both steps of signing in.
    pub async fn sign_in(&self, email: &str, password: &str, next: &str) -> Answer {
        let asked = self.post("/signin/", &[("email", email), ("next", next)]).await;
        assert_eq!((asked.status, asked.location()), (303, "/signin/password/"), "{}", asked.text);
        self.post("/signin/password/", &[("password", password)]).await
    }

    /// The session cookie.
    pub fn cookie(&self) -> Option<String> {
        self.cookie.lock().expect("no test panics while holding it").clone()
    }

    /// Somebody who holds a copy of this cookie.
    pub fn copy(&self) -> Visitor {
        Visitor { cookie: Arc::new(Mutex::new(self.cookie())), ..self.clone() }
    }

    async fn send(&self, mut request: reqwest::RequestBuilder) -> Answer {
        if let Some(cookie) = self.cookie() {
            request = request.header("cookie", cookie);
        }
        let response = request.send().await.expect("an answer");
        let answer = Answer {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            text: response.text().await.expect("a body"),
        };
        if let Some((cookie, rest)) = answer.header("set-cookie").split_once(';') {
            let is_gone = rest.contains("Max-Age=0");
            *self.cookie.lock().expect("no test panics while holding it") = (!is_gone).then(|| cookie.to_owned());
        }
        answer
    }
}

//! A server, a worker and the stand-ins on free ports.

use serde_json::{Value, json};
use sqlx::PgPool;
use std::net::SocketAddr;
use tokio::net::TcpListener;
use uuid::Uuid;
use xpro_kernel::{Clock, UserId};
use xpro_platform::{
    db::Database,
    jobs::{self, Job, Worker, WorkerOptions},
};
use xpro_server::{http::router, jobs::registry, settings::Settings, stand_ins, wiring};

/// Username of the demo learner that buys.
pub const AMELIA: &str = "amelia-hart";
const AMELIAS_EMAIL: &str = "amelia.hart@example.com";

/// Everything that runs. It ends with the test's process.
pub struct World {
    pub pool: PgPool,
    settings: Settings,
    stand_ins: String,
    http: reqwest::Client,
}

impl World {
    /// Starts the web server and the stand-ins, with the demo's people and catalog. Jobs run when a test says so.
    pub async fn open(pool: PgPool) -> World {
        seed(&pool).await;
        let (web, url) = listen().await;
        let (far_side, stand_ins) = listen().await;
        let mut settings = Settings::from_env().expect("settings");
        settings.var = std::env::temp_dir().join(format!("xpro-enrollment-{}", Uuid::now_v7().simple()));
        settings.base_url = url.parse().expect("url");
        settings.openedx_url = stand_ins.parse().expect("url");
        settings.mailgun_url = stand_ins.parse().expect("url");
        settings.cybersource_url = format!("{stand_ins}/pay").parse().expect("url");
        std::fs::create_dir_all(settings.assets_folder()).expect("a folder");
        std::fs::write(settings.assets_folder().join("assets.json"), r#"{"files":{}}"#).expect("a list of assets");
        let config = stand_ins::config(&settings).expect("a configuration");
        tokio::spawn(xpro_standins::serve(far_side, config, std::future::pending()));
        let parts = wiring::build(settings.clone(), pool.clone()).await.expect("built");
        let service = router(&parts.web).into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move { axum::serve(web, service).await });
        let http = reqwest::Client::builder()
            .cookie_store(true)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .expect("a client");
        World { pool, settings, stand_ins, http }
    }

    /// A worker in a process that has just started: nothing is remembered of earlier calls.
    pub async fn worker(&self) -> Worker {
        let parts = wiring::build(self.settings.clone(), self.pool.clone()).await.expect("built");
        Worker::new(parts.web.app.db.clone(), registry(&parts.jobs), WorkerOptions::default())
    }

    /// Runs all jobs in such a process, those that wait for a next attempt included.
    pub async fn work(&self) {
        self.execute("update job set run_at = now() where state = 'queued'").await;
        self.worker().await.run_due().await.expect("worked");
    }

    /// Queues a job.
    pub async fn enqueue(&self, job: &impl Job) {
        let mut tx = Database::new(self.pool.clone(), Clock::system()).begin("test").await.expect("begin");
        jobs::enqueue(&mut tx, job).await.expect("enqueued");
        tx.commit().await.expect("commit");
    }

    /// Signs the demo learner in.
    pub async fn sign_in(&self) {
        self.post("/signin/", &[("email", AMELIAS_EMAIL)]).await;
        let password = xpro_accounts::seed::DEMO_PASSWORD;
        assert_eq!(self.post("/signin/password/", &[("password", password)]).await.0, 303);
    }

    /// Buys the next open run that the learner has not bought yet and pays for it; the courseware id. The gateway's
    /// notice has been answered when this returns.
    pub async fn buy(&self) -> String {
        let (run, page) = self.place().await;
        self.pay(&page).await;
        run
    }

    /// The same up to the gateway's page: the courseware id, and the page.
    pub async fn place(&self) -> (String, String) {
        let (product, run): (i64, String) = sqlx::query_as(
            "select p.id, r.courseware_id from product p join course_run r on r.id = p.course_run_id join course c on c.id = r.course_id
             where r.live and c.live and r.start_date > now() and r.enrollment_end > now() and coalesce(r.enrollment_start < now(), true)
               and not exists (select 1 from order_line l join orders o on o.id = l.order_id join users u on u.id = o.purchaser_id
                               where l.product_id = p.id and u.username = $1)
             order by p.id limit 1",
        )
        .bind(AMELIA)
        .fetch_one(&self.pool)
        .await
        .expect("an open run");
        let basket = json!({ "items": [{ "product_id": product }] });
        let put = self.http.patch(self.at("/api/basket/")).json(&basket).send().await.expect("an answer");
        assert_eq!(put.status(), 200, "{}", put.text().await.unwrap_or_default());
        let placed = self.http.post(self.at("/api/checkout/")).json(&json!({})).send().await.expect("an answer");
        let placed: Value = placed.json().await.expect("JSON");
        let form = placed["payload"].as_object().expect("a form");
        let fields: Vec<(&str, &str)> =
            form.iter().filter_map(|(name, value)| Some((name.as_str(), value.as_str()?))).collect();
        let sent = self.http.post(format!("{}/pay", self.stand_ins)).form(&fields).send().await.expect("an answer");
        let page = sent.headers()["location"].to_str().expect("an address").to_owned();
        (run, page)
    }

    /// Pays there.
    pub async fn pay(&self, page: &str) {
        let page = if page.starts_with('/') { format!("{}{page}", self.stand_ins) } else { page.to_owned() };
        let paid = self.http.post(page).form(&[("action", "accept")]).send().await.expect("an answer");
        assert!(!paid.status().is_server_error(), "{}", paid.status());
    }

    /// Orders a fault of Open edX.
    pub async fn fail(&self, mut fault: Value) {
        fault["system"] = json!("openedx");
        let answer = self.http.post(self.far("/control/faults")).json(&fault).send().await.expect("an answer");
        assert_eq!(answer.status(), 201);
    }

    /// Ends all faults.
    pub async fn heal(&self) {
        let answer = self.http.delete(self.far("/control/faults")).send().await.expect("an answer");
        assert_eq!(answer.status(), 204);
    }

    /// Orders something else of the stand-ins.
    pub async fn order(&self, path: &str, body: Value) {
        let answer = self.http.post(self.far(path)).json(&body).send().await.expect("an answer");
        assert_eq!(answer.status(), 204, "{path}");
    }

    /// Reads what the stand-ins know.
    pub async fn known(&self, path: &str) -> Value {
        let answer = self.http.get(self.far(path)).send().await.expect("an answer");
        answer.json().await.expect("JSON")
    }

    /// What Open edX holds for somebody in a run: mode and activity.
    pub async fn held(&self, username: &str, run: &str) -> Vec<(String, bool)> {
        let query = serde_urlencoded::to_string([("user", username), ("course", run)]).expect("a query");
        let rows = self.known(&format!("/control/edx/enrollments?{query}")).await;
        let row = |row: &Value| {
            (row["mode"].as_str().unwrap_or_default().to_owned(), row["is_active"].as_bool().unwrap_or_default())
        };
        rows.as_array().expect("rows").iter().map(row).collect()
    }

    /// How many calls of a method and path reached Open edX.
    pub async fn calls(&self, method: &str, path: &str) -> usize {
        let query = serde_urlencoded::to_string([
            ("system", "openedx"),
            ("direction", "in"),
            ("method", method),
            ("path_prefix", path),
        ]);
        let log = self.known(&format!("/control/requests?{}", query.expect("a query"))).await;
        log.as_array().expect("entries").len()
    }

    /// What the learner's dashboard says of each push that is not through, and the page.
    pub async fn dashboard(&self) -> String {
        let answer = self.http.get(self.at("/dashboard/")).send().await.expect("an answer");
        assert_eq!(answer.status(), 200);
        answer.text().await.expect("a page")
    }

    /// State of the newest enrollment.
    pub async fn push_state(&self) -> String {
        self.text("select push_state from run_enrollment order by id desc limit 1").await
    }

    pub async fn text(&self, query: &'static str) -> String {
        sqlx::query_scalar(query).fetch_one(&self.pool).await.unwrap_or_else(|error| panic!("{query}: {error}"))
    }

    pub async fn count(&self, query: &'static str) -> i64 {
        sqlx::query_scalar(query).fetch_one(&self.pool).await.unwrap_or_else(|error| panic!("{query}: {error}"))
    }

    pub async fn execute(&self, statement: &'static str) {
        sqlx::query(statement).execute(&self.pool).await.unwrap_or_else(|error| panic!("{statement}: {error}"));
    }

    /// The learner.
    pub async fn amelia(&self) -> UserId {
        UserId(self.count("select id from users where email = 'amelia.hart@example.com'").await)
    }

    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> (u16, String) {
        let answer = self.http.post(self.at(path)).form(fields).send().await.expect("an answer");
        (answer.status().as_u16(), answer.text().await.expect("a body"))
    }

    fn at(&self, path: &str) -> String {
        format!("{}{path}", self.settings.origin())
    }

    fn far(&self, path: &str) -> String {
        format!("{}{path}", self.stand_ins)
    }
}

async fn listen() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("address"));
    (listener, url)
}

async fn seed(pool: &PgPool) {
    let db = Database::new(pool.clone(), Clock::system());
    let now = db.now();
    let mut tx = db.begin("seed").await.expect("begin");
    xpro_accounts::seed::upsert_demo_people(&mut tx, now).await.expect("people");
    xpro_catalog::seed::apply_demo_catalog(&mut tx, now).await.expect("catalog");
    tx.commit().await.expect("commit");
}

//! A server on a free port, and somebody who shops in it.

use serde_json::{Value, json};
use sqlx::PgPool;
use std::collections::BTreeMap;
use uuid::Uuid;
use xpro_cybersource::SecureAcceptance;
use xpro_kernel::Clock;
use xpro_platform::db::Database;
use xpro_server::{http::router, settings::Settings, wiring};

/// Names and values of a form.
pub type Fields = BTreeMap<String, String>;

/// The running server.
pub struct Shop {
    pub url: String,
    pub pool: PgPool,
    pub acceptance: SecureAcceptance,
}

impl Shop {
    /// Starts the whole server with the demo's people, catalogue and codes. It ends with the test's process.
    pub async fn open(pool: PgPool) -> Shop {
        seed(&pool).await;
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("address"));
        let mut settings = Settings::from_env().expect("settings");
        settings.var = std::env::temp_dir().join(format!("xpro-shop-{}", Uuid::now_v7().simple()));
        settings.base_url = url.parse().expect("url");
        std::fs::create_dir_all(settings.assets_folder()).expect("a folder");
        std::fs::write(settings.assets_folder().join("assets.json"), r#"{"files":{}}"#).expect("a list of assets");
        let parts = wiring::build(settings, pool.clone()).await.expect("built");
        let acceptance = (*parts.web.gateways.acceptance).clone();
        let service = router(&parts.web).into_make_service_with_connect_info::<std::net::SocketAddr>();
        tokio::spawn(async move { axum::serve(listener, service).await });
        Shop { url, pool, acceptance }
    }

    /// Somebody with a browser of their own.
    pub fn visitor(&self) -> Visitor {
        let client = reqwest::Client::builder()
            .cookie_store(true)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .expect("a client");
        Visitor { client, url: self.url.clone() }
    }

    /// A demo learner, signed in through the forms.
    pub async fn learner(&self, name: &str) -> Visitor {
        let visitor = self.visitor();
        let email = format!("{name}@example.com");
        visitor.post("/signin/", &[("email", &email)]).await;
        let entered = visitor.post("/signin/password/", &[("password", xpro_accounts::seed::DEMO_PASSWORD)]).await;
        assert_eq!(entered.location(), "/dashboard/", "{}", entered.text);
        visitor
    }

    /// One number out of the database.
    pub async fn count(&self, query: &'static str) -> i64 {
        sqlx::query_scalar(query).fetch_one(&self.pool).await.unwrap_or_else(|error| panic!("{query}: {error}"))
    }

    /// One text out of the database.
    pub async fn text(&self, query: &'static str) -> String {
        sqlx::query_scalar(query).fetch_one(&self.pool).await.unwrap_or_else(|error| panic!("{query}: {error}"))
    }

    /// An open run's product that costs something and that the demo learner has not bought.
    pub async fn product(&self) -> i64 {
        self.count(
            "select o.product_id from offering o join course_run r on r.id = o.course_run_id
             where o.is_active and o.live and not o.is_external and o.price > 0 and r.start_date > now()
               and coalesce(r.enrollment_end > now(), true) and coalesce(r.enrollment_start < now(), true)
               and not exists (select 1 from order_line_run l where l.course_run_id = r.id and l.line_id in (
                   select l.id from order_line l join orders o on o.id = l.order_id join users u on u.id = o.purchaser_id where u.email = 'amelia.hart@example.com'))
             order by o.product_id limit 1",
        )
        .await
    }

    /// What the gateway says about a form, signed as the gateway does.
    pub fn notice(&self, form: &Fields, decision: &str, changes: &[(&str, &str)]) -> Vec<(String, String)> {
        let value = |name: &str| form.get(name).cloned().unwrap_or_default();
        let mut fields = Fields::from(
            [
                ("decision", decision.to_owned()),
                ("reason_code", if decision == "ACCEPT" { "100" } else { "203" }.to_owned()),
                (
                    "transaction_id",
                    format!(
                        "6{:021}",
                        u128::from_str_radix(&value("transaction_uuid"), 16).unwrap_or(0) % 1_000_000_007
                    ),
                ),
                ("req_reference_number", value("reference_number")),
                ("req_transaction_uuid", value("transaction_uuid")),
                ("req_amount", value("amount")),
                ("req_currency", value("currency")),
                ("req_access_key", value("access_key")),
                ("req_profile_id", value("profile_id")),
                ("auth_amount", value("amount")),
                ("req_card_number", "xxxxxxxxxxxx1111".to_owned()),
                ("req_card_type", "001".to_owned()),
                ("req_payment_method", "card".to_owned()),
                ("signed_date_time", "2026-03-01T12:36:10Z".to_owned()),
            ]
            .map(|(name, value)| (name.to_owned(), value)),
        );
        for (name, value) in changes {
            fields.insert((*name).to_owned(), (*value).to_owned());
        }
        self.acceptance.sign(fields)
    }
}

async fn seed(pool: &PgPool) {
    let db = Database::new(pool.clone(), Clock::system());
    let now = db.now();
    let mut tx = db.begin("seed").await.expect("begin");
    xpro_accounts::seed::upsert_demo_people(&mut tx, now).await.expect("people");
    xpro_catalog::seed::apply_demo_catalog(&mut tx, now).await.expect("catalog");
    xpro_commerce::seed::apply_demo_commerce(&mut tx, "dev", now).await.expect("codes");
    tx.commit().await.expect("commit");
}

/// Somebody with cookies.
pub struct Visitor {
    client: reqwest::Client,
    url: String,
}

/// What came back.
pub struct Answer {
    pub status: u16,
    pub text: String,
    location: String,
}

impl Answer {
    /// Where a redirect leads.
    pub fn location(&self) -> &str {
        &self.location
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }
}

impl Visitor {
    pub async fn get(&self, path: &str) -> Answer {
        answer(self.client.get(format!("{}{path}", self.url))).await
    }

    /// Posts a form.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        answer(self.client.post(format!("{}{path}", self.url)).form(fields)).await
    }

    /// Posts bytes as a form.
    pub async fn post_raw(&self, path: &str, body: impl Into<reqwest::Body>) -> Answer {
        let request = self.client.post(format!("{}{path}", self.url)).body(body);
        answer(request.header("content-type", "application/x-www-form-urlencoded")).await
    }

    /// Sends JSON.
    pub async fn send(&self, method: reqwest::Method, path: &str, body: Value) -> Answer {
        answer(self.client.request(method, format!("{}{path}", self.url)).json(&body)).await
    }

    /// Puts a product into the basket and places the order: the signed form.
    pub async fn place(&self, product: i64) -> Fields {
        let put =
            self.send(reqwest::Method::PATCH, "/api/basket/", json!({ "items": [{ "product_id": product }] })).await;
        assert_eq!(put.status, 200, "{}", put.text);
        let placed = self.send(reqwest::Method::POST, "/api/checkout/", json!({})).await;
        assert_eq!(placed.status, 200, "{}", placed.text);
        serde_json::from_value(placed.json()["payload"].clone()).expect("fields")
    }
}

async fn answer(request: reqwest::RequestBuilder) -> Answer {
    let response = request.send().await.expect("an answer");
    let location =
        response.headers().get("location").and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    Answer { status: response.status().as_u16(), location, text: response.text().await.expect("a body") }
}

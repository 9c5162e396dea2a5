//! Open edX's word on full names (accounts_ops.md 1.7, 13.2 cases 43 to 45).

use crate::world::Site;
use axum::{Json, Router, http::StatusCode, response::IntoResponse, routing::post};
use sqlx::PgPool;

/// An Open edX that answers every name with this.
async fn edx(status: StatusCode, decision: &'static str) -> String {
    let answer = move || async move {
        (status, Json(serde_json::json!({ "validation_decisions": { "name": decision } }))).into_response()
    };
    let router = Router::new().route("/api/user/v1/validation/registration", post(answer));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("address"));
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}

async fn rename(pool: PgPool, edx: String) -> (u16, String) {
    let site = Site::open_with(pool, move |settings| settings.openedx_url = edx.parse().expect("url")).await;
    let fields = [
        ("first_name", "Amelia"),
        ("last_name", "Hart"),
        ("name", "Amelia B Hart"),
        ("street_address", "1 Main Street"),
        ("city", "Paris"),
        ("country", "FR"),
    ];
    let answer = site.learner().await.post("/profile/edit/", &fields).await;
    (answer.status, answer.text)
}

#[sqlx::test(migrations = "../migrations")]
async fn a_name_that_open_edx_refuses_is_not_saved(pool: PgPool) {
    let (status, text) = rename(pool, edx(StatusCode::OK, "Enter a valid name").await).await;
    assert!(status == 422 && text.contains("try again later") && text.contains("value=\"Amelia B Hart\""), "{text}");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_name_that_open_edx_cannot_judge_is_not_saved(pool: PgPool) {
    let (status, text) = rename(pool, edx(StatusCode::INTERNAL_SERVER_ERROR, "").await).await;
    assert!(status == 422 && text.contains("try again later"), "{text}");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_name_that_open_edx_takes_is_saved(pool: PgPool) {
    assert_eq!(rename(pool, edx(StatusCode::OK, "").await).await.0, 303);
}

#[sqlx::test(migrations = "../migrations")]
async fn an_open_edx_out_of_reach_does_not_stand_in_the_way(pool: PgPool) {
    assert_eq!(rename(pool, "http://127.0.0.1:1".to_owned()).await.0, 303);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_registration_waits_for_the_word_of_open_edx_and_keeps_what_was_typed(pool: PgPool) {
    let edx = edx(StatusCode::BAD_GATEWAY, "").await;
    let site = Site::open_with(pool, move |settings| settings.openedx_url = edx.parse().expect("url")).await;
    let visitor = site.visitor();
    visitor.post("/create-account/", &[("email", "sally@example.com")]).await;
    let link = site.mailed_path("verification").await;
    let pairs: Vec<(String, String)> =
        serde_urlencoded::from_str(link.split_once('?').expect("a query").1).expect("readable");
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    visitor.post("/create-account/confirm/", &pairs).await;

    let details = [
        ("first_name", "Sally"),
        ("last_name", "Smith"),
        ("name", "Sally Smith"),
        ("password", "correct horse 1"),
        ("street_address", "1 Main Street"),
        ("city", "Paris"),
        ("country", "FR"),
    ];
    let refused = visitor.post("/create-account/details/", &details).await;

    assert!(refused.status == 422 && refused.text.contains("cannot register you right now"), "{}", refused.text);
    assert!(refused.text.contains("value=\"1 Main Street\""), "{}", refused.text);
    assert_eq!(site.count("select count(*) from users where email = 'sally@example.com'").await, 0);
    let again = visitor.post("/create-account/details/", &details).await;
    assert_eq!(again.status, 422, "the registration can still be finished");
}

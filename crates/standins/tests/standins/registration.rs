//! E1, E2 and E11: creating and finding accounts.

use reqwest::Response;
use serde_json::{Value, json};

use crate::bed::{Bed, REGISTRATION_TOKEN};

async fn register(bed: &Bed, username: &str, email: &str, token: &str) -> Response {
    let form = [
        ("username", username),
        ("email", email),
        ("name", "Ada Lovelace"),
        ("provider", "ol-oauth2"),
        ("access_token", token),
        ("country", "US"),
        ("honor_code", "True"),
    ];
    bed.http
        .post(bed.at("/user_api/v1/account/registration/"))
        .header("X-Access-Token", REGISTRATION_TOKEN)
        .form(&form)
        .send()
        .await
        .expect("edX answers")
}

async fn json_of(answer: Response) -> Value {
    answer.json().await.expect("JSON")
}

#[tokio::test]
async fn a_vouched_for_user_is_created_and_linked() {
    let bed = Bed::start().await;
    bed.xpro.person("ada", "Ada Lovelace", "ada@example.com");

    let answer = register(&bed, "ada", "ada@example.com", "token-of-ada").await;

    assert_eq!(answer.status(), 200);
    assert_eq!(json_of(answer).await, json!({"success": true}));
    let users = bed.control("/control/edx/users").await;
    assert_eq!(users[0]["username"], "ada");
    assert_eq!(users[0]["linked_to"], "ada");
}

#[tokio::test]
async fn a_token_that_xpro_does_not_know_creates_nobody() {
    let bed = Bed::start().await;

    let answer = register(&bed, "ada", "ada@example.com", "token-of-ada").await;

    assert_eq!(answer.status(), 400);
    let body = json_of(answer).await;
    assert_eq!(body["error_code"], "tpa-invalid-access-token");
    assert_eq!(bed.control("/control/edx/users").await, json!([]));
}

#[tokio::test]
async fn a_missing_registration_header_is_refused() {
    let bed = Bed::start().await;
    let path = "/user_api/v1/account/registration/";

    let request = bed.http.post(bed.at(path)).form(&[("username", "ada")]);
    let answer = request.send().await.expect("edX answers");

    assert_eq!(answer.status(), 403);
}

#[tokio::test]
async fn duplicates_are_refused_as_edx_refuses_them() {
    let bed = Bed::start().await;
    bed.add_edx_user("ada").await;

    let both = register(&bed, "Ada", "ADA@example.com", "token-of-ada").await;
    let email = register(&bed, "ada2", "ada@example.com", "token-of-ada").await;
    let username = register(&bed, "ada", "new@example.com", "token-of-ada").await;

    assert_eq!(both.status(), 409);
    let both = json_of(both).await;
    assert_eq!(both["error_code"], "duplicate-email-username");
    assert!(both["email"][0]["user_message"].is_string());
    assert_eq!(email.status(), 409);
    assert_eq!(json_of(email).await["error_code"], "duplicate-email");
    assert_eq!(username.status(), 409);
    let username = json_of(username).await;
    assert_eq!(username["error_code"], "duplicate-username");
    assert_eq!(username["username_suggestions"].as_array().map(Vec::len), Some(3));
}

#[tokio::test]
async fn accounts_are_found_by_email_with_the_service_token_only() {
    let bed = Bed::start().await;
    bed.add_edx_user("ada").await;

    let found = bed.find_account("Ada@Example.com").await.expect("edX answers");
    let unknown = bed.find_account("bob@example.com").await.expect("edX answers");
    let address = bed.at("/api/user/v1/accounts?email=ada@example.com");
    let stranger = bed.http.get(address).send().await.expect("edX answers");

    assert_eq!(found.status(), 200);
    assert_eq!(json_of(found).await[0]["username"], "ada");
    assert_eq!(unknown.status(), 404);
    assert_eq!(stranger.status(), 401);
}

#[tokio::test]
async fn names_are_judged() {
    let bed = Bed::start().await;
    for (name, fine) in [("Ada Lovelace", true), ("年號", true), ("see https://x", false), ("", false)] {
        let answer = bed
            .http
            .post(bed.at("/api/user/v1/validation/registration"))
            .header("Authorization", "Bearer ")
            .form(&[("name", name)])
            .send()
            .await
            .expect("edX answers");

        assert_eq!(answer.status(), 200);
        let decision = json_of(answer).await["validation_decisions"]["name"].clone();
        assert_eq!(decision == "", fine, "{name}");
    }
}

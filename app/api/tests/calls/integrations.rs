//! The calls about tokens and webhooks: only for those who look after integrations.

use crate::{
    common::{count, get, post_json},
    content::{ask, maya, refusal, site},
};
use serde_json::json;
use sqlx::PgPool;

/// Each call with something to send.
pub const CALLS: [(&str, &str, &str); 7] = [
    ("GET", "/api/studio/integrations", ""),
    ("POST", "/api/studio/token-issue", TOKEN),
    ("POST", "/api/studio/token-revoke", r#"{"id":1}"#),
    ("POST", "/api/studio/webhook-save", WEBHOOK),
    ("POST", "/api/studio/webhook-act", r#"{"id":1,"act":"test"}"#),
    ("GET", "/api/studio/webhook-log?id=1", ""),
    ("POST", "/api/studio/webhook-resend", r#"{"id":1}"#),
];

const TOKEN: &str = r#"{"input":{"name":"Feed","owner":"","scopes":["pages:read"],"days":30}}"#;
const WEBHOOK: &str = r#"{"id":null,"input":{"name":"Search","url":"https://example.com/hook","events":["page.published"],"active":true}}"#;

#[sqlx::test(migrations = "../../migrations")]
async fn moderators_and_strangers_are_refused(pool: PgPool) {
    site(&pool, 0).await;
    for (method, address, body) in CALLS {
        assert_eq!(refusal(&ask(&pool, None, method, address, body).await), (403, "signed_out"), "{address}");
        assert_eq!(refusal(&ask(&pool, maya(), method, address, body).await), (403, "forbidden"), "{address}");
    }
    assert_eq!(count(&pool, "select count(*) from api_token").await, 0);
    assert_eq!(count(&pool, "select count(*) from webhook_endpoint").await, 0);
}

#[sqlx::test(migrations = "../../migrations")]
async fn who_may_makes_tries_and_ends_them(pool: PgPool) {
    site(&pool, 0).await;
    sqlx::query("insert into user_permission (user_id, permission) values (2, 'integrations.change')")
        .execute(&pool)
        .await
        .expect("permitted");
    let keeper = || {
        let mut staff = maya().expect("staff");
        staff.permissions.push("integrations.change".to_owned());
        Some(staff)
    };
    let made = post_json(&pool, keeper(), "/api/studio/token-issue", &TOKEN.replace("Feed", r"Fe\u0000ed")).await;
    assert_eq!(refusal(&made), (200, ""), "{}", made.body);
    let secret = made.body["secret"].as_str().expect("the token").to_owned();
    let refused = post_json(&pool, keeper(), "/api/studio/token-issue", &TOKEN.replace("Feed", " ")).await;
    assert_eq!(
        refused.body,
        json!({ "outcome": "refused", "field": "name", "message": "Enter a name of up to 100 characters." })
    );
    let owned = TOKEN.replace(r#""owner":""#, r#""owner":"a\u0000b"#);
    let refused = post_json(&pool, keeper(), "/api/studio/token-issue", &owned).await;
    assert_eq!((refusal(&refused), refused.body["field"].as_str()), ((200, ""), Some("owner")), "{}", refused.body);
    for url in [r"https://a.example/\u0000", r"https://a.example/\u001bx"] {
        let sent = WEBHOOK.replace("https://example.com/hook", url);
        let refused = post_json(&pool, keeper(), "/api/studio/webhook-save", &sent).await;
        let field = refused.body["field"].as_str();
        assert_eq!((refusal(&refused), field), ((200, ""), Some("url")), "{url}: {}", refused.body);
    }
    let named = WEBHOOK.replace("Search", r"Sea\u0000rch");
    let made = post_json(&pool, keeper(), "/api/studio/webhook-save", &named).await;
    assert!(made.body["secret"].as_str().is_some_and(|secret| secret.starts_with("whsec_")), "{}", made.body);
    let wrong = post_json(&pool, keeper(), "/api/studio/webhook-save", &WEBHOOK.replace("https:", "gopher:")).await;
    assert_eq!(wrong.body["field"], "url");

    let all = get(&pool, keeper(), "/api/studio/integrations").await;
    assert_eq!(
        (all.body["tokens"][0]["name"].as_str(), all.body["webhooks"][0]["name"].as_str()),
        (Some("Feed"), Some("Search"))
    );
    let hidden = secret.rsplit('_').next().expect("a secret");
    assert!(!all.body.to_string().contains(hidden), "shown once");
    assert!(!all.body.to_string().contains("whsec_"));

    let tried = post_json(&pool, keeper(), "/api/studio/webhook-act", r#"{"id":1,"act":"test"}"#).await;
    assert_eq!(refusal(&tried), (200, ""));
    let log = get(&pool, keeper(), "/api/studio/webhook-log?id=1").await.body;
    assert_eq!((log[0]["event"].as_str(), log[0]["state"].as_str()), (Some("ping"), Some("waiting")));
    let again = post_json(&pool, keeper(), "/api/studio/webhook-resend", r#"{"id":1}"#).await;
    assert_eq!(refusal(&again), (404, "not_found"), "it waits");
    for (address, body) in [("token-revoke", r#"{"id":1}"#), ("webhook-act", r#"{"id":1,"act":"delete"}"#)] {
        let path = format!("/api/studio/{address}");
        assert_eq!(refusal(&post_json(&pool, keeper(), &path, body).await), (200, ""), "{address}");
        assert_eq!(refusal(&post_json(&pool, keeper(), &path, body).await), (404, "not_found"), "{address}");
    }
    let acts =
        count(&pool, "select count(*) from audit_entry where subject_type in ('api_token', 'webhook_endpoint')").await;
    assert_eq!(acts, 4);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_token_for_somebody_who_may_not_open_the_studio_is_refused(pool: PgPool) {
    site(&pool, 0).await;
    let people = "insert into users (username, email, name, is_active, is_staff, created_at, updated_at)
        values ('plain', 'plain@example.com', 'Plain', true, true, now(), now())";
    sqlx::query(people).execute(&pool).await.expect("a person");
    let admin = || maya().map(|staff| xpro_kernel::Staff { is_superuser: true, ..staff });
    let body = TOKEN.replace(r#""owner":""#, r#""owner":"plain@example.com"#);
    let refused = post_json(&pool, admin(), "/api/studio/token-issue", &body).await;
    assert_eq!((refusal(&refused), refused.body["field"].as_str()), ((200, ""), Some("owner")), "{}", refused.body);
    assert_eq!(count(&pool, "select count(*) from api_token").await, 0);
    let permitted = "insert into user_permission (user_id, permission)
        select id, 'content.access' from users where username = 'plain'";
    sqlx::query(permitted).execute(&pool).await.expect("permitted");
    let made = post_json(&pool, admin(), "/api/studio/token-issue", &body).await;
    assert!(made.body["secret"].is_string(), "{}", made.body);
}

//! Registering and resetting a password through the forms, without scripts (accounts_ops.md 1.6, 13.2, 13.4).

use crate::world::{DEMO_PASSWORD, LEARNER, Site};
use sqlx::PgPool;

const EMAIL: &str = "sally@example.com";

fn details<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("first_name", "Sally"),
        ("last_name", "Smith"),
        ("name", "Sally Smith"),
        ("password", "correct horse 1"),
        ("street_address", "1 Main Street"),
        ("street_address", ""),
        ("city", "Boulder"),
        ("country", "US"),
        ("state_or_territory", "US-CO"),
        ("postal_code", "80309"),
        ("vat_id", ""),
    ];
    for (name, value) in changes {
        fields.iter_mut().find(|(known, _)| known == name).expect("a field").1 = value;
    }
    fields
}

/// The values of the query of a mailed link.
fn query(path: &str) -> Vec<(String, String)> {
    serde_urlencoded::from_str(path.split_once('?').expect("a query").1).expect("readable")
}

#[sqlx::test(migrations = "../migrations")]
async fn a_new_person_comes_from_the_form_to_where_they_wanted_to_go(pool: PgPool) {
    let site = Site::open(pool).await;
    let visitor = site.visitor();

    let asked = visitor.post("/create-account/", &[("email", "nobody"), ("next", "/checkout/?product=1")]).await;
    assert_eq!(asked.status, 422);
    assert!(asked.text.contains("value=\"nobody\"") && asked.text.contains("id=\"email-error\""), "{}", asked.text);
    let sent = visitor.post("/create-account/", &[("email", EMAIL), ("next", "/checkout/?product=1")]).await;
    assert_eq!((sent.status, sent.location()), (303, "/create-account/confirm-sent/"));
    let thanks = visitor.get("/create-account/confirm-sent/").await.text;
    let again = "href=\"/create-account/?next=%2Fcheckout%2F%3Fproduct%3D1\"";
    assert!(thanks.contains(EMAIL) && thanks.contains(again), "{thanks}");
    assert_eq!(visitor.get("/create-account/details/").await.status, 303, "who asked has proven nothing yet");

    // The letter is read on another device.
    let link = site.mailed_path("verification").await;
    let phone = site.visitor();
    assert_eq!(phone.get(&link).await.status, 200);
    assert_eq!(phone.get(&link).await.status, 200, "looking uses nothing up");
    let pairs = query(&link);
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let confirmed = phone.post("/create-account/confirm/", &pairs).await;
    assert_eq!((confirmed.status, confirmed.location()), (303, "/create-account/details/"));
    assert_eq!(site.visitor().post("/create-account/confirm/", &pairs).await.status, 422, "it works once");

    let refused =
        phone.post("/create-account/details/", &details(&[("postal_code", "8030"), ("first_name", "<Sally>")])).await;
    assert_eq!(refused.status, 422);
    for shown in ["id=\"postal_code-error\"", "id=\"first_name-error\"", "value=\"1 Main Street\"", "value=\"Boulder\""]
    {
        assert!(refused.text.contains(shown), "{shown}: {}", refused.text);
    }
    assert!(refused.text.contains("href=\"#postal_code\""), "the summary leads to the field");
    assert!(refused.text.contains("value=\"&lt;Sally&gt;\"") && !refused.text.contains("correct horse 1"));
    let step = phone.post("/create-account/details/", &details(&[])).await;
    assert_eq!((step.status, step.location()), (303, "/create-account/extra/"), "{}", step.text);

    let extra = phone.get("/create-account/extra/").await.text;
    let token = extra.split("name=\"partial_token\" value=\"").nth(1).and_then(|rest| rest.get(..32)).expect("a token");
    // Another tab begins something else; this form still finishes its own.
    phone.post("/signin/", &[("email", LEARNER)]).await;
    assert_eq!(phone.get("/create-account/extra/").await.location(), "/signin/");
    let wrong = [
        ("partial_token", token),
        ("gender", "f"),
        ("birth_year", "1990"),
        ("company", "MIT"),
        ("job_title", "Tester"),
    ];
    let wrong = [&wrong[..], &[("company_size", "7")]].concat();
    let wrong = phone.post("/create-account/extra/", &wrong).await;
    assert!(wrong.status == 422 && wrong.text.contains("id=\"company_size-error\""), "{}", wrong.text);
    assert!(!wrong.text.contains(token), "the token changes with it");

    let missing = phone.post("/create-account/extra/", &[("company", "MIT"), ("gender", "f")]).await;
    assert_eq!(missing.status, 422);
    assert!(missing.text.contains("id=\"birth_year-error\"") && missing.text.contains("value=\"MIT\""));
    let token = missing.text.split("name=\"partial_token\" value=\"").nth(1).and_then(|rest| rest.get(..32));
    let profile = [
        ("partial_token", token.expect("a token")),
        ("gender", "f"),
        ("birth_year", "1990"),
        ("company", "MIT"),
        ("job_title", "Tester"),
    ];
    let tablet = site.visitor();
    let done = tablet.post("/create-account/extra/", &profile).await;
    assert_eq!((done.status, done.location()), (303, "/checkout/?product=1"), "the way back survives another device");
    assert!(tablet.get("/profile/").await.text.contains("Sally Smith"), "the form finishes in any browser");
    assert_eq!(site.count("select count(*) from job where kind = 'provision_courseware_user'").await, 1);

    let again = visitor.post("/create-account/", &[("email", "SALLY@example.com")]).await;
    assert_eq!((again.status, again.location()), (303, "/signin/password/"));
    assert_eq!(
        site.visitor().post("/create-account/confirm/", &pairs).await.location(),
        "/signin/",
        "it exists by now"
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn a_forgotten_password_is_replaced_by_a_mailed_link(pool: PgPool) {
    let site = Site::open(pool).await;
    let signed_in = site.learner().await;
    let visitor = site.visitor();

    let unknown = visitor.post("/signin/forgot-password/", &[("email", "nobody@example.com")]).await;
    let known = visitor.post("/signin/forgot-password/", &[("email", "Amelia.Hart@example.com")]).await;
    assert_eq!((unknown.status, unknown.location()), (known.status, known.location()), "nobody learns who is here");
    assert!(visitor.get(known.location()).await.text.contains("Amelia.Hart@example.com"));
    assert_eq!(site.count("select count(*) from mail_message where template = 'password_reset'").await, 1);

    let path = site.mailed_path("password_reset").await;
    let form = visitor.get(&path).await;
    assert_eq!(
        (form.status, form.header("referrer-policy"), form.header("cache-control")),
        (200, "same-origin", "no-store")
    );
    let differ = visitor.post(&path, &[("new_password", "better horse 2"), ("re_new_password", "other horse 2")]).await;
    assert!(differ.status == 422 && differ.text.contains("id=\"re_new_password-error\""), "{}", differ.text);
    let weak = visitor.post(&path, &[("new_password", "password"), ("re_new_password", "password")]).await;
    assert!(weak.status == 422 && weak.text.contains("id=\"new_password-error\""), "{}", weak.text);
    let new = [("new_password", "better horse 2"), ("re_new_password", "better horse 2")];
    assert_eq!(visitor.post(&path, &new).await.location(), "/signin/");
    assert_eq!(visitor.post(&path, &new).await.location(), "/signin/forgot-password/", "it works once");

    assert_eq!(signed_in.get("/profile/").await.status, 303, "every session is over");
    assert_eq!(visitor.sign_in(LEARNER, DEMO_PASSWORD, "").await.status, 422);
    assert_eq!(visitor.post("/signin/password/", &[("password", "better horse 2")]).await.location(), "/dashboard/");
}

//! The forms as markup: they work without scripts, and browsers and password managers can fill them in
//! (accounts_ops.md 1.14).

use crate::world::{LEARNER, Site};
use sqlx::PgPool;

/// The tag of the control with this name.
fn control<'a>(html: &'a str, name: &str) -> &'a str {
    let found = html.split('<').find(|tag| {
        (tag.starts_with("input") || tag.starts_with("select")) && tag.contains(&format!(" name=\"{name}\""))
    });
    found.unwrap_or_else(|| panic!("no control {name} in {html}"))
}

#[sqlx::test(migrations = "../migrations")]
async fn controls_have_their_kind_and_what_fills_them_in(pool: PgPool) {
    let site = Site::open(pool).await;
    let (visitor, learner) = (site.visitor(), site.learner().await);
    let signin = visitor.get("/signin/").await.text;
    visitor.post("/signin/", &[("email", LEARNER)]).await;
    let password = visitor.get("/signin/password/").await.text;
    let reset = visitor.get("/signin/forgot-password/confirm/MQ/x/").await.text;
    let settings = learner.get("/account-settings/").await.text;
    let profile = learner.get("/profile/edit/").await.text;

    for (html, name, kind, autocomplete) in [
        (&signin, "email", "email", "email"),
        (&password, "password", "password", "current-password"),
        (&reset, "new_password", "password", "new-password"),
        (&reset, "re_new_password", "password", "new-password"),
        (&settings, "email", "email", "email"),
        (&settings, "current_password", "password", "current-password"),
        (&profile, "first_name", "text", "given-name"),
        (&profile, "last_name", "text", "family-name"),
        (&profile, "name", "text", "name"),
        (&profile, "street_address", "text", "address-line1"),
        (&profile, "city", "text", "address-level2"),
        (&profile, "postal_code", "text", "postal-code"),
    ] {
        let tag = control(html, name);
        assert!(tag.contains(&format!("type=\"{kind}\"")), "{tag}");
        assert!(tag.contains(&format!("autocomplete=\"{autocomplete}\"")), "{tag}");
    }
    assert!(control(&profile, "country").contains("autocomplete=\"country\""));
    assert!(control(&profile, "state_or_territory").contains("autocomplete=\"address-level1\""));
    for html in [&signin, &password, &reset, &settings, &profile] {
        assert!(html.contains("method=\"post\"") && !html.contains("onsubmit"));
        assert_eq!(html.matches("<h1").count(), 1);
    }
    assert!(signin.contains("<title>Sign In | xPRO</title>"), "{signin}");
}

#[sqlx::test(migrations = "../migrations")]
async fn the_profile_is_saved_and_leads_back(pool: PgPool) {
    let site = Site::open(pool).await;
    let learner = site.learner().await;
    let fields = |postal: &'static str| {
        [
            ("first_name", "Amélie"),
            ("last_name", "O'Hart"),
            ("name", "Amélie O'Hart"),
            ("street_address", "1 Rue"),
            ("street_address", "Escalier B"),
            ("city", "Toronto"),
            ("country", "CA"),
            ("state_or_territory", "CA-ON"),
            ("postal_code", postal),
            ("company", "ACME & Co"),
            ("next", "/checkout/?product=3"),
        ]
    };
    let refused = learner.post("/profile/edit/", &fields("K0M2K0")).await;
    assert!(refused.status == 422 && refused.text.contains("id=\"postal_code-error\""), "{}", refused.text);
    for kept in
        ["value=\"Amélie\"", "value=\"Escalier B\"", "value=\"ACME &amp; Co\"", "value=\"/checkout/?product=3\""]
    {
        assert!(refused.text.contains(kept), "{kept}: {}", refused.text);
    }
    assert_eq!(learner.post("/profile/edit/", &fields("K0M 2K0")).await.location(), "/checkout/?product=3");
    let shown = learner.get("/profile/").await.text;
    assert!(shown.contains("Amélie O&#x27;Hart") || shown.contains("Amélie O'Hart"), "{shown}");
    assert!(shown.contains("Ontario") && shown.contains("Your profile is saved"));
    assert_eq!(site.count("select count(*) from job where kind = 'rename_courseware_user'").await, 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_new_address_is_confirmed_from_its_mailbox(pool: PgPool) {
    let site = Site::open(pool).await;
    let learner = site.learner().await;
    let change = |password| [("email", "new@example.com"), ("password", password)];
    let refused = learner.post("/account-settings/email/", &change("wrong horse 1")).await;
    assert!(refused.status == 422 && refused.text.contains("id=\"password-error\""), "{}", refused.text);
    assert!(refused.text.contains("value=\"new@example.com\""));
    let asked = learner.post("/account-settings/email/", &change(crate::world::DEMO_PASSWORD)).await;
    assert_eq!(asked.location(), "/account-settings/", "{}", asked.text);

    let path = site.mailed_path("change_email").await;
    let code = path.split_once('=').expect("a code").1;
    let phone = site.visitor();
    assert_eq!(phone.get(&path).await.status, 200);
    assert_eq!(learner.get("/profile/").await.status, 200, "opening the link changes nothing");
    assert_eq!(phone.post("/account/confirm-email/", &[("verification_code", code)]).await.status, 303);
    assert_eq!(learner.get("/profile/").await.status, 303, "signed out everywhere");
    assert_eq!(phone.sign_in("new@example.com", crate::world::DEMO_PASSWORD, "").await.location(), "/dashboard/");
    assert_eq!(site.count("select count(*) from mail_message where template = 'email_changed_notice'").await, 1);
}

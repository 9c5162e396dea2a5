//! A person's Open edX account (courseware.md 2.3): the username that Open edX has for an address wins, and Open edX
//! signs the person in through the OAuth2 provider.

use crate::world::{LEARNER, Site};
use sqlx::PgPool;
use tokio::net::TcpListener;
use xpro_server::settings::Settings;
use xpro_standins::{Config, CyberSourceConfig, EdxConfig, MailgunConfig};

/// A site with the stand-ins beside it, and their address.
async fn open(pool: PgPool) -> (Site, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let edx = format!("http://{}", listener.local_addr().expect("address"));
    let mut config = None;
    let site = Site::open_with(pool, |settings| {
        settings.openedx_url = edx.parse().expect("url");
        settings.mailgun_url = settings.openedx_url.clone();
        config = Some(config_of(settings));
    })
    .await;
    let config = config.expect("made above");
    tokio::spawn(async move { xpro_standins::serve(listener, config, std::future::pending()).await });
    (site, edx)
}

fn config_of(settings: &Settings) -> Config {
    Config {
        public_url: settings.openedx_url.clone(),
        xpro_url: settings.base_url.clone(),
        edx: EdxConfig {
            service_token: settings.openedx_service_token.expose().to_owned(),
            registration_access_token: settings.openedx_registration_token.as_ref().map(|t| t.expose().to_owned()),
            api_client_id: settings.openedx_client_id.clone(),
            api_client_secret: settings.openedx_client_secret.expose().to_owned(),
            sso_client_id: settings.openedx_oauth_client_id.clone(),
            sso_client_secret: settings.openedx_oauth_client_secret.expose().to_owned(),
            provider: settings.openedx_oauth_provider.clone(),
        },
        cybersource: CyberSourceConfig {
            access_key: settings.cybersource_access_key.clone(),
            profile_id: settings.cybersource_profile_id.clone(),
            secret_key: settings.cybersource_security_key.expose().to_owned(),
            notify_url: settings.base_url.clone(),
        },
        mailgun: MailgunConfig {
            api_key: settings.mailgun_key.expose().to_owned(),
            domain: settings.mailgun_domain.clone(),
        },
    }
}

async fn known_at_edx(edx: &str, username: &str) {
    let user = serde_json::json!({ "username": username, "email": LEARNER, "name": "Amelia", "linked_to": username });
    let made = reqwest::Client::new().post(format!("{edx}/control/edx/users")).json(&user).send().await;
    assert!(made.expect("an answer").status().is_success());
}

#[sqlx::test(migrations = "../migrations")]
async fn the_username_at_open_edx_is_taken_over_and_signs_in(pool: PgPool) {
    let (site, edx) = open(pool).await;
    known_at_edx(&edx, "AmeliaAtEdx").await;
    let learner = site.learner().await;
    site.provision(LEARNER).await;
    site.work().await;

    let me = learner.get("/api/users/me").await.json();
    assert_eq!((&me["username"], &me["email"]), (&"AmeliaAtEdx".into(), &LEARNER.into()), "and the session goes on");
    assert_eq!(site.count("select count(*) from audit_entry where act = 'adopt_username'").await, 1);
    let tokens =
        "select count(*) from openedx_auth t join users u on u.id = t.user_id where u.username = 'AmeliaAtEdx'";
    assert_eq!(site.count(tokens).await, 1, "the login dance went through");
    assert_eq!(site.count("select count(*) from session where kind = 'internal'").await, 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn somebody_elses_username_is_not_taken_over(pool: PgPool) {
    let (site, edx) = open(pool).await;
    site.execute("update users set username = 'AmeliaAtEdx' where email = 'editor@example.com'").await;
    known_at_edx(&edx, "AmeliaAtEdx").await;
    site.provision(LEARNER).await;
    site.work().await;

    let failed = "select count(*) from job where kind = 'provision_courseware_user' and state = 'failed'";
    assert_eq!(site.count(failed).await, 1, "staff must sort it out");
    assert_eq!(site.count("select count(*) from audit_entry where act = 'adopt_username'").await, 0);
}

//! Putting the parts together.

use crate::{
    gateways::{CallLog, GatewayForms, Gateways},
    http::{SiteSigner, UploadTurns, WebState},
    jobs::{JobState, SingleFlight},
    link_visitor::LinkVisitor,
    names::OpenEdxNames,
    settings::Settings,
    webhook_sender::WebhookSender,
};
use anyhow::Context as _;
use serde::Deserialize;
use sqlx::PgPool;
use std::{collections::BTreeMap, net::IpAddr, path::Path, sync::Arc};
use time::Duration;
use xpro_accounts::{
    AccountSettings,
    next::after_logout,
    oauth::{NewApplication, ensure_application},
};
use xpro_app::{
    content::LiveContent,
    desk::StudioAssets,
    shell::Assets,
    state::{AppState, Inner, SiteConfig},
};
use xpro_cms::media::Darkroom;
use xpro_commerce::receipt::Issuer;
use xpro_kernel::{Clock, System};
use xpro_platform::{db::Database, files};

/// The web's and the worker's state.
#[derive(Debug, Clone)]
pub struct Parts {
    /// For routes.
    pub web: WebState,
    /// For jobs.
    pub jobs: JobState,
}

/// Name of the session cookie; `__Host-` binds it to this host where https allows that.
pub fn session_cookie(settings: &Settings) -> &'static str {
    if settings.secure_cookies() { "__Host-sessionid" } else { "sessionid" }
}

/// Builds everything on this pool.
///
/// # Errors
/// When a setting cannot be used or the database does not answer.
pub async fn build(settings: Settings, pool: PgPool) -> anyhow::Result<Parts> {
    let db = Database::new(pool, Clock::system());
    let calls = CallLog::start(db.clone());
    let webhooks = WebhookSender::new(calls.clone(), settings.webhooks_private);
    let patience = std::time::Duration::from_secs(settings.link_check_timeout.clamp(1, 120));
    let links = LinkVisitor::new(calls.clone(), &settings.origin(), patience, settings.link_checks_private);
    let gateways = Gateways::new(&settings, calls)?;
    let files = files::folder(&settings.var.join("media")).context("the folder of uploads")?;
    ensure_openedx_application(&settings, &db).await?;
    let content = LiveContent::load(db.clone()).await.context("loading the published content")?;
    let payment = Arc::new(GatewayForms::new(gateways.acceptance.clone(), settings.environment, &settings.origin()));
    let inner = Inner {
        db,
        config: site_config(&settings)?,
        content,
        assets: assets(&settings.assets_folder())?,
        payment,
        names: Arc::new(OpenEdxNames::new(gateways.openedx.clone())),
    };
    let (app, settings) = (AppState::new(inner), Arc::new(settings));
    let darkroom = Darkroom::for_this_machine(files.clone());
    let web = WebState {
        app: app.clone(),
        settings: settings.clone(),
        gateways: gateways.clone(),
        files,
        darkroom: darkroom.clone(),
        signer: SiteSigner::default(),
        uploads: UploadTurns::default(),
    };
    let jobs = JobState { gateways, settings, app, turns: SingleFlight::default(), darkroom, webhooks, links };
    Ok(Parts { web, jobs })
}

fn site_config(settings: &Settings) -> anyhow::Result<SiteConfig> {
    let proxies = settings.trusted_proxies.split(',').map(str::trim).filter(|text| !text.is_empty());
    Ok(SiteConfig {
        base_url: settings.origin(),
        environment: settings.environment.to_string(),
        secure_cookies: settings.secure_cookies(),
        session_cookie: session_cookie(settings),
        support_email: settings.support_email.clone(),
        courseware_url: settings.courseware_url().as_str().trim_end_matches('/').to_owned(),
        after_logout: after_logout(&settings.logout_redirect_url, &settings.origin()).context("LOGOUT_REDIRECT_URL")?,
        force_profile_country: settings.force_profile_country,
        trusted_proxies: proxies.map(str::parse::<IpAddr>).collect::<Result<_, _>>().context("XPRO_TRUSTED_PROXIES")?,
        accounts: account_settings(settings),
        issuer: Issuer { environment: settings.environment.to_string(), tax_registration: None, goods_code: None },
    })
}

fn account_settings(settings: &Settings) -> AccountSettings {
    AccountSettings {
        attempt_ttl: Duration::hours(settings.attempt_ttl_hours.into()),
        verification_ttl: Duration::hours(settings.verification_ttl_hours.into()),
        email_change_ttl: Duration::minutes(settings.change_email_ttl_minutes.into()),
        greets_by_name: settings.greet_by_name,
        ip_limit_factor: i32::from(settings.ip_limit_factor),
    }
}

/// Open edX signs its learners in here; its client is kept in line with the settings.
async fn ensure_openedx_application(settings: &Settings, db: &Database) -> anyhow::Result<()> {
    let courseware = settings.courseware_url().join(&format!("/auth/complete/{}/", settings.openedx_oauth_provider))?;
    let application = NewApplication {
        name: &settings.openedx_oauth_app,
        client_id: &settings.openedx_oauth_client_id,
        client_secret: settings.openedx_oauth_client_secret.expose(),
        redirect_uris: &[courseware.as_str()],
        is_public: false,
        skip_authorization: true,
        scopes: &[],
    };
    let mut tx = db.begin("start").await?;
    ensure_application(&mut tx, System("start"), &application).await.context("the OAuth2 application of Open edX")?;
    Ok(tx.commit().await?)
}

/// The list that the build wrote of its files.
#[derive(Deserialize)]
struct AssetList {
    files: BTreeMap<String, AssetFile>,
}

#[derive(Deserialize)]
struct AssetFile {
    url: String,
}

fn assets(folder: &Path) -> anyhow::Result<Assets> {
    let path = folder.join("assets.json");
    let text = std::fs::read_to_string(&path)
        .with_context(|| format!("reading {} (`make wasm` builds it)", path.display()))?;
    let list: AssetList = serde_json::from_str(&text).with_context(|| format!("reading {}", path.display()))?;
    let url = |name: &str| list.files.get(name).map(|file| file.url.clone());
    Ok(Assets {
        css: url("site.css").unwrap_or_default(),
        brand_css: Some("/brand.css".to_owned()),
        site_boot: url("site.boot.js"),
        account_boot: url("account.boot.js"),
        notice_js: url("notice.js"),
        fonts: ["fonts/serif-latin.woff2", "fonts/sans-latin.woff2"].iter().filter_map(|name| url(name)).collect(),
        favicon: url("icons/favicon.svg"),
        studio: StudioAssets::find(url),
    })
}

//! `xpro up`: what `make run` starts. One process for everything; Ctrl-C ends it and what it started.

use super::{database, run, seed, standins, stop};
use crate::settings::Settings;
use anyhow::Context as _;
use tokio_util::sync::CancellationToken;
use xpro_localdb::Running;

pub(super) async fn run(settings: Settings) -> anyhow::Result<()> {
    // Ports first: somebody else on them is the likeliest trouble, and nothing has been started yet.
    let web = run::listen(&settings).await?;
    let stand_ins = standins::listen(&settings).await?;
    let asked = stop::Asked::listen();
    let local = match settings.database_url {
        Some(_) => None,
        None => Some(database::start_local(&settings)?),
    };
    // Boxed: it is one big state machine.
    let running = Box::pin(run_all(settings, local.as_ref(), web, stand_ins, asked.to_stop.clone()));
    let ended = asked.unless_hurried(running).await;
    if let Some(running) = local {
        running.stop().context("stopping the private cluster")?;
    }
    ended
}

async fn run_all(
    settings: Settings,
    local: Option<&Running>,
    web: tokio::net::TcpListener,
    stand_ins: tokio::net::TcpListener,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    let url = match (&settings.database_url, local) {
        (Some(url), _) => url.expose().to_owned(),
        (None, Some(running)) => database::local_url(running),
        (None, None) => anyhow::bail!("there is neither DATABASE_URL nor a private cluster"),
    };
    // The demo data is one transaction, so a signal in the middle leaves none of it.
    let Some(prepared) = stop.run_until_cancelled(prepare(&settings, &url)).await else { return Ok(()) };
    let pool = prepared?;
    // The stand-ins stay for the jobs under way.
    let standins_stop = CancellationToken::new();
    let (standins_settings, stopped) = (settings.clone(), standins_stop.clone());
    let stand_ins = tokio::spawn(async move { standins::serve(&standins_settings, stand_ins, stopped).await });
    super::print(&welcome(&settings));
    let served = run::serve_on(settings, pool.clone(), web, stop).await;
    standins_stop.cancel();
    stand_ins.await.context("the stand-ins")??;
    pool.close().await;
    served
}

async fn prepare(settings: &Settings, url: &str) -> anyhow::Result<sqlx::PgPool> {
    let pool = database::connect_to(settings, url).await?;
    database::apply_migrations(&pool).await?;
    seed::demo_if_empty(settings, &pool).await?;
    Ok(pool)
}

fn welcome(settings: &Settings) -> String {
    let (site, stand_ins) = (settings.origin(), settings.openedx_url.as_str().trim_end_matches('/'));
    format!(
        "\n  xPRO is running. Ctrl-C ends it.\n\n\
         \x20 Site            {site}/\n\
         \x20 Staff desk      {site}/studio/\n\
         \x20 Mail inbox      {stand_ins}/inbox/       (every mail the site sends)\n\
         \x20 Open edX        {stand_ins}/edx/         (stand-in: users and enrollments)\n\
         \x20 Payments        {stand_ins}/payments/    (stand-in for CyberSource)\n\
         \x20 Faults          {stand_ins}/             (make an outside system slow, wrong or down)\n\n\
         \x20 Accounts (password {password}): admin@example.com (everything), support@example.com (staff),\n\
         \x20 finance@example.com (coupons), and learners such as {learner}.\n\
         \x20 Codes: WELCOME10 takes 10 % off, SAVE250 takes $250 off.\n\n",
        password = seed::DEMO_PASSWORD,
        learner = seed::DEMO_LEARNER,
    )
}

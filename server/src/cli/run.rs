//! `xpro serve` and `xpro work`.

use super::{database, stop};
use crate::{
    http, jobs,
    settings::Settings,
    wiring::{self, Parts},
};
use anyhow::Context as _;
use sqlx::PgPool;
use std::time::Duration;
use tokio::{net::TcpListener, task::JoinSet};
use tokio_util::sync::CancellationToken;
use xpro_platform::jobs::{Worker, WorkerOptions};

/// How long the web waits for jobs before it ends.
const JOBS_FIRST: Duration = Duration::from_secs(5);

pub(super) async fn serve(settings: Settings) -> anyhow::Result<()> {
    let pool = database::connect(&settings).await?;
    let listener = listen(&settings).await?;
    let asked = stop::Asked::listen();
    asked.unless_hurried(serve_on(settings, pool, listener, asked.to_stop.clone())).await
}

pub(super) async fn listen(settings: &Settings) -> anyhow::Result<TcpListener> {
    TcpListener::bind(&settings.listen).await.with_context(|| format!("listening on {} (XPRO_LISTEN)", settings.listen))
}

/// Web, jobs and the page cache's listener, until `stop`.
pub(super) async fn serve_on(
    settings: Settings,
    pool: PgPool,
    listener: TcpListener,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    let parts = wiring::build(settings, pool).await?;
    ask_for_the_blog(&parts).await?;
    let mut background = JoinSet::new();
    background.spawn(parts.web.app.content.clone().follow(stop.clone()));
    if parts.web.settings.worker_concurrency > 0 {
        background.spawn(worker(&parts).run(stop.clone()));
    }
    let router = http::router(&parts.web);
    let web_stop = CancellationToken::new();
    let serving = async {
        let served = http::serve(listener, router, web_stop.clone()).await;
        stop.cancel();
        served
    };
    let ending = async {
        stop.cancelled().await;
        // Open edX calls back while it works for a job: the web stays for the jobs under way, for a while.
        let _ = tokio::time::timeout(JOBS_FIRST, all_of(&mut background)).await;
        web_stop.cancel();
        all_of(&mut background).await;
    };
    let (served, ()) = tokio::join!(serving, ending);
    served.context("serving")
}

async fn all_of(tasks: &mut JoinSet<()>) {
    while tasks.join_next().await.is_some() {}
}

pub(super) async fn work(settings: Settings) -> anyhow::Result<()> {
    let pool = database::connect(&settings).await?;
    let parts = wiring::build(settings, pool).await?;
    ask_for_the_blog(&parts).await?;
    let asked = stop::Asked::listen();
    let content = tokio::spawn(parts.web.app.content.clone().follow(asked.to_stop.clone()));
    let working = async {
        worker(&parts).run(asked.to_stop.clone()).await;
        Ok(content.await?)
    };
    asked.unless_hurried(working).await
}

/// The clock first asks for the feed after a whole period; a new site is not to wait for it.
async fn ask_for_the_blog(parts: &Parts) -> anyhow::Result<()> {
    let period = time::Duration::seconds(i64::try_from(parts.web.settings.blog_cache_timeout).unwrap_or(i64::MAX));
    let mut tx = parts.web.app.db.begin("start").await?;
    xpro_cms::blog::refresh_if_due(&mut tx, period).await.context("asking for the blog's feed")?;
    Ok(tx.commit().await?)
}

fn worker(parts: &Parts) -> Worker {
    let concurrency = usize::from(parts.web.settings.worker_concurrency.max(1));
    let options = WorkerOptions { concurrency, ..WorkerOptions::default() };
    Worker::new(parts.web.app.db.clone(), jobs::registry(&parts.jobs), options)
}

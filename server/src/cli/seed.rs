//! `xpro seed`: demo data, for every environment but production.

use super::database;
use crate::settings::{Environment, Settings};
use anyhow::{Context as _, bail};
use clap::Subcommand;
use sqlx::PgPool;
use xpro_commerce::checkout::OpenEnrollments;
use xpro_kernel::Clock;
use xpro_platform::{db::Database, files, jobs};

pub(super) use xpro_accounts::seed::{DEMO_LEARNER, DEMO_PASSWORD};

/// What to fill the database with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Subcommand)]
pub enum Seed {
    /// People, catalog and content to look around with. Running it again adds nothing.
    Demo,
}

pub(super) async fn run(settings: Settings, _: Seed) -> anyhow::Result<()> {
    let pool = database::connect(&settings).await?;
    database::apply_migrations(&pool).await?;
    demo(&settings, &pool).await?;
    super::print("The demo data is in place.\n");
    Ok(())
}

/// Demo data for a database that has no pages yet; `make run` starts with it.
pub(super) async fn demo_if_empty(settings: &Settings, pool: &PgPool) -> anyhow::Result<()> {
    if settings.environment == Environment::Production {
        return Ok(());
    }
    let has_pages: bool = sqlx::query_scalar("select exists (select 1 from page)").fetch_one(pool).await?;
    if has_pages { Ok(()) } else { demo(settings, pool).await }
}

async fn demo(settings: &Settings, pool: &PgPool) -> anyhow::Result<()> {
    if settings.environment == Environment::Production {
        bail!("there is no demo data in production");
    }
    tracing::info!("writing the demo data");
    let db = Database::new(pool.clone(), Clock::system());
    let files = files::folder(&settings.var.join("media")).context("the folder of uploads")?;
    let now = db.now();
    let mut tx = db.begin("seed-demo").await?;
    xpro_accounts::seed::upsert_demo_people(&mut tx, now).await.context("demo people")?;
    xpro_catalog::seed::apply_demo_catalog(&mut tx, now).await.context("demo catalog")?;
    xpro_cms::seed::apply_demo_content(&mut tx, &files, &settings.public.join("demo"), now)
        .await
        .context("demo content")?;
    let commerce = xpro_commerce::seed::apply_demo_commerce(&mut tx, &settings.environment.to_string(), now)
        .await
        .context("demo codes and orders")?;
    for order in commerce.fulfilled {
        // The job routes the order to learning, as it does for a real one.
        jobs::enqueue(&mut tx, &OpenEnrollments { order_id: order }).await.context("demo enrollments")?;
    }
    Ok(tx.commit().await?)
}

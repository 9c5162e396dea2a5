//! Connecting, migrating, and the private cluster for those who bring no database.

use crate::settings::Settings;
use anyhow::{Context as _, bail};
use sqlx::{
    Connection as _, PgConnection, PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use std::{str::FromStr as _, time::Duration};
use xpro_localdb::{LocalDb, Options, Running};

/// All migrations, in the program.
static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("../migrations");

/// Oldest Postgres, as `server_version_num`.
const OLDEST: i32 = 150_000;

const LOCAL_DATABASE: &str = "xpro";

/// A pool on the configured database, or on the private cluster, which then has to be running.
pub(super) async fn connect(settings: &Settings) -> anyhow::Result<PgPool> {
    let url = match &settings.database_url {
        Some(url) => url.expose().to_owned(),
        None => start_local(settings)?.url_for(LOCAL_DATABASE),
    };
    connect_to(settings, &url).await
}

pub(super) async fn connect_to(settings: &Settings, url: &str) -> anyhow::Result<PgPool> {
    let options = PgConnectOptions::from_str(url).context("DATABASE_URL")?.application_name("xpro");
    create_if_missing(&options).await?;
    let pool = PgPoolOptions::new()
        .max_connections(settings.database_connections)
        .acquire_timeout(Duration::from_secs(10))
        .connect_with(options)
        .await
        .context("connecting to the database")?;
    let version: String = sqlx::query_scalar("show server_version_num").fetch_one(&pool).await?;
    if version.parse::<i32>().is_ok_and(|version| version < OLDEST) {
        bail!("the database is older than Postgres 15 (server_version_num {version})");
    }
    Ok(pool)
}

async fn create_if_missing(options: &PgConnectOptions) -> anyhow::Result<()> {
    let Err(error) = PgConnection::connect_with(options).await else { return Ok(()) };
    let missing = error.as_database_error().and_then(|database| database.code()).is_some_and(|code| code == "3D000");
    let Some(name) = options.get_database().filter(|_| missing) else {
        return Err(error).context("connecting to the database");
    };
    let mut admin = PgConnection::connect_with(&options.clone().database("postgres"))
        .await
        .context("connecting to create the database")?;
    let statement = format!("create database \"{}\"", name.replace('"', "\"\""));
    sqlx::query(sqlx::AssertSqlSafe(statement)).execute(&mut admin).await.context("creating the database")?;
    Ok(())
}

/// The private cluster under `var/`, started if need be.
pub(super) fn start_local(settings: &Settings) -> anyhow::Result<Running> {
    let checkout = std::env::current_dir().context("the current folder")?;
    let mut options = Options::development(&checkout);
    options.dir = checkout.join(settings.var.join("postgres"));
    options.notify = |step| tracing::info!("{step}");
    Ok(LocalDb::start(&options)?)
}

/// The URL of the program's database on that cluster.
pub(super) fn local_url(running: &Running) -> String {
    running.url_for(LOCAL_DATABASE)
}

pub(super) async fn apply_migrations(pool: &PgPool) -> anyhow::Result<()> {
    MIGRATIONS.run(pool).await.context("migrating the database")
}

pub(super) async fn migrate(settings: &Settings) -> anyhow::Result<()> {
    let pool = connect(settings).await?;
    apply_migrations(&pool).await?;
    super::print("The database is up to date.\n");
    Ok(())
}

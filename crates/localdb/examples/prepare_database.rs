//! Starts the tests' cluster, makes the database `xpro_prepare` anew with all migrations, and prints
//! its URL. Used by `make db-prepare`, which cannot use the product: it does not compile before its
//! queries are prepared.

use std::error::Error;
use std::io::Write as _;
use std::path::Path;

use sqlx::migrate::{MigrateDatabase as _, Migrator};
use sqlx::{Connection as _, PgConnection, Postgres};
use xpro_localdb::{LocalDb, Options};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let checkout = std::env::current_dir()?;
    let running = LocalDb::start(&Options::tests(&checkout))?;
    let url = running.url_for("xpro_prepare");
    if Postgres::database_exists(&url).await? {
        Postgres::force_drop_database(&url).await?;
    }
    Postgres::create_database(&url).await?;
    let mut db = PgConnection::connect(&url).await?;
    Migrator::new(Path::new("migrations")).await?.run(&mut db).await?;
    db.close().await?;
    writeln!(std::io::stdout(), "{url}")?;
    Ok(())
}

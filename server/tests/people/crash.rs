//! The server is killed in the middle of a release: a real process, and the signal that nobody can catch.

use crate::content_api::{ADMIN, World};
use sqlx::{ConnectOptions as _, PgPool};
use std::{
    net::TcpListener,
    process::{Child, Command, Stdio},
    time::Duration,
};
use uuid::Uuid;
use xpro_cms::release::{add_page, create_release, schedule_release};
use xpro_kernel::{Clock, PageId};
use xpro_platform::db::Database;

/// A server process, ended when it goes out of scope.
struct Server {
    process: Child,
    url: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

impl Server {
    /// Starts `xpro serve` on this database, with its jobs, and waits until it answers.
    async fn start(pool: &PgPool) -> Self {
        // The port is free a moment later, and nobody else of this machine's tests was given it.
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let listen = listener.local_addr().expect("an address").to_string();
        drop(listener);
        let url = format!("http://{listen}");
        let var = std::env::temp_dir().join(format!("xpro-crash-{}", Uuid::now_v7().simple()));
        std::fs::create_dir_all(var.join("assets")).expect("a folder");
        std::fs::write(var.join("assets/assets.json"), r#"{"files":{}}"#).expect("a list of assets");
        let process = Command::new(env!("CARGO_BIN_EXE_xpro"))
            .arg("serve")
            .env("DATABASE_URL", pool.connect_options().to_url_lossy().as_str())
            .env("XPRO_LISTEN", &listen)
            .env("XPRO_BASE_URL", &url)
            .env("XPRO_VAR", &var)
            .env("XPRO_LINK_CHECKS", "false")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("a process");
        let mut server = Server { process, url };
        let answers = async {
            while server.status("/").await.is_none() {
                assert!(server.process.try_wait().expect("a process").is_none(), "the server ended by itself");
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(60), answers).await.expect("the server answers");
        server
    }

    /// What it answers; none while it does not.
    async fn status(&self, path: &str) -> Option<u16> {
        reqwest::get(format!("{}{path}", self.url)).await.ok().map(|answer| answer.status().as_u16())
    }

    /// SIGKILL: nothing is finished, nothing is said.
    fn kill(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Asks until there is an answer.
async fn until(pool: &PgPool, question: &'static str) -> i64 {
    let wait = async {
        loop {
            let found: Option<i64> = sqlx::query_scalar(question).fetch_optional(pool).await.expect(question);
            if let Some(found) = found {
                return found;
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), wait).await.unwrap_or_else(|_| panic!("never: {question}"))
}

/// Live pages of the release, entries that say so, and how often it went live.
async fn public(pool: &PgPool) -> (i64, i64, i64) {
    sqlx::query_as(
        "select (select count(*) from page where live and draft_title like 'Released %'),
                (select count(*) from audit_entry where act = 'publish_release' and subject_type = 'page'),
                (select count(*) from audit_entry where act = 'publish_release' and subject_type = 'release')",
    )
    .fetch_one(pool)
    .await
    .expect("counts")
}

#[sqlx::test(migrations = "../migrations")]
async fn a_release_survives_the_death_of_the_server_in_its_middle(pool: PgPool) {
    let world = World::open(pool.clone()).await;
    let pages = [world.page("Released one", false).await, world.page("Released two", false).await];
    let admin = world.editor(ADMIN).await;
    // Scheduled an hour ago for half an hour ago: a server that starts finds it due.
    let past = Database::new(pool.clone(), Clock::new(|| time::OffsetDateTime::now_utc() - time::Duration::HOUR));
    let mut tx = past.begin("test").await.expect("begin");
    let release = create_release(&mut tx, &admin, "Autumn").await.expect("created");
    for page in pages {
        add_page(&mut tx, &admin, release, page, None).await.expect("added");
    }
    let at = tx.now() + time::Duration::minutes(30);
    let scheduled = schedule_release(&mut tx, &admin, release, at, &[]).await;
    let keys: Vec<String> = match scheduled {
        Ok(()) => Vec::new(),
        Err(xpro_cms::release::ReleaseError::Unconfirmed(report)) => report.questions(),
        Err(error) => panic!("{error}"),
    };
    if !keys.is_empty() {
        schedule_release(&mut tx, &admin, release, at, &keys).await.expect("scheduled");
    }
    tx.commit().await.expect("commit");
    let path = |page: PageId| {
        let pool = pool.clone();
        async move {
            let path = sqlx::query_scalar::<_, String>("select url_path from page where id = $1").bind(page.0);
            path.fetch_one(&pool).await.expect("a page")
        }
    };
    let paths = [path(pages[0]).await, path(pages[1]).await];

    // The second page's text is held: the server stops there, with the first page live inside of its transaction.
    let mut holder = pool.begin().await.expect("begin");
    sqlx::query("select id from page_revision where page_id = $1 for update")
        .bind(pages[1].0)
        .fetch_all(&mut *holder)
        .await
        .expect("held");
    let mut server = Server::start(&pool).await;
    let waiting =
        "select pid::bigint from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    until(&pool, waiting).await;
    let touched: i64 = sqlx::query_scalar(
        "select count(*) from pg_locks l join pg_stat_activity a on a.pid = l.pid
         where a.datname = current_database() and a.wait_event_type = 'Lock' and l.relation = 'page'::regclass and l.mode = 'RowExclusiveLock' and l.granted",
    )
    .fetch_one(&pool)
    .await
    .expect("locks");
    assert!(touched > 0, "it has written to pages already");
    for path in &paths {
        assert_eq!(server.status(path).await, Some(404), "{path} is not public yet");
    }
    server.kill();
    holder.rollback().await.expect("let go");
    // The database finds out that nobody is there any more.
    let gone = "select 1::bigint where not exists (select from pg_stat_activity where datname = current_database()
        and (wait_event_type = 'Lock' or state like 'idle in transaction%'))";
    until(&pool, gone).await;
    assert_eq!(public(&pool).await, (0, 0, 0), "all of it, or nothing");
    let state: String = sqlx::query_scalar("select state from release").fetch_one(&pool).await.expect("a release");
    assert_eq!(state, "scheduled");

    // As when the dead worker's lease ran out.
    let over =
        "update job set locked_until = now() - interval '1 minute' where kind = 'run_release' and state = 'running'";
    let lost = sqlx::query(over).execute(&pool).await.expect("written").rows_affected();
    assert_eq!(lost, 1, "the job was under way");
    let server = Server::start(&pool).await;
    until(&pool, "select id from release where state = 'published'").await;
    until(&pool, "select id from job where kind = 'run_release' and state = 'done'").await;
    assert_eq!(public(&pool).await, (2, 2, 1), "whole, and once");
    for path in &paths {
        let wait = async { while server.status(path).await != Some(200) {} };
        tokio::time::timeout(Duration::from_secs(30), wait).await.unwrap_or_else(|_| panic!("{path} is not public"));
    }
}

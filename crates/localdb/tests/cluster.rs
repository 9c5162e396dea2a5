//! A real cluster, from nothing to crash recovery.

use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;

use sqlx::postgres::{PgConnection, Postgres};
use sqlx::{AssertSqlSafe, Connection as _};
use xpro_localdb::{LocalDb, Options, Running, Status};

/// A folder whose cluster is stopped when the test ends, however it ends.
struct Scratch {
    dir: tempfile::TempDir,
    options: Options,
}

impl Scratch {
    fn new(port: u16) -> Self {
        let dir = tempfile::Builder::new()
            .prefix("xpro localdb ")
            .permissions(std::os::unix::fs::PermissionsExt::from_mode(0o755))
            .tempdir()
            .expect("a temporary folder");
        let mut options = Options::tests(&checkout());
        options.dir = dir.path().join("var/postgres");
        options.port = port;
        Self { dir, options }
    }

    fn start(&self) -> Running {
        LocalDb::start(&self.options).expect("Postgres starts")
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Ok(Status::Running(running)) = LocalDb::status(&self.options) {
            drop(running.stop());
        }
    }
}

fn checkout() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

async fn connect(url: &str) -> PgConnection {
    PgConnection::connect(url).await.expect("the server answers")
}

async fn run(db: &mut PgConnection, sql: &'static str) {
    sqlx::query::<Postgres>(sql).execute(db).await.expect("the statement is right");
}

async fn number(db: &mut PgConnection, sql: &'static str) -> i64 {
    sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(db).await.expect("the query is right")
}

#[tokio::test]
async fn a_cluster_is_made_found_stopped_and_started_again() {
    let scratch = Scratch::new(15_500);
    assert!(matches!(LocalDb::status(&scratch.options), Ok(Status::Absent)));

    let first = scratch.start();
    assert!(first.started_here);
    assert!(first.major >= xpro_localdb::OLDEST_MAJOR);
    let mut db = connect(&first.url).await;
    run(&mut db, "create database shop").await;
    db.close().await.expect("a clean goodbye");
    let mut db = connect(&first.url_for("shop")).await;
    run(&mut db, "create table note as select 7::bigint as worth").await;

    let second = scratch.start();
    assert!(!second.started_here, "it was running already");
    assert_eq!(second.url, first.url);

    second.stop().expect("it stops although somebody is connected");
    assert!(matches!(LocalDb::status(&scratch.options), Ok(Status::Stopped)));
    first.stop().expect("stopping twice is fine");

    let third = scratch.start();
    let mut db = connect(&third.url_for("shop")).await;
    assert_eq!(number(&mut db, "select worth from note").await, 7);
}

#[tokio::test]
async fn a_killed_server_is_recovered() {
    let scratch = Scratch::new(15_510);
    let first = scratch.start();
    let mut db = connect(&first.url).await;
    run(&mut db, "create table note as select 7::bigint as worth").await;
    // The test settings may lose what was committed in the last moment; the shop's would not.
    run(&mut db, "checkpoint").await;

    kill_server(&first.dir);
    let second = scratch.start();
    assert!(second.started_here);
    let mut db = connect(&second.url).await;
    assert_eq!(number(&mut db, "select worth from note").await, 7);

    // A stale file whose process number now belongs to somebody else: to this test.
    let pid_file = second.dir.join("data/postmaster.pid");
    let text = fs::read_to_string(&pid_file).expect("it is running");
    kill_server(&second.dir);
    let stale = text.replacen(&server_pid(&text), &std::process::id().to_string(), 1);
    fs::write(&pid_file, stale).expect("the folder is ours");
    assert!(matches!(LocalDb::status(&scratch.options), Ok(Status::Stopped)));
    assert!(scratch.start().started_here);
}

#[tokio::test]
async fn a_taken_port_and_an_interrupted_birth_do_no_harm() {
    let scratch = Scratch::new(15_520);
    let unfinished = scratch.dir.path().join("var/postgres/data.new/base");
    fs::create_dir_all(&unfinished).expect("the folder is ours");
    let taken = TcpListener::bind("127.0.0.1:15520").expect("the port is free");

    let first = scratch.start();
    assert_ne!(first.port, 15_520);
    first.clone().stop().expect("it stops");
    drop(taken);
    assert_eq!(scratch.start().port, first.port, "the port is remembered");
}

#[tokio::test]
async fn the_superuser_needs_the_password() {
    let scratch = Scratch::new(15_530);
    let running = scratch.start();
    let url = format!("postgres://postgres:guess@127.0.0.1:{}/postgres", running.port);
    let refused = PgConnection::connect(&url).await;
    assert!(refused.is_err_and(|error| error.to_string().contains("password")));
}

fn kill_server(dir: &Path) {
    let text = fs::read_to_string(dir.join("data/postmaster.pid")).expect("it is running");
    let status = Command::new("kill").args(["-9", &server_pid(&text)]).status().expect("kill runs");
    assert!(status.success());
}

fn server_pid(pid_file: &str) -> String {
    pid_file.lines().next().expect("the first line is the process number").to_owned()
}

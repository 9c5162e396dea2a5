//! Sessions (13.5): hashed ids, two time limits, ends that reach every copy of a cookie.

use crate::world::{EMAIL, PASSWORD, World};
use sqlx::PgPool;
use std::sync::Arc;
use time::Duration;
use tower_sessions::{Session, SessionStore, session::Id};
use xpro_accounts::{
    account::change_password,
    password::Password,
    session::{
        self, SignedInSession, create_internal_session, delete_internal_session, load_learner, load_staff, renew,
        sign_in, sign_out,
    },
    session_store::PgSessionStore,
};

fn open(world: &World, id: Option<Id>) -> Session {
    Session::new(id, Arc::new(PgSessionStore::new(world.db.clone())), None)
}

async fn signed_in(world: &World, claim: SignedInSession) -> Id {
    let session = open(world, None);
    sign_in(&session, claim).await.expect("signed in");
    session.save().await.expect("saved");
    session.id().expect("an id")
}

async fn claim_of(world: &World, id: Id) -> Option<SignedInSession> {
    SignedInSession::read(&open(world, Some(id))).await.expect("readable")
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_session_finds_its_person_and_only_the_hash_is_stored(pool: PgPool) {
    let world = World::new(pool);
    let claim = world.registered(EMAIL).await;
    let id = signed_in(&world, claim).await;

    assert_eq!(claim_of(&world, id).await, Some(claim));
    let learner = load_learner(&mut world.db.read().await.expect("a connection"), &claim)
        .await
        .expect("a query")
        .expect("active");
    assert_eq!(learner.email.as_str(), EMAIL);
    assert_eq!(
        world
            .count(&format!(
                "select count(*) from session where user_id = {} and auth_epoch = 0 and kind = 'browser'",
                claim.user_id
            ))
            .await,
        1
    );
    assert_eq!(world.count(&format!("select count(*) from session s where s::text like '%{id}%'")).await, 0);
    assert_eq!(claim_of(&world, Id::default()).await, None, "a guessed id is nobody's");
}

#[sqlx::test(migrations = "../../migrations")]
async fn signing_in_changes_the_id_and_keeps_the_rest(pool: PgPool) {
    let world = World::new(pool);
    let claim = world.registered(EMAIL).await;
    let visitor = open(&world, None);
    visitor.insert("affiliate", "abc").await.expect("inserted");
    visitor.save().await.expect("saved");
    let before = visitor.id().expect("an id");

    sign_in(&visitor, claim).await.expect("signed in");
    visitor.save().await.expect("saved");

    let after = visitor.id().expect("an id");
    assert_ne!(before, after);
    assert_eq!(claim_of(&world, before).await, None, "a planted cookie stays anonymous");
    assert_eq!(open(&world, Some(after)).get::<String>("affiliate").await.expect("readable").as_deref(), Some("abc"));
}

#[sqlx::test(migrations = "../../migrations")]
async fn sessions_end_after_two_idle_weeks_and_after_ninety_days(pool: PgPool) {
    let world = World::new(pool);
    let claim = world.registered(EMAIL).await;
    let idle = signed_in(&world, claim).await;
    let used = signed_in(&world, claim).await;

    for _ in 0..8 {
        world.later(Duration::days(11));
        let session = open(&world, Some(used));
        renew(&session, world.db.now()).await.expect("renewed");
        assert!(session.is_modified());
        session.save().await.expect("saved");
    }
    assert_eq!(claim_of(&world, idle).await, None);
    assert_eq!(claim_of(&world, used).await, Some(claim), "88 days");
    let session = open(&world, Some(used));
    renew(&session, world.db.now()).await.expect("renewed");
    assert!(!session.is_modified(), "at most once a day");
    world.later(Duration::days(2));
    assert_eq!(claim_of(&world, used).await, None, "90 days");

    let mut conn = world.db.read().await.expect("a connection");
    assert_eq!(session::purge_sessions(&mut conn, world.db.now()).await.expect("purged"), 2);
}

#[sqlx::test(migrations = "../../migrations")]
async fn signing_out_kills_copies_of_the_cookie(pool: PgPool) {
    let world = World::new(pool);
    let claim = world.registered(EMAIL).await;
    let id = signed_in(&world, claim).await;
    let copy = open(&world, Some(id));
    assert_eq!(SignedInSession::read(&copy).await.expect("readable"), Some(claim));

    sign_out(&open(&world, Some(id))).await.expect("signed out");

    assert_eq!(claim_of(&world, id).await, None);
    copy.insert("late", 1).await.expect("inserted");
    copy.save().await.expect("saved");
    assert_eq!(claim_of(&world, id).await, None, "a request that was under way does not bring it back");
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_new_password_ends_all_other_sessions_in_the_database(pool: PgPool) {
    let world = World::new(pool);
    let learner = world.learner(EMAIL).await;
    let claim = SignedInSession { user_id: learner.id, auth_epoch: 0 };
    let (mine, others) = (signed_in(&world, claim).await, signed_in(&world, claim).await);

    let session = open(&world, Some(mine));
    assert_eq!(SignedInSession::read(&session).await.expect("readable"), Some(claim));
    let new_claim =
        change_password(&world.call(), &learner, &Password::from(PASSWORD), &Password::from("better horse 2"))
            .await
            .expect("changed");
    sign_in(&session, new_claim).await.expect("signed in");
    session.save().await.expect("saved");

    assert_eq!(claim_of(&world, others).await, None);
    assert_eq!(claim_of(&world, session.id().expect("an id")).await, Some(new_claim));
    assert_eq!(world.count("select count(*) from session").await, 1);
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_internal_session_lives_five_minutes_and_does_not_slide(pool: PgPool) {
    let world = World::new(pool);
    let claim = world.registered(EMAIL).await;
    let mut tx = world.tx().await;
    let cookie = create_internal_session(&mut tx, claim.user_id).await.expect("made");
    let other = create_internal_session(&mut tx, claim.user_id).await.expect("made");
    tx.commit().await.expect("committed");
    let id: Id = cookie.parse().expect("a cookie's value");

    world.later(Duration::minutes(4));
    let session = open(&world, Some(id));
    assert_eq!(SignedInSession::read(&session).await.expect("readable"), Some(claim));
    session.insert("state", "x").await.expect("inserted");
    session.save().await.expect("saved");
    world.later(Duration::minutes(1));
    assert_eq!(claim_of(&world, id).await, None);

    let mut conn = world.db.read().await.expect("a connection");
    delete_internal_session(&mut conn, &other).await.expect("deleted");
    delete_internal_session(&mut conn, "not a cookie").await.expect("ignored");
    assert_eq!(world.count("select count(*) from session").await, 1);
}

#[sqlx::test(migrations = "../../migrations")]
async fn inactive_people_and_old_epochs_are_nobody(pool: PgPool) {
    let world = World::new(pool);
    let claim = world.registered(EMAIL).await;
    let mut conn = world.db.read().await.expect("a connection");
    let epoch = SignedInSession { auth_epoch: 7, ..claim };

    assert_eq!(load_learner(&mut conn, &epoch).await.expect("a query"), None);
    assert_eq!(load_staff(&mut conn, &claim).await.expect("a query"), None, "a learner is no staff");
    world.execute("update users set is_staff = true").await;
    world.execute(&format!("insert into user_permission values ({}, 'orders.view')", claim.user_id)).await;
    let staff = load_staff(&mut conn, &claim).await.expect("a query").expect("staff");
    assert!(staff.may("orders.view") && !staff.may("jobs.retry"));
    world.execute("update users set is_active = false").await;
    assert_eq!(load_staff(&mut conn, &claim).await.expect("a query"), None);
    assert_eq!(load_learner(&mut conn, &claim).await.expect("a query"), None);
    assert!(create_internal_session(&mut world.tx().await, claim.user_id).await.is_err());
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_store_never_overwrites_another_session(pool: PgPool) {
    let world = World::new(pool);
    let claim = world.registered(EMAIL).await;
    let id = signed_in(&world, claim).await;
    let store = PgSessionStore::new(world.db.clone());
    let mut record = store.load(&id).await.expect("loaded").expect("there");
    record.data.clear();

    store.create(&mut record).await.expect("created");

    assert_ne!(record.id, id, "a taken id is replaced");
    assert_eq!(claim_of(&world, id).await, Some(claim));
}

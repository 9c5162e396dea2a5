//! One's own record (13.3).

use crate::world::{EMAIL, World, details};
use sqlx::PgPool;
use xpro_accounts::account::{
    AdoptUsernameError, TokenIdentity, UpdateMe, UpdateMeError, adopt_username, anonymous_me, find_me, update_me,
};
use xpro_accounts::session::find_active_learner;
use xpro_kernel::System;

#[sqlx::test(migrations = "../../migrations")]
async fn the_record_has_the_published_keys(pool: PgPool) {
    let world = World::new(pool);
    let learner = world.learner(EMAIL).await;
    let mut conn = world.db.read().await.expect("a connection");

    let me = find_me(&mut conn, learner.id, vec![]).await.expect("a query").expect("a record");
    let json = serde_json::to_value(&me).expect("serializable");

    let keys: Vec<&str> = json.as_object().expect("an object").keys().map(String::as_str).collect();
    let mut expected = [
        "id",
        "username",
        "name",
        "email",
        "legal_address",
        "profile",
        "is_anonymous",
        "is_authenticated",
        "created_on",
        "updated_on",
        "unused_coupons",
    ];
    expected.sort_unstable();
    assert_eq!(keys, expected);
    assert_eq!(json["legal_address"]["street_address"], serde_json::json!(["Main Street"]));
    assert_eq!(json["created_on"], "2026-03-02T09:00:00Z");
    assert_eq!(
        (json["profile"]["birth_year"].clone(), json["profile"]["company_size"].clone()),
        (1990.into(), serde_json::Value::Null)
    );

    let identity = serde_json::to_value(TokenIdentity::from(&learner)).expect("serializable");
    assert_eq!(
        identity,
        serde_json::json!({ "id": learner.id, "username": "sally-smith", "email": EMAIL, "name": "Sally Smith", "is_anonymous": false, "is_authenticated": true })
    );
    assert!(anonymous_me().get("name").is_none());
}

#[sqlx::test(migrations = "../../migrations")]
async fn only_a_new_name_is_passed_on(pool: PgPool) {
    let world = World::new(pool);
    let learner = world.learner(EMAIL).await;
    let update = async |json: &str| {
        let input: UpdateMe = serde_json::from_str(json).expect("readable");
        let mut tx = world.tx().await;
        let done = update_me(&mut tx, &learner, &input).await;
        if done.is_ok() {
            tx.commit().await.expect("committed");
        }
        done
    };

    update(
        r#"{"name":"Sally Smith","legal_address":null,"profile":{"gender":"o","birth_year":null,"company_size":99}}"#,
    )
    .await
    .expect("updated");
    assert_eq!(world.job_count("rename_courseware_user").await, 0);
    assert_eq!(
        world.count("select count(*) from profile where gender = 'o' and company_size = 99 and company = ''").await,
        1
    );

    update(r#"{"name":" Sally Jones ","email":"evil@example.com","username":"evil","password":"evil-pass-1"}"#)
        .await
        .expect("updated");
    assert_eq!(world.job_count("rename_courseware_user").await, 1);
    assert_eq!(world.count(&format!("select count(*) from users where name = 'Sally Jones' and email = '{EMAIL}' and username = 'sally-smith'")).await, 1);
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_is_wrong_is_told_together_and_nothing_is_stored(pool: PgPool) {
    let world = World::new(pool);
    let learner = world.learner(EMAIL).await;
    let mut address = details().legal_address;
    address.postal_code = "nope".into();
    let input = UpdateMe {
        name: Some("x".into()),
        legal_address: Some(address),
        profile: Some(xpro_accounts::person::ProfileInput { gender: "?".into(), ..Default::default() }),
    };

    let mut tx = world.tx().await;
    let refused = update_me(&mut tx, &learner, &input).await;

    assert!(
        matches!(refused, Err(UpdateMeError::Invalid(errors)) if errors.keys().copied().collect::<Vec<_>>() == ["gender", "name", "postal_code"])
    );
    tx.commit().await.expect("committed");
    assert_eq!(world.count("select count(*) from audit_entry where act = 'update_me'").await, 0);
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_courseware_username_is_taken_over_unless_it_is_somebody_elses(pool: PgPool) {
    let world = World::new(pool);
    let learner = world.learner(EMAIL).await;
    world.registered("other@example.com").await;

    let mut tx = world.tx().await;
    assert!(matches!(
        adopt_username(&mut tx, System("provision_courseware_user"), learner.id, "sally-smith1").await,
        Err(AdoptUsernameError::Taken)
    ));
    drop(tx);
    let mut tx = world.tx().await;
    for unusable in ["", "a\0b", "a\nb", "a".repeat(51).as_str()] {
        let refused = adopt_username(&mut tx, System("provision_courseware_user"), learner.id, unusable).await;
        assert!(matches!(refused, Err(AdoptUsernameError::Unusable)), "{unusable:?}");
    }
    for _ in 0..2 {
        adopt_username(&mut tx, System("provision_courseware_user"), learner.id, "SallyEdx").await.expect("taken over");
    }
    tx.commit().await.expect("committed");

    let mut conn = world.db.read().await.expect("a connection");
    assert_eq!(
        find_active_learner(&mut conn, learner.id).await.expect("a query").expect("active").username,
        "SallyEdx"
    );
    assert_eq!(world.count("select count(*) from audit_entry where act = 'adopt_username'").await, 1);
}

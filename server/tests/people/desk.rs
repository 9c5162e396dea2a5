//! The way from the site into the Studio.

use crate::world::{DEMO_PASSWORD, Site};
use sqlx::PgPool;
use xpro_cms::tree::ensure_root_pages;
use xpro_kernel::System;

#[sqlx::test(migrations = "../migrations")]
async fn staff_come_from_a_page_to_its_editor_and_nobody_else_does(pool: PgPool) {
    let site = Site::open(pool).await;
    let mut tx = site.database().begin("test").await.expect("begin");
    ensure_root_pages(&mut tx, System("test")).await.expect("the root pages");
    tx.commit().await.expect("commit");
    site.reload().await;
    let blog = site.count("select id from page where kind = 'BlogIndexPage'").await;
    let staff = site.visitor();
    staff.sign_in("admin@example.com", DEMO_PASSWORD, "").await;
    for (path, place) in [
        ("/studio/edit?path=%2Fblog%2F", format!("/studio/pages/{blog}")),
        ("/studio/edit?path=%2Fnowhere%2F", "/studio/pages".to_owned()),
        ("/studio/edit?path=%2F%2Fevil.example%2F", "/studio/pages".to_owned()),
        ("/studio/edit", "/studio/pages".to_owned()),
    ] {
        let answer = staff.get(path).await;
        assert_eq!((answer.status, answer.location()), (303, place.as_str()), "{path}");
    }
    let learner = site.learner().await;
    assert_eq!(learner.get("/studio/edit?path=%2Fblog%2F").await.status, 403);
    let visitor = site.visitor().get("/studio/edit?path=%2Fblog%2F").await;
    assert!(visitor.location().starts_with("/signin/"), "{}", visitor.location());
}

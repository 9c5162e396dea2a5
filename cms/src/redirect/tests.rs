//! Redirects on a real database.

use super::*;
use crate::{
    delivery::SiteData,
    publish::{SaveDraft, Unpublish, publish_page, save_draft, unpublish_page},
    testing::{SYSTEM, Site, begin, text_page},
    tree::Author,
};
use sqlx::PgPool;
use xpro_kernel::PageId;
use xpro_platform::db::Tx;

fn to_url(from: &str, to: &str) -> NewRedirect {
    NewRedirect { from: from.to_owned(), to: RedirectTarget::Url(to.to_owned()), permanent: true }
}

async fn readdress(tx: &mut Tx, page: PageId, slug: &str) {
    let document = text_page("Terms");
    let draft = SaveDraft { slug: Some(slug), ..SaveDraft::unconditional(page, &document) };
    save_draft(tx, SYSTEM.into(), draft).await.expect("saved");
    publish_page(tx, SYSTEM.into(), page).await.expect("published");
}

async fn site(tx: &mut Tx) -> SiteData {
    SiteData::load(tx).await.expect("loads")
}

#[test]
fn one_address_has_one_spelling() {
    for (text, wanted) in [
        ("/old/", Some("/old")),
        ("/old", Some("/old")),
        ("  /a/b//  ", Some("/a/b")),
        ("/courses/course-v1%3AxPRO%2BAMx/", Some("/courses/course-v1:xPRO+AMx")),
        ("/courses/course-v1:xPRO+AMx", Some("/courses/course-v1:xPRO+AMx")),
        ("/old/?b=2&a=1", Some("/old?a=1&b=2")),
        ("/old/#part", Some("/old")),
        ("/", None),
        ("", None),
        ("old", None),
        ("//elsewhere.example/", None),
        ("https://elsewhere.example/", None),
        ("/a\\b", None),
    ] {
        assert_eq!(normalize(text).ok().as_deref(), wanted, "{text}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn any_number_of_moves_is_one_step_and_never_a_circle(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let root = Site::build(&mut tx).await;
    let page = root.text_page(&mut tx, "Terms").await;
    publish_page(&mut tx, SYSTEM.into(), page).await.expect("published");
    for slug in ["a", "b", "terms", "c"] {
        readdress(&mut tx, page, slug).await;
    }
    let data = site(&mut tx).await;
    for from in ["/terms/", "/terms", "/a/", "/b"] {
        let found = data.redirect(from, "").expect("a redirect");
        assert_eq!((found.to.as_str(), found.permanent), ("/c/", true), "{from}");
    }
    assert_eq!(data.redirect("/c/", ""), None, "a page is there");
    assert_eq!(data.redirect("/a/", "utm=x").expect("a redirect").to, "/c/?utm=x");
    unpublish_page(&mut tx, SYSTEM.into(), Unpublish::only(page)).await.expect("off");
    assert_eq!(site(&mut tx).await.redirect("/a/", ""), None, "nothing to see there");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_page_that_goes_may_send_its_visitors_on(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let root = Site::build(&mut tx).await;
    let page = root.text_page(&mut tx, "Terms").await;
    publish_page(&mut tx, SYSTEM.into(), page).await.expect("published");
    let to = Some(RedirectTarget::Page(root.root.catalog));
    unpublish_page(&mut tx, SYSTEM.into(), Unpublish { redirect_to: to, ..Unpublish::only(page) }).await.expect("off");
    assert_eq!(site(&mut tx).await.redirect("/terms/", "").expect("a redirect").to, "/catalog/");
}

#[sqlx::test(migrations = "../migrations")]
async fn redirects_by_hand_are_checked(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let root = Site::build(&mut tx).await;
    let author: Author<'_> = SYSTEM.into();
    let first = create_redirect(&mut tx, author, to_url("/a/", "/b/")).await.expect("created");
    create_redirect(&mut tx, author, to_url("/b", "/catalog/?x=1")).await.expect("created");
    assert!(matches!(create_redirect(&mut tx, author, to_url("/a", "/c/")).await, Err(RedirectError::Taken(_))));
    assert!(matches!(create_redirect(&mut tx, author, to_url("/c/", "/c")).await, Err(RedirectError::Loop)));
    let circle = update_redirect(&mut tx, author, first, to_url("/a/", "/a/?")).await;
    assert!(matches!(circle, Err(RedirectError::Loop)));
    create_redirect(&mut tx, author, to_url("/catalog-old/", "/a/")).await.expect("created");
    for (from, to) in [("/x/", "javascript:alert(1)"), ("/x/", "//evil.example/"), ("/x/", "/a b/"), ("/x/", "")] {
        assert!(
            matches!(create_redirect(&mut tx, author, to_url(from, to)).await, Err(RedirectError::BadTarget)),
            "{to}"
        );
    }
    assert!(matches!(create_redirect(&mut tx, author, to_url("x", "/y/")).await, Err(RedirectError::BadPath)));
    assert!(matches!(create_redirect(&mut tx, author, to_url("/", "/y/")).await, Err(RedirectError::Home)));
    let shadowed = create_redirect(&mut tx, author, to_url("/catalog?x=1", "/y/")).await;
    assert!(matches!(shadowed, Err(RedirectError::Shadowed(path)) if path == "/catalog/"), "a page is there");
    let to_itself =
        NewRedirect { from: "/catalog/".into(), to: RedirectTarget::Page(root.root.catalog), permanent: true };
    assert!(matches!(create_redirect(&mut tx, author, to_itself).await, Err(RedirectError::Shadowed(_))));
    let taken = update_redirect(&mut tx, author, first, to_url("/b/", "/y/")).await;
    assert!(matches!(taken, Err(RedirectError::Taken(path)) if path == "/b"));
    let data = site(&mut tx).await;
    assert_eq!(data.redirect("/catalog-old", "").expect("a redirect").to, "/catalog/?x=1", "three steps are one");
    update_redirect(
        &mut tx,
        author,
        first,
        NewRedirect { permanent: false, ..to_url("/a/", "https://elsewhere.example/") },
    )
    .await
    .expect("updated");
    let found = site(&mut tx).await.redirect("/a", "").expect("a redirect");
    assert_eq!((found.to.as_str(), found.permanent, found.id), ("https://elsewhere.example/", false, first));
    delete_redirect(&mut tx, author, first).await.expect("deleted");
    assert_eq!(site(&mut tx).await.redirect("/a", ""), None);
    assert!(matches!(delete_redirect(&mut tx, author, first).await, Err(RedirectError::NotFound)));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_query_may_have_its_own_redirect(pool: PgPool) {
    let mut tx = begin(&pool).await;
    Site::build(&mut tx).await;
    create_redirect(&mut tx, SYSTEM.into(), to_url("/old/?b=2&a=1", "/catalog/")).await.expect("created");
    create_redirect(&mut tx, SYSTEM.into(), to_url("/old/", "/")).await.expect("created");
    let data = site(&mut tx).await;
    assert_eq!(data.redirect("/old", "a=1&b=2").expect("a redirect").to, "/catalog/");
    assert_eq!(data.redirect("/old/", "").expect("a redirect").to, "/");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_file_is_taken_in_whole_or_not_at_all(pool: PgPool) {
    let mut tx = begin(&pool).await;
    Site::build(&mut tx).await;
    let author: Author<'_> = SYSTEM.into();
    let bad = "from,to,permanent\n/a/,/catalog/\nb,/catalog/\n/c/,javascript:x\n/d/,/catalog/,perhaps\n";
    let imported = import_redirects(&mut tx, author, bad).await.expect("read");
    let lines: Vec<usize> = imported.problems.iter().map(|problem| problem.0).collect();
    assert_eq!((lines, imported.created), (vec![3, 4, 5], 0));
    assert_eq!(site(&mut tx).await.redirect("/a/", ""), None);
    let good =
        "\u{feff}from;to;permanent\r\n\"/a/\";/catalog/;no\r\n\r\n/b/;\"https://elsewhere.example/?x=\"\"1\"\"\"\r\n";
    let imported = import_redirects(&mut tx, author, good).await.expect("read");
    assert_eq!((imported.created, imported.updated, imported.problems.len()), (2, 0, 0), "{imported:?}");
    let imported = import_redirects(&mut tx, author, "/a\t/courses/\n").await.expect("read");
    assert_eq!((imported.created, imported.updated), (0, 1), "{imported:?}");
    let found = site(&mut tx).await.redirect("/a", "").expect("a redirect");
    assert_eq!((found.to.as_str(), found.permanent), ("/courses/", true));
}

#[sqlx::test(migrations = "../migrations")]
async fn redirects_are_listed_and_counted(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let root = Site::build(&mut tx).await;
    let admin = Site::admin(&mut tx).await;
    let hand = create_redirect(&mut tx, (&admin).into(), to_url("/hand/", "/catalog/")).await.expect("created");
    let page = root.text_page(&mut tx, "Terms").await;
    publish_page(&mut tx, SYSTEM.into(), page).await.expect("published");
    readdress(&mut tx, page, "rules").await;
    let now = tx.now();
    crate::store::redirect::count(&mut tx, hand, now).await.expect("counted");
    let list = RedirectFilter { limit: 10, ..RedirectFilter::default() };
    let all = list_redirects(&mut tx, &admin, &list).await.expect("listed");
    let froms: Vec<&str> = all.iter().map(|row| row.from.as_str()).collect();
    assert_eq!(froms, ["/terms", "/hand"]);
    assert_eq!((all[0].to.as_str(), all[0].automatic, all[1].hits), ("/rules/", true, 1));
    let some = RedirectFilter { text: "CATALOG".into(), automatic: Some(false), ..list.clone() };
    assert_eq!(list_redirects(&mut tx, &admin, &some).await.expect("listed").len(), 1);
    let rest = RedirectFilter { after: Some(all[0].id), ..list };
    assert_eq!(list_redirects(&mut tx, &admin, &rest).await.expect("listed").len(), 1);
}

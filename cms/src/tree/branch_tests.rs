//! Moving, ordering and copying on a real database.

use super::*;
use crate::{
    access::{Permission, Refusal},
    delivery::SiteData,
    document::{BlockContent, PageDocument, PageKind, ProductPage},
    publish::{PublishPageError, publish_page, read_draft},
    store,
    testing::{SYSTEM, Site, begin, editor_of, put_below, text_page},
};
use sqlx::PgPool;
use xpro_kernel::{Clock, PageId};
use xpro_platform::db::{Database, Tx};

async fn order(tx: &mut Tx, parent: PageId) -> Vec<PageId> {
    store::place::children(tx, parent).await.expect("listed")
}

async fn path(tx: &mut Tx, page: PageId) -> String {
    store::page::find(tx, page).await.expect("reads").expect("the page").url_path
}

#[sqlx::test(migrations = "../migrations")]
async fn a_moved_branch_keeps_its_visitors(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let (top, above) = (site.text_page(&mut tx, "Top").await, site.text_page(&mut tx, "Above").await);
    let (inner, draft) = (site.text_page(&mut tx, "Inner").await, site.text_page(&mut tx, "Draft").await);
    for page in [top, inner] {
        publish_page(&mut tx, SYSTEM.into(), page).await.expect("published");
    }
    put_below(&mut tx, inner, top).await;
    put_below(&mut tx, draft, top).await;
    put_below(&mut tx, top, above).await;
    let home = MovePage { page: top, to_parent: site.root.home, place: Place::First };
    let moved = move_page(&mut tx, SYSTEM.into(), home).await.expect("moved");
    assert_eq!((moved.url_path.as_str(), moved.redirects), ("/top/", 2), "the draft leaves none");
    let data = SiteData::load(&mut tx).await.expect("loads");
    assert!(data.live_page("/top/inner/").is_some());
    assert_eq!(data.redirect("/above/top/inner/", "").expect("a redirect").to, "/top/inner/");
    assert_eq!(data.redirect("/above/top/draft/", ""), None);
    assert_eq!(path(&mut tx, draft).await, "/top/draft/");
    assert_eq!(order(&mut tx, site.root.home).await[0], top);
    tx.commit().await.expect("every page is in its place");
}

#[sqlx::test(migrations = "../migrations")]
async fn pages_move_only_where_they_may_stand(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let page = site.text_page(&mut tx, "Terms").await;
    let to = |to_parent| MovePage { page, to_parent, place: Place::Last };
    let author: Author<'_> = SYSTEM.into();
    let wrong = move_page(&mut tx, author, to(site.root.courses)).await;
    assert!(matches!(wrong, Err(MovePageError::WrongParent { kind: PageKind::ResourcePage })));
    assert!(can_move(&mut tx, author, page, site.root.courses).await.is_err());
    assert!(matches!(move_page(&mut tx, author, to(page)).await, Err(MovePageError::IntoItself)));
    let home = MovePage { page: site.root.home, to_parent: page, place: Place::Last };
    assert!(matches!(move_page(&mut tx, author, home).await, Err(MovePageError::IntoItself)));
    let above = site.text_page(&mut tx, "Above").await;
    put_below(&mut tx, page, above).await;
    site.text_page(&mut tx, "Terms").await;
    assert!(matches!(
        move_page(&mut tx, author, to(site.root.home)).await,
        Err(MovePageError::SlugTaken(taken)) if taken == "/terms/"
    ));
}

#[sqlx::test(migrations = "../migrations")]
async fn two_moves_make_no_circle(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let (a, b) = (site.text_page(&mut tx, "A").await, site.text_page(&mut tx, "B").await);
    tx.commit().await.expect("commit");
    let db = Database::new(pool.clone(), Clock::system());
    // No kind may stand below its own today, so the rows are changed as `move_page` does, behind its lock.
    let put = |page: PageId, below: PageId| {
        let db = db.clone();
        async move {
            let mut tx = db.begin("test").await.expect("begin");
            store::place::lock_tree(&mut tx).await.expect("the tree");
            let row = store::page::lock(&mut tx, page).await.expect("reads").expect("the page");
            let parent = store::page::lock(&mut tx, below).await.expect("reads").expect("the page");
            if parent.tree_path.starts_with(&row.tree_path) {
                return false;
            }
            readdress(&mut tx, SYSTEM.into(), &row, Some(&parent), &row.slug).await.expect("moved");
            tx.commit().await.expect("every page is in its place");
            true
        }
    };
    let (one, other) = tokio::join!(put(a, b), put(b, a));
    assert!(one ^ other, "one of them came too late");
}

#[sqlx::test(migrations = "../migrations")]
async fn an_address_is_given_once_however_many_ask(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    tx.commit().await.expect("commit");
    let db = Database::new(pool.clone(), Clock::system());
    let home = site.root.home;
    let make = |slug: Option<String>| {
        let db = db.clone();
        async move {
            let mut tx = db.begin("test").await.expect("begin");
            let new = NewPage { parent: Some(home), slug, document: text_page("Same") };
            let made = create_page(&mut tx, SYSTEM.into(), new).await;
            tx.commit().await.expect("commit");
            made
        }
    };
    let (one, other) = tokio::join!(make(None), make(None));
    one.expect("created");
    other.expect("created");
    let mut conn = db.read().await.expect("a connection");
    assert!(store::page::find_by_url_path(&mut conn, "/same/").await.expect("reads").is_some());
    assert!(store::page::find_by_url_path(&mut conn, "/same-2/").await.expect("reads").is_some());
    let (one, other) = tokio::join!(make(Some("asked".into())), make(Some("asked".into())));
    assert!(one.is_ok() ^ other.is_ok(), "an address that was asked for is not another");
}

#[sqlx::test(migrations = "../migrations")]
async fn siblings_are_arranged(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let (a, b) = (site.text_page(&mut tx, "A").await, site.text_page(&mut tx, "B").await);
    let author: Author<'_> = SYSTEM.into();
    let home = site.root.home;
    reorder_page(&mut tx, author, b, Place::First).await.expect("arranged");
    reorder_page(&mut tx, author, a, Place::After(b)).await.expect("arranged");
    assert_eq!(order(&mut tx, home).await[..2], [b, a]);
    reorder_page(&mut tx, author, b, Place::Last).await.expect("arranged");
    reorder_page(&mut tx, author, a, Place::Before(b)).await.expect("arranged");
    let now = order(&mut tx, home).await;
    assert_eq!(now[now.len() - 2..], [a, b]);
    let nowhere = reorder_page(&mut tx, author, a, Place::Before(PageId(-1))).await;
    assert!(matches!(nowhere, Err(MovePageError::NoSuchPlace)));
    assert_eq!(path(&mut tx, a).await, "/a/", "no address changes");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_copy_is_a_draft_of_its_own(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::with_catalog(&mut tx).await;
    let mut document = Site::course_document(&mut tx, "course-v1:xPRO+AMx").await;
    let text = crate::document::Text { heading: "Heading".into(), ..Default::default() };
    let block = crate::document::Block::named("one", BlockContent::Text(text));
    let product: &mut ProductPage = document.product_mut().expect("a product");
    product.featured = true;
    product.sections.push(block.clone());
    let new = NewPage { parent: Some(site.root.courses), slug: None, document: document.clone() };
    let page = create_page(&mut tx, SYSTEM.into(), new).await.expect("created");
    let editor = Site::editor(&mut tx).await;
    let copy = |title: Option<&str>, slug: Option<&str>| CopyPage {
        page,
        to_parent: site.root.courses,
        title: title.map(str::to_owned),
        slug: slug.map(str::to_owned),
        with_subpages: true,
    };
    let made = copy_page(&mut tx, (&editor).into(), copy(Some("Another course"), None)).await.expect("copied");
    let row = store::page::find(&mut tx, made.page).await.expect("reads").expect("the copy");
    assert_eq!((row.url_path.as_str(), row.live, row.featured), ("/courses/another-course/", false, false));
    assert_eq!((row.owner_id, row.course_id), (Some(editor.user_id()), None));
    let read = read_draft(&mut tx, made.page).await.expect("reads").document;
    let product = read.product().expect("a product");
    assert_eq!((product.course, product.featured, product.title.as_str()), (None, false, "Another course"));
    assert_ne!(product.sections[0].id, block.id, "comments and comparisons are about one page");
    assert_eq!(product.sections[0].content, block.content);
    let refused = publish_page(&mut tx, SYSTEM.into(), made.page).await;
    assert!(matches!(refused, Err(PublishPageError::Invalid(problems)) if problems.iter().any(|p| p.path == "course")));
    let again = copy_page(&mut tx, (&editor).into(), copy(Some("Another course"), None)).await.expect("copied");
    assert_eq!(path(&mut tx, again.page).await, "/courses/another-course-2/");
    let asked = copy_page(&mut tx, (&editor).into(), copy(None, Some("another-course"))).await;
    assert!(matches!(asked, Err(CreatePageError::SlugTaken(_))));
    assert!(matches!(
        copy_page(
            &mut tx,
            (&editor).into(),
            CopyPage { page: site.root.catalog, to_parent: site.root.home, ..copy(None, None) }
        )
        .await,
        Err(CreatePageError::OnlyOne { .. })
    ));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_copied_text_page_gets_a_number(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let page = site.text_page(&mut tx, "Terms").await;
    let copy = CopyPage { page, to_parent: site.root.home, title: None, slug: None, with_subpages: false };
    let made = copy_page(&mut tx, SYSTEM.into(), copy).await.expect("copied");
    assert_eq!((made.pages, path(&mut tx, made.page).await.as_str()), (1, "/terms-2/"));
    publish_page(&mut tx, SYSTEM.into(), made.page).await.expect("a text page needs nothing more");
    let PageDocument::ResourcePage(told) = read_draft(&mut tx, made.page).await.expect("reads").document else {
        panic!("a text page")
    };
    assert_eq!(told.title, "Terms");
}

#[sqlx::test(migrations = "../migrations")]
async fn the_database_itself_keeps_addresses_right(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let page = site.text_page(&mut tx, "Terms").await;
    tx.commit().await.expect("commit");
    let mut tx = begin(&pool).await;
    sqlx::query("update page set url_path = '/elsewhere/' where id = $1")
        .bind(page.0)
        .execute(&mut *tx)
        .await
        .expect("looked at later");
    let refused = tx.commit().await.expect_err("refused");
    assert!(refused.to_string().contains("is not where its parent says"), "{refused}");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_live_page_moves_where_its_kind_may_be_published(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let home = site.root.home;
    let page = site.text_page(&mut tx, "Terms").await;
    publish_page(&mut tx, SYSTEM.into(), page).await.expect("published");
    let (page, to_parent) = site.movable(&mut tx, page).await;
    let grants = |kind| {
        let [add, change] = [Permission::Add, Permission::Change].map(|right| (home, Some("ResourcePage"), right));
        [add, change, (home, Some(kind), Permission::Publish), (page, None, Permission::Publish)]
    };
    let of_homes = editor_of(&mut tx, "homes", &grants("HomePage")).await;
    let refused = can_move(&mut tx, (&of_homes).into(), page, to_parent).await;
    assert!(matches!(refused, Err(MovePageError::Refused(Refusal::Denied(Permission::Publish)))), "{refused:?}");
    let of_texts = editor_of(&mut tx, "texts", &grants("ResourcePage")).await;
    let to = MovePage { page, to_parent, place: Place::Last };
    move_page(&mut tx, (&of_texts).into(), to).await.expect("they may publish such pages there");
}

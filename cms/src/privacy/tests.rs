//! Who may read a branch, on a real database.

use super::*;
use crate::{
    access::{EDITORS, MODERATORS},
    delivery::{ExportFacts, SiteData, sitemap},
    publish::publish_page,
    store::access::{find_group, insert_group},
    testing::{Site, begin, editor_of, put_below},
    tree::{CopyPage, NewPage, copy_page, create_page},
};
use sqlx::PgPool;
use xpro_catalog::export::PageFacts as _;
use xpro_kernel::UserId;
use xpro_platform::db::Tx;

const NOBODY: Visitor<'static> = Visitor { user: None, staff: None, opened: &[] };

/// A branch of two published pages, and a third one beside it.
struct Branch {
    site: Site,
    top: PageId,
    below: PageId,
    beside: PageId,
}

async fn branch(tx: &mut Tx) -> Branch {
    let site = Site::build(tx).await;
    let top = site.text_page(tx, "Board").await;
    let below = site.text_page(tx, "Minutes").await;
    put_below(tx, below, top).await;
    let beside = site.text_page(tx, "Terms").await;
    for page in [top, below, beside] {
        publish_page(tx, site.system(), page).await.expect("published");
    }
    Branch { site, top, below, beside }
}

async fn wall_of(tx: &mut Tx, visitor: Visitor<'_>, path: &str) -> Option<Wall> {
    let site = SiteData::load(tx).await.expect("loads");
    let page = site.find_private(path).expect("a private page");
    wall(tx, visitor, page.id, &site.guards_of(page)).await.expect("asked")
}

fn password() -> Privacy {
    Privacy::Password(Some("$argon2id$a hash".to_owned()))
}

#[sqlx::test(migrations = "../migrations")]
async fn a_private_branch_is_told_of_nowhere_and_others_stay_public(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let Branch { site, top, below, beside } = branch(&mut tx).await;
    assert!(set_privacy(&mut tx, site.system(), top, Privacy::SignedIn).await.expect("set"));
    let content = SiteData::load(&mut tx).await.expect("loads");
    let listed: Vec<String> = sitemap(&content, tx.now()).into_iter().map(|entry| entry.path).collect();
    assert!(!listed.iter().any(|path| path.starts_with("/board/")), "{listed:?}");
    assert!(listed.contains(&"/terms/".to_owned()));
    for (page, path) in [(top, "/board/"), (below, "/board/minutes/")] {
        assert!(content.live_page(path).is_none());
        assert_eq!(content.find_private(path).map(|found| found.id), Some(page));
    }
    assert!(content.find_private("/terms/").is_none());
    assert!(content.html(&format!("[board](page:{})", top.0)).contains("href=\"/board/\""), "a link to it stays");
    let let_in = content.behind_the_guards_of("/board/").expect("it is private");
    assert_eq!(let_in.live_page("/board/minutes/").map(|page| page.id), Some(below), "the branch opens as a whole");
    assert!(let_in.live_page("/terms/").is_some_and(|page| page.id == beside));
}

#[sqlx::test(migrations = "../migrations")]
async fn each_audience_is_let_in_and_nobody_else(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let Branch { site, top, .. } = branch(&mut tx).await;
    let now = tx.now();
    let group = insert_group(&mut tx, "Board members", now).await.expect("a group");
    let member = Site::staff(&mut tx, "member", false).await.person.id;
    let other = Site::staff(&mut tx, "other", false).await.person.id;
    store::access::insert_member(&mut tx, group, member).await.expect("a member");
    let by = |user: UserId| Visitor { user: Some(user), ..NOBODY };

    set_privacy(&mut tx, site.system(), top, Privacy::Groups(vec![group])).await.expect("set");
    let path = "/board/minutes/";
    assert_eq!(wall_of(&mut tx, NOBODY, path).await, Some(Wall::SignIn));
    assert_eq!(wall_of(&mut tx, by(other), path).await, Some(Wall::NotForThem));
    assert_eq!(wall_of(&mut tx, by(member), path).await, None);

    set_privacy(&mut tx, site.system(), top, Privacy::SignedIn).await.expect("set");
    assert_eq!(wall_of(&mut tx, NOBODY, path).await, Some(Wall::SignIn));
    assert_eq!(wall_of(&mut tx, by(other), path).await, None);

    set_privacy(&mut tx, site.system(), top, password()).await.expect("set");
    let Some(Wall::Password(first)) = wall_of(&mut tx, by(member), path).await else { panic!("it needs a password") };
    let opened = [first];
    assert_eq!(wall_of(&mut tx, Visitor { opened: &opened, ..NOBODY }, path).await, None);
    set_privacy(&mut tx, site.system(), top, password()).await.expect("a new password");
    let closed = wall_of(&mut tx, Visitor { opened: &opened, ..NOBODY }, path).await;
    assert!(matches!(closed, Some(Wall::Password(second)) if second != first), "the old one opens it no more");
}

#[sqlx::test(migrations = "../migrations")]
async fn feeds_say_nothing_of_a_private_page_also_where_its_course_is_listed(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::with_catalog(&mut tx).await;
    let document = Site::course_document(&mut tx, "course-v1:xPRO+SysEngx2").await;
    let course = document.product().and_then(|product| product.course).expect("its course");
    let new = NewPage { parent: Some(site.root.courses), slug: None, document };
    let page = create_page(&mut tx, site.system(), new).await.expect("created");
    publish_page(&mut tx, site.system(), page).await.expect("published");
    let content = SiteData::load(&mut tx).await.expect("loads");
    assert!(ExportFacts::new(&content, "https://xpro.example").course_page(course).is_some());
    set_privacy(&mut tx, site.system(), page, Privacy::SignedIn).await.expect("set");
    let content = SiteData::load(&mut tx).await.expect("loads");
    assert!(ExportFacts::new(&content, "https://xpro.example").course_page(course).is_none());
}

#[sqlx::test(migrations = "../migrations")]
async fn every_restriction_above_counts_and_editors_pass_them(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let Branch { site, top, below, .. } = branch(&mut tx).await;
    set_privacy(&mut tx, site.system(), top, password()).await.expect("set");
    set_privacy(&mut tx, site.system(), below, Privacy::SignedIn).await.expect("set");
    let user = Site::staff(&mut tx, "somebody", false).await;
    let visitor = Visitor { user: Some(user.person.id), staff: Some(&user), opened: &[] };
    let Some(Wall::Password(which)) = wall_of(&mut tx, visitor, "/board/minutes/").await else {
        panic!("the outer one comes first")
    };
    let opened = [which];
    assert_eq!(wall_of(&mut tx, Visitor { opened: &opened, ..NOBODY }, "/board/minutes/").await, Some(Wall::SignIn));
    let content = SiteData::load(&mut tx).await.expect("loads");
    let outer = content.behind_the_guards_of("/board/").expect("private");
    assert!(outer.live_page("/board/minutes/").is_none(), "who passed one passed not the other");
    let elsewhere = editor_of(&mut tx, "elsewhere", &[(below, None, Permission::Change)]).await;
    let as_staff = |editor: &crate::access::Editor| editor.staff().clone();
    let staff = as_staff(&elsewhere);
    let visitor = Visitor { user: Some(staff.person.id), staff: Some(&staff), opened: &[] };
    assert_eq!(wall_of(&mut tx, visitor, "/board/minutes/").await, None, "they can open it in the Studio");
    assert!(wall_of(&mut tx, visitor, "/board/").await.is_some(), "not this one");
}

#[sqlx::test(migrations = "../migrations")]
async fn only_who_may_publish_changes_it_and_the_record_tells(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let Branch { top, .. } = branch(&mut tx).await;
    let editor = Site::member(&mut tx, EDITORS).await;
    let refused = set_privacy(&mut tx, (&editor).into(), top, Privacy::SignedIn).await;
    assert!(matches!(refused, Err(PrivacyError::Refused(Refusal::Denied(Permission::Publish)))), "{refused:?}");
    assert!(!page_privacy(&mut tx, (&editor).into(), top).await.expect("asked").may_change);
    let moderator = Site::member(&mut tx, MODERATORS).await;
    let author = Author::from(&moderator);
    assert!(matches!(set_privacy(&mut tx, author, top, Privacy::Password(None)).await, Err(PrivacyError::NoPassword)));
    assert!(matches!(set_privacy(&mut tx, author, top, Privacy::Groups(vec![])).await, Err(PrivacyError::NoGroups)));
    let gone = Privacy::Groups(vec![GroupId(999_999)]);
    assert!(matches!(set_privacy(&mut tx, author, top, gone).await, Err(PrivacyError::GroupGone)));
    assert!(set_privacy(&mut tx, author, top, password()).await.expect("set"));
    assert!(!set_privacy(&mut tx, author, top, Privacy::Password(None)).await.expect("kept"), "nothing changed");
    let found = page_privacy(&mut tx, author, top).await.expect("asked");
    assert_eq!(found.own.map(|own| own.audience()), Some(Audience::Password));
    assert!(found.may_change && found.inherited.is_empty());
    let told: Vec<String> = sqlx::query_scalar(
        "select coalesce(data_before::text, '') || coalesce(data_after::text, '') from audit_entry where act = 'set_privacy'",
    )
    .fetch_all(&mut *tx)
    .await
    .expect("read");
    assert_eq!(told.len(), 1);
    assert!(told[0].contains("password") && !told[0].contains("argon2"), "{told:?}");
    assert!(set_privacy(&mut tx, author, top, Privacy::Public).await.expect("set"));
    assert!(SiteData::load(&mut tx).await.expect("loads").live_page("/board/").is_some());
}

#[sqlx::test(migrations = "../migrations")]
async fn a_copy_is_as_private_as_its_page_and_a_draft_is_no_private_page(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let Branch { site, top, .. } = branch(&mut tx).await;
    let group = find_group(&mut tx, EDITORS).await.expect("read").expect("the group");
    set_privacy(&mut tx, site.system(), top, Privacy::Groups(vec![group])).await.expect("set");
    let what = CopyPage { page: top, to_parent: site.root.home, title: None, slug: None, with_subpages: false };
    let copy = copy_page(&mut tx, site.system(), what).await.expect("copied").page;
    let found = page_privacy(&mut tx, site.system(), copy).await.expect("asked");
    assert_eq!(found.own.map(|own| own.audience()), Some(Audience::Groups(vec![group])));
    let content = SiteData::load(&mut tx).await.expect("loads");
    let path = store::page::find(&mut tx, copy).await.expect("read").expect("there").url_path;
    assert!(content.find_private(&path).is_none() && content.live_page(&path).is_none());
}

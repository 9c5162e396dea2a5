//! Drafts, versions, conflicts, history, prices on a real database.

use super::*;
use crate::{
    access::{MODERATORS, Refusal},
    compare::Change,
    delivery::SiteData,
    document::{PageDocument, ResourcePage},
    lock::lock_page,
    store,
    testing::{Site, begin, text_page},
    tree::{Author, NewPage, create_page},
};
use sqlx::PgPool;
use xpro_catalog::model::ProductTarget;
use xpro_kernel::{Money, PageId};
use xpro_platform::{content, db::Tx};

fn save<'a>(page: PageId, document: &'a PageDocument, version: i64) -> SaveDraft<'a> {
    SaveDraft { expected_version: Some(version), ..SaveDraft::unconditional(page, document) }
}

async fn row(tx: &mut Tx, page: PageId) -> store::page::PageRow {
    store::page::find(tx, page).await.expect("reads").expect("the page")
}

#[sqlx::test(migrations = "../migrations")]
async fn many_saves_are_one_revision(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let editor = Site::editor(&mut tx).await;
    let author = Author::Editor(&editor);
    let page = site.text_page(&mut tx, "Terms").await;
    publish_page(&mut tx, site.system(), page).await.expect("published");
    let public = content::version(&mut tx).await.expect("reads");
    let mut version = open_draft(&mut tx, author, page).await.expect("opens").version;
    for number in 0..20 {
        let saved = save_draft(&mut tx, author, save(page, &text_page(&format!("Terms {number}")), version))
            .await
            .expect("saved");
        assert!(saved.changed && saved.version == version + 1);
        version = saved.version;
    }
    let again = save_draft(&mut tx, author, save(page, &text_page("Terms 19"), version)).await.expect("saved");
    assert!(!again.changed, "the same text is not written again");
    assert_eq!(list_revisions(&mut tx, author, page, None, 50).await.expect("listed").len(), 2);
    let filter = HistoryFilter { act: Some(PageAct::Edit), limit: 50, ..HistoryFilter::default() };
    assert_eq!(list_history(&mut tx, author, page, &filter).await.expect("listed").len(), 1);
    assert_eq!(content::version(&mut tx).await.expect("reads"), public, "a draft changes nothing public");
    let row = row(&mut tx, page).await;
    assert_eq!((row.title.as_str(), row.draft_title.as_str()), ("Terms", "Terms 19"));
    let opened = open_draft(&mut tx, author, page).await.expect("opens");
    assert!(opened.has_unpublished && opened.rights.edit && !opened.rights.publish);
    assert_eq!(opened.saved_by, Some(editor.user_id()));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_save_over_somebody_elses_keeps_both_texts(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let (one, other) = (Site::editor(&mut tx).await, Site::member(&mut tx, MODERATORS).await);
    let page = site.text_page(&mut tx, "Terms").await;
    let version = open_draft(&mut tx, (&one).into(), page).await.expect("opens").version;
    save_draft(&mut tx, (&other).into(), save(page, &text_page("Theirs"), version)).await.expect("saved");
    let Err(SaveDraftError::Conflict(conflict)) =
        save_draft(&mut tx, (&one).into(), save(page, &text_page("Mine"), version)).await
    else {
        panic!("a conflict")
    };
    assert_eq!((conflict.by, conflict.version), (Some(other.user_id()), version + 1));
    assert_eq!(conflict.by_name, "a-moderators");
    assert_eq!(conflict.theirs.body["title"], "Theirs");
    assert_eq!(conflict.yours.body["title"], "Mine");
    assert_eq!(conflict.comparison.fields[0].path, "title");
    assert_eq!(read_draft(&mut tx, page).await.expect("reads").document, text_page("Theirs"), "nothing was written");
    save_draft(&mut tx, (&one).into(), save(page, &text_page("Mine"), conflict.version)).await.expect("on purpose");
    save_draft(&mut tx, (&other).into(), save(page, &text_page("Mine"), version)).await.expect("the same text is none");
}

#[sqlx::test(migrations = "../migrations")]
async fn versions_are_named_compared_and_brought_back(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let author = site.system();
    let page = site.text_page(&mut tx, "One").await;
    let one = name_version(&mut tx, author, page, "First words").await.expect("named");
    save_draft(&mut tx, author, SaveDraft::unconditional(page, &text_page("Two"))).await.expect("saved");
    publish_page(&mut tx, author, page).await.expect("published");
    let PageDocument::ResourcePage(mut three) = text_page("Three") else { panic!("a text page") };
    three.content[0].value.heading = "Another part".to_owned();
    let three = PageDocument::ResourcePage(three);
    save_draft(&mut tx, author, SaveDraft::unconditional(page, &three)).await.expect("saved");
    let revisions = list_revisions(&mut tx, author, page, None, 10).await.expect("listed");
    let states: Vec<RevisionState> = revisions.iter().map(|revision| revision.state).collect();
    assert_eq!(states, [RevisionState::Rolling, RevisionState::Published, RevisionState::Named]);
    assert!(revisions[1].is_live && revisions[0].is_latest && revisions[2].label == "First words");
    let comparison =
        compare_revisions(&mut tx, author, page, Which::Revision(one), Which::Draft).await.expect("compared");
    assert_eq!(comparison.fields[0].path, "title");
    assert_eq!(comparison.blocks[0].change, Change::Changed);
    assert_eq!(comparison.blocks[0].list, "content");
    let restored = restore_revision(&mut tx, author, page, one).await.expect("restored");
    assert_eq!(read_draft(&mut tx, page).await.expect("reads").document, text_page("One"));
    let live = read_revision(&mut tx, author, page, Which::Live).await.expect("reads");
    assert_eq!(live.document, text_page("Two"), "nothing is published");
    let kept = list_revisions(&mut tx, author, page, None, 10).await.expect("listed");
    assert_eq!((kept.len(), kept[1].label.as_str()), (4, "Before restoring"));
    assert_eq!(kept[0].id, restored.revision);
    assert!(matches!(name_version(&mut tx, author, page, "  ").await, Err(NameVersionError::BadLabel)));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_discarded_draft_leaves_nothing_unpublished_and_no_version_is_given_twice(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let editor = Site::editor(&mut tx).await;
    let author = Author::Editor(&editor);
    let page = site.text_page(&mut tx, "One").await;
    assert!(discard_draft(&mut tx, author, page).await.is_err(), "nothing was ever published");
    publish_page(&mut tx, site.system(), page).await.expect("published");
    let live = open_draft(&mut tx, author, page).await.expect("opens").version;
    save_draft(&mut tx, author, save(page, &text_page("Two"), live)).await.expect("saved");
    let last = save_draft(&mut tx, author, save(page, &text_page("Three"), live + 1)).await.expect("saved").version;
    discard_draft(&mut tx, author, page).await.expect("discarded");
    let opened = open_draft(&mut tx, author, page).await.expect("opens");
    assert_eq!((opened.has_unpublished, opened.document), (false, text_page("One")));
    assert_eq!(row(&mut tx, page).await.draft_title, "One");
    let kept = list_revisions(&mut tx, author, page, None, 10).await.expect("listed");
    assert_eq!((kept.len(), kept[0].label.as_str()), (2, "Before discarding"));
    assert!(kept[1].is_live && kept[1].is_latest);
    let filter = HistoryFilter { act: Some(PageAct::Restore), limit: 50, ..HistoryFilter::default() };
    assert_eq!(list_history(&mut tx, author, page, &filter).await.expect("listed").len(), 1);
    discard_draft(&mut tx, author, page).await.expect("once more is nothing");
    let stale = save_draft(&mut tx, author, save(page, &text_page("Four"), last)).await;
    assert!(matches!(stale, Err(SaveDraftError::Conflict(_))), "from the text that was discarded");
    let next = save_draft(&mut tx, author, save(page, &text_page("Five"), opened.version)).await.expect("saved");
    assert!(next.version > last, "{} after {last}", next.version);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_named_version_is_not_written_again(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let page = site.text_page(&mut tx, "One").await;
    let one = name_version(&mut tx, site.system(), page, "First").await.expect("named");
    let saved =
        save_draft(&mut tx, site.system(), SaveDraft::unconditional(page, &text_page("Two"))).await.expect("saved");
    assert_ne!(saved.revision, one);
    let change = sqlx::query("update page_revision set body = '{}' where id = $1").bind(one.0).execute(&mut *tx).await;
    assert!(change.expect_err("refused").to_string().contains("is history"));
}

#[sqlx::test(migrations = "../migrations")]
async fn publishing_an_older_text_leaves_the_newer_a_draft(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let page = site.text_page(&mut tx, "One").await;
    let one = name_version(&mut tx, site.system(), page, "First").await.expect("named");
    save_draft(&mut tx, site.system(), SaveDraft::unconditional(page, &text_page("Two"))).await.expect("saved");
    publish_revision(&mut tx, site.system(), page, one).await.expect("published");
    let site_data = SiteData::load(&mut tx).await.expect("loads");
    assert_eq!(site_data.live_page("/one/").expect("live").document, text_page("One"));
    assert_eq!(read_draft(&mut tx, page).await.expect("reads").document, text_page("Two"));
}

#[sqlx::test(migrations = "../migrations")]
async fn an_address_changes_when_the_page_is_published(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let page = site.text_page(&mut tx, "Terms").await;
    let document = text_page("Terms");
    let with = |slug| SaveDraft { slug: Some(slug), ..SaveDraft::unconditional(page, &document) };
    save_draft(&mut tx, site.system(), with("conditions")).await.expect("saved");
    assert_eq!(row(&mut tx, page).await.url_path, "/conditions/", "nobody knew the old address");
    publish_page(&mut tx, site.system(), page).await.expect("published");
    save_draft(&mut tx, site.system(), with("rules")).await.expect("saved");
    assert_eq!(row(&mut tx, page).await.url_path, "/conditions/", "it is public");
    assert_eq!(open_draft(&mut tx, site.system(), page).await.expect("opens").slug, "rules");
    assert!(SiteData::load(&mut tx).await.expect("loads").live_page("/conditions/").is_some());
    publish_page(&mut tx, site.system(), page).await.expect("published");
    assert_eq!(row(&mut tx, page).await.url_path, "/rules/");
    let data = SiteData::load(&mut tx).await.expect("loads");
    assert_eq!(data.redirect("/conditions/", "").expect("a redirect").to, "/rules/");
    assert_eq!(data.redirect("/terms/", ""), None, "only live addresses leave redirects");
    for (slug, taken) in [("catalog", true), ("checkout", true), ("a b", false), ("", false)] {
        let saved = save_draft(&mut tx, site.system(), with(slug)).await;
        match saved {
            Err(SaveDraftError::SlugTaken(_)) => assert!(taken, "{slug}"),
            Err(SaveDraftError::BadSlug) => assert!(!taken, "{slug}"),
            other => panic!("{slug}: {other:?}"),
        }
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_locked_page_is_its_lockers_alone(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let (one, other) =
        (Site::member(&mut tx, MODERATORS).await, Site::named_member(&mut tx, "second", MODERATORS).await);
    let page = site.text_page(&mut tx, "Terms").await;
    lock_page(&mut tx, (&one).into(), page, "Lawyers are reading").await.expect("locked");
    let refused = save_draft(&mut tx, (&other).into(), SaveDraft::unconditional(page, &text_page("x"))).await;
    let Err(SaveDraftError::Refused(Refusal::Locked(lock))) = refused else { panic!("locked") };
    assert_eq!((lock.by, lock.reason.as_str()), (one.user_id(), "Lawyers are reading"));
    assert!(matches!(
        publish_page(&mut tx, (&other).into(), page).await,
        Err(PublishPageError::Refused(Refusal::Locked(_)))
    ));
    save_draft(&mut tx, (&one).into(), SaveDraft::unconditional(page, &text_page("x"))).await.expect("theirs");
}

#[sqlx::test(migrations = "../migrations")]
async fn history_tells_who_did_what(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let moderator = Site::member(&mut tx, MODERATORS).await;
    let author = Author::Editor(&moderator);
    let new = NewPage { parent: Some(site.root.home), slug: None, document: text_page("Terms") };
    let page = create_page(&mut tx, author, new).await.expect("created");
    publish_page(&mut tx, author, page).await.expect("published");
    save_draft(&mut tx, author, SaveDraft::unconditional(page, &text_page("Conditions"))).await.expect("saved");
    let second = publish_page(&mut tx, author, page).await.expect("published");
    unpublish_page(&mut tx, author, Unpublish { with_descendants: true, ..Unpublish::only(page) }).await.expect("off");
    let all = HistoryFilter { limit: 100, ..HistoryFilter::default() };
    let entries = list_history(&mut tx, author, page, &all).await.expect("listed");
    let acts: Vec<&PageAct> = entries.iter().map(|entry| &entry.act).collect();
    let wanted =
        [PageAct::Unpublish, PageAct::Rename, PageAct::Publish, PageAct::Edit, PageAct::Publish, PageAct::Create];
    assert_eq!(acts, wanted.iter().collect::<Vec<_>>());
    assert!(entries.iter().all(|entry| entry.actor_id == Some(moderator.user_id())));
    assert_eq!(entries[2].revision, Some(second));
    let part = HistoryFilter { before: Some(entries[1].id), limit: 1, ..HistoryFilter::default() };
    assert_eq!(list_history(&mut tx, author, page, &part).await.expect("listed")[0].id, entries[2].id);
    let nobody = HistoryFilter { user: Some(xpro_kernel::UserId(-1)), limit: 9, ..HistoryFilter::default() };
    assert!(list_history(&mut tx, author, page, &nobody).await.expect("listed").is_empty());
}

#[sqlx::test(migrations = "../migrations")]
async fn a_price_is_set_when_its_text_goes_live_and_once(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::with_catalog(&mut tx).await;
    let document = Site::course_document(&mut tx, "course-v1:xPRO+AMx").await;
    let new = NewPage { parent: Some(site.root.courses), slug: None, document: document.clone() };
    let page = create_page(&mut tx, site.system(), new).await.expect("created");
    publish_page(&mut tx, site.system(), page).await.expect("published");
    let course = document.product().and_then(|product| product.course).expect("a course");
    let run: i64 = sqlx::query_scalar("select id from course_run where course_id = $1 order by id limit 1")
        .bind(course.0)
        .fetch_one(&mut *tx)
        .await
        .expect("a run");
    let target = ProductTarget::CourseRun(xpro_kernel::CourseRunId(run));
    let price = |price| PriceChange::Set(PriceIntent { target, price });
    let priced = |price| SaveDraft { price, ..SaveDraft::unconditional(page, &document) };
    let current = async |tx: &mut Tx| {
        let priced = xpro_catalog::store::product::find_priced_by_target(tx, target).await.expect("reads");
        priced.and_then(|priced| priced.latest).map(|latest| latest.price)
    };
    let before = current(&mut tx).await;
    let wanted = Money::from_cents(123_400);
    save_draft(&mut tx, site.system(), priced(price(wanted))).await.expect("saved");
    assert_eq!(current(&mut tx).await, before, "a draft sets no price");
    publish_page(&mut tx, site.system(), page).await.expect("published");
    assert_eq!(current(&mut tx).await, Some(wanted));
    assert_eq!(open_draft(&mut tx, site.system(), page).await.expect("opens").price, None, "it was set");
    let act = HistoryFilter { act: Some(PageAct::Price), limit: 9, ..HistoryFilter::default() };
    assert_eq!(list_history(&mut tx, site.system(), page, &act).await.expect("listed").len(), 1);
    save_draft(&mut tx, site.system(), priced(price(Money::ZERO))).await.expect("nothing is a price");
    let revision = publish_page(&mut tx, site.system(), page).await.expect("published");
    assert_eq!(current(&mut tx).await, Some(Money::ZERO));
    let editor = xpro_catalog::acts::Editor::from(crate::testing::SYSTEM);
    let product = xpro_catalog::store::product::find_priced_by_target(&mut tx, target).await.expect("reads");
    let input = xpro_catalog::acts::PriceInput { price: wanted, description: None, requires_enrollment_code: false };
    xpro_catalog::acts::set_price(&mut tx, editor, product.expect("a product").product.id, input).await.expect("set");
    publish_revision(&mut tx, site.system(), page, revision).await.expect("published again");
    assert_eq!(current(&mut tx).await, Some(wanted), "an old wish is not done twice");
    let elsewhere = PriceIntent { target: ProductTarget::CourseRun(xpro_kernel::CourseRunId(-1)), price: wanted };
    let refused = save_draft(&mut tx, site.system(), priced(PriceChange::Set(elsewhere))).await;
    assert!(matches!(refused, Err(SaveDraftError::Price(_))));
}

#[sqlx::test(migrations = "../migrations")]
async fn an_incomplete_draft_is_kept(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let page = site.text_page(&mut tx, "Terms").await;
    let empty = PageDocument::ResourcePage(ResourcePage::default());
    save_draft(&mut tx, site.system(), SaveDraft::unconditional(page, &empty)).await.expect("saved");
    assert_eq!(row(&mut tx, page).await.draft_title, "Terms", "it keeps a name in lists");
    assert!(matches!(publish_page(&mut tx, site.system(), page).await, Err(PublishPageError::Invalid(_))));
}

#[sqlx::test(migrations = "../migrations")]
async fn of_two_saves_at_once_one_is_a_conflict(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let page = site.text_page(&mut tx, "Terms").await;
    let version = open_draft(&mut tx, site.system(), page).await.expect("opens").version;
    tx.commit().await.expect("commit");
    let write = async |title: &str| {
        let mut tx = begin(&pool).await;
        let saved = save_draft(&mut tx, crate::testing::SYSTEM.into(), save(page, &text_page(title), version)).await;
        tx.commit().await.expect("commit");
        saved
    };
    let (one, other) = tokio::join!(write("One"), write("Other"));
    let conflicts =
        [&one, &other].into_iter().filter(|saved| matches!(saved, Err(SaveDraftError::Conflict(_)))).count();
    assert_eq!(conflicts, 1, "{one:?} {other:?}");
}

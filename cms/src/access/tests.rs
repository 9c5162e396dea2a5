//! Every act, for everybody (cms.md 5.4).

use super::*;
use crate::{
    document::PageKind,
    lock::{LockError, lock_page, unlock_page},
    publish::{
        self, SaveDraft, Unpublish, Which, compare_revisions, list_history, list_revisions, name_version, open_draft,
        publish_page, read_revision, restore_revision, save_draft, unpublish_page,
    },
    redirect::{NewRedirect, RedirectError, RedirectTarget, create_redirect, list_redirects},
    schedule::{ScheduleError, cancel_schedule, schedule_expiry, schedule_publication},
    testing::{Site, begin, editor_of, text_page},
    trash::{DeletePage, RestoreFromTrash, delete_page, list_trash, restore_from_trash},
    tree::{Author, CopyPage, MovePage, NewPage, Place, copy_page, create_page, explore, move_page, reorder_page},
};
use sqlx::PgPool;
use std::collections::BTreeMap;
use time::Duration;
use xpro_kernel::PageId;
use xpro_platform::db::Tx;

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Who {
    /// May everything, but only in another branch.
    Elsewhere,
    /// Looks only.
    Reader,
    /// In the group Editors.
    Editor,
    /// In the group Moderators.
    Moderator,
    /// A superuser.
    Admin,
}

const EVERYBODY: [Who; 5] = [Who::Elsewhere, Who::Reader, Who::Editor, Who::Moderator, Who::Admin];

/// How an act answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Yes,
    Denied,
    NotFound,
}

trait Refused {
    fn refusal(&self) -> Option<&Refusal>;
}

macro_rules! refused {
    ($($error:path),* $(,)?) => {$(
        impl Refused for $error {
            fn refusal(&self) -> Option<&Refusal> {
                match self {
                    Self::Refused(refusal) => Some(refusal),
                    _ => None,
                }
            }
        }
    )*};
}

refused!(
    ReadError,
    LockError,
    ScheduleError,
    publish::SaveDraftError,
    publish::NameVersionError,
    publish::RestoreRevisionError,
    publish::PublishPageError,
    publish::UnpublishPageError,
    crate::tree::CreatePageError,
    crate::tree::MovePageError,
    crate::trash::DeletePageError,
    crate::trash::RestoreError,
);

impl Refused for RedirectError {
    fn refusal(&self) -> Option<&Refusal> {
        matches!(self, RedirectError::Denied).then_some(&Refusal::Denied(Permission::Change))
    }
}

fn answer<T, E: Refused + std::fmt::Display>(act: &str, result: Result<T, E>) -> Answer {
    match result {
        Ok(_) => Answer::Yes,
        Err(error) => match error.refusal() {
            Some(Refusal::Denied(_)) => Answer::Denied,
            Some(Refusal::NotFound) => Answer::NotFound,
            _ => panic!("{act}: {error}"),
        },
    }
}

/// A site with a live and a draft text page of somebody else, and a branch beside them.
struct Stage {
    site: Site,
    live: PageId,
    draft: PageId,
}

async fn stage(tx: &mut Tx) -> Stage {
    let site = Site::build(tx).await;
    let live = site.text_page(tx, "Terms").await;
    publish_page(tx, site.system(), live).await.expect("published");
    save_draft(tx, site.system(), SaveDraft::unconditional(live, &text_page("Terms 2"))).await.expect("saved");
    let draft = site.text_page(tx, "Draft").await;
    Stage { site, live, draft }
}

async fn editor(tx: &mut Tx, stage: &Stage, who: Who) -> Editor {
    match who {
        Who::Elsewhere => {
            let all = Permission::ALL.map(|permission| (stage.site.root.courses, None, permission));
            editor_of(tx, "elsewhere", &all).await
        }
        Who::Reader => editor_of(tx, "reader", &[(stage.site.root.home, None, Permission::View)]).await,
        Who::Editor => Site::member(tx, EDITORS).await,
        Who::Moderator => Site::member(tx, MODERATORS).await,
        Who::Admin => Site::admin(tx).await,
    }
}

/// Does one act, and undoes it.
async fn ask(tx: &mut Tx, stage: &Stage, editor: &Editor, act: &str) -> Answer {
    sqlx::query("savepoint matrix").execute(&mut **tx).await.expect("a savepoint");
    let answer = attempt(tx, stage, editor, act).await;
    sqlx::query("rollback to savepoint matrix").execute(&mut **tx).await.expect("undone");
    answer
}

async fn attempt(tx: &mut Tx, stage: &Stage, editor: &Editor, act: &str) -> Answer {
    let (author, system) = (Author::Editor(editor), stage.site.system());
    let soon = tx.now() + Duration::HOUR;
    let (live, draft, home) = (stage.live, stage.draft, stage.site.root.home);
    match act {
        "create" => {
            let new = NewPage { parent: Some(home), slug: None, document: text_page("New") };
            answer(act, create_page(tx, author, new).await)
        }
        "open" => answer(act, open_draft(tx, author, draft).await),
        "read revision" => answer(act, read_revision(tx, author, live, Which::Live).await),
        "compare" => answer(act, compare_revisions(tx, author, live, Which::Live, Which::Draft).await),
        "revisions" => answer(act, list_revisions(tx, author, live, None, 10).await),
        "history" => answer(act, list_history(tx, author, live, &publish::HistoryFilter::default()).await),
        "counts" => answer(act, explore::subtree_counts(tx, editor, live).await),
        "summary" => answer(act, explore::summary(tx, editor, live).await),
        "save" => answer(act, save_draft(tx, author, SaveDraft::unconditional(draft, &text_page("Other"))).await),
        "name" => answer(act, name_version(tx, author, draft, "First").await),
        "restore revision" => {
            let row = crate::store::page::find(tx, live).await.expect("reads").expect("the page");
            let old = row.published_revision_id.expect("published");
            answer(act, restore_revision(tx, author, live, old).await)
        }
        "publish" => answer(act, publish_page(tx, author, draft).await),
        "unpublish" => answer(act, unpublish_page(tx, author, Unpublish::only(live)).await),
        "schedule" => answer(act, schedule_publication(tx, author, draft, soon).await),
        "schedule expiry" => answer(act, schedule_expiry(tx, author, live, soon).await),
        "cancel schedule" => {
            let schedule = schedule_publication(tx, system, draft, soon).await.expect("scheduled");
            answer(act, cancel_schedule(tx, author, schedule).await)
        }
        "copy" => {
            let copy = CopyPage { page: live, to_parent: home, title: None, slug: None, with_subpages: true };
            answer(act, copy_page(tx, author, copy).await)
        }
        "move" => {
            let (live, to) = stage.site.movable(tx, live).await;
            answer(act, move_page(tx, author, MovePage { page: live, to_parent: to, place: Place::Last }).await)
        }
        "reorder" => answer(act, reorder_page(tx, author, draft, Place::First).await),
        "delete draft" => answer(act, delete_page(tx, author, DeletePage { page: draft, redirect_to: None }).await),
        "delete live" => answer(act, delete_page(tx, author, DeletePage { page: live, redirect_to: None }).await),
        "delete branch" => {
            let courses = stage.site.root.courses;
            stage.site.draft_course(tx, "Course").await;
            answer(act, delete_page(tx, author, DeletePage { page: courses, redirect_to: None }).await)
        }
        "undelete" => {
            let gone = delete_page(tx, system, DeletePage { page: draft, redirect_to: None }).await.expect("deleted");
            let back = RestoreFromTrash { trash: gone.trash, to_parent: None, live_again: false };
            answer(act, restore_from_trash(tx, author, back).await)
        }
        "lock" => answer(act, lock_page(tx, author, draft, "").await),
        "unlock" => {
            let other = Site::admin(tx).await;
            lock_page(tx, Author::Editor(&other), draft, "").await.expect("locked");
            answer(act, unlock_page(tx, author, draft).await)
        }
        "redirect" => {
            let new = NewRedirect { from: "/old/".into(), to: RedirectTarget::Url("/terms/".into()), permanent: true };
            answer(act, create_redirect(tx, author, new).await)
        }
        "list redirects" => answer(act, list_redirects(tx, editor, &Default::default()).await),
        other => panic!("no such act: {other}"),
    }
}

/// What is to be: an answer for each of [`EVERYBODY`].
fn matrix() -> BTreeMap<&'static str, [Answer; 5]> {
    use Answer::{Denied as No, NotFound as Gone, Yes};
    let reading = [Gone, Yes, Yes, Yes, Yes];
    let writing = [Gone, No, Yes, Yes, Yes];
    let publishing = [Gone, No, No, Yes, Yes];
    BTreeMap::from([
        ("open", reading),
        ("read revision", reading),
        ("compare", reading),
        ("revisions", reading),
        ("history", reading),
        ("counts", reading),
        ("summary", reading),
        ("create", writing),
        ("save", writing),
        ("name", writing),
        ("restore revision", writing),
        ("copy", writing),
        ("delete draft", writing),
        ("publish", publishing),
        ("unpublish", publishing),
        ("schedule", publishing),
        ("schedule expiry", publishing),
        ("cancel schedule", publishing),
        ("move", publishing),
        ("reorder", publishing),
        ("delete live", publishing),
        ("lock", publishing),
        ("unlock", publishing),
        // By the defaults nobody but a superuser has `bulk_delete`; the branch is the one that "elsewhere" has.
        ("delete branch", [Yes, No, No, No, Yes]),
        ("undelete", [Gone, Gone, Yes, Yes, Yes]),
        ("redirect", [No, No, No, Yes, Yes]),
        ("list redirects", [No, No, No, Yes, Yes]),
    ])
}

#[sqlx::test(migrations = "../migrations")]
async fn every_act_asks_who_it_is(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let stage = stage(&mut tx).await;
    let mut wrong = Vec::new();
    for (at, who) in EVERYBODY.into_iter().enumerate() {
        let editor = editor(&mut tx, &stage, who).await;
        for (act, wanted) in matrix() {
            let got = ask(&mut tx, &stage, &editor, act).await;
            if got != wanted[at] {
                wrong.push(format!("{act}, {who:?}: {got:?} instead of {:?}", wanted[at]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[sqlx::test(migrations = "../migrations")]
async fn lists_hold_only_what_may_be_seen(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let stage = stage(&mut tx).await;
    let course = stage.site.draft_course(&mut tx, "Hidden course").await;
    delete_page(&mut tx, stage.site.system(), DeletePage { page: stage.draft, redirect_to: None })
        .await
        .expect("deleted");
    let outsider = editor(&mut tx, &stage, Who::Elsewhere).await;
    let found = explore::search_pages(&mut tx, &outsider, Default::default()).await.expect("found");
    let ids: Vec<PageId> = found.items.iter().map(|page| page.id).collect();
    // The home page is on the way to their branch.
    assert_eq!(ids.len(), 3, "{ids:?}");
    assert!(ids.contains(&course) && ids.contains(&stage.site.root.home) && ids.contains(&stage.site.root.courses));
    assert!(list_trash(&mut tx, &outsider, None, 10).await.expect("listed").is_empty());
    assert_eq!(
        explore::explorer_root(&mut tx, &outsider).await.expect("found"),
        Some(stage.site.root.courses),
        "it opens at their branch"
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn nobody_without_access_is_an_editor(pool: PgPool) {
    let mut tx = begin(&pool).await;
    Site::build(&mut tx).await;
    let staff = Site::staff(&mut tx, "finance", false).await;
    assert!(matches!(load_editor(&mut tx, &staff).await, Err(LoadEditorError::NoAccess)));
    // Anonymous visitors and learners have no `Staff` at all, so the question cannot be asked for them.
}

#[sqlx::test(migrations = "../migrations")]
async fn grants_may_be_about_one_kind(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let grants = [
        (site.root.home, Some("ResourcePage"), Permission::Add),
        (site.root.home, Some("ResourcePage"), Permission::Publish),
    ];
    let editor = editor_of(&mut tx, "texts", &grants).await;
    let author = Author::Editor(&editor);
    let new = |document| NewPage { parent: Some(site.root.home), slug: None, document };
    let own = create_page(&mut tx, author, new(text_page("Mine"))).await.expect("a text page");
    publish_page(&mut tx, author, own).await.expect("their own kind");
    let catalog = publish_page(&mut tx, author, site.root.catalog).await;
    assert!(matches!(catalog, Err(publish::PublishPageError::Refused(Refusal::Denied(Permission::Publish)))));
    let theirs = site.text_page(&mut tx, "Theirs").await;
    let saved = save_draft(&mut tx, author, SaveDraft::unconditional(theirs, &text_page("Changed"))).await;
    assert!(matches!(saved, Err(publish::SaveDraftError::Refused(Refusal::Denied(Permission::Change)))));
    save_draft(&mut tx, author, SaveDraft::unconditional(own, &text_page("Changed"))).await.expect("their own page");
    let home = crate::store::page::find(&mut tx, site.root.home).await.expect("reads").expect("home");
    assert_eq!(explore::kinds_below(&mut tx, &editor, &home).await.expect("kinds"), [PageKind::ResourcePage]);
}

#[sqlx::test(migrations = "../migrations")]
async fn demo_people_are_in_their_groups(pool: PgPool) {
    let mut tx = begin(&pool).await;
    Site::build(&mut tx).await;
    let editor = Site::staff(&mut tx, "editor", false).await;
    Site::staff(&mut tx, "moderator", false).await;
    add_demo_members(&mut tx).await.expect("added");
    add_demo_members(&mut tx).await.expect("again");
    let editor = load_editor(&mut tx, &editor).await.expect("an editor");
    assert!(!editor.is_superuser() && editor.has(CONTENT_ACCESS) && !editor.has("redirects.change"));
    assert_eq!(editor.groups().len(), 1);
}

//! Moderation, on a real database.

use super::*;
use crate::{
    access::{EDITORS, Editor, GroupId, MODERATORS, Permission, Refusal, load_editor},
    collaboration::{TaskId, notices::TellPeople},
    lock::lock_page,
    publish::{
        HistoryFilter, SaveDraft, SaveDraftError, list_history, open_draft, publish_page, restore_revision, save_draft,
    },
    store,
    testing::{Site, Statements, begin, editor_of, text_page},
    tree::{Author, explore},
};
use sqlx::PgPool;
use xpro_kernel::PageId;
use xpro_platform::{db::Tx, jobs::Job as _};

async fn version(tx: &mut Tx, page: PageId) -> i64 {
    open_draft(tx, crate::testing::SYSTEM.into(), page).await.expect("opens").version
}

async fn write(tx: &mut Tx, editor: &Editor, page: PageId, title: &str) -> Result<(), SaveDraftError> {
    save_draft(tx, editor.into(), SaveDraft::unconditional(page, &text_page(title))).await.map(drop)
}

async fn hand_in(tx: &mut Tx, editor: &Editor, page: PageId) -> Result<(), ReviewError> {
    let version = version(tx, page).await;
    submit(tx, editor, page, version).await.map(drop)
}

async fn agree(tx: &mut Tx, editor: &Editor, page: PageId) -> Result<Approved, ReviewError> {
    let version = version(tx, page).await;
    approve(tx, editor, Decision { page, version, comment: "Fine" }).await
}

async fn acts(tx: &mut Tx, page: PageId) -> Vec<String> {
    let filter = HistoryFilter { limit: 100, ..HistoryFilter::default() };
    let entries = list_history(tx, crate::testing::SYSTEM.into(), page, &filter).await.expect("a history");
    entries.iter().rev().map(|entry| entry.act.name().to_owned()).collect()
}

async fn row(tx: &mut Tx, page: PageId) -> store::page::PageRow {
    store::page::find(tx, page).await.expect("reads").expect("the page")
}

async fn group(tx: &mut Tx, name: &str) -> GroupId {
    let now = tx.now();
    match store::access::find_group(tx, name).await.expect("reads") {
        Some(group) => group,
        None => store::access::insert_group(tx, name, now).await.expect("a group"),
    }
}

/// The editor with what the groups grant by now.
async fn again(tx: &mut Tx, editor: &Editor) -> Editor {
    let staff = store::bulk::staff(tx, editor.user_id()).await.expect("reads").expect("staff");
    load_editor(tx, &staff).await.expect("an editor")
}

fn task(id: Option<TaskId>, name: &str, group: GroupId) -> TaskInput {
    TaskInput { id, name: name.to_owned(), groups: vec![group] }
}

fn workflow(name: &str, tasks: Vec<TaskInput>, pages: Vec<PageId>) -> WorkflowInput {
    WorkflowInput { id: None, name: name.to_owned(), active: true, repeat_after_edits: false, tasks, pages }
}

#[sqlx::test(migrations = "../migrations")]
async fn an_editor_submits_and_a_moderator_approves(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let page = site.text_page(&mut tx, "Terms").await;
    let (editor, moderator) = (Site::member(&mut tx, EDITORS).await, Site::member(&mut tx, MODERATORS).await);
    let before = read_review(&mut tx, &editor, page).await.expect("reads");
    assert_eq!((before.workflow.as_deref(), before.may.submit), (Some(DEFAULT_WORKFLOW), true));
    hand_in(&mut tx, &editor, page).await.expect("submitted");
    assert!(matches!(hand_in(&mut tx, &editor, page).await, Err(ReviewError::Running)));
    assert!(matches!(agree(&mut tx, &editor, page).await, Err(ReviewError::NotReviewer)));
    let theirs = read_review(&mut tx, &editor, page).await.expect("reads").may;
    assert_eq!(theirs, ReviewMay { submit: false, decide: false, cancel: true });
    let mine = read_review(&mut tx, &moderator, page).await.expect("reads").may;
    assert_eq!(mine, ReviewMay { submit: false, decide: true, cancel: true });
    let awaiting = list_reviews(&mut tx, &moderator, WhichReviews::Awaiting, 10).await.expect("lists");
    assert_eq!(awaiting.iter().map(|review| review.title.as_str()).collect::<Vec<_>>(), ["Terms"]);
    assert!(list_reviews(&mut tx, &editor, WhichReviews::Awaiting, 10).await.expect("lists").is_empty());
    assert_eq!(list_reviews(&mut tx, &editor, WhichReviews::Mine, 10).await.expect("lists").len(), 1);
    assert!(matches!(agree(&mut tx, &moderator, page).await, Ok(Approved::Published(_))));
    assert!(row(&mut tx, page).await.live);
    assert_eq!(read_review(&mut tx, &editor, page).await.expect("reads").running, None);
    assert_eq!(list_reviews(&mut tx, &editor, WhichReviews::Finished, 10).await.expect("lists").len(), 1);
    assert_eq!(acts(&mut tx, page).await, ["create_page", "submit_for_review", "approve_review", "publish_page"]);
    assert!(matches!(hand_in(&mut tx, &editor, page).await, Err(ReviewError::NothingNew)));
    let jobs: i64 = sqlx::query_scalar("select count(*) from job where kind = $1")
        .bind(TellPeople::KIND)
        .fetch_one(&mut *tx)
        .await
        .expect("counts");
    assert_eq!(jobs, 2, "one for the reviewers, one for the submitter");
}

#[sqlx::test(migrations = "../migrations")]
async fn only_reviewers_write_while_a_text_is_reviewed(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let page = site.text_page(&mut tx, "Terms").await;
    let (editor, moderator) = (Site::member(&mut tx, EDITORS).await, Site::member(&mut tx, MODERATORS).await);
    let first = row(&mut tx, page).await.latest_revision_id.expect("a revision");
    hand_in(&mut tx, &editor, page).await.expect("submitted");
    let refused = write(&mut tx, &editor, page, "Terms 2").await;
    assert!(matches!(refused, Err(SaveDraftError::Refused(Refusal::InReview))));
    let refused = restore_revision(&mut tx, (&editor).into(), page, first).await;
    assert!(refused.is_err());
    assert!(!editor.rights(&row(&mut tx, page).await).edit && moderator.rights(&row(&mut tx, page).await).edit);
    let seen = version(&mut tx, page).await;
    write(&mut tx, &moderator, page, "Terms 2").await.expect("reviewers may");
    let outdated = approve(&mut tx, &moderator, Decision { page, version: seen, comment: "" }).await;
    assert!(matches!(outdated, Err(ReviewError::Outdated)));
    agree(&mut tx, &moderator, page).await.expect("approved");
    assert_eq!(row(&mut tx, page).await.title, "Terms 2");
    write(&mut tx, &editor, page, "Terms 3").await.expect("free again");
}

#[sqlx::test(migrations = "../migrations")]
async fn changes_are_asked_for_with_a_word_and_the_text_comes_back(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let page = site.text_page(&mut tx, "Terms").await;
    let (editor, moderator) = (Site::member(&mut tx, EDITORS).await, Site::member(&mut tx, MODERATORS).await);
    hand_in(&mut tx, &editor, page).await.expect("submitted");
    assert!(matches!(request_changes(&mut tx, &moderator, page, " \n").await, Err(ReviewError::BadComment)));
    assert!(matches!(request_changes(&mut tx, &editor, page, "No").await, Err(ReviewError::NotReviewer)));
    request_changes(&mut tx, &moderator, page, "Too long.\nCut it.").await.expect("sent back");
    assert!(matches!(agree(&mut tx, &moderator, page).await, Err(ReviewError::NotRunning)));
    let review = read_review(&mut tx, &editor, page).await.expect("reads");
    assert_eq!(review.running.as_ref().map(|running| running.state), Some(ReviewState::NeedsChanges));
    let told: Vec<_> = review.steps.iter().map(|step| (step.state, step.comment.as_str())).collect();
    assert_eq!(told, [(StepState::Rejected, "Too long.\nCut it.")]);
    write(&mut tx, &editor, page, "Short terms").await.expect("may edit again");
    hand_in(&mut tx, &editor, page).await.expect("submitted again");
    agree(&mut tx, &moderator, page).await.expect("approved");
    assert_eq!(row(&mut tx, page).await.title, "Short terms");
    let expected = [
        "create_page",
        "submit_for_review",
        "request_changes",
        "edit_page",
        "resubmit_for_review",
        "approve_review",
        "publish_page",
        "rename_page",
    ];
    let told = acts(&mut tx, page).await;
    assert_eq!(told[..7], expected[..7]);
    let reviews: i64 = sqlx::query_scalar("select count(*) from review").fetch_one(&mut *tx).await.expect("counts");
    assert_eq!(reviews, 1, "it is one review from beginning to end");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_review_is_called_off_by_those_it_concerns_and_overtaken_by_publishing(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let page = site.text_page(&mut tx, "Terms").await;
    let (editor, moderator) = (Site::member(&mut tx, EDITORS).await, Site::member(&mut tx, MODERATORS).await);
    let other = Site::named_member(&mut tx, "second", EDITORS).await;
    assert!(matches!(cancel(&mut tx, &editor, page).await, Err(ReviewError::NotRunning)));
    hand_in(&mut tx, &editor, page).await.expect("submitted");
    assert!(matches!(cancel(&mut tx, &other, page).await, Err(ReviewError::NotReviewer)));
    cancel(&mut tx, &editor, page).await.expect("called off");
    assert!(!row(&mut tx, page).await.live);
    write(&mut tx, &other, page, "Terms 2").await.expect("everybody may write again");
    hand_in(&mut tx, &editor, page).await.expect("submitted");
    publish_page(&mut tx, Author::from(&moderator), page).await.expect("published over it");
    assert_eq!(read_review(&mut tx, &editor, page).await.expect("reads").running, None);
    assert_eq!(row(&mut tx, page).await.review_task, None);
    assert_eq!(acts(&mut tx, page).await.iter().filter(|act| *act == "cancel_review").count(), 2);
}

#[sqlx::test(migrations = "../migrations")]
async fn the_nearest_workflow_holds_and_its_tasks_come_in_order(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let page = site.text_page(&mut tx, "Terms").await;
    let admin = Site::admin(&mut tx).await;
    let editor = Site::member(&mut tx, EDITORS).await;
    let legal = editor_of(&mut tx, "legal", &[]).await;
    let (of_legal, of_moderators) = (group(&mut tx, "legal").await, group(&mut tx, MODERATORS).await);
    let tasks = vec![task(None, "Law", of_legal), task(None, "Style", of_moderators)];
    let id = save_workflow(&mut tx, &admin, workflow("Two pairs of eyes", tasks, vec![page])).await.expect("saved");
    let moderator = Site::member(&mut tx, MODERATORS).await;
    let legal = again(&mut tx, &legal).await;
    let found = read_review(&mut tx, &editor, page).await.expect("reads");
    assert_eq!(found.workflow.as_deref(), Some("Two pairs of eyes"));
    assert!(!legal.may(Permission::View, &row(&mut tx, page).await));
    hand_in(&mut tx, &editor, page).await.expect("submitted");
    assert!(legal.may(Permission::View, &row(&mut tx, page).await), "a reviewer may read what they review");
    assert!(!legal.may(Permission::Publish, &row(&mut tx, page).await));
    assert_eq!(explore::summary(&mut tx, &legal, page).await.expect("the editor opens").id, page);
    assert_eq!(explore::list_ancestors(&mut tx, &legal, page).await.expect("the way up").len(), 2);
    write(&mut tx, &legal, page, "Terms 1b").await.expect("a reviewer may write");
    assert!(matches!(agree(&mut tx, &moderator, page).await, Err(ReviewError::NotReviewer)));
    assert_eq!(agree(&mut tx, &legal, page).await.expect("approved"), Approved::Next("Style".to_owned()));
    assert!(matches!(agree(&mut tx, &legal, page).await, Err(ReviewError::Refused(Refusal::NotFound))));
    // The law's approval is not asked for twice, unless the workflow says so.
    request_changes(&mut tx, &moderator, page, "Shorter").await.expect("sent back");
    write(&mut tx, &editor, page, "Terms 2").await.expect("written");
    hand_in(&mut tx, &editor, page).await.expect("submitted again");
    assert!(moderator.reviews(&row(&mut tx, page).await));
    let kept = |workflow: &Workflow| {
        workflow.tasks.iter().map(|kept| task(Some(kept.id), &kept.name, kept.groups[0])).collect()
    };
    let (all, _) = list_workflows(&mut tx, &admin).await.expect("lists");
    let own = all.iter().find(|workflow| workflow.id == id).expect("the workflow");
    assert_eq!(own.running, 1);
    let strict = WorkflowInput { id: Some(id), repeat_after_edits: true, ..workflow("Strict", kept(own), vec![page]) };
    let seen = |workflow: &Workflow| i64::try_from(workflow.updated_at.unix_timestamp_nanos() / 1_000_000).expect("ms");
    need_unchanged(&mut tx, id, seen(own)).await.expect("as it was opened");
    assert!(matches!(need_unchanged(&mut tx, id, seen(own) - 1).await, Err(WorkflowError::Changed)));
    save_workflow(&mut tx, &admin, strict).await.expect("saved");
    assert_eq!(agree(&mut tx, &moderator, page).await.expect("approved"), Approved::Next("Law".to_owned()));
    assert!(
        matches!(agree(&mut tx, &legal, page).await, Ok(Approved::Published(_))),
        "also without the right to publish"
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn workflows_are_for_those_who_may_change_them_and_must_make_sense(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let page = site.text_page(&mut tx, "Terms").await;
    let (admin, moderator) = (Site::admin(&mut tx).await, Site::member(&mut tx, MODERATORS).await);
    let moderators = group(&mut tx, MODERATORS).await;
    let good = || workflow("Mine", vec![task(None, "Look", moderators)], vec![page]);
    assert!(matches!(list_workflows(&mut tx, &moderator).await, Err(WorkflowError::Denied)));
    assert!(matches!(save_workflow(&mut tx, &moderator, good()).await, Err(WorkflowError::Denied)));
    let nameless = WorkflowInput { name: " ".to_owned(), ..good() };
    assert!(matches!(save_workflow(&mut tx, &admin, nameless).await, Err(WorkflowError::BadName)));
    let idle = WorkflowInput { tasks: Vec::new(), ..good() };
    assert!(matches!(save_workflow(&mut tx, &admin, idle).await, Err(WorkflowError::BadTasks)));
    let nobody =
        WorkflowInput { tasks: vec![TaskInput { groups: Vec::new(), ..task(None, "Look", moderators) }], ..good() };
    assert!(matches!(save_workflow(&mut tx, &admin, nobody).await, Err(WorkflowError::BadTasks)));
    let id = save_workflow(&mut tx, &admin, good()).await.expect("saved");
    hand_in(&mut tx, &moderator, page).await.expect("submitted");
    tx.commit().await.expect("commits");
    // What the database refuses ends its transaction.
    let broken = [
        (workflow("mine", vec![task(None, "Look", moderators)], vec![]), "taken"),
        (WorkflowInput { id: Some(id), tasks: vec![task(None, "Other", moderators)], ..good() }, "in use"),
        (workflow("New", vec![task(None, "Look", GroupId(9_999))], vec![]), "missing"),
        (workflow("New", vec![task(None, "Look", moderators)], vec![PageId(9_999)]), "missing"),
        (workflow("New", vec![task(Some(TaskId(9_999)), "Look", moderators)], vec![]), "missing"),
    ];
    for (input, why) in broken {
        let mut tx = begin(&pool).await;
        let told = match save_workflow(&mut tx, &admin, input).await {
            Err(WorkflowError::NameTaken) => "taken",
            Err(WorkflowError::TaskInUse) => "in use",
            Err(WorkflowError::NotFound) => "missing",
            other => panic!("{why}: {other:?}"),
        };
        assert_eq!(told, why);
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_task_frees_what_somebody_else_locked(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let (admin, moderator) = (Site::admin(&mut tx).await, Site::member(&mut tx, MODERATORS).await);
    let legal = editor_of(&mut tx, "legal", &[(site.root.home, None, Permission::View)]).await;
    let page = site.text_page(&mut tx, "Terms").await;
    let of_legal = group(&mut tx, "legal").await;
    save_workflow(&mut tx, &admin, workflow("Law", vec![task(None, "Law", of_legal)], vec![page]))
        .await
        .expect("saved");
    let legal = again(&mut tx, &legal).await;
    lock_page(&mut tx, (&moderator).into(), page, "Mine").await.expect("locked");
    hand_in(&mut tx, &moderator, page).await.expect("submitted");
    assert_eq!(row(&mut tx, page).await.lock(), None);
    assert!(read_review(&mut tx, &legal, page).await.expect("reads").may.decide);
    agree(&mut tx, &legal, page).await.expect("approved");
}

#[sqlx::test(migrations = "../migrations")]
async fn an_incomplete_text_is_not_submitted_and_others_branches_stay_unseen(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let course = site.draft_course(&mut tx, "Systems").await;
    let page = site.text_page(&mut tx, "Terms").await;
    let editor = Site::member(&mut tx, EDITORS).await;
    assert!(
        matches!(hand_in(&mut tx, &editor, course).await, Err(ReviewError::Invalid(problems)) if !problems.is_empty())
    );
    hand_in(&mut tx, &editor, page).await.expect("submitted");
    let elsewhere = editor_of(&mut tx, "elsewhere", &[(site.root.courses, None, Permission::Publish)]).await;
    assert!(matches!(hand_in(&mut tx, &elsewhere, page).await, Err(ReviewError::Refused(Refusal::NotFound))));
    assert!(matches!(agree(&mut tx, &elsewhere, page).await, Err(ReviewError::Refused(Refusal::NotFound))));
    assert!(matches!(cancel(&mut tx, &elsewhere, page).await, Err(ReviewError::Refused(Refusal::NotFound))));
    assert!(list_reviews(&mut tx, &elsewhere, WhichReviews::Running, 10).await.expect("lists").is_empty());
    let reader = editor_of(&mut tx, "reader", &[(site.root.home, None, Permission::View)]).await;
    let refused = hand_in(&mut tx, &reader, site.root.home).await;
    assert!(matches!(refused, Err(ReviewError::Refused(Refusal::Denied(Permission::Change)))));
    let statements = Statements::count();
    list_reviews(&mut tx, &reader, WhichReviews::Running, 100).await.expect("lists");
    assert_eq!(statements.so_far(), 1);
}

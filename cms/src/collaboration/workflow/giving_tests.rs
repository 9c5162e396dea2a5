//! Who may give and take tasks, on a real database.

use super::*;
use crate::{
    access::{Editor, GroupId, Permission, load_editor},
    collaboration::TaskId,
    publish::open_draft,
    store,
    testing::{Site, begin, editor_of},
};
use sqlx::PgPool;
use xpro_kernel::PageId;
use xpro_platform::db::Tx;

/// Somebody who may change workflows, with these grants; and the group they are in.
async fn keeper(tx: &mut Tx, grants: &[(PageId, Option<&str>, Permission)]) -> (Editor, GroupId) {
    let editor = editor_of(tx, "keeper", grants).await;
    let group = editor.groups()[0];
    store::access::insert_group_permission(tx, group, WORKFLOWS_CHANGE).await.expect("granted");
    (again(tx, &editor).await, group)
}

/// The editor with what the groups grant by now.
async fn again(tx: &mut Tx, editor: &Editor) -> Editor {
    let staff = store::bulk::staff(tx, editor.user_id()).await.expect("reads").expect("staff");
    load_editor(tx, &staff).await.expect("an editor")
}

fn task(id: Option<TaskId>, group: GroupId) -> TaskInput {
    TaskInput { id, name: "Look".to_owned(), groups: vec![group] }
}

fn workflow(tasks: Vec<TaskInput>, pages: Vec<PageId>) -> WorkflowInput {
    WorkflowInput { id: None, name: "Law".to_owned(), active: true, repeat_after_edits: false, tasks, pages }
}

/// A workflow that a superuser made, as it would be saved again unchanged.
async fn made(tx: &mut Tx, group: GroupId, page: PageId) -> WorkflowInput {
    let admin = Site::admin(tx).await;
    let id = save_workflow(tx, &admin, workflow(vec![task(None, group)], vec![page])).await.expect("saved");
    let (all, _) = list_workflows(tx, &admin).await.expect("lists");
    let own = all.iter().find(|workflow| workflow.id == id).expect("the workflow");
    WorkflowInput { id: Some(id), ..workflow(vec![task(Some(own.tasks[0].id), group)], vec![page]) }
}

#[sqlx::test(migrations = "../migrations")]
async fn only_those_who_may_publish_there_say_who_approves(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let page = site.text_page(&mut tx, "Terms").await;
    let grants = [
        (site.root.courses, None, Permission::Publish),
        (page, None, Permission::Change),
        (page, Some("ResourcePage"), Permission::Publish),
    ];
    let (keeper, own) = keeper(&mut tx, &grants).await;
    for places in [vec![page], vec![site.root.courses, page]] {
        let refused = save_workflow(&mut tx, &keeper, workflow(vec![task(None, own)], places)).await;
        assert!(matches!(refused, Err(WorkflowError::NotPublisher)), "one kind of page is not every kind: {refused:?}");
    }
    let unseen = save_workflow(&mut tx, &keeper, workflow(vec![task(None, own)], vec![site.root.programs])).await;
    assert!(matches!(unseen, Err(WorkflowError::NotFound)), "{unseen:?}");
    let id = save_workflow(&mut tx, &keeper, workflow(vec![task(None, own)], vec![site.root.courses])).await;
    let nowhere =
        WorkflowInput { id: Some(id.expect("they may publish there")), ..workflow(vec![task(None, own)], vec![]) };
    save_workflow(&mut tx, &keeper, nowhere).await.expect("taken away again");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_workflow_on_pages_of_others_gives_and_takes_nothing(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let page = site.text_page(&mut tx, "Terms").await;
    let legal = editor_of(&mut tx, "legal", &[]).await.groups()[0];
    let (keeper, own) = keeper(&mut tx, &[(site.root.courses, None, Permission::Publish)]).await;
    let held = made(&mut tx, legal, page).await;
    let tasks = |groups: &[GroupId]| vec![TaskInput { groups: groups.to_vec(), ..held.tasks[0].clone() }];
    let changed = [
        WorkflowInput { tasks: tasks(&[legal, own]), ..held.clone() },
        WorkflowInput { tasks: [held.tasks.clone(), vec![task(None, own)]].concat(), ..held.clone() },
        WorkflowInput { tasks: vec![task(None, own)], ..held.clone() },
        WorkflowInput { pages: vec![], ..held.clone() },
        WorkflowInput { pages: vec![page, site.root.courses], ..held.clone() },
        WorkflowInput { active: false, ..held.clone() },
    ];
    for input in changed {
        let refused = save_workflow(&mut tx, &keeper, input.clone()).await;
        assert!(matches!(refused, Err(WorkflowError::NotPublisher)), "{input:?}: {refused:?}");
    }
    let renamed = WorkflowInput { name: "The law".to_owned(), repeat_after_edits: true, ..held };
    save_workflow(&mut tx, &keeper, renamed).await.expect("nobody may do more or less");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_review_under_way_counts_as_a_place(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let page = site.text_page(&mut tx, "Terms").await;
    let legal = editor_of(&mut tx, "legal", &[]).await.groups()[0];
    let (keeper, own) = keeper(&mut tx, &[(site.root.courses, None, Permission::Publish)]).await;
    let held = made(&mut tx, legal, page).await;
    let admin = Site::admin(&mut tx).await;
    let version = open_draft(&mut tx, (&admin).into(), page).await.expect("opens").version;
    submit(&mut tx, &admin, page, version).await.expect("submitted");
    let nowhere = WorkflowInput { pages: vec![], ..held.clone() };
    save_workflow(&mut tx, &admin, nowhere.clone()).await.expect("saved");
    assert!(!may_give_tasks(&mut tx, &keeper, legal).await.expect("reads"));
    let mine = WorkflowInput { tasks: vec![task(held.tasks[0].id, own)], ..nowhere };
    let refused = save_workflow(&mut tx, &keeper, mine.clone()).await;
    assert!(matches!(refused, Err(WorkflowError::NotPublisher)), "{refused:?}");
    cancel(&mut tx, &admin, page).await.expect("called off");
    assert!(may_give_tasks(&mut tx, &keeper, legal).await.expect("reads"), "it gives nothing now");
    save_workflow(&mut tx, &keeper, mine).await.expect("it holds nowhere");
}

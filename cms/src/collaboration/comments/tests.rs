//! Comments, on a real database.

use super::*;
use crate::{
    access::{EDITORS, MODERATORS, Permission, Refusal},
    publish::{HistoryFilter, list_history},
    testing::{Site, Statements, begin, editor_of},
};
use sqlx::PgPool;
use xpro_kernel::PageId;

fn on(page: PageId, body: &str) -> NewThread<'_> {
    NewThread { page, field: "content/6f1c7a2e/heading", label: "Heading", body }
}

#[sqlx::test(migrations = "../migrations")]
async fn people_talk_settle_and_take_back(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let page = site.text_page(&mut tx, "Terms").await;
    let (ada, max) = (Site::member(&mut tx, EDITORS).await, Site::member(&mut tx, MODERATORS).await);
    let thread = start_thread(&mut tx, &ada, on(page, " Is this\nright? \0")).await.expect("said");
    let answer = reply(&mut tx, &max, thread, "Yes.").await.expect("said");
    let found = list_comments(&mut tx, &ada, page).await.expect("reads");
    let said: Vec<_> =
        found.threads[0].comments.iter().map(|said| (said.author_name.as_str(), said.body.as_str())).collect();
    assert_eq!(said, [("a-editors", "Is this\nright?"), ("a-moderators", "Yes.")]);
    assert_eq!(
        (found.threads[0].field.as_str(), found.threads[0].label.as_str()),
        ("content/6f1c7a2e/heading", "Heading")
    );
    assert!(found.may_comment && !found.watches);

    assert!(matches!(edit_comment(&mut tx, &ada, answer, "No.").await, Err(CommentError::NotTheirs)));
    assert!(matches!(delete_comment(&mut tx, &ada, answer).await, Err(CommentError::NotTheirs)));
    edit_comment(&mut tx, &max, answer, "Yes!").await.expect("edited");
    resolve_thread(&mut tx, &ada, thread).await.expect("settled");
    resolve_thread(&mut tx, &ada, thread).await.expect("once is enough");
    let settled = list_comments(&mut tx, &max, page).await.expect("reads").threads.remove(0);
    assert_eq!(settled.resolved.map(|(_, by)| by).as_deref(), Some("a-editors"));
    assert!(settled.comments[1].edited_at.is_some() && settled.comments[1].body == "Yes!");
    reply(&mut tx, &max, thread, "Wait.").await.expect("an answer opens it again");
    assert_eq!(list_comments(&mut tx, &max, page).await.expect("reads").threads[0].resolved, None);
    resolve_thread(&mut tx, &max, thread).await.expect("settled");
    reopen_thread(&mut tx, &ada, thread).await.expect("open");

    for comment in list_comments(&mut tx, &ada, page).await.expect("reads").threads.remove(0).comments {
        let by = if comment.author == ada.user_id() { &ada } else { &max };
        delete_comment(&mut tx, by, comment.id).await.expect("deleted");
    }
    assert!(
        list_comments(&mut tx, &ada, page).await.expect("reads").threads.is_empty(),
        "a thread without words is gone"
    );
    assert!(matches!(reply(&mut tx, &ada, thread, "Hello?").await, Err(CommentError::NotFound)));
    let filter = HistoryFilter { limit: 100, ..HistoryFilter::default() };
    let history = list_history(&mut tx, (&ada).into(), page, &filter).await.expect("a history");
    let acts: Vec<_> = history.iter().rev().map(|entry| entry.act.name().to_owned()).collect();
    let expected = [
        "create_page",
        "create_comment",
        "create_reply",
        "edit_comment",
        "resolve_comment",
        "create_reply",
        "resolve_comment",
        "reopen_comment",
        "delete_comment",
        "delete_comment",
        "delete_comment",
    ];
    assert_eq!(acts, expected);
}

#[sqlx::test(migrations = "../migrations")]
async fn comments_need_words_a_field_and_the_right(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let page = site.text_page(&mut tx, "Terms").await;
    let ada = Site::member(&mut tx, EDITORS).await;
    for body in ["", " \n ", &"x".repeat(4_001)] {
        assert!(matches!(start_thread(&mut tx, &ada, on(page, body)).await, Err(CommentError::BadBody)));
    }
    for field in ["a\0b", &"x".repeat(501)] {
        let new = NewThread { field, ..on(page, "Hm") };
        assert!(matches!(start_thread(&mut tx, &ada, new).await, Err(CommentError::BadField)));
    }
    let long = "é".repeat(400);
    start_thread(&mut tx, &ada, NewThread { label: &long, ..on(page, "Hm") }).await.expect("the label is cut");
    let reader = editor_of(&mut tx, "reader", &[(site.root.home, None, Permission::View)]).await;
    let commenter = editor_of(&mut tx, "commenter", &[(site.root.home, None, Permission::Comment)]).await;
    let elsewhere = editor_of(&mut tx, "elsewhere", &[(site.root.courses, None, Permission::Change)]).await;
    let thread = start_thread(&mut tx, &commenter, on(page, "Hm")).await.expect("may");
    let denied = Refusal::Denied(Permission::Comment);
    assert!(matches!(reply(&mut tx, &reader, thread, "Hm").await, Err(CommentError::Refused(why)) if why == denied));
    assert!(!list_comments(&mut tx, &reader, page).await.expect("reads").may_comment);
    assert!(matches!(reply(&mut tx, &elsewhere, thread, "Hm").await, Err(CommentError::Refused(Refusal::NotFound))));
    assert!(list_comments(&mut tx, &elsewhere, page).await.is_err());
    assert!(watch(&mut tx, &elsewhere, page, true).await.is_err());
    watch(&mut tx, &reader, page, true).await.expect("watches");
    assert!(list_comments(&mut tx, &reader, page).await.expect("reads").watches);
    watch(&mut tx, &reader, page, false).await.expect("does not");
    assert!(!list_comments(&mut tx, &reader, page).await.expect("reads").watches);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_long_talk_is_read_in_as_few_statements_as_a_short_one(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let page = site.text_page(&mut tx, "Terms").await;
    let ada = Site::member(&mut tx, EDITORS).await;
    for _ in 0..20 {
        let thread = start_thread(&mut tx, &ada, on(page, "One")).await.expect("said");
        reply(&mut tx, &ada, thread, "Two").await.expect("said");
    }
    let statements = Statements::count();
    let found = list_comments(&mut tx, &ada, page).await.expect("reads");
    assert_eq!((found.threads.len(), statements.so_far()), (20, 4));
    assert!(found.threads.iter().all(|thread| thread.comments.len() == 2));
}

//! Who is told what, on a real database.

use super::*;
use crate::{
    access::{EDITORS, MODERATORS},
    collaboration::{
        comments::{NewThread, delete_comment, reply, start_thread, watch},
        workflow::{Decision, approve, request_changes, submit},
    },
    publish::open_draft,
    testing::{Site, begin, editor_of},
};
use sqlx::PgPool;

fn brand() -> Brand {
    Brand {
        site_name: "xPRO".to_owned(),
        base_url: "https://example.com".to_owned(),
        support_email: "help@example.com".to_owned(),
        postal_address: "1 Main Street".to_owned(),
    }
}

/// Works the notices that wait, as the worker does; returns address, template and text of the mails.
async fn mails(tx: &mut Tx) -> Vec<(String, String, String)> {
    let waiting: Vec<serde_json::Value> = sqlx::query_scalar("delete from job where kind = $1 returning payload")
        .bind(TellPeople::KIND)
        .fetch_all(&mut **tx)
        .await
        .expect("jobs");
    for payload in waiting {
        let job: TellPeople = serde_json::from_value(payload).expect("a job");
        tell_people(tx, &brand(), job.notice).await.expect("told");
        assert_eq!(tell_people(tx, &brand(), job.notice).await.expect("told once"), 0);
    }
    sqlx::query_as("with gone as (delete from mail_message returning recipient, template, text_body) select * from gone order by 1")
        .fetch_all(&mut **tx)
        .await
        .expect("mails")
}

fn heads(mails: &[(String, String, String)]) -> Vec<(&str, &str)> {
    mails.iter().map(|(to, template, _)| (to.as_str(), template.as_str())).collect()
}

#[sqlx::test(migrations = "../migrations")]
async fn reviewers_hear_what_waits_and_the_submitter_what_became_of_it(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let page = site.text_page(&mut tx, "Terms").await;
    let (editor, moderator) = (Site::member(&mut tx, EDITORS).await, Site::member(&mut tx, MODERATORS).await);
    let admin = Site::admin(&mut tx).await;
    let version = open_draft(&mut tx, site.system(), page).await.expect("opens").version;
    submit(&mut tx, &editor, page, version).await.expect("submitted");
    let told = mails(&mut tx).await;
    let expected = [("a-moderators@example.com", "review_submitted"), ("admin@example.com", "review_submitted")];
    assert_eq!(heads(&told), expected);
    assert!(told[0].2.contains("/studio/pages/") && told[0].2.contains("a-editors"), "{}", told[0].2);
    request_changes(&mut tx, &moderator, page, "Cut it.").await.expect("sent back");
    let told = mails(&mut tx).await;
    assert_eq!(heads(&told), [("a-editors@example.com", "review_rejected")]);
    assert!(told[0].2.contains("Cut it."), "the reviewer's words are in the mail");
    save_wish(&mut tx, &admin, NoticeWish { submitted: false, ..NoticeWish::default() }).await.expect("saved");
    assert!(!read_wish(&mut tx, &admin).await.expect("reads").submitted);
    submit(&mut tx, &editor, page, version).await.expect("submitted again");
    assert_eq!(heads(&mails(&mut tx).await), [("a-moderators@example.com", "review_submitted")]);
    approve(&mut tx, &moderator, Decision { page, version, comment: "Good now" }).await.expect("approved");
    let told = mails(&mut tx).await;
    assert_eq!(heads(&told), [("a-editors@example.com", "review_approved")]);
    assert!(told[0].2.contains("Good now"));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_task_that_was_decided_meanwhile_is_not_told_any_more(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let page = site.text_page(&mut tx, "Terms").await;
    let moderator = Site::member(&mut tx, MODERATORS).await;
    let version = open_draft(&mut tx, site.system(), page).await.expect("opens").version;
    submit(&mut tx, &moderator, page, version).await.expect("submitted");
    approve(&mut tx, &moderator, Decision { page, version, comment: "" }).await.expect("approved");
    assert_eq!(mails(&mut tx).await, [], "nor does anybody hear what they did themselves");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_comment_reaches_those_in_the_thread_and_those_who_watch(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let page = site.text_page(&mut tx, "Terms").await;
    let (ada, max) = (Site::member(&mut tx, EDITORS).await, Site::member(&mut tx, MODERATORS).await);
    let watcher = editor_of(&mut tx, "watcher", &[(site.root.home, None, Permission::View)]).await;
    let new = NewThread { page, field: "title", label: "Title", body: "Right?" };
    let thread = start_thread(&mut tx, &ada, new).await.expect("said");
    assert_eq!(mails(&mut tx).await, [], "a page of a job has no owner to tell");
    watch(&mut tx, &watcher, page, true).await.expect("watches");
    reply(&mut tx, &max, thread, "Yes, quite.").await.expect("said");
    let told = mails(&mut tx).await;
    assert_eq!(heads(&told), [("a-editors@example.com", "comment"), ("watcher@example.com", "comment")]);
    assert!(told[0].2.contains("Yes, quite.") && told[0].2.contains("Title"));
    // Who may not see the page any more does not read what is said about it.
    sqlx::query("delete from page_grant where permission = 'view'").execute(&mut *tx).await.expect("gone");
    reply(&mut tx, &ada, thread, "Thanks.").await.expect("said");
    assert_eq!(heads(&mails(&mut tx).await), [("a-moderators@example.com", "comment")]);
    let slip = reply(&mut tx, &ada, thread, "Oops.").await.expect("said");
    delete_comment(&mut tx, &ada, slip).await.expect("taken back");
    assert_eq!(mails(&mut tx).await, []);
    save_wish(&mut tx, &max, NoticeWish { comments: false, ..NoticeWish::default() }).await.expect("saved");
    reply(&mut tx, &ada, thread, "Anybody?").await.expect("said");
    assert_eq!(mails(&mut tx).await, []);
}

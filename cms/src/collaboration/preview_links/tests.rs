//! Links, on a real database.

use super::*;
use crate::{
    access::{EDITORS, MODERATORS},
    publish::{SaveDraft, name_version, save_draft},
    testing::{Site, begin, editor_of, text_page},
    trash::{DeletePage, delete_page},
};
use sqlx::PgPool;
use xpro_kernel::Clock;
use xpro_platform::db::Database;

fn to(page: PageId) -> NewPreviewLink<'static> {
    NewPreviewLink { page, revision: None, life: Duration::days(7), note: "For the dean" }
}

async fn title(tx: &mut Tx, token: &str) -> String {
    open_preview(tx, token).await.expect("opens").document.title().to_owned()
}

#[sqlx::test(migrations = "../migrations")]
async fn a_link_shows_the_draft_or_one_version_until_it_is_revoked(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let page = site.text_page(&mut tx, "Terms").await;
    let editor = Site::member(&mut tx, EDITORS).await;
    let kept = name_version(&mut tx, (&editor).into(), page, "First").await.expect("named");
    let draft = make_preview_link(&mut tx, &editor, to(page)).await.expect("made");
    let fixed = NewPreviewLink { revision: Some(kept), ..to(page) };
    let fixed = make_preview_link(&mut tx, &editor, fixed).await.expect("made");
    save_draft(&mut tx, (&editor).into(), SaveDraft::unconditional(page, &text_page("Terms 2"))).await.expect("saved");
    assert_eq!(
        (title(&mut tx, &draft.token).await, title(&mut tx, &fixed.token).await),
        ("Terms 2".into(), "Terms".into())
    );
    assert_ne!(draft.token, fixed.token);
    let listed = list_preview_links(&mut tx, &editor, page).await.expect("lists");
    let told: Vec<_> =
        listed.iter().map(|link| (link.revision_label.as_str(), link.uses, link.note.as_str())).collect();
    assert_eq!(told, [("First", 1, "For the dean"), ("", 1, "For the dean")]);
    assert!(listed.iter().all(|link| link.last_used_at.is_some() && link.created_by_name == "a-editors"));
    revoke_preview_link(&mut tx, &editor, draft.id).await.expect("revoked");
    revoke_preview_link(&mut tx, &editor, draft.id).await.expect("twice is once");
    assert!(matches!(open_preview(&mut tx, &draft.token).await, Err(OpenPreviewError::Revoked)));
    assert_eq!(title(&mut tx, &fixed.token).await, "Terms");
    let uses = list_preview_links(&mut tx, &editor, page).await.expect("lists")[1].uses;
    assert_eq!(uses, 1, "a visit that shows nothing is none");
    let stored: Vec<Vec<u8>> =
        sqlx::query_scalar("select token_hash from preview_link").fetch_all(&mut *tx).await.expect("reads");
    assert!(stored.iter().all(|hash| hash != draft.token.as_bytes() && hash != fixed.token.as_bytes()));
    let now = store::page::find(&mut tx, page).await.expect("reads").expect("the page").latest_revision_id;
    let snapshot =
        make_preview_link(&mut tx, &editor, NewPreviewLink { revision: now, ..to(page) }).await.expect("made");
    save_draft(&mut tx, (&editor).into(), SaveDraft::unconditional(page, &text_page("Terms 3"))).await.expect("saved");
    assert_eq!(title(&mut tx, &snapshot.token).await, "Terms 2", "what is written later is another version");
    delete_page(&mut tx, site.system(), DeletePage { page, redirect_to: None }).await.expect("in the trash");
    assert!(matches!(open_preview(&mut tx, &fixed.token).await, Err(OpenPreviewError::Unknown)));
}

#[sqlx::test(migrations = "../migrations")]
async fn links_end_and_nonsense_opens_nothing(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let page = site.text_page(&mut tx, "Terms").await;
    let editor = Site::member(&mut tx, EDITORS).await;
    let made =
        make_preview_link(&mut tx, &editor, NewPreviewLink { life: SHORTEST_LIFE, ..to(page) }).await.expect("made");
    for token in ["", "x", &"x".repeat(43), &"é".repeat(22), &format!("{}x", &made.token[..42])] {
        assert!(matches!(open_preview(&mut tx, token).await, Err(OpenPreviewError::Unknown)), "{token}");
    }
    for life in [Duration::minutes(59), Duration::days(31), Duration::ZERO, -Duration::days(1)] {
        let refused = make_preview_link(&mut tx, &editor, NewPreviewLink { life, ..to(page) }).await;
        assert!(matches!(refused, Err(PreviewLinkError::BadLife)), "{life}");
    }
    tx.commit().await.expect("commits");
    let later = OffsetDateTime::now_utc() + Duration::minutes(61);
    let mut tx = Database::new(pool.clone(), Clock::new(move || later)).begin("test").await.expect("a transaction");
    assert!(matches!(open_preview(&mut tx, &made.token).await, Err(OpenPreviewError::Expired)));
}

#[sqlx::test(migrations = "../migrations")]
async fn whoever_may_edit_may_show_and_nobody_else(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let page = site.text_page(&mut tx, "Terms").await;
    let other = site.text_page(&mut tx, "Other").await;
    let moderator = Site::member(&mut tx, MODERATORS).await;
    let reader = editor_of(&mut tx, "reader", &[(site.root.home, None, Permission::View)]).await;
    let elsewhere = editor_of(&mut tx, "elsewhere", &[(site.root.courses, None, Permission::Change)]).await;
    let made = make_preview_link(&mut tx, &moderator, to(page)).await.expect("made");
    let denied = Refusal::Denied(Permission::Change);
    let refused = make_preview_link(&mut tx, &reader, to(page)).await;
    assert!(matches!(refused, Err(PreviewLinkError::Refused(why)) if why == denied));
    let refused = revoke_preview_link(&mut tx, &reader, made.id).await;
    assert!(matches!(refused, Err(PreviewLinkError::Refused(why)) if why == denied));
    let refused = list_preview_links(&mut tx, &reader, page).await;
    assert!(matches!(refused, Err(ReadError::Refused(why)) if why == denied));
    let refused = make_preview_link(&mut tx, &elsewhere, to(page)).await;
    assert!(matches!(refused, Err(PreviewLinkError::Refused(Refusal::NotFound))));
    let refused = revoke_preview_link(&mut tx, &elsewhere, made.id).await;
    assert!(matches!(refused, Err(PreviewLinkError::Refused(Refusal::NotFound))));
    assert!(list_preview_links(&mut tx, &elsewhere, page).await.is_err());
    let theirs = store::page::find(&mut tx, other).await.expect("reads").expect("the page").latest_revision_id;
    let foreign = NewPreviewLink { revision: theirs, ..to(page) };
    let refused = make_preview_link(&mut tx, &moderator, foreign).await;
    assert!(matches!(refused, Err(PreviewLinkError::Refused(Refusal::NotFound))), "another page's text");
}

//! Working together on a page. Every call needs `content.access`, and the page to be one that the caller may see.

use crate::{
    ApiError, BeatHeard, BeatInput, CommandOutcome, CommentCommand, CommentList, DeskSummary, NoticeWish,
    PreviewLinkInput, PreviewLinkItem, PreviewLinkMade, ReviewCommand, ReviewList, ReviewNow, ReviewQueue,
    WorkflowInput, WorkflowSettings,
};
use leptos::prelude::server;
use server_fn::codec::{GetUrl, Json};
#[cfg(feature = "ssr")]
use {
    super::editor::opened,
    crate::{
        convert_collaboration::{self as convert, Unmoved},
        convert_library::editor as load_editor,
        door::Desk,
    },
    sqlx::PgConnection,
    time::{Duration, OffsetDateTime},
    xpro_cms::{
        access::Editor,
        collaboration::{
            CommentId, PreviewLinkId, ThreadId, WorkflowId,
            comments::{self, NewThread},
            desk, notices,
            presence::{self, Beat},
            preview_links::{self, NewPreviewLink},
            workflow::{self, Approved, Decision, ReviewError, WORKFLOWS_CHANGE, WhichReviews},
        },
        tree::{self, SearchPages, Sort},
    },
    xpro_kernel::{PageId, RevisionId},
    xpro_platform::db::Tx,
};

/// Says that a tab shows a page, and tells who else does and which version is the newest.
///
/// # Errors
/// See [`ApiError`].
#[server(name = BeatPresenceCall, prefix = "/api/studio", endpoint = "presence", input = Json)]
pub async fn beat_presence(beat: BeatInput) -> Result<Option<BeatHeard>, ApiError> {
    let desk = Desk::open()?;
    let mut tx = desk.begin().await?;
    let editor = load_editor(&mut tx, &desk.staff).await?;
    let heard = if beat.leaves {
        presence::leave(&mut tx, &editor, &beat.tab).await?;
        None
    } else {
        let here = Beat { page: PageId(beat.page), tab: &beat.tab, is_dirty: beat.dirty };
        Some(convert::heard(&editor, presence::beat(&mut tx, &editor, here).await?))
    };
    tx.commit().await?;
    Ok(heard)
}

/// What was said about a page.
///
/// # Errors
/// See [`ApiError`].
#[server(name = PageCommentsCall, prefix = "/api/studio", endpoint = "comments", input = GetUrl)]
pub async fn page_comments(id: i64) -> Result<CommentList, ApiError> {
    let desk = Desk::open()?;
    let mut conn = desk.read().await?;
    let editor = load_editor(&mut conn, &desk.staff).await?;
    Ok(convert::comments(&editor, comments::list_comments(&mut conn, &editor, PageId(id)).await?))
}

/// Says something about a page, or takes it back; answers with everything that is said now.
///
/// # Errors
/// See [`ApiError`].
#[server(name = CommandCommentsCall, prefix = "/api/studio", endpoint = "comment-command", input = Json)]
pub async fn command_comments(id: i64, command: CommentCommand) -> Result<CommentList, ApiError> {
    let desk = Desk::open()?;
    let mut tx = desk.begin().await?;
    let editor = load_editor(&mut tx, &desk.staff).await?;
    let page = PageId(id);
    say(&mut tx, &editor, page, command).await?;
    let found = comments::list_comments(&mut tx, &editor, page).await?;
    tx.commit().await?;
    Ok(convert::comments(&editor, found))
}

#[cfg(feature = "ssr")]
async fn say(tx: &mut Tx, editor: &Editor, page: PageId, command: CommentCommand) -> Result<(), ApiError> {
    match command {
        CommentCommand::Start { field, label, body } => {
            comments::start_thread(tx, editor, NewThread { page, field: &field, label: &label, body: &body }).await?;
        }
        CommentCommand::Reply { thread, body } => {
            comments::reply(tx, editor, ThreadId(thread), &body).await?;
        }
        CommentCommand::Edit { comment, body } => {
            comments::edit_comment(tx, editor, CommentId(comment), &body).await?;
        }
        CommentCommand::Delete { comment } => comments::delete_comment(tx, editor, CommentId(comment)).await?,
        CommentCommand::Resolve { thread } => comments::resolve_thread(tx, editor, ThreadId(thread)).await?,
        CommentCommand::Reopen { thread } => comments::reopen_thread(tx, editor, ThreadId(thread)).await?,
        CommentCommand::Watch { on } => comments::watch(tx, editor, page, on).await?,
    }
    Ok(())
}

/// How moderation stands on a page.
///
/// # Errors
/// See [`ApiError`].
#[server(name = PageReviewCall, prefix = "/api/studio", endpoint = "review", input = GetUrl)]
pub async fn page_review(id: i64) -> Result<ReviewNow, ApiError> {
    let desk = Desk::open()?;
    let mut conn = desk.read().await?;
    let editor = load_editor(&mut conn, &desk.staff).await?;
    Ok(convert::review(workflow::read_review(&mut conn, &editor, PageId(id)).await?))
}

/// Moves a page's review on.
///
/// # Errors
/// See [`ApiError`]; a page that is not complete, has newer text, or asks before it is published is an outcome.
#[server(name = CommandReviewCall, prefix = "/api/studio", endpoint = "review-command", input = Json)]
pub async fn command_review(id: i64, command: ReviewCommand) -> Result<CommandOutcome, ApiError> {
    let desk = Desk::open()?;
    let mut tx = desk.begin().await?;
    let editor = load_editor(&mut tx, &desk.staff).await?;
    let page = PageId(id);
    let (message, asks) = match moved_on(&mut tx, &editor, page, command).await? {
        Ok(moved) => moved,
        Err(error) => {
            return Ok(match convert::unmoved(error)? {
                Unmoved::Incomplete(problems) => CommandOutcome::Incomplete { problems },
                Unmoved::Outdated => CommandOutcome::Outdated,
            });
        }
    };
    if !asks.is_empty() {
        return Ok(CommandOutcome::Asks { findings: asks });
    }
    // Whoever could see the page for its review alone may not any more.
    let page = match opened(&mut tx, &editor, page).await {
        Ok(page) => Some(page),
        Err(ApiError::NotFound) => None,
        Err(error) => return Err(error),
    };
    tx.commit().await?;
    match page {
        Some(page) => Ok(CommandOutcome::Done { message, page: Box::new(page) }),
        None => Ok(CommandOutcome::Gone { message }),
    }
}

/// What to tell; and what asks, when it is not to be kept without a confirmation.
#[cfg(feature = "ssr")]
type Moved = (String, Vec<crate::FindingItem>);

/// Moves the review on. Whether an approval publishes is known when it is given, and whoever gave the last one may not see
/// the page any more: what asks is looked for before.
#[cfg(feature = "ssr")]
async fn moved_on(
    tx: &mut Tx,
    editor: &Editor,
    page: PageId,
    command: ReviewCommand,
) -> Result<Result<Moved, ReviewError>, ApiError> {
    let asks = match &command {
        ReviewCommand::Approve { acknowledged, .. } if workflow::read_review(tx, editor, page).await?.may.decide => {
            super::unconfirmed(tx, editor, page, acknowledged).await?
        }
        _ => Vec::new(),
    };
    Ok(move_on(tx, editor, page, command)
        .await
        .map(|(message, publishes)| (message, if publishes { asks } else { Vec::new() })))
}

/// What to tell, and whether visitors see something new.
#[cfg(feature = "ssr")]
async fn move_on(
    tx: &mut Tx,
    editor: &Editor,
    page: PageId,
    command: ReviewCommand,
) -> Result<(String, bool), ReviewError> {
    let mut publishes = false;
    let message = match command {
        ReviewCommand::Submit { version } => {
            workflow::submit(tx, editor, page, version).await?;
            "Submitted. Those who review it get a mail.".to_owned()
        }
        ReviewCommand::Approve { version, comment, .. } => {
            match workflow::approve(tx, editor, Decision { page, version, comment: &comment }).await? {
                Approved::Published(_) => {
                    publishes = true;
                    "Approved and published. Visitors see this text now.".to_owned()
                }
                Approved::Next(task) => format!("Approved. The next task is “{task}”."),
            }
        }
        ReviewCommand::RequestChanges { comment } => {
            workflow::request_changes(tx, editor, page, &comment).await?;
            "Sent back. Whoever submitted it gets a mail with your words.".to_owned()
        }
        ReviewCommand::Cancel => {
            workflow::cancel(tx, editor, page).await?;
            "The review is called off.".to_owned()
        }
    };
    Ok((message, publishes))
}

/// Reviews that the caller may see.
///
/// # Errors
/// See [`ApiError`].
#[server(name = ListReviewsCall, prefix = "/api/studio", endpoint = "reviews", input = GetUrl)]
pub async fn list_reviews(#[server(default)] queue: ReviewQueue) -> Result<ReviewList, ApiError> {
    let desk = Desk::open()?;
    let mut conn = desk.read().await?;
    let editor = load_editor(&mut conn, &desk.staff).await?;
    let which = match queue {
        ReviewQueue::Awaiting => WhichReviews::Awaiting,
        ReviewQueue::Mine => WhichReviews::Mine,
        ReviewQueue::Running => WhichReviews::Running,
        ReviewQueue::Finished => WhichReviews::Finished,
    };
    let found = workflow::list_reviews(&mut conn, &editor, which, 200).await?;
    Ok(ReviewList {
        items: found.into_iter().map(convert::review_item).collect(),
        may_change_workflows: editor.has(WORKFLOWS_CHANGE),
    })
}

/// What the caller begins their day with (cms.md 5.8 W6).
///
/// # Errors
/// See [`ApiError`].
#[server(name = DeskSummaryCall, prefix = "/api/studio", endpoint = "desk", input = GetUrl)]
pub async fn desk_summary() -> Result<DeskSummary, ApiError> {
    let desk = Desk::open()?;
    let mut conn = desk.read().await?;
    let editor = load_editor(&mut conn, &desk.staff).await?;
    let awaiting = workflow::list_reviews(&mut conn, &editor, WhichReviews::Awaiting, 10).await?;
    let mine = workflow::list_reviews(&mut conn, &editor, WhichReviews::Mine, 10).await?;
    let wrote = SearchPages {
        edited_by: Some(editor.user_id()),
        sort: Sort::Updated,
        descending: true,
        limit: 5,
        ..SearchPages::default()
    };
    let recent = tree::search_pages(&mut conn, &editor, wrote).await?;
    let mut locked = tree::list_locked(&mut conn, &editor).await?;
    locked.retain(|page| page.locked_by == Some(editor.user_id()));
    let totals = desk::totals(&mut conn, &editor).await?;
    Ok(DeskSummary {
        awaiting: awaiting.into_iter().map(convert::review_item).collect(),
        mine: mine.into_iter().map(convert::review_item).collect(),
        recent: recent.items.into_iter().map(convert::desk_page).collect(),
        locked: locked.into_iter().take(10).map(convert::desk_page).collect(),
        pages: totals.pages,
        images: totals.images,
        documents: totals.documents,
    })
}

/// All workflows. Needs `workflows.change`.
///
/// # Errors
/// See [`ApiError`].
#[server(name = WorkflowSettingsCall, prefix = "/api/studio", endpoint = "workflows", input = GetUrl)]
pub async fn workflow_settings() -> Result<WorkflowSettings, ApiError> {
    let desk = Desk::open()?;
    let mut conn = desk.read().await?;
    let editor = load_editor(&mut conn, &desk.staff).await?;
    settings(&mut conn, &editor).await
}

#[cfg(feature = "ssr")]
async fn settings(conn: &mut PgConnection, editor: &Editor) -> Result<WorkflowSettings, ApiError> {
    let (workflows, groups) = workflow::list_workflows(conn, editor).await?;
    Ok(WorkflowSettings {
        workflows: workflows.into_iter().map(convert::workflow_item).collect(),
        groups: groups.into_iter().map(|group| (group.id.0, group.name, group.members)).collect(),
    })
}

/// Makes a workflow or changes one; answers with all of them. Needs `workflows.change`.
///
/// # Errors
/// See [`ApiError`].
#[server(name = SaveWorkflowCall, prefix = "/api/studio", endpoint = "workflow-save", input = Json)]
pub async fn save_workflow(input: WorkflowInput) -> Result<WorkflowSettings, ApiError> {
    let desk = Desk::open()?;
    let mut tx = desk.begin().await?;
    let editor = load_editor(&mut tx, &desk.staff).await?;
    if let (Some(id), Some(seen)) = (input.id, input.seen) {
        workflow::need_unchanged(&mut tx, WorkflowId(id), seen.0).await?;
    }
    workflow::save_workflow(&mut tx, &editor, convert::workflow_input(input)).await?;
    let found = settings(&mut tx, &editor).await?;
    tx.commit().await?;
    Ok(found)
}

/// Which mails the caller wants.
///
/// # Errors
/// See [`ApiError`].
#[server(name = NoticeWishCall, prefix = "/api/studio", endpoint = "notice-wish", input = GetUrl)]
pub async fn notice_wish() -> Result<NoticeWish, ApiError> {
    let desk = Desk::open()?;
    let mut conn = desk.read().await?;
    let editor = load_editor(&mut conn, &desk.staff).await?;
    Ok(convert::wish(notices::read_wish(&mut conn, &editor).await?))
}

/// Notes which mails the caller wants.
///
/// # Errors
/// See [`ApiError`].
#[server(name = SaveNoticeWishCall, prefix = "/api/studio", endpoint = "notice-wish-save", input = Json)]
pub async fn save_notice_wish(wish: NoticeWish) -> Result<NoticeWish, ApiError> {
    let desk = Desk::open()?;
    let mut tx = desk.begin().await?;
    let editor = load_editor(&mut tx, &desk.staff).await?;
    notices::save_wish(&mut tx, &editor, convert::wished(wish)).await?;
    tx.commit().await?;
    Ok(wish)
}

/// The links that show a page's draft to people without an account. Needs the right to edit the page.
///
/// # Errors
/// See [`ApiError`].
#[server(name = PreviewLinksCall, prefix = "/api/studio", endpoint = "preview-links", input = GetUrl)]
pub async fn list_preview_links(id: i64) -> Result<Vec<PreviewLinkItem>, ApiError> {
    let desk = Desk::open()?;
    let mut conn = desk.read().await?;
    let editor = load_editor(&mut conn, &desk.staff).await?;
    links(&mut conn, &editor, PageId(id), desk.now()).await
}

#[cfg(feature = "ssr")]
async fn links(
    conn: &mut PgConnection,
    editor: &Editor,
    page: PageId,
    now: OffsetDateTime,
) -> Result<Vec<PreviewLinkItem>, ApiError> {
    let found = preview_links::list_preview_links(conn, editor, page).await?;
    Ok(found.into_iter().map(|link| convert::preview_link(link, now)).collect())
}

/// Makes a link; its address is told in the answer and never again. Needs the right to edit the page.
///
/// # Errors
/// See [`ApiError`].
#[server(name = MakePreviewLinkCall, prefix = "/api/studio", endpoint = "preview-link-make", input = Json)]
pub async fn make_preview_link(input: PreviewLinkInput) -> Result<PreviewLinkMade, ApiError> {
    let desk = Desk::open()?;
    let mut tx = desk.begin().await?;
    let editor = load_editor(&mut tx, &desk.staff).await?;
    let (page, now) = (PageId(input.page), tx.now());
    let new = NewPreviewLink {
        page,
        revision: input.revision.map(RevisionId),
        life: Duration::hours(i64::from(input.hours)),
        note: &input.note,
    };
    let made = preview_links::make_preview_link(&mut tx, &editor, new).await?;
    let links = links(&mut tx, &editor, page, now).await?;
    tx.commit().await?;
    Ok(PreviewLinkMade { path: format!("/preview/{}/", made.token), links })
}

/// Lets a link open nothing any more; answers with the links of its page. Needs the right to edit the page.
///
/// # Errors
/// See [`ApiError`].
#[server(name = RevokePreviewLinkCall, prefix = "/api/studio", endpoint = "preview-link-revoke", input = Json)]
pub async fn revoke_preview_link(id: i64, link: i64) -> Result<Vec<PreviewLinkItem>, ApiError> {
    let desk = Desk::open()?;
    let mut tx = desk.begin().await?;
    let editor = load_editor(&mut tx, &desk.staff).await?;
    let now = tx.now();
    preview_links::revoke_preview_link(&mut tx, &editor, PreviewLinkId(link)).await?;
    let links = links(&mut tx, &editor, PageId(id), now).await?;
    tx.commit().await?;
    Ok(links)
}

//! What the studio calls: wire types, and one server function per question or act.
//!
//! The server links this crate with the feature `ssr` and gives every call two contexts, the database and
//! [`StaffVisitor`], and the request's id as [`RequestId`]. The studio links it without, and gets the callers.

mod calls;
#[cfg(feature = "ssr")]
mod convert;
#[cfg(feature = "ssr")]
mod convert_collaboration;
#[cfg(feature = "ssr")]
mod convert_editor;
#[cfg(feature = "ssr")]
mod convert_library;
#[cfg(feature = "ssr")]
mod convert_pages;
#[cfg(feature = "ssr")]
mod convert_records;
#[cfg(feature = "ssr")]
mod convert_release;
#[cfg(feature = "ssr")]
mod door;
mod error;
mod fuzzy;
#[cfg(test)]
mod tests;
mod wire;

pub use calls::{
    act_on_page, bulk_run, bulk_runs, command_bulk, delete_redirect, delete_view, filter_choices, find_pages,
    import_redirects, list_pages, list_redirects, list_trash, list_views, move_targets, page_log, page_place,
    restore_trash, save_redirect, save_view, start_bulk, undo_on_page,
};
pub use calls::{
    act_on_webhook, issue_token, list_integrations, resend_delivery, revoke_token, save_webhook, webhook_log,
};
pub use calls::{
    beat_presence, command_comments, command_review, desk_summary, list_preview_links, list_reviews, make_preview_link,
    notice_wish, page_comments, page_review, revoke_preview_link, save_notice_wish, save_workflow, workflow_settings,
};
pub use calls::{
    calendar, check_page, command_calendar, command_release, create_release, list_releases, list_sellables,
    open_release,
};
pub use calls::{check_link_again, delete_record, export_report, list_records, open_record, read_report, save_record};
pub use calls::{
    command_page, compare_page, find_things, merge_page, open_page, page_declarations, page_history, page_revisions,
    save_page,
};
pub use calls::{
    delete_document, delete_image, document_detail, image_detail, list_documents, list_images, update_document,
    update_image,
};
pub use calls::{list_orders, order_detail, retry_enrollment, retry_job, staff_me};
pub use calls::{page_privacy, save_page_privacy};
#[cfg(feature = "ssr")]
pub use convert_library::uploads;
#[cfg(feature = "ssr")]
pub use door::{RequestId, StaffVisitor};
pub use error::ApiError;
pub use fuzzy::{fuzzy_rank, fuzzy_score};
pub use wire::{Audience, PrivacyInput, PrivacyState};
pub use wire::{
    BEAT_SECONDS, BeatHeard, BeatInput, CommentCommand, CommentItem, CommentList, CommentThread, DeskPage, DeskSummary,
    NoticeWish, PersonHere, PreviewLinkInput, PreviewLinkItem, PreviewLinkMade, ReviewCommand, ReviewItem, ReviewList,
    ReviewNow, ReviewQueue, ReviewRun, ReviewStanding, ReviewStepItem, WorkflowInput, WorkflowItem, WorkflowSettings,
    WorkflowTaskItem,
};
pub use wire::{
    BulkChoice, BulkCommand, BulkDeed, BulkInput, BulkPageItem, BulkReport, BulkRunItem, BulkStarted, FilterChoices,
    KindChoice, LogFilter, LogItem, MANY_PAGES, Names, PAGES_PART, PageDeed, PageDone, PageFilter, PageItem, PageLog,
    PageOutcome, PagePart, PagePlace, PageSort, PageState, PersonChoice, PlaceItem, RedirectImport, RedirectInput,
    RedirectItem, RedirectOutcome, RedirectPart, RedirectQuery, RowRights, RunStanding, SiblingPlace, TargetItem,
    TrashItem, Undo, ViewItem,
};
pub use wire::{
    CalendarCommand, CalendarItem, CalendarPart, EntryStanding, EntryWhat, FindingItem, ReleaseCommand, ReleaseDetail,
    ReleaseItem, ReleaseList, ReleaseOutcome, ReleasePageItem, ReleasePriceItem, ReleaseStanding, SellableItem,
};
pub use wire::{
    ChangedBlock, ChangedField, ChangedWord, CommandOutcome, Declarations, DraftInput, DraftTheirs, HistoryItem,
    LockedBy, MergeInput, OpenedPage, PAGE_PREVIEW, PageCommand, PageRights, PriceWish, PriceWishChange, RevisionItem,
    SaveOutcome, SavedVersion, SharedSection, Standing, TextComparison, Thing, ThingQuery, Waiting, WhichText,
    thing_kind,
};
pub use wire::{
    DOCUMENT_UPLOAD, Deleted, DocumentFilter, DocumentForm, DocumentItem, FocusArea, IMAGE_UPLOAD, ImageFilter,
    ImageForm, ImageItem, LIBRARY_PAGE, LibraryClash, LibraryDetail, LibraryOutcome, LibraryPage, MAX_DOCUMENT_BYTES,
    MAX_IMAGE_BYTES, UploadAnswer, Usage,
};
pub use wire::{
    DeliveryItem, DeliveryState, IntegrationOutcome, Integrations, NamedChoice, TokenInput, TokenItem, WebhookAct,
    WebhookInput, WebhookItem,
};
pub use wire::{
    Dollars, EntryKind, EntryOutcome, Instant, JobActionResult, OrderDetail, OrderFilter, OrderLine, OrderPage,
    OrderRow, OrderStatus, OrderTotals, Purchaser, RetryTarget, StaffMe, TimelineEntry,
};
pub use wire::{
    OpenedRecord, RecordChange, RecordGone, RecordInput, RecordItem, RecordList, RecordOutcome, RecordQuery,
    RecordTable, ReportItem, ReportQuery, ReportTable, UsedItem,
};

/// Every address of this crate's server functions with its method, for the router and for the test that none got lost.
pub const ENDPOINTS: [(&str, &str); 81] = [
    ("POST", "/api/studio/link-check"),
    ("GET", "/api/studio/me"),
    ("GET", "/api/studio/orders"),
    ("GET", "/api/studio/order"),
    ("POST", "/api/studio/retry-job"),
    ("POST", "/api/studio/retry-enrollment"),
    ("GET", "/api/studio/images"),
    ("GET", "/api/studio/image"),
    ("POST", "/api/studio/image-update"),
    ("POST", "/api/studio/image-delete"),
    ("GET", "/api/studio/documents"),
    ("GET", "/api/studio/document"),
    ("POST", "/api/studio/document-update"),
    ("POST", "/api/studio/document-delete"),
    ("GET", "/api/studio/declarations"),
    ("GET", "/api/studio/page"),
    ("POST", "/api/studio/page-save"),
    ("POST", "/api/studio/page-merge"),
    ("POST", "/api/studio/things"),
    ("POST", "/api/studio/page-command"),
    ("GET", "/api/studio/page-revisions"),
    ("POST", "/api/studio/page-compare"),
    ("GET", "/api/studio/page-history"),
    ("GET", "/api/studio/pages"),
    ("GET", "/api/studio/page-place"),
    ("GET", "/api/studio/pages-find"),
    ("GET", "/api/studio/pages-choices"),
    ("GET", "/api/studio/pages-targets"),
    ("POST", "/api/studio/page-act"),
    ("POST", "/api/studio/page-undo"),
    ("GET", "/api/studio/page-log"),
    ("GET", "/api/studio/page-privacy"),
    ("POST", "/api/studio/page-privacy-save"),
    ("POST", "/api/studio/bulk-start"),
    ("GET", "/api/studio/bulk-run"),
    ("GET", "/api/studio/bulk-runs"),
    ("POST", "/api/studio/bulk-command"),
    ("GET", "/api/studio/trash"),
    ("POST", "/api/studio/trash-restore"),
    ("GET", "/api/studio/redirects"),
    ("POST", "/api/studio/redirect-save"),
    ("POST", "/api/studio/redirect-delete"),
    ("POST", "/api/studio/redirects-import"),
    ("GET", "/api/studio/views"),
    ("POST", "/api/studio/view-save"),
    ("POST", "/api/studio/view-delete"),
    ("POST", "/api/studio/page-check"),
    ("GET", "/api/studio/releases"),
    ("GET", "/api/studio/release"),
    ("POST", "/api/studio/release-create"),
    ("GET", "/api/studio/release-sellables"),
    ("POST", "/api/studio/release-command"),
    ("GET", "/api/studio/calendar"),
    ("POST", "/api/studio/calendar-command"),
    ("GET", "/api/studio/records"),
    ("GET", "/api/studio/record"),
    ("POST", "/api/studio/record-save"),
    ("POST", "/api/studio/record-delete"),
    ("GET", "/api/studio/report"),
    ("GET", "/api/studio/report-file"),
    ("POST", "/api/studio/presence"),
    ("GET", "/api/studio/comments"),
    ("POST", "/api/studio/comment-command"),
    ("GET", "/api/studio/review"),
    ("POST", "/api/studio/review-command"),
    ("GET", "/api/studio/reviews"),
    ("GET", "/api/studio/desk"),
    ("GET", "/api/studio/workflows"),
    ("POST", "/api/studio/workflow-save"),
    ("GET", "/api/studio/notice-wish"),
    ("POST", "/api/studio/notice-wish-save"),
    ("GET", "/api/studio/preview-links"),
    ("POST", "/api/studio/preview-link-make"),
    ("POST", "/api/studio/preview-link-revoke"),
    ("GET", "/api/studio/integrations"),
    ("POST", "/api/studio/token-issue"),
    ("POST", "/api/studio/token-revoke"),
    ("POST", "/api/studio/webhook-save"),
    ("POST", "/api/studio/webhook-act"),
    ("GET", "/api/studio/webhook-log"),
    ("POST", "/api/studio/webhook-resend"),
];

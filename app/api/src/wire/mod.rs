//! What travels between the studio and the server. Texts that depend on rules (money) are made on the server.

mod bulk;
mod collaboration;
mod editor;
mod integrations;
mod library;
mod order;
mod pages;
mod privacy;
mod records;
mod release;
mod scalar;
mod staff;
mod timeline;

pub use bulk::{
    BulkChoice, BulkCommand, BulkDeed, BulkInput, BulkPageItem, BulkReport, BulkRunItem, BulkStarted, PageOutcome,
    RedirectImport, RedirectInput, RedirectItem, RedirectOutcome, RedirectPart, RedirectQuery, RunStanding, TrashItem,
    ViewItem,
};
pub use collaboration::{
    BEAT_SECONDS, BeatHeard, BeatInput, CommentCommand, CommentItem, CommentList, CommentThread, DeskPage, DeskSummary,
    NoticeWish, PersonHere, PreviewLinkInput, PreviewLinkItem, PreviewLinkMade, ReviewCommand, ReviewItem, ReviewList,
    ReviewNow, ReviewQueue, ReviewRun, ReviewStanding, ReviewStepItem, WorkflowInput, WorkflowItem, WorkflowSettings,
    WorkflowTaskItem,
};
pub use editor::{
    ChangedBlock, ChangedField, ChangedWord, CommandOutcome, Declarations, DraftInput, DraftTheirs, HistoryItem,
    LockedBy, MergeInput, OpenedPage, PAGE_PREVIEW, PageCommand, PageRights, PriceWish, PriceWishChange, RevisionItem,
    SaveOutcome, SavedVersion, SharedSection, Standing, TextComparison, Thing, ThingQuery, Waiting, WhichText,
    thing_kind,
};
pub use integrations::{
    DeliveryItem, DeliveryState, IntegrationOutcome, Integrations, NamedChoice, TokenInput, TokenItem, WebhookAct,
    WebhookInput, WebhookItem,
};
pub use library::{
    DOCUMENT_UPLOAD, Deleted, DocumentFilter, DocumentForm, DocumentItem, FocusArea, IMAGE_UPLOAD, ImageFilter,
    ImageForm, ImageItem, LIBRARY_PAGE, LibraryClash, LibraryDetail, LibraryOutcome, LibraryPage, MAX_DOCUMENT_BYTES,
    MAX_IMAGE_BYTES, UploadAnswer, Usage,
};
pub use order::{OrderDetail, OrderFilter, OrderLine, OrderPage, OrderRow, OrderStatus, OrderTotals, Purchaser};
pub use pages::{
    FilterChoices, KindChoice, LogFilter, LogItem, MANY_PAGES, Names, PAGES_PART, PageDeed, PageDone, PageFilter,
    PageItem, PageLog, PagePart, PagePlace, PageSort, PageState, PersonChoice, PlaceItem, RowRights, SiblingPlace,
    TargetItem, Undo,
};
pub use privacy::{Audience, PrivacyInput, PrivacyState};
pub use records::{
    OpenedRecord, RecordChange, RecordGone, RecordInput, RecordItem, RecordList, RecordOutcome, RecordQuery,
    RecordTable, ReportItem, ReportQuery, ReportTable, UsedItem,
};
pub use release::{
    CalendarCommand, CalendarItem, CalendarPart, EntryStanding, EntryWhat, FindingItem, ReleaseCommand, ReleaseDetail,
    ReleaseItem, ReleaseList, ReleaseOutcome, ReleasePageItem, ReleasePriceItem, ReleaseStanding, SellableItem,
};
pub use scalar::{Dollars, Instant};
pub use staff::{JobActionResult, StaffMe};
pub use timeline::{EntryKind, EntryOutcome, RetryTarget, TimelineEntry};

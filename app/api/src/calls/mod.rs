//! The server functions, one module per room.

mod bulk;
mod collaboration;
mod editor;
mod integrations;
mod library;
mod orders;
mod pages;
mod privacy;
mod records;
mod release;

pub use bulk::{
    bulk_run, bulk_runs, command_bulk, delete_redirect, delete_view, import_redirects, list_redirects, list_trash,
    list_views, restore_trash, save_redirect, save_view, start_bulk,
};
pub use collaboration::{
    beat_presence, command_comments, command_review, desk_summary, list_preview_links, list_reviews, make_preview_link,
    notice_wish, page_comments, page_review, revoke_preview_link, save_notice_wish, save_workflow, workflow_settings,
};
pub use editor::{
    command_page, compare_page, find_things, merge_page, open_page, page_declarations, page_history, page_revisions,
    save_page,
};
pub use integrations::{
    act_on_webhook, issue_token, list_integrations, resend_delivery, revoke_token, save_webhook, webhook_log,
};
pub use library::{
    delete_document, delete_image, document_detail, image_detail, list_documents, list_images, update_document,
    update_image,
};
pub use orders::{list_orders, order_detail, retry_enrollment, retry_job, staff_me};
pub use pages::{
    act_on_page, filter_choices, find_pages, list_pages, move_targets, page_log, page_place, undo_on_page,
};
pub use privacy::{page_privacy, save_page_privacy};
pub use records::{
    check_link_again, delete_record, export_report, list_records, open_record, read_report, save_record,
};
#[cfg(feature = "ssr")]
pub(crate) use release::unconfirmed;
pub use release::{
    calendar, check_page, command_calendar, command_release, create_release, list_releases, list_sellables,
    open_release,
};

//! A whole document as text.

use super::{Frame, footer, head, header, notice};
use leptos::prelude::*;

/// Renders a page inside its frame, once, to a whole HTML document.
///
/// `body` builds the page's view; it is called where islands may be made.
pub fn document(frame: &Frame, body: impl FnOnce() -> AnyView + 'static) -> String {
    let owner = Owner::new();
    let html = owner.with(|| whole(frame, body()).to_html());
    owner.cleanup();
    let mut document = String::with_capacity(html.len() + 16);
    document.push_str("<!doctype html>");
    document.push_str(&html);
    document
}

fn whole(frame: &Frame, body: AnyView) -> AnyView {
    let notice_id = frame.site.notice.as_ref().map(|notice| notice.id.to_string());
    view! {
        <html lang=frame.head.lang.clone() data-notice=notice_id>
            {head::head(frame)}
            <body>
                <a class="skip-link" href="#main">"Skip to content"</a>
                {notice::bar(frame)}
                {header::header(frame)}
                <main id="main" class="main" tabindex="-1">{body}</main>
                {footer::footer(&frame.site)}
            </body>
        </html>
    }
    .into_any()
}

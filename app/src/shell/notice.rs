//! The site notice above the header (cms.md 3.0.3). `notice.js` in the head hides a dismissed one before anything
//! is painted, so nothing moves; without scripts it simply stays.

use super::{Bundle, Frame, Viewer};
use leptos::prelude::*;
use xpro_site::NotificationBar;
use xpro_ui::{Icon, IconName};

pub(super) fn bar(frame: &Frame) -> Option<AnyView> {
    let notice = frame.site.notice.clone()?;
    let has_islands = frame.bundle != Bundle::None && frame.viewer == Viewer::Everybody;
    Some(
        view! {
            <aside class=format!("site-notice site-notice--{}", notice.color) aria-label="Notice" data-site-notice=notice.id.to_string()>
                <div class="site-notice__text" inner_html=notice.message_html></div>
                {has_islands.then(|| view! {
                    <button class="site-notice__close" type="button" aria-label="Dismiss this notice" hidden><Icon name=IconName::Close /></button>
                    <NotificationBar />
                })}
            </aside>
        }
        .into_any(),
    )
}

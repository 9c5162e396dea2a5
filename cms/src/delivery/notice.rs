//! The site notice that a page shows (cms.md 3.0.3), the logo, and what else the settings put around every page.

use super::{Picture, SiteData};
use crate::document::NoticeColor;
use time::OffsetDateTime;
use xpro_kernel::SnippetId;

/// Pages that are shown as they are (N1).
const QUIET: [&str; 2] = ["/certificate/", "/ecommerce/bulk/"];

/// A notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteNotice {
    /// Its key: dismissing it hides this one only.
    pub id: SnippetId,
    /// One sentence, sanitised.
    pub message_html: String,
    /// How loud it is.
    pub color: NoticeColor,
}

impl SiteData {
    /// The newest notice that holds now and is meant for this address; pages without one of their own show what is meant for
    /// every page.
    pub fn notice(&self, path: Option<&str>, now: OffsetDateTime) -> Option<SiteNotice> {
        if path.is_some_and(|path| QUIET.iter().any(|quiet| path.starts_with(quiet))) {
            return None;
        }
        let shown = self.notifications.iter().find(|(_, notice)| {
            let has_begun = notice.starts_at.is_none_or(|start| start.0 <= now);
            let has_ended = notice.ends_at.is_some_and(|end| end.0 <= now);
            let is_here = notice.paths.is_empty()
                || path.is_some_and(|path| notice.paths.iter().any(|only| path.starts_with(only.value.trim())));
            has_begun && !has_ended && is_here
        });
        let (id, notice) = shown?;
        Some(SiteNotice { id: *id, message_html: self.html(&notice.message.0), color: notice.color })
    }

    /// The instants at which notices begin and end.
    pub(super) fn notice_changes(&self) -> impl Iterator<Item = OffsetDateTime> {
        self.notifications.iter().flat_map(|(_, notice)| [notice.starts_at, notice.ends_at]).flatten().map(|at| at.0)
    }

    /// The school's logo.
    pub fn logo(&self) -> Option<Picture> {
        self.picture(self.settings.logo.as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Item, Markdown, Moment, SiteNotification, stable_id};
    use time::macros::datetime;

    fn site(notices: Vec<(i64, SiteNotification)>) -> SiteData {
        let notifications = notices.into_iter().map(|(id, notice)| (SnippetId(id), notice)).collect();
        SiteData { notifications, ..SiteData::default() }
    }

    fn saying(text: &str) -> SiteNotification {
        SiteNotification { message: Markdown::new(text), ..SiteNotification::default() }
    }

    const NOW: OffsetDateTime = datetime!(2026-11-25 12:00 UTC);

    #[test]
    fn the_newest_that_holds_now_is_shown() {
        let ended = SiteNotification { ends_at: Some(Moment(NOW)), ..saying("Over") };
        let later = SiteNotification { starts_at: Some(Moment(NOW + time::Duration::HOUR)), ..saying("Later") };
        let site = site(vec![(4, later), (3, ended), (2, saying("**Now**")), (1, saying("Before"))]);
        let shown = site.notice(Some("/"), NOW).expect("a notice");
        assert_eq!(shown.id, SnippetId(2));
        assert!(shown.message_html.contains("<strong>Now</strong>"), "{}", shown.message_html);
        assert_eq!(site.notice(Some("/"), NOW + time::Duration::HOUR).map(|shown| shown.id), Some(SnippetId(4)));
        let next = crate::delivery::next_change_after(&site, NOW);
        assert_eq!(next, Some(NOW + time::Duration::HOUR), "pages are made anew then");
    }

    #[test]
    fn certificates_are_left_alone_and_addresses_are_minded() {
        let only = vec![Item { id: stable_id("a"), value: "/courses/".to_owned() }];
        let site = site(vec![(2, SiteNotification { paths: only, ..saying("Courses") }), (1, saying("All"))]);
        let shown = |path: Option<&str>| site.notice(path, NOW).map(|shown| shown.id.0);
        assert_eq!(shown(Some("/courses/x/")), Some(2));
        assert_eq!(shown(Some("/catalog/")), Some(1));
        assert_eq!(shown(None), Some(1));
        assert_eq!(shown(Some("/certificate/0a/")), None);
    }

    #[test]
    fn what_somebody_wrote_cannot_run() {
        let site = site(vec![(1, saying("<script>alert(1)</script>[x](javascript:alert(1))"))]);
        let html = site.notice(None, NOW).expect("a notice").message_html;
        assert!(!html.contains("<script") && !html.contains("href"), "{html}");
    }
}

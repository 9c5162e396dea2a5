//! The frame around every page, filled from the published settings.

use crate::{
    content::Generation,
    shell::{Bundle, Footer, Frame, Head, SiteFrame, SiteNotice, Viewer},
    state::AppState,
};
use xpro_cms::{
    delivery::{self, Link, Picture},
    document::NoticeColor,
};

impl AppState {
    /// The frame of a page outside of the page cache.
    pub fn frame(&self, head: Head, bundle: Bundle) -> Frame {
        self.frame_in(&self.content.current(), head, bundle)
    }

    /// The frame of a private page, for whom it is.
    pub fn frame_for(&self, head: Head, bundle: Bundle, viewer: Viewer) -> Frame {
        Frame { viewer, ..self.frame(head, bundle) }
    }

    /// The frame of a page of this generation, the same for everybody.
    pub fn frame_in(&self, generation: &Generation, head: Head, bundle: Bundle) -> Frame {
        Frame {
            site: self.site_frame_of(generation, &head),
            assets: self.assets.clone(),
            head,
            topics: delivery::header_topics(generation.site(), generation.now()),
            bundle,
            viewer: Viewer::Everybody,
        }
    }

    /// The school's settings as this page shows them: with the notice that is meant for it.
    fn site_frame_of(&self, generation: &Generation, head: &Head) -> SiteFrame {
        let path = head.canonical_url.as_deref().map(|url| url.strip_prefix(&self.config.base_url).unwrap_or(url));
        let notice = generation.site().notice(path, generation.now()).map(|notice| SiteNotice {
            id: notice.id.0,
            message_html: notice.message_html,
            color: match notice.color {
                NoticeColor::Info => "info",
                NoticeColor::Warning => "warning",
                NoticeColor::Alert => "alert",
            },
        });
        SiteFrame { notice, ..self.site_frame(generation) }
    }

    /// The school's settings as every page shows them.
    pub fn site_frame(&self, generation: &Generation) -> SiteFrame {
        let settings = generation.site().settings();
        let links = settings.footer_links.iter().map(|link| Link { title: link.title.clone(), url: link.url.clone() });
        let social =
            settings.social_links.iter().map(|link| Link { title: link.network.clone(), url: link.url.clone() });
        SiteFrame {
            name: settings.site_name.clone(),
            tagline: settings.tagline.clone(),
            base_url: self.config.base_url.clone(),
            logo_url: generation.site().logo().map(logo_url),
            places: delivery::header_places(generation.site()),
            support_email: settings.support_email(&self.config.support_email).to_owned(),
            footer: Footer {
                help_url: settings.help_url.clone(),
                contact_url: settings.contact_url.clone(),
                address: settings.footer_address.clone(),
                links: links.collect(),
                social: social.collect(),
                year: generation.now().year(),
            },
            notice: None,
        }
    }
}

/// The logo at twice the size that the header shows it, or the file as it came.
fn logo_url(logo: Picture) -> String {
    logo.renditions.as_ref().map_or(logo.url, |renditions| renditions.url("max-500x140"))
}

//! The frame around every page, filled from the published settings.

use crate::{
    content::Generation,
    shell::{Bundle, Footer, Frame, Head, SiteFrame, Viewer},
    state::AppState,
};
use xpro_cms::delivery::{self, Link};

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
            site: self.site_frame(generation),
            assets: self.assets.clone(),
            head,
            topics: delivery::header_topics(generation.site(), generation.now()),
            bundle,
            viewer: Viewer::Everybody,
        }
    }

    /// The school's settings as every page shows them.
    pub fn site_frame(&self, generation: &Generation) -> SiteFrame {
        let settings = generation.site().settings();
        let links = settings.footer_links.iter().map(|link| Link { title: link.title.clone(), url: link.url.clone() });
        SiteFrame {
            name: settings.site_name.clone(),
            tagline: settings.tagline.clone(),
            base_url: self.config.base_url.clone(),
            logo_url: None,
            support_email: self.config.support_email.clone(),
            footer: Footer {
                help_url: settings.help_url.clone(),
                contact_url: settings.contact_url.clone(),
                address: settings.footer_address.clone(),
                links: links.collect(),
                year: generation.now().year(),
            },
            notice: None,
        }
    }
}

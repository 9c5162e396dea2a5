//! `/enterprise/` (cms.md 3.9).

use super::{
    Action, Link, Picture, Section, SiteData,
    sections::{Surroundings, filled},
};
use crate::document::{self as doc, BlockContent, EnterprisePage, PageDocument};

/// The page for companies.
#[derive(Debug, Clone, PartialEq)]
pub struct EnterpriseModel {
    /// Its name.
    pub title: String,
    /// Title tag; empty takes the name.
    pub seo_title: String,
    /// For search engines.
    pub search_description: String,
    /// Upper, middle and bottom line of each heading.
    pub headings: Vec<[String; 3]>,
    /// Fills the banner.
    pub background: Option<Picture>,
    /// Stands in the banner.
    pub overlay: Option<Picture>,
    /// Of shared links.
    pub share_picture: Option<Picture>,
    /// Below the banner.
    pub description_html: String,
    /// Text of the button that leads to the form.
    pub action_title: String,
    /// Whether there is a form to lead to.
    pub has_form: bool,
    /// In the editor's order.
    pub sections: Vec<EnterpriseSection>,
}

/// A section of that page.
#[derive(Debug, Clone, PartialEq)]
pub enum EnterpriseSection {
    /// Logos of companies.
    Logos {
        /// Above them.
        heading_html: String,
        /// At least one.
        pictures: Vec<Picture>,
    },
    /// Steps of a journey.
    Journey {
        /// Above them.
        heading_html: String,
        /// The steps.
        items: Vec<String>,
        /// Below them.
        description_html: String,
        /// Beside them.
        picture: Option<Picture>,
        /// The document if there is one, else the address.
        action: Action,
    },
    /// Stories of companies.
    Stories {
        /// Above them.
        heading_html: String,
        /// Below the heading.
        subhead_html: String,
        /// At least one.
        stories: Vec<Story>,
    },
    /// How companies reach us.
    Form {
        /// Above it.
        heading_html: String,
        /// Below the heading.
        subhead_html: String,
        /// What people agree to.
        consent_html: String,
        /// Where they write.
        contact: Link,
    },
    /// A section that other pages have too.
    Other(Section),
}

/// One company's story.
#[derive(Debug, Clone, PartialEq)]
pub struct Story {
    /// Its headline.
    pub title: String,
    /// Its picture.
    pub picture: Option<Picture>,
    /// A few sentences.
    pub text: String,
    /// Where to read on.
    pub action: Action,
}

/// The page for companies; none when there is none.
pub fn enterprise(site: &SiteData) -> Option<EnterpriseModel> {
    let page = site.pages.iter().filter(|page| page.live).find_map(|page| match &page.document {
        PageDocument::EnterprisePage(page) => Some(page),
        _ => None,
    })?;
    let sections: Vec<EnterpriseSection> = page
        .sections
        .iter()
        .filter(|block| !block.hidden)
        .filter_map(|block| site.enterprise_section(&block.content))
        .collect();
    let background = site.picture(page.background_image.as_ref());
    Some(EnterpriseModel {
        title: page.title.clone(),
        seo_title: page.promote.seo_title.clone(),
        search_description: page.promote.search_description.clone(),
        headings: headings(page),
        share_picture: site.picture(page.promote.search_image.as_ref()).or_else(|| background.clone()),
        background,
        overlay: site.picture(page.overlay_image.as_ref()),
        description_html: site.html(&page.description.0),
        action_title: page.action_title.clone(),
        has_form: sections.iter().any(|section| matches!(section, EnterpriseSection::Form { .. })),
        sections,
    })
}

fn headings(page: &EnterprisePage) -> Vec<[String; 3]> {
    let lines = |item: &doc::Item<doc::BannerHeading>| {
        [item.value.upper.clone(), item.value.middle.clone(), item.value.bottom.clone()]
    };
    page.headings.iter().map(lines).collect()
}

impl SiteData {
    fn enterprise_section(&self, content: &BlockContent) -> Option<EnterpriseSection> {
        match content {
            BlockContent::CompaniesLogos(data) => {
                let pictures: Vec<_> =
                    data.images.iter().filter_map(|item| self.picture(item.value.as_ref())).collect();
                let heading_html = self.inline_html(&data.heading.0);
                (!pictures.is_empty()).then_some(EnterpriseSection::Logos { heading_html, pictures })
            }
            BlockContent::LearningJourney(data) => Some(self.journey(data)),
            BlockContent::SuccessStories(data) => self.stories(data),
            BlockContent::LearningStrategyForm(data) => self.strategy_form(data),
            other => {
                let around = Surroundings { description: "", lineup: &|_| Vec::new(), lineup_action: None };
                self.section(other, &around).map(EnterpriseSection::Other)
            }
        }
    }

    fn journey(&self, data: &doc::LearningJourney) -> EnterpriseSection {
        let document = data.pdf.and_then(|id| self.address(&format!("document:{id}")));
        let url = document.or_else(|| filled(&data.action_url));
        EnterpriseSection::Journey {
            heading_html: self.inline_html(&data.heading.0),
            items: data.items.iter().map(|item| item.value.clone()).collect(),
            description_html: self.html(&data.description.0),
            picture: self.picture(data.image.as_ref()),
            action: url.map(|url| Link { title: data.action_title.clone(), url }),
        }
    }

    fn stories(&self, data: &doc::SuccessStories) -> Option<EnterpriseSection> {
        let story = |item: &doc::Item<doc::SuccessStory>| Story {
            title: item.value.title.clone(),
            picture: self.picture(item.value.image.as_ref()),
            text: item.value.text.clone(),
            action: self.button(&item.value.action),
        };
        let stories: Vec<Story> = data.items.iter().map(story).collect();
        (!stories.is_empty()).then(|| EnterpriseSection::Stories {
            heading_html: self.inline_html(&data.heading.0),
            subhead_html: self.html(&data.subhead.0),
            stories,
        })
    }

    /// Shown only when there is somebody to write to, so that no button leads nowhere.
    fn strategy_form(&self, data: &doc::LearningStrategyForm) -> Option<EnterpriseSection> {
        let url = filled(&self.settings.contact_url)
            .or_else(|| filled(&self.settings.support_email).map(|mail| format!("mailto:{mail}")))?;
        Some(EnterpriseSection::Form {
            heading_html: self.inline_html(&data.heading.0),
            subhead_html: self.html(&data.subhead.0),
            consent_html: self.html(&data.consent.0),
            contact: Link { title: "Contact our team".to_owned(), url },
        })
    }
}

//! Sections as documents hold them to sections as pages show them (cms.md 3.5.6 to 3.5.16).

use super::{Action, Card, FacultyMember, Link, NewsItem, Quote, Section, SiteData};
use crate::document::{self as doc, BlockContent, CallToAction};

/// What a section takes from its surroundings.
pub(super) struct Surroundings<'a> {
    /// Text of an overview that has none of its own.
    pub(super) description: &'a str,
    /// What a lineup without chosen pages shows.
    pub(super) lineup: &'a dyn Fn(&doc::Lineup) -> Vec<Card>,
    /// Button below a lineup.
    pub(super) lineup_action: Action,
}

impl SiteData {
    /// The section as shown; none when there is nothing to show.
    pub(super) fn section(&self, content: &BlockContent, around: &Surroundings<'_>) -> Option<Section> {
        match content {
            BlockContent::Overview(overview) => self.shown_overview(overview, around.description),
            BlockContent::Outcomes(data) => Some(Section::Outcomes {
                heading: data.heading.clone(),
                lead_html: self.html(&data.lead.0),
                items: data.items.iter().map(|item| item.value.clone()).collect(),
            }),
            BlockContent::Audience(data) => Some(Section::Audience {
                heading: data.heading.clone(),
                items_html: data.items.iter().map(|item| self.html(&item.value.0)).collect(),
                picture: self.picture(data.image.as_ref()),
                picture_first: data.image_first,
            }),
            BlockContent::Lineup(data) => self.shown_lineup(data, around),
            BlockContent::Faq(data) => {
                let items: Vec<_> = data
                    .items
                    .iter()
                    .map(|item| (item.value.question.clone(), self.html(&item.value.answer.0)))
                    .collect();
                (!items.is_empty()).then_some(Section::Faq { items })
            }
            BlockContent::IconGrid(_)
            | BlockContent::Testimonials(_)
            | BlockContent::Faculty(_)
            | BlockContent::News(_) => self.shown_list(content),
            BlockContent::TextImage(_)
            | BlockContent::Text(_)
            | BlockContent::TextVideo(_)
            | BlockContent::ImageCarousel(_) => self.shown_text(content),
            // The enterprise page lays its own sections out; the others are told to learners or feeds, or cannot be shown.
            BlockContent::CompaniesLogos(_)
            | BlockContent::LearningJourney(_)
            | BlockContent::SuccessStories(_)
            | BlockContent::LearningStrategyForm(_)
            | BlockContent::FeedHeading(_)
            | BlockContent::FeedParagraph(_)
            | BlockContent::FeedImage(_)
            | BlockContent::FeedHtml(_)
            | BlockContent::Certificate(_)
            | BlockContent::Shared(_)
            | BlockContent::Unreadable { .. } => None,
        }
    }

    fn shown_lineup(&self, data: &doc::Lineup, around: &Surroundings<'_>) -> Option<Section> {
        let cards = (around.lineup)(data);
        (!cards.is_empty()).then(|| Section::Lineup {
            heading: data.heading.clone(),
            body_html: self.html(&data.body.0),
            cards,
            action: around.lineup_action.clone(),
        })
    }

    fn shown_list(&self, content: &BlockContent) -> Option<Section> {
        match content {
            BlockContent::IconGrid(data) => {
                let cell = |item: &doc::Item<doc::Technique>| {
                    (self.picture(item.value.image.as_ref()), item.value.heading.clone(), item.value.text.clone())
                };
                Some(Section::IconGrid { heading: data.heading.clone(), items: data.items.iter().map(cell).collect() })
            }
            BlockContent::Testimonials(data) => {
                let quote = |item: &doc::Item<doc::Testimonial>| Quote {
                    name: item.value.name.clone(),
                    title: item.value.title.clone(),
                    picture: self.picture(item.value.image.as_ref()),
                    text: item.value.quote.clone(),
                };
                let quotes = data.items.iter().map(quote).collect();
                Some(Section::Testimonials { heading: data.heading.clone(), subhead: data.subhead.clone(), quotes })
            }
            BlockContent::Faculty(data) => {
                let member = |item: &doc::Item<doc::Member>| FacultyMember {
                    name: item.value.name.clone(),
                    picture: self.picture(item.value.image.as_ref()),
                    text_html: self.html(&item.value.description.0),
                };
                let members = data.members.iter().map(member).collect();
                Some(Section::Faculty { heading: data.heading.clone(), subhead: data.subhead.clone(), members })
            }
            BlockContent::News(data) => {
                let entry = |item: &doc::Item<doc::NewsEntry>| NewsItem {
                    kind: item.value.kind.clone(),
                    title: item.value.title.clone(),
                    picture: self.picture(item.value.image.as_ref()),
                    text: item.value.text.clone(),
                    action: self.button(&item.value.action),
                };
                Some(Section::News { heading: data.heading.clone(), items: data.items.iter().map(entry).collect() })
            }
            _ => None,
        }
    }

    fn shown_text(&self, content: &BlockContent) -> Option<Section> {
        match content {
            BlockContent::TextImage(data) => Some(Section::TextImage {
                heading: data.heading.clone(),
                body_html: self.html(&data.body.0),
                action: self.button(&data.action),
                picture: self.picture(data.image.as_ref()),
                picture_first: data.image_first,
                dark: data.dark,
            }),
            BlockContent::Text(data) => Some(Section::Text {
                heading: data.heading.clone(),
                body_html: self.html(&data.body.0),
                action: self.button(&data.action),
                dark: data.dark,
            }),
            BlockContent::TextVideo(data) => Some(Section::TextVideo {
                heading: data.heading.clone(),
                body_html: self.html(&data.body.0),
                action: self.button(&data.action),
                video_url: filled(&data.video_url),
                video_first: data.video_first,
                dark: data.dark,
            }),
            BlockContent::ImageCarousel(data) => {
                let pictures: Vec<_> =
                    data.images.iter().filter_map(|item| self.picture(item.value.as_ref())).collect();
                (!pictures.is_empty()).then(|| Section::ImageCarousel { heading: data.heading.clone(), pictures })
            }
            _ => None,
        }
    }

    fn shown_overview(&self, overview: &doc::Overview, description: &str) -> Option<Section> {
        let body = if overview.body.is_empty() { description } else { &overview.body.0 };
        let shown = !overview.heading.trim().is_empty() || !body.trim().is_empty();
        shown.then(|| Section::Overview { heading: overview.heading.clone(), body_html: self.html(body) })
    }

    /// A button needs both its text and a target that may be followed.
    pub(super) fn button(&self, action: &CallToAction) -> Action {
        let url = self.address(&action.url).filter(|_| !action.title.trim().is_empty())?;
        Some(Link { title: action.title.clone(), url })
    }
}

pub(super) fn filled(text: &str) -> Option<String> {
    (!text.trim().is_empty()).then(|| text.to_owned())
}

//! Which sections are shown, and under which anchor.

use xpro_cms::delivery::Section;

/// The anchor (cms.md 3.13).
pub(in super::super) fn anchor(section: &Section) -> &'static str {
    match section {
        Section::Overview { .. } => "courseOverview",
        Section::Outcomes { .. } => "learningOutcomes",
        Section::Audience { .. } => "targetAudience",
        Section::IconGrid { .. } => "learningTechniques",
        Section::Testimonials { .. } => "testimonials",
        Section::Faculty { .. } => "faculty",
        Section::Lineup { .. } => "courseLineup",
        Section::News { .. } => "news-and-events",
        Section::TextImage { .. } => "forTeams",
        Section::Faq { .. } => "faq",
        Section::Text { .. } => "textSection",
        Section::TextVideo { .. } => "about",
        Section::ImageCarousel { .. } => "companies",
    }
}

/// A section without content is not rendered, so that no heading stands over nothing.
pub(in super::super) fn is_shown(section: &Section) -> bool {
    match section {
        Section::Overview { heading, body_html } => !heading.is_empty() || !body_html.is_empty(),
        Section::Outcomes { items, lead_html, .. } => !items.is_empty() || !lead_html.is_empty(),
        Section::Audience { items_html, .. } => !items_html.is_empty(),
        Section::IconGrid { items, .. } => !items.is_empty(),
        Section::Testimonials { quotes, .. } => !quotes.is_empty(),
        Section::Faculty { members, .. } => !members.is_empty(),
        Section::Lineup { cards, .. } => !cards.is_empty(),
        Section::News { items, .. } => !items.is_empty(),
        Section::TextImage { heading, body_html, .. }
        | Section::Text { heading, body_html, .. }
        | Section::TextVideo { heading, body_html, .. } => !heading.is_empty() || !body_html.is_empty(),
        Section::Faq { items } => !items.is_empty(),
        Section::ImageCarousel { pictures, .. } => !pictures.is_empty(),
    }
}

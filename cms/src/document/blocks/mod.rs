//! What each type of section holds (cms.md 1.4.5, 2.0.2): one file per family, and one line per type in
//! [`super::block`]. Every field has a default, so that a half-written draft loads.

mod certificate;
mod content;
mod enterprise;
mod lists;
mod news;
mod people;
mod texts;

pub use certificate::{Certificate, CertificateOverride, LogoPlacement};
pub use content::{FeedHeading, FeedHtml, FeedImage, FeedParagraph};
pub use enterprise::{CompaniesLogos, LearningJourney, LearningStrategyForm, SuccessStories, SuccessStory};
pub use lists::{Audience, Faq, IconGrid, ImageCarousel, Lineup, Outcomes, Question, Technique};
pub use news::{News, NewsEntry};
pub use people::{Faculty, Member, Testimonial, Testimonials};
pub use texts::{Overview, Text, TextImage, TextVideo};

use xpro_form::{BlockCatalog, BlockSpec, Form};

/// What the editor says of a type of section.
#[derive(Debug, Clone, Copy)]
pub(super) struct About {
    label: &'static str,
    help: &'static str,
    icon: &'static str,
    /// On the public page (cms.md 3.13).
    anchor: &'static str,
    /// A page has at most one (rule R2, invariant D3).
    only_one: bool,
    /// Permission to add one.
    permission: Option<&'static str>,
}

/// What the editor says of a type of section that a page has at most once.
const fn about(label: &'static str, icon: &'static str, anchor: &'static str, help: &'static str) -> About {
    About { label, help, icon, anchor, only_one: true, permission: None }
}

/// A type of section.
pub(super) trait BlockBody: Form {
    const ABOUT: About;
}

pub(super) fn spec<T: BlockBody>(name: &'static str) -> BlockSpec {
    let about = T::ABOUT;
    BlockSpec {
        name: name.into(),
        label: about.label.into(),
        help: about.help.into(),
        icon: about.icon.into(),
        form: T::form(),
        max_per_page: about.only_one.then_some(1),
        permission: about.permission.map(Into::into),
        anchor: about.anchor.into(),
    }
}

pub(super) fn catalog() -> BlockCatalog {
    BlockCatalog(super::block::specs())
}

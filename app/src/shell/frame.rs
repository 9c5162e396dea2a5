//! What the document needs to know besides the page itself.

use super::Head;
use crate::desk::StudioAssets;
use xpro_cms::delivery::{Facet, Link};

/// Everything around one page.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// The school.
    pub site: SiteFrame,
    /// Addresses of built files.
    pub assets: Assets,
    /// Title and the facts for search engines.
    pub head: Head,
    /// Parent topics with visible courses, for the header's menu.
    pub topics: Vec<Facet>,
    /// Which bundle brings the page to life.
    pub bundle: Bundle,
    /// For whom the page is rendered.
    pub viewer: Viewer,
}

/// The school's settings as far as every page shows them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SiteFrame {
    /// Name, in titles, header and footer.
    pub name: String,
    /// One sentence under the name in the footer.
    pub tagline: String,
    /// Public origin without a trailing slash.
    pub base_url: String,
    /// Picture of the logo; without one the name is set in type.
    pub logo_url: Option<String>,
    /// Where people get help.
    pub support_email: String,
    /// What the header links besides courses and programs.
    pub places: Vec<Link>,
    /// The footer.
    pub footer: Footer,
    /// The newest site notice (cms.md 3.0.3).
    pub notice: Option<SiteNotice>,
}

/// What the footer holds (cms.md 3.0.4).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Footer {
    /// "Help & FAQ"; left out when empty.
    pub help_url: String,
    /// "Contact Us"; left out when empty.
    pub contact_url: String,
    /// Lines of the postal address.
    pub address: Vec<String>,
    /// About us, terms, privacy, honor code, accessibility, in order.
    pub links: Vec<Link>,
    /// Profiles elsewhere.
    pub social: Vec<Link>,
    /// Year of the copyright line.
    pub year: i32,
}

/// A message above the header of every page, until it is dismissed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteNotice {
    /// Its id: dismissing it hides this one only.
    pub id: i64,
    /// One sentence, sanitized.
    pub message_html: String,
    /// How loud it is: `info`, `warning`, `alert`.
    pub color: &'static str,
}

/// Addresses of built files, as the asset list names them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Assets {
    /// `site.css`.
    pub css: String,
    /// The small style sheet with the school's own accent, `/brand.css`; none keeps the house colors.
    pub brand_css: Option<String>,
    /// `site.boot.js`; none when the bundle has not been built.
    pub site_boot: Option<String>,
    /// `account.boot.js`; none when the bundle has not been built.
    pub account_boot: Option<String>,
    /// `notice.js`, which hides a dismissed notice before anything is painted.
    pub notice_js: Option<String>,
    /// `fonts/serif-latin.woff2` and `fonts/sans-latin.woff2`.
    pub fonts: Vec<String>,
    /// `icons/favicon.svg`.
    pub favicon: Option<String>,
    /// The studio's files; none when the bundle has not been built.
    pub studio: Option<StudioAssets>,
}

/// Which wasm bundle a page asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Bundle {
    /// The storefront's islands.
    #[default]
    Site,
    /// The islands of checkout, profile and dashboard.
    Account,
    /// No scripts at all.
    None,
}

/// For whom a page is rendered. Public pages are for everybody, so they never name anyone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Viewer {
    /// A public page: an island asks who it is.
    #[default]
    Everybody,
    /// A private page, nobody signed in.
    Anonymous,
    /// A private page of this person.
    Person(Person),
}

/// The person a private page is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Full name.
    pub name: String,
    /// Whether the staff desk is offered.
    pub is_staff: bool,
}

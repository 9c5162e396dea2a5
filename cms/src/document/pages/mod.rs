//! What each kind of page holds and where it may stand (cms.md 1.2 to 1.4): one file per kind, and one line per kind in
//! [`super::kind`].

pub(super) mod blog_index;
pub(super) mod catalog;
pub(super) mod certificate_index;
pub(super) mod course;
pub(super) mod course_index;
pub(super) mod enterprise;
pub(super) mod external_course;
pub(super) mod external_program;
pub(super) mod home;
mod index_page;
mod product;
pub(super) mod program;
pub(super) mod program_index;
mod promote;
pub(super) mod resource;
pub(super) mod webinar;
pub(super) mod webinar_index;

pub use blog_index::BlogIndexPage;
pub use enterprise::{BannerHeading, EnterprisePage};
pub use home::HomePage;
pub use index_page::IndexPage;
pub use product::ProductPage;
pub use promote::Promote;
pub use resource::{ResourcePage, ResourcePart};
pub use webinar::{WebinarCategory, WebinarPage};
pub use webinar_index::WebinarIndexPage;

use super::{Block, PageKind, Problem};
use xpro_form::{FieldSpec, FormSpec, Limit, Tab, group, line};

/// Where a kind of page may stand, and what it is there.
pub struct Place {
    /// What editors read.
    pub label: &'static str,
    /// What it is for.
    pub help: &'static str,
    /// Kinds it may stand under; none for the root.
    pub parents: &'static [PageKind],
    /// How many there may be.
    pub limit: Limit,
    /// The slug that editors cannot change (rule R5).
    pub fixed_slug: Option<&'static str>,
    /// Visitors can open it.
    pub has_url: bool,
    /// Search engines are told of it.
    pub in_sitemap: bool,
    /// What it holds.
    pub form: fn() -> FormSpec,
    /// Rules that the form cannot say, checked when publishing.
    pub rules: fn(&super::PageDocument) -> Vec<Problem>,
}

impl Place {
    /// A page below the home page, any number, with its own address; the rest is said with struct update syntax.
    const PLAIN: Place = Place {
        label: "",
        help: "",
        parents: &[PageKind::HomePage],
        limit: Limit::None,
        fixed_slug: None,
        has_url: true,
        in_sitemap: true,
        form: FormSpec::default,
        rules: |_| Vec::new(),
    };

    /// One below the home page, at a fixed address.
    const fn only_one_at(slug: &'static str) -> Place {
        Place { fixed_slug: Some(slug), limit: Limit::OnePerSite, ..Place::PLAIN }
    }
}

/// What all page documents have.
pub(super) trait PageBody {
    fn title(&self) -> &str;
    fn promote(&self) -> &Promote;
    fn sections(&self) -> &[Block] {
        &[]
    }
    fn sections_mut(&mut self) -> Option<&mut Vec<Block>> {
        None
    }
    fn product(&self) -> Option<&ProductPage> {
        None
    }
    fn product_mut(&mut self) -> Option<&mut ProductPage> {
        None
    }
}

/// The common part of a page's document; with `sections` for those that have them.
macro_rules! page_body {
    ($name:ident $(, $sections:ident)?) => {
        impl $crate::document::pages::PageBody for $name {
            fn title(&self) -> &str {
                &self.title
            }
            fn promote(&self) -> &$crate::document::pages::Promote {
                &self.promote
            }
            $(
                fn sections(&self) -> &[$crate::document::Block] {
                    &self.$sections
                }
                fn sections_mut(&mut self) -> Option<&mut Vec<$crate::document::Block>> {
                    Some(&mut self.$sections)
                }
            )?
        }
    };
}
use page_body;

/// The title of a page.
fn page_title() -> FieldSpec {
    line(255).required()
}

/// The "Promote" tab of a page.
fn promote_tab() -> FieldSpec {
    group::<Promote>().tab(Tab::Promote)
}

//! The kinds of page (cms.md 1.1, 1.2): each is a file in [`super::pages`] and a line here.

use super::{
    Block, BlockContent, DocumentError,
    pages::{self, *},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;
use xpro_form::{KindSpec, Limit, Text};

use crate::tree::RESERVED_SLUGS;

/// Declares every kind once: name, type of its document, module with its place.
macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident($body:ty) in $module:ident),* $(,)?) => {
        /// What kind of page it is; the names are the machine names of cms.md 1.2 without their `cms.` prefix.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum PageKind { $($(#[$doc])* $kind,)* }

        impl PageKind {
            /// All of them.
            pub const ALL: [PageKind; [$(stringify!($kind)),*].len()] = [$(PageKind::$kind),*];

            /// The machine name, as stored.
            pub fn name(self) -> &'static str {
                match self { $(PageKind::$kind => stringify!($kind),)* }
            }

            /// Where it may stand, and what it is there.
            pub fn place(self) -> &'static Place {
                match self { $(PageKind::$kind => &pages::$module::PLACE,)* }
            }
        }

        /// What a page says, typed by its kind.
        #[derive(Debug, Clone, PartialEq)]
        pub enum PageDocument { $($(#[$doc])* $kind($body),)* }

        impl PageDocument {
            /// Its kind.
            pub fn kind(&self) -> PageKind {
                match self { $(PageDocument::$kind(_) => PageKind::$kind,)* }
            }

            fn body(&self) -> &dyn PageBody {
                match self { $(PageDocument::$kind(page) => page,)* }
            }

            fn body_mut(&mut self) -> &mut dyn PageBody {
                match self { $(PageDocument::$kind(page) => page,)* }
            }

            pub(super) fn parse(kind: PageKind, body: Value) -> Result<Self, DocumentError> {
                match kind { $(PageKind::$kind => parse(body).map(PageDocument::$kind),)* }
            }

            pub(super) fn to_body(&self) -> Result<Value, serde_json::Error> {
                match self { $(PageDocument::$kind(page) => serde_json::to_value(page),)* }
            }
        }
    };
}

kinds! {
    /// `/`
    HomePage(HomePage) in home,
    /// `/courses/`, which only holds course pages.
    CourseIndexPage(IndexPage) in course_index,
    /// `/programs/`, which only holds program pages.
    ProgramIndexPage(IndexPage) in program_index,
    /// `/catalog/`
    CatalogPage(IndexPage) in catalog,
    /// `/certificate/`, which only routes to certificates.
    CertificateIndexPage(IndexPage) in certificate_index,
    /// `/webinars/`
    WebinarIndexPage(WebinarIndexPage) in webinar_index,
    /// A webinar.
    WebinarPage(WebinarPage) in webinar,
    /// `/blog/`
    BlogIndexPage(BlogIndexPage) in blog_index,
    /// `/enterprise/`
    EnterprisePage(EnterprisePage) in enterprise,
    /// A course of our own.
    CoursePage(ProductPage) in course,
    /// A course sold by a vendor.
    ExternalCoursePage(ProductPage) in external_course,
    /// A program of our own.
    ProgramPage(ProductPage) in program,
    /// A program sold by a vendor.
    ExternalProgramPage(ProductPage) in external_program,
    /// A plain text page such as `/terms-of-service/`.
    ResourcePage(ResourcePage) in resource,
}

fn parse<T: DeserializeOwned>(body: Value) -> Result<T, DocumentError> {
    serde_json::from_value(body).map_err(|error| DocumentError::Malformed(error.to_string()))
}

impl PageKind {
    /// The kind of this machine name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// What editors read.
    pub fn label(self) -> &'static str {
        self.place().label
    }

    /// The only kind it may stand under; none stands at the root.
    pub fn parent(self) -> Option<PageKind> {
        self.place().parents.first().copied()
    }

    /// Whether it may stand under a page of this kind, none being the root (rules R1, R4).
    pub fn may_stand_under(self, parent: Option<PageKind>) -> bool {
        match parent {
            None => self.place().parents.is_empty(),
            Some(parent) => self.place().parents.contains(&parent),
        }
    }

    /// The kinds that may stand under it.
    pub fn children(self) -> impl Iterator<Item = PageKind> {
        Self::ALL.into_iter().filter(move |kind| kind.place().parents.contains(&self))
    }

    /// At most one in the site, drafts included (rule R3).
    pub fn is_only_one(self) -> bool {
        self.place().limit == Limit::OnePerSite
    }

    /// The slug that editors cannot change (rule R5).
    pub fn fixed_slug(self) -> Option<&'static str> {
        self.place().fixed_slug
    }

    /// Whether a page of this kind may have this slug: those of the application and of kinds with a fixed address are theirs
    /// (rules U4, R5).
    pub fn may_have_slug(self, slug: &str) -> bool {
        if let Some(fixed) = self.fixed_slug() {
            return slug == fixed;
        }
        let is_below_home = self.parent() == Some(PageKind::HomePage);
        let is_fixed = || PageKind::ALL.into_iter().any(|kind| kind.fixed_slug() == Some(slug));
        !is_below_home || !(RESERVED_SLUGS.contains(&slug) || is_fixed())
    }

    /// Whether visitors can open it; index pages only route to their children.
    pub fn has_own_url(self) -> bool {
        self.place().has_url
    }

    /// Whether search engines are told of it.
    pub fn is_in_sitemap(self) -> bool {
        self.place().in_sitemap
    }

    /// Whether it describes a course or a program.
    pub fn is_product(self) -> bool {
        self.is_course() || self.is_program()
    }

    /// Whether it describes a course.
    pub fn is_course(self) -> bool {
        matches!(self, PageKind::CoursePage | PageKind::ExternalCoursePage)
    }

    /// Whether it describes a program.
    pub fn is_program(self) -> bool {
        matches!(self, PageKind::ProgramPage | PageKind::ExternalProgramPage)
    }

    /// Whether it describes something that a vendor sells.
    pub fn is_external(self) -> bool {
        matches!(self, PageKind::ExternalCoursePage | PageKind::ExternalProgramPage)
    }

    pub(crate) fn spec(self) -> KindSpec {
        let place = self.place();
        let reserved: &[&'static str] = if self == PageKind::HomePage { &RESERVED_SLUGS } else { &[] };
        KindSpec {
            name: self.name().into(),
            label: place.label.into(),
            help: place.help.into(),
            form: (place.form)(),
            parents: place.parents.iter().map(|kind| kind.name().into()).collect(),
            children: self.children().map(|kind| kind.name().into()).collect(),
            limit: place.limit,
            has_url: place.has_url,
            fixed_slug: place.fixed_slug.map(Text::from),
            slug_from_product: self.is_product(),
            reserved_slugs: reserved.iter().map(|slug| Text::from(*slug)).collect(),
            in_sitemap: place.in_sitemap,
        }
    }
}

impl std::fmt::Display for PageKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

impl PageDocument {
    /// Title of the page.
    pub fn title(&self) -> &str {
        self.body().title()
    }

    /// What search engines are told.
    pub fn promote(&self) -> &Promote {
        self.body().promote()
    }

    /// The fields of a course or program page.
    pub fn product(&self) -> Option<&ProductPage> {
        self.body().product()
    }

    /// See [`PageDocument::product`].
    pub fn product_mut(&mut self) -> Option<&mut ProductPage> {
        self.body_mut().product_mut()
    }

    /// The page's sections, hidden ones included.
    pub fn sections(&self) -> &[Block] {
        self.body().sections()
    }

    /// See [`PageDocument::sections`]; none for kinds without.
    pub fn sections_mut(&mut self) -> Option<&mut Vec<Block>> {
        self.body_mut().sections_mut()
    }

    /// A product page of this kind; none when the kind describes nothing.
    pub fn new_product(kind: PageKind, page: ProductPage) -> Option<Self> {
        match kind {
            PageKind::CoursePage => Some(PageDocument::CoursePage(page)),
            PageKind::ExternalCoursePage => Some(PageDocument::ExternalCoursePage(page)),
            PageKind::ProgramPage => Some(PageDocument::ProgramPage(page)),
            PageKind::ExternalProgramPage => Some(PageDocument::ExternalProgramPage(page)),
            _ => None,
        }
    }

    /// The page's sections that are shown.
    pub(crate) fn shown(&self) -> impl Iterator<Item = &BlockContent> {
        self.sections().iter().filter(|block| !block.hidden).map(|block| &block.content)
    }
}

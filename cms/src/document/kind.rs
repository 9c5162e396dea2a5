//! The kinds of page and where each may stand in the tree (cms.md 1.1, 1.2).

use serde::{Deserialize, Serialize};

/// What kind of page it is; the names are the machine names of cms.md 1.2 without their `cms.` prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PageKind {
    /// `/`
    HomePage,
    /// `/courses/`, which only holds course pages.
    CourseIndexPage,
    /// `/programs/`, which only holds program pages.
    ProgramIndexPage,
    /// `/catalog/`
    CatalogPage,
    /// A course of our own.
    CoursePage,
    /// A course sold by a vendor.
    ExternalCoursePage,
    /// A program of our own.
    ProgramPage,
    /// A program sold by a vendor.
    ExternalProgramPage,
    /// A plain text page such as `/terms-of-service/`.
    ResourcePage,
}

impl PageKind {
    /// All of them.
    pub const ALL: [PageKind; 9] = [
        PageKind::HomePage,
        PageKind::CourseIndexPage,
        PageKind::ProgramIndexPage,
        PageKind::CatalogPage,
        PageKind::CoursePage,
        PageKind::ExternalCoursePage,
        PageKind::ProgramPage,
        PageKind::ExternalProgramPage,
        PageKind::ResourcePage,
    ];

    /// The machine name, as stored.
    pub fn name(self) -> &'static str {
        match self {
            PageKind::HomePage => "HomePage",
            PageKind::CourseIndexPage => "CourseIndexPage",
            PageKind::ProgramIndexPage => "ProgramIndexPage",
            PageKind::CatalogPage => "CatalogPage",
            PageKind::CoursePage => "CoursePage",
            PageKind::ExternalCoursePage => "ExternalCoursePage",
            PageKind::ProgramPage => "ProgramPage",
            PageKind::ExternalProgramPage => "ExternalProgramPage",
            PageKind::ResourcePage => "ResourcePage",
        }
    }

    /// The kind of this machine name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// What editors read.
    pub fn label(self) -> &'static str {
        match self {
            PageKind::HomePage => "Home page",
            PageKind::CourseIndexPage => "Course index page",
            PageKind::ProgramIndexPage => "Program index page",
            PageKind::CatalogPage => "Catalog page",
            PageKind::CoursePage => "Course page",
            PageKind::ExternalCoursePage => "External course page",
            PageKind::ProgramPage => "Program page",
            PageKind::ExternalProgramPage => "External program page",
            PageKind::ResourcePage => "Resource page",
        }
    }

    /// The only kind it may stand under; none stands at the root.
    pub fn parent(self) -> Option<PageKind> {
        match self {
            PageKind::HomePage => None,
            PageKind::CourseIndexPage | PageKind::ProgramIndexPage | PageKind::CatalogPage | PageKind::ResourcePage => {
                Some(PageKind::HomePage)
            }
            PageKind::CoursePage | PageKind::ExternalCoursePage => Some(PageKind::CourseIndexPage),
            PageKind::ProgramPage | PageKind::ExternalProgramPage => Some(PageKind::ProgramIndexPage),
        }
    }

    /// At most one in the site, drafts included (rule R3).
    pub fn is_only_one(self) -> bool {
        self.fixed_slug().is_some() || self == PageKind::HomePage
    }

    /// The slug that editors cannot change (rule R5).
    pub fn fixed_slug(self) -> Option<&'static str> {
        match self {
            PageKind::CourseIndexPage => Some("courses"),
            PageKind::ProgramIndexPage => Some("programs"),
            PageKind::CatalogPage => Some("catalog"),
            _ => None,
        }
    }

    /// Whether visitors can open it; index pages only route to their children.
    pub fn has_own_url(self) -> bool {
        !matches!(self, PageKind::CourseIndexPage | PageKind::ProgramIndexPage)
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
}

impl std::fmt::Display for PageKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

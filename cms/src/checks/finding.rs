//! What was found.

use crate::document::{Problem, Severity};
use serde::{Deserialize, Serialize};

/// Declares the looks once: variant and name.
macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal),* $(,)?) => {
        /// What kind of finding it is; stays the same when the wording changes.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum Code {
            $($(#[$doc])* #[serde(rename = $name)] $variant,)*
        }

        impl Code {
            /// Its name, for people who confirm it and for the log.
            pub fn name(self) -> &'static str {
                match self {
                    $(Code::$variant => $name,)*
                }
            }
        }
    };
}

codes! {
    /// A field is missing, too long, or does not fit another one.
    Field = "field",
    /// A text cannot be read.
    Unreadable = "unreadable",
    /// A rich text holds what its place does not show, such as a picture in a notification.
    Feature = "feature",
    /// Headings leave a level out.
    HeadingOrder = "heading_order",
    /// A picture without a text for those who do not see it.
    AltMissing = "alt_missing",
    /// Its text is the name of a file.
    AltFileName = "alt_file_name",
    /// A picture smaller than its place.
    ImageSmall = "image_small",
    /// Text that is hard to read on its ground.
    Contrast = "contrast",
    /// A link or a choice that leads nowhere.
    LinkDead = "link_dead",
    /// A link to what visitors cannot open yet.
    LinkUnpublished = "link_unpublished",
    /// An address of this site that no page has.
    LinkUnknown = "link_unknown",
    /// A link to another site that did not work when it was last asked.
    LinkExternalDead = "link_external_dead",
    /// The title tag is cut off in search results.
    TitleLong = "title_long",
    /// Nothing is said to search engines.
    DescriptionMissing = "description_missing",
    /// What is said to search engines is cut off.
    DescriptionLong = "description_long",
    /// A run's dates do not fit each other.
    RunDates = "run_dates",
    /// Nobody can enroll.
    NoOpenRun = "no_open_run",
    /// A run that is not this course's, or is not offered.
    RunElsewhere = "run_elsewhere",
    /// What the page sells has no price.
    NoPrice = "no_price",
    /// The page is in the trash, or gone.
    PageDeleted = "page_deleted",
    /// Another open release holds the page too.
    InTwoReleases = "in_two_releases",
    /// Visitors see a newer text than the one that would go live.
    OlderThanLive = "older_than_live",
    /// Visitors see this text already.
    AlreadyLive = "already_live",
    /// Another page has the address.
    AddressTaken = "address_taken",
    /// Another page of the release describes the same course or program, or stands out too.
    Collides = "collides",
    /// The page would leave before it comes.
    Expires = "expires",
    /// What the price is for is gone.
    PriceTarget = "price_target",
    /// Nobody can buy at the price yet.
    ProductInactive = "product_inactive",
}

/// Something to put right, or to ask about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The field, as in [`Problem::path`]; empty for the whole page, `#price` for the price panel.
    pub path: String,
    /// Whether it stops or asks.
    pub severity: Severity,
    /// What to do about it, for the editor.
    pub message: String,
    /// What kind it is.
    pub code: Code,
}

impl Finding {
    /// Something that stops.
    pub fn error(code: Code, path: impl Into<String>, message: impl Into<String>) -> Self {
        Finding { path: path.into(), severity: Severity::Error, message: message.into(), code }
    }

    /// Something to ask about.
    pub fn warning(code: Code, path: impl Into<String>, message: impl Into<String>) -> Self {
        Finding { path: path.into(), severity: Severity::Warning, message: message.into(), code }
    }

    /// Whether it stops.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// Names it for the person who confirms it: kind and field.
    pub fn key(&self) -> String {
        format!("{}@{}", self.code.name(), self.path)
    }
}

impl From<Problem> for Finding {
    fn from(problem: Problem) -> Self {
        Finding { path: problem.path, severity: problem.severity, message: problem.message, code: Code::Field }
    }
}

impl From<Finding> for Problem {
    fn from(finding: Finding) -> Self {
        Problem { path: finding.path, message: finding.message, severity: finding.severity }
    }
}

//! What a certificate states (cms.md 1.4.6).

use super::{About, BlockBody, about};
use crate::document::{ImageUse, Item};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use xpro_form::{Target, choice, decimal, distinct, flag, form, image_of, line, list, list_of, reference, snippet};
use xpro_kernel::{CourseRunId, SnippetId};

/// Where the partner's logo stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogoPlacement {
    /// Before our own.
    First,
    /// After our own.
    #[default]
    Second,
    /// Nowhere.
    Hidden,
}

impl LogoPlacement {
    /// The number that the reference's API gives.
    pub fn number(self) -> Option<u8> {
        match self {
            LogoPlacement::First => Some(1),
            LogoPlacement::Second => Some(2),
            LogoPlacement::Hidden => None,
        }
    }
}

form! {
    /// Units of one run that differ from the course's.
    CertificateOverride {
        /// Which run.
        run: Option<CourseRunId> = reference(Target::CourseRun).required(),
        /// Its continuing education units.
        ceus: Option<Decimal> = decimal(5, 2).required().label("CEUs"),
    }
}
form! {
    /// What a certificate states; not shown on the page itself, but its CEUs are.
    Certificate {
        /// As printed.
        product_name: String = line(250).required().label("Course or program name"),
        /// Replaces the default institute line.
        institute_text: String = line(255),
        /// Continuing education units.
        ceus: Option<Decimal> = decimal(5, 2).label("CEUs"),
        /// At least 250×100.
        partner_logo: Option<ImageUse> = image_of(250, 100),
        /// Where the partner's logo stands.
        partner_logo_placement: LogoPlacement =
            choice(&[("first", "First"), ("second", "Second"), ("hidden", "No display")]).required().starts_as("second"),
        /// Show the seal although a partner's logo is set.
        display_mit_seal: bool = flag().label("Display MIT seal"),
        /// Runs with other units.
        overrides: Vec<Item<CertificateOverride>> = list_of::<CertificateOverride>(),
        /// Who signs, in order.
        signatories: Vec<Item<Option<SnippetId>>> = list(snippet("signatory").required()).at_most(5),
        /// Learners who pass receive a certificate. On pages of our own courses and programs somebody has to sign it.
        issued: bool = flag().label("Issue certificates").starts_as(true),
    }
    rules {
        distinct("overrides", "run", "A run may be named only once."),
    }
}
impl BlockBody for Certificate {
    const ABOUT: About =
        about("Certificate", "certificate", "", "What certificates state. The page itself shows the CEUs.");
}

//! Somebody who signs certificates (cms.md 1.4.7).

use super::About;
use crate::document::ImageUse;
use xpro_form::{form, image_of, line};

form! {
    /// Somebody who signs certificates.
    Signatory {
        /// As printed.
        name: String = line(250).required(),
        /// Below the name.
        title_1: String = line(250).label("First title"),
        /// Below the first title.
        title_2: String = line(250).label("Second title"),
        /// Below the titles.
        organization: String = line(250),
        /// At least 150×50.
        signature_image: Option<ImageUse> = image_of(150, 50).label("Signature"),
    }
}

/// What the editor says of it.
pub(super) const ABOUT: About = About {
    label: "Signatory",
    plural: "Signatories",
    help: "Somebody who signs certificates.",
    icon: "signature",
    named_by: "name",
};

//! What is said once and used in many places (cms.md 4.1, 4.6; the reference's signatories and common pages).

mod faq_set;
mod shared_section;
mod signatory;
mod site_notification;
mod testimonial;

pub use faq_set::FaqSet;
pub use shared_section::SharedSection;
pub use signatory::Signatory;
pub use site_notification::{NoticeColor, SiteNotification};

use super::{DocumentError, SCHEMA, StoredDocument, Testimonial, declarations, upgrade_snippet};
use serde_json::Value;
use xpro_form::{Form, Mode, Problem, SnippetSpec, check};

/// What the editor says of a kind of snippet.
struct About {
    label: &'static str,
    plural: &'static str,
    help: &'static str,
    icon: &'static str,
    named_by: &'static str,
}

/// Declares every kind once: variant, stored name, type of its body, module that says what it is.
macro_rules! snippets {
    ($($(#[$doc:meta])* $kind:ident($body:ty) = $name:literal in $module:ident),* $(,)?) => {
        /// What kind of snippet it is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum SnippetKind { $($(#[$doc])* $kind,)* }

        /// What a snippet says, typed by its kind.
        #[derive(Debug, Clone, PartialEq)]
        pub enum SnippetDocument { $($(#[$doc])* $kind($body),)* }

        impl SnippetKind {
            /// All of them.
            pub const ALL: [SnippetKind; [$($name),*].len()] = [$(SnippetKind::$kind),*];

            /// As stored.
            pub fn name(self) -> &'static str {
                match self { $(SnippetKind::$kind => $name,)* }
            }

            pub(super) fn spec(self) -> SnippetSpec {
                let (about, form) = match self { $(SnippetKind::$kind => ($module::ABOUT, <$body>::form()),)* };
                SnippetSpec {
                    name: self.name().into(),
                    label: about.label.into(),
                    plural: about.plural.into(),
                    help: about.help.into(),
                    icon: about.icon.into(),
                    form,
                    named_by: about.named_by.into(),
                }
            }
        }

        impl SnippetDocument {
            /// Its kind.
            pub fn kind(&self) -> SnippetKind {
                match self { $(SnippetDocument::$kind(_) => SnippetKind::$kind,)* }
            }

            fn parse(kind: SnippetKind, body: Value) -> Result<Self, serde_json::Error> {
                match kind { $(SnippetKind::$kind => serde_json::from_value(body).map(SnippetDocument::$kind),)* }
            }

            fn to_body(&self) -> Result<Value, serde_json::Error> {
                match self { $(SnippetDocument::$kind(body) => serde_json::to_value(body),)* }
            }
        }
    };
}

snippets! {
    /// Somebody who signs certificates.
    Signatory(Signatory) = "signatory" in signatory,
    /// A section that several pages show.
    SharedSection(SharedSection) = "shared_section" in shared_section,
    /// A learner's words that several pages show.
    Testimonial(Testimonial) = "testimonial" in testimonial,
    /// Questions that several pages answer.
    FaqSet(FaqSet) = "faq_set" in faq_set,
    /// What every page says at its top.
    SiteNotification(SiteNotification) = "site_notification" in site_notification,
}

impl SnippetKind {
    /// The kind of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// What is wrong with a body of this kind, before it is read.
    pub fn check_body(self, body: &Value, mode: Mode) -> Vec<Problem> {
        let declared = declarations();
        declared.snippet(self.name()).map(|spec| check(&spec.form, &declared.blocks, body, mode)).unwrap_or_default()
    }
}

impl SnippetDocument {
    /// Reads a stored body, upgrading it when it is older.
    ///
    /// # Errors
    /// When nothing of it can be used.
    pub fn read(kind: SnippetKind, stored: StoredDocument) -> Result<Self, DocumentError> {
        let body = upgrade_snippet(stored.body, stored.schema)?;
        SnippetDocument::parse(kind, body).map_err(|error| DocumentError::Malformed(error.to_string()))
    }

    /// The body to store.
    ///
    /// # Errors
    /// Never for documents of this program's types; serialization could in principle fail.
    pub fn to_stored(&self) -> Result<StoredDocument, DocumentError> {
        let body = self.to_body().map_err(|error| DocumentError::Malformed(error.to_string()))?;
        Ok(StoredDocument { schema: SCHEMA, body })
    }

    /// What lists call it.
    pub fn name(&self) -> String {
        match self {
            SnippetDocument::Signatory(signatory) => signatory.name.clone(),
            SnippetDocument::SharedSection(shared) => shared.name.clone(),
            SnippetDocument::Testimonial(testimonial) => testimonial.name.clone(),
            SnippetDocument::FaqSet(set) => set.name.clone(),
            SnippetDocument::SiteNotification(notification) => crate::richtext::excerpt(&notification.message.0, 100),
        }
    }
}

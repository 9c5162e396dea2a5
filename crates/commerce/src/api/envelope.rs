//! `{"errors": …, "codes": […]}`: the three shapes that clients tell apart (ecommerce.md 3.0, D-21).

use crate::{basket::Fault, pricing::CodeProblem};
use serde::Serialize;
use std::collections::BTreeMap;

/// The body of a 400.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ErrorEnvelope {
    /// What is wrong, for people.
    pub errors: Errors,
    /// What is wrong, for programs.
    pub codes: Vec<&'static str>,
    /// Why a code was refused: `expired`, `used_up`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'static str>,
}

/// The shape depends on the kind of rule that was broken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Errors {
    /// A field is malformed: field → messages.
    Fields(BTreeMap<&'static str, Vec<String>>),
    /// A business rule about a field: field → message.
    Rules(BTreeMap<&'static str, String>),
    /// About no single field.
    List(Vec<String>),
}

impl From<&Fault> for ErrorEnvelope {
    fn from(fault: &Fault) -> Self {
        let message = fault.message.clone();
        let errors = match fault.code {
            "basket.items.too_many"
            | "basket.items.invalid"
            | "basket.consents.unknown"
            | "basket.consents.invalid" => Errors::Fields(BTreeMap::from([(fault.field, vec![message])])),
            "basket.empty_request" | "basket.items.closed" | "basket.items.external" => Errors::List(vec![message]),
            _ => Errors::Rules(BTreeMap::from([(fault.field, message)])),
        };
        ErrorEnvelope { errors, codes: vec![fault.code], reason: fault.reason.as_ref().map(CodeProblem::name) }
    }
}

//! Why a basket cannot be changed or bought: a field, a stable code, words for people, and for codes the reason.

use crate::pricing::CodeProblem;

/// One refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// `items`, `runs`, `coupons` or `data_consents`.
    pub field: &'static str,
    /// Stable code, such as `basket.coupons.invalid` (ecommerce.md 3.4, 3.6).
    pub code: &'static str,
    /// For people.
    pub message: String,
    /// Why a code was refused.
    pub reason: Option<CodeProblem>,
}

impl Fault {
    /// A refusal.
    pub fn new(field: &'static str, code: &'static str, message: impl Into<String>) -> Self {
        Fault { field, code, message: message.into(), reason: None }
    }

    pub(crate) fn unknown_product(id: &str) -> Self {
        Fault::new("items", "basket.items.unknown_product", format!("Unknown product: {}", printable(id)))
    }

    pub(crate) fn code(code: &str, problem: CodeProblem) -> Self {
        let message = format!("The code '{}' cannot be used for this purchase. {problem}", printable(code.trim()));
        Fault { reason: Some(problem), ..Fault::new("coupons", "basket.coupons.invalid", message) }
    }

    pub(crate) fn empty_basket() -> Self {
        Fault::new("items", "checkout.items.empty", "Your basket is empty.")
    }
}

/// What was typed, short enough to be repeated in a message and without control characters.
fn printable(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(120).collect()
}

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum BasketError {
    /// The person can put it right.
    #[error("{}", .0.message)]
    Refused(Fault),
    /// The database refused.
    #[error(transparent)]
    Internal(#[from] sqlx::Error),
}

impl From<Fault> for BasketError {
    fn from(fault: Fault) -> Self {
        BasketError::Refused(fault)
    }
}

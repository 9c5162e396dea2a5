//! Why a basket cannot be changed or bought, in the shapes of the API and in words for people.

use crate::pricing::CodeProblem;

/// One refusal: the field it belongs to, its stable code, and what to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// `items`, `runs`, `coupons` or `data_consents`.
    pub field: &'static str,
    /// Stable code, such as `basket.coupons.invalid`.
    pub code: &'static str,
    /// For people.
    pub message: String,
}

impl Fault {
    /// A refusal.
    pub fn new(field: &'static str, code: &'static str, message: impl Into<String>) -> Self {
        Fault { field, code, message: message.into() }
    }

    pub(crate) fn unknown_product(id: &str) -> Self {
        Fault::new("items", "basket.items.unknown_product", format!("Unknown product: {}", id.chars().take(120).collect::<String>()))
    }

    pub(crate) fn code(code: &str, problem: CodeProblem) -> Self {
        Fault::new("coupons", "basket.coupons.invalid", format!("The code \"{}\" cannot be used for this purchase. {problem}", code.trim()))
    }
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

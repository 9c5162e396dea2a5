//! What travels between server and islands: finished texts and figures, so that nothing is computed twice.

use serde::{Deserialize, Serialize};

/// The checkout as the page shows it at first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckoutView {
    /// `Program` or `Course`.
    pub kind: String,
    /// What is bought.
    pub title: String,
    /// The courses with their dates; one unless a program is bought.
    pub courses: Vec<CourseDates>,
    /// Names this checkout, so that placing the order twice places it once.
    pub key: String,
    /// What changes while dates are chosen and codes applied.
    pub state: CheckoutState,
}

/// A course of the basket's item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourseDates {
    /// Key; the select is called `run-<id>`.
    pub id: i64,
    /// Title.
    pub title: String,
    /// Picture, if the course's page has one.
    pub image: Option<String>,
    /// Dates that can be chosen.
    pub dates: Vec<DateOption>,
}

impl CourseDates {
    /// Name and `id` of the select.
    pub fn field(&self) -> String {
        format!("run-{}", self.id)
    }
}

/// A run in a select.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateOption {
    /// The run.
    pub run: i64,
    /// `Aug 20, 2026 – Oct 1, 2026`.
    pub label: String,
}

/// The part of the checkout that moves.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckoutState {
    /// Chosen runs.
    pub runs: Vec<i64>,
    /// What stands in the code field.
    pub code: String,
    /// The code that counts.
    pub applied: Option<AppliedCode>,
    /// The figures.
    pub summary: Summary,
    /// What must be agreed to before ordering.
    pub consents: Vec<ConsentView>,
    /// What stands in the way; `field` is `runs`, `coupons`, `items` or `data_consents`.
    pub problems: Vec<Problem>,
}

impl CheckoutState {
    /// What is wrong with a field, in one text.
    pub fn problem(&self, field: &str) -> Option<String> {
        self.problems.iter().find(|problem| problem.field == field).map(|problem| problem.message.clone())
    }
}

/// An agreement about data sharing that a company's code asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentView {
    /// Key; the check box is called `consent-<id>`.
    pub id: i64,
    /// Who pays for the code and is told.
    pub company: String,
    /// The agreement, sanitized.
    pub html: String,
    /// Day of the signature; none while it is missing.
    pub signed_on: Option<String>,
    /// Ticked in a form that was sent before.
    pub is_ticked: bool,
}

impl ConsentView {
    /// Name and `id` of the check box.
    pub fn field(&self) -> String {
        format!("consent-{}", self.id)
    }
}

/// A code that lowers the price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppliedCode {
    /// As it was made.
    pub code: String,
    /// Applied without being typed, so there is nothing to remove.
    pub is_automatic: bool,
}

/// The figures, formatted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// List price.
    pub price: String,
    /// `-$225.00`; none without a discount.
    pub discount: Option<String>,
    /// After discount, before tax; none where no tax applies.
    pub before_tax: Option<String>,
    /// `GST (18%)` and the amount; none where no tax applies.
    pub tax: Option<(String, String)>,
    /// What is due.
    pub total: String,
}

/// A refusal and the field it belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The field.
    pub field: String,
    /// For people.
    pub message: String,
}

/// A change of the basket.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BasketChange {
    /// Dates chosen; none leaves them.
    pub runs: Option<Vec<i64>>,
    /// Code to apply; blank takes the present one off, none leaves it.
    pub code: Option<String>,
}

/// How far a purchase is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Phase {
    /// The payment provider has not told us yet.
    AwaitingPayment,
    /// Paid; the enrollment is being written or told to the courseware.
    SettingUp,
    /// Access is there.
    Enrolled,
    /// Could not be set up by itself; support knows.
    NeedsHelp,
}

/// The state of a purchase, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurchaseStatus {
    /// How far it is.
    pub phase: Phase,
    /// The same for people.
    pub text: String,
}

impl PurchaseStatus {
    /// Whether nothing will change by itself any more.
    pub fn is_settled(&self) -> bool {
        matches!(self.phase, Phase::Enrolled | Phase::NeedsHelp)
    }
}

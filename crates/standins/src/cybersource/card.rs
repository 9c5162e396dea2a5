//! What the payer typed on the hosted page. The card number is masked at once and never kept.

use crate::fields::Fields;

/// Card types by the gateway's code, those offered for choice.
pub(crate) const TYPES: [(&str, &str); 4] =
    [("001", "Visa"), ("002", "Mastercard"), ("003", "American Express"), ("004", "Discover")];

/// The number that the card form shows beforehand.
pub(crate) const TEST_NUMBER: &str = "4111111111111111";

/// Payment data fit to be echoed to the merchant.
#[derive(Clone, Debug)]
pub(crate) struct Card {
    pub(crate) kind: String,
    pub(crate) masked_number: String,
    pub(crate) expiry: String,
    pub(crate) forename: String,
    pub(crate) surname: String,
    pub(crate) email: String,
}

impl Card {
    /// Reads the card form; a field that was not sent takes the value that the page shows
    /// beforehand, so that a test need not fill the form.
    pub(crate) fn read(form: &Fields) -> Result<Self, String> {
        let text = |name: &str, usual: &str| form.get(name).unwrap_or(usual).trim().to_owned();
        let number: String =
            text("card_number", TEST_NUMBER).chars().filter(|letter| !letter.is_whitespace()).collect();
        if !(12..=19).contains(&number.len()) || !number.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err("The card number must have 12 to 19 digits.".into());
        }
        let kind = text("card_type", "001");
        if !TYPES.iter().any(|(code, _)| *code == kind) {
            return Err("The card type is not known.".into());
        }
        Ok(Self {
            kind,
            masked_number: mask(&number),
            expiry: text("card_expiry_date", "12-2031"),
            forename: text("bill_to_forename", "Pat"),
            surname: text("bill_to_surname", "Learner"),
            email: text("bill_to_email", "pat.learner@example.com"),
        })
    }
}

fn mask(number: &str) -> String {
    let (hidden, shown) = number.split_at(number.len() - 4);
    format!("{}{shown}", "x".repeat(hidden.len()))
}

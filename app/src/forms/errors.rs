//! What is wrong with a form, for the summary on top and for each field.

use std::collections::BTreeMap;
use time::Duration;
use xpro_accounts::FieldErrors;
use xpro_platform::throttle::Throttled;
use xpro_ui::FormError;

/// Messages of a form: per field, and about the form as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormErrors {
    fields: BTreeMap<&'static str, String>,
    whole: Vec<String>,
    retry_after: Option<Duration>,
}

/// Key under which accounts puts messages that belong to no field.
const NO_FIELD: &str = "non_field_errors";

impl FormErrors {
    /// One message about the form as a whole.
    pub fn whole(message: impl Into<String>) -> Self {
        FormErrors { whole: vec![message.into()], ..FormErrors::default() }
    }

    /// Messages about the form as a whole and per field.
    pub fn new(fields: FieldErrors, whole: Vec<String>) -> Self {
        let mut errors = FormErrors { fields, whole, retry_after: None };
        errors.whole.extend(errors.fields.remove(NO_FIELD));
        errors
    }

    /// The same messages with one field's moved to another, for forms that call it differently.
    #[must_use]
    pub fn renamed(mut self, from: &'static str, to: &'static str) -> Self {
        if let Some(message) = self.fields.remove(from) {
            self.fields.insert(to, message);
        }
        self
    }

    /// The messages about the form as a whole turned into one about a field.
    #[must_use]
    pub fn about(mut self, field: &'static str) -> Self {
        if !self.whole.is_empty() {
            let message = std::mem::take(&mut self.whole).join(" ");
            self.fields.insert(field, message);
        }
        self
    }

    /// How long the visitor has to wait before the form is looked at again; none: not at all.
    pub fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }

    /// What is wrong with a field.
    pub fn of(&self, field: &str) -> Option<String> {
        self.fields.get(field).cloned()
    }

    /// Nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.whole.is_empty()
    }

    /// Entries of the summary: the form's own first, then the fields in the order of the form.
    pub fn summary(&self, order: &[&str]) -> Vec<FormError> {
        let position = |field: &str| order.iter().position(|known| *known == field).unwrap_or(order.len());
        let mut fields: Vec<_> = self.fields.iter().collect();
        fields.sort_by_key(|(field, _)| position(field));
        let whole = self.whole.iter().map(FormError::form);
        whole.chain(fields.into_iter().map(|(field, message)| FormError::field(*field, message))).collect()
    }
}

impl From<FieldErrors> for FormErrors {
    fn from(fields: FieldErrors) -> Self {
        FormErrors::new(fields, Vec::new())
    }
}

/// Too many tries: the form comes back as it was filled in, to be sent later.
impl From<Throttled> for FormErrors {
    fn from(throttled: Throttled) -> Self {
        let minutes = (throttled.retry_after.whole_seconds().max(1) + 59) / 60;
        let pause = if minutes == 1 { "a minute".to_owned() } else { format!("{minutes} minutes") };
        let message = format!(
            "There were too many tries in a short time. Nothing was changed. Please wait {pause} and send the form again."
        );
        FormErrors { retry_after: Some(throttled.retry_after), ..FormErrors::whole(message) }
    }
}

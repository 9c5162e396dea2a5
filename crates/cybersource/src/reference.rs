//! Reference numbers: `xpro-b2c-{environment}-{order}` and `xpro-bulk-{environment}-{order}` (ecommerce.md 4.2, 4.5).

/// An order as the gateway knows it. The environment keeps test systems that share a gateway account apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OrderReference {
    /// A learner's order.
    Learner(i64),
    /// A bulk order.
    Bulk(i64),
}

/// Why a text is no reference number of this environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReferenceError {
    /// Another system's, or another environment's.
    #[error("the reference number belongs to another system or environment")]
    WrongPrefix,
    /// The right prefix, but no order number behind it.
    #[error("the reference number does not end with an order number")]
    NotANumber,
}

impl OrderReference {
    /// The reference number sent to the gateway.
    pub fn reference_number(self, environment: &str) -> String {
        let (kind, id) = match self {
            Self::Learner(id) => ("b2c", id),
            Self::Bulk(id) => ("bulk", id),
        };
        format!("xpro-{kind}-{environment}-{id}")
    }

    /// Reads a reference number of this environment. The dash after the environment is part of the prefix:
    /// `prod` must not match what `production` sent.
    ///
    /// # Errors
    /// [`ReferenceError`] for anything that [`OrderReference::reference_number`] does not write.
    pub fn parse(environment: &str, text: &str) -> Result<Self, ReferenceError> {
        let tail = |kind: &str| text.strip_prefix(&format!("xpro-{kind}-{environment}-"));
        if let Some(tail) = tail("b2c") {
            return order_id(tail).map(Self::Learner);
        }
        let tail = tail("bulk").ok_or(ReferenceError::WrongPrefix)?;
        order_id(tail).map(Self::Bulk)
    }
}

fn order_id(tail: &str) -> Result<i64, ReferenceError> {
    let plain = tail.bytes().all(|byte| byte.is_ascii_digit()) && !tail.starts_with('0');
    let id = tail.parse().ok().filter(|_| plain);
    id.ok_or(ReferenceError::NotANumber)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_written_and_read() {
        for (reference, text) in
            [(OrderReference::Learner(1001), "xpro-b2c-test-1001"), (OrderReference::Bulk(77), "xpro-bulk-test-77")]
        {
            assert_eq!(reference.reference_number("test"), text);
            assert_eq!(OrderReference::parse("test", text), Ok(reference));
        }
    }

    #[test]
    fn the_environment_ends_with_a_dash() {
        let production = OrderReference::Learner(5).reference_number("production");

        assert_eq!(OrderReference::parse("prod", &production), Err(ReferenceError::WrongPrefix));
        assert_eq!(OrderReference::parse("prod", "xpro-b2c-prod-eu-5"), Err(ReferenceError::NotANumber));
        assert_eq!(OrderReference::parse("prod", "xpro-b2c-prod5"), Err(ReferenceError::WrongPrefix));
    }

    #[test]
    fn only_plain_numbers_end_a_reference() {
        assert_eq!(OrderReference::parse("test", "XYZ-1-3"), Err(ReferenceError::WrongPrefix));
        for tail in ["NaN", "", "-5", "+5", "007", "0", "1 ", "9999999999999999999999", "１"] {
            let text = format!("xpro-b2c-test-{tail}");
            assert_eq!(OrderReference::parse("test", &text), Err(ReferenceError::NotANumber), "{text}");
        }
    }
}

//! An address with or without a name, written so that it is always exactly one.

use std::fmt;
use std::str::FromStr;

use xpro_kernel::Email;

/// One sender or recipient. A comma or line break smuggled into it cannot add another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    name: Option<String>,
    address: String,
}

/// A text is not one mailbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an e-mail address, with or without a name before it")]
pub struct InvalidMailbox;

impl Mailbox {
    /// An address with a display name.
    #[must_use]
    pub fn named(self, name: &str) -> Self {
        let plain = |character: char| {
            if character.is_control() { ' ' } else { character }
        };
        let name: String = name.trim().chars().map(plain).collect();
        Self { name: (!name.is_empty()).then_some(name), address: self.address }
    }

    /// The bare address.
    pub fn address(&self) -> &str {
        &self.address
    }
}

impl From<&Email> for Mailbox {
    fn from(email: &Email) -> Self {
        Self { name: None, address: email.as_str().to_owned() }
    }
}

impl FromStr for Mailbox {
    type Err = InvalidMailbox;

    /// Reads `ada@example.com` and `Ada Lovelace <ada@example.com>`. Hosts without a dot are fine: the default
    /// sender of a development system is `no-reply@localhost`.
    fn from_str(text: &str) -> Result<Self, InvalidMailbox> {
        let text = text.trim();
        let Some((name, rest)) = text.split_once('<') else {
            return bare(text);
        };
        let address = rest.strip_suffix('>').ok_or(InvalidMailbox)?;
        Ok(bare(address)?.named(name.trim().trim_matches('"')))
    }
}

fn bare(address: &str) -> Result<Mailbox, InvalidMailbox> {
    let (local, host) = address.split_once('@').ok_or(InvalidMailbox)?;
    let forbidden =
        |character: char| character.is_whitespace() || character.is_control() || "@,;:<>()[]\\\"".contains(character);
    if local.is_empty() || host.is_empty() || local.contains(forbidden) || host.contains(forbidden) {
        return Err(InvalidMailbox);
    }
    Ok(Mailbox { name: None, address: address.to_owned() })
}

impl fmt::Display for Mailbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(name) = &self.name else {
            return f.write_str(&self.address);
        };
        let name = name.replace('\\', "\\\\").replace('"', "\\\"");
        write!(f, "\"{name}\" <{}>", self.address)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> String {
        text.parse::<Mailbox>().expect("a mailbox").to_string()
    }

    #[test]
    fn addresses_and_names_are_read() {
        assert_eq!(written(" no-reply@localhost "), "no-reply@localhost");
        assert_eq!(written("MIT xPRO <a@example.com>"), "\"MIT xPRO\" <a@example.com>");
        assert_eq!(written("\"xPRO, Team\" <a@example.com>"), "\"xPRO, Team\" <a@example.com>");
        assert_eq!(written("<a@example.com>"), "a@example.com");
    }

    #[test]
    fn more_or_less_than_one_address_is_refused() {
        for text in [
            "",
            "ada",
            "@example.com",
            "ada@",
            "a@example.com, b@example.com",
            "a@example.com\r\nBcc: b@example.com",
            "A <a@example.com>, b@example.com",
            "A <a@example.com",
            "a@b@example.com",
            "A <a@example.com, b@example.com>",
        ] {
            assert_eq!(text.parse::<Mailbox>(), Err(InvalidMailbox), "{text:?}");
        }
    }

    #[test]
    fn names_cannot_break_out() {
        let email: Email = "ada@example.com".parse().expect("an address");
        let mailbox = Mailbox::from(&email).named("Ada\" <x@y.zz>,\r\nBcc: \\");

        assert_eq!(mailbox.to_string(), "\"Ada\\\" <x@y.zz>,  Bcc: \\\\\" <ada@example.com>");
        assert_eq!(mailbox.address(), "ada@example.com");
        assert_eq!(mailbox.named("  ").to_string(), "ada@example.com");
    }
}

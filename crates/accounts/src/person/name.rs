//! Names of people (accounts_ops.md 1.7).

use unicode_normalization::UnicodeNormalization;

/// Longest full name.
const FULL_NAME_MAX: usize = 255;
/// Longest first or last name.
const ADDRESS_NAME_MAX: usize = 60;
const NOT_FIRST: &[char] = &['~', '!', '@', '&', ')', '(', '+', ':', '\'', '.', '?', '/', ',', '`', '-'];
const NEVER: &[char] = &['/', '^', '$', '#', '*', '=', '[', ']', '`', '%', '_', ';', '<', '>', '{', '}', '"', '|'];

/// The full name as it will be printed on certificates, or what is wrong with it.
///
/// # Errors
/// A message for the field `name`.
pub fn check_full_name(text: &str) -> Result<String, String> {
    let name = normalized(text);
    if name.is_empty() {
        return Err("Enter your full name.".to_owned());
    }
    match name.chars().count() {
        ..2 => return Err("Your full name must have at least two characters.".to_owned()),
        count if count > FULL_NAME_MAX => {
            return Err(format!("Your full name may have at most {FULL_NAME_MAX} characters."));
        }
        _ => {}
    }
    check_characters(&name, "Your full name")?;
    Ok(name)
}

/// A first or last name; `label` begins the message ("Your first name").
///
/// # Errors
/// A message for the field.
pub fn check_address_name(text: &str, label: &str) -> Result<String, String> {
    let name = normalized(text);
    if name.is_empty() {
        return Err(format!("Enter {}.", label.replacen("Your", "your", 1)));
    }
    if name.chars().count() > ADDRESS_NAME_MAX {
        return Err(format!("{label} may have at most {ADDRESS_NAME_MAX} characters."));
    }
    check_characters(&name, label)?;
    Ok(name)
}

/// Trimmed, and composed so that `é` is one character whatever keyboard typed it.
pub(super) fn normalized(text: &str) -> String {
    text.trim().nfc().collect()
}

fn check_characters(name: &str, label: &str) -> Result<(), String> {
    if name.starts_with(NOT_FIRST) {
        return Err(format!("{label} must begin with a letter or a number."));
    }
    if name.contains(|c: char| c.is_control() || NEVER.contains(&c)) {
        return Err(format!("{label} cannot contain any of these: / ^ $ # * = [ ] ` % _ ; < > {{ }} \" |"));
    }
    Ok(())
}

//! E-mail addresses as they stand in headers.

/// Splits a recipient list at commas outside quotes.
pub(crate) fn split(list: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut quoted = false;
    for letter in list.chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(last) = parts.last_mut() {
            last.push(letter);
        }
    }
    parts.into_iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

/// The bare address of `Name <local@domain>` or `local@domain`; `None` when it is none.
pub(crate) fn bare(text: &str) -> Option<&str> {
    let inner = match (text.rfind('<'), text.rfind('>')) {
        (Some(open), Some(close)) if open < close => &text[open + 1..close],
        (None, None) => text,
        _ => return None,
    };
    let inner = inner.trim();
    let (local, domain) = inner.rsplit_once('@')?;
    let plain = !inner.contains(char::is_whitespace);
    (plain && !local.is_empty() && !domain.is_empty()).then_some(inner)
}

//! Which addresses may be written.

/// Longest address in a field of its own.
const LONGEST: usize = 200;

/// Whether this is an absolute http or https address with a host, of at most 200 characters.
pub fn is_web_address(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    let is_web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default();
    let is_clean = !text.chars().any(|c| c.is_control() || c.is_whitespace() || matches!(c, '\\' | '<' | '>' | '"'));
    is_web && is_clean && text.chars().count() <= LONGEST && host.chars().any(char::is_alphanumeric)
}

/// Whether a link may be followed: a path or anchor of this site, a page or document by its id (`page:12`,
/// `document:3`), http(s), mailto or tel.
pub fn is_safe_link(address: &str) -> bool {
    let address = address.trim();
    if address.is_empty() || address.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\') {
        return false;
    }
    if let Some(rest) = address.strip_prefix('/') {
        return !rest.starts_with('/');
    }
    if address.starts_with('#') {
        return true;
    }
    let Some((scheme, rest)) = address.split_once(':') else { return false };
    match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" | "mailto" | "tel" => true,
        "page" | "document" => rest.parse::<i64>().is_ok_and(|id| id > 0),
        _ => false,
    }
}

//! One spelling for each address that redirects.

/// The text is no path on this site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("begin the address with a slash")]
pub struct BadPath;

/// The path with a leading and without a trailing slash, decoded, its query in the order of its keys. Addresses of other
/// sites are refused, and so is `/` itself: the home page is always there.
///
/// # Errors
/// When it is not a path on this site.
pub fn normalize(text: &str) -> Result<String, BadPath> {
    let text = text.trim();
    let text = text.split('#').next().unwrap_or_default();
    let (path, query) = text.split_once('?').unwrap_or((text, ""));
    let path = decoded(path);
    let is_path = path.starts_with('/') && !path.starts_with("//") && xpro_kernel::is_plain_text(&path);
    let path = path.trim_end_matches('/');
    if !is_path || path.is_empty() || path.chars().count() > 1_000 || path.contains('\\') {
        return Err(BadPath);
    }
    let query = normalize_query(query);
    if query.chars().count() > 900 {
        return Err(BadPath);
    }
    Ok(if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") })
}

/// A plus stays a plus: it is part of many ids.
fn decoded(path: &str) -> String {
    percent_encoding::percent_decode_str(path).decode_utf8_lossy().into_owned()
}

fn normalize_query(query: &str) -> String {
    let mut parts: Vec<&str> = query.split('&').filter(|part| !part.is_empty()).collect();
    parts.sort_unstable();
    parts.join("&")
}

//! The last part of an address.

/// Addresses at the root that belong to the application (rule U4): no page may take them.
pub const RESERVED_SLUGS: [&str; 34] = [
    "account",
    "account-settings",
    "api",
    "assets",
    "basket",
    "boeing",
    "cart",
    "certificate",
    "checkout",
    "cms",
    "create-account",
    "dashboard",
    "documents",
    "ecommerce",
    "favicon.ico",
    "forgot-password",
    "healthz",
    "images",
    "login",
    "logout",
    "media",
    "oauth2",
    "orders",
    "pkg",
    "profile",
    "receipt",
    "register",
    "robots.txt",
    "signin",
    "sitemap.xml",
    "static",
    "studio",
    "verify",
    "webhooks",
];

/// A slug from a title: lower-case letters and digits with single hyphens. Empty when nothing of it can be kept.
pub fn slugify(title: &str) -> String {
    let mut slug = String::with_capacity(title.len());
    for c in title.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}

/// Whether this may be the last part of an address that somebody chose (rule U2).
pub fn is_slug(text: &str) -> bool {
    !text.is_empty()
        && text.chars().count() <= 255
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
}

/// `slug`, or the first of `slug-2`, `slug-3`, … that is not among `taken`.
pub fn free_slug(slug: &str, taken: &[String]) -> String {
    let is_free = |candidate: &String| !taken.contains(candidate);
    std::iter::once(slug.to_owned())
        .chain((2..).map(|number| format!("{slug}-{number}")))
        .find(is_free)
        .unwrap_or_default()
}

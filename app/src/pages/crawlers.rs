//! What search engines are told: which pages there are, and which are none of theirs (cms.md 7.3).

use super::storefront::serve;
use crate::{content::Rendered, state::AppState};
use axum::{extract::State, http::HeaderMap, response::Response};
use std::fmt::Write as _;
use xpro_cms::delivery;

pub(super) async fn sitemap(State(state): State<AppState>, headers: HeaderMap) -> Response {
    serve(&state, &headers, "/sitemap.xml", |generation| {
        let mut xml = String::from(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
        );
        for entry in delivery::sitemap(generation.site(), generation.now()) {
            let path = entry.path.replace('&', "&amp;").replace('<', "&lt;");
            let modified =
                entry.last_modified.map(|at| format!("<lastmod>{}</lastmod>", at.date())).unwrap_or_default();
            // Writing to a String cannot fail.
            let _ = writeln!(xml, "<url><loc>{}{path}</loc>{modified}</url>", state.config.base_url);
        }
        xml.push_str("</urlset>\n");
        Some(Rendered::of("application/xml; charset=utf-8", xml))
    })
}

pub(super) async fn robots(State(state): State<AppState>, headers: HeaderMap) -> Response {
    serve(&state, &headers, "/robots.txt", |_| {
        Some(Rendered::of("text/plain; charset=utf-8", robots_text(&state.config.environment, &state.config.base_url)))
    })
}

/// Rehearsals must not compete with the real site in search engines. One on this machine is out of their reach, and
/// there the file is what production serves.
fn robots_text(environment: &str, base_url: &str) -> String {
    let is_out_of_reach = ["http://127.0.0.1", "http://localhost", "http://[::1]"]
        .iter()
        .any(|local| base_url.strip_prefix(local).is_some_and(|rest| rest.is_empty() || rest.starts_with(':')));
    if environment != "production" && !is_out_of_reach {
        return "User-agent: *\nDisallow: /\n".to_owned();
    }
    let mut text = "User-agent: *\n".to_owned();
    for path in UNLISTED {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "Disallow: {path}");
    }
    let _ = writeln!(text, "Sitemap: {base_url}/sitemap.xml");
    text
}

/// What is one person's, or no page.
const UNLISTED: &[&str] = &[
    "/checkout/",
    "/dashboard/",
    "/receipt/",
    "/profile/",
    "/account-settings/",
    "/studio/",
    "/signin/",
    "/create-account/",
    "/api/",
];

#[cfg(test)]
mod tests {
    use super::robots_text;

    #[test]
    fn only_the_real_site_and_one_out_of_reach_let_search_engines_in() {
        let real = robots_text("production", "https://xpro.example");
        assert!(real.contains("\nSitemap: https://xpro.example/sitemap.xml\n"), "{real}");
        assert!(!real.lines().any(|line| line == "Disallow: /"), "{real}");
        assert_eq!(robots_text("dev", "http://127.0.0.1:8080").lines().count(), real.lines().count());
        for (environment, url) in
            [("rc", "https://rc.xpro.example"), ("dev", "http://127.0.0.1.evil.example"), ("ci", "https://ci.example")]
        {
            assert_eq!(robots_text(environment, url), "User-agent: *\nDisallow: /\n", "{url}");
        }
    }
}

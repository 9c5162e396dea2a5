//! Where a visitor may be sent after signing in (accounts_ops.md 1.17, GAP-7).

use url::Url;

/// Longer targets are nobody's page.
const MAX: usize = 2_000;

/// The target if it is ours: a path with a single leading slash, or an absolute address of the same origin as
/// `base_url`. None for everything else; the caller then goes to the dashboard.
pub fn safe_next(raw: &str, base_url: &str) -> Option<String> {
    let raw = raw.trim();
    // Browsers drop tabs and line breaks inside addresses and read `\` as `/`, so `/\host` would leave the site.
    if raw.len() > MAX || raw.contains(|c: char| c.is_control() || c == '\\') {
        return None;
    }
    if raw.starts_with('/') {
        return (!raw.starts_with("//")).then(|| raw.to_owned());
    }
    // The parser forgives `https:host` and `https:///host`; browsers disagree on what those mean.
    let authority = raw.get(..8).filter(|start| start.eq_ignore_ascii_case("https://")).map(|_| &raw[8..]);
    let authority =
        authority.or_else(|| raw.get(..7).filter(|start| start.eq_ignore_ascii_case("http://")).map(|_| &raw[7..]))?;
    if authority.starts_with('/') {
        return None;
    }
    let (url, base) = (Url::parse(raw).ok()?, Url::parse(base_url).ok()?);
    (url.origin() == base.origin() && url.username().is_empty() && url.password().is_none()).then(|| url.to_string())
}

/// Where a sign-out leads: `target` is a setting, a path of ours or another system's sign-out page. The latter is told
/// the way back here (GAP-14). None when it is neither.
pub fn after_logout(target: &str, base_url: &str) -> Option<String> {
    if let Some(own) = safe_next(target, base_url) {
        return Some(own);
    }
    let mut url = Url::parse(target).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())?;
    url.query_pairs_mut().append_pair("redirect_url", base_url);
    Some(url.into())
}

#[cfg(test)]
mod tests {
    use super::{after_logout, safe_next};

    const BASE: &str = "https://shop.example";

    #[test]
    fn what_leads_elsewhere_is_refused() {
        let attacks = [
            "",
            " ",
            "dashboard",
            "?a=1",
            "#x",
            "https://evil.example/",
            "http://shop.example/",
            "https://shop.example:8443/",
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            "/ok\r\nSet-Cookie: a=b",
            "/a\0b",
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            "data:text/html,x",
            "https:evil.example",
            "https:/evil.example",
            "https:///evil.example",
            "https:shop.example",
            "https://shop.example@evil.example/",
            "https://user@shop.example/",
            "https://shop.example.evil.example/",
            "https://shop.example\\@evil.example/",
            "ftp://shop.example/",
            "https://",
            "/\u{85}/x",
            "https://shop.exam\u{0440}le/",
            "mailto:a@shop.example",
        ];
        for raw in attacks {
            assert_eq!(safe_next(raw, BASE), None, "{raw:?}");
        }
        assert_eq!(safe_next(&format!("/{}", "a".repeat(3_000)), BASE), None);
    }

    #[test]
    fn another_systems_sign_out_is_told_the_way_back() {
        let after = |target| after_logout(target, BASE);
        assert_eq!(after("/").as_deref(), Some("/"));
        assert_eq!(after("https://shop.example/bye/").as_deref(), Some("https://shop.example/bye/"));
        assert_eq!(
            after("https://edx.example/logout").as_deref(),
            Some("https://edx.example/logout?redirect_url=https%3A%2F%2Fshop.example")
        );
        assert_eq!(
            after("https://edx.example/logout?a=1").as_deref(),
            Some("https://edx.example/logout?a=1&redirect_url=https%3A%2F%2Fshop.example")
        );
        for nowhere in ["", "edx.example", "//edx.example", "javascript:alert(1)"] {
            assert_eq!(after(nowhere), None, "{nowhere}");
        }
    }

    #[test]
    fn what_stays_here_is_kept() {
        for raw in [
            "/",
            "/dashboard/",
            "/oauth2/authorize/?client_id=x&redirect_uri=https%3A%2F%2Fedx%2F",
            "/checkout/?product=1#top",
            "/a//b",
            "/kurs/über/",
        ] {
            assert_eq!(safe_next(raw, BASE).as_deref(), Some(raw));
        }
        assert_eq!(safe_next(" /dashboard/ ", BASE).as_deref(), Some("/dashboard/"));
        assert_eq!(safe_next("https://shop.example/a?b=1", BASE).as_deref(), Some("https://shop.example/a?b=1"));
        assert_eq!(safe_next("HTTPS://SHOP.example:443/a", BASE).as_deref(), Some("https://shop.example/a"));
        assert_eq!(
            safe_next("http://127.0.0.1:8080/a", "http://127.0.0.1:8080").as_deref(),
            Some("http://127.0.0.1:8080/a")
        );
    }
}

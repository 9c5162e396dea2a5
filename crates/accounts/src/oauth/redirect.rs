//! Redirect addresses: which one an application may name, and how an answer is put on it.

use std::net::IpAddr;
use url::{Host, Url};

/// Whether `asked` is one of the registered addresses: same scheme, host, port and path, the registered query contained.
/// The port of a loopback address is free (RFC 8252 7.3).
pub(super) fn is_registered(asked: &Url, registered: &[String]) -> bool {
    asked.fragment().is_none()
        && registered.iter().filter_map(|uri| Url::parse(uri).ok()).any(|uri| matches(asked, &uri))
}

fn matches(asked: &Url, registered: &Url) -> bool {
    let same_port = asked.port_or_known_default() == registered.port_or_known_default() || is_loopback(registered);
    let contains_query = registered.query_pairs().all(|pair| asked.query_pairs().any(|other| other == pair));
    asked.scheme() == registered.scheme()
        && asked.host() == registered.host()
        && asked.username() == registered.username()
        && asked.password() == registered.password()
        && same_port
        && asked.path() == registered.path()
        && contains_query
}

fn is_loopback(url: &Url) -> bool {
    url.scheme() == "http"
        && match url.host() {
            Some(Host::Ipv4(ip)) => IpAddr::V4(ip).is_loopback(),
            Some(Host::Ipv6(ip)) => IpAddr::V6(ip).is_loopback(),
            _ => false,
        }
}

/// The address with these pairs added to its query.
pub(super) fn with_query(uri: &Url, pairs: &[(&str, &str)]) -> String {
    let mut uri = uri.clone();
    uri.query_pairs_mut().extend_pairs(pairs);
    uri.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn registered(asked: &str) -> bool {
        let list = [
            "https://edx.example/auth/complete/ol-oauth2/",
            "http://127.0.0.1:8090/done?a=1",
            "https://wallet.example:8443/cb",
        ]
        .map(str::to_owned);
        Url::parse(asked).is_ok_and(|url| is_registered(&url, &list))
    }

    #[test]
    fn only_registered_addresses_match() {
        for fine in [
            "https://edx.example/auth/complete/ol-oauth2/",
            "https://edx.example:443/auth/complete/ol-oauth2/?x=1",
            "http://127.0.0.1:9999/done?a=1&b=2",
            "https://wallet.example:8443/cb",
        ] {
            assert!(registered(fine), "{fine}");
        }
        for bad in [
            "http://edx.example/auth/complete/ol-oauth2/",
            "https://edx.example/auth/complete/ol-oauth2",
            "https://edx.example/auth/complete/ol-oauth2/../x/",
            "https://evil.example/auth/complete/ol-oauth2/",
            "https://edx.example.evil.example/auth/complete/ol-oauth2/",
            "https://edx.example@evil.example/auth/complete/ol-oauth2/",
            "https://u@edx.example/auth/complete/ol-oauth2/",
            "https://edx.example:8443/auth/complete/ol-oauth2/",
            "https://edx.example/auth/complete/ol-oauth2/#x",
            "http://127.0.0.1:9999/done",
            "https://wallet.example/cb",
            "javascript:alert(1)",
            "",
        ] {
            assert!(!registered(bad), "{bad}");
        }
    }

    #[test]
    fn answers_are_added_to_the_query() {
        let uri = Url::parse("https://edx.example/done?a=1").expect("valid");
        assert_eq!(
            with_query(&uri, &[("code", "x y"), ("state", "a&b")]),
            "https://edx.example/done?a=1&code=x+y&state=a%26b"
        );
    }
}

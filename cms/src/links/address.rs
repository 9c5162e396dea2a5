//! What counts as one address.

use url::Url;

/// Longest address that is kept; longer ones are not checked.
const LONGEST: usize = 2_000;

/// An address of another site, written as one always writes it: host in lower case, without a fragment.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    /// The whole of it.
    pub url: String,
    /// Its host, with the port where that is a special one.
    pub host: String,
}

impl Address {
    /// The address that a link names; none for paths of this site, mail addresses, and what no browser would open.
    pub fn of(link: &str) -> Option<Self> {
        let link = link.trim();
        let whole = if link.starts_with("//") { format!("https:{link}") } else { link.to_owned() };
        let mut url: Url = whole.parse().ok()?;
        if !matches!(url.scheme(), "http" | "https") {
            return None;
        }
        url.set_fragment(None);
        let host = match (url.host_str()?, url.port()) {
            (host, Some(port)) => format!("{host}:{port}"),
            (host, None) => host.to_owned(),
        };
        (url.as_str().len() <= LONGEST).then(|| Address { url: url.into(), host })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_is_written_one_way() {
        let same = ["https://MIT.edu", "https://mit.edu/", "//mit.edu/#top", " https://mit.edu:443/# "];
        for link in same {
            let address = Address::of(link).expect("an address");
            assert_eq!((address.url.as_str(), address.host.as_str()), ("https://mit.edu/", "mit.edu"), "{link}");
        }
        let other = Address::of("http://127.0.0.1:8090/a?b=c#d").expect("an address");
        assert_eq!((other.url.as_str(), other.host.as_str()), ("http://127.0.0.1:8090/a?b=c", "127.0.0.1:8090"));
    }

    #[test]
    fn what_leads_to_no_other_site_is_left_out() {
        let long = format!("https://mit.edu/{}", "a".repeat(LONGEST));
        for link in ["/courses/", "#top", "page:7", "mailto:a@b.c", "ftp://mit.edu/", "https://", "", "mit.edu", &long]
        {
            assert_eq!(Address::of(link), None, "{link}");
        }
    }
}

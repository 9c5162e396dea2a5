//! Which addresses a gateway may lead to. Where people say themselves where something is sent, it must not reach what only
//! our own network sees: that is asked of the addresses a name stands for at the moment of connecting, so that a name that
//! changes its mind between two questions leads nowhere either.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

/// Where calls may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Reach {
    /// Wherever the base URL says: for systems that an operator configures.
    #[default]
    Anywhere,
    /// Only to addresses of the public internet.
    Public,
}

impl Reach {
    /// Whether the host of a URL may be called, as far as its text tells; names are looked up when connecting.
    pub fn allows(self, url: &Url) -> bool {
        match (self, url.host()) {
            (Self::Anywhere, _) => true,
            (Self::Public, Some(Host::Ipv4(ip))) => is_public(IpAddr::V4(ip)),
            (Self::Public, Some(Host::Ipv6(ip))) => is_public(IpAddr::V6(ip)),
            (Self::Public, Some(Host::Domain(_))) => true,
            (Self::Public, None) => false,
        }
    }
}

/// A redirect led to what may not be called, or a name stands for nothing else.
#[derive(Debug, thiserror::Error)]
#[error("the address is not on the public internet")]
pub(crate) struct Unreachable;

/// Redirects went on for too long.
#[derive(Debug, thiserror::Error)]
#[error("too many redirects")]
pub(crate) struct TooManyRedirects;

/// Looks names up and leaves out addresses that are not public.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PublicOnly;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let public: Vec<SocketAddr> = found.into_iter().filter(|address| is_public(address.ip())).collect();
            if public.is_empty() {
                return Err(Unreachable.into());
            }
            Ok(Box::new(public.into_iter()) as Addrs)
        })
    }
}

/// Whether an address belongs to the public internet.
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    !(ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_multicast()
        || ip.is_broadcast()
        || ip.is_documentation()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && (18..20).contains(&b)))
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    if let Some(inner) = ip.to_ipv4_mapped() {
        return is_public_v4(inner);
    }
    let parts = ip.segments();
    // Only 2000::/3 is given out; tunnels and translations into other networks lie in it or beside it.
    let is_given_out = parts[0] & 0xe000 == 0x2000;
    let is_tunnel = parts[0] == 0x2002 || (parts[0] == 0x2001 && parts[1] < 0x0200);
    let is_documentation = (parts[0] == 0x2001 && parts[1] == 0x0db8) || parts[0] == 0x3fff;
    is_given_out && !is_tunnel && !is_documentation
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_internet_is_public() {
        for ip in ["8.8.8.8", "93.184.216.34", "100.63.0.1", "172.15.0.1", "2606:4700::1111"] {
            assert!(is_public(ip.parse().expect("an address")), "{ip}");
        }
        for ip in [
            "127.0.0.1",
            "0.0.0.0",
            "10.0.0.1",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "198.18.0.1",
            "192.0.0.1",
            "192.0.2.1",
            "224.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::7f00:1",
            "fc00::1",
            "fe80::1",
            "ff02::1",
            "2002:7f00:1::",
            "2001::1",
            "2001:db8::1",
        ] {
            assert!(!is_public(ip.parse().expect("an address")), "{ip}");
        }
    }

    #[test]
    fn numbers_in_disguise_are_addresses() {
        for url in ["http://2130706433/", "http://0x7f.1/", "http://[::ffff:7f00:1]/", "http://127.1/", "http://0/"] {
            assert!(!Reach::Public.allows(&url.parse().expect("a URL")), "{url}");
            assert!(Reach::Anywhere.allows(&url.parse().expect("a URL")), "{url}");
        }
        assert!(Reach::Public.allows(&"https://example.com/".parse().expect("a URL")));
    }
}

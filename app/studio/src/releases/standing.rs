//! How far a release is, in words.

use leptos::prelude::*;
use xpro_api::{FindingItem, ReleaseDetail, ReleaseStanding};
use xpro_ui::{Badge, Tone};

/// Word and color.
pub fn standing_badge(standing: ReleaseStanding) -> AnyView {
    let (tone, text) = match standing {
        ReleaseStanding::Draft => (Tone::Neutral, "Draft"),
        ReleaseStanding::Ready => (Tone::Info, "Ready"),
        ReleaseStanding::Scheduled => (Tone::Info, "Scheduled"),
        ReleaseStanding::Published => (Tone::Success, "Live"),
        ReleaseStanding::Failed => (Tone::Danger, "Failed"),
        ReleaseStanding::Canceled => (Tone::Neutral, "Canceled"),
    };
    view! { <Badge tone=tone>{text}</Badge> }.into_any()
}

/// `3 pages, 1 price`.
pub fn contents_text(pages: i64, prices: i64) -> String {
    let count = |count: i64, one: &str| if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") };
    match (pages, prices) {
        (0, 0) => "Empty".to_owned(),
        (pages, 0) => count(pages, "page"),
        (0, prices) => count(prices, "price"),
        (pages, prices) => format!("{}, {}", count(pages, "page"), count(prices, "price")),
    }
}

/// How much of a release the last check stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stops {
    pages: (usize, usize),
    prices: (usize, usize),
    /// It is not ready although nothing in view stops it.
    hidden: bool,
}

impl Stops {
    /// Of what is shown.
    pub fn of(detail: &ReleaseDetail) -> Self {
        let pages = detail.pages.iter().filter(|page| stops(&page.findings)).count();
        let prices = detail.prices.iter().filter(|price| stops(&price.findings)).count();
        let is_ready = matches!(detail.release.standing, ReleaseStanding::Ready | ReleaseStanding::Scheduled);
        let all = usize::try_from(detail.release.pages).unwrap_or_default().max(detail.pages.len());
        Stops {
            pages: (pages, all),
            prices: (prices, detail.prices.len()),
            hidden: detail.release.checked_at.is_some() && detail.hidden > 0 && !is_ready && pages + prices == 0,
        }
    }

    /// Anything.
    pub fn any(self) -> bool {
        self.hidden || self.pages.0 + self.prices.0 > 0
    }

    /// `2 of 25 pages stop it`.
    pub fn text(self) -> String {
        let part = |(count, all): (usize, usize), one: &str| {
            let things = if all == 1 { one.to_owned() } else { format!("{one}s") };
            (count > 0).then(|| format!("{count} of {all} {things}"))
        };
        let parts: Vec<_> = part(self.pages, "page").into_iter().chain(part(self.prices, "price")).collect();
        match (parts.is_empty(), self.pages.0 + self.prices.0) {
            (true, _) => "A page that you may not see stops it".to_owned(),
            (false, 1) => format!("{} stops it", parts.join(" and ")),
            (false, _) => format!("{} stop it", parts.join(" and ")),
        }
    }
}

fn stops(findings: &[FindingItem]) -> bool {
    findings.iter().any(|finding| finding.is_error)
}

/// Where a row belongs: what stops the release first, then what asks, then the rest.
pub fn rank(findings: &[FindingItem]) -> u8 {
    match (stops(findings), findings.is_empty()) {
        (true, _) => 0,
        (false, false) => 1,
        (false, true) => 2,
    }
}

/// Whether its contents may change.
pub fn is_open(standing: ReleaseStanding) -> bool {
    matches!(standing, ReleaseStanding::Draft | ReleaseStanding::Ready | ReleaseStanding::Failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(is_error: bool) -> FindingItem {
        let text = String::new;
        FindingItem { path: text(), message: text(), is_error, code: text(), key: text() }
    }

    #[test]
    fn what_stops_a_release_is_counted() {
        let stops = |pages, prices, hidden| Stops { pages, prices, hidden };
        assert_eq!(stops((2, 25), (0, 0), false).text(), "2 of 25 pages stop it");
        assert_eq!(stops((1, 1), (0, 3), false).text(), "1 of 1 page stops it");
        assert_eq!(stops((1, 25), (1, 3), false).text(), "1 of 25 pages and 1 of 3 prices stop it");
        assert_eq!(stops((0, 25), (0, 0), true).text(), "A page that you may not see stops it");
        assert!(stops((0, 25), (0, 0), true).any() && !stops((0, 25), (0, 3), false).any());
    }

    #[test]
    fn what_stops_comes_first_and_what_asks_next() {
        let ranks = [vec![], vec![finding(false), finding(true)], vec![finding(false)]].map(|found| rank(&found));
        assert_eq!(ranks, [2, 0, 1]);
    }
}

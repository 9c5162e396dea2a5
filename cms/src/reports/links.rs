//! Links that are written as paths of this site, and links to other sites.

use super::ReportRow;
use crate::{
    checks::{internal_path, is_hidden, without_run},
    document::{declarations, upgrade, upgrade_snippet},
    links::why,
    records::RecordKind,
    settings::FooterLink,
    store::{external_link::DeadPlace, report::LiveText},
};
use std::collections::{HashMap, HashSet};
use time::{OffsetDateTime, UtcOffset};
use xpro_form::{UsedThing, uses};

/// What answers at addresses of this site.
pub(super) struct Addresses {
    /// Pages, by whether visitors can open them.
    pub pages: HashMap<String, bool>,
    /// With a slash at the end.
    pub redirects: HashSet<String>,
}

impl Addresses {
    /// Why a link leads nowhere, by the rules of the checks before publishing: what the application answers itself is
    /// always there.
    fn why_dead(&self, link: &str) -> Option<&'static str> {
        let answers = |path: &str| self.pages.get(path).copied().or(self.redirects.contains(path).then_some(true));
        let wanted = internal_path(link)?;
        match answers(&wanted).or_else(|| answers(&without_run(&wanted)?)) {
            Some(true) => None,
            Some(false) => Some("The page is not live"),
            None => Some("There is no such page"),
        }
    }

    /// The links of a text that lead nowhere.
    pub(super) fn dead_in(&self, text: &LiveText) -> Vec<ReportRow> {
        let dead = links_of(text).into_iter().filter_map(|(path, link)| {
            let why = self.why_dead(&link)?;
            Some(row((&text.thing, text.id, path), (&text.title, &text.url_path), link, why))
        });
        dead.collect()
    }

    /// The links of the footer that lead nowhere.
    pub(super) fn dead_in_footer(&self, links: &[FooterLink]) -> Vec<ReportRow> {
        let dead = links.iter().enumerate().filter_map(|(at, link)| {
            let why = self.why_dead(&link.url)?;
            let place = (RecordKind::Settings.name(), 1, format!("footer_links/{at}/url"));
            Some(row(place, ("Settings", ""), link.url.clone(), why))
        });
        dead.collect()
    }
}

fn row((kind, id, path): (&str, i64, String), (title, address): (&str, &str), link: String, why: &str) -> ReportRow {
    let cells = [title.to_owned(), address.to_owned(), "Visitors see it".to_owned(), link, why.to_owned()];
    ReportRow { kind: kind.to_owned(), id, path, cells: cells.into(), link: None }
}

/// The row of a link to another site.
pub(super) fn elsewhere(place: DeadPlace) -> ReportRow {
    ReportRow {
        kind: place.kind,
        id: place.id,
        path: place.path,
        cells: vec![
            place.title,
            place.url_path,
            if place.in_live { "Visitors see it" } else { "Draft" }.to_owned(),
            place.url,
            why(place.status, &place.failure),
            minute(place.failing_since),
            minute(place.checked_at),
        ],
        link: Some(place.link),
    }
}

fn minute(at: OffsetDateTime) -> String {
    let at = at.to_offset(UtcOffset::UTC);
    format!("{} {:02}:{:02}", at.date(), at.hour(), at.minute())
}

/// The links of a text to addresses, with their places; what is hidden is not shown to visitors.
fn links_of(text: &LiveText) -> Vec<(String, String)> {
    let all = declarations();
    let (form, body) = match RecordKind::from_name(&text.thing) {
        Some(kind) => (&kind.spec().form, upgrade_snippet(text.body.clone(), text.schema)),
        None => match all.kind(&text.kind) {
            Some(spec) => (&spec.form, upgrade(text.body.clone(), text.schema)),
            None => return Vec::new(),
        },
    };
    // What cannot be read is shown as such elsewhere.
    let Ok(body) = body else { return Vec::new() };
    let found = uses(form, &all.blocks, &body).into_iter().filter_map(|found| match found.thing {
        UsedThing::Link(address) if !is_hidden(&body, &found.path) => Some((found.path, address)),
        _ => None,
    });
    found.collect()
}

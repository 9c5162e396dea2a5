//! Links that are written as paths of this site, and links to other sites.

use super::ReportRow;
use crate::{
    document::{declarations, upgrade},
    links::why,
    store::{external_link::DeadPlace, report::LiveText},
};
use std::collections::{HashMap, HashSet};
use time::{OffsetDateTime, UtcOffset};
use xpro_form::{UsedThing, uses};

/// The links of these texts that lead nowhere. Paths below what is no page belong to the application, which is always there.
pub(super) fn dead(texts: Vec<LiveText>, addresses: &[(String, bool)], redirects: &HashSet<String>) -> Vec<ReportRow> {
    let live: HashMap<&str, bool> = addresses.iter().map(|(path, live)| (path.trim_end_matches('/'), *live)).collect();
    let rooms: HashSet<&str> = addresses.iter().filter_map(|(path, _)| first_part(path)).collect();
    let mut found = Vec::new();
    for text in texts {
        for (path, address) in links_of(&text) {
            let bare = address.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
            let why = match live.get(bare) {
                Some(true) => continue,
                Some(false) => "The page is not live",
                None if redirects.contains(bare) => continue,
                None if first_part(bare).is_none_or(|room| !rooms.contains(room)) => continue,
                None => "There is no such page",
            };
            found.push(ReportRow {
                kind: "page".to_owned(),
                id: text.id,
                path,
                cells: vec![
                    text.title.clone(),
                    text.url_path.clone(),
                    "Visitors see it".to_owned(),
                    address,
                    why.to_owned(),
                ],
                link: None,
            });
        }
    }
    found
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

fn first_part(path: &str) -> Option<&str> {
    path.split('/').find(|part| !part.is_empty())
}

/// The links of a text to paths of this site, with their places.
fn links_of(text: &LiveText) -> Vec<(String, String)> {
    let all = declarations();
    let Some(spec) = all.kind(&text.kind) else { return Vec::new() };
    let body = upgrade(text.body.clone(), text.schema).unwrap_or_else(|_| text.body.clone());
    let found = uses(&spec.form, &all.blocks, &body).into_iter().filter_map(|found| match found.thing {
        UsedThing::Link(address) if address.starts_with('/') && !address.starts_with("//") => {
            Some((found.path, address))
        }
        _ => None,
    });
    found.collect()
}

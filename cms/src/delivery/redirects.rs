//! Where visitors of an address without a page go (cms.md 7.4). In memory, so that the answer costs nothing, and worked
//! out anew with everything else whenever a public page or a redirect changes.

use super::SiteData;
use crate::{
    redirect::{RedirectId, normalize},
    store::redirect::PublicRedirect,
};
use std::collections::HashMap;
use xpro_kernel::PageId;

/// More steps than this are a mistake, not a way.
const MOST_STEPS: usize = 10;

/// The redirects of a site, by their normalized address.
#[derive(Debug, Clone, Default)]
pub(super) struct Redirects(HashMap<String, Entry>);

#[derive(Debug, Clone)]
struct Entry {
    id: RedirectId,
    to: Target,
    permanent: bool,
}

#[derive(Debug, Clone)]
enum Target {
    Page(PageId),
    Url(String),
}

/// Where a visitor goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundRedirect {
    /// The redirect that began it, for counting.
    pub id: RedirectId,
    /// A path on this site or an absolute address.
    pub to: String,
    /// 301 instead of 302: every step is.
    pub permanent: bool,
}

impl Redirects {
    pub(super) fn new(rows: Vec<PublicRedirect>) -> Self {
        let entry = |row: PublicRedirect| {
            let to = row.to_page.map(Target::Page).or_else(|| row.to_url.map(Target::Url))?;
            Some((row.from, Entry { id: row.id, to, permanent: row.permanent }))
        };
        Redirects(rows.into_iter().filter_map(entry).collect())
    }
}

impl SiteData {
    /// Where visitors of an address go that has no page: asked with its query first, then without, where the query goes
    /// along. Several steps are one answer; a circle, or a page that
    /// visitors cannot open, is none.
    pub fn redirect(&self, path: &str, query: &str) -> Option<FoundRedirect> {
        if self.redirects.0.is_empty() {
            return None;
        }
        let plain = normalize(path).ok()?;
        let exact = (!query.is_empty()).then(|| normalize(&format!("{path}?{query}")).ok()).flatten();
        if let Some((key, entry)) = exact.and_then(|key| self.redirects.0.get_key_value(&key)) {
            return self.follow(key, entry);
        }
        let (key, entry) = self.redirects.0.get_key_value(&plain)?;
        let mut found = self.follow(key, entry)?;
        if !query.is_empty() && !found.to.contains(['?', '#']) {
            found.to = format!("{}?{query}", found.to);
        }
        Some(found)
    }

    fn follow(&self, from: &str, first: &Entry) -> Option<FoundRedirect> {
        let (mut entry, mut permanent) = (first, true);
        let mut seen = vec![from.to_owned()];
        loop {
            permanent &= entry.permanent;
            let to = match &entry.to {
                Target::Page(page) => self.open_page(*page)?.url_path.clone(),
                Target::Url(url) => url.clone(),
            };
            let found = || Some(FoundRedirect { id: first.id, to: to.clone(), permanent });
            let Ok(key) = normalize(&to) else { return found() };
            if seen.contains(&key) || seen.len() > MOST_STEPS {
                return None;
            }
            // A page that is there is the end of the way.
            if self.live_page(&format!("{key}/")).is_some() {
                return found();
            }
            match self.redirects.0.get(&key) {
                Some(next) => entry = next,
                None => return found(),
            }
            seen.push(key);
        }
    }
}

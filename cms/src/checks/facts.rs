//! What is known about the rest of the site when a page is looked at.

use super::{
    ImageFact, LinkedPage, ProgramPrice, RunFact,
    wanted::{Wanted, without_run},
};
use crate::{
    settings::SiteSettings,
    store::{
        check,
        external_link::{self, DeadLink},
    },
};
use sqlx::PgConnection;
use std::collections::{HashMap, HashSet};
use time::OffsetDateTime;
use xpro_catalog::model::ProductTarget;

/// What goes live together with the page, and so is there for its visitors.
#[derive(Debug, Clone, Default)]
pub struct Upcoming {
    /// Pages.
    pub pages: HashSet<i64>,
    /// What gets a price.
    pub prices: HashSet<ProductTarget>,
}

/// Everything that looks need, read in a fixed number of statements.
#[derive(Debug)]
pub struct Facts {
    /// The instant that run dates are compared with.
    pub now: OffsetDateTime,
    /// Brand color.
    pub accent: String,
    /// What goes live together.
    pub upcoming: Upcoming,
    /// Pages that are named, the trash left out.
    pub pages: HashMap<i64, LinkedPage>,
    /// Addresses that somebody answers: whether visitors can open them.
    pub paths: HashMap<String, bool>,
    /// Addresses of other sites that did not work when they were last asked.
    pub dead: HashMap<String, DeadLink>,
    /// Pictures that are there.
    pub images: HashMap<i64, ImageFact>,
    /// Runs of the courses and programs that the pages describe, and those that they name.
    pub runs: Vec<RunFact>,
    /// Prices of the programs that the pages describe.
    pub programs: Vec<ProgramPrice>,
    things: HashSet<(String, i64)>,
}

impl Facts {
    /// Seven statements however much is wanted, and one more where a page leads to other sites. Titles of drafts are told
    /// of pages below `roots` only.
    pub(super) async fn load(
        conn: &mut PgConnection,
        wanted: Wanted,
        upcoming: Upcoming,
        now: OffsetDateTime,
        roots: &[String],
    ) -> Result<Self, sqlx::Error> {
        let ids = |set: std::collections::BTreeSet<i64>| set.into_iter().collect::<Vec<i64>>();
        let paths: Vec<String> = wanted.paths.into_iter().collect();
        let found = check::pages(conn, (&ids(wanted.pages), &paths), roots).await?;
        let redirects = check::redirects(conn, &paths).await?;
        let (names, thing_ids): (Vec<String>, Vec<i64>) =
            wanted.things.into_iter().map(|(name, id)| (name.to_owned(), id)).unzip();
        let (courses, programs) = (ids(wanted.courses), ids(wanted.programs));
        let mut answered: HashMap<String, bool> = redirects.into_iter().map(|path| (path, true)).collect();
        let is_live = |page: &LinkedPage| page.has_address() && (page.live || upcoming.pages.contains(&page.id.0));
        answered.extend(found.iter().map(|page| (page.url_path.clone(), is_live(page))));
        let elsewhere: Vec<String> = wanted.elsewhere.into_iter().collect();
        let dead = if elsewhere.is_empty() { Vec::new() } else { external_link::dead(conn, &elsewhere).await? };
        Ok(Facts {
            now,
            dead: dead.into_iter().map(|link| (link.url.clone(), link)).collect(),
            accent: SiteSettings::load(conn).await?.accent_color,
            images: check::images(conn, &ids(wanted.images))
                .await?
                .into_iter()
                .map(|image| (image.id.0, image))
                .collect(),
            things: check::things(conn, &names, &thing_ids).await?.into_iter().collect(),
            runs: check::runs(conn, &courses, &programs, &ids(wanted.runs)).await?,
            programs: check::programs(conn, &programs).await?,
            pages: found.into_iter().map(|page| (page.id.0, page)).collect(),
            paths: answered,
            upcoming,
        })
    }

    /// Whether a thing of this kind is there.
    pub(super) fn exists(&self, name: &str, id: i64) -> bool {
        self.things.contains(&(name.to_owned(), id))
    }

    /// Whether visitors can open an address; none when nobody answers it.
    pub(super) fn path(&self, path: &str) -> Option<bool> {
        let own = self.paths.get(path).copied();
        own.or_else(|| without_run(path).and_then(|page| self.paths.get(&page).copied()))
    }
}

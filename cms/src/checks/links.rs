//! Links, and everything else that a page chooses from the rest of the site: what is gone stops, what visitors cannot open
//! asks.

use super::{Code, Facts, Finding, wanted::internal_path};
use crate::{
    links::{Address, why},
    store::external_link::DeadLink,
};
use xpro_form::{Target, Use, UsedThing};

pub(super) fn find(uses: &[Use], facts: &Facts) -> Vec<Finding> {
    uses.iter().filter_map(|used| look(used, facts)).collect()
}

fn look(used: &Use, facts: &Facts) -> Option<Finding> {
    let path = used.path.as_str();
    match &used.thing {
        UsedThing::Image { id, .. } => {
            gone(facts.images.contains_key(id), path, "The picture was deleted. Choose another one.")
        }
        UsedThing::Document(id) => document(*id, path, facts),
        UsedThing::Shared(id) => gone(
            facts.exists("snippet", *id),
            path,
            "The shared section was deleted. Choose another one, or write your own.",
        ),
        UsedThing::Reference(Target::Page { .. }, id) => page(*id, path, facts),
        UsedThing::Reference(target, id) => {
            let name = thing_name(target)?;
            gone(facts.exists(name, *id), path, "What was chosen here was deleted. Choose again.")
        }
        UsedThing::Link(address) => link(address, path, facts),
    }
}

/// As in [`super::wanted`].
pub(super) fn thing_name(target: &Target) -> Option<&'static str> {
    Some(match target {
        Target::Course => "course",
        Target::Program => "program",
        Target::CourseRun => "course_run",
        Target::Topic => "topic",
        Target::Language => "language",
        Target::Platform => "platform",
        Target::Snippet { .. } => "snippet",
        // Groups are of records beside pages.
        Target::Page { .. } | Target::Group => return None,
    })
}

fn link(address: &str, path: &str, facts: &Facts) -> Option<Finding> {
    let by_id = |scheme: &str| address.strip_prefix(scheme).and_then(|id| id.parse::<i64>().ok());
    if let Some(id) = by_id("page:") {
        return page(id, path, facts);
    }
    if let Some(id) = by_id("document:") {
        return document(id, path, facts);
    }
    if let Some(id) = by_id("image:") {
        return gone(facts.images.contains_key(&id), path, "The picture that this link names was deleted.");
    }
    if let Some(elsewhere) = Address::of(address) {
        return facts.dead.get(&elsewhere.url).map(|dead| outside(dead, path));
    }
    let wanted = internal_path(address)?;
    match facts.path(&wanted) {
        Some(true) => None,
        Some(false) => {
            let message = format!("Visitors cannot open {wanted}: that page is not published.");
            Some(Finding::warning(Code::LinkUnpublished, path, message))
        }
        None => {
            let message = format!(
                "No page of this site has the address {wanted}. Choose the page itself: such a link survives moves."
            );
            Some(Finding::warning(Code::LinkUnknown, path, message))
        }
    }
}

/// Only asks: what another site does is not for us to say, and may be over by now.
fn outside(dead: &DeadLink, path: &str) -> Finding {
    let (why, since) = (why(dead.status, &dead.failure), dead.failing_since.date());
    let message = format!("{} did not work when it was last checked: {why}, since {since}.", dead.url);
    Finding::warning(Code::LinkExternalDead, path, message)
}

fn page(id: i64, path: &str, facts: &Facts) -> Option<Finding> {
    match facts.pages.get(&id) {
        Some(page) if page.has_address() && (page.live || facts.upcoming.pages.contains(&id)) => None,
        Some(page) => {
            // The title of a draft is for those who may look at it.
            let name = if page.seen { format!("“{}”", page.title) } else { "this page".to_owned() };
            let why = if page.has_address() { "it is not published" } else { "it has no page of its own" };
            let message = format!("Visitors cannot open {name}: {why}.");
            Some(Finding::warning(Code::LinkUnpublished, path, message))
        }
        None => gone(false, path, "The page that this leads to was deleted."),
    }
}

fn document(id: i64, path: &str, facts: &Facts) -> Option<Finding> {
    gone(facts.exists("document", id), path, "The document that this leads to was deleted.")
}

fn gone(is_there: bool, path: &str, message: &str) -> Option<Finding> {
    (!is_there).then(|| Finding::error(Code::LinkDead, path, message))
}

//! What has to be read for a look: gathered from all pages first, so that it takes one round.

use super::{Checked, links::thing_name};
use crate::{document::BlockContent, links::Address, tree::RESERVED_SLUGS};
use std::collections::BTreeSet;
use xpro_form::{Target, Use, UsedThing};

/// Ids and addresses.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    pub pages: BTreeSet<i64>,
    pub paths: BTreeSet<String>,
    /// Addresses of other sites.
    pub elsewhere: BTreeSet<String>,
    pub images: BTreeSet<i64>,
    pub things: BTreeSet<(&'static str, i64)>,
    pub courses: BTreeSet<i64>,
    pub programs: BTreeSet<i64>,
    pub runs: BTreeSet<i64>,
}

impl Wanted {
    pub(super) fn add(&mut self, checked: &Checked<'_>, uses: &[Use]) {
        for used in uses {
            self.add_thing(&used.thing);
        }
        if let Some(product) = checked.document.product() {
            self.courses.extend(product.course.map(|course| course.0));
            self.programs.extend(product.program.map(|program| program.0));
        }
        for block in checked.document.sections() {
            if let BlockContent::Certificate(certificate) = &block.content {
                self.runs.extend(certificate.overrides.iter().filter_map(|over| over.value.run).map(|run| run.0));
            }
        }
    }

    fn add_thing(&mut self, thing: &UsedThing) {
        match thing {
            UsedThing::Image { id, .. } => {
                self.images.insert(*id);
            }
            UsedThing::Document(id) => {
                self.things.insert(("document", *id));
            }
            UsedThing::Shared(id) => {
                self.things.insert(("snippet", *id));
            }
            UsedThing::Reference(Target::Page { .. }, id) => {
                self.pages.insert(*id);
            }
            UsedThing::Reference(target, id) => {
                self.things.extend(thing_name(target).map(|name| (name, *id)));
            }
            UsedThing::Link(address) => self.add_link(address),
        }
    }

    fn add_link(&mut self, address: &str) {
        let by_id = |scheme: &str| address.strip_prefix(scheme).and_then(|id| id.parse::<i64>().ok());
        self.pages.extend(by_id("page:"));
        self.images.extend(by_id("image:"));
        self.things.extend(by_id("document:").map(|id| ("document", id)));
        self.elsewhere.extend(Address::of(address).map(|address| address.url));
        if let Some(path) = internal_path(address) {
            // A program's page answers for its runs as well: `/programs/<id>+R2/`.
            self.paths.extend(without_run(&path));
            self.paths.insert(path);
        }
    }
}

/// The address of a page of this site that a link names, as pages keep theirs: `/about-us/`. None for other sites, anchors,
/// and what the application answers itself.
pub(crate) fn internal_path(address: &str) -> Option<String> {
    let address = address.trim();
    let path = address.split(['?', '#']).next().unwrap_or_default();
    if !path.starts_with('/') || path.starts_with("//") {
        return None;
    }
    let path = percent_encoding::percent_decode_str(path).decode_utf8_lossy();
    let first = path.trim_start_matches('/').split('/').next().unwrap_or_default();
    if RESERVED_SLUGS.contains(&first) || first == "images" || first == "studio" {
        return None;
    }
    Some(if path.ends_with('/') { path.into_owned() } else { format!("{path}/") })
}

/// The page of a program for the address of one of its runs.
pub(crate) fn without_run(path: &str) -> Option<String> {
    let (base, tag) = path.trim_end_matches('/').rsplit_once("+R")?;
    let is_tag = !tag.is_empty() && tag.chars().all(|digit| digit.is_ascii_digit());
    is_tag.then(|| format!("{base}/"))
}

#[cfg(test)]
mod tests {
    use super::{internal_path, without_run};

    #[test]
    fn only_addresses_of_pages_are_looked_up() {
        assert_eq!(internal_path("/about-us").as_deref(), Some("/about-us/"));
        assert_eq!(internal_path("/courses/course-v1:xPRO+A/?x=1#faq").as_deref(), Some("/courses/course-v1:xPRO+A/"));
        for other in ["#faq", "https://mit.edu/", "//mit.edu/", "/checkout/?product=1", "mailto:a@b.c", "/images/x/1/"]
        {
            assert_eq!(internal_path(other), None, "{other}");
        }
    }

    #[test]
    fn runs_of_a_program_are_its_page() {
        assert_eq!(without_run("/programs/program-v1:xPRO+A+R12/").as_deref(), Some("/programs/program-v1:xPRO+A/"));
        assert_eq!(without_run("/programs/program-v1:xPRO+Robots/"), None);
    }
}

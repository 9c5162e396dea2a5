//! From a draft to its page.

use super::marks;
use crate::{
    content::Generation,
    pages::storefront::{Body, any_page},
    shell::{self, Bundle, Head},
    state::AppState,
};
use leptos::prelude::*;
use xpro_cms::{
    delivery::{CatalogQuery, DraftPage},
    document::{PageDocument, PageKind},
    store::snippet::StoredSnippet,
};
use xpro_kernel::PageId;

/// What is to be drawn.
pub struct Draft {
    /// Key of the page.
    pub id: PageId,
    /// Its address.
    pub url_path: String,
    /// Its kind.
    pub kind: PageKind,
    /// What it says, with marks in its texts.
    pub document: PageDocument,
    /// What it may take from elsewhere.
    pub snippets: Vec<StoredSnippet>,
    /// Addresses that the marks stand for.
    pub fields: Vec<String>,
}

/// The page as visitors would see it, or why there is none.
pub fn render(state: &AppState, mut draft: Draft) -> Result<String, &'static str> {
    let fields = std::mem::take(&mut draft.fields);
    let (generation, head, body) = page_of(state, draft)?;
    let frame = state.frame_in(&generation, head, Bundle::None);
    Ok(marks::unmark(&shell::document(&frame, body), &fields))
}

/// The same below a banner, for people who were given a link: no search engine lists it, and it has no address of its own.
pub fn render_for_guests(
    state: &AppState,
    draft: Draft,
    banner: impl FnOnce() -> AnyView + 'static,
) -> Result<String, &'static str> {
    let (generation, head, body) = page_of(state, draft)?;
    let head = Head {
        robots: Some("noindex, nofollow".to_owned()),
        canonical_url: None,
        image: None,
        properties: Vec::new(),
        json_ld: None,
        ..head
    };
    let frame = state.frame_in(&generation, head, Bundle::None);
    Ok(shell::document(&frame, move || view! { {banner()} {body()} }.into_any()))
}

/// The site with the draft in it, and the draft's page.
fn page_of(state: &AppState, draft: Draft) -> Result<(Generation, Head, Body), &'static str> {
    let kind = draft.kind;
    if kind.is_product() && !is_about_something(&draft.document) {
        return Err(if kind.is_course() {
            "Choose the course that the page is about, and it appears here."
        } else {
            "Choose the program that the page is about, and it appears here."
        });
    }
    let current = state.content.current();
    let path = draft.url_path.clone();
    let page = DraftPage { id: draft.id, url_path: draft.url_path, document: draft.document };
    let generation = Generation::for_preview(current.site().with_draft(page, draft.snippets), state.db.now());
    let (head, body) = any_page(state, &generation, &path, &CatalogQuery::default())
        .ok_or("This kind of page has no page of its own: visitors meet what it says elsewhere.")?;
    Ok((generation, head, body))
}

/// A page for the frame that says why there is no other.
pub fn nothing(state: &AppState, why: &'static str) -> String {
    let frame = state.frame(Head::of_page("Preview", "", "/"), Bundle::None);
    shell::document(&frame, move || view! { <div class="wrap"><p class="page-banner__lead">{why}</p></div> }.into_any())
}

fn is_about_something(document: &PageDocument) -> bool {
    document.product().is_some_and(|page| page.course.is_some() || page.program.is_some())
}

//! Two people changed the same record: what differs, and the choice. Whatever is chosen can be taken back.

use super::record::Desk;
use crate::{
    editor::{Edit, differences, locate, merge, readable},
    moment::Moment,
};
use leptos::prelude::*;
use std::collections::HashMap;
use xpro_api::{Instant, OpenedRecord};
use xpro_ui::{Button, ButtonKind, ButtonSize, Notice, Tone};

/// What somebody else saved in the meantime.
#[derive(Debug, Clone, PartialEq)]
pub struct Theirs {
    /// Who; empty for a job.
    pub by: String,
    /// When.
    pub at: Option<Instant>,
    /// As it is now.
    pub record: OpenedRecord,
}

/// Shown as long as both texts are in each other's way.
#[component]
pub fn Conflict(desk: Desk) -> impl IntoView {
    move || desk.theirs.get().map(|theirs| view! { <Collision desk=desk theirs=theirs /> })
}

#[component]
fn Collision(desk: Desk, theirs: Theirs) -> impl IntoView {
    let store = desk.store;
    let base = desk.record.with_untracked(|record| record.document.clone());
    let mine = store.snapshot();
    let found = differences(&base, &mine, &theirs.record.document);
    let rows: Vec<_> = found
        .iter()
        .map(|found| {
            let (_, label) = locate(store.all, store.form(), &mine, &found.path);
            let text = |value: &Option<serde_json::Value>| {
                value.as_ref().map(readable).filter(|text| !text.is_empty()).unwrap_or_else(|| "(empty)".to_owned())
            };
            view! { <tr><th scope="row">{label}</th><td>{text(&found.theirs)}</td><td>{text(&found.mine)}</td></tr> }
        })
        .collect();
    let chosen: HashMap<_, _> = found.into_iter().map(|found| (found.path, found.suggested)).collect();
    let together = merge(&base, &mine, &theirs.record.document, &chosen);
    let (for_both, for_theirs) = (theirs.record.clone(), theirs.record.clone());
    let take = move |record: OpenedRecord, document: serde_json::Value| {
        desk.theirs.set(None);
        desk.record.set(record);
        store.put(Edit::Replace(document));
    };
    let who = if theirs.by.is_empty() { "A job".to_owned() } else { theirs.by.clone() };
    let their_document = theirs.record.document.clone();
    view! {
        <Notice tone=Tone::Warning title=format!("{who} saved this while you were writing") announce=true>
            <p>{theirs.at.map(|at| view! { "Saved "<Moment at=at />". " })}"Nothing of yours is lost. Look at what differs, then save again."</p>
            <div class="table-frame" role="region" aria-label="What differs" tabindex="0">
                <table class="table" data-testid="record-conflict">
                    <thead><tr><th scope="col">"Field"</th><th scope="col">"Theirs"</th><th scope="col">"Yours"</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <div class="editor__choices">
                <Button press="button" size=ButtonSize::Small on_press=move |_| take(for_both.clone(), together.clone())>
                    "Put both together, mine where both changed"
                </Button>
                <Button
                    press="button"
                    kind=ButtonKind::Secondary
                    size=ButtonSize::Small
                    on_press=move |_| take(for_theirs.clone(), their_document.clone())
                >
                    "Take theirs"
                </Button>
            </div>
        </Notice>
    }
}

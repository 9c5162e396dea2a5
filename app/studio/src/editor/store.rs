//! The document that is being edited. One plain value holds it; every field and list that is in view follows its own
//! address in it, so a key pressed in one field draws nothing but that field anew, and taking a change back finds every
//! view where it is.

use super::{
    browser,
    link::LinkChooser,
    model::{
        document::{self, Edit, apply, get},
        path,
        undo::History,
    },
};
use leptos::prelude::*;
use serde_json::Value;
use std::collections::HashMap;
use xpro_api::{OpenedPage, OpenedRecord, PageRights, PriceWish, SharedSection, Standing, Thing};
use xpro_form::{Declarations, FormSpec, KindSpec, Mode, Severity, check};

/// Something that is wrong in the document.
#[derive(Debug, Clone, PartialEq)]
pub struct Flaw {
    /// Address with ids.
    pub path: String,
    /// What is wrong.
    pub message: String,
    /// It keeps the field from being saved, or the page from being published.
    pub is_error: bool,
}

/// The page that is being edited; a handle, cheap to copy.
#[derive(Clone, Copy)]
pub struct Store {
    /// Key of the page.
    pub page: i64,
    /// What everything holds.
    pub all: &'static Declarations,
    /// The page's kind; none for what is no page.
    pub kind: Option<&'static KindSpec>,
    form: &'static FormSpec,
    document: StoredValue<Value>,
    history: StoredValue<History>,
    followers: StoredValue<HashMap<String, ArcTrigger>>,
    open: StoredValue<HashMap<String, ArcRwSignal<bool>>>,
    opens_entries: bool,
    /// Goes up with every change.
    pub changes: RwSignal<u32>,
    /// Whether something can be taken back, and done again.
    pub can: RwSignal<(bool, bool)>,
    /// What is wrong in the text as it stands.
    pub flaws: RwSignal<Vec<Flaw>>,
    /// What would keep it from being published; filled by the publish panel.
    pub blockers: RwSignal<Option<Vec<Flaw>>>,
    /// What the server refused and nobody can find here, with what the field said then.
    refused: StoredValue<Vec<(Flaw, Option<Value>)>>,
    /// Names of what the document refers to.
    pub things: RwSignal<HashMap<(String, i64), Thing>>,
    /// Shared sections by key.
    pub shared: RwSignal<HashMap<i64, SharedSection>>,
    /// What the person may do.
    pub rights: RwSignal<PageRights>,
    /// How things stand.
    pub standing: RwSignal<Standing>,
    /// Site-wide permissions that blocks ask for.
    pub permissions: StoredValue<Vec<String>>,
    /// The last part of the address.
    pub slug: RwSignal<String>,
    /// The slug was changed here and is not kept yet.
    pub slug_changed: RwSignal<bool>,
    /// Price that publishing will set.
    pub price: RwSignal<Option<PriceWish>>,
    /// The price was changed here and is not kept yet.
    pub price_changed: RwSignal<bool>,
    /// Read out to those who cannot see what moved.
    pub announced: RwSignal<String>,
    /// The field to show next.
    pub wanted: RwSignal<Option<String>>,
    /// The field that has the focus.
    pub focused: RwSignal<Option<String>>,
    /// The entry that is being dragged: its list and id.
    pub dragged: RwSignal<Option<(String, String)>>,
    /// Something was taken away that can be brought back.
    pub removed: RwSignal<Option<String>>,
    /// The dialog that finds where a link leads.
    pub links: StoredValue<LinkChooser>,
}

impl Store {
    /// A page as it was opened; none when its kind is not declared.
    pub fn new(all: &'static Declarations, page: &OpenedPage) -> Option<Self> {
        let kind = all.kind(&page.kind)?;
        let store = Self::of(all, &kind.form, page.document.clone());
        let store = Store {
            page: page.id,
            kind: Some(kind),
            shared: RwSignal::new(page.shared.iter().map(|shared| (shared.id, shared.clone())).collect()),
            rights: RwSignal::new(page.rights),
            standing: RwSignal::new(page.standing.clone()),
            permissions: StoredValue::new(page.permissions.clone()),
            slug: RwSignal::new(page.slug.clone()),
            price: RwSignal::new(page.price.clone()),
            ..store
        };
        for thing in &page.things {
            store.know(thing.clone());
        }
        store.check();
        Some(store)
    }

    /// A record as it was opened.
    pub fn of_record(all: &'static Declarations, form: &'static FormSpec, record: &OpenedRecord) -> Self {
        let store = Store {
            rights: RwSignal::new(PageRights { edit: record.may_change, ..PageRights::default() }),
            permissions: StoredValue::new(record.permissions.clone()),
            ..Self::of(all, form, record.document.clone())
        };
        for thing in &record.things {
            store.know(thing.clone());
        }
        store
    }

    /// A document of this form that nothing more is known of.
    fn of(all: &'static Declarations, form: &'static FormSpec, document: Value) -> Self {
        Store {
            page: 0,
            all,
            kind: None,
            form,
            opens_entries: opens_entries(&document),
            document: StoredValue::new(document),
            history: StoredValue::new(History::default()),
            followers: StoredValue::new(HashMap::new()),
            open: StoredValue::new(HashMap::new()),
            changes: RwSignal::new(0),
            can: RwSignal::new((false, false)),
            flaws: RwSignal::new(Vec::new()),
            blockers: RwSignal::new(None),
            refused: StoredValue::new(Vec::new()),
            things: RwSignal::new(HashMap::new()),
            shared: RwSignal::new(HashMap::new()),
            rights: RwSignal::new(PageRights::default()),
            standing: RwSignal::new(Standing::default()),
            permissions: StoredValue::new(Vec::new()),
            slug: RwSignal::new(String::new()),
            slug_changed: RwSignal::new(false),
            price: RwSignal::new(None),
            price_changed: RwSignal::new(false),
            announced: RwSignal::new(String::new()),
            wanted: RwSignal::new(None),
            focused: RwSignal::new(None),
            dragged: RwSignal::new(None),
            removed: RwSignal::new(None),
            links: StoredValue::new(LinkChooser::new()),
        }
    }

    /// Nobody may type: no right, or somebody else's lock.
    pub fn is_readonly(self) -> bool {
        !self.rights.with(|rights| rights.edit)
    }

    /// The form of the whole page.
    pub fn form(self) -> &'static FormSpec {
        self.form
    }

    /// The value at an address; whoever asks in a view hears of changes.
    pub fn value(self, path: &str) -> Option<Value> {
        self.follow(path);
        self.document.with_value(|document| get(document, path).cloned())
    }

    /// A text at an address; empty when there is none.
    pub fn text(self, path: &str) -> String {
        match self.value(path) {
            Some(Value::String(text)) => text,
            Some(Value::Number(number)) => number.to_string(),
            _ => String::new(),
        }
    }

    /// Ids of a list's entries; whoever asks in a view hears when entries come, go or move, and not when they change.
    pub fn ids(self, list: &str) -> Vec<String> {
        self.follow(&format!("{list}[]"));
        self.document.with_value(|document| document::ids(document, list))
    }

    /// A whole entry of a list.
    pub fn entry(self, list: &str, id: &str) -> Option<Value> {
        self.follow(&path::join(list, id));
        self.document.with_value(|document| document::entry(document, list, id).cloned())
    }

    /// The whole document, without following it.
    pub fn snapshot(self) -> Value {
        self.document.get_value()
    }

    /// Looks at the whole document without copying it, and without following it.
    pub fn look<R>(self, see: impl FnOnce(&Value) -> R) -> R {
        self.document.with_value(see)
    }

    fn follow(self, path: &str) {
        let known = self.followers.with_value(|followers| followers.get(path).cloned());
        let trigger = known.unwrap_or_else(|| {
            let trigger = ArcTrigger::new();
            self.followers.update_value(|followers| {
                followers.insert(path.to_owned(), trigger.clone());
            });
            trigger
        });
        trigger.track();
    }

    /// Gives a field another value.
    pub fn set(self, path: &str, value: Value) {
        let is_same = self.document.with_value(|document| get(document, path) == Some(&value));
        if !is_same {
            self.edit(Edit::Set { path: path.to_owned(), value: Some(value) });
        }
    }

    /// Changes the document so that it can be taken back.
    pub fn edit(self, edit: Edit) {
        if self.rights.with_untracked(|rights| !rights.edit) {
            return;
        }
        if let Some(undo) = self.change(edit.clone()) {
            self.history.update_value(|history| history.record(edit, undo, browser::now()));
            self.after_change();
        }
    }

    /// Takes the last change back, and shows where.
    pub fn undo(self) {
        self.step(History::undo);
    }

    /// Does again what was taken back last, and shows where.
    pub fn redo(self) {
        self.step(History::redo);
    }

    fn step(self, take: impl FnOnce(&mut History) -> Option<Edit>) {
        if self.rights.with_untracked(|rights| !rights.edit) {
            return;
        }
        let Some(edit) = self.history.try_update_value(take).flatten() else { return };
        let place = edit.place().to_owned();
        if self.change(edit).is_some() {
            self.after_change();
            self.removed.set(None);
            self.wanted.set(Some(place));
        }
    }

    fn after_change(self) {
        self.can.set(self.history.with_value(History::can));
        self.changes.update(|changes| *changes += 1);
    }

    fn change(self, edit: Edit) -> Option<Edit> {
        let touched = touched(&edit);
        let undo = self.document.try_update_value(|document| apply(document, edit)).flatten()?;
        let heard: Vec<ArcTrigger> = self.followers.with_value(|followers| {
            let hears = |(path, _): &(&String, &ArcTrigger)| touched.iter().any(|touched| touched.reaches(path));
            followers.iter().filter(hears).map(|(_, trigger)| trigger.clone()).collect()
        });
        for trigger in heard {
            trigger.notify();
        }
        Some(undo)
    }

    /// Whether an entry shows its fields.
    pub fn open(self, entry: &str) -> RwSignal<bool> {
        if let Some(open) = self.open.with_value(|open| open.get(entry).cloned()) {
            return open.into();
        }
        let open = ArcRwSignal::new(self.opens_entries);
        self.open.update_value(|all| {
            all.insert(entry.to_owned(), open.clone());
        });
        open.into()
    }

    /// Remembers what something is called.
    pub fn know(self, thing: Thing) {
        self.things.update(|things| {
            things.insert((thing.kind.clone(), thing.id), thing);
        });
    }

    /// What something is called.
    pub fn thing(self, kind: &str, id: i64) -> Option<Thing> {
        self.things.with(|things| things.get(&(kind.to_owned(), id)).cloned())
    }

    /// Looks for mistakes anew.
    pub fn check(self) {
        let found = self.find_flaws(Mode::Draft);
        if self.flaws.with_untracked(|flaws| *flaws != found) {
            self.flaws.set(found);
        }
        if self.blockers.with_untracked(Option::is_some) {
            let mut blockers = self.find_flaws(Mode::Publish);
            // The server knows more than can be looked up here; it is believed until the field says something else.
            self.refused.update_value(|refused| refused.retain(|(flaw, said)| self.said(&flaw.path) == *said));
            let refused =
                self.refused.with_value(|refused| refused.iter().map(|(flaw, _)| flaw.clone()).collect::<Vec<_>>());
            blockers.extend(refused.into_iter().filter(|flaw| !blockers.contains(flaw)).collect::<Vec<_>>());
            self.blockers.set(Some(blockers));
        }
    }

    fn said(self, path: &str) -> Option<Value> {
        self.document.with_value(|document| get(document, path).cloned())
    }

    /// What is wrong in this mode.
    pub fn find_flaws(self, mode: Mode) -> Vec<Flaw> {
        self.document.with_value(|document| {
            let problems = check(self.form, &self.all.blocks, document, mode);
            let flaw = |problem: xpro_form::Problem| Flaw {
                path: path::with_ids(document, &problem.path),
                message: problem.message,
                is_error: problem.severity == Severity::Error,
            };
            problems.into_iter().map(flaw).collect()
        })
    }

    /// Everything known to be wrong: mistakes of the draft, and what keeps it from being published once that was asked.
    pub fn known_flaws(self) -> Vec<Flaw> {
        self.blockers.get().unwrap_or_else(|| self.flaws.get())
    }

    /// Problems that the server told, with their addresses turned.
    pub fn flaws_of(self, problems: Vec<xpro_form::Problem>) -> Vec<Flaw> {
        self.document.with_value(|document| {
            let flaw = |problem: xpro_form::Problem| Flaw {
                path: path::with_ids(document, &problem.path),
                message: problem.message,
                is_error: true,
            };
            problems.into_iter().map(flaw).collect()
        })
    }

    /// Shows what the server refused, beside its fields.
    pub fn refuse(self, problems: Vec<xpro_form::Problem>) -> Vec<Flaw> {
        let flaws = self.flaws_of(problems);
        self.refused.set_value(flaws.iter().map(|flaw| (flaw.clone(), self.said(&flaw.path))).collect());
        self.blockers.set(Some(flaws.clone()));
        flaws
    }

    /// Nothing is in the way any more.
    pub fn accept(self) {
        self.refused.set_value(Vec::new());
        self.blockers.set(None);
    }

    /// Takes over what the server says about the page, not what the person writes.
    pub fn take_standing(self, page: &OpenedPage) {
        for thing in &page.things {
            self.know(thing.clone());
        }
        self.rights.set(page.rights);
        self.standing.set(page.standing.clone());
    }

    /// The same, with its text when it is another one.
    pub fn take_over(self, page: &OpenedPage) {
        self.take_standing(page);
        self.slug.set(page.slug.clone());
        self.slug_changed.set(false);
        self.price.set(page.price.clone());
        self.price_changed.set(false);
        if self.document.with_value(|document| *document != page.document) {
            self.put(Edit::Replace(page.document.clone()));
        }
    }

    /// Changes the document whatever the person's rights; it can be taken back.
    pub fn put(self, edit: Edit) {
        if let Some(undo) = self.change(edit.clone()) {
            self.history.update_value(|history| history.record(edit, undo, browser::now()));
            self.after_change();
        }
    }
}

/// Whether the entries of a page's lists begin open. A page with many would draw hundreds of fields before one may type.
fn opens_entries(document: &Value) -> bool {
    let is_short = |(name, value): (&String, &Value)| {
        let most = if name == "sections" { 2 } else { 12 };
        value.as_array().is_none_or(|entries| entries.len() <= most)
    };
    document.as_object().is_none_or(|fields| fields.iter().all(is_short))
}

/// What a change touches.
enum Touched {
    /// A value, with everything above and below it.
    Value(String),
    /// A list's entries, with everything above it and the entry named.
    Entries(String),
    /// Everything.
    All,
}

impl Touched {
    fn reaches(&self, follower: &str) -> bool {
        let (bare, is_list) = match follower.strip_suffix("[]") {
            Some(bare) => (bare, true),
            None => (follower, false),
        };
        match self {
            Touched::All => true,
            // A list hears of its entries' coming and going alone.
            Touched::Value(path) if is_list => path::is_within(bare, path),
            Touched::Value(path) => path::is_within(path, bare) || path::is_within(bare, path),
            Touched::Entries(list) => {
                if is_list {
                    bare == list
                } else {
                    path::is_within(list, bare)
                }
            }
        }
    }
}

fn touched(edit: &Edit) -> Vec<Touched> {
    match edit {
        Edit::Set { path, .. } => vec![Touched::Value(path.clone())],
        Edit::Insert { list, .. } | Edit::Remove { list, .. } | Edit::Move { list, .. } => {
            vec![Touched::Entries(list.clone())]
        }
        Edit::Mark { list, id, .. } => vec![Touched::Value(path::join(list, id))],
        Edit::Replace(_) => vec![Touched::All],
        Edit::Many(edits) => edits.iter().flat_map(touched).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_page_begins_closed() {
        let page = |name: &str, count: usize| serde_json::json!({ "title": "T", name: vec!["x"; count] });
        assert!(opens_entries(&page("content", 12)) && opens_entries(&page("sections", 2)));
        assert!(!opens_entries(&page("content", 200)) && !opens_entries(&page("sections", 3)));
    }

    #[test]
    fn typing_reaches_its_field_and_what_sums_it_up() {
        let typed = Touched::Value("sections/a/heading".to_owned());
        for follower in ["sections/a/heading", "sections/a", "sections", ""] {
            assert!(typed.reaches(follower), "{follower}");
        }
        for follower in ["sections/b", "sections/a/body", "sections[]", "title"] {
            assert!(!typed.reaches(follower), "{follower}");
        }
    }

    #[test]
    fn a_whole_value_reaches_the_lists_inside() {
        let set = Touched::Value("sections/a".to_owned());
        assert!(set.reaches("sections/a/items[]") && set.reaches("sections/a/items/b/name"));
        assert!(!set.reaches("sections[]"));
    }

    #[test]
    fn an_entry_that_moves_reaches_its_list_alone() {
        let moved = Touched::Entries("sections".to_owned());
        assert!(moved.reaches("sections[]") && moved.reaches(""));
        assert!(!moved.reaches("sections/a/heading") && !moved.reaches("sections/a/items[]"));
    }
}

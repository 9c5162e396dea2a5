//! A field of a library's form, and what becomes of it when somebody else changes it meanwhile: nothing typed is lost, and
//! nothing of theirs is overwritten unseen.

use leptos::prelude::*;
use std::sync::Arc;
use xpro_api::LibraryClash;
use xpro_ui::{Button, ButtonKind, ButtonSize, Notice, Tone};

/// What is shown, and what the server had when the person last looked.
pub struct Field<T: Send + Sync + 'static> {
    /// What the control holds.
    pub shown: RwSignal<T>,
    /// What the person began from.
    pub began: RwSignal<T>,
}

impl<T: Send + Sync + 'static> Clone for Field<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Field<T> {}

impl<T: PartialEq + Clone + Send + Sync + 'static> Field<T> {
    /// As the server has it.
    pub fn new(value: &T) -> Self {
        Field { shown: RwSignal::new(value.clone()), began: RwSignal::new(value.clone()) }
    }

    /// Whether something else is shown than the person began from.
    pub fn is_changed(self) -> bool {
        self.shown.with(|shown| self.began.with(|began| shown != began))
    }

    /// A save was answered. What was typed while it was on its way stays, and so does the text that it began from where this
    /// save did not change the field: the next one then tells of what somebody else wrote.
    pub fn settle(self, (began, sent): (&T, &T), kept: &T) {
        if self.shown.with_untracked(|shown| shown == sent) {
            self.put(kept);
        } else if sent != began {
            self.began.set(kept.clone());
        }
    }

    /// The server has something else by now: shown where the person changed nothing, else left for the next save to tell.
    pub fn meet(self, theirs: &T) {
        if !untrack(|| self.is_changed()) || self.shown.with_untracked(|shown| shown == theirs) {
            self.put(theirs);
        }
    }

    /// Shows this, unless it is shown already: a caret stays where it is.
    fn put(self, value: &T) {
        if self.shown.with_untracked(|shown| shown != value) {
            self.shown.set(value.clone());
        }
        self.began.set(value.clone());
    }

    /// Somebody else changed it too.
    pub fn clash(self, (name, by): (&'static str, &str), theirs: &T, readable: fn(&T) -> String) -> Clash {
        let (seen, taken) = (theirs.clone(), theirs.clone());
        Clash {
            name,
            by: by.to_owned(),
            theirs: readable(theirs),
            mine: Arc::new(move || self.shown.with(readable)),
            keep_mine: Arc::new(move || self.began.set(seen.clone())),
            take_theirs: Arc::new(move || self.put(&taken)),
        }
    }
}

/// A field that two people changed, until one of both texts is chosen.
#[derive(Clone)]
pub struct Clash {
    /// What it is called, in a sentence.
    name: &'static str,
    /// Empty when that is not known.
    by: String,
    theirs: String,
    // Made when an answer comes, where no view owns what is made: so these are counted, not kept by an owner.
    mine: Arc<dyn Fn() -> String + Send + Sync>,
    keep_mine: Arc<dyn Fn() + Send + Sync>,
    take_theirs: Arc<dyn Fn() + Send + Sync>,
}

/// Who changed this field, when the server tells of it.
pub fn by_of<'a>(clashes: &'a [LibraryClash], field: &str) -> Option<&'a str> {
    clashes.iter().find(|clash| clash.field == field).map(|clash| clash.by.as_str())
}

/// What a save said: its success, its error, or the fields that somebody else changed too.
#[component]
pub fn Outcome(
    /// In one sentence.
    outcome: RwSignal<Option<Result<String, String>>>,
    /// Still to be chosen.
    clashes: RwSignal<Vec<Clash>>,
) -> impl IntoView {
    let said = move || {
        outcome.get().map(|outcome| match outcome {
            Ok(text) => view! { <Notice tone=Tone::Success title=text announce=true /> }.into_any(),
            Err(text) => view! { <Notice tone=Tone::Danger title=text announce=true /> }.into_any(),
        })
    };
    let met =
        move || clashes.get().into_iter().map(|clash| view! { <Choice clash=clash clashes=clashes /> }).collect_view();
    view! { <div class="outcome" data-testid="outcome">{said}{met}</div> }
}

#[component]
fn Choice(clash: Clash, clashes: RwSignal<Vec<Clash>>) -> impl IntoView {
    let Clash { name, by, theirs, mine, keep_mine, take_theirs } = clash;
    let who = if by.is_empty() { "Somebody" } else { &by };
    let choose = move |choice: &Arc<dyn Fn() + Send + Sync>| {
        choice();
        clashes.update(|clashes| clashes.retain(|clash| clash.name != name));
    };
    view! {
        <Notice tone=Tone::Warning title=format!("{who} changed the {name} meanwhile") announce=true>
            <p>"Nothing is saved yet, and nothing of yours is lost. Choose one, then save again."</p>
            <p data-testid="theirs"><strong>"Theirs: "</strong>{or_empty(theirs)}</p>
            <p data-testid="mine"><strong>"Yours: "</strong>{move || or_empty(mine())}</p>
            <div class="library-form__acts">
                <Button press="button" size=ButtonSize::Small attr:data-testid="keep-mine" on_press=move |_| choose(&keep_mine)>
                    "Keep mine"
                </Button>
                <Button
                    press="button"
                    kind=ButtonKind::Secondary
                    size=ButtonSize::Small
                    attr:data-testid="take-theirs"
                    on_press=move |_| choose(&take_theirs)
                >
                    "Take theirs"
                </Button>
            </div>
        </Notice>
    }
}

fn or_empty(text: String) -> String {
    if text.is_empty() { "(empty)".to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(began: &str, shown: &str) -> Field<String> {
        let field = Field::new(&began.to_owned());
        field.shown.set(shown.to_owned());
        field
    }

    fn texts(field: Field<String>) -> (String, String) {
        (field.began.get_untracked(), field.shown.get_untracked())
    }

    #[test]
    fn a_save_shows_what_was_kept_but_not_over_what_was_typed_since() {
        let owner = Owner::new();
        owner.set();
        let text = |text: &str| text.to_owned();
        for (sent, shown, kept, after) in [
            ("a  b", "a  b", "a b", ("a b", "a b")),
            ("old", "old", "theirs", ("theirs", "theirs")),
            ("mine", "mine and more", "mine", ("mine", "mine and more")),
            ("old", "typed since", "theirs", ("old", "typed since")),
        ] {
            let field = field("old", shown);
            field.settle((&text("old"), &text(sent)), &text(kept));
            assert_eq!(texts(field), (text(after.0), text(after.1)), "{sent} {shown}");
        }
    }

    #[test]
    fn what_is_typed_outlives_what_the_server_has() {
        let owner = Owner::new();
        owner.set();
        let typed = field("old", "mine");
        typed.meet(&"theirs".to_owned());
        assert_eq!(texts(typed), ("old".to_owned(), "mine".to_owned()));
        let untouched = field("old", "old");
        untouched.meet(&"theirs".to_owned());
        assert_eq!(texts(untouched), ("theirs".to_owned(), "theirs".to_owned()));
    }
}

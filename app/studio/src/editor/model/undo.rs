//! What was done to a document, so that it can be taken back and done again.

use super::document::Edit;
use std::collections::VecDeque;

/// Most steps that can be taken back.
const MOST: usize = 200;
/// Typing into one field with no longer pauses than this is one step, in milliseconds.
const PAUSE: f64 = 1_200.0;

/// The steps so far.
#[derive(Debug, Default)]
pub struct History {
    past: VecDeque<Step>,
    future: Vec<Step>,
}

#[derive(Debug)]
struct Step {
    undo: Edit,
    redo: Edit,
    at: f64,
}

impl History {
    /// Remembers a change with what takes it back. What had been taken back before can no longer be done again.
    pub fn record(&mut self, redo: Edit, undo: Edit, now: f64) {
        self.future.clear();
        if let Some(last) = self.past.back_mut().filter(|last| continues(last, &redo, now)) {
            last.redo = redo;
            last.at = now;
            return;
        }
        if self.past.len() == MOST {
            self.past.pop_front();
        }
        self.past.push_back(Step { undo, redo, at: now });
    }

    /// The change that takes the last step back.
    pub fn undo(&mut self) -> Option<Edit> {
        let step = self.past.pop_back()?;
        let edit = step.undo.clone();
        self.future.push(step);
        Some(edit)
    }

    /// The change that does again what was taken back last.
    pub fn redo(&mut self) -> Option<Edit> {
        let step = self.future.pop()?;
        let edit = step.redo.clone();
        // Typing after this is a step of its own.
        self.past.push_back(Step { at: f64::NEG_INFINITY, ..step });
        Some(edit)
    }

    /// Whether something can be taken back, and done again.
    pub fn can(&self) -> (bool, bool) {
        (!self.past.is_empty(), !self.future.is_empty())
    }
}

fn continues(last: &Step, next: &Edit, now: f64) -> bool {
    let is_text = |edit: &Edit| matches!(edit, Edit::Set { value: Some(value), .. } if value.is_string());
    now - last.at <= PAUSE && is_text(&last.redo) && is_text(next) && last.redo.place() == next.place()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::editor::model::document::apply;
    use serde_json::{Value, json};

    fn set(path: &str, text: &str) -> Edit {
        Edit::Set { path: path.to_owned(), value: Some(json!(text)) }
    }

    fn act(document: &mut Value, history: &mut History, edit: Edit, now: f64) {
        let undo = apply(document, edit.clone()).expect("its place exists");
        history.record(edit, undo, now);
    }

    #[test]
    fn typing_without_pauses_is_one_step() {
        let (mut document, mut history) = (json!({ "a": "", "b": "" }), History::default());
        for (at, text) in ["W", "We", "Wel"].iter().enumerate() {
            act(&mut document, &mut history, set("a", text), at as f64 * 100.0);
        }
        act(&mut document, &mut history, set("b", "x"), 300.0);
        act(&mut document, &mut history, set("b", "xy"), 5_000.0);
        let mut texts = Vec::new();
        while let Some(edit) = history.undo() {
            apply(&mut document, edit).expect("its place exists");
            texts.push(document.to_string());
        }
        assert_eq!(texts, [r#"{"a":"Wel","b":"x"}"#, r#"{"a":"Wel","b":""}"#, r#"{"a":"","b":""}"#]);
        while let Some(edit) = history.redo() {
            apply(&mut document, edit).expect("its place exists");
        }
        assert_eq!(document, json!({ "a": "Wel", "b": "xy" }));
    }

    #[test]
    fn a_new_change_ends_what_could_be_done_again() {
        let (mut document, mut history) = (json!({ "a": "" }), History::default());
        act(&mut document, &mut history, set("a", "1"), 0.0);
        let undo = history.undo().expect("a step");
        apply(&mut document, undo);
        assert_eq!(history.can(), (false, true));
        act(&mut document, &mut history, set("a", "2"), 10.0);
        assert_eq!(history.can(), (true, false));
    }

    #[test]
    fn the_oldest_steps_are_forgotten() {
        let mut history = History::default();
        for at in 0..300 {
            history.record(set("a", &at.to_string()), set("a", ""), f64::from(at) * 10_000.0);
        }
        let count = std::iter::from_fn(|| history.undo()).count();
        assert_eq!(count, MOST);
    }
}

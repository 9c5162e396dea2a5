//! Which words of a text stayed, went and came.

use serde::Serialize;

/// Some words that stayed, went or came together, with their blanks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Word {
    /// What happened.
    pub kind: WordKind,
    /// The words.
    pub text: String,
}

/// What happened to words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WordKind {
    /// In both texts.
    Same,
    /// Only in the old one.
    Removed,
    /// Only in the new one.
    Added,
}

/// Beyond this many comparisons the differing middle of two texts is told as replaced: nobody reads such a difference
/// word by word, and it would take seconds.
const MOST: usize = 4_000_000;

/// The new text beside the old one, word by word.
pub fn compare_words(from: &str, to: &str) -> Vec<Word> {
    let (from, to) = (split(from), split(to));
    let start = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let (from_rest, to_rest) = (&from[start..], &to[start..]);
    let end = from_rest.iter().rev().zip(to_rest.iter().rev()).take_while(|(a, b)| a == b).count();
    let (from_middle, to_middle) = (&from_rest[..from_rest.len() - end], &to_rest[..to_rest.len() - end]);
    let mut told = Vec::new();
    from[..start].iter().for_each(|word| tell(&mut told, WordKind::Same, word));
    middle(&mut told, from_middle, to_middle);
    from[from.len() - end..].iter().for_each(|word| tell(&mut told, WordKind::Same, word));
    told
}

fn middle(told: &mut Vec<Word>, from: &[&str], to: &[&str]) {
    if from.len().saturating_mul(to.len()) > MOST {
        from.iter().for_each(|word| tell(told, WordKind::Removed, word));
        to.iter().for_each(|word| tell(told, WordKind::Added, word));
        return;
    }
    let common = common_lengths(from, to);
    let width = to.len() + 1;
    let (mut at, mut new) = (0, 0);
    while at < from.len() || new < to.len() {
        if at < from.len() && new < to.len() && from[at] == to[new] {
            tell(told, WordKind::Same, from[at]);
            (at, new) = (at + 1, new + 1);
        } else if new == to.len() || (at < from.len() && common[(at + 1) * width + new] >= common[at * width + new + 1])
        {
            tell(told, WordKind::Removed, from[at]);
            at += 1;
        } else {
            tell(told, WordKind::Added, to[new]);
            new += 1;
        }
    }
}

/// For each pair of places, how many words the rests have in common, in order.
fn common_lengths(from: &[&str], to: &[&str]) -> Vec<u32> {
    let width = to.len() + 1;
    let mut common = vec![0; (from.len() + 1) * width];
    for at in (0..from.len()).rev() {
        for new in (0..to.len()).rev() {
            common[at * width + new] = if from[at] == to[new] {
                common[(at + 1) * width + new + 1] + 1
            } else {
                common[(at + 1) * width + new].max(common[at * width + new + 1])
            };
        }
    }
    common
}

/// Words and the blanks between them.
fn split(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = 0;
    let mut last: Option<bool> = None;
    for (at, c) in text.char_indices() {
        let is_blank = c.is_whitespace();
        if last.is_some_and(|last| last != is_blank) {
            words.push(&text[start..at]);
            start = at;
        }
        last = Some(is_blank);
    }
    if start < text.len() {
        words.push(&text[start..]);
    }
    words
}

fn tell(told: &mut Vec<Word>, kind: WordKind, text: &str) {
    match told.last_mut() {
        Some(last) if last.kind == kind => last.text.push_str(text),
        _ => told.push(Word { kind, text: text.to_owned() }),
    }
}

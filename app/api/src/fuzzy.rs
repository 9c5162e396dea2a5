//! How well a text fits a few typed letters: they must come in their order, and count more side by side and at the
//! beginnings of words. The same on the server, which ranks pages, and in the browser, which ranks commands.

/// Points of a text; none when it lacks a letter. Of two texts with equal points the shorter one should come first.
pub fn fuzzy_score(text: &str, typed: &str) -> Option<u32> {
    let wanted: Vec<char> =
        typed.chars().filter(|letter| !letter.is_whitespace()).flat_map(char::to_lowercase).collect();
    if wanted.is_empty() {
        return Some(0);
    }
    let letters: Vec<char> = text.chars().collect();
    let lower: Vec<char> = letters.iter().map(|letter| letter.to_lowercase().next().unwrap_or(*letter)).collect();
    // best[i]: most points for the letters wanted so far with the last of them at i.
    let mut best: Vec<Option<u32>> = vec![None; lower.len()];
    for (turn, want) in wanted.iter().enumerate() {
        let mut next = vec![None; lower.len()];
        // Most points of any place before this one.
        let mut before: Option<u32> = if turn == 0 { Some(0) } else { None };
        for at in 0..lower.len() {
            if lower[at] == *want {
                let beginning = if is_beginning(&letters, at) { 8 } else { 0 };
                let apart = before.map(|points| points + 1 + beginning);
                let beside = (turn > 0 && at > 0).then(|| best[at - 1]).flatten().map(|points| points + 10);
                next[at] = apart.max(beside);
            }
            if turn > 0 {
                before = before.max(best[at]);
            }
        }
        best = next;
    }
    let points = best.into_iter().flatten().max()?;
    let is_whole = lower.iter().filter(|letter| !letter.is_whitespace()).eq(wanted.iter());
    Some(if is_whole { points + 100 } else { points })
}

fn is_beginning(letters: &[char], at: usize) -> bool {
    at.checked_sub(1).is_none_or(|before| {
        !letters[before].is_alphanumeric() || (letters[before].is_lowercase() && letters[at].is_uppercase())
    })
}

/// The best of many, best first.
pub fn fuzzy_rank<T>(
    things: impl IntoIterator<Item = T>,
    typed: &str,
    text: impl Fn(&T) -> String,
    limit: usize,
) -> Vec<T> {
    let mut scored: Vec<(u32, usize, T)> = things
        .into_iter()
        .filter_map(|thing| {
            let text = text(&thing);
            Some((fuzzy_score(&text, typed)?, text.chars().count(), thing))
        })
        .collect();
    // Stable: things that fit alike keep their order.
    scored.sort_by_key(|(points, length, _)| (std::cmp::Reverse(*points), *length));
    scored.into_iter().take(limit).map(|(.., thing)| thing).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_must_come_in_their_order() {
        assert!(fuzzy_score("Data Science", "dsc").is_some());
        assert_eq!(fuzzy_score("Data Science", "sd"), None);
        assert_eq!(fuzzy_score("", "a"), None);
        assert_eq!(fuzzy_score("anything", " "), Some(0));
    }

    #[test]
    fn what_people_mean_comes_first() {
        let titles = ["Advanced Systems", "Data and Society", "Digital Strategy", "Data Science", "Stardust"];
        assert_eq!(fuzzy_rank(titles, "data s", |title| (*title).to_owned(), 2), ["Data Science", "Data and Society"]);
        assert_eq!(fuzzy_rank(titles, "ds", |title| (*title).to_owned(), 1), ["Data Science"]);
        assert_eq!(fuzzy_rank(titles, "systems", |title| (*title).to_owned(), 9), ["Advanced Systems"]);
    }

    #[test]
    fn case_and_accents_do_not_stop_it() {
        assert!(fuzzy_score("ÉCOLE d’été", "éc").is_some());
        assert!(fuzzy_score("İstanbul", "stan").is_some());
    }

    #[test]
    fn a_long_text_is_no_trouble() {
        let text = "ab".repeat(5_000);
        assert!(fuzzy_score(&text, &"ab".repeat(30)).is_some());
    }
}

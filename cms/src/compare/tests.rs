//! Blocks by id, texts by word.

use super::*;
use serde_json::json;

#[test]
fn equal_documents_have_no_difference() {
    let document = json!({ "title": "A", "sections": [{ "id": "1", "type": "text", "value": { "heading": "H" } }] });
    assert!(compare(&document, &document).is_empty());
}

#[test]
fn fields_are_told_by_path_and_word() {
    let from = json!({ "title": "One two three", "promote": { "seo_title": "" }, "featured": false });
    let to = json!({ "title": "One 2 three", "promote": { "seo_title": "x" }, "featured": true });
    let comparison = compare(&from, &to);
    let paths: Vec<&str> = comparison.fields.iter().map(|field| field.path.as_str()).collect();
    assert_eq!(paths.len(), 3);
    for path in ["title", "promote/seo_title", "featured"] {
        assert!(paths.contains(&path), "{path}");
    }
    let title = comparison.fields.iter().find(|field| field.path == "title").expect("the title");
    let told: Vec<(WordKind, &str)> =
        title.words.iter().flatten().map(|word| (word.kind, word.text.as_str())).collect();
    assert_eq!(
        told,
        [(WordKind::Same, "One "), (WordKind::Removed, "two"), (WordKind::Added, "2"), (WordKind::Same, " three")]
    );
}

#[test]
fn blocks_are_matched_by_id() {
    let block = |id: &str, heading: &str| json!({ "id": id, "type": "text", "value": { "heading": heading } });
    let from = json!({ "sections": [block("a", "A"), block("b", "B"), block("c", "C"), block("d", "D")] });
    let to = json!({ "sections": [block("d", "D"), block("a", "A"), block("c", "C2"), block("e", "E")] });
    let told: Vec<(Change, String)> =
        compare(&from, &to).blocks.into_iter().map(|block| (block.change, block.id)).collect();
    assert_eq!(
        told,
        [
            (Change::Removed, "b".to_owned()),
            (Change::Moved, "d".to_owned()),
            (Change::Changed, "c".to_owned()),
            (Change::Added, "e".to_owned()),
        ],
        "only one of those that changed places moved"
    );
}

#[test]
fn entries_inside_blocks_are_told_after_their_block() {
    let faq = |heading: &str, items: Value| json!({ "sections": [{ "id": "s", "type": "faq", "value": { "heading": heading, "items": items } }] });
    let from = faq("Old", json!([{ "id": "q1", "value": { "question": "Why?" } }]));
    let to = faq("New", json!([{ "id": "q1", "value": { "question": "Why not?" } }, { "id": "q2", "value": {} }]));
    let comparison = compare(&from, &to);
    let told: Vec<(&str, &str, Change)> =
        comparison.blocks.iter().map(|block| (block.list.as_str(), block.id.as_str(), block.change)).collect();
    assert_eq!(
        told,
        [
            ("sections", "s", Change::Changed),
            ("sections/s/items", "q1", Change::Changed),
            ("sections/s/items", "q2", Change::Added)
        ]
    );
    assert_eq!(comparison.blocks[0].fields[0].path, "heading");
    assert_eq!(comparison.blocks[1].fields[0].path, "question");
}

#[test]
fn entries_whose_value_is_a_text_are_compared_as_texts() {
    let list = |text: &str| json!({ "items": [{ "id": "1", "value": text }] });
    let comparison = compare(&list("Plan it"), &list("Plan them"));
    assert_eq!(comparison.blocks[0].fields[0].path, "value");
    assert!(comparison.blocks[0].fields[0].words.is_some());
}

#[test]
fn lists_without_ids_are_one_field() {
    let comparison = compare(&json!({ "topics": [1, 2] }), &json!({ "topics": [1, 3] }));
    assert_eq!(comparison.fields[0].path, "topics");
}

#[test]
fn huge_texts_are_told_as_replaced() {
    let text = |word: &str| (0..3_000).map(|at| format!("{word}{at} ")).collect::<String>();
    let told = compare_words(&text("a"), &text("b"));
    assert!(told.len() <= 3);
    let kinds: Vec<WordKind> = told.iter().map(|word| word.kind).collect();
    assert!(kinds.starts_with(&[WordKind::Removed, WordKind::Added]));
}

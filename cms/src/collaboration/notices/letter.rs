//! What the mails say.

use crate::collaboration::store::notice::{CommentFacts, ReviewFacts};
use xpro_kernel::PageId;
use xpro_platform::mail::{Brand, Letter};

/// Why people get it, and how they stop it.
const WHY: &str =
    "You get this because you work on this site. Choose which mails you want under Workflow in the studio.";

pub fn submitted(brand: &Brand, facts: &ReviewFacts) -> Letter {
    let what = if facts.live { "Changes to a live page" } else { "A new page" };
    let letter = Letter::new(format!("To review: {}", facts.title))
        .heading(facts.title.clone())
        .paragraph(format!("{what} by {} wait for your approval ({}).", facts.submitted_by_name, facts.step_name))
        .table(vec![
            ("Address".to_owned(), facts.url_path.clone()),
            ("Workflow".to_owned(), facts.workflow_name.clone()),
        ]);
    ending(letter, brand, facts.page, "Review it")
}

pub fn approved(brand: &Brand, facts: &ReviewFacts) -> Letter {
    let letter = Letter::new(format!("Published: {}", facts.title))
        .heading(facts.title.clone())
        .paragraph(format!("{} approved your text, and visitors see it now.", facts.decided_by_name));
    ending(quoted(letter, &facts.decided_by_name, &facts.comment), brand, facts.page, "Open the page")
}

pub fn rejected(brand: &Brand, facts: &ReviewFacts) -> Letter {
    let letter = Letter::new(format!("Changes wanted: {}", facts.title)).heading(facts.title.clone()).paragraph(
        format!("{} asks for changes before this is published ({}).", facts.decided_by_name, facts.step_name),
    );
    ending(quoted(letter, &facts.decided_by_name, &facts.comment), brand, facts.page, "Edit the page")
}

pub fn comment(brand: &Brand, facts: &CommentFacts) -> Letter {
    let place = if facts.label.is_empty() { "the page".to_owned() } else { format!("“{}”", facts.label) };
    let letter = Letter::new(format!("Comment on {}", facts.title))
        .heading(facts.title.clone())
        .paragraph(format!("{} commented on {place}:", facts.author_name))
        .paragraph(facts.body.clone());
    ending(letter, brand, facts.page, "Answer in the studio")
}

/// A reviewer's words belong into the mail (5.8 W5).
fn quoted(letter: Letter, by: &str, comment: &str) -> Letter {
    if comment.is_empty() { letter } else { letter.paragraph(format!("{by}: {comment}")) }
}

fn ending(letter: Letter, brand: &Brand, page: PageId, label: &str) -> Letter {
    letter.button(label, format!("{}/studio/pages/{page}", brand.base_url)).small(WHY)
}

//! A demo story as a page document.

use super::{
    pictures::Pictures,
    shared::{FACULTY, NEWS, QUESTIONS, TECHNIQUES},
    story::Story,
};
use crate::document::{
    Audience, Block, BlockContent, CallToAction, Certificate, Faculty, Faq, IconGrid, Item, Lineup, Markdown, Member,
    News, NewsEntry, Outcomes, Overview, PageFormat, ProductPage, Promote, Question, Technique, Testimonial,
    Testimonials, TextImage, stable_id,
};

/// The page of a story; what it describes, its title, topics and language are added by the caller.
pub(super) fn product_page(story: &Story, title: &str, pictures: &Pictures) -> ProductPage {
    let is_program = story.readable_id.starts_with("program-");
    let mut sections = vec![overview(story), outcomes(story), audience(story, pictures), techniques(story, pictures)];
    sections.extend((!story.quotes.is_empty()).then(|| testimonials(story)));
    sections.push(faculty(story, pictures));
    sections.extend(is_program.then(|| lineup(story)));
    sections.extend(is_program.then(|| news(story, pictures)));
    sections.push(for_teams(story, pictures));
    sections.push(faq(story));
    sections.extend(certificate(story, title));
    ProductPage {
        promote: Promote { search_description: story.subhead.to_owned(), ..Promote::default() },
        external_marketing_url: story.vendor_url.to_owned(),
        subhead: story.subhead.to_owned(),
        duration: format!("{} weeks", story.weeks),
        min_weeks: Some(story.weeks),
        max_weeks: Some(story.weeks),
        format: if story.readable_id == "program-v1:xPRO+AnlgLearn" { PageFormat::Hybrid } else { PageFormat::Online },
        time_commitment: format!("{} to {} hours per week", story.hours.0, story.hours.1),
        min_weekly_hours: Some(story.hours.0),
        max_weekly_hours: Some(story.hours.1),
        description: story.overview.into(),
        catalog_details: story.overview.split("\n\n").next().unwrap_or_default().into(),
        background_image: pictures.decorative(story.picture),
        thumbnail_image: pictures.get(story.picture),
        featured: story.readable_id == "program-v1:xPRO+SysEngx",
        sections,
        ..ProductPage::default()
    }
}

fn block(story: &Story, content: BlockContent) -> Block {
    Block::named(&format!("{}/{}", story.readable_id, content.name()), content)
}

/// Entries with ids that follow from their place.
fn items<T>(story: &Story, section: &str, values: impl IntoIterator<Item = T>) -> Vec<Item<T>> {
    let item = |(at, value)| Item { id: stable_id(&format!("{}/{section}/{at}", story.readable_id)), value };
    values.into_iter().enumerate().map(item).collect()
}

fn overview(story: &Story) -> Block {
    block(story, BlockContent::Overview(Overview { heading: "Overview".to_owned(), body: Markdown::default() }))
}

fn outcomes(story: &Story) -> Block {
    let items = items(story, "outcomes", story.outcomes.iter().map(|text| (*text).to_owned()));
    let lead = Markdown::from("When you finish, you will be able to:");
    block(story, BlockContent::Outcomes(Outcomes { heading: "What you will learn".to_owned(), lead, items }))
}

fn audience(story: &Story, pictures: &Pictures) -> Block {
    let items = items(story, "audience", story.audience.iter().map(|text| Markdown::from(*text)));
    let image = pictures.decorative(story.picture);
    block(
        story,
        BlockContent::Audience(Audience { heading: "Who should enroll".to_owned(), items, image, image_first: false }),
    )
}

fn techniques(story: &Story, pictures: &Pictures) -> Block {
    let cell = |(heading, text, picture): &(&str, &str, &str)| Technique {
        heading: (*heading).to_owned(),
        text: (*text).to_owned(),
        image: pictures.decorative(picture),
    };
    let items = items(story, "icon_grid", TECHNIQUES.iter().map(cell));
    block(story, BlockContent::IconGrid(IconGrid { heading: "How you will learn".to_owned(), items }))
}

fn testimonials(story: &Story) -> Block {
    let quote = |(name, title, quote): &(&str, &str, &str)| Testimonial {
        name: (*name).to_owned(),
        title: (*title).to_owned(),
        image: None,
        quote: (*quote).to_owned(),
    };
    let items = items(story, "testimonials", story.quotes.iter().map(quote));
    let data = Testimonials { heading: "What learners are saying".to_owned(), items, ..Testimonials::default() };
    block(story, BlockContent::Testimonials(data))
}

fn faculty(story: &Story, pictures: &Pictures) -> Block {
    let member = |(name, picture, text): &(&str, &str, &str)| Member {
        name: (*name).to_owned(),
        image: pictures.with_alt(picture, &format!("Portrait of {name}")),
        description: (*text).into(),
    };
    let members = items(story, "faculty", story.faculty.iter().filter_map(|at| FACULTY.get(*at)).map(member));
    let data = Faculty {
        heading: "Your faculty".to_owned(),
        subhead: "You learn from people who do this work.".to_owned(),
        members,
    };
    block(story, BlockContent::Faculty(data))
}

fn lineup(story: &Story) -> Block {
    let body = Markdown::from("Take the program as a whole, or begin with a single course.");
    block(
        story,
        BlockContent::Lineup(Lineup { heading: "Courses in this program".to_owned(), body, ..Lineup::default() }),
    )
}

fn news(story: &Story, pictures: &Pictures) -> Block {
    let entry = |(kind, title, text, picture): &(&str, &str, &str, &str)| NewsEntry {
        kind: (*kind).to_owned(),
        title: (*title).to_owned(),
        image: pictures.decorative(picture),
        text: (*text).to_owned(),
        action: CallToAction { title: "Read more".to_owned(), url: "/about-us/".to_owned() },
    };
    let items = items(story, "news", NEWS.iter().map(entry));
    block(story, BlockContent::News(News { heading: "News and events".to_owned(), items }))
}

fn for_teams(story: &Story, pictures: &Pictures) -> Block {
    let body = "Learning sticks when colleagues learn together. Groups of five or more get one invoice, enrollment codes to hand out, and a kick-off call with the course team.";
    let data = TextImage {
        heading: "Enroll a team".to_owned(),
        body: body.into(),
        action: CallToAction { title: "Ask for a quote".to_owned(), url: "/about-us/".to_owned() },
        image: pictures.decorative("dialogue"),
        image_first: false,
        dark: true,
    };
    block(story, BlockContent::TextImage(data))
}

fn faq(story: &Story) -> Block {
    let question =
        |(question, answer): &(&str, &str)| Question { question: (*question).to_owned(), answer: (*answer).into() };
    let items = items(story, "faq", story.questions.iter().chain(QUESTIONS).map(question));
    block(story, BlockContent::Faq(Faq { items, ..Faq::default() }))
}

fn certificate(story: &Story, title: &str) -> Option<Block> {
    let ceus = story.ceus.parse().ok()?;
    let data = Certificate { product_name: title.to_owned(), ceus: Some(ceus), ..Certificate::default() };
    Some(block(story, BlockContent::Certificate(data)))
}

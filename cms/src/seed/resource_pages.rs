//! The demo text pages. They are examples, not legal advice.

use crate::document::{Item, Markdown, Promote, ResourcePage, ResourcePart, stable_id};

type Page = (&'static str, &'static str, &'static str, &'static [(&'static str, &'static str)]);

const PAGES: &[Page] = &[
    (
        "terms-of-service",
        "Terms of Service",
        "What you may expect of us, and we of you",
        &[
            (
                "Enrollment",
                "You enroll in a course by paying for it or by using an enrollment code. Your seat is personal. Courses open on their start date and stay readable for six months after their end.",
            ),
            (
                "Prices and payment",
                "Prices are in US dollars. Taxes are added where the law asks for them and are shown before you pay. Card data goes to our payment provider and never reaches us.",
            ),
            (
                "Changes and refunds",
                "- Until **14 days after the start** you may ask for a refund or move once to a later date.\n- Should we cancel a course, you choose between a refund and another date.\n- Refunds go back the way the payment came, usually within ten days.",
            ),
            (
                "Your work",
                "What you write in a course remains yours. You allow us to show it to the other learners of your course.",
            ),
            (
                "Ending an account",
                "You may close your account at any time. We may close it when somebody shares access, harasses others or submits work that is not theirs, after asking for their side of the story.",
            ),
        ],
    ),
    (
        "privacy-policy",
        "Privacy Policy",
        "What we know about you, and why",
        &[
            (
                "What we keep",
                "Your name, address and e-mail, because the law asks sellers for them; what you bought; how far you are in a course; and what you write in it.",
            ),
            (
                "What we do not do",
                "We do not sell data. We do not build profiles for advertising. We do not load trackers on the pages where you sign in or pay.",
            ),
            (
                "Who else sees it",
                "The classroom platform learns your name and e-mail. The payment provider learns what it needs to charge you. A vendor who teaches a course learns who takes it.",
            ),
            (
                "Your rights",
                "You may see, correct, export and delete your data. Some records of sales have to be kept for tax reasons; we keep nothing else about you then.",
            ),
            ("Contact", "Write to [support@xpro.mit.edu](mailto:support@xpro.mit.edu). A person answers."),
        ],
    ),
    (
        "honor-code",
        "Honor Code",
        "Four promises",
        &[
            (
                "My work is mine",
                "I submit what I made myself, and say where I used the ideas, words or code of others, people and machines alike.",
            ),
            ("My account is mine", "I let nobody else use it, and use nobody else's."),
            ("I keep solutions to myself", "I discuss problems freely, but do not publish answers to graded work."),
            (
                "I criticize work, not people",
                "I give feedback as I would like to receive it: specific, honest and kind.",
            ),
        ],
    ),
    (
        "about-us",
        "About Us",
        "A small team that makes demanding courses",
        &[
            (
                "What we do",
                "We make online courses and programs for professionals, with the faculty of a research university and people from practice. Some courses are run by partners whom we trust, and their pages say so.",
            ),
            (
                "How we work",
                "Every course starts with a question that learners bring from work. We test each unit with ten people before anybody pays for it, read all feedback, and revise after every run.",
            ),
            (
                "For teams",
                "Companies, agencies and universities enroll groups with us. Tell us how many people, when, and what they should be able to do afterwards: [support@xpro.mit.edu](mailto:support@xpro.mit.edu).",
            ),
            (
                "Visit us",
                "77 Massachusetts Avenue, Cambridge, MA 02139, USA. Write first; we would like to have coffee ready.",
            ),
        ],
    ),
];

/// Slug and document of each.
pub(super) fn resource_pages() -> impl Iterator<Item = (&'static str, ResourcePage)> {
    PAGES.iter().map(|(slug, title, sub_heading, parts)| {
        let part = |(at, (heading, detail)): (usize, &(&str, &str))| Item {
            id: stable_id(&format!("{slug}/{at}")),
            value: ResourcePart { heading: (*heading).to_owned(), detail: Markdown::from(*detail) },
        };
        let page = ResourcePage {
            title: (*title).to_owned(),
            promote: Promote { search_description: (*sub_heading).to_owned(), ..Promote::default() },
            sub_heading: (*sub_heading).to_owned(),
            content: parts.iter().enumerate().map(part).collect(),
        };
        (*slug, page)
    })
}

//! What all demo product pages share: invented faculty, how one learns, questions, news.

/// An invented teacher: name, picture, what is said about them.
pub(super) const FACULTY: &[(&str, &str, &str)] = &[
    (
        "Dr. Helena Brandt",
        "portrait-01",
        "Studies how early decisions shape large systems. Before teaching, she was chief architect of two regional rail networks.",
    ),
    (
        "Prof. Samuel Okafor",
        "portrait-12",
        "Works on models that admit what they do not know. Advises energy companies and one zoo.",
    ),
    (
        "Dr. Mei-Lin Zhao",
        "portrait-11",
        "Introduced model-based engineering to three companies, and writes about the one where it failed.",
    ),
    ("Prof. Antoine Lefèvre", "portrait-06", "Teaches decision analysis with cards, dice and very few slides."),
    (
        "Dr. Karolina Nowak",
        "portrait-08",
        "Runs a workshop where students print, break and measure parts until the theory makes sense.",
    ),
    (
        "Prof. Ravi Subramanian",
        "portrait-07",
        "Engineer and economist; follows storage projects from the cell to the balance sheet.",
    ),
    (
        "Dr. Tobias Lindgren",
        "portrait-04",
        "Physicist who builds error-corrected qubits and explains them to boards of directors.",
    ),
    (
        "Dr. Aisha Rahman",
        "portrait-02",
        "Leads a group on trustworthy machine learning, and reviews models for hospitals.",
    ),
    ("Prof. Margaret Ellison", "portrait-03", "Forty years of research on memory; still surprised every term."),
    ("Dr. Diego Alvarado", "portrait-05", "Designs courses that people finish. Formerly a documentary film editor."),
    ("Prof. Ruth Mbeki", "portrait-09", "Mediator and teacher of facilitation in eleven countries."),
    ("Dr. Camille Osei", "portrait-10", "Writes about technology strategy for people who have to pay for it."),
];

/// How one learns: heading, text, picture.
pub(super) const TECHNIQUES: &[(&str, &str, &str)] = &[
    (
        "Learn by doing",
        "Every week ends with something you made: a model, a plan, a test. You practice on your own work, not on toy problems.",
        "robotics",
    ),
    (
        "Learn from others",
        "A cohort of professionals from many countries and industries reads your work and shows you theirs.",
        "dialogue",
    ),
    (
        "Learn on your schedule",
        "Videos, readings and assignments open weekly and wait for you. Plan a few evenings and a quiet hour at the weekend.",
        "venture",
    ),
    (
        "Reflect and apply",
        "Guided questions turn each topic into a next step for your team, while it is still fresh.",
        "water",
    ),
    (
        "Learn from experts",
        "Faculty and practitioners answer questions in the discussion and in recorded sessions.",
        "pages",
    ),
    (
        "Prove what you can do",
        "Complete the course and receive a certificate and continuing education units.",
        "strategy",
    ),
];

/// Questions that every product page answers.
pub(super) const QUESTIONS: &[(&str, &str)] = &[
    (
        "How much time do I need?",
        "The weekly effort is given at the top of this page. Most learners spread it over three or four sittings. Assignments stay open for two weeks.",
    ),
    (
        "What do I receive at the end?",
        "A certificate of completion that you can share, and the continuing education units given above. Both depend on passing the graded assignments.",
    ),
    (
        "Can my employer pay?",
        "Yes. We accept purchase orders and sell seats in bulk; write to our team for a quote. Many learners start with the [course outline](/catalog/) to convince their manager.",
    ),
    (
        "What if I have to stop?",
        "Until two weeks after the start you can move to a later date once, without a fee, or ask for a refund as described in our [terms](/terms-of-service/).",
    ),
    (
        "Which equipment do I need?",
        "A current browser and a stable connection. Videos have captions and transcripts, and can be watched at low bandwidth.",
    ),
];

/// News on program pages: kind, title, text, picture.
pub(super) const NEWS: &[(&str, &str, &str, &str)] = &[
    (
        "Event",
        "Open house: meet the course teams",
        "An hour online with faculty and graduates. Bring a question about your own work; they will try to answer it on the spot.",
        "language",
    ),
    (
        "News",
        "What two thousand graduates changed at work",
        "We asked. They told us about meetings that got shorter, projects that were stopped in time, and one bridge.",
        "cities",
    ),
    (
        "Webinar",
        "Choosing your next course",
        "A calm walk through the catalog: what builds on what, how much time it takes, and how to make the case to your manager.",
        "learning",
    ),
];

//! What a public page shows, worked out and ready to be laid out: the contract between the content engine,
//! which fills these, and `app`, which turns them into HTML. Texts named `*_html` are sanitised already.

use crate::media::Signer;
use time::OffsetDateTime;
use xpro_kernel::{CourseRunId, ImageId, Money, ProductId, ProgramId};

/// A link with its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What is read.
    pub title: String,
    /// Path on this site or absolute URL.
    pub url: String,
}

/// An image as a page places it.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// Address of the fallback file.
    pub url: String,
    /// `srcset` candidates in rising width: (address, width in pixels); empty when only the original exists.
    pub sources: Vec<(String, u32)>,
    /// Text for those who do not see it; empty when decorative.
    pub alt: String,
    /// Size of the original in pixels, so that nothing shifts.
    pub width: u32,
    /// See `width`.
    pub height: u32,
    /// Focal point, 0 to 1 from the left and from the top.
    pub focus: (f32, f32),
    /// Whether it is a drawing, which browsers show and other programs do not.
    pub is_drawing: bool,
    /// Makes addresses of renditions; none for what is no picture of the library.
    pub renditions: Option<Renditions>,
}

/// Addresses of whatever can be made of a picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Renditions {
    pub(crate) image: ImageId,
    pub(crate) version: String,
    pub(crate) signer: Signer,
}

impl Renditions {
    /// Of this picture in this version, signed with this key.
    pub fn new(image: i64, version: &str, key: &[u8]) -> Self {
        Renditions { image: ImageId(image), version: version.to_owned(), signer: Signer::new(key) }
    }

    /// Signed address of one rendition: `fill-275x155`.
    pub fn url(&self, spec: &str) -> String {
        self.signer.image_url(self.image, &self.version, spec)
    }
}

/// Whether something is one course or a program of several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OfferKind {
    /// A course.
    Course,
    /// A program.
    Program,
}

/// An offer in a list (cms.md 3.3.5).
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    /// Course or program.
    pub kind: OfferKind,
    /// `course-v1:…` or `program-v1:…`.
    pub readable_id: String,
    /// Page title.
    pub title: String,
    /// Page path.
    pub url: String,
    /// One sentence.
    pub subhead: String,
    /// Thumbnail.
    pub picture: Option<Picture>,
    /// Current price; none when nothing is on sale. Zero is a price but is not shown.
    pub price: Option<Money>,
    /// Next start in the future.
    pub next_start: Option<OffsetDateTime>,
    /// Free text such as `5 weeks`.
    pub duration: String,
    /// `Online` or `Hybrid`.
    pub format: String,
    /// Live courses of a program.
    pub course_count: Option<u32>,
    /// Language name, `English`.
    pub language: String,
    /// Topic names.
    pub topics: Vec<String>,
    /// Collapsible text.
    pub details_html: String,
    /// Live course pages of a program.
    pub courses: Vec<Link>,
    /// Sold by a vendor.
    pub is_external: bool,
    /// Platform name.
    pub platform: String,
    /// Chosen by the editors to stand out.
    pub is_featured: bool,
}

/// A topic or language to filter by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facet {
    /// Name, as in the query string.
    pub name: String,
    /// Visible offers with it.
    pub count: u32,
}

/// How the catalogue is ordered (`sort-by`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SortBy {
    /// Language priority, next start, title.
    #[default]
    BestMatch,
    /// As best match (cms.md 3.3.3).
    StartDateAsc,
    /// Dearest first, none last.
    PriceDesc,
    /// Cheapest first, none last.
    PriceAsc,
}

/// Which tab of the catalogue is shown (`active-tab`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CatalogTab {
    /// Everything.
    #[default]
    All,
    /// Programs only.
    Programs,
    /// Courses only.
    Courses,
}

/// The catalogue's query, as understood (cms.md 3.3.1).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CatalogQuery {
    /// Parent topic's name; none is all topics.
    pub topic: Option<String>,
    /// Language's name; none is all languages.
    pub language: Option<String>,
    /// Words to look for; empty is none.
    pub search: String,
    /// Order.
    pub sort_by: SortBy,
    /// Tab.
    pub tab: CatalogTab,
}

/// The catalogue page.
#[derive(Debug, Clone, PartialEq)]
pub struct CatalogModel {
    /// Page title.
    pub title: String,
    /// Title tag that the editor chose; empty for the usual one.
    pub seo_title: String,
    /// Plain text for search engines.
    pub search_description: String,
    /// Picture of shared links.
    pub share_picture: Option<Picture>,
    /// What was asked.
    pub query: CatalogQuery,
    /// What matches, in order, the active tab only.
    pub cards: Vec<Card>,
    /// Featured offer among the matches of any tab.
    pub featured: Option<Card>,
    /// Matches of the tabs: all, programs, courses.
    pub counts: (u32, u32, u32),
    /// Topics to choose from.
    pub topics: Vec<Facet>,
    /// Languages to choose from.
    pub languages: Vec<Facet>,
}

/// A start date that can be chosen on a product page ("More Dates").
#[derive(Debug, Clone, PartialEq)]
pub struct DateChoice {
    /// When it starts.
    pub start: OffsetDateTime,
    /// When it ends.
    pub end: Option<OffsetDateTime>,
    /// Where this date is bought.
    pub url: String,
    /// Its price.
    pub price: Option<Money>,
}

/// A run that cannot be bought yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Opening {
    /// When enrollment opens.
    pub opens: OffsetDateTime,
    /// When the run starts.
    pub start: OffsetDateTime,
}

/// What the enroll button does (cms.md 3.5.1), for a visitor about whom nothing is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EnrollOffer {
    /// "Learn More" on the vendor's site.
    LearnMore(String),
    /// "Enroll Now": the checkout path of this product.
    Checkout {
        /// What is bought.
        product: ProductId,
        /// `/checkout/?product=…`.
        path: String,
    },
    /// Nothing is on sale.
    None,
}

/// What "you are enrolled" is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EnrollTarget {
    /// A course page asks about its first unexpired run.
    Run(CourseRunId),
    /// A program page asks about the program.
    Program(ProgramId),
}

/// A course or program page.
#[derive(Debug, Clone, PartialEq)]
pub struct ProductModel {
    /// Course or program.
    pub kind: OfferKind,
    /// Text id.
    pub readable_id: String,
    /// Page title.
    pub title: String,
    /// Subtitle.
    pub subhead: String,
    /// Path of this page.
    pub url: String,
    /// Title tag that the editor chose; empty for the usual one.
    pub seo_title: String,
    /// Sold by a vendor.
    pub is_external: bool,
    /// BCP 47 tag of the page's language.
    pub lang: String,
    /// Language name.
    pub language: String,
    /// Platform name.
    pub platform: String,
    /// Plain text for search engines.
    pub search_description: String,
    /// Hero image.
    pub hero: Option<Picture>,
    /// Thumbnail.
    pub thumbnail: Option<Picture>,
    /// Picture of shared links (cms.md 3.12).
    pub share_picture: Option<Picture>,
    /// Promo video.
    pub video_url: Option<String>,
    /// Caption of the video, of one line.
    pub video_caption_html: String,
    /// First unexpired run's start.
    pub start: Option<OffsetDateTime>,
    /// That run has begun; late enrollment is possible.
    pub has_begun: bool,
    /// While nothing can be bought: when that begins.
    pub opening: Option<Opening>,
    /// First unexpired run's end.
    pub end: Option<OffsetDateTime>,
    /// All dates that can be bought, when there is more than one.
    pub more_dates: Vec<DateChoice>,
    /// Free text.
    pub time_commitment: String,
    /// Free text.
    pub duration: String,
    /// `Online` or `Hybrid`.
    pub format: String,
    /// CEUs as printed (`1.8`); none when unset or zero.
    pub ceus: Option<String>,
    /// Price, when above zero.
    pub price: Option<Money>,
    /// Topic names.
    pub topics: Vec<String>,
    /// The button.
    pub enroll: EnrollOffer,
    /// Whom the header island asks about.
    pub enroll_target: Option<EnrollTarget>,
    /// The program this course belongs to, when its page is live.
    pub program: Option<Link>,
    /// Sections in the editor's order.
    pub sections: Vec<Section>,
}

/// The home page.
#[derive(Debug, Clone, PartialEq)]
pub struct HomeModel {
    /// Headline.
    pub title: String,
    /// Second line.
    pub subhead: String,
    /// Title tag that the editor chose; empty for the usual one.
    pub seo_title: String,
    /// Plain text for search engines.
    pub search_description: String,
    /// Hero image.
    pub hero: Option<Picture>,
    /// Picture of shared links.
    pub share_picture: Option<Picture>,
    /// Parent topics with visible courses.
    pub topics: Vec<Facet>,
    /// Sections in the editor's order; the courseware carousel is one of them.
    pub sections: Vec<Section>,
}

/// A plain text page such as the terms of service.
#[derive(Debug, Clone, PartialEq)]
pub struct ResourceModel {
    /// Page title.
    pub title: String,
    /// Second line; may be empty.
    pub subhead: String,
    /// Path.
    pub url: String,
    /// Title tag that the editor chose; empty for the usual one.
    pub seo_title: String,
    /// Plain text for search engines.
    pub search_description: String,
    /// Picture of shared links.
    pub share_picture: Option<Picture>,
    /// (heading, body) in order; a heading may be empty.
    pub parts: Vec<(String, String)>,
}

/// A button: text and target.
pub type Action = Option<Link>;

/// One section of a page (cms.md 3.5.6 to 3.5.16).
#[derive(Debug, Clone, PartialEq)]
pub enum Section {
    /// `#courseOverview`
    Overview {
        /// May be empty.
        heading: String,
        /// Text.
        body_html: String,
    },
    /// `#learningOutcomes`
    Outcomes {
        /// Heading.
        heading: String,
        /// Lead.
        lead_html: String,
        /// What is learned.
        items: Vec<String>,
    },
    /// `#targetAudience`
    Audience {
        /// Heading.
        heading: String,
        /// Who should come.
        items_html: Vec<String>,
        /// Beside the list.
        picture: Option<Picture>,
        /// Picture on the left.
        picture_first: bool,
    },
    /// `#learningTechniques`
    IconGrid {
        /// Heading.
        heading: String,
        /// (picture, heading, text)
        items: Vec<(Option<Picture>, String, String)>,
    },
    /// `#testimonials`
    Testimonials {
        /// Heading.
        heading: String,
        /// Lead.
        subhead: String,
        /// What people said.
        quotes: Vec<Quote>,
    },
    /// `#faculty`
    Faculty {
        /// Heading.
        heading: String,
        /// Lead.
        subhead: String,
        /// In the editor's order.
        members: Vec<FacultyMember>,
    },
    /// `#courseLineup`
    Lineup {
        /// Heading.
        heading: String,
        /// Lead.
        body_html: String,
        /// Courses of the program, or chosen pages.
        cards: Vec<Card>,
        /// "View Full Program" or "View All".
        action: Action,
    },
    /// `#news-and-events`
    News {
        /// Heading.
        heading: String,
        /// Items.
        items: Vec<NewsItem>,
    },
    /// `#forTeams`
    TextImage {
        /// Heading.
        heading: String,
        /// Text.
        body_html: String,
        /// Button.
        action: Action,
        /// Beside the text.
        picture: Option<Picture>,
        /// Picture on the left.
        picture_first: bool,
        /// Dark theme.
        dark: bool,
    },
    /// `#faq`
    Faq {
        /// (question, answer)
        items: Vec<(String, String)>,
    },
    /// `#textSection`
    Text {
        /// Heading.
        heading: String,
        /// Text.
        body_html: String,
        /// Button.
        action: Action,
        /// Dark theme.
        dark: bool,
    },
    /// Home page only.
    TextVideo {
        /// Heading.
        heading: String,
        /// Text.
        body_html: String,
        /// Button.
        action: Action,
        /// Where the film is.
        video_url: Option<String>,
        /// The film's button comes before the text.
        video_first: bool,
        /// Dark theme.
        dark: bool,
    },
    /// Home page only: logos.
    ImageCarousel {
        /// Heading.
        heading: String,
        /// Logos.
        pictures: Vec<Picture>,
    },
}

/// A testimonial.
#[derive(Debug, Clone, PartialEq)]
pub struct Quote {
    /// Who said it.
    pub name: String,
    /// What they do.
    pub title: String,
    /// Photograph.
    pub picture: Option<Picture>,
    /// The words, whole.
    pub text: String,
}

/// Somebody who teaches.
#[derive(Debug, Clone, PartialEq)]
pub struct FacultyMember {
    /// Name.
    pub name: String,
    /// Photograph.
    pub picture: Option<Picture>,
    /// A few sentences.
    pub text_html: String,
}

/// A news item or event.
#[derive(Debug, Clone, PartialEq)]
pub struct NewsItem {
    /// `News`, `Event`, …
    pub kind: String,
    /// Title.
    pub title: String,
    /// Picture.
    pub picture: Option<Picture>,
    /// Text.
    pub text: String,
    /// Link.
    pub action: Action,
}

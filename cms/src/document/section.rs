//! What each type of section holds (cms.md 1.4.5, 2.0.2). Every field has a default, so that a half-written draft loads.

use super::value::{CallToAction, ImageUse, Item, Markdown};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use xpro_kernel::PageId;

macro_rules! section {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
        #[serde(default)]
        pub struct $name { $($(#[$field_doc])* pub $field: $type,)* }
    };
}

section! {
    /// "Overview".
    Overview {
        /// Optional.
        heading: String,
        /// Empty takes the page's description.
        body: Markdown,
    }
}
section! {
    /// "What you will learn".
    Outcomes {
        /// Required.
        heading: String,
        /// Lead, optional.
        lead: Markdown,
        /// At least one.
        items: Vec<Item<String>>,
    }
}
section! {
    /// "Who should enroll".
    Audience {
        /// Required.
        heading: String,
        /// At least one.
        items: Vec<Item<Markdown>>,
        /// Beside the list.
        image: Option<ImageUse>,
        /// Image on the left.
        image_first: bool,
    }
}
section! {
    /// "How you will learn".
    IconGrid {
        /// Required.
        heading: String,
        /// At least one.
        items: Vec<Item<Technique>>,
    }
}
section! {
    /// One cell of the icon grid.
    Technique {
        /// Required.
        heading: String,
        /// Required.
        text: String,
        /// Icon.
        image: Option<ImageUse>,
    }
}
section! {
    /// What learners say.
    Testimonials {
        /// Required.
        heading: String,
        /// Lead, optional.
        subhead: String,
        /// At least one.
        items: Vec<Item<Testimonial>>,
    }
}
section! {
    /// One learner's words.
    Testimonial {
        /// Required.
        name: String,
        /// Required; what they do.
        title: String,
        /// Photograph.
        image: Option<ImageUse>,
        /// Required.
        quote: String,
    }
}
section! {
    /// Who teaches. The names are the instructors of the course everywhere else too (cms.md 3.13).
    Faculty {
        /// Required.
        heading: String,
        /// Lead, optional.
        subhead: String,
        /// At least one.
        members: Vec<Item<Member>>,
    }
}
section! {
    /// One teacher.
    Member {
        /// Required.
        name: String,
        /// Photograph.
        image: Option<ImageUse>,
        /// A few sentences.
        description: Markdown,
    }
}
section! {
    /// The carousel of courses.
    Lineup {
        /// Required.
        heading: String,
        /// Lead, optional.
        body: Markdown,
        /// Show `pages` instead of what follows from the page itself.
        override_contents: bool,
        /// Chosen product pages.
        pages: Vec<Item<PageId>>,
    }
}
section! {
    /// News and events.
    News {
        /// Required.
        heading: String,
        /// At least one.
        items: Vec<Item<NewsEntry>>,
    }
}
section! {
    /// One piece of news.
    NewsEntry {
        /// Required label such as `News`.
        kind: String,
        /// Required.
        title: String,
        /// Picture.
        image: Option<ImageUse>,
        /// Required.
        text: String,
        /// Required.
        action: CallToAction,
    }
}
section! {
    /// A text with an image, for instance for teams.
    TextImage {
        /// Required.
        heading: String,
        /// Required.
        body: Markdown,
        /// Button.
        action: CallToAction,
        /// Beside the text.
        image: Option<ImageUse>,
        /// Image on the left.
        image_first: bool,
        /// Dark theme.
        dark: bool,
    }
}
section! {
    /// Questions and answers; its heading is fixed.
    Faq {
        /// At least one.
        items: Vec<Item<Question>>,
    }
}
section! {
    /// One question.
    Question {
        /// Required.
        question: String,
        /// Required.
        answer: Markdown,
    }
}
section! {
    /// A text with a centred button.
    Text {
        /// Required.
        heading: String,
        /// Required.
        body: Markdown,
        /// Button.
        action: CallToAction,
        /// Dark theme.
        dark: bool,
    }
}
section! {
    /// A text with a video.
    TextVideo {
        /// Required.
        heading: String,
        /// Required.
        body: Markdown,
        /// Button.
        action: CallToAction,
        /// HLS playlist or YouTube address.
        video_url: String,
        /// Video on the left.
        video_first: bool,
        /// Dark theme.
        dark: bool,
    }
}
section! {
    /// Logos in a row.
    ImageCarousel {
        /// Required.
        heading: String,
        /// At least one.
        images: Vec<Item<ImageUse>>,
    }
}
section! {
    /// What a certificate states, as far as the page shows it.
    Certificate {
        /// Printed name of the course or program.
        product_name: String,
        /// Replaces the default institute line.
        institute_text: String,
        /// Continuing education units, at most two decimals.
        ceus: Option<Decimal>,
    }
}

//! The icon set: strokes on a 24 by 24 grid, drawn for this product, one path each.

use leptos::prelude::*;

macro_rules! icons {
    ($($(#[$doc:meta])* $name:ident => $path:literal),* $(,)?) => {
        /// An icon of the set.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum IconName { $($(#[$doc])* $name),* }

        impl IconName {
            /// Outline of the icon, as the data of one SVG path.
            pub fn path(self) -> &'static str {
                match self { $(IconName::$name => $path),* }
            }

            /// Every icon, for the gallery and the tests.
            pub const ALL: &'static [IconName] = &[$(IconName::$name),*];
        }
    };
}

icons! {
    /// Magnifier.
    Search => "M18 11a7 7 0 1 1-14 0 7 7 0 0 1 14 0ZM16 16l4.5 4.5",
    /// Three lines.
    Menu => "M4 7h16M4 12h16M4 17h16",
    /// A cross: close, remove.
    Close => "M6 6l12 12M18 6L6 18",
    /// Forward.
    ArrowRight => "M4.5 12h15M13.5 6l6 6-6 6",
    /// Back.
    ArrowLeft => "M19.5 12h-15M10.5 6l-6 6 6 6",
    /// Leaves this site.
    ArrowOut => "M7 17L17 7M9 7h8v8",
    /// Opens downward.
    ChevronDown => "M6 9.5l6 6 6-6",
    /// Opens upward.
    ChevronUp => "M6 14.5l6-6 6 6",
    /// Deeper.
    ChevronRight => "M9.5 6l6 6-6 6",
    /// Done.
    Check => "M5 12.5l4.5 4.5L19 7.5",
    /// Done, as a state.
    CheckCircle => "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0ZM8 12.5l2.8 2.8L16 9.5",
    /// Needs attention.
    Warning => "M12 4l9 16H3L12 4ZM12 10v4.5M12 17.2v.1",
    /// Failed.
    Alert => "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0ZM12 7.5V13M12 16.2v.1",
    /// Worth knowing.
    Info => "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0ZM12 11v5.5M12 7.8v.1",
    /// A date.
    Calendar => "M5 6h14a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1ZM4 10.5h16M8 3.5V8M16 3.5V8",
    /// Time needed.
    Clock => "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0ZM12 7v5.2l3.4 2",
    /// Language or format.
    Globe => "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0ZM3 12h18M12 3c2.6 2.5 3.9 5.5 3.9 9s-1.3 6.5-3.9 9c-2.6-2.5-3.9-5.5-3.9-9S9.4 5.5 12 3Z",
    /// A course.
    Book => "M12 6.5C10 5 7.5 4.5 4 4.5v14c3.5 0 6 .5 8 2 2-1.5 4.5-2 8-2v-14c-3.5 0-6 .5-8 2ZM12 6.5v14",
    /// A program.
    Layers => "M12 3.5l9 5-9 5-9-5 9-5ZM3.5 12.8l8.5 4.7 8.5-4.7M3.5 16.8l8.5 4.7 8.5-4.7",
    /// A certificate.
    Award => "M18 9a6 6 0 1 1-12 0 6 6 0 0 1 12 0ZM8.5 14l-1.5 7 5-2.5 5 2.5-1.5-7",
    /// The person.
    User => "M16 8a4 4 0 1 1-8 0 4 4 0 0 1 8 0ZM4.5 20.5c.6-4 3.6-6 7.5-6s6.9 2 7.5 6",
    /// Several people.
    Users => "M12.5 8a3.5 3.5 0 1 1-7 0 3.5 3.5 0 0 1 7 0ZM2.5 20c.5-3.7 3-5.5 6.5-5.5s6 1.8 6.5 5.5M15.5 4.8a3.5 3.5 0 0 1 0 6.4M17.5 14.9c2.3.7 3.6 2.4 4 5.1",
    /// Leave.
    SignOut => "M10 4H5a1 1 0 0 0-1 1v14a1 1 0 0 0 1 1h5M9.5 12h11M16.5 8l4 4-4 4",
    /// Preferences.
    Sliders => "M4 7h9M19 7h1M4 17h1M11 17h9M18 7a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0ZM10.5 17a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0Z",
    /// What is about to be bought.
    Basket => "M3.5 10h17l-1.7 9.2a1 1 0 0 1-1 .8H6.2a1 1 0 0 1-1-.8L3.5 10ZM7.5 10l3.5-6M16.5 10L13 4",
    /// Mail.
    Mail => "M4 5.5h16a1 1 0 0 1 1 1v11a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-11a1 1 0 0 1 1-1ZM3.5 7l8.5 6.5L20.5 7",
    /// Starts a film.
    Play => "M7.5 4.8v14.4L19.5 12 7.5 4.8Z",
    /// Saves a file.
    Download => "M12 4v11.5M7 11l5 5 5-5M4.5 20h15",
    /// On paper.
    Printer => "M7 9V4h10v5M7 17H4.5a1 1 0 0 1-1-1v-6a1 1 0 0 1 1-1h15a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1H17M7 14h10v6H7v-6Z",
    /// Narrows a list.
    Filter => "M4 6h16M7 12h10M10 18h4",
    /// Adds.
    Plus => "M12 5v14M5 12h14",
    /// Takes away.
    Minus => "M5 12h14",
    /// Deletes.
    Trash => "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5.5M14 11v5.5",
    /// Changes.
    Pencil => "M4 20l1-4.5L16.5 4l3.5 3.5L8.5 19 4 20ZM14 6.5l3.5 3.5",
    /// Safe.
    Lock => "M6 11h12a1 1 0 0 1 1 1v7.5a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1V12a1 1 0 0 1 1-1ZM8 11V8a4 4 0 0 1 8 0v3",
    /// Paying.
    Card => "M4 5.5h16a1 1 0 0 1 1 1v11a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-11a1 1 0 0 1 1-1ZM3 10h18M6.5 15h4",
    /// A code that lowers a price.
    Tag => "M4 4h8l8.5 8.5-8 8L4 12V4ZM8.2 8.2v.1",
    /// Again.
    Refresh => "M19.5 12a7.5 7.5 0 1 1-2.2-5.3L19.5 9M19.5 4v5h-5",
    /// The page of a certificate, receipt or other document.
    Document => "M6 3.5h8l4.5 4.5v12a.5.5 0 0 1-.5.5H6a.5.5 0 0 1-.5-.5V4a.5.5 0 0 1 .5-.5ZM14 3.5V8h4.5M9 13h6.5M9 16.5h6.5",
    /// Shown.
    Eye => "M2.5 12C4.5 7.5 8 5.5 12 5.5s7.5 2 9.5 6.5c-2 4.5-5.5 6.5-9.5 6.5S4.5 16.5 2.5 12ZM15 12a3 3 0 1 1-6 0 3 3 0 0 1 6 0Z",
    /// More acts.
    Dots => "M5.5 12h.01M12 12h.01M18.5 12h.01",
    /// Home.
    Home => "M4 11l8-7 8 7M6 9.5V20h12V9.5M10 20v-6h4v6",
    /// Takes the last change back.
    Undo => "M9 5L4.5 9.5 9 14M5 9.5h9a5.5 5.5 0 0 1 0 11h-3",
    /// Does it again.
    Redo => "M15 5l4.5 4.5L15 14M19 9.5h-9a5.5 5.5 0 0 0 0 11h3",
    /// Can be dragged.
    Grip => "M9 6h.01M9 12h.01M9 18h.01M15 6h.01M15 12h.01M15 18h.01",
    /// The same again.
    Copy => "M9 8.5h9.5a1 1 0 0 1 1 1V20a1 1 0 0 1-1 1H9a1 1 0 0 1-1-1V9.5a1 1 0 0 1 1-1ZM5 15.5H4.5a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1H14a1 1 0 0 1 1 1v1",
    /// Hidden.
    EyeOff => "M4 4l16 16M9.5 5.8c.8-.2 1.6-.3 2.5-.3 4 0 7.5 2 9.5 6.5-.7 1.5-1.5 2.7-2.5 3.7M6.2 7.3C4.7 8.4 3.4 10 2.5 12c2 4.5 5.5 6.5 9.5 6.5 1.7 0 3.3-.4 4.7-1.1M10 10.2a3 3 0 0 0 4 4",
    /// Leads elsewhere.
    Link => "M10 13.5a4.5 4.5 0 0 0 6.4 0l3-3a4.5 4.5 0 0 0-6.4-6.4l-1.2 1.2M14 10.5a4.5 4.5 0 0 0-6.4 0l-3 3a4.5 4.5 0 0 0 6.4 6.4l1.2-1.2",
    /// A picture.
    Picture => "M4 5h16a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1ZM3.5 17l5-5 4 4 3-2.5 5 4M9.5 9a1 1 0 1 1-2 0 1 1 0 0 1 2 0Z",
    /// A quotation.
    Quote => "M9.5 7C6.5 8 5 10 5 13v4h5v-5H7.5M19 7c-3 1-4.5 3-4.5 6v4h5v-5H17",
    /// Lines of text.
    Text => "M4 6h16M4 10.5h16M4 15h16M4 19.5h9",
    /// What happened.
    History => "M4.5 12a7.5 7.5 0 1 0 2.2-5.3L4.5 9M4.5 4v5h5M12 8v4.3l3 1.7",
    /// Help.
    Help => "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0ZM9.5 9.5a2.5 2.5 0 1 1 3.7 2.2c-.8.5-1.2 1-1.2 1.9M12 16.8v.1",
}

/// Draws an icon at the size of the text beside it. It is decoration: the control or the words carry the name.
#[component]
pub fn Icon(
    /// Which one.
    name: IconName,
) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=name.path() />
        </svg>
    }
}

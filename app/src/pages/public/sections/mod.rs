//! The sections of pages, in the editor's order, with the anchors of cms.md 3.5.5.

mod course_cards;
mod faq;
mod frame;
mod lists;
mod media;
mod people;
mod shown;
mod text;
mod view;

pub(super) use shown::{anchor, is_shown};
pub(super) use view::all;

//! Comments on fields (cms.md 5.5, L9). A thread stands at an address that names fields by name and entries of lists by id, so
//! that it stays with its text while that moves; where the entry is gone, the thread still says what the field was called.

mod acts;
mod read;

pub use acts::{
    CommentError, NewThread, delete_comment, edit_comment, reopen_thread, reply, resolve_thread, start_thread, watch,
};
pub use read::{CommentRow, PageComments, Thread, list_comments};

#[cfg(test)]
mod tests;

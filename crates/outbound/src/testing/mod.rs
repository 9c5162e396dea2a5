//! Helpers for the tests of client crates: a server that answers from a script, a clock moved by hand, and an
//! observer that keeps what it hears. Compiled only with the feature `testing`.

mod pace;
mod recorder;
mod server;

pub use pace::ManualPace;
pub use recorder::Recorder;
pub use server::{Answer, ScriptedServer, Seen, raw_server, refused_url};

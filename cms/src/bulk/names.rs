//! What can be done to many pages, and how it can go.

use serde::{Deserialize, Serialize};

/// Key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type)]
#[serde(transparent)]
#[sqlx(transparent)]
pub struct BulkId(pub i64);

impl std::fmt::Display for BulkId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// Declares an enumeration once: its variants and their stored names.
macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)*
        }

        impl $name {
            /// As stored.
            pub fn name(self) -> &'static str {
                match self {
                    $($name::$variant => $text,)*
                }
            }

            /// The one of this name.
            pub fn from_name(name: &str) -> Option<Self> {
                match name {
                    $($text => Some($name::$variant),)*
                    _ => None,
                }
            }
        }
    };
}

named! {
    /// What is done to each page.
    BulkAct {
        /// Its newest text goes live.
        Publish = "publish",
        /// It goes off the site.
        Unpublish = "unpublish",
        /// It goes elsewhere, with everything below it.
        Move = "move",
        /// It goes to the trash, with everything below it.
        Delete = "delete",
    }
}

named! {
    /// How a run stands.
    RunState {
        /// Pages wait, or one is being done.
        Running = "running",
        /// Every page was tried.
        Done = "done",
        /// Somebody stopped it.
        Stopped = "stopped",
    }
}

named! {
    /// How it went with a page.
    ItemState {
        /// Not yet.
        Waiting = "waiting",
        /// Done.
        Done = "done",
        /// There was nothing to do.
        Skipped = "skipped",
        /// Could not be done.
        Failed = "failed",
    }
}

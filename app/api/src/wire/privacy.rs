//! Who may read a page.

use serde::{Deserialize, Serialize};

/// Whom a page is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Everybody.
    #[default]
    Public,
    /// Who knows its password.
    Password,
    /// Who is signed in.
    SignedIn,
    /// Members of chosen groups.
    Groups,
}

impl Audience {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Audience; 4] = [Audience::Public, Audience::Password, Audience::SignedIn, Audience::Groups];

    /// What people read.
    pub fn label(self) -> &'static str {
        match self {
            Audience::Public => "Everybody",
            Audience::Password => "Who knows a password",
            Audience::SignedIn => "Who is signed in",
            Audience::Groups => "Members of groups",
        }
    }
}

/// The privacy of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrivacyState {
    /// Whom the page itself asks for.
    pub audience: Audience,
    /// Those groups.
    pub groups: Vec<i64>,
    /// What pages above ask for besides, outermost first: title of the page, and whom it is for.
    pub inherited: Vec<(String, Audience)>,
    /// Groups to choose from, by name.
    pub choices: Vec<(i64, String)>,
    /// The person may change it.
    pub may_change: bool,
}

/// What it is to be.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrivacyInput {
    /// Whom the page is for.
    pub audience: Audience,
    /// A new password; empty keeps the one there is.
    #[serde(default)]
    pub password: String,
    /// Those groups.
    #[serde(default)]
    pub groups: Vec<i64>,
}

/// Without the password.
impl std::fmt::Debug for PrivacyInput {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PrivacyInput")
            .field("audience", &self.audience)
            .field("groups", &self.groups)
            .finish_non_exhaustive()
    }
}

//! Who asks, and how far a token lets them go. A token never may more than its owner: whatever it is good for, the owner's
//! own rights are asked as well.

use super::problem::ApiProblem;
use crate::{
    access::{Editor, Permission},
    store::page::PageRow,
};
use serde::{Deserialize, Serialize};

/// What a token is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Scope {
    /// Published pages.
    #[serde(rename = "pages:read")]
    PagesRead,
    /// Newest texts of pages, published or not, where the owner may look.
    #[serde(rename = "pages:read_drafts")]
    PagesReadDrafts,
    /// Make, edit, move and delete pages, where the owner may.
    #[serde(rename = "pages:write")]
    PagesWrite,
    /// Publish and unpublish pages, where the owner may.
    #[serde(rename = "pages:publish")]
    PagesPublish,
    /// The image library.
    #[serde(rename = "images:read")]
    ImagesRead,
    /// The document library.
    #[serde(rename = "documents:read")]
    DocumentsRead,
}

impl Scope {
    /// All of them.
    pub const ALL: [Scope; 6] = [
        Scope::PagesRead,
        Scope::PagesReadDrafts,
        Scope::PagesWrite,
        Scope::PagesPublish,
        Scope::ImagesRead,
        Scope::DocumentsRead,
    ];

    /// As stored and asked for.
    pub fn name(self) -> &'static str {
        match self {
            Scope::PagesRead => "pages:read",
            Scope::PagesReadDrafts => "pages:read_drafts",
            Scope::PagesWrite => "pages:write",
            Scope::PagesPublish => "pages:publish",
            Scope::ImagesRead => "images:read",
            Scope::DocumentsRead => "documents:read",
        }
    }

    /// What a person reads when they choose.
    pub fn help(self) -> &'static str {
        match self {
            Scope::PagesRead => "Read published pages",
            Scope::PagesReadDrafts => "Read drafts, where the owner may look",
            Scope::PagesWrite => "Make, edit, move and delete pages, where the owner may",
            Scope::PagesPublish => "Publish and unpublish pages, where the owner may",
            Scope::ImagesRead => "Read the image library",
            Scope::DocumentsRead => "Read the document library",
        }
    }

    /// The scope of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.name() == name)
    }
}

/// Somebody with content access, by their session or by a token.
#[derive(Debug, Clone)]
pub struct Caller {
    editor: Editor,
    token: Option<Vec<Scope>>,
}

impl Caller {
    /// By their session: reads whatever they may, and changes nothing, which is what tokens and the Studio are for.
    pub fn by_session(editor: Editor) -> Self {
        Caller { editor, token: None }
    }

    /// By a token of theirs.
    pub fn by_token(editor: Editor, scopes: Vec<Scope>) -> Self {
        Caller { editor, token: Some(scopes) }
    }

    /// The person.
    pub fn editor(&self) -> &Editor {
        &self.editor
    }

    /// Whether this may be done at all.
    ///
    /// # Errors
    /// When the token is not good for it, or there is none and it changes something.
    pub fn need(&self, scope: Scope) -> Result<(), ApiProblem> {
        match &self.token {
            Some(scopes) if scopes.contains(&scope) => Ok(()),
            Some(_) => Err(ApiProblem::Forbidden(format!("this token is not good for {}", scope.name()))),
            None if matches!(scope, Scope::PagesWrite | Scope::PagesPublish) => {
                Err(ApiProblem::Forbidden("changing things over the API needs a token".to_owned()))
            }
            None => Ok(()),
        }
    }

    /// Whether the newest text of a page may be read: the very question that the Studio asks.
    pub fn may_read_draft(&self, page: &PageRow) -> bool {
        self.editor.may(Permission::View, page)
    }
}

//! Everything that is declared, in one value.

use super::{PageKind, SCHEMA, blocks, snippets::SnippetKind};
use std::sync::LazyLock;
use xpro_form::Declarations;

/// Every kind of page, type of section, kind of snippet and other record: what the Studio builds its forms from.
pub fn declarations() -> &'static Declarations {
    static ALL: LazyLock<Declarations> = LazyLock::new(|| Declarations {
        schema: SCHEMA,
        kinds: PageKind::ALL.into_iter().map(PageKind::spec).collect(),
        blocks: blocks::catalog(),
        snippets: SnippetKind::ALL.into_iter().map(SnippetKind::spec).collect(),
        records: crate::records::specs(),
    });
    &ALL
}

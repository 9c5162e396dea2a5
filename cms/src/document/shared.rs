//! Sections that snippets say, and what else pages take from snippets.

use super::{Block, BlockContent, Fault, Item, PageDocument, Question, SharedUse, SnippetDocument, Testimonial};
use serde_json::{Map, Value};
use std::collections::HashMap;
use xpro_kernel::SnippetId;

/// What snippets say, ready to be put into pages.
#[derive(Debug, Clone, Default)]
pub struct SharedSections {
    sections: HashMap<SnippetId, (String, Map<String, Value>)>,
    testimonials: HashMap<SnippetId, Testimonial>,
    questions: HashMap<SnippetId, Vec<Item<Question>>>,
}

impl SharedSections {
    /// Of these snippets.
    pub fn new<'a>(snippets: impl IntoIterator<Item = (SnippetId, &'a SnippetDocument)>) -> Self {
        let mut shared = SharedSections::default();
        for (id, snippet) in snippets {
            match snippet {
                SnippetDocument::SharedSection(section) => {
                    shared.sections.extend(section.section.first().and_then(section_value).map(|section| (id, section)))
                }
                SnippetDocument::Testimonial(testimonial) => {
                    shared.testimonials.insert(id, testimonial.clone());
                }
                SnippetDocument::FaqSet(set) => {
                    shared.questions.insert(id, set.items.clone());
                }
                SnippetDocument::Signatory(_) | SnippetDocument::SiteNotification(_) => {}
            }
        }
        shared
    }

    /// What a page's use of a shared section says in full; none when there is no such snippet, or it is of another type.
    pub fn resolve(&self, shared: &SharedUse) -> Option<BlockContent> {
        let (name, said) = self.sections.get(&shared.snippet).filter(|(name, _)| *name == shared.name)?;
        let mut value = said.clone();
        value.extend(shared.edited.clone());
        Some(BlockContent::from_stored(name, Value::Object(value)))
    }

    /// Puts what snippets say into the page, for showing it; such a document must not be stored. Tells what is missing.
    pub fn fill(&self, document: &mut PageDocument) -> Vec<Fault> {
        let mut faults = Vec::new();
        for (at, block) in document.sections_mut().into_iter().flatten().enumerate() {
            if let Err(reason) = self.fill_section(block) {
                faults.push(Fault { path: format!("sections/{at}"), reason });
            }
        }
        faults
    }

    fn fill_section(&self, block: &mut Block) -> Result<(), String> {
        if let BlockContent::Shared(shared) = &block.content {
            block.content = self
                .resolve(shared)
                .ok_or_else(|| format!("{}: the shared section {} is missing", shared.name, shared.snippet))?;
        }
        match &mut block.content {
            BlockContent::Testimonials(data) => {
                let chosen = data.chosen.drain(..).filter_map(|item| {
                    let value = self.testimonials.get(&item.value?)?.clone();
                    Some(Item { id: item.id, value })
                });
                data.items.extend(chosen);
            }
            BlockContent::Faq(data) => {
                let sets = data.sets.drain(..).filter_map(|item| self.questions.get(&item.value?));
                data.items.extend(sets.flatten().cloned());
            }
            BlockContent::Unreadable { name, reason, .. } => return Err(format!("{name}: {reason}")),
            _ => {}
        }
        Ok(())
    }
}

/// Type and value of a snippet's section.
fn section_value(block: &Block) -> Option<(String, Map<String, Value>)> {
    match block.content.to_stored().ok()? {
        Value::Object(value) => Some((block.content.name().to_owned(), value)),
        _ => None,
    }
}

//! The grammar of the parameter `fields` (cms.md 6.3).
//!
//! An expression is read once, from left to right; its length, its depth and the number of its names are limited, so that
//! none takes long, whatever it says.

use super::problem::ApiProblem;

/// Longest expression, in characters.
pub const MAX_LENGTH: usize = 2_000;
/// Deepest nesting: `parent(parent(parent(title)))` is three.
pub const MAX_DEPTH: usize = 4;

/// What an expression begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Base {
    /// What is shown when nothing is said.
    #[default]
    Usual,
    /// `*`
    Everything,
    /// `_`
    Nothing,
}

/// One name of an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The field.
    pub name: String,
    /// `-name`: leave it out.
    pub removed: bool,
    /// `name(…)`: what of it.
    pub nested: Option<Fields>,
}

/// An expression.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fields {
    /// What it begins with.
    pub base: Base,
    /// What it adds and leaves out, in order.
    pub names: Vec<Named>,
}

impl Fields {
    /// Reads an expression.
    ///
    /// # Errors
    /// Where it cannot be understood, with the position, counted from 0.
    pub fn parse(text: &str) -> Result<Self, ApiProblem> {
        let text: Vec<char> = text.chars().take(MAX_LENGTH + 1).collect();
        if text.len() > MAX_LENGTH {
            return Err(wrong(format!("longer than {MAX_LENGTH} characters")));
        }
        let mut reader = Reader { text: &text, at: 0 };
        let fields = reader.list(1)?;
        match reader.peek() {
            None => Ok(fields),
            Some(_) => Err(reader.unexpected()),
        }
    }
}

fn wrong(what: impl std::fmt::Display) -> ApiProblem {
    ApiProblem::bad(format!("fields error: {what}"))
}

struct Reader<'a> {
    text: &'a [char],
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.text.get(self.at).copied()
    }

    fn unexpected(&self) -> ApiProblem {
        match self.peek() {
            Some(found) => wrong(format!("unexpected char '{found}' at position {}", self.at)),
            None => wrong(format!("unexpected end of input at position {}", self.at)),
        }
    }

    fn takes(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        self.at += usize::from(found);
        found
    }

    /// Up to the end or a closing parenthesis.
    fn list(&mut self, depth: usize) -> Result<Fields, ApiProblem> {
        if depth > MAX_DEPTH {
            return Err(wrong(format!("nested deeper than {MAX_DEPTH} levels at position {}", self.at)));
        }
        let mut fields = Fields { base: self.base()?, names: Vec::new() };
        if fields.base != Base::Usual && !self.takes(',') {
            return Ok(fields);
        }
        loop {
            let named = self.named(fields.base, depth)?;
            fields.names.push(named);
            if !self.takes(',') {
                return Ok(fields);
            }
        }
    }

    fn base(&mut self) -> Result<Base, ApiProblem> {
        if self.takes('*') {
            return Ok(Base::Everything);
        }
        // A name may begin with an underscore; alone it means nothing.
        let is_alone = !self.text.get(self.at + 1).is_some_and(|next| is_name(*next));
        Ok(if is_alone && self.takes('_') { Base::Nothing } else { Base::Usual })
    }

    fn named(&mut self, base: Base, depth: usize) -> Result<Named, ApiProblem> {
        let begins = self.at;
        let removed = self.takes('-');
        if matches!(self.peek(), Some('*')) {
            return Err(wrong(format!("'*' must be in the first position (position {})", self.at)));
        }
        let name = self.name()?;
        if name == "_" {
            return Err(wrong(format!("'_' must be in the first position (position {begins})")));
        }
        if removed && base == Base::Nothing {
            return Err(wrong(format!("'-{name}' after '_' at position {begins}: there is nothing to remove")));
        }
        let nested = if !removed && self.takes('(') { Some(self.nested(depth)?) } else { None };
        if base == Base::Everything && !removed && nested.is_none() {
            return Err(wrong(format!("'{name}' after '*' at position {begins}: it is there already")));
        }
        Ok(Named { name, removed, nested })
    }

    fn nested(&mut self, depth: usize) -> Result<Fields, ApiProblem> {
        let fields = self.list(depth + 1)?;
        if self.takes(')') { Ok(fields) } else { Err(self.unexpected()) }
    }

    fn name(&mut self) -> Result<String, ApiProblem> {
        let begins = self.at;
        while self.peek().is_some_and(is_name) {
            self.at += 1;
        }
        if self.at == begins { Err(self.unexpected()) } else { Ok(self.text[begins..self.at].iter().collect()) }
    }
}

fn is_name(char: char) -> bool {
    char.is_ascii_alphanumeric() || char == '_'
}

//! A letter's content, laid out as HTML and as text (accounts_ops.md 5.3).

use askama::Template;

/// Who writes, and where links lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brand {
    /// Site name, a setting.
    pub site_name: String,
    /// Public address of the site, without a trailing slash.
    pub base_url: String,
    /// Where people get help.
    pub support_email: String,
    /// Printed in the footer.
    pub postal_address: String,
}

/// A letter as a list of parts; every text is escaped when laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    subject: String,
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Heading(String),
    Paragraph(String),
    Button { label: String, url: String },
    Table(Vec<(String, String)>),
    Small(String),
}

impl Letter {
    /// An empty letter with this subject line.
    pub fn new(subject: impl Into<String>) -> Self {
        Letter { subject: subject.into(), parts: Vec::new() }
    }

    /// Adds a heading.
    #[must_use]
    pub fn heading(self, text: impl Into<String>) -> Self {
        self.with(Part::Heading(text.into()))
    }

    /// Adds a paragraph.
    #[must_use]
    pub fn paragraph(self, text: impl Into<String>) -> Self {
        self.with(Part::Paragraph(text.into()))
    }

    /// Adds a button, followed by its address for those whose mail program shows none.
    #[must_use]
    pub fn button(self, label: impl Into<String>, url: impl Into<String>) -> Self {
        self.with(Part::Button { label: label.into(), url: url.into() })
    }

    /// Adds labelled values.
    #[must_use]
    pub fn table(self, rows: Vec<(String, String)>) -> Self {
        self.with(Part::Table(rows))
    }

    /// Adds a paragraph in small print.
    #[must_use]
    pub fn small(self, text: impl Into<String>) -> Self {
        self.with(Part::Small(text.into()))
    }

    /// The subject line, one line.
    pub fn subject_line(&self) -> String {
        xpro_kernel::plain_text(&self.subject)
    }

    fn with(mut self, part: Part) -> Self {
        self.parts.push(part);
        self
    }

    /// HTML in the house layout.
    pub fn html(&self, brand: &Brand, year: i32) -> String {
        let layout = Layout { subject: &self.subject, parts: &self.parts, brand, year };
        // Rendering into a String fails only when a Display does, and none here can.
        layout.render().unwrap_or_default()
    }

    /// The same letter as plain text.
    pub fn text(&self, brand: &Brand) -> String {
        let mut blocks: Vec<String> = self.parts.iter().map(Part::text).collect();
        blocks.push(format!("--\n{}\n{}\nHelp: {}", brand.site_name, brand.postal_address, brand.support_email));
        blocks.join("\n\n") + "\n"
    }
}

impl Part {
    fn text(&self) -> String {
        match self {
            Part::Heading(text) | Part::Paragraph(text) | Part::Small(text) => text.clone(),
            Part::Button { label, url } => format!("{label}:\n{url}"),
            Part::Table(rows) => {
                rows.iter().map(|(label, value)| format!("{label}: {value}")).collect::<Vec<_>>().join("\n")
            }
        }
    }
}

#[derive(Template)]
#[template(path = "letter.html")]
struct Layout<'a> {
    subject: &'a str,
    parts: &'a [Part],
    brand: &'a Brand,
    year: i32,
}

//! The shape of demo prose: what one product page says, as constants.

/// What a demo product page says; the rest is shared by all pages.
#[derive(Debug, Clone, Copy)]
pub(super) struct Story {
    pub(super) readable_id: &'static str,
    /// Name of its picture under `public/demo`.
    pub(super) picture: &'static str,
    pub(super) subhead: &'static str,
    pub(super) weeks: i16,
    pub(super) hours: (i16, i16),
    pub(super) ceus: &'static str,
    /// Markdown.
    pub(super) overview: &'static str,
    pub(super) outcomes: &'static [&'static str],
    pub(super) audience: &'static [&'static str],
    /// Positions in the list of demo faculty.
    pub(super) faculty: &'static [usize],
    /// (name, what they do, words)
    pub(super) quotes: &'static [(&'static str, &'static str, &'static str)],
    /// (question, answer) besides the shared ones.
    pub(super) questions: &'static [(&'static str, &'static str)],
    /// A vendor's page; empty for our own.
    pub(super) vendor_url: &'static str,
}

impl Story {
    /// A page without anything special; fields are overridden with struct update syntax.
    pub(super) const PLAIN: Story = Story {
        readable_id: "",
        picture: "horizon",
        subhead: "",
        weeks: 4,
        hours: (4, 6),
        ceus: "",
        overview: "",
        outcomes: &[],
        audience: &[],
        faculty: &[],
        quotes: &[],
        questions: &[],
        vendor_url: "",
    };
}

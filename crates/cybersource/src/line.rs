//! What is sold, as the gateway is told.

use xpro_kernel::Money;

/// Kinds of things for sale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemKind {
    /// A course run.
    CourseRun,
    /// A program.
    Program,
}

impl ItemKind {
    /// The content type text of the reference, kept because reports at the gateway are grouped by it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CourseRun => "courses | course run",
            Self::Program => "courses | program",
        }
    }
}

/// One line of a learner's order.
#[derive(Debug, Clone)]
pub struct FormLine {
    /// What kind of thing it is.
    pub kind: ItemKind,
    /// Its text id.
    pub readable_id: String,
    /// Its row id.
    pub object_id: i64,
    /// Its description, cut to 254 characters.
    pub name: String,
    /// How many.
    pub quantity: u32,
    /// Net price of one.
    pub unit_price: Money,
    /// Tax of the whole line.
    pub tax: Money,
}

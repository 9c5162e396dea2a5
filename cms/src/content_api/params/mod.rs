//! Parameters of the read API (cms.md 6.2).

mod values;

use super::{
    fields::Fields,
    problem::ApiProblem,
    schema::{Column, Schema},
    select::{Selection, View, sorted},
};
use crate::document::PageKind;
use time::OffsetDateTime;
use values::{filters, flag};
use xpro_pictures::Spec;

/// Items of a listing when nothing is said, and at most.
const LIMIT: (i64, i64) = (20, 100);
/// Farthest that a listing can be skipped.
const MAX_OFFSET: i64 = 1_000_000;
/// Longest text to look for.
const MAX_SEARCH: usize = 500;
/// Renditions of each picture at most.
const MAX_RENDITIONS: usize = 10;

/// Name and value pairs, decoded.
pub type Pairs = [(String, String)];

/// Directly below a page, or anywhere below.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relative {
    /// A page of this key.
    Page(i64),
    /// The site's first page.
    Root,
}

/// How a listing is ordered.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Order {
    /// By key, or by relevance when something is looked for.
    #[default]
    Usual,
    /// By chance.
    Random,
    /// By these columns; whether descending.
    By(Vec<(Column, bool)>),
}

/// A field that must have a value.
#[derive(Debug, Clone, PartialEq)]
pub struct Filter {
    /// Where it is found.
    pub column: Column,
    /// The value.
    pub value: Wanted,
}

/// The value of a filter.
#[derive(Debug, Clone, PartialEq)]
pub enum Wanted {
    /// A text.
    Text(String),
    /// A whole number.
    Number(i64),
    /// Yes or no.
    Flag(bool),
    /// An instant.
    Moment(OffsetDateTime),
}

/// A request of a listing, as understood.
#[derive(Debug, Clone, PartialEq)]
pub struct Listing {
    /// Fields wanted.
    pub selection: Selection,
    /// How many.
    pub limit: i64,
    /// How many to skip.
    pub offset: i64,
    /// Order.
    pub order: Order,
    /// Words; empty looks for nothing.
    pub search: String,
    /// Any of the words instead of all.
    pub any_word: bool,
    /// Kinds; empty is all.
    pub kinds: Vec<PageKind>,
    /// Directly below.
    pub child_of: Option<Relative>,
    /// Anywhere below.
    pub descendant_of: Option<Relative>,
    /// Above this page.
    pub ancestor_of: Option<i64>,
    /// Text id of the course or program.
    pub readable_id: Option<String>,
    /// All of these tags.
    pub tags: Vec<String>,
    /// Exact values.
    pub filters: Vec<Filter>,
    /// How to show.
    pub output: Output,
}

/// How items are shown, whatever is listed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Output {
    /// The newest texts, where the caller may read them.
    pub drafts: bool,
    /// Rich text as HTML.
    pub html: bool,
    /// Specs of renditions wanted of each picture.
    pub renditions: Vec<String>,
}

fn value<'a>(pairs: &'a Pairs, name: &str) -> Option<&'a str> {
    // As the reference: the last one counts.
    pairs.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

impl Output {
    /// Reads what all endpoints have in common.
    ///
    /// # Errors
    /// When a value is wrong.
    pub fn read(pairs: &Pairs) -> Result<Self, ApiProblem> {
        if pairs.iter().any(|(key, value)| key.contains('\0') || value.contains('\0')) {
            return Err(ApiProblem::bad("null characters are not allowed"));
        }
        let html = match value(pairs, "rich_text_format") {
            None | Some("stored") => false,
            Some("html") => true,
            Some(_) => return Err(ApiProblem::bad("rich_text_format must be 'stored' or 'html'")),
        };
        let drafts = match value(pairs, "include_drafts") {
            None => false,
            Some(text) => flag(text).ok_or_else(|| ApiProblem::bad("include_drafts must be 'true' or 'false'"))?,
        };
        let renditions = match value(pairs, "renditions") {
            None | Some("") => Vec::new(),
            Some(text) => specs(text)?,
        };
        Ok(Output { drafts, html, renditions })
    }
}

fn specs(text: &str) -> Result<Vec<String>, ApiProblem> {
    let specs: Vec<String> = text.split(',').map(|spec| spec.trim().to_owned()).collect();
    if specs.len() > MAX_RENDITIONS {
        return Err(ApiProblem::bad(format!("renditions: at most {MAX_RENDITIONS}")));
    }
    for spec in &specs {
        Spec::parse(spec)
            .map_err(|error| ApiProblem::bad(format!("renditions: '{spec}' is not understood: {error}")))?;
    }
    Ok(specs)
}

/// What says how items of this schema are shown; where it would do nothing it is not known.
pub(super) fn output_names(schema: Schema) -> &'static [&'static str] {
    match schema {
        Schema::AnyPage | Schema::Page(_) => &["fields", "rich_text_format", "include_drafts", "renditions"],
        Schema::Image => &["fields", "renditions"],
        Schema::Document => &["fields"],
    }
}

const LISTING: &[&str] = &["limit", "offset", "order", "search", "search_operator"];
const PAGES: &[&str] =
    &["type", "child_of", "descendant_of", "ancestor_of", "translation_of", "locale", "site", "readable_id"];

/// Reads the request of one item: the fields wanted.
///
/// # Errors
/// When a value is wrong or a parameter unknown.
pub fn read_detail(schema: Schema, pairs: &Pairs) -> Result<(Selection, Output), ApiProblem> {
    let output = Output::read(pairs)?;
    refuse_unknown(pairs, |name| output_names(schema).contains(&name))?;
    Ok((Selection::new(schema, &fields(pairs)?, View::Detail, output.drafts)?, output))
}

/// Reads the request of a listing. `host` is ours, for `site`.
///
/// # Errors
/// When a value is wrong or a parameter unknown.
pub fn read_listing(base: Schema, pairs: &Pairs, host: &str) -> Result<Listing, ApiProblem> {
    let output = Output::read(pairs)?;
    let is_pages = base == Schema::AnyPage;
    let kinds = if is_pages { value(pairs, "type").map(kinds).transpose()?.unwrap_or_default() } else { Vec::new() };
    let schema = match kinds.as_slice() {
        [kind] => Schema::Page(*kind),
        _ => base,
    };
    let known = |name: &str| {
        output_names(base).contains(&name)
            || LISTING.contains(&name)
            || (if is_pages { PAGES.contains(&name) } else { name == "tags" })
            || schema.field(name).is_some_and(|field| field.column != Column::None)
    };
    refuse_unknown(pairs, known)?;
    let search = search(pairs)?;
    let tags: Vec<String> = value(pairs, "tags")
        .map(|tags| tags.split(',').map(|tag| tag.trim().to_owned()).filter(|tag| !tag.is_empty()).collect())
        .unwrap_or_default();
    if !tags.is_empty() && !search.is_empty() {
        return Err(ApiProblem::bad("filtering by tag with a search query is not supported"));
    }
    let (limit, offset) = stretch(pairs)?;
    let listing = Listing {
        selection: Selection::new(schema, &fields(pairs)?, View::Listing, output.drafts)?,
        limit,
        offset,
        order: order(schema, pairs, offset)?,
        any_word: any_word(pairs)?,
        search,
        child_of: value(pairs, "child_of").map(|text| relative("child_of", text)).transpose()?,
        descendant_of: value(pairs, "descendant_of").map(|text| relative("descendant_of", text)).transpose()?,
        ancestor_of: value(pairs, "ancestor_of").map(|text| key("ancestor_of", text)).transpose()?,
        readable_id: readable_id(&kinds, pairs)?,
        tags,
        filters: filters(schema, pairs)?,
        kinds,
        output,
    };
    if listing.child_of.is_some() && listing.descendant_of.is_some() {
        return Err(ApiProblem::bad("filtering by descendant_of with child_of is not supported"));
    }
    reserved(pairs, host)?;
    Ok(listing)
}

/// What `find/` looks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sought {
    /// Its key.
    pub id: Option<i64>,
    /// Its public path.
    pub path: Option<String>,
    /// Parameters to hand on.
    pub rest: Vec<(String, String)>,
}

/// Reads the one thing that `find/` looks for.
///
/// # Errors
/// When `id` is no number.
pub fn read_find(pairs: &Pairs) -> Result<Sought, ApiProblem> {
    Output::read(pairs)?;
    let id = value(pairs, "id").map(|text| key("id", text)).transpose()?;
    let path = value(pairs, "html_path").map(str::to_owned);
    let rest = pairs.iter().filter(|(name, _)| name != "id" && name != "html_path").cloned().collect();
    Ok(Sought { id, path, rest })
}

fn fields(pairs: &Pairs) -> Result<Fields, ApiProblem> {
    match value(pairs, "fields") {
        None | Some("") => Ok(Fields::default()),
        Some(text) => Fields::parse(text),
    }
}

fn refuse_unknown(pairs: &Pairs, known: impl Fn(&str) -> bool) -> Result<(), ApiProblem> {
    let unknown: Vec<&str> = pairs.iter().map(|(name, _)| name.as_str()).filter(|name| !known(name)).collect();
    if unknown.is_empty() {
        return Ok(());
    }
    let names: String = sorted(unknown).join(", ").chars().take(500).collect();
    Err(ApiProblem::bad(format!("query parameter is not an operation or a recognised field: {names}")))
}

fn kinds(text: &str) -> Result<Vec<PageKind>, ApiProblem> {
    let mut kinds = Vec::new();
    for name in text.split(',') {
        let name = name.trim();
        if name.eq_ignore_ascii_case("wagtailcore.page") {
            return Ok(Vec::new());
        }
        let found = name
            .split_once('.')
            .filter(|(app, _)| app.eq_ignore_ascii_case("cms"))
            .and_then(|(_, name)| PageKind::ALL.into_iter().find(|kind| kind.name().eq_ignore_ascii_case(name)));
        kinds.push(found.ok_or_else(|| ApiProblem::bad("type doesn't exist"))?);
    }
    kinds.dedup();
    Ok(kinds)
}

fn stretch(pairs: &Pairs) -> Result<(i64, i64), ApiProblem> {
    let number = |name: &str| match value(pairs, name) {
        None => Ok(None),
        Some(text) => match text.parse::<i64>() {
            Ok(number) if number >= 0 => Ok(Some(number)),
            _ => Err(ApiProblem::bad(format!("{name} must be a positive integer"))),
        },
    };
    let (limit, offset) = (number("limit")?.unwrap_or(LIMIT.0), number("offset")?.unwrap_or(0));
    if limit > LIMIT.1 {
        return Err(ApiProblem::bad(format!("limit cannot be higher than {}", LIMIT.1)));
    }
    Ok((limit, offset.min(MAX_OFFSET)))
}

fn order(schema: Schema, pairs: &Pairs, offset: i64) -> Result<Order, ApiProblem> {
    let Some(text) = value(pairs, "order").filter(|text| !text.is_empty()) else { return Ok(Order::Usual) };
    if text == "random" {
        if offset > 0 {
            return Err(ApiProblem::bad("random ordering with offset is not supported"));
        }
        return Ok(Order::Random);
    }
    let mut columns = Vec::new();
    for name in text.split(',') {
        let (descending, name) = name.strip_prefix('-').map_or((false, name), |name| (true, name));
        if name == "random" {
            return Err(ApiProblem::bad("random ordering cannot be combined with another order"));
        }
        let field = schema.field(name).filter(|field| field.column != Column::None);
        let Some(field) = field else {
            let name: String = name.chars().take(100).collect();
            return Err(ApiProblem::bad(format!("cannot order by '{name}' (unknown field)")));
        };
        if !columns.iter().any(|(column, _)| *column == field.column) {
            columns.push((field.column, descending));
        }
    }
    Ok(Order::By(columns))
}

fn search(pairs: &Pairs) -> Result<String, ApiProblem> {
    let text = value(pairs, "search").unwrap_or_default().trim();
    if text.chars().count() > MAX_SEARCH {
        return Err(ApiProblem::bad(format!("search cannot be longer than {MAX_SEARCH} characters")));
    }
    Ok(text.to_owned())
}

fn any_word(pairs: &Pairs) -> Result<bool, ApiProblem> {
    match value(pairs, "search_operator") {
        None | Some("and") => Ok(false),
        Some("or") => Ok(true),
        Some(_) => Err(ApiProblem::bad("search_operator must be 'and' or 'or'")),
    }
}

fn key(name: &str, text: &str) -> Result<i64, ApiProblem> {
    match text.parse::<i64>() {
        Ok(id) if id >= 0 => Ok(id),
        _ => Err(ApiProblem::bad(format!("{name} must be a positive integer"))),
    }
}

fn relative(name: &str, text: &str) -> Result<Relative, ApiProblem> {
    if text == "root" { Ok(Relative::Root) } else { key(name, text).map(Relative::Page) }
}

/// A `+` of the query string arrives as a space (cms.md 6.2).
fn readable_id(kinds: &[PageKind], pairs: &Pairs) -> Result<Option<String>, ApiProblem> {
    let Some(text) = value(pairs, "readable_id") else { return Ok(None) };
    if kinds.iter().any(|kind| !kind.is_product()) {
        return Err(ApiProblem::bad("readable_id needs a type of course or program pages"));
    }
    Ok(Some(text.replace(' ', "+")))
}

/// What is reserved for sites with several languages or hosts: the one there is may be named.
fn reserved(pairs: &Pairs, host: &str) -> Result<(), ApiProblem> {
    if value(pairs, "translation_of").is_some() {
        return Err(ApiProblem::bad("translation_of is not supported: the site has one language"));
    }
    if value(pairs, "locale").is_some_and(|locale| locale != "en") {
        return Err(ApiProblem::bad("locale doesn't exist"));
    }
    if value(pairs, "site").is_some_and(|site| site != host && Some(site) != host.split(':').next()) {
        return Err(ApiProblem::bad("site doesn't exist"));
    }
    Ok(())
}

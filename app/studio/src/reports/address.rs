//! Reports and their addresses.

use crate::{pages, paths, records::rooms};
use xpro_api::{ReportItem, ReportQuery};

/// The reports.
pub const REPORTS: &str = "/studio/reports";

/// Names of reports with the words of their tabs, and what a row is.
pub const ALL: [(&str, &str, &str); 8] = [
    ("aging", "Aging pages", "Live pages that nobody published for long."),
    ("alt", "Missing alt text", "Images that say nothing to those who do not see them."),
    ("links", "Dead links", "Links that lead to what is gone or not live, here and on other sites."),
    ("prices", "Prices", "What is on sale without a price, and what is offered without being on sale."),
    ("runs", "Run dates", "Runs whose dates do not fit each other, their course or their program."),
    ("blog", "Blog", "How its feed was last read: which posts are shown, and why others are not."),
    ("locked", "Locked pages", "Pages that somebody keeps from being edited."),
    ("history", "Site history", "What was done, by whom, the newest first."),
];

/// The name of the report that is asked for; the first when none is.
pub fn name(query: &ReportQuery) -> &'static str {
    ALL.iter().find(|(name, ..)| *name == query.name).map_or(ALL[0].0, |(name, ..)| name)
}

/// Address of a report.
pub fn report(query: &ReportQuery) -> String {
    match serde_urlencoded::to_string(query) {
        Ok(query) if !query.is_empty() => format!("{REPORTS}?{query}"),
        _ => REPORTS.to_owned(),
    }
}

/// The query of an address. What cannot be understood asks for nothing.
pub fn query(text: &str) -> ReportQuery {
    serde_urlencoded::from_str(text.trim_start_matches('?')).unwrap_or_default()
}

/// Where a row leads.
pub fn place(row: &ReportItem) -> Option<String> {
    let place = match row.kind.as_str() {
        "page" => pages::address::editor(row.id),
        "image" => return Some(paths::image(row.id)),
        "document" => return Some(paths::document(row.id)),
        kind => rooms::record(kind, row.id)?,
    };
    if row.field.is_empty() {
        return Some(place);
    }
    let field = serde_urlencoded::to_string([("field", &row.field)]).ok()?;
    let sign = if place.contains('?') { '&' } else { '?' };
    Some(format!("{place}{sign}{field}"))
}

/// A field in words; people count from one: `sections/0/image` is “sections › 1 › image”.
pub fn field_words(field: &str) -> String {
    let word = |part: &str| part.parse::<u32>().map_or_else(|_| part.replace('_', " "), |at| (at + 1).to_string());
    field.split('/').map(word).collect::<Vec<_>>().join(" › ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_leads_to_its_field() {
        let row = |kind: &str, field: &str| ReportItem {
            kind: kind.to_owned(),
            id: 7,
            field: field.to_owned(),
            cells: Vec::new(),
            link: None,
        };
        assert_eq!(place(&row("page", "")).as_deref(), Some("/studio/pages/7"));
        assert_eq!(
            place(&row("page", "sections/2/image")).as_deref(),
            Some("/studio/pages/7?field=sections%2F2%2Fimage")
        );
        assert_eq!(place(&row("product", "")).as_deref(), Some("/studio/products/7"));
        assert_eq!(
            place(&row("settings", "footer_links/0/url")).as_deref(),
            Some("/studio/settings?field=footer_links%2F0%2Furl")
        );
        assert_eq!(
            place(&row("faq_set", "items/0/answer")).as_deref(),
            Some("/studio/snippets/7?kind=faq_set&field=items%2F0%2Fanswer")
        );
        assert_eq!(field_words("footer_links/0/url"), "footer links › 1 › url");
        assert_eq!(place(&row("redirect", "")), None);
    }

    #[test]
    fn a_report_keeps_its_query_in_the_address() {
        let wanted = ReportQuery { name: "history".to_owned(), by: "ada".to_owned(), ..ReportQuery::default() };
        let address = report(&wanted);
        assert_eq!(query(address.split_once('?').expect("a query").1), wanted);
        assert_eq!((name(&wanted), name(&ReportQuery::default())), ("history", "aging"));
    }
}

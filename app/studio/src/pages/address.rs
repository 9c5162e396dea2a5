//! The explorer's addresses, and what they say in words.

use xpro_api::{FilterChoices, LogFilter, PageFilter, PageSort, PageState, RedirectQuery};

/// The explorer.
pub const PAGES: &str = "/studio/pages";

/// Deleted pages.
pub const TRASH: &str = "/studio/pages/trash";

/// Acts on many pages.
pub const RUNS: &str = "/studio/pages/runs";

/// Redirects.
pub const REDIRECTS: &str = "/studio/redirects";

/// The explorer with this list.
pub fn pages(filter: &PageFilter) -> String {
    with_query(PAGES, filter)
}

/// Whether this is the path of the explorer itself.
pub fn is_explorer(path: &str) -> bool {
    path.trim_end_matches('/') == PAGES
}

/// The list that an address's query asks for. What cannot be understood filters nothing.
pub fn page_filter(query: &str) -> PageFilter {
    serde_urlencoded::from_str(query.trim_start_matches('?')).unwrap_or_default()
}

/// The query of a list's address, for keeping it.
pub fn query(filter: &PageFilter) -> String {
    serde_urlencoded::to_string(filter).unwrap_or_default()
}

/// The pages below one.
pub fn below(page: i64) -> String {
    pages(&PageFilter::below(Some(page)))
}

/// A page in the editor.
pub fn editor(page: i64) -> String {
    format!("{PAGES}/{page}")
}

/// The same, at one of its fields.
pub fn field(page: i64, path: &str) -> String {
    match serde_urlencoded::to_string([("field", path)]) {
        Ok(query) => format!("{}?{query}", editor(page)),
        Err(_) => editor(page),
    }
}

/// A page's history.
pub fn history(page: i64, filter: &LogFilter) -> String {
    with_query(&format!("{PAGES}/{page}/history"), filter)
}

/// The filter of a history's address.
pub fn log_filter(query: &str) -> LogFilter {
    serde_urlencoded::from_str(query.trim_start_matches('?')).unwrap_or_default()
}

/// One act on many pages.
pub fn run(id: i64) -> String {
    format!("{RUNS}/{id}")
}

/// Redirects with this filter.
pub fn redirects(query: &RedirectQuery) -> String {
    with_query(REDIRECTS, query)
}

/// The filter of an address of redirects.
pub fn redirect_query(query: &str) -> RedirectQuery {
    serde_urlencoded::from_str(query.trim_start_matches('?')).unwrap_or_default()
}

fn with_query(path: &str, filter: &impl serde::Serialize) -> String {
    match serde_urlencoded::to_string(filter) {
        Ok(query) if !query.is_empty() => format!("{path}?{query}"),
        _ => path.to_owned(),
    }
}

/// The page that an address is about: the one in the editor, or the one whose pages are listed.
pub fn page_of(path: &str, query: &str) -> Option<i64> {
    let rest = path.strip_prefix(PAGES)?;
    match rest.trim_matches('/').split('/').next() {
        Some("") | None => page_filter(query).parent,
        Some(id) => id.parse().ok(),
    }
}

/// The same list ordered by a column; asked again, the other way round.
pub fn sorted(filter: &PageFilter, by: PageSort) -> PageFilter {
    let is_current = filter.order() == by;
    // Dates are wanted newest first, names from A.
    let first = by == PageSort::Updated;
    let desc = if is_current { !filter.desc } else { first };
    PageFilter { sort: Some(by), desc, ..filter.clone() }
}

/// What is filtered, as parts of a sentence.
pub fn filter_words(filter: &PageFilter, choices: Option<&FilterChoices>) -> Vec<String> {
    let kind = |name: &String| {
        let known = choices.and_then(|choices| choices.kinds.iter().find(|kind| kind.name == *name));
        known.map_or_else(|| name.clone(), |kind| kind.label.clone())
    };
    let person = |id: i64| {
        let known = choices.and_then(|choices| choices.people.iter().find(|person| person.id == id));
        known.map_or_else(|| "somebody".to_owned(), |person| person.name.clone())
    };
    let mut words = Vec::new();
    if !filter.q.trim().is_empty() {
        words.push(format!("search “{}”", filter.q.trim()));
    }
    if !filter.kind.is_empty() {
        words.push(format!("type {}", filter.kind.0.iter().map(kind).collect::<Vec<_>>().join(" or ")));
    }
    if !filter.status.is_empty() {
        let states = filter.status.0.iter().filter_map(|name| PageState::from_name(name)).map(PageState::label);
        words.push(format!("status {}", states.collect::<Vec<_>>().join(" or ")));
    }
    if let Some(owner) = filter.owner {
        words.push(format!("owner {}", person(owner)));
    }
    if let Some(editor) = filter.editor {
        words.push(format!("edited by {}", person(editor)));
    }
    match (filter.from.as_str(), filter.until.as_str()) {
        ("", "") => {}
        (from, "") => words.push(format!("updated from {from} on")),
        ("", until) => words.push(format!("updated until {until}")),
        (from, until) => words.push(format!("updated {from} to {until}")),
    }
    words.extend(filter.children.map(|has| if has { "with pages below" } else { "without pages below" }.to_owned()));
    words.extend(filter.locked.map(|locked| if locked { "locked" } else { "not locked" }.to_owned()));
    words
}

/// The list without its filters, in the same place.
pub fn unfiltered(filter: &PageFilter) -> PageFilter {
    PageFilter {
        parent: filter.parent,
        sort: filter.sort.filter(|sort| *sort != PageSort::Relevance),
        desc: filter.desc,
        ..PageFilter::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use xpro_api::Names;

    #[test]
    fn a_list_travels_in_the_address() {
        let wanted = PageFilter {
            parent: Some(5),
            q: "data & more".to_owned(),
            kind: Names(vec!["CoursePage".to_owned(), "ResourcePage".to_owned()]),
            status: Names(vec!["draft".to_owned()]),
            editor: Some(7),
            from: "2026-01-01".to_owned(),
            locked: Some(false),
            sort: Some(PageSort::Updated),
            desc: true,
            ..PageFilter::default()
        };
        let address = pages(&wanted);
        assert_eq!(
            address,
            "/studio/pages?in=5&q=data+%26+more&kind=CoursePage%2CResourcePage&status=draft&editor=7&from=2026-01-01&locked=false&sort=updated&desc=true"
        );
        assert_eq!(page_filter(address.split_once('?').expect("a query").1), wanted);
        assert_eq!(pages(&PageFilter::default()), PAGES);
        assert_eq!(page_filter("?in=x"), PageFilter::default());
    }

    #[test]
    fn the_explorer_is_told_from_what_is_opened_in_it() {
        assert!(is_explorer("/studio/pages") && is_explorer("/studio/pages/"));
        assert!(!is_explorer("/studio/pages/7") && !is_explorer("/studio/pages/trash"));
    }

    #[test]
    fn columns_turn_round() {
        let plain = PageFilter::default();
        let newest = sorted(&plain, PageSort::Updated);
        assert!(newest.desc && newest.sort == Some(PageSort::Updated));
        assert!(!sorted(&newest, PageSort::Updated).desc);
        assert!(sorted(&plain, PageSort::Title).desc, "it was by title already");
    }

    #[test]
    fn the_page_in_view_is_known() {
        assert_eq!(page_of("/studio/pages", "?in=4"), Some(4));
        assert_eq!(page_of("/studio/pages/12/history", ""), Some(12));
        assert_eq!(page_of("/studio/pages/trash", ""), None);
        assert_eq!(page_of("/studio/orders", ""), None);
    }

    #[test]
    fn filters_are_told_in_words() {
        let filter = PageFilter {
            status: Names(vec!["live_draft".to_owned()]),
            until: "2026-02-01".to_owned(),
            children: Some(false),
            ..PageFilter::default()
        };
        assert_eq!(
            filter_words(&filter, None),
            ["status Live + draft", "updated until 2026-02-01", "without pages below"]
        );
        assert!(unfiltered(&filter) == PageFilter::default());
    }
}

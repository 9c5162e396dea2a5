//! Addresses of the studio's pages.

use xpro_api::{DocumentFilter, ImageFilter, OrderFilter};

/// The list of orders.
pub const ORDERS: &str = "/studio/orders";

/// The list of orders with this filter.
pub fn orders(filter: &OrderFilter) -> String {
    match serde_urlencoded::to_string(filter) {
        Ok(query) if !query.is_empty() => format!("{ORDERS}?{query}"),
        _ => ORDERS.to_owned(),
    }
}

/// The filter that an address's query asks for. What cannot be understood filters nothing.
pub fn filter(query: &str) -> OrderFilter {
    serde_urlencoded::from_str(query).unwrap_or_default()
}

/// The editor of one page.
pub fn page(id: i64) -> String {
    format!("/studio/pages/{id}")
}

/// All releases.
pub const RELEASES: &str = "/studio/releases";

/// One release.
pub fn release(id: i64) -> String {
    format!("{RELEASES}/{id}")
}

/// What goes live and leaves when.
pub const CALENDAR: &str = "/studio/calendar";

/// One order.
pub fn order(id: i64) -> String {
    format!("{ORDERS}/{id}")
}

/// The image library.
pub const IMAGES: &str = "/studio/images";

/// The document library.
pub const DOCUMENTS: &str = "/studio/documents";

/// The image library with this filter.
pub fn images(filter: &ImageFilter) -> String {
    with_query(IMAGES, filter)
}

/// The filter that an address's query asks for. What cannot be understood filters nothing.
pub fn image_filter(query: &str) -> ImageFilter {
    serde_urlencoded::from_str(query).unwrap_or_default()
}

/// One picture.
pub fn image(id: i64) -> String {
    format!("{IMAGES}/{id}")
}

/// The document library with this filter.
pub fn documents(filter: &DocumentFilter) -> String {
    with_query(DOCUMENTS, filter)
}

/// See [`image_filter`].
pub fn document_filter(query: &str) -> DocumentFilter {
    serde_urlencoded::from_str(query).unwrap_or_default()
}

/// One document.
pub fn document(id: i64) -> String {
    format!("{DOCUMENTS}/{id}")
}

fn with_query(path: &str, filter: &impl serde::Serialize) -> String {
    match serde_urlencoded::to_string(filter) {
        Ok(query) if !query.is_empty() => format!("{path}?{query}"),
        _ => path.to_owned(),
    }
}

/// Whether this is the path of the list of orders.
pub fn is_orders(path: &str) -> bool {
    path.trim_end_matches('/') == ORDERS
}

#[cfg(test)]
mod tests {
    use super::*;
    use xpro_api::OrderStatus;

    #[test]
    fn a_filter_travels_in_the_address() {
        let wanted =
            OrderFilter { q: "ada@example.com".to_owned(), status: Some(OrderStatus::Failed), needs_review: false };
        let address = orders(&wanted);
        assert_eq!(address, "/studio/orders?q=ada%40example.com&status=failed");
        let (_, query) = address.split_once('?').expect("there is a query");
        assert_eq!(filter(query), wanted);
    }

    #[test]
    fn no_filter_leaves_the_address_bare() {
        assert_eq!(orders(&OrderFilter::default()), ORDERS);
        assert_eq!(filter(""), OrderFilter::default());
    }

    #[test]
    fn nonsense_filters_nothing() {
        assert_eq!(filter("status=paid&utm_source=mail"), OrderFilter::default());
        assert_eq!(filter("utm_source=mail&q=ada").q, "ada");
    }

    #[test]
    fn the_list_is_known_with_and_without_the_last_slash() {
        assert!(is_orders("/studio/orders") && is_orders("/studio/orders/"));
        assert!(!is_orders("/studio/orders/7"));
    }
}

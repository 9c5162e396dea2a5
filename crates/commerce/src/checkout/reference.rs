//! Reference numbers of learners' orders (ecommerce.md 1.5).

use xpro_kernel::OrderId;

/// `xpro-b2c-dev-17`: the order as the gateway and the receipt name it. The environment keeps test systems apart.
pub fn reference_number(environment: &str, order: OrderId) -> String {
    format!("xpro-b2c-{environment}-{order}")
}

/// The order that a reference number of any environment names, for staff who paste one into the search field.
pub(crate) fn order_of_reference(text: &str) -> Option<OrderId> {
    let (_, id) = text.strip_prefix("xpro-b2c-")?.rsplit_once('-')?;
    id.parse().ok().filter(|order: &OrderId| order.0 > 0)
}

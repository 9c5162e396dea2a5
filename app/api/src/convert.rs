//! From the contexts' words to the wire's, and from their errors to the one that crosses it.

use crate::{
    ApiError, Dollars, EntryKind, EntryOutcome, OrderDetail, OrderFilter, OrderLine, OrderPage, OrderRow, OrderStatus,
    OrderTotals, Purchaser, RetryTarget, StaffMe, TimelineEntry,
};
use rust_decimal::Decimal;
use xpro_cms::{access::Editor, content_api::INTEGRATIONS_CHANGE, redirect::CHANGE_REDIRECTS};
use xpro_commerce::desk;
use xpro_kernel::{Money, Staff};
use xpro_platform::jobs::RetryError;

/// Longest search text: no name, address or code is longer.
const LONGEST_SEARCH: usize = 254;

pub(crate) fn staff_me(staff: &Staff, editor: Option<&Editor>) -> StaffMe {
    let person = &staff.person;
    StaffMe {
        name: if person.name.is_empty() { person.username.clone() } else { person.name.clone() },
        email: person.email.to_string(),
        may_view_orders: staff.may("orders.view"),
        may_retry_jobs: staff.may("jobs.retry"),
        may_retry_enrollments: staff.may("enrollments.retry"),
        may_edit_content: editor.is_some(),
        may_change_redirects: editor.is_some_and(|editor| editor.has(CHANGE_REDIRECTS)),
        rooms: crate::convert_records::rooms(editor),
        may_change_integrations: editor.is_some_and(|editor| editor.has(INTEGRATIONS_CHANGE)),
    }
}

/// A price as somebody typed it: `$1,250.00`.
pub(crate) fn price(text: &str) -> Result<Money, String> {
    let amount = text.trim().trim_start_matches('$').replace(',', "");
    let exact = amount.parse::<Decimal>().map_err(|_| "Write the price as a number, such as 1250.00.")?;
    if exact.is_sign_negative() && !exact.is_zero() {
        return Err("The price must not be negative.".to_owned());
    }
    if exact >= Decimal::from(1_000_000_000) {
        return Err("The price is too large.".to_owned());
    }
    Ok(Money::round(exact))
}

pub(crate) fn filter(filter: OrderFilter) -> Result<desk::OrderFilter, ApiError> {
    if filter.q.chars().count() > LONGEST_SEARCH {
        return Err(ApiError::invalid(format!("A search can have at most {LONGEST_SEARCH} characters.")));
    }
    Ok(desk::OrderFilter { q: filter.q, status: filter.status.map(stored_status), needs_review: filter.needs_review })
}

fn stored_status(status: OrderStatus) -> desk::OrderStatus {
    match status {
        OrderStatus::Created => desk::OrderStatus::Created,
        OrderStatus::Fulfilled => desk::OrderStatus::Fulfilled,
        OrderStatus::Failed => desk::OrderStatus::Failed,
        OrderStatus::Refunded => desk::OrderStatus::Refunded,
    }
}

fn status(status: desk::OrderStatus) -> OrderStatus {
    match status {
        desk::OrderStatus::Created => OrderStatus::Created,
        desk::OrderStatus::Fulfilled => OrderStatus::Fulfilled,
        desk::OrderStatus::Failed => OrderStatus::Failed,
        desk::OrderStatus::Refunded => OrderStatus::Refunded,
    }
}

impl From<desk::OrderPage> for OrderPage {
    fn from(page: desk::OrderPage) -> Self {
        OrderPage { rows: page.orders.into_iter().map(OrderRow::from).collect(), next: page.next.map(|id| id.0) }
    }
}

impl From<desk::OrderSummary> for OrderRow {
    fn from(order: desk::OrderSummary) -> Self {
        OrderRow {
            id: order.id.0,
            status: status(order.status),
            needs_review: order.needs_review,
            purchaser: Purchaser { name: order.purchaser_name, email: order.purchaser_email },
            title: order.title,
            coupon_code: order.coupon_code,
            total: order.total.into(),
            created_at: order.created_at.into(),
        }
    }
}

pub(crate) fn detail(order: desk::OrderDetail, timeline: Vec<desk::TimelineEntry>) -> OrderDetail {
    let tax_label = if order.tax.is_zero() && order.tax_rate.is_zero() {
        "Tax".to_owned()
    } else {
        format!("{} {}%", order.tax_name, order.tax_rate.normalize())
    };
    let totals =
        OrderTotals { net: order.net.into(), tax_label, tax: order.tax.into(), total: order.summary.total.into() };
    OrderDetail {
        row: order.summary.into(),
        fulfilled_at: order.fulfilled_at.map(Into::into),
        tax_country: order.tax_country,
        affiliate_code: order.affiliate_code,
        lines: order.lines.into_iter().map(OrderLine::from).collect(),
        totals,
        timeline: timeline.into_iter().map(TimelineEntry::from).collect(),
    }
}

impl From<desk::DeskLine> for OrderLine {
    fn from(line: desk::DeskLine) -> Self {
        OrderLine {
            title: line.title,
            text_id: line.text_id,
            quantity: line.quantity,
            list_price: line.list_price.into(),
            discount: (!line.discount.is_zero()).then(|| Dollars::from(line.discount)),
            net: line.net.into(),
            runs: line.runs,
        }
    }
}

impl From<desk::TimelineEntry> for TimelineEntry {
    fn from(entry: desk::TimelineEntry) -> Self {
        TimelineEntry {
            at: entry.at.into(),
            kind: kind(entry.kind),
            title: entry.title,
            detail: entry.detail,
            actor: entry.actor,
            duration_ms: entry
                .duration
                .map(|duration| i64::try_from(duration.whole_milliseconds()).unwrap_or(i64::MAX)),
            outcome: outcome(entry.outcome),
            request_id: entry.request_id,
            retry: entry.retry.map(retry_target),
        }
    }
}

fn kind(kind: desk::EntryKind) -> EntryKind {
    match kind {
        desk::EntryKind::Order => EntryKind::Order,
        desk::EntryKind::Payment => EntryKind::Payment,
        desk::EntryKind::Notice => EntryKind::Notice,
        desk::EntryKind::Enrollment => EntryKind::Enrollment,
        desk::EntryKind::Job => EntryKind::Job,
        desk::EntryKind::Mail => EntryKind::Mail,
    }
}

fn outcome(outcome: desk::EntryOutcome) -> EntryOutcome {
    match outcome {
        desk::EntryOutcome::Done => EntryOutcome::Done,
        desk::EntryOutcome::Waiting => EntryOutcome::Waiting,
        desk::EntryOutcome::Warning => EntryOutcome::Warning,
        desk::EntryOutcome::Failed => EntryOutcome::Failed,
    }
}

fn retry_target(target: desk::RetryTarget) -> RetryTarget {
    match target {
        desk::RetryTarget::Job(id) => RetryTarget::Job(id.0),
        desk::RetryTarget::Enrollment(id) => RetryTarget::Enrollment(id.0),
    }
}

impl From<desk::DeskError> for ApiError {
    fn from(error: desk::DeskError) -> Self {
        match error {
            desk::DeskError::Forbidden => ApiError::Forbidden,
            desk::DeskError::Internal(error) => error.into(),
        }
    }
}

impl From<RetryError> for ApiError {
    fn from(error: RetryError) -> Self {
        match error {
            RetryError::Forbidden => ApiError::Forbidden,
            RetryError::NotFailed => {
                ApiError::invalid("This job has not failed, so there is nothing to retry. Nothing was changed.")
            }
            RetryError::Internal(error) => error.into(),
        }
    }
}

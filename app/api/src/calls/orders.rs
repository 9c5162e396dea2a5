//! The server functions. Each is a door: it finds the caller, calls one act or query, and puts the answer into wire types.

use crate::{ApiError, JobActionResult, OrderDetail, OrderFilter, OrderPage, StaffMe};
use leptos::prelude::server;
use server_fn::codec::GetUrl;
#[cfg(feature = "ssr")]
use {
    crate::{convert, convert_library::editor as load_editor, door::Desk},
    xpro_commerce::desk,
    xpro_kernel::{JobId, OrderId, RunEnrollmentId},
    xpro_learning::enrollment,
    xpro_platform::jobs,
};

/// Who is signed in, and what the studio may offer them.
///
/// # Errors
/// See [`ApiError`].
#[server(name = StaffMeCall, prefix = "/api/studio", endpoint = "me", input = GetUrl)]
pub async fn staff_me() -> Result<StaffMe, ApiError> {
    let desk = Desk::open()?;
    let mut conn = desk.read().await?;
    let editor = match load_editor(&mut conn, &desk.staff).await {
        Ok(editor) => Some(editor),
        Err(ApiError::Forbidden) => None,
        Err(error) => return Err(error),
    };
    Ok(convert::staff_me(&desk.staff, editor.as_ref()))
}

/// Puts one failed job back into the queue. Pressing twice runs it once. Needs `jobs.retry`.
///
/// # Errors
/// `invalid` when the job has not failed; else see [`ApiError`].
#[server(name = RetryJobCall, prefix = "/api/studio", endpoint = "retry-job")]
pub async fn retry_job(job_id: i64) -> Result<JobActionResult, ApiError> {
    let desk = Desk::open()?;
    let mut tx = desk.begin().await?;
    jobs::retry_failed_job(&mut tx, &desk.staff, JobId(job_id)).await?;
    tx.commit().await?;
    Ok(JobActionResult { message: format!("Job {job_id} is in the queue again.") })
}

/// Asks for another push of an enrollment to Open edX. Needs `enrollments.retry`.
///
/// # Errors
/// `invalid` when there is nothing to push; else see [`ApiError`].
#[server(name = RetryEnrollmentCall, prefix = "/api/studio", endpoint = "retry-enrollment")]
pub async fn retry_enrollment(enrollment_id: i64) -> Result<JobActionResult, ApiError> {
    let desk = Desk::open_for("enrollments.retry")?;
    let mut tx = desk.begin().await?;
    if !enrollment::request_push(&mut tx, &desk.staff, RunEnrollmentId(enrollment_id)).await? {
        return Err(ApiError::invalid(
            "This enrollment is not active, or Open edX knows it already. Nothing was changed.",
        ));
    }
    tx.commit().await?;
    Ok(JobActionResult { message: "The enrollment will be pushed to Open edX again.".to_owned() })
}

/// A stretch of the list of orders, newest first. Needs `orders.view`.
///
/// # Errors
/// See [`ApiError`].
#[server(name = ListOrdersCall, prefix = "/api/studio", endpoint = "orders", input = GetUrl)]
pub async fn list_orders(#[server(default)] filter: OrderFilter, cursor: Option<i64>) -> Result<OrderPage, ApiError> {
    let desk = Desk::open()?;
    let mut conn = desk.read().await?;
    let page = desk::search_orders(&mut conn, &desk.staff, &convert::filter(filter)?, cursor.map(OrderId)).await?;
    Ok(page.into())
}

/// Everything about one order. Needs `orders.view`.
///
/// # Errors
/// `not_found` when there is no such order; else see [`ApiError`].
#[server(name = OrderDetailCall, prefix = "/api/studio", endpoint = "order", input = GetUrl)]
pub async fn order_detail(id: i64) -> Result<OrderDetail, ApiError> {
    let desk = Desk::open()?;
    let mut conn = desk.read().await?;
    let order = desk::find_order(&mut conn, &desk.staff, OrderId(id)).await?.ok_or(ApiError::NotFound)?;
    let timeline = desk::order_timeline(&mut conn, &desk.staff, OrderId(id)).await?;
    Ok(convert::detail(order, timeline))
}

//! The server's side of a call: who asks, and from what it is answered.

use crate::ApiError;
use http::{HeaderValue, StatusCode, header};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use std::fmt::Display;
use xpro_kernel::Staff;
use xpro_platform::db::{Database, Tx};

/// The signed-in member of staff, found by the router; none for everybody else.
#[derive(Debug, Clone)]
pub struct StaffVisitor(pub Option<Staff>);

/// Id of the request, as every fact written in it carries.
#[derive(Debug, Clone, Default)]
pub struct RequestId(pub String);

/// A call by a member of staff.
pub(crate) struct Desk {
    pub staff: Staff,
    db: Database,
    request_id: String,
}

impl Desk {
    /// The call in progress; its answer is nobody's to cache.
    pub fn open() -> Result<Self, ApiError> {
        if let Some(response) = use_context::<ResponseOptions>() {
            response.insert_header(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        }
        let StaffVisitor(visitor) = use_context().ok_or_else(|| internal("the router gives no StaffVisitor"))?;
        let db = use_context().ok_or_else(|| internal("the router gives no Database"))?;
        Ok(Desk { staff: visitor.ok_or(ApiError::SignedOut)?, db, request_id: request_id() })
    }

    /// The call in progress, if its caller has this permission.
    pub fn open_for(permission: &str) -> Result<Self, ApiError> {
        let desk = Self::open()?;
        if desk.staff.may(permission) { Ok(desk) } else { Err(ApiError::Forbidden) }
    }

    /// The current instant.
    pub fn now(&self) -> time::OffsetDateTime {
        self.db.now()
    }

    /// A connection for reading.
    pub async fn read(&self) -> Result<sqlx::pool::PoolConnection<sqlx::Postgres>, ApiError> {
        self.db.read().await.map_err(internal)
    }

    /// A transaction for an act.
    pub async fn begin(&self) -> Result<Tx, ApiError> {
        self.db.begin(&self.request_id).await.map_err(internal)
    }
}

fn request_id() -> String {
    use_context::<RequestId>().unwrap_or_default().0
}

/// Logs what failed; the caller hears only where to look.
pub(crate) fn internal(error: impl Display) -> ApiError {
    let request_id = request_id();
    tracing::error!(%error, request_id, "a studio call failed");
    ApiError::Internal { request_id }
}

impl From<sqlx::Error> for ApiError {
    fn from(error: sqlx::Error) -> Self {
        internal(error)
    }
}

/// Gives the answer in progress this status.
pub(crate) fn answer_with(status: u16) {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(status);
    }
}

//! What a fulfilled order asks the queue for; the server routes it to other contexts.

use serde::{Deserialize, Serialize};
use xpro_kernel::OrderId;
use xpro_platform::{Subject, jobs::Job};

/// Opens the enrollments of a fulfilled order.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OpenEnrollments {
    /// The order.
    pub order_id: OrderId,
}

impl Job for OpenEnrollments {
    const KIND: &'static str = "open_enrollments";
    const MAX_ATTEMPTS: i32 = 25;
    const PRIORITY: i16 = 10;

    fn unique_key(&self) -> Option<String> {
        Some(format!("open_enrollments:{}", self.order_id))
    }

    fn subject(&self) -> Option<Subject> {
        Some(Subject::new("order", self.order_id.0))
    }
}

/// Writes the receipt mail of a fulfilled order.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SendReceipt {
    /// The order.
    pub order_id: OrderId,
}

impl Job for SendReceipt {
    const KIND: &'static str = "send_receipt";

    fn unique_key(&self) -> Option<String> {
        Some(format!("send_receipt:{}", self.order_id))
    }

    fn subject(&self) -> Option<Subject> {
        Some(Subject::new("order", self.order_id.0))
    }
}

//! Writes the receipt mail of a fulfilled order into the outbox.

use super::JobState;
use xpro_commerce::{
    checkout::SendReceipt,
    receipt::{Issuer, queue_receipt_mail},
};
use xpro_platform::jobs::{JobContext, JobError};

pub(super) async fn run(state: JobState, context: JobContext, job: SendReceipt) -> Result<(), JobError> {
    let issuer =
        Issuer { environment: state.settings.environment.to_string(), tax_registration: None, goods_code: None };
    let mut tx = context.db.begin(&context.request_id).await?;
    queue_receipt_mail(&mut tx, &state.app.brand(), &issuer, job.order_id).await?;
    Ok(tx.commit().await?)
}

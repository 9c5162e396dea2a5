//! The clients of outside systems, built from the settings, and the observer that writes down their calls.

use crate::settings::{Environment, Settings};
use anyhow::Context as _;
use std::{sync::Arc, time::Duration};
use time::OffsetDateTime;
use tokio::sync::mpsc;
use xpro_app::state::{PaymentForms, SignedForm};
use xpro_commerce::checkout::{LearnerOrderForm, cancel_url, success_url};
use xpro_cybersource::{CouponFields, FormHead, FormLine, ItemKind, Notice, OrderReference, SecureAcceptance};
use xpro_feed::{BlogFeed, FeedConfig};
use xpro_mailgun::{Mailbox, Mailgun, MailgunConfig};
use xpro_openedx::{OpenEdx, OpenEdxConfig};
use xpro_outbound::{CallObserver, CallRecord};
use xpro_platform::{db::Database, outbound_log};

/// Calls waiting to be written down; past this they are dropped, and the log still has them.
const WAITING_CALLS: usize = 1_000;

tokio::task_local! {
    /// Job and request in whose course a call happens, so that an order's timeline can show it.
    pub static CAUSE: Cause;
}

/// Why a call is made.
#[derive(Debug, Clone)]
pub struct Cause {
    /// The running job.
    pub job: i64,
    /// The request that asked for it.
    pub request_id: String,
}

/// All clients.
#[derive(Clone)]
pub struct Gateways {
    /// Open edX.
    pub openedx: Arc<OpenEdx>,
    /// Mailgun.
    pub mailgun: Arc<Mailgun>,
    /// The feed that the blog shows.
    pub feed: Arc<BlogFeed>,
    /// CyberSource's forms and notices.
    pub acceptance: Arc<SecureAcceptance>,
}

impl Gateways {
    /// Builds the clients.
    ///
    /// # Errors
    /// When a setting makes no sense, such as a test gateway in production.
    pub fn new(settings: &Settings, observer: Arc<dyn CallObserver>) -> anyhow::Result<Self> {
        xpro_outbound::install_crypto();
        let acceptance = SecureAcceptance {
            access_key: settings.cybersource_access_key.clone(),
            profile_id: settings.cybersource_profile_id.clone(),
            secret_key: settings.cybersource_security_key.clone(),
            endpoint: settings.cybersource_url.clone(),
        };
        acceptance
            .endpoint_matches_environment(&settings.environment.to_string())
            .context("CYBERSOURCE_SECURE_ACCEPTANCE_URL")?;
        Ok(Gateways {
            openedx: Arc::new(OpenEdx::new(openedx_config(settings), observer.clone()).context("the Open edX client")?),
            feed: Arc::new(
                BlogFeed::new(feed_config(settings), observer.clone()).context("the client of the blog's feed")?,
            ),
            mailgun: Arc::new(Mailgun::new(mailgun_config(settings)?, observer).context("the Mailgun client")?),
            acceptance: Arc::new(acceptance),
        })
    }
}

impl std::fmt::Debug for Gateways {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Gateways")
    }
}

fn openedx_config(settings: &Settings) -> OpenEdxConfig {
    let mut config = OpenEdxConfig::new(
        settings.openedx_url.clone(),
        settings.base_url.clone(),
        &settings.openedx_client_id,
        settings.openedx_client_secret.clone(),
    );
    config.oauth_provider.clone_from(&settings.openedx_oauth_provider);
    config.social_login_path.clone_from(&settings.openedx_social_login_path);
    config.registration_access_token.clone_from(&settings.openedx_registration_token);
    config.service_token = Some(settings.openedx_service_token.clone());
    config.timeout = Duration::from_secs(settings.openedx_timeout);
    config
}

/// cms.md 3.7: a feed may take a minute.
fn feed_config(settings: &Settings) -> FeedConfig {
    FeedConfig { url: settings.blog_feed_url.clone(), timeout: Duration::from_secs(60) }
}

fn mailgun_config(settings: &Settings) -> anyhow::Result<MailgunConfig> {
    let mut config =
        MailgunConfig::new(settings.mailgun_url.clone(), &settings.mailgun_domain, settings.mailgun_key.clone());
    config.recipient_override = settings
        .mail_override
        .as_deref()
        .map(str::parse::<Mailbox>)
        .transpose()
        .context("MAILGUN_RECIPIENT_OVERRIDE")?;
    Ok(config)
}

/// Hands each call to a task that writes it down.
#[derive(Debug)]
pub struct CallLog {
    sender: mpsc::Sender<outbound_log::OutboundCall>,
}

impl CallLog {
    /// Starts the writing task; it ends when the last client is gone.
    pub fn start(db: Database) -> Arc<Self> {
        let (sender, mut receiver) = mpsc::channel::<outbound_log::OutboundCall>(WAITING_CALLS);
        tokio::spawn(async move {
            while let Some(call) = receiver.recv().await {
                let Ok(mut conn) = db.read().await else { continue };
                if let Err(error) = outbound_log::append(&mut conn, &call).await {
                    tracing::warn!(%error, "an outbound call could not be written down");
                }
            }
        });
        Arc::new(CallLog { sender })
    }
}

impl CallObserver for CallLog {
    fn observed(&self, record: CallRecord) {
        let cause = CAUSE.try_with(Clone::clone).ok();
        let call = outbound_log::OutboundCall {
            at: OffsetDateTime::now_utc(),
            system: record.system.to_owned(),
            operation: record.operation.to_owned(),
            method: record.method,
            path: record.path,
            status: record.status,
            duration_ms: u32::try_from(record.duration.as_millis()).unwrap_or(u32::MAX),
            attempt: record.attempt,
            error_class: record.error_class.map(|class| class.as_str().to_owned()),
            job_id: cause.as_ref().map(|cause| cause.job),
            request_id: cause.map_or_else(|| record.request_id.to_string(), |cause| cause.request_id),
        };
        // Full means that the database is far behind; a call's record is not worth waiting for.
        let _ = self.sender.try_send(call);
    }
}

/// Signs checkout forms with the gateway's key.
#[derive(Debug)]
pub struct GatewayForms {
    acceptance: Arc<SecureAcceptance>,
    environment: String,
    origin: String,
}

impl GatewayForms {
    /// Forms of this merchant, whose payers come back to `origin`.
    pub fn new(acceptance: Arc<SecureAcceptance>, environment: Environment, origin: &str) -> Self {
        GatewayForms { acceptance, environment: environment.to_string(), origin: origin.to_owned() }
    }
}

impl PaymentForms for GatewayForms {
    fn learner_form(&self, order: &LearnerOrderForm, signed_at: OffsetDateTime) -> Result<SignedForm, String> {
        let page = |address: String| address.parse::<url::Url>().map_err(|error| error.to_string());
        let form = self.acceptance.learner_form(&xpro_cybersource::LearnerOrderForm {
            head: FormHead {
                reference_number: OrderReference::Learner(order.order).reference_number(&self.environment),
                transaction_uuid: order.transaction_uuid,
                signed_at,
                receipt_page: page(success_url(&self.origin, &order.text_id))?,
                cancel_page: page(cancel_url(&self.origin))?,
            },
            amount: order.amount,
            tax_amount: order.tax_amount,
            username: order.username.clone(),
            customer_ip: order.customer_ip,
            lines: vec![FormLine {
                kind: if order.is_program { ItemKind::Program } else { ItemKind::CourseRun },
                readable_id: order.text_id.clone(),
                object_id: order.object_id,
                name: order.description.clone(),
                quantity: 1,
                unit_price: order.net,
                tax: order.tax_amount,
            }],
            coupon: order.coupon.as_ref().map(|coupon| CouponFields {
                code: coupon.code.clone(),
                company: coupon.company.clone(),
                payment_transaction: coupon.payment_transaction.clone(),
                payment_type: coupon.payment_type.clone(),
            }),
        });
        form.map(|form| SignedForm { action: form.action.to_string(), fields: form.fields })
            .map_err(|error| error.to_string())
    }

    fn genuine_return(&self, fields: &[(String, String)]) -> Option<String> {
        Notice::parse_and_verify(fields.to_vec(), &self.acceptance)
            .ok()
            .map(|notice| notice.reference_number().to_owned())
    }
}

//! Every arrow that enters or leaves the process, declared once. `xpro flows` prints it; a test finds undeclared ones.

use xpro_platform::flows::{Flow, Mode::{Async, Sync}};

/// The registry.
pub const FLOWS: &[Flow] = &[
    // Into the process.
    Flow { name: "public_pages", source: "browser", sink: "web", payload: "HTML, the same for everyone", trigger: "a visit", mode: Sync },
    Flow { name: "account_forms", source: "browser", sink: "web", payload: "forms and server functions", trigger: "a learner's act", mode: Sync },
    Flow { name: "studio", source: "browser", sink: "web", payload: "server functions", trigger: "a staff act", mode: Sync },
    Flow { name: "catalog_export", source: "MIT Learn", sink: "web", payload: "JSON of courses and programs", trigger: "daily pull by MIT Learn", mode: Sync },
    Flow { name: "order_fulfillment", source: "CyberSource", sink: "web", payload: "signed payment notice, stored raw first", trigger: "a payment's outcome", mode: Async },
    Flow { name: "oauth_provider", source: "Open edX", sink: "web", payload: "authorization codes, tokens, the person's name and address", trigger: "a sign-in at Open edX", mode: Sync },
    Flow { name: "catalog_import", source: "xPRO export file", sink: "catalog", payload: "JSON of courses and programs", trigger: "xpro import catalog", mode: Sync },
    // Out of the process.
    Flow { name: "hosted_checkout", source: "browser", sink: "CyberSource", payload: "signed order form", trigger: "place order", mode: Sync },
    Flow { name: "register_user", source: "worker", sink: "Open edX", payload: "username, email, name, access token", trigger: "job provision_courseware_user or push_enrollment", mode: Async },
    Flow { name: "find_username_by_email", source: "worker", sink: "Open edX", payload: "email", trigger: "a refused registration", mode: Async },
    Flow { name: "login_dance", source: "worker", sink: "Open edX", payload: "an internal session of the learner", trigger: "job provision_courseware_user", mode: Async },
    Flow { name: "refresh_token", source: "worker", sink: "Open edX", payload: "refresh token", trigger: "a stale token", mode: Async },
    Flow { name: "enroll", source: "worker", sink: "Open edX", payload: "username, course key, mode", trigger: "job push_enrollment", mode: Async },
    Flow { name: "send_message", source: "worker", sink: "Mailgun", payload: "one mail of the outbox", trigger: "job send_mail", mode: Async },
    // Inside: jobs and notifications.
    Flow { name: "send_mail", source: "Postgres queue", sink: "worker", payload: "mail id", trigger: "any act that writes a letter", mode: Async },
    Flow { name: "open_enrollments", source: "Postgres queue", sink: "worker", payload: "order id", trigger: "settle_payment, start_payment of a free order", mode: Async },
    Flow { name: "push_enrollment", source: "Postgres queue", sink: "worker", payload: "enrollment id", trigger: "open_enrollments, retry_enrollments, staff", mode: Async },
    Flow { name: "send_receipt", source: "Postgres queue", sink: "worker", payload: "order id", trigger: "a fulfilled order", mode: Async },
    Flow { name: "provision_courseware_user", source: "Postgres queue", sink: "worker", payload: "user id", trigger: "a new account, repair_courseware_users", mode: Async },
    Flow { name: "retry_enrollments", source: "schedule", sink: "worker", payload: "none", trigger: "every RETRY_FAILED_EDX_ENROLLMENT_FREQUENCY seconds", mode: Async },
    Flow { name: "repair_courseware_users", source: "schedule", sink: "worker", payload: "none", trigger: "every REPAIR_COURSEWARE_USERS_FREQUENCY seconds", mode: Async },
    Flow { name: "expire_baskets", source: "schedule", sink: "worker", payload: "none", trigger: "daily at 00:00 UTC", mode: Async },
    Flow { name: "purge", source: "schedule", sink: "worker", payload: "none", trigger: "hourly", mode: Async },
    Flow { name: "content", source: "Postgres NOTIFY", sink: "web", payload: "content version", trigger: "a publication or price change commits", mode: Async },
    Flow { name: "job", source: "Postgres NOTIFY", sink: "worker", payload: "job kind", trigger: "an enqueue commits", mode: Async },
];

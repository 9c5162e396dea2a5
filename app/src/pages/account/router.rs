//! The addresses of the account's pages.

use super::{
    checkout, confirm_email, dashboard, forgot_password, inactive, logout, profile, receipt, register, settings,
    sign_in,
};
use crate::{respond::see_other, state::AppState};
use axum::{
    Router,
    routing::{get, post},
};

/// Routes of the account's pages. `/dashboard/` and `/checkout/` also take the payment gateway's cross-site posts.
pub fn router() -> Router<AppState> {
    Router::new().merge(ways_in()).merge(registration()).merge(own_pages()).merge(shop())
}

fn ways_in() -> Router<AppState> {
    Router::new()
        .route("/signin/", get(sign_in::email::show).post(sign_in::email::submit))
        .route("/signin/password/", get(sign_in::password::show).post(sign_in::password::submit))
        .route("/signin/forgot-password/", get(forgot_password::request::show).post(forgot_password::request::submit))
        .route(
            "/signin/forgot-password/confirm/{uid}/{token}/",
            get(forgot_password::confirm::show).post(forgot_password::confirm::submit),
        )
        .route("/logout/", post(logout::submit))
}

fn registration() -> Router<AppState> {
    Router::new()
        .route("/create-account/", get(register::email::show).post(register::email::submit))
        .route("/create-account/confirm-sent/", get(register::confirm_sent::show))
        .route("/create-account/confirm/", get(register::confirm::show).post(register::confirm::submit))
        .route("/create-account/details/", get(register::details::show).post(register::details::submit))
        .route("/create-account/extra/", get(register::extra::show).post(register::extra::submit))
        .route("/create-account/denied/", get(register::refused::denied))
        .route("/create-account/error/", get(register::refused::failed))
        .route("/create-account/{*other}", get(async || see_other("/create-account/")))
        .route("/account/inactive/", get(inactive::show))
        .route("/account/confirm-email/", get(confirm_email::show).post(confirm_email::submit))
}

fn own_pages() -> Router<AppState> {
    Router::new()
        .route("/account-settings/", get(settings::show))
        .route(
            "/account-settings/password/",
            get(async || see_other("/account-settings/")).post(settings::change_password),
        )
        .route("/account-settings/email/", get(async || see_other("/account-settings/")).post(settings::change_email))
        .route("/profile/", get(profile::show::show))
        .route("/profile/edit/", get(profile::edit::show).post(profile::edit::submit))
}

fn shop() -> Router<AppState> {
    Router::new()
        .route("/checkout/", get(checkout::show::show).post(checkout::canceled::submit))
        .route("/checkout/order/", get(async || see_other("/checkout/")).post(checkout::change::submit))
        .route("/checkout/pay/", get(async || see_other("/checkout/")).post(checkout::pay::submit))
        .route("/receipt/{order}/", get(receipt::show))
        .route("/dashboard/", get(dashboard::show::show).post(dashboard::gateway_return::submit))
}

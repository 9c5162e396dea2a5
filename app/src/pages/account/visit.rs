//! One visit of these pages: what every handler has at hand, and how it answers.

use super::layout;
use crate::{
    forms::{Flash, FormErrors},
    respond::{self, PageError},
    shell::{Bundle, Frame, Head, Person, Viewer},
    state::AppState,
    visitor::{ClientIp, RequestId},
};
use axum::{extract::FromRequestParts, http::request::Parts, response::Response};
use leptos::prelude::AnyView;
use tower_sessions::Session;
use xpro_account::context::{CallId, Caller, TaxPlace};
use xpro_accounts::{Call, Token, person::check_full_name};
use xpro_kernel::Learner;
use xpro_platform::mail::Brand;

/// Session key of the value that ties a password to the browser that asked for it (accounts_ops.md 12.2).
const BROWSER: &str = "browser";
/// Session key of the place where the visitor of a sign-in or registration under way wanted to go.
const NEXT: &str = "next";

/// What a handler has at hand.
#[derive(Clone)]
pub(super) struct Visit {
    pub(super) state: AppState,
    pub(super) session: Session,
    ip: ClientIp,
    request_id: RequestId,
}

impl FromRequestParts<AppState> for Visit {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, PageError> {
        let session =
            Session::from_request_parts(parts, state).await.map_err(|(_, reason)| PageError::internal(reason))?;
        let Ok(ip) = ClientIp::from_request_parts(parts, state).await;
        let Ok(request_id) = RequestId::from_request_parts(parts, state).await;
        Ok(Visit { state: state.clone(), session, ip, request_id })
    }
}

impl Visit {
    /// A page of this visitor, with what the last form has done on top.
    pub(super) async fn page(
        &self,
        learner: Option<&Learner>,
        title: &str,
        view: impl FnOnce() -> AnyView + Send + 'static,
    ) -> Result<Response, PageError> {
        let frame = self.frame(learner, Head::untracked(title));
        self.page_in(frame, view).await
    }

    /// The same in a frame of its own.
    pub(super) async fn page_in(
        &self,
        frame: Frame,
        view: impl FnOnce() -> AnyView + Send + 'static,
    ) -> Result<Response, PageError> {
        let flash = Flash::take(&self.session).await?;
        Ok(respond::private(&frame, move || layout::page(flash, view())))
    }

    /// The form again, with what was wrong: 422.
    pub(super) fn again(
        &self,
        learner: Option<&Learner>,
        title: &str,
        view: impl FnOnce() -> AnyView + 'static,
    ) -> Response {
        respond::unprocessable(&self.frame(learner, Head::untracked(title)), move || layout::page(None, view()))
    }

    /// The form again with these errors: 422, or 429 when there were too many tries.
    pub(super) fn refuse(
        &self,
        learner: Option<&Learner>,
        title: &str,
        errors: FormErrors,
        view: impl FnOnce(FormErrors) -> AnyView + 'static,
    ) -> Response {
        let Some(retry_after) = errors.retry_after() else { return self.again(learner, title, move || view(errors)) };
        let frame = self.frame(learner, Head::untracked(title));
        respond::too_many(&frame, retry_after, move || layout::page(None, view(errors)))
    }

    /// The frame of a page of this visitor.
    pub(super) fn frame(&self, learner: Option<&Learner>, head: Head) -> Frame {
        let viewer = learner.map_or(Viewer::Anonymous, |learner| {
            Viewer::Person(Person { name: learner.name.clone(), is_staff: false })
        });
        Frame { viewer, ..self.state.frame(head, Bundle::Account) }
    }

    /// What a call of accounts is made with.
    pub(super) async fn caller(&self) -> Result<AccountsCaller, PageError> {
        let browser: Option<String> = self.session.get(BROWSER).await.map_err(PageError::internal)?;
        Ok(AccountsCaller {
            state: self.state.clone(),
            brand: self.state.brand(),
            ip: self.ip.text(),
            request_id: self.request_id.0.clone(),
            browser,
        })
    }

    /// The same for a visitor who begins to sign in: from here on their password belongs to this browser. Kept by
    /// [`Visit::remember`] once there is something to go on with, so that refused tries leave no sessions behind.
    pub(super) async fn beginning_caller(&self) -> Result<AccountsCaller, PageError> {
        let mut caller = self.caller().await?;
        caller.browser.get_or_insert_with(|| Token::random().as_str().to_owned());
        Ok(caller)
    }

    /// Keeps what ties the password to this browser, and where its visitor wanted to go.
    pub(super) async fn remember(&self, caller: &AccountsCaller, next: &str) -> Result<(), PageError> {
        self.session.insert(BROWSER, &caller.browser).await.map_err(PageError::internal)?;
        self.session.insert(NEXT, next).await.map_err(PageError::internal)
    }

    /// The page that begins again what is under way, with the same place to go to.
    pub(super) async fn begin_again(&self, path: &str) -> Result<String, PageError> {
        let next: Option<String> = self.session.get(NEXT).await.map_err(PageError::internal)?;
        Ok(layout::with_next(path, &next.unwrap_or_default()))
    }

    /// What a change of the basket is made with.
    pub(super) fn shopper(&self, learner: &Learner) -> Caller {
        let place = TaxPlace { ip: self.ip.0, force_profile_country: self.state.config.force_profile_country };
        Caller { db: self.state.db.clone(), learner: learner.clone(), place, call: CallId(self.request_id.0.clone()) }
    }

    /// Whether Open edX takes this full name. It is not asked about one that is refused here anyway.
    pub(super) async fn courseware_takes(&self, full_name: &str) -> bool {
        match check_full_name(full_name) {
            Ok(name) => self.state.names.accepts(&name).await,
            Err(_) => true,
        }
    }

    /// The visitor's address, for throttles; empty when unknown.
    pub(super) fn address(&self) -> String {
        self.ip.text()
    }

    /// Id of the request, for facts written by it.
    pub(super) fn request_id(&self) -> &str {
        &self.request_id.0
    }

    /// Where people get help.
    pub(super) fn support(&self) -> String {
        self.state.config.support_email.clone()
    }
}

/// Owns what a [`Call`] borrows.
pub(super) struct AccountsCaller {
    state: AppState,
    brand: Brand,
    ip: String,
    request_id: String,
    browser: Option<String>,
}

impl AccountsCaller {
    pub(super) fn call(&self) -> Call<'_> {
        Call {
            db: &self.state.db,
            brand: &self.brand,
            settings: &self.state.config.accounts,
            ip: &self.ip,
            request_id: &self.request_id,
            browser: self.browser.as_deref(),
        }
    }
}

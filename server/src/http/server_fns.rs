//! The door of server functions: who asks is worked out here, once, and handed to them as context.

use super::{WebState, large_bodies};
use axum::{
    Router,
    extract::{DefaultBodyLimit, Request, State},
    response::{IntoResponse as _, Response},
    routing::any,
};
use leptos::prelude::provide_context;
use xpro_account::{
    ENDPOINTS as ACCOUNT,
    context::{CallId, TaxPlace, Visitor},
};
use xpro_api::{ENDPOINTS as STUDIO, StaffVisitor};
use xpro_app::{
    respond::PageError,
    visitor::{ClientIp, MaybeSignedIn, RequestId, SignedInStaff},
};

pub(super) fn routes() -> Router<WebState> {
    let paths = ACCOUNT.iter().copied().chain(STUDIO.iter().map(|(_, path)| *path));
    // The limit of the whole site is for forms; the studio sends documents.
    let limited = |path| any(call).layer(DefaultBodyLimit::max(large_bodies::limit_of(path)));
    paths.fold(Router::new(), |router, path| router.route(path, limited(path)))
}

async fn call(
    State(state): State<WebState>,
    MaybeSignedIn(learner): MaybeSignedIn,
    staff: Result<SignedInStaff, Response>,
    ClientIp(ip): ClientIp,
    RequestId(request_id): RequestId,
    request: Request,
) -> Result<Response, PageError> {
    let place = TaxPlace { ip, force_profile_country: state.app.config.force_profile_country };
    let (db, brand, staff) = (state.app.db.clone(), state.app.brand(), staff.ok().map(|SignedInStaff(staff)| staff));
    let provide = move || {
        provide_context(db.clone());
        provide_context(brand.clone());
        provide_context(Visitor(learner.clone()));
        provide_context(place);
        provide_context(CallId(request_id.clone()));
        provide_context(StaffVisitor(staff.clone()));
        provide_context(xpro_api::RequestId(request_id.clone()));
    };
    Ok(leptos_axum::handle_server_fns_with_context(provide, request).await.into_response())
}

//! All routes and layers.

use super::{
    WebState, api, assets, content_api, health, large_bodies, layers, oauth, pictures, server_fns, shop, uploads,
    webhooks,
};
use axum::{Router, extract::DefaultBodyLimit, middleware};
use tower_sessions::{Expiry, SessionManagerLayer, cookie::SameSite};
use xpro_accounts::session_store::PgSessionStore;
use xpro_app::pages::{
    account::{self, private_page},
    redirects, storefront,
};

/// The whole site.
pub fn router(state: &WebState) -> Router {
    let settings = &state.settings;
    let sessions = SessionManagerLayer::new(PgSessionStore::new(state.app.db.clone()))
        .with_name(state.app.config.session_cookie)
        .with_secure(settings.secure_cookies())
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
        .with_expiry(Expiry::OnInactivity(xpro_accounts::session::SLIDING));
    let private_pages = private_page::router().layer(sessions.clone()).with_state(state.app.clone());
    let app: Router<WebState> = xpro_app::pages::storefront::router()
        .fallback(storefront::fallback)
        .layer(middleware::from_fn_with_state(state.app.clone(), redirects::follow))
        .layer(middleware::from_fn_with_state((state.app.clone(), private_pages), private_page::keep))
        .with_state(state.app.clone());
    let private: Router<WebState> = account::router().merge(xpro_app::desk::router()).with_state(state.app.clone());
    let with_sessions = private
        .merge(oauth::routes())
        .merge(api::routes())
        .merge(content_api::routes())
        .merge(shop::routes())
        .merge(server_fns::routes())
        .merge(uploads::routes())
        .layer(middleware::from_fn_with_state(state.clone(), layers::show_what_was_published))
        .layer(sessions);
    let links: Router<WebState> = xpro_app::preview::links().with_state(state.app.clone());
    Router::new()
        .merge(app)
        .merge(links)
        .merge(with_sessions)
        .merge(health::routes())
        .merge(assets::routes(settings.assets_folder(), settings.public.clone()))
        .merge(pictures::routes())
        .merge(webhooks::routes())
        .layer(DefaultBodyLimit::max(large_bodies::LIMIT))
        .layer(middleware::from_fn_with_state(state.clone(), layers::same_origin))
        .layer(middleware::from_fn(layers::readable_paths))
        .layer(middleware::from_fn(large_bodies::refuse))
        .layer(middleware::from_fn_with_state(state.clone(), layers::outermost))
        // Outside of what draws error pages: those need the headers too.
        .layer(middleware::from_fn_with_state(layers::FixedHeaders::new(settings), layers::security_headers))
        .with_state(state.clone())
}

//! Reading.

use super::{
    answer::{self, Refused},
    caller::Asking,
};
use crate::http::{WebState, api::export_site};
use axum::{
    extract::{Path, RawQuery, State},
    http::HeaderMap,
    response::Response,
};
use std::sync::Arc;
use url::form_urlencoded;
use xpro_app::content::Generation;
use xpro_catalog::export::ExportSite;
use xpro_cms::{
    content_api::{self, Answer, ApiProblem, Caller, Files, Json, Reader},
    media::Signer,
};

/// What a request is answered from.
pub(super) struct Desk {
    generation: Arc<Generation>,
    export: ExportSite,
    signer: Signer,
    base_url: String,
    now: time::OffsetDateTime,
}

impl Desk {
    pub(super) async fn open(state: &WebState) -> Result<Self, ApiProblem> {
        Ok(Desk {
            generation: state.app.content.current(),
            export: export_site(state),
            signer: state.signer.get(state).await?.clone(),
            base_url: state.app.config.base_url.clone(),
            now: state.app.db.now(),
        })
    }

    pub(super) fn reader(&self) -> Reader<'_> {
        Reader::new(self.generation.site(), &self.base_url, &self.export, &self.signer, self.now)
    }
}

/// Name and value pairs; what is no text is shown as it can be.
pub(super) fn pairs(query: Option<&str>) -> Vec<(String, String)> {
    form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned().collect()
}

type Query = RawQuery;

pub(super) async fn pages(
    State(state): State<WebState>,
    Asking(caller): Asking,
    RawQuery(query): Query,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let desk = Desk::open(&state).await?;
    let mut conn = state.app.db.read().await?;
    let body = content_api::list_pages(&mut conn, &caller, &desk.reader(), &pairs(query.as_deref())).await?;
    Ok(answer::read(&headers, &body))
}

pub(super) async fn page(
    State(state): State<WebState>,
    Asking(caller): Asking,
    Path(id): Path<String>,
    RawQuery(query): Query,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let desk = Desk::open(&state).await?;
    let mut conn = state.app.db.read().await?;
    let body = content_api::show_page(&mut conn, &caller, &desk.reader(), &id, &pairs(query.as_deref())).await?;
    Ok(answer::read(&headers, &body))
}

pub(super) async fn find_page(
    State(state): State<WebState>,
    Asking(caller): Asking,
    RawQuery(query): Query,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let desk = Desk::open(&state).await?;
    let mut conn = state.app.db.read().await?;
    let found = content_api::find_page(&mut conn, &caller, &desk.reader(), &pairs(query.as_deref())).await?;
    Ok(answer::found(&headers, found))
}

async fn list(state: &WebState, caller: &Caller, which: Files, query: Option<&str>) -> Result<Json, ApiProblem> {
    let desk = Desk::open(state).await?;
    let mut conn = state.app.db.read().await?;
    content_api::list_files(&mut conn, caller, &desk.reader(), which, &pairs(query)).await
}

async fn show(
    state: &WebState,
    caller: &Caller,
    which: Files,
    id: &str,
    query: Option<&str>,
) -> Result<Json, ApiProblem> {
    let desk = Desk::open(state).await?;
    let mut conn = state.app.db.read().await?;
    content_api::show_file(&mut conn, caller, &desk.reader(), which, id, &pairs(query)).await
}

async fn find(state: &WebState, caller: &Caller, which: Files, query: Option<&str>) -> Result<Answer, ApiProblem> {
    let desk = Desk::open(state).await?;
    let mut conn = state.app.db.read().await?;
    content_api::find_file(&mut conn, caller, &desk.reader(), which, &pairs(query)).await
}

/// The three doors of a library.
macro_rules! library {
    ($which:expr, $list:ident, $show:ident, $find:ident) => {
        pub(super) async fn $list(
            State(state): State<WebState>,
            Asking(caller): Asking,
            RawQuery(query): Query,
            headers: HeaderMap,
        ) -> Result<Response, Refused> {
            Ok(answer::read(&headers, &list(&state, &caller, $which, query.as_deref()).await?))
        }

        pub(super) async fn $show(
            State(state): State<WebState>,
            Asking(caller): Asking,
            Path(id): Path<String>,
            RawQuery(query): Query,
            headers: HeaderMap,
        ) -> Result<Response, Refused> {
            Ok(answer::read(&headers, &show(&state, &caller, $which, &id, query.as_deref()).await?))
        }

        pub(super) async fn $find(
            State(state): State<WebState>,
            Asking(caller): Asking,
            RawQuery(query): Query,
            headers: HeaderMap,
        ) -> Result<Response, Refused> {
            Ok(answer::found(&headers, find(&state, &caller, $which, query.as_deref()).await?))
        }
    };
}

library!(Files::Images, images, image, find_image);
library!(Files::Documents, documents, document, find_document);

/// What there is, for programs; it tells nothing of what the pages say, so anybody may read it.
pub(super) async fn openapi(State(state): State<WebState>, headers: HeaderMap) -> Response {
    answer::read(&headers, &content_api::openapi(&state.app.config.base_url).into())
}

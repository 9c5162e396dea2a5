//! Error pages: what happened, what was not changed, what to do next. They need no database.

use leptos::prelude::*;
use xpro_ui::{ButtonKind, LinkButton};

struct Problem {
    code: String,
    title: &'static str,
    text: &'static str,
    support_email: String,
    request_id: String,
    offers_search: bool,
}

fn page(problem: Problem) -> AnyView {
    let Problem { code, title, text, support_email, request_id, offers_search } = problem;
    let mail = (!support_email.is_empty()).then(|| view! { <p class="error-page__help">"Still stuck? Write to "<a href=format!("mailto:{support_email}")>{support_email.clone()}</a>"."</p> });
    let number = (!request_id.is_empty()).then(|| view! { <p class="error-page__number">"If you write to us, please quote this number: "<code>{request_id}</code></p> });
    view! {
        <section class="wrap error-page">
            <p class="error-page__code" aria-hidden="true">{code}</p>
            <h1 class="error-page__title">{title}</h1>
            <p class="error-page__text">{text}</p>
            {offers_search.then(search)}
            <p class="error-page__actions">
                <LinkButton href="/">"Home"</LinkButton>
                <LinkButton href="/catalog/" kind=ButtonKind::Secondary>"Browse the catalog"</LinkButton>
            </p>
            {mail}
            {number}
        </section>
    }
    .into_any()
}

fn search() -> AnyView {
    view! {
        <form class="catalog-search" role="search" aria-label="Courses and programs" action="/catalog/" method="get">
            <label class="visually-hidden" for="error-q">"Search courses and programs"</label>
            <input class="catalog-search__input" id="error-q" type="search" name="q" placeholder="Search courses and programs" />
            <button class="button button--secondary" type="submit">"Search"</button>
        </form>
    }
    .into_any()
}

/// 404.
pub fn not_found() -> AnyView {
    page(Problem {
        code: "404".to_owned(),
        title: "We could not find that page",
        text: "Sorry: the address may be mistyped, or the course may have been renamed or retired. Try a search, or start again from the catalog.",
        support_email: String::new(),
        request_id: String::new(),
        offers_search: true,
    })
}

/// 403.
pub fn forbidden(support_email: &str) -> AnyView {
    page(Problem {
        code: "403".to_owned(),
        title: "This page is not open to you",
        text: "You may be signed in with another account than the one it belongs to, or the form was sent from another site. Nothing was changed.",
        support_email: support_email.to_owned(),
        request_id: String::new(),
        offers_search: false,
    })
}

/// 429.
pub fn too_many_requests(support_email: &str) -> AnyView {
    page(Problem {
        code: "429".to_owned(),
        title: "That was a little too fast",
        text: "There were many tries from your place in a short time, so we paused them to keep accounts safe. Nothing was changed. Please wait a few minutes and try again.",
        support_email: support_email.to_owned(),
        request_id: String::new(),
        offers_search: false,
    })
}

/// 400 and other refusals of what was sent.
pub fn bad_request(status: u16, support_email: &str) -> AnyView {
    page(Problem {
        code: status.to_string(),
        title: "We could not read that request",
        text: "What your browser sent was incomplete, too large or not meant for this page. Nothing was changed. Go back, reload the page and try again.",
        support_email: support_email.to_owned(),
        request_id: String::new(),
        offers_search: false,
    })
}

/// 500.
pub fn server_error(request_id: &str, support_email: &str) -> AnyView {
    page(Problem {
        code: "500".to_owned(),
        title: "Something went wrong on our side",
        text: "Sorry. We have been told about it. If you were paying, look at your dashboard before you try again: a payment that went through is shown there.",
        support_email: support_email.to_owned(),
        request_id: request_id.to_owned(),
        offers_search: false,
    })
}

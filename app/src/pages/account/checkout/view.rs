//! The checkout's page.

use super::super::{layout, visit::Visit};
use leptos::prelude::*;
use xpro_account::{CheckoutForm, CheckoutState, CheckoutView, checkout::view_of};
use xpro_accounts::Token;
use xpro_commerce::basket::BasketView;
use xpro_kernel::CourseId;
use xpro_ui::{ButtonKind, EmptyState, ErrorSummary, FormError, IconName, LinkButton, Notice, PageHeader, Tone};

pub(super) const TITLE: &str = "Checkout";
/// A date or a code was refused.
pub(super) const NOT_CHANGED: &str = "This could not be applied";
/// The order was refused.
pub(super) const NOT_PLACED: &str = "Your order was not placed";

/// What the page shows.
pub(super) struct Shown {
    checkout: Option<CheckoutView>,
    problems: Vec<FormError>,
    /// What the problems have prevented.
    pub(super) prevented: &'static str,
    /// What became of the last payment.
    pub(super) payment: Option<&'static str>,
    support: String,
}

impl Shown {
    /// The basket's checkout with the pictures of the courses' pages.
    pub(super) fn of(visit: &Visit, basket: &BasketView, only_sold: bool) -> Self {
        let mut checkout = view_of(basket, only_sold, Token::random().as_str().to_owned());
        let generation = visit.state.content.current();
        for course in checkout.iter_mut().flat_map(|checkout| &mut checkout.courses) {
            course.image = generation.site().course_thumbnail(CourseId(course.id)).map(|picture| picture.url);
        }
        Shown { checkout, problems: Vec::new(), prevented: NOT_CHANGED, payment: None, support: visit.support() }
    }

    /// The same with what was typed and what is wrong with it.
    pub(super) fn with_state(mut self, state: CheckoutState) -> Self {
        self.problems = state
            .problems
            .iter()
            .map(|problem| match control_of(&problem.field) {
                Some(control) => FormError::field(control, &problem.message),
                None => FormError::form(&problem.message),
            })
            .collect();
        if let Some(checkout) = &mut self.checkout {
            checkout.state = state;
        }
        self
    }
}

/// The control of a field of the shop's rules.
fn control_of(field: &str) -> Option<&'static str> {
    match field {
        "runs" => Some("runs"),
        "coupons" => Some("code"),
        "data_consents" => Some("data_consents"),
        _ => None,
    }
}

/// What to say after a payment that was not made; nothing for other words in the address.
pub(super) fn payment_notice(word: &str) -> Option<&'static str> {
    match word {
        "canceled" => Some("You left the payment page. Nothing was charged, and your basket is as it was."),
        "declined" => Some(
            "The payment was declined. Nothing was charged, and your basket is as it was. Try again, or use another card.",
        ),
        "failed" => Some(
            "The payment did not go through. Nothing was charged, and your basket is as it was. Please try again in a few minutes.",
        ),
        _ => None,
    }
}

pub(super) fn page(shown: Shown) -> AnyView {
    let Shown { checkout, problems, prevented, payment, support } = shown;
    let Some(checkout) = checkout else { return empty(problems, &support) };
    let lead = format!("{}: {}", checkout.kind, checkout.title);
    view! {
        <div class="account-page__wide" data-testid="checkout">
            <PageHeader title="Checkout" lead=lead />
            {payment.map(|text| view! { <Notice tone=Tone::Info title=text announce=true /> })}
            <ErrorSummary errors=problems title=prevented />
            <CheckoutForm view=checkout />
            <p class="checkout__help">"Questions before you buy? Write to "{layout::support_link(&support)}"."</p>
        </div>
    }
    .into_any()
}

fn empty(problems: Vec<FormError>, support: &str) -> AnyView {
    let text = problems.into_iter().next().map_or_else(
        || "If you have just placed an order, you find it on your dashboard.".to_owned(),
        |problem| problem.message,
    );
    let help = format!("mailto:{support}");
    view! {
        <div class="account-page__wide" data-testid="checkout-empty">
            <PageHeader title="Checkout" />
            <EmptyState title="No item in basket" text=text icon=IconName::Basket>
                <LinkButton href="/catalog/">"Browse the catalog"</LinkButton>
                <LinkButton href="/dashboard/" kind=ButtonKind::Secondary>"Go to your dashboard"</LinkButton>
                <LinkButton href=help kind=ButtonKind::Quiet>"Write to support"</LinkButton>
            </EmptyState>
        </div>
    }
    .into_any()
}

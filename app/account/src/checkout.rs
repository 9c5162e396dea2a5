//! The basket as the checkout shows it, and the one way in which both the form and the islands change it.

use crate::{
    AppliedCode, BasketChange, CheckoutState, CheckoutView, ConsentView, CourseDates, DateOption, Problem, Summary,
    context::Caller,
};
use time::OffsetDateTime;
use xpro_catalog::resolve::Courseware;
use xpro_cms::richtext;
use xpro_commerce::{
    basket::{
        self, BasketError, BasketItem, BasketUpdate, BasketView, CodeChange, Consent, Fault, ItemChange, load_basket,
    },
    pricing::Quote,
};
use xpro_kernel::CourseRunId;

/// The basket after a change that was made or refused.
#[derive(Debug)]
pub struct Changed {
    /// The basket as it is now.
    pub basket: BasketView,
    /// What was asked for.
    pub asked: BasketChange,
    /// Why nothing was changed.
    pub fault: Option<Fault>,
}

impl Changed {
    /// What the page shows: the basket's figures, and on a refusal what was typed, with the reason.
    pub fn state(&self) -> CheckoutState {
        let mut state = state_of(&self.basket);
        if let Some(fault) = &self.fault {
            state.problems = vec![Problem { field: fault.field.to_owned(), message: fault.message.clone() }];
            state.runs = self.asked.runs.clone().unwrap_or(state.runs);
            state.code = self.asked.code.clone().unwrap_or(state.code);
        }
        state
    }
}

/// Changes the caller's basket; a refusal leaves it as it was and is part of the answer.
///
/// # Errors
/// When the database refuses.
pub async fn change_basket(caller: &Caller, asked: BasketChange) -> Result<Changed, sqlx::Error> {
    let item = match &asked.runs {
        Some(runs) => load(caller).await?.item.map_or(ItemChange::Keep, |item| choice(&item, runs)),
        None => ItemChange::Keep,
    };
    let code = match asked.code.clone() {
        None => CodeChange::Keep,
        Some(code) if code.trim().is_empty() => CodeChange::Remove,
        Some(code) => CodeChange::Apply(code),
    };
    let fault = update(caller, BasketUpdate { item, code }).await?;
    Ok(Changed { basket: load(caller).await?, asked, fault })
}

/// Puts a product into the basket, as a link asks for it.
///
/// # Errors
/// When the database refuses.
pub async fn put_into_basket(caller: &Caller, product: &str, code: CodeChange) -> Result<Option<Fault>, sqlx::Error> {
    let item = ItemChange::Set { product: product.to_owned(), runs: None };
    update(caller, BasketUpdate { item, code }).await
}

/// The caller's basket with its figures.
///
/// # Errors
/// When the database refuses.
pub async fn load(caller: &Caller) -> Result<BasketView, sqlx::Error> {
    let mut conn = caller.db.read().await?;
    load_basket(&mut conn, &caller.learner, caller.place.ip, caller.place.force_profile_country, caller.db.now()).await
}

async fn update(caller: &Caller, update: BasketUpdate) -> Result<Option<Fault>, sqlx::Error> {
    let mut tx = caller.db.begin(&caller.call.0).await?;
    match basket::update_basket(&mut tx, &caller.learner, update).await {
        Ok(()) => tx.commit().await.map(|()| None),
        Err(BasketError::Refused(fault)) => Ok(Some(fault)),
        Err(BasketError::Internal(error)) => Err(error),
    }
}

/// Dates chosen for the item. Another date of a single course is another product.
fn choice(item: &BasketItem, runs: &[i64]) -> ItemChange {
    let runs: Vec<CourseRunId> = runs.iter().copied().map(CourseRunId).collect();
    let other = match (&item.sellable.courseware, runs.as_slice()) {
        (Courseware::Run { run, .. }, [chosen]) if run.id != *chosen => item
            .courses
            .iter()
            .flat_map(|course| &course.runs)
            .find(|choice| choice.id == *chosen)
            .and_then(|choice| choice.product),
        _ => None,
    };
    match other {
        Some(product) => ItemChange::Set { product: product.to_string(), runs: Some(runs) },
        None => ItemChange::Choose(runs),
    }
}

/// The checkout of a basket; none when it is empty. Pictures are the page's to add.
///
/// With `only_sold` a single course offers no other date than the one in the basket: a voucher was made out for it.
/// `key` names this checkout.
pub fn view_of(basket: &BasketView, only_sold: bool, key: String) -> Option<CheckoutView> {
    let item = basket.item.as_ref()?;
    let is_program = item.is_program();
    let sold = item.sellable.product.id;
    let courses = item.courses.iter().map(|course| CourseDates {
        id: course.id.0,
        title: course.title.clone(),
        image: None,
        dates: course
            .runs
            .iter()
            .filter(|run| is_program || if only_sold { run.product == Some(sold) } else { run.product.is_some() })
            .map(|run| DateOption { run: run.id.0, label: dates(run.start, run.end) })
            .collect(),
    });
    Some(CheckoutView {
        kind: if is_program { "Program" } else { "Course" }.to_owned(),
        title: item.sellable.courseware.title().to_owned(),
        courses: courses.collect(),
        key,
        state: state_of(basket),
    })
}

/// The moving part of a basket's checkout.
pub fn state_of(basket: &BasketView) -> CheckoutState {
    let applied = basket
        .quote
        .as_ref()
        .and_then(|quote| quote.coupon.as_ref())
        .map(|terms| AppliedCode { code: terms.code.clone(), is_automatic: terms.automatic });
    CheckoutState {
        runs: basket.item.as_ref().map(|item| item.selected.iter().map(|run| run.0).collect()).unwrap_or_default(),
        code: basket.code.as_ref().map(|terms| terms.code.clone()).unwrap_or_default(),
        applied,
        summary: basket.quote.as_ref().map(summary_of).unwrap_or_default(),
        consents: basket.consents.iter().map(consent).collect(),
        problems: standing_problems(basket),
    }
}

fn consent(consent: &Consent) -> ConsentView {
    ConsentView {
        id: consent.id,
        company: consent.company_name.clone(),
        html: richtext::to_html(&consent.text),
        signed_on: consent.signed_at.map(xpro_ui::long_date),
        is_ticked: false,
    }
}

/// What has come to stand in the way of a basket that was fine when it was filled.
fn standing_problems(basket: &BasketView) -> Vec<Problem> {
    let Some(item) = &basket.item else { return Vec::new() };
    let all_runs = || item.all_courses.iter().flat_map(|course| &course.runs);
    let lost = item.selected.iter().find(|run| item.course_of(**run).is_none());
    let runs = lost.map(|lost| match all_runs().find(|run| run.run.id == *lost) {
        Some(run) if run.is_enrolled => {
            "You are already enrolled in this date; you find it on your dashboard. Choose another date to enroll again."
                .to_owned()
        }
        Some(run) => format!("{} Choose another date.", run.closed_because(basket.at)),
        None => "The date in your basket no longer accepts enrollments. Choose another one.".to_owned(),
    });
    let is_void = basket.quote.as_ref().is_some_and(|quote| quote.coupon.is_none());
    let code = basket.code.as_ref().filter(|_| is_void).map(|terms| {
        format!(
            "The code \"{}\" does not apply any more, so the price is without it. Remove it, or enter another one.",
            terms.code
        )
    });
    let problem = |field: &str, message: String| Problem { field: field.to_owned(), message };
    let runs = runs.map(|message| problem("runs", message));
    runs.into_iter().chain(code.map(|message| problem("coupons", message))).collect()
}

fn summary_of(quote: &Quote) -> Summary {
    let is_taxed = !quote.tax_rate.percent.is_zero();
    let tax_label = format!("{} ({}%)", quote.tax_rate.name, quote.tax_rate.percent.normalize());
    Summary {
        price: quote.list_price.dollars_and_cents(),
        discount: (!quote.discount.is_zero()).then(|| format!("-{}", quote.discount.dollars_and_cents())),
        before_tax: is_taxed.then(|| quote.net.dollars_and_cents()),
        tax: is_taxed.then(|| (tax_label, quote.tax.dollars_and_cents())),
        total: quote.total.dollars_and_cents(),
    }
}

/// `Aug 20, 2026 – Oct 1, 2026`, with a question mark for a date that is not set.
fn dates(start: Option<OffsetDateTime>, end: Option<OffsetDateTime>) -> String {
    let date = |at: Option<OffsetDateTime>| at.map_or_else(|| "?".to_owned(), xpro_ui::short_date);
    format!("{} – {}", date(start), date(end))
}

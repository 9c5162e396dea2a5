//! The checkout: dates, code, figures. Every part is a plain form; alive, each change is saved at once and the figures
//! come back from the server.

mod code_field;
mod consents;
mod date_choices;
mod order_summary;

use crate::{AccountError, BasketChange, CheckoutState, CheckoutView, Problem, dom, update_basket};
use code_field::code_field;
use consents::consents;
use date_choices::date_choices;
use leptos::{prelude::*, task::spawn_local};
use order_summary::order_summary;

/// The checkout's form. `links` are the finished links below the button.
#[island]
pub fn CheckoutForm(view: CheckoutView) -> impl IntoView {
    let live = Live::new(view.state.clone());
    let fields: Vec<String> = view.courses.iter().map(|course| course.field()).collect();
    live.watch(fields.clone());
    let on_change = move |event: leptos::ev::Event| {
        if event_target::<web_sys::Element>(&event).id().starts_with("run-") {
            live.choose(&fields);
        }
    };
    view! {
        <form class="checkout" id="checkout" method="post" action="/checkout/order/" autocomplete="off" on:change=on_change>
            <div class="checkout__choices">
                {date_choices(&view, live)}
                {code_field(live)}
                {move || live.state.with(consents)}
            </div>
            <input type="hidden" name="checkout_key" value=view.key.clone() />
            <div class="checkout__aside">{order_summary(live)}</div>
            <p class="visually-hidden" role="status">{move || live.said.get()}</p>
        </form>
    }
}

/// What moves on the page.
#[derive(Clone, Copy)]
struct Live {
    state: RwSignal<CheckoutState>,
    /// A change is on its way.
    is_saving: RwSignal<bool>,
    /// The latest change that came meanwhile.
    next: StoredValue<Option<BasketChange>>,
    /// For screen readers: what the last change did.
    said: RwSignal<String>,
}

impl Live {
    fn new(state: CheckoutState) -> Self {
        Live {
            state: RwSignal::new(state),
            is_saving: RwSignal::new(false),
            next: StoredValue::new(None),
            said: RwSignal::new(String::new()),
        }
    }

    /// Saves dates that were chosen before the island was alive.
    fn watch(self, fields: Vec<String>) {
        dom::when_alive(move || {
            let shown = chosen(&fields);
            if self.state.with_untracked(|state| shown.iter().any(|run| !state.runs.contains(run))) {
                self.choose(&fields);
            }
        });
    }

    fn choose(self, fields: &[String]) {
        let runs = chosen(fields);
        if !runs.is_empty() {
            self.save(BasketChange { runs: Some(runs), code: None });
        }
    }

    fn apply(self) {
        self.save(BasketChange { runs: None, code: Some(dom::value_of(code_field::CODE)) });
    }

    fn remove(self) {
        self.save(BasketChange { runs: None, code: Some(String::new()) });
    }

    /// One change at a time; what comes while one is on its way follows it.
    fn save(self, change: BasketChange) {
        if self.is_saving.get_untracked() {
            self.next.update_value(|next| {
                let earlier = next.take().unwrap_or_default();
                *next = Some(BasketChange { runs: change.runs.or(earlier.runs), code: change.code.or(earlier.code) });
            });
            return;
        }
        self.is_saving.set(true);
        spawn_local(async move {
            let is_code = change.code.is_some();
            let answer = update_basket(change).await;
            self.is_saving.set(false);
            match answer {
                Ok(state) => self.show(state, is_code),
                Err(AccountError::NotSignedIn) => dom::go("/signin/?next=%2Fcheckout%2F"),
                Err(error) => self.fail(if is_code { "coupons" } else { "runs" }, error),
            }
            if let Some(next) = self.next.try_update_value(Option::take).flatten() {
                self.save(next);
            }
        });
    }

    fn show(self, mut state: CheckoutState, is_code: bool) {
        if is_code {
            dom::set_value(code_field::CODE, &state.code);
        } else {
            // Choosing a date leaves what is being typed alone.
            state.code = dom::value_of(code_field::CODE);
        }
        for consent in &mut state.consents {
            consent.is_ticked = dom::is_ticked(&consent.field());
        }
        let said = match state.problems.first() {
            Some(problem) => problem.message.clone(),
            None => format!("The total is now {}.", state.summary.total),
        };
        self.said.set(said);
        self.state.set(state);
    }

    /// Says beside the field that nothing was saved; everything else stays as it is.
    fn fail(self, field: &str, error: AccountError) {
        let mut state = self.state.get_untracked();
        state.problems = vec![Problem { field: field.to_owned(), message: error.to_string() }];
        self.show(state, false);
    }
}

/// The runs chosen in the page's selects.
fn chosen(fields: &[String]) -> Vec<i64> {
    fields.iter().filter_map(|field| dom::value_of(field).parse().ok()).collect()
}

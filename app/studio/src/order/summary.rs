//! Facts, lines and sums of an order.

use crate::moment::Moment;
use leptos::prelude::*;
use xpro_api::{OrderDetail, OrderLine, OrderTotals};
use xpro_ui::{Fact, Facts, Panel};

/// What stands beside the timeline.
#[component]
pub fn Summary(
    /// The order.
    order: OrderDetail,
) -> impl IntoView {
    let lines: Vec<_> = order.lines.iter().cloned().map(|line| view! { <Line line=line /> }).collect();
    let totals = order.totals.clone();
    view! {
        <div class="order-summary">
            <Panel title="Learner and dates">
                <Facts facts=facts(&order) stacked=true />
            </Panel>
            <Panel title="What was bought">
                <ul class="order-lines">{lines}</ul>
                <Totals totals=totals />
            </Panel>
        </div>
    }
}

fn facts(order: &OrderDetail) -> Vec<Fact> {
    let row = &order.row;
    let mut facts = Vec::new();
    if !row.purchaser.name.is_empty() {
        facts.push(Fact::new("Learner", row.purchaser.name.clone()));
    }
    let mail = row.purchaser.email.clone();
    facts.push(Fact::new("E-mail", view! { <a href=format!("mailto:{mail}") rel="external">{mail.clone()}</a> }));
    facts.push(Fact::new("Placed", view! { <Moment at=row.created_at /> }));
    if let Some(at) = order.fulfilled_at {
        facts.push(Fact::new("Fulfilled", view! { <Moment at=at /> }));
    }
    let texts = [("Code", &row.coupon_code), ("Tax country", &order.tax_country), ("Affiliate", &order.affiliate_code)];
    for (label, text) in texts {
        if let Some(text) = text {
            facts.push(Fact::new(label, text.clone()));
        }
    }
    facts
}

#[component]
fn Line(line: OrderLine) -> impl IntoView {
    let title = if line.quantity == 1 { line.title } else { format!("{} × {}", line.quantity, line.title) };
    // A single run is its own only choice.
    let chosen = line.runs.into_iter().filter(|run| *run != line.text_id);
    let runs: Vec<_> = chosen.map(|run| view! { <li><code>{run}</code></li> }).collect();
    view! {
        <li class="order-lines__line">
            <p class="order-lines__title">{title}</p>
            <p class="order-lines__id"><code>{line.text_id}</code></p>
            {(!runs.is_empty()).then(|| view! { <ul class="order-lines__runs" aria-label="Chosen runs">{runs}</ul> })}
            <dl class="sums">
                <Sum label="List price" amount=line.list_price.0 />
                {line.discount.map(|discount| view! { <Sum label="Discount" amount=format!("−{discount}") /> })}
            </dl>
        </li>
    }
}

#[component]
fn Totals(totals: OrderTotals) -> impl IntoView {
    view! {
        <dl class="sums sums--total" data-testid="totals">
            <Sum label="Net" amount=totals.net.0 />
            <Sum label=totals.tax_label amount=totals.tax.0 />
            <Sum label="Total" amount=totals.total.0 />
        </dl>
    }
}

#[component]
fn Sum(#[prop(into)] label: String, amount: String) -> impl IntoView {
    view! {
        <div class="sums__sum">
            <dt>{label}</dt>
            <dd class="sums__amount">{amount}</dd>
        </div>
    }
}

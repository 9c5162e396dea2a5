//! Questions and answers (cms.md 3.5.15): one open at a time, the first at the start, more behind a disclosure.

use super::frame::section;
use leptos::prelude::*;
use xpro_ui::{Icon, IconName};

/// How many are in sight at first.
const IN_SIGHT: usize = 5;

pub(super) fn faq(anchor: &'static str, items: &[(String, String)], support_email: &str) -> AnyView {
    let (first, rest) = items.split_at(items.len().min(IN_SIGHT));
    let first: Vec<_> = first.iter().enumerate().map(|(at, item)| question(item, at == 0)).collect();
    let rest: Vec<_> = rest.iter().map(|item| question(item, false)).collect();
    let more = (!rest.is_empty()).then(|| {
        view! {
            <details class="faq__more">
                <summary class="button button--secondary"><span class="faq__when-closed">"Read More FAQs"</span><span class="faq__when-open">"Hide More FAQs"</span></summary>
                {rest}
            </details>
        }
    });
    let intro = (!support_email.is_empty()).then(|| {
        view! { <p class="lead">"Still have questions? Write to "<a href=format!("mailto:{support_email}")>{support_email.to_owned()}</a>" and we will answer."</p> }
    });
    section(
        anchor,
        "band--faq band--mist",
        "FAQs",
        "FAQs",
        view! { {intro}<div class="faq">{first}{more}</div> }.into_any(),
    )
}

fn question((question, answer_html): &(String, String), is_open: bool) -> AnyView {
    view! {
        <details class="faq__item" name="faq" open=is_open>
            <summary class="faq__question">{question.clone()}<Icon name=IconName::Plus /></summary>
            <div class="faq__answer prose" inner_html=answer_html.clone()></div>
        </details>
    }
    .into_any()
}

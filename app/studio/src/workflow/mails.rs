//! Which mails I want.

use crate::{failure::Failure, remote::Remote};
use leptos::prelude::*;
use xpro_api::{NoticeWish, notice_wish, save_notice_wish};

/// Reads and changes one wish.
type Wish = (&'static str, fn(&NoticeWish) -> bool, fn(&mut NoticeWish, bool));

const WISHES: [Wish; 4] = [
    ("Something waits for my approval", |wish| wish.submitted, |wish, on| wish.submitted = on),
    ("What I submitted was approved", |wish| wish.approved, |wish, on| wish.approved = on),
    ("Somebody asks me for changes", |wish| wish.rejected, |wish, on| wish.rejected = on),
    ("Somebody comments where I take part", |wish| wish.comments, |wish, on| wish.comments = on),
];

/// Saved as they are ticked.
#[component]
pub fn Mails() -> impl IntoView {
    let wish = Remote::<NoticeWish>::new();
    wish.ask(notice_wish());
    let tick = move |(label, read, write): Wish| {
        view! {
            <label class="edit-flag">
                <input
                    class="edit-flag__box"
                    type="checkbox"
                    prop:checked=move || wish.value.with(|wish| wish.as_ref().is_some_and(read))
                    on:change=move |event| {
                        let mut wanted = wish.value.get_untracked().unwrap_or_default();
                        write(&mut wanted, event_target_checked(&event));
                        wish.ask(save_notice_wish(wanted));
                    }
                />
                {label}
            </label>
        }
    };
    view! {
        <section class="desk-part" data-testid="mails">
            <h2 class="desk-part__title">"Mails to me"</h2>
            {move || wish.error.get().map(|error| view! { <Failure error=error again=move |()| wish.ask(notice_wish()) /> })}
            <Show when=move || wish.value.with(Option::is_some)>
                <div class="desk-ticks">{WISHES.map(tick).into_iter().collect::<Vec<_>>()}</div>
            </Show>
        </section>
    }
}

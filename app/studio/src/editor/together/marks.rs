//! The mark beside a field: how many talks are open about it, and the way to begin one.

use super::Together;
use leptos::prelude::*;
use xpro_ui::{Icon, IconName};

/// Draws the mark of a field. Nothing where nobody works together.
pub fn mark(at: &str) -> AnyView {
    let Some(together) = use_context::<Together>() else { return ().into_any() };
    let (counted, named, at) = (at.to_owned(), at.to_owned(), at.to_owned());
    let count = Memo::new(move |_| together.open.with(|open| open.get(&counted).copied().unwrap_or_default()));
    let may = move || together.comments.value.with(|found| found.as_ref().is_some_and(|found| found.may_comment));
    let label = move || match count.get() {
        0 => "Comment on this".to_owned(),
        1 => "One comment is open here".to_owned(),
        many => format!("{many} comments are open here"),
    };
    let has_any = Memo::new(move |_| count.get() != 0);
    let shown = move || has_any.get() || may();
    view! {
        <Show when=shown>
            <button
                class="comment-mark"
                class:comment-mark--open=has_any
                type="button"
                title=label
                aria-label=label
                data-comments=named.clone()
                on:click=talk(together, at.clone())
            >
                <Icon name=IconName::Quote />
                {move || has_any.get().then(|| count.get())}
            </button>
        </Show>
    }
    .into_any()
}

fn talk(together: Together, at: String) -> impl Fn(web_sys::MouseEvent) + 'static {
    move |_| together.talk(&at)
}

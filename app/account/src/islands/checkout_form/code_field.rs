//! The enrollment or promotional code.

use super::{Live, date_choices::error};
use crate::AppliedCode;
use leptos::{either::Either, ev::KeyboardEvent, prelude::*};
use xpro_ui::{Button, ButtonKind, Icon, IconName};

/// Name and `id` of the field.
pub(super) const CODE: &str = "code";

pub(super) fn code_field(live: Live) -> impl IntoView + use<> {
    let is_wrong = move || live.state.with(|state| state.problem("coupons").is_some());
    let on_enter = move |event: KeyboardEvent| {
        if event.key() == "Enter" {
            event.prevent_default();
            live.apply();
        }
    };
    let apply = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        live.apply();
    };
    view! {
        <div class="field checkout__code" class:field--wrong=is_wrong>
            <label class="field__label" for=CODE>"Enrollment or promotional code"<span class="field__optional">" (optional)"</span></label>
            <div class="checkout__code-row">
                <input class="input" id=CODE name=CODE type="text" maxlength="60" autocapitalize="off" spellcheck="false"
                    value=live.state.with_untracked(|state| state.code.clone())
                    aria-invalid=move || is_wrong().then_some("true") aria-describedby="code-result" on:keydown=on_enter />
                <Button kind=ButtonKind::Secondary name="act" value="apply" busy=live.is_saving on_press=apply attr:data-testid="apply-code">"Apply"</Button>
            </div>
            <div id="code-result">{move || result(live)}</div>
        </div>
    }
}

/// What became of the code.
fn result(live: Live) -> impl IntoView + use<> {
    let state = live.state.get();
    if let Some(text) = state.problem("coupons") {
        return Either::Left(error(text));
    }
    Either::Right(state.applied.map(|applied| said_of(applied, live)))
}

fn said_of(applied: AppliedCode, live: Live) -> impl IntoView + use<> {
    let text = if applied.is_automatic {
        format!("{} is applied automatically.", applied.code)
    } else {
        format!("{} is applied.", applied.code)
    };
    let remove = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        live.remove();
    };
    view! {
        <p class="checkout__applied" data-testid="code-applied">
            <Icon name=IconName::CheckCircle /><span>{text}</span>
            {(!applied.is_automatic).then(|| view! {
                <button class="checkout__remove" type="submit" name="act" value="remove" on:click=remove data-testid="remove-code">"Remove"</button>
            })}
        </p>
    }
}

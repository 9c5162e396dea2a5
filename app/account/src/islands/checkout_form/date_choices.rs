//! One select of dates per course.

use super::Live;
use crate::{CheckoutView, CourseDates};
use leptos::prelude::*;
use xpro_ui::{Icon, IconName};

pub(super) fn date_choices(view: &CheckoutView, live: Live) -> impl IntoView + use<> {
    let is_program = view.kind == "Program";
    let courses: Vec<_> = view.courses.iter().map(|course| course_row(course, &view.state.runs)).collect();
    let legend = if is_program { "Choose a date for every course" } else { "Choose your date" };
    view! {
        <fieldset class="checkout__dates" id="runs" aria-describedby="runs-error">
            <legend class="checkout__legend">{legend}</legend>
            {courses}
            <div id="runs-error">{move || live.state.with(|state| state.problem("runs")).map(error)}</div>
            <noscript inner_html=r#"<button class="button button--secondary button--small" type="submit" name="act" value="update">Update dates</button>"#></noscript>
        </fieldset>
    }
}

/// What is wrong with a field.
pub(super) fn error(text: String) -> impl IntoView + use<> {
    view! { <p class="field__error"><Icon name=IconName::Alert />{text}</p> }
}

fn course_row(course: &CourseDates, chosen: &[i64]) -> impl IntoView + use<> {
    let field = course.field();
    let options: Vec<_> = course
        .dates
        .iter()
        .map(|date| {
            let is_chosen = chosen.contains(&date.run);
            view! { <option value=date.run.to_string() selected=is_chosen>{date.label.clone()}</option> }
        })
        .collect();
    view! {
        <div class="checkout-course">
            {course.image.clone().map(|url| view! { <img class="checkout-course__image" src=url alt="" width="120" height="68" /> })}
            <div class="checkout-course__choice field">
                <label class="field__label" for=field.clone()>{course.title.clone()}</label>
                <select class="input input--select" id=field.clone() name=field>
                    <option value="">"Select a course run"</option>
                    {options}
                </select>
            </div>
        </div>
    }
}

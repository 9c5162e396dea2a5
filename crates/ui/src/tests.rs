//! What the components write, and that they escape what they are given.

use leptos::prelude::*;

use crate::*;

fn render<V: IntoView + 'static>(view: impl FnOnce() -> V) -> String {
    Owner::new().with(|| view().into_view().to_html())
}

#[test]
fn a_wrong_field_names_its_hint_and_its_error() {
    let html = render(|| {
        view! { <Field label="ZIP code" name="postal_code" value="<b>" hint="Five digits." error=Some("Enter a ZIP code.".to_owned()) required=true /> }
    });

    assert!(html.contains(r#"for="postal_code" class="field__label">ZIP code"#), "{html}");
    assert!(html.contains(r#"aria-describedby="postal_code-hint postal_code-error""#), "{html}");
    assert!(html.contains(r#"aria-invalid="true""#), "{html}");
    assert!(html.contains(r#"value="&lt;b&gt;""#), "{html}");
    assert!(!html.contains("(optional)"), "{html}");
}

#[test]
fn a_password_is_never_written_back() {
    let html = render(|| view! { <Field label="Password" name="password" kind=InputKind::Password value="hunter2" /> });

    assert!(!html.contains("hunter2"), "{html}");
}

#[test]
fn the_error_summary_links_to_its_fields_and_vanishes_without_errors() {
    let errors = vec![FormError::field("email", "Enter an e-mail address."), FormError::form("<Try> again.")];
    let html = render(|| view! { <ErrorSummary errors=errors /> });

    assert!(html.contains(r##"<a href="#email">Enter an e-mail address.</a>"##), "{html}");
    assert!(html.contains("<li>&lt;Try&gt; again.</li>"), "{html}");
    assert!(!render(|| view! { <ErrorSummary errors=vec![] /> }).contains("error-summary"));
}

#[test]
fn the_chosen_option_is_the_only_selected_one() {
    let options = vec![SelectOption::new("US", "United States"), SelectOption::new("IN", "India")];
    let html =
        render(|| view! { <Select label="Country" name="country" options=options selected="IN" prompt="Choose" /> });

    assert_eq!(html.matches(" selected").count(), 1, "{html}");
    assert!(html.contains(r#"value="IN" selected"#), "{html}");
}

#[test]
fn a_button_passes_attributes_through() {
    let html = render(|| view! { <Button kind=ButtonKind::Danger busy=true attr:form="leave">"Leave"</Button> });

    assert!(html.contains(r#"class="button button--danger""#), "{html}");
    assert!(html.contains(r#"aria-busy="true""#), "{html}");
    assert!(html.contains(r#"form="leave""#), "{html}");
}

#[test]
fn steps_before_the_current_one_are_done() {
    let states: Vec<_> = Step::list(&["Account", "Details", "Done"], 1).into_iter().map(|step| step.state).collect();

    assert_eq!(states, [StepState::Done, StepState::Current, StepState::Ahead]);
}

#[test]
fn dates_read_as_specified() {
    let at = time::OffsetDateTime::from_unix_timestamp(1_787_234_709).expect("a valid moment");

    assert_eq!(long_date(at), "August 20, 2026");
    assert_eq!(short_date(at), "Aug 20, 2026");
    assert_eq!(long_date_and_time(at), "August 20, 2026, 14:05 UTC");
    assert_eq!(iso_instant(at), "2026-08-20T14:05:09Z");
}

#[test]
fn every_icon_is_one_drawn_path() {
    for icon in IconName::ALL {
        assert!(icon.path().starts_with('M'), "{icon:?}");
    }
}

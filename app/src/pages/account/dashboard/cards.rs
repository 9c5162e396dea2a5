//! Cards of courses and programs (courseware.md 8.3 to 8.5).

use super::{super::layout, view::Shown};
use leptos::prelude::*;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use xpro_commerce::codes::UnusedCode;
use xpro_kernel::OrderId;
use xpro_learning::dashboard::{CourseCard, DateSummary, ProgramCard, PushState, SettingUp};
use xpro_ui::{Badge, DateText, Icon, IconName, LinkButton, TimeText, Tone, short_date};

/// A paid order whose enrollments are not written yet.
pub(super) fn setting_up(order: &SettingUp) -> AnyView {
    view! {
        <li class="enrollment-card enrollment-card--plain" data-testid="enrollment-card" data-push-state="pending">
            <div class="enrollment-card__body">
                <h3 class="enrollment-card__title">{order.title.clone()}</h3>
                <p class="enrollment-card__state"><Badge tone=Tone::Info>"Being set up"</Badge>" Paid. Your access is being set up."</p>
                <p class="enrollment-card__links">{receipt_link(order.order)}</p>
            </div>
        </li>
    }
    .into_any()
}

/// A code that waits for the person (courseware.md 8.6).
pub(super) fn unused_code(code: &UnusedCode, shown: &Shown) -> AnyView {
    let kind = if code.product_type == "program" { "Program" } else { "Course" };
    let checkout = format!(
        "/checkout/?product={}&code={}",
        code.product_id,
        utf8_percent_encode(&code.coupon_code, NON_ALPHANUMERIC)
    );
    let use_by = code.expiration_date.map(|at| {
        view! { <p class="enrollment-card__dates">"Use code by "<DateText at=at />", to enroll in this "{kind.to_lowercase()}" for free."</p> }
    });
    let starts =
        code.start_date.map(|at| view! { <p class="enrollment-card__dates">"Start date: "<DateText at=at /></p> });
    view! {
        <li class="enrollment-card" data-testid="code-card">
            {picture(shown.pictures.of_product(code.product_id))}
            <div class="enrollment-card__body">
                <p class="enrollment-card__kind">{kind}</p>
                <h3 class="enrollment-card__title">{code.product_title.clone()}</h3>
                <p>{format!("Enrollment Code – {}", code.coupon_code)}</p>
                {use_by}
                {starts}
                <p class="enrollment-card__links"><LinkButton href=checkout>"Enroll"</LinkButton></p>
            </div>
        </li>
    }
    .into_any()
}

/// A course outside of programs.
pub(super) fn course(card: &CourseCard, shown: &Shown) -> AnyView {
    view! {
        <li class="enrollment-card" data-testid="enrollment-card" data-push-state=state_name(card.push)>
            {picture(shown.pictures.of_course(card))}
            <div class="enrollment-card__body">
                <p class="enrollment-card__kind">"Course"</p>
                {course_text(card, shown, false)}
            </div>
        </li>
    }
    .into_any()
}

/// A program with its courses, folded away.
pub(super) fn program(card: &ProgramCard, shown: &Shown) -> AnyView {
    let starts = card.courses.iter().filter_map(|course| course.start).min();
    let ends = card.courses.iter().filter_map(|course| course.end).max();
    let dates = starts.zip(ends).map(|(start, end)| format!("{} – {}", short_date(start), short_date(end)));
    let courses: Vec<_> = card.courses.iter().map(|course| program_course(course, shown)).collect();
    let is_settling = card.courses.iter().any(|course| course.push != PushState::Enrolled);
    view! {
        <li class="enrollment-card" data-testid="program-card">
            {picture(shown.pictures.of_program(card))}
            <div class="enrollment-card__body">
                <p class="enrollment-card__kind">"Program"</p>
                <h3 class="enrollment-card__title">{card.title.clone()}</h3>
                <p class="enrollment-card__dates">{dates}</p>
                <p class="enrollment-card__links">{card.receipt.map(receipt_link)}</p>
                <details class="enrollment-card__courses" open=is_settling>
                    <summary>{format!("Courses – {}", card.courses.len())}</summary>
                    <ul class="enrollment-card__course-list" aria-label="Courses in this program">{courses}</ul>
                </details>
            </div>
        </li>
    }
    .into_any()
}

fn program_course(card: &CourseCard, shown: &Shown) -> AnyView {
    view! { <li class="enrollment-card__course" data-testid="enrollment-card" data-push-state=state_name(card.push)>{course_text(card, shown, true)}</li> }.into_any()
}

fn course_text(card: &CourseCard, shown: &Shown, is_in_program: bool) -> AnyView {
    let dates = card.dates(shown.now);
    let url = card
        .courseware_url_path
        .as_ref()
        .filter(|path| !path.is_empty())
        .map(|path| format!("{}/{}", shown.courseware_url, path.trim_start_matches('/')));
    let title = card.course_title.clone();
    let heading = match url.clone().filter(|_| card.is_open(shown.now)) {
        Some(url) => view! { <a href=url target="_blank" rel="noopener noreferrer">{title}<Icon name=IconName::ArrowOut /><span class="visually-hidden">" (opens in a new tab)"</span></a> }.into_any(),
        None => title.into_any(),
    };
    let heading = if is_in_program {
        view! { <h4 class="enrollment-card__title">{heading}</h4> }.into_any()
    } else {
        view! { <h3 class="enrollment-card__title">{heading}</h3> }.into_any()
    };
    let archive = url
        .filter(|_| dates.is_archived())
        .map(|url| view! { <a href=url target="_blank" rel="noopener noreferrer">"View archived course"</a>" " });
    view! {
        {heading}
        <p class="enrollment-card__dates">
            {date_text(dates)}
            {(is_in_program && dates.is_in_progress()).then(|| view! { " "<Badge tone=Tone::Success>"In progress"</Badge> })}
        </p>
        {push_text(card, &shown.support)}
        <p class="enrollment-card__links">{archive}{card.receipt.filter(|_| !is_in_program).map(receipt_link)}</p>
    }
    .into_any()
}

fn date_text(dates: DateSummary) -> AnyView {
    match dates {
        DateSummary::Starts(at) => view! { "Starts: "<TimeText at=at /> }.into_any(),
        DateSummary::AccessExpired(at) => view! { "Access expired on: "<DateText at=at /> }.into_any(),
        DateSummary::Ends(at) => view! { "Ends: "<TimeText at=at /> }.into_any(),
        DateSummary::Ended(at) => view! { "Ended: "<DateText at=at /> }.into_any(),
        DateSummary::Started(at) => view! { "Started: "<DateText at=at /> }.into_any(),
        DateSummary::Pending => "Start and end dates pending".into_any(),
    }
}

/// The truth about the courseware; nothing once it knows of the enrollment.
fn push_text(card: &CourseCard, support: &str) -> Option<AnyView> {
    let text = match card.push {
        PushState::Enrolled => return None,
        PushState::Pending => {
            let next = card.next_attempt.map(|at| view! { " We try again on "<TimeText at=at />"." });
            view! { <Badge tone=Tone::Info>"Being set up"</Badge>" Your access is being set up."{next} }.into_any()
        }
        PushState::NeedsHelp => view! {
            <Badge tone=Tone::Warning>"Support is on it"</Badge>
            " Your access could not be set up automatically. Our support team has been told and will finish it; you need not pay or enroll again. Questions? Write to "
            {layout::support_link(support)}"."
        }
        .into_any(),
    };
    Some(view! { <p class="enrollment-card__state">{text}</p> }.into_any())
}

fn state_name(push: PushState) -> &'static str {
    match push {
        PushState::Pending => "pending",
        PushState::Enrolled => "enrolled",
        PushState::NeedsHelp => "needs_help",
    }
}

fn picture(url: Option<String>) -> Option<AnyView> {
    url.map(|url| view! { <img class="enrollment-card__image" src=url alt="" width="240" height="135" loading="lazy" decoding="async" /> }.into_any())
}

fn receipt_link(order: OrderId) -> AnyView {
    view! { <a href=format!("/receipt/{order}/")>"View receipt"</a> }.into_any()
}

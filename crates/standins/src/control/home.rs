//! The overview page: what is stood in for, and faults by plain forms.

use askama::Template;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::book::Fault;
use super::fault::{FaultKind, FaultSpec, Garbage, Moment};
use super::log::Entry;
use crate::fields::Fields;
use crate::page;
use crate::state::Shared;
use crate::system::System;

/// How many log entries the overview shows.
const RECENT: usize = 20;

#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    xpro: String,
    systems: [System; 4],
    faults: Vec<FaultRow>,
    recent: Vec<Entry>,
    problem: Option<String>,
}

struct FaultRow {
    fault: Fault,
    label: String,
    left: String,
    place: String,
    moment: &'static str,
}

/// `GET /`.
pub(crate) async fn show(State(shared): State<Shared>) -> Response {
    page::show(&home(&shared, None))
}

/// `POST /control/form/fault`: the form's way to switch a fault on.
pub(crate) async fn add_fault(State(shared): State<Shared>, body: Bytes) -> Response {
    let read = read_fault(&Fields::parse(&body));
    match read.and_then(|spec| spec.check().map(|()| spec)) {
        Ok(spec) => {
            shared.faults().add(spec);
            Redirect::to("/").into_response()
        }
        Err(problem) => {
            let page = home(&shared, Some(problem));
            page::show_with(StatusCode::BAD_REQUEST, &page, &[])
        }
    }
}

/// `POST /control/form/clear`: switches off one fault, or all without an id.
pub(crate) async fn clear_faults(State(shared): State<Shared>, body: Bytes) -> Redirect {
    match Fields::parse(&body).text("id").parse() {
        Ok(id) => {
            shared.faults().remove(id);
        }
        Err(_) => shared.faults().clear(None),
    }
    Redirect::to("/")
}

/// `POST /control/form/reset`: forgets everything.
pub(crate) async fn reset(State(shared): State<Shared>) -> Redirect {
    shared.reset(None);
    Redirect::to("/")
}

fn home(shared: &Shared, problem: Option<String>) -> Home {
    let faults = shared
        .faults()
        .list()
        .iter()
        .map(|fault| FaultRow {
            label: fault.spec.kind.label(),
            left: fault.remaining().map_or_else(|| "until cleared".into(), |left| left.to_string()),
            place: place(&fault.spec),
            moment: moment(&fault.spec),
            fault: fault.clone(),
        })
        .collect();
    Home {
        xpro: shared.config.xpro_url.to_string(),
        systems: System::ALL,
        faults,
        recent: shared.log().list().rev().take(RECENT).cloned().collect(),
        problem,
    }
}

fn place(spec: &FaultSpec) -> String {
    if spec.is_for_notices() {
        return "notices".into();
    }
    let method = spec.method.as_deref().unwrap_or("any method");
    let path = spec.path_prefix.as_deref().unwrap_or("any path");
    format!("{method} {path}")
}

fn moment(spec: &FaultSpec) -> &'static str {
    match (&spec.kind, spec.when) {
        (FaultKind::Duplicate, _) => "as it comes",
        (FaultKind::Delay { .. }, Moment::Before) => "before handling",
        (_, Moment::Before) => "instead of handling",
        (_, Moment::After) => "after handling",
    }
}

fn read_fault(fields: &Fields) -> Result<FaultSpec, String> {
    let system = System::from_key(fields.text("system")).ok_or("Choose a system.")?;
    let kind = match fields.text("kind") {
        "delay" => FaultKind::Delay { ms: number(fields, "ms")?.unwrap_or(1000) },
        "status" => FaultKind::Status { code: number(fields, "code")?.unwrap_or(500), body: None, content_type: None },
        "garbage" => FaultKind::Garbage { shape: Garbage::Html },
        "truncated" => FaultKind::Garbage { shape: Garbage::Truncated },
        "drop" => FaultKind::Drop,
        "duplicate" => FaultKind::Duplicate,
        _ => return Err("Choose what goes wrong.".into()),
    };
    Ok(FaultSpec {
        system,
        path_prefix: fields.filled("path_prefix").map(|text| text.trim().into()),
        method: fields.filled("method").map(|text| text.trim().into()),
        kind,
        times: number(fields, "times")?,
        when: if fields.text("when") == "after" { Moment::After } else { Moment::Before },
    })
}

fn number<T: std::str::FromStr>(fields: &Fields, name: &str) -> Result<Option<T>, String> {
    fields
        .filled(name)
        .map(|text| text.trim().parse().map_err(|_| format!("“{text}” is not a number that fits {name}.")))
        .transpose()
}

//! Exchange E1: creating an account on behalf of an xPRO user.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use serde_json::{Map, Value, json};

use super::error::EdxError;
use super::state::EdxState;
use super::xpro;
use crate::fields::Fields;
use crate::secret;
use crate::state::Shared;

const LONGEST_USERNAME: usize = 30;

/// `POST /user_api/v1/account/registration/`.
///
/// The access token is not taken on trust: like the real login backend, the stand-in asks xPRO
/// whose it is and links the account to the username in xPRO's answer.
pub(crate) async fn register(
    State(shared): State<Shared>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, EdxError> {
    check_access_header(&shared, &headers)?;
    let form = Fields::parse(&body);
    check_duplicates(&shared.edx(), &form)?;
    check_fields(&form)?;

    let provider = form.text("provider");
    let linked_to = if provider.is_empty() { None } else { Some(verified_person(&shared, provider, &form).await?) };

    let mut edx = shared.edx();
    // Someone else may have registered while xPRO was being asked.
    check_duplicates(&edx, &form)?;
    if let Some(owner) = &linked_to
        && edx.linked_user(owner).is_some()
    {
        return Err(token_error(
            "The provided access_token is already associated with another user.",
            "tpa-token-already-associated",
        ));
    }
    edx.add_user(form.text("username"), form.text("email"), form.text("name"), linked_to);
    Ok(Json(json!({"success": true})))
}

fn check_access_header(shared: &Shared, headers: &HeaderMap) -> Result<(), EdxError> {
    let Some(expected) = &shared.config.edx.registration_access_token else {
        return Ok(());
    };
    let given = headers.get("x-access-token").and_then(|value| value.to_str().ok()).unwrap_or("");
    if secret::same(given, expected) {
        Ok(())
    } else {
        Err(EdxError::detail(StatusCode::FORBIDDEN, "You do not have permission to perform this action."))
    }
}

fn check_duplicates(edx: &EdxState, form: &Fields) -> Result<(), EdxError> {
    let username = form.text("username");
    let email_taken = edx.user_by_email(form.text("email")).is_some();
    let name_taken = edx.user_by_name(username).is_some();
    let mut body = Map::new();
    if email_taken {
        let text = "This email is already associated with an existing or previous account";
        body.insert("email".into(), json!([{"user_message": text}]));
    }
    if name_taken {
        let text = "It looks like this username is already taken";
        body.insert("username".into(), json!([{"user_message": text}]));
        let ideas: Vec<String> = (1..=3).map(|number| format!("{username}_{number}")).collect();
        body.insert("username_suggestions".into(), json!(ideas));
    }
    let code = match (email_taken, name_taken) {
        (false, false) => return Ok(()),
        (true, false) => "duplicate-email",
        (false, true) => "duplicate-username",
        (true, true) => "duplicate-email-username",
    };
    body.insert("error_code".into(), json!(code));
    Err(EdxError::new(StatusCode::CONFLICT, Value::Object(body)))
}

fn check_fields(form: &Fields) -> Result<(), EdxError> {
    let username = form.text("username");
    let length = username.chars().count();
    if !(2..=LONGEST_USERNAME).contains(&length) {
        let text = "Username must be between 2 and 30 characters long.";
        return Err(invalid("username", text));
    }
    let allowed = |letter: char| letter.is_alphanumeric() || "_-".contains(letter);
    if !username.chars().all(allowed) {
        let text = "Usernames can only contain letters, numerals, underscores (_), and hyphens (-).";
        return Err(invalid("username", text));
    }
    let email = form.text("email");
    if !email.contains('@') || email.contains(char::is_whitespace) {
        let text = format!("“{email}” is not a valid email address.");
        return Err(invalid("email", &text));
    }
    if form.filled("name").is_none() {
        return Err(invalid("name", "Enter your full name."));
    }
    if !form.text("honor_code").eq_ignore_ascii_case("true") {
        let text = "You must agree to the Terms of Service and Honor Code";
        return Err(invalid("honor_code", text));
    }
    Ok(())
}

async fn verified_person(shared: &Shared, provider: &str, form: &Fields) -> Result<String, EdxError> {
    if provider != shared.config.edx.provider {
        return Err(token_error("The provider is not known.", "tpa-invalid-third-party-provider"));
    }
    let Some(token) = form.filled("access_token") else {
        let text = format!("An access_token is required when passing value ({provider}) for provider.");
        return Err(token_error(&text, "tpa-missing-access-token"));
    };
    match xpro::whose_token(shared, token).await {
        Some(person) => Ok(person.username),
        None => Err(token_error("The provided access_token is not valid.", "tpa-invalid-access-token")),
    }
}

fn invalid(field: &str, text: &str) -> EdxError {
    let mut body = Map::new();
    body.insert(field.to_owned(), json!([{"user_message": text}]));
    body.insert("error_code".into(), json!("validation-error"));
    EdxError::new(StatusCode::BAD_REQUEST, Value::Object(body))
}

fn token_error(text: &str, code: &str) -> EdxError {
    EdxError::new(StatusCode::BAD_REQUEST, json!({"access_token": [{"user_message": text}], "error_code": code}))
}

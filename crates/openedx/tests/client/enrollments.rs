//! E7 to E9: the mode rule, and when to try again.

use crate::common::{changed_client, edx};
use serde_json::{Value, json};
use xpro_openedx::{EnrollError, EnrollRequest, Mode, ModeRule, Retryable, Secret};
use xpro_outbound::testing::{Answer, ScriptedServer, raw_server};

const PATH: &str = "/api/enrollment/v1/enrollment";
const RUN: &str = "course-v1:xPRO+Sys1+R1";
const REQUEST: EnrollRequest<'_> =
    EnrollRequest { username: "ada", course_key: RUN, mode: ModeRule::ProfessionalElseAudit, force: true };

fn enrollment(mode: &str, active: Value) -> Value {
    json!({"user": "ada", "mode": mode, "is_active": active, "course_details": {"course_id": RUN, "x": 1}})
}

fn enrolled(mode: &str) -> Answer {
    Answer::json(200, &enrollment(mode, json!(true)))
}

fn refusal(media_type: &str, message: &str) -> Answer {
    let modes = vec!["mode"; 2000];
    let body = json!({"message": message, "course_details": {"course_modes": modes}});
    Answer::new(400, media_type, body.to_string())
}

const EXPIRED: &str =
    "The [no-id-professional] course mode is expired or otherwise unavailable for course run [course-v1:xPRO+Sys1+R1].";
const UNAVAILABLE: &str = "Specified course mode 'no-id-professional' unavailable for course course-v1:xPRO+Sys1+R1";

#[tokio::test]
async fn a_buyer_is_enrolled_in_the_professional_mode() {
    let (server, client) = edx().await;
    server.on(PATH, enrolled("no-id-professional")).on(PATH, enrolled("no-id-professional"));

    let enrollment = client.enroll(REQUEST).await.expect("enrolled");
    client.enroll(EnrollRequest { force: false, ..REQUEST }).await.expect("enrolled");

    assert_eq!((enrollment.mode.as_str(), enrollment.is_active), (Mode::NoIdProfessional.as_str(), true));
    assert_eq!((enrollment.username.as_str(), enrollment.course_key.as_str()), ("ada", RUN));
    let seen = server.seen();
    let body = json!({
        "mode": "no-id-professional", "course_details": {"course_id": RUN}, "user": "ada", "force_enrollment": true
    });
    assert_eq!(seen[0].json::<Value>(), body);
    assert_eq!((seen[0].method.as_str(), seen[0].header("authorization")), ("POST", "Bearer service-token"));
    assert_eq!(seen[1].json::<Value>().get("force_enrollment"), None);
}

#[tokio::test]
async fn both_texts_lead_to_audit_whatever_the_parameters_of_the_type() {
    for (media_type, message) in [
        ("application/json", EXPIRED),
        ("application/json; charset=utf-8", UNAVAILABLE),
        ("Application/JSON;charset=UTF-8", EXPIRED),
    ] {
        let (server, client) = edx().await;
        server.on(PATH, refusal(media_type, message)).on(PATH, enrolled("audit"));

        let enrollment = client.enroll(REQUEST).await.expect("enrolled in audit");

        assert_eq!(enrollment.mode, "audit");
        let seen = server.seen();
        let modes: Vec<Value> = seen.iter().map(|request| request.json::<Value>()["mode"].clone()).collect();
        assert_eq!(modes, ["no-id-professional", "audit"]);
        assert_eq!(seen[1].json::<Value>()["force_enrollment"], json!(true));
    }
}

#[tokio::test]
async fn other_refusals_do_not_lead_to_audit() {
    for answer in [
        refusal("application/json", "The course is closed"),
        refusal("text/plain", EXPIRED),
        Answer::new(400, "application/json", "not json"),
        Answer::json(400, &json!({"message": 7})),
        Answer::html(403, EXPIRED),
    ] {
        let (server, client) = edx().await;
        server.on(PATH, answer);

        let error = client.enroll(REQUEST).await.expect_err("refused");

        assert!(matches!(error, EnrollError::Refused { .. }), "{error:?}");
        assert!(error.is_permanent());
        assert!(error.to_string().contains("ada in course-v1:xPRO+Sys1+R1: status 40"), "{error}");
        assert_eq!(server.seen().len(), 1);
    }
}

#[tokio::test]
async fn a_refused_audit_is_final() {
    let (server, client) = edx().await;
    server.on(PATH, refusal("application/json", EXPIRED)).on(PATH, refusal("application/json", EXPIRED));

    let error = client.enroll(REQUEST).await.expect_err("refused twice");

    assert!(matches!(error, EnrollError::Refused { .. }) && error.is_permanent());
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn a_fixed_mode_has_no_fallback() {
    let (server, client) = edx().await;
    server.on(PATH, refusal("application/json", EXPIRED));
    let mode = ModeRule::Only(Mode::NoIdProfessional);

    client.enroll(EnrollRequest { mode, ..REQUEST }).await.expect_err("refused");

    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn failures_that_pass_are_repeated() {
    let (server, client) = edx().await;
    server
        .on(PATH, Answer::html(500, "down"))
        .on(PATH, Answer::json(429, &json!({})))
        .on(PATH, enrolled("no-id-professional"));

    let enrollment = client.enroll(REQUEST).await.expect("third attempt");

    assert!(enrollment.is_active);
    assert_eq!(server.seen().len(), 3);
}

#[tokio::test]
async fn the_kind_of_failure_decides_about_trying_later() {
    for (answer, refused, retryable) in [
        (Answer::html(500, "down"), true, true),
        (Answer::json(408, &json!({})), true, true),
        (Answer::json(429, &json!({})), true, true),
        (Answer::json(401, &json!({})), true, false),
        (Answer::json(404, &json!({})), true, false),
        (Answer::html(200, "<p>maintenance</p>"), false, true),
        (Answer::json(200, &json!({"is_active": true})), false, true),
    ] {
        let (server, client) = edx().await;
        for _ in 0..3 {
            server.on(PATH, answer.clone());
        }

        let error = client.enroll(REQUEST).await.expect_err("failed");

        assert_eq!(matches!(error, EnrollError::Refused { .. }), refused, "{error:?}");
        assert_eq!(error.is_retryable(), retryable, "{error:?}");
    }
    let url = raw_server(b"").await;
    let error = crate::common::client(&url, &url).enroll(REQUEST).await.expect_err("dropped");
    assert!(matches!(error, EnrollError::Unknown { .. }) && error.is_retryable());
}

#[tokio::test]
async fn an_unknown_user_is_told_from_other_refusals() {
    for (answer, unknown) in [
        (Answer::json(406, &json!({"message": "The user ada does not exist."})), true),
        (Answer::json(406, &json!({"message": "Something else."})), false),
        (Answer::json(400, &json!({"message": "The user ada does not exist."})), false),
        (Answer::html(406, "<p>does not exist</p>"), false),
    ] {
        let (server, client) = edx().await;
        server.on(PATH, answer);

        let error = client.enroll(REQUEST).await.expect_err("refused");

        assert_eq!(error.is_unknown_user(), unknown, "{error:?}");
    }
}

#[tokio::test]
async fn an_inactive_enrollment_is_not_a_success() {
    for inactive in [json!(false), json!("true"), json!(1), json!(null)] {
        let (server, client) = edx().await;
        server.on(PATH, Answer::json(200, &enrollment("audit", inactive)));

        let error = client.enroll(REQUEST).await.expect_err("inactive");

        assert!(matches!(error, EnrollError::NotApplied { .. }) && error.is_retryable());
    }
}

#[tokio::test]
async fn unenrolling_names_no_mode_and_is_checked() {
    let (server, client) = edx().await;
    server.on(PATH, Answer::json(200, &enrollment("audit", json!(false)))).on(PATH, enrolled("audit"));

    let gone = client.unenroll("ada", RUN).await.expect("unenrolled");
    let still = client.unenroll("ada", RUN).await.expect_err("still active");

    assert!(!gone.is_active);
    assert!(matches!(still, EnrollError::NotApplied { .. }));
    let body = json!({"course_details": {"course_id": RUN}, "is_active": false, "user": "ada"});
    assert_eq!(server.seen()[0].json::<Value>(), body);
}

#[tokio::test]
async fn enrollments_are_listed_in_the_users_name() {
    let (server, client) = edx().await;
    server.on(PATH, Answer::json(200, &json!([enrollment("audit", json!(true)), enrollment("honor", json!(null))])));

    let list = client.list_enrollments(&Secret::from("user-token")).await.expect("listed");

    let brief: Vec<_> = list.iter().map(|one| (one.mode.as_str(), one.is_active)).collect();
    assert_eq!(brief, [("audit", true), ("honor", false)]);
    assert_eq!(server.seen()[0].header("authorization"), "Bearer user-token");
}

#[tokio::test]
async fn enrolling_needs_the_service_token() {
    let server = ScriptedServer::start().await;
    let client = changed_client(&server.url, &server.url, |config| config.service_token = None);

    let enroll = client.enroll(REQUEST).await.expect_err("not configured");
    let unenroll = client.unenroll("ada", RUN).await.expect_err("not configured");

    assert!(matches!(enroll, EnrollError::NotConfigured(_)) && enroll.is_permanent());
    assert!(matches!(unenroll, EnrollError::NotConfigured(_)));
    assert_eq!(server.seen().len(), 0);
}

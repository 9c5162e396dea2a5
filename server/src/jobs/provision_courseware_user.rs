//! The Open edX account of a person (courseware.md 2.3 to 2.5, 2.8): create it, then get the token that acts for them.

use super::{JobState, decide};
use time::Duration;
use xpro_accounts::{
    account::{AdoptUsernameError, adopt_username},
    jobs::{ProvisionCoursewareUser, RefreshCoursewareEmail, RenameCoursewareUser},
    oauth::mint_token_for_courseware,
    session::{create_internal_session, delete_internal_session, find_active_learner},
};
use xpro_kernel::{Learner, System, UserId};
use xpro_learning::{
    courseware::{
        StoredToken, find_token, forget_courseware_user, forget_token, has_courseware_user, list_faulty_users,
        record_courseware_user, store_token,
    },
    enrollment::RepairCoursewareUsers,
};
use xpro_openedx::{CallError, NewUser, RefreshError, RegisterError, Secret, SessionCookie, TokenPair};
use xpro_platform::jobs::{self, JobContext, JobError};

const ACTOR: System = System("provision_courseware_user");

pub(super) async fn run(state: JobState, context: JobContext, job: ProvisionCoursewareUser) -> Result<(), JobError> {
    ensure_user(&state, &context, job.user_id).await?;
    ensure_token(&state, &context, job.user_id).await.map(drop)
}

/// Makes sure that Open edX knows the person; returns the username it knows them by.
pub(super) async fn ensure_user(state: &JobState, context: &JobContext, user: UserId) -> Result<String, JobError> {
    let _turn = state.turns.enter(user).await;
    let mut conn = context.db.read().await?;
    let Some(learner) = find_active_learner(&mut conn, user).await? else {
        return Err(JobError::fail("accounts.inactive", "the person is not active"));
    };
    if has_courseware_user(&mut conn, user).await? {
        return Ok(learner.username);
    }
    drop(conn);
    let username = register(state, context, &learner).await?;
    let mut tx = context.db.begin(&context.request_id).await?;
    if username != learner.username {
        adopt_username(&mut tx, ACTOR, user, &username).await.map_err(|error| match error {
            AdoptUsernameError::Internal(error) => error.into(),
            refused => JobError::fail("openedx.username", format!("{refused} ({username})")),
        })?;
    }
    record_courseware_user(&mut tx, ACTOR, user).await?;
    tx.commit().await?;
    Ok(username)
}

/// Open edX says that it does not know the person after all: their account there is made anew.
pub(super) async fn ensure_user_anew(state: &JobState, context: &JobContext, user: UserId) -> Result<String, JobError> {
    let mut tx = context.db.begin(&context.request_id).await?;
    forget_courseware_user(&mut tx, ACTOR, user).await?;
    tx.commit().await?;
    ensure_user(state, context, user).await
}

/// Makes the call that creates the account; returns the username that Open edX knows the person by.
async fn register(state: &JobState, context: &JobContext, learner: &Learner) -> Result<String, JobError> {
    let lives = Duration::hours(i64::from(state.settings.openedx_token_hours));
    // Committed before the call: Open edX checks the token by calling us back at once.
    let mut tx = context.db.begin(&context.request_id).await?;
    let token = mint_token_for_courseware(&mut tx, learner.id, &state.settings.openedx_oauth_app, lives).await?;
    tx.commit().await?;
    let Some(token) = token else {
        return Err(JobError::fail("accounts.oauth_app", "the OAuth2 application of Open edX is missing"));
    };
    let user = NewUser {
        username: &learner.username,
        email: learner.email.as_str(),
        name: &learner.name,
        access_token: &Secret::new(token.as_str()),
    };
    match state.gateways.openedx.register_user(user).await {
        Ok(()) => Ok(learner.username.clone()),
        Err(refused @ RegisterError::Refused { .. }) => settle_refusal(state, learner, &refused).await,
        Err(error) => Err(decide("openedx.register", &error)),
    }
}

/// A refused registration is fine when the account is there already; its username is the one that counts (courseware.md
/// 2.3, step 5).
async fn settle_refusal(state: &JobState, learner: &Learner, refused: &RegisterError) -> Result<String, JobError> {
    let found = state
        .gateways
        .openedx
        .find_username_by_email(learner.email.as_str())
        .await
        .map_err(|error| decide("openedx.lookup", &error))?;
    found.ok_or_else(|| decide("openedx.register", refused))
}

/// Tells Open edX the person's name (courseware.md 2.7).
pub(super) async fn rename(state: JobState, context: JobContext, job: RenameCoursewareUser) -> Result<(), JobError> {
    let Some(learner) = find_active_learner(&mut *context.db.read().await?, job.user_id).await? else { return Ok(()) };
    let token = ensure_token(&state, &context, job.user_id).await?;
    let openedx = &state.gateways.openedx;
    let mut renamed = openedx.rename(&learner.username, &learner.name, &token).await;
    if is_token_over(&renamed) {
        let token = replace_token(&state, &context, job.user_id).await?;
        renamed = openedx.rename(&learner.username, &learner.name, &token).await;
    }
    renamed.map_err(|error| decide("openedx.rename", &error))
}

/// Whether Open edX ended the token that was used, before its time.
pub(super) fn is_token_over<T>(outcome: &Result<T, CallError>) -> bool {
    matches!(outcome, Err(error) if error.status() == Some(401))
}

/// A new token in the place of one that Open edX no longer takes.
pub(super) async fn replace_token(state: &JobState, context: &JobContext, user: UserId) -> Result<Secret, JobError> {
    let mut tx = context.db.begin(&context.request_id).await?;
    forget_token(&mut tx, user).await?;
    tx.commit().await?;
    ensure_token(state, context, user).await
}

/// Walks the login once more, so that Open edX reads the person's new address.
pub(super) async fn refresh_email(
    state: JobState,
    context: JobContext,
    job: RefreshCoursewareEmail,
) -> Result<(), JobError> {
    with_internal_session(&state, &context, job.user_id, async |session| {
        state.gateways.openedx.revisit(session).await.map_err(|error| decide("openedx.revisit", &error))
    })
    .await
}

/// A usable token of the person: the stored one, a refreshed one, or one from the login dance.
pub(super) async fn ensure_token(state: &JobState, context: &JobContext, user: UserId) -> Result<Secret, JobError> {
    let _turn = state.turns.enter(user).await;
    let pair = match find_token(&mut *context.db.read().await?, user, context.db.now()).await? {
        StoredToken::Valid(token) => return Ok(Secret::new(token)),
        StoredToken::Stale(refresh) => match state.gateways.openedx.refresh_token(&Secret::new(refresh)).await {
            Ok(pair) => pair,
            Err(error @ RefreshError::Unavailable(_)) => return Err(decide("openedx.refresh", &error)),
            Err(RefreshError::Refused(_)) => dance(state, context, user).await?,
        },
        StoredToken::Missing => dance(state, context, user).await?,
    };
    let lives = Duration::try_from(pair.expires_in).unwrap_or(Duration::HOUR);
    let mut tx = context.db.begin(&context.request_id).await?;
    store_token(&mut tx, user, pair.access_token.expose(), pair.refresh_token.expose(), lives).await?;
    tx.commit().await?;
    Ok(pair.access_token)
}

async fn dance(state: &JobState, context: &JobContext, user: UserId) -> Result<TokenPair, JobError> {
    with_internal_session(state, context, user, async |session| {
        state.gateways.openedx.login_dance(session).await.map_err(|error| decide("openedx.login_dance", &error))
    })
    .await
}

/// The internal session is committed before the walk, since Open edX calls back while we wait, and deleted after it.
async fn with_internal_session<T>(
    state: &JobState,
    context: &JobContext,
    user: UserId,
    walk: impl AsyncFnOnce(&SessionCookie) -> Result<T, JobError>,
) -> Result<T, JobError> {
    let mut tx = context.db.begin(&context.request_id).await?;
    let cookie = create_internal_session(&mut tx, user).await?;
    tx.commit().await?;
    let session = SessionCookie {
        name: state.app.config.session_cookie.to_owned(),
        value: Secret::new(cookie.clone()),
        path: "/".to_owned(),
    };
    let walked = walk(&session).await;
    delete_internal_session(&mut *context.db.read().await?, &cookie).await?;
    walked
}

pub(super) async fn repair_all(_: JobState, context: JobContext, _: RepairCoursewareUsers) -> Result<(), JobError> {
    let mut tx = context.db.begin(&context.request_id).await?;
    for user_id in list_faulty_users(&mut tx).await? {
        jobs::enqueue(&mut tx, &ProvisionCoursewareUser { user_id }).await?;
    }
    Ok(tx.commit().await?)
}

//! The calls that edX makes to xPRO as its identity provider.

use serde::Deserialize;

use crate::control::Entry;
use crate::fields::Fields;
use crate::state::Shared;
use crate::system::System;

/// The three keys of `/api/users/me` that edX's login backend reads.
#[derive(Debug, Deserialize)]
struct Me {
    username: Option<String>,
    email: Option<String>,
    name: Option<String>,
}

/// A person as xPRO describes them.
#[derive(Debug)]
pub(crate) struct Person {
    pub(crate) username: String,
    pub(crate) email: String,
    pub(crate) name: String,
}

#[derive(Deserialize)]
struct Tokens {
    access_token: String,
}

/// Asks xPRO whose access token this is; `None` when it is nobody's or xPRO does not answer well.
/// An anonymous answer (status 200 with nulls) counts as nobody.
pub(crate) async fn whose_token(shared: &Shared, access_token: &str) -> Option<Person> {
    let address = shared.config.xpro_url.join("/api/users/me").ok()?;
    let id = open_log(shared, "GET", address.as_str());
    let answer = shared.client.get(address).bearer_auth(access_token).send().await;
    close_log(shared, id, &answer);
    let answer = answer.ok()?.error_for_status().ok()?;
    let me: Me = answer.json().await.ok()?;
    Some(Person {
        username: me.username.filter(|username| !username.is_empty())?,
        email: me.email.unwrap_or_default(),
        name: me.name.unwrap_or_default(),
    })
}

/// Redeems an authorization code at xPRO for an access token.
pub(crate) async fn redeem(shared: &Shared, code: &str, redirect_uri: &str) -> Option<String> {
    let edx = &shared.config.edx;
    let address = shared.config.xpro_url.join("/oauth2/token/").ok()?;
    let mut form = Fields::default();
    form.push("grant_type", "authorization_code");
    form.push("code", code);
    form.push("client_id", &edx.sso_client_id);
    form.push("client_secret", &edx.sso_client_secret);
    form.push("redirect_uri", redirect_uri);
    let id = open_log(shared, "POST", address.as_str());
    let answer = shared
        .client
        .post(address)
        .header("content-type", "application/x-www-form-urlencoded")
        .header("accept", "application/json")
        .body(form.encode())
        .send()
        .await;
    close_log(shared, id, &answer);
    let tokens: Tokens = answer.ok()?.error_for_status().ok()?.json().await.ok()?;
    Some(tokens.access_token)
}

fn open_log(shared: &Shared, method: &str, address: &str) -> u64 {
    let entry = Entry::outbound(System::OpenEdx, method, address);
    shared.log().open(entry)
}

fn close_log(shared: &Shared, id: u64, answer: &reqwest::Result<reqwest::Response>) {
    let status = answer.as_ref().ok().map(|answer| answer.status().as_u16());
    shared.log().close(id, status);
}

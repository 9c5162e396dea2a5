//! Who may read a page: asking and changing (cms.md 5.5, L15).

use crate::{ApiError, PageDone, PrivacyInput, PrivacyState};
use leptos::prelude::server;
use server_fn::codec::{GetUrl, Json};
#[cfg(feature = "ssr")]
use {
    crate::{Audience, convert_library::editor as load_editor, convert_pages as convert, door::Desk},
    xpro_accounts::password::{Password, hash_password},
    xpro_cms::{
        access::GroupId,
        privacy::{self, Privacy, PrivacyError, RestrictionRow},
    },
    xpro_kernel::PageId,
};

/// Shorter ones are guessed.
#[cfg(feature = "ssr")]
const SHORTEST_PASSWORD: usize = 8;
/// Longer ones are no password.
#[cfg(feature = "ssr")]
const LONGEST_PASSWORD: usize = 128;

/// The privacy of a page. Needs the right to see it in the studio.
///
/// # Errors
/// `not_found` when there is no such page; else see [`ApiError`].
#[server(name = PagePrivacyCall, prefix = "/api/studio", endpoint = "page-privacy", input = GetUrl)]
pub async fn page_privacy(id: i64) -> Result<PrivacyState, ApiError> {
    let desk = Desk::open()?;
    let mut conn = desk.read().await?;
    let editor = load_editor(&mut conn, &desk.staff).await?;
    let found = privacy::page_privacy(&mut conn, (&editor).into(), PageId(id)).await?;
    let groups = found.own.iter().flat_map(|own| &own.groups).map(|group| group.0).collect();
    Ok(PrivacyState {
        audience: found.own.as_ref().map(audience).unwrap_or_default(),
        groups,
        inherited: found.inherited.iter().map(|above| (above.page_title.clone(), audience(above))).collect(),
        choices: found.groups.into_iter().map(|(id, name)| (id.0, name)).collect(),
        may_change: found.may_change,
    })
}

#[cfg(feature = "ssr")]
fn audience(restriction: &RestrictionRow) -> Audience {
    match restriction.audience() {
        privacy::Audience::Password => Audience::Password,
        privacy::Audience::SignedIn => Audience::SignedIn,
        privacy::Audience::Groups(_) => Audience::Groups,
    }
}

/// Changes who may read a page and what is below it. Needs the right to publish it.
///
/// # Errors
/// `invalid` when nobody could be let in, or the password is too short; else see [`ApiError`].
#[server(name = SavePagePrivacyCall, prefix = "/api/studio", endpoint = "page-privacy-save", input = Json)]
pub async fn save_page_privacy(id: i64, input: PrivacyInput) -> Result<PageDone, ApiError> {
    let desk = Desk::open()?;
    let privacy = match input.audience {
        Audience::Public => Privacy::Public,
        Audience::SignedIn => Privacy::SignedIn,
        Audience::Groups => Privacy::Groups(input.groups.into_iter().map(GroupId).collect()),
        Audience::Password if input.password.is_empty() => Privacy::Password(None),
        Audience::Password => Privacy::Password(Some(hashed(input.password).await?)),
    };
    let is_public = privacy == Privacy::Public;
    let mut tx = desk.begin().await?;
    let editor = load_editor(&mut tx, &desk.staff).await?;
    privacy::set_privacy(&mut tx, (&editor).into(), PageId(id), privacy).await?;
    tx.commit().await?;
    let message =
        if is_public { "The page has no restriction of its own any more." } else { "The page is private now." };
    Ok(convert::done(message))
}

#[cfg(feature = "ssr")]
async fn hashed(password: String) -> Result<String, ApiError> {
    let length = password.chars().count();
    if !(SHORTEST_PASSWORD..=LONGEST_PASSWORD).contains(&length) {
        let limits = format!("The password needs {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters.");
        return Err(ApiError::invalid(limits));
    }
    Ok(hash_password(&Password::from(password)).await)
}

#[cfg(feature = "ssr")]
impl From<PrivacyError> for ApiError {
    fn from(error: PrivacyError) -> Self {
        match error {
            PrivacyError::Refused(refusal) => refusal.into(),
            PrivacyError::Internal(error) => error.into(),
            PrivacyError::NoPassword | PrivacyError::NoGroups | PrivacyError::GroupGone => {
                ApiError::invalid(error.to_string())
            }
        }
    }
}

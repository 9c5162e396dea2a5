//! The one document of site-wide settings (cms.md 4.2).

use crate::{document::ImageUse, store};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use xpro_kernel::{Actor, Staff, System};
use xpro_platform::{Subject, audit, content, db::Tx};

/// Name, brand and addresses of the site. Missing fields have defaults, so that a stored document of an older program loads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SiteSettings {
    /// In titles, the footer and mail.
    pub site_name: String,
    /// One line.
    pub tagline: String,
    /// Brand color as `#rrggbb`.
    pub accent_color: String,
    /// Logo in the header; none prints the name.
    pub logo: Option<ImageUse>,
    /// Picture of shared links without one of their own.
    pub share_image: Option<ImageUse>,
    /// Lines of the postal address in the footer.
    pub footer_address: Vec<String>,
    /// Links at the bottom.
    pub footer_links: Vec<FooterLink>,
    /// Where people ask for help.
    pub support_email: String,
    /// Help pages.
    pub help_url: String,
    /// Contact form.
    pub contact_url: String,
    /// Profiles elsewhere.
    pub social_links: Vec<SocialLink>,
    /// Who sells, as printed on receipts.
    pub seller: Seller,
    /// Whether the header links the page for companies.
    pub shows_enterprise: bool,
    /// In which the calendar and its times are told, such as `America/New_York`.
    pub time_zone: String,
}

/// A link in the footer.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct FooterLink {
    /// What is read.
    pub title: String,
    /// Path or address.
    pub url: String,
}

/// A profile on another site.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SocialLink {
    /// Which site, such as `LinkedIn`.
    pub network: String,
    /// Address of the profile.
    pub url: String,
}

/// Who sells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Seller {
    /// Legal name.
    pub name: String,
    /// Lines of the address.
    pub address: Vec<String>,
    /// Tax number; empty when there is none.
    pub tax_id: String,
    /// Questions about a payment.
    pub email: String,
}

impl Default for Seller {
    fn default() -> Self {
        Seller {
            name: "Massachusetts Institute of Technology".to_owned(),
            address: address(),
            tax_id: String::new(),
            email: "xpro@mit.edu".to_owned(),
        }
    }
}

impl Default for SiteSettings {
    fn default() -> Self {
        let link = |title: &str, url: &str| FooterLink { title: title.to_owned(), url: url.to_owned() };
        SiteSettings {
            site_name: "xPRO".to_owned(),
            tagline: "Professional development for people who build".to_owned(),
            accent_color: "#a31f34".to_owned(),
            logo: None,
            share_image: None,
            footer_address: [vec!["Massachusetts Institute of Technology".to_owned()], address()].concat(),
            footer_links: vec![
                link("About Us", "/about-us/"),
                link("Terms of Service", "/terms-of-service/"),
                link("Privacy Policy", "/privacy-policy/"),
                link("Honor Code", "/honor-code/"),
                link("Accessibility", "https://accessibility.mit.edu/"),
            ],
            support_email: "support@xpro.mit.edu".to_owned(),
            help_url: "https://xpro.zendesk.com/hc/".to_owned(),
            contact_url: "https://xpro.zendesk.com/hc/en-us/requests/new".to_owned(),
            social_links: Vec::new(),
            seller: Seller::default(),
            shows_enterprise: false,
            time_zone: "America/New_York".to_owned(),
        }
    }
}

fn address() -> Vec<String> {
    vec!["77 Massachusetts Avenue".to_owned(), "Cambridge, MA 02139, USA".to_owned()]
}

impl SiteSettings {
    /// The stored settings; defaults where nothing is stored. A document that cannot be read gives the defaults and a
    /// warning: a broken setting must not take the site down.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn load(conn: &mut PgConnection) -> Result<Self, sqlx::Error> {
        let Some(body) = store::setting::get(conn).await? else { return Ok(SiteSettings::default()) };
        Ok(serde_json::from_value(body).unwrap_or_else(|error| {
            tracing::warn!(%error, "the stored site settings cannot be read; the defaults are used");
            SiteSettings::default()
        }))
    }

    /// Where people ask for help. As long as nobody wrote another address, the one of the environment holds.
    pub fn support_email<'a>(&'a self, of_environment: &'a str) -> &'a str {
        let is_written = !self.support_email.is_empty() && self.support_email != SiteSettings::default().support_email;
        if is_written || of_environment.is_empty() { &self.support_email } else { of_environment }
    }

    /// The accent color when it is one, else the default.
    pub fn safe_accent_color(&self) -> &str {
        let is_color = |color: &str| {
            color.len() == 7 && color.starts_with('#') && color[1..].bytes().all(|b| b.is_ascii_hexdigit())
        };
        Some(self.accent_color.as_str()).filter(|color| is_color(color)).unwrap_or("#a31f34")
    }
}

/// Stores the settings; every public page may change.
///
/// # Errors
/// When the database refuses.
pub async fn save_settings(tx: &mut Tx, staff: &Staff, settings: &SiteSettings) -> Result<(), sqlx::Error> {
    write(tx, staff.into(), settings).await
}

/// As [`save_settings`], by a command.
///
/// # Errors
/// When the database refuses.
pub async fn seed_settings(tx: &mut Tx, system: System, settings: &SiteSettings) -> Result<(), sqlx::Error> {
    write(tx, system.into(), settings).await
}

async fn write(tx: &mut Tx, actor: Actor, settings: &SiteSettings) -> Result<(), sqlx::Error> {
    let before = store::setting::get(tx).await?;
    let body = serde_json::to_value(settings).map_err(|error| sqlx::Error::Encode(Box::new(error)))?;
    if before.as_ref() == Some(&body) {
        return Ok(());
    }
    let now = tx.now();
    store::setting::put(tx, &body, now).await?;
    let change = audit::Change {
        act: "save_settings",
        actor,
        subject: Subject::new("site_setting", 1),
        before,
        after: Some(body),
        note: "",
    };
    audit::record(tx, change).await?;
    content::changed(tx).await
}

#[cfg(test)]
mod tests {
    use super::SiteSettings;

    #[test]
    fn the_environment_holds_until_somebody_writes_another_address() {
        let mut settings = SiteSettings::default();
        assert_eq!(settings.support_email("help@example.com"), "help@example.com");
        assert_eq!(settings.support_email(""), "support@xpro.mit.edu");
        settings.support_email = "us@example.com".to_owned();
        assert_eq!(settings.support_email("help@example.com"), "us@example.com");
    }
}

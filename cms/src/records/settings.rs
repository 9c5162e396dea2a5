//! The site's settings as a form (cms.md 4.2).

use super::{
    RecordError,
    forms::{FooterLinkRecord, SellerRecord, SettingsRecord, SocialLinkRecord},
    read::body,
};
use crate::{
    access::Editor,
    document::{Item, stable_id},
    settings::{FooterLink, Seller, SiteSettings, SocialLink, contrast_with_white, save_settings},
};
use serde_json::Value;
use sqlx::PgConnection;
use xpro_form::is_safe_link;
use xpro_platform::db::Tx;

/// Least contrast of text (WCAG 1.4.3).
const LEAST_CONTRAST: f64 = 4.5;

pub(super) async fn read(conn: &mut PgConnection) -> Result<Option<Value>, sqlx::Error> {
    let settings = SiteSettings::load(conn).await?;
    Ok(Some(body(&record_of(settings))))
}

fn items<T, R>(name: &str, list: Vec<T>, record: impl Fn(T) -> R) -> Vec<Item<R>> {
    let item = |(at, value): (usize, T)| Item { id: stable_id(&format!("settings/{name}/{at}")), value: record(value) };
    list.into_iter().enumerate().map(item).collect()
}

fn record_of(settings: SiteSettings) -> SettingsRecord {
    let seller = settings.seller;
    SettingsRecord {
        site_name: settings.site_name,
        tagline: settings.tagline,
        accent_color: settings.accent_color,
        logo: settings.logo,
        share_image: settings.share_image,
        footer_address: items("footer_address", settings.footer_address, |line| line),
        footer_links: items("footer_links", settings.footer_links, |link| FooterLinkRecord {
            title: link.title,
            url: link.url,
        }),
        social_links: items("social_links", settings.social_links, |link| SocialLinkRecord {
            network: link.network,
            url: link.url,
        }),
        support_email: settings.support_email,
        help_url: settings.help_url,
        contact_url: settings.contact_url,
        seller: SellerRecord {
            name: seller.name,
            address: items("seller", seller.address, |line| line),
            tax_id: seller.tax_id,
            email: seller.email,
        },
        time_zone: settings.time_zone,
        shows_enterprise: settings.shows_enterprise,
    }
}

pub(super) async fn write(tx: &mut Tx, editor: &Editor, record: SettingsRecord) -> Result<i64, RecordError> {
    check(&record)?;
    save_settings(tx, editor.staff(), &settings_of(record)).await?;
    Ok(1)
}

fn settings_of(record: SettingsRecord) -> SiteSettings {
    let values = |list: Vec<Item<String>>| list.into_iter().map(|item| item.value).collect();
    SiteSettings {
        site_name: record.site_name.trim().to_owned(),
        tagline: record.tagline,
        accent_color: record.accent_color.to_lowercase(),
        logo: record.logo,
        share_image: record.share_image,
        footer_address: values(record.footer_address),
        footer_links: record
            .footer_links
            .into_iter()
            .map(|item| FooterLink { title: item.value.title, url: item.value.url })
            .collect(),
        social_links: record
            .social_links
            .into_iter()
            .map(|item| SocialLink { network: item.value.network, url: item.value.url })
            .collect(),
        support_email: record.support_email,
        help_url: record.help_url,
        contact_url: record.contact_url,
        seller: Seller {
            name: record.seller.name,
            address: values(record.seller.address),
            tax_id: record.seller.tax_id,
            email: record.seller.email,
        },
        time_zone: record.time_zone,
        shows_enterprise: record.shows_enterprise,
    }
}

fn check(record: &SettingsRecord) -> Result<(), RecordError> {
    match contrast_with_white(&record.accent_color) {
        None => return Err(RecordError::field("accent_color", "Write a color such as #a31f34.")),
        Some(contrast) if contrast < LEAST_CONTRAST => {
            let message = format!(
                "White text on this color has a contrast of {contrast:.1}:1; readable text needs {LEAST_CONTRAST}:1. Take a darker one."
            );
            return Err(RecordError::field("accent_color", message));
        }
        Some(_) => {}
    }
    for (path, address) in [("support_email", &record.support_email), ("seller/email", &record.seller.email)] {
        if address.parse::<xpro_kernel::Email>().is_err() {
            return Err(RecordError::field(path, "Write an e-mail address."));
        }
    }
    for (at, item) in record.footer_links.iter().enumerate() {
        if !is_safe_link(&item.value.url) {
            let path = format!("footer_links/{at}/url");
            return Err(RecordError::field(
                &path,
                "Write a path such as /about-us/, or an address that begins with https://",
            ));
        }
    }
    Ok(())
}

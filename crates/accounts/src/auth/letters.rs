//! The letter of the registration (accounts_ops.md 5.4, 5.5).

use crate::{Call, Token};
use url::form_urlencoded::Serializer;
use xpro_kernel::Email;
use xpro_platform::{
    db::Tx,
    mail::{self, Letter, Mail},
};

/// Mails the link that proves that somebody reads this address; it works in any browser.
pub(super) async fn send_verification(
    tx: &mut Tx,
    call: &Call<'_>,
    to: &Email,
    verification_id: i64,
    link: &Link<'_>,
) -> Result<(), sqlx::Error> {
    let site = &call.brand.site_name;
    let letter = Letter::new("Verify your email")
        .heading("Verify your email")
        .paragraph(format!("Thank you for creating an account with {site}. Press the button to verify your email address and to continue."))
        .button("Verify email", link.url(&call.brand.base_url))
        .small("If you did not ask for an account, ignore this letter: nothing was created.")
        .paragraph(format!("Welcome! The {site} team"));
    let mail = Mail {
        template: "verification",
        to: to.clone(),
        letter,
        idempotency_key: format!("verification:{verification_id}"),
        subject: None,
    };
    mail::queue(tx, call.brand, mail).await.map(drop)
}

/// What the mailed link carries.
#[derive(Debug)]
pub(super) struct Link<'a> {
    pub code: &'a Token,
    pub attempt: &'a Token,
    pub affiliate_code: Option<&'a str>,
}

impl Link<'_> {
    fn url(&self, base_url: &str) -> String {
        let mut query = Serializer::new(String::new());
        query.append_pair("verification_code", self.code.as_str()).append_pair("partial_token", self.attempt.as_str());
        if let Some(code) = self.affiliate_code {
            query.append_pair("aid", code);
        }
        format!("{base_url}/create-account/confirm/?{}", query.finish())
    }
}

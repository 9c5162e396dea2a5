//! Where the payer's browser goes afterwards (ecommerce.md 3.7).

use url::form_urlencoded::byte_serialize;

/// The dashboard, told what was bought. `base_url` has no trailing slash.
pub fn success_url(base_url: &str, text_id: &str) -> String {
    let purchased: String = byte_serialize(text_id.as_bytes()).collect();
    format!("{base_url}/dashboard/?status=purchased&purchased={purchased}")
}

/// The checkout, where the basket still is.
pub fn cancel_url(base_url: &str) -> String {
    format!("{base_url}/checkout/")
}

#[cfg(test)]
mod tests {
    use super::{cancel_url, success_url};

    #[test]
    fn text_ids_are_form_encoded() {
        assert_eq!(
            success_url("https://host", "a readable id"),
            "https://host/dashboard/?status=purchased&purchased=a+readable+id"
        );
        assert_eq!(
            success_url("https://host", "course-v1:Acme+CRYPTx+R3"),
            "https://host/dashboard/?status=purchased&purchased=course-v1%3AAcme%2BCRYPTx%2BR3"
        );
        assert_eq!(cancel_url("https://host"), "https://host/checkout/");
    }
}

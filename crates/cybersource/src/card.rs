//! Cards as they may be shown.

/// The name of a card type code (ecommerce.md 4.8).
pub fn card_type_name(code: &str) -> Option<&'static str> {
    let name = match code {
        "001" => "Visa",
        "002" => "Mastercard",
        "003" => "American Express",
        "004" => "Discover",
        "005" => "Diners Club",
        "006" => "Carte Blanche",
        "007" => "JCB",
        "014" => "Enroute",
        "021" => "JAL",
        "024" => "Maestro (UK)",
        "031" => "Delta",
        "033" => "Visa Electron",
        "034" => "Dankort",
        "036" => "Carte Bancaires",
        "037" => "Carta Si",
        "039" => "EAN",
        "040" => "UATP",
        "042" => "Maestro (Intl)",
        "050" => "Hipercard",
        "051" => "Aura",
        "054" => "Elo",
        "061" => "RuPay",
        "062" => "China UnionPay",
        _ => return None,
    };
    Some(name)
}

/// The number with all but its last four characters replaced. The gateway masks it already, but how much of it
/// depends on the merchant's profile.
pub fn mask_card_number(number: &str) -> String {
    let length = number.chars().count();
    let mask = |(place, character)| if place + 4 < length { 'x' } else { character };
    number.chars().enumerate().map(mask).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_types_have_names() {
        let codes = (0..100).map(|code| format!("{code:03}"));

        assert_eq!(codes.filter(|code| card_type_name(code).is_some()).count(), 23);
        assert_eq!((card_type_name("001"), card_type_name("062")), (Some("Visa"), Some("China UnionPay")));
        assert_eq!((card_type_name("1"), card_type_name("")), (None, None));
    }

    #[test]
    fn at_most_four_digits_show() {
        assert_eq!(mask_card_number("xxxxxxxxxxxx1111"), "xxxxxxxxxxxx1111");
        assert_eq!(mask_card_number("411111xxxxxx1111"), "xxxxxxxxxxxx1111");
        assert_eq!(mask_card_number("4111111111111111"), "xxxxxxxxxxxx1111");
        assert_eq!(mask_card_number("12"), "12");
    }
}

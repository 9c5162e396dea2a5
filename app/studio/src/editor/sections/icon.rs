//! Icons of section types.

use xpro_ui::IconName;

/// The icon of this name; a general one for names that this program does not know.
pub fn block_icon(name: &str) -> IconName {
    match name {
        "quote" | "testimonials" => IconName::Quote,
        "text" | "document" | "overview" | "heading" => IconName::Text,
        "image" | "picture" | "images" | "text-image" => IconName::Picture,
        "video" | "film" | "play" => IconName::Play,
        "users" | "faculty" | "people" | "team" => IconName::Users,
        "user" | "signatory" => IconName::User,
        "help" | "faq" | "question" => IconName::Help,
        "award" | "certificate" => IconName::Award,
        "calendar" | "news" => IconName::Calendar,
        "check" | "check-list" | "outcomes" | "list" => IconName::CheckCircle,
        "book" | "course" | "courses" | "carousel" => IconName::Book,
        "grid" | "layers" => IconName::Layers,
        "code" => IconName::Sliders,
        "mail" | "form" => IconName::Mail,
        "path" => IconName::ArrowRight,
        "globe" => IconName::Globe,
        "tag" => IconName::Tag,
        "card" => IconName::Card,
        "home" => IconName::Home,
        _ => IconName::Layers,
    }
}

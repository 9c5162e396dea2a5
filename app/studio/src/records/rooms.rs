//! The rooms of the studio that hold records.

use xpro_api::RecordQuery;

/// A room: its part of the address, its name, and its kinds with the names of their lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// Part of the address behind `/studio/`.
    pub name: &'static str,
    /// Heading of its list.
    pub title: &'static str,
    /// Names of kinds, with the words of their tabs.
    pub kinds: &'static [(&'static str, &'static str)],
}

/// All of them.
pub const ROOMS: [Room; 9] = [
    Room {
        name: "snippets",
        title: "Snippets",
        kinds: &[
            ("site_notification", "Site notifications"),
            ("shared_section", "Shared sections"),
            ("signatory", "Signatories"),
            ("testimonial", "Testimonials"),
            ("faq_set", "Questions"),
        ],
    },
    Room {
        name: "courses",
        title: "Courses",
        kinds: &[
            ("course", "Courses"),
            ("course_run", "Course runs"),
            ("program", "Programs"),
            ("program_run", "Program runs"),
        ],
    },
    Room { name: "products", title: "Products", kinds: &[("product", "Products")] },
    Room { name: "topics", title: "Topics", kinds: &[("topic", "Topics")] },
    Room { name: "languages", title: "Languages", kinds: &[("language", "Languages")] },
    Room { name: "platforms", title: "Platforms", kinds: &[("platform", "Platforms")] },
    Room { name: "settings", title: "Site settings", kinds: &[("settings", "Site settings")] },
    Room { name: "users", title: "People", kinds: &[("user", "People")] },
    Room { name: "groups", title: "Groups", kinds: &[("group", "Groups")] },
];

impl Room {
    /// The room of this name.
    pub fn find(name: &str) -> Option<&'static Room> {
        ROOMS.iter().find(|room| room.name == name)
    }

    /// The room that holds this kind.
    pub fn of_kind(kind: &str) -> Option<&'static Room> {
        ROOMS.iter().find(|room| room.kinds.iter().any(|(name, _)| *name == kind))
    }

    /// The kind of this name when it is here, else the first.
    pub fn kind(&self, wanted: &str) -> &'static str {
        let found = self.kinds.iter().find(|(name, _)| *name == wanted).or(self.kinds.first());
        found.map_or("", |(name, _)| name)
    }

    /// Address of its list.
    pub fn list(&self, query: &RecordQuery) -> String {
        let bare = format!("/studio/{}", self.name);
        match serde_urlencoded::to_string(query) {
            Ok(query) if !query.is_empty() => format!("{bare}?{query}"),
            _ => bare,
        }
    }

    /// Address of the form of a new record.
    pub fn new_record(&self, kind: &str) -> String {
        format!("/studio/{}/new{}", self.name, self.asked(kind))
    }

    fn asked(&self, kind: &str) -> String {
        if self.kind("") == kind { String::new() } else { format!("?kind={kind}") }
    }
}

/// Address of a record; none for what has no screen.
pub fn record(kind: &str, id: i64) -> Option<String> {
    let room = Room::of_kind(kind)?;
    if kind == "settings" {
        return Some("/studio/settings".to_owned());
    }
    Some(format!("/studio/{}/{id}{}", room.name, room.asked(kind)))
}

/// The query of an address. What cannot be understood asks for nothing.
pub fn query(text: &str) -> RecordQuery {
    serde_urlencoded::from_str(text.trim_start_matches('?')).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_have_addresses() {
        assert_eq!(record("topic", 7).as_deref(), Some("/studio/topics/7"));
        assert_eq!(record("faq_set", 7).as_deref(), Some("/studio/snippets/7?kind=faq_set"));
        assert_eq!(record("settings", 1).as_deref(), Some("/studio/settings"));
        assert_eq!(record("order", 1), None);
        let room = Room::find("courses").expect("a room");
        assert_eq!(room.new_record("course"), "/studio/courses/new");
        assert_eq!(room.new_record("program"), "/studio/courses/new?kind=program");
        assert_eq!(room.kind("nonsense"), "course");
    }

    #[test]
    fn a_list_keeps_its_query_in_the_address() {
        let room = Room::find("topics").expect("a room");
        let wanted = RecordQuery { kind: String::new(), q: "data & ai".to_owned() };
        let address = room.list(&wanted);
        let (_, asked) = address.split_once('?').expect("a query");
        assert_eq!(query(asked), wanted);
        assert_eq!(room.list(&RecordQuery::default()), "/studio/topics");
    }
}

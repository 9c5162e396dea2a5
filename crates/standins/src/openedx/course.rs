//! Course keys, and what the stand-in knows about a course.

use serde::{Deserialize, Serialize};

use crate::clock;

/// Modes of a course nobody said anything about.
const USUAL_MODES: [&str; 2] = ["audit", "no-id-professional"];

/// A course as set over the control API; also the shape of that call.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Course {
    pub(crate) key: String,
    #[serde(default)]
    pub(crate) name: Option<String>,
    /// False: edX does not know the course at all.
    #[serde(default = "yes")]
    pub(crate) exists: bool,
    #[serde(default = "usual_modes")]
    pub(crate) modes: Vec<String>,
    /// In which of edX's two wordings a mode that is not offered is refused.
    #[serde(default)]
    pub(crate) mode_refusal: ModeRefusal,
    #[serde(default)]
    pub(crate) start: Option<String>,
    #[serde(default)]
    pub(crate) end: Option<String>,
    #[serde(default)]
    pub(crate) enrollment_start: Option<String>,
    #[serde(default)]
    pub(crate) enrollment_end: Option<String>,
}

/// edX words the same refusal in two ways, depending on the layer that notices.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum ModeRefusal {
    /// "The […] course mode is expired or otherwise unavailable for course run […]."
    #[default]
    Expired,
    /// "Specified course mode '…' unavailable for course …"
    Specified,
}

fn yes() -> bool {
    true
}

fn usual_modes() -> Vec<String> {
    USUAL_MODES.map(str::to_owned).to_vec()
}

impl Course {
    /// A course with this key about which nothing was set.
    pub(crate) fn usual(key: &str) -> Self {
        Self {
            key: key.to_owned(),
            name: None,
            exists: true,
            modes: usual_modes(),
            mode_refusal: ModeRefusal::default(),
            start: None,
            end: None,
            enrollment_start: None,
            enrollment_end: None,
        }
    }

    /// The name shown to people.
    pub(crate) fn title(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.key)
    }

    /// The mode of an enrollment that names none.
    pub(crate) fn default_mode(&self) -> &str {
        let audit = self.modes.iter().find(|mode| *mode == "audit");
        audit.or(self.modes.first()).map_or("audit", String::as_str)
    }

    /// The refusal text when the course does not offer this mode.
    pub(crate) fn refusal_of(&self, mode: &str) -> Option<String> {
        if self.modes.iter().any(|offered| offered == mode) {
            return None;
        }
        let key = &self.key;
        Some(match self.mode_refusal {
            ModeRefusal::Expired => {
                format!("The [{mode}] course mode is expired or otherwise unavailable for course run [{key}].")
            }
            ModeRefusal::Specified => format!(
                "Specified course mode '{mode}' unavailable for course {key}.  Available modes were: {}",
                self.modes.join(", ")
            ),
        })
    }

    /// Whether the enrollment window is shut now.
    pub(crate) fn is_closed(&self) -> bool {
        let now = clock::now();
        let instant = |text: &Option<String>| text.as_deref().and_then(clock::parse);
        instant(&self.enrollment_start).is_some_and(|start| now < start)
            || instant(&self.enrollment_end).is_some_and(|end| end < now)
    }

    /// The first of the dates that is not RFC 3339, if any.
    pub(crate) fn bad_date(&self) -> Option<&str> {
        [&self.start, &self.end, &self.enrollment_start, &self.enrollment_end]
            .into_iter()
            .filter_map(|date| date.as_deref())
            .find(|date| clock::parse(date).is_none())
    }
}

/// Whether a text has the shape of a course key: `course-v1:org+course+run`.
pub(crate) fn is_course_key(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("course-v1:") else {
        return false;
    };
    let parts: Vec<&str> = rest.split('+').collect();
    parts.len() == 3 && parts.iter().all(|part| !part.is_empty() && !part.contains('/'))
}

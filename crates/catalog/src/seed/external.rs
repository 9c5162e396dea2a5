//! Courses that vendors run and sell.

use super::plan::DemoCourse;
use super::timeline::{State, runs};
use time::OffsetDateTime;

struct Vendor {
    title: &'static str,
    readable_id: &'static str,
    platform: &'static str,
    code: &'static str,
    language: &'static str,
    topics: &'static [&'static str],
    weeks: i64,
    dollars: i64,
    states: &'static [State],
}

const COURSES: &[Vendor] = &[
    Vendor {
        title: "Designing Machine Learning Products",
        readable_id: "course-v1:xPRO+DMLPx",
        platform: "Emeritus",
        code: "MXP-DMLP",
        language: "English",
        topics: &["Artificial Intelligence", "AI/Machine Learning"],
        weeks: 8,
        dollars: 2_600,
        states: &[State::Ended(101), State::Future(24)],
    },
    Vendor {
        title: "Cloud Strategy for Technology Leaders",
        readable_id: "course-v1:xPRO+CSTLx",
        platform: "Emeritus",
        code: "MXP-CSTL",
        language: "English",
        topics: &["Digital Transformation", "Strategy"],
        weeks: 6,
        dollars: 2_350,
        states: &[State::Enrolling, State::Future(100)],
    },
    Vendor {
        title: "Energy Storage: From Cell to Grid",
        readable_id: "course-v1:xPRO+ESCGx",
        platform: "Emeritus",
        code: "MXP-ESCG",
        language: "English",
        topics: &["Energy & Climate", "Energy Systems"],
        weeks: 7,
        dollars: 1_950,
        states: &[State::Future(38)],
    },
    Vendor {
        title: "数据驱动的管理决策",
        readable_id: "course-v1:xPRO+DDMDx",
        platform: "Emeritus",
        code: "MXP-DDMD-ZH",
        language: "Chinese",
        topics: &["Business Analytics", "Management"],
        weeks: 10,
        dollars: 2_200,
        states: &[State::Future(51)],
    },
    Vendor {
        title: "Liderazgo en la innovación digital",
        readable_id: "course-v1:xPRO+LIDx",
        platform: "Global Alumni",
        code: "GA-LID-ES",
        language: "Spanish",
        topics: &["Leadership", "Business Innovation"],
        weeks: 8,
        dollars: 1_690,
        states: &[State::Started, State::Future(33)],
    },
    Vendor {
        title: "Cadeias de suprimentos sustentáveis",
        readable_id: "course-v1:xPRO+CSSx",
        platform: "Global Alumni",
        code: "GA-CSS-PT",
        language: "Portuguese",
        topics: &["Operations", "Sustainability"],
        weeks: 6,
        dollars: 1_490,
        states: &[State::Future(59)],
    },
];

/// The vendors' courses.
pub(super) fn courses(today: OffsetDateTime) -> Vec<DemoCourse> {
    let course = |vendor: &Vendor| DemoCourse {
        title: vendor.title,
        readable_id: vendor.readable_id,
        program: None,
        platform: vendor.platform,
        live: true,
        external_course_id: vendor.code,
        language: vendor.language,
        topics: vendor.topics,
        runs: runs(today, vendor.weeks, Some(vendor.dollars), vendor.states),
    };
    COURSES.iter().map(course).collect()
}

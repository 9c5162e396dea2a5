//! The objects of the published JSON. The order of fields is the published order of keys.

use super::value::{Number, Stamp};
use serde::Serialize;
use xpro_kernel::{CourseId, CourseRunId, ProductId, ProgramId};

/// The 17 keys that courses and programs share (courseware.md 7.1).
#[derive(Serialize)]
pub(super) struct PageObject<'a> {
    pub url: Option<&'a str>,
    pub description: Option<&'a str>,
    pub external_marketing_url: Option<&'a str>,
    pub marketing_hubspot_form_id: Option<&'a str>,
    pub thumbnail_url: &'a str,
    pub time_commitment: Option<&'a str>,
    pub min_weekly_hours: Option<i16>,
    pub max_weekly_hours: Option<i16>,
    pub duration: Option<&'a str>,
    pub min_weeks: Option<i16>,
    pub max_weeks: Option<i16>,
    pub format: Option<&'a str>,
    pub video_url: Option<&'a str>,
    pub credits: Option<Number>,
    pub availability: &'static str,
    pub prerequisites: [(); 0],
    pub language: Option<&'a str>,
}

/// Item of `/api/courses/`.
#[derive(Serialize)]
pub(super) struct CourseObject<'a> {
    #[serde(flatten)]
    pub page: PageObject<'a>,
    pub id: CourseId,
    pub title: &'a str,
    pub readable_id: &'a str,
    pub courseruns: Vec<RunObject<'a>>,
    pub next_run_id: Option<CourseRunId>,
    pub topics: Vec<Named<'a>>,
    pub is_external: bool,
    pub platform: &'a str,
}

/// Item of `/api/course_runs/`, and of a course's `courseruns`.
#[derive(Serialize)]
pub(super) struct RunObject<'a> {
    pub title: &'a str,
    pub start_date: Option<Stamp>,
    pub end_date: Option<Stamp>,
    pub enrollment_start: Option<Stamp>,
    pub enrollment_end: Option<Stamp>,
    pub expiration_date: Option<Stamp>,
    pub courseware_url: Option<String>,
    pub courseware_id: &'a str,
    pub run_tag: &'a str,
    pub id: CourseRunId,
    pub product_id: Option<ProductId>,
    pub instructors: Vec<Named<'a>>,
    pub current_price: Option<Number>,
}

/// Item of `/api/programs/`.
#[derive(Serialize)]
pub(super) struct ProgramObject<'a> {
    #[serde(flatten)]
    pub page: PageObject<'a>,
    pub title: &'a str,
    pub readable_id: &'a str,
    pub current_price: Option<Number>,
    pub id: ProgramId,
    pub courses: Vec<CourseObject<'a>>,
    pub start_date: Option<Stamp>,
    pub end_date: Option<Stamp>,
    pub enrollment_start: Option<Stamp>,
    pub instructors: Vec<Named<'a>>,
    pub topics: Vec<Named<'a>>,
    pub is_external: bool,
    pub platform: &'a str,
}

/// `{"name": …}`.
#[derive(Serialize, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Named<'a> {
    pub name: &'a str,
}

/// Item of `/api/parent_course_topics/`.
#[derive(Serialize)]
pub(super) struct TopicObject<'a> {
    pub name: &'a str,
    pub course_count: usize,
}

/// Item of `/api/products/`.
#[derive(Serialize)]
pub(super) struct ProductObject<'a> {
    pub id: ProductId,
    pub product_type: &'static str,
    pub is_private: bool,
    pub latest_version: VersionObject<'a>,
    pub content_object: ContentObject<'a>,
}

/// The newest price; amounts are decimal strings in this API.
#[derive(Serialize)]
pub(super) struct VersionObject<'a> {
    pub price: String,
    pub content_title: &'a str,
    pub readable_id: &'a str,
    pub id: i64,
    pub object_id: i64,
    pub product_id: ProductId,
    #[serde(rename = "type")]
    pub kind: &'static str,
}

/// What a product sells.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum ContentObject<'a> {
    Run {
        id: CourseRunId,
        title: &'a str,
        start_date: Option<Stamp>,
        end_date: Option<Stamp>,
        course: CourseStub<'a>,
        readable_id: &'a str,
        enrollment_start: Option<Stamp>,
        enrollment_end: Option<Stamp>,
    },
    Program {
        id: ProgramId,
        title: &'a str,
        readable_id: &'a str,
    },
}

/// The course of a run.
#[derive(Serialize)]
pub(super) struct CourseStub<'a> {
    pub id: CourseId,
    pub title: &'a str,
}

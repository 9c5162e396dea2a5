//! A small site in memory.

use super::super::SiteData;
use crate::{
    document::{Block, BlockContent, PageDocument, PageKind, ProductPage},
    settings::SiteSettings,
    store::page::PublishedRow,
};
use time::{Duration, OffsetDateTime, macros::datetime};
use xpro_catalog::{
    CatalogData,
    data::CatalogParts,
    model::{
        Course, CourseRun, Language, Platform, PricedProduct, Product, ProductTarget, ProductVersion, Program,
        ProgramRun, Topic,
    },
};
use xpro_kernel::*;

pub(super) const NOW: OffsetDateTime = datetime!(2026-08-20 12:00 UTC);

/// `days` from now.
pub(super) fn day(days: i64) -> Option<OffsetDateTime> {
    Some(NOW + Duration::days(days))
}

#[derive(Default, Clone)]
pub(super) struct Fixture {
    pub(super) parts: CatalogParts,
    rows: Vec<PublishedRow>,
}

impl Fixture {
    pub(super) fn new() -> Self {
        let language = |id, name: &str, priority, is_active| Language {
            id: LanguageId(id),
            name: name.to_owned(),
            bcp47: "en".to_owned(),
            priority,
            is_active,
        };
        let topic = |id, name: &str, parent: Option<i64>| Topic {
            id: TopicId(id),
            name: name.to_owned(),
            parent_id: parent.map(TopicId),
        };
        let mut fixture = Fixture::default();
        fixture.parts.platforms = vec![Platform { id: PlatformId(1), name: "xPRO".to_owned(), enable_sync: false }];
        fixture.parts.languages = vec![
            language(1, "English", Some(1), true),
            language(2, "Spanish", None, true),
            language(3, "Latin", Some(2), false),
        ];
        fixture.parts.topics =
            vec![topic(1, "Engineering", None), topic(2, "Bridges", Some(1)), topic(3, "Business", None)];
        fixture
    }

    /// A live course with one page and these runs: (start, end, enrollment end, price in dollars), in days from now.
    pub(super) fn course(
        mut self,
        id: i64,
        program: Option<(i64, i16)>,
        runs: &[(i64, i64, i64, Option<i64>)],
    ) -> Self {
        self.parts.courses.push(Course {
            id: CourseId(id),
            program_id: program.map(|(program, _)| ProgramId(program)),
            position_in_program: program.map(|(_, position)| position),
            title: format!("Course {id}"),
            readable_id: format!("course-v1:xPRO+C{id}"),
            live: true,
            is_external: false,
            external_course_id: String::new(),
            platform_id: PlatformId(1),
        });
        for (at, (start, end, enrollment_end, dollars)) in runs.iter().enumerate() {
            let run = CourseRunId(id * 100 + i64::try_from(at).expect("few runs"));
            self.parts.runs.push(CourseRun {
                id: run,
                course_id: CourseId(id),
                title: format!("Course {id}"),
                courseware_id: format!("course-v1:xPRO+C{id}+R{at}"),
                run_tag: format!("R{at}"),
                courseware_url_path: None,
                external_course_run_id: String::new(),
                start_date: day(*start),
                end_date: day(*end),
                enrollment_start: day(-100),
                enrollment_end: day(*enrollment_end),
                expiration_date: None,
                live: true,
            });
            self = self.product(run.0, ProductTarget::CourseRun(run), *dollars);
        }
        self
    }

    pub(super) fn program(mut self, id: i64, dollars: Option<i64>, runs: &[(&str, i64)]) -> Self {
        self.parts.programs.push(Program {
            id: ProgramId(id),
            title: format!("Program {id}"),
            readable_id: format!("program-v1:xPRO+P{id}"),
            live: true,
            is_external: false,
            platform_id: PlatformId(1),
        });
        for (tag, start) in runs {
            let next = ProgramRunId(i64::try_from(self.parts.program_runs.len()).expect("few runs"));
            self.parts.program_runs.push(ProgramRun {
                id: next,
                program_id: ProgramId(id),
                run_tag: (*tag).to_owned(),
                start_date: day(*start),
                end_date: None,
            });
        }
        self.product(id * 1_000_000, ProductTarget::Program(ProgramId(id)), dollars)
    }

    fn product(mut self, id: i64, target: ProductTarget, dollars: Option<i64>) -> Self {
        let product = Product { id: ProductId(id), target, is_active: true, is_private: false };
        let version = |dollars: i64| ProductVersion {
            id: ProductVersionId(id),
            product_id: ProductId(id),
            price: Money::from_cents(dollars * 100),
            description: "x".to_owned(),
            text_id: "x".to_owned(),
            requires_enrollment_code: false,
            created_at: NOW,
        };
        self.parts.products.extend(dollars.map(|dollars| PricedProduct { product, latest: Some(version(dollars)) }));
        self
    }

    /// A page of course or program `id`, changed by `edit`.
    pub(super) fn page(
        mut self,
        kind: PageKind,
        id: i64,
        edit: impl FnOnce(&mut ProductPage, &mut PublishedRow),
    ) -> Self {
        let is_course = kind.is_course();
        let (noun, readable_id) = if is_course {
            ("Course", format!("course-v1:xPRO+C{id}"))
        } else {
            ("Program", format!("program-v1:xPRO+P{id}"))
        };
        let mut page = ProductPage {
            title: format!("{noun} {id}"),
            course: is_course.then_some(CourseId(id)),
            program: (!is_course).then_some(ProgramId(id)),
            language: Some(LanguageId(1)),
            subhead: "Sentence".to_owned(),
            ..ProductPage::default()
        };
        let mut row = PublishedRow {
            id: PageId(if is_course { id } else { id + 10_000 }),
            kind: kind.name().to_owned(),
            slug: readable_id.clone(),
            url_path: format!("/{}s/{readable_id}/", noun.to_lowercase()),
            live: true,
            guards: Vec::new(),
            course_id: page.course,
            program_id: page.program,
            featured: false,
            last_published_at: Some(NOW),
            schema: 1,
            body: serde_json::Value::Null,
        };
        edit(&mut page, &mut row);
        row.body = PageDocument::new_product(kind, page).expect("a product kind").to_stored().expect("writes").body;
        self.rows.push(row);
        self
    }

    pub(super) fn row(mut self, kind: PageKind, url_path: &str, document: &PageDocument) -> Self {
        self.rows.push(PublishedRow {
            id: PageId(90_000 + i64::try_from(self.rows.len()).expect("few")),
            kind: kind.name().to_owned(),
            slug: "x".to_owned(),
            url_path: url_path.to_owned(),
            live: true,
            guards: Vec::new(),
            course_id: None,
            program_id: None,
            featured: false,
            last_published_at: Some(NOW),
            schema: 1,
            body: document.to_stored().expect("writes").body,
        });
        self
    }

    pub(super) fn site(self) -> SiteData {
        SiteData::new(
            CatalogData::new(self.parts),
            self.rows,
            Vec::new(),
            &crate::media::Signer::default(),
            SiteSettings::default(),
        )
    }
}

pub(super) fn shown(content: BlockContent) -> Block {
    Block::named(content.name().to_owned().as_str(), content)
}

/// One run that starts in ten days and can be bought.
pub(super) const SOON: (i64, i64, i64, Option<i64>) = (10, 40, 9, Some(500));

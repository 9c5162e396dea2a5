//! The snapshot itself and the ways to look things up in it.

use super::index::Index;
use crate::{
    model::{Course, CourseRun, Language, Platform, PricedProduct, ProductTarget, Program, ProgramRun, Topic},
    store,
};
use sqlx::PgConnection;
use xpro_kernel::{CourseId, CourseRunId, LanguageId, Money, PlatformId, ProductId, ProgramId, TopicId};

/// Every row of the catalogue, each list in the order of its keys.
#[derive(Debug, Clone, Default)]
pub struct CatalogParts {
    /// All programs, live or not.
    pub programs: Vec<Program>,
    /// All offerings of programs.
    pub program_runs: Vec<ProgramRun>,
    /// All courses, live or not.
    pub courses: Vec<Course>,
    /// All runs, live or not.
    pub runs: Vec<CourseRun>,
    /// All products, active or not, with their newest price.
    pub products: Vec<PricedProduct>,
    /// All languages.
    pub languages: Vec<Language>,
    /// All platforms.
    pub platforms: Vec<Platform>,
    /// All topics.
    pub topics: Vec<Topic>,
}

/// A consistent picture of the catalogue with indexes. Cheap to share behind an `Arc`; never changed after it is made.
#[derive(Debug, Clone, Default)]
pub struct CatalogData {
    parts: CatalogParts,
    index: Index,
}

impl CatalogData {
    /// Indexes these rows.
    pub fn new(parts: CatalogParts) -> Self {
        let index = Index::build(&parts);
        CatalogData { parts, index }
    }

    /// Reads everything in eight statements, whatever the size of the catalogue.
    ///
    /// Callers that must not see half of somebody's change pass a connection inside a repeatable-read transaction.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn load_all(conn: &mut PgConnection) -> Result<Self, sqlx::Error> {
        Ok(CatalogData::new(CatalogParts {
            programs: store::program::list(conn).await?,
            program_runs: store::program_run::list(conn).await?,
            courses: store::course::list(conn).await?,
            runs: store::course_run::list(conn).await?,
            products: store::product::list_priced(conn).await?,
            languages: store::language::list(conn).await?,
            platforms: store::platform::list(conn).await?,
            topics: store::topic::list(conn).await?,
        }))
    }

    /// All programs, by key.
    pub fn programs(&self) -> &[Program] {
        &self.parts.programs
    }

    /// All courses, by key.
    pub fn courses(&self) -> &[Course] {
        &self.parts.courses
    }

    /// All runs, by key.
    pub fn runs(&self) -> &[CourseRun] {
        &self.parts.runs
    }

    /// All products, by key.
    pub fn products(&self) -> &[PricedProduct] {
        &self.parts.products
    }

    /// All offerings of programs, by key.
    pub fn program_runs(&self) -> &[ProgramRun] {
        &self.parts.program_runs
    }

    /// All languages: by priority, none last, then by name.
    pub fn languages(&self) -> &[Language] {
        &self.parts.languages
    }

    /// All platforms, by name.
    pub fn platforms(&self) -> &[Platform] {
        &self.parts.platforms
    }

    /// All topics, by name.
    pub fn topics(&self) -> &[Topic] {
        &self.parts.topics
    }

    /// One program.
    pub fn program(&self, id: ProgramId) -> Option<&Program> {
        self.index.programs.get(&id).map(|at| &self.parts.programs[*at])
    }

    /// One course.
    pub fn course(&self, id: CourseId) -> Option<&Course> {
        self.index.courses.get(&id).map(|at| &self.parts.courses[*at])
    }

    /// One run.
    pub fn run(&self, id: CourseRunId) -> Option<&CourseRun> {
        self.index.runs.get(&id).map(|at| &self.parts.runs[*at])
    }

    /// One product, active or not.
    pub fn product(&self, id: ProductId) -> Option<&PricedProduct> {
        self.index.products.get(&id).map(|at| &self.parts.products[*at])
    }

    /// One platform.
    pub fn platform(&self, id: PlatformId) -> Option<&Platform> {
        self.parts.platforms.iter().find(|platform| platform.id == id)
    }

    /// One language.
    pub fn language(&self, id: LanguageId) -> Option<&Language> {
        self.parts.languages.iter().find(|language| language.id == id)
    }

    /// One topic.
    pub fn topic(&self, id: TopicId) -> Option<&Topic> {
        self.index.topics.get(&id).map(|at| &self.parts.topics[*at])
    }

    /// A topic by its exact name.
    pub fn topic_by_name(&self, name: &str) -> Option<&Topic> {
        self.parts.topics.iter().find(|topic| topic.name == name)
    }

    /// The topics right below this one, by name.
    pub fn subtopics(&self, id: TopicId) -> impl Iterator<Item = &Topic> {
        self.parts.topics.iter().filter(move |topic| topic.parent_id == Some(id))
    }

    /// A program by its readable id.
    pub fn program_by_readable_id(&self, readable_id: &str) -> Option<&Program> {
        self.index.program_ids.get(readable_id).map(|at| &self.parts.programs[*at])
    }

    /// A course by its readable id.
    pub fn course_by_readable_id(&self, readable_id: &str) -> Option<&Course> {
        self.index.course_ids.get(readable_id).map(|at| &self.parts.courses[*at])
    }

    /// A run by its courseware id.
    pub fn run_by_courseware_id(&self, courseware_id: &str) -> Option<&CourseRun> {
        self.index.run_ids.get(courseware_id).map(|at| &self.parts.runs[*at])
    }

    /// All courses of a program, live or not: by position, none last.
    pub fn courses_of(&self, program: ProgramId) -> impl Iterator<Item = &Course> {
        positions(&self.index.courses_of_program, &program).map(|at| &self.parts.courses[at])
    }

    /// All runs of a course, live or not: by start date, none last.
    pub fn runs_of(&self, course: CourseId) -> impl Iterator<Item = &CourseRun> {
        positions(&self.index.runs_of_course, &course).map(|at| &self.parts.runs[at])
    }

    /// All offerings of a program: by start date, none last.
    pub fn program_runs_of(&self, program: ProgramId) -> impl Iterator<Item = &ProgramRun> {
        positions(&self.index.runs_of_program, &program).map(|at| &self.parts.program_runs[at])
    }

    /// What sells this run or program, active or not.
    pub fn product_of(&self, target: ProductTarget) -> Option<&PricedProduct> {
        self.index.product_of.get(&target).map(|at| &self.parts.products[*at])
    }

    /// What sells this run or program now.
    pub fn active_product_of(&self, target: ProductTarget) -> Option<&PricedProduct> {
        self.product_of(target).filter(|priced| priced.product.is_active)
    }

    /// Price of a run or program: the newest one of its active product.
    pub fn price_of(&self, target: ProductTarget) -> Option<Money> {
        self.product_of(target)?.current_price()
    }
}

fn positions<'a, K: std::hash::Hash + Eq>(
    lists: &'a std::collections::HashMap<K, Vec<usize>>,
    key: &K,
) -> impl Iterator<Item = usize> + use<'a, K> {
    lists.get(key).map_or(&[][..], Vec::as_slice).iter().copied()
}

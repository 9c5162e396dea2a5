//! Certificates of two pages that are looked at in the same moment (case 62 of cms.md 8).

use super::*;
use crate::{
    document::{Block, BlockContent, Certificate, CertificateOverride, Item, PageDocument, stable_id},
    testing::{Site, begin},
};
use sqlx::PgPool;
use xpro_kernel::{CourseId, CourseRunId};
use xpro_platform::db::Tx;

const COURSES: [&str; 2] = ["course-v1:xPRO+AMx", "course-v1:xPRO+QCx1"];

/// The page of a course whose certificate names this run.
async fn naming(tx: &mut Tx, readable_id: &str, run: CourseRunId) -> PageDocument {
    let mut document = Site::course_document(tx, readable_id).await;
    let over = CertificateOverride { run: Some(run), ceus: Some(rust_decimal::Decimal::ONE) };
    let certificate = Certificate {
        product_name: "Systems".to_owned(),
        overrides: vec![Item { id: stable_id("override"), value: over }],
        issued: false,
        ..Certificate::default()
    };
    let block = Block::named("certificate", BlockContent::Certificate(certificate));
    document.product_mut().expect("a product").sections = vec![block];
    document
}

async fn run_of(tx: &mut Tx, readable_id: &str) -> CourseRunId {
    let course = xpro_catalog::store::course::find_by_readable_id(tx, readable_id).await.expect("reads");
    let CourseId(course) = course.expect("the course").id;
    let run: i64 = sqlx::query_scalar("select min(id) from course_run where course_id = $1")
        .bind(course)
        .fetch_one(&mut **tx)
        .await
        .expect("a run");
    CourseRunId(run)
}

/// How many runs of each page are of another course.
async fn strangers(tx: &mut Tx, documents: &[PageDocument]) -> Vec<usize> {
    let checked: Vec<_> = documents.iter().map(|document| Checked { document, price: None }).collect();
    let now = tx.now();
    let found = check_pages(tx, &checked, Upcoming::default(), now, &[]).await.expect("looks");
    found.iter().map(|page| page.iter().filter(|found| found.code == Code::RunElsewhere).count()).collect()
}

#[sqlx::test(migrations = "../migrations")]
async fn each_certificate_knows_the_runs_of_its_own_course_only(pool: PgPool) {
    let mut tx = begin(&pool).await;
    Site::with_catalog(&mut tx).await;
    let runs = [run_of(&mut tx, COURSES[0]).await, run_of(&mut tx, COURSES[1]).await];
    let own = [naming(&mut tx, COURSES[0], runs[0]).await, naming(&mut tx, COURSES[1], runs[1]).await];
    let swapped = [naming(&mut tx, COURSES[0], runs[1]).await, naming(&mut tx, COURSES[1], runs[0]).await];
    tx.commit().await.expect("commits");

    let mut tx = begin(&pool).await;
    assert_eq!(strangers(&mut tx, &own).await, [0, 0], "as in a release of both");
    assert_eq!(strangers(&mut tx, &swapped).await, [1, 1]);

    let look = async |document: &PageDocument| {
        let mut tx = begin(&pool).await;
        strangers(&mut tx, std::slice::from_ref(document)).await
    };
    let (one, other, wrong) = tokio::join!(look(&own[0]), look(&own[1]), look(&swapped[0]));
    assert_eq!((one, other, wrong), (vec![0], vec![0], vec![1]), "as with two editors at once");
}

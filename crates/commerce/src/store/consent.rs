//! `data_consent` and the agreements behind it (spec 3.5, D-06).

use crate::basket::Consent;
use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::{CompanyId, CouponId, CourseId, UserId};
use xpro_platform::db::Tx;

/// Makes the person's consent rows for a code, where they are missing: one for each of the paying company's agreements that
/// list one of the courses, or else for its one agreement about all courses. A code without a company needs none.
pub(crate) async fn insert_missing(
    conn: &mut PgConnection,
    user: UserId,
    coupon: CouponId,
    courses: &[CourseId],
) -> Result<(), sqlx::Error> {
    let courses: Vec<i64> = courses.iter().map(|id| id.0).collect();
    sqlx::query!(
        r#"with company as (select company_id as id from coupon_terms where coupon_id = $2 and company_id is not null),
           specific as (
               select distinct a.id from company join data_consent_agreement a on a.company_id = company.id
               join data_consent_agreement_course ac on ac.agreement_id = a.id where ac.course_id = any($3)
           ),
           wanted as (
               select id from specific
               union all
               select a.id from company join data_consent_agreement a on a.company_id = company.id where a.is_global and not exists (select 1 from specific)
           )
           insert into data_consent (user_id, agreement_id, coupon_id) select $1, id, $2 from wanted
           on conflict (user_id, agreement_id, coupon_id) do nothing"#,
        user.0, coupon.0, &courses,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// The consents that the code asks for with these courses, and whether each row of theirs exists.
#[derive(Debug)]
struct WantedRow {
    id: Option<i64>,
    company: CompanyId,
    company_name: String,
    text: String,
    signed_at: Option<OffsetDateTime>,
}

/// What the person must agree to, signed ones included; none for an agreement whose row is missing yet.
pub(crate) async fn list_wanted(
    conn: &mut PgConnection,
    user: UserId,
    coupon: CouponId,
    courses: &[CourseId],
) -> Result<Vec<Option<Consent>>, sqlx::Error> {
    let courses: Vec<i64> = courses.iter().map(|id| id.0).collect();
    let rows = sqlx::query_as!(
        WantedRow,
        r#"with company as (select company_id as id, company_name as name from coupon_terms where coupon_id = $2 and company_id is not null),
           specific as (
               select distinct a.id from company join data_consent_agreement a on a.company_id = company.id
               join data_consent_agreement_course ac on ac.agreement_id = a.id where ac.course_id = any($3)
           ),
           wanted as (
               select id from specific
               union all
               select a.id from company join data_consent_agreement a on a.company_id = company.id where a.is_global and not exists (select 1 from specific)
           )
           select c.id as "id?", company.id as "company!: CompanyId", company.name as "company_name!", a.content as text, c.consented_at as signed_at
           from wanted join data_consent_agreement a on a.id = wanted.id cross join company
           left join data_consent c on c.agreement_id = a.id and c.user_id = $1 and c.coupon_id = $2
           order by a.id"#,
        user.0, coupon.0, &courses,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            Some(Consent {
                id: row.id?,
                company: row.company,
                company_name: row.company_name,
                text: row.text,
                signed_at: row.signed_at,
            })
        })
        .collect())
}

/// Which of these are no consent rows at all, whoever's.
pub(crate) async fn list_unknown(conn: &mut PgConnection, ids: &[i64]) -> Result<Vec<i64>, sqlx::Error> {
    sqlx::query_scalar!(r#"select id as "id!" from unnest($1::bigint[]) as asked (id) where not exists (select 1 from data_consent c where c.id = asked.id) order by id"#, ids)
        .fetch_all(conn)
        .await
}

/// Dates the person's own among these; those signed already keep their date.
pub(crate) async fn sign(tx: &mut Tx, user: UserId, ids: &[i64]) -> Result<Vec<i64>, sqlx::Error> {
    let now = tx.now();
    sqlx::query_scalar!("update data_consent set consented_at = $3 where id = any($2) and user_id = $1 and consented_at is null returning id", user.0, ids, now)
        .fetch_all(&mut **tx)
        .await
}

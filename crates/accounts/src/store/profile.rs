//! `profile`.

use crate::person::Profile;
use sqlx::PgConnection;
use xpro_kernel::UserId;
use xpro_platform::db::Tx;

pub(crate) async fn upsert(tx: &mut Tx, user: UserId, profile: &Profile) -> Result<(), sqlx::Error> {
    let now = tx.now();
    sqlx::query!(
        "insert into profile (user_id, gender, birth_year, company, job_title, industry, job_function, company_size, years_experience,
             leadership_level, highest_education, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         on conflict (user_id) do update set gender = $2, birth_year = $3, company = $4, job_title = $5, industry = $6, job_function = $7,
             company_size = $8, years_experience = $9, leadership_level = $10, highest_education = $11, updated_at = $12",
        user.0, profile.gender, profile.birth_year, profile.company, profile.job_title, profile.industry, profile.job_function, profile.company_size,
        profile.years_experience, profile.leadership_level, profile.highest_education, now,
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}

pub(crate) async fn find(conn: &mut PgConnection, user: UserId) -> Result<Option<Profile>, sqlx::Error> {
    sqlx::query_as!(
        Profile,
        "select gender, birth_year, company, job_title, industry, job_function, company_size, years_experience, leadership_level, highest_education
         from profile where user_id = $1",
        user.0,
    )
    .fetch_optional(conn)
    .await
}

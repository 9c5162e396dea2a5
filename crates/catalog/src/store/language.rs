//! `course_language`.

use crate::model::Language;
use sqlx::PgConnection;
use xpro_kernel::LanguageId;

/// All languages: by priority, none last, then by name.
///
/// # Errors
/// When the database refuses.
pub async fn list(conn: &mut PgConnection) -> Result<Vec<Language>, sqlx::Error> {
    sqlx::query_as!(
        Language,
        r#"select id as "id: LanguageId", name, bcp47, priority, is_active from course_language
           order by priority nulls last, lower(name)"#,
    )
    .fetch_all(conn)
    .await
}

/// A language by name, whatever the letter case.
///
/// # Errors
/// When the database refuses.
pub async fn find_by_name(conn: &mut PgConnection, name: &str) -> Result<Option<Language>, sqlx::Error> {
    sqlx::query_as!(
        Language,
        r#"select id as "id: LanguageId", name, bcp47, priority, is_active from course_language where lower(name) = lower($1)"#,
        name,
    )
    .fetch_optional(conn)
    .await
}

/// None when a language of that name exists already.
pub(crate) async fn insert(
    conn: &mut PgConnection,
    name: &str,
    bcp47: &str,
    priority: Option<i16>,
) -> Result<Option<Language>, sqlx::Error> {
    sqlx::query_as!(
        Language,
        r#"insert into course_language (name, bcp47, priority) values ($1, $2, $3)
           on conflict do nothing returning id as "id: LanguageId", name, bcp47, priority, is_active"#,
        name,
        bcp47,
        priority,
    )
    .fetch_optional(conn)
    .await
}

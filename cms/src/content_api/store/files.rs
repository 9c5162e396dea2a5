//! `image` and `document`.

use super::build::{Statement, filter, order, words};
use crate::content_api::params::Listing;
use sqlx::{PgConnection, Row};

/// Which library.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::content_api) enum Library {
    Images,
    Documents,
}

/// A document, as the library shows it.
#[derive(Debug, Clone)]
pub(in crate::content_api) struct ApiDocument {
    pub id: i64,
    pub title: String,
    pub file_name: String,
    pub file_size: i64,
    pub tags: Vec<String>,
}

/// Keys of a stretch of the library, in order, and how many fit in all. One statement; one more when the stretch is empty.
pub(in crate::content_api) async fn list(
    conn: &mut PgConnection,
    library: Library,
    listing: &Listing,
) -> Result<(Vec<i64>, i64), sqlx::Error> {
    let mut statement = Statement::new("select f.id, count(*) over () as total");
    conditions(&mut statement, library, listing);
    let rank = (!listing.search.is_empty()).then_some("ts_rank(found.words, asked.words)");
    order(&mut statement, &listing.order, rank, "f.id");
    statement.push(" limit ").push_bind(listing.limit).push(" offset ").push_bind(listing.offset);
    let rows = statement.build().fetch_all(&mut *conn).await?;
    let ids = rows.iter().map(|row| row.try_get("id")).collect::<Result<Vec<i64>, _>>()?;
    let total = match rows.first() {
        Some(row) => row.try_get("total")?,
        None if listing.offset == 0 && listing.limit > 0 => 0,
        None => {
            let mut statement = Statement::new("select count(*) as total");
            conditions(&mut statement, library, listing);
            statement.build().fetch_one(conn).await?.try_get("total")?
        }
    };
    Ok((ids, total))
}

fn conditions(statement: &mut Statement, library: Library, listing: &Listing) {
    statement.push(match library {
        Library::Images => " from image f",
        Library::Documents => " from document f",
    });
    if !listing.search.is_empty() {
        statement.push(
            " cross join lateral (select to_tsvector('simple', f.title || ' ' || array_to_string(f.tags, ' ')) as words) found
              cross join (select ",
        );
        words(statement, &listing.search, listing.any_word);
        statement.push(" as words) asked");
    }
    statement.push(" where true");
    if !listing.search.is_empty() {
        statement.push(" and found.words @@ asked.words");
    }
    if !listing.tags.is_empty() {
        statement.push(" and f.tags @> ").push_bind(listing.tags.clone());
    }
    filter(statement, &listing.filters);
}

/// These documents, in the order of the keys. One statement.
pub(in crate::content_api) async fn documents(
    conn: &mut PgConnection,
    ids: &[i64],
) -> Result<Vec<ApiDocument>, sqlx::Error> {
    sqlx::query_as!(
        ApiDocument,
        "select id, title, file_name, file_size, tags from document where id = any($1) order by array_position($1, id)",
        ids
    )
    .fetch_all(conn)
    .await
}

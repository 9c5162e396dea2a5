//! Quick looks over what an editor may see.

pub use crate::store::finder::Place as FoundPlace;
use crate::{
    access::{Editor, ReadError, view_page},
    store,
    tree::Author,
};
use sqlx::PgConnection;
use xpro_kernel::{PageId, UserId};

/// Candidates for jumping to a page: titles or addresses that have the typed letters in their order, whatever is between.
/// Who asks ranks them.
///
/// # Errors
/// When the database refuses.
pub async fn find_places(conn: &mut PgConnection, editor: &Editor, text: &str) -> Result<Vec<FoundPlace>, sqlx::Error> {
    store::finder::places(conn, &editor.roots(), &letters_pattern(text), 500).await
}

/// Who made or last wrote the pages that the editor may see.
///
/// # Errors
/// When the database refuses.
pub async fn list_people(conn: &mut PgConnection, editor: &Editor) -> Result<Vec<(UserId, String)>, sqlx::Error> {
    store::finder::people(conn, &editor.roots()).await
}

/// The first pages elsewhere that point at a page or one below it: what breaks when it is deleted.
///
/// # Errors
/// When there is no such page for them.
pub async fn list_pointing_at(
    conn: &mut PgConnection,
    editor: &Editor,
    page: PageId,
) -> Result<Vec<FoundPlace>, ReadError> {
    let row = view_page::<ReadError>(conn, Author::Editor(editor), page).await?;
    Ok(store::finder::pointing_into(conn, &row.tree_path, &editor.roots(), 20).await?)
}

/// `abc` as `%a%b%c%`.
fn letters_pattern(text: &str) -> String {
    let mut pattern = String::from("%");
    for letter in text.chars().filter(|letter| !letter.is_whitespace() && *letter != '\0').take(60) {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
        pattern.push('%');
    }
    pattern
}

#[cfg(test)]
mod tests {
    use super::letters_pattern;

    #[test]
    fn letters_are_letters() {
        assert_eq!(letters_pattern("d s"), "%d%s%");
        assert_eq!(letters_pattern("5%_"), "%5%\\%%\\_%");
        assert_eq!(letters_pattern(""), "%");
    }
}

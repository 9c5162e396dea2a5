//! Many redirects from a file.

use super::{
    NewRedirect, RedirectError, RedirectTarget, acts::may_change, create_redirect, normalize, update_redirect,
};
use crate::{store, tree::Author};
use xpro_platform::db::Tx;

/// More lines are refused.
const MOST_LINES: usize = 20_000;

/// What a file did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImportedRedirects {
    /// New ones.
    pub created: usize,
    /// Ones that lead elsewhere now.
    pub updated: usize,
    /// Lines that cannot be used, from 1; then nothing was written.
    pub problems: Vec<(usize, String)>,
}

/// Takes in lines of `from,to` or `from,to,permanent` (`yes` or `no`; yes when it is missing), separated by commas,
/// semicolons or tabs, with or without a first line of names. All or nothing: with a problem in it the file changes nothing.
///
/// # Errors
/// Without the permission.
pub async fn import_redirects(tx: &mut Tx, author: Author<'_>, csv: &str) -> Result<ImportedRedirects, RedirectError> {
    may_change(author)?;
    let mut imported = ImportedRedirects::default();
    let lines: Vec<(usize, Vec<String>)> = csv
        .trim_start_matches('\u{feff}')
        .lines()
        .enumerate()
        .map(|(at, line)| (at + 1, fields(line)))
        .filter(|(_, fields)| fields.iter().any(|field| !field.is_empty()))
        .filter(|(at, fields)| *at != 1 || fields.first().is_none_or(|first| first.starts_with('/')))
        .collect();
    if lines.len() > MOST_LINES {
        imported.problems.push((MOST_LINES + 1, format!("A file may have {MOST_LINES} lines.")));
        return Ok(imported);
    }
    tx.savepoint().await?;
    for (at, fields) in lines {
        match take_in(tx, author, &fields).await {
            Ok(true) => imported.created += 1,
            Ok(false) => imported.updated += 1,
            Err(RedirectError::Internal(error)) => return Err(RedirectError::Internal(error)),
            Err(error) => imported.problems.push((at, error.to_string())),
        }
    }
    if !imported.problems.is_empty() {
        tx.rollback_to_savepoint().await?;
        (imported.created, imported.updated) = (0, 0);
    }
    Ok(imported)
}

/// True when it is new.
async fn take_in(tx: &mut Tx, author: Author<'_>, fields: &[String]) -> Result<bool, RedirectError> {
    let field = |at: usize| fields.get(at).map(String::as_str).unwrap_or_default();
    let permanent = match field(2).to_lowercase().as_str() {
        "" | "yes" | "true" | "1" | "301" => true,
        "no" | "false" | "0" | "302" => false,
        _ => return Err(RedirectError::BadTarget),
    };
    let new = NewRedirect { from: field(0).to_owned(), to: RedirectTarget::Url(field(1).to_owned()), permanent };
    let from = normalize(&new.from).map_err(|_| RedirectError::BadPath)?;
    match store::redirect::find_from(tx, &from).await? {
        Some(id) => update_redirect(tx, author, id, new).await.map(|()| false),
        None => create_redirect(tx, author, new).await.map(|_| true),
    }
}

/// The fields of a line; a quoted one may hold the separator, and doubled quotes.
fn fields(line: &str) -> Vec<String> {
    let separator = [',', ';', '\t'].into_iter().find(|separator| line.contains(*separator)).unwrap_or(',');
    let mut fields = vec![String::new()];
    let mut quoted = false;
    let mut characters = line.chars().peekable();
    while let Some(c) = characters.next() {
        let field = fields.len() - 1;
        match c {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                fields[field].push('"');
            }
            '"' => quoted = !quoted,
            c if c == separator && !quoted => fields.push(String::new()),
            c => fields[field].push(c),
        }
    }
    fields.iter().map(|field| field.trim().to_owned()).collect()
}

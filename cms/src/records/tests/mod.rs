//! Records on a real database: who may, what is refused beside which field, what becomes of two who save at once.

mod content;
mod courseware;
mod people;
mod rights;

use super::*;
use crate::{access::Editor, document::SnippetKind};
use serde_json::Value;
use xpro_platform::db::Tx;

const SIGNATORY: RecordKind = RecordKind::Snippet(SnippetKind::Signatory);

async fn make(tx: &mut Tx, editor: &Editor, kind: RecordKind, document: Value) -> Result<i64, RecordError> {
    let saved = save_record(tx, editor, SaveRecord { kind, which: Which::New, document }).await?;
    assert!(saved.changed);
    Ok(saved.id)
}

async fn change(tx: &mut Tx, editor: &Editor, (kind, id): (RecordKind, i64), with: Value) -> Result<(), RecordError> {
    let open = open_record(tx, editor, kind, id).await?;
    let mut document = open.document;
    for (name, value) in with.as_object().expect("fields") {
        document[name] = value.clone();
    }
    let which = Which::Existing { id, version: open.version };
    save_record(tx, editor, SaveRecord { kind, which, document }).await.map(drop)
}

fn refused<T: std::fmt::Debug>(result: Result<T, RecordError>) -> Vec<(String, String)> {
    match result {
        Err(RecordError::Invalid(problems)) => {
            problems.into_iter().map(|problem| (problem.path, problem.message)).collect()
        }
        other => panic!("not refused beside a field: {other:?}"),
    }
}

fn paths<T: std::fmt::Debug>(result: Result<T, RecordError>) -> Vec<String> {
    refused(result).into_iter().map(|(path, _)| path).collect()
}

/// Undoes what a statement that was refused left of the transaction.
async fn savepoint(tx: &mut Tx, statement: &'static str) {
    sqlx::query(statement).execute(&mut **tx).await.expect("a savepoint");
}

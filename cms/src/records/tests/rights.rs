//! Who may what, and what lists cost.

use super::*;
use crate::{
    access::{EDITORS, MODERATORS, ensure_groups},
    testing::{SYSTEM, Site, Statements, begin},
};
use serde_json::json;
use sqlx::PgPool;

#[test]
fn every_kind_is_declared_and_begins_with_something_that_its_form_takes() {
    for kind in RecordKind::all() {
        let spec = kind.spec();
        assert_eq!(RecordKind::from_name(kind.name()), Some(kind));
        assert!(spec.form.field(&spec.named_by).is_some(), "{} has no field {}", kind.name(), spec.named_by);
        let blank = spec.form.blank();
        let flaws =
            xpro_form::check(&spec.form, &crate::document::declarations().blocks, &blank, xpro_form::Mode::Draft);
        assert_eq!(flaws, [], "{}", kind.name());
        for field in &spec.form.fields {
            assert!(!field.label.is_empty(), "{}/{}", kind.name(), field.name);
        }
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn who_may_what(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::with_catalog(&mut tx).await;
    ensure_groups(&mut tx, SYSTEM, site.root.home).await.expect("groups");
    let editor = Site::editor(&mut tx).await;
    let moderator = Site::member(&mut tx, MODERATORS).await;
    let admin = Site::admin(&mut tx).await;
    for kind in RecordKind::all() {
        let shown = |editor: &Editor| kind.may_see(editor);
        let open = !matches!(kind, RecordKind::Settings | RecordKind::Group | RecordKind::User);
        assert_eq!((shown(&editor), shown(&moderator), shown(&admin)), (open, open, true), "{}", kind.name());
        for (who, editor) in [("editor", &editor), ("moderator", &moderator)] {
            let may = kind.may_change(editor);
            let expected = who == "moderator"
                && matches!(kind.permission(), CHANGE_SNIPPETS | CHANGE_TOPICS | xpro_catalog::acts::CHANGE_CATALOG);
            assert_eq!(may, expected, "{who} {}", kind.name());
            if !may {
                let save = SaveRecord { kind, which: Which::New, document: json!({}) };
                let answer = save_record(&mut tx, editor, save).await;
                assert!(matches!(answer, Err(RecordError::Denied(_))), "{who} {}: {answer:?}", kind.name());
                let answer = delete_record(&mut tx, editor, kind, 1).await;
                assert!(matches!(answer, Err(RecordError::Denied(_))), "{who} {}: {answer:?}", kind.name());
            }
            if !shown(editor) {
                let wanted = ListRecords { kind, text: String::new(), part: 0 };
                assert!(matches!(list_records(&mut tx, editor, wanted).await, Err(RecordError::Denied(_))));
                assert!(matches!(open_record(&mut tx, editor, kind, 1).await, Err(RecordError::Denied(_))));
            }
        }
        let wanted = ListRecords { kind, text: String::new(), part: 0 };
        let listed = list_records(&mut tx, &admin, wanted).await.expect("listed");
        for row in &listed.rows {
            assert_eq!(row.cells.len(), kind.columns().len(), "{}", kind.name());
            open_record(&mut tx, &admin, kind, row.id).await.expect("opened");
        }
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_list_costs_one_statement(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::with_catalog(&mut tx).await;
    ensure_groups(&mut tx, SYSTEM, site.root.home).await.expect("groups");
    Site::member(&mut tx, EDITORS).await;
    let admin = Site::admin(&mut tx).await;
    for kind in RecordKind::all().filter(|kind| *kind != RecordKind::Settings) {
        let statements = Statements::count();
        let wanted = ListRecords { kind, text: "a".to_owned(), part: 0 };
        list_records(&mut tx, &admin, wanted).await.expect("listed");
        assert_eq!(statements.so_far(), 1, "{}", kind.name());
    }
}

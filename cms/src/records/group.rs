//! Groups: what their members may do in the whole site, and on which branches (cms.md 5.4).

use super::{
    RecordError,
    forms::GrantRecord,
    kind::{CHANGE_SETTINGS, CHANGE_SNIPPETS, CHANGE_TOPICS, CHANGE_USERS},
    taxonomy::plain,
};
use crate::{
    access::{CONTENT_ACCESS, Editor, GroupId, Permission},
    collaboration::workflow::{WORKFLOWS_CHANGE, may_give_tasks},
    content_api::INTEGRATIONS_CHANGE,
    document::{PageKind, stable_id},
    media::{DOCUMENTS_CHANGE, IMAGES_CHANGE},
    redirect::CHANGE_REDIRECTS,
    release::CHANGE_RELEASES,
    store::{self, people as rows},
};
use serde_json::{Map, Value, json};
use sqlx::PgConnection;
use std::collections::{BTreeSet, HashMap};
use xpro_catalog::acts::CHANGE_CATALOG;
use xpro_form::{ChoiceOption, FieldKind, FieldSpec, Form, FormSpec, Problem, Severity, flag, line, list};
use xpro_kernel::PageId;
use xpro_platform::db::Tx;

/// The permissions of the whole site that groups are given, with what is said of them. Others are given by their names.
pub const PERMISSIONS: [(&str, &str, &str); 16] = [
    (CONTENT_ACCESS, "Open the Studio", "Needed for everything in it."),
    (IMAGES_CHANGE, "Change images", "Upload, describe, replace, delete."),
    (DOCUMENTS_CHANGE, "Change documents", "Upload, name, replace, delete."),
    (CHANGE_SNIPPETS, "Change snippets", "Site notifications, shared sections, signatories, testimonials, questions."),
    (CHANGE_TOPICS, "Change topics", "Topics, languages and platforms."),
    (CHANGE_CATALOG, "Change the catalog", "Courses, programs, runs, products and prices."),
    (CHANGE_REDIRECTS, "Change redirects", "Where old addresses lead."),
    (CHANGE_RELEASES, "Change releases", "What goes live together, and when."),
    (WORKFLOWS_CHANGE, "Change workflows", "Who approves what before it is published."),
    (INTEGRATIONS_CHANGE, "Change integrations", "Tokens of the content API, and webhooks."),
    (CHANGE_SETTINGS, "Change settings", "Name, look and addresses of the site."),
    (CHANGE_USERS, "Change people and groups", "Nobody can give more than they have."),
    ("orders.view", "See orders", "Orders and what happened to them."),
    ("orders.review", "Review orders", "Settle payments that do not match."),
    ("jobs.retry", "Retry jobs", "Put failed jobs back into the queue."),
    ("enrollments.retry", "Retry enrollments", "Push enrollments to Open edX again."),
];

/// The form of a group.
pub(super) fn form() -> FormSpec {
    let site = PERMISSIONS.map(|(name, label, help)| {
        let mut field = flag();
        (field.name, field.label, field.help) = (name.into(), label.into(), help.into());
        field
    });
    let named = |mut field: FieldSpec, name: &'static str, label: &'static str, help: &'static str| {
        (field.name, field.label, field.help) = (name.into(), label.into(), help.into());
        field
    };
    let mut grant = GrantRecord::form();
    for field in &mut grant.fields {
        if let FieldKind::Choice { options } = &mut field.kind {
            *options =
                PageKind::ALL.map(|kind| ChoiceOption { value: kind.name().into(), label: kind.spec().label }).to_vec();
        }
    }
    FormSpec {
        fields: vec![
            named(line(80).required(), "name", "Name", "Unique."),
            named(
                FieldKind::Group { form: FormSpec { fields: site.to_vec(), rules: Vec::new() } }.into(),
                "site",
                "In the whole site",
                "",
            ),
            named(
                list(FieldKind::Group { form: grant }.into()).at_most(60),
                "grants",
                "On branches of the page tree",
                "What holds on a page holds for everything below it.",
            ),
            named(
                list(line(80).required()).at_most(60),
                "other",
                "Other permissions",
                "By their names, for parts of the site that this list does not know.",
            ),
        ],
        rules: Vec::new(),
    }
}

pub(super) async fn read(conn: &mut PgConnection, id: i64) -> Result<Option<Value>, sqlx::Error> {
    let Some(group) = rows::group(conn, id).await? else { return Ok(None) };
    let is_known = |name: &str| PERMISSIONS.iter().any(|known| known.0 == name);
    let has = |name: &str| group.permissions.iter().any(|permission| permission == name);
    let site: Map<String, Value> =
        PERMISSIONS.iter().map(|(name, ..)| ((*name).to_owned(), json!(has(name)))).collect();
    let other: Vec<Value> = group
        .permissions
        .iter()
        .filter(|name| !is_known(name))
        .map(|name| json!({ "id": stable_id(&format!("permission/{name}")), "value": name }))
        .collect();
    Ok(Some(
        json!({ "name": group.name, "site": site, "grants": grants(&rows::grants(conn, id).await?), "other": other }),
    ))
}

/// One entry for each branch and kind.
fn grants(rows: &[rows::GrantRow]) -> Vec<Value> {
    let mut places: Vec<(i64, Option<String>)> = rows.iter().map(|row| (row.page, row.kind.clone())).collect();
    places.dedup();
    let entry = |(page, kind): (i64, Option<String>)| {
        let mut value = Map::new();
        for permission in Permission::ALL {
            let is_given =
                rows.iter().any(|row| row.page == page && row.kind == kind && row.permission == permission.name());
            value.insert(permission.name().to_owned(), json!(is_given));
        }
        let id = stable_id(&format!("grant/{page}/{}", kind.as_deref().unwrap_or_default()));
        value.insert("page".to_owned(), json!(page));
        value.insert("kind".to_owned(), json!(kind));
        json!({ "id": id, "value": value })
    };
    places.into_iter().map(entry).collect()
}

/// A right that a group has: a permission of the site, or one on a branch.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Right {
    Site(String),
    Branch { page: i64, kind: Option<String>, permission: &'static str },
}

fn rights_of(document: &Value) -> BTreeSet<Right> {
    let mut rights = BTreeSet::new();
    if let Some(site) = document.get("site").and_then(Value::as_object) {
        let given = site.iter().filter(|(_, value)| **value == Value::Bool(true));
        rights.extend(given.map(|(name, _)| Right::Site(name.clone())));
    }
    for value in entries(document, "other") {
        rights.extend(value.as_str().map(|name| Right::Site(name.trim().to_owned())));
    }
    for value in entries(document, "grants") {
        let Some(page) = value.get("page").and_then(Value::as_i64) else { continue };
        let kind = value.get("kind").and_then(Value::as_str).map(str::to_owned);
        for permission in Permission::ALL {
            if value.get(permission.name()) == Some(&Value::Bool(true)) {
                rights.insert(Right::Branch { page, kind: kind.clone(), permission: permission.name() });
            }
        }
    }
    rights
}

fn entries<'a>(document: &'a Value, list: &str) -> impl Iterator<Item = &'a Value> {
    document.get(list).and_then(Value::as_array).into_iter().flatten().filter_map(|item| item.get("value"))
}

pub(super) async fn write(tx: &mut Tx, editor: &Editor, id: Option<i64>, document: &Value) -> Result<i64, RecordError> {
    let name = plain("name", document.get("name").and_then(Value::as_str).unwrap_or_default())?;
    check_entries(document)?;
    let before = match id {
        Some(id) => read(tx, id).await?.map(|before| rights_of(&before)).unwrap_or_default(),
        None => BTreeSet::new(),
    };
    let wanted = rights_of(document);
    let given: Vec<&Right> = wanted.difference(&before).collect();
    needs(tx, editor, &given).await?;
    let now = tx.now();
    let id = match id {
        Some(id) => {
            rows::rename_group(tx, id, &name).await?;
            id
        }
        None => store::access::insert_group(tx, &name, now).await?.0,
    };
    rows::clear_group(tx, id).await?;
    for right in wanted {
        match right {
            Right::Site(permission) => store::access::insert_group_permission(tx, GroupId(id), &permission).await?,
            Right::Branch { page, kind, permission } => {
                let Some(permission) = Permission::from_name(permission) else { continue };
                store::access::insert_grant(tx, GroupId(id), PageId(page), kind.as_deref(), permission).await?;
            }
        }
    }
    Ok(id)
}

fn check_entries(document: &Value) -> Result<(), RecordError> {
    let mut flaws = Vec::new();
    let mut flaw = |path: String, message: &str| {
        flaws.push(Problem { path, message: message.to_owned(), severity: Severity::Error });
    };
    for (at, value) in entries(document, "other").enumerate() {
        let name = value.as_str().unwrap_or_default().trim();
        let is_name =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        if !name.split_once('.').is_some_and(|(what, act)| is_name(what) && is_name(act)) {
            flaw(format!("other/{at}"), "A permission is written like orders.view.");
        }
    }
    let mut places = BTreeSet::new();
    for (at, value) in entries(document, "grants").enumerate() {
        let place = (value.get("page").and_then(Value::as_i64), value.get("kind").and_then(Value::as_str));
        if !places.insert(place) {
            flaw(format!("grants/{at}/page"), "The list names this branch and kind already.");
        }
        if !Permission::ALL.iter().any(|permission| value.get(permission.name()) == Some(&Value::Bool(true))) {
            flaw(format!("grants/{at}"), "Choose what they may do there.");
        }
    }
    if flaws.is_empty() { Ok(()) } else { Err(RecordError::Invalid(flaws)) }
}

/// Nobody gives more than they have: else whoever looks after groups would be a superuser.
async fn needs(conn: &mut PgConnection, editor: &Editor, rights: &[&Right]) -> Result<(), RecordError> {
    if editor.is_superuser() {
        return Ok(());
    }
    let mut places: HashMap<i64, Option<String>> = HashMap::new();
    for right in rights {
        match right {
            Right::Site(name) if !editor.has(name) => {
                return Err(RecordError::field("site", format!("You cannot give “{name}”, which you do not have.")));
            }
            Right::Site(_) => {}
            Right::Branch { page, kind, permission } => {
                let place = match places.get(page) {
                    Some(place) => place.clone(),
                    None => {
                        let place = store::page::find(conn, PageId(*page)).await?.map(|row| row.tree_path);
                        places.insert(*page, place.clone());
                        place
                    }
                };
                let has = Permission::from_name(permission).zip(place).is_some_and(|(permission, place)| {
                    editor.reaches(permission, &place, kind.as_deref().unwrap_or_default())
                });
                if !has {
                    let message = format!("You cannot give “{permission}” on a branch where you do not have it.");
                    return Err(RecordError::field("grants", message));
                }
            }
        }
    }
    Ok(())
}

/// Whether this person may put people into the group, or delete it: it gives nothing that they do not have, the tasks of
/// workflows that it approves included.
pub(super) async fn may_give(conn: &mut PgConnection, editor: &Editor, group: i64) -> Result<(), RecordError> {
    let rights = read(conn, group).await?.map(|group| rights_of(&group)).unwrap_or_default();
    needs(conn, editor, &rights.iter().collect::<Vec<_>>()).await?;
    if may_give_tasks(conn, editor, GroupId(group)).await? {
        return Ok(());
    }
    Err(RecordError::field("name", "The group approves pages of a workflow on which you may not publish."))
}

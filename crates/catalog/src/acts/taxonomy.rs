//! Platforms, languages and topics: found by name, created when missing.

use super::{EditError, Editor, Saved, check, outcome::written};
use crate::model::{Language, Platform, Topic, split_served_topic};
use crate::store;
use xpro_kernel::TopicId;
use xpro_platform::{Subject, db::Tx};

/// The platform of this name (whatever the letter case), created when missing.
///
/// # Errors
/// When the name is empty or longer than 255 characters.
pub async fn ensure_platform(tx: &mut Tx, editor: Editor<'_>, name: &str) -> Result<Saved<Platform>, EditError> {
    check::line("platform", name, 255)?;
    if let Some(platform) = store::platform::find_by_name(tx, name).await? {
        return Ok(Saved::unchanged(platform));
    }
    let now = tx.now();
    match store::platform::insert(tx, name, false, now).await? {
        Some(platform) => {
            let subject = Subject::new("platform", platform.id.0);
            Ok(written(tx, editor, "ensure_platform", subject, None, platform).await?)
        }
        None => raced(store::platform::find_by_name(tx, name).await?, "platform_name"),
    }
}

/// The language of this name (whatever the letter case), created when missing; an existing one keeps tag and priority.
///
/// # Errors
/// When the name is empty or longer than 255 characters, or the priority is below 1.
pub async fn ensure_language(
    tx: &mut Tx,
    editor: Editor<'_>,
    name: &str,
    bcp47: &str,
    priority: Option<i16>,
) -> Result<Saved<Language>, EditError> {
    check::line("language", name, 255)?;
    if priority.is_some_and(|priority| priority < 1) {
        return Err(EditError::invalid("priority", "must be at least 1"));
    }
    if let Some(language) = store::language::find_by_name(tx, name).await? {
        return Ok(Saved::unchanged(language));
    }
    match store::language::insert(tx, name, bcp47, priority).await? {
        Some(language) => {
            let subject = Subject::new("course_language", language.id.0);
            Ok(written(tx, editor, "ensure_language", subject, None, language).await?)
        }
        None => raced(store::language::find_by_name(tx, name).await?, "course_language_name"),
    }
}

/// The `lang` tag of a language by its English name, for languages that arrive by name only; English when unknown.
pub fn language_tag(name: &str) -> &'static str {
    const TAGS: [(&str, &str); 14] = [
        ("arabic", "ar"),
        ("chinese", "zh"),
        ("english", "en"),
        ("french", "fr"),
        ("german", "de"),
        ("hindi", "hi"),
        ("indonesian", "id"),
        ("italian", "it"),
        ("japanese", "ja"),
        ("korean", "ko"),
        ("mandarin", "zh"),
        ("portuguese", "pt"),
        ("russian", "ru"),
        ("spanish", "es"),
    ];
    let name = name.to_lowercase();
    TAGS.iter().find(|(known, _)| *known == name).map_or("en", |(_, tag)| tag)
}

/// The topic of exactly this name, created below `parent` when missing; an existing one stays where it is.
///
/// # Errors
/// When the name is empty or longer than 128 characters.
pub async fn ensure_topic(
    tx: &mut Tx,
    editor: Editor<'_>,
    name: &str,
    parent: Option<TopicId>,
) -> Result<Saved<Topic>, EditError> {
    check::line("topic", name, 128)?;
    if let Some(topic) = store::topic::find_by_name(tx, name).await? {
        return Ok(Saved::unchanged(topic));
    }
    match store::topic::insert(tx, name, parent).await? {
        Some(topic) => {
            let subject = Subject::new("topic", topic.id.0);
            Ok(written(tx, editor, "ensure_topic", subject, None, topic).await?)
        }
        None => raced(store::topic::find_by_name(tx, name).await?, "topic_name_key"),
    }
}

/// The topic of a name as another installation serves it. A two-level name such as `Business:Leadership` makes the
/// parent `Business` and, below it, a topic that keeps the whole served name, so that the export gives it back unchanged.
///
/// # Errors
/// Those of [`ensure_topic`].
pub async fn ensure_served_topic(tx: &mut Tx, editor: Editor<'_>, name: &str) -> Result<Saved<Topic>, EditError> {
    if let Some(topic) = store::topic::find_by_name(tx, name).await? {
        return Ok(Saved::unchanged(topic));
    }
    check::line("topic", name, 128)?;
    let (parent, name) = split_served_topic(name);
    let parent = match parent {
        Some(parent) => Some(ensure_topic(tx, editor, parent, None).await?.row),
        None => None,
    };
    // Two levels only: what would stand below a child stands beside it.
    let parent = parent.map(|parent| parent.parent_id.unwrap_or(parent.id));
    ensure_topic(tx, editor, name, parent).await
}

/// Somebody else's insert won; their row is committed by now unless it was deleted again.
fn raced<T>(row: Option<T>, constraint: &str) -> Result<Saved<T>, EditError> {
    row.map(Saved::unchanged).ok_or_else(|| EditError::Conflict { constraint: constraint.to_owned() })
}

//! What the tests of the acts begin with.

use crate::{
    access::{EDITORS, Editor, Permission, load_editor},
    document::{Item, Markdown, PageDocument, ProductPage, ResourcePage, ResourcePart, stable_id},
    store,
    tree::{Author, NewPage, RootPages, create_page, ensure_root_pages},
};
use sqlx::PgPool;
use std::sync::{Arc, Mutex};
use time::macros::datetime;
use tracing::subscriber::DefaultGuard;
use tracing_subscriber::{Layer, layer::Context, prelude::*};
use xpro_catalog::seed::apply_demo_catalog;
use xpro_kernel::{Clock, Learner, PageId, Staff, System, UserId};
use xpro_platform::db::{Database, Tx};

pub(crate) const SYSTEM: System = System("test");

pub(crate) async fn begin(pool: &PgPool) -> Tx {
    Database::new(pool.clone(), Clock::system()).begin("test").await.expect("a transaction")
}

/// A text page that may be published.
pub(crate) fn text_page(title: &str) -> PageDocument {
    let part = ResourcePart { heading: "Part".to_owned(), detail: Markdown::new("Some text.") };
    PageDocument::ResourcePage(ResourcePage {
        title: title.to_owned(),
        content: vec![Item { id: stable_id("part"), value: part }],
        ..ResourcePage::default()
    })
}

/// The pages that every site has.
pub(crate) struct Site {
    pub root: RootPages,
}

impl Site {
    pub(crate) async fn build(tx: &mut Tx) -> Self {
        Site { root: ensure_root_pages(tx, SYSTEM).await.expect("the root pages") }
    }

    /// With the demo catalogue below it.
    pub(crate) async fn with_catalog(tx: &mut Tx) -> Self {
        apply_demo_catalog(tx, datetime!(2026-11-24 08:00 UTC)).await.expect("the demo catalogue");
        Self::build(tx).await
    }

    pub(crate) fn system(&self) -> Author<'static> {
        SYSTEM.into()
    }

    /// A draft of a text page below the home page.
    pub(crate) async fn text_page(&self, tx: &mut Tx, title: &str) -> PageId {
        let new = NewPage { parent: Some(self.root.home), slug: None, document: text_page(title) };
        create_page(tx, self.system(), new).await.expect("created")
    }

    /// A draft of a course page that describes nothing yet.
    pub(crate) async fn draft_course(&self, tx: &mut Tx, title: &str) -> PageId {
        let document = PageDocument::CoursePage(ProductPage { title: title.to_owned(), ..ProductPage::default() });
        let new = NewPage { parent: Some(self.root.courses), slug: None, document };
        create_page(tx, self.system(), new).await.expect("created")
    }

    /// The document of a course page that may be published.
    pub(crate) async fn course_document(tx: &mut Tx, readable_id: &str) -> PageDocument {
        let course = xpro_catalog::store::course::find_by_readable_id(tx, readable_id)
            .await
            .expect("reads")
            .expect("the course");
        let language =
            xpro_catalog::store::language::find_by_name(tx, "English").await.expect("reads").expect("English");
        PageDocument::CoursePage(ProductPage {
            title: course.title,
            course: Some(course.id),
            language: Some(language.id),
            subhead: "One sentence".to_owned(),
            ..ProductPage::default()
        })
    }

    /// Today every kind has one parent, and there is one of each: a page can move only when a row is put elsewhere by hand.
    /// The page given stands below another text page afterwards, and may move to the home page.
    pub(crate) async fn movable(&self, tx: &mut Tx, page: PageId) -> (PageId, PageId) {
        let below = self.text_page(tx, "Above").await;
        put_below(tx, page, below).await;
        (page, self.root.home)
    }

    pub(crate) async fn staff(tx: &mut Tx, name: &str, is_superuser: bool) -> Staff {
        let now = tx.now();
        let email = format!("{name}@example.com");
        let id: i64 = sqlx::query_scalar(
            "insert into users (username, email, name, is_active, is_staff, is_superuser, created_at, updated_at)
             values ($1, $2, $1, true, true, $3, $4, $4)
             on conflict (username) do update set updated_at = excluded.updated_at returning id",
        )
        .bind(name)
        .bind(&email)
        .bind(is_superuser)
        .bind(now)
        .fetch_one(&mut **tx)
        .await
        .expect("a person");
        let person = Learner {
            id: UserId(id),
            username: name.to_owned(),
            email: email.parse().expect("an address"),
            name: name.to_owned(),
        };
        Staff { person, is_superuser, permissions: Vec::new() }
    }

    pub(crate) async fn admin(tx: &mut Tx) -> Editor {
        let staff = Self::staff(tx, "admin", true).await;
        load_editor(tx, &staff).await.expect("a superuser")
    }

    /// Somebody in one of the groups that every site has.
    pub(crate) async fn member(tx: &mut Tx, group: &str) -> Editor {
        Self::named_member(tx, &format!("a-{}", group.to_lowercase()), group).await
    }

    pub(crate) async fn named_member(tx: &mut Tx, name: &str, group: &str) -> Editor {
        let staff = Self::staff(tx, name, false).await;
        let group = store::access::find_group(tx, group).await.expect("reads").expect("the group");
        store::access::insert_member(tx, group, staff.person.id).await.expect("added");
        load_editor(tx, &staff).await.expect("an editor")
    }

    pub(crate) async fn editor(tx: &mut Tx) -> Editor {
        Self::member(tx, EDITORS).await
    }
}

/// Somebody in a group of their own with these grants.
pub(crate) async fn editor_of(tx: &mut Tx, name: &str, grants: &[(PageId, Option<&str>, Permission)]) -> Editor {
    let staff = Site::staff(tx, name, false).await;
    let now = tx.now();
    let group = store::access::insert_group(tx, name, now).await.expect("a group");
    store::access::insert_group_permission(tx, group, crate::access::CONTENT_ACCESS).await.expect("access");
    for (page, kind, permission) in grants {
        store::access::insert_grant(tx, group, *page, *kind, *permission).await.expect("granted");
    }
    store::access::insert_member(tx, group, staff.person.id).await.expect("added");
    load_editor(tx, &staff).await.expect("an editor")
}

/// Puts a page where its kind may not stand.
pub(crate) async fn put_below(tx: &mut Tx, page: PageId, parent: PageId) {
    let row = store::page::find(tx, page).await.expect("reads").expect("the page");
    let above = store::page::find(tx, parent).await.expect("reads").expect("the page");
    let (url, tree) = (format!("{}{}/", above.url_path, row.slug), format!("{}{}/", above.tree_path, row.id));
    let place = store::place::NewPlace {
        parent: Some(parent),
        slug: &row.slug,
        from: (&row.url_path, &row.tree_path),
        to: (&url, &tree),
    };
    store::place::replace_branch(tx, page, place).await.expect("put");
}

/// Counts the statements that the driver logs on this thread.
pub(crate) struct Statements {
    counter: Counter,
    _counting: DefaultGuard,
}

#[derive(Clone, Default)]
struct Counter(Arc<Mutex<usize>>);

impl<S: tracing::Subscriber> Layer<S> for Counter {
    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == "sqlx::query" {
            *self.0.lock().expect("not poisoned") += 1;
        }
    }
}

impl Statements {
    /// Counts until it is dropped.
    pub(crate) fn count() -> Self {
        let counter = Counter::default();
        let counting = tracing::subscriber::set_default(tracing_subscriber::registry().with(counter.clone()));
        Statements { counter, _counting: counting }
    }

    pub(crate) fn so_far(&self) -> usize {
        *self.counter.0.lock().expect("not poisoned")
    }
}

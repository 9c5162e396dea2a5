//! The content API over real HTTP.

mod doors;
mod walk;
mod webhooks;
mod writing;

use crate::world::{DEMO_PASSWORD, LEARNER, Site, Visitor};
use serde_json::{Value, json};
use sqlx::PgPool;
use xpro_accounts::session::find_active_staff;
use xpro_cms::{
    access::{Editor, Permission, add_demo_members, ensure_groups, load_editor},
    content_api::{NewToken, Scope, issue_token},
    document::{PageDocument, PageKind, SCHEMA, StoredDocument},
    publish::publish_page,
    store,
    tree::{NewPage, create_page, ensure_root_pages},
};
use xpro_kernel::{PageId, System, UserId};

const SYSTEM: System = System("test");
pub const ADMIN: &str = "admin@example.com";
pub const EDITOR: &str = "editor@example.com";
pub const MODERATOR: &str = "moderator@example.com";
/// Staff in no group.
pub const PLAIN: &str = "plain@example.com";
/// An editor of another branch.
pub const ELSEWHERE: &str = "elsewhere@example.com";

/// A server with content and people of every kind.
pub struct World {
    pub site: Site,
    pub home: PageId,
}

/// What a text page says.
pub fn document(title: &str) -> Value {
    let part = json!({ "id": "6f1c7a2e-0d5e-4c58-9a53-0f6cf0b6a001", "value": { "heading": "Part", "detail": "Words about otters." } });
    json!({ "title": title, "content": [part] })
}

impl World {
    pub async fn open(pool: PgPool) -> Self {
        Self::of(Site::open_with(pool, |settings| settings.webhooks_private = true).await).await
    }

    pub async fn of(site: Site) -> Self {
        sqlx::query(
            "insert into users (username, email, name, is_active, is_staff, password_hash, created_at, updated_at)
             select name, name || '@example.com', name, true, true, (select password_hash from users where email = 'editor@example.com'), now(), now()
             from unnest(array['plain', 'elsewhere']) name",
        )
        .execute(&site.pool)
        .await
        .expect("people");
        let mut tx = site.database().begin("test").await.expect("begin");
        let home = ensure_root_pages(&mut tx, SYSTEM).await.expect("the root pages").home;
        ensure_groups(&mut tx, SYSTEM, home).await.expect("groups");
        add_demo_members(&mut tx).await.expect("members");
        let other = make(&mut tx, home, "Elsewhere").await;
        let now = tx.now();
        let group = store::access::insert_group(&mut tx, "Elsewhere", now).await.expect("a group");
        store::access::insert_group_permission(&mut tx, group, "content.access").await.expect("access");
        for permission in [Permission::Add, Permission::Change, Permission::Publish] {
            store::access::insert_grant(&mut tx, group, other, None, permission).await.expect("granted");
        }
        let user = store::access::find_user(&mut tx, ELSEWHERE).await.expect("reads").expect("a person");
        store::access::insert_member(&mut tx, group, user).await.expect("a member");
        tx.commit().await.expect("commit");
        World { site, home }
    }

    /// A text page, published or not.
    pub async fn page(&self, title: &str, live: bool) -> PageId {
        let mut tx = self.site.database().begin("test").await.expect("begin");
        let page = make(&mut tx, self.home, title).await;
        if live {
            publish_page(&mut tx, SYSTEM.into(), page).await.expect("published");
        }
        tx.commit().await.expect("commit");
        page
    }

    pub async fn user(&self, email: &str) -> UserId {
        let id: i64 = sqlx::query_scalar("select id from users where email = $1")
            .bind(email)
            .fetch_one(&self.site.pool)
            .await
            .expect("a person");
        UserId(id)
    }

    pub async fn editor(&self, email: &str) -> Editor {
        let user = self.user(email).await;
        let mut conn = self.site.database().read().await.expect("a connection");
        let staff = find_active_staff(&mut conn, user).await.expect("reads").expect("staff");
        load_editor(&mut conn, &staff).await.expect("an editor")
    }

    /// A token that the admin makes for somebody.
    pub async fn token(&self, email: &str, scopes: &[Scope]) -> String {
        let admin = self.editor(ADMIN).await;
        let mut tx = self.site.database().begin("test").await.expect("begin");
        let new =
            NewToken { name: "test".to_owned(), owner: Some(email.to_owned()), scopes: scopes.to_vec(), days: Some(1) };
        let issued = issue_token(&mut tx, &admin, &new).await.expect("a token");
        tx.commit().await.expect("commit");
        issued.token
    }

    /// Somebody signed in.
    pub async fn signed_in(&self, email: &str) -> Visitor {
        let visitor = self.site.visitor();
        let entered = visitor.sign_in(email, DEMO_PASSWORD, "").await;
        assert_eq!(entered.status, 303, "{email}: {}", entered.text);
        visitor
    }

    pub async fn learner(&self) -> Visitor {
        self.signed_in(LEARNER).await
    }
}

async fn make(tx: &mut xpro_platform::db::Tx, home: PageId, title: &str) -> PageId {
    let stored = StoredDocument { schema: SCHEMA, body: document(title) };
    let document = PageDocument::read(PageKind::ResourcePage, stored).expect("a document").document;
    create_page(tx, SYSTEM.into(), NewPage { parent: Some(home), slug: None, document }).await.expect("a page")
}

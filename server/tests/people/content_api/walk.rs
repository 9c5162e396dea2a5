//! Who may do what, asked of everybody: every endpoint for every kind of caller, and for the same acts the same answer as the
//! Studio's.

use super::{ADMIN, EDITOR, ELSEWHERE, MODERATOR, PLAIN, World, document};
use crate::world::{Answer, Visitor};
use serde_json::{Value, json};
use sqlx::PgPool;
use std::collections::BTreeMap;
use xpro_cms::content_api::Scope;
use xpro_kernel::PageId;

/// Reading: address, and what a token needs.
const READS: [(&str, Scope); 9] = [
    ("/api/v2/pages/", Scope::PagesRead),
    ("/api/v2/pages/{live}/", Scope::PagesRead),
    ("/api/v2/pages/find/?id={live}", Scope::PagesRead),
    ("/api/v2/pages/?include_drafts=true", Scope::PagesReadDrafts),
    ("/api/v2/pages/{live}/draft/", Scope::PagesReadDrafts),
    ("/api/v2/images/", Scope::ImagesRead),
    ("/api/v2/images/1/", Scope::ImagesRead),
    ("/api/v2/documents/", Scope::DocumentsRead),
    ("/api/v2/documents/find/?id=1", Scope::DocumentsRead),
];

/// Changing: a name, method, address, what a token needs, whether the page is live before.
const ACTS: [(&str, &str, &str, Scope, bool); 6] = [
    ("create", "POST", "/api/v2/pages/", Scope::PagesWrite, false),
    ("save", "PUT", "/api/v2/pages/{page}/draft/", Scope::PagesWrite, false),
    ("publish", "POST", "/api/v2/pages/{page}/publish/", Scope::PagesPublish, false),
    ("unpublish", "POST", "/api/v2/pages/{page}/unpublish/", Scope::PagesPublish, true),
    ("move", "POST", "/api/v2/pages/{page}/move/", Scope::PagesWrite, false),
    ("delete", "DELETE", "/api/v2/pages/{page}/", Scope::PagesWrite, true),
];

fn body(act: &str, home: PageId, title: &str) -> Option<Value> {
    match act {
        "create" => Some(json!({ "parent": home, "type": "cms.ResourcePage", "document": document(title) })),
        "save" => Some(json!({ "version": 1, "document": document(title) })),
        "move" => Some(json!({ "parent": home })),
        "delete" => None,
        _ => Some(json!({})),
    }
}

/// Allowed, not there, or not theirs to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    Allowed,
    Hidden,
    Denied,
    SignedOut,
}

fn verdict(answer: &Answer) -> Verdict {
    match answer.status {
        200 | 201 | 302 => Verdict::Allowed,
        401 => Verdict::SignedOut,
        403 => Verdict::Denied,
        404 => Verdict::Hidden,
        other => panic!("{other}: {}", answer.text),
    }
}

/// What the checks ask of a page of this world before it is published.
const ASKED: &str = "description_missing@promote/search_description";

/// The Studio's call for an act.
async fn studio(visitor: &Visitor, act: &str, page: PageId, home: PageId, title: &str) -> Verdict {
    let deed = |id: PageId, deed: Value| json!({ "id": id, "deed": deed });
    let (path, body) = match act {
        "create" => ("page-act", deed(home, json!({ "act": "add", "kind": "ResourcePage", "title": title }))),
        "save" => (
            "page-save",
            json!({ "draft": { "page": page, "version": 1, "document": document(title), "slug": null, "price": "Keep" } }),
        ),
        // From the panel, where warnings can be confirmed.
        "publish" => {
            let publish = json!({ "act": "publish", "version": 1, "acknowledged": [ASKED] });
            ("page-command", json!({ "id": page, "command": publish }))
        }
        "unpublish" => ("page-act", deed(page, json!({ "act": "unpublish", "with_descendants": false }))),
        "move" => ("page-act", deed(page, json!({ "act": "move", "to_parent": home }))),
        "delete" => ("page-act", deed(page, json!({ "act": "delete", "typed": "" }))),
        other => panic!("{other}"),
    };
    verdict(&visitor.send_json("POST", &format!("/api/studio/{path}"), Some(&body), None).await)
}

#[sqlx::test(migrations = "../migrations")]
async fn whoever_publishes_sees_it_with_the_answer(pool: PgPool) {
    let world = World::open(pool).await;
    let page = world.page("Fresh", false).await;
    let moderator = world.signed_in(MODERATOR).await;
    assert_eq!(moderator.get("/fresh/").await.status, 404);
    let publish = json!({ "act": "publish", "version": 1, "acknowledged": [ASKED] });
    let command = json!({ "id": page, "command": publish });
    let published = moderator.send_json("POST", "/api/studio/page-command", Some(&command), None).await;
    assert_eq!(published.json()["outcome"], "done", "{}", published.text);
    // Nothing in this world listens for notifications.
    assert_eq!(moderator.get("/fresh/").await.status, 200);
}

#[sqlx::test(migrations = "../migrations")]
async fn nobody_without_content_access_reads_or_changes_anything(pool: PgPool) {
    let world = World::open(pool).await;
    let live = world.page("Live", true).await;
    let (anonymous, learner, plain) = (world.site.visitor(), world.learner().await, world.signed_in(PLAIN).await);
    let audited = world.site.count("select count(*) from audit_entry").await;
    let mut asked: Vec<(&str, String, Option<Value>)> =
        READS.iter().map(|(path, _)| ("GET", path.replace("{live}", &live.to_string()), None)).collect();
    asked.extend(ACTS.iter().map(|(act, method, path, _, _)| {
        (*method, path.replace("{page}", &live.to_string()), body(act, world.home, "New"))
    }));
    for (method, path, body) in asked {
        for (visitor, wanted) in
            [(&anonymous, Verdict::SignedOut), (&learner, Verdict::Denied), (&plain, Verdict::Denied)]
        {
            let answer = visitor.send_json(method, &path, body.as_ref(), None).await;
            assert_eq!(verdict(&answer), wanted, "{method} {path}");
            assert!(answer.json()["message"].is_string(), "{method} {path}: {}", answer.text);
        }
    }
    assert_eq!(world.site.count("select count(*) from audit_entry").await, audited);
}

#[sqlx::test(migrations = "../migrations")]
async fn sessions_of_editors_read_and_change_nothing(pool: PgPool) {
    let world = World::open(pool).await;
    let live = world.page("Live", true).await;
    let audited = world.site.count("select count(*) from audit_entry").await;
    for email in [ELSEWHERE, EDITOR, MODERATOR, ADMIN] {
        let visitor = world.signed_in(email).await;
        for (path, _) in READS {
            let wanted = match (email, path) {
                // Of a page elsewhere only what is published is theirs to read.
                (ELSEWHERE, "/api/v2/pages/{live}/draft/") => Verdict::Hidden,
                (_, "/api/v2/images/1/" | "/api/v2/documents/find/?id=1") => Verdict::Hidden,
                _ => Verdict::Allowed,
            };
            let answer = visitor.get(&path.replace("{live}", &live.to_string())).await;
            assert_eq!(verdict(&answer), wanted, "{email} {path}");
        }
        for (act, method, path, _, _) in ACTS {
            let path = path.replace("{page}", &live.to_string());
            let answer = visitor.send_json(method, &path, body(act, world.home, "New").as_ref(), None).await;
            assert_eq!(verdict(&answer), Verdict::Denied, "{email} {method} {path}");
        }
    }
    assert_eq!(world.site.count("select count(*) from audit_entry where act not like 'sign%'").await, audited);
}

#[sqlx::test(migrations = "../migrations")]
async fn tokens_do_what_their_owners_may_in_the_studio(pool: PgPool) {
    let world = World::open(pool).await;
    let mut told: BTreeMap<&str, Vec<(&str, Verdict)>> = BTreeMap::new();
    for email in [ELSEWHERE, EDITOR, MODERATOR, ADMIN] {
        let (token, visitor) = (world.token(email, &Scope::ALL).await, world.signed_in(email).await);
        for (act, method, path, _, live) in ACTS {
            let mine = world.page(&format!("By token {act} {email}"), live).await;
            let path = path.replace("{page}", &mine.to_string());
            let sent = body(act, world.home, &format!("Made by token {email}"));
            let by_token = verdict(&visitor.send_json(method, &path, sent.as_ref(), Some(&token)).await);
            let other = world.page(&format!("In the Studio {act} {email}"), live).await;
            let in_studio = studio(&visitor, act, other, world.home, &format!("Made in the Studio {email}")).await;
            assert_eq!(by_token, in_studio, "{act} by {email}");
            told.entry(email).or_default().push((act, by_token));
        }
    }
    let of = |email: &str| told[email].iter().map(|(_, verdict)| *verdict).collect::<Vec<_>>();
    use Verdict::{Allowed, Denied, Hidden};
    // create, save, publish, unpublish, move, delete
    assert_eq!(of(ELSEWHERE), [Hidden; 6]);
    // Moving within the same parent is putting in order, which is for those who publish.
    assert_eq!(of(EDITOR), [Allowed, Allowed, Denied, Denied, Denied, Denied]);
    assert_eq!(of(MODERATOR), [Allowed; 6]);
    assert_eq!(of(ADMIN), [Allowed; 6]);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_token_does_what_its_scopes_say_and_no_more(pool: PgPool) {
    let world = World::open(pool).await;
    let live = world.page("Live", true).await;
    let visitor = world.site.visitor();
    for scope in Scope::ALL {
        let token = world.token(ADMIN, &[scope]).await;
        for (path, needed) in READS {
            let path = path.replace("{live}", &live.to_string());
            let answer = visitor.send_json("GET", &path, None, Some(&token)).await;
            // Listings of drafts are listings of pages, too.
            let is_good = scope == needed && !path.contains("include_drafts");
            assert_eq!(verdict(&answer) != Verdict::Denied, is_good, "{} {path}: {}", scope.name(), answer.text);
        }
        for (act, method, path, needed, is_live) in ACTS {
            let page = world.page(&format!("{act} {}", scope.name()), is_live).await;
            let path = path.replace("{page}", &page.to_string());
            let sent = body(act, world.home, &format!("Made with {}", scope.name()));
            let answer = visitor.send_json(method, &path, sent.as_ref(), Some(&token)).await;
            assert_eq!(
                verdict(&answer) == Verdict::Allowed,
                scope == needed,
                "{} {act}: {}",
                scope.name(),
                answer.text
            );
        }
    }
}

//! The house rules that a script can check: which way imports go, and what no manifest may say.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace").to_path_buf()
}

/// Crate name to its manifest's text, without dev-dependencies.
fn manifests() -> BTreeMap<String, String> {
    let mut folders: Vec<PathBuf> = ["app", "app/site", "app/account", "app/studio", "app/api", "cms", "server"]
        .iter()
        .map(|folder| root().join(folder))
        .collect();
    folders.extend(fs::read_dir(root().join("crates")).expect("crates").map(|entry| entry.expect("entry").path()));
    let read = |folder: PathBuf| {
        let text = fs::read_to_string(folder.join("Cargo.toml")).expect("a manifest");
        let name = text
            .lines()
            .find_map(|line| line.strip_prefix("name = \""))
            .expect("a name")
            .trim_end_matches('"')
            .to_owned();
        (name, text.split("[dev-dependencies]").next().unwrap_or_default().to_owned())
    };
    folders.into_iter().map(read).collect()
}

fn depends(manifest: &str, on: &str) -> bool {
    manifest.lines().any(|line| line.starts_with(&format!("{on}.")) || line.starts_with(&format!("{on} ")))
}

#[test]
fn imports_go_one_way() {
    let manifests = manifests();
    let domain = ["xpro-accounts", "xpro-commerce", "xpro-learning"];
    let outside = ["xpro-openedx", "xpro-cybersource", "xpro-mailgun", "xpro-outbound", "xpro-standins"];
    let forbidden = |name: &str| -> Vec<&str> {
        match name {
            "xpro-kernel" | "xpro-ui" => {
                vec!["xpro-platform", "xpro-catalog", "xpro-cms", "xpro-app", "xpro-server", "sqlx", "axum", "reqwest"]
            }
            "xpro-platform" => vec![
                "xpro-catalog",
                "xpro-accounts",
                "xpro-commerce",
                "xpro-learning",
                "xpro-cms",
                "xpro-app",
                "xpro-server",
            ],
            name if outside.contains(&name) => vec![
                "xpro-platform",
                "xpro-catalog",
                "xpro-accounts",
                "xpro-commerce",
                "xpro-learning",
                "xpro-cms",
                "sqlx",
            ],
            name if domain.contains(&name) => domain
                .iter()
                .copied()
                .filter(|other| *other != name)
                .chain(["xpro-cms", "xpro-app", "xpro-server", "reqwest", "leptos"])
                .collect(),
            "xpro-catalog" => {
                vec!["xpro-accounts", "xpro-commerce", "xpro-learning", "xpro-cms", "xpro-app", "xpro-server"]
            }
            _ => vec!["xpro-server"],
        }
    };
    for (name, manifest) in &manifests {
        // `kernel` binds its ids to sqlx behind a feature that only servers switch on.
        for on in forbidden(name).into_iter().filter(|on| !(name == "xpro-kernel" && *on == "sqlx")) {
            assert!(!depends(manifest, on), "{name} must not depend on {on}");
        }
    }
}

#[test]
fn no_manifest_asks_for_a_browser_feature_outside_of_features() {
    for (name, manifest) in manifests() {
        let dependencies = manifest.split("[features]").next().unwrap_or_default();
        for feature in ["hydrate", "csr"] {
            assert!(
                !dependencies.contains(&format!("\"{feature}\"")),
                "{name} asks for leptos/{feature}, which cargo would give to the server too"
            );
        }
    }
}

#[test]
fn statements_live_in_stores() {
    let mut stray = Vec::new();
    for folder in [
        "crates/accounts/src",
        "crates/catalog/src",
        "crates/commerce/src",
        "crates/learning/src",
        "cms/src",
        "app/src",
        "app/account/src",
        "app/api/src",
    ] {
        sources(&root().join(folder), &mut |path, text| {
            let in_store = path.components().any(|part| part.as_os_str() == "store")
                || path.file_name().and_then(|name| name.to_str()).is_some_and(is_test_file)
                || path.components().any(|part| part.as_os_str() == "tests");
            if !in_store && text.contains("sqlx::query") {
                stray.push(path.display().to_string());
            }
        });
    }
    assert_eq!(stray, Vec::<String>::new(), "these files write SQL outside of a store");
}

/// Others could be dropped half-way, and leave a connection of the pool inside a transaction: see `Database::begin`.
#[test]
fn one_place_begins_transactions() {
    let mut stray = Vec::new();
    for folder in ["crates", "cms", "app", "server/src"] {
        sources(&root().join(folder), &mut |path, text| {
            let is_test = path.file_name().and_then(|name| name.to_str()).is_some_and(is_test_file)
                || path.components().any(|part| part.as_os_str() == "tests");
            let begins = [".begin_with(", "pool.begin(", "pool().begin(", "conn.begin("];
            if !is_test && !path.ends_with("platform/src/db.rs") && begins.iter().any(|begin| text.contains(begin)) {
                stray.push(path.display().to_string());
            }
        });
    }
    assert_eq!(stray, Vec::<String>::new(), "these files begin transactions themselves");
}

/// Files that are compiled for tests only: their modules stand behind `cfg(test)`.
fn is_test_file(name: &str) -> bool {
    name == "tests.rs" || name == "testing.rs" || name.ends_with("_tests.rs")
}

#[test]
fn nothing_is_left_undone() {
    let marks = ["todo!(", "unimplemented!(", concat!("TO", "DO"), concat!("FIX", "ME"), "dbg!("];
    let mut found = Vec::new();
    for folder in ["crates", "cms", "app", "server"] {
        sources(&root().join(folder), &mut |path, text| {
            if path.ends_with("server/tests/house.rs") {
                return;
            }
            found.extend(
                marks.iter().filter(|mark| text.contains(**mark)).map(|mark| format!("{}: {mark}", path.display())),
            );
        });
    }
    assert_eq!(found, Vec::<String>::new());
}

/// The bundles are built with `--cfg erase_components`. A view drawn anew in place then keeps the first listener and the
/// first reactive attribute that were spread onto a component, while texts change: the button of one row acts on the row
/// that stood there before. Listeners on elements and props of components are right.
#[test]
fn no_listener_is_spread_onto_a_component() {
    let mut found = Vec::new();
    for folder in ["crates", "app"] {
        sources(&root().join(folder), &mut |path, text| {
            found.extend(
                component_tags(text)
                    .filter(|tag| is_spread_wrongly(tag))
                    .map(|tag| format!("{}: {}", path.display(), tag.split_whitespace().collect::<Vec<_>>().join(" "))),
            );
        });
    }
    assert_eq!(found, Vec::<String>::new(), "give the component a prop, such as `on_press`, or use an element");
}

#[test]
fn spread_listeners_are_recognized() {
    let wrong = [
        "<Button kind=a\n on:click=move |_| go()>",
        "<Badge attr:title=move || name.get()>",
        "<a::Part class:on=move || is_on.get() />",
        "<Field on:input=if a > b { x } else { y } />",
    ];
    for view in wrong {
        assert!(component_tags(view).any(|tag| is_spread_wrongly(&tag)), "{view}");
    }
    let right = [
        "<Button on_press=move |_| go() attr:title=\"b\"><b on:click=x></b></Button>",
        "<Show when=move || a.get() > 1><button on:click=x></button></Show>",
        "Vec<String> on:click=x>",
    ];
    for view in right {
        assert!(!component_tags(view).any(|tag| is_spread_wrongly(&tag)), "{view}");
    }
}

/// The opening tags of components in a source, without what stands in braces or in quotes.
fn component_tags(text: &str) -> impl Iterator<Item = String> {
    text.match_indices('<').filter_map(|(at, _)| {
        let rest = text.get(at + 1..)?;
        let name = rest.split(|letter: char| !(letter.is_alphanumeric() || letter == '_' || letter == ':')).next()?;
        let is_component = name.rsplit("::").next()?.starts_with(|letter: char| letter.is_ascii_uppercase());
        is_component.then(|| opening(rest))
    })
}

/// What stands before the `>` that ends a tag.
fn opening(text: &str) -> String {
    let (mut kept, mut depth, mut in_quotes, mut before) = (String::new(), 0_i32, false, ' ');
    for letter in text.chars() {
        match letter {
            '"' if before != '\\' => in_quotes = !in_quotes,
            _ if in_quotes => {}
            '{' | '(' | '[' => depth += 1,
            '}' | ')' | ']' => depth -= 1,
            '>' if depth == 0 && !matches!(before, '-' | '=' | ' ') => break,
            _ if depth == 0 => kept.push(letter),
            _ => {}
        }
        if depth < 0 {
            break;
        }
        before = letter;
    }
    kept
}

fn is_spread_wrongly(tag: &str) -> bool {
    tag.split_whitespace().any(|word| {
        let Some((name, value)) = word.split_once('=') else { return false };
        let is_spread = ["attr:", "class:", "style:", "prop:"].iter().any(|prefix| name.starts_with(prefix));
        name.starts_with("on:") || (is_spread && value.starts_with("move"))
    })
}

#[test]
fn every_job_is_a_declared_flow() {
    let declared: Vec<&str> = xpro_server::flows::FLOWS.iter().map(|flow| flow.name).collect();
    let mut missing = Vec::new();
    for folder in ["crates", "cms", "server/src"] {
        sources(&root().join(folder), &mut |path, text| {
            if path.file_name().is_some_and(|name| name == "tests.rs") {
                return;
            }
            let kinds = text.split("const KIND: &'static str = \"").skip(1).filter_map(|rest| rest.split('"').next());
            missing.extend(kinds.filter(|kind| !declared.contains(kind)).map(str::to_owned));
        });
    }
    assert_eq!(missing, Vec::<String>::new(), "declare these in server/src/flows.rs");
}

#[test]
fn generated_documents_are_up_to_date() {
    let read = |path: &str| fs::read_to_string(root().join(path)).unwrap_or_default();
    assert_eq!(
        read("docs/settings.md"),
        xpro_server::settings::reference(),
        "run `xpro settings --markdown > docs/settings.md`"
    );
    assert_eq!(
        read("docs/flows/README.md"),
        xpro_platform::flows::markdown(xpro_server::flows::FLOWS),
        "run `xpro flows > docs/flows/README.md`"
    );
}

fn sources(folder: &Path, visit: &mut impl FnMut(&Path, &str)) {
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("entry").path()) {
        if entry.is_dir() && entry.file_name().is_some_and(|name| name != "node_modules" && name != "target") {
            sources(&entry, visit);
        } else if entry.extension().is_some_and(|extension| extension == "rs") {
            visit(&entry, &fs::read_to_string(&entry).expect("a source file"));
        }
    }
}

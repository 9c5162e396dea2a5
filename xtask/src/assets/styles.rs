//! The style sheets: plain CSS with `@import`, bundled and minified by esbuild.

use std::process::Command;

use anyhow::{Context as _, Result, bail, ensure};

use super::manifest::URL_PREFIX;
use super::store::Store;
use crate::node;
use crate::paths::Paths;

/// Style sheets that pages link to, where they exist in `style/`; every other file there is
/// imported by one of them.
const ENTRIES: [&str; 3] = ["site.css", "account.css", "studio.css"];

/// Browsers that the shop is written for: those with nesting, layers and container queries.
const TARGET: &str = "--target=chrome120,firefox121,safari17.2";

/// Bundles each entry and stores it.
pub fn put_all(paths: &Paths, store: &mut Store) -> Result<()> {
    for entry in ENTRIES {
        let path = paths.root.join("style").join(entry);
        if !path.is_file() {
            continue;
        }
        let mut esbuild = node::tool(paths, "esbuild")?;
        esbuild
            .arg(&path)
            .args(["--bundle", "--minify", "--external:/static/*", "--log-level=warning", TARGET])
            .stderr(std::process::Stdio::inherit());
        let css = output(&mut esbuild).with_context(|| format!("style/{entry}"))?;
        let css = with_hashed_urls(&css, store).with_context(|| format!("style/{entry}"))?;
        store.put(entry, css.as_bytes())?;
    }
    Ok(())
}

fn output(command: &mut Command) -> Result<String> {
    let output = command.output()?;
    ensure!(output.status.success(), "esbuild failed");
    Ok(String::from_utf8(output.stdout)?)
}

/// Replaces `/static/NAME`, where NAME is a file of `public/`, by the URL with its hash.
fn with_hashed_urls(css: &str, store: &Store) -> Result<String> {
    let mut done = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(at) = rest.find(URL_PREFIX) {
        done.push_str(&rest[..at]);
        rest = &rest[at + URL_PREFIX.len()..];
        let end = rest.find([')', '"', '\'', '?', '#']).unwrap_or(rest.len());
        let Some(url) = store.url(&rest[..end]) else {
            bail!("{URL_PREFIX}{} is named, and public/{0} does not exist", &rest[..end]);
        };
        done.push_str(url);
        rest = &rest[end..];
    }
    done.push_str(rest);
    Ok(done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_get_their_hash_and_unknown_ones_are_refused() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let mut store = Store::open(dir.path()).expect("the folder is ours");
        store.put("fonts/a.woff2", b"font").expect("it is stored");
        let url = store.url("fonts/a.woff2").expect("it was stored").to_owned();
        let css = "@font-face{src:url(/static/fonts/a.woff2)}b{src:url('/static/fonts/a.woff2')}";
        let hashed = with_hashed_urls(css, &store).expect("the font is known");
        assert_eq!(hashed, format!("@font-face{{src:url({url})}}b{{src:url('{url}')}}"));
        let error = with_hashed_urls("a{src:url(/static/b.png)}", &store).expect_err("it is unknown");
        assert!(error.to_string().contains("public/b.png"));
    }
}

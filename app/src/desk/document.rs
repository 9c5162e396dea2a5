//! The studio's document. It holds no content: what it says is what one sees while the studio loads, or cannot.

use super::StudioAssets;
use crate::shell::Assets;
use leptos::prelude::*;

/// The whole document, the same for every address of the studio.
pub(super) fn studio(site_name: &str, assets: &Assets, support_email: &str) -> String {
    let owner = Owner::new();
    let html = owner.with(|| whole(site_name, assets, support_email).to_html());
    owner.cleanup();
    format!("<!doctype html>{html}")
}

fn whole(site_name: &str, assets: &Assets, support_email: &str) -> impl IntoView + use<> {
    let files = assets.studio.as_ref().map(files);
    let is_built = files.is_some();
    let fonts: Vec<_> = assets
        .fonts
        .iter()
        .cloned()
        .map(|url| view! { <link rel="preload" href=url r#as="font" type="font/woff2" crossorigin="anonymous" /> })
        .collect();
    view! {
        <html lang="en" class="studio">
            <head>
                <meta charset="utf-8" />
                <title>{format!("Studio | {site_name}")}</title>
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="robots" content="noindex, nofollow" />
                <meta name="color-scheme" content="light dark" />
                {fonts}
                {files}
                // The school's accent is chosen for a white page.
                {assets.brand_css.clone().map(|url| view! { <link rel="stylesheet" href=url media="(prefers-color-scheme: light)" /> })}
                {assets.favicon.clone().map(|url| view! { <link rel="icon" href=url type="image/svg+xml" /> })}
            </head>
            <body class="studio-body">
                <div class="studio-root" id="studio">
                    {is_built.then(|| view! { <p class="studio-waiting">"Opening the studio…"</p> })}
                </div>
                <noscript>
                    <div class="studio-notice">
                        <h1>"The studio needs JavaScript"</h1>
                        <p>"Switch it on for this site and load the page again. Nothing is lost: the studio keeps its data on the server."</p>
                    </div>
                </noscript>
                {trouble(is_built, support_email)}
            </body>
        </html>
    }
}

/// Style sheet and boot module; what the boot module will ask for is fetched at once.
fn files(studio: &StudioAssets) -> impl IntoView + use<> {
    let StudioAssets { css, boot, js, wasm } = studio.clone();
    view! {
        <link rel="stylesheet" href=css />
        <link rel="modulepreload" href=boot.clone() />
        <link rel="modulepreload" href=js />
        <link rel="preload" href=wasm r#as="fetch" type="application/wasm" crossorigin="anonymous" />
        <script type="module" src=boot></script>
    }
}

/// Hidden until the boot module or the studio itself finds that it is needed.
fn trouble(is_built: bool, support_email: &str) -> impl IntoView + use<> {
    let help = support_email.to_owned();
    view! {
        <div class="studio-notice" role="alert" data-boot-failed="" hidden=is_built>
            <h1>"The studio could not be opened"</h1>
            <p>"Its program did not load. Check the connection and load the page again. If that does not help, write to "{help.clone()}"."</p>
            <p><a class="button button--primary" href="/studio/">"Load again"</a></p>
        </div>
        <div class="studio-notice" role="alert" data-studio-stopped="" hidden=true>
            <h1>"The studio has stopped"</h1>
            <p>"A fault of ours ended it. What was saved is safe; what was asked for last may not have happened. If it comes again, write to "{help}"."</p>
            <p><a class="button button--primary" href="/studio/">"Start again"</a></p>
        </div>
    }
}

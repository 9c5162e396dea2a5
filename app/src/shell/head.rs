//! The document's head: exactly one title and description, canonical address, share tags, structured data
//! (cms.md 7.1, 7.2).

use super::Frame;
use leptos::{attr::custom::CustomAttribute as _, prelude::*};

/// What search engines and share previews are told about a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Title. The site's name is put behind it unless `is_title_whole`.
    pub title: String,
    /// The title stands as it is.
    pub is_title_whole: bool,
    /// One or two plain sentences; left out when empty.
    pub description: String,
    /// Address, or path on this site, without parameters that do not change the content; none on pages of one person.
    pub canonical_url: Option<String>,
    /// Picture for share previews.
    pub image: Option<ShareImage>,
    /// Value of the robots tag; none lets search engines in.
    pub robots: Option<String>,
    /// Further properties, such as `product:price:amount`.
    pub properties: Vec<(String, String)>,
    /// Structured data: JSON that is safe inside a script element.
    pub json_ld: Option<String>,
    /// BCP 47 tag of the page's language.
    pub lang: String,
    /// Without scripts: after how many seconds which address is loaded.
    pub refresh: Option<(u32, String)>,
}

impl Head {
    /// A page that search engines neither list nor follow: errors, and the pages of one person.
    pub fn untracked(title: impl Into<String>) -> Self {
        Head { robots: Some("noindex, nofollow".to_owned()), ..Head::public(title) }
    }

    /// A public page as search engines shall list it, at this path.
    pub fn of_page(title: &str, description: &str, path: &str) -> Self {
        Head { description: description.to_owned(), canonical_url: Some(path.to_owned()), ..Head::public(title) }
    }

    /// A public page with this title and nothing else said yet.
    pub fn public(title: impl Into<String>) -> Self {
        Head {
            title: title.into(),
            is_title_whole: false,
            description: String::new(),
            canonical_url: None,
            image: None,
            robots: None,
            properties: Vec::new(),
            json_ld: None,
            lang: "en".to_owned(),
            refresh: None,
        }
    }

    fn full_title(&self, site_name: &str) -> String {
        if self.is_title_whole || self.title == site_name {
            self.title.clone()
        } else {
            format!("{} | {site_name}", self.title)
        }
    }
}

/// A picture for share previews.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShareImage {
    /// Address, or path on this site.
    pub url: String,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Text for those who do not see it.
    pub alt: String,
}

pub(super) fn head(frame: &Frame) -> AnyView {
    let head = &frame.head;
    let title = head.full_title(&frame.site.name);
    view! {
        <head>
            <meta charset="utf-8" />
            <title>{title.clone()}</title>
            <meta name="viewport" content="width=device-width, initial-scale=1" />
            {head.refresh.as_ref().map(refresh)}
            {described(&head.description)}
            {head.robots.clone().map(|robots| view! { <meta name="robots" content=robots /> })}
            {head.canonical_url.as_deref().map(|url| view! { <link rel="canonical" href=frame.absolute(url) /> })}
            {files(frame)}
            {head.canonical_url.is_some().then(|| share_tags(frame, &title))}
            {head.json_ld.clone().map(|json| view! { <script type="application/ld+json" inner_html=json></script> })}
        </head>
    }
    .into_any()
}

/// Only for those without scripts; for the others an island watches.
fn refresh((seconds, url): &(u32, String)) -> AnyView {
    view! { <noscript><meta http-equiv="refresh" content=format!("{seconds}; url={url}") /></noscript> }.into_any()
}

fn described(description: &str) -> Option<impl IntoView + use<>> {
    (!description.is_empty()).then(|| view! { <meta name="description" content=description.to_owned() /> })
}

/// Fonts and the style sheet first; scripts are modules, so they wait for the document by themselves.
fn files(frame: &Frame) -> AnyView {
    let assets = &frame.assets;
    let fonts: Vec<_> = assets
        .fonts
        .iter()
        .cloned()
        .map(|url| view! { <link rel="preload" href=url r#as="font" type="font/woff2" crossorigin="anonymous" /> })
        .collect();
    let notice_js = frame.site.notice.as_ref().and(assets.notice_js.clone());
    let boots: Vec<_> =
        frame.boots().into_iter().map(|url| view! { <script type="module" src=url></script> }).collect();
    view! {
        {fonts}
        <link rel="stylesheet" href=assets.css.clone() />
        {assets.brand_css.clone().map(|url| view! { <link rel="stylesheet" href=url /> })}
        {notice_js.map(|url| view! { <script src=url></script> })}
        {assets.favicon.clone().map(|url| view! { <link rel="icon" href=url type="image/svg+xml" /> })}
        {boots}
    }
    .into_any()
}

fn share_tags(frame: &Frame, title: &str) -> AnyView {
    let head = &frame.head;
    let property =
        |name: &str, content: String| leptos::html::meta().attr("property", name.to_owned()).content(content);
    let card = if head.image.is_some() { "summary_large_image" } else { "summary" };
    let mut tags = vec![
        property("og:type", "website".to_owned()),
        property("og:site_name", frame.site.name.clone()),
        property("og:title", title.to_owned()),
    ];
    if !head.description.is_empty() {
        tags.push(property("og:description", head.description.clone()));
    }
    if let Some(url) = &head.canonical_url {
        tags.push(property("og:url", frame.absolute(url)));
    }
    if let Some(image) = &head.image {
        tags.push(property("og:image", frame.absolute(&image.url)));
        tags.push(property("og:image:width", image.width.to_string()));
        tags.push(property("og:image:height", image.height.to_string()));
        tags.push(property("og:image:alt", image.alt.clone()));
    }
    tags.extend(head.properties.iter().map(|(name, content)| property(name, content.clone())));
    view! { <meta name="twitter:card" content=card /><meta name="twitter:title" content=title.to_owned() />{tags} }
        .into_any()
}

impl Frame {
    fn absolute(&self, url: &str) -> String {
        if url.starts_with('/') { format!("{}{url}", self.site.base_url) } else { url.to_owned() }
    }

    /// Boot modules of the bundles that this page has islands of. The storefront's are in the header only when the
    /// page is for everybody.
    fn boots(&self) -> Vec<String> {
        let site = (self.bundle != super::Bundle::None && self.viewer == super::Viewer::Everybody)
            .then(|| self.assets.site_boot.clone())
            .flatten();
        let account = (self.bundle == super::Bundle::Account).then(|| self.assets.account_boot.clone()).flatten();
        site.into_iter().chain(account).collect()
    }
}

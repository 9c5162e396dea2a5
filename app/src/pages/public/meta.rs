//! Heads of the public pages: titles, share tags and structured data (cms.md 7.1, 7.2).

use super::{catalog_filters, structured_data};
use crate::shell::{Head, ShareImage, SiteFrame};
use xpro_cms::delivery::{
    BlogModel, CatalogModel, CatalogQuery, EnterpriseModel, HomeModel, Picture, ProductModel, ResourceModel,
    WebinarModel, WebinarsModel,
};

/// Head of the home page.
pub fn home_head(model: &HomeModel, site: &SiteFrame) -> Head {
    let mut head = Head::of_page(&site.name, or(&model.search_description, &model.subhead), "/");
    retitle(&mut head, &model.seo_title);
    head.image = model.share_picture.as_ref().map(share_image);
    head.json_ld = Some(structured_data::organization(&site.name, &site.base_url));
    head
}

/// Head of the catalog. Its canonical address keeps only the filters that change what is listed.
pub fn catalog_head(model: &CatalogModel, _site: &SiteFrame) -> Head {
    let canonical = CatalogQuery {
        topic: model.query.topic.clone(),
        language: model.query.language.clone(),
        ..CatalogQuery::default()
    };
    let mut head = Head::of_page("Catalog", &catalog_description(model), &catalog_filters::url(&canonical));
    retitle(&mut head, &model.seo_title);
    head.image = model.share_picture.as_ref().map(share_image);
    if !model.query.search.is_empty() || model.cards.is_empty() {
        // Searches have no end, and nothing is nothing to be found; search engines shall not list them.
        head.robots = Some("noindex".to_owned());
    }
    head
}

/// Head of a course or program page.
pub fn product_head(model: &ProductModel, site: &SiteFrame) -> Head {
    let description = or(&model.search_description, &model.subhead);
    let mut head = Head::of_page(&format!("{} | {}", site.name, model.title), description, &model.url);
    head.is_title_whole = true;
    retitle(&mut head, &model.seo_title);
    head.lang.clone_from(&model.lang);
    head.image = model.share_picture.as_ref().map(share_image);
    head.properties = product_properties(model);
    head.json_ld = Some(structured_data::product(model, &site.name, &site.base_url));
    head
}

/// Head of a text page.
pub fn resource_head(model: &ResourceModel, site: &SiteFrame) -> Head {
    let description = or(&model.search_description, &model.subhead);
    let mut head = Head::of_page(&format!("{} | {}", site.name, model.title), description, &model.url);
    head.is_title_whole = true;
    retitle(&mut head, &model.seo_title);
    head.image = model.share_picture.as_ref().map(share_image);
    head
}

/// Head of the list of webinars.
pub fn webinars_head(model: &WebinarsModel, path: &str) -> Head {
    let description = or(&model.search_description, "Webinars for professionals: what is coming, and recordings.");
    let mut head = Head::of_page(&model.title, description, path);
    retitle(&mut head, &model.seo_title);
    head.image = model.share_picture.as_ref().map(share_image);
    head
}

/// Head of the blog.
pub fn blog_head(model: &BlogModel, path: &str) -> Head {
    let mut head = Head::of_page(&model.title, or(&model.search_description, &model.subhead), path);
    retitle(&mut head, &model.seo_title);
    head.image = model.share_picture.as_ref().map(share_image);
    head
}

/// Head of one webinar.
pub fn webinar_head(model: &WebinarModel, site: &SiteFrame) -> Head {
    let description = or(&model.search_description, &model.subhead);
    let mut head = Head::of_page(&format!("{} | {}", site.name, model.title), description, &model.url);
    head.is_title_whole = true;
    retitle(&mut head, &model.seo_title);
    head.image = model.share_picture.as_ref().map(share_image);
    head
}

/// Head of the page for companies.
pub fn enterprise_head(model: &EnterpriseModel, path: &str) -> Head {
    let description = or(&model.search_description, "Courses and programs for companies and their teams.");
    let mut head = Head::of_page(&model.title, description, path);
    retitle(&mut head, &model.seo_title);
    head.image = model.share_picture.as_ref().map(share_image);
    head
}

/// What the editor wrote for search engines, else what visitors read first.
fn or<'a>(written: &'a str, fallback: &'a str) -> &'a str {
    if written.is_empty() { fallback } else { written }
}

fn catalog_description(model: &CatalogModel) -> String {
    match &model.query.topic {
        Some(topic) => {
            format!("Online courses and programs for professionals about {topic}: dates, prices, enrollment.")
        }
        None if model.search_description.is_empty() => {
            "Online courses and programs for professionals: topics, dates, prices, enrollment.".to_owned()
        }
        None => model.search_description.clone(),
    }
}

fn retitle(head: &mut Head, seo_title: &str) {
    if !seo_title.is_empty() {
        head.title = seo_title.to_owned();
        head.is_title_whole = true;
    }
}

fn share_image(picture: &Picture) -> ShareImage {
    // Programs that show shared links get what they expect, cut around the focal point. They show no drawings.
    let large = picture.width >= 821 && picture.height >= 400;
    let (spec, (width, height)) = match (picture.is_drawing, large) {
        (false, true) => ("fill-821x400", (821, 400)),
        (true, true) => ("fill-821x400|format-png", (821, 400)),
        (true, false) => ("original|format-png", (picture.width, picture.height)),
        (false, false) => ("", (0, 0)),
    };
    if let Some(renditions) = picture.renditions.as_ref().filter(|_| !spec.is_empty() && picture.sources.is_empty()) {
        return ShareImage { url: renditions.url(spec), width, height, alt: picture.alt.clone() };
    }
    ShareImage { url: picture.url.clone(), width: picture.width, height: picture.height, alt: picture.alt.clone() }
}

fn product_properties(model: &ProductModel) -> Vec<(String, String)> {
    let mut properties = vec![
        ("product:brand", "xPro".to_owned()),
        ("product:availability", "in stock".to_owned()),
        ("product:condition", "new".to_owned()),
        ("product:retailer_item_id", model.readable_id.clone()),
        ("product:category", "317".to_owned()),
    ];
    if let Some(price) = model.price.filter(|price| !price.is_zero()) {
        properties.push(("product:price:amount", price.to_string()));
        properties.push(("product:price:currency", "USD".to_owned()));
    }
    properties.into_iter().map(|(name, content)| (name.to_owned(), content)).collect()
}

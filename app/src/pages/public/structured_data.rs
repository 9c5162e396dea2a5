//! JSON-LD of product pages, as text that is safe inside a script element.

use serde_json::{Value, json};
use xpro_cms::delivery::{EnrollOffer, OfferKind, ProductModel, Section};
use xpro_ui::iso_instant;

/// Course or program, its way from the catalog, and its questions.
pub(super) fn product(model: &ProductModel, site_name: &str, base_url: &str) -> String {
    let url = format!("{base_url}{}", model.url);
    let mut graph = vec![offer(model, site_name, base_url, &url), trail(model, base_url, &url)];
    graph.extend(model.sections.iter().find_map(questions));
    safe(&json!({ "@context": "https://schema.org", "@graph": graph }))
}

/// The school, for the home page.
pub(super) fn organization(site_name: &str, base_url: &str) -> String {
    safe(
        &json!({ "@context": "https://schema.org", "@type": "EducationalOrganization", "name": site_name, "url": format!("{base_url}/") }),
    )
}

fn offer(model: &ProductModel, site_name: &str, base_url: &str, url: &str) -> Value {
    let kind = if model.kind == OfferKind::Course { "Course" } else { "EducationalOccupationalProgram" };
    let mut thing = json!({
        "@type": kind,
        "name": model.title,
        "description": if model.search_description.is_empty() { &model.subhead } else { &model.search_description },
        "url": url,
        "inLanguage": model.lang,
        "provider": { "@type": "Organization", "name": site_name, "url": format!("{base_url}/") },
    });
    if let (Some(price), true) = (model.price, model.enroll != EnrollOffer::None) {
        thing["offers"] = json!([{ "@type": "Offer", "price": price.to_string(), "priceCurrency": "USD", "category": "Paid", "url": url, "availability": "https://schema.org/InStock" }]);
    }
    if let (OfferKind::Course, Some(start)) = (model.kind, model.start) {
        let mode = if model.format.eq_ignore_ascii_case("hybrid") { "Blended" } else { "Online" };
        let mut instance = json!({ "@type": "CourseInstance", "courseMode": mode, "startDate": iso_instant(start) });
        if let Some(end) = model.end {
            instance["endDate"] = json!(iso_instant(end));
        }
        if !model.time_commitment.is_empty() {
            instance["courseWorkload"] = json!(model.time_commitment);
        }
        thing["hasCourseInstance"] = json!([instance]);
    }
    thing
}

fn trail(model: &ProductModel, base_url: &str, url: &str) -> Value {
    let step =
        |at: usize, name: &str, url: String| json!({ "@type": "ListItem", "position": at, "name": name, "item": url });
    json!({ "@type": "BreadcrumbList", "itemListElement": [step(1, "Catalog", format!("{base_url}/catalog/")), step(2, &model.title, url.to_owned())] })
}

fn questions(section: &Section) -> Option<Value> {
    let Section::Faq { items } = section else { return None };
    let items: Vec<Value> = items.iter().map(|(question, answer)| json!({ "@type": "Question", "name": question, "acceptedAnswer": { "@type": "Answer", "text": answer } })).collect();
    (!items.is_empty()).then(|| json!({ "@type": "FAQPage", "mainEntity": items }))
}

/// JSON in which nothing can end the script element.
fn safe(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

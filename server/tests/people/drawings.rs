//! SVG drawings over real HTTP: what is hostile is gone or refused, and what is kept is shown to everybody.

use crate::world::{Answer, DEMO_PASSWORD, Site, Visitor};
use sqlx::PgPool;

const CHROME: &str = "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8";

async fn admin(site: &Site) -> Visitor {
    let visitor = site.visitor();
    let entered = visitor.sign_in("admin@example.com", DEMO_PASSWORD, "").await;
    assert_eq!(entered.status, 303, "{}", entered.text);
    visitor
}

async fn upload(visitor: &Visitor, name: &str, text: &str) -> Answer {
    visitor.post_raw(&format!("/api/studio/image-upload?name={name}"), text.as_bytes().to_vec()).await
}

fn svg(content: &str) -> String {
    format!(
        "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' viewBox='0 0 40 20'>\
         <rect id='r' width='20' height='20' fill='#f00'/>{content}</svg>"
    )
}

/// Name, file, and words that must be gone.
fn gone() -> Vec<(&'static str, String, &'static [&'static str])> {
    vec![
        ("script", svg("<script>alert(1)</script><script href='//evil.test/x.js'/>"), &["script", "alert", "evil"]),
        (
            "script of another prefix",
            svg("<s:script xmlns:s='http://www.w3.org/2000/svg'>alert(1)</s:script>"),
            &["alert"],
        ),
        ("script of HTML", svg("<script xmlns='http://www.w3.org/1999/xhtml'>alert(1)</script>"), &["alert"]),
        ("script in CDATA", svg("<script><![CDATA[alert(1)]]></script>"), &["alert", "CDATA"]),
        (
            "handlers",
            svg("<g onload='alert(1)' onclick='alert(2)' ONBEGIN='alert(3)'/>"),
            &["alert", "onload", "onclick"],
        ),
        ("handler on the root", svg("").replacen("<svg", "<svg onload='alert(1)'", 1), &["alert", "onload"]),
        (
            "foreign content",
            svg(
                "<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'><iframe src='//evil.test'/></body></foreignObject>",
            ),
            &["foreign", "iframe", "evil"],
        ),
        (
            "links",
            svg("<a xlink:href='javascript:alert(1)'><rect/></a><a href='https://evil.test/'><rect/></a>"),
            &["javascript", "evil", "alert"],
        ),
        ("scripted link by entity", svg("<a href='java&#x73;cript:alert(1)'><rect/></a>"), &["alert", "cript:"]),
        (
            "animated link",
            svg("<a href='#r'><animate attributeName='href' begin='0s'/><rect/></a>"),
            &["attributeName"],
        ),
        (
            "style imports, escaped",
            svg("<style>@\\69mport 'https://evil.test/x.css'; rect{fill:red}</style>"),
            &["mport", "evil"],
        ),
        (
            "comments and instructions",
            svg("<!--[if IE]>evil<![endif]--><?xml-stylesheet href='evil.css'?>"),
            &["evil", "<?"],
        ),
        (
            "instructions before",
            format!("<?xml version='1.0'?><?xml-stylesheet href='https://evil.test/x.css'?>{}", svg("")),
            &["evil", "<?"],
        ),
        (
            "default attributes",
            format!("<!DOCTYPE svg [<!ATTLIST rect onclick CDATA 'alert(1)'>]>{}", svg("")),
            &["alert", "DOCTYPE"],
        ),
        (
            "metadata",
            svg("<metadata><x:xmp xmlns:x='adobe:ns:meta/'>who and where</x:xmp></metadata>"),
            &["who and where"],
        ),
        ("video and audio", svg("<video href='https://evil.test/v'/><audio href='https://evil.test/a'/>"), &["evil"]),
        (
            "other attributes",
            svg("<rect xml:base='https://evil.test/' ping='https://evil.test/' requiredExtensions='evil'/>"),
            &["https://evil"],
        ),
    ]
}

/// Name, file, and what the reason says.
fn refused() -> Vec<(&'static str, String, &'static str)> {
    let laughs: String = (1..9).map(|at| format!("<!ENTITY l{at} '{}'>", format!("&l{};", at - 1).repeat(9))).collect();
    let doubling: String =
        (1..40).map(|at| format!("<g id='u{at}'><use href='#u{0}'/><use href='#u{0}'/></g>", at - 1)).collect();
    vec![
        (
            "billion laughs",
            format!("<!DOCTYPE svg [<!ENTITY l0 'ha'>{laughs}]>{}", svg("<text>&l8;</text>")),
            "entities",
        ),
        (
            "a file by entity",
            format!("<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>{}", svg("<text>&x;</text>")),
            "entities",
        ),
        (
            "picture of another host",
            svg("<image xlink:href='https://evil.test/a.png' width='9' height='9'/>"),
            "another file",
        ),
        ("picture of this host", svg("<image href='/signout/' width='9' height='9'/>"), "another file"),
        ("use of another file", svg("<use href='https://evil.test/a.svg#x'/>"), "another file"),
        ("paint of another host", svg("<rect fill='url(https://evil.test/a.svg#x)'/>"), "another file"),
        ("style of another host", svg("<style>rect{mask:url(//evil.test/a.svg#x)}</style>"), "another file"),
        (
            "set of pictures",
            svg("<style>svg{background:image-set('https://evil.test/a.png' 1x)}</style>"),
            "another file",
        ),
        (
            "effect of another file",
            svg("<filter id='f'><feImage href='https://evil.test/a.png'/></filter>"),
            "another file",
        ),
        ("style imports", svg("<style>@IMPORT url('https://evil.test/x.css'); rect{fill:red}</style>"), "another file"),
        ("page in data", svg("<image href='data:text/html,&lt;script>alert(1)&lt;/script>'/>"), "embeds"),
        ("drawing in data", svg("<image href='data:image/svg+xml,&lt;svg onload=alert(1)/>'/>"), "embeds"),
        (
            "page that says it is a picture",
            svg("<image href='data:image/png,&lt;script>alert(1)&lt;/script>'/>"),
            "embeds",
        ),
        (
            "font in data",
            svg("<style>@font-face{font-family:x;src:url(data:font/woff2;base64,AAAA)}</style>"),
            "embeds",
        ),
        ("animated script", svg("<set attributeName='fill' to='javascript:alert(1)'/>"), "scripts"),
        ("use that doubles", svg(&doubling), "complex"),
        ("use in a circle", svg("<g id='a'><use href='#a'/></g>"), "complex"),
        ("far too deep", svg(&format!("{}{}", "<g>".repeat(9_000), "</g>".repeat(9_000))), "complex"),
        ("far too long", svg(&"<path d='M0 0h9'/>".repeat(150_000)), "2 MB"),
        ("no drawing", "<svg".to_owned(), "no well-formed"),
        ("a page", "<!doctype html><title>x</title><svg><script>alert(1)</script></svg>".to_owned(), "no well-formed"),
        ("without a namespace", "<svg viewBox='0 0 9 9'><rect/></svg>".to_owned(), "no well-formed"),
        ("nothing in it", "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'/>".to_owned(), "nothing in"),
        ("no size", "<svg xmlns='http://www.w3.org/2000/svg'><rect/></svg>".to_owned(), "how large"),
        ("text called a drawing", "hello".to_owned(), "no picture"),
    ]
}

#[sqlx::test(migrations = "../migrations")]
async fn what_acts_is_gone_from_every_answer(pool: PgPool) {
    let site = Site::open(pool).await;
    let (admin, anybody) = (admin(&site).await, site.visitor());
    for (name, text, words) in gone() {
        let answer = admin.post_raw("/api/studio/image-upload?name=logo.svg&duplicate=true", text.into_bytes()).await;
        assert_eq!(answer.status, 200, "{name}: {}", answer.text);
        let item = answer.json()["item"].clone();
        for address in ["original", "thumbnail", "preview"] {
            let address = item[address].as_str().expect("an address");
            let shown = anybody.get_accepting(address, CHROME).await;
            assert_eq!((shown.status, shown.header("content-type")), (200, "image/svg+xml"), "{name}: {}", shown.text);
            assert!(shown.text.contains("<rect"), "{name}: {}", shown.text);
            for word in words {
                assert!(!shown.text.to_lowercase().contains(&word.to_lowercase()), "{name}, {word}: {}", shown.text);
            }
        }
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn what_cannot_be_made_safe_is_refused_with_the_reason(pool: PgPool) {
    let site = Site::open(pool).await;
    let admin = admin(&site).await;
    for (name, text, reason) in refused() {
        let answer = upload(&admin, "logo.svg", &text).await;
        assert_eq!(answer.status, 422, "{name}: {}", answer.text);
        assert_eq!(answer.json()["code"], "invalid", "{name}");
        assert!(answer.text.contains(reason), "{name}: {}", answer.text);
    }
    assert_eq!(site.count("select count(*) from image").await, 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_drawing_is_shown_to_everybody_as_they_can_see_it(pool: PgPool) {
    let site = Site::open(pool).await;
    let (admin, anybody) = (admin(&site).await, site.visitor());
    let text = svg("<rect x='20' width='20' height='20' fill='#00f'/>");
    // The name does not matter.
    let item = upload(&admin, "Our%20logo.png", &text).await.json()["item"].clone();
    assert_eq!(
        (item["format"].as_str(), item["width"].as_i64(), item["height"].as_i64()),
        (Some("SVG"), Some(40), Some(20))
    );
    assert_eq!((item["title"].as_str(), item["file_name"].as_str()), (Some("Our logo"), Some("Our-logo.svg")));
    assert_eq!(upload(&admin, "again.svg", &text).await.json()["outcome"], "duplicate");

    let address = item["thumbnail"].as_str().expect("an address");
    let policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox";
    for address in [address, item["original"].as_str().expect("an address")] {
        let shown = anybody.get_accepting(address, CHROME).await;
        assert_eq!(shown.header("content-security-policy"), policy, "{address}");
        assert_eq!(shown.header("x-content-type-options"), "nosniff", "{address}");
        assert_eq!(shown.header("cache-control"), "public, max-age=31536000, immutable", "{address}");
    }
    assert_eq!(anybody.get_accepting(address, CHROME).await.header("vary"), "accept");
    for (accept, mime) in [("*/*", "image/png"), ("image/webp,*/*", "image/webp")] {
        let shown = anybody.get_accepting(address, accept).await;
        assert_eq!((shown.status, shown.header("content-type")), (200, mime), "{accept}");
        assert_eq!(shown.header("content-security-policy"), "default-src 'none'");
    }
    let key: Vec<u8> = sqlx::query_scalar("select key from media_key").fetch_one(&site.pool).await.expect("the key");
    let id = xpro_kernel::ImageId(item["id"].as_i64().expect("an id"));
    let signed = |spec: &str| xpro_cms::media::Signer::new(&key).image_url(id, "v", spec);
    let cases = [
        ("fill-10x10", 200, "image/svg+xml", "viewBox=\"10 0 20 20\""),
        ("max-20x20", 200, "image/svg+xml", "width=\"20\" height=\"10\""),
        ("width-640", 200, "image/svg+xml", "width=\"40\" height=\"20\""),
        ("fill-10x10|format-png", 200, "image/png", ""),
        ("fill-10x10|format-jpeg", 200, "image/jpeg", ""),
        ("format-svg", 400, "text/plain; charset=utf-8", "not supported"),
    ];
    for (spec, status, mime, words) in cases {
        let shown = anybody.get_accepting(&signed(spec), CHROME).await;
        assert_eq!((shown.status, shown.header("content-type")), (status, mime), "{spec}: {}", shown.text);
        assert!(shown.text.contains(words), "{spec}: {}", shown.text);
    }
    assert_eq!(site.count("select count(*) from rendition where variant = 'avif'").await, 0);
    site.execute("update image set file_key = 'images/gone.svg'").await;
    assert_eq!(anybody.get_accepting(&signed("fill-11x11"), CHROME).await.status, 410);
}

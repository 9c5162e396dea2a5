//! The libraries over real HTTP: uploads, renditions, documents, and everybody who must not.

use crate::world::{DEMO_PASSWORD, Site, Visitor};
use sqlx::PgPool;

/// A picture of ours.
fn picture() -> Vec<u8> {
    std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../public/demo/systems-800.webp")).expect("the picture")
}

async fn admin(site: &Site) -> Visitor {
    let visitor = site.visitor();
    let entered = visitor.sign_in("admin@example.com", DEMO_PASSWORD, "").await;
    assert_eq!(entered.status, 303, "{}", entered.text);
    visitor
}

/// Address of the small copy of an upload, without the version.
async fn uploaded(visitor: &Visitor) -> (i64, String) {
    let answer = visitor.post_raw("/api/studio/image-upload?name=Systems.webp", picture()).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let item = answer.json()["item"].clone();
    (item["id"].as_i64().expect("an id"), item["thumbnail"].as_str().expect("an address").to_owned())
}

#[sqlx::test(migrations = "../migrations")]
async fn an_uploaded_picture_is_given_out_in_the_format_that_the_browser_reads(pool: PgPool) {
    let site = Site::open(pool).await;
    let admin = admin(&site).await;
    let (_, address) = uploaded(&admin).await;
    let anybody = site.visitor();
    // The address stays what it is, but an AVIF is still to be made.
    for (accept, mime) in [("image/avif,image/webp,*/*", "image/webp"), ("*/*", "image/jpeg")] {
        let answer = anybody.get_accepting(&address, accept).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, mime), "{}", answer.text);
        assert_eq!(answer.header("vary"), "accept");
        assert_eq!(answer.header("cache-control"), "public, max-age=60");
        assert_eq!(answer.header("content-security-policy"), "default-src 'none'");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert!(answer.header("set-cookie").is_empty());
    }
    let etag = anybody.get_accepting(&address, "*/*").await.header("etag").to_owned();
    let same = anybody.get_with(&address, "if-none-match", &etag).await;
    assert_eq!((same.status, same.text.len(), same.header("etag")), (304, 0, etag.as_str()));
    let again = admin.post_raw("/api/studio/image-upload?name=Other.webp", picture()).await;
    assert_eq!(again.json()["outcome"], "duplicate");
    assert_eq!(site.count("select count(*) from image").await, 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn addresses_that_are_not_ours_are_refused(pool: PgPool) {
    let site = Site::open(pool).await;
    let admin = admin(&site).await;
    let (id, address) = uploaded(&admin).await;
    let bare = address.split('?').next().expect("a path").to_owned();
    let parts: Vec<&str> = bare.split('/').collect();
    let key: Vec<u8> = sqlx::query_scalar("select key from media_key").fetch_one(&site.pool).await.expect("the key");
    let signer = xpro_cms::media::Signer::new(&key);
    let signed = |id: i64, spec: &str| {
        let spec_in_path = spec.replace('|', "%7C");
        format!("/images/{}/{id}/{spec_in_path}/", signer.sign(xpro_kernel::ImageId(id), spec))
    };
    let cases = [
        (bare.replace("320x320", "321x321"), 403),
        (bare.replace(parts[2], "AAAA"), 403),
        (signed(id + 1000, "max-320x320"), 404),
        (format!("/images/{}/x/max-320x320/", parts[2]), 404),
        (signed(id, "fill-0x0"), 400),
        (signed(id, "format-heic"), 400),
        (signed(id, "scale-400|scale-400|scale-400"), 400),
        (signed(id, "fill-32x20|format-png"), 200),
    ];
    for (address, status) in cases {
        let answer = site.visitor().get(&address).await;
        assert_eq!(answer.status, status, "{address}: {}", answer.text);
        if status != 200 {
            assert!(answer.header("content-type").starts_with("text/plain"), "{address}");
            assert_eq!(answer.header("cache-control"), "no-store", "{address}");
        }
    }
    site.execute("update image set file_key = 'images/gone.webp'").await;
    assert_eq!(site.visitor().get(&signed(id, "fill-33x33")).await.status, 410);
}

#[sqlx::test(migrations = "../migrations")]
async fn bad_files_are_refused_with_a_reason(pool: PgPool) {
    let site = Site::open(pool).await;
    let admin = admin(&site).await;
    let mut bomb = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bomb.extend([0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60, 8, 2, 0, 0, 0, 0, 0, 0, 0]);
    let half = picture()[..2000].to_vec();
    let cases = [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>".to_vec(), 422, "nothing in"),
        (b"\0\0\0\x18ftypavif\0\0\0\0mif1miaf".to_vec(), 422, "save it as JPEG, PNG or WebP"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec(), 422, "HEIC pictures cannot be read here"),
        (b"%PDF-1.7 not a picture".to_vec(), 422, "no picture"),
        (Vec::new(), 422, "no picture"),
        (bomb, 422, "128 million"),
        (half, 422, "damaged"),
        (vec![0; 50 * 1024 * 1024], 413, "10 MB"),
    ];
    for (body, status, reason) in cases {
        let answer = admin.post_raw("/api/studio/image-upload?name=photo.png", body).await;
        assert_eq!(answer.status, status, "{reason}: {}", answer.text);
        assert_eq!(answer.json()["code"], "invalid");
        assert!(answer.text.contains(reason), "{}", answer.text);
    }
    assert_eq!(site.count("select count(*) from image").await, 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn nobody_else_uploads(pool: PgPool) {
    let site = Site::open(pool).await;
    let support = site.visitor();
    support.sign_in("support@example.com", DEMO_PASSWORD, "").await;
    for visitor in [site.visitor(), site.learner().await, support] {
        for address in ["/api/studio/image-upload?name=a.webp", "/api/studio/document-upload?name=a.pdf"] {
            let answer = visitor.post_raw(address, picture()).await;
            assert_eq!(answer.status, 403, "{}", answer.text);
        }
        assert_eq!(visitor.get("/api/studio/images").await.status, 403);
    }
    assert_eq!(site.count("select count(*) from image").await, 0);
    assert_eq!(site.count("select count(*) from document").await, 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn documents_are_saved_and_only_pdf_is_shown(pool: PgPool) {
    let site = Site::open(pool).await;
    let admin = admin(&site).await;
    let upload = async |name: &str, body: &[u8]| {
        let answer = admin.post_raw(&format!("/api/studio/document-upload?name={name}"), body.to_vec()).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.json()["item"]["url"].as_str().expect("an address").to_owned()
    };
    let pdf = upload("Plan.pdf", b"%PDF-1.7 plan").await;
    let html = upload("page.html", b"<script>alert(1)</script>").await;
    let shown = site.visitor().get(&pdf).await;
    assert_eq!((shown.status, shown.header("content-type")), (200, "application/pdf"));
    assert!(shown.header("content-disposition").starts_with("inline"));
    let saved = site.visitor().get(&html).await;
    assert_eq!((saved.status, saved.header("content-type")), (200, "application/octet-stream"));
    assert!(saved.header("content-disposition").starts_with("attachment"));
    assert_eq!(saved.header("content-security-policy"), "default-src 'none'");
    assert_eq!(site.visitor().get(&pdf.replace("Plan", "Other")).await.status, 404);
    assert_eq!(site.visitor().get("/documents/99999/Plan.pdf").await.status, 404);
    let key: String =
        sqlx::query_scalar("select file_key from document limit 1").fetch_one(&site.pool).await.expect("a key");
    assert_eq!(site.visitor().get(&format!("/media/{key}")).await.status, 404, "only under its own address");
}

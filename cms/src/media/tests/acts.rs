//! The libraries on a real database and a real folder.

use crate::{
    access::load_editor,
    media::*,
    store,
    testing::{SYSTEM, begin},
    tree::Author,
};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use serde_json::json;
use sqlx::PgPool;
use std::{io::Cursor, path::PathBuf};
use uuid::Uuid;
use xpro_kernel::{Clock, DocumentId, ImageId, Learner, Staff, UserId};
use xpro_pictures::Spec;
use xpro_platform::{
    db::{Database, Tx},
    files::{self, Files},
};

/// A photograph of this many pixels and this shade.
fn photo(width: u32, height: u32, shade: u8) -> Vec<u8> {
    let pixels = RgbImage::from_fn(width, height, |x, y| Rgb([x as u8, y as u8, shade]));
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(pixels).write_to(&mut bytes, ImageFormat::Jpeg).expect("a file");
    bytes.into_inner()
}

struct Room {
    db: Database,
    files: Files,
    darkroom: Darkroom,
    folder: PathBuf,
}

impl Room {
    fn new(pool: &PgPool) -> Self {
        let folder = std::env::temp_dir().join(format!("xpro-media-{}", Uuid::new_v4().simple()));
        let files = files::folder(&folder).expect("a folder");
        Room {
            db: Database::new(pool.clone(), Clock::system()),
            darkroom: Darkroom::new(files.clone(), 2),
            files,
            folder,
        }
    }

    async fn kept(&self, bytes: Vec<u8>) -> KeptImage {
        keep_image(&self.files, &self.darkroom, "Team photo.JPG", bytes).await.expect("kept")
    }

    async fn added(&self, pool: &PgPool, bytes: Vec<u8>) -> ImageId {
        let kept = self.kept(bytes).await;
        let mut tx = begin(pool).await;
        let added = upload_image(&mut tx, SYSTEM.into(), &kept, false).await.expect("uploaded");
        tx.commit().await.expect("committed");
        let UploadedImage::Added(id) = added else { panic!("{added:?}") };
        id
    }

    fn files_in(&self, folder: &str) -> usize {
        let Ok(entries) = std::fs::read_dir(self.folder.join(folder)) else { return 0 };
        entries.count()
    }
}

fn staff(permissions: &[&str]) -> Staff {
    let person = Learner {
        id: UserId(2),
        username: "maya".into(),
        email: "maya@example.com".parse().expect("an address"),
        name: "Maya".into(),
    };
    Staff { person, is_superuser: false, permissions: permissions.iter().map(|&name| name.to_owned()).collect() }
}

fn facts_of(image: &LibraryImage) -> ImageFacts {
    ImageFacts { title: image.title.clone(), alt: image.alt.clone(), tags: image.tags.clone(), focus: image.focus() }
}

/// Written by somebody who began from what is there.
async fn rewritten(tx: &mut Tx, id: ImageId, facts: ImageFacts) -> Result<LibraryImage, MediaError> {
    let began = facts_of(&find_image(tx, SYSTEM.into(), id).await?);
    match update_image(tx, SYSTEM.into(), id, &began, facts).await? {
        Changed::Written(image) => Ok(image),
        conflict @ Changed::Conflict { .. } => panic!("{conflict:?}"),
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn an_upload_is_looked_at_kept_and_rendered_by_a_job(pool: PgPool) {
    let room = Room::new(&pool);
    let id = room.added(&pool, photo(640, 480, 9)).await;
    let mut tx = begin(&pool).await;
    let image = find_image(&mut tx, SYSTEM.into(), id).await.expect("found");
    assert_eq!((image.title.as_str(), image.file_name.as_str()), ("Team photo", "Team-photo.jpg"));
    assert_eq!((image.width, image.height, image.mime.as_str(), image.file_hash.len()), (640, 480, "image/jpeg", 40));
    let waiting: i64 = sqlx::query_scalar("select count(*) from job where kind = 'render_image'")
        .fetch_one(&mut *tx)
        .await
        .expect("jobs");
    assert_eq!(waiting, 1);
    tx.commit().await.expect("committed");

    let job = RenderImage { image: id, spec: Some("fill-100x100".to_owned()) };
    render_image(&room.db, &room.darkroom, &job).await.expect("rendered");
    assert_eq!(room.files_in(&format!("renditions/{id}")), 2, "WebP and AVIF");
    render_image(&room.db, &room.darkroom, &job).await.expect("nothing to do");
    assert_eq!(room.files_in(&format!("renditions/{id}")), 2);
    let spec = Spec::parse("fill-100x100").expect("a spec");
    let (file, _) = room.darkroom.rendition(&room.db, id, &spec, "image/avif,image/webp,*/*").await.expect("a file");
    assert_eq!(file.mime, "image/avif");
}

#[sqlx::test(migrations = "../migrations")]
async fn the_same_file_again_is_said_and_may_be_kept_twice(pool: PgPool) {
    let room = Room::new(&pool);
    let bytes = photo(64, 64, 1);
    let first = room.added(&pool, bytes.clone()).await;
    let again = room.kept(bytes).await;
    let mut tx = begin(&pool).await;
    let told = upload_image(&mut tx, SYSTEM.into(), &again, false).await.expect("told");
    assert_eq!(told, UploadedImage::Duplicate(first));
    let twice = upload_image(&mut tx, SYSTEM.into(), &again, true).await.expect("added");
    assert!(matches!(twice, UploadedImage::Added(id) if id != first), "{twice:?}");
}

#[sqlx::test(migrations = "../migrations")]
async fn many_who_ask_at_once_get_one_rendition(pool: PgPool) {
    let room = Room::new(&pool);
    let id = room.added(&pool, photo(800, 600, 3)).await;
    let spec = Spec::parse("fill-200x200").expect("a spec");
    let asked = (0..12).map(|_| {
        let (darkroom, db, spec) = (room.darkroom.clone(), room.db.clone(), spec.clone());
        tokio::spawn(async move { darkroom.rendition(&db, id, &spec, "image/webp").await.map(|(file, _)| file) })
    });
    let mut answers = Vec::new();
    for task in asked.collect::<Vec<_>>() {
        answers.push(task.await.expect("ran").expect("a file"));
    }
    assert!(answers.iter().all(|answer| *answer == answers[0] && answer.mime == "image/webp"));
    assert_eq!(room.files_in(&format!("renditions/{id}")), 1, "made once");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_moved_focal_point_and_a_new_file_change_the_address(pool: PgPool) {
    let room = Room::new(&pool);
    let id = room.added(&pool, photo(400, 200, 5)).await;
    let mut tx = begin(&pool).await;
    let first = find_image(&mut tx, SYSTEM.into(), id).await.expect("found").version();
    let facts = ImageFacts {
        title: " Two   people ".to_owned(),
        alt: "At a table".to_owned(),
        tags: vec!["Team".to_owned(), "team ".to_owned(), String::new()],
        focus: [0.25, 0.5, 0.0, 0.0],
    };
    let moved = rewritten(&mut tx, id, facts.clone()).await.expect("updated");
    assert_eq!((moved.title.as_str(), moved.tags.as_slice()), ("Two people", ["team".to_owned()].as_slice()));
    assert_ne!(moved.version(), first);
    assert!(moved.version().starts_with(&first), "the file is the same");
    let empty = rewritten(&mut tx, id, ImageFacts { title: " ".to_owned(), ..facts.clone() }).await;
    assert!(matches!(empty, Err(MediaError::Invalid { field: "title", .. })));
    let outside = ImageFacts { focus: [f32::NAN, 0.5, 0.0, 0.0], ..facts };
    let outside = rewritten(&mut tx, id, outside).await;
    assert!(matches!(outside, Err(MediaError::Invalid { field: "focus", .. })));
    let kept = room.kept(photo(300, 300, 6)).await;
    let replaced = replace_image(&mut tx, SYSTEM.into(), id, &kept).await.expect("replaced");
    assert_eq!((replaced.id, replaced.width, replaced.alt.as_str()), (id, 300, "At a table"));
    assert!(!replaced.version().starts_with(&first));
}

#[sqlx::test(migrations = "../migrations")]
async fn what_pages_use_is_not_deleted_by_accident(pool: PgPool) {
    let room = Room::new(&pool);
    let id = room.added(&pool, photo(64, 64, 1)).await;
    let mut tx = begin(&pool).await;
    let site = crate::testing::Site::build(&mut tx).await;
    let page = site.text_page(&mut tx, "About us").await;
    let text = json!({ "promote": { "search_image": { "image": id.0 } } });
    index_references(&mut tx, (page, "ResourcePage"), WhichText::Draft, &text).await.expect("indexed");
    let usage = image_usage(&mut tx, SYSTEM.into(), id, 0).await.expect("read");
    assert_eq!(usage.len(), 1);
    assert_eq!((usage[0].page, usage[0].in_live, usage[0].in_draft), (page, false, true));
    let refused = delete_image(&mut tx, SYSTEM.into(), id, false).await;
    assert!(matches!(refused, Err(MediaError::InUse(1))));
    let gone = delete_image(&mut tx, SYSTEM.into(), id, true).await.expect("deleted");
    assert_eq!(gone.uses, 1);
    assert!(matches!(find_image(&mut tx, SYSTEM.into(), id).await, Err(MediaError::NotFound)));
    let keys: serde_json::Value = sqlx::query_scalar("select payload from job where kind = 'delete_files'")
        .fetch_one(&mut *tx)
        .await
        .expect("a job");
    let job: DeleteFiles = serde_json::from_value(keys).expect("readable");
    delete_files(&room.files, &job).await.expect("removed");
    delete_files(&room.files, &job).await.expect("gone already");
    assert_eq!(room.files_in("images"), 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn only_those_who_may_change_the_libraries(pool: PgPool) {
    let room = Room::new(&pool);
    let kept = room.kept(photo(64, 64, 1)).await;
    let file = keep_document(&room.files, "a.txt", b"text".to_vec()).await.expect("kept");
    let mut tx = begin(&pool).await;
    let reader = load_editor(&mut tx, &staff(&["content.access"])).await.expect("an editor");
    let author: Author<'_> = (&reader).into();
    let none = ImageId(1);
    let facts = ImageFacts { title: "x".into(), alt: String::new(), tags: Vec::new(), focus: [0.5; 4] };
    let denied = |error: Option<MediaError>| matches!(error, Some(MediaError::Denied(IMAGES_CHANGE)));
    assert!(denied(upload_image(&mut tx, author, &kept, false).await.err()));
    assert!(denied(update_image(&mut tx, author, none, &facts, facts.clone()).await.err()));
    assert!(denied(replace_image(&mut tx, author, none, &kept).await.err()));
    assert!(denied(delete_image(&mut tx, author, none, true).await.err()));
    let denied = |error: Option<MediaError>| matches!(error, Some(MediaError::Denied(DOCUMENTS_CHANGE)));
    assert!(denied(upload_document(&mut tx, author, &file, false).await.err()));
    let facts = DocumentFacts { title: "x".into(), tags: Vec::new() };
    assert!(denied(update_document(&mut tx, author, DocumentId(1), &facts, &facts).await.err()));
    assert!(denied(replace_document(&mut tx, author, DocumentId(1), &file).await.err()));
    assert!(denied(delete_document(&mut tx, author, DocumentId(1), true).await.err()));
    assert_eq!(list_images(&mut tx, author, &ImageSearch::default(), 0, 30).await.expect("listed").total, 0);
    assert!(load_editor(&mut tx, &staff(&["images.change"])).await.is_err(), "the studio comes first");
}

#[sqlx::test(migrations = "../migrations")]
async fn documents_keep_their_address_when_replaced(pool: PgPool) {
    let room = Room::new(&pool);
    let first = keep_document(&room.files, "Sylläbus 2027.PDF", b"%PDF-1.7 one".to_vec()).await.expect("kept");
    assert_eq!(first.file_name, "Syllabus-2027.pdf");
    let liar = keep_document(&room.files, "x.pdf", b"<script>".to_vec()).await;
    assert!(matches!(liar, Err(MediaError::Invalid { field: "file", .. })));
    let mut tx = begin(&pool).await;
    let added = upload_document(&mut tx, SYSTEM.into(), &first, false).await.expect("added");
    let UploadedDocument::Added(id) = added else { panic!("{added:?}") };
    let text = keep_document(&room.files, "x.txt", b"two".to_vec()).await.expect("kept");
    let other_kind = replace_document(&mut tx, SYSTEM.into(), id, &text).await;
    assert!(matches!(other_kind, Err(MediaError::Invalid { field: "file", .. })));
    let second = keep_document(&room.files, "new.pdf", b"%PDF-1.7 two".to_vec()).await.expect("kept");
    let row = replace_document(&mut tx, SYSTEM.into(), id, &second).await.expect("replaced");
    assert_eq!(document_url(row.id, &row.file_name), format!("/documents/{id}/Syllabus-2027.pdf"));
    assert_eq!(row.file_hash, second.file_hash);
    let again = upload_document(&mut tx, SYSTEM.into(), &second, false).await.expect("told");
    assert_eq!(again, UploadedDocument::Duplicate(id));
}

#[sqlx::test(migrations = "../migrations")]
async fn what_another_wrote_about_a_picture_meanwhile_is_kept(pool: PgPool) {
    let room = Room::new(&pool);
    let id = room.added(&pool, photo(64, 64, 1)).await;
    let mut tx = begin(&pool).await;
    let began = facts_of(&find_image(&mut tx, SYSTEM.into(), id).await.expect("found"));
    let theirs = ImageFacts { alt: "At a table".into(), focus: [0.25, 0.5, 0.0, 0.0], ..began.clone() };
    rewritten(&mut tx, id, theirs.clone()).await.expect("updated");

    let mine = ImageFacts { title: "Two people".into(), ..began.clone() };
    let both = update_image(&mut tx, SYSTEM.into(), id, &began, mine.clone()).await.expect("updated");
    let Changed::Written(both) = both else { panic!("{both:?}") };
    assert_eq!(facts_of(&both), ImageFacts { title: "Two people".into(), ..theirs });
    // The same text twice is nobody's loss.
    let same = ImageFacts { alt: " At a  table ".into(), ..mine };
    let same = update_image(&mut tx, SYSTEM.into(), id, &began, same).await.expect("updated");
    assert!(matches!(same, Changed::Written(_)), "{same:?}");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_field_of_a_picture_that_two_changed_is_not_overwritten(pool: PgPool) {
    let room = Room::new(&pool);
    let id = room.added(&pool, photo(64, 64, 1)).await;
    let mut tx = begin(&pool).await;
    let began = facts_of(&find_image(&mut tx, SYSTEM.into(), id).await.expect("found"));
    let theirs = ImageFacts { title: "A table".into(), ..began.clone() };
    rewritten(&mut tx, id, theirs.clone()).await.expect("updated");

    let mine = ImageFacts { title: "Two people".into(), alt: "At a table".into(), ..began.clone() };
    let met = update_image(&mut tx, SYSTEM.into(), id, &began, mine.clone()).await.expect("told");
    let Changed::Conflict { clashes, now } = met else { panic!("{met:?}") };
    assert_eq!(clashes, [Clash { field: "title", by: "test".into() }]);
    assert_eq!(facts_of(&now), theirs);
    assert_eq!(facts_of(&find_image(&mut tx, SYSTEM.into(), id).await.expect("found")), theirs, "nothing was written");
    // Whoever has seen theirs may keep their own.
    let seen = ImageFacts { title: theirs.title, ..began };
    let kept = update_image(&mut tx, SYSTEM.into(), id, &seen, mine.clone()).await.expect("updated");
    assert!(matches!(kept, Changed::Written(image) if facts_of(&image) == mine));
}

#[sqlx::test(migrations = "../migrations")]
async fn two_who_write_about_a_document_lose_nothing(pool: PgPool) {
    let room = Room::new(&pool);
    let file = keep_document(&room.files, "Plan.txt", b"text".to_vec()).await.expect("kept");
    let mut tx = begin(&pool).await;
    let added = upload_document(&mut tx, SYSTEM.into(), &file, false).await.expect("added");
    let UploadedDocument::Added(id) = added else { panic!("{added:?}") };
    let row = find_document(&mut tx, SYSTEM.into(), id).await.expect("found");
    let began = DocumentFacts { title: row.title, tags: row.tags };
    let theirs = DocumentFacts { tags: vec!["fall".into()], ..began.clone() };
    update_document(&mut tx, SYSTEM.into(), id, &began, &theirs).await.expect("updated");

    let mine = DocumentFacts { title: "Syllabus".into(), ..began.clone() };
    let both = update_document(&mut tx, SYSTEM.into(), id, &began, &mine).await.expect("updated");
    let Changed::Written(both) = both else { panic!("{both:?}") };
    assert_eq!((both.title.as_str(), &both.tags), ("Syllabus", &theirs.tags));
    let other = DocumentFacts { tags: vec!["spring".into()], ..began.clone() };
    let met = update_document(&mut tx, SYSTEM.into(), id, &began, &other).await.expect("told");
    let Changed::Conflict { clashes, now } = met else { panic!("{met:?}") };
    assert_eq!(clashes, [Clash { field: "tags", by: "test".into() }]);
    assert_eq!(now, both);
    assert_eq!(find_document(&mut tx, SYSTEM.into(), id).await.expect("found"), both, "nothing was written");
}

#[sqlx::test(migrations = "../migrations")]
async fn pictures_are_found_by_words_tags_and_what_is_missing(pool: PgPool) {
    let room = Room::new(&pool);
    let first = room.added(&pool, photo(64, 64, 1)).await;
    let second = room.added(&pool, photo(64, 64, 2)).await;
    let mut tx = begin(&pool).await;
    let facts = ImageFacts {
        title: "100% quantum".to_owned(),
        alt: "A lab".to_owned(),
        tags: vec!["lab".to_owned()],
        focus: [0.5, 0.5, 0.0, 0.0],
    };
    rewritten(&mut tx, first, facts).await.expect("updated");
    let cases = [
        (ImageSearch { text: "QUANTUM".to_owned(), ..ImageSearch::default() }, vec![first]),
        (ImageSearch { text: "0%".to_owned(), ..ImageSearch::default() }, vec![first]),
        (ImageSearch { text: "_".to_owned(), ..ImageSearch::default() }, vec![]),
        (ImageSearch { tags: vec!["lab".to_owned()], ..ImageSearch::default() }, vec![first]),
        (ImageSearch { without_alt: true, ..ImageSearch::default() }, vec![second]),
        (ImageSearch { unused: true, ..ImageSearch::default() }, vec![second, first]),
    ];
    for (search, expected) in cases {
        let page = list_images(&mut tx, SYSTEM.into(), &search, 0, 30).await.expect("listed");
        assert_eq!(page.items.iter().map(|image| image.id).collect::<Vec<_>>(), expected, "{search:?}");
        assert_eq!(page.tags, vec![("lab".to_owned(), 1)]);
    }
    assert!(store::library_image::find_by_hash(&mut tx, "").await.expect("read").is_none());
}

//! Lists of what wants looking after (cms.md 5.10): each row leads to its page and field, or to its record.

mod blog;
mod links;
#[cfg(test)]
mod tests;

pub use crate::store::report::ReportRow;

use crate::{
    access::Editor,
    document::PageKind,
    records::RecordKind,
    settings::SiteSettings,
    store::{external_link, redirect, report as rows},
};
use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};

/// Rows in one part of a report.
pub const REPORT_PART: u32 = 100;
/// Most rows of a file.
const MOST_ROWS: i64 = 5_000;
/// Days after which a page is called old, when nothing else is said.
const OLD_AFTER: u32 = 180;

/// A report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Report {
    /// Live pages that nobody published for long.
    AgingPages,
    /// Images without a text for those who do not see them.
    MissingAlt,
    /// Links to what is gone or not live.
    DeadLinks,
    /// What is sold without a price, and what is offered without being sold.
    Prices,
    /// Runs whose dates disagree.
    RunDates,
    /// Locked pages.
    LockedPages,
    /// How the blog's feed was last read: what is shown, and what is not.
    BlogFeed,
    /// What was done, by whom.
    SiteHistory,
}

impl Report {
    /// All of them.
    pub const ALL: [Report; 8] = [
        Report::AgingPages,
        Report::MissingAlt,
        Report::DeadLinks,
        Report::Prices,
        Report::RunDates,
        Report::LockedPages,
        Report::BlogFeed,
        Report::SiteHistory,
    ];

    /// As the Studio names it.
    pub fn name(self) -> &'static str {
        match self {
            Report::AgingPages => "aging",
            Report::MissingAlt => "alt",
            Report::DeadLinks => "links",
            Report::Prices => "prices",
            Report::RunDates => "runs",
            Report::LockedPages => "locked",
            Report::BlogFeed => "blog",
            Report::SiteHistory => "history",
        }
    }

    /// The report of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|report| report.name() == name)
    }

    /// Headings of its columns.
    pub fn columns(self) -> &'static [&'static str] {
        match self {
            Report::AgingPages => &["Page", "Address", "Kind", "Published", "Owner"],
            Report::MissingAlt => &["Where", "Address", "Image"],
            Report::DeadLinks => {
                &["Page", "Address", "Text", "Leads to", "Why it is dead", "Since (UTC)", "Checked (UTC)"]
            }
            Report::Prices => &["What", "Id", "Why"],
            Report::RunDates => &["Run", "Id", "Why", "Dates"],
            Report::LockedPages => &["Page", "Address", "Locked by", "Since (UTC)", "Why"],
            Report::BlogFeed => &["Item", "Day", "State"],
            Report::SiteHistory => &["When (UTC)", "Who", "Act", "What", "Note"],
        }
    }
}

/// What of a report is wanted. What does not belong to a report is not looked at.
#[derive(Debug, Clone, Default)]
pub struct ReportWish {
    /// Days without publication.
    pub days: Option<u32>,
    /// Pages of this kind.
    pub kind: Option<String>,
    /// Part of who did it.
    pub by: String,
    /// Part of what was done.
    pub act: String,
    /// From then on.
    pub from: Option<OffsetDateTime>,
    /// Before then.
    pub until: Option<OffsetDateTime>,
}

/// A part of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportPart {
    /// In order.
    pub rows: Vec<ReportRow>,
    /// There are more behind them.
    pub more: bool,
}

/// A part of a report, from 0: what the person may see of it.
///
/// # Errors
/// When the database refuses.
pub async fn read_report(
    conn: &mut PgConnection,
    editor: &Editor,
    (report, wish): (Report, &ReportWish),
    now: OffsetDateTime,
    part: u32,
) -> Result<ReportPart, sqlx::Error> {
    let size = i64::from(REPORT_PART);
    let mut found = window(conn, editor, (report, wish), now, (i64::from(part) * size, size + 1)).await?;
    let more = found.len() > REPORT_PART as usize;
    found.truncate(REPORT_PART as usize);
    Ok(ReportPart { rows: found, more })
}

/// A report as a file of comma-separated values.
///
/// # Errors
/// When the database refuses.
pub async fn export_report(
    conn: &mut PgConnection,
    editor: &Editor,
    (report, wish): (Report, &ReportWish),
    now: OffsetDateTime,
) -> Result<String, sqlx::Error> {
    let found = window(conn, editor, (report, wish), now, (0, MOST_ROWS)).await?;
    let mut file = String::new();
    line(&mut file, report.columns().iter().copied().chain(["Field"]));
    for row in &found {
        line(&mut file, row.cells.iter().map(String::as_str).chain([row.path.as_str()]));
    }
    Ok(file)
}

/// One line of the file. A cell that a spreadsheet would take for a formula gets an apostrophe in front.
fn line<'a>(file: &mut String, cells: impl Iterator<Item = &'a str>) {
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            file.push(',');
        }
        let guard = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
        file.push('"');
        file.push_str(guard);
        file.push_str(&cell.replace('"', "\"\""));
        file.push('"');
    }
    file.push_str("\r\n");
}

async fn window(
    conn: &mut PgConnection,
    editor: &Editor,
    (report, wish): (Report, &ReportWish),
    now: OffsetDateTime,
    window: (i64, i64),
) -> Result<Vec<ReportRow>, sqlx::Error> {
    let roots = editor.roots();
    match report {
        Report::AgingPages => {
            let age = Duration::days(wish.days.unwrap_or(OLD_AFTER).min(36_500).into());
            rows::aging(conn, &roots, now - age, wish.kind.as_deref(), window).await
        }
        Report::MissingAlt => {
            let found = rows::without_alt(conn, &roots, window).await?;
            Ok(found.into_iter().map(with_form_path).collect())
        }
        Report::DeadLinks => {
            let mut found: Vec<ReportRow> =
                rows::dead_references(conn, &roots).await?.into_iter().map(with_form_path).collect();
            let kinds = RecordKind::all()
                .filter(|kind| kind.may_see(editor))
                .map(|kind| kind.name().to_owned())
                .collect::<Vec<_>>();
            found.extend(dead_paths(conn, &roots, &kinds).await?);
            // What happens on this site has no moment of its own: it is looked at just now.
            found.iter_mut().for_each(|row| row.cells.extend([String::new(), String::new()]));
            found.extend(external_link::dead_places(conn, &roots, &kinds).await?.into_iter().map(links::elsewhere));
            Ok(part_of(found, window))
        }
        Report::Prices => rows::prices(conn, now, window).await,
        Report::RunDates => rows::run_dates(conn, now, window).await,
        Report::LockedPages => rows::locked(conn, &roots, window).await,
        Report::BlogFeed => Ok(part_of(blog::rows(conn, &roots).await?, window)),
        Report::SiteHistory => {
            let wish = rows::HistoryWish {
                subjects: subjects(editor),
                by: crate::records::pattern(&wish.by),
                act: crate::records::pattern(&wish.act.replace('_', " ")),
                from: wish.from,
                until: wish.until,
            };
            rows::history(conn, &roots, &wish, window).await
        }
    }
}

/// The wanted part of rows that were put together here.
fn part_of(rows: Vec<ReportRow>, (begin, many): (i64, i64)) -> Vec<ReportRow> {
    let whole = |number: i64| usize::try_from(number).unwrap_or(usize::MAX);
    rows.into_iter().skip(whole(begin)).take(whole(many)).collect()
}

/// Kinds of things whose history the person may see, as audit names them.
fn subjects(editor: &Editor) -> Vec<String> {
    let records = RecordKind::all().filter(|kind| kind.may_see(editor)).map(RecordKind::subject);
    let mut subjects: Vec<String> =
        ["page", "image", "document", "redirect"].into_iter().chain(records).map(str::to_owned).collect();
    subjects.sort_unstable();
    subjects.dedup();
    subjects
}

/// The place as forms name it: `sections/0/value/items/2/value/image/image` is the field `sections/0/items/2/image`.
fn with_form_path(row: ReportRow) -> ReportRow {
    let parts: Vec<&str> = row.path.split('/').collect();
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let mut kept: Vec<&str> = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        let behind_number = at > 0 && is_number(parts[at - 1]);
        let is_inner = at + 1 == parts.len() && *part == "image" && kept.last().is_some_and(|last| !is_number(last));
        if (behind_number && *part == "value") || is_inner {
            continue;
        }
        kept.push(part);
    }
    ReportRow { path: kept.join("/"), ..row }
}

/// Links to paths of this site that lead to no live page, and to no redirect.
async fn dead_paths(
    conn: &mut PgConnection,
    roots: &[String],
    kinds: &[String],
) -> Result<Vec<ReportRow>, sqlx::Error> {
    let pages = rows::addresses(conn).await?.into_iter().map(|page| {
        let has_own_url = PageKind::from_name(&page.kind).is_some_and(PageKind::has_own_url);
        (page.url_path, page.live && has_own_url)
    });
    let redirects = redirect::list_public(conn).await?.into_iter().map(|row| format!("{}/", row.from)).collect();
    let addresses = links::Addresses { pages: pages.collect(), redirects };
    let texts = rows::texts_with_paths(conn, roots, kinds).await?;
    let mut found: Vec<ReportRow> = texts.iter().flat_map(|text| addresses.dead_in(text)).collect();
    if kinds.iter().any(|kind| kind == RecordKind::Settings.name()) {
        found.extend(addresses.dead_in_footer(&SiteSettings::load(conn).await?.footer_links));
    }
    Ok(found)
}

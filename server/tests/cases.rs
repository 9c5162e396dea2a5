//! `docs/cases.md` names every acceptance case of the CMS, and only tests that exist.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace").to_path_buf()
}

/// The cases of `cms.md` section 8.
const CASES: u32 = 70;

/// Number to its last column.
fn rows(text: &str) -> Vec<(u32, &str)> {
    text.lines()
        .filter_map(|line| {
            let mut cells = line.strip_prefix("| ")?.trim_end().strip_suffix(" |")?.splitn(3, " | ");
            let number = cells.next()?.parse().ok()?;
            Some((number, cells.nth(1)?))
        })
        .collect()
}

/// What stands between backticks and names a test: file, and function or title.
fn proofs(cell: &str) -> impl Iterator<Item = Proof<'_>> {
    cell.split('`').skip(1).step_by(2).filter_map(|text| match text.split_once(".spec.ts: ") {
        Some((file, title)) => Some(Proof { file: format!("{file}.spec.ts"), test: Test::Title(title) }),
        None => {
            let (file, function) = text.split_once(".rs::")?;
            Some(Proof { file: format!("{file}.rs"), test: Test::Function(function) })
        }
    })
}

struct Proof<'a> {
    file: String,
    test: Test<'a>,
}

enum Test<'a> {
    Function(&'a str),
    Title(&'a str),
}

impl Proof<'_> {
    fn is_in(&self, text: &str) -> bool {
        match self.test {
            Test::Function(function) => {
                // Somewhere between the attribute and the body nothing else begins.
                let Some((before, _)) = text.split_once(&format!("fn {function}(")) else { return false };
                before.rsplit("\n\n").next().is_some_and(|head| head.contains("test(") || head.contains("test]"))
            }
            Test::Title(title) => {
                let quotes = ['"', '`'];
                quotes.iter().any(|quote| text.contains(&format!("test({quote}{title}{quote}")))
            }
        }
    }

    fn name(&self) -> String {
        let (Test::Function(test) | Test::Title(test)) = self.test;
        format!("{}: {test}", self.file)
    }
}

#[test]
fn every_case_is_proved_by_tests_that_exist_or_says_why_not() {
    let text = fs::read_to_string(root().join("docs/cases.md")).expect("docs/cases.md");
    let rows = rows(&text);
    assert_eq!(rows.iter().map(|row| row.0).collect::<Vec<_>>(), (1..=CASES).collect::<Vec<_>>());
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    let mut missing = Vec::new();
    for (number, cell) in rows {
        let proofs: Vec<Proof<'_>> = proofs(cell).collect();
        let says_why = ["Different: ", "Not built: "].iter().any(|mark| cell.contains(mark));
        assert!(!proofs.is_empty() || says_why, "case {number} has neither a proof nor a reason");
        for proof in proofs {
            let read = || fs::read_to_string(root().join(&proof.file)).unwrap_or_default();
            if !proof.is_in(files.entry(proof.file.clone()).or_insert_with(read)) {
                missing.push(format!("case {number}: {}", proof.name()));
            }
        }
    }
    assert_eq!(missing, Vec::<String>::new(), "docs/cases.md names tests that are not there");
}

#[test]
fn a_proof_is_a_test_and_no_helper() {
    let source = "#[test]\nfn one() {}\n\nfn two() {}\n\n/// Said.\n#[sqlx::test(migrations = \"x\")]\nasync fn three(pool: PgPool) {}\n";
    assert!(["one", "three"].iter().all(|name| proof(name).is_in(source)));
    assert!(["two", "four"].iter().all(|name| !proof(name).is_in(source)));
    assert!(Proof { file: String::new(), test: Test::Title("a journey") }.is_in("test(\"a journey\", async"));
}

fn proof(function: &str) -> Proof<'_> {
    Proof { file: String::new(), test: Test::Function(function) }
}

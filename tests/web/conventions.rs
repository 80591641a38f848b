//! The rules of the house, checked by reading the source.

use std::fs;
use std::path::{Path, PathBuf};

fn files(folder: &str, ending: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    collect(Path::new(folder), ending, &mut found);
    found
}

fn collect(folder: &Path, ending: &str, found: &mut Vec<(PathBuf, String)>) {
    for entry in fs::read_dir(folder).expect("folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, ending, found);
        } else if path.extension().is_some_and(|each| each == ending) {
            let text = fs::read_to_string(&path).expect("text");
            found.push((path, text));
        }
    }
}

fn none_names(folder: &str, words: &[&str]) {
    for (path, text) in files(folder, "rs") {
        for word in words {
            assert!(!text.contains(word), "{} names {word}", path.display());
        }
    }
}

#[test]
fn the_domain_knows_neither_sql_nor_http() {
    none_names(
        "src/domain",
        &[
            "sqlx",
            "axum",
            "askama",
            "tokio",
            "crate::fetch",
            "crate::store",
            "crate::web",
        ],
    );
}

#[test]
fn the_store_knows_no_pages() {
    none_names(
        "src/store",
        &["axum", "askama", "crate::web", "crate::fetch"],
    );
}

#[test]
fn what_is_fetched_knows_no_pages_and_no_sql() {
    none_names(
        "src/fetch",
        &["axum", "askama", "crate::web", "sqlx", "Timestamp::now"],
    );
}

#[test]
fn pages_hold_no_sql_and_ask_no_clock_of_their_own() {
    none_names(
        "src/web",
        &["sqlx::query", "Timestamp::now", "Zoned::now", "SystemTime"],
    );
}

#[test]
fn only_the_system_acts_without_a_person() {
    let allowed = [
        "src/store/demo",
        "src/store/organisation.rs",
        "src/store/sessions",
        "src/web/session",
        "src/commands",
        "src/fetch/job.rs",
    ];
    for (path, text) in files("src", "rs") {
        let name = path.to_string_lossy().into_owned();
        if allowed.iter().any(|each| name.starts_with(each)) || name == "src/domain/access/mod.rs" {
            continue;
        }
        assert!(
            !text.contains("Permit::system"),
            "{name} makes a permit without a person"
        );
    }
}

#[test]
fn every_file_says_what_it_is_for() {
    for (path, text) in files("src", "rs")
        .into_iter()
        .chain(files("tests/web", "rs"))
    {
        assert!(
            text.starts_with("//!"),
            "{} begins without a //! line",
            path.display()
        );
    }
}

#[test]
fn no_file_needs_a_map() {
    for (path, text) in files("src", "rs")
        .into_iter()
        .chain(files("tests/web", "rs"))
    {
        let lines = text.lines().count();
        assert!(
            lines <= 400,
            "{} has {lines} lines: make it a folder",
            path.display()
        );
    }
}

#[test]
fn pages_have_no_inline_style_or_script() {
    for (path, text) in files("templates", "html") {
        for word in [" style=", "<style", " onclick=", "javascript:", "<script>"] {
            assert!(!text.contains(word), "{} has {word}", path.display());
        }
    }
}

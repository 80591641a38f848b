//! Files that cannot be used: one line that names the file, a code, and not a byte changed.

use crate::service::{Service, binary, folder, run, text};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::{Duration, Instant};

/// A database of the demo, closed in good order.
async fn demo(path: &Path) {
    let mut service = Service::start("demo", path).await;
    service.signal("-TERM");
    assert!(service.ended().await.0.success());
}

/// The command stops in time, with the code, with one line that names the file and says `why`.
fn refuses(kind: &str, path: &Path, code: i32, why: &str) {
    let before = fs::read(path).ok();
    let started = Instant::now();
    let ended = run(&[
        kind,
        "--listen",
        "127.0.0.1:0",
        "--database",
        &path.to_string_lossy(),
    ]);
    assert!(
        started.elapsed() < Duration::from_secs(5),
        "{kind}: {:?}",
        started.elapsed()
    );
    let line = text(&ended.stderr);
    assert_eq!(ended.status.code(), Some(code), "{kind}: {line}");
    assert_eq!(line.lines().count(), 1, "{kind}: {line}");
    assert!(
        line.contains(&*path.to_string_lossy()) && line.contains(why),
        "{kind}: {line}"
    );
    assert_eq!(text(&ended.stdout), "");
    assert_eq!(fs::read(path).ok(), before, "{kind} changed the file");
}

#[tokio::test]
async fn a_file_that_cannot_be_used_is_left_as_it_is() {
    let (folder, good) = folder();
    demo(&good).await;
    let bytes = fs::read(&good).expect("a database");
    let at = |name: &str| folder.path().join(name);
    let mut torn = bytes.clone();
    for byte in torn.iter_mut().skip(4096).step_by(3).take(20_000) {
        *byte = byte.wrapping_add(85);
    }
    fs::write(at("trasig.db"), torn).expect("written");
    fs::write(at("avkortad.db"), &bytes[..bytes.len() / 2]).expect("written");
    fs::write(at("text.db"), "Det här är en vanlig text.\n".repeat(200)).expect("written");
    fs::write(at("skrivskyddad.db"), &bytes).expect("written");
    fs::set_permissions(at("skrivskyddad.db"), fs::Permissions::from_mode(0o444)).expect("set");
    fs::create_dir(at("mapp.db")).expect("a folder");
    for (name, why) in [
        ("trasig.db", "skadad"),
        ("avkortad.db", "skadad"),
        ("text.db", "skadad eller ingen databas"),
        ("skrivskyddad.db", "går inte att skriva till"),
        ("mapp.db", "är en mapp"),
        ("saknas/ny.db", "mappen finns inte"),
    ] {
        refuses("demo", &at(name), 1, why);
        refuses("serve", &at(name), 1, why);
    }
}

#[tokio::test]
async fn a_newer_schema_and_another_programs_database_are_refused() {
    use sqlx::{ConnectOptions, Connection, Executor};
    let (folder, newer) = folder();
    demo(&newer).await;
    let change = async |path: &Path, sql: &'static str| {
        let options = sqlx::sqlite::SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true);
        let mut connection = options.connect().await.expect("a database");
        connection.execute(sql).await.expect("done");
        connection.close().await.expect("closed");
    };
    change(&newer, "insert into _sqlx_migrations (version, description, success, checksum, execution_time) values (9999, 'x', 1, x'00', 0)").await;
    refuses("demo", &newer, 1, "nyare schema");
    let foreign = folder.path().join("annan.db");
    change(&foreign, "create table recipes (name text)").await;
    refuses("serve", &foreign, 1, "hör inte till Regiondialog");
}

#[tokio::test]
async fn demo_and_serve_refuse_each_others_files() {
    let (folder, demos) = folder();
    demo(&demos).await;
    refuses("serve", &demos, 2, "är en demodatabas");
    let real = folder.path().join("drift.db");
    let mut service = Service::start("serve", &real).await;
    service.signal("-TERM");
    service.ended().await;
    refuses("demo", &real, 2, "är ingen demodatabas");
    let before = fs::read(&real).expect("a database");
    let reset = run(&[
        "demo",
        "--reset",
        "--listen",
        "127.0.0.1:0",
        "--database",
        &real.to_string_lossy(),
    ]);
    assert_eq!(reset.status.code(), Some(2), "{}", text(&reset.stderr));
    assert_eq!(
        fs::read(&real).expect("a database"),
        before,
        "--reset takes no real database"
    );
}

#[tokio::test]
async fn only_the_owner_can_read_the_database_and_its_copies() {
    let (folder, database) = folder();
    let _service = Service::start("demo", &database).await;
    let copy = folder.path().join("kopia.db");
    let made = run(&[
        "backup",
        &copy.to_string_lossy(),
        "--database",
        &database.to_string_lossy(),
    ]);
    assert!(made.status.success(), "{}", text(&made.stderr));
    for path in [database.clone(), database.with_extension("db-wal"), copy] {
        let mode = fs::metadata(&path).expect("a file").permissions().mode();
        assert_eq!(mode & 0o077, 0, "{}: {mode:o}", path.display());
    }
}

#[test]
fn backup_and_check_need_a_database_that_exists() {
    let (folder, missing) = folder();
    let copy = folder.path().join("kopia.db");
    for arguments in [
        vec!["check"],
        vec!["backup", copy.to_str().expect("text")],
        vec!["user", "list"],
    ] {
        let ended = binary()
            .args(&arguments)
            .args(["--database"])
            .arg(&missing)
            .output()
            .expect("ends");
        let line = text(&ended.stderr);
        assert_eq!(ended.status.code(), Some(1), "{arguments:?}: {line}");
        assert!(
            line.contains("prov.db finns inte") && line.lines().count() == 1,
            "{line}"
        );
        assert!(!missing.exists() && !copy.exists());
    }
}

//! Opening the database file: looked at before it is touched, then migrated, then served.

use super::Db;
use super::reader::Reader;
use crate::clock::Clock;
use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale_core::locale;
use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection, SqliteConnection};
use std::path::Path;
use std::sync::LazyLock;
use std::time::Duration;

pub static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// Swedish order: å ä ö last. Used only in `order by … collate svenska`, never in a schema.
static SWEDISH: LazyLock<CollatorBorrowed<'static>> = LazyLock::new(|| {
    Collator::try_new(locale!("sv").into(), CollatorOptions::default())
        .expect("compiled-in collation")
});

/// Every table and its indexes, also those that the search index is kept in. `pragma quick_check` without a
/// table also reads each word of that index, which takes longer than all the rest; `check` does.
const QUICK_CHECK: &str = "select quick_check from
     (select 'sqlite_schema' as name union all select name from sqlite_schema where type = 'table' and rootpage > 0),
     pragma_quick_check(name) where quick_check <> 'ok' limit 1";

/// Opens the file, making it if it is missing; an error is one line that names the file.
///
/// After a full disk or an I/O error SQLite has rolled back by itself, and the writer's connection
/// believes that it is still in its transaction: `before_acquire` then makes it anew.
pub async fn open(path: &Path, clock: Clock) -> Result<Db, String> {
    inspect(path).await?;
    make_private(path).map_err(|error| cannot(path, error))?;
    let writes = SqlitePoolOptions::new()
        .min_connections(1)
        .max_connections(1)
        .acquire_timeout(Duration::from_secs(8))
        .test_before_acquire(false)
        .before_acquire(|connection, _| Box::pin(async { Ok(!connection.is_in_transaction()) }))
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_with(writer(path))
        .await
        .map_err(|error| cannot(path, error))?;
    MIGRATIONS
        .run(&writes)
        .await
        .map_err(|error| cannot(path, error))?;
    super::search::ensure(&writes)
        .await
        .map_err(|error| cannot(path, format!("{error:?}")))?;
    let reads = Reader::open(reader(path))
        .await
        .map_err(|error| cannot(path, error))?;
    Ok(Db {
        reads,
        writes,
        clock,
        queue: Default::default(),
    })
}

/// Refuses a file that cannot be used, and leaves its bytes as they were.
async fn inspect(path: &Path) -> Result<(), String> {
    let Ok(metadata) = std::fs::metadata(path) else {
        return folder_exists(path);
    };
    if metadata.is_dir() {
        return Err(format!("Databasfilen {} är en mapp.", path.display()));
    }
    if metadata.permissions().readonly()
        || std::fs::OpenOptions::new().append(true).open(path).is_err()
    {
        return Err(format!(
            "Databasfilen {} går inte att skriva till.",
            path.display()
        ));
    }
    if metadata.len() == 0 {
        return Ok(());
    }
    let broken = |error: sqlx::Error| {
        format!(
            "Databasfilen {} är skadad eller ingen databas: {error}",
            path.display()
        )
    };
    let mut connection = SqliteConnection::connect_with(&reader(path))
        .await
        .map_err(broken)?;
    let fault: Option<String> = sqlx::query_scalar(QUICK_CHECK)
        .fetch_optional(&mut connection)
        .await
        .map_err(broken)?;
    if let Some(fault) = fault {
        return Err(format!(
            "Databasfilen {} är skadad: {}",
            path.display(),
            fault.replace('\n', " ")
        ));
    }
    let checked = known_schema(&mut connection, path).await;
    connection.close().await.ok();
    checked
}

/// A missing file is made so that only its owner can read it; SQLite gives its other files the same.
fn make_private(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = std::fs::OpenOptions::new();
    options.append(true).create(true).mode(0o600);
    options.open(path).map(drop)
}

fn folder_exists(path: &Path) -> Result<(), String> {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() && !folder.is_dir() => Err(format!(
            "Databasfilen {} kan inte skapas: mappen finns inte.",
            path.display()
        )),
        _ => Ok(()),
    }
}

async fn known_schema(connection: &mut SqliteConnection, path: &Path) -> Result<(), String> {
    let tables: i64 = sqlx::query_scalar("select count(*) from sqlite_schema where type = 'table'")
        .fetch_one(&mut *connection)
        .await
        .map_err(|error| cannot(path, error))?;
    if tables == 0 {
        return Ok(());
    }
    let newest: Option<i64> = sqlx::query_scalar("select max(version) from _sqlx_migrations")
        .fetch_one(&mut *connection)
        .await
        .map_err(|_| {
            format!(
                "Databasfilen {} hör inte till Regiondialog.",
                path.display()
            )
        })?;
    match newest > MIGRATIONS.iter().map(|each| each.version).max() {
        true => Err(format!(
            "Databasfilen {} har ett nyare schema än det här programmet. Installera en nyare version.",
            path.display()
        )),
        false => Ok(()),
    }
}

fn cannot(path: &Path, error: impl std::fmt::Display) -> String {
    format!("Databasfilen {} kan inte öppnas: {error}", path.display())
}

/// The system keeps the file's pages in memory as well: a large cache in each reader costs more than it gives.
pub fn reader(path: &Path) -> SqliteConnectOptions {
    common(path).read_only(true).pragma("cache_size", "-512")
}

fn writer(path: &Path) -> SqliteConnectOptions {
    common(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
}

fn common(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(5))
        .collation("svenska", |a, b| SWEDISH.compare(a, b))
}

/// A consistent copy of the database in a new file, made beside it and then put in place.
pub async fn copy(from: &Path, to: &Path) -> Result<(), String> {
    inspect_existing(from).await?;
    let mut half = to.as_os_str().to_owned();
    half.push(".halv");
    let half = std::path::PathBuf::from(half);
    std::fs::remove_file(&half).ok();
    let failed = |error: String| format!("Kopian kunde inte sparas i {}: {error}", to.display());
    make_private(&half).map_err(|error| failed(error.to_string()))?;
    let mut connection = SqliteConnection::connect_with(&reader(from))
        .await
        .map_err(|error| cannot(from, error))?;
    sqlx::query("vacuum into ?")
        .bind(half.to_string_lossy().into_owned())
        .execute(&mut connection)
        .await
        .map_err(|error| failed(error.to_string()))?;
    connection.close().await.ok();
    std::fs::File::open(&half)
        .and_then(|file| file.sync_all())
        .map_err(|error| failed(error.to_string()))?;
    std::fs::rename(&half, to).map_err(|error| failed(error.to_string()))
}

async fn inspect_existing(path: &Path) -> Result<(), String> {
    match path.exists() {
        true => inspect(path).await,
        false => Err(format!("Databasfilen {} finns inte.", path.display())),
    }
}

/// One line of `check`.
pub struct Verdict {
    pub question: &'static str,
    pub answer: String,
    pub good: bool,
}

/// Integrity, foreign keys and schema version of a file, without changing it.
pub async fn examine(path: &Path) -> Result<Vec<Verdict>, String> {
    if !path.exists() {
        return Err(format!("Databasfilen {} finns inte.", path.display()));
    }
    let failed = |error: sqlx::Error| cannot(path, error);
    let mut connection = SqliteConnection::connect_with(&reader(path))
        .await
        .map_err(failed)?;
    let integrity: String = sqlx::query_scalar("pragma integrity_check(1)")
        .fetch_one(&mut connection)
        .await
        .map_err(failed)?;
    let orphans = sqlx::query("pragma foreign_key_check")
        .fetch_all(&mut connection)
        .await
        .map_err(failed)?
        .len();
    let version: Option<i64> = sqlx::query_scalar("select max(version) from _sqlx_migrations")
        .fetch_one(&mut connection)
        .await
        .map_err(failed)?;
    let newest = MIGRATIONS.iter().map(|each| each.version).max();
    let search = match version == newest {
        true => Some(
            super::search::verdict(&mut connection)
                .await
                .map_err(failed)?,
        ),
        false => None,
    };
    connection.close().await.ok();
    let shown =
        |version: Option<i64>| version.map_or("saknas".to_owned(), |version| version.to_string());
    let mut verdicts = vec![
        Verdict {
            question: "Filens helhet",
            good: integrity == "ok",
            answer: integrity.replace('\n', " "),
        },
        Verdict {
            question: "Främmande nycklar",
            good: orphans == 0,
            answer: if orphans == 0 {
                "ok".into()
            } else {
                format!("{orphans} fel")
            },
        },
        Verdict {
            question: "Schemaversion",
            good: version == newest,
            answer: format!("{} av {}", shown(version), shown(newest)),
        },
    ];
    verdicts.extend(search.map(|(answer, good)| Verdict {
        question: "Sökregistret",
        answer,
        good,
    }));
    Ok(verdicts)
}

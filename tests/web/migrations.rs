//! The database: each migration applied to data, and SQLite built as it should be.

use crate::world::World;
use regiondialog::clock::Clock;
use regiondialog::store::open::{MIGRATIONS, open};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode};
use sqlx::{ConnectOptions, Connection, Row, SqliteConnection};
use std::path::Path;

async fn connect(path: &Path) -> SqliteConnection {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .connect()
        .await
        .expect("connect")
}

#[tokio::test]
async fn a_database_of_any_earlier_version_is_brought_up_to_date_with_its_data() {
    for known in 1..MIGRATIONS.iter().count() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("old.db");
        let mut connection = connect(&path).await;
        let newest = MIGRATIONS
            .iter()
            .nth(known - 1)
            .expect("a migration")
            .version;
        MIGRATIONS
            .run_to(newest, &mut connection)
            .await
            .expect("the earlier version");
        sqlx::query(
            "insert into people (name, created_at) values ('Anna Lind', '2026-11-23T09:00:00Z')",
        )
        .execute(&mut connection)
        .await
        .expect("data");
        connection.close().await.expect("close");
        let db = open(&path, Clock::System).await.expect("today's version");
        let name: String = sqlx::query_scalar("select name from people")
            .fetch_one(db.read())
            .await
            .expect("the data");
        assert_eq!(name, "Anna Lind", "from version {newest}");
        db.close().await;
    }
}

#[tokio::test]
async fn sqlite_keeps_no_statistics_that_slow_bound_statements() {
    let world = World::new().await;
    let options = sqlx::query("pragma compile_options")
        .fetch_all(world.db().read())
        .await
        .expect("options");
    let options: Vec<String> = options.iter().map(|row| row.get(0)).collect();
    assert!(
        !options.iter().any(|each| each.contains("STAT4")),
        "{options:?}"
    );
}

#[tokio::test]
async fn the_log_cannot_be_changed_and_its_values_only_blanked() {
    let world = World::new().await;
    let browser = world.sign_in("Elsa").await;
    assert_eq!(browser.get("/konto").await.status, 200);
    let mut connection = connect(&world.database()).await;
    sqlx::raw_sql("insert into event_values (event_id, field, before, after) select min(id), 'x', '1', '2' from events")
        .execute(&mut connection)
        .await
        .expect("a value");
    for forbidden in [
        "update events set kind = 'closed'",
        "delete from events",
        "delete from event_values",
        "update event_values set after = '3'",
    ] {
        assert!(
            sqlx::raw_sql(forbidden)
                .execute(&mut connection)
                .await
                .is_err(),
            "{forbidden}"
        );
    }
    sqlx::raw_sql("update event_values set before = null, after = null")
        .execute(&mut connection)
        .await
        .expect("blanked");
}

#[tokio::test]
async fn the_readers_cannot_write() {
    let world = World::new().await;
    assert!(
        sqlx::query("delete from people")
            .execute(world.db().read())
            .await
            .is_err()
    );
}

#[tokio::test]
async fn the_21_lan_sort_as_swedes_sort_them() {
    let world = World::new().await;
    let today = world.app.clock.today();
    let counties = regiondialog::store::places::counties(world.db().read(), today)
        .await
        .expect("counties");
    let names: Vec<_> = counties
        .iter()
        .map(|county| county.short_name.as_str())
        .collect();
    assert_eq!(
        names.join(", "),
        "Blekinge, Dalarna, Gotland, Gävleborg, Halland, Jämtland, Jönköping, Kalmar, Kronoberg, Norrbotten, Skåne, \
         Stockholm, Södermanland, Uppsala, Värmland, Västerbotten, Västernorrland, Västmanland, Västra Götaland, Örebro, \
         Östergötland"
    );
}

//! Things a story needs before it begins, put straight into the database.

use crate::world::World;
use regiondialog::domain::access::Permit;
use regiondialog::domain::action::{Owner, Plan, Status};
use regiondialog::store::actions;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, SqliteConnection};

/// A connection of the test's own, for what no page can arrange.
pub async fn connection(world: &World) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(world.database());
    options.connect().await.expect("connection")
}

pub async fn run(world: &World, sql: &'static str) {
    world.arrange(sql).await;
}

/// A dialogue in a län; its id.
pub async fn dialogue(world: &World, county: &str, held_on: &str, phase: &str) -> i64 {
    sqlx::query_scalar(
        "insert into dialogues (county, held_on, starts_at, ends_at, form, phase, created_at, updated_at)
         values (?, ?, '09:00:00', '12:00:00', 'on_site', ?, '2026-09-01T08:00:00Z', '2026-09-01T08:00:00Z')
         returning id",
    )
    .bind(county)
    .bind(held_on)
    .bind(phase)
    .fetch_one(&mut connection(world).await)
    .await
    .expect("a dialogue")
}

/// An open milestone of a dialogue; its id. `falls_on` may name a department: `issue_officer/2`.
pub async fn milestone(
    world: &World,
    dialogue: i64,
    title: &str,
    falls_on: &str,
    due_on: &str,
) -> i64 {
    let (function, department) = match falls_on.split_once('/') {
        Some((function, department)) => (function, department.parse::<i64>().ok()),
        None => (falls_on, None),
    };
    sqlx::query_scalar(
        "insert into milestones (dialogue_id, key, title, department_id, falls_on, offset_days, position, judgement, due_on)
         values (?, 'test', ?, ?, ?, -7, 1, 0, ?) returning id",
    )
    .bind(dialogue)
    .bind(title)
    .bind(department)
    .bind(function)
    .bind(due_on)
    .fetch_one(&mut connection(world).await)
    .await
    .expect("a milestone")
}

/// An ongoing action; its id.
pub async fn action(
    world: &World,
    title: &str,
    counties: &[&str],
    owner: &str,
    due_on: &str,
) -> i64 {
    let owner: Owner = owner.parse().expect("an owner");
    let (owner_seat, owner_person_id) = match owner {
        Owner::Seat(seat) => (Some(seat), None),
        Owner::Person(id) => (None, Some(id)),
    };
    let plan = Plan {
        title: title.into(),
        counties: counties.iter().map(|code| code.to_string()).collect(),
        dialogue_id: None,
        issue_area_id: None,
        unit_id: 1,
        owner_seat,
        owner_person_id,
        due_on: due_on.parse().expect("a date"),
        status: Status::Ongoing,
        ..Plan::default()
    };
    let mut tx = world.db().write(Permit::system_as(1)).await.expect("write");
    let id = actions::make(&mut tx, &plan).await.expect("an action");
    tx.commit().await.expect("commit");
    id
}

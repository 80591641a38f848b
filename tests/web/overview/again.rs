//! When each region shall be told again, from the rows themselves: the län and the day.

use regiondialog::clock::in_stockholm;
use regiondialog::domain::feedback::again_on;
use regiondialog::store::reader::Reader;
use std::collections::BTreeMap;

use super::rows::day;
use jiff::civil::Date;

/// An insats that goes on: dialogue, department, when it was made.
type Going = (i64, i64, String);

pub async fn read(db: &Reader) -> Vec<(String, Date)> {
    let going: Vec<Going> = sqlx::query_as(
        "select a.dialogue_id, coalesce((select department_id from issue_areas where id = a.issue_area_id),
                (select department_id from units where id = a.unit_id)), a.created_at
         from actions a where a.dialogue_id is not null and a.status not in ('done', 'stopped')",
    )
    .fetch_all(db)
    .await
    .expect("actions");
    let dialogues: Vec<(i64, String, String, String)> =
        sqlx::query_as("select id, county, held_on, phase from dialogues")
            .fetch_all(db)
            .await
            .expect("dialogues");
    let told: Vec<(i64, i64, String)> = sqlx::query_as(
        "select dialogue_id, department_id, given_on from feedback where direction = 'region'",
    )
    .fetch_all(db)
    .await
    .expect("feedback");
    let duties: Vec<(i64, i64, String, Option<String>)> = sqlx::query_as(
        "select dialogue_id, department_id, state, settled_at from milestones where key = 'feedback_region'",
    )
    .fetch_all(db)
    .await
    .expect("duties");
    let moment = |text: &str| in_stockholm(text.parse().expect("an instant"));
    let mut first: BTreeMap<(i64, i64), Date> = BTreeMap::new();
    for (dialogue, department, made) in going {
        let made = moment(&made);
        let known = first.entry((dialogue, department)).or_insert(made);
        *known = made.min(*known);
    }
    let mut found = Vec::new();
    for ((dialogue, department), made) in first {
        let of = dialogues.iter().find(|each| each.0 == dialogue);
        let (_, county, held_on, phase) = of.expect("its dialogue");
        let own = || {
            let all = duties.iter();
            all.filter(|each| (each.0, each.1) == (dialogue, department))
        };
        if !["following_up", "closed"].contains(&&**phase) || own().any(|each| each.2 == "open") {
            continue;
        }
        let told = told
            .iter()
            .filter(|each| (each.0, each.1) == (dialogue, department));
        let told = told.map(|each| day(&each.2));
        let settled = own().filter_map(|each| each.3.as_deref()).map(moment);
        let last = told.chain(settled).max().unwrap_or(day(held_on));
        found.push((county.clone(), again_on(last, made)));
    }
    found
}

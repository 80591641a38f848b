//! The tables as they lie, and the overview's figures counted from them in plain Rust.

use jiff::ToSpan;
use jiff::civil::Date;
use regiondialog::store::reader::Reader;
use sqlx::Row;
use std::collections::BTreeSet;

/// Seat, kind, from, to, removed.
type Assigned = (String, String, String, Option<String>, Option<String>);

struct Dialogue {
    id: i64,
    county: String,
    held_on: Date,
    phase: String,
}

struct Milestone {
    dialogue: i64,
    key: String,
    before: bool,
    open: bool,
    due_on: Date,
}

struct Action {
    counties: Vec<String>,
    open: bool,
    due_on: Date,
}

/// The tables as they lie, counted in plain Rust.
pub struct Rows {
    today: Date,
    pub counties: Vec<(String, String, i64)>,
    dialogues: Vec<Dialogue>,
    milestones: Vec<Milestone>,
    actions: Vec<Action>,
    /// The län that shall be told again, and when.
    again: Vec<(String, Date)>,
    /// Seats with a holder today.
    held: BTreeSet<String>,
    teams: Vec<i64>,
    departments: Vec<i64>,
}

pub fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

impl Rows {
    pub async fn read(db: &Reader, today: Date) -> Rows {
        let within = |from: &str, to: Option<String>| {
            day(from) <= today && to.is_none_or(|to| day(&to) >= today)
        };
        let dialogues = sqlx::query("select id, county, held_on, phase from dialogues");
        let milestones =
            sqlx::query("select dialogue_id, key, offset_days, state, due_on from milestones");
        let actions = sqlx::query("select id, status, due_on from actions");
        let links: Vec<(i64, String)> =
            sqlx::query_as("select action_id, county from action_counties")
                .fetch_all(db)
                .await
                .expect("links");
        let counties: Vec<(String, String)> =
            sqlx::query_as("select code, short_name from counties")
                .fetch_all(db)
                .await
                .expect("län");
        let teams: Vec<(i64, String, String, Option<String>)> =
            sqlx::query_as("select team_id, county, valid_from, valid_to from team_counties")
                .fetch_all(db)
                .await
                .expect("teams");
        let seats: Vec<Assigned> =
            sqlx::query_as("select seat, kind, valid_from, valid_to, removed_at from assignments")
                .fetch_all(db)
                .await
                .expect("assignments");
        let team_of = |county: &str| {
            let row = teams
                .iter()
                .find(|(_, code, from, to)| code == county && within(from, to.clone()));
            row.map_or(0, |(team, ..)| *team)
        };
        Rows {
            today,
            again: super::again::read(db).await,
            counties: counties
                .into_iter()
                .map(|(code, name)| {
                    let team = team_of(&code);
                    (code, name, team)
                })
                .collect(),
            dialogues: dialogues
                .map(|row: sqlx::sqlite::SqliteRow| Dialogue {
                    id: row.get(0),
                    county: row.get(1),
                    held_on: day(row.get(2)),
                    phase: row.get(3),
                })
                .fetch_all(db)
                .await
                .expect("dialogues"),
            milestones: milestones
                .map(|row: sqlx::sqlite::SqliteRow| Milestone {
                    dialogue: row.get(0),
                    key: row.get(1),
                    before: row.get::<i64, _>(2) < 0,
                    open: row.get::<String, _>(3) == "open",
                    due_on: day(row.get(4)),
                })
                .fetch_all(db)
                .await
                .expect("milestones"),
            actions: actions
                .map(|row: sqlx::sqlite::SqliteRow| {
                    let (id, status): (i64, String) = (row.get(0), row.get(1));
                    Action {
                        counties: links
                            .iter()
                            .filter(|(action, _)| *action == id)
                            .map(|(_, county)| county.clone())
                            .collect(),
                        open: ["proposed", "decided", "ongoing"].contains(&&*status),
                        due_on: day(row.get(2)),
                    }
                })
                .fetch_all(db)
                .await
                .expect("actions"),
            held: seats
                .into_iter()
                .filter(|(_, kind, from, to, removed)| {
                    removed.is_none() && kind != "deputy" && within(from, to.clone())
                })
                .map(|(seat, ..)| seat)
                .collect(),
            teams: sqlx::query_scalar("select id from teams where valid_to is null")
                .fetch_all(db)
                .await
                .expect("teams"),
            departments: sqlx::query_scalar(
                "select id from departments where valid_to is null and is_regioner = 0",
            )
            .fetch_all(db)
            .await
            .expect("departments"),
        }
    }

    fn is_before(dialogue: &Dialogue) -> bool {
        ["planning", "preparing", "holding"].contains(&&*dialogue.phase)
    }

    fn is_held(dialogue: &Dialogue) -> bool {
        ["following_up", "closed"].contains(&&*dialogue.phase)
    }

    pub fn upcoming(&self) -> usize {
        let last = self.today.saturating_add(90.days());
        let coming = |each: &&Dialogue| {
            Rows::is_before(each) && each.held_on >= self.today && each.held_on <= last
        };
        self.dialogues.iter().filter(coming).count()
    }

    pub fn had_dialogue_this_year(&self) -> usize {
        let this_year = |each: &&Dialogue| {
            Rows::is_held(each)
                && each.held_on.year() == self.today.year()
                && each.held_on <= self.today
        };
        let counties: BTreeSet<_> = self
            .dialogues
            .iter()
            .filter(this_year)
            .map(|each| &each.county)
            .collect();
        counties.len()
    }

    pub fn late(&self, county: Option<&str>) -> usize {
        let late =
            |each: &&Action| each.open && each.due_on < self.today && self.in_county(each, county);
        self.actions.iter().filter(late).count()
    }

    pub fn open(&self, county: &str) -> usize {
        let open = |each: &&Action| each.open && self.in_county(each, Some(county));
        self.actions.iter().filter(open).count()
    }

    fn in_county(&self, action: &Action, county: Option<&str>) -> bool {
        county.is_none_or(|county| action.counties.iter().any(|each| each == county))
    }

    /// Days since the oldest open feedback of a kind should have been given.
    pub fn waited(&self, county: &str, kind: &str) -> Option<i64> {
        let followed: Vec<i64> = self
            .dialogues
            .iter()
            .filter(|each| each.county == county && each.phase == "following_up")
            .map(|each| each.id)
            .collect();
        let due = self.milestones.iter().filter(|each| {
            followed.contains(&each.dialogue)
                && each.open
                && each.key.starts_with(kind)
                && each.due_on < self.today
        });
        let again = self.again.iter();
        let again = again.filter(|(code, day)| code == county && *day < self.today);
        let oldest = due.map(|each| each.due_on);
        let oldest = oldest.chain(again.map(|(_, day)| *day)).min()?;
        Some(i64::from((self.today - oldest).get_days()))
    }

    fn seats(&self, team: Option<i64>, county: Option<&str>) -> Vec<String> {
        let mut seats = Vec::new();
        for each in self
            .teams
            .iter()
            .filter(|each| team.is_none_or(|team| team == **each))
        {
            seats.push(format!("lead/{each}"));
            seats.extend(
                self.departments
                    .iter()
                    .map(|department| format!("issue/{each}/{department}")),
            );
        }
        let counties = self
            .counties
            .iter()
            .filter(|(code, ..)| county.is_none_or(|county| county == code));
        seats.extend(counties.map(|(code, ..)| format!("county/{code}")));
        seats
    }

    pub fn vacant(&self) -> usize {
        self.seats(None, None)
            .iter()
            .filter(|seat| !self.held.contains(*seat))
            .count()
    }

    /// Day, milestones done before the day, and all of them, of the dialogue a län is in.
    pub fn current(&self, county: &str) -> Option<(Date, usize, usize)> {
        let own = || self.dialogues.iter().filter(|each| each.county == county);
        let ahead = own().filter(|each| each.phase != "closed" && each.phase != "cancelled");
        let first = ahead.min_by_key(|each| (each.held_on, each.id));
        let dialogue = first.or_else(|| {
            let closed = own().filter(|each| each.phase == "closed");
            closed.max_by_key(|each| (each.held_on, each.id))
        })?;
        let before = || {
            self.milestones
                .iter()
                .filter(|each| each.dialogue == dialogue.id && each.before)
        };
        Some((
            dialogue.held_on,
            before().filter(|each| !each.open).count(),
            before().count(),
        ))
    }

    pub fn staffing(&self, county: &str, team: i64) -> String {
        let missing = |seat: &String| !self.held.contains(seat);
        if missing(&format!("lead/{team}")) {
            return "Uppdragsansvarig saknas".into();
        }
        if missing(&format!("county/{county}")) {
            return "Länsansvarig saknas".into();
        }
        let issues: Vec<_> = self
            .departments
            .iter()
            .map(|department| format!("issue/{team}/{department}"))
            .collect();
        let lacking = issues.iter().filter(|seat| missing(seat)).count();
        match lacking {
            0 => "Full".into(),
            _ => format!("{} av {} sakfrågor", issues.len() - lacking, issues.len()),
        }
    }
}

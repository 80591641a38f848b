//! "Så här planeras förberedelserna": the milestones a day gives, who has them, and what speaks
//! against the day.

use super::plan::PlanForm;
use crate::App;
use crate::domain::calendar::{is_vacation_week, is_working_day, name_of_day_off};
use crate::domain::dialogue::Dialogue;
use crate::domain::milestone::{FallsOn, Open, rescheduled};
use crate::domain::people::Seat;
use crate::error::Result;
use crate::store::dialogues::Mention;
use crate::store::{dialogues, milestones};
use crate::web::holders::{Holder, Holders};
use crate::web::{parse, text};
use jiff::civil::Date;

/// What stands in the box below the form; without a day, the line that says so.
#[derive(Default)]
pub struct Schedule {
    pub missing: &'static str,
    pub day: String,
    pub warnings: Vec<String>,
    pub rows: Vec<Row>,
    pub steps: usize,
}

/// Milestones of one kind and day: one, or one for each department.
pub struct Row {
    pub title: String,
    pub day: String,
    pub week: String,
    after: bool,
    /// The first of those that come after the dialogue.
    pub first_after: bool,
    pub short_notice: bool,
    pub vacation: bool,
    /// The department, when there is one for each, and who has it.
    pub holders: Vec<(String, Holder)>,
}

struct Step {
    key: String,
    title: String,
    department: Option<i64>,
    falls_on: FallsOn,
    offset_days: i32,
    due_on: Date,
    short_notice: bool,
}

const NO_DAY: &str = "Skriv ett datum och välj Visa förberedelserna, så visas stegen här.";
const NO_COUNTY: &str = "Välj ett län och skriv ett datum, så visas stegen här.";

impl Schedule {
    /// Of a dialogue that is not planned yet.
    pub async fn planned(
        app: &App,
        holders: &Holders,
        form: &PlanForm,
        left_out: &[String],
    ) -> Result<Schedule> {
        let Some(county) = holders.county(&form.county) else {
            return Ok(Schedule::without(NO_COUNTY));
        };
        let Some(day) = parse::date(&form.held_on) else {
            return Ok(Schedule::without(no_day(form)));
        };
        let today = app.clock.today();
        if day < today {
            return Ok(Schedule::without(
                "Datumet har redan passerat. Skriv ett datum från och med i dag.",
            ));
        }
        let mut conn = app.db.read().acquire().await?;
        let drafts = dialogues::drafts(&mut conn, day, left_out, today).await?;
        let step = |draft: crate::domain::milestone::Draft| Step {
            key: draft.key,
            title: draft.title,
            department: draft.department,
            falls_on: draft.falls_on,
            offset_days: draft.offset_days,
            due_on: draft.due_on,
            short_notice: draft.short_notice,
        };
        let steps = drafts.into_iter().map(step).collect();
        let near = dialogues::around(&mut *conn, &county.code, day).await?;
        let warnings = warnings(holders, &county.code, day, &near, None);
        Ok(Schedule::of(holders, &county.code, day, steps, warnings))
    }

    /// Of a dialogue that is moved: its open milestones, where they would fall.
    pub async fn moved(
        app: &App,
        holders: &Holders,
        dialogue: &Dialogue,
        form: &PlanForm,
    ) -> Result<Schedule> {
        let Some(day) = parse::date(&form.held_on) else {
            return Ok(Schedule::without(no_day(form)));
        };
        let (county, from) = (&dialogue.plan.county, dialogue.plan.held_on);
        let near = dialogues::around(app.db.read(), county, day).await?;
        let open = milestones::of_dialogue(app.db.read(), dialogue.id).await?;
        let today = app.clock.today();
        let steps = open.into_iter().filter(|each| each.is_open()).map(|each| {
            let open = Open {
                offset_days: each.offset_days,
                due_on: each.settling.due_on,
                set_by_hand: each.set_by_hand,
            };
            let (due_on, short_notice) = match day == from {
                true => (open.due_on, each.short_notice),
                false => rescheduled(&open, from, day, today),
            };
            Step {
                key: each.key,
                title: each.title,
                department: each.department_id,
                falls_on: each.falls_on,
                offset_days: each.offset_days,
                due_on,
                short_notice,
            }
        });
        let warnings = warnings(holders, county, day, &near, Some(dialogue.id));
        Ok(Schedule::of(
            holders,
            county,
            day,
            steps.collect(),
            warnings,
        ))
    }

    fn without(missing: &'static str) -> Schedule {
        Schedule {
            missing,
            ..Schedule::default()
        }
    }

    fn of(
        holders: &Holders,
        county: &str,
        day: Date,
        steps: Vec<Step>,
        warnings: Vec<String>,
    ) -> Schedule {
        let count = steps.len();
        let mut rows: Vec<(String, Date, Row)> = Vec::new();
        for step in steps {
            let seat = holders.seat_of_milestone(step.falls_on, step.department, county);
            let holder = holders.of(&seat.unwrap_or(Seat::County(county.to_owned())));
            let department = department(holders, step.department);
            let same = rows
                .iter_mut()
                .find(|(key, due_on, _)| *key == step.key && *due_on == step.due_on);
            match same {
                Some((.., row)) => row.holders.push((department, holder)),
                None => rows.push((
                    step.key.clone(),
                    step.due_on,
                    row(&step, department, holder),
                )),
            }
        }
        if let Some((.., first)) = rows.iter_mut().find(|(.., row)| row.after) {
            first.first_after = true;
        }
        Schedule {
            missing: "",
            day: format!("{} ({})", text::weekday_date(day), text::week(day)),
            warnings,
            rows: rows.into_iter().map(|(.., row)| named(row)).collect(),
            steps: count,
        }
    }
}

fn no_day(form: &PlanForm) -> &'static str {
    match form.held_on.trim().is_empty() {
        true => NO_DAY,
        false => parse::DATE,
    }
}

fn department(holders: &Holders, id: Option<i64>) -> String {
    let found = holders.departments.iter().find(|each| Some(each.id) == id);
    found.map_or(String::new(), |each| each.name.clone())
}

fn row(step: &Step, department: String, holder: Holder) -> Row {
    Row {
        title: step.title.clone(),
        day: text::iso(step.due_on),
        week: text::week(step.due_on),
        after: step.offset_days > 0,
        first_after: false,
        short_notice: step.short_notice,
        vacation: is_vacation_week(step.due_on),
        holders: vec![(department, holder)],
    }
}

/// "Nationellt underlag: Regioner" and four more become "Nationellt underlag, 5 avdelningar".
fn named(mut row: Row) -> Row {
    if row.holders.len() > 1 {
        let ending = format!(": {}", row.holders[0].0);
        let title = row.title.strip_suffix(&ending).unwrap_or(&row.title);
        row.title = format!("{title}, {} avdelningar", row.holders.len());
    }
    row
}

/// What to think of before choosing the day. Nothing of it is a stop.
pub fn warnings(
    holders: &Holders,
    county: &str,
    day: Date,
    near: &[Mention],
    own: Option<i64>,
) -> Vec<String> {
    let mut warnings = Vec::new();
    match name_of_day_off(day) {
        Some(name) => warnings.push(format!(
            "{} är {}.",
            text::weekday_date(day),
            name.to_lowercase()
        )),
        None if !is_working_day(day) => {
            warnings.push(format!("{} är ingen arbetsdag.", text::weekday_date(day)))
        }
        None => {}
    }
    if is_vacation_week(day) {
        warnings.push(format!(
            "Dagen ligger i semesterveckorna ({}).",
            text::week(day)
        ));
    }
    let others = near.iter().filter(|each| Some(each.id) != own);
    for each in others {
        let name = |code: &str| {
            holders
                .county(code)
                .map_or(code.to_owned(), |county| county.short_name.clone())
        };
        if each.held_on == day && each.county != county && same_lead(holders, county, &each.county)
        {
            let lead = lead(holders, county).map_or(String::new(), |lead| lead.name);
            let place = name(&each.county);
            warnings.push(format!("{lead} har redan dialogen med {place} samma dag."));
        }
        if each.county == county {
            warnings.push(format!(
                "{} har redan en dialog samma år, den {}.",
                name(county),
                text::long_date(each.held_on)
            ));
        }
    }
    warnings
}

fn lead(holders: &Holders, county: &str) -> Option<Holder> {
    let team = holders.county(county)?.team_id;
    Some(holders.of(&Seat::Lead(team)))
}

/// One person may lead two teams.
fn same_lead(holders: &Holders, one: &str, other: &str) -> bool {
    let person = |county| lead(holders, county).and_then(|lead| lead.person_id);
    person(one).is_some() && person(one) == person(other)
}

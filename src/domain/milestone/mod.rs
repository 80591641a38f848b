//! When everything around a dialogue shall be done: the template of milestones, the dates it
//! gives, and what happens to them when the dialogue is moved.

mod record;
mod replace;

pub use record::{Milestone, Outcome, Settling};
pub use replace::{Added, ChosenArea, Replacement, replace};

use crate::domain::calendar::{
    add_days, days_between, is_vacation_week, next_working_day_after, working_day_on_or_after,
    working_day_on_or_before,
};
use FallsOn::{CountyOfficer, IssueOfficer, Lead};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

crate::codes! {
    /// The function whose holder does the work; the holder is looked up on the day, never stored.
    /// An issue officer is the one of the milestone's department.
    FallsOn {
        Lead = "lead", "uppdragsansvarig";
        CountyOfficer = "county_officer", "länsansvarig";
        IssueOfficer = "issue_officer", "ansvarig för sakfrågor";
    }
}

crate::codes! {
    /// Where a milestone stands. Waiving asks for a reason, which is kept beside it.
    State {
        Open = "open", "Öppen";
        Done = "done", "Klar";
        Waived = "waived", "Utgår";
    }
}

/// One line of the template, as an administrator edits it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateRow {
    pub key: String,
    /// Calendar days from the day of the dialogue; negative before it.
    pub offset_days: i32,
    pub title: String,
    pub falls_on: FallsOn,
    /// One milestone for each department concerned.
    pub per_department: bool,
    /// Answered behövs or behövs inte, with a reason.
    pub judgement: bool,
}

/// A department that a dialogue concerns.
#[derive(Clone, Copy, Debug)]
pub struct ConcernedDepartment<'a> {
    pub id: i64,
    pub name: &'a str,
    pub is_regioner: bool,
}

/// A milestone that is not saved yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    pub key: String,
    pub title: String,
    pub department: Option<i64>,
    pub issue_area: Option<i64>,
    pub falls_on: FallsOn,
    pub offset_days: i32,
    pub due_on: Date,
    /// "Kort om tid": the template's date had already passed.
    pub short_notice: bool,
    /// In weeks 28 to 31, which are not skipped but warned of.
    pub in_vacation: bool,
    pub judgement: bool,
    pub position: i32,
}

/// What must be known of an open milestone to move it with its dialogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Open {
    pub offset_days: i32,
    pub due_on: Date,
    pub set_by_hand: bool,
}

const ONCE: bool = false;
const EACH: bool = true;
const TASK: bool = false;
const JUDGE: bool = true;

#[rustfmt::skip]
const DEFAULT: [(i32, &str, FallsOn, bool, bool, &str); 13] = [
    (-70, "invite",              Lead,          ONCE, TASK,  "Bjud in RUA och bekräfta datum"),
    (-56, "choose_issues",       Lead,          ONCE, TASK,  "Välj aktuella sakfrågor, beställ underlag"),
    (-56, "invite_agencies",     Lead,          ONCE, JUDGE, "Bedöm om nationella myndigheter ska bjudas in"),
    (-42, "regional_brief",      CountyOfficer, ONCE, JUDGE, "Regionalt underlag"),
    (-28, "national_brief",      IssueOfficer,  EACH, TASK,  "Nationellt underlag"),
    (-14, "position",            IssueOfficer,  EACH, TASK,  "Ställningstagande i aktuella sakfrågor"),
    (-10, "assessment",          Lead,          ONCE, TASK,  "Nationell bedömning (tillväxtarbetet och tillväxtprocesserna)"),
    ( -7, "pack",                Lead,          ONCE, TASK,  "Samlat dialogunderlag, fryst"),
    (  7, "minutes",             Lead,          ONCE, TASK,  "Minnesanteckningar klara"),
    (  7, "feedback_team",       Lead,          ONCE, TASK,  "Återkoppling till teamet"),
    ( 14, "feedback_department", IssueOfficer,  EACH, TASK,  "Återkoppling till avdelningen"),
    ( 14, "handover",            IssueOfficer,  EACH, TASK,  "Överlämning till rätt enhet"),
    ( 28, "feedback_region",     IssueOfficer,  EACH, TASK,  "Återkoppling till regionen"),
];

/// The template an installation begins with.
pub fn default_template() -> Vec<TemplateRow> {
    let row = |(offset_days, key, falls_on, per_department, judgement, title)| TemplateRow {
        key: String::from(key),
        offset_days,
        title: String::from(title),
        falls_on,
        per_department,
        judgement,
    };
    DEFAULT.map(row).into()
}

/// The milestones of a dialogue planned today, by day; rows of the same day keep the order of
/// the template, and departments the order they are given in.
pub fn schedule(
    template: &[TemplateRow],
    departments: &[ConcernedDepartment<'_>],
    held_on: Date,
    today: Date,
) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for row in template {
        if row.per_department {
            let of = |one| draft(row, Some(one), held_on, today);
            drafts.extend(departments.iter().map(of));
        } else {
            drafts.push(draft(row, None, held_on, today));
        }
    }
    drafts.sort_by_key(|draft| draft.offset_days);
    for (position, draft) in (0..).zip(&mut drafts) {
        draft.position = position;
    }
    drafts
}

/// The date of one milestone, and whether it is at short notice.
pub fn due_on(offset_days: i32, held_on: Date, today: Date) -> (Date, bool) {
    let counted = add_days(held_on, offset_days.into());
    settled(offset_days, counted, held_on, today)
}

/// The new date of an open milestone when the day of the dialogue changes, and whether it is at
/// short notice. A date set by hand keeps its distance to the dialogue; others are counted anew.
pub fn rescheduled(open: &Open, from: Date, to: Date, today: Date) -> (Date, bool) {
    if !open.set_by_hand {
        return due_on(open.offset_days, to, today);
    }
    let shifted = add_days(open.due_on, days_between(from, to));
    settled(open.offset_days, shifted, to, today)
}

/// Beredskap: how many of the milestones before the day are done or waived, and how many there are.
pub fn readiness(milestones: impl IntoIterator<Item = (i32, State)>) -> (usize, usize) {
    let (mut done, mut all) = (0, 0);
    for (offset_days, state) in milestones {
        all += usize::from(offset_days < 0);
        done += usize::from(offset_days < 0 && state != State::Open);
    }
    (done, all)
}

fn draft(
    row: &TemplateRow,
    department: Option<&ConcernedDepartment<'_>>,
    held_on: Date,
    today: Date,
) -> Draft {
    let of_department = department.map_or(String::new(), |one| format!(": {}", one.name));
    let (due_on, short_notice) = due_on(row.offset_days, held_on, today);
    Draft {
        key: row.key.clone(),
        title: [row.title.as_str(), &of_department].concat(),
        department: department.map(|one| one.id),
        issue_area: None,
        falls_on: holder(row.falls_on, department),
        offset_days: row.offset_days,
        due_on,
        short_notice,
        in_vacation: is_vacation_week(due_on),
        judgement: row.judgement,
        position: 0,
    }
}

/// An issue officer's seat belongs to a department outside Regioner; without one it is the lead.
fn holder(falls_on: FallsOn, department: Option<&ConcernedDepartment<'_>>) -> FallsOn {
    match (falls_on, department) {
        (IssueOfficer, Some(one)) if !one.is_regioner => IssueOfficer,
        (IssueOfficer, _) => Lead,
        (other, _) => other,
    }
}

/// On a working day, and not in the past: a date that has passed becomes the next working day, at
/// short notice. Only what prepares the dialogue must then be ready by its day.
fn settled(offset_days: i32, counted: Date, held_on: Date, today: Date) -> (Date, bool) {
    let due_on = to_working_day(offset_days, counted);
    if due_on >= today {
        return (due_on, false);
    }
    let next = next_working_day_after(today);
    if offset_days > 0 {
        return (next, true);
    }
    (next.min(last_chance(held_on, today)), true)
}

/// Away from the dialogue: never later than counted before it, never sooner after it.
fn to_working_day(offset_days: i32, day: Date) -> Date {
    match offset_days.cmp(&0) {
        Ordering::Less => working_day_on_or_before(day),
        Ordering::Equal => day,
        Ordering::Greater => working_day_on_or_after(day),
    }
}

/// The day of the dialogue, or the working day before it when that is still to come.
fn last_chance(held_on: Date, today: Date) -> Date {
    let working_day = working_day_on_or_before(held_on);
    Some(working_day)
        .filter(|&day| day >= today)
        .unwrap_or(held_on)
}

#[cfg(test)]
mod tests;

//! When everything around a dialogue shall be done: the template of milestones, the dates it
//! gives, and what happens to them when the dialogue is moved.

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
mod tests {
    use super::*;

    const NAMES: [&str; 5] = [
        "Regioner",
        "Företag",
        "Förenkling",
        "Förvaltning",
        "Kunskapsutveckling",
    ];

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    /// The words of each line below the heading.
    fn table(text: &str) -> impl Iterator<Item = Vec<&str>> {
        let below = text.lines().skip(1);
        below.map(|line| line.split_whitespace().collect())
    }

    fn planned(held_on: &str, today: &str) -> Vec<Draft> {
        let departments = [11, 12, 13, 14, 15].map(|id| ConcernedDepartment {
            id,
            name: NAMES[id as usize - 11],
            is_regioner: id == 11,
        });
        schedule(&default_template(), &departments, day(held_on), day(today))
    }

    #[test]
    fn a_dialogue_gets_the_milestones_of_the_template() {
        let drafts = planned("2026-12-03", "2026-08-20");
        assert_eq!(drafts.len(), 8 + 5 * 5);
        assert!(drafts.iter().map(|one| one.position).eq(0..33));
        assert!(drafts.is_sorted_by_key(|one| one.offset_days));
        let warned = |one: &Draft| one.short_notice || one.in_vacation;
        assert!(!drafts.iter().any(warned));
        let judged = drafts.iter().filter(|one| one.judgement);
        let judged = judged.map(|one| one.key.as_str());
        assert!(judged.eq(["invite_agencies", "regional_brief"]));
        let expected = "2026-09-24 2026-10-08 2026-10-22 2026-11-05 2026-11-19 2026-11-23
            2026-11-26 2026-12-10 2026-12-17 2027-01-04"; // the last moved from nyårsafton
        let mut dates: Vec<Date> = drafts.iter().map(|one| one.due_on).collect();
        dates.dedup();
        assert!(dates.into_iter().eq(expected.split_whitespace().map(day)));
    }

    #[test]
    fn each_department_has_its_own_and_regioner_falls_on_the_lead() {
        let drafts = planned("2026-12-03", "2026-08-20");
        let briefs = drafts.iter().filter(|one| one.offset_days == -28);
        for (brief, (id, name)) in briefs.zip((11..).zip(NAMES)) {
            let seat = if id == 11 { Lead } else { IssueOfficer };
            assert_eq!((brief.department, brief.falls_on), (Some(id), seat));
            assert_eq!(brief.title, format!("Nationellt underlag: {name}"));
        }
        let common = drafts.iter().filter(|one| one.department.is_none());
        let seats = common.map(|one| (one.offset_days, one.falls_on));
        let county_officers: Vec<_> = seats.filter(|one| one.1 != Lead).collect();
        assert_eq!(county_officers, [(-42, CountyOfficer)]);
    }

    #[test]
    fn rows_of_the_same_day_keep_the_order_of_the_template() {
        let drafts = planned("2026-12-03", "2026-08-20");
        let after_two_weeks = drafts.iter().filter(|one| one.offset_days == 14);
        let keys = after_two_weeks.map(|one| one.key.as_str());
        assert!(keys.eq([["feedback_department"; 5], ["handover"; 5]].concat()));
    }

    #[test]
    fn dates_move_to_working_days_away_from_the_dialogue() {
        let rows = "offset, the day of the dialogue, due
            -10 2026-12-03 2026-11-23 an ordinary Monday
            -7  2027-04-02 2027-03-25 långfredagen → Thursday
            -7  2027-04-05 2027-03-25 annandag påsk → Thursday before Easter
            -14 2027-01-07 2026-12-23 julafton → the day before
            -7  2027-11-07 2027-10-29 the Sunday of the clock change → Friday
            7   2027-03-22 2027-03-30 annandag påsk → Tuesday
            7   2026-06-12 2026-06-22 midsommarafton → Monday
            28  2026-10-03 2026-11-02 alla helgons dag → Monday
            7   2026-12-17 2026-12-28 julafton → after the weekend
            14  2026-12-17 2027-01-04 nyårsafton → after New Year
            0   2026-11-21 2026-11-21 the day itself is the day itself";
        for row in table(rows) {
            let found = due_on(row[0].parse().unwrap(), day(row[1]), day("2026-01-01"));
            assert_eq!(found, (day(row[2]), false), "{row:?}");
        }
    }

    #[test]
    fn the_vacation_is_not_skipped_but_warned_of() {
        for draft in planned("2027-08-26", "2027-01-15") {
            let in_july = matches!(draft.offset_days, -42 | -28);
            assert_eq!(draft.in_vacation, in_july, "{draft:?}");
            let counted = add_days(day("2027-08-26"), draft.offset_days.into());
            assert!(!in_july || draft.due_on == counted);
        }
    }

    #[test]
    fn a_date_already_passed_is_the_next_working_day_but_not_after_the_dialogue() {
        let rows = "offset, the day of the dialogue, today, due
            -70 2026-12-03 2026-11-19 2026-11-20 short two weeks ahead
            -14 2026-12-03 2026-11-19 2026-11-19 -     due today has not passed
            -28 2026-12-03 2026-11-20 2026-11-23 short planned on a Friday
            -7  2026-11-20 2026-11-19 2026-11-20 short the dialogue is tomorrow
            -7  2026-11-19 2026-11-19 2026-11-19 short the dialogue is today
            -7  2026-11-23 2026-11-21 2026-11-23 short on Monday, planned on Saturday
            -7  2026-11-22 2026-11-20 2026-11-20 short on Sunday, planned on Friday
            -7  2026-11-22 2026-11-21 2026-11-22 short on Sunday, planned on Saturday
            -7  2026-11-10 2026-11-19 2026-11-10 short entered when it had been held
            7   2026-11-10 2026-11-19 2026-11-20 short follow-up already late
            14  2026-11-10 2026-11-19 2026-11-24 -     follow-up still to come";
        for row in table(rows) {
            let found = due_on(row[0].parse().unwrap(), day(row[1]), day(row[2]));
            assert_eq!(found, (day(row[3]), row[4] == "short"), "{row:?}");
        }
    }

    #[test]
    fn open_milestones_follow_when_the_dialogue_moves() {
        let rows = "set by, offset, due, from, to, new due; today is 2026-11-02
            rule -7  2026-11-26 2026-12-03 2026-12-17 2026-12-10 -     later
            rule -7  2026-11-26 2026-12-03 2026-11-19 2026-11-12 -     sooner
            rule -28 2026-11-05 2026-12-03 2026-11-19 2026-11-03 short too soon
            rule -28 2026-10-20 2026-11-17 2026-12-17 2026-11-19 -     was late, has time again
            rule 7   2026-12-10 2026-12-03 2026-12-17 2026-12-28 -     over julafton
            hand -28 2026-11-10 2026-12-03 2026-12-10 2026-11-17 -     a week on
            hand -28 2026-11-10 2026-12-03 2026-12-08 2026-11-13 -     from Sunday to Friday
            hand 7   2026-12-08 2026-12-03 2026-12-07 2026-12-14 -     from Saturday to Monday
            hand -28 2026-11-10 2026-12-03 2026-11-12 2026-11-03 short passed
            hand -28 2026-11-10 2026-12-03 2026-11-02 2026-11-02 short the dialogue is today";
        for row in table(rows) {
            let offset_days = row[1].parse().unwrap();
            let (due_on, set_by_hand) = (day(row[2]), row[0] == "hand");
            let open = Open {
                offset_days,
                due_on,
                set_by_hand,
            };
            let found = rescheduled(&open, day(row[3]), day(row[4]), day("2026-11-02"));
            assert_eq!(found, (day(row[5]), row[6] == "short"), "{row:?}");
        }
    }

    #[test]
    fn readiness_counts_what_is_settled_before_the_day() {
        use State::{Done, Waived};
        let rows = [(-70, Done), (-56, Waived), (-7, State::Open), (7, Done)];
        assert_eq!(readiness(rows), (2, 3));
        assert_eq!(readiness([]), (0, 0));
    }

    #[test]
    fn a_template_survives_being_stored() {
        let stored = serde_json::to_string(&default_template()).unwrap();
        assert!(stored.contains(r#""falls_on":"county_officer""#));
        let read: Vec<TemplateRow> = serde_json::from_str(&stored).unwrap();
        assert_eq!(read, default_template());
        assert_eq!("waived".parse(), Ok(State::Waived));
        assert!("Klar".parse::<State>().is_err());
    }

    #[test]
    fn an_absurd_template_does_no_harm() {
        for offset in [i32::MIN, i32::MAX] {
            let (due, _) = due_on(offset, day("2026-12-03"), day("2026-11-02"));
            assert!(due >= day("2026-11-02"));
        }
    }
}

//! The dates the template gives, as tables.

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

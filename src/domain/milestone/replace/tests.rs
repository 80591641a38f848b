//! Which rows come and go when issue areas are chosen, as tables.

use super::*;
use crate::domain::milestone::{FallsOn, default_template, schedule};

const NAMES: [&str; 5] = [
    "Regioner",
    "Företag",
    "Förenkling",
    "Förvaltning",
    "Kunskapsutveckling",
];
/// Issue areas and the departments they belong to.
const AREAS: [(i64, &str, i64); 5] = [
    (1, "Kompetensförsörjning", 5),
    (2, "Innovation", 2),
    (3, "Entreprenörskap", 2),
    (6, "Regelförenkling", 3),
    (8, "Landsbygd", 1),
];

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn department(id: i64) -> ConcernedDepartment<'static> {
    ConcernedDepartment {
        id,
        name: NAMES[id as usize - 1],
        is_regioner: id == 1,
    }
}

fn areas(ids: &[i64]) -> Vec<ChosenArea<'static>> {
    let known = ids.iter().map(|id| AREAS.iter().find(|row| row.0 == *id));
    let area = |(id, name, of): &(i64, &'static str, i64)| ChosenArea {
        id: *id,
        name,
        department: department(*of),
    };
    known.map(|row| area(row.unwrap())).collect()
}

fn kept(id: i64, draft: Draft) -> Milestone {
    Milestone {
        id,
        ..draft.unsaved()
    }
}

const HELD_ON: &str = "2026-12-03";

fn planned() -> Vec<Milestone> {
    let all = [1, 2, 3, 4, 5].map(department);
    let drafts = schedule(&default_template(), &all, day(HELD_ON), day("2026-08-20"));
    (1..).zip(drafts).map(|(id, each)| kept(id, each)).collect()
}

fn at<'a>(rows: &'a mut [Milestone], key: &str, department: i64) -> &'a mut Milestone {
    let is = |row: &&mut Milestone| row.key == key && row.department_id == Some(department);
    rows.iter_mut().find(is).unwrap()
}

fn replaced(rows: &[Milestone], ids: &[i64], today: &str) -> Replacement {
    replace(
        &default_template(),
        &areas(ids),
        rows,
        day(HELD_ON),
        day(today),
    )
}

/// The rows that stand after a replacement, numbered.
fn after(rows: &[Milestone], made: &Replacement) -> Vec<Milestone> {
    let mut left = made.applied(rows);
    for (id, row) in (100..).zip(left.iter_mut().filter(|row| row.id == 0)) {
        row.id = id;
    }
    left
}

fn titles(rows: &[Milestone], key: &str) -> String {
    let mut own: Vec<_> = rows.iter().filter(|row| row.key == key).collect();
    own.sort_by_key(|row| (row.department_id, row.issue_area_id));
    let of = |row: &&Milestone| match row.issue_area_id {
        Some(area) => format!("{}/{area}", row.department_id.unwrap()),
        None => row.department_id.unwrap().to_string(),
    };
    own.iter().map(of).collect::<Vec<_>>().join(" ")
}

#[test]
fn briefs_and_feedback_are_per_department_concerned_positions_and_handovers_per_area() {
    let rows: [(&[i64], &str, &str); 4] = [
        (&[1], "5", "5/1"),
        (&[2, 3], "2", "2/2 2/3"),
        (&[8, 2, 1], "1 2 5", "1/8 2/2 5/1"),
        (&[8, 2, 3, 6, 1], "1 2 3 5", "1/8 2/2 2/3 3/6 5/1"),
    ];
    for (chosen, departments, areas) in rows {
        let before = planned();
        let left = after(&before, &replaced(&before, chosen, "2026-10-08"));
        for key in PER_DEPARTMENT {
            assert_eq!(titles(&left, key), departments, "{key} for {chosen:?}");
        }
        for (key, _) in PER_AREA {
            assert_eq!(titles(&left, key), areas, "{key} for {chosen:?}");
        }
        let others = |rows: &[Milestone]| {
            let common = rows.iter().filter(|row| row.department_id.is_none());
            common.count()
        };
        assert_eq!(others(&left), others(&before), "the common ones stay");
    }
}

#[test]
fn a_row_of_an_area_says_so_and_falls_where_the_departments_did() {
    let made = replaced(&planned(), &[1, 8], "2026-10-08");
    let of = |title: &str| {
        let found = made.added.iter().find(|each| each.draft.title == title);
        found.map(|each| {
            (
                each.draft.falls_on,
                each.draft.department,
                each.draft.due_on,
            )
        })
    };
    let nineteenth = day("2026-11-19");
    assert_eq!(
        of("Ställningstagande: Kompetensförsörjning"),
        Some((FallsOn::IssueOfficer, Some(5), nineteenth))
    );
    assert_eq!(
        of("Ställningstagande: Landsbygd"),
        Some((FallsOn::Lead, Some(1), nineteenth))
    );
    assert!(of("Överlämning till rätt enhet: Landsbygd").is_some());
}

#[test]
fn what_is_settled_carries_over_and_stays_where_nothing_replaces_it() {
    let mut rows = planned();
    for (key, department, outcome) in [
        ("position", 2, Outcome::Done),
        ("handover", 5, Outcome::Waived),
        ("position", 4, Outcome::Done),
        ("national_brief", 4, Outcome::Done),
    ] {
        let row = at(&mut rows, key, department);
        row.settling.state = outcome;
        row.settling.reason = "skälet".into();
    }
    let made = replaced(&rows, &[2, 3, 1], "2026-11-23");
    let left = after(&rows, &made);
    let standing = |key: &str, area: i64| {
        let found = left
            .iter()
            .find(|row| row.key == key && row.issue_area_id == Some(area));
        let settling = found.unwrap().settling.clone();
        (settling.state, settling.due_on)
    };
    let due = day("2026-11-19");
    assert_eq!(standing("position", 2), (Outcome::Done, due));
    assert_eq!(standing("position", 3), (Outcome::Done, due));
    assert_eq!(standing("handover", 1).0, Outcome::Waived);
    assert_eq!(standing("position", 1).0, Outcome::Open);
    assert_eq!(
        titles(&left, "position"),
        "2/2 2/3 4 5/1",
        "the settled of Förvaltning stays"
    );
    assert_eq!(titles(&left, "national_brief"), "2 4 5");
    assert_eq!(titles(&left, "feedback_region"), "2 5");
}

#[test]
fn dates_are_as_for_a_dialogue_planned_today_but_for_those_set_by_hand() {
    let mut rows = planned();
    let by_hand = at(&mut rows, "position", 5);
    (by_hand.settling.due_on, by_hand.set_by_hand) = (day("2026-11-27"), true);
    let made = replaced(&rows, &[1, 8], "2026-11-23");
    let of = |area: i64| {
        let is =
            |each: &&Added| each.draft.key == "position" && each.draft.issue_area == Some(area);
        let found = made.added.iter().find(is).unwrap();
        (
            found.draft.due_on,
            found.draft.short_notice,
            found.takes_over.is_some(),
        )
    };
    assert_eq!(of(1), (day("2026-11-27"), false, true));
    assert_eq!(of(8), (day("2026-11-24"), true, false), "kort om tid");
}

#[test]
fn choosing_again_adds_and_removes_only_the_difference() {
    let before = planned();
    let first = after(&before, &replaced(&before, &[1, 2], "2026-10-08"));
    let same = replaced(&first, &[1, 2], "2026-10-09");
    assert_eq!(same, Replacement::default());
    let mut again = first.clone();
    let done = again
        .iter_mut()
        .find(|row| row.key == "position" && row.issue_area_id == Some(2));
    done.unwrap().settling.state = Outcome::Done;
    let made = replaced(&again, &[1, 6], "2026-10-09");
    let left = after(&again, &made);
    assert_eq!(
        titles(&left, "position"),
        "2/2 3/6 5/1",
        "a settled one stays"
    );
    assert_eq!(titles(&left, "handover"), "3/6 5/1");
    assert_eq!(titles(&left, "national_brief"), "3 5");
}

#[test]
fn lines_of_the_administrators_own_follow_the_departments_where_the_dialogue_has_them() {
    let mut template = default_template();
    template.push(TemplateRow {
        key: "own_1".into(),
        title: "Eget steg".into(),
        ..template[4].clone()
    });
    let rows = planned();
    let made = replace(
        &template,
        &areas(&[1]),
        &rows,
        day(HELD_ON),
        day("2026-10-08"),
    );
    assert!(made.added.iter().all(|each| each.draft.key != "own_1"));
    let mut with_own = rows.clone();
    for id in [2, 5] {
        let like = at(&mut with_own, "national_brief", id).clone();
        with_own.push(Milestone {
            id: 200 + id,
            key: "own_1".into(),
            ..like
        });
    }
    let made = replace(
        &template,
        &areas(&[1]),
        &with_own,
        day(HELD_ON),
        day("2026-10-08"),
    );
    assert!(made.removed.contains(&202) && !made.removed.contains(&205));
}

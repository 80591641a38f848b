//! What choosing issue areas does to a dialogue's milestones: which rows come, which go, what is kept.

use super::{ConcernedDepartment, Draft, Milestone, Outcome, Settling, TemplateRow, draft};
use jiff::civil::Date;

/// An issue area that has been chosen.
#[derive(Clone, Copy, Debug)]
pub struct ChosenArea<'a> {
    pub id: i64,
    pub name: &'a str,
    pub department: ConcernedDepartment<'a>,
}

/// A new row, and the one whose standing it takes over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    pub draft: Draft,
    pub takes_over: Option<i64>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replacement {
    pub added: Vec<Added>,
    pub removed: Vec<i64>,
}

impl Replacement {
    /// The rows that stand when it has been done; the new ones have no number yet.
    pub fn applied(&self, rows: &[Milestone]) -> Vec<Milestone> {
        let stays = |row: &&Milestone| !self.removed.contains(&row.id);
        let mut left: Vec<Milestone> = rows.iter().filter(stays).cloned().collect();
        for added in &self.added {
            let mut row = added.draft.unsaved();
            let mut before = rows.iter();
            if let Some(from) = before.find(|row| Some(row.id) == added.takes_over) {
                row.settling = from.settling.clone();
            }
            left.push(row);
        }
        left
    }
}

impl Draft {
    fn unsaved(&self) -> Milestone {
        Milestone {
            id: 0,
            dialogue_id: 0,
            key: self.key.clone(),
            title: self.title.clone(),
            department_id: self.department,
            issue_area_id: self.issue_area,
            falls_on: self.falls_on,
            offset_days: self.offset_days,
            judgement: self.judgement,
            settling: Settling {
                state: Outcome::Open,
                reason: String::new(),
                due_on: self.due_on,
            },
            set_by_hand: false,
            short_notice: self.short_notice,
            settled_at: None,
            settled_by: None,
            version: 1,
        }
    }
}

/// Those that come one per issue area; everything else that is per department stays so.
const PER_AREA: [(&str, &str); 2] = [
    ("position", "Ställningstagande"),
    ("handover", "Överlämning till rätt enhet"),
];
const PER_DEPARTMENT: [&str; 3] = ["national_brief", "feedback_department", "feedback_region"];

/// Rows of departments and issue areas that are no longer concerned go when they are open. What is
/// settled, or has a date set by hand, carries over to the rows that come instead.
pub fn replace(
    template: &[TemplateRow],
    chosen: &[ChosenArea<'_>],
    rows: &[Milestone],
    held_on: Date,
    today: Date,
) -> Replacement {
    let mut made = Replacement::default();
    for line in template.iter().filter(|line| line.per_department) {
        let own: Vec<&Milestone> = rows.iter().filter(|row| row.key == line.key).collect();
        let known = PER_DEPARTMENT.contains(&line.key.as_str());
        match PER_AREA.iter().find(|(key, _)| *key == line.key) {
            Some((_, title)) => {
                let line = TemplateRow {
                    title: (*title).to_owned(),
                    ..line.clone()
                };
                per_area(&mut made, &line, chosen, &own, (held_on, today));
            }
            None if known || !own.is_empty() => {
                per_department(&mut made, line, chosen, &own, (held_on, today));
            }
            None => {}
        }
    }
    made
}

fn per_area(
    made: &mut Replacement,
    line: &TemplateRow,
    chosen: &[ChosenArea<'_>],
    rows: &[&Milestone],
    (held_on, today): (Date, Date),
) {
    let of_department = |id: i64| {
        let whole =
            |row: &&&Milestone| row.issue_area_id.is_none() && row.department_id == Some(id);
        rows.iter().find(whole)
    };
    for area in chosen {
        if rows.iter().any(|row| row.issue_area_id == Some(area.id)) {
            continue;
        }
        let replaced = of_department(area.department.id);
        let plain = draft(line, Some(&area.department), held_on, today);
        let new = Draft {
            title: format!("{}: {}", line.title, area.name),
            issue_area: Some(area.id),
            ..plain
        };
        made.added.push(taking_over(new, replaced.copied()));
    }
    let concerned = |id: i64| chosen.iter().any(|area| area.department.id == id);
    let goes = |row: &&&Milestone| match (row.issue_area_id, row.department_id) {
        (Some(area), _) => row.is_open() && chosen.iter().all(|each| each.id != area),
        (None, Some(department)) => row.is_open() || concerned(department),
        (None, None) => false,
    };
    made.removed
        .extend(rows.iter().filter(goes).map(|row| row.id));
}

fn per_department(
    made: &mut Replacement,
    line: &TemplateRow,
    chosen: &[ChosenArea<'_>],
    rows: &[&Milestone],
    (held_on, today): (Date, Date),
) {
    let mut concerned: Vec<ConcernedDepartment<'_>> = Vec::new();
    for area in chosen {
        if concerned.iter().all(|each| each.id != area.department.id) {
            concerned.push(area.department);
        }
    }
    for department in &concerned {
        if rows
            .iter()
            .all(|row| row.department_id != Some(department.id))
        {
            let new = draft(line, Some(department), held_on, today);
            made.added.push(taking_over(new, None));
        }
    }
    let goes = |row: &&&Milestone| {
        let of = row.department_id;
        row.is_open() && of.is_some() && concerned.iter().all(|each| Some(each.id) != of)
    };
    made.removed
        .extend(rows.iter().filter(goes).map(|row| row.id));
}

/// The date of what is settled is the one it was settled by; a date set by hand stays so.
fn taking_over(new: Draft, replaced: Option<&Milestone>) -> Added {
    let Some(row) = replaced.filter(|row| !row.is_open() || row.set_by_hand) else {
        return Added {
            draft: new,
            takes_over: None,
        };
    };
    let draft = Draft {
        due_on: row.settling.due_on,
        short_notice: row.short_notice,
        ..new
    };
    Added {
        draft,
        takes_over: Some(row.id),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{FallsOn, default_template, schedule};
    use super::*;

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
}

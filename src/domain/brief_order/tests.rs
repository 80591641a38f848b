//! Which orders come, when, and what their milestones then say, as tables.

use super::*;
use crate::domain::milestone::{Outcome, Settling, default_template, schedule};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

const NAMES: [&str; 5] = [
    "Regioner",
    "Företag",
    "Förenkling",
    "Förvaltning",
    "Kunskapsutveckling",
];

fn department(id: i64) -> ConcernedDepartment<'static> {
    ConcernedDepartment {
        id,
        name: NAMES[id as usize - 1],
        is_regioner: id == 1,
    }
}

/// Area 21 is the first of department 2, and so on.
fn area(id: i64) -> ChosenArea<'static> {
    ChosenArea {
        id,
        name: "Sakfråga",
        department: department(id / 10),
    }
}

const fn national(id: i64, area: i64) -> Living {
    Living {
        id,
        area: Some(area),
        department: Some(area / 10),
    }
}

const fn regional(id: i64) -> Living {
    Living {
        id,
        area: None,
        department: None,
    }
}

fn milestones(settled: &[(&str, i64, Outcome)]) -> Vec<Milestone> {
    let all = [1, 2, 3, 4, 5].map(department);
    let drafts = schedule(
        &default_template(),
        &all,
        day("2026-12-03"),
        day("2026-08-20"),
    );
    let row = |(id, draft): (i64, crate::domain::milestone::Draft)| {
        let of = draft.department.unwrap_or_default();
        let mut known = settled.iter();
        let stands = known.find(|(key, department, _)| *key == draft.key && *department == of);
        Milestone {
            id,
            dialogue_id: 1,
            key: draft.key,
            title: draft.title,
            department_id: draft.department,
            issue_area_id: None,
            falls_on: draft.falls_on,
            offset_days: draft.offset_days,
            judgement: draft.judgement,
            settling: Settling {
                state: stands.map_or(Outcome::Open, |each| each.2),
                reason: "skälet".into(),
                due_on: draft.due_on,
            },
            set_by_hand: false,
            short_notice: false,
            settled_at: None,
            settled_by: None,
            version: 1,
        }
    };
    (1..).zip(drafts).map(row).collect()
}

fn made(
    chosen: &[i64],
    standing: &[Living],
    settled: &[(&str, i64, Outcome)],
) -> (Vec<Coming>, Vec<i64>) {
    let chosen: Vec<_> = chosen.iter().map(|id| area(*id)).collect();
    let lines = milestones(settled);
    orders(
        &chosen,
        standing,
        &lines,
        day("2026-12-03"),
        day("2026-10-08"),
    )
}

/// Areas chosen, orders that stand, areas that come (0 the regional one), orders withdrawn.
type Choice = (
    &'static [i64],
    &'static [Living],
    &'static [i64],
    &'static [i64],
);
/// A milestone's key, department and standing.
type Settled = (&'static str, i64, Outcome);

#[test]
fn every_chosen_area_is_ordered_once_and_the_region_once() {
    const OLD: Living = national(7, 21);
    const REGIONAL: Living = regional(8);
    const OTHER: Living = national(9, 41);
    let rows: [Choice; 5] = [
        (&[21], &[], &[21, 0], &[]),
        (&[11, 21, 22], &[], &[11, 21, 22, 0], &[]),
        (&[21], &[OLD, REGIONAL], &[], &[]),
        (&[22], &[OLD, REGIONAL], &[22], &[7]),
        (&[21, 31], &[OLD, OTHER, REGIONAL], &[31], &[9]),
    ];
    for (chosen, standing, comes, withdrawn) in rows {
        let (coming, gone) = made(chosen, standing, &[]);
        let areas: Vec<i64> = coming.iter().map(|each| each.area.unwrap_or(0)).collect();
        assert_eq!((&areas[..], &gone[..]), (comes, withdrawn), "{chosen:?}");
        assert!(
            coming
                .iter()
                .all(|each| each.standing.state == State::Ordered)
        );
    }
}

#[test]
fn dates_come_from_the_milestones() {
    let (coming, _) = made(&[21], &[], &[]);
    let dates: Vec<Date> = coming.iter().map(|each| each.standing.due_on).collect();
    assert_eq!(dates, [day("2026-11-05"), day("2026-10-22")]);
    let (coming, _) = orders(&[area(21)], &[], &[], day("2026-12-03"), day("2026-11-23"));
    let dates: Vec<Date> = coming.iter().map(|each| each.standing.due_on).collect();
    let next = day("2026-11-24");
    assert_eq!(
        dates,
        [next, next],
        "both have passed, and the template has no line"
    );
}

#[test]
fn what_was_ticked_before_anything_was_ordered_comes_settled() {
    let brief = |outcome| [("national_brief", 2, outcome)];
    let regional = |outcome| [("regional_brief", 0, outcome)];
    let before = [national(7, 22)];
    type Row<'a> = (&'a [Settled], &'a [Living], Option<i64>, State);
    let rows: [Row<'_>; 8] = [
        (&brief(Outcome::Open), &[], Some(21), State::Ordered),
        (&brief(Outcome::Done), &[], Some(21), State::Delivered),
        (&brief(Outcome::Waived), &[], Some(21), State::NotNeeded),
        (&brief(Outcome::Done), &before, Some(21), State::Ordered),
        (&brief(Outcome::Waived), &before, Some(21), State::NotNeeded),
        (&regional(Outcome::Needed), &[], None, State::Ordered),
        (&regional(Outcome::NotNeeded), &[], None, State::NotNeeded),
        (&regional(Outcome::Done), &[], None, State::Delivered),
    ];
    for (settled, standing, of, expected) in rows {
        let (coming, _) = made(&[21, 22], standing, settled);
        let found = coming.iter().find(|each| each.area == of).unwrap();
        assert_eq!(found.standing.state, expected, "{settled:?}");
        let told = !found.standing.reason.is_empty();
        assert_eq!(told, expected.asks_why(), "{settled:?}");
    }
}

#[test]
fn the_milestone_says_what_its_orders_say() {
    use State::{Delivered, NotNeeded, Ordered, Returned, Withdrawn};
    let rows: [(Scope, &[State], Option<Outcome>); 9] = [
        (Scope::National, &[Ordered, Delivered], Some(Outcome::Open)),
        (Scope::National, &[Returned], Some(Outcome::Open)),
        (
            Scope::National,
            &[Delivered, NotNeeded],
            Some(Outcome::Done),
        ),
        (
            Scope::National,
            &[NotNeeded, Withdrawn],
            Some(Outcome::Done),
        ),
        (Scope::National, &[Withdrawn], None),
        (Scope::Regional, &[Ordered], Some(Outcome::Needed)),
        (Scope::Regional, &[NotNeeded], Some(Outcome::NotNeeded)),
        (Scope::Regional, &[Delivered], Some(Outcome::Done)),
        (Scope::Regional, &[], None),
    ];
    for (scope, states, expected) in rows {
        assert_eq!(outcome_of(scope, states), expected, "{scope:?} {states:?}");
    }
}

#[test]
fn an_order_can_always_stay_where_it_is() {
    for state in State::ALL {
        assert_eq!(state.choices().first(), Some(state));
    }
}

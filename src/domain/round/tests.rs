//! The rules of a round, over many years and in many kinds of trouble.

use super::*;
use crate::domain::calendar::{days_between, weeks_in_year};
use jiff::civil::date;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn lead(key: i64) -> Lead {
    let name = ["Elsa Norling", "Jonas Ekdahl", "Maja Olander"][key as usize - 1];
    Lead {
        key,
        name: name.into(),
    }
}

/// 21 län in three teams; `leads` says who leads each.
fn country(leads: [i64; 3]) -> Vec<Wish> {
    let wish = |number: i64| Wish {
        county: format!("{number:02}"),
        team: number / 7 + 1,
        lead: lead(leads[number as usize / 7]),
    };
    (0..21).map(wish).collect()
}

fn terms(from: Date, to: Date, today: Date) -> Terms {
    let names = [
        "Regioner",
        "Företag",
        "Förenkling",
        "Förvaltning",
        "Kunskapsutveckling",
    ];
    Terms {
        from,
        to,
        today,
        departments: (1..).zip(names.map(String::from)).collect(),
        brief_offset: Some(-28),
        cap: BRIEFS_A_WEEK,
        booked: Vec::new(),
        owed: Vec::new(),
        busy: Vec::new(),
    }
}

fn year(year: i16, today: Date) -> Terms {
    terms(date(year, 1, 1), date(year, 12, 31), today)
}

fn rows(wishes: &[Wish], days: &[Option<Date>]) -> Vec<Row> {
    let each = wishes.iter().zip(days);
    each.filter_map(|(wish, day)| {
        Some(Row {
            lead: wish.lead.clone(),
            held_on: (*day)?,
        })
    })
    .collect()
}

/// Every rule, told in another way than the planner's own.
fn keeps_the_rules(wishes: &[Wish], terms: &Terms, days: &[Option<Date>]) {
    let mut weeks_of_leads = BTreeSet::new();
    let mut briefs: BTreeMap<Week, usize> = BTreeMap::new();
    for (wish, day) in wishes.iter().zip(days) {
        let Some(day) = *day else { continue };
        let week = iso_week(day);
        assert!(
            day > terms.today && day >= terms.from && day <= terms.to,
            "{day}"
        );
        assert!(
            (1..=5).contains(&day.weekday().to_monday_one_offset()),
            "{day}"
        );
        assert_eq!(name_of_day_off(day), None, "{day}");
        assert!(!(28..=31).contains(&week.1), "{day}");
        let monday = monday_of_week(week.0, week.1).unwrap();
        let off = (0..5).filter(|step| name_of_day_off(add_days(monday, *step)).is_some());
        assert!(off.count() <= 2, "{day}");
        assert!(weeks_of_leads.insert((wish.lead.key, week)), "{day}");
        *briefs
            .entry(iso_week(terms.briefs_due(day).unwrap()))
            .or_default() += 1;
    }
    assert!(
        briefs.values().all(|count| *count <= terms.cap),
        "{briefs:?}"
    );
}

#[test]
fn every_year_gets_21_days_that_keep_every_rule() {
    for number in 2015..=2100 {
        for (leads, today) in [
            ([1, 1, 2], date(number - 1, 11, 23)),
            ([1, 2, 3], date(number - 1, 6, 1)),
            ([1, 1, 1], date(number - 1, 12, 31)),
            ([1, 1, 2], date(number, 2, 15)),
        ] {
            let (wishes, terms) = (country(leads), year(number, today));
            let days = propose(&wishes, &terms);
            assert_eq!(days.iter().flatten().count(), 21, "{number} {today}");
            keeps_the_rules(&wishes, &terms, &days);
            let warnings = load(&rows(&wishes, &days), &terms);
            assert_eq!(warnings.warnings().count(), 0, "{number} {today}");
        }
    }
}

#[test]
fn a_tight_cap_is_kept_as_long_as_there_is_room() {
    for number in 2024..=2050 {
        for cap in 1..=2 {
            let wishes = country([1, 2, 3]);
            let mut terms = year(number, date(number - 1, 10, 1));
            terms.cap = cap;
            let days = propose(&wishes, &terms);
            assert_eq!(days.iter().flatten().count(), 21, "{number}");
            keeps_the_rules(&wishes, &terms, &days);
        }
    }
}

#[test]
fn what_does_not_fit_is_left_out_instead_of_breaking_a_rule() {
    for month in 1..=12 {
        for number in 2024..=2040 {
            let today = date(number, month, 15);
            let (wishes, terms) = (country([1, 1, 2]), year(number, today));
            let days = propose(&wishes, &terms);
            keeps_the_rules(&wishes, &terms, &days);
            assert!(month < 12 || days.iter().flatten().count() <= 4);
        }
    }
    let (wishes, none) = (country([1, 2, 3]), year(2026, day("2027-03-01")));
    assert_eq!(propose(&wishes, &none), vec![None; 21]);
    let backwards = terms(day("2027-12-01"), day("2027-01-01"), day("2026-11-23"));
    assert_eq!(propose(&wishes, &backwards), vec![None; 21]);
}

#[test]
fn the_days_are_spread_and_mostly_tuesday_to_thursday() {
    let wishes = country([1, 1, 2]);
    let terms = year(2027, day("2026-11-23"));
    let days = propose(&wishes, &terms);
    assert_eq!(days, propose(&wishes, &terms), "the same again");
    let mut days: Vec<Date> = days.into_iter().flatten().collect();
    days.sort();
    let weekday = |day: &Date| day.weekday().to_monday_one_offset();
    assert!(
        days.iter().all(|day| (2..=4).contains(&weekday(day))),
        "{days:?}"
    );
    assert_eq!(
        days.iter()
            .map(|day| iso_week(*day))
            .collect::<BTreeSet<_>>()
            .len(),
        21
    );
    let gaps = days.windows(2).map(|pair| days_between(pair[0], pair[1]));
    let summer = 77;
    assert!(gaps.max().unwrap() <= summer, "{days:?}");
    for quarter in [(2, 3), (4, 6), (9, 12)] {
        let within = |day: &&Date| (quarter.0..=quarter.1).contains(&day.month());
        assert!(days.iter().filter(within).count() >= 4, "{days:?}");
    }
    let weekdays: BTreeSet<_> = days.iter().map(weekday).collect();
    assert_eq!(weekdays.len(), 3);
}

#[test]
fn there_is_time_to_prepare_and_no_brief_falls_in_the_vacation() {
    let terms = year(2027, day("2026-11-23"));
    for day in propose(&country([1, 2, 3]), &terms).into_iter().flatten() {
        assert!(days_between(terms.today, day) >= 70, "{day}");
        assert!(!is_vacation_week(terms.briefs_due(day).unwrap()), "{day}");
    }
}

#[test]
fn what_is_booked_and_the_fixed_dates_are_left_alone() {
    let free = propose(&country([1, 1, 2]), &year(2027, day("2026-11-23")));
    let mut terms = year(2027, day("2026-11-23"));
    let taken: Vec<Date> = free.iter().flatten().copied().step_by(3).collect();
    terms.booked = taken
        .iter()
        .map(|day| Row {
            lead: lead(1),
            held_on: *day,
        })
        .collect();
    terms.busy.push(Busy {
        title: "Generaldirektörens resa".into(),
        first_on: day("2027-03-01"),
        last_on: day("2027-03-31"),
    });
    let wishes = country([1, 1, 2]);
    let days = propose(&wishes, &terms);
    let weeks: BTreeSet<_> = taken.iter().map(|day| iso_week(*day)).collect();
    for (wish, day) in wishes.iter().zip(&days) {
        let day = day.expect("there is room");
        assert!(!taken.contains(&day) && day.month() != 3, "{day}");
        assert!(
            wish.lead.key != 1 || !weeks.contains(&iso_week(day)),
            "{day}"
        );
    }
    keeps_the_rules(&wishes, &terms, &days);
}

#[test]
fn a_long_year_may_use_its_53rd_week() {
    assert_eq!(weeks_in_year(2026), 53);
    let terms = terms(day("2026-12-28"), day("2027-01-03"), day("2026-11-23"));
    let days = propose(&country([1, 2, 3]), &terms);
    let found: Vec<Date> = days.iter().flatten().copied().collect();
    assert_eq!(found.len(), 3, "one for each lead: {found:?}");
    assert!(found.iter().all(|day| iso_week(*day) == (2026, 53)));
    keeps_the_rules(&country([1, 2, 3]), &terms, &days);
}

#[test]
fn an_obstacle_says_what_is_in_the_way() {
    let rows = [
        (
            "2026-11-20",
            "2026-11-20 har passerat. Välj en dag från och med i dag.",
        ),
        (
            "2027-06-25",
            "2027-06-25 är midsommarafton. Välj en arbetsdag.",
        ),
        (
            "2027-05-06",
            "2027-05-06 är Kristi himmelsfärdsdag. Välj en arbetsdag.",
        ),
        ("2027-03-06", "2027-03-06 är en lördag. Välj en arbetsdag."),
        (
            "2027-07-14",
            "2027-07-14 ligger i v. 28. Veckorna 28–31 är semesterveckor, välj en annan vecka.",
        ),
        (
            "2029-12-27",
            "2029-12-27 ligger i v. 52, som bara har 2 arbetsdagar. Välj en annan vecka.",
        ),
    ];
    for (held_on, sentence) in rows {
        assert_eq!(
            obstacle(day(held_on), day("2026-11-23")).as_deref(),
            Some(sentence)
        );
    }
    assert_eq!(obstacle(day("2026-12-29"), day("2026-11-23")), None);
    assert_eq!(obstacle(day("2026-11-23"), day("2026-11-23")), None);
}

#[test]
fn the_load_says_where_it_is_too_much() {
    let mut terms = year(2027, day("2026-11-23"));
    terms.cap = 2;
    terms.owed = vec![Owed {
        department: 2,
        due_on: day("2027-02-24"),
    }];
    terms.busy = vec![Busy {
        title: "Almedalsveckan".into(),
        first_on: day("2027-06-28"),
        last_on: day("2027-07-02"),
    }];
    let row = |key, held_on| Row {
        lead: lead(key),
        held_on: day(held_on),
    };
    let two = [row(1, "2027-03-23"), row(1, "2027-03-24")];
    let rows = [two.as_slice(), &[row(2, "2027-06-30")]].concat();
    let found = load(&rows, &terms);
    assert_eq!(
        found.warnings().collect::<Vec<_>>(),
        [
            "v. 8: avdelningen Företag ska lämna 3 underlag, gränsen är 2",
            "v. 12: Elsa Norling har 2 dialoger",
            "v. 26: Almedalsveckan (2027-06-30)",
        ]
    );
    terms.owed.clear();
    terms.cap = 1;
    assert_eq!(
        load(&two, &terms).warnings().next(),
        Some("v. 8: varje avdelning ska lämna 2 underlag, gränsen är 1")
    );
    assert_eq!(found.weeks[&(2027, 12)].dialogues(), 2);
    assert_eq!(found.weeks[&(2027, 8)].most_briefs(), 3);
}

#[test]
fn a_vacant_team_is_a_lead_of_its_own() {
    let vacant = |team: i64| Lead {
        key: -team,
        name: format!("Team {team}"),
    };
    let mut wishes = country([1, 2, 3]);
    for wish in &mut wishes {
        wish.lead = vacant(wish.team);
    }
    let terms = year(2027, day("2026-11-23"));
    let days = propose(&wishes, &terms);
    assert_eq!(days.iter().flatten().count(), 21);
    keeps_the_rules(&wishes, &terms, &days);
}

#[test]
fn absurd_terms_do_no_harm() {
    let mut terms = terms(Date::MIN, Date::MAX, Date::MAX);
    assert_eq!(propose(&country([1, 2, 3]), &terms), vec![None; 21]);
    (terms.today, terms.cap) = (Date::MIN, 0);
    assert_eq!(propose(&country([1, 2, 3]), &terms), vec![None; 21]);
    assert_eq!(propose(&[], &terms), Vec::new());
}

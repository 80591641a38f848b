//! Pattern across län: the same issue area raised as a wish by several län within one dialogomgång.

use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// So many län make a pattern.
pub const COUNTIES: usize = 3;

/// A wish of a region, as it was written at a dialogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    pub outcome_id: i64,
    pub issue_area_id: i64,
    /// Code of the län.
    pub county: String,
    pub dialogue_id: i64,
    pub held_on: Date,
    /// The year of the round its dialogue was planned in; none for one planned by itself.
    pub round: Option<i16>,
    pub text: String,
}

impl Wish {
    /// The dialogomgång it counts in: a dialogue planned by itself counts in its year's.
    pub fn year(&self) -> i16 {
        self.round.unwrap_or(self.held_on.year())
    }
}

/// What several län wish in one round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    pub year: i16,
    pub issue_area_id: i64,
    /// The latest day on which it was wished.
    pub last_on: Date,
    /// In the order of their days.
    pub wishes: Vec<Wish>,
}

impl Pattern {
    /// The län, in the order they came.
    pub fn counties(&self) -> Vec<&str> {
        let mut found: Vec<&str> = Vec::new();
        for wish in &self.wishes {
            if !found.contains(&wish.county.as_str()) {
                found.push(&wish.county);
            }
        }
        found
    }
}

/// The patterns in some wishes: the latest round first, and in it those of the most län.
pub fn patterns(wishes: &[Wish]) -> Vec<Pattern> {
    let mut groups: BTreeMap<(i16, i64), Vec<&Wish>> = BTreeMap::new();
    for wish in wishes {
        let key = (wish.year(), wish.issue_area_id);
        groups.entry(key).or_default().push(wish);
    }
    let mut found: Vec<Pattern> = groups.into_iter().filter_map(pattern).collect();
    found.sort_by_key(|each| {
        let counties = each.counties().len();
        (
            std::cmp::Reverse(each.year),
            std::cmp::Reverse(counties),
            each.issue_area_id,
        )
    });
    found
}

fn pattern(((year, issue_area_id), mut wishes): ((i16, i64), Vec<&Wish>)) -> Option<Pattern> {
    let counties: BTreeSet<&str> = wishes.iter().map(|wish| wish.county.as_str()).collect();
    if counties.len() < COUNTIES {
        return None;
    }
    wishes.sort_by_key(|wish| (wish.held_on, wish.outcome_id));
    Some(Pattern {
        year,
        issue_area_id,
        last_on: wishes.last()?.held_on,
        wishes: wishes.into_iter().cloned().collect(),
    })
}

/// The patterns that the overview tells of: this year's, or last year's while this year has none.
pub fn current(all: &[Pattern], today: Date) -> Vec<&Pattern> {
    let of = |year: i16| -> Vec<&Pattern> { all.iter().filter(|each| each.year == year).collect() };
    let this = of(today.year());
    match this.is_empty() {
        true => of(today.year() - 1),
        false => this,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    /// (län, issue area, day, round)
    type Row = (&'static str, i64, Date, Option<i16>);

    fn wishes(rows: &[Row]) -> Vec<Wish> {
        let wish = |(id, (county, area, day, round)): (i64, &Row)| Wish {
            outcome_id: id,
            issue_area_id: *area,
            county: (*county).to_owned(),
            dialogue_id: id,
            held_on: *day,
            round: *round,
            text: "Önskemål".into(),
        };
        (1..).zip(rows).map(wish).collect()
    }

    /// (year, issue area, län in the order they came)
    fn found(rows: &[Row]) -> Vec<(i16, i64, String)> {
        let all = patterns(&wishes(rows));
        let told = |each: &Pattern| (each.year, each.issue_area_id, each.counties().join(" "));
        all.iter().map(told).collect()
    }

    const JAN: Date = date(2026, 1, 14);
    const MAR: Date = date(2026, 3, 3);
    const JUN: Date = date(2026, 6, 11);
    const SEP: Date = date(2026, 9, 22);
    const DEC: Date = date(2026, 12, 31);
    const NEXT: Date = date(2027, 1, 1);

    #[test]
    fn three_lan_in_a_year_make_a_pattern_and_two_do_not() {
        type Case<'a> = (&'a [Row], Vec<(i16, i64, String)>);
        let rows: [Case<'_>; 7] = [
            (&[], vec![]),
            (&[("25", 1, JAN, None), ("24", 1, MAR, None)], vec![]),
            // The same län three times is one län.
            (
                &[
                    ("25", 1, JAN, None),
                    ("25", 1, MAR, None),
                    ("25", 1, JUN, None),
                ],
                vec![],
            ),
            (
                &[
                    ("08", 1, SEP, None),
                    ("25", 1, JAN, None),
                    ("24", 1, MAR, None),
                ],
                vec![(2026, 1, "25 24 08".into())],
            ),
            // Three issue areas are three matters.
            (
                &[
                    ("25", 1, JAN, None),
                    ("24", 2, MAR, None),
                    ("08", 3, JUN, None),
                ],
                vec![],
            ),
            // The last day of the year belongs to it, the first of the next does not.
            (
                &[
                    ("25", 1, JAN, None),
                    ("24", 1, MAR, None),
                    ("08", 1, DEC, None),
                ],
                vec![(2026, 1, "25 24 08".into())],
            ),
            (
                &[
                    ("25", 1, JAN, None),
                    ("24", 1, MAR, None),
                    ("08", 1, NEXT, None),
                ],
                vec![],
            ),
        ];
        for (wishes, expected) in rows {
            assert_eq!(found(wishes), expected, "{wishes:?}");
        }
    }

    #[test]
    fn a_round_goes_before_the_year_of_the_day() {
        let late = [
            ("25", 1, JUN, Some(2026)),
            ("24", 1, DEC, None),
            ("08", 1, NEXT, Some(2026)),
        ];
        assert_eq!(found(&late), [(2026, 1, "25 24 08".to_owned())]);
        let other = [
            ("25", 1, JUN, Some(2027)),
            ("24", 1, DEC, None),
            ("08", 1, SEP, Some(2026)),
        ];
        assert_eq!(found(&other), []);
    }

    #[test]
    fn the_latest_round_comes_first_and_in_it_the_most_lan() {
        let four = ["25", "24", "08", "01"].map(|county| (county, 7, MAR, None));
        let three = ["25", "24", "08"].map(|county| (county, 2, MAR, None));
        let next = ["25", "24", "08"].map(|county| (county, 9, NEXT, None));
        let rows: Vec<Row> = three.into_iter().chain(four).chain(next).collect();
        let order: Vec<(i16, i64)> = found(&rows)
            .iter()
            .map(|(year, area, _)| (*year, *area))
            .collect();
        assert_eq!(order, [(2027, 9), (2026, 7), (2026, 2)]);
    }

    #[test]
    fn the_overview_tells_of_this_year_and_else_of_the_last() {
        let all = patterns(&wishes(&[
            ("25", 1, JAN, None),
            ("24", 1, MAR, None),
            ("08", 1, DEC, None),
        ]));
        let rows = [
            (date(2025, 12, 31), 0),
            (date(2026, 1, 1), 1),
            (date(2026, 12, 31), 1),
            (date(2027, 1, 1), 1),
            (date(2027, 12, 31), 1),
            (date(2028, 1, 1), 0),
        ];
        for (today, expected) in rows {
            assert_eq!(current(&all, today).len(), expected, "{today}");
        }
    }
}

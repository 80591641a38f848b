//! "Läget per län": a row per län, grouped by team or in the order asked for.

use crate::domain::calendar::days_between;
use crate::domain::contact::{Cadence, Pace};
use crate::domain::people::Seat;
use crate::domain::places::County;
use crate::store::overview::{Current, Debts};
use crate::web::dialogues::tone;
use crate::web::export::{Cell, Kind, Table};
use crate::web::holders::{Holder, Holders};
use crate::web::list::Order;
use crate::web::text;
use jiff::civil::Date;
use std::cmp::Reverse;
use std::collections::HashMap;

pub struct Row {
    pub code: String,
    pub name: String,
    pub url: String,
    pub slug: String,
    pub team_id: i64,
    pub team_name: String,
    pub team_slug: String,
    pub current: Option<Current>,
    /// Fewer than half done with less than four weeks left: the bar is amber.
    pub low: bool,
    pub debts: Debts,
    /// Days since the oldest open feedback duty fell due; to anyone, and to the region.
    pub feedback_days: Option<i64>,
    pub region_days: Option<i64>,
    /// How it stands with the contacts with the RUA.
    pub contact: Pace,
    /// Days since the latest dialogue.
    pub since_last: Option<i64>,
    /// Seats of the län with a holder, of all of them: lead, länsansvarig, sakfrågor.
    pub staffed: i64,
    pub seats: i64,
    pub staffing: String,
    pub officer_missing: bool,
}

pub struct Group {
    pub team: Option<(String, String, Holder)>,
    pub rows: Vec<Row>,
}

impl Row {
    pub fn readiness(&self) -> (i64, i64) {
        self.current
            .as_ref()
            .map_or((0, 0), |current| (current.ready, current.milestones))
    }

    pub fn contact_days(&self) -> Option<i64> {
        match self.contact {
            Pace::Never => None,
            Pace::Due(days) | Pace::InTime(days) => Some(days),
        }
    }

    pub fn in_touch(&self) -> bool {
        matches!(self.contact, Pace::InTime(_))
    }

    pub fn phase_tone(&self) -> &'static str {
        self.current.as_ref().map_or("", |each| tone(each.phase))
    }

    pub fn held_on(&self) -> String {
        self.current
            .as_ref()
            .map_or(String::new(), |current| text::iso(current.held_on))
    }
}

pub fn all(
    holders: &Holders,
    current: &HashMap<String, Current>,
    debts: &HashMap<String, Debts>,
    contacts: &HashMap<String, Cadence>,
    today: Date,
) -> Vec<Row> {
    let pace = |code: &str| {
        let cadence = contacts.get(code);
        cadence.map_or(Pace::Never, |cadence| cadence.pace(today))
    };
    holders
        .counties
        .iter()
        .map(|county| Row {
            contact: pace(&county.code),
            ..row(county, holders, current, debts, today)
        })
        .collect()
}

fn row(
    county: &County,
    holders: &Holders,
    current: &HashMap<String, Current>,
    debts: &HashMap<String, Debts>,
    today: Date,
) -> Row {
    let debts = debts.get(&county.code).cloned().unwrap_or_default();
    let days = |since: Option<Date>| since.map(|day| days_between(day, today));
    let seats = seats(county, holders);
    let vacant: Vec<Holder> = seats
        .iter()
        .map(|seat| holders.of(seat))
        .filter(Holder::vacant)
        .collect();
    Row {
        code: county.code.clone(),
        name: county.short_name.clone(),
        url: county.url(),
        slug: county.slug.clone(),
        team_id: county.team_id,
        team_name: county.team_name.clone(),
        team_slug: county.team_slug.clone(),
        low: current.get(&county.code).is_some_and(|each| {
            each.phase.is_before_the_day()
                && days_between(today, each.held_on) <= 28
                && each.ready * 2 < each.milestones
        }),
        current: current.get(&county.code).cloned(),
        feedback_days: days(debts.feedback_since),
        region_days: days(debts.region_since),
        contact: Pace::Never,
        since_last: days(debts.last_held),
        debts,
        staffed: (seats.len() - vacant.len()) as i64,
        seats: seats.len() as i64,
        officer_missing: vacant
            .iter()
            .any(|seat| matches!(seat.seat, Seat::County(_) | Seat::Lead(_))),
        staffing: staffing(&vacant, seats.len()),
    }
}

fn seats(county: &County, holders: &Holders) -> Vec<Seat> {
    let own = Seat::County(county.code.clone());
    holders
        .seats_of_team(county.team_id)
        .into_iter()
        .filter(|seat| !matches!(seat, Seat::County(_)) || *seat == own)
        .collect()
}

fn staffing(vacant: &[Holder], seats: usize) -> String {
    let missing =
        |wanted: fn(&Seat) -> bool| vacant.iter().filter(|each| wanted(&each.seat)).count();
    if vacant.is_empty() {
        return "Full".to_owned();
    }
    if missing(|seat| matches!(seat, Seat::Lead(_))) > 0 {
        return "Uppdragsansvarig saknas".to_owned();
    }
    if missing(|seat| matches!(seat, Seat::County(_))) > 0 {
        return "Länsansvarig saknas".to_owned();
    }
    let all = seats.saturating_sub(2);
    format!(
        "{} av {all} sakfrågor",
        all - missing(|seat| matches!(seat, Seat::Issue(..)))
    )
}

pub fn grouped(mut rows: Vec<Row>, holders: &Holders, order: &Order) -> Vec<Group> {
    if order.key != "team" {
        sort(&mut rows, order);
        return vec![Group { team: None, rows }];
    }
    let mut groups: Vec<Group> = holders
        .teams
        .iter()
        .map(|team| {
            let (own, rest): (Vec<Row>, Vec<Row>) =
                rows.drain(..).partition(|row| row.team_id == team.id);
            rows = rest;
            Group {
                team: Some((
                    team.slug.clone(),
                    team.name.clone(),
                    holders.of(&Seat::Lead(team.id)),
                )),
                rows: own,
            }
        })
        .collect();
    if order.descending {
        groups.reverse();
    }
    groups
}

/// The groups one after another, each län with its team.
pub fn table(groups: Vec<Group>) -> Table {
    let columns = [
        ("Län", Kind::Text),
        ("Team", Kind::Text),
        ("Dialog", Kind::Date),
        ("Fas", Kind::Text),
        ("Förberedelser klara", Kind::Number),
        ("Förberedelser i allt", Kind::Number),
        ("Öppna insatser", Kind::Number),
        ("Sena insatser", Kind::Number),
        ("Återkoppling, dagar sen", Kind::Number),
        ("Kontakt, dagar sedan", Kind::Number),
        ("Bemanning", Kind::Text),
    ];
    let cells = |row: Row| -> Vec<Cell> {
        let (current, contact) = (row.current.as_ref(), row.contact_days());
        vec![
            row.name.into(),
            row.team_name.into(),
            current.map(|each| each.held_on).into(),
            current
                .map_or("Ingen dialog", |each| each.phase.label())
                .into(),
            current.map(|each| each.ready).into(),
            current.map(|each| each.milestones).into(),
            row.debts.open.into(),
            row.debts.late.into(),
            row.feedback_days.into(),
            contact.into(),
            row.staffing.into(),
        ]
    };
    let rows = groups.into_iter().flat_map(|group| group.rows);
    Table::new("Läget per län", &columns, rows.map(cells))
}

/// The rows come in Swedish order, and a stable sort keeps it among equals.
fn sort(rows: &mut [Row], order: &Order) {
    let share = |row: &Row| {
        let (done, all) = row.readiness();
        if all == 0 { 0 } else { done * 1000 / all }
    };
    match order.key.as_str() {
        "dialog" => rows.sort_by_key(|row| {
            row.current
                .as_ref()
                .map_or(Date::MAX, |current| current.held_on)
        }),
        "fas" => rows.sort_by_key(|row| row.current.as_ref().map(|current| current.phase)),
        "beredskap" => rows.sort_by_key(share),
        "insatser" => rows.sort_by_key(|row| Reverse((row.debts.late, row.debts.open))),
        "aterkoppling" => rows.sort_by_key(|row| Reverse(row.feedback_days)),
        "kontakt" => rows
            .sort_by_key(|row| Reverse((!row.in_touch(), row.contact_days().unwrap_or(i64::MAX)))),
        "bemanning" => rows.sort_by_key(|row| (row.staffed - row.seats, !row.officer_missing)),
        _ => {}
    }
    if order.descending {
        rows.reverse();
    }
}

//! What a round is planned on: the län, their leads, and what the year holds already.

use crate::domain::access::{Act, Place};
use crate::domain::calendar::days_between;
use crate::domain::dialogue::Phase;
use crate::domain::people::Seat;
use crate::domain::places::County;
use crate::domain::round::{Busy, Lead, Row, Terms, Wish, propose};
use crate::error::Result;
use crate::store::reader::Reader;
use crate::store::rounds::{self, Placed};
use crate::store::{calendar_dates, milestones};
use crate::web::holders::Holders;
use crate::web::me::Me;
use jiff::civil::{Date, date};
use std::collections::HashMap;

pub struct Ground {
    pub year: i16,
    pub holders: Holders,
    pub terms: Terms,
    /// The dialogues of the year and the weeks at its ends.
    pub placed: Vec<Placed>,
    last_held: HashMap<String, Date>,
}

/// A fixed date longer than this many days does not keep its days free.
const LONGEST_BUSY: i64 = 7;

/// The part of the year that a proposal keeps to unless someone says otherwise.
pub fn season(year: i16) -> (Date, Date) {
    (date(year, 1, 7), date(year, 12, 18))
}

impl Ground {
    pub async fn load(db: &Reader, year: i16, cap: usize, today: Date) -> Result<Ground> {
        let (first, last) = (date(year - 1, 11, 1), date(year + 1, 1, 31));
        let holders = Holders::load(db, today).await?;
        let placed = rounds::dialogues_between(db, first, last).await?;
        let template = milestones::template(db).await?;
        let brief = template.iter().find(|row| row.key == "national_brief");
        let departments = holders.departments.iter();
        let (from, to) = season(year);
        let terms = Terms {
            from,
            to,
            today,
            departments: departments
                .map(|each| (each.id, each.name.clone()))
                .collect(),
            brief_offset: brief.map(|row| row.offset_days),
            cap,
            booked: booked(&holders, &placed),
            owed: rounds::owed_between(db, first, last).await?,
            busy: busy(&calendar_dates::all(db).await?, first, last),
        };
        Ok(Ground {
            year,
            terms,
            last_held: rounds::last_held(db, date(year, 1, 1)).await?,
            holders,
            placed,
        })
    }

    /// The län whose round she may plan, in the order of the teams.
    pub fn open_to(&self, me: &Me) -> Vec<County> {
        let mine = |county: &&County| me.can(Act::PlanRound, &county.place());
        let of_team = |team: i64| {
            let counties = self.holders.counties.iter().filter(mine);
            counties.filter(move |county| county.team_id == team)
        };
        let teams = self.holders.teams.iter();
        teams.flat_map(|team| of_team(team.id)).cloned().collect()
    }

    /// The dialogue a län has in the year.
    pub fn taken(&self, county: &str) -> Option<&Placed> {
        self.placed.iter().find(|each| {
            each.county == county
                && each.held_on.year() == self.year
                && each.phase != Phase::Cancelled
        })
    }

    /// A day for each of these län that has no dialogue in the year yet.
    pub fn proposal(&self, counties: &[County]) -> Vec<(String, Option<Date>)> {
        let open = counties
            .iter()
            .filter(|each| self.taken(&each.code).is_none());
        let mut wishes: Vec<Wish> = open.map(|county| self.wish(county)).collect();
        wishes.sort_by_key(|wish| self.last_held.get(&wish.county).copied());
        let days = propose(&wishes, &self.terms);
        let codes = wishes.into_iter().map(|wish| wish.county);
        codes.zip(days).collect()
    }

    pub fn row(&self, county: &str, held_on: Date) -> Option<Row> {
        let team = self.holders.county(county)?.team_id;
        Some(Row {
            lead: lead(&self.holders, team),
            held_on,
        })
    }

    fn wish(&self, county: &County) -> Wish {
        Wish {
            county: county.code.clone(),
            team: county.team_id,
            lead: lead(&self.holders, county.team_id),
        }
    }
}

/// All of these län as one place: a right in one team says nothing about another.
pub fn place<'a>(counties: impl IntoIterator<Item = &'a County>) -> Place {
    let pairs = counties.into_iter();
    Place {
        counties: pairs
            .map(|each| (each.code.clone(), each.team_id))
            .collect(),
        ..Place::default()
    }
}

fn lead(holders: &Holders, team: i64) -> Lead {
    let seat = Seat::Lead(team);
    let holder = holders.of(&seat);
    match holder.person_id {
        Some(key) => Lead {
            key,
            name: holder.name,
        },
        None => Lead {
            key: -team,
            name: holder.place,
        },
    }
}

fn booked(holders: &Holders, placed: &[Placed]) -> Vec<Row> {
    let stands = placed.iter().filter(|each| each.phase != Phase::Cancelled);
    let row = |each: &Placed| Row {
        lead: lead(holders, each.team_id),
        held_on: each.held_on,
    };
    stands.map(row).collect()
}

fn busy(kept: &[calendar_dates::Kept], from: Date, to: Date) -> Vec<Busy> {
    let for_all = kept.iter().filter(|each| each.date.team_id.is_none());
    let spans = for_all.flat_map(|each| {
        let spans = each.date.between(from, to).into_iter();
        spans.map(|(first_on, last_on)| Busy {
            title: each.date.title.clone(),
            first_on,
            last_on,
        })
    });
    spans
        .filter(|busy| days_between(busy.first_on, busy.last_on) < LONGEST_BUSY)
        .collect()
}

//! The form of an action: what it carries, what it offers, how it is checked.

use super::choices;
use crate::domain::access::{Act, Place};
use crate::domain::action::{Direction, Kind, Plan};
use crate::domain::people::{Function, Seat};
use crate::error::Result;
use crate::store::actions::{self, Origin};
use crate::store::reader::Reader;
use crate::web::form::Choice;
use crate::web::history::Names;
use crate::web::holders::Holders;
use crate::web::me::Me;
use crate::web::parse;
use jiff::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ActionForm {
    pub title: String,
    pub counties: Vec<String>,
    pub dialogue_id: String,
    pub issue_area_id: String,
    pub unit_id: String,
    pub owner_seat: String,
    pub owner_person_id: String,
    pub due_on: String,
    pub status: String,
    pub description: String,
    pub result: String,
    pub effect: String,
    pub stop_reason: String,
    pub kind: String,
    pub direction: String,
    pub agency_id: String,
    pub serves_conditions: String,
    pub serves_ability: String,
    pub relevant: String,
    pub relevance: String,
    pub shareable: String,
    pub region_text: String,
    /// The line of a dialogue that it is made of.
    pub utfall: String,
    pub version: i64,
    pub once: String,
}

const YES: &str = "ja";
const NO: &str = "nej";

/// A box that is ticked or not.
fn ticked(yes: bool) -> String {
    if yes { YES.to_owned() } else { String::new() }
}

impl From<&Plan> for ActionForm {
    fn from(plan: &Plan) -> Self {
        let id = |value: Option<i64>| value.map(|id| id.to_string()).unwrap_or_default();
        let seat = plan.owner_seat.as_ref();
        ActionForm {
            title: plan.title.clone(),
            counties: plan.counties.clone(),
            dialogue_id: id(plan.dialogue_id),
            issue_area_id: id(plan.issue_area_id),
            unit_id: plan.unit_id.to_string(),
            owner_seat: seat.map(Seat::to_string).unwrap_or_default(),
            owner_person_id: id(plan.owner_person_id),
            due_on: plan.due_on.to_string(),
            status: plan.status.code().to_owned(),
            description: plan.description.clone(),
            result: plan.result.clone(),
            effect: plan.effect.clone(),
            stop_reason: plan.stop_reason.clone(),
            kind: plan.kind.code().to_owned(),
            direction: plan.direction.code().to_owned(),
            agency_id: id(plan.agency_id),
            serves_conditions: ticked(plan.serves_conditions),
            serves_ability: ticked(plan.serves_ability),
            relevant: match plan.relevant {
                Some(yes) => if yes { YES } else { NO }.to_owned(),
                None => String::new(),
            },
            relevance: plan.relevance.clone(),
            shareable: ticked(plan.shareable),
            region_text: plan.region_text.clone(),
            utfall: String::new(),
            version: 0,
            once: String::new(),
        }
    }
}

impl ActionForm {
    /// The same values written the same way, so that only real changes count; a named owner goes
    /// before a function.
    pub fn tidy(mut self) -> Self {
        self.counties.sort();
        self.counties.dedup();
        if !self.owner_person_id.is_empty() {
            self.owner_seat.clear();
        }
        if let Some(day) = parse::date(&self.due_on) {
            self.due_on = day.to_string();
        }
        for text in [
            &mut self.title,
            &mut self.description,
            &mut self.result,
            &mut self.effect,
            &mut self.stop_reason,
            &mut self.relevance,
            &mut self.region_text,
        ] {
            *text = text.trim().to_owned();
        }
        self.without_what_does_not_apply()
    }

    /// An older page, or one that says nothing of it, means the usual kind of promise.
    fn without_what_does_not_apply(mut self) -> Self {
        if self.kind.is_empty() {
            self.kind = Kind::FollowUp.code().to_owned();
        }
        if self.direction.is_empty() {
            self.direction = Direction::ToRegion.code().to_owned();
        }
        if self.direction != Direction::Third.code() {
            self.agency_id.clear();
        }
        if self.kind != Kind::Operational.code() {
            self.relevant.clear();
            self.relevance.clear();
        }
        self
    }

    /// Whether something is said in the group of fields that is not for every day.
    pub fn says_more(&self) -> bool {
        self.kind == Kind::Operational.code()
            || !self.serves_conditions.is_empty()
            || !self.serves_ability.is_empty()
            || !self.relevant.is_empty()
    }

    /// Where the form would put the action, read before the rest of it is checked.
    pub async fn place(&self, db: &Reader, today: Date) -> Result<Place> {
        let plan = Plan {
            counties: self.counties.clone(),
            issue_area_id: self.issue_area_id.parse().ok(),
            unit_id: self.unit_id.parse().unwrap_or_default(),
            owner_seat: self.owner_seat.parse().ok(),
            owner_person_id: self.owner_person_id.parse().ok(),
            ..Plan::default()
        };
        let mut conn = db.acquire().await?;
        actions::place(&mut conn, &plan, today).await
    }
}

/// What the form offers.
pub struct Lists {
    pub holders: Holders,
    pub counties: Vec<Choice>,
    pub origins: Vec<Origin>,
    pub dialogues: Vec<Choice>,
    pub issue_areas: Vec<Choice>,
    pub units: Vec<Choice>,
    pub seats: Vec<Choice>,
    pub people: Vec<Choice>,
    pub agencies: Vec<Choice>,
}

impl Lists {
    /// `kept` is the action as it is: what it names stays on offer, also when it has been closed.
    pub async fn load(db: &Reader, me: &Me, today: Date, kept: Option<&Plan>) -> Result<Lists> {
        let holders = Holders::load(db, today).await?;
        let since = today.saturating_sub(Span::new().years(2));
        let dialogue = kept.and_then(|plan| plan.dialogue_id);
        let origins = actions::origins(db, since, dialogue).await?;
        let owner = kept.and_then(|plan| plan.owner_person_id);
        let agency = kept.and_then(|plan| plan.agency_id);
        let mut lists = Lists {
            counties: counties(&holders, me, kept),
            dialogues: origins.iter().map(dialogue_choice).collect(),
            issue_areas: choices(&holders.issue_areas, |each| (each.id, &each.name)),
            units: choices(&holders.units, |each| (each.id, &each.name)),
            seats: holders.choices(),
            people: choices(&actions::possible_owners(db, owner).await?, |each| {
                (each.0, &each.1)
            }),
            agencies: choices(&actions::agencies(db, agency, today).await?, |each| {
                (each.0, &each.1)
            }),
            origins,
            holders,
        };
        if let Some(plan) = kept {
            lists.keep(plan, &Names::load(db).await?);
        }
        Ok(lists)
    }

    fn keep(&mut self, plan: &Plan, names: &Names) {
        let unit = Some(plan.unit_id.to_string());
        let issue_area = plan.issue_area_id.map(|id| id.to_string());
        let seat = plan.owner_seat.as_ref().map(Seat::to_string);
        for (list, field, value) in [
            (&mut self.units, "unit_id", unit),
            (&mut self.issue_areas, "issue_area_id", issue_area),
            (&mut self.seats, "owner_seat", seat),
        ] {
            let Some(value) = value else { continue };
            if !list.iter().any(|choice| choice.value == value) {
                let name = names.value(field, &value.clone().into());
                list.push(Choice::new(value, name).hint("avslutad"));
            }
        }
    }
}

/// The län in which she may place an action, and those it already has.
fn counties(holders: &Holders, me: &Me, kept: Option<&Plan>) -> Vec<Choice> {
    let all = holders.counties.iter();
    let offered = all.filter(|county| {
        me.can(Act::CreateAction, &county.place())
            || kept.is_some_and(|plan| plan.counties.contains(&county.code))
    });
    offered
        .map(|county| Choice::new(&county.code, &county.short_name))
        .collect()
}

fn dialogue_choice(origin: &Origin) -> Choice {
    Choice::new(
        origin.id,
        format!("{} {}", origin.county_name, origin.held_on),
    )
}

/// The seat that a person holds for a län; the lead's when she holds none there.
pub fn default_seat(holders: &Holders, me: &Me, county: &str) -> Option<Seat> {
    let county = holders.county(county)?;
    let here = |seat: &Seat| match seat {
        Seat::County(code) => *code == county.code,
        Seat::Issue(team, _) | Seat::Lead(team) => *team == county.team_id,
    };
    let mut hers: Vec<&Seat> = me
        .standing
        .assignments
        .iter()
        .map(|row| &row.seat)
        .collect();
    hers.retain(|seat| here(seat));
    hers.sort_by_key(|seat| seat.function() != Function::CountyOfficer);
    let held = hers.first().map(|seat| (*seat).clone());
    held.or(Some(Seat::Lead(county.team_id)))
}

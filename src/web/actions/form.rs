//! The form of an action: what it carries, what it offers, how it is checked.

use super::choices;
use crate::domain::access::{Act, Place};
use crate::domain::action::{Lack, Plan, Status};
use crate::domain::people::{Function, Seat};
use crate::error::Result;
use crate::store::actions::{self, Origin};
use crate::store::reader::Reader;
use crate::web::form::{Choice, Errors};
use crate::web::history::Names;
use crate::web::holders::Holders;
use crate::web::me::Me;
use crate::web::parse;
use jiff::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

const TITLE: usize = 200;
const LONG: usize = 20_000;

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
    pub stop_reason: String,
    pub version: i64,
    pub once: String,
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
            stop_reason: plan.stop_reason.clone(),
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
            &mut self.stop_reason,
        ] {
            *text = text.trim().to_owned();
        }
        self
    }

    /// Where the form would put the action, read before the rest of it is checked.
    pub async fn place(&self, db: &Reader, today: Date) -> Result<Place> {
        let plan = Plan {
            title: String::new(),
            counties: self.counties.clone(),
            dialogue_id: None,
            issue_area_id: self.issue_area_id.parse().ok(),
            unit_id: self.unit_id.parse().unwrap_or_default(),
            owner_seat: self.owner_seat.parse().ok(),
            owner_person_id: self.owner_person_id.parse().ok(),
            due_on: today,
            status: Status::Proposed,
            description: String::new(),
            result: String::new(),
            stop_reason: String::new(),
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
}

impl Lists {
    /// `kept` is the action as it is: what it names stays on offer, also when it has been closed.
    pub async fn load(db: &Reader, me: &Me, today: Date, kept: Option<&Plan>) -> Result<Lists> {
        let holders = Holders::load(db, today).await?;
        let since = today.saturating_sub(Span::new().years(2));
        let dialogue = kept.and_then(|plan| plan.dialogue_id);
        let origins = actions::origins(db, since, dialogue).await?;
        let owner = kept.and_then(|plan| plan.owner_person_id);
        let mut lists = Lists {
            counties: counties(&holders, me, kept),
            dialogues: origins.iter().map(dialogue_choice).collect(),
            issue_areas: choices(&holders.issue_areas, |each| (each.id, &each.name)),
            units: choices(&holders.units, |each| (each.id, &each.name)),
            seats: holders.choices(),
            people: choices(&actions::possible_owners(db, owner).await?, |each| {
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

/// The action the form describes, or what must be mended. Without an owner it falls on the seat
/// that its maker holds in the first län.
pub fn check(form: &ActionForm, lists: &Lists, me: &Me, errors: &mut Errors) -> Option<Plan> {
    let title = errors.text("title", &form.title, TITLE, "Skriv en titel.");
    let counties = check_counties(form, lists, errors);
    let dialogue_id = check_dialogue(form, lists, errors);
    let issue_area_id = offered(
        errors,
        "issue_area_id",
        &form.issue_area_id,
        &lists.issue_areas,
    );
    let unit = offered(errors, "unit_id", &form.unit_id, &lists.units);
    let unit_id = errors.need("unit_id", unit.flatten(), "Välj ansvarig enhet.");
    let owner = check_owner(form, lists, me, errors);
    let due_on = errors.date("due_on", &form.due_on);
    let description = errors.optional_text("description", &form.description, LONG);
    let outcome = outcome(&form.status, &form.result, &form.stop_reason, errors);
    let (owner_seat, owner_person_id) = owner?;
    let (status, result, stop_reason) = outcome?;
    let plan = Plan {
        title: title?,
        counties: counties?,
        dialogue_id: dialogue_id?,
        issue_area_id: issue_area_id?,
        unit_id: unit_id?,
        owner_seat,
        owner_person_id,
        due_on: due_on?,
        status,
        description: description?,
        result,
        stop_reason,
    };
    errors.is_empty().then_some(plan)
}

/// Status with the result or the reason it demands; a reason belongs to what was stopped alone.
pub fn outcome(
    status: &str,
    result: &str,
    stop_reason: &str,
    errors: &mut Errors,
) -> Option<(Status, String, String)> {
    let status = errors.need("status", status.parse::<Status>().ok(), "Välj en status.");
    let result = errors.optional_text("result", result, LONG);
    let reason = errors.optional_text("stop_reason", stop_reason, LONG);
    let (status, result, reason) = (status?, result?, reason?);
    match status.lacks(&result, &reason) {
        Some(Lack::Result) => errors.add("result", "Skriv vilket resultat insatsen gav."),
        Some(Lack::StopReason) => errors.add("stop_reason", "Skriv varför insatsen avbryts."),
        None if status == Status::Stopped => return Some((status, result, reason)),
        None => return Some((status, result, String::new())),
    }
    None
}

fn check_counties(form: &ActionForm, lists: &Lists, errors: &mut Errors) -> Option<Vec<String>> {
    let known = |code: &String| lists.holders.county(code).is_some();
    let right = !form.counties.is_empty() && form.counties.iter().all(known);
    let chosen = right.then(|| form.counties.clone());
    errors.need("counties", chosen, "Välj minst ett län.")
}

fn check_dialogue(form: &ActionForm, lists: &Lists, errors: &mut Errors) -> Option<Option<i64>> {
    let chosen = offered(errors, "dialogue_id", &form.dialogue_id, &lists.dialogues)?;
    let origin = lists.origins.iter().find(|each| Some(each.id) == chosen);
    match origin {
        Some(origin) if !form.counties.contains(&origin.county) => {
            let county = &origin.county_name;
            errors.add(
                "dialogue_id",
                format!(
                    "Dialogen gäller {county}. Välj {county} bland länen, eller en annan dialog."
                ),
            );
            None
        }
        _ => Some(chosen),
    }
}

/// Nothing, or one of what the list offers.
fn offered(errors: &mut Errors, field: &str, value: &str, list: &[Choice]) -> Option<Option<i64>> {
    if value.is_empty() {
        return Some(None);
    }
    let known = list.iter().any(|choice| choice.value == value);
    let id = value.parse().ok().filter(|_| known);
    errors.need(field, id, "Välj något i listan.").map(Some)
}

type OwnerFields = (Option<Seat>, Option<i64>);

fn check_owner(
    form: &ActionForm,
    lists: &Lists,
    me: &Me,
    errors: &mut Errors,
) -> Option<OwnerFields> {
    if !form.owner_person_id.is_empty() {
        let person = offered(
            errors,
            "owner_person_id",
            &form.owner_person_id,
            &lists.people,
        )?;
        return Some((None, person));
    }
    if form.owner_seat.is_empty() {
        let first = form.counties.first()?;
        return default_seat(&lists.holders, me, first).map(|seat| (Some(seat), None));
    }
    let known = lists
        .seats
        .iter()
        .any(|choice| choice.value == form.owner_seat);
    let seat = form.owner_seat.parse().ok().filter(|_| known);
    let seat = errors.need("owner_seat", seat, "Välj något i listan.")?;
    Some((Some(seat), None))
}

//! How the form of an action is checked: everything at once, each mistake at its field.

use super::form::{ActionForm, Lists, default_seat};
use crate::domain::action::{Direction, Kind, Lack, Plan, Status};
use crate::domain::people::Seat;
use crate::web::form::{Choice, Errors};
use crate::web::me::Me;

const TITLE: usize = 200;
const LONG: usize = 20_000;
const REASON: usize = 2_000;
const REGION: usize = 5_000;

/// The action the form describes, or what must be mended. Without an owner it falls on the seat
/// that its maker holds in the first län.
pub fn check(form: &ActionForm, lists: &Lists, me: &Me, errors: &mut Errors) -> Option<Plan> {
    let title = errors.text("title", &form.title, TITLE, "Skriv en titel.");
    let counties = check_counties(form, lists, errors);
    let dialogue_id = check_dialogue(form, lists, errors);
    let area = &form.issue_area_id;
    let issue_area_id = offered(errors, "issue_area_id", area, &lists.issue_areas);
    let promise = check_promise(form, lists, errors);
    let unit = offered(errors, "unit_id", &form.unit_id, &lists.units);
    let unit_id = errors.need("unit_id", unit.flatten(), "Välj ansvarig enhet.");
    let owner = check_owner(form, lists, me, errors);
    let due_on = errors.date("due_on", &form.due_on);
    let description = errors.optional_text("description", &form.description, LONG);
    let outcome = outcome(form.reported(), errors);
    let judged = check_judgement(form, outcome.as_ref().map(|each| each.status), errors);
    let region_text = errors.optional_text("region_text", &form.region_text, REGION);
    let (owner_seat, owner_person_id) = owner?;
    let (direction, agency_id) = promise?;
    let (kind, relevant, relevance) = judged?;
    let plan = Plan {
        title: title?,
        counties: counties?,
        dialogue_id: dialogue_id?,
        issue_area_id: issue_area_id?,
        unit_id: unit_id?,
        owner_seat,
        owner_person_id,
        due_on: due_on?,
        description: description?,
        kind,
        direction,
        agency_id,
        serves_conditions: !form.serves_conditions.is_empty(),
        serves_ability: !form.serves_ability.is_empty(),
        relevant,
        relevance,
        shareable: !form.shareable.is_empty(),
        region_text: region_text?,
        ..outcome?.into_plan()
    };
    errors.is_empty().then_some(plan)
}

/// What a form says of how an action stands.
pub struct Reported<'a> {
    pub status: &'a str,
    pub result: &'a str,
    pub effect: &'a str,
    pub stop_reason: &'a str,
}

/// The same, checked.
pub struct Outcome {
    pub status: Status,
    pub result: String,
    pub effect: String,
    pub stop_reason: String,
}

impl Outcome {
    fn into_plan(self) -> Plan {
        Plan {
            status: self.status,
            result: self.result,
            effect: self.effect,
            stop_reason: self.stop_reason,
            ..Plan::default()
        }
    }
}

impl ActionForm {
    fn reported(&self) -> Reported<'_> {
        Reported {
            status: &self.status,
            result: &self.result,
            effect: &self.effect,
            stop_reason: &self.stop_reason,
        }
    }
}

/// Status with the result, the effect or the reason it demands; a reason belongs to what was stopped alone.
pub fn outcome(said: Reported<'_>, errors: &mut Errors) -> Option<Outcome> {
    let status = said.status.parse::<Status>().ok();
    let status = errors.need("status", status, "Välj en status.");
    let result = errors.optional_text("result", said.result, LONG);
    let effect = errors.optional_text("effect", said.effect, LONG);
    let reason = errors.optional_text("stop_reason", said.stop_reason, LONG);
    let (status, result, effect, reason) = (status?, result?, effect?, reason?);
    let lacks = status.lacks(&result, &effect, &reason);
    tell(&lacks, errors);
    let stop_reason = match status {
        Status::Stopped => reason,
        _ => String::new(),
    };
    lacks.is_empty().then_some(Outcome {
        status,
        result,
        effect,
        stop_reason,
    })
}

/// What is missing, at its field.
pub fn tell(lacks: &[Lack], errors: &mut Errors) {
    for lack in lacks {
        let (field, message) = match lack {
            Lack::Result => ("result", "Skriv vilket resultat insatsen gav."),
            Lack::Effect => (
                "effect",
                "Skriv vilken effekt insatsen har haft, eller att det inte går att säga ännu.",
            ),
            Lack::StopReason => ("stop_reason", "Skriv varför insatsen avbryts."),
            Lack::Agency => ("agency_id", "Välj vilken myndighet som har lovat."),
            Lack::Judgement => (
                "relevant",
                "Svara om insatsen är relevant för oss att genomföra.",
            ),
            Lack::JudgementReason => ("relevance", "Skriv varför, i en rad eller två."),
            Lack::Relevance => (
                "status",
                "Insatsen är bedömd som inte relevant. Då kan den bara vara föreslagen eller avbruten.",
            ),
        };
        errors.add(field, message);
    }
}

/// Who promised whom; another agency is named.
fn check_promise(
    form: &ActionForm,
    lists: &Lists,
    errors: &mut Errors,
) -> Option<(Direction, Option<i64>)> {
    let direction = form.direction.parse::<Direction>().ok();
    let direction = errors.need("direction", direction, "Välj vem som har lovat.");
    let agency = offered(errors, "agency_id", &form.agency_id, &lists.agencies);
    let (direction, agency) = (direction?, agency?);
    let lacks = direction.lacks(agency);
    tell(&lacks, errors);
    lacks.is_empty().then_some((direction, agency))
}

type Judged = (Kind, Option<bool>, String);

/// Of which kind it is, and for an operativ insats the judgement.
fn check_judgement(
    form: &ActionForm,
    status: Option<Status>,
    errors: &mut Errors,
) -> Option<Judged> {
    let kind = errors.need("kind", form.kind.parse::<Kind>().ok(), "Välj slag.");
    let relevance = errors.optional_text("relevance", &form.relevance, REASON);
    let (kind, relevance) = (kind?, relevance?);
    let relevant = match form.relevant.as_str() {
        "ja" => Some(true),
        "nej" => Some(false),
        _ => None,
    };
    let lacks = kind.lacks(relevant, &relevance, status.unwrap_or(Status::Proposed));
    tell(&lacks, errors);
    lacks.is_empty().then_some((kind, relevant, relevance))
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
pub fn offered(
    errors: &mut Errors,
    field: &str,
    value: &str,
    list: &[Choice],
) -> Option<Option<i64>> {
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

//! An action that is given to a unit or a function: given, answered, taken back.

use super::check::offered;
use super::show::{Forms, draw};
use crate::App;
use crate::domain::access::{Act, Ask, Permit};
use crate::domain::action::{Action, Answer, Owner, Receipt};
use crate::domain::people::Seat;
use crate::error::{Error, Result};
use crate::store::actions::receipts::{self, Step};
use crate::store::{Write, actions, people};
use crate::web::flash;
use crate::web::form::{Choice, Errors, Posted};
use crate::web::holders::Holders;
use crate::web::me::Me;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

const REASON: usize = 2_000;
const MET: &str = "Någon annan har ändrat insatsen medan du skrev. Din text finns kvar nedan – läs insatsen och försök igen.";
const SETTLED: &str = "Insatsen är avslutad. Ändra dess status om den ska lämnas till någon.";

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct GiveForm {
    pub to_unit: String,
    pub to_seat: String,
    pub message: String,
    pub version: i64,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct AnswerForm {
    pub answer: String,
    pub reason: String,
    pub onward: String,
    /// Whether who accepts it also takes it on her own name.
    pub mine: String,
    pub version: i64,
}

/// To whom it goes: one unit, or one function.
enum To {
    Unit(i64),
    Seat(Seat),
}

pub async fn give(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<GiveForm>,
) -> Result<Response> {
    let (action, permit) = find_changeable(&app, &me, id).await?;
    let holders = Holders::load(app.db.read(), app.clock.today()).await?;
    let to = check_to(&form, &holders, &mut errors);
    let message = errors.optional_text("message", &form.message, REASON);
    if !action.plan.status.is_open() {
        errors.add("", SETTLED);
    }
    let (Some(to), Some(message), true) = (to, message, errors.allow()) else {
        return draw(&app, &me, action, Forms::give(form), errors).await;
    };
    let mut tx = app.db.write(permit).await?;
    let now = still_changeable(&mut tx, &me, id).await?;
    if is_given(&now, &to, me.id()) && now.version != form.version {
        return Ok(flash::see(&now.url()));
    }
    if now.version != form.version {
        drop(tx);
        errors.met(MET);
        let form = GiveForm {
            version: now.version,
            ..form
        };
        return draw(&app, &me, now, Forms::give(form), errors).await;
    }
    let (unit_id, seat) = match to {
        To::Unit(unit) => (unit, None),
        To::Seat(seat) => (now.plan.unit_id, Some(seat)),
    };
    let step = Step {
        answer: Answer::Asked,
        reason: message,
        unit_id,
        seat,
        owner: None,
    };
    receipts::take(&mut tx, &now, &step).await?;
    tx.commit().await?;
    Ok(flash::see_with(
        &now.url(),
        "Insatsen är lämnad och väntar på svar.",
    ))
}

/// Whether the same was given a moment ago: a second press.
fn is_given(action: &Action, to: &To, me: i64) -> bool {
    let given = &action.given;
    let same = match to {
        To::Unit(unit) => given.seat.is_none() && action.plan.unit_id == *unit,
        To::Seat(seat) => given.seat.as_ref() == Some(seat),
    };
    same && given.receipt == Receipt::Asked && given.by == Some(me)
}

fn check_to(form: &GiveForm, holders: &Holders, errors: &mut Errors) -> Option<To> {
    let units = units(holders);
    let unit = offered(errors, "to_unit", &form.to_unit, &units)?;
    let seats = holders.choices();
    let known = seats.iter().any(|choice| choice.value == form.to_seat);
    let seat = form.to_seat.parse::<Seat>().ok().filter(|_| known);
    if !form.to_seat.is_empty() && seat.is_none() {
        errors.add("to_seat", "Välj något i listan.");
        return None;
    }
    match (unit, seat) {
        (Some(unit), None) => Some(To::Unit(unit)),
        (None, Some(seat)) => Some(To::Seat(seat)),
        (Some(_), Some(_)) => {
            errors.add(
                "to_seat",
                "Välj antingen en enhet eller en funktion, inte båda.",
            );
            None
        }
        (None, None) => {
            errors.add(
                "to_unit",
                "Välj vilken enhet eller funktion insatsen ska lämnas till.",
            );
            None
        }
    }
}

pub fn units(holders: &Holders) -> Vec<Choice> {
    super::choices(&holders.units, |each| (each.id, &each.name))
}

async fn find_changeable(app: &App, me: &Me, id: i64) -> Result<(Action, Permit)> {
    let mut conn = app.db.read().acquire().await?;
    let action = actions::find(&mut *conn, id).await?;
    let place = actions::place(&mut conn, &action.plan, app.clock.today()).await?;
    let permit = me.may(Act::ChangeAction, &place)?;
    Ok((action, permit))
}

async fn still_changeable(tx: &mut Write, me: &Me, id: i64) -> Result<Action> {
    let today = tx.today();
    let now = actions::find(tx.conn(), id).await?;
    let place = actions::place(tx.conn(), &now.plan, today).await?;
    me.may(Act::ChangeAction, &place)?;
    Ok(now)
}

/// The seats whose holders, ordinary or standing in, answer for them.
pub fn her_seats(me: &Me) -> Vec<Seat> {
    let rows = me.standing.assignments.iter();
    rows.map(|row| row.seat.clone()).collect()
}

/// Whether an action lies with her unit or her function, and it is she who answers.
fn may_answer(me: &Me, action: &Action, unit: Option<i64>) -> Result<Permit> {
    let asked = crate::domain::action::Given {
        receipt: Receipt::Asked,
        ..action.given.clone()
    };
    let hers = asked.asks(action.plan.unit_id, unit, &her_seats(me));
    let phrase = Some("svara för den enhet eller funktion som insatsen är lämnad till");
    Ok(me
        .standing
        .may_own(Act::AnswerHandover, hers, Ask::Managers, phrase)?)
}

pub async fn answer(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<AnswerForm>,
) -> Result<Response> {
    let db = app.db.read();
    let action = actions::find(db, id).await?;
    let unit = people::find(db, me.id()).await?.unit_id;
    let permit = may_answer(&me, &action, unit)?;
    let holders = Holders::load(db, app.clock.today()).await?;
    let said = check_answer(&form, &action, &holders, &mut errors);
    let (Some((answer, reason, onward)), true) = (said, errors.allow()) else {
        return draw(&app, &me, action, Forms::answer(form), errors).await;
    };
    let mut tx = app.db.write(permit).await?;
    let now = actions::find(tx.conn(), id).await?;
    let unit = people::find(tx.conn(), me.id()).await?.unit_id;
    may_answer(&me, &now, unit)?;
    if answer == Answer::Accepted && now.given.receipt == Receipt::Accepted {
        return Ok(flash::see(&now.url()));
    }
    if now.version != form.version {
        drop(tx);
        errors.met(MET);
        let form = AnswerForm {
            version: now.version,
            ..form
        };
        return draw(&app, &me, now, Forms::answer(form), errors).await;
    }
    let from = receipts::came_from(tx.conn(), &now).await?;
    let step = Step {
        answer,
        reason,
        unit_id: match answer {
            Answer::Declined => from,
            _ => onward.unwrap_or(now.plan.unit_id),
        },
        seat: None,
        owner: (answer == Answer::Accepted)
            .then(|| new_owner(&me, &now, &form))
            .flatten(),
    };
    receipts::take(&mut tx, &now, &step).await?;
    tx.commit().await?;
    Ok(flash::see_with(&now.url(), told(answer)))
}

/// The function that was asked has it; someone of a unit, when she takes it on her name.
fn new_owner(me: &Me, action: &Action, form: &AnswerForm) -> Option<Owner> {
    match &action.given.seat {
        Some(seat) => Some(Owner::Seat(seat.clone())),
        None if !form.mine.is_empty() => Some(Owner::Person(me.id())),
        None => None,
    }
}

fn told(answer: Answer) -> &'static str {
    match answer {
        Answer::Accepted => "Insatsen är mottagen.",
        Answer::Redirected => "Insatsen är skickad vidare.",
        _ => "Insatsen är avböjd och har gått tillbaka.",
    }
}

type Said = (Answer, String, Option<i64>);

fn check_answer(
    form: &AnswerForm,
    action: &Action,
    holders: &Holders,
    errors: &mut Errors,
) -> Option<Said> {
    let answer = form
        .answer
        .parse::<Answer>()
        .ok()
        .filter(|each| each.is_an_answer());
    let answer = errors.need("answer", answer, "Välj ett svar.");
    let onward = match answer {
        Some(Answer::Redirected) => {
            let unit = offered(errors, "onward", &form.onward, &units(holders)).flatten();
            let here = action.given.seat.is_none() && unit == Some(action.plan.unit_id);
            let unit = unit.filter(|_| !here);
            errors
                .need(
                    "onward",
                    unit,
                    "Välj en annan enhet att skicka insatsen till.",
                )
                .map(Some)
        }
        _ => Some(None),
    };
    let reason = match answer.is_some_and(Answer::asks_why) {
        true => errors.text("reason", &form.reason, REASON, "Skriv varför."),
        false => errors.optional_text("reason", &form.reason, REASON),
    };
    if !action.plan.status.is_open() {
        errors.add("", SETTLED);
    }
    Some((answer?, reason?, onward?))
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct BackForm {
    version: i64,
}

pub async fn take_back(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, .. }: Posted<BackForm>,
) -> Result<Response> {
    let (_, permit) = find_changeable(&app, &me, id).await?;
    let mut tx = app.db.write(permit).await?;
    let now = still_changeable(&mut tx, &me, id).await?;
    if now.given.receipt == Receipt::NotGiven && now.version != form.version {
        return Ok(flash::see(&now.url()));
    }
    if now.version != form.version {
        return Err(Error::Stale);
    }
    let step = Step {
        answer: Answer::Withdrawn,
        reason: String::new(),
        unit_id: receipts::came_from(tx.conn(), &now).await?,
        seat: None,
        owner: None,
    };
    receipts::take(&mut tx, &now, &step).await?;
    tx.commit().await?;
    Ok(flash::see_with(&now.url(), "Insatsen är tillbaka hos er."))
}

impl GiveForm {
    pub fn of(action: &Action) -> GiveForm {
        GiveForm {
            version: action.version,
            ..GiveForm::default()
        }
    }
}

impl AnswerForm {
    pub fn of(action: &Action) -> AnswerForm {
        AnswerForm {
            version: action.version,
            ..AnswerForm::default()
        }
    }
}

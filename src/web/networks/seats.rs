//! Who sits in a network for us, and from when until when.

use super::may;
use crate::App;
use crate::domain::network::{Network, Seat, Sitting};
use crate::error::Result;
use crate::secrets::Token;
use crate::store::{actions, networks};
use crate::web::actions::{choices, offered};
use crate::web::form::{Choice, Errors, Posted};
use crate::web::me::{Me, Shell};
use crate::web::{flash, page, parse};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

const ROLE: usize = 200;

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct SeatForm {
    person_id: String,
    seat_role: String,
    valid_from: String,
    valid_to: String,
    version: i64,
    once: String,
}

#[derive(Template)]
#[template(path = "networks/seat.html")]
struct SeatPage {
    shell: Shell,
    errors: Errors,
    form: SeatForm,
    network: Network,
    seat: Option<Seat>,
    people: Vec<Choice>,
}

async fn people(app: &App, kept: Option<&Seat>) -> Result<Vec<Choice>> {
    let kept = kept.map(|seat| seat.sitting.person_id);
    let all = actions::possible_owners(app.db.read(), kept).await?;
    Ok(choices(&all, |(id, name)| (*id, name)))
}

async fn draw(
    app: &App,
    me: &Me,
    (network, seat): (Network, Option<Seat>),
    mut form: SeatForm,
    errors: Errors,
) -> Result<Response> {
    if seat.is_none() && form.once.is_empty() {
        form.once = Token::short();
    }
    let template = SeatPage {
        shell: me.shell_for(&errors),
        people: people(app, seat.as_ref()).await?,
        form,
        network,
        seat,
        errors,
    };
    page(template.errors.status(), &template)
}

pub async fn new(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let network = networks::find(app.db.read(), id).await?;
    may(&app, &me, &network.terms.counties).await?;
    let form = SeatForm {
        valid_from: app.clock.today().to_string(),
        ..SeatForm::default()
    };
    draw(&app, &me, (network, None), form, Errors::default()).await
}

pub async fn create(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<SeatForm>,
) -> Result<Response> {
    let network = networks::find(app.db.read(), id).await?;
    let permit = may(&app, &me, &network.terms.counties).await?;
    let checked = check(&form, &people(&app, None).await?, &mut errors);
    let (Some(sitting), true) = (checked, errors.allow()) else {
        return draw(&app, &me, (network, None), form, errors).await;
    };
    let mut tx = app.db.write(permit).await?;
    if let Some(url) = tx.already_made(&form.once).await? {
        return Ok(flash::see_made(&url));
    }
    let now = networks::find(tx.conn(), id).await?;
    may(&app, &me, &now.terms.counties).await?;
    networks::seat(&mut tx, id, &sitting).await?;
    tx.made(&form.once, &now.url()).await?;
    tx.commit().await?;
    Ok(flash::see_with(&now.url(), "Platsen är sparad."))
}

pub async fn edit(
    State(app): State<App>,
    me: Me,
    Path((id, sid)): Path<(i64, i64)>,
) -> Result<Response> {
    let network = networks::find(app.db.read(), id).await?;
    may(&app, &me, &network.terms.counties).await?;
    let seat = networks::find_seat(app.db.read(), id, sid).await?;
    let sitting = &seat.sitting;
    let form = SeatForm {
        person_id: sitting.person_id.to_string(),
        seat_role: sitting.seat_role.clone(),
        valid_from: sitting.valid_from.to_string(),
        valid_to: sitting
            .valid_to
            .map(|day| day.to_string())
            .unwrap_or_default(),
        version: seat.version,
        once: String::new(),
    };
    draw(&app, &me, (network, Some(seat)), form, Errors::default()).await
}

pub async fn update(
    State(app): State<App>,
    me: Me,
    Path((id, sid)): Path<(i64, i64)>,
    Posted { form, mut errors }: Posted<SeatForm>,
) -> Result<Response> {
    let network = networks::find(app.db.read(), id).await?;
    let permit = may(&app, &me, &network.terms.counties).await?;
    let seat = networks::find_seat(app.db.read(), id, sid).await?;
    let checked = check(&form, &people(&app, Some(&seat)).await?, &mut errors);
    let (Some(sitting), true) = (checked, errors.allow()) else {
        return draw(&app, &me, (network, Some(seat)), form, errors).await;
    };
    let mut tx = app.db.write(permit).await?;
    let network = networks::find(tx.conn(), id).await?;
    may(&app, &me, &network.terms.counties).await?;
    let now = networks::find_seat(tx.conn(), id, sid).await?;
    if now.sitting == sitting {
        return Ok(flash::see_with(&network.url(), "Inget var ändrat."));
    }
    if now.version != form.version {
        drop(tx);
        errors.met("Någon annan har ändrat platsen medan du skrev. Dina uppgifter finns kvar nedan – jämför och spara igen.");
        let form = SeatForm {
            version: now.version,
            ..form
        };
        return draw(&app, &me, (network, Some(now)), form, errors).await;
    }
    networks::change_seat(&mut tx, &now, &sitting).await?;
    tx.commit().await?;
    Ok(flash::see_with(&network.url(), "Platsen är ändrad."))
}

fn check(form: &SeatForm, people: &[Choice], errors: &mut Errors) -> Option<Sitting> {
    let person = offered(errors, "person_id", &form.person_id, people);
    let person =
        person.and_then(|person| errors.need("person_id", person, "Välj vem som sitter där."));
    let seat_role = errors.optional_text("seat_role", &form.seat_role, ROLE);
    let valid_from = errors.date("valid_from", &form.valid_from);
    let valid_to = errors.optional_date("valid_to", &form.valid_to);
    if valid_from.zip(valid_to).is_some_and(|(from, to)| to < from) {
        errors.add("valid_to", parse::DATE_ORDER);
    }
    let sitting = Sitting {
        person_id: person?,
        seat_role: seat_role?,
        valid_from: valid_from?,
        valid_to,
    };
    errors.is_empty().then_some(sitting)
}

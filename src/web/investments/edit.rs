//! A new satsning, and a changed one.

use super::check::check;
use super::form::{InvestmentForm, Lists};
use super::may;
use crate::App;
use crate::domain::access::{Act, Denied, Permit, Place};
use crate::domain::event::{Subject, SubjectKind};
use crate::domain::investment::{Investment, Terms};
use crate::error::{Error, Result};
use crate::secrets::Token;
use crate::store::{Write, actions, investments, people};
use crate::web::actions::query::{NewQuery, where_she_may};
use crate::web::actions::{choices, from_line};
use crate::web::errors::refusal;
use crate::web::flash;
use crate::web::form::{Choice, Errors, Posted, meet};
use crate::web::history::after_meeting;
use crate::web::holders::Holders;
use crate::web::me::{Me, Shell};
use crate::web::page;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;

const TOGETHER: &[&[&str]] = &[&["partners", "kronor"], &["starts_on", "ends_on"]];
/// Empty rows that are offered for more partners.
const BLANK: usize = 3;

#[derive(Template)]
#[template(path = "investments/edit.html")]
struct FormPage {
    shell: Shell,
    errors: Errors,
    form: InvestmentForm,
    investment: Option<Investment>,
    lists: Lists,
    back: String,
}

/// A partner's fields, with what is wrong with them.
struct PartnerRow {
    number: usize,
    partner: String,
    kronor: String,
    wrong_partner: Option<String>,
    wrong_kronor: Option<String>,
}

impl FormPage {
    fn partners(&self) -> Vec<PartnerRow> {
        let blank = std::iter::repeat_n((String::new(), String::new()), BLANK);
        let rows = self.form.rows().chain(blank).enumerate();
        let wrong = |field: &str, number| {
            let message = self.errors.on(&format!("{field}_{number}"));
            message.map(str::to_owned)
        };
        rows.map(|(place, (partner, kronor))| PartnerRow {
            number: place + 1,
            partner,
            kronor,
            wrong_partner: wrong("partner", place + 1),
            wrong_kronor: wrong("kronor", place + 1),
        })
        .collect()
    }
}

pub async fn new(State(app): State<App>, me: Me, asked: NewQuery) -> Result<Response> {
    me.may_somewhere(Act::ProposeInvestment)?;
    let (db, today) = (app.db.read(), app.clock.today());
    let line = from_line::find(db, &asked.utfall).await?;
    let dialogue = match (&line, asked.dialog.as_str()) {
        (Some(line), _) => Some(line.outcome.dialogue_id),
        (None, "") => None,
        (None, id) => Some(id.parse().map_err(|_| Error::NotFound)?),
    };
    let origin = match dialogue {
        Some(id) => Some(actions::origin(db, id).await?),
        None => None,
    };
    let holders = Holders::load(db, today).await?;
    let counties = asked.counties(origin.as_ref(), &holders);
    let counties = where_she_may(&me, Act::ProposeInvestment, counties)?;
    let unit = people::find(db, me.id()).await?.unit_id;
    let said = line
        .as_ref()
        .map(|line| from_line::title_of(&line.outcome.line.text));
    let (title, description) = said.unwrap_or_default();
    let shared = line
        .as_ref()
        .is_some_and(|line| line.outcome.line.shareable);
    let area = line.as_ref().and_then(|line| line.area_id);
    let areas = choices(&holders.issue_areas, |each| (each.id, &each.name));
    let form = InvestmentForm {
        title,
        description,
        counties: counties.into_iter().map(|each| each.code).collect(),
        dialogue_id: origin.map(|of| of.id.to_string()).unwrap_or_default(),
        issue_area_id: area.map_or_else(|| asked.issue_area(&areas), |id| id.to_string()),
        unit_id: unit.map(|id| id.to_string()).unwrap_or_default(),
        shareable: if shared { "ja" } else { "" }.to_owned(),
        ..InvestmentForm::default()
    };
    form_page(&app, &me, None, form, Errors::default(), None).await
}

/// Where the form would put the satsning, read before the rest of it is checked.
async fn place_of(app: &App, form: &InvestmentForm) -> Result<Place> {
    let mut conn = app.db.read().acquire().await?;
    let unit = form.unit_id.parse().unwrap_or_default();
    let area = form.issue_area_id.parse().ok();
    let today = app.clock.today();
    let (counties, department) =
        actions::whereabouts(&mut conn, &form.counties, (area, unit), today).await?;
    Ok(Place {
        counties,
        department,
        issue_area: area,
        ..Place::default()
    })
}

/// The permit to leave a satsning where the form puts it; none yet when it names no län.
fn may_put(me: &Me, act: Act, place: &Place) -> std::result::Result<Option<Permit>, Denied> {
    match place.counties.is_empty() {
        true => Ok(None),
        false => me.standing.may(act, place).map(Some),
    }
}

pub async fn create(
    State(app): State<App>,
    me: Me,
    Posted { form, mut errors }: Posted<InvestmentForm>,
) -> Result<Response> {
    me.may_somewhere(Act::ProposeInvestment)?;
    let form = form.tidy();
    let place = place_of(&app, &form).await?;
    let permit = match may_put(&me, Act::ProposeInvestment, &place) {
        Ok(permit) => permit,
        Err(denied) => return refused(&app, &me, None, form, errors, denied).await,
    };
    let lists = Lists::load(app.db.read(), &me, app.clock.today(), None).await?;
    let terms = check(&form, &lists, &mut errors);
    let (Some(terms), Some(permit), true) = (terms, permit, errors.allow()) else {
        return form_page(&app, &me, None, form, errors, None).await;
    };
    let mut tx = app.db.write(permit).await?;
    if let Some(url) = tx.already_made(&form.once).await? {
        return Ok(flash::see_made(&url));
    }
    let url = format!("/satsningar/{}", investments::add(&mut tx, &terms).await?);
    tx.made(&form.once, &url).await?;
    tx.commit().await?;
    Ok(flash::see_with(&url, "Satsningen är tillagd som en idé."))
}

pub async fn edit(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let investment = investments::find(app.db.read(), id).await?;
    may(&app, &me, investment.stage.status.change(), &investment).await?;
    let form = InvestmentForm {
        version: investment.version,
        ..InvestmentForm::from(&investment.terms)
    };
    form_page(&app, &me, Some(investment), form, Errors::default(), None).await
}

pub async fn update(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<InvestmentForm>,
) -> Result<Response> {
    let before = investments::find(app.db.read(), id).await?;
    let act = before.stage.status.change();
    let permit = may(&app, &me, act, &before).await?;
    let form = form.tidy();
    let place = place_of(&app, &form).await?;
    if let Err(denied) = may_put(&me, act, &place) {
        return refused(&app, &me, Some(before), form, errors, denied).await;
    }
    let lists = Lists::load(app.db.read(), &me, app.clock.today(), Some(&before)).await?;
    if check(&form, &lists, &mut errors).is_none() || !errors.allow() {
        return form_page(&app, &me, Some(before), form, errors, None).await;
    }
    let mut tx = app.db.write(permit).await?;
    let now = still_changeable(&mut tx, &me, id).await?;
    let subject = Subject::new(SubjectKind::Investment, id);
    let seen = form.version;
    let met = meet(
        &mut tx,
        &subject,
        &now.terms,
        now.version,
        form,
        seen,
        TOGETHER,
    )
    .await?;
    let form = after_meeting(&app, met, super::MET, &mut errors).await?;
    let lists = Lists::load(app.db.read(), &me, app.clock.today(), Some(&now)).await?;
    match check(&form, &lists, &mut errors).filter(|_| errors.allow()) {
        Some(terms) => save(tx, &me, &now, &terms).await,
        None => {
            drop(tx);
            form_page(&app, &me, Some(now), form, errors, None).await
        }
    }
}

/// The satsning as it is inside the transaction; someone may have moved it out of her reach.
async fn still_changeable(tx: &mut Write, me: &Me, id: i64) -> Result<Investment> {
    let now = investments::find(tx.conn(), id).await?;
    let today = tx.today();
    allowed(tx, me, &now, &now.terms, today).await?;
    Ok(now)
}

async fn allowed(
    tx: &mut Write,
    me: &Me,
    now: &Investment,
    terms: &Terms,
    today: Date,
) -> Result<()> {
    let place = investments::place(tx.conn(), terms, today).await?;
    me.may(now.stage.status.change(), &place)?;
    Ok(())
}

async fn save(mut tx: Write, me: &Me, now: &Investment, terms: &Terms) -> Result<Response> {
    if *terms == now.terms {
        return Ok(flash::see_with(&now.url(), "Inget var ändrat."));
    }
    let today = tx.today();
    allowed(&mut tx, me, now, terms, today).await?;
    investments::change(&mut tx, now, terms).await?;
    tx.commit().await?;
    Ok(flash::see_with(&now.url(), "Satsningen är ändrad."))
}

/// The form with its text, and who can do what was refused.
async fn refused(
    app: &App,
    me: &Me,
    investment: Option<Investment>,
    form: InvestmentForm,
    mut errors: Errors,
    denied: Denied,
) -> Result<Response> {
    errors.add("", refusal(app, &denied).await);
    form_page(
        app,
        me,
        investment,
        form,
        errors,
        Some(StatusCode::FORBIDDEN),
    )
    .await
}

async fn form_page(
    app: &App,
    me: &Me,
    investment: Option<Investment>,
    mut form: InvestmentForm,
    errors: Errors,
    status: Option<StatusCode>,
) -> Result<Response> {
    if investment.is_none() && form.once.is_empty() {
        form.once = Token::short();
    }
    let (db, today) = (app.db.read(), app.clock.today());
    let back = match (&investment, form.dialogue_id.parse::<i64>()) {
        (Some(investment), _) => investment.url(),
        (None, Ok(id)) => format!("/dialoger/{id}"),
        (None, Err(_)) => "/satsningar".to_owned(),
    };
    let template = FormPage {
        shell: me.shell_for(&errors),
        lists: Lists::load(db, me, today, investment.as_ref()).await?,
        back,
        form,
        investment,
        errors,
    };
    page(status.unwrap_or(template.errors.status()), &template)
}

impl FormPage {
    fn dialogues(&self) -> Vec<Choice> {
        self.lists.dialogues()
    }
}

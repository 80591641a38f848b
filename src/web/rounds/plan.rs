//! Planning a round: days are proposed, moved while the load is shown, and planned all at once.

use super::form::{CAPS, RoundForm, RowForm, already, usual_year, years};
use super::ground::{Ground, place, season};
use crate::App;
use crate::domain::access::Act;
use crate::domain::calendar::{iso_week, monday_of_week};
use crate::domain::dialogue::{Phase, Plan};
use crate::domain::people::Seat;
use crate::domain::places::{County, Team};
use crate::domain::round::{self, BRIEFS_A_WEEK, Row, Terms, Week, WeekLoad};
use crate::error::{Error, Result};
use crate::store::agenda_items;
use crate::store::rounds::{self, Placed};
use crate::web::dialogue_types::Kinds;
use crate::web::dialogues::plan::forms;
use crate::web::form::{Choice, Errors, Posted};
use crate::web::holders::Holder;
use crate::web::me::{Me, Shell};
use crate::web::{flash, page, parse, text};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "rounds/plan.html")]
struct PlanPage {
    shell: Shell,
    asked: Asked,
    errors: Errors,
    year: i16,
    cap: usize,
    once: String,
    groups: Vec<Group>,
    teams: Vec<Choice>,
    forms: Vec<Choice>,
    types: Vec<Choice>,
    type_id: String,
    open: usize,
    load: LoadCard,
}

struct Group {
    team: Team,
    lead: Holder,
    slots: Vec<Slot>,
}

/// A län in the form: its row, or the dialogue it has already.
struct Slot {
    county: County,
    row: Option<RowForm>,
    taken: Option<Placed>,
    /// How many items wait for its next dialogue.
    carried: usize,
}

/// What is the same for every län: the kinds of dialogues, and what waits for the next one.
struct Offer {
    kinds: Kinds,
    waiting: Vec<(String, String)>,
}

impl Offer {
    async fn load(app: &App) -> Result<Offer> {
        Ok(Offer {
            kinds: Kinds::load(app).await?,
            waiting: agenda_items::waiting(app.db.read()).await?,
        })
    }
}

/// What the year asks, as it is shown beside the rows.
struct LoadCard {
    dialogues: usize,
    warnings: Vec<String>,
    wrong: Vec<String>,
    weeks: Vec<LoadWeek>,
    cap: usize,
}

struct LoadWeek {
    label: String,
    monday: String,
    dialogues: Vec<String>,
    briefs: usize,
    warned: bool,
}

/// What a proposal is asked for with, in the address.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    pub ar: String,
    pub fran: String,
    pub till: String,
    pub grans: String,
    pub team: String,
}

pub async fn new(
    State(app): State<App>,
    me: Me,
    Query(mut asked): Query<Asked>,
) -> Result<Response> {
    me.may_somewhere(Act::PlanRound)?;
    let today = app.clock.today();
    let mut errors = Errors::default();
    let (year, cap) = asked.year_and_cap(today, &mut errors);
    let mut ground = Ground::load(app.db.read(), year, cap, today).await?;
    (ground.terms.from, ground.terms.to) = asked.span(year, &mut errors);
    let counties = asked.counties(&ground, &me);
    let form = RoundForm::proposed(&ground, ground.proposal(&counties));
    draw(&me, &ground, form, errors, asked, &Offer::load(&app).await?)
}

impl Asked {
    fn year_and_cap(&mut self, today: Date, errors: &mut Errors) -> (i16, usize) {
        let span = years(today);
        let usual = usual_year(today);
        fill(&mut self.ar, usual);
        fill(&mut self.grans, BRIEFS_A_WEEK);
        let year = parse::whole_number(&self.ar).and_then(|year| i16::try_from(year).ok());
        let year = year.filter(|year| span.contains(year));
        let message = format!("Skriv ett år från {} till {}.", span.start(), span.end());
        let year = errors.need("ar", year, &message).unwrap_or(usual);
        let cap = parse::whole_number(&self.grans).filter(|cap| CAPS.contains(cap));
        let message = format!(
            "Skriv ett heltal från {} till {}.",
            CAPS.start(),
            CAPS.end()
        );
        let cap = errors.need("grans", cap, &message);
        (
            year,
            cap.map_or(BRIEFS_A_WEEK, |cap| cap.unsigned_abs() as usize),
        )
    }

    /// The days between which dialogues are proposed.
    fn span(&mut self, year: i16, errors: &mut Errors) -> (Date, Date) {
        let (first, last) = season(year);
        fill(&mut self.fran, first);
        fill(&mut self.till, last);
        let from = errors.date("fran", &self.fran).unwrap_or(first);
        let to = errors.date("till", &self.till).unwrap_or(last);
        let outside = format!("Datumet behöver ligga i {year}, omgångens år.");
        for (field, day) in [("fran", from), ("till", to)] {
            if day.year() != year {
                errors.add(field, &*outside);
            }
        }
        if to < from {
            errors.add("till", parse::DATE_ORDER);
        }
        match errors.is_empty() {
            true => (from, to),
            false => (first, last),
        }
    }

    /// The län she may plan, narrowed to a team.
    fn counties(&self, ground: &Ground, me: &Me) -> Vec<County> {
        let mut counties = ground.open_to(me);
        if counties.iter().any(|county| county.team_slug == self.team) {
            counties.retain(|county| county.team_slug == self.team);
        }
        counties
    }
}

fn fill(field: &mut String, usual: impl ToString) {
    if field.trim().is_empty() {
        *field = usual.to_string();
    }
}

pub async fn create(
    State(app): State<App>,
    me: Me,
    Posted { form, mut errors }: Posted<RoundForm>,
) -> Result<Response> {
    me.may_somewhere(Act::PlanRound)?;
    let today = app.clock.today();
    let year = form.checked_year(today).ok_or_else(no_such_year)?;
    let ground = Ground::load(app.db.read(), year, form.checked_cap(), today).await?;
    let named = ground.holders.counties.iter();
    let named: Vec<County> = named
        .filter(|each| form.row(&each.code).is_some())
        .cloned()
        .collect();
    let permit = match named.is_empty() {
        true => me.may(Act::PlanRound, &place(&ground.open_to(&me)))?,
        false => me.may(Act::PlanRound, &place(&named))?,
    };
    let form = form.only(&named);
    let plans = form.check(&ground, &mut errors);
    let offer = Offer::load(&app).await?;
    let kind = offer.kinds.chosen(&form.type_id, &mut errors);
    let (Some(kind), false, true) = (kind, form.preview, errors.allow()) else {
        return draw(&me, &ground, form, errors, Asked::default(), &offer);
    };
    let mut tx = app.db.write(permit).await?;
    if let Some(url) = tx.already_made(&form.once).await? {
        return Ok(flash::see_made(&url));
    }
    let begun = |plan: &Plan| (plan.clone(), kind.beginning(&ground.holders, &plan.county));
    let begun: Vec<_> = plans.iter().map(begun).collect();
    let id = match rounds::plan(&mut tx, year, &begun, today).await? {
        Ok(id) => id,
        Err(taken) => {
            drop(tx);
            overtaken(&ground, &taken, &mut errors);
            return draw(&me, &ground, form, errors, Asked::default(), &offer);
        }
    };
    let url = format!("/dialoger/omgangar/{id}");
    tx.made(&form.once, &url).await?;
    tx.commit().await?;
    Ok(flash::see_with(&url, &saved(&plans)))
}

fn no_such_year() -> Error {
    Error::BadRequest("Omgångens år gick inte att läsa. Öppna sidan igen och välj ett år.".into())
}

fn saved(plans: &[Plan]) -> String {
    match plans.len() {
        1 => "1 dialog är planerad.".into(),
        count => format!("{count} dialoger är planerade."),
    }
}

/// Somebody else planned for some of the län in the meantime: nothing is planned, and each row says why.
fn overtaken(ground: &Ground, taken: &[rounds::Taken], errors: &mut Errors) {
    for each in taken {
        let county = ground.holders.county(&each.county);
        let county = county.map_or(each.county.as_str(), |county| &county.short_name);
        let message = format!("{county}: {}", already(ground.year, each.held_on));
        errors.add(&format!("held_on_{}", each.county), message);
    }
}

fn draw(
    me: &Me,
    ground: &Ground,
    form: RoundForm,
    errors: Errors,
    asked: Asked,
    offer: &Offer,
) -> Result<Response> {
    let groups = groups(ground, &form, me, &offer.waiting);
    let mut asked = asked;
    fill(&mut asked.ar, ground.year);
    fill(&mut asked.grans, ground.terms.cap);
    fill(&mut asked.fran, ground.terms.from);
    fill(&mut asked.till, ground.terms.to);
    let template = PlanPage {
        shell: me.shell_for(&errors),
        asked,
        year: ground.year,
        cap: ground.terms.cap,
        teams: teams(ground, me),
        forms: forms(),
        open: groups
            .iter()
            .flat_map(|group| &group.slots)
            .filter(|slot| slot.row.is_some())
            .count(),
        load: load_card(ground, &form, &errors),
        types: offer.kinds.choices(),
        type_id: form.type_id,
        once: form.once,
        groups,
        errors,
    };
    page(template.errors.status(), &template)
}

/// The teams to narrow the round to, for someone who may plan more than one.
fn teams(ground: &Ground, me: &Me) -> Vec<Choice> {
    let open = ground.open_to(me);
    let mine = |team: &&Team| open.iter().any(|county| county.team_id == team.id);
    let teams: Vec<&Team> = ground.holders.teams.iter().filter(mine).collect();
    match teams.len() {
        0..=1 => Vec::new(),
        _ => teams
            .iter()
            .map(|team| Choice::new(&team.slug, team.label()))
            .collect(),
    }
}

fn groups(ground: &Ground, form: &RoundForm, me: &Me, waiting: &[(String, String)]) -> Vec<Group> {
    let open = ground.open_to(me);
    let carried = |code: &str| waiting.iter().filter(|(each, _)| each == code).count();
    let slot = |county: &County| Slot {
        carried: carried(&county.code),
        row: form.row(&county.code).cloned(),
        taken: ground.taken(&county.code).cloned(),
        county: county.clone(),
    };
    let shown = |slot: &Slot| slot.row.is_some() || slot.taken.is_some();
    let team = |team: &Team| Group {
        slots: {
            let of_team = open.iter().filter(|county| county.team_id == team.id);
            of_team.map(slot).filter(shown).collect()
        },
        lead: ground.holders.of(&Seat::Lead(team.id)),
        team: team.clone(),
    };
    let groups = ground.holders.teams.iter().map(team);
    groups
        .filter(|group| group.slots.iter().any(|slot| slot.row.is_some()))
        .collect()
}

fn load_card(ground: &Ground, form: &RoundForm, errors: &Errors) -> LoadCard {
    let day = |row: &RowForm| Some((row.county.clone(), parse::date(&row.held_on)?));
    let days: Vec<(String, Date)> = form.rows.iter().filter_map(day).collect();
    let rows = days.iter().filter_map(|(code, day)| ground.row(code, *day));
    let rows: Vec<Row> = rows.collect();
    let weeks = weeks(ground, &rows);
    let warnings = weeks.iter().flat_map(|(_, load)| load.warnings.clone());
    let names = names(ground, &days);
    LoadCard {
        dialogues: rows.len(),
        warnings: warnings.collect(),
        wrong: errors
            .all()
            .iter()
            .map(|(_, message)| message.clone())
            .collect(),
        weeks: weeks
            .iter()
            .map(|(week, load)| load_week(*week, load, &names))
            .collect(),
        cap: ground.terms.cap,
    }
}

/// The weeks of the year, and those before and after it that the rows themselves put something in.
fn weeks(ground: &Ground, rows: &[Row]) -> Vec<(Week, WeekLoad)> {
    let alone = Terms {
        booked: Vec::new(),
        owed: Vec::new(),
        ..ground.terms.clone()
    };
    let own = round::load(rows, &alone).weeks;
    let all = round::load(rows, &ground.terms).weeks.into_iter();
    all.filter(|(week, _)| week.0 == ground.year || own.contains_key(week))
        .collect()
}

/// The län that have a dialogue on a day, in the form or planned before.
fn names(ground: &Ground, days: &[(String, Date)]) -> Vec<(Date, String)> {
    let name = |code: &str| {
        ground
            .holders
            .county(code)
            .map(|county| county.short_name.clone())
    };
    let stands = |each: &&Placed| each.phase != Phase::Cancelled;
    let before = ground.placed.iter().filter(stands);
    let before = before.map(|each| (each.held_on, name(&each.county), " (planerad)"));
    let now = days.iter().map(|(code, day)| (*day, name(code), ""));
    let mut all: Vec<_> = before
        .chain(now)
        .map(|(day, name, note)| (day, format!("{}{note}", name.unwrap_or_default())))
        .collect();
    all.sort();
    all
}

fn load_week(week: Week, load: &WeekLoad, names: &[(Date, String)]) -> LoadWeek {
    let within = names.iter().filter(|(day, _)| iso_week(*day) == week);
    let line = |(day, name): &(Date, String)| {
        let weekday: String = text::weekday(*day).chars().take(3).collect();
        format!("{weekday} {}: {name}", text::day_month(*day))
    };
    LoadWeek {
        label: format!("v. {}", week.1),
        monday: monday_of_week(week.0, week.1).map_or(String::new(), text::iso),
        dialogues: within.map(line).collect(),
        briefs: load.most_briefs(),
        warned: !load.warnings.is_empty(),
    }
}

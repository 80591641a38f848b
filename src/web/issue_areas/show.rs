//! One issue area: whose it is, what we know, what we say in each län, what we offer, what is open.

use super::cells::{Cell, Cells};
use crate::App;
use crate::domain::access::Act;
use crate::domain::people::{Assignment, Kind, Seat};
use crate::domain::places::County;
use crate::error::Result;
use crate::store::issue_areas::{self, Area, BriefState, RaisedIn};
use crate::store::observations;
use crate::store::{Part, actions, kept, needs, offers};
use crate::web::actions::words::{Due, tone as action_tone};
use crate::web::dialogues::tone as phase_tone;
use crate::web::holders::Holders;
use crate::web::me::{Me, Shell};
use crate::web::observations::follows::Button;
use crate::web::secrecy::sight;
use crate::web::{investments, page, patterns, text};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;

/// Who answers for it in a team.
struct InTeam {
    slug: String,
    name: String,
    function: &'static str,
    people: Vec<String>,
}

struct Row {
    county: County,
    cell: Cell,
}

struct Task {
    row: actions::Row,
    tone: &'static str,
    due: Due,
}

#[derive(Template)]
#[template(path = "issue_areas/show.html")]
struct ShowPage {
    shell: Shell,
    area: Area,
    ended: bool,
    teams: Vec<InTeam>,
    brief: Option<BriefState>,
    brief_stale: bool,
    rows: Vec<Row>,
    offers: Vec<offers::Row>,
    more_offers: i64,
    needs: Vec<needs::Row>,
    more_needs: i64,
    tasks: Vec<Task>,
    more_tasks: i64,
    satsningar: investments::Card,
    dialogues: Vec<RaisedIn>,
    notes: Vec<observations::Row>,
    more_notes: i64,
    follow: Button,
    /// What several regions wish in it.
    patterns: Vec<patterns::View>,
}

impl ShowPage {
    fn tone(&self, of: &RaisedIn) -> &'static str {
        phase_tone(of.phase)
    }

    fn long(&self, day: &Date) -> String {
        text::long_date(*day)
    }
}

/// Rows of a list that are shown here; the list itself is a click away.
const FIRST: usize = 8;
/// And notes, which are many.
const FEW: usize = 5;

pub async fn show(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let (db, today) = (app.db.read(), app.clock.today());
    let area = kept::copy(db, "issue area", id, issue_areas::find(db, id)).await?;
    let holders = Holders::load(db, today).await?;
    let cells = Cells::load(db, Some(id), today).await?;
    let brief = kept::copy(db, "brief of area", id, issue_areas::brief(db, id)).await?;
    let filter = offers::Filter {
        issue_area: Some(id),
        ..offers::Filter::default()
    };
    let page_one = Part::Page(1);
    let offered = offers::list(db, &filter, offers::Sort::Title, false, page_one, today).await?;
    let filter = needs::Filter {
        issue_area: Some(id),
        open: Some(true),
        ..needs::Filter::default()
    };
    let needed = needs::list(db, &filter, needs::Sort::Raised, true, page_one, today).await?;
    let filter = actions::Filter {
        issue_area: Some(id),
        open: true,
        ..actions::Filter::default()
    };
    let open = actions::shown(db, &filter, actions::Sort::Due, false, page_one, today).await?;
    let open = open.found.clone();
    let filter = observations::Filter {
        issue_area: Some(id),
        ..observations::Filter::default()
    };
    let (sight, newest) = (sight(&app, &me).await?, (observations::Sort::Written, true));
    let noted = observations::list(db, &sight, &filter, newest, page_one, today).await?;
    let filter = crate::store::investments::Filter {
        issue_area: Some(id),
        ..Default::default()
    };
    let asks = format!("sakfraga={id}");
    let template = ShowPage {
        shell: me.shell(),
        satsningar: investments::Card::load(
            db,
            me.can_somewhere(Act::ProposeInvestment),
            &filter,
            &asks,
            today,
        )
        .await?,
        ended: !area.span.contains(today),
        teams: teams(&holders, &area),
        brief_stale: brief.as_ref().is_some_and(|brief| is_stale(brief, today)),
        brief,
        rows: rows(&holders, &cells, id),
        more_offers: offered.total - offered.rows.len().min(FIRST) as i64,
        offers: first(offered.rows),
        more_needs: needed.total - needed.rows.len().min(FIRST) as i64,
        needs: first(needed.rows),
        more_tasks: open.total - open.rows.len().min(FIRST) as i64,
        tasks: first(open.rows)
            .into_iter()
            .map(|row| task(row, today))
            .collect(),
        dialogues: kept::copy(db, "dialogues of area", id, issue_areas::dialogues(db, id)).await?,
        follow: Button::of_area(&app, &me, id, &area.name).await?,
        more_notes: noted.total - noted.rows.len().min(FEW) as i64,
        notes: noted.rows.into_iter().take(FEW).collect(),
        patterns: patterns::of_area(&app, &me, &holders, id).await?,
        area,
    };
    page(StatusCode::OK, &template)
}

fn first<T>(rows: Vec<T>) -> Vec<T> {
    rows.into_iter().take(FIRST).collect()
}

fn is_stale(brief: &BriefState, today: Date) -> bool {
    let to = brief.held.and_then(|(_, _, to)| to);
    to.is_some_and(|to| to < today)
}

fn task(row: actions::Row, today: Date) -> Task {
    Task {
        tone: action_tone(row.status),
        due: Due::of(row.due_on, today, true),
        row,
    }
}

fn rows(holders: &Holders, cells: &Cells, area: i64) -> Vec<Row> {
    let of_team = |team: i64| {
        holders
            .counties
            .iter()
            .filter(move |each| each.team_id == team)
    };
    let counties = holders.teams.iter().flat_map(|team| of_team(team.id));
    let row = |county: &County| Row {
        cell: cells.of(area, county),
        county: county.clone(),
    };
    counties.map(row).collect()
}

/// Those at the department's seat in each team who are not narrowed to other issue areas.
fn teams(holders: &Holders, area: &Area) -> Vec<InTeam> {
    let hers = |row: &&Assignment| row.issue_areas.is_empty() || row.issue_areas.contains(&area.id);
    let in_team = |team: &crate::domain::places::Team| {
        let seat = match area.is_regioner {
            true => Seat::Lead(team.id),
            false => Seat::Issue(team.id, area.department_id),
        };
        let people = holders
            .all_at(&seat)
            .filter(hers)
            .map(|row| name(row, holders));
        InTeam {
            slug: team.slug.clone(),
            name: team.name.clone(),
            function: seat.function().label(),
            people: people.collect(),
        }
    };
    holders.teams.iter().map(in_team).collect()
}

/// "Karim Nasser", "Elsa Norling, tf.", "Sara Åkesson, ersättare", "Ida Holm (Norrbotten)"
fn name(row: &Assignment, holders: &Holders) -> String {
    let kind = match row.kind {
        Kind::Ordinary => "",
        Kind::Acting => ", tf.",
        Kind::Deputy => ", ersättare",
    };
    let county = |code: &String| holders.county(code).map(|each| each.short_name.clone());
    let counties: Vec<String> = row.counties.iter().filter_map(county).collect();
    let only = match counties.is_empty() {
        true => String::new(),
        false => format!(" ({})", text::join_and(&counties)),
    };
    format!("{}{kind}{only}", row.person_name)
}

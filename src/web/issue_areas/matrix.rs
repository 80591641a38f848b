//! The matrix issue area × län: where we have a position, when it was last raised, what is open.

use super::cells::{Cell, Cells};
use crate::App;
use crate::domain::places::{County, IssueArea, Team};
use crate::error::Result;
use crate::web::export::{self, Cell as FileCell, Format, Kind, Table, file_name};
use crate::web::form::Choice;
use crate::web::holders::Holders;
use crate::web::list;
use crate::web::me::{Me, Shell};
use crate::web::page;
use crate::web::text::counted;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct MatrixQuery {
    team: String,
    avdelning: String,
    sakfraga: String,
    format: String,
}

impl MatrixQuery {
    fn pairs(&self) -> [(&'static str, &str); 3] {
        [
            ("team", &self.team),
            ("avdelning", &self.avdelning),
            ("sakfraga", &self.sakfraga),
        ]
    }
}

/// The län of a team, side by side.
struct Group {
    team: Team,
    counties: Vec<County>,
}

struct Row {
    area: IssueArea,
    cells: Vec<(County, Cell)>,
}

impl Row {
    fn url(&self) -> String {
        format!("/sakfragor/{}", self.area.id)
    }
}

#[derive(Template)]
#[template(path = "issue_areas/matrix.html")]
struct MatrixPage {
    shell: Shell,
    query: MatrixQuery,
    address: String,
    teams: Vec<Choice>,
    departments: Vec<Choice>,
    issue_areas: Vec<Choice>,
    groups: Vec<Group>,
    rows: Vec<Row>,
    count: String,
}

impl MatrixPage {
    /// Too wide for a phone: there it is a team or an issue area at a time.
    fn is_whole(&self) -> bool {
        self.query.team.is_empty() && self.query.sakfraga.is_empty()
    }

    fn filtered(&self) -> bool {
        !self.address.is_empty()
    }

    /// One issue area reads downwards, län by län.
    fn only(&self) -> Option<&Row> {
        self.rows
            .first()
            .filter(|_| !self.query.sakfraga.is_empty())
    }

    fn team_of(&self, county: &County) -> (&str, &str) {
        let mut all = self.groups.iter();
        let found = all.find(|group| group.team.id == county.team_id);
        found.map_or(("", ""), |group| (&group.team.slug, &group.team.name))
    }
}

pub async fn show(
    State(app): State<App>,
    me: Me,
    Query(query): Query<MatrixQuery>,
) -> Result<Response> {
    let (db, today) = (app.db.read(), app.clock.today());
    let holders = Holders::load(db, today).await?;
    let all = &holders.issue_areas;
    let only = query.sakfraga.parse().ok();
    let cells = Cells::load(db, only, today).await?;
    let groups = groups(&holders, &query.team);
    let rows = rows(all, &groups, &cells, &query);
    if let Some(format) = Format::of(&query.format) {
        let table = table(&rows, &holders);
        return export::respond(table, format, &file_name("matris", today)).await;
    }
    let template = MatrixPage {
        shell: me.shell(),
        address: list::query(&query.pairs()),
        teams: holders.team_choices(),
        departments: holders
            .departments
            .iter()
            .map(|each| Choice::new(each.id, &each.name))
            .collect(),
        issue_areas: all
            .iter()
            .map(|each| Choice::new(each.id, &each.name))
            .collect(),
        count: count(&rows, &groups),
        groups,
        rows,
        query,
    };
    page(StatusCode::OK, &template)
}

fn groups(holders: &Holders, team: &str) -> Vec<Group> {
    let wanted = |each: &&Team| team.is_empty() || each.slug == team;
    let of = |team: &Team| {
        let all = holders.counties.iter();
        all.filter(|county| county.team_id == team.id)
            .cloned()
            .collect()
    };
    let teams = holders.teams.iter().filter(wanted);
    let group = |team: &Team| Group {
        counties: of(team),
        team: team.clone(),
    };
    teams.map(group).collect()
}

fn rows(all: &[IssueArea], groups: &[Group], cells: &Cells, query: &MatrixQuery) -> Vec<Row> {
    let is = |asked: &str, id: i64| asked.is_empty() || asked == id.to_string();
    let wanted = |area: &&IssueArea| {
        is(&query.avdelning, area.department_id) && is(&query.sakfraga, area.id)
    };
    let row = |area: &IssueArea| {
        let counties = groups.iter().flat_map(|group| &group.counties);
        let cell = |county: &County| (county.clone(), cells.of(area.id, county));
        Row {
            cells: counties.map(cell).collect(),
            area: area.clone(),
        }
    };
    all.iter().filter(wanted).map(row).collect()
}

/// "15 sakfrågor och 21 län, 40 vita fläckar"
fn count(rows: &[Row], groups: &[Group]) -> String {
    let counties: usize = groups.iter().map(|group| group.counties.len()).sum();
    let white = |row: &Row| row.cells.iter().filter(|(_, cell)| cell.white).count();
    let white: usize = rows.iter().map(white).sum();
    format!(
        "{} och {}, {}",
        counted(rows.len() as i64, "sakfråga", "sakfrågor"),
        counted(counties as i64, "län", "län"),
        counted(white as i64, "vit fläck", "vita fläckar")
    )
}

/// The cells that are shown, one a row.
fn table(rows: &[Row], holders: &Holders) -> Table {
    let columns = [
        ("Sakfråga", Kind::Text),
        ("Avdelning", Kind::Text),
        ("Län", Kind::Text),
        ("Team", Kind::Text),
        ("Ställningstagande", Kind::Text),
        ("Ställningstagandets dialog", Kind::Date),
        ("Underlaget har ändrats", Kind::Text),
        ("Senast uppe", Kind::Date),
        ("Öppna insatser", Kind::Number),
        ("Vit fläck", Kind::Text),
    ];
    let yes = |flag: bool| if flag { "ja" } else { "" };
    let team = |id: i64| {
        let found = holders.teams.iter().find(|team| team.id == id);
        found.map_or(String::new(), |team| team.name.clone())
    };
    let line = |row: &Row, county: &County, cell: &Cell| -> Vec<FileCell> {
        let said = cell.position.as_ref();
        vec![
            row.area.name.clone().into(),
            row.area.department_name.clone().into(),
            county.short_name.clone().into(),
            team(county.team_id).into(),
            said.map_or("", |said| said.status).into(),
            said.map(|said| said.held_on).into(),
            yes(said.is_some_and(|said| said.stale)).into(),
            cell.raised.day().into(),
            cell.actions.into(),
            yes(cell.white).into(),
        ]
    };
    let lines = rows.iter().flat_map(|row| {
        let cells = row.cells.iter();
        cells.map(move |(county, cell)| line(row, county, cell))
    });
    Table::new("Matris", &columns, lines.collect::<Vec<_>>())
}

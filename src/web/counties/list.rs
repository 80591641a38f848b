//! All 21 län: by team in the order of the source page, or in one list in an order of choice.

use super::Asked;
use crate::App;
use crate::domain::calendar::days_between;
use crate::domain::people::Seat;
use crate::domain::places::{County, Team};
use crate::error::Result;
use crate::store::counties::{self, ActionCount, NextDialogue};
use crate::web::dialogues::tone;
use crate::web::export::{self, Cell, Format, Kind, Table, file_name};
use crate::web::form::Choice;
use crate::web::holders::{Holder, Holders};
use crate::web::list::{Order, query};
use crate::web::me::{Me, Shell};
use crate::web::{page, text};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;

#[derive(Template)]
#[template(path = "counties/list.html")]
struct ListPage {
    shell: Shell,
    groups: Vec<Group>,
    order: Order,
    teams: Vec<Choice>,
    team: String,
    kept: String,
    paging: String,
    count: String,
}

/// The län of a team, or all that were asked for when `lead` is none.
struct Group {
    lead: Option<(Team, Holder)>,
    rows: Vec<Row>,
}

struct Row {
    county: County,
    actor: String,
    officer: Holder,
    next: Option<Next>,
    actions: ActionCount,
    late: String,
}

struct Next {
    url: String,
    held_on: Date,
    distance: String,
    passed: bool,
    phase: &'static str,
    tone: &'static str,
}

pub async fn list(State(app): State<App>, me: Me, Query(asked): Query<Asked>) -> Result<Response> {
    let today = app.clock.today();
    let order = Order::read(
        &asked.sortera,
        &["team", "lan", "dialog", "insatser"],
        "team",
    );
    let holders = Holders::load(app.db.read(), today).await?;
    let rows = rows(&app, &holders, today).await?;
    let team = holders.teams.iter().find(|team| team.slug == asked.team);
    let team = team.map_or(String::new(), |team| team.slug.clone());
    let rows: Vec<Row> = rows
        .into_iter()
        .filter(|row| team.is_empty() || row.county.team_slug == team)
        .collect();
    let count = text::counted(rows.len() as i64, "län", "län");
    let groups = grouped(rows, &order, &holders);
    if let Some(format) = Format::of(&asked.format) {
        return export::respond(table(groups), format, &file_name("lan", today)).await;
    }
    let template = ListPage {
        shell: me.shell(),
        count,
        groups,
        paging: query(&[("team", &team), ("sortera", &asked.sortera)]),
        order,
        teams: holders.team_choices(),
        kept: query(&[("team", &team)]),
        team,
    };
    page(StatusCode::OK, &template)
}

/// In the order of the source page, from two statements beside the holders'.
async fn rows(app: &App, holders: &Holders, today: Date) -> Result<Vec<Row>> {
    let each = counties::each(app.db.read(), today).await?;
    let row = |county: County| {
        let actions = each.actions.get(&county.code).copied().unwrap_or_default();
        Row {
            actor: holders
                .actor_on(&county.code, today)
                .unwrap_or("RUA saknas")
                .to_owned(),
            officer: holders.of(&Seat::County(county.code.clone())),
            next: each
                .next
                .get(&county.code)
                .map(|next| describe(next, today)),
            late: text::counted(actions.late, "sen", "sena"),
            actions,
            county,
        }
    };
    Ok(holders.counties_by_team.iter().cloned().map(row).collect())
}

fn describe(next: &NextDialogue, today: Date) -> Next {
    Next {
        url: format!("/dialoger/{}", next.id),
        held_on: next.held_on,
        distance: text::relative(next.held_on, today),
        passed: days_between(today, next.held_on) < 0,
        phase: next.phase.label(),
        tone: tone(next.phase),
    }
}

fn grouped(mut rows: Vec<Row>, order: &Order, holders: &Holders) -> Vec<Group> {
    if order.key == "team" {
        return by_team(rows, holders);
    }
    let position = |code: &str| holders.counties.iter().position(|each| each.code == code);
    rows.sort_by_key(|row| position(&row.county.code));
    match order.key.as_str() {
        "dialog" => {
            rows.sort_by_key(|row| row.next.as_ref().map_or(Date::MAX, |next| next.held_on))
        }
        "insatser" => rows.sort_by_key(|row| (row.actions.open, row.actions.late)),
        _ => {}
    }
    if order.descending {
        rows.reverse();
    }
    vec![Group { lead: None, rows }]
}

/// The groups one after another, each län with its team.
fn table(groups: Vec<Group>) -> Table {
    let columns = [
        ("Län", Kind::Text),
        ("Team", Kind::Text),
        ("Nästa dialog", Kind::Date),
        ("Fas", Kind::Text),
        ("Öppna insatser", Kind::Number),
        ("Sena insatser", Kind::Number),
        ("Länsansvarig", Kind::Text),
        ("RUA", Kind::Text),
    ];
    let cells = |row: Row| -> Vec<Cell> {
        vec![
            row.county.short_name.into(),
            row.county.team_name.into(),
            row.next.as_ref().map(|next| next.held_on).into(),
            row.next.map(|next| next.phase).into(),
            row.actions.open.into(),
            row.actions.late.into(),
            row.officer.name_in_full().into(),
            row.actor.into(),
        ]
    };
    let rows = groups.into_iter().flat_map(|group| group.rows);
    Table::new("Län", &columns, rows.map(cells))
}

fn by_team(mut rows: Vec<Row>, holders: &Holders) -> Vec<Group> {
    let mut groups = Vec::new();
    for team in &holders.teams {
        let (own, rest) = rows
            .into_iter()
            .partition(|row: &Row| row.county.team_id == team.id);
        rows = rest;
        if !own.is_empty() {
            groups.push(Group {
                lead: Some((team.clone(), holders.of(&Seat::Lead(team.id)))),
                rows: own,
            });
        }
    }
    groups
}

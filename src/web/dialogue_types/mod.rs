//! Dialogtyper: what is offered when a dialogue is planned, and the list an administrator keeps.

pub mod edit;

use super::export::{self, Cell, Format, Kind, Table, file_name};
use super::form::{Choice, Errors, Posted};
use super::holders::Holders;
use super::me::{Me, Shell};
use super::participants::team::holders_of;
use super::registers::history_page;
use super::{agenda_items, flash, page, text};
use crate::App;
use crate::domain::access::{Act, Place};
use crate::domain::agenda_item::one_step;
use crate::domain::dialogue_type::{Beginning, DialogueType};
use crate::domain::event::{Subject, SubjectKind};
use crate::error::{Error, Result};
use crate::store::{dialogue_types, milestones};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

/// The kinds that a new dialogue can be of, the usual one first.
pub struct Kinds(Vec<DialogueType>);

impl Kinds {
    pub async fn load(app: &App) -> Result<Kinds> {
        Ok(Kinds(dialogue_types::all(app.db.read(), false).await?))
    }

    pub fn choices(&self) -> Vec<Choice> {
        let choice = |each: &DialogueType| Choice::new(each.id, &each.contents.name);
        self.0.iter().map(choice).collect()
    }

    /// The one asked for; the first when none is, as from a form without JavaScript's help.
    pub fn chosen(&self, asked: &str, errors: &mut Errors) -> Option<DialogueType> {
        let found = self.find(asked).cloned();
        errors.need("type_id", found, "Välj en dialogtyp.")
    }

    pub fn left_out(&self, asked: &str) -> &[String] {
        self.find(asked).map_or(&[], |kind| &kind.contents.left_out)
    }

    fn find(&self, asked: &str) -> Option<&DialogueType> {
        match asked.is_empty() {
            true => self.0.first(),
            false => self.0.iter().find(|each| each.id.to_string() == asked),
        }
    }
}

impl DialogueType {
    /// What a dialogue of this kind begins with in a län today.
    pub fn beginning(&self, holders: &Holders, county: &str) -> Beginning {
        let roles = &self.contents.roles;
        let people = holders
            .county(county)
            .map(|county| holders_of(holders, county, roles));
        Beginning {
            kind: self.clone(),
            people: people.unwrap_or_default(),
        }
    }

    /// "6 punkter, 3 tim"
    fn agenda(&self) -> String {
        let items = &self.contents.items;
        let sum = items.iter().map(|line| line.minutes).sum();
        let count = text::counted(items.len() as i64, "punkt", "punkter");
        match items.is_empty() {
            true => count,
            false => format!("{count}, {}", agenda_items::duration(sum)),
        }
    }

    /// "uppdragsansvarig och länsansvarig"
    fn people(&self) -> String {
        let roles: Vec<&str> = self
            .contents
            .roles
            .iter()
            .map(|each| each.label())
            .collect();
        text::join_and(&roles)
    }
}

const URL: &str = "/admin/dialogtyper";

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    visa: String,
    format: String,
}

#[derive(Template)]
#[template(path = "dialogue_types/list.html")]
struct ListPage {
    shell: Shell,
    kinds: Vec<Row>,
    found: String,
    closed: bool,
}

struct Row {
    kind: DialogueType,
    agenda: String,
    people: String,
    left_out: String,
}

pub async fn list(
    State(app): State<App>,
    me: Me,
    Query(asked): Query<ListQuery>,
) -> Result<Response> {
    me.may(Act::Administer, &Place::anywhere())?;
    let closed = asked.visa == "avslutade";
    let kinds = dialogue_types::all(app.db.read(), closed).await?;
    let template = milestones::template(app.db.read()).await?;
    let title = |key: &String| {
        let found = template.iter().find(|row| row.key == *key);
        found.map(|row| row.title.clone())
    };
    let row = |kind: DialogueType| Row {
        agenda: kind.agenda(),
        people: kind.people(),
        left_out: {
            let titles: Vec<String> = kind.contents.left_out.iter().filter_map(title).collect();
            text::join_and(&titles)
        },
        kind,
    };
    let rows: Vec<Row> = kinds.into_iter().map(row).collect();
    if let Some(format) = Format::of(&asked.format) {
        let name = file_name("dialogtyper", app.clock.today());
        return export::respond(table(rows), format, &name).await;
    }
    let words = text::counted(rows.len() as i64, "dialogtyp", "dialogtyper");
    let template = ListPage {
        shell: me.shell(),
        found: text::first_upper(&words),
        kinds: rows,
        closed,
    };
    page(StatusCode::OK, &template)
}

fn table(rows: Vec<Row>) -> Table {
    let columns = [
        "Dialogtyp",
        "Beskrivning",
        "Dagordning",
        "Medverkande",
        "Milstolpar som utgår",
    ];
    let columns = columns.map(|label| (label, Kind::Text));
    let cells = |row: Row| -> Vec<Cell> {
        let contents = row.kind.contents;
        vec![
            contents.name.into(),
            contents.description.into(),
            row.agenda.into(),
            row.people.into(),
            row.left_out.into(),
        ]
    };
    Table::new("Dialogtyper", &columns, rows.into_iter().map(cells))
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct OrderForm {
    /// "2:upp" or "2:ned"
    flytta: String,
}

pub async fn order(
    State(app): State<App>,
    me: Me,
    Posted { form, .. }: Posted<OrderForm>,
) -> Result<Response> {
    let permit = me.may(Act::Administer, &Place::anywhere())?;
    let asked = form.flytta.split_once(':');
    let asked = asked.and_then(|(id, way)| Some((id.parse::<i64>().ok()?, way == "ned")));
    let unclear = || Error::BadRequest("Ladda om sidan och försök igen.".to_owned());
    let (id, down) = asked.ok_or_else(unclear)?;
    let mut tx = app.db.write(permit).await?;
    let kinds = dialogue_types::all(tx.conn(), false).await?;
    let before: Vec<i64> = kinds.iter().map(|each| each.id).collect();
    let after = one_step(&before, id, down);
    let url = format!("{URL}#{}-{id}", if down { "ned" } else { "upp" });
    if after == before {
        return Ok(flash::see_with(&url, "Ordningen är densamma."));
    }
    dialogue_types::put_in_order(&mut tx, id, &after).await?;
    tx.commit().await?;
    Ok(flash::see_with(
        &url,
        "Ordningen är sparad. Den första typen är vald när en dialog planeras.",
    ))
}

pub async fn history(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    me.may(Act::Administer, &Place::anywhere())?;
    let kind = dialogue_types::find(app.db.read(), id).await?;
    let subject = Subject::new(SubjectKind::DialogueType, id);
    let back = Choice::new(URL, "Dialogtyper");
    history_page(&app, &me, subject, kind.contents.name, back).await
}

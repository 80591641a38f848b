//! The form of an item: its fields, its check, and what can be chosen in it.

use super::home::Home;
use crate::App;
use crate::domain::agenda_item::{LONGEST, Point};
use crate::error::Result;
use crate::store::{agenda_items, participants, places};
use crate::web::form::{Choice, Errors};
use crate::web::holders::Holders;
use crate::web::me::Me;
use crate::web::parse;
use crate::web::participants::team;
use serde::{Deserialize, Serialize};

pub const MET: &str = "Någon annan har ändrat punkten medan du skrev. Din text finns kvar nedan – jämför och spara igen.";
const YES: &str = "ja";

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ItemForm {
    pub title: String,
    pub minutes: String,
    pub presenter: String,
    pub issue_area_id: String,
    pub action_id: String,
    pub note: String,
    pub standing: String,
    pub version: i64,
    pub once: String,
}

impl From<&Point> for ItemForm {
    fn from(point: &Point) -> Self {
        let id = |id: Option<i64>| id.map_or(String::new(), |id| id.to_string());
        ItemForm {
            title: point.title.clone(),
            minutes: point.minutes.to_string(),
            presenter: point.presenter.clone(),
            issue_area_id: id(point.issue_area_id),
            action_id: id(point.action_id),
            note: point.note.clone(),
            standing: if point.standing { YES } else { "" }.to_owned(),
            version: 0,
            once: String::new(),
        }
    }
}

/// What the form offers.
pub struct Lists {
    pub areas: Vec<Choice>,
    pub actions: Vec<Choice>,
    pub presenters: Vec<String>,
    /// Whether an item may be without issue area: not for the one who has her own areas only.
    pub any_area: bool,
}

impl Lists {
    /// `kept` is what the item refers to already, which may be closed since.
    pub async fn load(app: &App, me: &Me, home: &Home, kept: Option<&Point>) -> Result<Lists> {
        let db = app.db.read();
        let choice = |area: &&crate::domain::places::IssueArea| {
            Choice::new(area.id, &area.name).hint(&area.department_name)
        };
        let actions = agenda_items::actions_to_follow(db, &home.county.code).await?;
        let mut lists = Lists {
            areas: home.own_areas(me).iter().map(choice).collect(),
            actions: actions
                .into_iter()
                .map(|(id, title)| Choice::new(id, title))
                .collect(),
            presenters: presenters(app, home).await?,
            any_area: home.runs(me),
        };
        for (list, id) in [
            (&mut lists.areas, kept.and_then(|point| point.issue_area_id)),
            (&mut lists.actions, kept.and_then(|point| point.action_id)),
        ] {
            let known = |id: i64| list.iter().any(|each| each.value == id.to_string());
            if let Some(id) = id.filter(|id| !known(*id)) {
                list.push(Choice::new(id, "Som tidigare"));
            }
        }
        Ok(lists)
    }
}

/// Who usually presents: the region, the functions, the departments, and those who take part.
async fn presenters(app: &App, home: &Home) -> Result<Vec<String>> {
    let (db, today) = (app.db.read(), app.clock.today());
    let day = home
        .dialogue()
        .map_or(today, |dialogue| dialogue.plan.held_on);
    let mut actors = places::regional_actor_names(db, day).await?;
    let holders = Holders::load(db, today).await?;
    let mut names: Vec<String> = actors.remove(&home.county.code).into_iter().collect();
    names.push("Uppdragsansvarig".to_owned());
    names.push("Länsansvarig".to_owned());
    names.extend(holders.departments.iter().map(|each| each.name.clone()));
    match home.dialogue() {
        Some(dialogue) => {
            let members = participants::of_dialogue(db, dialogue.id).await?;
            names.extend(members.into_iter().map(|each| each.name));
        }
        None => {
            let seats = team::seats(&holders, &home.county);
            let held = seats.iter().map(|seat| holders.of(seat));
            names.extend(held.filter(|each| !each.vacant()).map(|each| each.name));
        }
    }
    let mut seen = std::collections::HashSet::new();
    names.retain(|name| seen.insert(name.clone()));
    Ok(names)
}

pub fn check(form: &ItemForm, lists: &Lists, errors: &mut Errors) -> Option<Point> {
    let title = errors.text("title", &form.title, 200, "Skriv vad punkten handlar om.");
    let minutes = minutes(&form.minutes, errors);
    let presenter = errors.optional_text("presenter", &form.presenter, 120);
    let area = chosen("issue_area_id", &form.issue_area_id, &lists.areas, errors);
    if !lists.any_area && area == Some(None) {
        errors.add("issue_area_id", "Välj en av dina sakfrågor.");
    }
    let action = chosen("action_id", &form.action_id, &lists.actions, errors);
    let note = errors.optional_text("note", &form.note, 5_000);
    let point = Point {
        title: one_line(&title?),
        minutes: minutes?,
        presenter: one_line(&presenter?),
        issue_area_id: area?,
        action_id: action?,
        note: note?,
        standing: form.standing == YES,
    };
    errors.is_empty().then_some(point)
}

/// A title stands in mails and calendars, where a line break would begin something else.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn minutes(text: &str, errors: &mut Errors) -> Option<i64> {
    let text = text.trim().trim_end_matches("min").trim_end();
    let minutes = errors.need(
        "minutes",
        parse::whole_number(text),
        "Skriv längden i hela minuter, till exempel 20.",
    )?;
    if !(0..=LONGEST).contains(&minutes) {
        errors.add("minutes", format!("Skriv ett tal mellan 0 och {LONGEST}."));
        return None;
    }
    Some(minutes)
}

/// Nothing, or one of what the list offers.
fn chosen(field: &str, value: &str, list: &[Choice], errors: &mut Errors) -> Option<Option<i64>> {
    if value.is_empty() {
        return Some(None);
    }
    let known = list.iter().any(|choice| choice.value == value);
    let id = value.parse::<i64>().ok().filter(|_| known);
    errors.need(field, id, "Välj något i listan.").map(Some)
}

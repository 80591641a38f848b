//! The words of an invitation, made of what may leave the house and of nothing else.

use crate::domain::agenda_item::Timetable;
use crate::domain::dialogue::Plan;
use crate::domain::participant::Participant;
use crate::store::agenda_items::Shown;
use crate::web::text;

/// A line of the agenda as the region sees it: no note, no position, no age.
pub struct Line {
    begins: String,
    title: String,
    minutes: i64,
    presenter: String,
}

/// Everything that a letter is written from. There is no field here for anything internal.
pub struct Letter {
    pub agency: String,
    pub actor: String,
    /// The invited agency with the reason we give it; none in the letter to the region.
    pub to: Option<(String, String)>,
    pub when: String,
    pub places: Vec<String>,
    pub purpose: String,
    pub lines: Vec<Line>,
    /// Who takes part, under the name of where they come from.
    pub people: Vec<(String, Vec<String>)>,
    pub signed: Vec<String>,
}

/// "torsdag 3 december 2026 (vecka 49), kl. 9–12"
pub fn when(plan: &Plan) -> String {
    let day = text::weekday_date_lower(plan.held_on);
    let week = text::week(plan.held_on);
    let week = week.trim_start_matches("v. ");
    let hours = text::time_span(plan.starts_at, plan.ends_at);
    format!("{day} (vecka {week}), {hours}")
}

/// Where it is held, and how it is reached.
pub fn places(plan: &Plan) -> Vec<String> {
    let mut places = Vec::new();
    if plan.form.has_place() && !plan.place.is_empty() {
        places.push(plan.place.clone());
    }
    if plan.form.has_link() {
        places.push(match plan.link.is_empty() {
            true => "Digitalt, länken kommer senare".to_owned(),
            false => format!("Digitalt: {}", plan.link),
        });
    }
    places
}

pub fn lines(plan: &Plan, all: &[Shown]) -> Vec<Line> {
    let minutes: Vec<i64> = all.iter().map(|each| each.item.point.minutes).collect();
    let begins = Timetable::of(plan.starts_at, plan.ends_at, &minutes).begins;
    let line = |(shown, begins): (&Shown, Option<jiff::civil::Time>)| Line {
        begins: begins.map_or(String::new(), text::clock),
        title: shown.item.point.title.clone(),
        minutes: shown.item.point.minutes,
        presenter: shown.item.point.presenter.clone(),
    };
    all.iter().zip(begins).map(line).collect()
}

/// Those who come to the dialogue itself: our own, the region's, and the others.
pub fn people(members: &[Participant], agency: &str, actor: &str) -> Vec<(String, Vec<String>)> {
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for each in members.iter().filter(|each| each.attendance.in_dialogue) {
        let from = match each.is_colleague() {
            true => agency.to_owned(),
            false => each.attendance.organisation.clone(),
        };
        let name = match each.title.is_empty() {
            true => each.name.clone(),
            false => format!("{}, {}", each.name, each.title),
        };
        match groups.iter_mut().find(|(group, _)| *group == from) {
            Some((_, names)) => names.push(name),
            None => groups.push((from, vec![name])),
        }
    }
    groups.sort_by_key(|(group, _)| (group != actor, group != agency));
    groups
}

impl Letter {
    pub fn subject(&self) -> String {
        format!("Inbjudan: regiondialog med {}, {}", self.actor, self.when)
    }

    pub fn write(&self) -> String {
        let mut parts = vec!["Hej!".to_owned(), self.opening(), self.facts()];
        if !self.purpose.trim().is_empty() {
            parts.push(format!("Syfte\n{}", self.purpose.trim()));
        }
        if !self.lines.is_empty() {
            let lines: Vec<String> = self.lines.iter().map(Line::write).collect();
            parts.push(format!("Dagordning\n{}", lines.join("\n")));
        }
        if !self.people.is_empty() {
            let group =
                |(from, names): &(String, Vec<String>)| format!("{from}\n{}", dashed(names));
            let groups: Vec<String> = self.people.iter().map(group).collect();
            parts.push(format!("Medverkande\n{}", groups.join("\n")));
        }
        parts.push(self.asking());
        parts.push(format!("Hälsningar\n{}", self.signed.join("\n")));
        parts.join("\n\n")
    }

    fn opening(&self) -> String {
        let (agency, actor) = (&self.agency, &self.actor);
        match &self.to {
            None => format!("Välkommen till regiondialogen mellan {actor} och {agency}."),
            Some((to, reason)) if reason.is_empty() => {
                format!("Vi bjuder in {to} till regiondialogen mellan {actor} och {agency}.")
            }
            Some((to, reason)) => format!(
                "Vi bjuder in {to} till regiondialogen mellan {actor} och {agency}.\n\nVarför vi bjuder in er\n{reason}"
            ),
        }
    }

    fn facts(&self) -> String {
        let mut facts = vec![format!("När: {}", self.when)];
        facts.extend(
            self.places
                .iter()
                .map(|place| match place.starts_with("Digitalt") {
                    true => place.clone(),
                    false => format!("Var: {place}"),
                }),
        );
        facts.join("\n")
    }

    fn asking(&self) -> String {
        match &self.to {
            None => "Säg till om ni vill ändra något på dagordningen eller lägga till en fråga."
                .to_owned(),
            Some(_) => {
                "Svara gärna på det här mejlet om ni kan delta, och vem som kommer.".to_owned()
            }
        }
    }

    /// The same in a few lines, for a calendar.
    pub fn short(&self) -> String {
        let mut lines = self.places.clone();
        lines.extend(self.lines.iter().map(Line::write));
        lines.join("\n")
    }
}

impl Line {
    fn write(&self) -> String {
        let presenter = match self.presenter.is_empty() {
            true => String::new(),
            false => format!(", {}", self.presenter),
        };
        format!(
            "{} {} ({} min{presenter})",
            self.begins, self.title, self.minutes
        )
        .trim_start()
        .to_owned()
    }
}

fn dashed(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("– {name}")).collect();
    names.join("\n")
}

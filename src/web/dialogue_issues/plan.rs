//! What choosing would do: the orders that come, to whom and by when, and the milestones that are replaced.

use super::seat;
use crate::App;
use crate::domain::brief_order::{Coming, Living, State, orders};
use crate::domain::dialogue_issue::AreaOf;
use crate::domain::milestone::{ChosenArea, Milestone, replace};
use crate::domain::people::Seat;
use crate::error::Result;
use crate::store::{brief_orders, kept, milestones};
use crate::web::dialogues::Subject;
use crate::web::holders::{Holder, Holders};
use crate::web::text;

pub struct Foreseen {
    pub orders: Vec<NewOrder>,
    /// Titles of the orders that are withdrawn.
    pub withdrawn: Vec<String>,
    pub added: Vec<String>,
    pub removed: Vec<String>,
}

pub struct NewOrder {
    pub title: String,
    pub holder: Holder,
    pub day: String,
    /// "Redan klart", when the work was ticked before.
    pub settled: Option<&'static str>,
}

impl Foreseen {
    pub fn nothing(&self) -> bool {
        let Foreseen {
            orders,
            withdrawn,
            added,
            removed,
        } = self;
        orders.is_empty() && withdrawn.is_empty() && added.is_empty() && removed.is_empty()
    }

    pub async fn load(
        app: &App,
        holders: &Holders,
        subject: &Subject,
        wanted: &[AreaOf],
    ) -> Result<Foreseen> {
        let (db, today) = (app.db.read(), app.clock.today());
        let (id, held_on) = (subject.dialogue.id, subject.dialogue.plan.held_on);
        let read = milestones::template(db);
        let template = kept::copy(db, "milestone template", "", read).await?;
        let lines = kept::copy(db, "milestones", id, milestones::of_dialogue(db, id)).await?;
        let read = brief_orders::of_dialogue(db, id);
        let standing = kept::copy(db, "orders", id, read).await?;
        let chosen: Vec<ChosenArea<'_>> = wanted.iter().map(chosen).collect();
        if chosen.is_empty() {
            return Ok(Foreseen::none());
        }
        let made = replace(&template, &chosen, &lines, held_on, today);
        let after = made.applied(&lines);
        let living: Vec<Living> = standing.iter().map(Living::of).collect();
        let (coming, withdrawn) = orders(&chosen, &living, &after, held_on, today);
        let gone = |row: &&Milestone| made.removed.contains(&row.id);
        let back = standing.iter().filter(|each| withdrawn.contains(&each.id));
        Ok(Foreseen {
            orders: coming
                .iter()
                .map(|each| new_order(each, wanted, holders, subject))
                .collect(),
            withdrawn: back.map(|each| each.title()).collect(),
            added: made
                .added
                .iter()
                .map(|each| each.draft.title.clone())
                .collect(),
            removed: lines
                .iter()
                .filter(gone)
                .map(|row| row.title.clone())
                .collect(),
        })
    }

    fn none() -> Foreseen {
        Foreseen {
            orders: Vec::new(),
            withdrawn: Vec::new(),
            added: Vec::new(),
            removed: Vec::new(),
        }
    }
}

fn chosen(area: &AreaOf) -> ChosenArea<'_> {
    ChosenArea {
        id: area.id,
        name: &area.name,
        department: area.concerned(),
    }
}

fn new_order(coming: &Coming, wanted: &[AreaOf], holders: &Holders, subject: &Subject) -> NewOrder {
    let area = wanted.iter().find(|area| Some(area.id) == coming.area);
    let county = &subject.county;
    let seat = area.map_or(Seat::County(county.code.clone()), |area| seat(area, county));
    NewOrder {
        title: match area {
            Some(area) => format!("Nationellt underlag: {}", area.name),
            None => "Regionalt underlag".to_owned(),
        },
        holder: holders.of(&seat),
        day: text::iso(coming.standing.due_on),
        settled: match coming.standing.state {
            State::Delivered => Some("redan klart"),
            State::NotNeeded => Some("behövs inte"),
            _ => None,
        },
    }
}

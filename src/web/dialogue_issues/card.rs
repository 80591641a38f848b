//! The card of a dialogue's page: each chosen issue area with its brief and its position.

use super::seat;
use crate::App;
use crate::domain::access::Act;
use crate::domain::brief_order::{Order, State};
use crate::domain::dialogue::Dialogue;
use crate::domain::dialogue_issue::{DialogueIssue, State as Stands};
use crate::domain::places::County;
use crate::error::Result;
use crate::store::{brief_orders, dialogue_issues};
use crate::web::holders::{Holder, Holders};
use crate::web::me::Me;
use crate::web::text;
use jiff::civil::Date;

pub struct Card {
    pub rows: Vec<Row>,
    pub regional: Option<(Holder, OrderView)>,
    /// Proposed and not yet chosen.
    pub proposed: usize,
    pub may_choose: bool,
    pub may_propose: bool,
}

impl Card {
    pub fn link(&self, dialogue: &str) -> String {
        format!("{dialogue}/sakfragor")
    }

    pub fn proposed_words(&self) -> String {
        let count = text::counted(self.proposed as i64, "förslag", "förslag");
        text::first_upper(&format!("{count} väntar på att väljas."))
    }
}

pub struct Row {
    pub area_id: i64,
    pub name: String,
    pub department: String,
    pub holder: Holder,
    pub order: Option<OrderView>,
    pub position: (&'static str, &'static str),
}

/// Where an order stands, in the words of a table.
pub struct OrderView {
    pub url: String,
    pub label: &'static str,
    pub tone: &'static str,
    pub day: String,
    pub late: Option<String>,
    pub asked_again: bool,
    pub open: bool,
}

impl OrderView {
    pub fn of(order: &Order, going_on: bool, today: Date) -> OrderView {
        let standing = &order.standing;
        let late = text::late_short(standing.due_on, today);
        OrderView {
            url: order.url(),
            label: standing.state.label(),
            tone: tone(standing.state),
            day: text::iso(standing.due_on),
            late: late.filter(|_| going_on && standing.state.is_open()),
            asked_again: order.asked_again_at.is_some(),
            open: standing.state.is_open(),
        }
    }
}

fn tone(state: State) -> &'static str {
    match state {
        State::Ordered => "",
        State::Returned => "amber",
        State::Delivered => "green",
        State::NotNeeded | State::Withdrawn => "struck",
    }
}

/// The word and the colour of a position.
fn position(status: Option<&str>) -> (&'static str, &'static str) {
    match status {
        Some("in_force") => ("Gäller", "green"),
        Some("agreed") => ("Avstämt", "pine"),
        Some(_) => ("Utkast", "amber"),
        None => ("Saknas", ""),
    }
}

pub async fn load(
    app: &App,
    me: &Me,
    holders: &Holders,
    dialogue: &Dialogue,
    county: &County,
) -> Result<Card> {
    let (db, today) = (app.db.read(), app.clock.today());
    let issues = dialogue_issues::of_dialogue(db, dialogue.id).await?;
    let orders = brief_orders::of_dialogue(db, dialogue.id).await?;
    let going_on = !dialogue.phase.is_over();
    let view = |order: &Order| OrderView::of(order, going_on, today);
    let row = |issue: &DialogueIssue| {
        let of = |order: &&Order| {
            order
                .area
                .as_ref()
                .is_some_and(|area| area.id == issue.area.id)
        };
        Row {
            area_id: issue.area.id,
            name: issue.area.name.clone(),
            department: issue.area.department.clone(),
            holder: holders.of(&seat(&issue.area, county)),
            order: orders.iter().find(of).map(view),
            position: position(issue.position.as_deref()),
        }
    };
    let chosen = issues.iter().filter(|each| each.state == Stands::Chosen);
    let regional = orders.iter().find(|order| order.area.is_none());
    let proposed = issues.iter().filter(|each| each.state == Stands::Proposed);
    Ok(Card {
        rows: chosen.map(row).collect(),
        regional: regional.map(|order| (holders.of(&order.seat(county)), view(order))),
        proposed: proposed.count(),
        may_choose: going_on && me.can(Act::ChooseIssueAreas, &county.place()),
        may_propose: going_on && me.can(Act::ProposeIssueAreas, &county.place()),
    })
}

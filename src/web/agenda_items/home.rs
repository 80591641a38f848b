//! Where items are worked with: the agenda of a dialogue, or the parking of a län.

use crate::App;
use crate::domain::access::{Act, Permit, Place};
use crate::domain::agenda_item::AgendaItem;
use crate::domain::dialogue::{Dialogue, Phase};
use crate::domain::places::{County, IssueArea};
use crate::error::{Error, Result};
use crate::store::agenda_items::{Shown, Spot};
use crate::store::{Write, ledger, places};
use crate::web::dialogues::{Subject, over};
use crate::web::form::Choice;
use crate::web::me::Me;
use axum::response::Response;
use jiff::civil::Date;

pub struct Home {
    pub county: County,
    /// None for the parking.
    pub subject: Option<Subject>,
    /// The issue areas of today, for those who may add.
    pub areas: Vec<IssueArea>,
}

impl Home {
    pub async fn of_dialogue(app: &App, id: i64) -> Result<Home> {
        let subject = Subject::load(app, id).await?;
        Ok(Home {
            county: subject.county.clone(),
            subject: Some(subject),
            areas: ledger::day(app.db.read(), app.clock.today())
                .await?
                .issue_areas
                .clone(),
        })
    }

    pub async fn parking(app: &App, slug: &str) -> Result<Home> {
        let today = app.clock.today();
        Ok(Home {
            county: places::county_by_slug(app.db.read(), slug, today).await?,
            subject: None,
            areas: places::issue_areas(app.db.read(), today).await?,
        })
    }

    /// Where an item stands, whatever address it was reached by: what is over there is over for it.
    pub async fn of_item(self, app: &App, dialogue_id: Option<i64>) -> Result<Home> {
        match dialogue_id {
            same if same == self.dialogue().map(|dialogue| dialogue.id) => Ok(self),
            Some(id) => Home::of_dialogue(app, id).await,
            None => Home::parking(app, &self.county.slug).await,
        }
    }

    /// As it is inside a transaction.
    pub async fn again(mut self, tx: &mut Write) -> Result<Home> {
        self.subject = match self.subject {
            Some(subject) => Some(subject.again(tx).await?),
            None => None,
        };
        Ok(self)
    }

    pub fn dialogue(&self) -> Option<&Dialogue> {
        self.subject.as_ref().map(|subject| &subject.dialogue)
    }

    pub fn url(&self) -> String {
        match &self.subject {
            Some(subject) => format!("{}/dagordning", subject.dialogue.url()),
            None => format!("{}/parkering", self.county.url()),
        }
    }

    /// The link back to the list, as its page is called.
    pub fn list_name(&self) -> &'static str {
        match &self.subject {
            Some(_) => "Dagordning",
            None => "Parkering",
        }
    }

    /// "Dialogen med Norrbotten 3 december 2026", "Norrbotten"
    pub fn name(&self) -> String {
        match &self.subject {
            Some(subject) => format!("Dialogen med {}", subject.name()),
            None => format!("Parkeringen för {}", self.county.short_name),
        }
    }

    /// The links that lead to the list.
    pub fn crumbs(&self) -> Vec<Choice> {
        match &self.subject {
            Some(subject) => subject.crumbs(),
            None => vec![
                Choice::new("/lan", "Län"),
                Choice::new(self.county.url(), &self.county.short_name),
            ],
        }
    }

    pub fn spot(&self) -> Spot<'_> {
        Spot {
            county: &self.county.code,
            dialogue_id: self.dialogue().map(|dialogue| dialogue.id),
        }
    }

    pub fn over(&self, me: &Me) -> Option<Result<Response>> {
        self.subject.as_ref().and_then(|subject| over(me, subject))
    }

    pub fn is_over(&self) -> bool {
        self.dialogue()
            .is_some_and(|dialogue| dialogue.phase.is_over())
    }

    /// Whether it can be said what was dealt with: from the day on.
    pub fn tells_what_was_done(&self, today: Date) -> bool {
        self.dialogue().is_some_and(|dialogue| {
            let phase = dialogue.phase;
            matches!(phase, Phase::Holding | Phase::FollowingUp)
                || (phase.is_before_the_day() && dialogue.plan.held_on <= today)
        })
    }

    pub fn was_held(&self) -> bool {
        self.dialogue()
            .is_some_and(|dialogue| dialogue.phase == Phase::FollowingUp)
    }

    pub fn runs(&self, me: &Me) -> bool {
        me.can(Act::RunDialogue, &self.county.place())
    }

    /// What the right to an item of an issue area depends on.
    fn place(&self, area: i64, department: Option<i64>) -> Place {
        Place {
            department,
            issue_area: Some(area),
            ..self.county.place()
        }
    }

    /// The right to an item: one of an issue area is also its officer's.
    pub fn may(&self, me: &Me, area: Option<i64>, department: Option<i64>) -> Result<Permit> {
        match (area, department) {
            (Some(area), Some(department)) => {
                me.may(Act::RunOwnAgendaItem, &self.place(area, Some(department)))
            }
            _ => me.may(Act::RunDialogue, &self.county.place()),
        }
    }

    pub fn may_one(&self, me: &Me, shown: &Shown) -> Result<Permit> {
        self.may(me, shown.item.point.issue_area_id, shown.department_id)
    }

    /// The right to make an item with this issue area, as it was sent.
    pub fn may_with(&self, me: &Me, area: &str) -> Result<Permit> {
        let chosen = self.areas.iter().find(|each| each.id.to_string() == area);
        self.may(
            me,
            chosen.map(|each| each.id),
            chosen.map(|each| each.department_id),
        )
    }

    /// The right to add anything at all here.
    pub fn may_add(&self, me: &Me) -> Result<()> {
        match self.adds(me) {
            true => Ok(()),
            false => me.may(Act::RunDialogue, &self.county.place()).map(|_| ()),
        }
    }

    pub fn adds(&self, me: &Me) -> bool {
        self.runs(me) || !self.own_areas(me).is_empty()
    }

    /// The issue areas whose items she may add.
    pub fn own_areas(&self, me: &Me) -> Vec<&IssueArea> {
        let own = |area: &&IssueArea| {
            let place = self.place(area.id, Some(area.department_id));
            me.can(Act::RunOwnAgendaItem, &place)
        };
        self.areas.iter().filter(own).collect()
    }

    /// An item that stands here now; elsewhere it does not exist at this address.
    pub fn here(&self, item: &AgendaItem) -> Result<()> {
        let same = item.county == self.county.code && item.dialogue_id == self.spot().dialogue_id;
        same.then_some(()).ok_or(Error::NotFound)
    }
}

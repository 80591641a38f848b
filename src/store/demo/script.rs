//! What the cast did and when, played in the order it happened through the functions the pages use.

use super::aftermath::{self, AfterDeed};
use super::briefs::{self, BriefDeed};
use super::investments::{self, InvestDeed};
use super::issues::{self, IssueDeed};
use super::minutes::{self, MinutesDeed};
use super::observations::{self, NoteDeed};
use super::offers::{self, OfferDeed};
use super::positions::{self, PositionDeed};
use super::promises::{self, PromiseDeed};
use super::region::{self, RegionDeed};
use super::said;
use super::sources::{self, SourceDeed};
use crate::domain::access::Permit;
use crate::domain::action::{FollowUp, Plan as ActionPlan, Status};
use crate::domain::agenda_item::{Point, State};
use crate::domain::dialogue::{Notes, Plan as DialoguePlan, Step};
use crate::domain::dialogue_type::Beginning;
use crate::domain::event::EventKind;
use crate::domain::invitation::Asking;
use crate::domain::milestone::{Milestone, Outcome, Settling};
use crate::domain::participant::{Attendance, Attended};
use crate::error::{Error, Result};
use crate::store::agenda_items::{self, Spot};
use crate::store::{
    Write, actions, dialogue_types, dialogues, invitations, milestones, packs, participants,
};
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// What the service does by itself.
pub const NOBODY: i64 = 0;

/// One deed of one person. Dialogues and insatser are known by their place in the script.
pub struct Scene {
    pub day: Date,
    pub time: Time,
    pub by: i64,
    pub deed: Deed,
}

pub enum Deed {
    Plan(usize, DialoguePlan),
    Move(usize, Date),
    Take(usize, Step, &'static str),
    Settle(usize, Mark),
    Join(usize, Attendance),
    Attend(usize),
    Note(usize, &'static str),
    Make(usize, ActionPlan),
    Turn(usize, Status, &'static str),
    Extend(usize, Date),
    FollowUp(usize, &'static str),
    Promise(usize, PromiseDeed),
    Invest(usize, InvestDeed),
    /// The agenda as it shall be, beside what has been carried onto it.
    Agenda(usize, Vec<Point>),
    /// Everything is dealt with but what is named; or the two first only, while it goes on.
    Treat(usize, Vec<&'static str>, bool),
    Park(String, Point),
    /// Sent the same day; what came of it is told of those that are over.
    Invite(usize, Asking),
    Brief(BriefDeed),

    Issue(usize, IssueDeed),

    Offer(OfferDeed),
    Position(usize, PositionDeed),
    Freeze(usize),
    Minutes(usize, MinutesDeed),
    /// What was said, with the titles of the insatser that were agreed; or the beginning only, while it goes on.
    Say(usize, Vec<&'static str>, bool),
    /// A line, by its words, that was parked for the län.
    ParkLine(usize, &'static str),
    After(usize, AfterDeed),
    Region(usize, RegionDeed),
    Observe(NoteDeed),
    Source(usize, SourceDeed),
}

/// Where a milestone is put, and its new date when it gets one.
pub struct Mark {
    pub key: String,
    pub department: Option<i64>,
    pub outcome: Outcome,
    pub reason: &'static str,
    pub due_on: Option<Date>,
}

#[derive(Default)]
struct Stage {
    dialogues: HashMap<usize, i64>,
    actions: HashMap<usize, i64>,
    handed: HashMap<usize, i64>,
    investments: HashMap<usize, i64>,
    sources: HashMap<usize, i64>,
    /// Of the usual kind; who takes part is told by the scenes.
    beginning: Beginning,
    /// As they were last read; forgotten when a step or a move has changed them.
    milestones: HashMap<i64, Vec<Milestone>>,
}

/// Plays every scene up to now, the oldest first; what was written in this minute keeps its order.
pub async fn play(tx: &mut Write, mut scenes: Vec<Scene>) -> Result<()> {
    let (end, director) = (tx.now(), Permit::system());
    let moment = |scene: &Scene| Ok::<_, Error>(instant(scene.day, scene.time)?.min(end));
    let mut timed = Vec::with_capacity(scenes.len());
    for scene in scenes.drain(..) {
        timed.push((moment(&scene)?, scene));
    }
    timed.sort_by_key(|(at, _)| *at);
    let kinds = dialogue_types::all(tx.conn(), false).await?;
    let mut stage = Stage::default();
    stage.beginning.kind = kinds.into_iter().next().unwrap_or_default();
    for (at, scene) in timed {
        let permit = match scene.by {
            NOBODY => Permit::system(),
            by => Permit::system_as(by),
        };
        tx.pretend(permit, at);
        stage.perform(tx, scene.deed, scene.day).await?;
    }
    tx.pretend(director, end);
    Ok(())
}

fn instant(day: Date, time: Time) -> Result<Timestamp> {
    let local = day.to_datetime(time).in_tz("Europe/Stockholm");
    Ok(local.map_err(Error::internal)?.timestamp())
}

impl Stage {
    async fn perform(&mut self, tx: &mut Write, deed: Deed, day: Date) -> Result<()> {
        match deed {
            Deed::Plan(dialogue, plan) => {
                let id = dialogues::plan(tx, &plan, &self.beginning, day).await?;
                self.dialogues.insert(dialogue, id);
                Ok(())
            }
            Deed::Move(dialogue, to) => self.move_to(tx, dialogue, to, day).await,
            Deed::Take(dialogue, step, reason) => self.take(tx, dialogue, step, reason).await,
            Deed::Settle(dialogue, mark) => self.settle(tx, dialogue, mark, day).await,
            Deed::Join(dialogue, attendance) => {
                participants::add(tx, self.dialogue(dialogue)?, &attendance).await?;
                Ok(())
            }
            Deed::Attend(dialogue) => self.attend(tx, dialogue).await,
            Deed::Note(dialogue, text) => self.note(tx, dialogue, text).await,
            Deed::Make(action, plan) => {
                let plan = self.with_origin(plan)?;
                let id = actions::make(tx, &plan).await?;
                self.actions.insert(action, id);
                said::led_to(tx, &plan, id).await
            }
            Deed::Turn(action, status, text) => self.turn(tx, action, status, text).await,
            Deed::Extend(action, due_on) => self.extend(tx, action, due_on).await,
            Deed::Brief(deed) => {
                // What is approved answers orders, and with them milestones of any dialogue.
                self.milestones.clear();
                briefs::perform(tx, deed).await
            }
            Deed::FollowUp(action, text) => self.follow_up(tx, action, day, text).await,
            Deed::Promise(at, deed) => promises::play(tx, self.action(at)?, deed, day).await,
            Deed::Invest(place, deed) => {
                let origin = deed.origin().map(|each| self.dialogue(each));
                let known = &mut self.investments;
                investments::play(tx, (known, place), deed, origin.transpose()?).await
            }
            Deed::Agenda(dialogue, points) => {
                said::agenda(tx, self.dialogue(dialogue)?, &points).await
            }
            Deed::Treat(dialogue, left, begun) => {
                said::treat(tx, self.dialogue(dialogue)?, &left, begun).await
            }
            Deed::Invite(dialogue, asking) => {
                let dialogue = dialogues::find(tx.conn(), self.dialogue(dialogue)?).await?;
                let sent_on = Some(day);
                invitations::add(tx, &dialogue, &Asking { sent_on, ..asking }).await?;
                self.milestones.remove(&dialogue.id);
                Ok(())
            }
            Deed::Park(county, point) => {
                let spot = Spot {
                    county: &county,
                    dialogue_id: None,
                };
                agenda_items::add(tx, spot, &point, State::Open).await?;
                Ok(())
            }

            Deed::Issue(dialogue, deed) => {
                let id = self.dialogue(dialogue)?;
                self.milestones.remove(&id);
                issues::perform(tx, id, deed).await
            }

            Deed::Observe(deed) => observations::perform(tx, deed, day).await,
            Deed::Offer(deed) => self.offer(tx, deed, day).await,
            Deed::Position(dialogue, deed) => {
                let id = self.dialogue(dialogue)?;
                self.milestones.remove(&id);
                positions::perform(tx, id, deed, day).await
            }
            Deed::Freeze(dialogue) => self.freeze(tx, dialogue).await,
            Deed::After(dialogue, deed) => {
                let id = self.dialogue(dialogue)?;
                self.milestones.remove(&id);
                aftermath::perform(tx, (id, day), deed, &mut self.handed).await
            }
            Deed::Minutes(dialogue, deed) => {
                let id = self.dialogue(dialogue)?;
                self.milestones.remove(&id);
                minutes::perform(tx, id, deed).await
            }
            Deed::Say(dialogue, promised, running) => {
                said::say(tx, (self.dialogue(dialogue)?, dialogue), &promised, running).await
            }
            Deed::ParkLine(dialogue, text) => said::park(tx, self.dialogue(dialogue)?, text).await,
            Deed::Source(place, deed) => sources::perform(tx, &mut self.sources, place, deed).await,
            Deed::Region(dialogue, deed) => {
                let id = self.dialogue(dialogue)?;
                self.milestones.remove(&id);
                region::perform(tx, id, deed, day).await
            }
        }
    }

    async fn offer(&self, tx: &mut Write, deed: OfferDeed, day: Date) -> Result<()> {
        let origin = match &deed {
            OfferDeed::Need(_, Some(place)) => {
                let of = dialogues::find(tx.conn(), self.dialogue(*place)?).await?;
                Some((of.id, of.plan.held_on))
            }
            _ => None,
        };
        offers::perform(tx, deed, origin, day).await
    }

    fn dialogue(&self, place: usize) -> Result<i64> {
        let id = self.dialogues.get(&place).copied();
        id.ok_or_else(|| Error::internal(format!("dialogue {place} of the script is not planned")))
    }

    fn action(&self, place: usize) -> Result<i64> {
        let id = self.actions.get(&place).copied();
        id.ok_or_else(|| Error::internal(format!("insats {place} of the script is not made")))
    }

    /// In the script a dialogue is named by its place; in the database by its id.
    fn with_origin(&self, plan: ActionPlan) -> Result<ActionPlan> {
        let origin = plan.dialogue_id.map(|place| self.dialogue(place as usize));
        Ok(ActionPlan {
            dialogue_id: origin.transpose()?,
            ..plan
        })
    }

    async fn move_to(
        &mut self,
        tx: &mut Write,
        dialogue: usize,
        to: Date,
        day: Date,
    ) -> Result<()> {
        let id = self.dialogue(dialogue)?;
        let before = dialogues::find(tx.conn(), id).await?;
        let plan = DialoguePlan {
            held_on: to,
            ..before.plan.clone()
        };
        self.milestones.remove(&id);
        dialogues::change(tx, &before, &plan, day).await?;
        Ok(())
    }

    async fn take(
        &mut self,
        tx: &mut Write,
        dialogue: usize,
        step: Step,
        reason: &str,
    ) -> Result<()> {
        let id = self.dialogue(dialogue)?;
        let before = dialogues::find(tx.conn(), id).await?;
        self.milestones.remove(&id);
        dialogues::take(tx, &before, step, reason).await?;
        Ok(())
    }

    async fn settle(
        &mut self,
        tx: &mut Write,
        dialogue: usize,
        mark: Mark,
        day: Date,
    ) -> Result<()> {
        let id = self.dialogue(dialogue)?;
        let known = match self.milestones.entry(id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => unknown.insert(milestones::of_dialogue(tx.conn(), id).await?),
        };
        let is_meant = |each: &&Milestone| {
            each.is_open() && each.key == mark.key && each.department_id == mark.department
        };
        for milestone in known.iter().filter(is_meant) {
            let settling = Settling {
                state: mark.outcome,
                reason: mark.reason.to_owned(),
                due_on: mark.due_on.unwrap_or(milestone.settling.due_on),
            };
            milestones::settle(tx, milestone, &settling, day, day).await?;
        }
        if mark.due_on.is_some() || mark.outcome == Outcome::Needed {
            self.milestones.remove(&id);
        }
        Ok(())
    }

    async fn attend(&self, tx: &mut Write, dialogue: usize) -> Result<()> {
        let all = participants::of_dialogue(tx.conn(), self.dialogue(dialogue)?).await?;
        for (place, each) in all.into_iter().enumerate() {
            let stayed_away = place == 5 && dialogue.is_multiple_of(4);
            let after = Attendance {
                attended: if stayed_away {
                    Attended::No
                } else {
                    Attended::Yes
                },
                ..each.attendance.clone()
            };
            participants::change(tx, &each, &after).await?;
        }
        Ok(())
    }

    async fn note(&self, tx: &mut Write, dialogue: usize, text: &str) -> Result<()> {
        let before = dialogues::find(tx.conn(), self.dialogue(dialogue)?).await?;
        let notes = Notes {
            notes: text.to_owned(),
        };
        dialogues::write_notes(tx, &before, &notes).await
    }

    async fn freeze(&mut self, tx: &mut Write, dialogue: usize) -> Result<()> {
        let id = self.dialogue(dialogue)?;
        let of = dialogues::find(tx.conn(), id).await?;
        let pack = packs::live(tx.conn(), &of).await?;
        self.milestones.remove(&id);
        packs::freeze(tx, &of, &pack).await
    }

    async fn turn(&self, tx: &mut Write, action: usize, to: Status, text: &str) -> Result<()> {
        let before = actions::find(tx.conn(), self.action(action)?).await?;
        let mut plan = before.plan.clone();
        plan.status = to;
        match to {
            Status::Done => {
                plan.result = text.to_owned();
                plan.effect = promises::effect(&plan.title);
            }
            Status::Stopped => plan.stop_reason = text.to_owned(),
            _ => {}
        }
        actions::change(tx, &before, &plan, EventKind::ActionStatusChanged).await
    }

    async fn extend(&self, tx: &mut Write, action: usize, due_on: Date) -> Result<()> {
        let before = actions::find(tx.conn(), self.action(action)?).await?;
        let plan = ActionPlan {
            due_on,
            ..before.plan.clone()
        };
        actions::change(tx, &before, &plan, EventKind::ActionChanged).await
    }

    async fn follow_up(&self, tx: &mut Write, action: usize, day: Date, text: &str) -> Result<()> {
        let action = actions::find(tx.conn(), self.action(action)?).await?;
        let follow_up = FollowUp {
            followed_on: day,
            text: text.to_owned(),
        };
        actions::follow_up(tx, &action, &follow_up).await
    }
}

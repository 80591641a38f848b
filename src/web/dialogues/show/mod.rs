//! The page of a dialogue: is it ready, what is expected, what happens next?

mod notice;

use super::steps;
use crate::App;
use crate::domain::access::Act;
use crate::domain::calendar::is_vacation_week;
use crate::domain::dialogue::{Dialogue, Phase, Step};
use crate::domain::feedback::{Direction, not_open_yet};
use crate::domain::milestone::{Milestone, Outcome, State as Stands, readiness};
use crate::domain::participant::{Attended, Participant};
use crate::domain::places::County;
use crate::error::Result;
use crate::store::dialogues::{self, ActionLine, Mention, SHOWN, Told};
use crate::store::positions;
use crate::web::dialogue_issues::card::Card;
use crate::web::feedback::duty;
use crate::web::holders::{Holder, Holders};
use crate::web::judgements::take_part;
use crate::web::me::{Me, Shell};
use crate::web::outcomes;
use crate::web::{actions, agenda_items, assessments, investments, invitations, markdown, minutes};
use crate::web::{milestones as web_milestones, participants as web_participants};
use crate::web::{packs, page, region_reports, since, text};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use notice::Notice;

#[derive(Template)]
#[template(path = "dialogues/show.html")]
struct ShowPage {
    shell: Shell,
    dialogue: Dialogue,
    county: County,
    phase_number: usize,
    /// What may be done, and by whom.
    rights: Rights,
    notice: Option<Notice>,
    groups: Vec<Group>,
    people: Vec<People>,
    /// Whether a holder of the team's functions is not among them yet.
    suggest: bool,
    issues: Card,
    /// Whether the länsansvarig takes part, as it was judged last; and whether she may judge it.
    takes_part: Option<String>,
    may_judge: bool,
    purpose: String,
    notes: String,
    card: agenda_items::Card,
    invited: invitations::Card,
    said: outcomes::card::Card,
    actions: Actions,
    satsningar: investments::Card,
    since: since::Card,
    /// Whether there is a report to the region.
    reports: bool,
    previous: Option<Mention>,
    following: Option<Mention>,

    assessment: assessments::Card,
    /// The issue areas whose position rests on an older brief.
    stale: Vec<i64>,
    /// "Låst 26 november 2026 av Elsa Norling"
    pack: Option<String>,
    minutes: Option<minutes::card::Card>,
    feedback: duty::Card,
}

#[derive(Default)]
struct Rights {
    /// Where the form of the next step is sent, and its button.
    next: Option<(&'static str, &'static str)>,
    not_now: String,
    change: bool,
    cancel: bool,
    run: bool,
    add_action: bool,
}

/// The milestones before the day, or those after it.
struct Group {
    id: &'static str,
    title: &'static str,
    done: usize,
    all: usize,
    lines: Vec<Line>,
}

pub struct Line {
    pub milestone: Milestone,
    pub url: String,
    pub holder: Holder,
    pub day: String,
    pub late: Option<String>,
    pub may_tick: bool,
    /// Where the feedback that it asks for is written.
    pub write: String,
}

struct People {
    title: String,
    members: Vec<Participant>,
}

/// The insatser from a dialogue, and where there are more of them.
struct Actions {
    rows: Vec<Action>,
    all: Option<String>,
}

struct Action {
    line: ActionLine,
    tone: &'static str,
    day: String,
    late: Option<String>,
}

impl Line {
    fn class(&self) -> &'static str {
        match (self.milestone.is_open(), &self.late) {
            (false, _) => "is-done",
            (true, Some(_)) => "is-late",
            (true, None) => "",
        }
    }

    /// "Behövs inte: …", "Avstår: …", "Behövs"
    fn outcome(&self) -> Option<String> {
        let settling = &self.milestone.settling;
        match settling.state {
            Outcome::Needed => Some("Behövs".to_owned()),
            state if state.asks_why() => Some(format!("{}: {}", state.label(), settling.reason)),
            Outcome::Done if self.milestone.judgement => Some("Behövdes".to_owned()),
            _ => None,
        }
    }

    fn in_vacation(&self) -> bool {
        self.milestone.is_open() && is_vacation_week(self.milestone.settling.due_on)
    }
}

impl ShowPage {
    fn when(&self) -> String {
        let plan = &self.dialogue.plan;
        let day = text::weekday_date(plan.held_on);
        let hours = text::time_span(plan.starts_at, plan.ends_at);
        format!("{day} {hours} ({})", text::week(plan.held_on))
    }

    fn long(&self, day: &Date) -> String {
        text::long_date(*day)
    }

    fn cancelled(&self) -> bool {
        self.dialogue.phase == Phase::Cancelled
    }

    /// Whether it can be said who came.
    fn asks_who_came(&self) -> bool {
        let phase = self.dialogue.phase;
        self.rights.run && matches!(phase, Phase::Holding | Phase::FollowingUp)
    }
}

fn number_of(dialogue: &Dialogue) -> usize {
    let phase = dialogue.cancelled_from.unwrap_or(dialogue.phase);
    let place = Phase::ALL.iter().position(|each| *each == phase);
    place.map_or(1, |place| place + 1).min(5)
}

pub async fn show(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let db = app.db.read();
    let today = app.clock.today();
    let told = dialogues::told(db, id).await?;
    let Told {
        dialogue,
        milestones: steps,
        previous,
        following,
        actions,
        participants: members,
        issues,
        orders,
        takes_part,
    } = Told::clone(&told);
    let holders = Holders::load(db, today).await?;
    let county = super::missing(holders.county(&dialogue.plan.county).cloned())?;
    let actor = holders.actor_on(&county.code, dialogue.plan.held_on);
    let actor = actor.unwrap_or_default().to_owned();
    let chosen = Card::of(&me, &holders, &dialogue, &county, (&issues, &orders), today);
    let rights = rights(&me, &dialogue, &county, &steps, today);
    let card = agenda_items::card(&app, &dialogue, rights.run).await?;
    let can_propose = me.can(Act::ProposeInvestment, &county.place());
    let pack = packs::state(db, id).await?;
    let minutes = minutes::card::card(db, &me, &dialogue, &county).await?;
    let feedback = duty::card(&me, &dialogue, &county, &steps);
    let lines = lines(&me, &holders, &dialogue, &county, steps, today);
    let template = ShowPage {
        shell: me.shell(),
        notice: notice::of(&dialogue, &lines, today),
        groups: groups(lines, dialogue.phase),
        suggest: rights.run && someone_is_missing(&holders, &county, &members),
        people: people(members, actor),
        purpose: markdown::render(&dialogue.plan.purpose),
        notes: markdown::render(&dialogue.notes.notes),
        card,
        invited: invitations::card(&app, id, rights.run).await?,
        said: outcomes::card::card(&app, &dialogue, &county.slug).await?,
        issues: chosen,
        takes_part: takes_part.as_ref().map(take_part::words),
        may_judge: !dialogue.phase.is_over()
            && me.can(Act::SettleMilestone, &take_part::place(&county)),
        phase_number: number_of(&dialogue),
        assessment: assessments::card(&app, &me, &dialogue, &county).await?,
        stale: positions::stale_in(db, id).await?.to_vec(),

        satsningar: investments::Card::of_dialogue(db, can_propose, id, today).await?,
        actions: actions_of(id, actions, today),
        since: since::card(&app, &me, &dialogue).await?,
        reports: region_reports::is_time(dialogue.phase),
        dialogue,
        county,
        rights,
        previous,
        following,
        pack,
        minutes,
        feedback,
    };
    page(StatusCode::OK, &template)
}

fn rights(
    me: &Me,
    dialogue: &Dialogue,
    county: &County,
    milestones: &[Milestone],
    today: Date,
) -> Rights {
    let (phase, day) = (dialogue.phase, dialogue.plan.held_on);
    let can = |act| !phase.is_over() && me.can(act, &county.place());
    let plans = can(Act::PlanDialogue);
    let open = milestones
        .iter()
        .filter(|each| each.blocks_closing())
        .count();
    let refusal = |step: Step| step.refusal(phase, day, today, open);
    let next = Step::next(phase).filter(|_| plans);
    let button = |step: Step| (steps::noun(step), steps::label(step));
    Rights {
        not_now: next.and_then(refusal).map_or(String::new(), steps::why),
        next: next.filter(|step| refusal(*step).is_none()).map(button),
        change: plans,
        cancel: plans && refusal(Step::Cancel).is_none(),
        run: can(Act::RunDialogue),
        add_action: phase != Phase::Cancelled && me.can(Act::CreateAction, &county.place()),
    }
}

fn lines(
    me: &Me,
    holders: &Holders,
    dialogue: &Dialogue,
    county: &County,
    milestones: Vec<Milestone>,
    today: Date,
) -> Vec<Line> {
    let phase = dialogue.phase;
    let line = |milestone: Milestone| {
        let opened = !not_open_yet(&milestone.key, phase);
        let direction = Direction::of_key(&milestone.key).filter(|_| milestone.is_open());
        let place = web_milestones::place(&milestone, county);
        let seat = web_milestones::seat(&milestone, county);
        Line {
            url: format!("{}/milstolpar/{}", dialogue.url(), milestone.id),
            holder: holders.of(&seat),
            day: text::iso(milestone.settling.due_on),
            late: text::late_short(milestone.settling.due_on, today)
                .filter(|_| milestone.is_open() && !phase.is_over() && opened),
            may_tick: !phase.is_over()
                && opened
                && direction.is_none()
                && me.can(Act::SettleMilestone, &place),
            write: duty::write_url(me, dialogue, county, holders, &milestone),
            milestone,
        }
    };
    milestones.into_iter().map(line).collect()
}

fn groups(lines: Vec<Line>, phase: Phase) -> Vec<Group> {
    let (before, after): (Vec<_>, Vec<_>) = lines
        .into_iter()
        .partition(|line| line.milestone.before_the_day());
    let settled = |lines: &[Line]| {
        lines
            .iter()
            .filter(|line| !line.milestone.is_open())
            .count()
    };
    let stand = |lines: &[Line]| -> Vec<(i32, Stands)> {
        let pair = |line: &Line| (line.milestone.offset_days, line.milestone.state());
        lines.iter().map(pair).collect()
    };
    let (done, all) = readiness(stand(&before));
    let prepare = Group {
        id: "forberedelser",
        title: "Förberedelser",
        done,
        all,
        lines: before,
    };
    let follow_up = Group {
        id: "uppfoljning",
        title: "Uppföljning",
        done: settled(&after),
        all: after.len(),
        lines: after,
    };
    match phase {
        Phase::FollowingUp | Phase::Closed => vec![follow_up, prepare],
        _ => vec![prepare, follow_up],
    }
}

/// The agency's own, the region's, and the others, each under its heading.
fn people(members: Vec<Participant>, actor: String) -> Vec<People> {
    let (own, outside): (Vec<_>, Vec<_>) = members.into_iter().partition(Participant::is_colleague);
    let of_region = |each: &Participant| {
        let organisation = each.attendance.organisation.to_lowercase();
        !actor.is_empty() && organisation == actor.to_lowercase()
    };
    let (region, others): (Vec<_>, Vec<_>) = outside.into_iter().partition(of_region);
    let group = |title: &str, members| People {
        title: title.to_owned(),
        members,
    };
    let groups = vec![
        group(&actor, region),
        group("Myndigheten", own),
        group("Övriga", others),
    ];
    groups
        .into_iter()
        .filter(|group| !group.members.is_empty())
        .collect()
}

fn someone_is_missing(holders: &Holders, county: &County, members: &[Participant]) -> bool {
    let there = |id: i64| {
        members
            .iter()
            .any(|each| each.attendance.person_id == Some(id))
    };
    let holders_of = web_participants::team::seats(holders, county)
        .into_iter()
        .filter_map(|seat| holders.of(&seat).person_id);
    holders_of.into_iter().any(|id| !there(id))
}

fn actions_of(dialogue: i64, lines: Vec<ActionLine>, today: Date) -> Actions {
    let action = |line: ActionLine| Action {
        tone: actions::words::tone(line.status),
        day: text::iso(line.due_on),
        late: text::late_short(line.due_on, today).filter(|_| line.status.is_open()),
        line,
    };
    let more = lines.len() > SHOWN;
    Actions {
        all: more.then(|| format!("/insatser?dialog={dialogue}&status=alla")),
        rows: lines.into_iter().take(SHOWN).map(action).collect(),
    }
}

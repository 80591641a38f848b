//! The feedback of one dialogue: every duty with its state and its owner, and what has been given.

use super::Row;
use crate::App;
use crate::domain::access::Act;
use crate::domain::feedback::{Direction, Feedback, HANDOVER, Owed, form_url, place};
use crate::domain::handover;
use crate::domain::milestone::{Milestone, Outcome};
use crate::domain::people::Seat;
use crate::domain::places::County;
use crate::domain::setting::Number;
use crate::error::Result;
use crate::store::feedback::{self, Source};
use crate::store::{handovers, milestones, settings};
use crate::web::actions::words::Due;
use crate::web::dialogues::{Subject, refused};
use crate::web::form::Choice;
use crate::web::handovers::Line as HandoverLine;
use crate::web::holders::{Holder, Holders};
use crate::web::me::{Me, Shell};
use crate::web::milestones::seat;
use crate::web::{page, text};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;

pub fn url(dialogue: i64) -> String {
    format!("/dialoger/{dialogue}/aterkoppling")
}

/// Before a dialogue has been held there is nothing to tell: the page that says so.
pub fn not_held(me: &Me, subject: &Subject) -> Option<Result<Response>> {
    use crate::domain::dialogue::Phase::{Closed, FollowingUp};
    let phase = subject.dialogue.phase;
    let held = matches!(phase, FollowingUp | Closed);
    (!held).then(|| {
        let sentence = format!(
            "Dialogen är i fasen {}. Återkopplingen börjar när den är markerad som genomförd.",
            phase.label()
        );
        let heading = "Dialogen är inte genomförd ännu";
        refused(me, subject, heading, sentence, vec![])
    })
}

/// A duty, and how it stands.
struct Line {
    title: String,
    url: String,
    settled: bool,
    state: &'static str,
    tone: &'static str,
    reason: String,
    holder: Holder,
    due: Due,
    /// Where it is written, for who may.
    write: String,
}

struct Given {
    feedback: Feedback,
    day: String,
}

#[derive(Template)]
#[template(path = "feedback/dialogue.html")]
struct DialoguePage {
    shell: Shell,
    crumbs: Vec<Choice>,
    name: String,
    url: String,
    id: i64,
    lines: Vec<Line>,
    done: usize,
    again: Vec<(Row, bool)>,
    handovers: Vec<HandoverLine>,
    given: Vec<Given>,
    can_hand_over: bool,
    not_open: bool,
}

pub async fn show(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let subject = Subject::load(&app, id).await?;
    let (db, today) = (app.db.read(), app.clock.today());
    let holders = Holders::load(db, today).await?;
    let days = settings::number(db, Number::HandoverSilenceDays).await?;
    let duties = milestones::of_dialogue(db, id).await?;
    let duties = duties
        .into_iter()
        .filter(|each| Owed::of_key(&each.key).is_some());
    let lines: Vec<_> = duties
        .map(|each| line(each, &me, &subject, &holders, today))
        .collect();
    let debts = feedback::debts(db, today).await?;
    let again = debts
        .iter()
        .filter(|debt| debt.dialogue_id == Some(id) && matches!(debt.source, Source::Again { .. }));
    let again = again.filter_map(|debt| {
        let may = may_write(
            &me,
            &subject.county,
            &holders,
            Direction::Region,
            debt.department_id,
        );
        Row::of(debt, &holders, today).map(|row| (row, may))
    });
    let given = feedback::of_dialogue(db, id).await?.into_iter();
    let sent = handovers::of_dialogue(db, id, (today, days)).await?;
    let template = DialoguePage {
        shell: me.shell(),
        crumbs: subject.crumbs(),
        name: subject.name(),
        url: subject.dialogue.url(),
        again: again.collect(),
        done: lines.iter().filter(|line| line.settled).count(),
        handovers: sent
            .into_iter()
            .map(|row| HandoverLine::of(row, &holders, today))
            .collect(),
        given: given
            .map(|feedback| Given {
                day: text::short_date(feedback.giving.given_on),
                feedback,
            })
            .collect(),
        can_hand_over: me.can(Act::CreateHandover, &subject.county.place()),
        not_open: not_held(&me, &subject).is_some(),
        lines,
        id,
    };
    page(StatusCode::OK, &template)
}

fn line(of: Milestone, me: &Me, subject: &Subject, holders: &Holders, today: Date) -> Line {
    let dialogue = &subject.dialogue;
    let opened = !crate::domain::feedback::not_open_yet(&of.key, dialogue.phase);
    let open = of.is_open() && opened && !dialogue.phase.is_over();
    let own: Seat = seat(&of, &subject.county);
    let direction = Direction::of_key(&of.key);
    let write = match direction.filter(|_| open) {
        Some(way) if may_write(me, &subject.county, holders, way, of.department_id) => {
            form_url(dialogue.id, way, of.department_id)
        }
        None if open && of.key == HANDOVER => hand_over_url(me, &of, subject),
        _ => String::new(),
    };
    let (state, tone) = match (of.settling.state, opened) {
        (Outcome::Waived, _) => ("Avstår", ""),
        (Outcome::Done | Outcome::NotNeeded, _) if direction.is_some() => ("Given", "green"),
        (Outcome::Done | Outcome::NotNeeded, _) => ("Klar", "green"),
        (_, false) => ("Inte aktuell ännu", ""),
        (_, true) if of.is_late(today) => ("Försenad", "red"),
        (_, true) => ("Att göra", "amber"),
    };
    Line {
        url: format!("{}/milstolpar/{}", dialogue.url(), of.id),
        due: Due::of(of.settling.due_on, today, open),
        holder: holders.of(&own),
        reason: of.settling.reason.clone(),
        settled: !of.is_open(),
        title: of.title,
        state,
        tone,
        write,
    }
}

fn hand_over_url(me: &Me, of: &Milestone, subject: &Subject) -> String {
    let place = handover::place(
        &subject.county,
        of.department_id.unwrap_or_default(),
        of.issue_area_id,
    );
    if !me.can(Act::CreateHandover, &place) {
        return String::new();
    }
    let area = of
        .issue_area_id
        .map_or(String::new(), |id| format!("&sakfraga={id}"));
    format!("/overlamningar/ny?dialog={}{area}", subject.dialogue.id)
}

/// Whether the feedback of a department, or to the team, is hers to write.
pub fn may_write(
    me: &Me,
    county: &County,
    holders: &Holders,
    direction: Direction,
    department: Option<i64>,
) -> bool {
    let mut all = holders.departments.iter();
    let of_regioner = all.any(|each| Some(each.id) == department && each.is_regioner);
    me.can(direction.act(of_regioner), &place(county, department))
}

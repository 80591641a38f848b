//! One milestone of a dialogue: ticked, opened again, waived, answered or given another date.

use super::dialogues::{Subject, over};
use super::feedback::duty::{choices, not_by_ticking, write_url};
use super::form::{Choice, Errors, Posted, meet};
use super::history::after_meeting;
use super::holders::{Holder, Holders};
use super::me::{Me, Shell};
use super::session::own_path;
use super::{flash, page, text};
use crate::App;
use crate::domain::access::{Act, Permit, Place};
use crate::domain::dialogue::{Dialogue, Phase};
use crate::domain::event::{self, SubjectKind};
use crate::domain::feedback::not_open_yet;
use crate::domain::milestone::{FallsOn, Milestone, Outcome, Settling};
use crate::domain::people::Seat;
use crate::domain::places::County;
use crate::error::{Error, Result};
use crate::store::milestones;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

const MET: &str = "Någon annan har ändrat milstolpen medan du skrev. Din text finns kvar nedan – jämför och spara igen.";

/// The seat a milestone falls on.
pub fn seat(milestone: &Milestone, county: &County) -> Seat {
    match (milestone.falls_on, milestone.department_id) {
        (FallsOn::CountyOfficer, _) => Seat::County(county.code.clone()),
        (FallsOn::IssueOfficer, Some(department)) => Seat::Issue(county.team_id, department),
        _ => Seat::Lead(county.team_id),
    }
}

/// Where a milestone is settled: in its län, by the one it falls on.
pub fn place(milestone: &Milestone, county: &County) -> Place {
    Place {
        seat: Some(seat(milestone, county)),
        ..county.place()
    }
}

/// A milestone with its dialogue, and the permit to settle it.
async fn load(app: &App, me: &Me, id: i64, mid: i64) -> Result<(Subject, Milestone, Permit)> {
    let subject = Subject::load(app, id).await?;
    let milestone = milestones::find(app.db.read(), id, mid).await?;
    let permit = me.may(Act::SettleMilestone, &place(&milestone, &subject.county))?;
    Ok((subject, milestone, permit))
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct TickForm {
    version: i64,
    /// The page the tick was made on, when it is another than the dialogue's.
    till: String,
}

pub async fn done(
    state: State<App>,
    me: Me,
    path: Path<(i64, i64)>,
    form: Posted<TickForm>,
) -> Result<Response> {
    tick(state, me, path, form, Outcome::Done).await
}

pub async fn reopen(
    state: State<App>,
    me: Me,
    path: Path<(i64, i64)>,
    form: Posted<TickForm>,
) -> Result<Response> {
    tick(state, me, path, form, Outcome::Open).await
}

async fn tick(
    State(app): State<App>,
    me: Me,
    Path((id, mid)): Path<(i64, i64)>,
    Posted { form, .. }: Posted<TickForm>,
    wanted: Outcome,
) -> Result<Response> {
    let (subject, _, permit) = load(&app, &me, id, mid).await?;
    if let Some(answer) = over(&me, &subject) {
        return answer;
    }
    let back = match form.till.is_empty() {
        true => subject.dialogue.url(),
        false => own_path(&form.till),
    };
    let mut tx = app.db.write(permit).await?;
    let subject = subject.again(&mut tx).await?;
    if let Some(answer) = over(&me, &subject) {
        return answer;
    }
    let now = milestones::find(tx.conn(), id, mid).await?;
    let holds = match wanted {
        Outcome::Done => !now.is_open(),
        _ => now.is_open(),
    };
    if holds {
        return Ok(flash::see(&back));
    }
    if now.version != form.version {
        return Err(Error::Stale);
    }
    if let Some(answer) = not_by_ticking(&me, &subject, &now, wanted) {
        return answer;
    }
    let settling = Settling {
        state: wanted,
        reason: String::new(),
        due_on: now.settling.due_on,
    };
    settle(&mut tx, &now, &settling, &subject.dialogue).await?;
    tx.commit().await?;
    let words = match wanted {
        Outcome::Done => "är avbockad",
        _ => "är öppen igen",
    };
    Ok(flash::see_with(&back, &format!("{} {words}.", now.title)))
}

async fn settle(
    tx: &mut crate::store::Write,
    now: &Milestone,
    settling: &Settling,
    of: &Dialogue,
) -> Result<()> {
    let today = tx.today();
    milestones::settle(tx, now, settling, of.plan.held_on, today).await
}

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SettleForm {
    state: String,
    reason: String,
    due_on: String,
    version: i64,
}

impl From<&Settling> for SettleForm {
    fn from(settling: &Settling) -> Self {
        SettleForm {
            state: settling.state.to_string(),
            reason: settling.reason.clone(),
            due_on: text::iso(settling.due_on),
            version: 0,
        }
    }
}

#[derive(Template)]
#[template(path = "milestones/show.html")]
struct MilestonePage {
    shell: Shell,
    errors: Errors,
    form: SettleForm,
    crumbs: Vec<Choice>,
    milestone: Milestone,
    holder: Holder,
    dialogue: String,
    late: Option<String>,
    states: Vec<Choice>,
    may: bool,
    write: String,
    back: String,
}

impl MilestonePage {
    fn day(&self) -> String {
        text::long_date(self.milestone.settling.due_on)
    }

    fn legend(&self) -> &'static str {
        match self.milestone.judgement {
            true => "Bedömning",
            false => "Läge",
        }
    }

    fn reason_hint(&self) -> &'static str {
        match self.milestone.judgement {
            true => "Krävs för Behövs inte och Avstår. En rad räcker.",
            false => "Krävs för Avstår. En rad räcker.",
        }
    }

    /// "Elsa Norling, 23 november 2026 kl. 14.05"
    fn settled(&self) -> Option<String> {
        let at = text::stamp(self.milestone.settled_at?);
        let who = self.milestone.settled_by.as_deref().unwrap_or("Systemet");
        Some(format!("{who}, {at}"))
    }
}

pub async fn show(
    State(app): State<App>,
    me: Me,
    Path((id, mid)): Path<(i64, i64)>,
) -> Result<Response> {
    let subject = Subject::load(&app, id).await?;
    let milestone = milestones::find(app.db.read(), id, mid).await?;
    let form = SettleForm {
        version: milestone.version,
        ..SettleForm::from(&milestone.settling)
    };
    form_page(&app, &me, &subject, milestone, form, Errors::default()).await
}

pub async fn update(
    State(app): State<App>,
    me: Me,
    Path((id, mid)): Path<(i64, i64)>,
    Posted { form, mut errors }: Posted<SettleForm>,
) -> Result<Response> {
    let (subject, shown, permit) = load(&app, &me, id, mid).await?;
    if let Some(answer) = over(&me, &subject) {
        return answer;
    }
    let today = app.clock.today();
    let checked = check(&form, &mut errors, &shown, &subject.dialogue, today);
    let (Some(settling), true) = (checked, errors.allow()) else {
        return form_page(&app, &me, &subject, shown, form, errors).await;
    };
    let mut tx = app.db.write(permit).await?;
    let subject = subject.again(&mut tx).await?;
    if let Some(answer) = over(&me, &subject) {
        return answer;
    }
    let now = milestones::find(tx.conn(), id, mid).await?;
    let about = event::Subject::new(SubjectKind::Milestone, mid);
    let seen = form.version;
    let mine = SettleForm {
        version: seen,
        ..SettleForm::from(&settling)
    };
    let together: &[&[&str]] = &[&["state", "reason"]];
    let met = meet(
        &mut tx,
        &about,
        &now.settling,
        now.version,
        mine,
        seen,
        together,
    )
    .await?;
    let form = after_meeting(&app, met, MET, &mut errors).await?;
    if !errors.allow() {
        drop(tx);
        return form_page(&app, &me, &subject, now, form, errors).await;
    }
    let checked = check(&form, &mut errors, &now, &subject.dialogue, today);
    if checked
        .as_ref()
        .is_some_and(|each| moves_orders(&now, each))
    {
        let orders = me.can(Act::ChooseIssueAreas, &subject.county.place());
        if !orders {
            errors.add("due_on", FOLLOWS_ORDER);
        }
    }
    let Some(settling) = checked.filter(|_| errors.allow()) else {
        drop(tx);
        return form_page(&app, &me, &subject, now, form, errors).await;
    };
    if settling == now.settling {
        return Ok(flash::see_with(
            &subject.dialogue.url(),
            "Inget var ändrat.",
        ));
    }
    settle(&mut tx, &now, &settling, &subject.dialogue).await?;
    tx.commit().await?;
    let saved = format!("{} är sparad.", now.title);
    Ok(flash::see_with(&subject.dialogue.url(), &saved))
}

const FOLLOWS_ORDER: &str =
    "Datumet är det som underlaget är beställt till. Be den uppdragsansvariga om ett annat.";

/// The date of what is ordered is a matter for those who order.
fn moves_orders(before: &Milestone, after: &Settling) -> bool {
    let ordered = ["national_brief", "regional_brief"].contains(&before.key.as_str());
    ordered && after.due_on != before.settling.due_on
}

fn check(
    form: &SettleForm,
    errors: &mut Errors,
    milestone: &Milestone,
    dialogue: &Dialogue,
    today: Date,
) -> Option<Settling> {
    let held_on = dialogue.plan.held_on;
    let state = form.state.parse::<Outcome>().ok();
    let offered = state.filter(|state| choices(milestone, dialogue.phase).contains(state));
    let state = errors.need("state", offered, "Välj var milstolpen står.");
    let reason = match state.is_some_and(Outcome::asks_why) {
        true => errors.text("reason", &form.reason, 1000, "Skriv ett skäl."),
        false => errors.optional_text("reason", &form.reason, 1000),
    };
    let due_on = errors.date("due_on", &form.due_on);
    if let Some(day) = due_on.filter(|day| *day != milestone.settling.due_on) {
        if day < today {
            errors.add(
                "due_on",
                "Datumet har redan passerat. Ange ett datum från och med i dag.",
            );
        } else if milestone.before_the_day() && day > held_on {
            let last = text::iso(held_on);
            errors.add(
                "due_on",
                format!(
                    "Det här hör till förberedelserna. Ange ett datum senast dialogens dag, {last}."
                ),
            );
        }
    }
    Some(Settling {
        state: state?,
        reason: reason?,
        due_on: due_on?,
    })
}

async fn form_page(
    app: &App,
    me: &Me,
    subject: &Subject,
    milestone: Milestone,
    form: SettleForm,
    errors: Errors,
) -> Result<Response> {
    let today = app.clock.today();
    let holders = Holders::load(app.db.read(), today).await?;
    let over = subject.dialogue.phase.is_over();
    let may = !over && me.can(Act::SettleMilestone, &place(&milestone, &subject.county));
    let late = text::late(milestone.settling.due_on, today);
    let late = late.filter(|_| !not_open_yet(&milestone.key, subject.dialogue.phase));
    let template = MilestonePage {
        shell: me.shell_for(&errors),
        holder: holders.of(&seat(&milestone, &subject.county)),
        crumbs: subject.crumbs(),
        dialogue: subject.name(),
        late: late.filter(|_| milestone.is_open() && !over),
        states: states(&milestone, subject.dialogue.phase),
        write: write_url(me, &subject.dialogue, &subject.county, &holders, &milestone),
        back: subject.dialogue.url(),
        may,
        milestone,
        form,
        errors,
    };
    page(template.errors.status(), &template)
}

fn states(of: &Milestone, phase: Phase) -> Vec<Choice> {
    let hint = |state: &Outcome| match state {
        Outcome::Needed => "Ligger kvar tills den bockas av.",
        Outcome::NotNeeded => "Räknas som klar. Skriv skälet nedan.",
        Outcome::Waived => "Räknas bort. Skriv skälet nedan.",
        _ => "",
    };
    let choice = |state: &Outcome| Choice::new(state, state.label()).hint(hint(state));
    choices(of, phase).iter().map(choice).collect()
}

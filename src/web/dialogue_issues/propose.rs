//! Proposing an issue area for a dialogue, as one's own idea or as the region's wish.

use super::{ChooseForm, draw, place, state};
use crate::App;
use crate::domain::access::Act;
use crate::domain::dialogue_issue::{AreaOf, DialogueIssue, Origin, State as Stands};
use crate::domain::people::Seat;
use crate::domain::places::County;
use crate::error::Result;
use crate::secrets::Token;
use crate::store::dialogue_issues;
use crate::web::dialogues::{Subject, over};
use crate::web::flash;
use crate::web::form::{Choice, Errors, Posted};
use crate::web::me::Me;
use axum::extract::{Path, State};
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct ProposeForm {
    pub issue_area_id: String,
    pub origin: String,
    pub reason: String,
    pub once: String,
}

impl ProposeForm {
    pub fn new() -> ProposeForm {
        ProposeForm {
            once: Token::short(),
            ..ProposeForm::default()
        }
    }
}

/// What she proposes by her function.
fn own(me: &Me, county: &County) -> Origin {
    let seat = Seat::County(county.code.clone());
    let holds = me.standing.assignments.iter().any(|row| row.seat == seat);
    if holds {
        Origin::County
    } else {
        Origin::Agency
    }
}

pub fn origins(me: &Me, county: &County) -> Vec<Choice> {
    let choice = |origin: Origin| Choice::new(origin, origin.label());
    [own(me, county), Origin::Region].map(choice).into()
}

/// What has been checked of a proposal.
struct Proposal {
    area: AreaOf,
    origin: Origin,
    reason: String,
}

pub async fn propose(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<ProposeForm>,
) -> Result<Response> {
    let subject = Subject::load(&app, id).await?;
    let areas = dialogue_issues::areas(app.db.read()).await?;
    let asked = form.issue_area_id.parse::<i64>().ok();
    let area = asked.and_then(|id| areas.iter().find(|area| area.id == id));
    let where_to = area.map_or(subject.county.place(), |area| place(area, &subject.county));
    let permit = me.may(Act::ProposeIssueAreas, &where_to)?;
    if let Some(answer) = over(&me, &subject) {
        return answer;
    }
    let issues = dialogue_issues::of_dialogue(app.db.read(), id).await?;
    let today = app.clock.today();
    let origin = own(&me, &subject.county);
    let checked = check(&form, area, origin, today, &mut errors);
    let (Some(proposal), true) = (checked, errors.allow()) else {
        let forms = (ChooseForm::of(&issues), form);
        return draw(&app, &me, &subject, issues, forms, errors).await;
    };
    let mut tx = app.db.write(permit).await?;
    let subject = subject.again(&mut tx).await?;
    if let Some(answer) = over(&me, &subject) {
        return answer;
    }
    if let Some(url) = tx.already_made(&form.once).await? {
        return Ok(flash::see(&url));
    }
    let now = dialogue_issues::of_dialogue(tx.conn(), id).await?;
    if let Some(there) = state(&now, proposal.area.id) {
        errors.add("issue_area_id", already(there));
        drop(tx);
        let forms = (ChooseForm::of(&now), form);
        return draw(&app, &me, &subject, now, forms, errors).await;
    }
    let Proposal {
        area,
        origin,
        reason,
    } = proposal;
    dialogue_issues::propose(&mut tx, id, area.id, origin, &reason).await?;
    let url = format!("{}/sakfragor", subject.dialogue.url());
    tx.made(&form.once, &url).await?;
    tx.commit().await?;
    let said = format!("{} är föreslagen.", area.name);
    Ok(flash::see_with(&url, &said))
}

fn already(there: &DialogueIssue) -> String {
    let who = there.proposed_by.as_deref().unwrap_or("någon annan");
    match there.state {
        Stands::Chosen => format!("{} är redan vald.", there.area.name),
        _ => format!("{} är redan föreslagen av {who}.", there.area.name),
    }
}

fn check(
    form: &ProposeForm,
    area: Option<&AreaOf>,
    own: Origin,
    today: Date,
    errors: &mut Errors,
) -> Option<Proposal> {
    let area = errors.need("issue_area_id", area, "Välj en sakfråga.");
    if let Some(area) = area.filter(|area| area.is_closed(today)) {
        let sentence = format!("{} har avslutats. Välj en annan sakfråga.", area.name);
        errors.add("issue_area_id", sentence);
    }
    let origin = match form.origin.parse() {
        Ok(Origin::Region) => Origin::Region,
        _ => own,
    };
    let reason = errors.text(
        "reason",
        &form.reason,
        300,
        "Skriv varför sakfrågan är aktuell.",
    );
    Some(Proposal {
        area: area?.clone(),
        origin,
        reason: reason?,
    })
}

//! Aktuella sakfrågor of a dialogue: what is proposed, what is chosen, and what choosing orders.

pub mod card;
mod plan;
pub mod propose;

use super::dialogues::{Subject, over};
use super::form::{Choice, Errors, Posted};
use super::holders::{Holder, Holders};
use super::me::{Me, Shell};
use super::{flash, page, text};
use crate::App;
use crate::domain::access::{Act, Place};
use crate::domain::dialogue_issue::{AreaOf, DialogueIssue, State as Stands, met};
use crate::domain::people::Seat;
use crate::domain::places::County;
use crate::error::Result;
use crate::store::{dialogue_issues, kept};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use jiff::civil::Date;
use plan::Foreseen;
use propose::ProposeForm;
use serde::Deserialize;

/// Who answers for a department's issue areas in a län.
pub fn seat(area: &AreaOf, county: &County) -> Seat {
    match area.is_regioner {
        true => Seat::Lead(county.team_id),
        false => Seat::Issue(county.team_id, area.department_id),
    }
}

/// Where an issue area is proposed.
fn place(area: &AreaOf, county: &County) -> Place {
    Place {
        department: Some(area.department_id),
        issue_area: Some(area.id),
        ..county.place()
    }
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct ChooseForm {
    areas: Vec<String>,
    /// What was chosen when the form was shown.
    seen: Vec<String>,
    preview: String,
}

impl ChooseForm {
    fn of(issues: &[DialogueIssue]) -> ChooseForm {
        let chosen: Vec<String> = chosen(issues).iter().map(ToString::to_string).collect();
        ChooseForm {
            areas: chosen.clone(),
            seen: chosen,
            preview: String::new(),
        }
    }
}

fn chosen(issues: &[DialogueIssue]) -> Vec<i64> {
    let chosen = issues.iter().filter(|each| each.state == Stands::Chosen);
    chosen.map(|each| each.area.id).collect()
}

fn numbers(texts: &[String]) -> Vec<i64> {
    texts.iter().filter_map(|text| text.parse().ok()).collect()
}

/// An issue area on the page.
struct Line {
    area: AreaOf,
    field: String,
    ticked: bool,
    /// The word and the colour of where it stands.
    tag: Option<(&'static str, &'static str)>,
    closed: bool,
    /// "Regionens önskemål: … (Anna Lind, 8 oktober 2026)"
    told: Option<Told>,
}

struct Told {
    origin: &'static str,
    reason: String,
    who: String,
}

struct Department {
    name: String,
    holder: Holder,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "dialogue_issues/show.html")]
struct IssuesPage {
    shell: Shell,
    errors: Errors,
    crumbs: Vec<Choice>,
    dialogue: String,
    url: String,
    back: String,
    departments: Vec<Department>,
    form: ChooseForm,
    may_choose: bool,
    foreseen: Option<Foreseen>,
    /// What she may propose; empty when she may not.
    proposable: Vec<Choice>,
    proposal: ProposeForm,
    origins: Vec<Choice>,
    chosen: String,
}

impl IssuesPage {
    /// The choice that is made when nothing else is said: her own proposal.
    fn origin(&self) -> String {
        let first = self.origins.first().map(|choice| choice.value.clone());
        match self.proposal.origin.is_empty() {
            true => first.unwrap_or_default(),
            false => self.proposal.origin.clone(),
        }
    }
}

pub async fn show(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let subject = Subject::load(&app, id).await?;
    let db = app.db.read();
    let read = dialogue_issues::of_dialogue(db, id);
    let issues = kept::copy(db, "issues of dialogue", id, read).await?;
    let forms = (ChooseForm::of(&issues), ProposeForm::new());
    draw(&app, &me, &subject, issues, forms, Errors::default()).await
}

pub async fn choose(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<ChooseForm>,
) -> Result<Response> {
    let subject = Subject::load(&app, id).await?;
    let permit = me.may(Act::ChooseIssueAreas, &subject.county.place())?;
    if let Some(answer) = over(&me, &subject) {
        return answer;
    }
    let today = app.clock.today();
    let issues = dialogue_issues::of_dialogue(app.db.read(), id).await?;
    let areas = dialogue_issues::areas(app.db.read()).await?;
    if !form.preview.is_empty() {
        let forms = (form, ProposeForm::new());
        return draw(&app, &me, &subject, issues, forms, Errors::default()).await;
    }
    check(&form, &chosen(&issues), &areas, today, &mut errors);
    if !errors.allow() {
        let forms = (form, ProposeForm::new());
        return draw(&app, &me, &subject, issues, forms, errors).await;
    }
    let mut tx = app.db.write(permit).await?;
    let subject = subject.again(&mut tx).await?;
    if let Some(answer) = over(&me, &subject) {
        return answer;
    }
    let now = dialogue_issues::of_dialogue(tx.conn(), id).await?;
    let wanted = check(&form, &chosen(&now), &areas, today, &mut errors);
    if !errors.allow() {
        drop(tx);
        let forms = (form, ProposeForm::new());
        return draw(&app, &me, &subject, now, forms, errors).await;
    }
    let url = subject.dialogue.url();
    if !dialogue_issues::choose(&mut tx, &subject.dialogue, &wanted).await? {
        return Ok(flash::see_with(&url, "Inget var ändrat."));
    }
    tx.commit().await?;
    let count = text::counted(wanted.len() as i64, "sakfråga", "sakfrågor");
    let said = format!(
        "{} är valda och underlagen är beställda.",
        text::first_upper(&count)
    );
    Ok(flash::see_with(&url, &said))
}

/// The issue areas that hold after this form, whatever others have chosen meanwhile.
fn check(
    form: &ChooseForm,
    now: &[i64],
    areas: &[AreaOf],
    today: Date,
    errors: &mut Errors,
) -> Vec<AreaOf> {
    let (seen, ticked) = (numbers(&form.seen), numbers(&form.areas));
    let known = |id: &i64| areas.iter().find(|area| area.id == *id);
    if ticked.len() != form.areas.len() || ticked.iter().any(|id| known(id).is_none()) {
        errors.add(
            "areas",
            "En av sakfrågorna finns inte längre. Välj bland dem som visas.",
        );
    }
    for area in ticked.iter().filter_map(known) {
        if area.is_closed(today) && !now.contains(&area.id) && !seen.contains(&area.id) {
            let sentence = format!("{} har avslutats. Välj en annan sakfråga.", area.name);
            errors.add("areas", sentence);
        }
    }
    let wanted = met(now, &seen, &ticked);
    if wanted.is_empty() {
        errors.add("areas", "Välj minst en sakfråga.");
    }
    let is_wanted = |area: &&AreaOf| wanted.contains(&area.id);
    areas.iter().filter(is_wanted).cloned().collect()
}

async fn draw(
    app: &App,
    me: &Me,
    subject: &Subject,
    issues: Vec<DialogueIssue>,
    (form, proposal): (ChooseForm, ProposeForm),
    errors: Errors,
) -> Result<Response> {
    let (db, today) = (app.db.read(), app.clock.today());
    let areas = kept::copy(db, "areas of issues", "", dialogue_issues::areas(db)).await?;
    let holders = Holders::load(db, today).await?;
    let over = subject.dialogue.phase.is_over();
    let may_choose = !over && me.can(Act::ChooseIssueAreas, &subject.county.place());
    let foreseen = match may_choose {
        true => {
            let mut ignored = Errors::default();
            let now = chosen(&issues);
            let wanted = check(&form, &now, &areas, today, &mut ignored);
            Some(Foreseen::load(app, &holders, subject, &wanted).await?)
        }
        false => None,
    };
    let open = |area: &&AreaOf| !area.is_closed(today) && state(&issues, area.id).is_none();
    let may =
        |area: &&AreaOf| !over && me.can(Act::ProposeIssueAreas, &place(area, &subject.county));
    let proposable = areas.iter().filter(open).filter(may);
    let choice = |area: &AreaOf| Choice::new(area.id, &area.name).hint(&area.department);
    let template = IssuesPage {
        shell: me.shell_for(&errors),
        crumbs: subject.crumbs(),
        dialogue: subject.name(),
        url: format!("{}/sakfragor", subject.dialogue.url()),
        back: subject.dialogue.url(),
        chosen: text::first_upper(&text::counted(
            chosen(&issues).len() as i64,
            "sakfråga är vald",
            "sakfrågor är valda",
        )),
        proposable: proposable.map(choice).collect(),
        departments: departments(&areas, &issues, &form, &holders, &subject.county, today),
        origins: propose::origins(me, &subject.county),
        may_choose,
        foreseen,
        proposal,
        form,
        errors,
    };
    page(template.errors.status(), &template)
}

/// Where an issue area stands, when it is proposed or chosen.
fn state(issues: &[DialogueIssue], area: i64) -> Option<&DialogueIssue> {
    let mut known = issues.iter().filter(|each| each.state != Stands::Dropped);
    known.find(|each| each.area.id == area)
}

fn departments(
    areas: &[AreaOf],
    issues: &[DialogueIssue],
    form: &ChooseForm,
    holders: &Holders,
    county: &County,
    today: Date,
) -> Vec<Department> {
    let mut departments: Vec<Department> = Vec::new();
    let shown = |area: &&AreaOf| !area.is_closed(today) || state(issues, area.id).is_some();
    for (place, area) in areas.iter().filter(shown).enumerate() {
        let line = line(place, area, issues, form, today);
        match departments
            .last_mut()
            .filter(|each| each.name == area.department)
        {
            Some(department) => department.lines.push(line),
            None => departments.push(Department {
                name: area.department.clone(),
                holder: holders.of(&seat(area, county)),
                lines: vec![line],
            }),
        }
    }
    departments
}

fn line(
    place: usize,
    area: &AreaOf,
    issues: &[DialogueIssue],
    form: &ChooseForm,
    today: Date,
) -> Line {
    let issue = state(issues, area.id);
    let tone = |state| {
        if state == Stands::Chosen {
            "green"
        } else {
            "amber"
        }
    };
    Line {
        field: match place {
            0 => "field-areas".to_owned(),
            _ => format!("field-areas-{}", place + 1),
        },
        ticked: form.areas.contains(&area.id.to_string()),
        tag: issue.map(|each| (each.state.label(), tone(each.state))),
        closed: area.is_closed(today),
        told: issue.map(told),
        area: area.clone(),
    }
}

fn told(issue: &DialogueIssue) -> Told {
    let who = issue.proposed_by.as_deref().unwrap_or("Systemet");
    let day = text::long_date(text::to_stockholm_date(issue.proposed_at));
    Told {
        origin: issue.origin.label(),
        reason: issue.reason.clone(),
        who: format!("{who}, {day}"),
    }
}

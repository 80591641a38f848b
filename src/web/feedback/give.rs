//! Writing a feedback: filled in from what was said and promised, so that nothing is typed twice.

use super::dialogue::not_held;
use crate::App;
use crate::domain::access::Permit;
use crate::domain::feedback::{Direction, Giving, place, title};
use crate::domain::outcome::OutcomeKind;
use crate::domain::places::Department;
use crate::error::{Error, Result};
use crate::secrets::Token;
use crate::store::feedback;
use crate::store::feedback::proposal::{self, Promised, Said};
use crate::web::dialogues::Subject;
use crate::web::form::{Choice, Errors, Posted};
use crate::web::holders::Holders;
use crate::web::me::{Me, Shell};
use crate::web::{flash, page, text};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;

const LONGEST: usize = 20_000;

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct GiveForm {
    riktning: String,
    avdelning: String,
    text: String,
    given_on: String,
    receiver: String,
    diary_no: String,
    once: String,
}

/// To whom it is given, and whose duty it is.
struct Duty {
    direction: Direction,
    department: Option<Department>,
}

impl Duty {
    /// What is asked for that does not exist is not found.
    fn read(direction: &str, department: &str, holders: &Holders) -> Result<Duty> {
        let direction = Direction::of_slug(direction).ok_or(Error::NotFound)?;
        let mut all = holders.departments.iter();
        let department = all.find(|each| each.id.to_string() == department);
        if direction.per_department() != department.is_some() {
            return Err(Error::NotFound);
        }
        Ok(Duty {
            direction,
            department: department.cloned(),
        })
    }

    fn id(&self) -> Option<i64> {
        self.department.as_ref().map(|each| each.id)
    }

    fn name(&self) -> &str {
        self.department.as_ref().map_or("", |each| &each.name)
    }

    fn permit(&self, me: &Me, subject: &Subject) -> Result<Permit> {
        let of_regioner = self
            .department
            .as_ref()
            .is_some_and(|each| each.is_regioner);
        let act = self.direction.act(of_regioner);
        me.may(act, &place(&subject.county, self.id()))
    }
}

#[derive(Template)]
#[template(path = "feedback/give.html")]
struct GivePage {
    shell: Shell,
    errors: Errors,
    form: GiveForm,
    crumbs: Vec<Choice>,
    heading: String,
    dialogue: String,
    direction: Direction,
    back: String,
    /// Who reads it on her start page.
    readers: &'static str,
}

impl GivePage {
    fn hint(&self) -> &'static str {
        match self.form.text.is_empty() {
            true => "Det finns inga utfall eller insatser från dialogen att utgå från här.",
            false => {
                "Förslaget är hämtat från dialogens utfall och insatser. Ändra det som du vill."
            }
        }
    }

    fn to_region(&self) -> bool {
        self.direction == Direction::Region
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    riktning: String,
    avdelning: String,
}

pub async fn new(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let subject = Subject::load(&app, id).await?;
    let (db, today) = (app.db.read(), app.clock.today());
    let holders = Holders::load(db, today).await?;
    let duty = Duty::read(&asked.riktning, &asked.avdelning, &holders)?;
    duty.permit(&me, &subject)?;
    if let Some(answer) = not_held(&me, &subject) {
        return answer;
    }
    let said = proposal::said(db, id).await?;
    let promised = proposal::promised(db, id).await?;
    let actor = holders.actor_on(&subject.county.code, today);
    let receiver = match duty.direction {
        Direction::Team => format!("Team {}", subject.county.team_name),
        Direction::Department => duty.name().to_owned(),
        Direction::Region => actor.unwrap_or_default().to_owned(),
    };
    let form = GiveForm {
        text: propose(&duty, &subject, &said, &promised),
        given_on: text::iso(today),
        once: Token::short(),
        riktning: asked.riktning,
        avdelning: asked.avdelning,
        receiver,
        ..GiveForm::default()
    };
    form_page(&me, &subject, &duty, form, Errors::default())
}

pub async fn create(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<GiveForm>,
) -> Result<Response> {
    let subject = Subject::load(&app, id).await?;
    let today = app.clock.today();
    let holders = Holders::load(app.db.read(), today).await?;
    let duty = Duty::read(&form.riktning, &form.avdelning, &holders)?;
    let permit = duty.permit(&me, &subject)?;
    let checked = check(&form, &duty, &subject, today, &mut errors);
    let (Some(giving), true) = (checked, errors.allow()) else {
        return form_page(&me, &subject, &duty, form, errors);
    };
    let mut tx = app.db.write(permit).await?;
    if let Some(url) = tx.already_made(&form.once).await? {
        return Ok(flash::see_made(&url));
    }
    let subject = subject.again(&mut tx).await?;
    duty.permit(&me, &subject)?;
    if let Some(answer) = not_held(&me, &subject) {
        return answer;
    }
    feedback::give(&mut tx, &giving).await?;
    let url = super::dialogue::url(id);
    tx.made(&form.once, &url).await?;
    tx.commit().await?;
    let said = format!("{} är sparad.", title(duty.direction, duty.name()));
    Ok(flash::see_with(&url, &said))
}

fn check(
    form: &GiveForm,
    duty: &Duty,
    subject: &Subject,
    today: Date,
    errors: &mut Errors,
) -> Option<Giving> {
    let held_on = subject.dialogue.plan.held_on;
    let text = errors.text("text", &form.text, LONGEST, "Skriv vad du återkopplar.");
    let given_on = errors.date("given_on", &form.given_on);
    if given_on.is_some_and(|day| day > today) {
        let wrong = "Dagen har inte varit ännu. Ange i dag eller en tidigare dag.";
        errors.add("given_on", wrong);
    } else if given_on.is_some_and(|day| day < held_on) {
        let day = text::iso(held_on);
        errors.add(
            "given_on",
            format!("Ange en dag från och med dialogens dag, {day}."),
        );
    }
    let who = "Skriv vem som har fått återkopplingen.";
    let receiver = errors.text("receiver", &form.receiver, 200, who);
    let diary_no = errors.optional_text("diary_no", &form.diary_no, 100);
    Some(Giving {
        dialogue_id: subject.dialogue.id,
        direction: duty.direction,
        department_id: duty.id(),
        text: text?,
        given_on: given_on?,
        receiver: receiver?,
        diary_no: diary_no?,
        report_id: None,
    })
}

/// What was said and promised, as Markdown. To the region goes what is marked as shareable, and nothing else.
fn propose(duty: &Duty, subject: &Subject, said: &[Said], promised: &[Promised]) -> String {
    let to_region = duty.direction == Direction::Region;
    let id = duty.id();
    let hers = |department: Option<i64>| id.is_none() || department == id;
    let mut parts = Vec::new();
    for kind in OutcomeKind::ALL {
        let lines = said.iter().filter(|each| each.kind == *kind);
        let lines = lines.filter(|each| each.shareable || !to_region);
        let lines = lines.filter(|each| hers(each.department_id));
        let lines: Vec<_> = lines.map(|each| item(&each.text)).collect();
        if !lines.is_empty() {
            parts.push(format!("## {}\n\n{}", kind.label(), lines.join("\n")));
        }
    }
    let actions = promised.iter().filter(|each| each.shareable || !to_region);
    let actions = actions.filter(|each| hers(Some(each.department_id)));
    let actions: Vec<_> = actions.map(|each| action(each, to_region)).collect();
    if !actions.is_empty() {
        parts.push(format!("## Insatser\n\n{}", actions.join("\n")));
    }
    if parts.is_empty() {
        return String::new();
    }
    let day = text::long_date(subject.dialogue.plan.held_on);
    let county = &subject.county.name;
    format!(
        "Från dialogen med {county} den {day}:\n\n{}",
        parts.join("\n\n")
    )
}

fn item(text: &str) -> String {
    format!("- {}", text.trim().replace('\n', "\n  "))
}

fn action(of: &Promised, to_region: bool) -> String {
    let state = of.status.label().to_lowercase();
    let due = match of.status.is_open() {
        true => format!("{state}, klar senast {}", of.due_on),
        false => state,
    };
    let said = match to_region && !of.region_text.is_empty() {
        true => format!("\n  {}", of.region_text.trim().replace('\n', "\n  ")),
        false => String::new(),
    };
    format!("- {} ({due}){said}", of.title)
}

fn form_page(
    me: &Me,
    subject: &Subject,
    duty: &Duty,
    form: GiveForm,
    errors: Errors,
) -> Result<Response> {
    let mut crumbs = subject.crumbs();
    let back = super::dialogue::url(subject.dialogue.id);
    crumbs.push(Choice::new(&back, "Återkoppling"));
    let template = GivePage {
        shell: me.shell_for(&errors),
        heading: title(duty.direction, duty.name()),
        dialogue: subject.name(),
        direction: duty.direction,
        readers: match duty.direction {
            Direction::Team => {
                "Alla som har en funktion i teamet ser den på sin startsida tills de har kvitterat att de har läst."
            }
            Direction::Department => {
                "Avdelningens ansvariga för sakfrågor, chefer och de som har en funktion i ett team ser den på sin startsida tills de har kvitterat."
            }
            Direction::Region => {
                "Tjänsten skickar ingenting. Skriv vad ni har berättat för regionen, och när. Förslaget bygger bara på det som får delas."
            }
        },
        crumbs,
        back,
        form,
        errors,
    };
    page(template.errors.status(), &template)
}

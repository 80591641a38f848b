//! Inbjudningar to other national agencies: the card on a dialogue's page, added and changed.

pub mod letter;
pub mod list;
pub mod remove;
mod text_of;

use super::dialogues::{Subject, over};
use super::form::{Choice, Errors, Posted, meet};
use super::history::after_meeting;
use super::me::{Me, Shell};
use super::participants::presence::back;
use super::{flash, page, text};
use crate::App;
use crate::domain::access::{Act, Permit};
use crate::domain::event::{self, SubjectKind};
use crate::domain::invitation::{Asking, Invitation, MOST, Reply};
use crate::domain::participant::Attended;
use crate::error::{Error, Result};
use crate::secrets::Token;
use crate::store::{invitations, kept, places};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

const MET: &str = "Någon annan har ändrat inbjudan medan du skrev. Din text finns kvar nedan – jämför och spara igen.";

/// The card on the dialogue's page: one statement.
pub struct Card {
    pub rows: Vec<Invitation>,
    pub url: String,
    pub runs: bool,
}

pub async fn card(app: &App, dialogue_id: i64, runs: bool) -> Result<Card> {
    let db = app.db.read();
    let rows = invitations::of_dialogue(db, dialogue_id);
    let rows = kept::of_record(db, "invitations", dialogue_id, rows).await?;
    Ok(Card {
        rows: rows.to_vec(),
        url: format!("/dialoger/{dialogue_id}"),
        runs,
    })
}

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct InvitationForm {
    agency_id: String,
    issue_area_id: String,
    contact: String,
    reason: String,
    sent_on: String,
    reply: String,
    attended: String,
    feedback: String,
    version: i64,
    once: String,
}

impl From<&Asking> for InvitationForm {
    fn from(of: &Asking) -> Self {
        InvitationForm {
            agency_id: of.agency_id.to_string(),
            issue_area_id: of.issue_area_id.map_or(String::new(), |id| id.to_string()),
            contact: of.contact.clone(),
            reason: of.reason.clone(),
            sent_on: of.sent_on.map_or(String::new(), text::iso),
            reply: of.reply.to_string(),
            attended: of.attended.to_string(),
            feedback: of.feedback.clone(),
            version: 0,
            once: String::new(),
        }
    }
}

#[derive(Template)]
#[template(path = "invitations/edit.html")]
struct FormPage {
    shell: Shell,
    errors: Errors,
    form: InvitationForm,
    lists: Lists,
    crumbs: Vec<Choice>,
    dialogue: String,
    /// The agency's name and the invitation's id; empty for a new one.
    name: String,
    id: i64,
    back: String,
}

impl FormPage {
    fn is_new(&self) -> bool {
        self.id == 0
    }
}

struct Lists {
    agencies: Vec<Choice>,
    areas: Vec<Choice>,
    replies: Vec<Choice>,
    attended: Vec<Choice>,
}

impl Lists {
    /// What can be chosen today, and what the invitation already says.
    async fn load(app: &App, kept: Option<&Invitation>) -> Result<Lists> {
        let today = app.clock.today();
        let agencies = invitations::agencies(app.db.read(), today).await?;
        let areas = places::issue_areas(app.db.read(), today).await?;
        let mut lists = Lists {
            agencies: agencies
                .iter()
                .map(|(id, name)| Choice::new(id, name))
                .collect(),
            areas: areas
                .iter()
                .map(|area| Choice::new(area.id, &area.name).hint(&area.department_name))
                .collect(),
            replies: Choice::of_codes(Reply::ALL, Reply::label),
            attended: Choice::of_codes(Attended::ALL, Attended::label),
        };
        if let Some(kept) = kept {
            let of = &kept.asking;
            let agency = Some((of.agency_id, &kept.agency));
            let area = of.issue_area_id.map(|id| (id, &kept.area));
            for (list, own) in [(&mut lists.agencies, agency), (&mut lists.areas, area)] {
                let own = own.map(|(id, name)| Choice::new(id, name));
                let new = own.filter(|own| list.iter().all(|each| each.value != own.value));
                list.extend(new);
            }
        }
        Ok(lists)
    }
}

async fn load(app: &App, me: &Me, id: i64) -> Result<(Subject, Permit)> {
    let subject = Subject::load(app, id).await?;
    let permit = me.may(Act::RunDialogue, &subject.county.place())?;
    Ok((subject, permit))
}

fn check(form: &InvitationForm, lists: &Lists, today: Date, errors: &mut Errors) -> Option<Asking> {
    let agency = chosen(&form.agency_id, &lists.agencies).flatten();
    let agency_id = errors.need("agency_id", agency, "Välj en myndighet.");
    let area = chosen(&form.issue_area_id, &lists.areas);
    let area = errors.need("issue_area_id", area, "Välj en sakfråga i listan.");
    let contact = errors.optional_text("contact", &form.contact, 200);
    let reason = errors.text(
        "reason",
        &form.reason,
        1_000,
        "Skriv varför myndigheten bjuds in.",
    );
    let sent_on = errors.optional_date("sent_on", &form.sent_on);
    if sent_on.is_some_and(|day| day > today) {
        errors.add(
            "sent_on",
            "Dagen har inte varit än. Skriv när inbjudan skickades, eller lämna tomt.",
        );
    }
    let feedback = errors.optional_text("feedback", &form.feedback, 5_000);
    let asking = Asking {
        agency_id: agency_id?,
        issue_area_id: area?,
        contact: contact?,
        reason: reason?,
        sent_on,
        reply: form.reply.parse().unwrap_or(Reply::None),
        attended: form.attended.parse().unwrap_or(Attended::Unknown),
        feedback: feedback?,
    };
    errors.is_empty().then_some(asking)
}

/// Nothing, or one of what the list offers; none when it is neither.
fn chosen(value: &str, list: &[Choice]) -> Option<Option<i64>> {
    if value.is_empty() {
        return Some(None);
    }
    let known = list.iter().any(|choice| choice.value == value);
    value.parse::<i64>().ok().filter(|_| known).map(Some)
}

pub async fn new(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let (subject, _) = load(&app, &me, id).await?;
    if let Some(answer) = over(&me, &subject) {
        return answer;
    }
    let form = InvitationForm {
        reply: Reply::None.to_string(),
        once: Token::short(),
        ..InvitationForm::default()
    };
    form_page(&app, &me, &subject, None, form, Errors::default()).await
}

pub async fn create(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<InvitationForm>,
) -> Result<Response> {
    let (subject, permit) = load(&app, &me, id).await?;
    if let Some(answer) = over(&me, &subject) {
        return answer;
    }
    let lists = Lists::load(&app, None).await?;
    let asking = check(&form, &lists, app.clock.today(), &mut errors);
    let (Some(asking), true) = (asking, errors.allow()) else {
        return form_page(&app, &me, &subject, None, form, errors).await;
    };
    let mut tx = app.db.write(permit).await?;
    let subject = subject.again(&mut tx).await?;
    if let Some(answer) = over(&me, &subject) {
        return answer;
    }
    if let Some(url) = tx.already_made(&form.once).await? {
        return Ok(flash::see_made(&url));
    }
    let others = invitations::of_dialogue(tx.conn(), id).await?;
    already_there(&others, &asking, &mut errors);
    if !errors.allow() {
        drop(tx);
        return form_page(&app, &me, &subject, None, form, errors).await;
    }
    invitations::add(&mut tx, &subject.dialogue, &asking).await?;
    let url = format!("{}#inbjudna", subject.dialogue.url());
    tx.made(&form.once, &url).await?;
    tx.commit().await?;
    let said =
        "Inbjudan är tillagd. Inget skickas av sig självt: texten finns under Inbjudan att skicka.";
    Ok(flash::see_with(&url, said))
}

fn already_there(others: &[Invitation], new: &Asking, errors: &mut Errors) {
    if let Some(there) = others
        .iter()
        .find(|each| each.asking.agency_id == new.agency_id)
    {
        errors.add("agency_id", format!("{} är redan inbjuden.", there.agency));
    }
    if others.len() >= MOST {
        errors.add(
            "",
            format!("Dialogen har redan {MOST} inbjudningar. Ta bort någon först."),
        );
    }
}

pub async fn edit(
    State(app): State<App>,
    me: Me,
    Path((id, iid)): Path<(i64, i64)>,
) -> Result<Response> {
    let (subject, _) = load(&app, &me, id).await?;
    let found = invitations::find(app.db.read(), id, iid).await?;
    if let Some(answer) = over(&me, &subject) {
        return answer;
    }
    let form = InvitationForm {
        version: found.version,
        ..InvitationForm::from(&found.asking)
    };
    form_page(&app, &me, &subject, Some(&found), form, Errors::default()).await
}

pub async fn update(
    State(app): State<App>,
    me: Me,
    Path((id, iid)): Path<(i64, i64)>,
    Posted {
        mut form,
        mut errors,
    }: Posted<InvitationForm>,
) -> Result<Response> {
    let (subject, permit) = load(&app, &me, id).await?;
    let shown = invitations::find(app.db.read(), id, iid).await?;
    if let Some(answer) = over(&me, &subject) {
        return answer;
    }
    // An invitation stays with its agency.
    form.agency_id = shown.asking.agency_id.to_string();
    let (lists, today) = (Lists::load(&app, Some(&shown)).await?, app.clock.today());
    let asking = check(&form, &lists, today, &mut errors);
    let (Some(asking), true) = (asking, errors.allow()) else {
        return form_page(&app, &me, &subject, Some(&shown), form, errors).await;
    };
    let mut tx = app.db.write(permit).await?;
    let subject = subject.again(&mut tx).await?;
    if let Some(answer) = over(&me, &subject) {
        return answer;
    }
    let now = invitations::find(tx.conn(), id, iid).await?;
    let about = event::Subject::new(SubjectKind::Invitation, iid);
    let seen = form.version;
    let mine = InvitationForm {
        version: seen,
        ..InvitationForm::from(&asking)
    };
    let met = meet(&mut tx, &about, &now.asking, now.version, mine, seen, &[]).await?;
    let form = after_meeting(&app, met, MET, &mut errors).await?;
    let lists = Lists::load(&app, Some(&now)).await?;
    let asking = check(&form, &lists, today, &mut errors);
    let (Some(asking), true) = (asking, errors.allow()) else {
        drop(tx);
        return form_page(&app, &me, &subject, Some(&now), form, errors).await;
    };
    let url = format!("{}#inbjudna", subject.dialogue.url());
    if asking == now.asking {
        return Ok(flash::see_with(&url, "Inget var ändrat."));
    }
    invitations::change(&mut tx, &now, &asking).await?;
    tx.commit().await?;
    Ok(flash::see_with(&url, "Inbjudan är sparad."))
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct AttendedForm {
    attended: String,
    punkt: String,
    version: i64,
}

/// One press on the page of the conducting: the agency came, or did not.
pub async fn attended(
    State(app): State<App>,
    me: Me,
    Path((id, iid)): Path<(i64, i64)>,
    Posted { form, .. }: Posted<AttendedForm>,
) -> Result<Response> {
    let (subject, permit) = load(&app, &me, id).await?;
    invitations::find(app.db.read(), id, iid).await?;
    let attended: Attended = form.attended.parse().map_err(|_| {
        Error::BadRequest("Svara ja eller nej på om myndigheten deltog.".to_owned())
    })?;
    let mut tx = app.db.write(permit).await?;
    let subject = subject.again(&mut tx).await?;
    if let Some(answer) = over(&me, &subject) {
        return answer;
    }
    let now = invitations::find(tx.conn(), id, iid).await?;
    let url = back(&subject.dialogue, &form.punkt);
    if now.asking.attended == attended {
        return Ok(flash::see(&url));
    }
    if now.version != form.version {
        return Err(Error::Stale);
    }
    let after = Asking {
        attended,
        ..now.asking.clone()
    };
    invitations::change(&mut tx, &now, &after).await?;
    tx.commit().await?;
    let words = match attended {
        Attended::Yes => "deltog",
        _ => "deltog inte",
    };
    Ok(flash::see_with(&url, &format!("{} {words}.", now.agency)))
}

async fn form_page(
    app: &App,
    me: &Me,
    subject: &Subject,
    of: Option<&Invitation>,
    form: InvitationForm,
    errors: Errors,
) -> Result<Response> {
    let template = FormPage {
        shell: me.shell_for(&errors),
        lists: Lists::load(app, of).await?,
        crumbs: subject.crumbs(),
        dialogue: subject.name(),
        name: of.map_or(String::new(), |of| of.agency.clone()),
        id: of.map_or(0, |of| of.id),
        back: subject.dialogue.url(),
        form,
        errors,
    };
    page(template.errors.status(), &template)
}

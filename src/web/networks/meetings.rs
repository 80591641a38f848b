//! Meetings of a network: when, who went, what was said.

use super::may;
use crate::App;
use crate::domain::event::{Subject, SubjectKind};
use crate::domain::network::{Meeting, Minutes, Network};
use crate::error::Result;
use crate::secrets::Token;
use crate::store::{networks, participants, people};
use crate::web::form::{Choice, Errors, Posted, meet};
use crate::web::history::after_meeting;
use crate::web::me::{Me, Shell};
use crate::web::{flash, page, parse};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

const SHORT: usize = 200;
const LONG: usize = 20_000;
const MET: &str = "Någon annan har ändrat träffen medan du skrev. Din text finns kvar nedan – jämför och spara igen.";

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct MeetingForm {
    held_on: String,
    title: String,
    place: String,
    notes: String,
    people: Vec<String>,
    version: i64,
    once: String,
}

impl From<&Minutes> for MeetingForm {
    fn from(of: &Minutes) -> Self {
        MeetingForm {
            held_on: of.held_on.to_string(),
            title: of.title.clone(),
            place: of.place.clone(),
            notes: of.notes.clone(),
            people: of.people.iter().map(ToString::to_string).collect(),
            version: 0,
            once: String::new(),
        }
    }
}

impl MeetingForm {
    /// The same values written the same way, so that only real changes count.
    fn tidy(mut self) -> Self {
        self.people
            .sort_by_key(|each| each.parse::<i64>().unwrap_or_default());
        self.people.dedup();
        for text in [&mut self.title, &mut self.place, &mut self.notes] {
            *text = text.trim().to_owned();
        }
        if let Some(day) = parse::date(&self.held_on) {
            self.held_on = day.to_string();
        }
        self
    }
}

#[derive(Template)]
#[template(path = "networks/meeting.html")]
struct MeetingPage {
    shell: Shell,
    errors: Errors,
    form: MeetingForm,
    network: Network,
    meeting: Option<Meeting>,
    people: People,
}

impl MeetingPage {
    fn who_first(&self) -> &'static str {
        match self.meeting {
            _ if self.people.near.is_empty() => "Ingen av oss sitter i nätverket i dag.",
            None => "De som sitter i nätverket i dag står först och är förkryssade.",
            Some(_) => "De som sitter i nätverket står först.",
        }
    }

    /// Whether the rest of the colleagues are shown at once.
    fn unfolds(&self) -> bool {
        let ticked = |each: &Choice| self.form.people.contains(&each.value);
        self.people.near.is_empty() || self.people.others.iter().any(ticked)
    }
}

/// The colleagues to choose among.
struct People {
    /// Those who sit there or went.
    near: Vec<Choice>,
    others: Vec<Choice>,
}

impl People {
    async fn load(app: &App, network: i64, kept: Option<&Meeting>) -> Result<People> {
        let db = app.db.read();
        let seats = networks::seats(db, network).await?;
        let went = kept.map_or(&[][..], |each| &each.minutes.people);
        let sits = |id: &i64| seats.iter().any(|seat| seat.sitting.person_id == *id);
        let all = participants::colleagues(db).await?;
        // one who has left stays on what she went to
        let gone = |id: &&i64| !all.iter().any(|(each, ..)| each == *id);
        let gone: Vec<i64> = went.iter().filter(gone).copied().collect();
        let left = people::names(db, &gone).await?.into_iter();
        let left = left.map(|(id, name)| Choice::new(id, name));
        let choice = |(id, name, unit): &(i64, String, String)| Choice::new(id, name).hint(unit);
        let (near, others): (Vec<_>, Vec<_>) = all
            .iter()
            .partition(|(id, ..)| went.contains(id) || sits(id));
        Ok(People {
            near: left.chain(near.into_iter().map(choice)).collect(),
            others: others.into_iter().map(choice).collect(),
        })
    }

    fn knows(&self, value: &str) -> bool {
        let mut all = self.near.iter().chain(&self.others);
        all.any(|each| each.value == value)
    }
}

/// Those of ours who sit there on a day and can be chosen: most often they are the ones who went.
async fn sitting(app: &App, network: i64, day: Date) -> Result<Vec<String>> {
    let all = participants::colleagues(app.db.read()).await?;
    let seats = networks::seats(app.db.read(), network).await?;
    let now = seats
        .iter()
        .filter(|seat| seat.sitting.span().contains(day));
    let ids = now.map(|seat| seat.sitting.person_id);
    let known = ids.filter(|id| all.iter().any(|(each, ..)| each == id));
    Ok(known.map(|id| id.to_string()).collect())
}

async fn draw(
    app: &App,
    me: &Me,
    (network, meeting): (Network, Option<Meeting>),
    mut form: MeetingForm,
    errors: Errors,
) -> Result<Response> {
    if meeting.is_none() && form.once.is_empty() {
        form.once = Token::short();
    }
    let template = MeetingPage {
        shell: me.shell_for(&errors),
        people: People::load(app, network.id, meeting.as_ref()).await?,
        form,
        network,
        meeting,
        errors,
    };
    page(template.errors.status(), &template)
}

pub async fn new(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let network = networks::find(app.db.read(), id).await?;
    may(&app, &me, &network.terms.counties).await?;
    let today = app.clock.today();
    let form = MeetingForm {
        held_on: today.to_string(),
        people: sitting(&app, id, today).await?,
        ..MeetingForm::default()
    };
    draw(&app, &me, (network, None), form, Errors::default()).await
}

pub async fn create(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<MeetingForm>,
) -> Result<Response> {
    let network = networks::find(app.db.read(), id).await?;
    let permit = may(&app, &me, &network.terms.counties).await?;
    let form = form.tidy();
    let people = People::load(&app, id, None).await?;
    let checked = check(&form, &people, app.clock.today(), &mut errors);
    let (Some(minutes), true) = (checked, errors.allow()) else {
        return draw(&app, &me, (network, None), form, errors).await;
    };
    let mut tx = app.db.write(permit).await?;
    if let Some(url) = tx.already_made(&form.once).await? {
        return Ok(flash::see_made(&url));
    }
    let now = networks::find(tx.conn(), id).await?;
    may(&app, &me, &now.terms.counties).await?;
    let made = networks::add_meeting(&mut tx, id, &minutes).await?;
    let url = format!("{}#traff-{made}", now.url());
    tx.made(&form.once, &url).await?;
    tx.commit().await?;
    Ok(flash::see_with(
        &url,
        "Träffen är sparad. Skriv vad ni tog med er hem som en omvärldsnotis.",
    ))
}

pub async fn edit(
    State(app): State<App>,
    me: Me,
    Path((id, mid)): Path<(i64, i64)>,
) -> Result<Response> {
    let network = networks::find(app.db.read(), id).await?;
    may(&app, &me, &network.terms.counties).await?;
    let meeting = networks::find_meeting(app.db.read(), id, mid).await?;
    let form = MeetingForm {
        version: meeting.version,
        ..MeetingForm::from(&meeting.minutes)
    };
    draw(&app, &me, (network, Some(meeting)), form, Errors::default()).await
}

pub async fn update(
    State(app): State<App>,
    me: Me,
    Path((id, mid)): Path<(i64, i64)>,
    Posted { form, mut errors }: Posted<MeetingForm>,
) -> Result<Response> {
    let network = networks::find(app.db.read(), id).await?;
    let permit = may(&app, &me, &network.terms.counties).await?;
    let before = networks::find_meeting(app.db.read(), id, mid).await?;
    let form = form.tidy();
    let today = app.clock.today();
    let list = People::load(&app, id, Some(&before)).await?;
    if check(&form, &list, today, &mut errors).is_none() || !errors.allow() {
        return draw(&app, &me, (network, Some(before)), form, errors).await;
    }
    let mut tx = app.db.write(permit).await?;
    let network = networks::find(tx.conn(), id).await?;
    may(&app, &me, &network.terms.counties).await?;
    let now = networks::find_meeting(tx.conn(), id, mid).await?;
    let (subject, seen) = (Subject::new(SubjectKind::NetworkMeeting, mid), form.version);
    let met = meet(
        &mut tx,
        &subject,
        &now.minutes,
        now.version,
        form,
        seen,
        &[],
    )
    .await?;
    let form = after_meeting(&app, met, MET, &mut errors).await?;
    let list = People::load(&app, id, Some(&now)).await?;
    let checked = check(&form, &list, today, &mut errors).filter(|_| errors.allow());
    let Some(minutes) = checked else {
        drop(tx);
        return draw(&app, &me, (network, Some(now)), form, errors).await;
    };
    let url = format!("{}#traff-{mid}", network.url());
    if minutes == now.minutes {
        return Ok(flash::see_with(&url, "Inget var ändrat."));
    }
    networks::change_meeting(&mut tx, &now, &minutes).await?;
    tx.commit().await?;
    Ok(flash::see_with(&url, "Träffen är ändrad."))
}

fn check(form: &MeetingForm, people: &People, today: Date, errors: &mut Errors) -> Option<Minutes> {
    let held_on = errors.date("held_on", &form.held_on);
    if held_on.is_some_and(|day| day > today) {
        errors.add(
            "held_on",
            "Datumet har inte varit ännu. Ange i dag eller en tidigare dag.",
        );
    }
    let title = errors.optional_text("title", &form.title, SHORT);
    let place = errors.optional_text("place", &form.place, SHORT);
    let notes = errors.optional_text("notes", &form.notes, LONG);
    let all = form.people.iter().filter(|value| people.knows(value));
    let went: Vec<i64> = all.filter_map(|value| value.parse().ok()).collect();
    let went = (went.len() == form.people.len()).then_some(went);
    let went = errors.need("people", went, "Välj kollegor i listan.");
    let minutes = Minutes {
        held_on: held_on?,
        title: title?,
        place: place?,
        notes: notes?,
        people: went?,
    };
    errors.is_empty().then_some(minutes)
}

//! Sedan sist: the page with links into every record, and the card of the dialogue's own page.

use super::actions::words::tone;
use super::dialogues::Subject;
use super::form::Choice;
use super::me::{Me, Shell};
use super::transition_cases;
use super::{page, secrecy, text};
use crate::App;
use crate::domain::action::Direction;
use crate::domain::agenda_item::age;
use crate::domain::dialogue::Dialogue;
use crate::domain::observation::Status;
use crate::domain::since::{Promise, Since, heading};
use crate::error::Result;
use crate::store::contact_entries::Row as Contact;
use crate::store::observations::Row as Signal;
use crate::store::since::{self, Noticed};
use crate::store::transition_cases::Row as Case;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use std::sync::Arc;

/// A promise as a row shows it.
pub struct Line {
    pub url: String,
    pub title: String,
    /// The unit that follows it up, or the other agency that promised.
    pub who: String,
    pub status: &'static str,
    pub tone: &'static str,
    pub due: String,
    pub late: Option<String>,
    /// "Återkopplad 2 juni 2026"
    pub told: String,
    pub told_late: Option<String>,
    /// The dialogue it comes from, when it is an older one than the last.
    pub from: String,
}

impl Line {
    fn of(promise: &Promise, last: Date, today: Date) -> Line {
        let (told, told_late) = told(promise, today);
        Line {
            url: format!("/insatser/{}", promise.id),
            title: promise.title.clone(),
            who: match promise.agency.is_empty() {
                true => promise.unit.clone(),
                false => promise.agency.clone(),
            },
            status: promise.status.label(),
            tone: tone(promise.status),
            due: text::iso(promise.due_on),
            late: text::late_short(promise.due_on, today).filter(|_| promise.status.is_open()),
            told,
            told_late,
            from: match promise.from == last {
                true => String::new(),
                false => text::long_date(promise.from),
            },
        }
    }
}

/// Whether the region has been told of it by the department whose it is.
fn told(promise: &Promise, today: Date) -> (String, Option<String>) {
    let given = promise
        .told_on
        .map(|day| format!("Återkopplad {}", text::long_date(day)));
    let late = promise.owed_on.and_then(|day| text::late_short(day, today));
    match (given, late, promise.owed_on) {
        (Some(given), _, _) => (given, None),
        (None, Some(late), _) => {
            let days = late.trim_end_matches(" sen");
            (String::new(), Some(format!("Återkoppling saknas, {days}")))
        }
        (None, None, Some(day)) => (
            format!("Återkoppling senast {}", text::long_date(day)),
            None,
        ),
        (None, None, None) => (String::new(), None),
    }
}

/// How many promises the dialogue's own page shows.
const SHOWN: usize = 6;

/// What the dialogue's own page shows of it.
pub struct Card {
    pub url: String,
    /// The last dialogue's day and its page; without one there is no card.
    pub previous: Option<Choice>,
    pub lines: Vec<Line>,
    pub more: usize,
    /// "2 ändrade ställningstaganden", with where each stands on the page.
    pub others: Vec<Choice>,
}

/// What everyone may read, and what the one who is logged in may.
async fn read(app: &App, me: &Me, of: &Dialogue) -> Result<(Arc<Since>, Arc<Noticed>)> {
    let (db, today) = (app.db.read(), app.clock.today());
    let since = since::of_dialogue(db, of).await?;
    let sight = secrecy::sight(app, me).await?;
    let noticed = since::noticed(db, (of, since.previous.as_ref()), &sight, today).await?;
    Ok((since, noticed))
}

pub async fn card(app: &App, me: &Me, of: &Dialogue) -> Result<Card> {
    let (since, noticed) = read(app, me, of).await?;
    let today = app.clock.today();
    let last = since.previous.as_ref();
    let day = last.map_or(Date::MIN, |previous| previous.held_on);
    let lines = since.promises.iter().take(SHOWN);
    Ok(Card {
        url: url(of),
        previous: last.map(|previous| {
            let url = format!("/dialoger/{}", previous.id);
            Choice::new(url, text::long_date(previous.held_on))
        }),
        lines: lines.map(|each| Line::of(each, day, today)).collect(),
        more: since.promises.len().saturating_sub(SHOWN),
        others: others(&since, &noticed, &url(of)),
    })
}

fn url(of: &Dialogue) -> String {
    format!("{}/sedan-sist", of.url())
}

fn others(since: &Since, noticed: &Noticed, url: &str) -> Vec<Choice> {
    let parts = [
        (
            "andrat",
            since.positions.len(),
            "ändrat ställningstagande",
            "ändrade ställningstaganden",
        ),
        (
            "foljer-med",
            since.carried.len(),
            "punkt som följer med",
            "punkter som följer med",
        ),
        (
            "signaler",
            noticed.signals.len(),
            "ny signal",
            "nya signaler",
        ),
        ("kontakter", noticed.contacts.len(), "kontakt", "kontakter"),
        (
            "varsel",
            noticed.cases.len(),
            "öppet ärende om varsel och etablering",
            "öppna ärenden om varsel och etablering",
        ),
        (
            "overlamningar",
            since.handovers.len(),
            "öppen överlämning",
            "öppna överlämningar",
        ),
        (
            "satsningar",
            since.investments.len(),
            "satsning",
            "satsningar",
        ),
        ("behov", since.needs.len(), "öppet behov", "öppna behov"),
        (
            "aterkoppling",
            since.owed.len(),
            "återkoppling som inte är gjord",
            "återkopplingar som inte är gjorda",
        ),
        (
            "rapporter",
            since.reports.len(),
            "rapport till regionen",
            "rapporter till regionen",
        ),
    ];
    let filled = parts.into_iter().filter(|(_, number, ..)| *number > 0);
    filled
        .map(|(anchor, number, one, many)| {
            let number = i64::try_from(number).unwrap_or(i64::MAX);
            Choice::new(format!("{url}#{anchor}"), text::counted(number, one, many))
        })
        .collect()
}

/// The promises in one direction.
struct Promised {
    anchor: &'static str,
    title: &'static str,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "since/show.html")]
struct ShowPage {
    shell: Shell,
    crumbs: Vec<Choice>,
    name: String,
    url: String,
    county_code: String,
    county_slug: String,
    previous: Option<Choice>,
    promised: Vec<Promised>,
    since: Arc<Since>,
    noticed: Arc<Noticed>,
    today: Date,
}

impl ShowPage {
    fn long(&self, day: &Date) -> String {
        text::long_date(*day)
    }

    fn age(&self, times: &i64) -> String {
        text::first_upper(&age(*times).unwrap_or_default())
    }

    fn late(&self, day: &Date) -> Option<String> {
        text::late_short(*day, self.today)
    }

    fn is_empty(&self) -> bool {
        self.previous.is_none() && self.since.carried.is_empty() && self.noticed.is_empty()
    }

    /// "Använd" once something has come of it.
    fn used(&self, signal: &Signal) -> &'static str {
        match signal.status == Status::Used || signal.uses > 0 {
            true => "Använd",
            false => "Inte använd ännu",
        }
    }

    /// "Telefon · Karin Exempel, Region Norrbotten · Anna Lind"
    fn with(&self, contact: &Contact) -> String {
        let mut whom = contact.people.clone();
        whom.push(contact.organisation.clone());
        whom.retain(|each| !each.is_empty());
        let channel = contact.channel.label().to_owned();
        let mut parts = vec![channel, whom.join(", "), contact.author.clone()];
        parts.retain(|each| !each.is_empty());
        parts.join(" · ")
    }

    /// What is left to do about a contact, and when.
    fn follow_up(&self, contact: &Contact) -> Option<Date> {
        contact.follow_up_on.filter(|_| !contact.followed_up)
    }

    fn case_tone(&self, case: &Case) -> &'static str {
        transition_cases::tone(case.status)
    }

    fn previous_url(&self) -> String {
        let previous = self.previous.as_ref();
        previous.map_or(String::new(), |each| each.value.clone())
    }
}

pub async fn show(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let subject = Subject::load(&app, id).await?;
    let (since, noticed) = read(&app, &me, &subject.dialogue).await?;
    let today = app.clock.today();
    let last = since.previous.as_ref();
    let day = last.map_or(Date::MIN, |previous| previous.held_on);
    let promised = |direction: &Direction| Promised {
        anchor: direction.code(),
        title: heading(*direction),
        lines: since
            .promised(*direction)
            .map(|each| Line::of(each, day, today))
            .collect(),
    };
    let template = ShowPage {
        shell: me.shell(),
        crumbs: subject.crumbs(),
        name: subject.name(),
        url: subject.dialogue.url(),
        county_code: subject.county.code.clone(),
        county_slug: subject.county.slug.clone(),
        previous: last.map(|previous| {
            let url = format!("/dialoger/{}", previous.id);
            Choice::new(url, text::long_date(previous.held_on))
        }),
        promised: Direction::ALL
            .iter()
            .map(promised)
            .filter(|each| !each.lines.is_empty())
            .collect(),
        since: since.clone(),
        noticed,
        today,
    };
    page(StatusCode::OK, &template)
}

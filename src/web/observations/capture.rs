//! Quick capture: a new note, with those that are like it shown while it is written.

use super::fields::{
    self, Lists, NoteForm, TEAM, WHOLE_COUNTRY, check, day_of, own_county, readers,
};
use super::meeting::{self, From};
use crate::App;
use crate::domain::access::{Act, Place};
use crate::domain::calendar::add_days;
use crate::domain::observation::{LONGEST_SOURCE, LONGEST_TITLE, Note, url_key};
use crate::error::Result;
use crate::secrets::Token;
use crate::store::observations::{self, Like};
use crate::store::secrecy;
use crate::web::form::{Choice, Errors, Posted};
use crate::web::me::{Me, Shell};
use crate::web::secrecy::{sight, usual_marking};
use crate::web::{flash, page, text};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

/// So long back notes are looked at for one that is alike.
const ALIKE_DAYS: i64 = 365;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    lan: String,
    sakfraga: String,
    post: String,
    traff: String,
}

#[derive(Template)]
#[template(path = "observations/new.html")]
struct CapturePage {
    shell: Shell,
    errors: Errors,
    form: NoteForm,
    lists: Lists,
    readers: Vec<Choice>,
    alike: Vec<Like>,
    /// The meeting it will stand at.
    from: Option<From>,
}

impl CapturePage {
    fn seen(&self) -> String {
        let ids = self.alike.iter().map(|each| each.id.to_string());
        ids.collect::<Vec<_>>().join(" ")
    }

    fn day(&self, like: &Like) -> String {
        text::long_date(text::to_stockholm_date(like.created_at))
    }
}

pub async fn new(State(app): State<App>, me: Me, Query(asked): Query<Asked>) -> Result<Response> {
    let lists = Lists::load(&app, None).await?;
    let mut note = match (asked.post.parse(), asked.traff.parse()) {
        (Ok(id), _) => of_post(&app, &me, id).await?,
        (_, Ok(id)) => meeting::note(&app, &me, id).await?,
        _ => NoteForm::default(),
    };
    if let Some(county) = lists.holders.county_named(&asked.lan) {
        note.counties = vec![county.code.clone()];
    } else if note.counties.is_empty() {
        note.counties = own_county(&me, &lists.holders).into_iter().collect();
    }
    if !asked.sakfraga.is_empty() {
        note.issue_areas = vec![asked.sakfraga];
    }
    let form = NoteForm {
        post: asked.post,
        once: Token::short(),
        ..note
    };
    let alike = alike(&app, &me, &form).await?;
    draw(&app, &me, lists, form, Errors::default(), alike).await
}

/// What a feed told, as a note begins.
async fn of_post(app: &App, me: &Me, id: i64) -> Result<NoteForm> {
    let sight = sight(app, me).await?;
    let item = observations::item(app.db.read(), id, &sight).await?;
    Ok(NoteForm {
        title: item.title.chars().take(LONGEST_TITLE).collect(),
        what: item.summary,
        source: item.source.chars().take(LONGEST_SOURCE).collect(),
        source_on: day_of(item.published_at),
        counties: vec![item.county.unwrap_or(WHOLE_COUNTRY.to_owned())],
        url: item.url,
        ..NoteForm::default()
    })
}

async fn alike(app: &App, me: &Me, form: &NoteForm) -> Result<Vec<Like>> {
    let since = add_days(app.clock.today(), -ALIKE_DAYS);
    let sight = sight(app, me).await?;
    let key = url_key(&form.url);
    observations::similar(app.db.read(), (&form.title, &key), since, &sight).await
}

async fn draw(
    app: &App,
    me: &Me,
    lists: Lists,
    form: NoteForm,
    errors: Errors,
    alike: Vec<Like>,
) -> Result<Response> {
    let preview = !form.preview.is_empty();
    let template = CapturePage {
        shell: me.shell_for(&errors),
        readers: readers(me, &lists.holders),
        from: From::of(app, &form).await?,
        form,
        lists,
        alike,
        errors,
    };
    let status = match preview {
        true => StatusCode::OK,
        false => template.errors.status(),
    };
    page(status, &template)
}

pub async fn create(
    State(app): State<App>,
    me: Me,
    Posted {
        mut form,
        mut errors,
    }: Posted<NoteForm>,
) -> Result<Response> {
    let permit = me.may(Act::CaptureObservation, &Place::anywhere())?;
    let lists = Lists::load(&app, None).await?;
    if !form.preview.is_empty() {
        let alike = alike(&app, &me, &form).await?;
        return draw(&app, &me, lists, form, Errors::default(), alike).await;
    }
    let note = check(&form, &lists, app.clock.today(), &mut errors);
    if let Some(note) = &note {
        check_readers(&me, &form, note, &lists, &mut errors);
    }
    let (Some(note), true) = (note, errors.allow()) else {
        let alike = alike(&app, &me, &form).await?;
        return draw(&app, &me, lists, form, errors, alike).await;
    };
    let mut tx = app.db.write(permit).await?;
    if let Some(url) = tx.already_made(&form.once).await? {
        return Ok(flash::see_made(&url));
    }
    let alike = alike(&app, &me, &form).await?;
    if check_alike(&form, &alike, &mut errors) {
        drop(tx);
        return draw(&app, &me, lists, form, errors, alike).await;
    }
    let id = observations::add(&mut tx, &note, form.post.parse().ok()).await?;
    if form.readers == TEAM {
        let subject = observations::subject(id);
        let record = secrecy::record(tx.conn(), &subject, app.clock.today()).await?;
        secrecy::mark(&mut tx, &subject, &usual_marking(&app), &record.scopes()).await?;
    }
    let home = meeting::bring_home(&mut tx, (&app, &me), &mut form, id, &mut errors).await?;
    if !errors.is_empty() {
        drop(tx);
        return draw(&app, &me, lists, form, errors, alike).await;
    }
    let said = said(&form, home.is_some());
    let url = home.unwrap_or_else(|| observations::url(id));
    tx.made(&form.once, &url).await?;
    tx.commit().await?;
    Ok(flash::see_with(&url, &said))
}

fn said(form: &NoteForm, brought: bool) -> String {
    let marked = if form.readers == TEAM {
        " och sekretessmarkerad"
    } else {
        ""
    };
    let home = if brought {
        " Den står nu vid träffen."
    } else {
        ""
    };
    format!("Notisen är sparad{marked}.{home}")
}

/// Only those who may mark can keep a note to the team.
fn check_readers(me: &Me, form: &NoteForm, note: &Note, lists: &Lists, errors: &mut Errors) {
    match form.readers.as_str() {
        "" => {}
        TEAM => {
            let place = lists.place(&note.counties);
            let hers = fields::may_mark(me, &place);
            if !hers {
                errors.add("readers", "Du kan sekretessmarkera notiser i de län där du har en funktion. Välj ett av dem, eller låt alla läsa.");
            }
        }
        _ => errors.add("readers", "Välj vem som får läsa."),
    }
}

/// A note that is alike stops the first save, unless she has seen it while she wrote.
fn check_alike(form: &NoteForm, alike: &[Like], errors: &mut Errors) -> bool {
    let seen: Vec<&str> = form.seen.split_whitespace().collect();
    let mut all = alike.iter();
    let unseen = all.any(|each| !seen.contains(&each.id.to_string().as_str()));
    if unseen {
        errors.add("", "Det finns redan en notis som liknar den här. Läs den nedan, och spara ändå om din säger något nytt.");
    }
    unseen
}

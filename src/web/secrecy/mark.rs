//! The page of a record's marking: what it says, who has opened the record, and the form.

use super::{may, read};
use crate::App;
use crate::domain::access::Act;
use crate::domain::event::Subject;
use crate::domain::secrecy::{MOST_YEARS, Marking, USUAL_PROVISION};
use crate::error::Result;
use crate::store::secrecy::{self, Marked, Opening, Record};
use crate::web::form::{Errors, Posted};
use crate::web::me::{Me, Shell};
use crate::web::{flash, page, text};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use jiff::ToSpan;
use serde::Deserialize;

const CLASH: &str = "Någon annan har ändrat markeringen medan du skrev. Din text finns kvar nedan – jämför och spara igen.";

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct MarkForm {
    provision: String,
    authority: String,
    lapses_on: String,
    /// 0 of a record that is not marked.
    version: i64,
}

impl MarkForm {
    fn new(app: &App, marked: Option<&Marked>) -> MarkForm {
        match marked {
            Some(Marked {
                marking, version, ..
            }) => MarkForm {
                provision: marking.provision.clone(),
                authority: marking.authority.clone(),
                lapses_on: marking
                    .lapses_on
                    .map(|day| day.to_string())
                    .unwrap_or_default(),
                version: *version,
            },
            None => MarkForm {
                provision: USUAL_PROVISION.to_owned(),
                authority: app.config.agency.clone(),
                ..MarkForm::default()
            },
        }
    }

    fn check(&self, app: &App, before: Option<&Marked>, errors: &mut Errors) -> Option<Marking> {
        let today = app.clock.today();
        let marked_on = before.map_or(today, |marked| marked.marking.marked_on);
        let which = "Skriv vilken bestämmelse som kan vara tillämplig.";
        let provision = errors.text("provision", &self.provision, 100, which);
        let authority = errors.text(
            "authority",
            &self.authority,
            200,
            "Skriv vilken myndighet som markerar.",
        );
        let lapses_on = match self.lapses_on.trim() {
            "" => None,
            typed => errors.date("lapses_on", typed),
        };
        let last = marked_on.saturating_add(MOST_YEARS.years());
        if lapses_on.is_some_and(|day| day < today || day > last) {
            let message = format!("Dagen behöver vara i dag eller senare, och senast {last}.");
            errors.add("lapses_on", message);
        }
        Some(Marking {
            provision: provision?,
            authority: authority?,
            marked_on,
            lapses_on,
        })
    }
}

#[derive(Template)]
#[template(path = "secrecy/mark.html")]
struct MarkPage {
    shell: Shell,
    errors: Errors,
    record: Record,
    url: String,
    marked: Option<Marked>,
    /// Who has opened the record, and when.
    openings: Vec<(String, String)>,
    form: MarkForm,
    may: bool,
}

fn opening(opening: Opening) -> (String, String) {
    (opening.name, text::stamp(opening.at))
}

impl MarkPage {
    fn opened(&self) -> String {
        text::counted(self.openings.len() as i64, "gång", "gånger")
    }
}

async fn draw(
    app: &App,
    me: &Me,
    (subject, record): (Subject, Record),
    form: Option<MarkForm>,
    errors: Errors,
) -> Result<Response> {
    let marked = secrecy::find(app.db.read(), &subject).await?;
    let template = MarkPage {
        shell: me.shell_for(&errors),
        url: super::url(&subject),
        openings: secrecy::openings(app.db.read(), &subject)
            .await?
            .into_iter()
            .map(opening)
            .collect(),
        form: form.unwrap_or_else(|| MarkForm::new(app, marked.as_ref())),
        may: me.can(Act::MarkSecrecy, &record.place),
        marked,
        record,
        errors,
    };
    page(template.errors.status(), &template)
}

pub async fn show(
    State(app): State<App>,
    me: Me,
    Path((kind, id)): Path<(String, i64)>,
) -> Result<Response> {
    let found = read(&app, &me, &kind, id).await?;
    draw(&app, &me, found, None, Errors::default()).await
}

pub async fn update(
    State(app): State<App>,
    me: Me,
    Path((kind, id)): Path<(String, i64)>,
    Posted { form, mut errors }: Posted<MarkForm>,
) -> Result<Response> {
    let (subject, record) = read(&app, &me, &kind, id).await?;
    let permit = may(&me, &record)?;
    let before = secrecy::find(app.db.read(), &subject).await?;
    let marking = form.check(&app, before.as_ref(), &mut errors);
    let (Some(marking), true) = (marking, errors.allow()) else {
        return draw(&app, &me, (subject, record), Some(form), errors).await;
    };
    let mut tx = app.db.write(permit).await?;
    super::guard_in(tx.conn(), &app, &me, &subject).await?;
    let record = secrecy::record(tx.conn(), &subject, app.clock.today()).await?;
    may(&me, &record)?;
    let now = secrecy::find(tx.conn(), &subject).await?;
    if now.as_ref().is_some_and(|now| now.marking == marking) {
        return Ok(flash::see(&record.url));
    }
    if now.as_ref().map_or(0, |now| now.version) != form.version {
        drop(tx);
        errors.met(CLASH);
        let version = now.map_or(0, |now| now.version);
        let form = MarkForm { version, ..form };
        return draw(&app, &me, (subject, record), Some(form), errors).await;
    }
    let told = match now {
        Some(now) => {
            secrecy::remark(&mut tx, &subject, &now.marking, now.version, &marking).await?;
            "Sekretessmarkeringen är ändrad."
        }
        None => {
            secrecy::mark(&mut tx, &subject, &marking, &record.scopes()).await?;
            "Handlingen är sekretessmarkerad."
        }
    };
    tx.commit().await?;
    Ok(flash::see_with(&record.url, told))
}

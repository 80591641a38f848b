//! Sekretessmarkering: the guard that every page of a record that can be marked begins with; the pages of a
//! marking are `mark`, `lift` and `list`.

pub mod lift;
pub mod list;
pub mod mark;

use crate::App;
use crate::domain::access::{Act, Permit, Place};
use crate::domain::event::{Subject, SubjectKind};
use crate::domain::secrecy::{Marking, Sight};
use crate::error::{Error, Result};
use crate::store::secrecy::{self, Marked, MarkedBrief, Record};
use crate::web::me::Me;
use sqlx::SqliteConnection;
use std::sync::Arc;

/// Each kind that can be marked: its part of the address, and its name in a list.
const KINDS: [(SubjectKind, &str, &str); 5] = [
    (SubjectKind::Observation, "omvarldsnotis", "Omvärldsnotis"),
    (
        SubjectKind::TransitionCase,
        "varsel",
        "Varsel och etablering",
    ),
    (SubjectKind::Brief, "underlag", "Underlag"),
    (SubjectKind::Contact, "kontakt", "Kontaktperson"),
    (SubjectKind::ContactEntry, "kontaktlogg", "Kontaktlogg"),
];

/// What a record's page tells of its secrecy; drawn by `ui::secrecy`.
#[derive(Clone, Debug, Default)]
pub struct Secrecy {
    /// The words above a marked record; none of an open one.
    pub warning: Option<String>,
    /// The page of the marking.
    pub url: String,
    pub may_mark: bool,
}

/// What the one who is logged in may read of what is marked.
pub async fn sight(app: &App, me: &Me) -> Result<Arc<Sight>> {
    secrecy::sight(app.db.read(), &me.standing, app.clock.today()).await
}

/// Refuses, as if there were no such record, those who may not read it. Every route of a record that can
/// be marked begins with this or with [`open`]: pages, files, forms and what is beside.
pub async fn guard(app: &App, me: &Me, subject: &Subject) -> Result<()> {
    let sight = sight(app, me).await?;
    match secrecy::may_read(app.db.read(), subject, &sight).await? {
        true => Ok(()),
        false => Err(Error::NotFound),
    }
}

/// The same inside a write, where the record may just have been marked.
pub async fn guard_in(
    conn: &mut SqliteConnection,
    app: &App,
    me: &Me,
    subject: &Subject,
) -> Result<()> {
    let sight = sight(app, me).await?;
    match secrecy::may_read(conn, subject, &sight).await? {
        true => Ok(()),
        false => Err(Error::NotFound),
    }
}

/// The guard of a record's own page, which also writes down that a marked record was opened.
pub async fn open(app: &App, me: &Me, subject: &Subject, place: &Place) -> Result<Secrecy> {
    let marked = opened(app, me, subject).await?;
    Ok(Secrecy {
        warning: marked.map(|marked| marked.marking.warning()),
        url: url(subject),
        may_mark: me.can(Act::MarkSecrecy, place),
    })
}

/// The guard of every other page that shows what a record holds, such as its form and its history.
pub async fn opened(app: &App, me: &Me, subject: &Subject) -> Result<Option<Marked>> {
    let marked = secrecy::find(app.db.read(), subject).await?;
    if marked.is_some() {
        guard(app, me, subject).await?;
        let permit = me.may(Act::OpenMarked, &Place::anywhere())?;
        secrecy::opened(app.db.write(permit).await?, subject).await?;
    }
    Ok(marked)
}

/// The address of a record's marking.
pub fn url(subject: &Subject) -> String {
    let mut kinds = KINDS.iter();
    let slug = kinds.find(|(kind, ..)| *kind == subject.kind);
    format!(
        "/sekretess/{}/{}",
        slug.map_or("", |kind| kind.1),
        subject.id
    )
}

/// The marking a new record is given when it is written as restricted.
pub fn usual_marking(app: &App) -> Marking {
    Marking {
        provision: crate::domain::secrecy::USUAL_PROVISION.to_owned(),
        authority: app.config.agency.clone(),
        marked_on: app.clock.today(),
        lapses_on: None,
    }
}

/// The marked briefs that a dialogue rests on and she may read: nothing else of its pages tells of them.
pub async fn marked_of_dialogue(app: &App, me: &Me, dialogue_id: i64) -> Result<Vec<MarkedBrief>> {
    let sight = sight(app, me).await?;
    let all = secrecy::briefs_of(app.db.read(), dialogue_id, &sight).await?;
    Ok((*all).clone())
}

/// The one in an issue area of the dialogue, or the regional one.
pub async fn marked_briefs(
    app: &App,
    me: &Me,
    dialogue_id: i64,
    issue_area: Option<i64>,
) -> Result<Vec<MarkedBrief>> {
    let mut all = marked_of_dialogue(app, me, dialogue_id).await?;
    all.retain(|brief| brief.issue_area_id == issue_area);
    Ok(all)
}

/// The record an address is about, for those who may read it.
async fn read(app: &App, me: &Me, slug: &str, id: i64) -> Result<(Subject, Record)> {
    let mut kinds = KINDS.iter();
    let kind = kinds.find(|(_, own, _)| *own == slug);
    let (kind, ..) = kind.ok_or(Error::NotFound)?;
    let subject = Subject::new(*kind, id);
    guard(app, me, &subject).await?;
    let mut conn = app.db.read().acquire().await?;
    let record = secrecy::record(&mut conn, &subject, app.clock.today()).await?;
    Ok((subject, record))
}

fn may(me: &Me, record: &Record) -> Result<Permit> {
    me.may(Act::MarkSecrecy, &record.place)
}

//! Underlag: the brief a page is about, and the words its pages share. The list is in `list`.

pub mod compare;
pub mod duties;
pub mod list;
pub mod log;
pub mod new;
pub mod show;
pub mod steps;
pub mod write;

mod form;

use super::form::Choice;
use super::me::{Me, Shell};
use super::secrecy::{self, Secrecy};
use super::{page, text};
use crate::App;
use crate::domain::access::Permit;
use crate::domain::brief::{Brief, Status, is_stale};
use crate::domain::event::{self, SubjectKind};
use crate::error::Result;
use crate::store::{Write, briefs, kept, settings};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;

/// A brief and whether it is reviewed: what every page of it begins with.
#[derive(Clone)]
pub struct Subject {
    pub brief: Brief,
    pub review: bool,
}

impl Subject {
    /// The brief, for those who may read it.
    pub async fn load(app: &App, me: &Me, id: i64) -> Result<Subject> {
        secrecy::guard(app, me, &event::Subject::new(SubjectKind::Brief, id)).await?;
        let (db, today) = (app.db.read(), app.clock.today());
        let read = async {
            Ok(Subject {
                brief: briefs::find(db, id, today).await?,
                review: settings::brief_review(db).await?,
            })
        };
        kept::copy(db, "brief", format!("{id} {today}"), read).await
    }

    /// What is read of it is written down when it is marked.
    pub async fn open(&self, app: &App, me: &Me) -> Result<Secrecy> {
        let subject = event::Subject::new(SubjectKind::Brief, self.brief.id);
        secrecy::open(app, me, &subject, &self.brief.place()).await
    }

    /// The guard inside a write: it may just have been marked.
    pub async fn guard_in(&self, tx: &mut Write, app: &App, me: &Me) -> Result<()> {
        let subject = event::Subject::new(SubjectKind::Brief, self.brief.id);
        secrecy::guard_in(tx.conn(), app, me, &subject).await
    }

    pub fn may_write(&self, me: &Me) -> Result<Permit> {
        me.may(self.brief.writing(), &self.brief.place())
    }

    pub fn can_write(&self, me: &Me) -> bool {
        me.can(self.brief.writing(), &self.brief.place())
    }

    pub fn may_approve(&self, me: &Me) -> Result<Permit> {
        let place = self.brief.place();
        let act = self.brief.approving(self.review);
        let may = me.standing.may(act, &place);
        Ok(may.map_err(|denied| denied.saying("fastställa det här underlaget"))?)
    }

    pub fn can_approve(&self, me: &Me) -> bool {
        me.can(self.brief.approving(self.review), &self.brief.place())
    }

    /// The links that lead to a page below the brief's own.
    pub fn crumbs(&self) -> Vec<Choice> {
        vec![
            Choice::new("/underlag", "Underlag"),
            Choice::new(self.brief.url(), &self.brief.subject),
        ]
    }
}

/// The colour of a status' tag.
pub fn tone(status: Status) -> &'static str {
    match status {
        Status::Requested | Status::Superseded => "",
        Status::Drafting => "amber",
        Status::InReview => "pine",
        Status::Approved => "green",
        Status::NotNeeded => "struck",
    }
}

/// For how long a version holds, in words, and whether that time is over.
pub struct Validity {
    pub words: String,
    pub stale: bool,
}

impl Validity {
    pub fn of(from: Option<Date>, to: Option<Date>, today: Date) -> Validity {
        let stale = is_stale(to, today);
        let words = match (from, to) {
            (_, Some(to)) if stale => format!("Inaktuellt sedan {}", text::long_date(to)),
            (_, Some(to)) => format!("Gäller till {}", text::long_date(to)),
            (Some(from), None) => format!("Gäller från {}", text::long_date(from)),
            (None, None) => String::new(),
        };
        Validity { words, stale }
    }
}

/// A page that says why something may not be done with a brief now, and what can be done instead.
#[derive(Template)]
#[template(path = "briefs/refused.html")]
struct RefusedPage {
    shell: Shell,
    crumbs: Vec<Choice>,
    heading: &'static str,
    sentence: String,
    back: String,
}

fn refused(
    me: &Me,
    subject: &Subject,
    heading: &'static str,
    sentence: String,
) -> Result<Response> {
    let template = RefusedPage {
        shell: me.shell(),
        crumbs: subject.crumbs(),
        heading,
        sentence,
        back: subject.brief.url(),
    };
    page(StatusCode::CONFLICT, &template)
}

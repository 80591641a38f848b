//! One need: who has it, where it was heard, and what the agency can offer.

use super::matching::MatchForm;
use super::may;
use crate::App;
use crate::domain::event::{Subject, SubjectKind};
use crate::domain::need::Need;
use crate::error::Result;
use crate::store::actions::{self, Origin};
use crate::store::offers::{self, Proposal};
use crate::store::{events, needs, places};
use crate::web::form::{Choice, Errors};
use crate::web::history::{self, HistoryPage};
use crate::web::me::{Me, Shell};
use crate::web::{markdown, page, text};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

#[derive(Template)]
#[template(path = "needs/show.html")]
struct ShowPage {
    shell: Shell,
    errors: Errors,
    need: Need,
    county: Choice,
    description: String,
    raised: String,
    closed: Option<String>,
    origin: Option<Origin>,
    chosen: Vec<Proposal>,
    near: Vec<Proposal>,
    others: Vec<Proposal>,
    form: MatchForm,
    may: bool,
    /// Whether it is closed and hers to open again.
    reopen: bool,
}

impl ShowPage {
    fn picked(&self, offer: &Proposal) -> bool {
        self.form.offers.contains(&offer.id.to_string())
    }

    fn answered(&self) -> bool {
        self.chosen.iter().any(|offer| offer.holds)
    }
}

pub async fn show(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let need = needs::find(app.db.read(), id).await?;
    draw(&app, &me, need, None, Errors::default()).await
}

/// The page, with a matching that could not be saved as it was ticked.
pub(super) async fn draw(
    app: &App,
    me: &Me,
    need: Need,
    form: Option<MatchForm>,
    errors: Errors,
) -> Result<Response> {
    let (db, today) = (app.db.read(), app.clock.today());
    let may = may(app, me, &need).await.is_ok();
    let county = places::county_by_code(db, &need.wish.county, today).await?;
    let matched = &need.matching.offers;
    let all = offers::proposed(db, need.wish.issue_area_id, matched, today).await?;
    let is_chosen = |each: &Proposal| matched.contains(&each.id);
    let chosen = all.iter().filter(|each| is_chosen(each)).cloned().collect();
    let near = |each: &Proposal| each.fits || is_chosen(each);
    let (near, others) = all.into_iter().partition(near);
    let template = ShowPage {
        shell: me.shell_for(&errors),
        county: Choice::new(county.url(), &county.short_name),
        description: markdown::render_below(&need.wish.description, 2),
        raised: text::long_date(need.wish.raised_on),
        closed: need.closing.closed_on.map(text::long_date),
        origin: match need.wish.dialogue_id {
            Some(id) => Some(actions::origin(db, id).await?),
            None => None,
        },
        form: form.unwrap_or_else(|| MatchForm::of(&need)),
        may: may && need.is_open(),
        reopen: may && !need.is_open(),
        chosen,
        near,
        others,
        need,
        errors,
    };
    page(template.errors.status(), &template)
}

pub async fn log(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let db = app.db.read();
    let need = needs::find(db, id).await?;
    let entries = events::history(db, &Subject::new(SubjectKind::Need, id)).await?;
    let template = HistoryPage {
        shell: me.shell(),
        crumbs: vec![
            Choice::new("/behov", "Behov"),
            Choice::new(need.url(), &need.wish.title),
        ],
        title: need.wish.title,
        lines: history::lines(db, entries).await?,
    };
    page(StatusCode::OK, &template)
}

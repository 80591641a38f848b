//! One offer: what it is, whose it is, and who needs it.

use super::{may, period};
use crate::App;
use crate::domain::event::{Subject, SubjectKind};
use crate::domain::offer::Offer;
use crate::domain::position;
use crate::error::Result;
use crate::store::needs::{self, Filter, Sort};
use crate::store::offers::{self, Use};
use crate::store::{Part, events};
use crate::web::form::Choice;
use crate::web::history::{self, HistoryPage, Names};
use crate::web::me::{Me, Shell};
use crate::web::{markdown, page, text};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

#[derive(Template)]
#[template(path = "offers/show.html")]
struct ShowPage {
    shell: Shell,
    offer: Offer,
    description: String,
    period: String,
    holds: bool,
    ended: bool,
    issue_areas: Vec<Choice>,
    needs: Vec<needs::Row>,
    more_needs: i64,
    uses: Vec<(String, String)>,
    may: bool,
}

pub async fn show(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let (db, today) = (app.db.read(), app.clock.today());
    let offer = offers::find(db, id).await?;
    let names = Names::load(db).await?;
    let filter = Filter {
        offer: Some(id),
        open: Some(true),
        ..Filter::default()
    };
    let found = needs::list(db, &filter, Sort::Raised, true, Part::Page(1), today).await?;
    let area = |area: &i64| {
        let name = names.value("issue_areas", &(*area).into());
        Choice::new(format!("/sakfragor/{area}"), name)
    };
    let template = ShowPage {
        shell: me.shell(),
        description: markdown::render_below(&offer.terms.description, 2),
        period: period(offer.terms.valid_from, offer.terms.valid_to),
        holds: offer.terms.span().contains(today),
        ended: offer.terms.valid_to.is_some(),
        issue_areas: offer.terms.issue_areas.iter().map(area).collect(),
        more_needs: found.total - found.rows.len() as i64,
        needs: found.rows,
        uses: offers::uses(db, id).await?.into_iter().map(words).collect(),
        may: may(&me, &offer.places()).is_ok(),
        offer,
    };
    page(StatusCode::OK, &template)
}

fn words(of: Use) -> (String, String) {
    let day = text::long_date(of.held_on);
    let url = position::url(of.dialogue_id, of.issue_area_id);
    (url, format!("{}, {} {day}", of.issue_area, of.county))
}

pub async fn log(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let db = app.db.read();
    let offer = offers::find(db, id).await?;
    let entries = events::history(db, &Subject::new(SubjectKind::Offer, id)).await?;
    let template = HistoryPage {
        shell: me.shell(),
        crumbs: vec![
            Choice::new("/erbjudanden", "Erbjudanden"),
            Choice::new(offer.url(), &offer.terms.title),
        ],
        title: offer.terms.title,
        lines: history::lines(db, entries).await?,
    };
    page(StatusCode::OK, &template)
}

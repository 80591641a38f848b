//! One satsning: what it is, who pays what, what was judged and decided, and what came of it.

use super::{place, tone};
use crate::App;
use crate::domain::access::Act;
use crate::domain::event::{Subject, SubjectKind};
use crate::domain::investment::{Investment, Terms};
use crate::domain::judgement::About;
use crate::domain::places::County;
use crate::error::Result;
use crate::store::actions::{self, Origin};
use crate::store::{events, investments, judgements};
use crate::web::form::Choice;
use crate::web::history::{self, HistoryPage, Names};
use crate::web::holders::Holders;
use crate::web::me::{Me, Shell};
use crate::web::{markdown, page, text};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;

#[derive(Template)]
#[template(path = "investments/show.html")]
struct ShowPage {
    shell: Shell,
    investment: Investment,
    tone: &'static str,
    description: String,
    result: String,
    /// Each partner, ours first, with its share.
    shares: Vec<(String, String)>,
    others: String,
    all: String,
    unsettled: i64,
    counties: Vec<County>,
    unit: String,
    issue_area: Option<String>,
    origin: Option<Origin>,
    /// "Elsa Norling, 12 mars 2026"
    judged: Option<String>,
    period: String,
    created: String,
    can_change: bool,
    can_judge: bool,
    can_turn: bool,
}

impl ShowPage {
    fn long(&self, day: &Date) -> String {
        text::long_date(*day)
    }
}

pub async fn show(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let (db, today) = (app.db.read(), app.clock.today());
    let investment = investments::find(db, id).await?;
    let here = place(db, &investment, today).await?;
    let holders = Holders::load(db, today).await?;
    let names = Names::load(db).await?;
    let terms = &investment.terms;
    let mut counties = holders.counties.clone();
    counties.retain(|county| terms.counties.contains(&county.code));
    let origin = match terms.dialogue_id {
        Some(id) => Some(actions::origin(db, id).await?),
        None => None,
    };
    let judged = judgements::last_of(db, About::Investment(id)).await?;
    let area = terms.issue_area_id;
    let template = ShowPage {
        shell: me.shell(),
        shares: shares(terms),
        others: text::number(terms.money().others),
        all: text::number(terms.money().all()),
        unsettled: terms.money().unsettled,
        tone: tone(investment.stage.status),
        description: markdown::render_below(&terms.description, 2),
        result: markdown::render_below(&investment.stage.result, 2),
        unit: names.value("unit_id", &terms.unit_id.into()),
        issue_area: area.map(|id| names.value("issue_area_id", &id.into())),
        judged: judged.map(|last| {
            let day = text::long_date(text::to_stockholm_date(last.judged_at));
            format!("{}, {day}", last.by.as_deref().unwrap_or("Systemet"))
        }),
        period: period(terms.starts_on, terms.ends_on),
        created: text::long_date(text::to_stockholm_date(investment.created_at)),
        can_change: me.can(investment.stage.status.change(), &here),
        can_judge: me.can(Act::LeadInvestment, &here),
        can_turn: me.can(Act::LeadInvestment, &here) || me.can(Act::DecideInvestment, &here),
        counties,
        origin,
        investment,
    };
    page(StatusCode::OK, &template)
}

fn shares(terms: &Terms) -> Vec<(String, String)> {
    let amount = |kronor: Option<i64>| kronor.map_or("inte satt".to_owned(), text::number);
    let ours = ("Vår del".to_owned(), amount(terms.our_kronor));
    let theirs = terms.shares.iter();
    let theirs = theirs.map(|each| (each.partner.clone(), amount(each.kronor)));
    std::iter::once(ours).chain(theirs).collect()
}

/// "2026-01-01 – 2027-12-31", "från 2026-01-01", "till 2027-12-31"
fn period(from: Option<Date>, to: Option<Date>) -> String {
    match (from, to) {
        (Some(from), Some(to)) => format!("{from} – {to}"),
        (Some(from), None) => format!("från {from}"),
        (None, Some(to)) => format!("till {to}"),
        (None, None) => String::new(),
    }
}

pub async fn log(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let db = app.db.read();
    let investment = investments::find(db, id).await?;
    let entries = events::history(db, &Subject::new(SubjectKind::Investment, id)).await?;
    let template = HistoryPage {
        shell: me.shell(),
        crumbs: vec![
            Choice::new("/satsningar", "Satsningar"),
            Choice::new(investment.url(), &investment.terms.title),
        ],
        title: investment.terms.title,
        lines: history::lines(db, entries).await?,
    };
    page(StatusCode::OK, &template)
}

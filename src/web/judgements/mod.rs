//! Bedömningar: every yes and no with its reason, in one list.

pub mod take_part;

use super::actions::words;
use super::export::{self, Cell, Format, Kind, Table, file_name};
use super::form::Choice;
use super::holders::Holders;
use super::list::{self, Order};
use super::me::{Me, Shell};
use super::{page, secrecy, text};
use crate::App;
use crate::domain::judgement::{About, Answer, Question};
use crate::error::Result;
use crate::store::judgements::{self, Filter, Row, Sort};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

const SORTS: [&str; 4] = ["nar", "lan", "fraga", "svar"];

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    q: String,
    fraga: String,
    svar: String,
    team: String,
    lan: String,
    ar: String,
    sortera: String,
    sida: String,
    format: String,
}

impl ListQuery {
    fn pairs(&self) -> [(&'static str, &str); 6] {
        [
            ("q", &self.q),
            ("fraga", &self.fraga),
            ("svar", &self.svar),
            ("team", &self.team),
            ("lan", &self.lan),
            ("ar", &self.ar),
        ]
    }

    /// What is asked for that does not exist finds nothing, rather than everything.
    fn filter(&self, holders: &Holders) -> Filter {
        Filter {
            question: self.fraga.parse().ok(),
            answer: self.svar.parse().ok(),
            county: holders.county_asked(&self.lan),
            team: holders.team_asked(&self.team),
            year: (!self.ar.is_empty()).then(|| self.ar.parse().unwrap_or(-1)),
            words: self.q.clone(),
        }
    }
}

struct ListRow {
    url: String,
    /// The län of a dialogue, or the title of an insats or a satsning.
    name: String,
    of: &'static str,
    counties: String,
    day: String,
    question: &'static str,
    answer: &'static str,
    tone: &'static str,
    reason: String,
    who: String,
    when: String,
    holds: bool,
}

#[derive(Template)]
#[template(path = "judgements/index.html")]
struct IndexPage {
    shell: Shell,
    query: ListQuery,
    address: String,
    paging: String,
    order: Order,
    questions: Vec<Choice>,
    answers: Vec<Choice>,
    teams: Vec<Choice>,
    counties: Vec<Choice>,
    years: Vec<Choice>,
    count: String,
    rows: Vec<ListRow>,
    number: i64,
    pages: i64,
    filtered: bool,
}

pub async fn index(
    State(app): State<App>,
    me: Me,
    Query(query): Query<ListQuery>,
) -> Result<Response> {
    let (db, today) = (app.db.read(), app.clock.today());
    let holders = Holders::load(db, today).await?;
    let order = Order::read(&query.sortera, &SORTS, "-nar");
    let format = Format::of(&query.format);
    let part = Format::part(format, &query.sida);
    let filter = query.filter(&holders);
    let sort = sort_of(&order);
    let sight = secrecy::sight(&app, &me).await?;
    let found =
        judgements::list(db, (&filter, &sight), sort, order.descending, part, today).await?;
    if let Some(format) = format {
        let file = file_name("bedomningar", today);
        return export::respond(table(found.rows), format, &file).await;
    }
    let template = IndexPage {
        shell: me.shell(),
        address: list::query(&query.pairs()),
        paging: list::paging(&query.pairs(), &query.sortera, &order),
        questions: Choice::of_codes(Question::ALL, Question::label),
        answers: Choice::of_codes(Answer::ALL, Answer::label),
        teams: holders.team_choices(),
        counties: holders.county_choices(&query.lan),
        years: judgements::years(db)
            .await?
            .iter()
            .map(|year| Choice::new(year, year))
            .collect(),
        count: text::first_upper(&text::counted(found.total, "bedömning", "bedömningar")),
        number: found.number,
        pages: found.pages(),
        rows: found.rows.into_iter().map(in_words).collect(),
        filtered: query.pairs().iter().any(|(_, value)| !value.is_empty()),
        order,
        query,
    };
    page(StatusCode::OK, &template)
}

fn sort_of(order: &Order) -> Sort {
    match order.key.as_str() {
        "lan" => Sort::County,
        "fraga" => Sort::Question,
        "svar" => Sort::Answer,
        _ => Sort::When,
    }
}

pub fn tone(answer: Answer) -> &'static str {
    match answer {
        Answer::Needed => "pine",
        Answer::NotNeeded => "",
    }
}

fn about(of: About) -> &'static str {
    match of {
        About::Dialogue(_) => "Dialog",
        About::Action(_) => "Insats",
        About::Investment(_) => "Satsning",
        About::Case(_) => "Varsel och etablering",
    }
}

fn in_words(row: Row) -> ListRow {
    let judging = row.judgement.judging;
    ListRow {
        url: judging.about.url(),
        of: about(judging.about),
        counties: match judging.about {
            About::Dialogue(_) => String::new(),
            _ => words::counties(&row.counties),
        },
        name: row.name,
        day: row.held_on.map(text::iso).unwrap_or_default(),
        question: judging.question.label(),
        answer: judging.answer.said_of(judging.question),
        tone: tone(judging.answer),
        reason: judging.reason,
        who: row.judgement.by.unwrap_or_else(|| "Systemet".to_owned()),
        when: text::iso(text::to_stockholm_date(row.judgement.judged_at)),
        holds: row.holds,
    }
}

fn table(rows: Vec<Row>) -> Table {
    let columns = [
        ("Fråga", Kind::Text),
        ("Svar", Kind::Text),
        ("Skäl", Kind::Text),
        ("Gäller", Kind::Text),
        ("Namn", Kind::Text),
        ("Län", Kind::Text),
        ("Dialogens datum", Kind::Date),
        ("Av", Kind::Text),
        ("När", Kind::DateTime),
        ("Gäller fortfarande", Kind::Text),
    ];
    let cells = |row: Row| -> Vec<Cell> {
        let at = Cell::DateTime(text::to_stockholm(row.judged_at()));
        let judging = row.judgement.judging;
        vec![
            judging.question.label().into(),
            judging.answer.said_of(judging.question).into(),
            judging.reason.into(),
            about(judging.about).into(),
            row.name.into(),
            row.counties.join(", ").into(),
            row.held_on.into(),
            row.judgement.by.unwrap_or_default().into(),
            at,
            if row.holds { "ja" } else { "nej" }.into(),
        ]
    };
    Table::new("Bedömningar", &columns, rows.into_iter().map(cells))
}

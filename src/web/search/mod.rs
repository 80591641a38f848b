//! `/sok`: one search over every kind of record. What is written in the field and what is chosen in the
//! controls are the same filter.

mod show;
pub mod suggest;

use super::export::{self, Cell, Format, Table, file_name};
use super::form::Choice;
use super::holders::Holders;
use super::list;
use super::me::{Me, Shell};
use super::page;
use super::secrecy::sight;
use super::text::{counted, first_upper};
use crate::App;
use crate::domain::search::ask::{self, Asked};
use crate::domain::search::snippet::Marker;
use crate::domain::search::{Kind, State};
use crate::domain::secrecy::Sight;
use crate::error::Result;
use crate::store::search::{self, Found, Seeker};
use askama::Template;
use axum::extract::{Query, State as Of};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;
use show::{Facet, Row};

/// The address, as it was asked for; after [`read`] as the controls show it.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    q: String,
    typ: String,
    lan: String,
    team: String,
    ar: String,
    lage: String,
    mina: String,
    sida: String,
    format: String,
}

impl ListQuery {
    fn pairs(&self) -> [(&'static str, &str); 7] {
        [
            ("q", &self.q),
            ("typ", &self.typ),
            ("lan", &self.lan),
            ("team", &self.team),
            ("ar", &self.ar),
            ("lage", &self.lage),
            ("mina", &self.mina),
        ]
    }

    /// The address without one of its filters, or with another value of it.
    fn with(&self, field: &str, value: &str) -> String {
        let pairs = self
            .pairs()
            .map(|(name, old)| (name, if name == field { value } else { old }));
        list::query(&pairs)
    }
}

/// Reads the field and the controls as one; what is written goes before what is chosen.
fn read(query: &ListQuery, holders: &Holders) -> Asked {
    let (counties, teams) = (&holders.counties, &holders.teams);
    let mut asked = ask::read(&query.q, counties, teams);
    for (name, value) in [
        ("typ", &query.typ),
        ("län", &query.lan),
        ("team", &query.team),
        ("år", &query.ar),
        ("är", &query.lage),
    ] {
        ask::choose(&mut asked, name, value, counties, teams);
    }
    asked.filter.mine |= !query.mina.is_empty();
    asked
}

/// Who asks, and what is hers.
struct Ground {
    holders: Holders,
    sight: std::sync::Arc<Sight>,
    today: Date,
}

impl Ground {
    async fn load(app: &App, me: &Me) -> Result<Ground> {
        let today = app.clock.today();
        Ok(Ground {
            holders: Holders::load(app.db.read(), today).await?,
            sight: sight(app, me).await?,
            today,
        })
    }

    fn seeker(&self, me: &Me, asked: &Asked) -> Seeker<'_> {
        let of = |team: i64| {
            let counties = self.holders.counties.iter();
            let counties = counties.filter(move |county| county.team_id == team);
            counties.map(|county| county.code.clone()).collect()
        };
        let mut mine = vec![format!("p:{}", me.id())];
        let seats = me.standing.assignments.iter();
        mine.extend(seats.map(|row| format!("s:{}", row.seat)));
        let counties = self.holders.counties_of(&me.standing).into_iter();
        mine.extend(counties.map(|code| format!("m:{code}")));
        Seeker {
            sight: &self.sight,
            today: self.today,
            mine,
            of_team: asked.filter.team.map(of).unwrap_or_default(),
        }
    }
}

#[derive(Template)]
#[template(path = "search/index.html")]
struct IndexPage {
    shell: Shell,
    query: ListQuery,
    /// The whole address, and that of the words alone.
    paging: String,
    plain: String,
    kinds: Vec<Choice>,
    counties: Vec<Choice>,
    teams: Vec<Choice>,
    years: Vec<Choice>,
    states: Vec<Choice>,
    owners: Vec<Choice>,
    /// The filters that are set, each with the address without it.
    chips: Vec<Choice>,
    unknown: String,
    asked: bool,
    count: String,
    by_kind: Vec<Facet>,
    rows: Vec<Row>,
    number: i64,
    pages: i64,
}

impl IndexPage {
    fn text(&self) -> &str {
        &self.query.q
    }
}

pub async fn index(Of(app): Of<App>, me: Me, Query(query): Query<ListQuery>) -> Result<Response> {
    let ground = Ground::load(&app, &me).await?;
    let asked = read(&query, &ground.holders);
    let format = Format::of(&query.format);
    let part = Format::part(format, &query.sida);
    let db = app.db.read();
    let found = match asked.is_empty() {
        true => None,
        false => Some(search::find(&app.db, &asked, &ground.seeker(&me, &asked), part).await?),
    };
    if let Some(format) = format {
        let table = table(found, &asked, &ground);
        return export::respond(table, format, &file_name("sokning", ground.today)).await;
    }
    let years = search::years(db).await?;
    let template = index_page(
        me.shell(),
        shown(query, &asked, &ground),
        &asked,
        &ground,
        found,
        years,
    );
    page(StatusCode::OK, &template)
}

/// The address with what was written as filters set in the controls.
fn shown(query: ListQuery, asked: &Asked, ground: &Ground) -> ListQuery {
    let filter = &asked.filter;
    let county = |code: &String| {
        ground
            .holders
            .county(code)
            .map(|county| county.slug.clone())
    };
    let team = |id: i64| {
        let mut teams = ground.holders.teams.iter();
        teams
            .find(|team| team.id == id)
            .map(|team| team.slug.clone())
    };
    ListQuery {
        q: asked.text.clone(),
        typ: filter.kind.map(Kind::slug).unwrap_or_default(),
        lan: filter.county.as_ref().and_then(county).unwrap_or_default(),
        team: filter.team.and_then(team).unwrap_or_default(),
        ar: filter.year.map(|year| year.to_string()).unwrap_or_default(),
        lage: filter
            .state
            .map(|state| state.code().to_owned())
            .unwrap_or_default(),
        mina: if filter.mine {
            "ja".to_owned()
        } else {
            String::new()
        },
        ..query
    }
}

fn index_page(
    shell: Shell,
    query: ListQuery,
    asked: &Asked,
    ground: &Ground,
    found: Option<Found>,
    years: Vec<String>,
) -> IndexPage {
    let marker = Marker::new(&asked.terms);
    let holders = &ground.holders;
    let chips = chips(&query, holders);
    let (total, kinds) = found.as_ref().map_or((0, Vec::new()), |found| {
        (found.page.total, found.kinds.clone())
    });
    IndexPage {
        shell,
        paging: list::query(&query.pairs()),
        plain: list::query(&[("q", &query.q)]),
        kinds: Kind::ALL
            .iter()
            .map(|kind| Choice::new(kind.slug(), kind.plural()))
            .collect(),
        counties: holders.county_choices(&query.lan),
        teams: holders.team_choices(),
        years: years_with(years, &query.ar),
        states: Choice::of_codes(State::ALL, State::label),
        owners: vec![Choice::new("ja", "Mina (@jag)")],
        chips,
        unknown: unknown(asked),
        asked: found.is_some(),
        count: first_upper(&counted(total, "träff", "träffar")),
        by_kind: Facet::all(&kinds, &query, asked.filter.kind),
        number: found.as_ref().map_or(1, |found| found.page.number),
        pages: found.as_ref().map_or(0, |found| found.page.pages()),
        rows: found.map_or(Vec::new(), |found| {
            found
                .page
                .rows
                .into_iter()
                .map(|hit| Row::new(hit, &marker, holders))
                .collect()
        }),
        query,
    }
}

/// The years there are, and the one asked for.
fn years_with(mut years: Vec<String>, asked: &str) -> Vec<Choice> {
    if !asked.is_empty() && !years.iter().any(|year| year == asked) {
        years.push(asked.to_owned());
    }
    years.iter().map(|year| Choice::new(year, year)).collect()
}

/// "Det finns inget filter färg:röd. …"
fn unknown(asked: &Asked) -> String {
    match asked.unknown.is_empty() {
        true => String::new(),
        false => format!(
            "Filtret {} finns inte och används inte. Det går att skriva @jag, är:öppen, är:sen, är:avslutad, typ:insats, län:kalmar, team:norr och år:2026.",
            asked.unknown.join(" ")
        ),
    }
}

fn chips(query: &ListQuery, holders: &Holders) -> Vec<Choice> {
    let county = holders
        .counties
        .iter()
        .find(|county| county.slug == query.lan);
    let team = holders.teams.iter().find(|team| team.slug == query.team);
    let state = State::named(&query.lage);
    let all = [
        (
            "typ",
            Kind::named(&query.typ).map(|kind| kind.plural().to_owned()),
        ),
        ("lan", county.map(|county| county.short_name.clone())),
        ("team", team.map(|team| team.label())),
        ("ar", (!query.ar.is_empty()).then(|| query.ar.clone())),
        ("lage", state.map(|state| state.label().to_owned())),
        ("mina", (!query.mina.is_empty()).then(|| "Mina".to_owned())),
    ];
    let chip =
        |(field, label): (&str, Option<String>)| Some(Choice::new(query.with(field, ""), label?));
    all.into_iter().filter_map(chip).collect()
}

/// What was found, as a file.
fn table(found: Option<Found>, asked: &Asked, ground: &Ground) -> Table {
    use super::export::Kind as Column;
    let columns = [
        ("Slag", Column::Text),
        ("Titel", Column::Text),
        ("Län", Column::Text),
        ("Dag", Column::Date),
        ("Läge", Column::Text),
        ("Text", Column::Text),
        ("Sekretess", Column::Text),
    ];
    let marker = Marker::new(&asked.terms);
    let cells = |hit: search::Hit| -> Vec<Cell> {
        let text: String = marker
            .part(&show::text_of(&hit))
            .into_iter()
            .map(|piece| piece.text)
            .collect();
        vec![
            hit.kind_name().into(),
            hit.title.clone().into(),
            show::counties(&hit.counties, &ground.holders).into(),
            hit.day.into(),
            show::status(hit.kind, &hit.status).into(),
            text.into(),
            hit.secrecy.into(),
        ]
    };
    let rows = found.map_or(Vec::new(), |found| found.page.rows);
    Table::new("Sökning", &columns, rows.into_iter().map(cells))
}

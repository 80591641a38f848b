//! Mönster över län: what several regions wish in one round, and three ways on.

use super::export::{self, Cell, Format, Kind, Table, file_name};
use super::form::Choice;
use super::holders::Holders;
use super::list::{self, Order};
use super::me::{Me, Shell};
use super::{page, text};
use crate::App;
use crate::domain::access::Act;
use crate::domain::pattern::{COUNTIES, Pattern, current};
use crate::domain::places::{County, Department, IssueArea};
use crate::error::Result;
use crate::store::patterns;
use crate::store::reader::Reader;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::Arc;

/// A wish as a row shows it.
pub struct WishView {
    pub county: String,
    pub url: String,
    pub day: Date,
    pub text: String,
}

/// A pattern in the words of a page, with the ways on.
pub struct View {
    pub issue_area_id: i64,
    pub name: String,
    pub department: String,
    pub year: i16,
    pub counties: usize,
    /// "Norrbotten, Västerbotten och Skåne"
    pub names: String,
    pub wishes: Vec<WishView>,
    pub ways: Vec<Choice>,
}

impl View {
    pub fn url(&self) -> String {
        format!(
            "/oversikt/monster?ar={}#sakfraga-{}",
            self.year, self.issue_area_id
        )
    }
}

/// What a pattern is told with: names, briefs, and what the one who reads may do.
struct Words<'a> {
    holders: &'a Holders,
    /// The national brief of each issue area that has one.
    briefs: Arc<HashMap<i64, i64>>,
    me: &'a Me,
}

impl<'a> Words<'a> {
    async fn load(db: &Reader, me: &'a Me, holders: &'a Holders) -> Result<Words<'a>> {
        Ok(Words {
            holders,
            briefs: patterns::briefs(db).await?,
            me,
        })
    }

    /// None for an issue area that has been closed.
    fn area(&self, id: i64) -> Option<&IssueArea> {
        self.holders.issue_areas.iter().find(|area| area.id == id)
    }

    fn county(&self, code: &str) -> Option<&County> {
        self.holders.county(code)
    }

    fn county_name(&self, code: &str) -> String {
        let county = self.county(code);
        county.map_or_else(|| code.to_owned(), |county| county.short_name.clone())
    }

    fn view(&self, of: &Pattern) -> Option<View> {
        let area = self.area(of.issue_area_id)?;
        let codes = of.counties();
        let names: Vec<String> = codes.iter().map(|code| self.county_name(code)).collect();
        let wishes = of.wishes.iter().map(|wish| WishView {
            county: self.county_name(&wish.county),
            url: format!("/dialoger/{}", wish.dialogue_id),
            day: wish.held_on,
            text: wish.text.clone(),
        });
        Some(View {
            issue_area_id: area.id,
            name: area.name.clone(),
            department: area.department_name.clone(),
            year: of.year,
            counties: codes.len(),
            names: text::join_and(&names),
            wishes: wishes.collect(),
            ways: self.ways(area, &codes),
        })
    }

    /// Change the national brief, a joint insats, a financing dossier; those that she may take.
    fn ways(&self, area: &IssueArea, codes: &[&str]) -> Vec<Choice> {
        let mut ways = Vec::new();
        let writes = [Act::WriteRegionerBrief, Act::WriteDepartmentBrief];
        let writes = writes.iter().any(|act| self.me.can_somewhere(*act));
        match self.briefs.get(&area.id) {
            Some(id) => ways.push(Choice::new(
                format!("/underlag/{id}"),
                "Ändra det nationella underlaget",
            )),
            None if writes => ways.push(Choice::new(
                format!("/underlag/nytt?om=sakfraga/{}", area.id),
                "Skriv ett nationellt underlag",
            )),
            None => {}
        }
        let mut counties = codes.iter().filter_map(|code| self.county(code));
        if counties.any(|county| self.me.can(Act::CreateAction, &county.place())) {
            let mut query = form_urlencoded::Serializer::new(String::new());
            query.append_pair("sakfraga", &area.id.to_string());
            for code in codes {
                query.append_pair("lan", code);
            }
            let url = format!("/insatser/ny?{}", query.finish());
            ways.push(Choice::new(url, "Skapa en gemensam insats"));
        }
        if self.me.can_somewhere(Act::ProposeInvestment) {
            let url = format!("/satsningar/ny?sakfraga={}", area.id);
            ways.push(Choice::new(url, "Föreslå en satsning"));
        }
        ways
    }
}

/// The rule, in words.
pub fn rule() -> String {
    format!(
        "Ett mönster är samma sakfråga som önskemål från minst {COUNTIES} län i samma dialogomgång."
    )
}

/// How many patterns the overview names.
const SHOWN: usize = 5;

/// What the overview tells of; nothing is asked of the database when nothing has happened.
pub async fn on_overview(app: &App, me: &Me, holders: &Holders) -> Result<Vec<View>> {
    let (db, today) = (app.db.read(), app.clock.today());
    let all = patterns::lately(db, today).await?;
    let mut found = Vec::new();
    for each in current(&all, today).into_iter().take(SHOWN) {
        found.push(each.clone());
    }
    views(db, me, holders, &found).await
}

/// The patterns in one issue area, for its own page.
pub async fn of_area(app: &App, me: &Me, holders: &Holders, area: i64) -> Result<Vec<View>> {
    let (db, today) = (app.db.read(), app.clock.today());
    let all = patterns::lately(db, today).await?;
    let found = all.iter().filter(|each| each.issue_area_id == area);
    let found: Vec<Pattern> = found.cloned().collect();
    views(db, me, holders, &found).await
}

async fn views(db: &Reader, me: &Me, holders: &Holders, found: &[Pattern]) -> Result<Vec<View>> {
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let words = Words::load(db, me, holders).await?;
    Ok(found.iter().filter_map(|each| words.view(each)).collect())
}

const SORTS: [&str; 2] = ["lan", "sakfraga"];

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    ar: String,
    team: String,
    avdelning: String,
    sortera: String,
    format: String,
}

impl ListQuery {
    fn pairs(&self) -> [(&'static str, &str); 3] {
        [
            ("ar", &self.ar),
            ("team", &self.team),
            ("avdelning", &self.avdelning),
        ]
    }

    /// What is asked for that does not exist finds nothing, rather than everything.
    fn lets_through(&self, of: &Pattern, words: &Words) -> bool {
        let year = self.ar.is_empty() || self.ar == of.year.to_string();
        let in_team = |code: &str| {
            let county = words.county(code);
            county.is_some_and(|county| county.team_slug == self.team)
        };
        let team = self.team.is_empty() || of.counties().into_iter().any(in_team);
        let area = words.area(of.issue_area_id);
        let department = area.is_some_and(|area| area.department_id.to_string() == self.avdelning);
        year && team && (self.avdelning.is_empty() || department)
    }
}

#[derive(Template)]
#[template(path = "patterns/show.html")]
struct ShowPage {
    shell: Shell,
    query: ListQuery,
    address: String,
    paging: String,
    order: Order,
    years: Vec<Choice>,
    teams: Vec<Choice>,
    departments: Vec<Choice>,
    count: String,
    views: Vec<View>,
    rule: String,
    filtered: bool,
}

pub async fn show(
    State(app): State<App>,
    me: Me,
    Query(query): Query<ListQuery>,
) -> Result<Response> {
    let (db, today) = (app.db.read(), app.clock.today());
    let holders = Holders::load(db, today).await?;
    let all = patterns::ever(db).await?;
    let words = Words::load(db, &me, &holders).await?;
    let order = Order::read(&query.sortera, &SORTS, "-lan");
    let found = all.iter().filter(|each| query.lets_through(each, &words));
    let mut views: Vec<View> = found.filter_map(|each| words.view(each)).collect();
    put_in_order(&mut views, &order);
    if let Some(format) = Format::of(&query.format) {
        let name = file_name("monster-over-lan", today);
        return export::respond(table(views), format, &name).await;
    }
    let template = ShowPage {
        shell: me.shell(),
        address: list::query(&query.pairs()),
        paging: list::paging(&query.pairs(), &query.sortera, &order),
        years: years(&all),
        teams: holders.team_choices(),
        departments: departments(&holders.departments),
        count: text::first_upper(&text::counted(
            i64::try_from(views.len()).unwrap_or(i64::MAX),
            "mönster",
            "mönster",
        )),
        views,
        rule: rule(),
        filtered: query.pairs().iter().any(|(_, value)| !value.is_empty()),
        order,
        query,
    };
    page(StatusCode::OK, &template)
}

fn years(all: &[Pattern]) -> Vec<Choice> {
    let mut years: Vec<i16> = all.iter().map(|each| each.year).collect();
    years.dedup();
    years.iter().map(|year| Choice::new(year, year)).collect()
}

fn departments(all: &[Department]) -> Vec<Choice> {
    all.iter()
        .map(|each| Choice::new(each.id, &each.name))
        .collect()
}

/// The latest round first always; in it by the number of län, or by name.
fn put_in_order(views: &mut [View], order: &Order) {
    use crate::domain::spelling::fold;
    views.sort_by(|one, other| {
        let rounds = other.year.cmp(&one.year);
        let by = match order.key.as_str() {
            "sakfraga" => fold(&one.name).cmp(&fold(&other.name)),
            _ => one.counties.cmp(&other.counties),
        };
        let by = if order.descending { by.reverse() } else { by };
        rounds.then(by).then_with(|| one.name.cmp(&other.name))
    });
}

/// A row for every wish.
fn table(views: Vec<View>) -> Table {
    let columns = [
        ("Dialogomgång", Kind::Number),
        ("Sakfråga", Kind::Text),
        ("Avdelning", Kind::Text),
        ("Antal län", Kind::Number),
        ("Län", Kind::Text),
        ("Dialogens datum", Kind::Date),
        ("Önskemål", Kind::Text),
    ];
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for view in views {
        let counties = i64::try_from(view.counties).unwrap_or(i64::MAX);
        for wish in view.wishes {
            rows.push(vec![
                Cell::Number(i64::from(view.year)),
                view.name.clone().into(),
                view.department.clone().into(),
                Cell::Number(counties),
                wish.county.into(),
                wish.day.into(),
                wish.text.into(),
            ]);
        }
    }
    Table::new("Mönster över län", &columns, rows)
}

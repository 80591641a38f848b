//! Lists of networks: filtered, ordered, fifty at a time, each with who sits there and when anyone last went.

use crate::domain::network::{Chairs, Level, url};
use crate::error::Result;
use crate::store::columns::{Columns, Text};
use crate::store::narrow::by_words;
use crate::store::reader::Reader;
use crate::store::{Page, Part};
use jiff::civil::Date;
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Sqlite};

/// What a list is narrowed to; everything that is set must hold.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub words: String,
    pub level: Option<Level>,
    pub chairs: Option<Chairs>,
    pub county: Option<String>,
    pub team: Option<i64>,
    pub issue_area: Option<i64>,
    pub person: Option<i64>,
    /// Closed ones too.
    pub closed: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    #[default]
    Name,
    Level,
    Attended,
    Meetings,
}

/// A network as a list shows it.
#[derive(Clone, Debug)]
pub struct Row {
    pub id: i64,
    pub name: String,
    pub level: Level,
    pub organisation: String,
    /// Short names of its län, in Swedish order.
    pub counties: Vec<String>,
    pub issue_areas: Vec<String>,
    /// Who sits there today.
    pub seated: Vec<String>,
    pub last_attended: Option<Date>,
    pub meetings_per_year: Option<i64>,
    pub meetings: i64,
    pub closed_on: Option<Date>,
}

impl Row {
    pub fn url(&self) -> String {
        url(self.id)
    }

    pub fn chairs(&self) -> Chairs {
        Chairs::of(i64::try_from(self.seated.len()).unwrap_or(2))
    }
}

const ATTENDED: &str = "(select max(t.held_on) from network_meetings t where t.network_id = n.id and t.removed_at is null
    and exists (select 1 from network_meeting_people w where w.meeting_id = t.id))";
const MEETINGS: &str =
    "(select count(*) from network_meetings t where t.network_id = n.id and t.removed_at is null)";

fn seated(query: &mut QueryBuilder<Sqlite>, today: Date) {
    query
        .push(" s.network_id = n.id and s.valid_from <= ")
        .push_bind(Text(today))
        .push(" and (s.valid_to is null or s.valid_to >= ")
        .push_bind(Text(today))
        .push(")");
}

pub async fn list(
    db: &Reader,
    filter: &Filter,
    (sort, descending): (Sort, bool),
    part: Part,
    today: Date,
) -> Result<Page<Row>> {
    let mut counting = QueryBuilder::new("select count(*) from networks n ");
    narrow(&mut counting, filter, today);
    let total = counting.build_query_scalar().fetch_one(db).await?;
    let mut query = QueryBuilder::new(format!(
        "select n.id, n.name, n.level, n.meetings_per_year, n.closed_on, coalesce(o.name, '') as organisation,
                {ATTENDED} as attended, {MEETINGS} as meetings,
                (select json_group_array(short_name) from (select c.short_name from network_counties nc
                    join counties c on c.code = nc.county where nc.network_id = n.id
                    order by c.short_name collate svenska)) as counties,
                (select json_group_array(name) from (select i.name from network_issue_areas na
                    join issue_areas i on i.id = na.issue_area_id where na.network_id = n.id
                    order by i.name collate svenska)) as issue_areas,
                (select json_group_array(name) from (select p.name from network_seats s join people p on p.id = s.person_id
                    where "
    ));
    seated(&mut query, today);
    query.push(
        " order by p.name collate svenska)) as seated
         from networks n left join organisations o on o.id = n.organisation_id ",
    );
    narrow(&mut query, filter, today);
    query.push(" order by ").push(order(sort, descending));
    query.push(" limit ").push_bind(part.limit());
    query.push(" offset ").push_bind(part.offset());
    Ok(Page {
        rows: query.build().try_map(row).fetch_all(db).await?,
        total,
        number: part.number(),
    })
}

fn narrow(query: &mut QueryBuilder<Sqlite>, filter: &Filter, today: Date) {
    query.push(" where 1 = 1");
    if !filter.closed {
        query.push(" and n.closed_on is null");
    }
    if let Some(level) = filter.level {
        query.push(" and n.level = ").push_bind(level.code());
    }
    if let Some(county) = &filter.county {
        query
            .push(" and n.id in (select network_id from network_counties where county = ")
            .push_bind(county.clone())
            .push(")");
    }
    if let Some(team) = filter.team {
        query
            .push(" and n.id in (select nc.network_id from team_counties tc join network_counties nc on nc.county = tc.county where tc.team_id = ")
            .push_bind(team)
            .push(" and tc.valid_from <= ")
            .push_bind(Text(today))
            .push(" and (tc.valid_to is null or tc.valid_to >= ")
            .push_bind(Text(today))
            .push("))");
    }
    if let Some(area) = filter.issue_area {
        query
            .push(" and n.id in (select network_id from network_issue_areas where issue_area_id = ")
            .push_bind(area)
            .push(")");
    }
    if let Some(person) = filter.person {
        query.push(" and exists (select 1 from network_seats s where ");
        seated(query, today);
        query
            .push(" and s.person_id = ")
            .push_bind(person)
            .push(")");
    }
    if let Some(chairs) = filter.chairs {
        query.push(" and n.closed_on is null and (select count(*) from network_seats s where ");
        seated(query, today);
        query.push(match chairs {
            Chairs::Empty => ") = 0",
            Chairs::One => ") = 1",
            Chairs::Double => ") > 1",
        });
    }
    by_words(query, "n.search_text", &filter.words);
}

fn order(sort: Sort, descending: bool) -> String {
    let way = if descending { "desc" } else { "asc" };
    let then = "n.name collate svenska, n.id";
    match sort {
        Sort::Name => format!("n.name collate svenska {way}, n.id"),
        Sort::Level => format!(
            "case n.level when 'national' then 1 when 'regional' then 2 else 3 end {way}, {then}"
        ),
        Sort::Attended => format!("coalesce({ATTENDED}, '') {way}, {then}"),
        Sort::Meetings => format!("{MEETINGS} {way}, {then}"),
    }
}

fn row(row: SqliteRow) -> sqlx::Result<Row> {
    Ok(Row {
        id: row.int("id")?,
        name: row.string("name")?,
        level: row.parsed("level")?,
        organisation: row.string("organisation")?,
        counties: row.json("counties")?,
        issue_areas: row.json("issue_areas")?,
        seated: row.json("seated")?,
        last_attended: row.opt_parsed("attended")?,
        meetings_per_year: row.opt_int("meetings_per_year")?,
        meetings: row.int("meetings")?,
        closed_on: row.opt_parsed("closed_on")?,
    })
}

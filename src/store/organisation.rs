//! The organisation as the source page describes it: what `serve` puts in an empty database.

use super::columns::Text;
use super::{Db, Write, set_mark};
use crate::domain::access::Permit;
use crate::domain::event::{Event, EventKind, SubjectKind};
use crate::domain::milestone::default_template;
use crate::domain::people::Kind;
use crate::domain::spelling::slug;
use crate::error::Result;
use jiff::civil::{Date, date};

/// The day the way of working began.
pub const BEGAN: Date = date(2018, 1, 1);

/// The 21 län; source: `lan.csv` (SCB, ISO 3166-2, the source page for the teams).
const COUNTIES: &str = include_str!("reference/lan.csv");

/// The order of the source page, north to south within each team.
const ORDER: [&str; 21] = [
    "25", "24", "23", "22", "20", "21", "17", "19", "03", "01", "18", "04", "05", "09", "14", "06",
    "13", "07", "12", "10", "08",
];

const ALIASES: &[(&str, &str)] = &[
    ("04", "Sörmland, Sörmlands län"),
    ("14", "VGR, Västra Götalandsregionen"),
    ("20", "Kopparbergs län"),
    ("23", "Jämtland Härjedalen"),
];

/// Who had the responsibility until 2018-12-31, where it was another than since.
const EARLIER_ACTORS: &[(&str, &str, &str)] = &[
    ("01", "Länsstyrelsen i Stockholms län", "lansstyrelse"),
    ("04", "Regionförbundet Sörmland", "samverkansorgan"),
    ("08", "Regionförbundet i Kalmar län", "samverkansorgan"),
    ("09", "Region Gotland", "region"),
    ("10", "Region Blekinge", "samverkansorgan"),
    ("17", "Region Värmland", "samverkansorgan"),
    ("20", "Region Dalarna", "samverkansorgan"),
    ("24", "Region Västerbotten", "samverkansorgan"),
];

/// Fills an empty database with the organisation of the source page.
pub async fn install(db: &Db) -> Result<()> {
    let mut tx = db.write(Permit::system()).await?;
    set_mark(&mut tx, "serve").await?;
    frame(&mut tx).await?;
    let owner = named_holder(&mut tx, "Ingrid Arltoft Henriksson").await?;
    super::content::install(&mut tx, Some(owner), BEGAN).await?;
    let monika = named_holder(&mut tx, "Monika Kväl").await?;
    let josefine = named_holder(&mut tx, "Josefine Majewski").await?;
    for (person, team, kind) in [
        (monika, 1, Kind::Acting),
        (monika, 2, Kind::Ordinary),
        (josefine, 3, Kind::Ordinary),
    ] {
        sqlx::query(
            "insert into assignments (person_id, function, team_id, kind, valid_from) values (?, 'lead', ?, ?, ?)",
        )
        .bind(person)
        .bind(team)
        .bind(Text(kind))
        .bind(Text(BEGAN))
        .execute(tx.conn())
        .await?;
    }
    tx.record(Event::new(
        EventKind::Installed,
        SubjectKind::Installation,
        1,
    ))
    .await?;
    tx.commit().await
}

/// A person the source page names: no account, and a unit it does not tell.
async fn named_holder(tx: &mut Write, name: &str) -> Result<i64> {
    let now = Text(tx.now());
    Ok(
        sqlx::query_scalar("insert into people (name, created_at) values (?, ?) returning id")
            .bind(name)
            .bind(now)
            .fetch_one(tx.conn())
            .await?,
    )
}

/// Departments, units, teams, län, RUA and the milestone template: the same in `serve` and in the demo.
pub async fn frame(tx: &mut Write) -> Result<()> {
    departments(tx).await?;
    teams(tx).await?;
    for line in COUNTIES.lines().skip(1) {
        county(tx, &line.split(',').collect::<Vec<_>>()).await?;
    }
    template(tx).await
}

async fn departments(tx: &mut Write) -> Result<()> {
    for (index, name) in [
        "Regioner",
        "Företag",
        "Förenkling",
        "Förvaltning",
        "Kunskapsutveckling",
    ]
    .iter()
    .enumerate()
    {
        sqlx::query(
            "insert into departments (name, is_regioner, position, valid_from) values (?, ?, ?, ?)",
        )
        .bind(name)
        .bind(index == 0)
        .bind(index as i64 + 1)
        .bind(Text(BEGAN))
        .execute(tx.conn())
        .await?;
    }
    for name in ["Regionalt tillväxtarbete", "Regional näringslivsutveckling"] {
        sqlx::query("insert into units (department_id, name, valid_from) values (1, ?, ?)")
            .bind(name)
            .bind(Text(BEGAN))
            .execute(tx.conn())
            .await?;
    }
    Ok(())
}

async fn teams(tx: &mut Write) -> Result<()> {
    for (index, name) in ["Norr", "Mellan", "Södra"].iter().enumerate() {
        sqlx::query("insert into teams (slug, name, position, valid_from) values (?, ?, ?, ?)")
            .bind(slug(name))
            .bind(name)
            .bind(index as i64 + 1)
            .bind(Text(BEGAN))
            .execute(tx.conn())
            .await?;
    }
    Ok(())
}

/// One line of `lan.csv`: lanskod,namn,kortnamn,lansbokstav,residensstad,rua,nuts1,nuts2,nuts3,team,programomrade.
async fn county(tx: &mut Write, columns: &[&str]) -> Result<()> {
    let &[
        code,
        name,
        short_name,
        letters,
        seat_town,
        actor,
        _,
        _,
        _,
        team,
        programme_area,
    ] = columns
    else {
        return Err(crate::error::Error::internal("lan.csv has another shape"));
    };
    let position = ORDER
        .iter()
        .position(|each| *each == code)
        .unwrap_or_default() as i64;
    let aliases = ALIASES
        .iter()
        .find(|(each, _)| *each == code)
        .map_or("", |(_, aliases)| aliases);
    sqlx::query(
        "insert into counties (code, slug, name, short_name, letters, seat_town, programme_area, aliases, position)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(code)
    .bind(slug(short_name))
    .bind(name)
    .bind(short_name)
    .bind(letters)
    .bind(seat_town)
    .bind(programme_area)
    .bind(aliases)
    .bind(position)
    .execute(tx.conn())
    .await?;
    sqlx::query(
        "insert into team_counties (team_id, county, valid_from) select id, ?, ? from teams where name = ?",
    )
    .bind(code)
    .bind(Text(BEGAN))
    .bind(team)
    .execute(tx.conn())
    .await?;
    regional_actors(tx, code, actor).await
}

async fn regional_actors(tx: &mut Write, code: &str, actor: &str) -> Result<()> {
    let now = if code == "09" { "kommun" } else { "region" };
    let changed = date(2019, 1, 1);
    match EARLIER_ACTORS.iter().find(|(each, ..)| *each == code) {
        None => regional_actor(tx, code, actor, now, BEGAN, None).await,
        Some((_, earlier, kind)) => {
            regional_actor(tx, code, earlier, kind, BEGAN, changed.yesterday().ok()).await?;
            regional_actor(tx, code, actor, now, changed, None).await
        }
    }
}

async fn regional_actor(
    tx: &mut Write,
    county: &str,
    name: &str,
    kind: &str,
    from: Date,
    to: Option<Date>,
) -> Result<()> {
    sqlx::query("insert into regional_actors (county, name, kind, valid_from, valid_to) values (?, ?, ?, ?, ?)")
        .bind(county)
        .bind(name)
        .bind(kind)
        .bind(Text(from))
        .bind(to.map(|day| day.to_string()))
        .execute(tx.conn())
        .await?;
    Ok(())
}

async fn template(tx: &mut Write) -> Result<()> {
    for row in default_template() {
        sqlx::query(
            "insert into milestone_template (key, offset_days, title, falls_on, per_department, judgement)
             values (?, ?, ?, ?, ?, ?)",
        )
        .bind(row.key)
        .bind(row.offset_days)
        .bind(row.title)
        .bind(Text(row.falls_on))
        .bind(row.per_department)
        .bind(row.judgement)
        .execute(tx.conn())
        .await?;
    }
    Ok(())
}

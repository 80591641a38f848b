//! The demo's cast: invented people, their accounts, roles and assignments.

use crate::domain::calendar::add_days;
use crate::domain::people::Role;
use crate::domain::spelling::{fold, slug};
use crate::error::Result;
use crate::store::Write;
use crate::store::columns::Text;
use crate::store::organisation::BEGAN;

/// Units beside the two that the source page names: (department, name, what it does).
const UNITS: &[(i64, &str, &str)] = &[
    (
        2,
        "Entreprenörskap",
        "Start, tillväxt och generationsväxling i små företag",
    ),
    (
        2,
        "Internationalisering",
        "Företag som vill ut på nya marknader",
    ),
    (
        3,
        "Regelförenkling",
        "Enklare regler och mätning av regelbörda",
    ),
    (
        3,
        "Digital service",
        "Tjänster som gör det enklare att vara företagare",
    ),
    (
        4,
        "Regionalfonden",
        "Utlysningar, beslut och uppföljning av projekt",
    ),
    (
        4,
        "Kontroll och utbetalning",
        "Granskning av ansökningar om utbetalning",
    ),
    (5, "Analys", "Statistik, prognoser och studier"),
    (
        5,
        "Kompetensförsörjning",
        "Kunskap om näringslivets behov av kompetens",
    ),
];

/// (name, title, unit, can log in). The id is the place in the list, from one.
#[rustfmt::skip]
const PEOPLE: &[(&str, &str, i64, bool)] = &[
    ("Elsa Norling", "handläggare", 1, true),             // 1 leads Norr (tf.) and Mellan
    ("Jonas Ekdahl", "handläggare", 2, true),             // 2 leads Södra
    ("Anna Lind", "handläggare", 1, true),                // 3 Norrbotten, Västerbotten
    ("Mats Öhrn", "handläggare", 2, true),                // 4 Jämtland, Västernorrland
    ("Sara Åkesson", "handläggare", 1, true),             // 5 Gävleborg; deputy lead in Norr
    ("Leif Wallin", "handläggare", 2, true),              // 6 Värmland
    ("Åsa Hedlund", "handläggare", 1, true),              // 7 Västmanland, Uppsala
    ("Omar Haddad", "handläggare", 2, true),              // 8 Stockholm
    ("Britta Sjöö", "handläggare", 1, true),              // 9 Örebro
    ("Nils Ädel", "handläggare", 1, true),                // 10 Södermanland, Östergötland
    ("Tove Munk", "handläggare", 2, true),                // 11 Gotland
    ("Erik Dahlgren", "handläggare", 2, true),            // 12 Västra Götaland
    ("Linn Bergqvist", "handläggare", 1, true),           // 13 Jönköping
    ("Maja Olander", "handläggare", 2, true),             // 14 Kronoberg, Kalmar
    ("Rune Tegnér", "handläggare", 1, false),             // 15 Skåne, has no account
    ("Sofia Alm", "handläggare", 2, true),                // 16 Blekinge; second in Skåne
    ("Karim Nasser", "handläggare", 3, true),             // 17 Företag, Norr
    ("Eva Berg", "handläggare", 5, true),                 // 18 Förenkling, Norr and Mellan
    ("Per Ström", "handläggare", 7, true),                // 19 Förvaltning, Norr
    ("Ida Holm", "analytiker", 9, true),                  // 20 Kunskapsutveckling, Norr and Mellan
    ("Fatima Rahimi", "handläggare", 4, true),            // 21 Företag, Mellan
    ("Gustav Lönn", "handläggare", 8, true),              // 22 Förvaltning, Mellan
    ("Hanna Persdotter", "handläggare", 3, true),         // 23 Företag, Södra
    ("Viktor Ask", "handläggare", 6, true),               // 24 Förenkling, Södra
    ("Camilla Frisk", "analytiker", 10, true),            // 25 Kunskapsutveckling, Södra
    ("Ingela Strand", "avdelningschef", 1, true),         // 26 chef, Regioner
    ("Torbjörn Ek", "avdelningschef", 3, true),           // 27 chef, Företag
    ("Lotta Grön", "utredare", 9, true),                  // 28 läsare
    ("Peter Blad", "handläggare", 7, true),               // 29 no function
    ("Astrid Vik", "systemförvaltare", 2, true),          // 30 administratör
    ("Gerd Almlöv", "handläggare", 2, false),             // 31 had Dalarna until this autumn
    ("Stellan Råhed", "handläggare", 1, false),           // 32 had Halland
];

const ROLES: &[(i64, Role, Option<i64>)] = &[
    (26, Role::Manager, Some(1)),
    (27, Role::Manager, Some(2)),
    (28, Role::Reader, None),
    (30, Role::Administrator, None),
    // chefer for departments whose own post is not filled
    (27, Role::Manager, Some(3)),
    (26, Role::Manager, Some(4)),
    (26, Role::Manager, Some(5)),
];

/// Uppdragsansvariga: (person, team, kind).
pub(super) const LEADS: &[(i64, i64, &str)] =
    &[(1, 1, "acting"), (1, 2, "ordinary"), (2, 3, "ordinary")];

/// Länsansvariga: (person, län, huvudansvarig). Dalarna and Halland are vacant.
#[rustfmt::skip]
pub(super) const COUNTY_OFFICERS: &[(i64, &str, bool)] = &[
    (3, "25", true), (3, "24", true), (4, "23", true), (4, "22", true), (5, "21", true), (6, "17", true),
    (7, "19", true), (7, "03", true), (8, "01", true), (9, "18", true), (10, "04", true), (10, "05", true), (11, "09", true),
    (12, "14", true), (13, "06", true), (14, "07", true), (14, "08", true), (15, "12", true), (16, "12", false), (16, "10", true),
];

/// Länsansvariga who have left: (person, län, days ago).
const FORMER: &[(i64, &str, i64)] = &[(31, "20", 97), (32, "13", 41)];

/// Ansvariga för sakfrågor: (person, team, department). Förvaltning in Södra is vacant.
#[rustfmt::skip]
pub(super) const ISSUE_OFFICERS: &[(i64, i64, i64)] = &[
    (17, 1, 2), (18, 1, 3), (19, 1, 4), (20, 1, 5),
    (21, 2, 2), (18, 2, 3), (22, 2, 4), (20, 2, 5),
    (23, 3, 2), (24, 3, 3), (25, 3, 5),
];

/// (name, department, unit)
#[rustfmt::skip]
pub(super) const ISSUE_AREAS: &[(&str, i64, Option<i64>)] = &[
    ("Kompetensförsörjning", 5, Some(10)), ("Innovation och förnyelse", 2, Some(3)),
    ("Entreprenörskap och företagande", 2, Some(3)), ("Företagsfinansiering", 2, Some(3)),
    ("Internationalisering", 2, Some(4)), ("Regelförenkling", 3, Some(5)), ("Digitalisering", 3, Some(6)),
    ("Landsbygd och kommersiell service", 1, Some(1)), ("Besöksnäring", 2, Some(3)),
    ("Klimatomställning i näringslivet", 1, Some(2)), ("Varsel och omställning", 1, Some(2)),
    ("Etableringar och expansion", 1, Some(2)), ("EU:s strukturfonder", 4, Some(7)),
    ("Uppföljning och analys", 5, Some(9)), ("Stadsutveckling", 1, Some(1)),
];

/// The address a person of the demo logs in with: förnamn.efternamn@myndighet.example.
pub fn email(name: &str) -> String {
    format!("{}@myndighet.example", slug(&fold(name)).replace('-', "."))
}

pub async fn install(tx: &mut Write) -> Result<()> {
    for (department, name, remit) in UNITS {
        sqlx::query(
            "insert into units (department_id, name, remit, valid_from) values (?, ?, ?, ?)",
        )
        .bind(department)
        .bind(name)
        .bind(remit)
        .bind(Text(BEGAN))
        .execute(tx.conn())
        .await?;
    }
    for (name, department, unit) in ISSUE_AREAS {
        sqlx::query("insert into issue_areas (name, department_id, unit_id, valid_from) values (?, ?, ?, ?)")
            .bind(name)
            .bind(department)
            .bind(unit)
            .bind(Text(BEGAN))
            .execute(tx.conn())
            .await?;
    }
    for person in PEOPLE {
        add(tx, person).await?;
    }
    roles(tx).await?;
    assignments(tx).await?;
    crate::store::content::install(tx, Some(26), BEGAN).await
}

async fn add(
    tx: &mut Write,
    (name, title, unit, can_log_in): &(&str, &str, i64, bool),
) -> Result<()> {
    let now = Text(tx.now());
    let id: i64 = sqlx::query_scalar(
        "insert into people (name, title, unit_id, created_at) values (?, ?, ?, ?) returning id",
    )
    .bind(name)
    .bind(title)
    .bind(unit)
    .bind(now)
    .fetch_one(tx.conn())
    .await?;
    if !can_log_in {
        return Ok(());
    }
    let now = Text(tx.now());
    sqlx::query(
        "insert into accounts (person_id, email, email_folded, created_at) values (?, ?, ?, ?)",
    )
    .bind(id)
    .bind(email(name))
    .bind(email(name))
    .bind(now)
    .execute(tx.conn())
    .await?;
    Ok(())
}

async fn roles(tx: &mut Write) -> Result<()> {
    for (person, role, department) in ROLES {
        sqlx::query("insert into account_roles (person_id, role, department_id, valid_from) values (?, ?, ?, ?)")
            .bind(person)
            .bind(Text(role))
            .bind(department)
            .bind(Text(BEGAN))
            .execute(tx.conn())
            .await?;
    }
    Ok(())
}

async fn assignments(tx: &mut Write) -> Result<()> {
    for (person, team, kind) in LEADS {
        assign(tx, *person, "lead", Some(*team), None, None, kind, true).await?;
    }
    for (person, county, primary) in COUNTY_OFFICERS {
        assign(
            tx,
            *person,
            "county_officer",
            None,
            Some(county),
            None,
            "ordinary",
            *primary,
        )
        .await?;
    }
    for (person, team, department) in ISSUE_OFFICERS {
        assign(
            tx,
            *person,
            "issue_officer",
            Some(*team),
            None,
            Some(*department),
            "ordinary",
            true,
        )
        .await?;
    }
    assign(tx, 5, "lead", Some(1), None, None, "deputy", false).await?;
    former(tx).await
}

async fn former(tx: &mut Write) -> Result<()> {
    for (person, county, days) in FORMER {
        let last = add_days(tx.today(), -days);
        sqlx::query(
            "insert into assignments (person_id, function, county, kind, is_primary, valid_from, valid_to)
             values (?, 'county_officer', ?, 'ordinary', 1, ?, ?)",
        )
        .bind(person)
        .bind(county)
        .bind(Text(BEGAN))
        .bind(Text(last))
        .execute(tx.conn())
        .await?;
    }
    Ok(())
}

#[expect(
    clippy::too_many_arguments,
    reason = "one row of the ledger, written out"
)]
async fn assign(
    tx: &mut Write,
    person: i64,
    function: &str,
    team: Option<i64>,
    county: Option<&str>,
    department: Option<i64>,
    kind: &str,
    primary: bool,
) -> Result<()> {
    sqlx::query(
        "insert into assignments (person_id, function, team_id, county, department_id, kind, is_primary, valid_from)
         values (?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(person)
    .bind(function)
    .bind(team)
    .bind(county)
    .bind(department)
    .bind(kind)
    .bind(primary)
    .bind(Text(BEGAN))
    .execute(tx.conn())
    .await?;
    Ok(())
}

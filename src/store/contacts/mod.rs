//! Kontaktpersoner outside the agency, read one by one; those that are marked only by who may read them.

mod brought;
mod extract;
mod list;
mod merge;
mod posts;
mod pseudonymise;
mod write;

pub use brought::{
    Brought, Taken, brought, called, in_county, merged_into, of_participants, taken_part,
};
pub use extract::{Extract, Line, of_contact};
pub use list::{Filter, Left, Row, Seat, Sort, list};
pub use merge::merge;
pub use posts::{add_post, change_post, end_post};
pub use pseudonymise::pseudonymise;
pub use write::{add, change, reviewed};

use super::Write;
use super::columns::{Columns, Text};
use crate::domain::contact::{Card, Contact, Post, Role, alike};
use crate::domain::event::{Subject, SubjectKind};
use crate::domain::secrecy::Sight;
use crate::domain::spelling::fold;
use crate::error::Result;
use crate::seen;
use jiff::civil::Date;
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;

/// Also one that was merged into another, which leads on.
pub async fn find(db: impl SqliteExecutor<'_>, id: i64) -> Result<Contact> {
    Ok(sqlx::query(
        "select * from contacts where id = ? and (removed_at is null or merged_into is not null)",
    )
    .bind(id)
    .try_map(|row: SqliteRow| {
        Ok(Contact {
            id: row.int("id")?,
            card: Card {
                name: row.string("name")?,
                email: row.string("email")?,
                phone: row.string("phone")?,
                data_purpose: row.string("purpose")?,
                data_source: row.string("source")?,
                review_on: row.parsed("review_on")?,
                notes: row.string("notes")?,
            },
            merged_into: row.opt_int("merged_into")?,
            pseudonymised: row.opt_string("pseudonymised_at")?.is_some(),
            version: row.int("version")?,
        })
    })
    .fetch_one(db)
    .await?)
}

const ROLE: &str = "select r.*, o.name as organisation, o.kind, o.county
     from contact_roles r join organisations o on o.id = r.organisation_id";

fn role(row: SqliteRow) -> sqlx::Result<Role> {
    Ok(Role {
        id: row.int("id")?,
        contact_id: row.int("contact_id")?,
        post: Post {
            organisation_id: row.int("organisation_id")?,
            post_title: row.string("title")?,
            valid_from: row.opt_parsed("valid_from")?,
            valid_to: row.opt_parsed("valid_to")?,
        },
        organisation: row.string("organisation")?,
        organisation_kind: row.parsed("kind")?,
        county: row.opt_string("county")?,
        version: row.int("version")?,
    })
}

/// The posts of a person, those she has first, then the latest.
pub async fn roles(db: impl SqliteExecutor<'_>, contact_id: i64, today: Date) -> Result<Vec<Role>> {
    Ok(sqlx::query(sqlx::AssertSqlSafe(format!(
        "{ROLE} where r.contact_id = ?1
         order by coalesce(r.valid_to < ?2, 0), r.valid_from desc, r.id limit 200"
    )))
    .bind(contact_id)
    .bind(Text(today))
    .try_map(role)
    .fetch_all(db)
    .await?)
}

/// A post of this very person.
pub async fn find_role(db: impl SqliteExecutor<'_>, contact_id: i64, id: i64) -> Result<Role> {
    Ok(sqlx::query(sqlx::AssertSqlSafe(format!(
        "{ROLE} where r.contact_id = ? and r.id = ?"
    )))
    .bind(contact_id)
    .bind(id)
    .try_map(role)
    .fetch_one(db)
    .await?)
}

/// The län that a right to a person is decided in: those of the posts she has, else of those she had.
pub fn counties(roles: &[Role], today: Date) -> Vec<String> {
    let of = |now: bool| -> Vec<String> {
        let mut codes: Vec<String> = roles
            .iter()
            .filter(|role| !now || !role.post.is_over(today))
            .filter_map(|role| role.county.clone())
            .collect();
        codes.sort();
        codes.dedup();
        codes
    };
    match of(true) {
        codes if codes.is_empty() => of(false),
        codes => codes,
    }
}

/// Someone who may well be the same.
#[derive(Clone, Debug)]
pub struct Like {
    pub id: i64,
    pub name: String,
    /// "regional utvecklingsdirektör, Region Norrbotten"
    pub post: String,
}

/// Those whose name is like and who are or were at the organisation, or who have the same address.
pub async fn like(
    db: impl SqliteExecutor<'_>,
    (name, email): (&str, &str),
    organisations: &[i64],
    own: i64,
    sight: &Sight,
) -> Result<Vec<Like>> {
    let rows: Vec<(i64, String, String, String)> = sqlx::query_as(concat!(
        "select p.id, p.name, p.email, coalesce((select trim(r.title || ', ' || o.name, ', ') from contact_roles r
             join organisations o on o.id = r.organisation_id where r.contact_id = p.id
             order by r.valid_to is not null, r.id desc limit 1), '')
         from contacts p
         where p.removed_at is null and p.pseudonymised_at is null and p.id <> ?1
           and (p.id in (select contact_id from contact_roles where organisation_id in (select value from json_each(?2)))
                or p.name_key = ?3 or (p.email <> '' and p.email = ?4 collate nocase)) and ",
        seen!("contact", "p.id", "?5"),
        " order by p.name collate svenska, p.id limit 2000"
    ))
    .bind(own)
    .bind(serde_json::Value::from(organisations).to_string())
    .bind(fold(name))
    .bind(email)
    .bind(sight.json())
    .fetch_all(db)
    .await?;
    let same = |row: &(i64, String, String, String)| {
        alike(&row.1, name) || (!email.is_empty() && row.2.eq_ignore_ascii_case(email))
    };
    let like = |(id, name, _, post)| Like { id, name, post };
    Ok(rows.into_iter().filter(same).map(like).take(10).collect())
}

/// Someone who can be chosen where people of a län are.
#[derive(Clone, Debug)]
pub struct Proposal {
    pub id: i64,
    pub name: String,
    pub title: String,
    pub organisation: String,
    /// Whether she is at the län's RUA.
    pub of_actor: bool,
    /// When something with her was logged last.
    pub last_on: Option<Date>,
}

/// A form proposes no more than this.
const MOST_PROPOSED: i64 = 100;

/// The people of a län who have not left their posts, those of its RUA first; and those in `kept`, wherever
/// they are. Without a län those at organisations of the whole country.
pub async fn proposed(
    db: impl SqliteExecutor<'_>,
    county: Option<&str>,
    kept: &[i64],
    sight: &Sight,
    today: Date,
) -> Result<Vec<Proposal>> {
    let rows = sqlx::query(concat!(
        "select p.id, p.name, r.title, o.name as organisation, o.kind = 'regional_actor' as of_actor,
                max(r.valid_to is null or r.valid_to >= ?2) as held,
                (select max(e.held_on) from contact_entry_people x join contact_entries e on e.id = x.entry_id
                 where x.contact_id = p.id and e.removed_at is null and ",
        seen!("contact_entry", "e.id", "?3"),
        ") as last_on
         from contacts p join contact_roles r on r.contact_id = p.id join organisations o on o.id = r.organisation_id
         where p.removed_at is null and p.pseudonymised_at is null
           and ((o.county is ?1 and (r.valid_to is null or r.valid_to >= ?2))
                or p.id in (select value from json_each(?4))) and ",
        seen!("contact", "p.id", "?3"),
        " group by p.id order by of_actor desc, p.name collate svenska, p.id limit ?5"
    ))
    .bind(county)
    .bind(Text(today))
    .bind(sight.json())
    .bind(serde_json::Value::from(kept).to_string())
    .bind(MOST_PROPOSED)
    .try_map(|row: SqliteRow| {
        Ok(Proposal {
            id: row.int("id")?,
            name: row.string("name")?,
            title: row.string("title")?,
            organisation: row.string("organisation")?,
            of_actor: row.flag("of_actor")?,
            last_on: row.opt_parsed("last_on")?,
        })
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// Someone at an organisation.
#[derive(Clone, Debug)]
pub struct There {
    pub id: i64,
    pub name: String,
    pub title: String,
    pub valid_from: Option<Date>,
    pub valid_to: Option<Date>,
}

/// Who are and were at an organisation, those who are there first.
pub async fn of_organisation(
    db: impl SqliteExecutor<'_>,
    organisation_id: i64,
    sight: &Sight,
    today: Date,
) -> Result<Vec<There>> {
    let rows = sqlx::query(concat!(
        "select p.id, p.name, r.title, r.valid_from, r.valid_to
         from contact_roles r join contacts p on p.id = r.contact_id
         where r.organisation_id = ?1 and p.removed_at is null and ",
        seen!("contact", "p.id", "?2"),
        " order by coalesce(r.valid_to < ?3, 0), p.name collate svenska, r.id limit 500"
    ))
    .bind(organisation_id)
    .bind(sight.json())
    .bind(Text(today))
    .try_map(|row: SqliteRow| {
        Ok(There {
            id: row.int("id")?,
            name: row.string("name")?,
            title: row.string("title")?,
            valid_from: row.opt_parsed("valid_from")?,
            valid_to: row.opt_parsed("valid_to")?,
        })
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// What people are called, of those who may be read.
pub async fn names(
    db: impl SqliteExecutor<'_>,
    ids: &[i64],
    sight: &Sight,
) -> Result<Vec<(i64, String)>> {
    Ok(sqlx::query_as(concat!(
        "select p.id, p.name from contacts p where p.id in (select value from json_each(?1)) and ",
        seen!("contact", "p.id", "?2"),
        " order by p.name collate svenska, p.id"
    ))
    .bind(serde_json::Value::from(ids).to_string())
    .bind(sight.json())
    .fetch_all(db)
    .await?)
}

/// Writes anew who may read the people at an organisation, after its län has changed.
pub async fn place_again(tx: &mut Write, organisation_id: i64) -> Result<()> {
    let marked: Vec<i64> = sqlx::query_scalar(
        "select distinct r.contact_id from contact_roles r
         join secrecy_markings m on m.kind = 'contact' and m.record_id = r.contact_id
         where r.organisation_id = ?",
    )
    .bind(organisation_id)
    .fetch_all(tx.conn())
    .await?;
    for id in marked {
        place_one(tx, id).await?;
    }
    Ok(())
}

/// The same for one person, after her posts have changed.
pub(super) async fn place_one(tx: &mut Write, contact_id: i64) -> Result<()> {
    let subject = Subject::new(SubjectKind::Contact, contact_id);
    let today = tx.today();
    let record = super::secrecy::record(tx.conn(), &subject, today).await?;
    super::secrecy::place(tx, &subject, &record.scopes()).await
}

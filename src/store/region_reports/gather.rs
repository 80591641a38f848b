//! Reads what a report is built from. Nothing is selected here that is always internal, and what is not
//! marked as shareable goes no further than the domain's sieve.

use super::super::columns::Columns;
use super::super::since::{handover, investment};
use crate::domain::dialogue::Dialogue;
use crate::domain::people::{Seat, holder};
use crate::domain::region_report::{
    Account, Built, Contact, LedTo, Letter, Promise, Raised, Sources, build,
};
use crate::domain::since::{Handover, Investment};
use crate::error::Result;
use crate::store::{assignments, places};
use jiff::civil::Date;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

/// The report as it would leave the house now, with what is new since the last one that did.
pub async fn live(
    conn: &mut SqliteConnection,
    of: &Dialogue,
    letter: &Letter,
    agency: &str,
    today: Date,
) -> Result<Built> {
    let earlier = super::sent(&mut *conn, of.id).await?.into_iter().next();
    let earlier: Option<(Account, Date)> = earlier
        .and_then(|report| report.sent)
        .map(|(account, sending, _)| (account, sending.sent_on));
    let county = places::county_by_code(&mut *conn, &of.plan.county, today).await?;
    let mut actors = places::regional_actor_names(&mut *conn, of.plan.held_on).await?;
    let promises = promises(conn, of.id).await?;
    let sources = Sources {
        actor: actors
            .remove(&county.code)
            .unwrap_or_else(|| county.name.clone()),
        contacts: contacts(conn, of, county.team_id, today).await?,
        county: county.short_name,
        held_on: of.plan.held_on,
        agency: agency.to_owned(),
        introduction: letter.introduction.clone(),
        whom_to_ask: letter.whom_to_ask.clone(),
        raised: raised(conn, of.id).await?,
        handovers: handovers(conn, of.id).await?,
        investments: investments(conn, of.id).await?,
        promises,
    };
    let earlier = earlier.as_ref().map(|(account, day)| (account, *day));
    Ok(build(&sources, earlier))
}

/// Those whom the region can ask: the team's uppdragsansvarig, the länsansvarig, and the ansvariga för
/// sakfrågor of the departments concerned.
async fn contacts(
    conn: &mut SqliteConnection,
    of: &Dialogue,
    team: i64,
    today: Date,
) -> Result<Vec<Contact>> {
    let rows = assignments::on(&mut *conn, today).await?;
    let concerned = super::concerned(conn, of.id).await?;
    let mut seats = vec![
        (Seat::Lead(team), String::new()),
        (Seat::County(of.plan.county.clone()), String::new()),
    ];
    let outside = concerned.into_iter().filter(|each| !each.is_regioner);
    seats.extend(outside.map(|each| (Seat::Issue(team, each.id), each.name)));
    let contact = |(seat, department): (Seat, String)| {
        let held = holder(rows.iter().filter(|row| row.seat == seat))?;
        let function = seat.function().label();
        Some(Contact {
            function: match department.is_empty() {
                true => function.to_owned(),
                false => format!("{function}, {department}"),
            },
            name: held.person_name.clone(),
        })
    };
    Ok(seats.into_iter().filter_map(contact).collect())
}

async fn raised(conn: &mut SqliteConnection, dialogue: i64) -> Result<Vec<Raised>> {
    let rows = sqlx::query(
        "select o.id, o.kind, o.text, o.shareable, coalesce(i.name, '') as issue_area, o.parked_item_id,
                a.status as action_status, a.shareable as action_shareable,
                h.id as handover_id, h.question, h.shareable as handover_shareable, u.name as unit,
                h.status as handover_status, h.contact_by, h.first_contact_on
         from outcomes o
         left join agenda_items x on x.id = o.agenda_item_id
         left join issue_areas i on i.id = coalesce(o.issue_area_id, x.issue_area_id)
         left join actions a on a.id = o.action_id
         left join handovers h on h.id = o.handover_id left join units u on u.id = h.unit_id
         where o.dialogue_id = ? and o.removed_at is null and o.kind in ('wish', 'priority', 'choice')
         order by o.position, o.id limit 500",
    )
    .bind(dialogue)
    .try_map(|row: SqliteRow| {
        Ok(Raised {
            id: row.int("id")?,
            kind: row.parsed("kind")?,
            text: row.string("text")?,
            shareable: row.flag("shareable")?,
            issue_area: row.string("issue_area")?,
            led_to: led_to(&row)?,
        })
    })
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

fn led_to(row: &SqliteRow) -> sqlx::Result<LedTo> {
    if let Some(status) = row.opt_parsed("action_status")? {
        return Ok(LedTo::Action(status, row.flag("action_shareable")?));
    }
    if let Some(id) = row.opt_int("handover_id")? {
        return Ok(LedTo::Handover(Handover {
            id,
            question: row.string("question")?,
            shareable: row.flag("handover_shareable")?,
            unit: row.string("unit")?,
            status: row.parsed("handover_status")?,
            contact_by: row.parsed("contact_by")?,
            first_contact_on: row.opt_parsed("first_contact_on")?,
        }));
    }
    Ok(match row.opt_int("parked_item_id")? {
        Some(_) => LedTo::Parked,
        None => LedTo::Nothing,
    })
}

async fn promises(conn: &mut SqliteConnection, dialogue: i64) -> Result<Vec<Promise>> {
    let rows = sqlx::query(
        "select a.id, a.direction, a.title, a.shareable, a.region_text, coalesce(g.name, '') as agency,
                coalesce(i.name, '') as issue_area, a.status, a.due_on
         from actions a left join issue_areas i on i.id = a.issue_area_id
         left join national_agencies g on g.id = a.agency_id
         where a.dialogue_id = ? order by a.status in ('done', 'stopped'), a.due_on, a.id limit 500",
    )
    .bind(dialogue)
    .try_map(|row: SqliteRow| {
        Ok(Promise {
            id: row.int("id")?,
            direction: row.parsed("direction")?,
            title: row.string("title")?,
            shareable: row.flag("shareable")?,
            region_text: row.string("region_text")?,
            agency: row.string("agency")?,
            issue_area: row.string("issue_area")?,
            status: row.parsed("status")?,
            due_on: row.parsed("due_on")?,
        })
    })
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

async fn handovers(conn: &mut SqliteConnection, dialogue: i64) -> Result<Vec<Handover>> {
    let rows = sqlx::query(
        "select h.id, h.question, h.shareable, u.name as unit, h.status, h.contact_by, h.first_contact_on
         from handovers h join units u on u.id = h.unit_id
         where h.dialogue_id = ? order by h.contact_by, h.id limit 500",
    )
    .bind(dialogue)
    .try_map(handover)
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

async fn investments(conn: &mut SqliteConnection, dialogue: i64) -> Result<Vec<Investment>> {
    let rows = sqlx::query(
        "select id, title, shareable, region_text, status from investments
         where dialogue_id = ? order by id limit 500",
    )
    .bind(dialogue)
    .try_map(investment)
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

//! Reads what a pack is built from: so many statements, however much there is.

use super::super::columns::{Columns, Text};
use super::{choices, knowledge, surroundings};
use crate::domain::dialogue::Dialogue;
use crate::domain::pack::{
    AgendaItem, CountyFacts, Earlier, Invitation, Occasion, Participant, SeatHolder, Sources,
};
use crate::domain::people::{Assignment, Kind, Seat, holder};
use crate::domain::places::Department;
use crate::error::Result;
use crate::store::{assignments, places, since};
use sqlx::sqlite::{SqliteConnection, SqliteRow};

pub async fn sources(conn: &mut SqliteConnection, of: &Dialogue) -> Result<Sources> {
    let (choices, _) = choices(&mut *conn, of.id).await?;
    let earlier = earlier(conn, of).await?;
    let since = since::read(conn, of).await?;
    Ok(Sources {
        dialogue: Occasion {
            id: of.id,
            held_on: of.plan.held_on,
            starts_at: of.plan.starts_at,
            ends_at: of.plan.ends_at,
            place: of.plan.place.clone(),
            purpose: of.plan.purpose.clone(),
            diary_no: of.plan.diary_no.clone(),
        },
        choices,
        county: county(conn, of).await?,
        participants: participants(conn, of.id).await?,
        invitations: invitations(conn, of.id).await?,
        agenda: agenda(conn, of.id).await?,
        assessments: knowledge::assessments(conn, of.id).await?,
        areas: knowledge::areas(conn, of.id).await?,
        regional: knowledge::regional(conn, of).await?,
        notes: surroundings::notes(conn, of).await?,
        cases: surroundings::cases(conn, of).await?,
        contacts: surroundings::contacts(conn, of, since.previous.as_ref()).await?,
        since,
        earlier,
    })
}

/// The län on the day of the dialogue, with its team and its RUA then.
async fn county(conn: &mut SqliteConnection, of: &Dialogue) -> Result<CountyFacts> {
    let day = of.plan.held_on;
    let departments = places::departments(&mut *conn, day).await?;
    let rows = assignments::on(&mut *conn, day).await?;
    let found = sqlx::query(
        "select c.name, c.short_name, c.seat_town, c.programme_area, tc.team_id, coalesce(t.name, '') as team,
                coalesce((select a.name from regional_actors a where a.county = c.code
                    and a.valid_from <= ?2 and (a.valid_to is null or a.valid_to >= ?2)), '') as actor
         from counties c
         left join team_counties tc on tc.county = c.code
             and tc.valid_from <= ?2 and (tc.valid_to is null or tc.valid_to >= ?2)
         left join teams t on t.id = tc.team_id
         where c.code = ?1",
    )
    .bind(&of.plan.county)
    .bind(Text(day))
    .try_map(|row: SqliteRow| {
        let team = row.string("team")?;
        let facts = CountyFacts {
            name: row.string("name")?,
            short_name: row.string("short_name")?,
            seat_town: row.string("seat_town")?,
            programme_area: row.string("programme_area")?,
            team: if team.is_empty() { team } else { format!("Team {team}") },
            actor: row.string("actor")?,
            holders: Vec::new(),
        };
        Ok((facts, row.opt_int("team_id")?))
    })
    .fetch_one(&mut *conn)
    .await?;
    let (facts, team) = found;
    Ok(CountyFacts {
        holders: team.map_or(Vec::new(), |team| {
            holders(&rows, &departments, team, &of.plan.county)
        }),
        ..facts
    })
}

fn holders(
    rows: &[Assignment],
    departments: &[Department],
    team: i64,
    county: &str,
) -> Vec<SeatHolder> {
    let name = |seat: &Seat| {
        let held = holder(rows.iter().filter(|row| row.seat == *seat))?;
        let acting = if held.kind == Kind::Acting {
            "tf. "
        } else {
            ""
        };
        Some(format!("{acting}{}", held.person_name))
    };
    let seat = |function: String, seat: Seat| SeatHolder {
        function,
        name: name(&seat),
    };
    let mut found = vec![
        seat("Uppdragsansvarig".into(), Seat::Lead(team)),
        seat("Länsansvarig".into(), Seat::County(county.to_owned())),
    ];
    let outside = departments.iter().filter(|each| !each.is_regioner);
    found.extend(outside.map(|each| {
        let function = format!("Ansvarig för sakfrågor, {}", each.name);
        seat(function, Seat::Issue(team, each.id))
    }));
    found
}

/// The län's dialogues before this one, the latest first; those that were called off are passed over.
async fn earlier(conn: &mut SqliteConnection, of: &Dialogue) -> Result<Vec<Earlier>> {
    let rows = sqlx::query(
        "select held_on, phase, place from dialogues
         where county = ?1 and phase <> 'cancelled' and (held_on, id) < (?2, ?3)
         order by held_on desc, id desc limit 5",
    )
    .bind(&of.plan.county)
    .bind(Text(of.plan.held_on))
    .bind(of.id)
    .try_map(|row: SqliteRow| {
        Ok(Earlier {
            held_on: row.parsed("held_on")?,
            phase: row.parsed("phase")?,
            place: row.string("place")?,
        })
    })
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

async fn participants(conn: &mut SqliteConnection, id: i64) -> Result<Vec<Participant>> {
    let all = crate::store::participants::of_dialogue(conn, id).await?;
    let mut all: Vec<Participant> = all
        .into_iter()
        .map(|each| Participant {
            organisation: match each.is_colleague() {
                true => String::new(),
                false => each.attendance.organisation.clone(),
            },
            name: each.name,
            title: each.title,
            in_planning: each.attendance.in_planning,
            in_dialogue: each.attendance.in_dialogue,
        })
        .collect();
    // The region first, then the agency's own; each in Swedish order.
    all.sort_by_key(|each| each.organisation.is_empty());
    Ok(all)
}

async fn invitations(conn: &mut SqliteConnection, id: i64) -> Result<Vec<Invitation>> {
    let rows = sqlx::query(
        "select a.name as agency, coalesce(i.name, '') as issue_area, v.reason, v.sent_on, v.answer
         from invitations v join national_agencies a on a.id = v.agency_id
         left join issue_areas i on i.id = v.issue_area_id
         where v.dialogue_id = ? and v.removed_at is null order by a.name collate svenska limit 100",
    )
    .bind(id)
    .try_map(|row: SqliteRow| {
        let sent = row.opt_string("sent_on")?.is_some();
        let answer = match row.string("answer")?.as_str() {
            "yes" => "Tackat ja",
            "no" => "Tackat nej",
            _ if sent => "Inget svar",
            _ => "Inte skickad",
        };
        Ok(Invitation {
            agency: row.string("agency")?,
            issue_area: row.string("issue_area")?,
            reason: row.string("reason")?,
            answer: answer.to_owned(),
        })
    })
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

async fn agenda(conn: &mut SqliteConnection, id: i64) -> Result<Vec<AgendaItem>> {
    let rows = sqlx::query(
        "select g.title, g.minutes, g.presenter, g.note, coalesce(i.name, '') as issue_area,
                coalesce(a.title, '') as action
         from agenda_items g left join issue_areas i on i.id = g.issue_area_id left join actions a on a.id = g.action_id
         where g.dialogue_id = ? and g.state in ('open', 'done') order by g.position, g.id limit 200",
    )
    .bind(id)
    .try_map(|row: SqliteRow| {
        Ok(AgendaItem {
            title: row.string("title")?,
            minutes: row.int("minutes")?,
            presenter: row.string("presenter")?,
            issue_area: row.string("issue_area")?,
            action: row.string("action")?,
            note: row.string("note")?,
        })
    })
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

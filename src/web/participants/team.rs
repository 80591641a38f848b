//! The team's functions as participants, added by one button.

use super::load;
use crate::App;
use crate::domain::participant::{Attendance, Attended};
use crate::domain::people::{Function, Seat};
use crate::domain::places::County;
use crate::error::Result;
use crate::store::participants;
use crate::web::dialogues::over;
use crate::web::holders::Holders;
use crate::web::me::Me;
use crate::web::{flash, text};
use axum::extract::{Path, State};
use axum::response::Response;

/// The holders today of the team's functions in the län, those who are not there already.
pub async fn add_functions(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
) -> Result<Response> {
    let (subject, permit) = load(&app, &me, id).await?;
    if let Some(answer) = over(&me, &subject) {
        return answer;
    }
    let holders = Holders::load(app.db.read(), app.clock.today()).await?;
    let mut tx = app.db.write(permit).await?;
    let subject = subject.again(&mut tx).await?;
    if let Some(answer) = over(&me, &subject) {
        return answer;
    }
    let there = participants::of_dialogue(tx.conn(), id).await?;
    let mut people: Vec<i64> = there
        .iter()
        .filter_map(|each| each.attendance.person_id)
        .collect();
    let before = people.len();
    for seat in seats(&holders, &subject.county) {
        let Some(person) = holders
            .of(&seat)
            .person_id
            .filter(|id| !people.contains(id))
        else {
            continue;
        };
        if there.len() + people.len() - before >= participants::MOST {
            break;
        }
        people.push(person);
        participants::add(&mut tx, id, &colleague(person)).await?;
    }
    let url = subject.dialogue.url();
    match people.len() - before {
        0 => Ok(flash::see_with(
            &url,
            "Teamets funktioner är redan tillagda.",
        )),
        added => {
            tx.commit().await?;
            let words = text::counted(
                added as i64,
                "medverkande är tillagd",
                "medverkande är tillagda",
            );
            Ok(flash::see_with(&url, &format!("{words}.")))
        }
    }
}

fn colleague(person_id: i64) -> Attendance {
    Attendance {
        person_id: Some(person_id),
        name: String::new(),
        title: String::new(),
        organisation: String::new(),
        in_planning: true,
        in_dialogue: true,
        attended: Attended::Unknown,
    }
}

/// The holders today of these functions in the län, each once.
pub fn holders_of(holders: &Holders, county: &County, roles: &[Function]) -> Vec<i64> {
    let mut people = Vec::new();
    let wanted = seats(holders, county).into_iter();
    for seat in wanted.filter(|seat| roles.contains(&seat.function())) {
        let person = holders.of(&seat).person_id;
        people.extend(person.filter(|id| !people.contains(id)));
    }
    people
}

/// The lead, the län's officer and the issue officers of the departments outside Regioner.
pub fn seats(holders: &Holders, county: &County) -> Vec<Seat> {
    let (team, code) = (county.team_id, &county.code);
    let in_county = |seat: &Seat| !matches!(seat, Seat::County(other) if other != code);
    holders
        .seats_of_team(team)
        .into_iter()
        .filter(in_county)
        .collect()
}

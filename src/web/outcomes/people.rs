//! Who came: the participants of the day and the agencies that were invited, each by one press.

use crate::App;
use crate::domain::participant::Attended;
use crate::error::Result;
use crate::store::{invitations, participants};
use crate::web::agenda_items::home::Home;

/// Someone who was to come, and whether she did.
pub struct Person {
    pub name: String,
    pub about: String,
    /// Where the press is sent, and the start of the buttons' ids.
    pub url: String,
    pub id: String,
    pub attended: Attended,
    pub version: i64,
}

pub async fn of(app: &App, home: &Home) -> Result<Vec<Person>> {
    let Some(dialogue) = home.dialogue() else {
        return Ok(Vec::new());
    };
    let (db, url) = (app.db.read(), dialogue.url());
    let members = participants::of_dialogue(db, dialogue.id).await?;
    let member = |each: crate::domain::participant::Participant| Person {
        url: format!("{url}/medverkande/{}/deltog", each.id),
        id: format!("medverkande-{}", each.id),
        about: about(&each.title, &each.attendance.organisation),
        attended: each.attendance.attended,
        version: each.version,
        name: each.name,
    };
    let of_the_day = members
        .into_iter()
        .filter(|each| each.attendance.in_dialogue);
    let mut people: Vec<Person> = of_the_day.map(member).collect();
    let invited = invitations::of_dialogue(db, dialogue.id).await?;
    people.extend(invited.into_iter().map(|each| Person {
        url: format!("{url}/inbjudningar/{}/deltog", each.id),
        id: format!("inbjudan-{}", each.id),
        about: "inbjuden myndighet".to_owned(),
        attended: each.asking.attended,
        version: each.version,
        name: each.agency,
    }));
    Ok(people)
}

fn about(title: &str, organisation: &str) -> String {
    let words = [title, organisation];
    let filled: Vec<&str> = words.into_iter().filter(|each| !each.is_empty()).collect();
    filled.join(", ")
}

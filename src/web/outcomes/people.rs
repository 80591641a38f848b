//! Who came: the participants of the day and the agencies that were invited, each by one press.

use crate::App;
use crate::domain::participant::Attended;
use crate::error::Result;
use crate::store::{invitations, kept, participants};
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
    let (id, read) = (dialogue.id, participants::of_dialogue(db, dialogue.id));
    let members = kept::copy(db, "participants", id, read).await?;
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
    let read = invitations::of_dialogue(db, id);
    let invited = kept::copy(db, "invitations", id, read).await?;
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

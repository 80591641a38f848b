//! A new note that comes home from a meeting of a network: what it begins with, and that it stands there.

use super::fields::{NoteForm, WHOLE_COUNTRY};
use crate::App;
use crate::domain::network::{Meeting, Network};
use crate::domain::observation::LONGEST_SOURCE;
use crate::error::{Error, Result};
use crate::store::{Write, networks};
use crate::web::form::Errors;
use crate::web::me::Me;
use crate::web::networks::may;
use crate::web::text;

/// The meeting, with its network.
pub struct From {
    pub network: Network,
    pub meeting: Meeting,
}

impl From {
    pub async fn load(app: &App, id: i64) -> Result<From> {
        let db = app.db.read();
        let network = networks::network_of(db, id).await?;
        Ok(From {
            meeting: networks::find_meeting(db, network, id).await?,
            network: networks::find(db, network).await?,
        })
    }

    /// The one a form carries, while it is there.
    pub async fn of(app: &App, form: &NoteForm) -> Result<Option<From>> {
        let Ok(id) = form.meeting.parse() else {
            return Ok(None);
        };
        match From::load(app, id).await {
            Err(Error::NotFound) => Ok(None),
            found => found.map(Some),
        }
    }

    /// "Höstmötet 10 november 2026"
    pub fn name(&self) -> String {
        let day = text::long_date(self.meeting.minutes.held_on);
        format!("{} {day}", self.meeting.name())
    }

    pub fn url(&self) -> String {
        format!("{}#traff-{}", self.network.url(), self.meeting.id)
    }

    fn note(&self) -> NoteForm {
        let terms = &self.network.terms;
        let counties = match terms.counties.is_empty() {
            true => vec![WHOLE_COUNTRY.to_owned()],
            false => terms.counties.clone(),
        };
        let source = match self.meeting.minutes.title.as_str() {
            "" => terms.name.clone(),
            title => format!("{}, {title}", terms.name),
        };
        NoteForm {
            counties,
            issue_areas: terms.issue_areas.iter().map(ToString::to_string).collect(),
            source: source.chars().take(LONGEST_SOURCE).collect(),
            source_on: self.meeting.minutes.held_on.to_string(),
            ..NoteForm::default()
        }
    }
}

/// What the network knows, as a note begins. Those who do not keep the network write a note that does not
/// stand at the meeting.
pub async fn note(app: &App, me: &Me, id: i64) -> Result<NoteForm> {
    let from = From::load(app, id).await?;
    let meeting = match may(app, me, &from.network.terms.counties).await {
        Ok(_) => id.to_string(),
        Err(Error::Denied(_)) => String::new(),
        Err(error) => return Err(error),
    };
    Ok(NoteForm {
        meeting,
        ..from.note()
    })
}

/// Puts a new note at the meeting its form names, in the same write; the address to go back to. A meeting
/// that has been taken away meanwhile is an error, and the note is hers to save without it.
pub async fn bring_home(
    tx: &mut Write,
    (app, me): (&App, &Me),
    form: &mut NoteForm,
    note: i64,
    errors: &mut Errors,
) -> Result<Option<String>> {
    let Ok(id) = form.meeting.parse::<i64>() else {
        return Ok(None);
    };
    let network = match networks::network_of(tx.conn(), id).await {
        Err(Error::NotFound) => {
            form.meeting = String::new();
            errors.add(
                "",
                "Träffen i nätverket har tagits bort. Spara igen, så sparas notisen utan den.",
            );
            return Ok(None);
        }
        found => found?,
    };
    let network = networks::find(tx.conn(), network).await?;
    may(app, me, &network.terms.counties).await?;
    let meeting = networks::find_meeting(tx.conn(), network.id, id).await?;
    networks::bring_home(tx, &meeting, note).await?;
    Ok(Some(From { network, meeting }.url()))
}

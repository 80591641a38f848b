//! Whom a contact was had with, of whom not everyone may be for the one who writes to read.

use crate::App;
use crate::domain::contact::Note;
use crate::error::Result;
use crate::store::contacts;
use crate::web::form::Errors;
use crate::web::me::Me;
use crate::web::secrecy::sight;

/// Those on it whom the one who writes may not read.
pub async fn hidden(app: &App, me: &Me, note: &Note) -> Result<Vec<i64>> {
    let seen = contacts::names(app.db.read(), &note.people, &*sight(app, me).await?).await?;
    let known = |id: &&i64| !seen.iter().any(|(each, _)| each == *id);
    Ok(note.people.iter().filter(known).copied().collect())
}

/// On the conflict page whom it was with is told by name, of those the one who writes may read.
pub async fn name_those_met(app: &App, me: &Me, errors: &mut Errors) -> Result<()> {
    let sight = sight(app, me).await?;
    for row in errors.clashes.iter_mut().filter(|row| row.field == "met") {
        for told in [&mut row.mine, &mut row.theirs, &mut row.original] {
            let ids: Vec<i64> = told.split(", ").filter_map(|id| id.parse().ok()).collect();
            let names = contacts::names(app.db.read(), &ids, &sight).await?;
            let names: Vec<String> = names.into_iter().map(|(_, name)| name).collect();
            *told = match names.is_empty() {
                true => "–".to_owned(),
                false => names.join(", "),
            };
        }
    }
    Ok(())
}

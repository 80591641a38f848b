//! The contacts of a län as participants from outside, proposed and followed by name and post; and who
//! is on the list already.

use super::ParticipantForm;
use crate::App;
use crate::domain::participant::{Attendance, Participant};
use crate::domain::spelling::fold;
use crate::error::Result;
use crate::store::contacts::{self, Proposal};
use crate::store::{Write, participants};
use crate::web::dialogues::Subject;
use crate::web::form::{Choice, Errors};
use crate::web::me::Me;
use crate::web::secrecy::sight;
use crate::web::text::first_upper;

/// Those who have not left their posts, of those she may read.
async fn all(app: &App, me: &Me, subject: &Subject) -> Result<Vec<Proposal>> {
    let seen = sight(app, me).await?;
    let county = Some(subject.county.code.as_str());
    contacts::proposed(app.db.read(), county, &[], &seen, app.clock.today()).await
}

pub async fn choices(app: &App, me: &Me, subject: &Subject) -> Result<Vec<Choice>> {
    let choice = |each: &Proposal| {
        let post = [each.title.as_str(), each.organisation.as_str()];
        let post: Vec<&str> = post.into_iter().filter(|word| !word.is_empty()).collect();
        Choice::new(each.id, &each.name).hint(first_upper(&post.join(", ")))
    };
    Ok(all(app, me, subject).await?.iter().map(choice).collect())
}

/// The contact that was chosen, whose name and post the form then has.
pub async fn fill(
    app: &App,
    me: &Me,
    subject: &Subject,
    form: &mut ParticipantForm,
    errors: &mut Errors,
) -> Result<Option<i64>> {
    if form.outside.is_empty() || form.contact_id.is_empty() {
        return Ok(None);
    }
    let all = all(app, me, subject).await?;
    let found = all
        .into_iter()
        .find(|each| each.id.to_string() == form.contact_id);
    let Some(found) = errors.need("contact_id", found, "Välj en kontakt i listan.") else {
        return Ok(None);
    };
    if !form.name.trim().is_empty() && fold(form.name.trim()) != fold(&found.name) {
        let both = "Välj en kontakt eller skriv ett namn, inte båda.";
        errors.add("name", both);
        return Ok(None);
    }
    form.name = found.name;
    form.title = found.title;
    form.organisation = found.organisation;
    Ok(Some(found.id))
}

/// The same inside the write, where she may just have been marked, merged, pseudonymised, or have left.
/// What the form had of her is then let go of, for it may be no longer for the one who writes.
pub async fn again(
    tx: &mut Write,
    (app, me): (&App, &Me),
    subject: &Subject,
    (contact, form): (Option<i64>, &mut ParticipantForm),
    errors: &mut Errors,
) -> Result<()> {
    let Some(id) = contact else {
        return Ok(());
    };
    let seen = sight(app, me).await?;
    let (county, today) = (Some(subject.county.code.as_str()), tx.today());
    let all = contacts::proposed(tx.conn(), county, &[], &seen, today).await?;
    if !all.iter().any(|each| each.id == id) {
        for field in [
            &mut form.contact_id,
            &mut form.name,
            &mut form.title,
            &mut form.organisation,
        ] {
            field.clear();
        }
        let gone = "Kontakten finns inte längre i listan. Välj en annan, eller skriv namnet nedan.";
        errors.add("contact_id", gone);
    }
    Ok(())
}

/// The page of the contact that a participant is; empty for those who may not read it, and for others.
pub async fn page_of(app: &App, me: &Me, of: &Participant) -> Result<String> {
    let seen = sight(app, me).await?;
    let known = contacts::of_participants(app.db.read(), of.dialogue_id, &seen).await?;
    Ok(known
        .get(&of.id)
        .map_or(String::new(), |id| crate::domain::contact::url(*id)))
}

/// Nobody stands twice on a list, and the list has an end.
pub fn already_there(others: &[Participant], new: &Attendance, own: i64, errors: &mut Errors) {
    let same = |each: &&Participant| {
        let of = &each.attendance;
        each.id != own
            && match new.person_id {
                Some(_) => of.person_id == new.person_id,
                None => {
                    of.person_id.is_none()
                        && fold(&of.name) == fold(&new.name)
                        && fold(&of.organisation) == fold(&new.organisation)
                }
            }
    };
    if let Some(there) = others.iter().find(same) {
        let field = if new.person_id.is_some() {
            "person_id"
        } else {
            "name"
        };
        errors.add(field, format!("{} är redan tillagd.", there.name));
    }
    if own == 0 && others.len() >= participants::MOST {
        errors.add(
            "",
            "Dialogen har redan 200 medverkande. Ta bort någon först.",
        );
    }
}

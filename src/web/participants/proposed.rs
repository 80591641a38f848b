//! The contacts of a län as participants from outside: proposed, and followed by name and post.

use super::ParticipantForm;
use crate::App;
use crate::domain::spelling::fold;
use crate::error::Result;
use crate::store::contacts::{self, Proposal};
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

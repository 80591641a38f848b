//! Two people who changed the same: what each wrote, in words.

use super::{Names, label};
use crate::App;
use crate::error::Result;
use crate::store::reader::Reader;
use crate::web::form::{Clash, Errors, Met};

/// One field on the conflict page.
#[derive(Clone, Debug)]
pub struct ClashRow {
    pub field: String,
    pub label: String,
    pub mine: String,
    pub theirs: String,
    pub original: String,
}

/// The conflict page's rows, in words.
pub async fn clash_rows(db: &Reader, clashes: Vec<Clash>) -> Result<Vec<ClashRow>> {
    let names = Names::load(db).await?;
    let row = |clash: Clash| ClashRow {
        label: label(&clash.field).to_owned(),
        mine: names.value(&clash.field, &clash.mine),
        theirs: names.value(&clash.field, &clash.theirs),
        original: clash.original.map_or("okänt".to_owned(), |value| {
            names.value(&clash.field, &value)
        }),
        field: clash.field,
    };
    Ok(clashes.into_iter().map(row).collect())
}

/// The form to save; when two people met, the form to show again, with `sentence` and what each wrote
/// among the errors.
pub async fn after_meeting<F>(
    app: &App,
    met: Met<F>,
    sentence: &str,
    errors: &mut Errors,
) -> Result<F> {
    match met {
        Met::Clear(form) => Ok(form),
        Met::Clash(form, clashes) => {
            errors.clashes = clash_rows(app.db.read(), clashes).await?;
            errors.add("", sentence);
            Ok(form)
        }
    }
}

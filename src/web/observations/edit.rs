//! A note that is changed, by its author or by those who decide about it.

use super::fields::{Lists, NoteForm, check, may_mark};
use super::{may_change, place_of, read};
use crate::App;
use crate::domain::observation::Note;
use crate::error::Result;
use crate::store::observations::{self, Shown};
use crate::store::secrecy;
use crate::web::form::{Errors, Posted, meet};
use crate::web::history::after_meeting;
use crate::web::me::{Me, Shell};
use crate::web::{flash, page};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

const MET: &str = "Någon annan har ändrat notisen medan du skrev. Din text finns kvar nedan – jämför och spara igen.";
const GONE: &str = "Någon annan har tagit bort notisen medan du skrev. Din text finns kvar nedan, så att du kan kopiera den.";
const ELSEWHERE: &str =
    "Notisen är sekretessmarkerad. Den kan bara flyttas till län där du har en funktion.";
const TOGETHER: &[&[&str]] = &[&["counties", "municipality"]];

#[derive(Template)]
#[template(path = "observations/edit.html")]
struct EditPage {
    shell: Shell,
    errors: Errors,
    form: NoteForm,
    of: Shown,
    lists: Lists,
}

async fn draw(app: &App, me: &Me, of: Shown, form: NoteForm, errors: Errors) -> Result<Response> {
    let template = EditPage {
        shell: me.shell_for(&errors),
        lists: Lists::load(app, Some(&of.note)).await?,
        form,
        of,
        errors,
    };
    page(template.errors.status(), &template)
}

pub async fn edit(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let (of, place) = read(&app, &me, id).await?;
    crate::web::secrecy::opened(&app, &me, &of.subject()).await?;
    may_change(&me, &of, &place)?;
    if of.removed {
        return Ok(flash::see(&of.url()));
    }
    let form = NoteForm {
        version: of.version,
        ..NoteForm::from(&of.note)
    };
    draw(&app, &me, of, form, Errors::default()).await
}

pub async fn update(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<NoteForm>,
) -> Result<Response> {
    let (of, place) = read(&app, &me, id).await?;
    let permit = may_change(&me, &of, &place)?;
    let today = app.clock.today();
    let lists = Lists::load(&app, Some(&of.note)).await?;
    let (Some(note), true) = (check(&form, &lists, today, &mut errors), errors.allow()) else {
        return draw(&app, &me, of, form, errors).await;
    };
    let subject = of.subject();
    let mut tx = app.db.write(permit).await?;
    crate::web::secrecy::guard_in(tx.conn(), &app, &me, &subject).await?;
    let now = observations::find(tx.conn(), id).await?;
    may_change(&me, &now, &place_of(&app, &now).await?)?;
    if now.removed {
        errors.add("", GONE);
    }
    let mine = NoteForm {
        version: form.version,
        ..NoteForm::from(&note)
    };
    let met = meet(
        &mut tx,
        &subject,
        &now.note,
        now.version,
        mine,
        form.version,
        TOGETHER,
    )
    .await?;
    let form = after_meeting(&app, met, MET, &mut errors).await?;
    let lists = Lists::load(&app, Some(&now.note)).await?;
    let checked = check(&form, &lists, today, &mut errors);
    let marked = secrecy::find(tx.conn(), &subject).await?.is_some();
    if let Some(note) = checked.as_ref().filter(|_| marked) {
        check_move(&me, &now.note, note, &lists, &mut errors);
    }
    let (Some(note), true) = (checked, errors.allow()) else {
        drop(tx);
        return draw(&app, &me, now, form, errors).await;
    };
    if note == now.note {
        return Ok(flash::see_with(&now.url(), "Inget var ändrat."));
    }
    observations::change(&mut tx, &now, &note).await?;
    let record = secrecy::record(tx.conn(), &subject, today).await?;
    secrecy::place(&mut tx, &subject, &record.scopes()).await?;
    tx.commit().await?;
    Ok(flash::see_with(&now.url(), "Notisen är ändrad."))
}

/// Who may read a marked note follows its län, so only those who may mark there can move it there.
fn check_move(me: &Me, before: &Note, after: &Note, lists: &Lists, errors: &mut Errors) {
    let moved = before.counties != after.counties;
    if moved && !may_mark(me, &lists.place(&after.counties)) {
        errors.add("counties", ELSEWHERE);
    }
}

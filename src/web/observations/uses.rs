//! What a note is used in: said on its own page or on that of what uses it, and taken back.

use super::show::{Forms, draw};
use super::{may_change, place_of, read};
use crate::App;
use crate::domain::access::{Permit, Place};
use crate::domain::event::{Subject, SubjectKind};
use crate::domain::observation::UsedIn;
use crate::error::{Error, Result};
use crate::store::Write;
use crate::store::observations::{self, Shown, Target};
use crate::web::form::Posted;
use crate::web::me::Me;
use crate::web::{flash, secrecy};
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct UseForm {
    pub observation_id: String,
    /// "brief:12"
    pub target: String,
    /// Whether it was chosen on the page of what uses it.
    pub there: String,
}

impl UseForm {
    pub fn of(of: &Shown) -> UseForm {
        UseForm {
            observation_id: of.id.to_string(),
            ..UseForm::default()
        }
    }

    fn target(&self) -> Option<(UsedIn, i64)> {
        wanted(&self.target)
    }
}

/// "brief:12"
pub(super) fn wanted(chosen: &str) -> Option<(UsedIn, i64)> {
    let (kind, id) = chosen.split_once(':')?;
    Some((kind.parse().ok()?, id.parse().ok()?))
}

/// A brief that she may not read is not there.
pub(super) async fn find_target(app: &App, me: &Me, wanted: (UsedIn, i64)) -> Result<Target> {
    if wanted.0 == UsedIn::Brief {
        let subject = Subject::new(SubjectKind::Brief, wanted.1);
        secrecy::guard(app, me, &subject).await?;
    }
    let mut conn = app.db.read().acquire().await?;
    observations::target(&mut conn, wanted, app.clock.today()).await
}

/// The note and what uses it as they are inside the write, where both may just have been marked or taken away.
async fn again(
    tx: &mut Write,
    (app, me): (&App, &Me),
    note: i64,
    wanted: (UsedIn, i64),
) -> Result<(Shown, Target)> {
    secrecy::guard_in(tx.conn(), app, me, &observations::subject(note)).await?;
    let now = observations::find(tx.conn(), note).await?;
    if now.removed {
        return Err(Error::NotFound);
    }
    let target = target_in(tx, (app, me), &now, wanted).await?;
    Ok((now, target))
}

/// What uses a note, as it is inside the write, and whether she may still say so.
pub(super) async fn target_in(
    tx: &mut Write,
    (app, me): (&App, &Me),
    now: &Shown,
    wanted: (UsedIn, i64),
) -> Result<Target> {
    if wanted.0 == UsedIn::Brief {
        let subject = Subject::new(SubjectKind::Brief, wanted.1);
        secrecy::guard_in(tx.conn(), app, me, &subject).await?;
    }
    let today = tx.today();
    let target = observations::target(tx.conn(), wanted, today).await?;
    may_use(me, now, &place_of(app, now).await?, &target)?;
    Ok(target)
}

/// The note's author, those who decide about it, and those who may change what uses it.
pub(super) fn may_use(me: &Me, of: &Shown, place: &Place, target: &Target) -> Result<Permit> {
    match may_change(me, of, place) {
        Err(Error::Denied(denied)) => me
            .may(target.act, &target.place)
            .map_err(|_| Error::Denied(denied)),
        other => other,
    }
}

pub async fn add(
    State(app): State<App>,
    me: Me,
    Posted { form, mut errors }: Posted<UseForm>,
) -> Result<Response> {
    let Ok(id) = form.observation_id.parse() else {
        let back = match form.target() {
            Some(wanted) => find_target(&app, &me, wanted).await?.url,
            None => "/omvarld".to_owned(),
        };
        return Ok(flash::see_with(
            &back,
            "Ingen notis är vald. Välj en omvärldsnotis i listan.",
        ));
    };
    let (of, place) = read(&app, &me, id).await?;
    let Some(wanted) = form.target() else {
        may_change(&me, &of, &place)?;
        errors.add("target", "Välj vad notisen används i.");
        let forms = Forms {
            used: Some(form),
            ..Forms::default()
        };
        return draw(&app, &me, of, forms, errors).await;
    };
    let target = find_target(&app, &me, wanted).await?;
    let permit = may_use(&me, &of, &place, &target)?;
    let back = match form.there.is_empty() {
        true => of.url(),
        false => target.url.clone(),
    };
    let mut tx = app.db.write(permit).await?;
    let (now, target) = again(&mut tx, (&app, &me), id, wanted).await?;
    if !observations::add_use(&mut tx, &now, &target).await? {
        return Ok(flash::see_with(&back, "Notisen används redan där."));
    }
    tx.commit().await?;
    Ok(flash::see_with(&back, "Notisen är markerad som använd."))
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct RemoveForm {
    there: String,
}

pub async fn remove(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, .. }: Posted<RemoveForm>,
) -> Result<Response> {
    let mut conn = app.db.read().acquire().await?;
    let (note, kind, target) = observations::find_use(&mut conn, id).await?;
    drop(conn);
    let (of, place) = read(&app, &me, note).await?;
    let wanted = (kind, target);
    let target = find_target(&app, &me, wanted).await?;
    let permit = may_use(&me, &of, &place, &target)?;
    let back = match form.there.is_empty() {
        true => of.url(),
        false => target.url.clone(),
    };
    let mut tx = app.db.write(permit).await?;
    match observations::find_use(tx.conn(), id).await {
        Err(Error::NotFound) => return Ok(flash::see(&back)),
        found => found?,
    };
    let (now, target) = again(&mut tx, (&app, &me), note, wanted).await?;
    observations::remove_use(&mut tx, id, &now, &target).await?;
    tx.commit().await?;
    Ok(flash::see_with(&back, "Användningen är borttagen."))
}

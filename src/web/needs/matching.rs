//! Matching a need to the offers that answer it.

use super::may;
use super::show::draw;
use crate::App;
use crate::domain::event::{self, SubjectKind};
use crate::domain::need::{Matching, Need};
use crate::error::Result;
use crate::store::{needs, offers};
use crate::web::flash;
use crate::web::form::{Errors, Posted, meet};
use crate::web::history::after_meeting;
use crate::web::me::Me;
use crate::web::positions::edit::numbers;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::{Deserialize, Serialize};

const MET: &str =
    "Någon annan har matchat behovet samtidigt. Dina val finns kvar nedan – jämför och spara igen.";
pub(super) const CLOSED: &str =
    "Behovet är avslutat och sparas som det är. Öppna det igen om något har ändrats.";

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct MatchForm {
    pub offers: Vec<String>,
    pub version: i64,
}

impl From<&Matching> for MatchForm {
    fn from(of: &Matching) -> Self {
        MatchForm {
            offers: of.offers.iter().map(ToString::to_string).collect(),
            version: 0,
        }
    }
}

impl MatchForm {
    pub fn of(need: &Need) -> MatchForm {
        MatchForm {
            version: need.version,
            ..MatchForm::from(&need.matching)
        }
    }
}

pub async fn update(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<MatchForm>,
) -> Result<Response> {
    let need = needs::find(app.db.read(), id).await?;
    let permit = may(&app, &me, &need).await?;
    let checked = check(&app, &form, &need, &mut errors).await?;
    let (Some(matching), true) = (checked, errors.allow()) else {
        return draw(&app, &me, need, Some(form), errors).await;
    };
    let mut tx = app.db.write(permit).await?;
    let now = needs::find(tx.conn(), id).await?;
    may(&app, &me, &now).await?;
    let about = event::Subject::new(SubjectKind::Need, id);
    let mine = MatchForm {
        version: form.version,
        ..MatchForm::from(&matching)
    };
    let met = meet(
        &mut tx,
        &about,
        &now.matching,
        now.version,
        mine,
        form.version,
        &[],
    )
    .await?;
    let form = after_meeting(&app, met, MET, &mut errors).await?;
    let checked = check(&app, &form, &now, &mut errors).await?;
    let (Some(matching), true) = (checked, errors.allow()) else {
        drop(tx);
        return draw(&app, &me, now, Some(form), errors).await;
    };
    if matching == now.matching {
        return Ok(flash::see_with(&now.url(), "Inget var ändrat."));
    }
    needs::match_offers(&mut tx, &now, &matching).await?;
    tx.commit().await?;
    Ok(flash::see_with(&now.url(), "Matchningen är sparad."))
}

async fn check(
    app: &App,
    form: &MatchForm,
    need: &Need,
    errors: &mut Errors,
) -> Result<Option<Matching>> {
    if !need.is_open() {
        errors.add("", CLOSED);
    }
    let (db, today) = (app.db.read(), app.clock.today());
    let matched = &need.matching.offers;
    let offered = offers::proposed(db, need.wish.issue_area_id, matched, today).await?;
    let ids = numbers(&form.offers);
    let known = |id: &i64| offered.iter().any(|each| each.id == *id);
    if ids.len() != form.offers.len() || !ids.iter().all(known) {
        errors.add("offers", "Välj bland erbjudandena i listan.");
    }
    Ok(errors.is_empty().then_some(Matching { offers: ids }))
}

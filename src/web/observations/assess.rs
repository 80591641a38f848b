//! What one person makes of a note; together they move it up the ladder.

use super::read;
use super::show::{Forms, draw};
use crate::App;
use crate::domain::access::{Act, Place};
use crate::domain::observation::{Judgement, LONGEST_REASON};
use crate::error::Result;
use crate::store::observations::{self, Judged, Shown};
use crate::web::flash;
use crate::web::form::{Errors, Posted};
use crate::web::me::Me;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

const MET: &str = "Du har redan ändrat din bedömning i ett annat fönster. Det du valde här finns kvar nedan – jämför och spara igen.";

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct JudgeForm {
    pub step: String,
    pub impact: String,
    pub certainty: String,
    pub horizon: String,
    pub judge_reason: String,
    /// 0 before she has judged it.
    pub version: i64,
}

impl JudgeForm {
    pub fn of(own: Option<&Judged>) -> JudgeForm {
        own.map_or(JudgeForm::default(), |own| JudgeForm {
            step: own.judgement.step.to_string(),
            impact: own.judgement.impact.to_string(),
            certainty: own.judgement.certainty.to_string(),
            horizon: own.judgement.horizon.to_string(),
            judge_reason: own.judgement.reason.clone(),
            version: own.version,
        })
    }
}

fn check(form: &JudgeForm, errors: &mut Errors) -> Option<Judgement> {
    let step = errors.need(
        "step",
        form.step.parse().ok(),
        "Välj signal, mönster eller trend.",
    );
    let impact = errors.need(
        "impact",
        form.impact.parse().ok(),
        "Välj hur stor påverkan är.",
    );
    let certainty = form.certainty.parse().ok();
    let certainty = errors.need("certainty", certainty, "Välj hur säkert det är.");
    let horizon = errors.need("horizon", form.horizon.parse().ok(), "Välj när det märks.");
    let reason = errors.optional_text("judge_reason", &form.judge_reason, LONGEST_REASON);
    Some(Judgement {
        step: step?,
        impact: impact?,
        certainty: certainty?,
        horizon: horizon?,
        reason: reason?,
    })
}

pub async fn judge(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<JudgeForm>,
) -> Result<Response> {
    let (of, _) = read(&app, &me, id).await?;
    let permit = me.may(Act::CaptureObservation, &Place::anywhere())?;
    let (Some(after), true) = (check(&form, &mut errors), errors.allow()) else {
        return again(&app, &me, of, form, errors).await;
    };
    let mut tx = app.db.write(permit).await?;
    crate::web::secrecy::guard_in(tx.conn(), &app, &me, &of.subject()).await?;
    let now = observations::find(tx.conn(), id).await?;
    let judged = observations::judgements(tx.conn(), id).await?;
    let own = judged.iter().find(|each| each.person_id == me.id());
    if now.removed || own.is_some_and(|own| own.judgement == after) {
        return Ok(flash::see(&now.url()));
    }
    let version = own.map_or(0, |own| own.version);
    if version != form.version {
        drop(tx);
        errors.met(MET);
        return again(&app, &me, now, JudgeForm { version, ..form }, errors).await;
    }
    observations::assess(&mut tx, id, own, &after).await?;
    tx.commit().await?;
    Ok(flash::see_with(&now.url(), "Din bedömning är sparad."))
}

async fn again(app: &App, me: &Me, of: Shown, form: JudgeForm, errors: Errors) -> Result<Response> {
    let forms = Forms {
        judge: Some(form),
        ..Forms::default()
    };
    draw(app, me, of, forms, errors).await
}

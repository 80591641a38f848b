//! Reads a file in: all of it, as it was shown, or nothing.

use super::{CHANGED, Prepared, draw, prepare, version};
use crate::App;
use crate::domain::access::{Act, Permit};
use crate::domain::figures::Comparison;
use crate::error::{Error, Result};
use crate::import::{Remembered, Understood};
use crate::store::figures::{self, Incoming};
use crate::web::errors::refusal;
use crate::web::figures::choices::FileForm;
use crate::web::figures::{LIST, somewhere};
use crate::web::flash;
use crate::web::form::{Errors, Posted};
use crate::web::holders::Holders;
use crate::web::me::Me;
use axum::extract::{Path, State};
use axum::response::Response;

pub async fn create(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<FileForm>,
) -> Result<Response> {
    let holders = Holders::load(app.db.read(), app.clock.today()).await?;
    let some = somewhere(&me, &holders.counties)?;
    let prepared = match prepare(&app, &me, id, &form, &mut errors).await {
        Err(Error::NotFound) => {
            let mut tx = app.db.write(some).await?;
            let made = tx.already_made(&form.once).await?;
            return made.map(|url| flash::see_made(&url)).ok_or(Error::NotFound);
        }
        other => other?,
    };
    let reading = &prepared.understood.reading;
    if !reading.errors.is_empty() {
        errors.add("", "Filen går inte att läsa in så här. Se listan nedan.");
    }
    if let Some(code) = &prepared.understood.lacks_name {
        errors.add("namn", format!("Skriv vad nyckeltalet {code} heter."));
    }
    let place = reading.place(&prepared.holders.counties);
    let permit = match me.standing.may(Act::ImportFigures, &place) {
        Ok(permit) => permit,
        Err(denied) => {
            errors.add("", refusal(&app, &denied).await);
            some
        }
    };
    let compared = figures::compared(app.db.read(), &prepared.understood.reading.series).await?;
    if version(&compared) != form.version {
        errors.met(CHANGED);
    }
    if !errors.allow() {
        return draw(&app, &me, prepared, form, errors).await;
    }
    save(&app, &me, permit, prepared, form, errors).await
}

async fn save(
    app: &App,
    me: &Me,
    permit: Permit,
    prepared: Prepared,
    form: FileForm,
    mut errors: Errors,
) -> Result<Response> {
    let mut tx = app.db.write(permit).await?;
    if let Some(url) = tx.already_made(&form.once).await? {
        return Ok(flash::see_made(&url));
    }
    let understood = &prepared.understood;
    let done = figures::import(
        &mut tx,
        &Incoming {
            series: &understood.reading.series,
            format: understood
                .layout
                .as_ref()
                .map_or("json", |layout| layout.shape.code()),
            file_name: &prepared.upload.file_name,
            mapping: mapping(understood),
        },
    )
    .await?;
    let compared: Vec<Comparison> = done.iter().map(|each| each.comparison.clone()).collect();
    if version(&compared) != form.version {
        drop(tx);
        errors.met(CHANGED);
        return draw(app, me, prepared, form, errors).await;
    }
    let url = match &done[..] {
        [one] => format!("{LIST}/{}", one.id),
        _ => LIST.to_owned(),
    };
    figures::forget(&mut tx, prepared.upload.id).await?;
    tx.made(&form.once, &url).await?;
    tx.commit().await?;
    let written = done.iter().map(|each| each.comparison.written().count());
    let said = understood.reading.told(written.sum());
    Ok(flash::see_with(&url, &said))
}

/// How this kind of table is to be read next time.
fn mapping(understood: &Understood) -> Option<(&str, serde_json::Value)> {
    let layout = understood.layout.clone()?;
    let code = match (&understood.reading.series[..], layout.indicator) {
        ([one], None) => one.about.code.clone(),
        _ => String::new(),
    };
    let remembered = Remembered { layout, code };
    let value = serde_json::to_value(remembered).ok()?;
    (!understood.fingerprint.is_empty()).then_some((understood.fingerprint.as_str(), value))
}

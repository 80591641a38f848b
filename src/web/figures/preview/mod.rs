//! The second step of reading in: what the file was understood to hold and would change, and then all of it or nothing.

mod save;
mod words;

pub use save::create;

use super::choices::{FileForm, Offered};
use super::upload::READING;
use super::{LIST, own_counties, somewhere};
use crate::App;
use crate::domain::access::{Act, Place};
use crate::domain::figures::{Areas, Comparison, Reading, Remark};
use crate::error::{Error, Result};
use crate::import::{self, Remembered, Setting, Understood};
use crate::secrets::Token;
use crate::store::figures::{self, Known, Upload};
use crate::store::reader::Reader;
use crate::web::form::{Choice, Errors};
use crate::web::holders::Holders;
use crate::web::me::{Me, Shell};
use crate::web::{page, text};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use std::collections::{BTreeSet, HashMap};
use words::{Became, Changes, Sample, became, changes, facts, sample};

/// So many of what would become another are listed, and so many remarks.
const LISTED: usize = 100;
/// So many of the latest periods are shown for looking through.
const SAMPLE: usize = 4;
const CHANGED: &str =
    "Siffrorna har ändrats sedan du granskade filen. Granska vad som ändras nu och läs in igen.";

#[derive(Template)]
#[template(path = "figures/preview.html")]
struct PreviewPage {
    shell: Shell,
    crumbs: Vec<Choice>,
    errors: Errors,
    upload: Upload,
    about: String,
    facts: Vec<(&'static str, String)>,
    wrong: Vec<String>,
    skipped: Vec<String>,
    notes: Vec<String>,
    changes: Vec<Changes>,
    became: Vec<Became>,
    more: usize,
    sample: Sample,
    form: FileForm,
    offered: Offered,
    is_remembered: bool,
    only_some: bool,
    asks_own: bool,
    can_skip: bool,
    /// Those that the person names while reading in, of a file that has only its code.
    lacks_name: Option<String>,
    submit: String,
}

/// A file with what it was understood to hold, and everything that is needed to judge it.
struct Prepared {
    upload: Upload,
    understood: Understood,
    known: Vec<Known>,
    holders: Holders,
    areas: Areas,
    only_some: bool,
    /// Figures of others' län stand in the way, until she leaves them.
    asks_own: bool,
    /// Rows with mistakes stand in the way, and others could be read in.
    can_skip: bool,
}

async fn prepare(
    app: &App,
    me: &Me,
    id: i64,
    form: &FileForm,
    errors: &mut Errors,
) -> Result<Prepared> {
    let db = app.db.read();
    let (upload, content) = figures::find_upload(db, me.id(), id, app.clock.now()).await?;
    let holders = Holders::load(db, app.clock.today()).await?;
    let known = figures::all(db).await?;
    let (areas, choices) = (Areas::of(&holders.counties), form.choices(errors));
    let abouts: Vec<_> = known.iter().map(Known::about).collect();
    let (remembered, file_name) = (remembered(db).await?, upload.file_name.clone());
    let _turn = READING.acquire().await.map_err(Error::internal)?;
    let read = tokio::task::spawn_blocking(move || {
        let setting = Setting {
            areas: &areas,
            known: &abouts,
            remembered: &remembered,
            file_name: &file_name,
        };
        let decoded = import::decode(&content)?;
        let understood = import::understand(&decoded, &choices, &setting);
        Ok::<_, import::Refusal>((understood, areas))
    });
    let (mut understood, areas) = match read.await.map_err(Error::internal)? {
        Ok(read) => read,
        Err(said) => return Err(Error::BadRequest(said)),
    };
    let can_skip = !understood.reading.errors.is_empty() && !understood.reading.series.is_empty();
    if form.fel == "hoppa" {
        understood.reading.skip_errors();
    }
    let own: BTreeSet<String> = own_counties(me, &holders.counties)
        .iter()
        .map(|county| county.code.clone())
        .collect();
    let only_some = !me.can(Act::ImportFigures, &Place::anywhere());
    let asks_own = only_some && narrow(&mut understood.reading, &own, form, &areas);
    Ok(Prepared {
        upload,
        understood,
        known,
        holders,
        areas,
        only_some,
        asks_own,
        can_skip: can_skip && form.fel.is_empty(),
    })
}

async fn remembered(db: &Reader) -> Result<HashMap<String, Remembered>> {
    let rows = figures::mappings(db).await?;
    let read = |(print, mapping): (String, Option<serde_json::Value>)| {
        Some((print, serde_json::from_value(mapping?).ok()?))
    };
    Ok(rows.into_iter().filter_map(read).collect())
}

/// Figures of other län than her own are a mistake, until she has chosen to leave them. Whether she has to.
fn narrow(reading: &mut Reading, own: &BTreeSet<String>, form: &FileForm, areas: &Areas) -> bool {
    if form.bara == "mina" {
        reading.keep_only(own);
        if reading.series.is_empty() && reading.errors.is_empty() {
            reading.error(None, "Filen har inga siffror för dina län.");
        }
        return false;
    }
    let others: Vec<String> = reading
        .counties()
        .into_iter()
        .filter(|code| !own.contains(*code))
        .map(str::to_owned)
        .collect();
    if others.is_empty() {
        return false;
    }
    let mine: Vec<&str> = own.iter().map(|code| areas.name(code)).collect();
    let named: Vec<&str> = others.iter().take(3).map(|code| areas.name(code)).collect();
    let rest = match others.len() - named.len() {
        0 => text::join_and(&named),
        more => format!("{} och {more} till", named.join(", ")),
    };
    reading.error(
        None,
        format!("Du kan läsa in siffror för {}. Filen har också siffror för {rest}. Välj att bara läsa in dina län.", text::join_and(&mine)),
    );
    true
}

pub async fn show(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Query(form): Query<FileForm>,
) -> Result<Response> {
    let holders = Holders::load(app.db.read(), app.clock.today()).await?;
    somewhere(&me, &holders.counties)?;
    let mut errors = Errors::default();
    let prepared = prepare(&app, &me, id, &form, &mut errors).await?;
    draw(&app, &me, prepared, form, errors).await
}

/// For telling whether it has changed since it was shown.
fn version(all: &[Comparison]) -> String {
    all.iter()
        .map(Comparison::counts)
        .collect::<Vec<_>>()
        .join(" ")
}

fn submit_words(figures: usize) -> String {
    match figures {
        0 => "Läs in ändå, inget är ändrat".to_owned(),
        1 => "Läs in 1 siffra".to_owned(),
        count => format!(
            "Läs in {} siffror",
            text::number(i64::try_from(count).unwrap_or(i64::MAX))
        ),
    }
}

async fn draw(
    app: &App,
    me: &Me,
    prepared: Prepared,
    form: FileForm,
    errors: Errors,
) -> Result<Response> {
    let all = figures::compared(app.db.read(), &prepared.understood.reading.series).await?;
    let Prepared {
        upload,
        understood,
        known,
        areas,
        only_some,
        asks_own,
        can_skip,
        ..
    } = prepared;
    let reading = &understood.reading;
    let compared = || reading.series.iter().map(|series| &series.about).zip(&all);
    let changes = compared().map(|(about, all)| changes(&about.name, &about.code, all, &known));
    let became: Vec<Became> = compared()
        .flat_map(|(about, all)| became(&about.name, all, &areas))
        .collect();
    let listed = |all: &[Remark]| all.iter().take(LISTED).map(ToString::to_string).collect();
    let form = FileForm {
        version: version(&all),
        once: Token::short(),
        ..form.filled(&understood)
    };
    let template = PreviewPage {
        shell: me.shell_for(&errors),
        crumbs: vec![
            Choice::new(LIST, "Statistik"),
            Choice::new(format!("{LIST}/las-in"), "Läs in siffror"),
        ],
        about: format!(
            "{} kB, skickad {}",
            (upload.bytes + 1023) / 1024,
            text::stamp(upload.uploaded_at)
        ),
        facts: facts(&understood, &areas),
        wrong: listed(&reading.errors),
        skipped: listed(&reading.skipped),
        notes: reading.notes.clone(),
        changes: changes.collect(),
        more: became.len().saturating_sub(LISTED),
        became: became.into_iter().take(LISTED).collect(),
        sample: sample(reading, &areas),
        offered: Offered::of(&understood, &known),
        is_remembered: understood.is_remembered,
        only_some,
        asks_own,
        can_skip,
        lacks_name: understood.lacks_name.clone(),
        submit: submit_words(all.iter().map(|each| each.written().count()).sum()),
        upload,
        form,
        errors,
    };
    page(template.errors.status(), &template)
}

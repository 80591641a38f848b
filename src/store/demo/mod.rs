//! A believable small agency with invented people, for `demo` and for the tests.
//!
//! `script` plays what the cast has done until today through the functions that the pages use, so every
//! record has its history. Nothing is random: the same day gives the same agency.

mod actions;
mod aftermath;
mod agendas;
mod brief_words;
mod briefs;
mod cases;
mod cast;
mod contacts;
mod dialogues;
mod figures;
mod investments;
mod invited;
mod issues;
mod minutes;
mod observations;
mod offers;
mod opinions;
mod outcomes;
mod packs;
mod people;
mod positions;
mod preparation;
mod promises;
mod region;
mod said;
mod scale;
mod script;
mod sources;
mod words;
mod work;

use super::{Db, Write, feedback, search, set_mark};
use crate::domain::access::Permit;
use crate::domain::calendar::add_days;
use crate::domain::event::{Event, EventKind, SubjectKind};
use crate::error::Result;

/// Fills an empty database in one transaction; every date is counted from the clock's day.
pub async fn install(db: &Db, scale: i64) -> Result<()> {
    let mut tx = begin(db).await?;
    let cast = cast::Cast::gather(&mut tx).await?;
    let seeds = dialogues::seeds(cast.today);
    let mut scenes = dialogues::scenes(&cast, &seeds);
    scenes.extend(actions::scenes(&cast, &seeds));
    scenes.extend(promises::scenes(&cast));
    scenes.extend(investments::scenes(&cast));
    scenes.extend(briefs::scenes(&cast));
    scenes.extend(aftermath::scenes(&cast, &seeds));

    scenes.extend(offers::scenes(&cast, &seeds));

    scenes.extend(observations::scenes(cast.today));
    scenes.extend(agendas::parked(&cast));
    scenes.extend(packs::scenes(&cast, &seeds));
    scenes.extend(outcomes::scenes(&cast, &seeds));
    scenes.extend(region::scenes(&cast, &seeds));
    scenes.extend(sources::scenes(&cast));
    briefs::reserve(&mut tx).await?;
    script::play(&mut tx, scenes).await?;
    cases::install(&mut tx, &cast).await?;
    contacts::install(&mut tx, &cast).await?;
    feedback::audience::read_until(&mut tx, add_days(cast.today, -20)).await?;
    figures::install(&mut tx, &cast).await?;
    scale::enlarge(&mut tx, scale).await?;
    tx.commit().await?;
    search::catch_up(db).await
}

/// The same agency before anything has been planned: for tests that count from nothing.
pub async fn install_quiet(db: &Db) -> Result<()> {
    begin(db).await?.commit().await?;
    search::catch_up(db).await
}

async fn begin(db: &Db) -> Result<Write> {
    let mut tx = db.write(Permit::system()).await?;
    set_mark(&mut tx, "demo").await?;
    super::organisation::frame(&mut tx).await?;
    people::install(&mut tx).await?;
    tx.record(Event::new(
        EventKind::Installed,
        SubjectKind::Installation,
        1,
    ))
    .await?;
    Ok(tx)
}

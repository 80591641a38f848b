//! `import`: figures from a file, by those who run the service; all of it or nothing.

use super::{Failure, Outcome, failed, open_existing};
use crate::clock::Clock;
use crate::config::Config;
use crate::domain::access::Permit;
use crate::domain::attachment::clean_name;
use crate::domain::figures::{About, Areas, Comparison, LAYOFFS, Reading};
use crate::import::{self, Choices, Decoded, Setting, Understood};
use crate::store::figures::{self, Incoming, Known};
use crate::store::{Db, places};
use clap::Args;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

#[derive(Args)]
pub struct Asked {
    /// Filen med siffror: Excel, CSV, JSON-stat eller svar från Kolada
    #[arg(value_name = "FIL")]
    file: PathBuf,
    /// Vad filen är, om den inte själv visar det: varsel, jsonstat, kolada eller csv
    #[arg(long = "as", value_name = "SLAG", value_parser = ["varsel", "jsonstat", "kolada", "csv"], hide_possible_values = true)]
    kind: Option<String>,
    /// Indikatorns kod, om filen inte nämner den; en ny kod blir en ny indikator
    #[arg(long, value_name = "KOD")]
    indicator: Option<String>,
    /// Året, när filens månader står utan år
    #[arg(long, value_name = "ÅR")]
    year: Option<i16>,
    /// Hoppa över rader med fel i stället för att avbryta
    #[arg(long)]
    skip_errors: bool,
    /// Visa vad som skulle ändras utan att spara
    #[arg(long)]
    dry_run: bool,
}

pub async fn run(config: &Config, asked: Asked) -> Outcome {
    let content = read(&asked.file)?;
    let decoded = import::decode(&content).map_err(Failure::new)?;
    let db = open_existing(config).await?;
    let name = asked
        .file
        .file_name()
        .map(|name| clean_name(&name.to_string_lossy()))
        .unwrap_or_default();
    let mut understood = understand(&db, &decoded, &asked, &name).await?;
    check_kind(&decoded, &asked)?;
    if asked.skip_errors {
        understood.reading.skip_errors();
    }
    list(&understood.reading);
    if !understood.reading.errors.is_empty() {
        return Err(Failure::new("Filen har fel och inget lästes in."));
    }
    match asked.dry_run {
        true => compare(&db, &understood.reading).await,
        false => save(&db, &understood, &name).await,
    }
}

/// Not more of a file than is taken in, and one byte to tell by.
fn read(file: &Path) -> Result<Vec<u8>, Failure> {
    use std::io::Read;
    let wrong = |error: std::io::Error| {
        let why = match error.kind() {
            std::io::ErrorKind::NotFound => "finns inte",
            std::io::ErrorKind::PermissionDenied => "får inte läsas",
            _ => "går inte att läsa",
        };
        Failure::new(format!("Filen {} {why}.", file.display()))
    };
    let mut content = Vec::new();
    let most = crate::domain::figures::LARGEST_FILE as u64 + 1;
    let opened = std::fs::File::open(file).map_err(wrong)?;
    opened.take(most).read_to_end(&mut content).map_err(wrong)?;
    Ok(content)
}

async fn understand(
    db: &Db,
    decoded: &Decoded,
    asked: &Asked,
    file_name: &str,
) -> Result<Understood, Failure> {
    let counties = places::counties(db.read(), Clock::System.today())
        .await
        .map_err(failed)?;
    let known = figures::all(db.read()).await.map_err(failed)?;
    let abouts: Vec<About> = known.iter().map(Known::about).collect();
    let mut remembered = HashMap::new();
    for (print, mapping) in figures::mappings(db.read()).await.map_err(failed)? {
        if let Some(read) = mapping.and_then(|mapping| serde_json::from_value(mapping).ok()) {
            remembered.insert(print, read);
        }
    }
    let setting = Setting {
        areas: &Areas::of(&counties),
        known: &abouts,
        remembered: &remembered,
        file_name,
    };
    Ok(import::understand(
        decoded,
        &choices(asked, &abouts),
        &setting,
    ))
}

fn choices(asked: &Asked, known: &[About]) -> Choices {
    let layoffs = asked.kind.as_deref() == Some("varsel");
    let code = asked
        .indicator
        .clone()
        .or(layoffs.then(|| LAYOFFS.to_owned()))
        .unwrap_or_default();
    let is_known = code.is_empty() || code == LAYOFFS || known.iter().any(|each| each.code == code);
    Choices {
        name: code.clone(),
        code: if is_known {
            code
        } else {
            Choices::NEW.to_owned()
        },
        year: asked.year,
        ..Choices::default()
    }
}

fn check_kind(decoded: &Decoded, asked: &Asked) -> Outcome {
    let fits = match (asked.kind.as_deref(), decoded) {
        (None, _) => true,
        (Some("jsonstat"), Decoded::JsonStat(_)) | (Some("kolada"), Decoded::Kolada(_)) => true,
        (Some("varsel" | "csv"), Decoded::Tables(_)) => true,
        (Some(_), _) => false,
    };
    match fits {
        true => Ok(()),
        false => Err(Failure::wrong_use(
            "Filen är av ett annat slag än --as säger.",
        )),
    }
}

fn list(reading: &Reading) {
    for note in &reading.notes {
        println!("{note}");
    }
    for remark in reading.skipped.iter().chain(&reading.errors) {
        eprintln!("{remark}");
    }
}

async fn compare(db: &Db, reading: &Reading) -> Outcome {
    let compared = figures::compared(db.read(), &reading.series);
    let compared = compared.await.map_err(failed)?;
    for (series, comparison) in reading.series.iter().zip(&compared) {
        tell(&series.about, comparison);
    }
    println!("Inget är sparat.");
    Ok(())
}

async fn save(db: &Db, understood: &Understood, file_name: &str) -> Outcome {
    let mut tx = db.write(Permit::system()).await.map_err(failed)?;
    let incoming = Incoming {
        series: &understood.reading.series,
        format: understood
            .layout
            .as_ref()
            .map_or("json", |layout| layout.shape.code()),
        file_name,
        mapping: None,
    };
    let done = figures::import(&mut tx, &incoming).await.map_err(failed)?;
    tx.commit().await.map_err(failed)?;
    for each in &done {
        tell(&each.about, &each.comparison);
    }
    let written = done.iter().map(|each| each.comparison.written().count());
    println!("{}", understood.reading.told(written.sum()));
    Ok(())
}

fn tell(about: &About, all: &Comparison) {
    println!(
        "{}: {} nya, {} ändrade, {} försvinner, {} oförändrade.",
        about.name,
        all.added.len(),
        all.changed.len(),
        all.removed.len(),
        all.same
    );
}

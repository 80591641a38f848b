//! Files with figures: from bytes to tables, within limits that are checked before anything is unpacked.
//!
//! Knows formats and nothing of pages or the database. What a table means is told by `domain::figures`.

mod jsonstat;
mod kolada;
mod text;
mod understand;
mod xlsx;

pub use understand::{Choices, Remembered, Setting, Understood, understand};

use crate::domain::figures::grid::Grid;
use crate::domain::figures::{LARGEST_FILE, TOO_LARGE};

/// What a file was found to be, before anything is known of what it means.
pub enum Decoded {
    /// A CSV file, or the sheets of a workbook.
    Tables(Vec<Grid>),
    JsonStat(Box<jsonstat::Dataset>),
    Kolada(kolada::Answer),
}

/// Why a file is not taken in: a sentence for the person.
pub type Refusal = String;

const NO_FIGURES: &str = "Filen går inte att läsa som statistik. Välj en Excel-arbetsbok (.xlsx), en CSV-fil eller JSON från SCB eller Kolada.";

/// Told by the content alone; the file's name says nothing here.
pub fn decode(content: &[u8]) -> Result<Decoded, Refusal> {
    if content.is_empty() {
        return Err("Filen är tom. Välj en fil med innehåll.".to_owned());
    }
    if content.len() > LARGEST_FILE {
        return Err(TOO_LARGE.to_owned());
    }
    if content.starts_with(b"PK") {
        return xlsx::sheets(content).map(Decoded::Tables);
    }
    if content.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err("Filen är en äldre Excel-fil (.xls) eller skyddad med lösenord. Spara den som Excel-arbetsbok (.xlsx) utan lösenord, eller som CSV.".to_owned());
    }
    if content.starts_with(b"%PDF") {
        return Err(NO_FIGURES.to_owned());
    }
    let text = text::decode(content).ok_or(NO_FIGURES)?;
    match text.trim_start().chars().next() {
        Some('{' | '[') => json(&text),
        Some('<') => Err(
            "Filen är en webbsida och ingen statistik. Hämta den som CSV, Excel eller JSON."
                .to_owned(),
        ),
        _ => text::table(&text).map(|grid| Decoded::Tables(vec![grid])),
    }
}

fn json(text: &str) -> Result<Decoded, Refusal> {
    if let Ok(answer) = serde_json::from_str::<kolada::Answer>(text) {
        return Ok(Decoded::Kolada(answer));
    }
    let dataset = jsonstat::Dataset::parse(text)?;
    Ok(Decoded::JsonStat(Box::new(dataset)))
}

#[cfg(test)]
mod tests;

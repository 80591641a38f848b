//! What a file means: by itself, by how its kind was read last time, and by what the person has chosen.

use super::Decoded;
use crate::domain::figures::grid::{Grid, Layout, Shape};
use crate::domain::figures::table::{Frame, read};
use crate::domain::figures::{About, Areas, LAYOFFS, Reading, SourceKind, code_of, seems_additive};
use crate::domain::spelling::fold;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// What a person has said of a file; nothing where the file may tell by itself.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    pub sheet: Option<usize>,
    pub shape: Option<Shape>,
    pub header: Option<u32>,
    pub county: Option<usize>,
    pub period: Option<usize>,
    pub value: Option<usize>,
    pub indicator: Option<usize>,
    pub year: Option<i16>,
    /// The code of an indicator, or [`Choices::NEW`].
    pub code: String,
    pub name: String,
    pub unit: String,
    pub source: String,
    /// None until the person has been asked.
    pub additive: Option<bool>,
}

impl Choices {
    pub const NEW: &str = "ny";
}

/// How a kind of file was read last time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remembered {
    pub layout: Layout,
    pub code: String,
}

/// What a file is understood within.
pub struct Setting<'a> {
    pub areas: &'a Areas,
    pub known: &'a [About],
    pub remembered: &'a HashMap<String, Remembered>,
    pub file_name: &'a str,
}

#[derive(Clone, Debug, Default)]
pub struct Understood {
    pub reading: Reading,
    /// Of a table: how it is laid out, and what is chosen among.
    pub layout: Option<Layout>,
    pub sheets: Vec<String>,
    pub sheet: usize,
    /// "A: Månad", by column.
    pub columns: Vec<String>,
    pub fingerprint: String,
    /// Whether the layout is the one this kind of file had last time.
    pub is_remembered: bool,
    /// Whether the person is to say what the figures are about.
    pub asks_about: bool,
    pub asks_year: bool,
    /// The code that the file has instead of a name, of an indicator that nobody has named yet.
    pub lacks_name: Option<String>,
    /// What was chosen or guessed.
    pub code: String,
}

pub fn understand(decoded: &Decoded, choices: &Choices, setting: &Setting) -> Understood {
    let mut all = match decoded {
        Decoded::Tables(grids) => table(grids, choices, setting),
        Decoded::JsonStat(dataset) => Understood {
            reading: dataset.read(setting.areas),
            ..Understood::default()
        },
        Decoded::Kolada(answer) => Understood {
            reading: answer.read(setting.areas),
            ..Understood::default()
        },
    };
    for series in &mut all.reading.series {
        let known = setting
            .known
            .iter()
            .find(|each| each.code == series.about.code);
        series.about = known.cloned().unwrap_or(series.about.clone());
    }
    if all.layout.is_none() {
        named(&mut all, choices, setting);
        all.reading.finish(setting.areas);
    }
    all
}

/// A single new indicator of a JSON file may be given another name, unit and source.
fn named(all: &mut Understood, choices: &Choices, setting: &Setting) {
    let [series] = &mut all.reading.series[..] else {
        return;
    };
    all.code = Choices::NEW.to_owned();
    if setting
        .known
        .iter()
        .any(|each| each.code == series.about.code)
    {
        all.code.clone_from(&series.about.code);
        return;
    }
    all.asks_about = true;
    if series.about.kind == SourceKind::Kolada && choices.name.trim().is_empty() {
        all.lacks_name = Some(series.about.code.to_uppercase());
    }
    for (chosen, said) in [
        (&choices.name, &mut series.about.name),
        (&choices.unit, &mut series.about.unit),
        (&choices.source, &mut series.about.source),
    ] {
        if !chosen.trim().is_empty() {
            *said = chosen.trim().to_owned();
        }
    }
    series.about.additive = choices
        .additive
        .unwrap_or_else(|| seems_additive(&series.about.name, &series.about.unit));
}

fn table(grids: &[Grid], choices: &Choices, setting: &Setting) -> Understood {
    let sheet = choices
        .sheet
        .filter(|sheet| *sheet < grids.len())
        .unwrap_or(best(grids, setting));
    let Some(grid) = grids.get(sheet) else {
        return Understood::default();
    };
    let fingerprint = grid.fingerprint();
    let remembered = setting
        .remembered
        .get(&fingerprint)
        .filter(|each| grid.row(each.layout.header).is_some());
    let found = remembered
        .map(|each| each.layout.clone())
        .or_else(|| Layout::find(grid, setting.areas));
    let layout = chosen(found.unwrap_or_else(|| Layout::unknown(grid)), choices);
    let about = about(grid, &layout, choices, remembered, setting);
    let known: Vec<(String, String)> = setting
        .known
        .iter()
        .map(|each| (each.code.clone(), each.name.clone()))
        .collect();
    let year = choices
        .year
        .or_else(|| year_in(&[setting.file_name, &grid.name], grid, &layout));
    let frame = Frame {
        areas: setting.areas,
        year,
        about: about.as_ref(),
        known: &known,
    };
    let code = match (
        &about,
        setting
            .known
            .iter()
            .any(|each| Some(&each.code) == about.as_ref().map(|about| &about.code)),
    ) {
        (Some(about), true) => about.code.clone(),
        (Some(_), false) => Choices::NEW.to_owned(),
        (None, _) => String::new(),
    };
    Understood {
        reading: read(grid, &layout, frame),
        sheets: grids.iter().map(|each| each.name.clone()).collect(),
        sheet,
        columns: columns(grid, &layout),
        is_remembered: remembered.is_some_and(|each| each.layout == layout),
        asks_about: layout.indicator.is_none(),
        asks_year: layout.shape == Shape::PeriodsAcross && months_alone(grid, &layout),
        layout: Some(layout),
        lacks_name: None,
        fingerprint,
        code,
    }
}

/// The first sheet of months that can be read, else the first that can be read at all.
fn best(grids: &[Grid], setting: &Setting) -> usize {
    let readable = |grid: &Grid| Layout::find(grid, setting.areas).is_some();
    let of_months = |grid: &Grid| fold(&grid.name).contains("manad") && readable(grid);
    let months = grids.iter().position(of_months);
    months
        .or_else(|| grids.iter().position(readable))
        .unwrap_or(0)
}

fn chosen(layout: Layout, choices: &Choices) -> Layout {
    let mut layout = match choices.shape {
        Some(shape) => layout.with_shape(shape),
        None => layout,
    };
    layout.header = choices.header.unwrap_or(layout.header);
    layout.county = choices.county.or(layout.county);
    layout.period = choices.period.or(layout.period);
    layout.value = choices.value.or(layout.value);
    layout.indicator = choices.indicator.or(layout.indicator);
    if !choices.code.is_empty() {
        layout.indicator = choices.indicator;
    }
    layout
}

/// What the figures are about, when the table itself does not say.
fn about(
    grid: &Grid,
    layout: &Layout,
    choices: &Choices,
    remembered: Option<&Remembered>,
    setting: &Setting,
) -> Option<About> {
    if layout.indicator.is_some() {
        return None;
    }
    let known = |code: &str| setting.known.iter().find(|each| each.code == code).cloned();
    match choices.code.as_str() {
        "" => {}
        Choices::NEW => return new(choices),
        code => return known(code).or_else(|| (code == LAYOFFS).then(About::layoffs)),
    }
    let guessed = || {
        tells_of_layoffs(grid, setting.file_name)
            .then(|| known(LAYOFFS).unwrap_or_else(About::layoffs))
    };
    remembered
        .and_then(|each| known(&each.code))
        .or_else(guessed)
}

fn new(choices: &Choices) -> Option<About> {
    let name = choices.name.trim();
    let code = code_of(name);
    if code == LAYOFFS || fold(name) == fold(&About::layoffs().name) {
        return Some(About::layoffs());
    }
    (!code.is_empty()).then(|| About {
        code,
        name: name.to_owned(),
        unit: choices.unit.trim().to_owned(),
        source: choices.source.trim().to_owned(),
        kind: SourceKind::Csv,
        additive: choices.additive.unwrap_or_default(),
    })
}

fn tells_of_layoffs(grid: &Grid, file_name: &str) -> bool {
    let says = |text: &str| {
        let folded = fold(text);
        folded.contains("varsel") || folded.contains("varsla")
    };
    let first = grid
        .rows
        .iter()
        .take(8)
        .flat_map(|row| row.cells.iter().take(4));
    says(file_name) || says(&grid.name) || first.into_iter().any(|cell| says(&cell.shown()))
}

/// The one year that stands in the file's name, its sheet's, or above the headings; none when several do.
fn year_in(names: &[&str], grid: &Grid, layout: &Layout) -> Option<i16> {
    let above = grid
        .rows
        .iter()
        .take_while(|row| row.number < layout.header);
    let above = above.flat_map(|row| row.cells.iter().map(|cell| cell.shown()));
    let texts: Vec<String> = names
        .iter()
        .map(|each| each.to_string())
        .chain(above)
        .collect();
    let mut years: Vec<i16> = texts.iter().flat_map(|text| years(text)).collect();
    years.sort_unstable();
    years.dedup();
    match years[..] {
        [year] => Some(year),
        _ => None,
    }
}

fn years(text: &str) -> Vec<i16> {
    let words = text.split(|each: char| !each.is_ascii_digit());
    let year = |word: &str| {
        word.parse()
            .ok()
            .filter(|year| word.len() == 4 && (1980..=2100).contains(year))
    };
    words.filter_map(year).collect()
}

fn months_alone(grid: &Grid, layout: &Layout) -> bool {
    let row = grid.row(layout.header);
    row.is_some_and(|row| {
        row.cells
            .iter()
            .any(|cell| crate::domain::figures::Period::lacks_year(&cell.shown()))
    })
}

/// Each column with its letter and its heading.
fn columns(grid: &Grid, layout: &Layout) -> Vec<String> {
    let width = grid
        .rows
        .iter()
        .map(|row| row.cells.len())
        .max()
        .unwrap_or(0);
    let header = grid.row(layout.header);
    let named = |column: usize| {
        let heading = header.map(|row| row.at(column).shown()).unwrap_or_default();
        let letter = letter(column);
        match heading.is_empty() {
            true => format!("Kolumn {letter}"),
            false => format!("{letter}: {}", heading.chars().take(40).collect::<String>()),
        }
    };
    (0..width).map(named).collect()
}

/// As Excel names its columns.
fn letter(column: usize) -> String {
    let sign = |number: usize| char::from(b'A' + u8::try_from(number % 26).unwrap_or(0));
    match column / 26 {
        0 => sign(column).to_string(),
        more => format!("{}{}", sign(more - 1), sign(column)),
    }
}

//! What a person chooses of a file: in the address of its preview, and along with the form that reads it in.

use crate::domain::figures::grid::{Layout, Shape};
use crate::domain::figures::{LAYOFFS, LONGEST_NAME, LONGEST_SOURCE, LONGEST_UNIT};
use crate::import::{Choices, Understood};
use crate::store::figures::Known;
use crate::web::form::{Choice, Errors};
use serde::{Deserialize, Serialize};

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct FileForm {
    pub ark: String,
    /// The sheet that the other choices were made for.
    pub for_ark: String,
    pub form: String,
    pub rubrik: String,
    pub lan: String,
    pub period: String,
    pub varde: String,
    pub indikatorkolumn: String,
    pub ar: String,
    pub indikator: String,
    pub namn: String,
    pub enhet: String,
    pub kalla: String,
    pub summerar: String,
    /// "hoppa": rows with mistakes are left.
    pub fel: String,
    /// "mina": only the län that are her own.
    pub bara: String,
    /// What the preview said that the file would change.
    pub version: String,
    pub once: String,
}

const YEAR: &str = "Skriv året med fyra siffror, till exempel 2026.";

impl FileForm {
    pub fn choices(&self, errors: &mut Errors) -> Choices {
        let place = |text: &str| text.parse::<usize>().ok();
        let year = self
            .ar
            .trim()
            .parse::<i16>()
            .ok()
            .filter(|year| (1900..=2100).contains(year));
        if year.is_none() && !self.ar.trim().is_empty() {
            errors.add("ar", YEAR);
        }
        let mut text = |field: &str, value: &str, most: usize| {
            errors.optional_text(field, value, most).unwrap_or_default()
        };
        let named = Choices {
            sheet: place(&self.ark),
            code: self.indikator.clone(),
            name: text("namn", &self.namn, LONGEST_NAME),
            unit: text("enhet", &self.enhet, LONGEST_UNIT),
            source: text("kalla", &self.kalla, LONGEST_SOURCE),
            additive: (!self.for_ark.is_empty()).then(|| self.summerar == "ja"),
            year,
            ..Choices::default()
        };
        if self.ark != self.for_ark {
            return named;
        }
        Choices {
            shape: self.form.parse::<Shape>().ok(),
            header: self.rubrik.trim().parse().ok(),
            county: place(&self.lan),
            period: place(&self.period),
            value: place(&self.varde),
            indicator: place(&self.indikatorkolumn),
            ..named
        }
    }

    /// As the file was understood, so that the selects show it.
    pub fn filled(mut self, understood: &Understood) -> FileForm {
        let place =
            |column: Option<usize>| column.map_or(String::new(), |column| column.to_string());
        self.ark = understood.sheet.to_string();
        self.for_ark.clone_from(&self.ark);
        if let Some(layout) = &understood.layout {
            self.form = layout.shape.code().to_owned();
            self.rubrik = layout.header.to_string();
            self.lan = place(layout.county);
            self.period = place(layout.period);
            self.varde = place(layout.value);
            self.indikatorkolumn = place(layout.indicator);
        }
        self.indikator.clone_from(&understood.code);
        if let ([series], true) = (
            &understood.reading.series[..],
            understood.code == Choices::NEW,
        ) {
            if understood.lacks_name.is_none() {
                self.namn.clone_from(&series.about.name);
            }
            self.enhet.clone_from(&series.about.unit);
            self.kalla.clone_from(&series.about.source);
            self.summerar = if series.about.additive { "ja" } else { "" }.to_owned();
        }
        self
    }

    /// As [`FileForm::pairs`], without those that a form of its own asks for.
    pub fn pairs_without(&self, asked: &[&str]) -> Vec<(&'static str, &str)> {
        let mut all = self.pairs();
        all.retain(|(name, _)| !asked.contains(name));
        all
    }

    /// Along with the form that reads in.
    pub fn pairs(&self) -> Vec<(&'static str, &str)> {
        vec![
            ("ark", &self.ark),
            ("for_ark", &self.for_ark),
            ("form", &self.form),
            ("rubrik", &self.rubrik),
            ("lan", &self.lan),
            ("period", &self.period),
            ("varde", &self.varde),
            ("indikatorkolumn", &self.indikatorkolumn),
            ("ar", &self.ar),
            ("indikator", &self.indikator),
            ("namn", &self.namn),
            ("enhet", &self.enhet),
            ("kalla", &self.kalla),
            ("summerar", &self.summerar),
            ("fel", &self.fel),
            ("bara", &self.bara),
        ]
    }
}

/// What the selects of the preview offer.
pub struct Offered {
    pub sheets: Vec<Choice>,
    pub shapes: Vec<Choice>,
    pub columns: Vec<Choice>,
    pub indicators: Vec<Choice>,
    pub is_table: bool,
    pub is_long: bool,
    pub asks_county: bool,
    pub asks_period: bool,
    pub asks_about: bool,
    pub asks_year: bool,
    /// Whether its name, unit and source are asked for among the choices.
    pub is_new: bool,
}

impl Offered {
    pub fn of(understood: &Understood, known: &[Known]) -> Offered {
        let numbered = |all: &[String]| {
            all.iter()
                .enumerate()
                .map(|(place, name)| Choice::new(place, name))
                .collect()
        };
        let shape = understood
            .layout
            .as_ref()
            .map(|layout: &Layout| layout.shape);
        Offered {
            sheets: numbered(&understood.sheets),
            shapes: Choice::of_codes(Shape::ALL, Shape::label),
            columns: numbered(&understood.columns),
            indicators: indicators(known),
            is_table: shape.is_some(),
            is_long: shape == Some(Shape::Long),
            asks_county: matches!(shape, Some(Shape::Long | Shape::PeriodsAcross)),
            asks_period: matches!(shape, Some(Shape::Long | Shape::CountiesAcross)),
            asks_about: understood.asks_about,
            asks_year: understood.asks_year,
            is_new: understood.code == Choices::NEW
                || (understood.asks_about && understood.code.is_empty()),
        }
    }
}

/// Those that are known, the usual one also before it has figures, and a new one.
fn indicators(known: &[Known]) -> Vec<Choice> {
    let mut all: Vec<Choice> = known
        .iter()
        .map(|each| Choice::new(&each.code, &each.indicator.name))
        .collect();
    if !known.iter().any(|each| each.code == LAYOFFS) {
        all.push(Choice::new(LAYOFFS, "Varslade personer"));
    }
    all.push(Choice::new(Choices::NEW, "En ny indikator"));
    all
}

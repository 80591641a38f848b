//! JSON-stat as SCB answers: version 2, and the older shape with `dataset` around it.

use super::Refusal;
use crate::domain::figures::{About, Areas, Figure, LONGEST_NAME, LONGEST_SOURCE, LONGEST_UNIT, MOST_SERIES, Number, Period, Reading, Series, SourceKind, code_of};
use crate::domain::spelling::fold;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::Deserialize;
use std::collections::HashMap;
use std::fmt;

const BROKEN: &str = "JSON-filen går inte att läsa. Den behöver vara JSON-stat (SCB) eller ett svar från Kolada.";
/// More cells than a table of län can have.
const MOST_CELLS: usize = 1_000_000;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Dataset {
    label: String,
    source: String,
    role: Role,
    id: Vec<String>,
    size: Vec<usize>,
    dimension: HashMap<String, Dimension>,
    value: Values,
    status: Status,
    extension: Extension,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Role {
    time: Vec<String>,
    geo: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Dimension {
    label: String,
    category: Category,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Category {
    index: Index,
    label: HashMap<String, String>,
    unit: HashMap<String, Unit>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Unit {
    base: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Extension {
    px: Px,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Px {
    tableid: String,
}

/// The codes of a dimension in their order, from an array or from an object of code and place.
#[derive(Default)]
struct Index(Vec<String>);

/// The numbers in their order, from an array or from an object of place and number.
#[derive(Default)]
struct Values(Vec<Option<f64>>);

/// Marks beside the numbers, by place; "-" is a zero.
#[derive(Default)]
struct Status(HashMap<usize, String>);

/// Reads an array or an object, whichever comes, without keeping it twice.
struct Either<T>(std::marker::PhantomData<T>);

macro_rules! either {
    ($name:ident, $seq:expr, $map:expr) => {
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_any(Either::<$name>(std::marker::PhantomData))
            }
        }

        impl<'de> Visitor<'de> for Either<$name> {
            type Value = $name;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("an array or an object")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, all: A) -> Result<$name, A::Error> {
                $seq(all)
            }
            fn visit_map<A: MapAccess<'de>>(self, all: A) -> Result<$name, A::Error> {
                $map(all)
            }
            fn visit_str<E: Error>(self, _: &str) -> Result<$name, E> {
                Ok($name::default())
            }
            fn visit_unit<E: Error>(self) -> Result<$name, E> {
                Ok($name::default())
            }
        }
    };
}

either!(Index, codes_in_order, codes_by_place);
either!(Values, numbers_in_order, numbers_by_place);
either!(Status, marks_in_order, marks_by_place);

fn codes_in_order<'de, A: SeqAccess<'de>>(mut all: A) -> Result<Index, A::Error> {
    let mut codes = Vec::new();
    while let Some(code) = all.next_element()? {
        codes.push(code);
    }
    Ok(Index(codes))
}

fn codes_by_place<'de, A: MapAccess<'de>>(mut all: A) -> Result<Index, A::Error> {
    let mut codes: Vec<(usize, String)> = Vec::new();
    while let Some((code, place)) = all.next_entry()? {
        codes.push((place, code));
    }
    codes.sort_unstable();
    Ok(Index(codes.into_iter().map(|(_, code)| code).collect()))
}

fn numbers_in_order<'de, A: SeqAccess<'de>>(mut all: A) -> Result<Values, A::Error> {
    let mut numbers = Vec::new();
    while let Some(number) = all.next_element()? {
        if numbers.len() >= MOST_CELLS {
            return Err(A::Error::custom("too many"));
        }
        numbers.push(number);
    }
    Ok(Values(numbers))
}

fn numbers_by_place<'de, A: MapAccess<'de>>(mut all: A) -> Result<Values, A::Error> {
    let mut numbers = Vec::new();
    while let Some((place, number)) = all.next_entry::<usize, Option<f64>>()? {
        if place >= MOST_CELLS {
            return Err(A::Error::custom("too many"));
        }
        if numbers.len() <= place {
            numbers.resize(place + 1, None);
        }
        numbers[place] = number;
    }
    Ok(Values(numbers))
}

fn marks_in_order<'de, A: SeqAccess<'de>>(mut all: A) -> Result<Status, A::Error> {
    let mut marks = HashMap::new();
    let mut place = 0;
    while let Some(mark) = all.next_element::<Option<String>>()? {
        marks.extend(mark.map(|mark| (place, mark)));
        place += 1;
    }
    Ok(Status(marks))
}

fn marks_by_place<'de, A: MapAccess<'de>>(mut all: A) -> Result<Status, A::Error> {
    let mut marks = HashMap::new();
    while let Some((place, mark)) = all.next_entry::<usize, String>()? {
        marks.insert(place, mark);
    }
    Ok(Status(marks))
}

/// The older shape: `dimension` has `id` and `size` among its dimensions.
#[derive(Deserialize)]
struct Older {
    dataset: OlderDataset,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct OlderDataset {
    label: String,
    source: String,
    dimension: OlderDimensions,
    value: Values,
    status: Status,
}

#[derive(Default)]
struct OlderDimensions {
    id: Vec<String>,
    size: Vec<usize>,
    role: Role,
    all: HashMap<String, Dimension>,
}

impl<'de> Deserialize<'de> for OlderDimensions {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Each;
        impl<'de> Visitor<'de> for Each {
            type Value = OlderDimensions;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("dimensions")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<OlderDimensions, A::Error> {
                let mut found = OlderDimensions::default();
                while let Some(key) = map.next_key::<String>()? {
                    match key.as_str() {
                        "id" => found.id = map.next_value()?,
                        "size" => found.size = map.next_value()?,
                        "role" => found.role = map.next_value()?,
                        "label" => map.next_value::<IgnoredAny>().map(|_| ())?,
                        _ => {
                            let dimension = map.next_value()?;
                            found.all.insert(key, dimension);
                        }
                    }
                }
                Ok(found)
            }
        }
        deserializer.deserialize_map(Each)
    }
}

impl From<OlderDataset> for Dataset {
    fn from(older: OlderDataset) -> Dataset {
        Dataset {
            label: older.label,
            source: older.source,
            role: older.dimension.role,
            id: older.dimension.id,
            size: older.dimension.size,
            dimension: older.dimension.all,
            value: older.value,
            status: older.status,
            extension: Extension::default(),
        }
    }
}

impl Dataset {
    pub fn parse(text: &str) -> Result<Dataset, Refusal> {
        let dataset = match serde_json::from_str::<Older>(text) {
            Ok(older) => older.dataset.into(),
            Err(_) => serde_json::from_str::<Dataset>(text).map_err(|_| BROKEN)?,
        };
        match dataset.is_sound() {
            true => Ok(dataset),
            false => Err(BROKEN.to_owned()),
        }
    }

    /// Whether the sizes agree with the dimensions and with the numbers.
    fn is_sound(&self) -> bool {
        let cells = self.size.iter().try_fold(1_usize, |all, each| all.checked_mul(*each));
        let agrees = |(id, size): (&String, &usize)| {
            self.dimension.get(id).is_some_and(|each| each.category.codes().len() == *size)
        };
        !self.id.is_empty()
            && self.id.len() == self.size.len()
            && cells.is_some_and(|cells| cells <= MOST_CELLS && self.value.0.len() <= cells)
            && self.id.iter().zip(&self.size).all(agrees)
    }

    fn at(&self, place: usize) -> Option<f64> {
        let zero = || (self.status.0.get(&place)? == "-").then_some(0.0);
        self.value.0.get(place).copied().flatten().or_else(zero)
    }

    /// One series for each combination of what is not län and time.
    pub fn read(&self, areas: &Areas) -> Reading {
        let mut reading = Reading::default();
        let (Some(geo), Some(time)) = (self.geo(areas), self.time()) else {
            reading.error(None, "Tabellen saknar län eller tid. Välj båda när du hämtar den.");
            return reading;
        };
        let rest: Vec<usize> = (0..self.id.len()).filter(|each| *each != geo && *each != time).collect();
        let counties = self.counties(geo, areas, &mut reading);
        let periods = self.periods(time, &mut reading);
        let combinations: usize = rest.iter().map(|each| self.size[*each]).product();
        if combinations > MOST_SERIES {
            reading.error(None, format!("Tabellen har {combinations} serier per län. Välj högst {MOST_SERIES} när du hämtar den."));
            return reading;
        }
        for number in 0..combinations {
            let chosen = self.chosen(number, &rest);
            let mut figures = Vec::with_capacity(counties.len() * periods.len());
            for (county_place, county) in &counties {
                for (period_place, period) in &periods {
                    let place = self.place(&chosen, (geo, *county_place), (time, *period_place));
                    let value = self.at(place).and_then(|value| match Number::of(value) {
                        Number::Value(value) => Some(value),
                        _ => None,
                    });
                    figures.push(Figure { county: county.clone(), period: *period, value });
                }
            }
            reading.series.push(Series { about: self.about(&chosen), figures });
        }
        reading.finish(areas);
        reading
    }

    fn geo(&self, areas: &Areas) -> Option<usize> {
        let known = |id: &String| {
            let codes = self.dimension.get(id)?.category.codes();
            let found = codes.iter().filter(|code| area(areas, self.dimension.get(id), code).is_some()).count();
            (found > 0).then_some(found)
        };
        let said = self.role.geo.first().and_then(|id| self.id.iter().position(|each| each == id));
        said.or_else(|| {
            let places = (0..self.id.len()).filter(|place| Some(*place) != self.time());
            places.filter_map(|place| Some((known(&self.id[place])?, place))).max().map(|(_, place)| place)
        })
    }

    fn time(&self) -> Option<usize> {
        let said = self.role.time.first().and_then(|id| self.id.iter().position(|each| each == id));
        let named = |id: &String| ["tid", "time", "ar", "manad", "kvartal", "period"].contains(&fold(id).as_str());
        said.or_else(|| self.id.iter().position(named))
    }

    fn counties(&self, geo: usize, areas: &Areas, reading: &mut Reading) -> Vec<(usize, String)> {
        let dimension = self.dimension.get(&self.id[geo]);
        let codes = dimension.map(|each| each.category.codes()).unwrap_or_default();
        let found = |(place, code): (usize, &String)| Some((place, area(areas, dimension, code)?.to_owned()));
        let counties: Vec<_> = codes.iter().enumerate().filter_map(found).collect();
        let others = codes.len() - counties.len();
        if others > 0 {
            reading.skip(None, format!("{others} områden är inte län och hoppades över."));
        }
        counties
    }

    fn periods(&self, time: usize, reading: &mut Reading) -> Vec<(usize, Period)> {
        let dimension = self.dimension.get(&self.id[time]);
        let mut periods = Vec::new();
        for (place, code) in dimension.map(|each| each.category.codes()).unwrap_or_default().iter().enumerate() {
            let label = dimension.and_then(|each| each.category.label.get(code));
            match Period::read(code, None).or_else(|| Period::read(label?, None)) {
                Some(period) => periods.push((place, period)),
                None => reading.error(None, format!("Perioden “{}” går inte att läsa.", brief(code))),
            }
        }
        periods
    }

    /// Which category of each other dimension a series has.
    fn chosen(&self, mut number: usize, rest: &[usize]) -> Vec<(usize, usize)> {
        let mut chosen = Vec::new();
        for dimension in rest.iter().rev() {
            let size = self.size[*dimension].max(1);
            chosen.push((*dimension, number % size));
            number /= size;
        }
        chosen.reverse();
        chosen
    }

    /// Where a cell stands: the last dimension runs fastest.
    fn place(&self, chosen: &[(usize, usize)], county: (usize, usize), period: (usize, usize)) -> usize {
        let all = chosen.iter().copied().chain([county, period]);
        let at: HashMap<usize, usize> = all.collect();
        let step = |sum: usize, (dimension, size): (usize, &usize)| sum * size + at.get(&dimension).copied().unwrap_or(0);
        self.size.iter().enumerate().fold(0, step)
    }

    fn about(&self, chosen: &[(usize, usize)]) -> About {
        let (mut codes, mut names, mut unit) = (Vec::new(), Vec::new(), String::new());
        for (dimension, place) in chosen {
            let Some(category) = self.dimension.get(&self.id[*dimension]).map(|each| &each.category) else {
                continue;
            };
            let code = category.codes().get(*place).cloned().unwrap_or_default();
            names.push(category.label.get(&code).cloned().unwrap_or(code.clone()));
            if let Some(base) = category.unit.get(&code) {
                unit.clone_from(&base.base);
            }
            codes.push(code);
        }
        let name = if names.is_empty() { self.label.clone() } else { names.join(", ") };
        let table = if self.extension.px.tableid.is_empty() { &self.label } else { &self.extension.px.tableid };
        let cut = |text: &str, most: usize| text.trim().chars().take(most).collect::<String>();
        let code = code_of(&format!("{table} {}", codes.join(" ")));
        About {
            code: if code.is_empty() { "jsonstat".to_owned() } else { code },
            name: cut(if name.is_empty() { "Indikator" } else { &name }, LONGEST_NAME),
            unit: cut(&unit, LONGEST_UNIT),
            source: cut(if self.source.is_empty() { "SCB" } else { &self.source }, LONGEST_SOURCE),
            kind: SourceKind::JsonStat,
            additive: false,
        }
    }
}

impl Category {
    /// A dimension of one category may leave its index out.
    fn codes(&self) -> Vec<String> {
        match self.index.0.is_empty() && self.label.len() == 1 {
            true => self.label.keys().cloned().collect(),
            false => self.index.0.clone(),
        }
    }
}

fn area<'a>(areas: &'a Areas, dimension: Option<&Dimension>, code: &str) -> Option<&'a str> {
    // "0180" is a kommun and "25" a län; a code that is neither may have a label that names one.
    let by_label = || areas.named(dimension?.category.label.get(code)?);
    match code.chars().all(|each| each.is_ascii_digit()) {
        true if code.len() == 2 => areas.find(code),
        true => None,
        false => by_label(),
    }
}

fn brief(text: &str) -> String {
    text.chars().take(40).collect()
}

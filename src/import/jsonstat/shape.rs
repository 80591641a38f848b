//! The shape of JSON-stat in a file: version 2, and the older one with `dataset` around it.

use crate::import::Refusal;
use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::collections::HashMap;
use std::fmt;

const BROKEN: &str =
    "JSON-filen går inte att läsa. Den behöver vara JSON-stat (SCB) eller ett svar från Kolada.";
/// More cells than a table of län can have.
const MOST_CELLS: usize = 1_000_000;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Dataset {
    pub(super) label: String,
    pub(super) source: String,
    pub(super) role: Role,
    pub(super) id: Vec<String>,
    pub(super) size: Vec<usize>,
    pub(super) dimension: HashMap<String, Dimension>,
    pub(super) value: Values,
    pub(super) status: Status,
    pub(super) extension: Extension,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Role {
    pub(super) time: Vec<String>,
    pub(super) geo: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Dimension {
    pub(super) category: Category,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Category {
    pub(super) index: Index,
    pub(super) label: HashMap<String, String>,
    pub(super) unit: HashMap<String, Unit>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Unit {
    pub(super) base: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Extension {
    pub(super) px: Px,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Px {
    pub(super) tableid: String,
}

/// The codes of a dimension in their order, from an array or from an object of code and place.
#[derive(Default)]
pub(super) struct Index(Vec<String>);

/// The numbers in their order, from an array or from an object of place and number.
#[derive(Default)]
pub(super) struct Values(Vec<Option<f64>>);

/// Marks beside the numbers, by place; "-" is a zero.
#[derive(Default)]
pub(super) struct Status(HashMap<usize, String>);

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
    pub(super) label: String,
    pub(super) source: String,
    pub(super) dimension: OlderDimensions,
    pub(super) value: Values,
    pub(super) status: Status,
}

#[derive(Default)]
struct OlderDimensions {
    pub(super) id: Vec<String>,
    pub(super) size: Vec<usize>,
    pub(super) role: Role,
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
        let cells = self
            .size
            .iter()
            .try_fold(1_usize, |all, each| all.checked_mul(*each));
        let agrees = |(id, size): (&String, &usize)| {
            self.dimension
                .get(id)
                .is_some_and(|each| each.category.codes().len() == *size)
        };
        !self.id.is_empty()
            && self.id.len() == self.size.len()
            && cells.is_some_and(|cells| cells <= MOST_CELLS && self.value.0.len() <= cells)
            && self.id.iter().zip(&self.size).all(agrees)
    }

    pub(super) fn at(&self, place: usize) -> Option<f64> {
        let zero = || (self.status.0.get(&place)? == "-").then_some(0.0);
        self.value.0.get(place).copied().flatten().or_else(zero)
    }
}

impl Category {
    /// A dimension of one category may leave its index out.
    pub(super) fn codes(&self) -> Vec<String> {
        match self.index.0.is_empty() && self.label.len() == 1 {
            true => self.label.keys().cloned().collect(),
            false => self.index.0.clone(),
        }
    }
}

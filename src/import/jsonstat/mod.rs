//! JSON-stat as SCB answers: one series for each combination of what is not län and time.

mod shape;

use crate::domain::figures::{
    About, Areas, Figure, LONGEST_NAME, LONGEST_SOURCE, LONGEST_UNIT, MOST_SERIES, Number, Period,
    Reading, Series, SourceKind, code_of,
};
use crate::domain::spelling::fold;
use shape::Dimension;
use std::collections::HashMap;

pub use shape::Dataset;

impl Dataset {
    /// One series for each combination of what is not län and time.
    pub fn read(&self, areas: &Areas) -> Reading {
        let mut reading = Reading::default();
        let (Some(geo), Some(time)) = (self.geo(areas), self.time()) else {
            reading.error(
                None,
                "Tabellen saknar län eller tid. Välj båda när du hämtar den.",
            );
            return reading;
        };
        let rest: Vec<usize> = (0..self.id.len())
            .filter(|each| *each != geo && *each != time)
            .collect();
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
                    figures.push(Figure {
                        county: county.clone(),
                        period: *period,
                        value,
                    });
                }
            }
            reading.series.push(Series {
                about: self.about(&chosen),
                figures,
            });
        }
        reading
    }

    fn geo(&self, areas: &Areas) -> Option<usize> {
        let known = |id: &String| {
            let codes = self.dimension.get(id)?.category.codes();
            let found = codes
                .iter()
                .filter(|code| area(areas, self.dimension.get(id), code).is_some())
                .count();
            (found > 0).then_some(found)
        };
        let said = self
            .role
            .geo
            .first()
            .and_then(|id| self.id.iter().position(|each| each == id));
        said.or_else(|| {
            let places = (0..self.id.len()).filter(|place| Some(*place) != self.time());
            places
                .filter_map(|place| Some((known(&self.id[place])?, place)))
                .max()
                .map(|(_, place)| place)
        })
    }

    fn time(&self) -> Option<usize> {
        let said = self
            .role
            .time
            .first()
            .and_then(|id| self.id.iter().position(|each| each == id));
        let named = |id: &String| {
            ["tid", "time", "ar", "manad", "kvartal", "period"].contains(&fold(id).as_str())
        };
        said.or_else(|| self.id.iter().position(named))
    }

    fn counties(&self, geo: usize, areas: &Areas, reading: &mut Reading) -> Vec<(usize, String)> {
        let dimension = self.dimension.get(&self.id[geo]);
        let codes = dimension
            .map(|each| each.category.codes())
            .unwrap_or_default();
        let found = |(place, code): (usize, &String)| {
            Some((place, area(areas, dimension, code)?.to_owned()))
        };
        let counties: Vec<_> = codes.iter().enumerate().filter_map(found).collect();
        let others = codes.len() - counties.len();
        if others > 0 {
            reading.skip(
                None,
                format!("{others} områden är inte län och hoppades över."),
            );
        }
        counties
    }

    fn periods(&self, time: usize, reading: &mut Reading) -> Vec<(usize, Period)> {
        let dimension = self.dimension.get(&self.id[time]);
        let mut periods = Vec::new();
        for (place, code) in dimension
            .map(|each| each.category.codes())
            .unwrap_or_default()
            .iter()
            .enumerate()
        {
            let label = dimension.and_then(|each| each.category.label.get(code));
            match Period::read(code, None).or_else(|| Period::read(label?, None)) {
                Some(period) => periods.push((place, period)),
                None => reading.error(
                    None,
                    format!("Perioden ”{}” går inte att läsa.", brief(code)),
                ),
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
    fn place(
        &self,
        chosen: &[(usize, usize)],
        county: (usize, usize),
        period: (usize, usize),
    ) -> usize {
        let all = chosen.iter().copied().chain([county, period]);
        let at: HashMap<usize, usize> = all.collect();
        let step = |sum: usize, (dimension, size): (usize, &usize)| {
            sum * size + at.get(&dimension).copied().unwrap_or(0)
        };
        self.size.iter().enumerate().fold(0, step)
    }

    fn about(&self, chosen: &[(usize, usize)]) -> About {
        let (mut codes, mut names, mut unit) = (Vec::new(), Vec::new(), String::new());
        for (dimension, place) in chosen {
            let Some(category) = self
                .dimension
                .get(&self.id[*dimension])
                .map(|each| &each.category)
            else {
                continue;
            };
            let code = category.codes().get(*place).cloned().unwrap_or_default();
            names.push(category.label.get(&code).cloned().unwrap_or(code.clone()));
            if let Some(base) = category.unit.get(&code) {
                unit.clone_from(&base.base);
            }
            codes.push(code);
        }
        let name = if names.is_empty() {
            self.label.clone()
        } else {
            names.join(", ")
        };
        let table = if self.extension.px.tableid.is_empty() {
            &self.label
        } else {
            &self.extension.px.tableid
        };
        let cut = |text: &str, most: usize| text.trim().chars().take(most).collect::<String>();
        let code = code_of(&format!("{table} {}", codes.join(" ")));
        About {
            code: if code.is_empty() {
                "jsonstat".to_owned()
            } else {
                code
            },
            name: cut(
                if name.is_empty() { "Indikator" } else { &name },
                LONGEST_NAME,
            ),
            unit: cut(&unit, LONGEST_UNIT),
            source: cut(
                if self.source.is_empty() {
                    "SCB"
                } else {
                    &self.source
                },
                LONGEST_SOURCE,
            ),
            kind: SourceKind::JsonStat,
            additive: false,
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

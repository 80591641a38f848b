//! Which län a file means, by code, by name in any of its forms, or Riket.

use crate::domain::places::County;
use crate::domain::spelling::slug;
use std::collections::HashMap;

/// The code of the whole country.
pub const NATION: &str = "00";

/// Longer than any name of a län.
const LONGEST: usize = 60;

/// The län by everything they are called.
#[derive(Clone, Debug, Default)]
pub struct Areas {
    names: HashMap<String, String>,
    /// Code and short name, in Swedish order; Riket is not one of them.
    counties: Vec<(String, String)>,
}

impl Areas {
    pub fn of(counties: &[County]) -> Areas {
        let mut names = HashMap::new();
        for county in counties {
            let aliases = county.aliases.split(',');
            for name in aliases.chain([county.name.as_str(), &county.short_name, &county.slug]) {
                names.insert(stem(name), county.code.clone());
            }
        }
        for name in ["riket", "hela riket", "sverige", "hela landet"] {
            names.insert(stem(name), NATION.to_owned());
        }
        names.remove("");
        let pair = |county: &County| (county.code.clone(), county.short_name.clone());
        Areas {
            names,
            counties: counties.iter().map(pair).collect(),
        }
    }

    /// By its name, with or without its code before: "Norrbottens län", "25 Norrbottens län".
    pub fn named(&self, text: &str) -> Option<&str> {
        if text.len() > LONGEST {
            return None;
        }
        let text = text.trim_start_matches(|each: char| each.is_ascii_digit() || each == ' ');
        self.names.get(&stem(text)).map(String::as_str)
    }

    /// By its name or its code: "25", "0025" as Kolada writes it, "3" as Excel leaves "03".
    pub fn find(&self, text: &str) -> Option<&str> {
        self.coded(text).or_else(|| self.named(text))
    }

    fn coded(&self, text: &str) -> Option<&str> {
        let text = text.trim();
        let digits = match text.len() {
            1 => format!("0{text}"),
            4 if text.starts_with("00") => text.get(2..)?.to_owned(),
            _ => text.to_owned(),
        };
        if digits == NATION {
            return Some(NATION);
        }
        let mut all = self.counties.iter().map(|(code, _)| code.as_str());
        all.find(|code| *code == digits)
    }

    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.counties.iter().map(|(code, _)| code.as_str())
    }

    /// "Norrbotten", "Riket"
    pub fn name<'a>(&'a self, code: &'a str) -> &'a str {
        let mut all = self.counties.iter();
        let found = all.find(|(each, _)| each == code);
        match code {
            NATION => "Riket",
            _ => found.map_or(code, |(_, name)| name),
        }
    }
}

/// A name without "län" and without the genitive's s.
fn stem(name: &str) -> String {
    let slug = slug(name);
    let bare = slug.strip_suffix("lan").unwrap_or(&slug);
    let bare = bare.trim_end_matches('-');
    bare.strip_suffix('s')
        .unwrap_or(bare)
        .trim_end_matches('-')
        .to_owned()
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// Some län as the register has them.
    pub fn areas() -> Areas {
        let rows = [
            ("01", "Stockholms län", "Stockholm"),
            ("03", "Uppsala län", "Uppsala"),
            ("06", "Jönköpings län", "Jönköping"),
            ("08", "Kalmar län", "Kalmar"),
            ("14", "Västra Götalands län", "Västra Götaland"),
            ("18", "Örebro län", "Örebro"),
            ("20", "Dalarnas län", "Dalarna"),
            ("25", "Norrbottens län", "Norrbotten"),
        ];
        let county = |(code, name, short): (&str, &str, &str)| County {
            code: code.into(),
            slug: slug(short),
            name: name.into(),
            short_name: short.into(),
            letters: String::new(),
            seat_town: String::new(),
            programme_area: String::new(),
            aliases: String::new(),
            team_id: 1,
            team_name: String::new(),
            team_slug: String::new(),
            version: 1,
        };
        Areas::of(&rows.map(county))
    }

    #[test]
    fn a_lan_is_found_by_any_of_its_names() {
        let rows = [
            ("25", "25"),
            ("0025", "25"),
            ("3", "03"),
            ("00", "00"),
            ("0000", "00"),
            ("Norrbotten", "25"),
            ("Norrbottens", "25"),
            ("Norrbottens län", "25"),
            ("25 Norrbottens län", "25"),
            ("NORRBOTTENS LÄN", "25"),
            ("Västra Götaland(s)(.län)", "14"),
            ("Västra  Götalands\u{a0}län", "14"),
            ("Dalarnas", "20"),
            ("Kalmar län", "08"),
            ("Orebro", "18"),
            ("Riket", "00"),
            ("00 Riket", "00"),
            ("Hela riket", "00"),
        ];
        let areas = areas();
        for (text, code) in rows {
            assert_eq!(areas.find(text), Some(code), "{text}");
        }
        for text in [
            "26",
            "",
            "län",
            "s",
            "1480",
            "Göteborg",
            "0026",
            "Månad",
            "Norrbotten 2",
        ] {
            assert_eq!(areas.find(text), None, "{text}");
        }
        assert_eq!(areas.named("25"), None, "a bare number may be a figure");
        assert_eq!(areas.name("14"), "Västra Götaland");
    }
}

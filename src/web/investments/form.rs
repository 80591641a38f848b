//! The form of a satsning: what it carries and what it offers.

use crate::domain::access::Act;
use crate::domain::investment::{Investment, MOST_PARTNERS, Terms};
use crate::error::Result;
use crate::store::actions::{self, Origin};
use crate::store::reader::Reader;
use crate::web::actions::choices;
use crate::web::form::Choice;
use crate::web::history::Names;
use crate::web::holders::Holders;
use crate::web::me::Me;
use crate::web::{parse, text};
use jiff::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct InvestmentForm {
    pub title: String,
    pub counties: Vec<String>,
    pub dialogue_id: String,
    pub issue_area_id: String,
    pub unit_id: String,
    pub description: String,
    pub region_part: String,
    pub our_role: String,
    pub our_kronor: String,
    /// The other partners, and each one's share at the same place.
    pub partners: Vec<String>,
    pub kronor: Vec<String>,
    pub starts_on: String,
    pub ends_on: String,
    pub shareable: String,
    pub region_text: String,
    pub version: i64,
    pub once: String,
}

/// An amount as it is written in a field.
fn amount(kronor: Option<i64>) -> String {
    kronor.map(text::number).unwrap_or_default()
}

/// `1 500 000`, `1500000 kr`, `1 500 000 kronor`
pub fn kronor(text: &str) -> Option<i64> {
    let bare = text.trim().to_lowercase();
    let endings = ["kronor", "kr", ":-"];
    let bare = endings
        .iter()
        .find_map(|ending| bare.strip_suffix(ending))
        .unwrap_or(&bare);
    parse::whole_number(bare)
}

impl From<&Terms> for InvestmentForm {
    fn from(terms: &Terms) -> Self {
        let id = |value: Option<i64>| value.map(|id| id.to_string()).unwrap_or_default();
        let day = |value: Option<Date>| value.map(|day| day.to_string()).unwrap_or_default();
        InvestmentForm {
            title: terms.title.clone(),
            counties: terms.counties.clone(),
            dialogue_id: id(terms.dialogue_id),
            issue_area_id: id(terms.issue_area_id),
            unit_id: terms.unit_id.to_string(),
            description: terms.description.clone(),
            region_part: terms.region_part.clone(),
            our_role: terms.our_role.clone(),
            our_kronor: amount(terms.our_kronor),
            partners: terms
                .shares
                .iter()
                .map(|each| each.partner.clone())
                .collect(),
            kronor: terms
                .shares
                .iter()
                .map(|each| amount(each.kronor))
                .collect(),
            starts_on: day(terms.starts_on),
            ends_on: day(terms.ends_on),
            shareable: if terms.shareable { "ja" } else { "" }.to_owned(),
            region_text: terms.region_text.clone(),
            version: 0,
            once: String::new(),
        }
    }
}

impl InvestmentForm {
    /// The same values written the same way, so that only real changes count.
    pub fn tidy(mut self) -> Self {
        self.counties.sort();
        self.counties.dedup();
        for text in [
            &mut self.title,
            &mut self.description,
            &mut self.region_part,
            &mut self.our_role,
            &mut self.region_text,
        ] {
            *text = text.trim().to_owned();
        }
        for day in [&mut self.starts_on, &mut self.ends_on] {
            if let Some(read) = parse::date(day) {
                *day = read.to_string();
            }
        }
        self.our_kronor = self.our_kronor.trim().to_owned();
        let rows = self.rows();
        let rows = rows.filter(|(partner, kronor)| !partner.is_empty() || !kronor.is_empty());
        (self.partners, self.kronor) = rows.unzip();
        self
    }

    /// Each partner beside its share.
    pub fn rows(&self) -> impl Iterator<Item = (String, String)> + use<> {
        let most = self
            .partners
            .len()
            .max(self.kronor.len())
            .min(MOST_PARTNERS + 1);
        let at = |list: &[String], place: usize| {
            list.get(place).map_or("", |text| text.trim()).to_owned()
        };
        let row = |place| (at(&self.partners, place), at(&self.kronor, place));
        (0..most).map(row).collect::<Vec<_>>().into_iter()
    }
}

/// What the form offers.
pub struct Lists {
    pub counties: Vec<Choice>,
    pub origins: Vec<Origin>,
    pub issue_areas: Vec<Choice>,
    pub units: Vec<Choice>,
}

impl Lists {
    /// `kept` is the satsning as it is: what it names stays on offer, also when it has been closed.
    pub async fn load(
        db: &Reader,
        me: &Me,
        today: Date,
        kept: Option<&Investment>,
    ) -> Result<Lists> {
        let holders = Holders::load(db, today).await?;
        let terms = kept.map(|each| &each.terms);
        let since = today.saturating_sub(Span::new().years(2));
        let dialogue = terms.and_then(|terms| terms.dialogue_id);
        let own = |code: &String| terms.is_some_and(|terms| terms.counties.contains(code));
        let counties = holders.counties.iter();
        let counties = counties
            .filter(|each| own(&each.code) || me.can(Act::ProposeInvestment, &each.place()))
            .map(|each| Choice::new(&each.code, &each.short_name));
        let mut lists = Lists {
            counties: counties.collect(),
            origins: actions::origins(db, since, dialogue).await?,
            issue_areas: choices(&holders.issue_areas, |each| (each.id, &each.name)),
            units: choices(&holders.units, |each| (each.id, &each.name)),
        };
        if let Some(terms) = terms {
            lists.keep(terms, &Names::load(db).await?);
        }
        Ok(lists)
    }

    fn keep(&mut self, terms: &Terms, names: &Names) {
        let unit = Some(terms.unit_id.to_string());
        let area = terms.issue_area_id.map(|id| id.to_string());
        for (list, field, value) in [
            (&mut self.units, "unit_id", unit),
            (&mut self.issue_areas, "issue_area_id", area),
        ] {
            let Some(value) = value else { continue };
            if !list.iter().any(|choice| choice.value == value) {
                let name = names.value(field, &value.clone().into());
                list.push(Choice::new(value, name).hint("avslutad"));
            }
        }
    }

    pub fn dialogues(&self) -> Vec<Choice> {
        let name = |each: &Origin| format!("{} {}", each.county_name, each.held_on);
        let choice = |each: &Origin| Choice::new(each.id, name(each));
        self.origins.iter().map(choice).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kronor_are_read_as_people_write_them() {
        let rows = [
            ("1 500 000", Some(1_500_000)),
            ("1\u{a0}500\u{a0}000 kr", Some(1_500_000)),
            ("1500000kronor", Some(1_500_000)),
            ("750 000:-", Some(750_000)),
            ("0", Some(0)),
            ("15 00", None),
            ("1,5 miljoner", None),
            ("", None),
        ];
        for (text, expected) in rows {
            assert_eq!(kronor(text), expected, "{text}");
        }
    }

    #[test]
    fn rows_without_anything_in_them_are_left_out() {
        let form = InvestmentForm {
            partners: vec!["Region Gotland".into(), " ".into(), "Kommunen".into()],
            kronor: vec!["1500000".into(), String::new()],
            ..InvestmentForm::default()
        };
        let form = form.tidy();
        assert_eq!(form.partners, ["Region Gotland", "Kommunen"]);
        assert_eq!(form.kronor, ["1500000", ""]);
    }
}

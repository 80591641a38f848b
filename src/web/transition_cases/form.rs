//! The form of a case: what it carries and what it offers.

use crate::App;
use crate::domain::access::Act;
use crate::domain::need::Municipality;
use crate::domain::transition_case::{
    Facts, Industry, Kind, MOST_PARTNERS, Source, TransitionCase,
};
use crate::error::Result;
use crate::store::{needs, transition_cases};
use crate::web::form::Choice;
use crate::web::holders::Holders;
use crate::web::me::Me;
use crate::web::{municipalities, parse};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CaseForm {
    pub kind: String,
    pub county: String,
    pub municipality: String,
    pub industry: String,
    pub company: String,
    pub affected: String,
    pub source: String,
    pub source_url: String,
    pub reported_on: String,
    pub notice_on: String,
    pub begins_on: String,
    pub description: String,
    /// The other parties, and each one's role at the same place.
    pub partners: Vec<String>,
    pub partner_roles: Vec<String>,
    pub version: i64,
    pub once: String,
}

impl From<&Facts> for CaseForm {
    fn from(of: &Facts) -> Self {
        let day = |value: Option<Date>| value.map(|day| day.to_string()).unwrap_or_default();
        let parties = of.parties.iter().cloned();
        let (partners, partner_roles) = parties.map(|each| (each.name, each.role)).unzip();
        CaseForm {
            kind: of.kind.to_string(),
            county: of.county.clone(),
            municipality: of.municipality.clone().unwrap_or_default(),
            industry: of.industry.map(|each| each.to_string()).unwrap_or_default(),
            company: of.company.clone(),
            affected: of.affected.map(|each| each.to_string()).unwrap_or_default(),
            source: of.source.to_string(),
            source_url: of.source_url.clone(),
            reported_on: of.reported_on.to_string(),
            notice_on: day(of.notice_on),
            begins_on: day(of.begins_on),
            description: of.description.clone(),
            partners,
            partner_roles,
            version: 0,
            once: String::new(),
        }
    }
}

impl CaseForm {
    /// The same values written the same way, so that only real changes count.
    pub fn tidy(mut self) -> Self {
        for text in [
            &mut self.company,
            &mut self.source_url,
            &mut self.description,
        ] {
            *text = text.trim().to_owned();
        }
        for day in [
            &mut self.reported_on,
            &mut self.notice_on,
            &mut self.begins_on,
        ] {
            if let Some(read) = parse::date(day) {
                *day = read.to_string();
            }
        }
        if let Some(number) = parse::whole_number(&self.affected) {
            self.affected = number.to_string();
        }
        let rows = self.rows();
        let rows = rows.filter(|(name, role)| !name.is_empty() || !role.is_empty());
        (self.partners, self.partner_roles) = rows.unzip();
        self
    }

    /// Each partner beside its role.
    pub fn rows(&self) -> impl Iterator<Item = (String, String)> + use<> {
        let most = self.partners.len().max(self.partner_roles.len());
        let at = |list: &[String], place: usize| {
            list.get(place).map_or("", |text| text.trim()).to_owned()
        };
        let row = |place| (at(&self.partners, place), at(&self.partner_roles, place));
        let all = (0..most.min(MOST_PARTNERS + 1)).map(row);
        all.collect::<Vec<_>>().into_iter()
    }
}

/// What the form offers.
pub struct Lists {
    pub counties: Vec<Choice>,
    pub municipalities: Vec<Municipality>,
    pub industries: Vec<Choice>,
    pub kinds: Vec<Choice>,
    pub sources: Vec<Choice>,
    pub organisations: Vec<String>,
}

impl Lists {
    /// `kept` is the case as it is: its län stays on offer.
    pub async fn load(app: &App, me: &Me, kept: Option<&TransitionCase>) -> Result<Lists> {
        let db = app.db.read();
        let holders = Holders::load(db, app.clock.today()).await?;
        let own = |code: &str| kept.is_some_and(|case| case.facts.county == code);
        let counties = holders.counties.iter();
        let counties = counties
            .filter(|each| own(&each.code) || me.can(Act::KeepTransitionCase, &each.place()))
            .map(|each| Choice::new(&each.code, &each.short_name));
        let industries = Industry::ALL.iter();
        Ok(Lists {
            counties: counties.collect(),
            municipalities: needs::municipalities(db).await?,
            industries: industries
                .map(|each| Choice::new(each, each.label()))
                .collect(),
            kinds: Choice::of_codes(Kind::ALL, Kind::label),
            sources: Choice::of_codes(Source::ALL, Source::label),
            organisations: transition_cases::organisations(db).await?,
        })
    }

    pub fn county_name(&self, code: &str) -> String {
        let found = self.counties.iter().find(|each| each.value == code);
        found.map_or(code.to_owned(), |each| each.label.clone())
    }

    /// The kommuner län by län, for the län that can be chosen.
    pub fn by_county(&self) -> Vec<(&str, Vec<&Municipality>)> {
        municipalities::by_county(&self.municipalities, &self.counties)
    }
}

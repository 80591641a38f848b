//! How the form of a case is checked: everything at once, each mistake at its field.

use super::form::{CaseForm, Lists};
use crate::domain::transition_case::{Facts, Industry, Kind, MOST_PARTNERS, Partner};
use crate::web::form::{Choice, Errors};
use crate::web::{municipalities, parse};
use jiff::civil::Date;

const SHORT: usize = 200;
const ADDRESS: usize = 1_000;
const LONG: usize = 20_000;
/// No employer in the country has as many.
const MOST_AFFECTED: i64 = 100_000;
const NOT_YET: &str = "Datumet har inte varit ännu. Ange i dag eller en tidigare dag.";

/// The case the form describes, or what must be mended.
pub fn check(form: &CaseForm, lists: &Lists, today: Date, errors: &mut Errors) -> Option<Facts> {
    let known = |list: &[Choice], value: &str| list.iter().any(|each| each.value == value);
    let kind = errors.need("kind", form.kind.parse().ok(), "Välj vad ärendet gäller.");
    let county = known(&lists.counties, &form.county).then(|| form.county.clone());
    let county = errors.need("county", county, "Välj ett län.");
    let municipality = check_municipality(form, lists, errors);
    let industry = check_industry(form, errors);
    let company = errors.optional_text("company", &form.company, SHORT);
    let affected = check_affected(form, errors);
    let source = form.source.parse().ok();
    let source = errors.need("source", source, "Välj var uppgiften kommer från.");
    let source_url = check_address(form, errors);
    let reported_on = errors.date("reported_on", &form.reported_on);
    let notice_on = errors.optional_date("notice_on", &form.notice_on);
    let begins_on = errors.optional_date("begins_on", &form.begins_on);
    for (field, day) in [("reported_on", reported_on), ("notice_on", notice_on)] {
        if day.is_some_and(|day| day > today) {
            errors.add(field, NOT_YET);
        }
    }
    if notice_on.zip(begins_on).is_some_and(|(from, to)| to < from)
        && kind != Some(Kind::Establishment)
    {
        errors.add(
            "begins_on",
            "Första dagen behöver vara samma dag som varslet eller senare.",
        );
    }
    let description = errors.optional_text("description", &form.description, LONG);
    let parties = check_partners(form, errors);
    let facts = Facts {
        kind: kind?,
        county: county?,
        municipality: municipality?,
        industry: industry?,
        company: company?,
        affected: affected?,
        source: source?,
        source_url: source_url?,
        reported_on: reported_on?,
        notice_on,
        begins_on,
        description: description?,
        parties: parties?,
    };
    errors.is_empty().then_some(facts)
}

/// A kommun of the län, or none.
fn check_municipality(
    form: &CaseForm,
    lists: &Lists,
    errors: &mut Errors,
) -> Option<Option<String>> {
    let asked = (form.municipality.as_str(), form.county.as_str());
    let name_of = |code: &str| lists.county_name(code);
    municipalities::check(asked, &lists.municipalities, name_of, errors)
}

fn check_industry(form: &CaseForm, errors: &mut Errors) -> Option<Option<Industry>> {
    match form.industry.is_empty() {
        true => Some(None),
        false => errors
            .need(
                "industry",
                form.industry.parse().ok(),
                "Välj en bransch i listan.",
            )
            .map(Some),
    }
}

fn check_affected(form: &CaseForm, errors: &mut Errors) -> Option<Option<i64>> {
    if form.affected.trim().is_empty() {
        return Some(None);
    }
    let number = errors.need(
        "affected",
        parse::whole_number(&form.affected),
        parse::NUMBER,
    )?;
    if !(0..=MOST_AFFECTED).contains(&number) {
        errors.add("affected", "Skriv ett tal mellan 0 och 100 000.");
        return None;
    }
    Some(Some(number))
}

fn check_address(form: &CaseForm, errors: &mut Errors) -> Option<String> {
    let address = errors.optional_text("source_url", &form.source_url, ADDRESS)?;
    let web = ["https://", "http://"]
        .iter()
        .any(|scheme| address.starts_with(scheme));
    if !address.is_empty() && (!web || address.contains(char::is_whitespace)) {
        errors.add(
            "source_url",
            "Länken behöver börja med https:// eller http://.",
        );
        return None;
    }
    Some(address)
}

fn check_partners(form: &CaseForm, errors: &mut Errors) -> Option<Vec<Partner>> {
    if form.partners.len() > MOST_PARTNERS {
        errors.add("partner_1", format!("Ange högst {MOST_PARTNERS} parter."));
        return None;
    }
    let partner = |(place, (name, role)): (usize, (String, String))| {
        let field = format!("partner_{}", place + 1);
        let name = errors.text(&field, &name, SHORT, "Skriv vilken part rollen gäller.");
        let role = errors.optional_text(&format!("role_{}", place + 1), &role, SHORT);
        Some(Partner {
            name: name?,
            role: role?,
        })
    };
    let all: Vec<Option<Partner>> = form.rows().enumerate().map(partner).collect();
    all.into_iter().collect()
}

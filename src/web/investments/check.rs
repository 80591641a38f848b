//! How the form of a satsning is checked: everything at once, each mistake at its field.

use super::form::{InvestmentForm, Lists, kronor};
use crate::domain::investment::{MOST_KRONOR, MOST_PARTNERS, Share, Terms};
use crate::web::form::Errors;
use crate::web::parse;

const TITLE: usize = 200;
const PARTNER: usize = 200;
const LONG: usize = 20_000;
const SHORT: usize = 5_000;
pub const KRONOR: &str = "Skriv beloppet i hela kronor, till exempel 1 500 000.";

/// The satsning the form describes, or what must be mended.
pub fn check(form: &InvestmentForm, lists: &Lists, errors: &mut Errors) -> Option<Terms> {
    let title = errors.text("title", &form.title, TITLE, "Skriv en titel.");
    let known = |code: &String| lists.counties.iter().any(|each| each.value == *code);
    let right = !form.counties.is_empty() && form.counties.iter().all(known);
    let counties = right.then(|| form.counties.clone());
    let counties = errors.need("counties", counties, "Välj minst ett län.");
    let dialogue_id = check_dialogue(form, lists, errors);
    let area = &form.issue_area_id;
    let issue_area_id =
        crate::web::actions::offered(errors, "issue_area_id", area, &lists.issue_areas);
    let unit = crate::web::actions::offered(errors, "unit_id", &form.unit_id, &lists.units);
    let unit_id = errors.need("unit_id", unit.flatten(), "Välj ansvarig enhet.");
    let description = errors.optional_text("description", &form.description, LONG);
    let region_part = errors.optional_text("region_part", &form.region_part, SHORT);
    let our_role = errors.optional_text("our_role", &form.our_role, SHORT);
    let our_kronor = check_kronor("our_kronor", &form.our_kronor, errors);
    let shares = check_shares(form, errors);
    let starts_on = errors.optional_date("starts_on", &form.starts_on);
    let ends_on = errors.optional_date("ends_on", &form.ends_on);
    if starts_on.zip(ends_on).is_some_and(|(from, to)| to < from) {
        errors.add("ends_on", parse::DATE_ORDER);
    }
    let region_text = errors.optional_text("region_text", &form.region_text, SHORT);
    let terms = Terms {
        title: title?,
        counties: counties?,
        dialogue_id: dialogue_id?,
        issue_area_id: issue_area_id?,
        unit_id: unit_id?,
        description: description?,
        region_part: region_part?,
        our_role: our_role?,
        our_kronor: our_kronor?,
        shares: shares?,
        starts_on,
        ends_on,
        shareable: !form.shareable.is_empty(),
        region_text: region_text?,
    };
    errors.is_empty().then_some(terms)
}

/// An amount that may be left open.
fn check_kronor(field: &str, text: &str, errors: &mut Errors) -> Option<Option<i64>> {
    if text.trim().is_empty() {
        return Some(None);
    }
    let read = kronor(text).filter(|kronor| (0..=MOST_KRONOR).contains(kronor));
    errors.need(field, read, KRONOR).map(Some)
}

fn check_shares(form: &InvestmentForm, errors: &mut Errors) -> Option<Vec<Share>> {
    if form.partners.len() > MOST_PARTNERS {
        errors.add("partner_1", format!("Ange högst {MOST_PARTNERS} parter."));
        return None;
    }
    let rows = form.rows().enumerate();
    let share = |(place, (partner, kronor)): (usize, (String, String))| {
        let name = format!("partner_{}", place + 1);
        let partner = errors.text(
            &name,
            &partner,
            PARTNER,
            "Skriv vilken part beloppet gäller.",
        );
        let kronor = check_kronor(&format!("kronor_{}", place + 1), &kronor, errors);
        Some(Share {
            partner: partner?,
            kronor: kronor?,
        })
    };
    let shares: Vec<Option<Share>> = rows.map(share).collect();
    shares.into_iter().collect()
}

/// One of the dialogues with one of its län, or none.
fn check_dialogue(
    form: &InvestmentForm,
    lists: &Lists,
    errors: &mut Errors,
) -> Option<Option<i64>> {
    if form.dialogue_id.is_empty() {
        return Some(None);
    }
    let mut origins = lists.origins.iter();
    let found = origins.find(|each| each.id.to_string() == form.dialogue_id);
    let found = errors.need("dialogue_id", found, "Välj något i listan.")?;
    if !form.counties.contains(&found.county) {
        let county = &found.county_name;
        errors.add(
            "dialogue_id",
            format!("Dialogen gäller {county}. Välj {county} bland länen, eller en annan dialog."),
        );
        return None;
    }
    Some(Some(found.id))
}

//! The fields of a note: as they are typed, what can be chosen, and what is wrong with them.

use crate::App;
use crate::domain::access::{Act, Place};
use crate::domain::need::Municipality;
use crate::domain::observation::{LONGEST_SOURCE, LONGEST_TEXT, LONGEST_TITLE, LONGEST_URL, Note};
use crate::domain::people::Seat;
use crate::domain::places::County;
use crate::domain::transition_case::Industry;
use crate::error::Result;
use crate::store::{issue_areas, needs};
use crate::web::form::{Choice, Errors};
use crate::web::holders::Holders;
use crate::web::me::Me;
use crate::web::municipalities;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The choice of no län in particular, as the form sends it.
pub const WHOLE_COUNTRY: &str = "Hela landet";
/// The choice of who may read it, when it is not everyone.
pub const TEAM: &str = "team";

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NoteForm {
    pub title: String,
    pub url: String,
    pub counties: Vec<String>,
    pub issue_areas: Vec<String>,
    pub meaning: String,
    pub what: String,
    pub municipality: String,
    pub industry: String,
    pub source: String,
    pub source_on: String,
    pub version: i64,
    /// Who may read a new one: everyone, or the team.
    pub readers: String,
    /// The post of the inbox a new one is made of.
    pub post: String,
    /// The meeting of a network that a new one comes home from.
    pub meeting: String,
    /// The notes that are alike and that she has seen.
    pub seen: String,
    pub preview: String,
    pub once: String,
}

impl From<&Note> for NoteForm {
    fn from(of: &Note) -> Self {
        let counties = match of.counties.is_empty() {
            true => vec![WHOLE_COUNTRY.to_owned()],
            false => of.counties.clone(),
        };
        NoteForm {
            title: of.title.clone(),
            url: of.url.clone(),
            counties,
            issue_areas: of.issue_areas.iter().map(ToString::to_string).collect(),
            meaning: of.meaning.clone(),
            what: of.what.clone(),
            municipality: of.municipality.clone().unwrap_or_default(),
            industry: of.industry.map_or("", Industry::code).to_owned(),
            source: of.source.clone(),
            source_on: of.source_on.map_or(String::new(), |day| day.to_string()),
            ..NoteForm::default()
        }
    }
}

impl NoteForm {
    /// The one in the first field; the others are ticked below it.
    pub fn first_county(&self) -> &str {
        let mut all = self.counties.iter().filter(|each| !each.is_empty());
        all.next().map_or("", String::as_str)
    }

    pub fn other_counties(&self) -> Vec<String> {
        let first = self.first_county();
        let others = self.counties.iter();
        others
            .filter(|each| !each.is_empty() && *each != first && *each != WHOLE_COUNTRY)
            .cloned()
            .collect()
    }

    /// Whether anything is written among the fields that are folded away.
    pub fn has_more(&self) -> bool {
        let folded = [
            &self.what,
            &self.municipality,
            &self.industry,
            &self.source,
            &self.source_on,
        ];
        folded.iter().any(|text| !text.is_empty())
    }
}

/// What the form offers.
pub struct Lists {
    pub holders: Holders,
    pub counties: Vec<Choice>,
    pub issue_areas: Vec<Choice>,
    pub municipalities: Vec<Municipality>,
}

impl Lists {
    /// An issue area that has been closed stays on the notes that have it.
    pub async fn load(app: &App, kept: Option<&Note>) -> Result<Lists> {
        let (db, today) = (app.db.read(), app.clock.today());
        let holders = Holders::load(db, today).await?;
        let county = |each: &County| Choice::new(&each.code, &each.short_name);
        let counties = holders.counties.iter().map(county).collect();
        let mut areas: Vec<Choice> = holders
            .issue_areas
            .iter()
            .map(|each| Choice::new(each.id, &each.name))
            .collect();
        let offered = |id: &&i64| holders.issue_areas.iter().any(|each| each.id == **id);
        let kept = kept.iter().flat_map(|note| &note.issue_areas);
        let closed: Vec<i64> = kept.filter(|id| !offered(id)).copied().collect();
        let closed = issue_areas::names(db, &closed).await?.into_iter();
        areas.extend(closed.map(|(id, name)| Choice::new(id, name).hint("avslutad")));
        Ok(Lists {
            counties,
            issue_areas: areas,
            municipalities: needs::municipalities(db).await?,
            holders,
        })
    }

    /// The first field: the whole country, or one of the län.
    pub fn places(&self) -> Vec<Choice> {
        let whole = Choice::new(WHOLE_COUNTRY, WHOLE_COUNTRY);
        let mut all = vec![whole];
        all.extend(self.counties.iter().cloned());
        all
    }

    pub fn industries(&self) -> Vec<Choice> {
        Choice::of_codes(Industry::ALL, Industry::label)
    }

    /// The kommuner län by län.
    pub fn by_county(&self) -> Vec<(&str, Vec<&Municipality>)> {
        municipalities::by_county(&self.municipalities, &self.counties)
    }

    /// The names of the issue areas that are ticked, for the line that unfolds them.
    pub fn chosen_areas(&self, ids: &[String]) -> String {
        let areas = self.issue_areas.iter();
        let names = areas.filter(|each| ids.contains(&each.value));
        let names: Vec<&str> = names.map(|each| each.label.as_str()).collect();
        names.join(", ")
    }

    pub fn place(&self, codes: &[String]) -> Place {
        place(&self.holders, codes)
    }
}

/// Where a note of some län lies; of none, in the whole country. A län without a team gets a team
/// nobody leads, so that it never widens a right.
pub fn place(holders: &Holders, codes: &[String]) -> Place {
    let team = |code: &String| holders.county(code).map_or(0, |county| county.team_id);
    Place {
        counties: codes
            .iter()
            .map(|code| (code.clone(), team(code)))
            .collect(),
        national: codes.is_empty(),
        ..Place::default()
    }
}

/// Her own län, when she is länsansvarig; the first of several.
pub fn own_county(me: &Me, holders: &Holders) -> Option<String> {
    let own = |county: &&County| me.standing.own_counties().any(|code| code == county.code);
    let first = holders.counties.iter().find(own);
    first.map(|county| county.code.clone())
}

/// Whether she may mark a note there: one of several län concerns each of their teams.
pub fn may_mark(me: &Me, place: &Place) -> bool {
    let places = crate::domain::observation::places(place);
    places.iter().any(|each| me.can(Act::MarkSecrecy, each))
}

/// "Bara Team Norr (sekretessmarkering)", for those who may mark.
pub fn readers(me: &Me, holders: &Holders) -> Vec<Choice> {
    if !me.can_somewhere(Act::MarkSecrecy) {
        return vec![];
    }
    let mut teams: Vec<&str> = Vec::new();
    for row in &me.standing.assignments {
        let team = match &row.seat {
            Seat::Lead(id) | Seat::Issue(id, _) => holders.teams.iter().find(|each| each.id == *id),
            Seat::County(code) => holders
                .county(code)
                .and_then(|county| holders.teams.iter().find(|each| each.id == county.team_id)),
        };
        teams.extend(
            team.map(|team| team.name.as_str())
                .filter(|name| !teams.contains(name)),
        );
    }
    let whose = match teams[..] {
        [only] => format!("Bara Team {only} (sekretessmarkering)"),
        _ => "Bara länets team (sekretessmarkering)".to_owned(),
    };
    vec![
        Choice::new("", "Alla i myndigheten"),
        Choice::new(TEAM, whose),
    ]
}

pub fn check(form: &NoteForm, lists: &Lists, today: Date, errors: &mut Errors) -> Option<Note> {
    let title = errors.text(
        "title",
        &form.title,
        LONGEST_TITLE,
        "Skriv vad som har hänt.",
    );
    let url = check_url(&form.url, errors);
    let counties = check_counties(form, lists, errors);
    let issue_areas = check_areas(form, lists, errors);
    let meaning = errors.optional_text("meaning", &form.meaning, LONGEST_TEXT);
    let what = errors.optional_text("what", &form.what, LONGEST_TEXT);
    let municipality = check_municipality(form, lists, errors);
    let industry = match form.industry.as_str() {
        "" => Some(None),
        code => errors
            .need("industry", code.parse().ok(), "Välj en bransch i listan.")
            .map(Some),
    };
    let source = errors.optional_text("source", &form.source, LONGEST_SOURCE);
    let source_on = errors.optional_date("source_on", &form.source_on);
    if source_on.is_some_and(|day| day > today) {
        errors.add(
            "source_on",
            "Datumet har inte varit ännu. Ange i dag eller en tidigare dag.",
        );
    }
    let note = Note {
        title: title?,
        what: what?,
        meaning: meaning?,
        url: url?,
        source: source?,
        source_on,
        counties: counties?,
        municipality: municipality?,
        industry: industry?,
        issue_areas: issue_areas?,
    };
    errors.is_empty().then_some(note)
}

/// A link to a page of the web, or none.
fn check_url(typed: &str, errors: &mut Errors) -> Option<String> {
    let url = errors.optional_text("url", typed, LONGEST_URL)?;
    if url.is_empty() || url == "https://" {
        return Some(String::new());
    }
    let lower = url.to_lowercase();
    let rest = lower
        .strip_prefix("https://")
        .or_else(|| lower.strip_prefix("http://"));
    let host = rest.map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default());
    let good = host.is_some_and(|host| host.contains('.') && !host.contains('@'))
        && !url.contains(char::is_whitespace);
    let message = "Länken behöver börja med https:// eller http://, till exempel https://www.exempel.se/nyhet.";
    errors.need("url", good.then_some(url), message)
}

fn check_counties(form: &NoteForm, lists: &Lists, errors: &mut Errors) -> Option<Vec<String>> {
    let mut codes: Vec<String> = Vec::new();
    for each in form.counties.iter().filter(|each| !each.is_empty()) {
        if !codes.contains(each) {
            codes.push(each.clone());
        }
    }
    let whole = codes.iter().any(|each| each == WHOLE_COUNTRY);
    codes.retain(|each| each != WHOLE_COUNTRY);
    let known = |code: &String| lists.counties.iter().any(|each| each.value == *code);
    let message = match (whole, codes.is_empty()) {
        (true, true) => return Some(vec![]),
        (false, true) => "Välj ett län, eller Hela landet.",
        (true, false) => "Välj antingen Hela landet eller ett eller flera län.",
        (false, false) if !codes.iter().all(known) => "Välj län i listan.",
        (false, false) => {
            codes.sort();
            return Some(codes);
        }
    };
    errors.add("counties", message);
    None
}

fn check_areas(form: &NoteForm, lists: &Lists, errors: &mut Errors) -> Option<Vec<i64>> {
    let known = |id: &&String| lists.issue_areas.iter().any(|each| each.value == **id);
    let chosen = form.issue_areas.iter().filter(|id| !id.is_empty());
    let chosen: Vec<&String> = chosen.collect();
    let all_known = chosen.iter().all(known);
    let mut ids: Vec<i64> = chosen.iter().filter_map(|id| id.parse().ok()).collect();
    ids.sort_unstable();
    ids.dedup();
    errors.need(
        "issue_areas",
        all_known.then_some(ids),
        "Välj sakfrågor i listan.",
    )
}

/// A kommun of one of the län, or none.
fn check_municipality(
    form: &NoteForm,
    lists: &Lists,
    errors: &mut Errors,
) -> Option<Option<String>> {
    if form.municipality.is_empty() {
        return Some(None);
    }
    let mut all = lists.municipalities.iter();
    let found = all.find(|each| each.code == form.municipality);
    let found = errors.need("municipality", found, "Välj en kommun i listan.")?;
    if !form.counties.contains(&found.county) {
        let name = lists
            .holders
            .county(&found.county)
            .map_or("", |each| &each.short_name);
        let message = format!(
            "{} ligger i {name}. Välj det länet också, eller en annan kommun.",
            found.name
        );
        errors.add("municipality", message);
        return None;
    }
    Some(Some(found.code.clone()))
}

/// The day of an instant, as a date field has it.
pub fn day_of(at: Option<jiff::Timestamp>) -> String {
    at.map_or(String::new(), |at| {
        crate::web::text::to_stockholm_date(at).to_string()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_links_to_pages_of_the_web_are_kept() {
        for (typed, good) in [
            ("", true),
            ("https://", true),
            ("https://www.exempel.se/nyhet?id=1", true),
            ("HTTP://exempel.se", true),
            ("javascript:alert(1)", false),
            ("https://", true),
            ("https://namn@exempel.se/", false),
            ("exempel.se", false),
            ("https://exempel.se/två ord", false),
            ("data:text/html,x", false),
        ] {
            let mut errors = Errors::default();
            assert_eq!(check_url(typed, &mut errors).is_some(), good, "{typed}");
        }
    }
}

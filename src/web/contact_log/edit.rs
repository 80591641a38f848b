//! Something new in the log, and something that is changed before it is signed.

use super::check::{EntryForm, Lists, check};
use super::met::{hidden, name_those_met};
use super::someone;
use super::{channel_choices, load, load_in, may, place};
use crate::App;
use crate::domain::access::{Act, Place};
use crate::domain::contact::{Channel, Entry, Note, entry_url};
use crate::domain::event::{Subject, SubjectKind};
use crate::error::{Error, Result};
use crate::secrets::Token;
use crate::store::{contact_entries, contacts, organisations, people};
use crate::web::actions::choices;
use crate::web::contacts::edit::organisation_choices;
use crate::web::errors::refusal;
use crate::web::form::{Choice, Errors, Posted, meet};
use crate::web::history::after_meeting;
use crate::web::holders::Holders;
use crate::web::me::{Me, Shell};
use crate::web::participants::team::seats;
use crate::web::secrecy::sight;
use crate::web::{flash, page, text};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

const MET: &str = "Någon annan har ändrat det som är loggat medan du skrev. Din text finns kvar nedan – jämför och spara igen.";
const SIGNED: &str =
    "Tjänsteanteckningen är signerad och ändras inte. Skriv en rättelse som en ny anteckning.";
/// In the address: no län, but the whole country.
const NATIONAL: &str = "nationellt";

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    lan: String,
    kontakt: String,
    organisation: String,
    rattar: String,
    fran: String,
}

#[derive(Template)]
#[template(path = "contact_log/edit.html")]
struct FormPage {
    shell: Shell,
    errors: Errors,
    form: EntryForm,
    entry: Option<Entry>,
    lists: Lists,
    channels: Vec<Choice>,
    /// "Norrbotten", or nothing for the whole country.
    county: String,
    back: String,
    can_add: bool,
}

#[derive(Template)]
#[template(path = "contact_log/choose.html")]
struct ChoosePage {
    shell: Shell,
    counties: Vec<Choice>,
    national: bool,
}

impl Lists {
    async fn load(
        app: &App,
        me: &Me,
        holders: &Holders,
        county: &str,
        kept: Option<&Note>,
    ) -> Result<Lists> {
        let (db, today) = (app.db.read(), app.clock.today());
        let code = Some(county).filter(|code| !code.is_empty());
        let people = kept.map_or(&[][..], |note| &note.people);
        let seen = sight(app, me).await?;
        let people = contacts::proposed(db, code, people, &seen, today).await?;
        let all = organisations::choosable(db, code).await?;
        let mut units = choices(&holders.units, |each| (each.id, &each.name));
        let mut issue_areas = choices(&holders.issue_areas, |each| (each.id, &each.name));
        let ended = |choices: &mut Vec<Choice>, id: Option<i64>| {
            let id = id.map(|id| id.to_string());
            if let Some(id) = id.filter(|id| !choices.iter().any(|each| each.value == *id)) {
                choices.push(Choice::new(id, "Avslutad"));
            }
        };
        ended(&mut units, kept.and_then(|note| note.unit_id));
        ended(&mut issue_areas, kept.and_then(|note| note.issue_area_id));
        let colleagues = kept.map_or(&[][..], |note| &note.colleagues);
        Ok(Lists {
            organisations: organisation_choices(&all),
            people: people.iter().map(person).collect(),
            colleagues: colleagues_of(app, me, holders, county, colleagues).await?,
            units,
            issue_areas,
        })
    }
}

fn person(each: &contacts::Proposal) -> Choice {
    let post = [each.title.as_str(), each.organisation.as_str()];
    let post: Vec<&str> = post.into_iter().filter(|word| !word.is_empty()).collect();
    Choice::new(each.id, &each.name).hint(text::first_upper(&post.join(", ")))
}

/// Those who hold a function in the län's team, and those who are there already.
async fn colleagues_of(
    app: &App,
    me: &Me,
    holders: &Holders,
    county: &str,
    kept: &[i64],
) -> Result<Vec<Choice>> {
    let mut found: Vec<Choice> = Vec::new();
    for seat in holders
        .county(county)
        .map_or(vec![], |county| seats(holders, county))
    {
        let holder = holders.of(&seat);
        let known = |id: &i64| found.iter().any(|each| each.value == id.to_string());
        let Some(id) = holder.person_id.filter(|id| *id != me.id() && !known(id)) else {
            continue;
        };
        found.push(Choice::new(id, &holder.name).hint(&holder.function));
    }
    for (id, name) in people::names(app.db.read(), kept).await? {
        if !found.iter().any(|each| each.value == id.to_string()) {
            found.push(Choice::new(id, name));
        }
    }
    Ok(found)
}

pub async fn new(State(app): State<App>, me: Me, Query(asked): Query<Asked>) -> Result<Response> {
    me.may_somewhere(Act::LogContact)?;
    let (db, today) = (app.db.read(), app.clock.today());
    let holders = Holders::load(db, today).await?;
    let county = match asked.lan.as_str() {
        NATIONAL => String::new(),
        lan => match holders.county_named(lan) {
            Some(county) => county.code.clone(),
            None => return choose(&me, &holders),
        },
    };
    let mut form = EntryForm {
        held_on: today.to_string(),
        channel: Channel::Phone.to_string(),
        people: vec![asked.kontakt]
            .into_iter()
            .filter(|id| !id.is_empty())
            .collect(),
        organisation_id: asked.organisation,
        once: Token::short(),
        from_county: asked.fran,
        ..EntryForm::default()
    };
    if let Ok(id) = asked.rattar.parse::<i64>() {
        form.correct(&load(&app, &me, id).await?.0);
    }
    form.county = county;
    me.may(Act::LogContact, &county_place(&holders, &form.county))?;
    if form.organisation_id.is_empty() && !form.county.is_empty() {
        let actor = organisations::actor_of(db, &form.county).await?;
        form.organisation_id = actor.map_or(String::new(), |id| id.to_string());
    }
    let unit = people::unit_of(db, me.id()).await?;
    form.unit_id = unit.map_or(String::new(), |id| id.to_string());
    form_page(&app, &me, &holders, None, form, Errors::default(), None).await
}

fn county_place(holders: &Holders, code: &str) -> Place {
    let codes: Vec<String> = (!code.is_empty())
        .then(|| code.to_owned())
        .into_iter()
        .collect();
    crate::web::contacts::place(holders, &codes)
}

impl EntryForm {
    /// A correction of something signed begins with whom it was had with.
    fn correct(&mut self, entry: &Entry) {
        let of = EntryForm::from(&entry.note);
        self.people = of.people;
        self.colleagues = of.colleagues;
        self.organisation_id = of.organisation_id;
        self.channel = of.channel;
        self.held_on = of.held_on;
        self.issue_area_id = of.issue_area_id;
        self.subject = format!("Rättelse: {}", of.subject)
            .chars()
            .take(200)
            .collect();
        self.official = of.official;
    }
}

/// Where it is asked which län it is about, for who comes from elsewhere than the page of a län.
fn choose(me: &Me, holders: &Holders) -> Result<Response> {
    let mine = |county: &&crate::domain::places::County| me.can(Act::LogContact, &county.place());
    let counties = holders.counties.iter().filter(mine);
    let template = ChoosePage {
        shell: me.shell(),
        counties: counties
            .map(|county| Choice::new(&county.slug, &county.short_name))
            .collect(),
        national: me.can(Act::LogContact, &county_place(holders, "")),
    };
    page(StatusCode::OK, &template)
}

pub async fn create(
    State(app): State<App>,
    me: Me,
    Posted { form, mut errors }: Posted<EntryForm>,
) -> Result<Response> {
    me.may_somewhere(Act::LogContact)?;
    let today = app.clock.today();
    let holders = Holders::load(app.db.read(), today).await?;
    if !form.county.is_empty() && holders.county(&form.county).is_none() {
        return Err(Error::BadRequest(
            "Länet finns inte. Börja om från länets sida.".into(),
        ));
    }
    me.may(Act::LogContact, &county_place(&holders, &form.county))?;
    let lists = Lists::load(&app, &me, &holders, &form.county, None).await?;
    let note = check(&form, &lists, &[], today, &mut errors);
    let someone = someone::check(&form, today, &mut errors);
    let (Some(mut note), true) = (note, errors.allow()) else {
        return form_page(&app, &me, &holders, None, form, errors, None).await;
    };
    let permit = match may(&me, &holders, &note) {
        Err(Error::Denied(denied)) => {
            errors.add("", refusal(&app, &denied).await);
            let status = Some(StatusCode::FORBIDDEN);
            return form_page(&app, &me, &holders, None, form, errors, status).await;
        }
        other => other?,
    };
    let mut tx = app.db.write(permit).await?;
    if let Some(url) = tx.already_made(&form.once).await? {
        return Ok(flash::see_made(&url));
    }
    let (who, new) = ((&app, &me, &holders), (someone.as_ref(), &form));
    someone::add(&mut tx, who, new, &mut note, &mut errors).await?;
    if !errors.is_empty() {
        drop(tx);
        return form_page(&app, &me, &holders, None, form, errors, None).await;
    }
    let entry = entry_url(contact_entries::add(&mut tx, &note).await?);
    let url = match holders.county(&form.county) {
        Some(county) if !form.from_county.is_empty() => county.url(),
        _ => entry,
    };
    tx.made(&form.once, &url).await?;
    tx.commit().await?;
    let words = match note.official {
        true => "Tjänsteanteckningen är signerad.",
        false => "Kontakten är loggad.",
    };
    Ok(flash::see_with(&url, words))
}

pub async fn edit(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let (entry, holders) = load(&app, &me, id).await?;
    crate::web::secrecy::opened(&app, &me, &super::subject(id)).await?;
    may(&me, &holders, &entry.note)?;
    if entry.is_signed() {
        return Ok(flash::see_with(&entry.url(), SIGNED));
    }
    let form = EntryForm {
        version: entry.version,
        ..EntryForm::from(&entry.note)
    };
    form_page(
        &app,
        &me,
        &holders,
        Some(entry),
        form,
        Errors::default(),
        None,
    )
    .await
}

pub async fn update(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted {
        mut form,
        mut errors,
    }: Posted<EntryForm>,
) -> Result<Response> {
    let (entry, holders) = load(&app, &me, id).await?;
    let permit = may(&me, &holders, &entry.note)?;
    if entry.is_signed() {
        return Ok(flash::see_with(&entry.url(), SIGNED));
    }
    let today = app.clock.today();
    form.county = entry.note.county.clone().unwrap_or_default();
    let lists = Lists::load(&app, &me, &holders, &form.county, Some(&entry.note)).await?;
    let unseen = hidden(&app, &me, &entry.note).await?;
    let note = check(&form, &lists, &unseen, today, &mut errors);
    let someone = someone::check(&form, today, &mut errors);
    let (Some(note), true) = (note, errors.allow()) else {
        return form_page(&app, &me, &holders, Some(entry), form, errors, None).await;
    };
    let mut tx = app.db.write(permit).await?;
    let now = load_in(&mut tx, &app, &me, &holders, id).await?;
    if now.is_signed() {
        return Ok(flash::see_with(&now.url(), SIGNED));
    }
    let mine = EntryForm {
        version: form.version,
        ..EntryForm::from(&note)
    };
    let about = Subject::new(SubjectKind::ContactEntry, id);
    let (at, seen) = (now.version, form.version);
    let met = meet(
        &mut tx,
        &about,
        &now.note,
        at,
        mine,
        seen,
        &[&["follow_up", "follow_up_on"]],
    )
    .await?;
    let typed = form;
    let mut form = after_meeting(&app, met, MET, &mut errors).await?;
    (form.new_name, form.new_title, form.anyway) = (typed.new_name, typed.new_title, typed.anyway);
    name_those_met(&app, &me, &mut errors).await?;
    form.people
        .retain(|each| !unseen.iter().any(|id| id.to_string() == *each));
    let lists = Lists::load(&app, &me, &holders, &form.county, Some(&now.note)).await?;
    let mut checked = check(&form, &lists, &unseen, today, &mut errors);
    if let Some(note) = checked.as_mut().filter(|_| errors.allow()) {
        me.may(Act::LogContact, &place(&holders, note))?;
        let (who, new) = ((&app, &me, &holders), (someone.as_ref(), &form));
        someone::add(&mut tx, who, new, note, &mut errors).await?;
    }
    let (Some(note), true) = (checked, errors.allow()) else {
        drop(tx);
        return form_page(&app, &me, &holders, Some(now), form, errors, None).await;
    };
    if note == now.note {
        return Ok(flash::see_with(&now.url(), "Inget var ändrat."));
    }
    contact_entries::change(&mut tx, &now, &note).await?;
    tx.commit().await?;
    Ok(flash::see_with(&now.url(), "Det som är loggat är ändrat."))
}

async fn form_page(
    app: &App,
    me: &Me,
    holders: &Holders,
    entry: Option<Entry>,
    form: EntryForm,
    errors: Errors,
    status: Option<StatusCode>,
) -> Result<Response> {
    let kept = entry.as_ref().map(|entry| &entry.note);
    let county = holders.county(&form.county);
    let back = match (&entry, county) {
        (Some(entry), _) => entry.url(),
        (None, Some(county)) => county.url(),
        (None, None) => "/kontakter/logg".to_owned(),
    };
    let template = FormPage {
        can_add: me.can(Act::KeepContacts, &county_place(holders, &form.county)),
        shell: me.shell_for(&errors),
        lists: Lists::load(app, me, holders, &form.county, kept).await?,
        channels: channel_choices(),
        county: county.map_or(String::new(), |county| county.short_name.clone()),
        entry,
        form,
        back,
        errors,
    };
    page(status.unwrap_or(template.errors.status()), &template)
}

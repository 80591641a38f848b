//! Län: the list of all 21, and everything about one.

mod contacts;
mod file;
mod list;
mod notes;
mod parts;
mod show;
mod statistics;
mod timeline;

pub use contacts::contacts;
pub use list::list;
pub use notes::observations;
pub use parts::{actions, dialogues, history};
pub use show::show;
pub use statistics::statistics;

use super::me::Me;
use crate::App;
use crate::domain::access::{Act, Place};
use crate::domain::dialogue::Form;
use crate::domain::people::{Kind, Seat};
use crate::domain::places::County;
use crate::domain::spelling::slug;
use crate::error::{Error, Result};
use crate::store::contacts::in_county as contacts_in;
use crate::store::{counties, transition_cases};
use crate::web::holders::Holders;
use crate::web::map::SmallMap;
use crate::web::observations::follows::Button;
use crate::web::seats::new_url;
use crate::web::secrecy;
use axum::http::Uri;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

/// What the addresses under `/lan` can ask for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    team: String,
    sortera: String,
    visa: String,
    sida: String,
    format: String,
}

/// The top of every page about a län: who it is, who answers for it, and the tabs.
struct Head {
    county: County,
    map: SmallMap,
    actor: String,
    people: Vec<Group>,
    may_plan: bool,
    may_act: bool,
    may_log: bool,
    dialogues: i64,
    parked: i64,
    contacts: i64,
    actions: counties::ActionCount,
    /// Open cases that the one who reads may read, and networks.
    cases: i64,
    networks: i64,
    /// Omvärldsnotiser that she may read.
    notes: i64,
    follow: Button,
    tab: &'static str,
}

/// A function and those who hold it.
struct Group {
    function: &'static str,
    holders: Vec<Named>,
}

struct Named {
    name: String,
    /// The department, where the function has one.
    note: String,
    acting: bool,
    no_account: bool,
    vacant: bool,
    /// Where a vacant seat is filled, for those who may.
    fill: String,
}

/// A län found by what stands in the address, or the redirect to where it is.
enum Found {
    Here(Box<County>),
    Elsewhere(Response),
}

/// By its slug; a code, an official name or an earlier name leads on to the slug.
async fn find(app: &App, asked: &str, uri: &Uri) -> Result<Found> {
    let holders = Holders::load(app.db.read(), app.clock.today()).await?;
    let counties = &holders.counties;
    if let Some(county) = counties.iter().find(|county| county.slug == asked) {
        return Ok(Found::Here(Box::new(county.clone())));
    }
    let wanted = slug(asked);
    let known = |county: &&County| {
        let aliases = county.aliases.split(',');
        let mut names = aliases.chain([county.name.as_str(), &county.slug]);
        county.code == asked || (!wanted.is_empty() && names.any(|name| slug(name) == wanted))
    };
    let county = counties.iter().find(known).ok_or(Error::NotFound)?;
    let rest = uri.path().splitn(4, '/').nth(3);
    let rest = rest.map_or(String::new(), |rest| format!("/{rest}"));
    let query = uri
        .query()
        .map_or(String::new(), |query| format!("?{query}"));
    let to = Redirect::permanent(&format!("{}{rest}{query}", county.url()));
    Ok(Found::Elsewhere(to.into_response()))
}

async fn head(
    app: &App,
    me: &Me,
    county: County,
    holders: &Holders,
    tab: &'static str,
) -> Result<Head> {
    let today = app.clock.today();
    let tally = counties::tally(app.db.read(), &county.code, today).await?;
    let place = county.place();
    let sight = secrecy::sight(app, me).await?;
    let (cases, networks) = transition_cases::beside(app.db.read(), &county.code, &sight).await?;
    Ok(Head {
        map: SmallMap::of(&county, &holders.counties),
        actor: holders
            .actor_on(&county.code, today)
            .unwrap_or("RUA saknas")
            .to_owned(),
        people: people(&county, holders, me.can(Act::Assign, &Place::anywhere())),
        may_plan: me.can(Act::PlanDialogue, &place),
        may_act: me.can(Act::CreateAction, &place),
        may_log: me.can(Act::LogContact, &place),
        dialogues: tally.dialogues,
        parked: tally.parked,
        contacts: contacts_in(app.db.read(), &sight, &county.code, today).await?,
        actions: tally.actions,
        cases,
        networks,
        notes: *notes::count(app, me, &county.code).await?,
        follow: Button::of_county(app, me, &county.code, &county.short_name).await?,
        county,
        tab,
    })
}

/// The three functions of the län's team, in their order.
fn people(county: &County, holders: &Holders, may_assign: bool) -> Vec<Group> {
    let outside = holders.departments.iter().filter(|each| !each.is_regioner);
    let at = |seat: Seat, note: &str| {
        let mut named = at(county, holders, &seat, note);
        for vacant in named.iter_mut().filter(|each| each.vacant && may_assign) {
            vacant.fill = new_url(&seat);
        }
        named
    };
    let issue_officers =
        outside.flat_map(|each| at(Seat::Issue(county.team_id, each.id), &each.name));
    vec![
        Group {
            function: "Uppdragsansvarig",
            holders: at(Seat::Lead(county.team_id), ""),
        },
        Group {
            function: "Länsansvarig",
            holders: at(Seat::County(county.code.clone()), ""),
        },
        Group {
            function: "Ansvariga för sakfrågor",
            holders: issue_officers.collect(),
        },
    ]
}

/// The one whom the seat's work falls on first, then others who hold it; "Ej tillsatt" when nobody has it.
fn at(county: &County, holders: &Holders, seat: &Seat, note: &str) -> Vec<Named> {
    let first = holders.of(seat);
    let person = first.person_id;
    let others = holders.all_at(seat).filter(|row| {
        row.kind != Kind::Deputy
            && Some(row.person_id) != person
            && (row.counties.is_empty() || row.counties.contains(&county.code))
    });
    let named = |name: String, acting, no_account, vacant| Named {
        name,
        note: note.to_owned(),
        acting,
        no_account,
        vacant,
        fill: String::new(),
    };
    let vacant = first.vacant();
    let mut all = vec![named(first.name, first.acting, first.no_account, vacant)];
    all.extend(others.map(|row| {
        named(
            row.person_name.clone(),
            row.kind == Kind::Acting,
            !row.has_account,
            false,
        )
    }));
    all
}

/// Where a dialogue is held: the place, or that it is digital.
fn place(form: Form, place: &str) -> String {
    if place.is_empty() {
        return form.label().to_owned();
    }
    place.to_owned()
}

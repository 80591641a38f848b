//! Sparade vyer: a list's filter and order under a name, for oneself or shared with a team.

use super::form::{Choice, Errors, Posted};
use super::holders::Holders;
use super::list::query;
use super::me::{Me, Shell};
use super::{flash, page};
use crate::App;
use crate::domain::access::{Act, Place};
use crate::domain::places::{County, Team};
use crate::domain::saved_view::{List, SavedView};
use crate::error::{Error, Result};
use crate::secrets::Token;
use crate::store::saved_views::{self, Refusal, Stored};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};

const URL: &str = "/vyer";
const LONGEST_QUERY: usize = 1_000;

/// The views above a list, and the way to save it as it is shown.
pub struct Bar {
    pub links: Vec<Link>,
    /// Empty when nothing is filtered or ordered.
    pub save: String,
}

pub struct Link {
    pub href: String,
    pub name: String,
    /// "Team Norr", for one that is shared.
    pub team: String,
    pub current: bool,
}

impl Bar {
    pub async fn load(
        app: &App,
        me: &Me,
        list: List,
        shown: &str,
        (teams, counties): (&[Team], &[County]),
    ) -> Result<Bar> {
        let mine = ids(&teams_of(me, teams, counties));
        let views = saved_views::above(app.db.read(), me.id(), &mine, list).await?;
        let shown = list.known(shown);
        let link = |stored: &Stored| Link {
            href: stored.view.url(),
            current: stored.view.query == shown,
            team: team_label(teams, stored.view.team_id),
            name: stored.view.name.clone(),
        };
        let pairs = query(&[("lista", list.code()), ("fraga", &shown)]);
        Ok(Bar {
            links: views.iter().map(link).collect(),
            save: match shown.is_empty() {
                true => String::new(),
                false => format!("{URL}/ny?{pairs}"),
            },
        })
    }
}

/// The teams whose views she sees and may share hers with.
fn teams_of<'a>(me: &Me, teams: &'a [Team], counties: &[County]) -> Vec<&'a Team> {
    let team_of = |code: &str| {
        let county = counties.iter().find(|county| county.code == code);
        county.map(|county| county.team_id)
    };
    let open = |team: &&Team| me.standing.shares_views_of(team.id, team_of);
    teams.iter().filter(open).collect()
}

fn ids(teams: &[&Team]) -> Vec<i64> {
    teams.iter().map(|team| team.id).collect()
}

fn team_label(teams: &[Team], id: Option<i64>) -> String {
    let team = teams.iter().find(|team| Some(team.id) == id);
    team.map_or(String::new(), Team::label)
}

/// What both the pages and the check of a form need.
struct Ground(Holders);

impl Ground {
    async fn load(app: &App) -> Result<Ground> {
        let holders = Holders::load(app.db.read(), app.clock.today()).await?;
        Ok(Ground(holders))
    }

    fn teams_of(&self, me: &Me) -> Vec<&Team> {
        teams_of(me, &self.0.teams, &self.0.counties)
    }
}

#[derive(Template)]
#[template(path = "views/index.html")]
struct IndexPage {
    shell: Shell,
    own: Vec<Row>,
    shared: Vec<Row>,
}

struct Row {
    id: i64,
    url: String,
    name: String,
    list: &'static str,
    team: String,
    by: String,
    may_remove: bool,
}

pub async fn index(State(app): State<App>, me: Me) -> Result<Response> {
    let ground = Ground::load(&app).await?;
    let mine = ids(&ground.teams_of(&me));
    let views = saved_views::open_to(app.db.read(), me.id(), &mine, None).await?;
    let row = |stored: Stored| Row {
        id: stored.id,
        url: stored.view.url(),
        list: stored.view.list.label(),
        team: team_label(&ground.0.teams, stored.view.team_id),
        may_remove: may_remove(&me, &stored),
        by: stored.person_name,
        name: stored.view.name,
    };
    let (own, shared): (Vec<_>, Vec<_>) = views
        .into_iter()
        .partition(|stored| stored.person_id == me.id());
    let template = IndexPage {
        shell: me.shell(),
        own: own.into_iter().map(row).collect(),
        shared: shared.into_iter().map(row).collect(),
    };
    page(StatusCode::OK, &template)
}

fn may_remove(me: &Me, stored: &Stored) -> bool {
    let shared = stored.view.team_id.is_some();
    me.standing.may_remove_view(stored.person_id, shared)
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    lista: String,
    fraga: String,
}

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ViewForm {
    list: String,
    query: String,
    name: String,
    team: String,
    once: String,
}

#[derive(Template)]
#[template(path = "views/edit.html")]
struct FormPage {
    shell: Shell,
    list: List,
    teams: Vec<Choice>,
    form: ViewForm,
    errors: Errors,
    back: String,
}

fn list_of(code: &str) -> Result<List> {
    code.parse().map_err(|_| {
        Error::BadRequest("Listan finns inte. Öppna den igen och spara vyn därifrån.".into())
    })
}

pub async fn new(State(app): State<App>, me: Me, Query(asked): Query<Asked>) -> Result<Response> {
    me.may(Act::KeepOwnAccount, &Place::anywhere())?;
    let list = list_of(&asked.lista)?;
    let form = ViewForm {
        query: list.known(&asked.fraga),
        list: asked.lista,
        once: Token::short(),
        ..ViewForm::default()
    };
    form_page(
        &me,
        &Ground::load(&app).await?,
        list,
        form,
        Errors::default(),
    )
}

fn form_page(
    me: &Me,
    ground: &Ground,
    list: List,
    form: ViewForm,
    errors: Errors,
) -> Result<Response> {
    let teams = ground.teams_of(me);
    let shared = |team: &&Team| Choice::new(&team.slug, format!("Delad med {}", team.label()));
    let view = SavedView {
        list,
        name: String::new(),
        query: list.known(&form.query),
        team_id: None,
    };
    let template = FormPage {
        shell: me.shell_for(&errors),
        list,
        teams: teams.iter().map(shared).collect(),
        back: view.url(),
        form,
        errors,
    };
    page(template.errors.status(), &template)
}

impl ViewForm {
    fn check(&self, list: List, teams: &[&Team], errors: &mut Errors) -> Option<SavedView> {
        let name = errors.text("name", &self.name, 60, "Skriv vad vyn ska heta.");
        let query = list.known(&self.query);
        if query.len() > LONGEST_QUERY {
            errors.add("", "Filtret är för långt för att sparas. Korta sökorden.");
        }
        let team_id = match self.team.as_str() {
            "" => Some(None),
            slug => {
                let team = teams.iter().find(|team| team.slug == slug);
                team.map(|team| Some(team.id))
            }
        };
        let message = "Du kan dela en vy med ett team där du har en funktion.";
        let team_id = errors.need("team", team_id, message);
        Some(SavedView {
            list,
            name: name?,
            query,
            team_id: team_id?,
        })
    }
}

pub async fn create(
    State(app): State<App>,
    me: Me,
    Posted { form, mut errors }: Posted<ViewForm>,
) -> Result<Response> {
    let permit = me.may(Act::KeepOwnAccount, &Place::anywhere())?;
    let list = list_of(&form.list)?;
    let ground = Ground::load(&app).await?;
    let view = form.check(list, &ground.teams_of(&me), &mut errors);
    let (true, Some(view)) = (errors.allow(), view) else {
        return form_page(&me, &ground, list, form, errors);
    };
    let mut tx = app.db.write(permit).await?;
    if let Some(url) = tx.already_made(&form.once).await? {
        return Ok(flash::see_made(&url));
    }
    if let Err(refusal) = saved_views::save(&mut tx, me.id(), &view).await? {
        drop(tx);
        refused(refusal, &mut errors);
        return form_page(&me, &ground, list, form, errors);
    }
    let url = view.url();
    tx.made(&form.once, &url).await?;
    tx.commit().await?;
    Ok(flash::see_with(
        &url,
        &format!("Vyn {} är sparad.", view.name),
    ))
}

fn refused(refusal: Refusal, errors: &mut Errors) {
    match refusal {
        Refusal::NameTaken => errors.add(
            "name",
            "Du har redan en vy med det namnet. Välj ett annat, eller ta bort den gamla vyn först.",
        ),
        Refusal::TooMany => errors.add(
            "",
            format!(
                "Du kan ha högst {} vyer. Ta bort någon först.",
                saved_views::MOST
            ),
        ),
    }
}

#[derive(Template)]
#[template(path = "views/remove.html")]
struct RemovePage {
    shell: Shell,
    name: String,
    team: String,
}

/// A view she may remove; another's does not exist for her.
async fn removable(app: &App, me: &Me, id: i64) -> Result<Stored> {
    let stored = saved_views::find(app.db.read(), id).await?;
    match may_remove(me, &stored) {
        true => Ok(stored),
        false => Err(Error::NotFound),
    }
}

pub async fn ask_to_remove(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
) -> Result<Response> {
    let stored = removable(&app, &me, id).await?;
    let ground = Ground::load(&app).await?;
    let template = RemovePage {
        shell: me.shell(),
        team: team_label(&ground.0.teams, stored.view.team_id),
        name: stored.view.name,
    };
    page(StatusCode::OK, &template)
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct RemoveForm {}

pub async fn remove(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { .. }: Posted<RemoveForm>,
) -> Result<Response> {
    let permit = me.may(Act::KeepOwnAccount, &Place::anywhere())?;
    removable(&app, &me, id).await?;
    let mut tx = app.db.write(permit).await?;
    let stored = saved_views::find(tx.conn(), id).await?;
    saved_views::remove(&mut tx, &stored).await?;
    tx.commit().await?;
    let said = format!("Vyn {} är borttagen.", stored.view.name);
    Ok(flash::see_with(URL, &said))
}

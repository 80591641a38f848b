//! Writing a position: five texts, what may be shared, the brief it rests on, what we can offer.

use super::show::{Earlier, InShort, earlier, in_force, in_short};
use super::{Cell, version_words};
use crate::App;
use crate::domain::event::{self, SubjectKind};
use crate::domain::position::{BriefVersion, Content, Part};
use crate::error::Result;
use crate::store::offers::{self, Proposal};
use crate::store::secrecy::MarkedBrief;
use crate::store::{Write, positions};
use crate::web::dialogues::over;
use crate::web::form::{Choice, Errors, Met, Posted, meet};
use crate::web::history::after_meeting;
use crate::web::me::{Me, Shell};
use crate::web::secrecy;
use crate::web::{flash, page};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::{Deserialize, Serialize};

const MET: &str = "Någon annan har ändrat ställningstagandet medan du skrev. Din text finns kvar nedan – jämför och spara igen.";
const LONG: usize = 20_000;

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PositionForm {
    national_line: String,
    meaning: String,
    offer: String,
    ask: String,
    not_promised: String,
    shareable: Vec<String>,
    brief_version_id: String,
    offers: Vec<String>,
    version: i64,
}

impl From<&Content> for PositionForm {
    fn from(of: &Content) -> Self {
        PositionForm {
            national_line: of.national_line.clone(),
            meaning: of.meaning.clone(),
            offer: of.offer.clone(),
            ask: of.ask.clone(),
            not_promised: of.not_promised.clone(),
            shareable: of.shareable.iter().map(ToString::to_string).collect(),
            brief_version_id: of
                .brief_version_id
                .map_or(String::new(), |id| id.to_string()),
            offers: of.offers.iter().map(ToString::to_string).collect(),
            version: 0,
        }
    }
}

impl PositionForm {
    fn text(&self, part: Part) -> &str {
        match part {
            Part::NationalLine => &self.national_line,
            Part::Meaning => &self.meaning,
            Part::Offer => &self.offer,
            Part::Ask => &self.ask,
            Part::NotPromised => &self.not_promised,
        }
    }

    fn shares(&self, part: Part) -> bool {
        self.shareable.iter().any(|each| each == part.code())
    }
}

/// What the form offers beside the texts.
struct Lists {
    /// The version it rests on as it stands.
    kept: Option<i64>,
    versions: Vec<(BriefVersion, bool)>,
    offers: Vec<Proposal>,
}

impl Lists {
    async fn load(app: &App, cell: &Cell) -> Result<Lists> {
        let (db, today) = (app.db.read(), app.clock.today());
        let content = cell.position.as_ref().map(|of| &of.content);
        let kept = content.and_then(|of| of.brief_version_id);
        let chosen = content.map_or(&[][..], |of| &of.offers[..]);
        Ok(Lists {
            kept,
            versions: positions::versions(db, cell.area.id, kept).await?,
            offers: offers::proposed(db, cell.area.id, chosen, today).await?,
        })
    }

    /// The version it rests on, when that is marked as secret: it cannot be chosen, and stays.
    fn hidden(&self) -> Option<i64> {
        let shown = |id: i64| self.versions.iter().any(|(version, _)| version.id == id);
        self.kept.filter(|id| !shown(*id))
    }

    /// The version that holds and the one that is chosen; earlier ones only count when they come back.
    fn version_choices(&self, chosen: &str) -> Vec<Choice> {
        let shown = |each: &&(BriefVersion, bool)| each.1 || each.0.id.to_string() == chosen;
        let choice = |(version, holds): &(BriefVersion, bool)| {
            let hint = if *holds { "" } else { "ersatt" };
            Choice::new(version.id, version_words(version)).hint(hint)
        };
        self.versions.iter().filter(shown).map(choice).collect()
    }
}

/// A text as the form shows it.
struct TextField<'a> {
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    value: &'a str,
    shares: bool,
}

#[derive(Template)]
#[template(path = "positions/edit.html")]
struct FormPage {
    shell: Shell,
    errors: Errors,
    form: PositionForm,
    crumbs: Vec<Choice>,
    back: String,
    area: String,
    dialogue: String,
    versions: Vec<Choice>,
    near: Vec<Proposal>,
    others: Vec<Proposal>,
    in_short: Option<InShort>,
    earlier: Option<Earlier>,
    copied: bool,
    marked_briefs: Vec<MarkedBrief>,
}

impl FormPage {
    fn texts(&self) -> Vec<TextField<'_>> {
        let text = |part: &Part| TextField {
            name: part.code(),
            label: part.label(),
            hint: hint(*part),
            value: self.form.text(*part),
            shares: self.form.shares(*part),
        };
        Part::ALL.iter().map(text).collect()
    }

    fn picked(&self, offer: &Proposal) -> bool {
        self.form.offers.contains(&offer.id.to_string())
    }
}

fn hint(part: Part) -> &'static str {
    match part {
        Part::NationalLine => "Vad regering och myndighet vill i frågan, i några meningar.",
        Part::Meaning => "Hur läget i länet skiljer sig, och vad det kräver.",
        Part::Offer => "Vad vi kan göra, ge eller delta i. Kryssa också för erbjudanden nedan.",
        Part::Ask => "Vad vi vill att regionen gör eller tar ställning till.",
        Part::NotPromised => "Vad vi inte kan eller ska lova i dialogen.",
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    fran: String,
}

pub async fn edit(
    State(app): State<App>,
    me: Me,
    Path((id, area)): Path<(i64, i64)>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let (cell, _) = Cell::to_write(&app, &me, id, area).await?;
    if let Some(answer) = over(&me, &cell.subject) {
        return answer;
    }
    let (form, copied) = match &cell.position {
        Some(of) => {
            let version = of.version;
            (
                PositionForm {
                    version,
                    ..PositionForm::from(&of.content)
                },
                false,
            )
        }
        None => begun(&app, &cell, asked.fran == "forra").await?,
    };
    form_page(&app, &me, &cell, form, Errors::default(), copied).await
}

/// A new position's form: empty or as last time, on the brief that holds now.
async fn begun(app: &App, cell: &Cell, copy: bool) -> Result<(PositionForm, bool)> {
    let (db, of) = (app.db.read(), &cell.subject.dialogue);
    let held = in_force(&positions::versions(db, cell.area.id, None).await?);
    let held = held.map(|version| version.id);
    let (county, day) = (&of.plan.county, of.plan.held_on);
    let last = match copy {
        true => positions::before(db, cell.area.id, county, day, of.id).await?,
        false => None,
    };
    let mut content = match &last {
        Some(last) => last.content.as_a_start(held),
        None => Content::default().as_a_start(held),
    };
    let today = app.clock.today();
    let known = offers::chosen(db, cell.area.id, &content.offers, today).await?;
    let holds = |id: &i64| known.iter().any(|each| each.id == *id && each.holds);
    content.offers.retain(holds);
    Ok((PositionForm::from(&content), last.is_some()))
}

pub async fn update(
    State(app): State<App>,
    me: Me,
    Path((id, area)): Path<(i64, i64)>,
    Posted { form, mut errors }: Posted<PositionForm>,
) -> Result<Response> {
    let (cell, permit) = Cell::to_write(&app, &me, id, area).await?;
    if let Some(answer) = over(&me, &cell.subject) {
        return answer;
    }
    let lists = Lists::load(&app, &cell).await?;
    let checked = check(&form, &lists, &mut errors);
    let (Some(content), true) = (checked, errors.allow()) else {
        return form_page(&app, &me, &cell, form, errors, false).await;
    };
    let mut tx = app.db.write(permit).await?;
    let cell = cell.again(&mut tx).await?;
    if let Some(answer) = over(&me, &cell.subject) {
        return answer;
    }
    let met = merge(&mut tx, &cell, &form, &content).await?;
    let form = after_meeting(&app, met, MET, &mut errors).await?;
    let lists = Lists::load(&app, &cell).await?;
    let checked = check(&form, &lists, &mut errors);
    let (Some(content), true) = (checked, errors.allow()) else {
        drop(tx);
        return form_page(&app, &me, &cell, form, errors, false).await;
    };
    let before = cell.position.as_ref();
    if before.is_some_and(|before| before.content == content) {
        return Ok(flash::see_with(&cell.url(), "Inget var ändrat."));
    }
    positions::write(&mut tx, &cell.subject.dialogue, area, before, &content).await?;
    tx.commit().await?;
    Ok(flash::see_with(
        &cell.url(),
        "Ställningstagandet är sparat.",
    ))
}

/// Two who begin at the same moment meet like two who change: nothing either wrote is lost.
async fn merge(
    tx: &mut Write,
    cell: &Cell,
    form: &PositionForm,
    content: &Content,
) -> Result<Met<PositionForm>> {
    let mine = PositionForm {
        version: form.version,
        ..PositionForm::from(content)
    };
    let Some(now) = &cell.position else {
        return Ok(Met::Clear(mine));
    };
    let about = event::Subject::new(SubjectKind::Position, now.id);
    meet(
        tx,
        &about,
        &now.content,
        now.version,
        mine,
        form.version,
        &[],
    )
    .await
}

fn check(form: &PositionForm, lists: &Lists, errors: &mut Errors) -> Option<Content> {
    let mut text = |part: Part| errors.optional_text(part.code(), form.text(part), LONG);
    let content = Content {
        national_line: text(Part::NationalLine).unwrap_or_default(),
        meaning: text(Part::Meaning).unwrap_or_default(),
        offer: text(Part::Offer).unwrap_or_default(),
        ask: text(Part::Ask).unwrap_or_default(),
        not_promised: text(Part::NotPromised).unwrap_or_default(),
        shareable: Part::ALL
            .iter()
            .copied()
            .filter(|part| form.shares(*part))
            .collect(),
        brief_version_id: form.brief_version_id.parse().ok().or(lists.hidden()),
        offers: numbers(&form.offers),
    };
    let of_area = |id: i64| lists.versions.iter().any(|(version, _)| version.id == id);
    let known = |id: i64| of_area(id) || lists.hidden() == Some(id);
    let unknown = content.brief_version_id.is_some_and(|id| !known(id));
    if unknown || (content.brief_version_id.is_none() && !form.brief_version_id.is_empty()) {
        errors.add("brief_version_id", "Välj något i listan.");
    }
    let offered = |id: &i64| lists.offers.iter().any(|each| each.id == *id);
    if content.offers.len() != form.offers.len() || !content.offers.iter().all(offered) {
        errors.add("offers", "Välj bland erbjudandena i listan.");
    }
    if errors.is_empty() && content.is_blank() {
        errors.add(
            "national_line",
            "Skriv något i minst en av de fem texterna.",
        );
    }
    errors.is_empty().then_some(content)
}

/// Ids in order, each once.
pub fn numbers(values: &[String]) -> Vec<i64> {
    let mut ids: Vec<i64> = values.iter().filter_map(|each| each.parse().ok()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

async fn form_page(
    app: &App,
    me: &Me,
    cell: &Cell,
    form: PositionForm,
    errors: Errors,
    copied: bool,
) -> Result<Response> {
    let lists = Lists::load(app, cell).await?;
    let (near, others) = lists
        .offers
        .iter()
        .cloned()
        .partition(|each| each.fits || form.offers.contains(&each.id.to_string()));
    let template = FormPage {
        shell: me.shell_for(&errors),
        crumbs: cell.crumbs(),
        back: cell.url(),
        area: cell.area.name.clone(),
        dialogue: cell.subject.name(),
        versions: lists.version_choices(&form.brief_version_id),
        near,
        others,
        in_short: in_short(app, cell).await?,
        earlier: earlier(app, cell, 3).await?,
        copied,
        marked_briefs: secrecy::marked_briefs(
            app,
            me,
            cell.subject.dialogue.id,
            Some(cell.area.id),
        )
        .await?,
        form,
        errors,
    };
    page(template.errors.status(), &template)
}

//! One note: what was noticed, what several make of it, what is decided, and where it is used.

use super::assess::JudgeForm;
use super::settle::SettleForm;
use super::uses::UseForm;
use super::{may_change, may_decide, place_of, step_tone, tone};
use crate::App;
use crate::domain::observation::{Certainty, Horizon, Impact, Status, Step, UsedIn};
use crate::domain::secrecy::Sight;
use crate::error::Result;
use crate::store::observations::{self, Judged, Shown, Use};
use crate::store::{issue_areas, kept};
use crate::web::form::{Choice, Errors};
use crate::web::holders::Holders;
use crate::web::me::{Me, Shell};
use crate::web::secrecy::{Secrecy, open, sight};
use crate::web::{markdown, page, text};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

/// The forms of the page as they were typed, when one could not be saved.
#[derive(Default)]
pub(super) struct Forms {
    pub settle: Option<SettleForm>,
    pub judge: Option<JudgeForm>,
    pub used: Option<UseForm>,
}

#[derive(Template)]
#[template(path = "observations/show.html")]
struct ShowPage {
    shell: Shell,
    errors: Errors,
    secrecy: Secrecy,
    of: Shown,
    what: String,
    meaning: String,
    written: String,
    source_day: String,
    settled: String,
    counties: Vec<Choice>,
    issue_areas: Vec<Choice>,
    step: Step,
    judged: Vec<Judged>,
    /// Whether she has said what she makes of it.
    has_judged: bool,
    uses: Vec<Use>,
    targets: Vec<(&'static str, Vec<Choice>)>,
    settle_form: SettleForm,
    judge_form: JudgeForm,
    use_form: UseForm,
    may_decide: bool,
    may_change: bool,
}

impl ShowPage {
    /// A decision that is being changed, and came back.
    fn settles_again(&self) -> bool {
        let form = &self.settle_form;
        let typed = [&form.status, &form.settle_reason, &form.used_in];
        self.errors.on("status").is_some() || typed.iter().any(|each| !each.is_empty())
    }

    fn tone(&self) -> &'static str {
        tone(self.of.settling.status)
    }

    fn step_tone(&self) -> &'static str {
        step_tone(self.step)
    }

    fn small_tone(&self, step: &Step) -> &'static str {
        step_tone(*step)
    }

    fn steps(&self) -> Vec<Choice> {
        let hint = |step: &Step| match step {
            Step::Signal => "En enstaka händelse.",
            Step::Pattern => "Flera händelser pekar åt samma håll.",
            Step::Trend => "En utveckling som håller i sig.",
        };
        let choice = |each: &Step| Choice::new(each, each.label()).hint(hint(each));
        Step::ALL.iter().map(choice).collect()
    }

    fn impacts(&self) -> Vec<Choice> {
        Choice::of_codes(Impact::ALL, Impact::label)
    }

    fn certainties(&self) -> Vec<Choice> {
        Choice::of_codes(Certainty::ALL, Certainty::label)
    }

    fn horizons(&self) -> Vec<Choice> {
        Choice::of_codes(Horizon::ALL, Horizon::label)
    }

    fn decisions(&self) -> Vec<Choice> {
        let words = [
            (Status::Used, "Använd"),
            (Status::Watched, "Bevaka"),
            (Status::Dismissed, "Avfärda"),
        ];
        words
            .map(|(status, word)| Choice::new(status, word))
            .to_vec()
    }

    fn placed(&self) -> String {
        match self.judged.len() {
            0 => "Ingen har bedömt notisen ännu. När två bedömer den som ett mönster eller en trend flyttas den upp.".to_owned(),
            all => format!("{} har bedömt notisen.", text::first_upper(&text::counted(all as i64, "person", "personer"))),
        }
    }
}

pub async fn show(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let db = app.db.read();
    let of = kept::copy(db, "note", id, observations::find(db, id)).await?;
    draw(&app, &me, of, Forms::default(), Errors::default()).await
}

/// The page, with a form that could not be saved as it was typed.
pub(super) async fn draw(
    app: &App,
    me: &Me,
    of: Shown,
    forms: Forms,
    errors: Errors,
) -> Result<Response> {
    let (db, today) = (app.db.read(), app.clock.today());
    let place = place_of(app, &of).await?;
    let secrecy = open(app, me, &of.subject(), &place).await?;
    let sight = sight(app, me).await?;
    let holders = Holders::load(db, today).await?;
    let may_decide = !of.removed && may_decide(me, &place).is_ok();
    let may_change = !of.removed && may_change(me, &of, &place).is_ok();
    let Around {
        judged,
        uses,
        issue_areas,
        choices,
    } = Around::load(app, &of, &sight, may_change).await?;
    let own = judged.iter().find(|each| each.person_id == me.id());
    let template = ShowPage {
        shell: me.shell_for(&errors),
        secrecy,
        what: markdown::render_below(&of.note.what, 2),
        meaning: markdown::render_below(&of.note.meaning, 2),
        written: text::long_date(text::to_stockholm_date(of.created_at)),
        source_day: of.note.source_on.map_or(String::new(), text::long_date),
        settled: settled(&of),
        counties: counties(&of, &holders),
        issue_areas,
        step: observations::step(&judged),
        has_judged: own.is_some(),
        judge_form: forms.judge.unwrap_or_else(|| JudgeForm::of(own)),
        settle_form: forms.settle.unwrap_or_else(|| SettleForm::of(&of)),
        use_form: forms.used.unwrap_or_else(|| UseForm::of(&of)),
        uses,
        judged,
        targets: targets(choices),
        may_decide,
        may_change,
        of,
        errors,
    };
    page(template.errors.status(), &template)
}

/// What stands around a note, kept for those who may read the same.
#[derive(Clone)]
struct Around {
    judged: Vec<Judged>,
    uses: Vec<Use>,
    issue_areas: Vec<Choice>,
    /// What it could be used in; nothing for those who may not say so.
    choices: Vec<(UsedIn, i64, String)>,
}

impl Around {
    async fn load(app: &App, of: &Shown, sight: &Sight, may_change: bool) -> Result<Around> {
        let db = app.db.read();
        let read = async {
            Ok(Around {
                judged: observations::judgements(db, of.id).await?,
                uses: observations::uses(db, of.id, sight).await?,
                issue_areas: issue_areas(app, of).await?,
                choices: match may_change {
                    true => observations::choices(db, &of.note, sight).await?,
                    false => vec![],
                },
            })
        };
        let about = format!("{} {may_change} {}", of.id, sight.json());
        kept::copy(db, "around a note", about, read).await
    }
}

/// "22 november 2026 av Anna Lind"
fn settled(of: &Shown) -> String {
    match (of.settled_on, of.settled_by.is_empty()) {
        (None, _) => String::new(),
        (Some(day), true) => text::long_date(day),
        (Some(day), false) => format!("{} av {}", text::long_date(day), of.settled_by),
    }
}

fn counties(of: &Shown, holders: &Holders) -> Vec<Choice> {
    let codes = of.note.counties.iter();
    let found = codes.filter_map(|code| holders.county(code));
    found
        .map(|county| Choice::new(county.url(), &county.short_name))
        .collect()
}

async fn issue_areas(app: &App, of: &Shown) -> Result<Vec<Choice>> {
    let areas = issue_areas::names(app.db.read(), &of.note.issue_areas).await?;
    let link = |(id, name)| Choice::new(format!("/sakfragor/{id}"), name);
    Ok(areas.into_iter().map(link).collect())
}

/// What it could be used in, kind by kind.
fn targets(all: Vec<(UsedIn, i64, String)>) -> Vec<(&'static str, Vec<Choice>)> {
    let label = |kind: UsedIn| match kind {
        UsedIn::Brief => "Underlag",
        UsedIn::Position => "Ställningstaganden",
        UsedIn::AgendaItem => "Punkter på dagordningar",
        UsedIn::Action => "Insatser",
    };
    let of = |kind: &UsedIn| {
        let same = all.iter().filter(|(each, ..)| each == kind);
        let choice = |(kind, id, title): &(UsedIn, i64, String)| {
            Choice::new(format!("{}:{id}", kind.code()), title)
        };
        (label(*kind), same.map(choice).collect::<Vec<_>>())
    };
    let groups = UsedIn::ALL.iter().map(of);
    groups.filter(|(_, all)| !all.is_empty()).collect()
}

//! A brief: what holds now, what is being written, all versions, attachments, and where it is used.

use super::{Subject, Validity, tone};
use crate::App;
use crate::domain::attachment::{self, Attachment};
use crate::domain::brief::{Status, Step, Version, allows};
use crate::domain::observation::UsedIn;
use crate::error::Result;
use crate::store::briefs::{Mark, Meta, Use, Waiting};
use crate::store::reader::Reader;
use crate::store::{attachments, briefs, kept};
use crate::web::actions::words::Due;
use crate::web::form::{Choice, Errors};
use crate::web::me::{Me, Shell};
use crate::web::observations::card::Card;
use crate::web::secrecy::Secrecy;
use crate::web::{markdown, page, text};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;

/// A version as it is read.
struct Reading {
    number: i64,
    status: Status,
    tone: &'static str,
    validity: Validity,
    summary: String,
    summary_shareable: bool,
    sections: Vec<SectionRow>,
    sources: String,
    reason: String,
}

struct SectionRow {
    id: i64,
    title: String,
    html: String,
    ready: bool,
    shareable: bool,
}

impl Reading {
    fn of(version: &Version, today: Date) -> Reading {
        let section = |section: &crate::domain::brief::Section| {
            let written = version.draft.section(section.id);
            SectionRow {
                id: section.id,
                title: section.title.clone(),
                html: markdown::render_below(&written.text, 3),
                ready: written.ready,
                shareable: written.shareable,
            }
        };
        Reading {
            number: version.number,
            status: version.status,
            tone: tone(version.status),
            validity: Validity::of(version.draft.valid_from, version.draft.valid_to, today),
            summary: version.draft.summary.clone(),
            summary_shareable: version.draft.summary_shareable,
            sections: version.sections.iter().map(section).collect(),
            sources: markdown::render_below(&version.draft.sources, 3),
            reason: version.reason.clone(),
        }
    }

    fn ready(&self) -> usize {
        self.sections.iter().filter(|section| section.ready).count()
    }
}

/// What the person can do with the version on its way.
#[derive(Default)]
struct Steps {
    version: i64,
    write: bool,
    submit: bool,
    take_back: bool,
    approve: bool,
    send_back: bool,
    waive: bool,
    /// "Läget och Att lyfta": what is not marked ready.
    unready: String,
}

impl Steps {
    fn of(me: &Me, subject: &Subject, version: &Version) -> Steps {
        let (writes, approves) = (subject.can_write(me), subject.can_approve(me));
        let open = |step: Step| allows(version.status, step, subject.review);
        Steps {
            version: version.version,
            write: writes && open(Step::Write),
            submit: writes && open(Step::Submit),
            take_back: writes && open(Step::TakeBack),
            approve: approves && open(Step::Approve),
            send_back: approves && open(Step::SendBack),
            waive: writes && open(Step::Waive),
            unready: text::join_and(&version.unready()),
        }
    }
}

struct VersionRow {
    number: i64,
    url: String,
    status: &'static str,
    tone: &'static str,
    validity: String,
    said: String,
    reason: String,
    /// The version before it, to compare with.
    before: Option<i64>,
}

pub struct FileRow {
    pub url: String,
    pub name: String,
    pub about: String,
}

/// A dialogue that has ordered the brief and has not got it.
struct WaitingRow {
    url: String,
    name: String,
    due: Due,
}

struct UseRow {
    url: String,
    name: String,
    about: String,
}

#[derive(Template)]
#[template(path = "briefs/show.html")]
struct ShowPage {
    shell: Shell,
    errors: Errors,
    name: String,
    subject: String,
    url: String,
    national: bool,
    department: String,
    county_url: String,
    held: Option<Reading>,
    open: Option<Reading>,
    open_said: String,
    steps: Steps,
    review: bool,
    can_write: bool,
    versions: Vec<VersionRow>,
    files: Vec<FileRow>,
    room: bool,
    uses: Vec<UseRow>,
    waiting: Vec<WaitingRow>,
    nobody_approves: bool,
    secrecy: Secrecy,
    notes: Card,
}

/// What a brief's page tells, the same for everyone who may read it.
#[derive(Clone)]
struct Told {
    held: Option<Version>,
    open: Option<Version>,
    metas: Vec<Meta>,
    files: Vec<Attachment>,
    uses: Vec<Use>,
    waiting: Vec<Waiting>,
}

impl Told {
    async fn read(db: &Reader, id: i64) -> Result<Told> {
        let mut conn = db.acquire().await?;
        let held = briefs::approved_version(&mut conn, id).await?;
        let open = briefs::open_version(&mut conn, id).await?;
        drop(conn);
        Ok(Told {
            held,
            open,
            metas: briefs::metas(db, id).await?,
            files: attachments::of_brief(db, id).await?,
            uses: briefs::used_in(db, id).await?,
            waiting: briefs::waited_for(db, id).await?,
        })
    }
}

pub async fn show(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let subject = Subject::load(&app, &me, id).await?;
    show_page(&app, &me, &subject, Errors::default()).await
}

pub async fn show_page(app: &App, me: &Me, subject: &Subject, errors: Errors) -> Result<Response> {
    let (db, today, id) = (app.db.read(), app.clock.today(), subject.brief.id);
    let told = kept::of_record(db, "brief page", id, Told::read(db, id)).await?;
    let Told {
        held,
        open,
        metas,
        files,
        uses,
        waiting,
    } = (*told).clone();
    let brief = &subject.brief;
    let reviewed = subject.review && open.is_some() && brief.department_id.is_some();
    let nobody_approves = reviewed && !briefs::has_approver(db, brief.department_id, today).await?;
    let open_said = metas
        .iter()
        .find(|meta| meta.status.is_open())
        .map_or(String::new(), said);
    let counties: Vec<String> = brief.of.county().map(str::to_owned).into_iter().collect();
    let areas: Vec<i64> = brief.of.issue_area().into_iter().collect();
    let (used_in, of) = ((UsedIn::Brief, id), (&counties[..], &areas[..]));
    let template = ShowPage {
        shell: me.shell_for(&errors),
        notes: Card::load(app, me, used_in, of, subject.can_write(me)).await?,
        name: brief.name(),
        subject: brief.subject.clone(),
        url: brief.url(),
        national: brief.department_id.is_some(),
        department: brief.department.clone(),
        county_url: format!("/lan/{}", brief.county_slug),
        steps: open
            .as_ref()
            .map_or(Steps::default(), |version| Steps::of(me, subject, version)),
        held: held.map(|version| Reading::of(&version, today)),
        open: open.map(|version| Reading::of(&version, today)),
        open_said,
        review: subject.review,
        can_write: subject.can_write(me),
        versions: version_rows(brief.id, &metas, today),
        room: files.len() < attachment::MOST,
        files: files.iter().map(file_row).collect(),
        uses: uses.into_iter().map(use_row).collect(),
        waiting: waiting
            .into_iter()
            .map(|row| waiting_row(row, today))
            .collect(),
        nobody_approves,
        secrecy: subject.open(app, me).await?,
        errors,
    };
    page(template.errors.status(), &template)
}

fn version_rows(brief_id: i64, metas: &[Meta], today: Date) -> Vec<VersionRow> {
    let row = |(index, meta): (usize, &Meta)| VersionRow {
        number: meta.number,
        url: format!("/underlag/{brief_id}/versioner/{}", meta.number),
        status: meta.status.label(),
        tone: tone(meta.status),
        validity: match meta.status {
            Status::Approved | Status::Superseded => {
                Validity::of(meta.valid_from, meta.valid_to, today).words
            }
            _ => String::new(),
        },
        said: said(meta),
        reason: meta.reason.clone(),
        before: metas.get(index + 1).map(|before| before.number),
    };
    metas.iter().enumerate().map(row).collect()
}

/// "Fastställt av Ingela Strand 3 december 2026"
fn said(meta: &Meta) -> String {
    let told = |what: &str, mark: &Mark| {
        let day = text::long_date(text::to_stockholm_date(mark.at));
        match mark.by.is_empty() {
            true => format!("{what} {day}"),
            false => format!("{what} av {} {day}", mark.by),
        }
    };
    match (meta.status, &meta.submitted, &meta.approved) {
        (Status::Approved | Status::Superseded, _, Some(approved)) => told("Fastställt", approved),
        (Status::InReview, Some(submitted), _) => told("Lämnat för granskning", submitted),
        (Status::Requested, ..) => told("Beställt", &meta.created),
        _ => told("Senast ändrat", &meta.updated),
    }
}

fn file_row(file: &Attachment) -> FileRow {
    let day = text::long_date(text::to_stockholm_date(file.added_at));
    FileRow {
        url: format!("/underlag/{}/bilagor/{}", file.brief_id, file.id),
        name: file.name.clone(),
        about: format!(
            "{}, {}. Tillagd av {} {day}",
            file.kind.label(),
            size(file.bytes),
            file.added_by
        ),
    }
}

/// "12 kB", "3,4 MB"
pub fn size(bytes: i64) -> String {
    match bytes {
        0..1_000_000 => format!("{} kB", (bytes + 999) / 1000),
        _ => format!("{},{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

fn waiting_row(row: Waiting, today: Date) -> WaitingRow {
    WaitingRow {
        url: format!(
            "/dialoger/{}/bestallningar/{}",
            row.dialogue_id, row.order_id
        ),
        name: format!("Dialogen med {} {}", row.county, row.held_on),
        due: Due::of(row.due_on, today, true),
    }
}

fn use_row(row: Use) -> UseRow {
    let about = match row.position_on {
        Some(_) => format!("Ställningstagandet vilar på version {}", row.number),
        None => format!("Beställningen besvarades med version {}", row.number),
    };
    let url = format!("/dialoger/{}", row.dialogue_id);
    UseRow {
        url: match row.position_on {
            Some(area) => format!("{url}/stallningstaganden/{area}"),
            None => url,
        },
        name: format!("Dialogen med {} {}", row.county, row.held_on),
        about,
    }
}

#[derive(Template)]
#[template(path = "briefs/version.html")]
struct VersionPage {
    shell: Shell,
    crumbs: Vec<Choice>,
    name: String,
    url: String,
    said: String,
    version: Reading,
    steps: Steps,
    review: bool,
    before: Option<i64>,
    secrecy: Secrecy,
}

/// One version whole, for the one who approves it, and for whoever wants to know what was said then.
pub async fn version(
    State(app): State<App>,
    me: Me,
    Path((id, number)): Path<(i64, i64)>,
) -> Result<Response> {
    let subject = Subject::load(&app, &me, id).await?;
    let (db, today) = (app.db.read(), app.clock.today());
    let secrecy = subject.open(&app, &me).await?;
    let version = briefs::by_number(db, id, number).await?;
    let metas = briefs::metas(db, id).await?;
    let meta = metas.iter().find(|meta| meta.number == number);
    let earlier = metas.iter().map(|meta| meta.number);
    let template = VersionPage {
        shell: me.shell(),
        crumbs: subject.crumbs(),
        name: subject.brief.name(),
        url: subject.brief.url(),
        said: meta.map_or(String::new(), said),
        steps: Steps::of(&me, &subject, &version),
        review: subject.review,
        before: earlier.filter(|each| *each < number).max(),
        version: Reading::of(&version, today),
        secrecy,
    };
    page(StatusCode::OK, &template)
}

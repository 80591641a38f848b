//! Strategiska regiondialoger: planned, changed, moved on, and read one by one.

mod list;
mod told;

pub use list::{Filter, Listed, Shown, Stage, list, shown, years};
pub use told::{ActionLine, SHOWN, Told, actions, told};

use super::columns::{Columns, Text};
use super::{Write, agenda_items, brief_orders, dialogue_types, milestones, places};
use crate::domain::dialogue::{Dialogue, LAST_DUTY, Notes, Phase, Plan, Step};
use crate::domain::dialogue_type::Beginning;
use crate::domain::event::{Change, Event, EventKind, SubjectKind};
use crate::domain::milestone::{ConcernedDepartment, Draft, schedule};
use crate::error::{Error, Result};
use jiff::civil::Date;
use sqlx::SqliteExecutor;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

pub async fn find(db: impl SqliteExecutor<'_>, id: i64) -> Result<Dialogue> {
    let row = sqlx::query("select * from dialogues where id = ?")
        .bind(id)
        .try_map(dialogue)
        .fetch_one(db)
        .await?;
    Ok(row)
}

pub(super) fn dialogue(row: SqliteRow) -> sqlx::Result<Dialogue> {
    Ok(Dialogue {
        id: row.int("id")?,
        plan: Plan {
            county: row.string("county")?,
            held_on: row.parsed("held_on")?,
            starts_at: row.parsed("starts_at")?,
            ends_at: row.parsed("ends_at")?,
            form: row.parsed("form")?,
            place: row.string("place")?,
            link: row.string("link")?,
            purpose: row.string("purpose")?,
            diary_no: row.string("diary_no")?,
        },
        phase: row.parsed("phase")?,
        notes: Notes {
            notes: row.string("notes")?,
        },
        notes_version: row.int("notes_version")?,
        cancelled_from: row.opt_parsed("cancelled_from")?,
        cancel_reason: row.string("cancel_reason")?,
        version: row.int("version")?,
    })
}

/// A dialogue as its neighbours mention it.
#[derive(Clone, Debug)]
pub struct Mention {
    pub id: i64,
    pub county: String,
    pub held_on: Date,
    pub phase: Phase,
}

fn mention(row: SqliteRow) -> sqlx::Result<Mention> {
    Ok(Mention {
        id: row.int("id")?,
        county: row.string("county")?,
        held_on: row.parsed("held_on")?,
        phase: row.parsed("phase")?,
    })
}

/// The previous and the next dialogue of the same län; those that were called off are passed over.
pub async fn neighbours(
    db: impl SqliteExecutor<'_>,
    of: &Dialogue,
) -> Result<(Option<Mention>, Option<Mention>)> {
    let rows = sqlx::query(
        "select * from (select id, county, held_on, phase from dialogues
             where county = ?1 and phase <> 'cancelled' and (held_on, id) < (?2, ?3) order by held_on desc, id desc limit 1)
         union all
         select * from (select id, county, held_on, phase from dialogues
             where county = ?1 and phase <> 'cancelled' and (held_on, id) > (?2, ?3) order by held_on, id limit 1)",
    )
    .bind(&of.plan.county)
    .bind(Text(of.plan.held_on))
    .bind(of.id)
    .try_map(mention)
    .fetch_all(db)
    .await?;
    let (earlier, later): (Vec<_>, Vec<_>) = rows
        .into_iter()
        .partition(|row| (row.held_on, row.id) < (of.plan.held_on, of.id));
    Ok((earlier.into_iter().next(), later.into_iter().next()))
}

/// What a planner should know of a day: the dialogues held on it, and the län's own that year.
pub async fn around(db: impl SqliteExecutor<'_>, county: &str, day: Date) -> Result<Vec<Mention>> {
    let rows = sqlx::query(
        "select id, county, held_on, phase from dialogues
         where phase <> 'cancelled'
           and (held_on = ?1 or (county = ?2 and held_on >= ?3 || '-01-01' and held_on <= ?3 || '-12-31'))
         order by held_on, id limit 50",
    )
    .bind(Text(day))
    .bind(county)
    .bind(format!("{:04}", day.year()))
    .try_map(mention)
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// The dialogue that has a diarienummer, if another than `except` has it.
pub async fn with_diary_no(
    db: impl SqliteExecutor<'_>,
    diary_no: &str,
    except: i64,
) -> Result<Option<Mention>> {
    let row = sqlx::query(
        "select id, county, held_on, phase from dialogues
         where diary_no = ? collate nocase and diary_no <> '' and id <> ?",
    )
    .bind(diary_no)
    .bind(except)
    .try_map(mention)
    .fetch_optional(db)
    .await?;
    Ok(row)
}

/// The milestones a dialogue on this day would get if it were planned today, without those its kind
/// has no use for.
pub async fn drafts(
    conn: &mut SqliteConnection,
    held_on: Date,
    left_out: &[String],
    today: Date,
) -> Result<Vec<Draft>> {
    let mut template = milestones::template(&mut *conn).await?;
    template.retain(|row| !left_out.contains(&row.key));
    let departments = places::departments(&mut *conn, today).await?;
    let concerned: Vec<_> = departments
        .iter()
        .map(|each| ConcernedDepartment {
            id: each.id,
            name: &each.name,
            is_regioner: each.is_regioner,
        })
        .collect();
    Ok(schedule(&template, &concerned, held_on, today))
}

/// A new dialogue with the milestones of the template, counted from its day, and with what its kind
/// begins with.
pub async fn plan(tx: &mut Write, plan: &Plan, beginning: &Beginning, today: Date) -> Result<i64> {
    let now = tx.now();
    let id: i64 = sqlx::query_scalar(
        "insert into dialogues (county, held_on, starts_at, ends_at, form, place, link, purpose, diary_no,
                                type_id, phase, created_at, updated_at)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'planning', ?, ?) returning id",
    )
    .bind(&plan.county)
    .bind(Text(plan.held_on))
    .bind(Text(plan.starts_at))
    .bind(Text(plan.ends_at))
    .bind(Text(plan.form))
    .bind(&plan.place)
    .bind(&plan.link)
    .bind(&plan.purpose)
    .bind(&plan.diary_no)
    .bind(beginning.kind.kept_id())
    .bind(Text(now))
    .bind(Text(now))
    .fetch_one(tx.conn())
    .await?;
    let left_out = &beginning.kind.contents.left_out;
    let drafts = drafts(tx.conn(), plan.held_on, left_out, today).await?;
    milestones::add_all(tx, id, &drafts).await?;
    tx.record(
        Event::new(EventKind::DialoguePlanned, SubjectKind::Dialogue, id)
            .version(1)
            .changes(Change::between(None, plan))
            .change("type_id", None::<i64>, beginning.kind.kept_id()),
    )
    .await?;
    dialogue_types::begin(tx, id, &plan.county, beginning).await?;
    Ok(id)
}

/// Saves a changed plan; another day moves the open milestones with it. Returns how many moved.
pub async fn change(tx: &mut Write, before: &Dialogue, plan: &Plan, today: Date) -> Result<usize> {
    let updated = sqlx::query(
        "update dialogues set held_on = ?, starts_at = ?, ends_at = ?, form = ?, place = ?, link = ?,
                purpose = ?, diary_no = ?, updated_at = ?, version = version + 1
         where id = ? and version = ?",
    )
    .bind(Text(plan.held_on))
    .bind(Text(plan.starts_at))
    .bind(Text(plan.ends_at))
    .bind(Text(plan.form))
    .bind(&plan.place)
    .bind(&plan.link)
    .bind(&plan.purpose)
    .bind(&plan.diary_no)
    .bind(Text(tx.now()))
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())?;
    let moves = plan.held_on != before.plan.held_on;
    let kind = match moves {
        true => EventKind::DialogueMoved,
        false => EventKind::DialogueChanged,
    };
    tx.record(
        Event::new(kind, SubjectKind::Dialogue, before.id)
            .version(before.version + 1)
            .changes(Change::between(Some(&before.plan), plan)),
    )
    .await?;
    if !moves {
        return Ok(0);
    }
    brief_orders::reschedule(tx, before, plan.held_on).await?;
    milestones::reschedule(tx, before.id, before.plan.held_on, plan.held_on, today).await
}

/// Takes a step that the domain allows; `reason` is kept when the dialogue is called off. Whoever asks, none
/// is closed while a duty is open. Returns how many items of the agenda go on to the next dialogue.
pub async fn take(tx: &mut Write, before: &Dialogue, step: Step, reason: &str) -> Result<usize> {
    let now = tx.now().to_string();
    let stamp = |of: Step| (of == step).then_some(&now);
    let updated = sqlx::query(
        "update dialogues set phase = ?, cancel_reason = ?, updated_at = ?, version = version + 1,
                confirmed_at = coalesce(?, confirmed_at), held_at = coalesce(?, held_at),
                closed_at = coalesce(?, closed_at), cancelled_at = coalesce(?, cancelled_at),
                cancelled_from = ?
         where id = ? and version = ? and (? or not exists (
             select 1 from milestones m where m.dialogue_id = dialogues.id and m.state = 'open' and m.offset_days <= ?))",
    )
    .bind(Text(step.leads_to()))
    .bind(reason)
    .bind(&now)
    .bind(stamp(Step::Confirm))
    .bind(stamp(Step::Hold))
    .bind(stamp(Step::Close))
    .bind(stamp(Step::Cancel))
    .bind((step == Step::Cancel).then(|| before.phase.code()))
    .bind(before.id)
    .bind(before.version)
    .bind(step != Step::Close)
    .bind(LAST_DUTY)
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())?;
    let mut event = Event::new(kind_of(step), SubjectKind::Dialogue, before.id)
        .version(before.version + 1)
        .change("phase", before.phase, step.leads_to());
    if step == Step::Cancel {
        event = event.change("cancel_reason", "", reason);
    }
    tx.record(event).await?;
    match step {
        Step::Confirm => milestones::tick_invitation(tx, before).await.map(|()| 0),
        Step::Hold | Step::Cancel => agenda_items::leave(tx, before, step).await,
        Step::Start | Step::Close => Ok(0),
    }
}

fn kind_of(step: Step) -> EventKind {
    match step {
        Step::Confirm => EventKind::DialogueConfirmed,
        Step::Start => EventKind::DialogueStarted,
        Step::Hold => EventKind::DialogueHeld,
        Step::Close => EventKind::DialogueClosed,
        Step::Cancel => EventKind::DialogueCancelled,
    }
}

/// Saves the notes, which have a version of their own.
pub async fn write_notes(tx: &mut Write, before: &Dialogue, notes: &Notes) -> Result<()> {
    let updated = sqlx::query(
        "update dialogues set notes = ?, updated_at = ?, notes_version = notes_version + 1
         where id = ? and notes_version = ?",
    )
    .bind(&notes.notes)
    .bind(Text(tx.now()))
    .bind(before.id)
    .bind(before.notes_version)
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())?;
    tx.record(
        Event::new(EventKind::NotesChanged, SubjectKind::Dialogue, before.id)
            .version(before.notes_version + 1)
            .changes(Change::between(Some(&before.notes), notes)),
    )
    .await
}

/// A versioned update that met no row met a record someone else has changed.
pub(super) fn one(rows: u64) -> Result<()> {
    match rows {
        1 => Ok(()),
        _ => Err(Error::Stale),
    }
}

//! The markings someone may read of, fifty at a time.

use crate::domain::event::SubjectKind;
use crate::domain::secrecy::Sight;
use crate::error::Result;
use crate::store::columns::Columns;
use crate::store::reader::Reader;
use crate::store::{Page, Part};
use jiff::civil::Date;
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Sqlite};

#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// A code of a kind.
    pub kind: Option<&'static str>,
    /// Only those that should have been tried anew before this day.
    pub lapsed_before: Option<Date>,
}

/// A marking as the list shows it, to those alone who may read the record.
#[derive(Clone, Debug)]
pub struct Row {
    pub kind: SubjectKind,
    pub id: i64,
    /// Empty of a record that has been removed.
    pub title: String,
    pub provision: String,
    pub marked_on: Date,
    pub marked_by: String,
    pub lapses_on: Option<Date>,
    pub openings: i64,
}

const ROWS: &str = "select m.kind, m.record_id, m.provision, m.marked_on, m.lapses_on, coalesce(p.name, '') as marked_by,
        coalesce(case m.kind
            when 'observation' then (select title from observations where id = m.record_id and removed_at is null)
            when 'contact' then (select name from contacts where id = m.record_id and removed_at is null)
            when 'contact_entry' then (select subject from contact_entries where id = m.record_id and removed_at is null)
            when 'brief' then (select coalesce(i.name, c.name) from briefs b left join issue_areas i on i.id = b.issue_area_id
                left join counties c on c.code = b.county where b.id = m.record_id)
            when 'transition_case' then (select case t.kind when 'layoff' then 'Varsel' when 'transition' then 'Omställning'
                    else 'Etablering' end || coalesce(', ' || t.affected || ' berörda', '') || ', ' || c.short_name
                from transition_cases t join counties c on c.code = t.county where t.id = m.record_id)
            end, '') as title,
        (select count(*) from secrecy_openings o where o.kind = m.kind and o.record_id = m.record_id) as openings
     from secrecy_markings m left join people p on p.id = m.marked_by";

pub async fn list(
    db: &Reader,
    sight: &Sight,
    filter: &Filter,
    (key, descending): (&str, bool),
    part: Part,
) -> Result<Page<Row>> {
    let mut counting = QueryBuilder::new("select count(*) from secrecy_markings m");
    narrow(&mut counting, sight, filter);
    let total = counting.build_query_scalar().fetch_one(db).await?;
    let mut query = QueryBuilder::new(ROWS);
    narrow(&mut query, sight, filter);
    query.push(match (key, descending) {
        ("slag", false) => " order by m.kind, m.record_id",
        ("slag", true) => " order by m.kind desc, m.record_id desc",
        ("provas", false) => " order by m.lapses_on is null, m.lapses_on, m.record_id",
        ("provas", true) => " order by m.lapses_on desc, m.record_id",
        (_, false) => " order by m.marked_on, m.kind, m.record_id",
        (_, true) => " order by m.marked_on desc, m.kind, m.record_id desc",
    });
    query.push(" limit ").push_bind(part.limit());
    query.push(" offset ").push_bind(part.offset());
    let rows = query.build().try_map(row).fetch_all(db).await?;
    Ok(Page {
        rows,
        total,
        number: part.number(),
    })
}

fn narrow(query: &mut QueryBuilder<Sqlite>, sight: &Sight, filter: &Filter) {
    query
        .push(" where exists (select 1 from secrecy_scopes s where s.kind = m.kind and s.record_id = m.record_id
                and s.scope in (select value from json_each(")
        .push_bind(sight.json())
        .push(")))");
    if let Some(kind) = filter.kind {
        query.push(" and m.kind = ").push_bind(kind);
    }
    if let Some(day) = filter.lapsed_before {
        query.push(" and m.lapses_on < ").push_bind(day.to_string());
    }
}

fn row(row: SqliteRow) -> sqlx::Result<Row> {
    Ok(Row {
        kind: row.parsed("kind")?,
        id: row.int("record_id")?,
        title: row.string("title")?,
        provision: row.string("provision")?,
        marked_on: row.parsed("marked_on")?,
        marked_by: row.string("marked_by")?,
        lapses_on: row.opt_parsed("lapses_on")?,
        openings: row.int("openings")?,
    })
}

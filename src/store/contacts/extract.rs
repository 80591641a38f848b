//! Registerutdrag: everything the database says of a person, over all its tables.
//!
//! What points to her is read by its column; where her name or address merely stands in a text is found by
//! looking through every text of every table, so that a table that is added later is looked through too.

use crate::domain::secrecy::{Scope, Sight};
use crate::error::Result;
use crate::store::columns::Columns;
use crate::store::reader::Reader;
use serde::Serialize;
use serde_json::Value;
use sqlx::sqlite::SqliteRow;
use std::collections::HashMap;

/// A text that her name or address stands in.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    /// Where it stands, such as "Minnesanteckningar".
    pub place: String,
    pub url: String,
    /// The words around it.
    pub text: String,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct Extract {
    pub texts: Vec<Line>,
    /// Values in histories.
    pub events: Vec<Line>,
}

/// Where the rows of a table are read, and the kind and number of the record that can be marked.
struct Source {
    table: &'static str,
    label: &'static str,
    url: &'static str,
    marked: &'static str,
    id: &'static str,
}

const fn open(table: &'static str, label: &'static str, url: &'static str) -> Source {
    Source {
        table,
        label,
        url,
        marked: "",
        id: "0",
    }
}

const fn marked(
    table: &'static str,
    label: &'static str,
    url: &'static str,
    kind: &'static str,
    id: &'static str,
) -> Source {
    Source {
        table,
        label,
        url,
        marked: kind,
        id,
    }
}

const DIALOGUE: &str = "'/dialoger/' || t.dialogue_id";

#[rustfmt::skip]
const SOURCES: &[Source] = &[
    open("participants", "Medverkande", DIALOGUE),
    open("invitations", "Inbjudan", DIALOGUE),
    open("minutes", "Minnesanteckningar", "'/dialoger/' || t.dialogue_id || '/minnesanteckningar'"),
    open("minutes_editions", "Låsta minnesanteckningar", "'/dialoger/' || t.dialogue_id || '/minnesanteckningar'"),
    open("minutes_reviews", "Justering", "'/dialoger/' || t.dialogue_id || '/minnesanteckningar'"),
    open("minutes_sends", "Utskick av minnesanteckningar", "'/dialoger/' || t.dialogue_id || '/minnesanteckningar'"),
    open("outcomes", "Utfall", "'/dialoger/' || t.dialogue_id || '/genomforande'"),
    open("agenda_items", "Dagordning", "coalesce('/dialoger/' || t.dialogue_id, '/lan/' || t.county)"),
    open("evaluations", "Utvärdering", DIALOGUE),
    open("region_reports", "Rapport till regionen", "'/dialoger/' || t.dialogue_id || '/regionrapport'"),
    open("positions", "Ställningstagande", DIALOGUE),
    open("assessments", "Nationell bedömning", DIALOGUE),
    open("feedback", "Återkoppling", "'/aterkoppling/' || t.id"),
    open("lessons", "Lärdom", "'/lardomar/' || t.id"),
    open("handovers", "Överlämning", "'/overlamningar/' || t.id"),
    open("handover_steps", "Överlämning", "'/overlamningar/' || t.handover_id"),
    open("actions", "Insats", "'/insatser/' || t.id"),
    open("action_followups", "Uppföljning av insats", "'/insatser/' || t.action_id"),
    open("needs", "Behov", "'/behov/' || t.id"),
    open("offers", "Erbjudande", "'/erbjudanden/' || t.id"),
    open("investments", "Satsning", "'/satsningar/' || t.id"),
    open("investment_shares", "Satsning", "'/satsningar/' || t.investment_id"),
    open("dialogues", "Dialog", "'/dialoger/' || t.id"),
    marked("judgements", "Bedömning", "'/bedomningar'", "transition_case", "t.transition_case_id"),
    open("networks", "Nätverk", "'/natverk/' || t.id"),
    open("network_meetings", "Nätverksträff", "'/natverk/' || t.network_id"),
    open("organisations", "Organisation", "'/kontakter/organisationer/' || t.id"),
    marked("observations", "Omvärldsnotis", "'/omvarld/' || t.id", "observation", "t.id"),
    marked("transition_cases", "Varselärende", "'/varsel/' || t.id", "transition_case", "t.id"),
    marked("transition_case_entries", "Varselärende", "'/varsel/' || t.case_id", "transition_case", "t.case_id"),
    marked("transition_case_partners", "Varselärende", "'/varsel/' || t.case_id", "transition_case", "t.case_id"),
    marked("contacts", "Kontakt", "'/kontakter/' || t.id", "contact", "coalesce(t.merged_into, t.id)"),
    marked("contact_roles", "Roll", "'/kontakter/' || t.contact_id", "contact", "t.contact_id"),
    marked("contact_entries", "Kontaktlogg", "'/kontakter/logg/' || t.id", "contact_entry", "t.id"),
    marked("brief_versions", "Underlag", "'/underlag/' || t.brief_id", "brief", "t.brief_id"),
];

/// What holds no words of persons: keys, secrets, and copies of what is looked through.
const LEFT_OUT: &[&str] = &[
    "_sqlx_migrations",
    "events",
    "event_values",
    "sessions",
    "form_tokens",
    "one_time_links",
    "feeds",
    "login_failures",
    "marks",
    "ledger",
    "accounts",
    "people",
];

/// A folded copy of other columns, or a code.
const COPIES: &[&str] = &[
    "search_text",
    "name_key",
    "token",
    "attended",
    "status",
    "state",
    "answer",
    "kind",
    "level",
    "phase",
    "channel",
    "scope",
];

/// So many lines of each table are told.
const MOST: i64 = 200;

/// Every text in which one of the names stands, for one who may read what of it is marked. Tables that are
/// not known by name are looked through for a chef only, as they may hold what is marked.
pub async fn of_contact(db: &Reader, names: &[String], sight: &Sight) -> Result<Extract> {
    let names: Vec<String> = names
        .iter()
        .filter(|name| !name.trim().is_empty())
        .cloned()
        .collect();
    if names.is_empty() {
        return Ok(Extract::default());
    }
    let every = sight.reads(&[Scope::Managers]);
    let key = Value::from(names.clone()).to_string();
    let mut texts = Vec::new();
    for (table, columns) in tables(db).await? {
        let known = SOURCES.iter().find(|each| each.table == table);
        if known.is_some() || every {
            texts.extend(lines(db, &table, &columns, known, &key, sight, &names).await?);
        }
    }
    name_dialogues(db, &mut texts).await?;
    Ok(Extract {
        texts,
        events: events(db, &key, sight, &names).await?,
    })
}

/// Lines of the same kind are told apart by the dialogue they stand in: "Medverkande, Norrbotten 2026-12-07".
async fn name_dialogues(db: &Reader, texts: &mut [Line]) -> Result<()> {
    let id_of = |line: &Line| -> Option<i64> {
        let rest = line.url.strip_prefix("/dialoger/")?;
        rest.split('/').next()?.parse().ok()
    };
    let ids: Vec<i64> = texts.iter().filter_map(id_of).collect();
    let names: HashMap<i64, String> = sqlx::query_as::<_, (i64, String)>(
        "select d.id, c.short_name || ' ' || d.held_on from dialogues d join counties c on c.code = d.county
         where d.id in (select value from json_each(?))",
    )
    .bind(Value::from(ids).to_string())
    .fetch_all(db)
    .await?
    .into_iter()
    .collect();
    for line in texts {
        if let Some(name) = id_of(line).and_then(|id| names.get(&id)) {
            line.place = format!("{}, {name}", line.place);
        }
    }
    Ok(())
}

/// The tables with their columns of text.
async fn tables(db: &Reader) -> Result<Vec<(String, Vec<String>)>> {
    let rows: Vec<(String, String)> = sqlx::query_as(
        "select m.name, c.name from sqlite_schema m join pragma_table_info(m.name) c
         where m.type = 'table' and m.sql not like 'create virtual%' and m.name not like 'sqlite_%'
           and c.type = 'TEXT' collate nocase and c.name not like '%\\_at' escape '\\' and c.name not like '%\\_on' escape '\\'
         order by m.name, c.cid",
    )
    .fetch_all(db)
    .await?;
    let mut tables: Vec<(String, Vec<String>)> = Vec::new();
    for (table, column) in rows {
        let plain = |name: &str| {
            name.bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        };
        if LEFT_OUT.contains(&table.as_str())
            || COPIES.contains(&column.as_str())
            || table.starts_with("search")
            || !plain(&table)
            || !plain(&column)
        {
            continue;
        }
        match tables.last_mut().filter(|(last, _)| *last == table) {
            Some((_, columns)) => columns.push(column),
            None => tables.push((table, vec![column])),
        }
    }
    Ok(tables)
}

async fn lines(
    db: &Reader,
    table: &str,
    columns: &[String],
    known: Option<&Source>,
    key: &str,
    sight: &Sight,
    names: &[String],
) -> Result<Vec<Line>> {
    let text = columns
        .iter()
        .map(|column| format!("coalesce(t.\"{column}\", '')"))
        .collect::<Vec<_>>()
        .join(" || char(10) || ");
    let (url, kind, id) = known.map_or(("''", "", "0"), |each| (each.url, each.marked, each.id));
    let statement = format!(
        "select {url} as url, {text} as text from \"{table}\" t
         where exists (select 1 from json_each(?1) n where instr({text}, n.value) > 0)
           and ('{kind}' = '' or not exists (select 1 from secrecy_markings sm where sm.kind = '{kind}' and sm.record_id = {id})
                or exists (select 1 from secrecy_scopes ss where ss.kind = '{kind}' and ss.record_id = {id}
                           and ss.scope in (select value from json_each(?2))))
         limit ?3"
    );
    let place = known.map_or("Övrigt", |each| each.label);
    Ok(sqlx::query(sqlx::AssertSqlSafe(statement))
        .bind(key)
        .bind(sight.json())
        .bind(MOST)
        .try_map(|row: SqliteRow| {
            Ok(Line {
                place: place.to_owned(),
                url: row.opt_string("url")?.unwrap_or_default(),
                text: around(&row.string("text")?, names),
            })
        })
        .fetch_all(db)
        .await?)
}

/// Values of changes, with the record they are of; those of marked records for who may read them. A contact
/// that turned out to be another is marked with her.
async fn events(db: &Reader, key: &str, sight: &Sight, names: &[String]) -> Result<Vec<Line>> {
    Ok(sqlx::query(
        "with readable as (
             select e.id, e.at, e.kind from events e
             left join contacts c on e.subject_kind = 'contact' and c.id = cast(e.subject_id as integer)
             where not exists (
                 select 1 from secrecy_markings sm
                 where ((sm.kind = e.subject_kind
                         and sm.record_id = coalesce(c.merged_into, cast(e.subject_id as integer)))
                        or (sm.kind = e.parent_kind and sm.record_id = cast(e.parent_id as integer)))
                   and not exists (select 1 from secrecy_scopes ss where ss.kind = sm.kind and ss.record_id = sm.record_id
                                   and ss.scope in (select value from json_each(?2)))))
         select r.at, r.kind, coalesce(v.before, '') || char(10) || coalesce(v.after, '') as text
         from event_values v join readable r on r.id = v.event_id
         where exists (select 1 from json_each(?1) n
                       where instr(coalesce(v.before, ''), n.value) > 0 or instr(coalesce(v.after, ''), n.value) > 0)
         order by r.id desc limit ?3",
    )
    .bind(key)
    .bind(sight.json())
    .bind(MOST)
    .try_map(|row: SqliteRow| {
        let kind: crate::domain::event::EventKind = row.parsed("kind")?;
        let at: jiff::Timestamp = row.parsed("at")?;
        Ok(Line {
            place: format!("{}: {}", crate::clock::in_stockholm(at), kind.label()),
            url: String::new(),
            text: around(&row.string("text")?, names),
        })
    })
    .fetch_all(db)
    .await?)
}

/// The columns, a line each; of one that is kept as JSON the words alone, without the names of its fields.
fn readable(text: &str) -> String {
    let line = |line: &str| match serde_json::from_str(line) {
        Ok(Value::Number(_) | Value::Bool(_)) | Err(_) => line.to_owned(),
        Ok(value) => words(&value).join(" "),
    };
    text.lines().map(line).collect::<Vec<_>>().join(" ")
}

fn words(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(all) => all.iter().flat_map(words).collect(),
        Value::Object(all) => all.values().flat_map(words).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) => vec![],
    }
}

/// The words around the first of the names.
fn around(text: &str, names: &[String]) -> String {
    const BESIDE: usize = 60;
    let text = &readable(text);
    let found = names
        .iter()
        .filter_map(|name| text.find(name.as_str()))
        .min();
    let at = found.map_or(0, |byte| text[..byte].chars().count());
    let all: Vec<char> = text.chars().collect();
    let from = at.saturating_sub(BESIDE);
    let to = (at + 2 * BESIDE).min(all.len());
    let words: String = all[from..to].iter().collect();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let (before, after) = (
        if from > 0 { "… " } else { "" },
        if to < all.len() { " …" } else { "" },
    );
    format!("{before}{words}{after}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_told_by_the_words_around_the_name() {
        let text = format!("{} Åsa Öberg {}", "före ".repeat(40), "efter ".repeat(40));
        let told = around(&text, &["Åsa Öberg".to_owned()]);
        assert!(told.starts_with("… ") && told.ends_with(" …") && told.contains("Åsa Öberg"));
        assert_eq!(around("Åsa Öberg", &["Åsa Öberg".to_owned()]), "Åsa Öberg");
    }

    #[test]
    fn what_is_kept_as_json_is_told_by_its_words_alone() {
        let kept = r#"{"rows":[{"words":"Åsa Öberg","shareable":true},{"words":"Luleå [nya]"}]}"#;
        let told = around(
            &format!("null\n{kept}\n12 \"bord\""),
            &["Åsa Öberg".to_owned()],
        );
        assert_eq!(told, "Åsa Öberg Luleå [nya] 12 \"bord\"");
    }
}

//! The index: documents made anew for what has been recorded, and the whole of it when it is of
//! another version.

use super::Source;
use super::document::{Document, document, is_long};
use crate::domain::search::words::{VERSION, words};
use crate::domain::spelling::fold;
use crate::error::Result;
use serde_json::{Value, json};
use sqlx::sqlite::SqlitePool;
use sqlx::{SqliteConnection, SqliteExecutor};
use std::collections::{BTreeSet, HashMap};

/// Written at a time.
const CHUNK: usize = 200;

/// Makes the documents of some records of a kind, and takes away those that are no more.
pub async fn of_kind(
    conn: &mut SqliteConnection,
    source: &Source,
    ids: &BTreeSet<String>,
) -> Result<()> {
    let chosen = json!(ids).to_string();
    let documents = sqlx::query(sqlx::AssertSqlSafe(source.statement(false)))
        .bind(&chosen)
        .try_map(document)
        .fetch_all(&mut *conn)
        .await?;
    let known: Vec<(i64, String, i64)> = sqlx::query_as(
        "select id, record, digest from search_documents where kind = ? and record in (select value from json_each(?))",
    )
    .bind(source.kind.code())
    .bind(&chosen)
    .fetch_all(&mut *conn)
    .await?;
    let is_same = |(_, record, digest): &(i64, String, i64)| {
        let mut all = documents.iter();
        all.any(|each| each.record == *record && each.digest() == *digest)
    };
    let same: BTreeSet<String> = known
        .iter()
        .filter(|each| is_same(each))
        .map(|each| each.1.clone())
        .collect();
    let stale: Vec<i64> = known
        .iter()
        .filter(|each| !same.contains(&each.1))
        .map(|each| each.0)
        .collect();
    let lives = |record: &String| documents.iter().any(|each| each.record == *record);
    let gone: Vec<i64> = known
        .iter()
        .filter(|each| !lives(&each.1))
        .map(|each| each.0)
        .collect();
    let before = terms_of(conn, &stale).await?;
    remove(conn, &gone).await?;
    let changed: Vec<Document> = documents
        .into_iter()
        .filter(|each| !same.contains(&each.record))
        .collect();
    if !changed.is_empty() {
        let names = names(conn).await?;
        put(conn, source, &changed, &names).await?;
    }
    // Most words of a text stay when it is changed, and asking of each whether anything still has it is slow.
    let after = terms_of(conn, &stale).await?;
    forget(conn, &(&before - &after)).await
}

/// The long words of documents, as they have been indexed.
async fn terms_of(conn: &mut SqliteConnection, ids: &[i64]) -> Result<BTreeSet<String>> {
    if ids.is_empty() {
        return Ok(BTreeSet::new());
    }
    let texts: Vec<String> = sqlx::query_scalar(
        "select d.title || ' ' || t.text || ' ' || t.meta from search_texts t join search_documents d on d.id = t.document_id
         where t.document_id in (select value from json_each(?))",
    )
    .bind(json!(ids).to_string())
    .fetch_all(conn)
    .await?;
    Ok(texts
        .iter()
        .flat_map(|text| words(text))
        .filter(|word| is_long(word))
        .collect())
}

/// Takes away those of the terms that no document has any more: what is taken out of a record, such as a
/// name, is not kept here.
async fn forget(conn: &mut SqliteConnection, terms: &BTreeSet<String>) -> Result<()> {
    if terms.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "delete from search_terms where term in (select value from json_each(?))
           and not exists (select 1 from search_words where search_words match '{title text meta} : \"' || search_terms.term || '\"')",
    )
    .bind(json!(terms).to_string())
    .execute(conn)
    .await?;
    Ok(())
}

async fn remove(conn: &mut SqliteConnection, ids: &[i64]) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let ids = json!(ids).to_string();
    for statement in [
        "delete from search_words where rowid in (select value from json_each(?))",
        "delete from search_tags where document_id in (select value from json_each(?))",
        "delete from search_texts where document_id in (select value from json_each(?))",
        "delete from search_documents where id in (select value from json_each(?))",
    ] {
        sqlx::query(statement)
            .bind(&ids)
            .execute(&mut *conn)
            .await?;
    }
    Ok(())
}

/// What each län is called, by its code.
async fn names(conn: &mut SqliteConnection) -> Result<HashMap<String, String>> {
    let rows: Vec<(String, String)> = sqlx::query_as("select code, short_name from counties")
        .fetch_all(conn)
        .await?;
    Ok(rows.into_iter().collect())
}

/// Writes documents; gives the long words they have.
async fn put(
    conn: &mut SqliteConnection,
    source: &Source,
    documents: &[Document],
    names: &HashMap<String, String>,
) -> Result<BTreeSet<String>> {
    let mut all_terms = BTreeSet::new();
    for part in documents.chunks(CHUNK) {
        let ids = put_documents(conn, source, part).await?;
        let mut lists = (Vec::new(), Vec::new(), Vec::new(), BTreeSet::new());
        for each in part {
            let Some(id) = ids.get(&each.record) else {
                continue;
            };
            let codes = each.columns["counties"].as_array().into_iter().flatten();
            let counties: Vec<&str> = codes
                .filter_map(|code| names.get(code.as_str()?))
                .map(String::as_str)
                .collect();
            let (row, long) = each.indexed(*id, &counties.join(" "));
            lists.0.extend(each.tags.iter().map(|tag| json!([tag, id])));
            lists.1.push(json!([id, each.text, each.meta]));
            lists.2.push(row);
            lists.3.extend(long);
        }
        let terms: Vec<Value> = lists
            .3
            .iter()
            .map(|term| json!([term, fold(term)]))
            .collect();
        let all = json!(ids.values().collect::<Vec<_>>()).to_string();
        write(
            conn,
            &all,
            [&lists.0, &lists.1, &lists.2, &terms].map(|list| json!(list).to_string()),
        )
        .await?;
        all_terms.append(&mut lists.3);
    }
    Ok(all_terms)
}

/// The rows of the documents themselves; their ids, by record.
async fn put_documents(
    conn: &mut SqliteConnection,
    source: &Source,
    part: &[Document],
) -> Result<HashMap<String, i64>> {
    let rows: Vec<Value> = part
        .iter()
        .map(|each| json!([each.record, each.title, each.digest(), each.columns]))
        .collect();
    let ids: Vec<(String, i64)> = sqlx::query_as(
        "insert into search_documents (kind, record, title, digest, url, status, is_open, ends_on, due_on, day, counties)
         select ?1, value ->> 0, value ->> 1, value ->> 2, value ->> '$[3].url', value ->> '$[3].status', value ->> '$[3].is_open',
             value ->> '$[3].ends_on', value ->> '$[3].due_on', value ->> '$[3].day', value -> '$[3].counties'
         from json_each(?2) where true
         on conflict (kind, record) do update set title = excluded.title, digest = excluded.digest, url = excluded.url,
             status = excluded.status, is_open = excluded.is_open, ends_on = excluded.ends_on, due_on = excluded.due_on,
             day = excluded.day, counties = excluded.counties
         returning record, id",
    )
    .bind(source.kind.code())
    .bind(json!(rows).to_string())
    .fetch_all(conn)
    .await?;
    Ok(ids.into_iter().collect())
}

/// The tags, texts and words of documents in place of those they had, and the terms that are new.
async fn write(
    conn: &mut SqliteConnection,
    ids: &str,
    [tags, texts, words, terms]: [String; 4],
) -> Result<()> {
    for (statement, list) in [
        ("delete from search_tags where document_id in (select value from json_each(?))", ids),
        ("delete from search_words where rowid in (select value from json_each(?))", ids),
        ("insert or ignore into search_tags (tag, document_id) select value ->> 0, value ->> 1 from json_each(?)", &tags),
        (
            "insert or replace into search_texts (document_id, text, meta)
             select value ->> 0, value ->> 1, value ->> 2 from json_each(?)",
            &texts,
        ),
        (
            "insert into search_words (rowid, title, text, meta, title_stems, text_stems)
             select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5 from json_each(?)",
            &words,
        ),
        (
            "insert into search_terms (term, folded) select value ->> 0, value ->> 1 from json_each(?) where true
             on conflict (term) do nothing",
            &terms,
        ),
    ] {
        sqlx::query(statement).bind(list).execute(&mut *conn).await?;
    }
    Ok(())
}

/// Makes the whole index anew.
pub async fn rebuild(conn: &mut SqliteConnection) -> Result<()> {
    for statement in [
        "insert into search_words (search_words) values ('delete-all')",
        "delete from search_tags",
        "delete from search_texts",
        "delete from search_documents",
        "delete from search_queue",
    ] {
        sqlx::query(statement).execute(&mut *conn).await?;
    }
    let names = names(conn).await?;
    let mut terms = BTreeSet::new();
    for source in Source::all() {
        let documents = sqlx::query(sqlx::AssertSqlSafe(source.statement(true)))
            .bind(None::<String>)
            .try_map(document)
            .fetch_all(&mut *conn)
            .await?;
        terms.append(&mut put(conn, source, &documents, &names).await?);
    }
    sqlx::query("delete from search_terms where term not in (select value from json_each(?))")
        .bind(json!(terms).to_string())
        .execute(&mut *conn)
        .await?;
    sqlx::query("insert into marks (name, value) values ('search', ?1) on conflict (name) do update set value = ?1")
        .bind(VERSION)
        .execute(conn)
        .await?;
    Ok(())
}

/// Makes the index anew when it was made by another version of the rules or the stemmer, or never.
pub async fn ensure(writes: &SqlitePool) -> Result<()> {
    let mut tx = writes.begin_with("begin immediate").await?;
    if made_by(&mut *tx).await?.as_deref() != Some(VERSION) {
        rebuild(&mut tx).await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn made_by(db: impl SqliteExecutor<'_>) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar("select value from marks where name = 'search'")
        .fetch_optional(db)
        .await
}

/// What `check` says of the index, and whether that is as it should be: each document has its words. What waits
/// to be indexed is found by the next search, and no fault.
pub async fn verdict(conn: &mut SqliteConnection) -> sqlx::Result<(String, bool)> {
    let made_by = made_by(&mut *conn).await?;
    let (documents, words, waiting): (i64, i64, i64) = sqlx::query_as(
        "select (select count(*) from search_documents), (select count(*) from search_words), (select count(*) from search_queue)",
    )
    .fetch_one(conn)
    .await?;
    Ok(match made_by {
        Some(version) if version == VERSION && documents == words => {
            let waiting = match waiting {
                0 => String::new(),
                count => format!(", {count} ändringar väntar"),
            };
            (format!("ok, {documents} dokument{waiting}"), true)
        }
        Some(version) if version == VERSION => {
            (format!("{documents} dokument, {words} i registret"), false)
        }
        _ => ("görs om när tjänsten startar".to_owned(), true),
    })
}

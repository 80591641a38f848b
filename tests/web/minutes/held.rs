//! A dialogue that has been held: what is internal says HEMLIG and where it stands, what may be marked says INNE.

use crate::arrange::{connection, dialogue};
use crate::world::{Browser, Page, World};

pub struct Held {
    pub id: i64,
    /// The address of its minutes.
    pub url: String,
    /// The items of its agenda.
    pub items: Vec<i64>,
}

/// Straight into the database, with the event that every write leaves behind it.
pub async fn sql(world: &World, sql: String) {
    let mut conn = connection(world).await;
    let whole = format!(
        "{sql}; insert into events (at, kind, subject_kind, subject_id) values ('2026-11-23T09:00:00Z', 'signed_out', 'account', '0')"
    );
    sqlx::raw_sql(sqlx::AssertSqlSafe(whole))
        .execute(&mut conn)
        .await
        .expect("sql");
}

/// Karim (17) and Anna (3) were there, and Karin from the region, who has no account.
const ROWS: &str = "
    update dialogues set place = 'Luleå', purpose = 'HEMLIG purpose', diary_no = 'HEMLIG diary_no', link = 'https://example.se/HEMLIG-link',
        notes = 'HEMLIG notes' where id = {id};
    insert into milestones (dialogue_id, key, title, falls_on, offset_days, position, judgement, due_on)
        values ({id}, 'minutes', 'Minnesanteckningar klara', 'lead', 7, 1, 0, '2026-11-23');
    insert into participants (dialogue_id, person_id, name, title, organisation, in_dialogue, attended) values
        ({id}, null, 'Karin Exempel', 'HEMLIG title', 'Region Norrbotten', 1, 'yes'),
        ({id}, 17, '', '', '', 1, 'yes'), ({id}, 3, '', '', '', 1, 'yes'),
        ({id}, null, 'HEMLIG frånvarande', 'HEMLIG title', 'Region Norrbotten', 1, 'no'),
        ({id}, null, 'HEMLIG planerare', 'HEMLIG title', 'Region Norrbotten', 0, '');
    insert into national_agencies (id, name, valid_from) values (901, 'Vinnova prov', '2018-01-01'), (902, 'HEMLIG myndighet', '2018-01-01');
    insert into invitations (dialogue_id, agency_id, issue_area_id, contact, reason, feedback, attended) values
        ({id}, 901, 1, 'HEMLIG contact', 'HEMLIG reason', 'HEMLIG feedback', 'yes'),
        ({id}, 902, 1, 'HEMLIG contact', 'HEMLIG reason', 'HEMLIG feedback', 'no');
    insert into agenda_items (id, county, dialogue_id, title, minutes, presenter, note, position, state, created_at, updated_at) values
        (9001, '25', {id}, 'INNE läget', 30, 'Regionen', 'HEMLIG note', 1, 'done', '2026-11-01T08:00:00Z', '2026-11-01T08:00:00Z'),
        (9002, '25', {id}, 'INNE regler', 30, 'Förenkling', 'HEMLIG note', 2, 'done', '2026-11-01T08:00:00Z', '2026-11-01T08:00:00Z'),
        (9003, '25', {id}, 'INNE tyst punkt', 30, '', 'HEMLIG note', 3, 'done', '2026-11-01T08:00:00Z', '2026-11-01T08:00:00Z');
    insert into outcomes (dialogue_id, agenda_item_id, kind, text, shareable, token, position, created_at, updated_at) values
        ({id}, 9001, 'information', 'INNE information', {on}, 'a', 1, '2026-11-16T08:00:00Z', '2026-11-16T08:00:00Z'),
        ({id}, 9001, 'wish', 'HEMLIG wish', 0, 'b', 2, '2026-11-16T08:00:00Z', '2026-11-16T08:00:00Z'),
        ({id}, 9002, 'decision', 'INNE beslut', {on}, 'c', 3, '2026-11-16T08:00:00Z', '2026-11-16T08:00:00Z'),
        ({id}, 9002, 'decision', 'HEMLIG decision', 0, 'd', 4, '2026-11-16T08:00:00Z', '2026-11-16T08:00:00Z'),
        ({id}, null, 'choice', 'HEMLIG choice', 0, 'e', 5, '2026-11-16T08:00:00Z', '2026-11-16T08:00:00Z');
    insert into outcomes (dialogue_id, agenda_item_id, kind, text, shareable, token, position, removed_at, created_at, updated_at) values
        ({id}, 9001, 'information', 'HEMLIG removed', 1, 'f', 6, '2026-11-16T09:00:00Z', '2026-11-16T08:00:00Z', '2026-11-16T08:00:00Z');
    insert into actions (id, title, dialogue_id, unit_id, owner_seat, due_on, status, description, result, stop_reason, relevance, effect, region_text, shareable, search_text, created_at, updated_at) values
        (9001, 'INNE insats', {id}, 1, 'lead/1', '2027-03-31', 'ongoing', 'HEMLIG description', 'HEMLIG result', 'HEMLIG stop', 'HEMLIG relevance', 'HEMLIG effect', '', {on}, '', '2026-11-17T08:00:00Z', '2026-11-17T08:00:00Z'),
        (9002, 'HEMLIG action', {id}, 1, 'lead/1', '2027-03-31', 'ongoing', 'HEMLIG description', '', '', '', '', '', 0, '', '2026-11-17T08:00:00Z', '2026-11-17T08:00:00Z');
    insert into handovers (county, dialogue_id, unit_id, question, note, shareable, contact_by, status, sent_at, result, return_reason, created_at, updated_at) values
        ('25', {id}, 5, 'INNE fråga', 'HEMLIG note', {on}, '2026-12-10', 'sent', '2026-11-17T08:00:00Z', 'HEMLIG result', 'HEMLIG return', '2026-11-17T08:00:00Z', '2026-11-17T08:00:00Z'),
        ('25', {id}, 5, 'HEMLIG question', 'HEMLIG note', 0, '2026-12-10', 'sent', '2026-11-17T08:00:00Z', '', '', '2026-11-17T08:00:00Z', '2026-11-17T08:00:00Z')";

/// What is marked, when it is.
pub const MARKED: [&str; 4] = [
    "INNE information",
    "INNE beslut",
    "INNE insats",
    "INNE fråga",
];

/// Norrbotten's of 16 November 2026, a week ago.
pub async fn held(world: &World, shareable: bool) -> Held {
    let id = dialogue(world, "25", "2026-11-16", "following_up").await;
    let on = if shareable { "1" } else { "0" };
    sql(
        world,
        ROWS.replace("{id}", &id.to_string()).replace("{on}", on),
    )
    .await;
    Held {
        id,
        url: format!("/dialoger/{id}/minnesanteckningar"),
        items: vec![9001, 9002, 9003],
    }
}

/// Locks the minutes as they are read now, whoever has not answered.
pub async fn lock(browser: &Browser, url: &str) -> Page {
    let path = format!("{url}/klara");
    let page = browser.get(&path).await;
    let (digest, version) = (page.field("digest"), page.field("version"));
    let fields = [
        ("digest", digest.as_str()),
        ("version", version.as_str()),
        ("anda", "ja"),
    ];
    browser.post(&path, &fields).await
}

/// Puts the minutes on review among the participants and others by name.
pub async fn send(browser: &Browser, url: &str, participants: &[&str], others: &str) -> Page {
    let path = format!("{url}/justering");
    let version = browser.get(&path).await.field("version");
    let mut fields = vec![("version", version.as_str()), ("others", others)];
    fields.extend(participants.iter().map(|id| ("participants", *id)));
    browser.post(&path, &fields).await
}

/// The participant's id, by the person she is or by her name.
pub async fn participant(world: &World, who: &str) -> String {
    let id: i64 = sqlx::query_scalar(
        "select x.id from participants x left join people p on p.id = x.person_id
         where coalesce(p.name, x.name) = ? order by x.id desc limit 1",
    )
    .bind(who)
    .fetch_one(world.db().read())
    .await
    .expect("a participant");
    id.to_string()
}

/// The address of someone's review.
pub async fn review_url(world: &World, url: &str, who: &str) -> String {
    let id: i64 = sqlx::query_scalar(
        "select id from minutes_reviews where name = ? and removed_at is null order by id desc limit 1",
    )
    .bind(who)
    .fetch_one(world.db().read())
    .await
    .expect("a review");
    format!("{url}/justering/{id}")
}

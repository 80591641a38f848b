//! Calendars to subscribe to: their addresses, and what stands in them.

mod addresses;
mod calendars;

use crate::world::{Browser, Page, World};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection};

/// Two dialogues and their milestones, far from those of the demo.
const ROWS: &str = "
    insert into dialogues (id, county, held_on, starts_at, ends_at, form, place, link, purpose, notes, phase, created_at, updated_at, version)
    values (9001, '25', '2026-12-10', '09:00:00', '12:30:00', 'on_site', 'Luleå, Stadshuset', '', 'Hemligt syfte', 'Hemlig anteckning',
            'planning', '2026-11-01T08:00:00Z', '2026-11-20T08:00:00Z', 3),
           (9002, '12', '2026-12-15', '13:00:00', '15:00:00', 'digital', '', 'https://mote.example.se/skane', '', '',
            'preparing', '2026-11-01T08:00:00Z', '2026-11-20T08:00:00Z', 1),
           (9003, '25', '2027-03-04', '09:00:00', '12:00:00', 'digital', '', '', '', '',
            'cancelled', '2026-11-01T08:00:00Z', '2026-11-20T08:00:00Z', 2);
    insert into milestones (id, dialogue_id, key, title, department_id, falls_on, offset_days, position, judgement, due_on, state)
    values (9101, 9001, 'regional_brief', 'Prov regionalt underlag', null, 'county_officer', -42, 1, 1, '2026-11-26', 'open'),
           (9102, 9001, 'pack', 'Prov samlat underlag', null, 'lead', -7, 2, 0, '2026-12-03', 'open'),
           (9103, 9001, 'invite', 'Prov klar inbjudan', null, 'county_officer', -70, 0, 0, '2026-10-01', 'done'),
           (9104, 9001, 'old', 'Prov för länge sedan', null, 'county_officer', -90, 0, 0, '2026-09-01', 'open'),
           (9105, 9001, 'late', 'Prov försenad', null, 'county_officer', -80, 0, 0, '2026-11-02', 'open'),
           (9106, 9001, 'brief', 'Prov företagens underlag', (select id from departments where name = 'Företag'), 'issue_officer', -28, 0, 0, '2026-11-27', 'open'),
           (9107, 9001, 'brief', 'Prov regioners underlag', null, 'issue_officer', -28, 0, 0, '2026-11-27', 'open'),
           (9108, 9003, 'pack', 'Prov inställd', null, 'county_officer', -7, 0, 0, '2027-02-25', 'open'),
           (9109, 9002, 'regional_brief', 'Prov i Skåne', null, 'county_officer', -7, 0, 0, '2026-12-01', 'open');";

async fn run(world: &World, sql: &'static str) {
    let options = SqliteConnectOptions::new().filename(world.database());
    let mut connection = options.connect().await.expect("connect");
    sqlx::raw_sql(sql)
        .execute(&mut connection)
        .await
        .expect("rows");
    connection.close().await.expect("close");
}

async fn world() -> World {
    let world = World::new().await;
    run(&world, ROWS).await;
    world
}

/// The path of the address a page shows.
fn address(page: &Page) -> String {
    assert_eq!(page.status, 200);
    let field = page.html.find("field-address\" value=").expect("the field");
    let field = &page.html[field..];
    let rest = &field[field.find("/kalender/").expect("an address")..];
    rest[..rest.find('"').expect("its end")].to_owned()
}

async fn make(browser: &Browser, feed: &str) -> String {
    address(&browser.post("/konto/kalender", &[("feed", feed)]).await)
}

/// The events of a calendar, unfolded.
async fn read(world: &World, path: &str) -> String {
    let page = world.visitor().get(path).await;
    assert_eq!(page.status, 200, "{path}");
    page.html.replace("\r\n ", "")
}

fn of<'a>(calendar: &'a str, uid: &str) -> &'a str {
    let event = calendar
        .split("BEGIN:VEVENT")
        .find(|event| event.contains(&format!("UID:{uid}@")));
    event.unwrap_or_else(|| panic!("no {uid}"))
}

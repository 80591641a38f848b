//! Calendars by secret addresses: made, renewed, ended, and read without logging in.

use crate::world::{Browser, Page, World};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection};
use std::io::Write;
use std::sync::{Arc, Mutex};

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
    let start = page.html.find("/kalender/").expect("an address");
    let rest = &page.html[start..];
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

#[tokio::test]
async fn the_address_is_shown_once_and_read_without_logging_in() {
    let world = world().await;
    let anna = world.sign_in("Anna Lind").await;
    let page = anna.post("/konto/kalender", &[("feed", "min")]).await;
    let path = address(&page);
    assert!(page.has("Adressen visas bara den här gången"));
    assert!(page.headers["cache-control"] == "no-store");
    let again = anna.get("/konto/kalender").await;
    assert!(!again.has("/kalender/") || !again.has(&path));
    assert!(again.has("Adressen skapades 23 november 2026"));
    let feed = world.visitor().get(&path).await;
    assert_eq!(feed.headers["content-type"], "text/calendar; charset=utf-8");
    assert_eq!(feed.headers["cache-control"], "private, max-age=900");
    assert_eq!(feed.headers["x-content-type-options"], "nosniff");
    assert!(feed.html.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"));
    assert!(!feed.has("METHOD:"));
    let token = path
        .trim_start_matches("/kalender/")
        .trim_end_matches(".ics");
    assert_eq!(token.len(), 64);
    let stored: Vec<String> = sqlx::query_scalar("select token_hash from feeds")
        .fetch_all(world.db().read())
        .await
        .expect("feeds");
    assert!(
        stored.len() == 1 && stored[0] != token,
        "only the hash is kept"
    );
    assert_eq!(world.events("feed_made").await, 1);
}

#[tokio::test]
async fn a_personal_calendar_shows_what_falls_on_the_seats_held_today() {
    let world = world().await;
    let path = make(&world.sign_in("Anna Lind").await, "min").await;
    let calendar = read(&world, &path).await;
    let brief = of(&calendar, "milstolpe-9101");
    assert!(brief.contains("DTSTART;VALUE=DATE:20261126\r\nDTEND;VALUE=DATE:20261127\r\n"));
    assert!(brief.contains("SUMMARY:Prov regionalt underlag – Norrbotten\r\n"));
    assert!(brief.contains("Faller på länsansvarig."));
    assert!(brief.contains("/dialoger/9001\r\n") && brief.contains("TRIGGER:-PT900M"));
    assert!(
        !of(&calendar, "milstolpe-9105").contains("VALARM"),
        "its day has passed"
    );
    let meeting = of(&calendar, "dialog-9001");
    assert!(meeting.contains("DTSTART;TZID=Europe/Stockholm:20261210T090000\r\n"));
    assert!(meeting.contains("DTEND;TZID=Europe/Stockholm:20261210T123000\r\n"));
    assert!(meeting.contains("LOCATION:Luleå\\, Stadshuset\r\n"));
    assert!(meeting.contains("STATUS:TENTATIVE") && meeting.contains("SEQUENCE:3"));
    assert_eq!(meeting.matches("BEGIN:VALARM").count(), 2);
    let cancelled = of(&calendar, "dialog-9003");
    assert!(cancelled.contains("STATUS:CANCELLED") && cancelled.contains("SUMMARY:Inställd: "));
    for other in [
        "9102",
        "9103",
        "9104",
        "9106",
        "9107",
        "9108",
        "9109",
        "dialog-9002",
        "Hemlig",
    ] {
        assert!(!calendar.contains(other), "{other}");
    }
}

#[tokio::test]
async fn each_function_gets_its_own_and_the_work_follows_the_seat() {
    let world = world().await;
    let karim = make(&world.sign_in("Karim Nasser").await, "min").await;
    let calendar = read(&world, &karim).await;
    assert!(calendar.contains("milstolpe-9106") && !calendar.contains("milstolpe-9101"));
    assert!(calendar.contains("dialog-9001") && !calendar.contains("dialog-9002"));
    let elsa = make(&world.sign_in("Elsa Norling").await, "min").await;
    let calendar = read(&world, &elsa).await;
    assert!(calendar.contains("milstolpe-9102") && calendar.contains("milstolpe-9107"));
    assert!(!calendar.contains("milstolpe-9101") && !calendar.contains("milstolpe-9109"));
    let sara = make(&world.sign_in("Sara Åkesson").await, "min").await;
    let calendar = read(&world, &sara).await;
    assert!(of(&calendar, "milstolpe-9102").contains("(som ersättare)"));
    run(&world, "update assignments set valid_to = '2026-11-22' where kind <> 'deputy' and team_id = 1 and function = 'lead'").await;
    let calendar = read(&world, &elsa).await;
    assert!(
        !calendar.contains("milstolpe-9102"),
        "the assignment has ended"
    );
}

#[tokio::test]
async fn a_participant_finds_the_dialogue_in_her_calendar() {
    let world = world().await;
    let path = make(&world.sign_in("Peter Blad").await, "min").await;
    assert!(!read(&world, &path).await.contains("dialog-9001"));
    run(
        &world,
        "insert into participants (dialogue_id, person_id, name)
         select 9001, id, name from people where name = 'Peter Blad'",
    )
    .await;
    let calendar = read(&world, &path).await;
    assert!(calendar.contains("dialog-9001") && !calendar.contains("milstolpe-91"));
}

#[tokio::test]
async fn a_teams_calendar_shows_the_team_and_nothing_else() {
    let world = world().await;
    let path = make(&world.sign_in("Lotta Grön").await, "norr").await;
    let calendar = read(&world, &path).await;
    assert!(calendar.contains("X-WR-CALNAME:Regiondialog – Team Norr\r\n"));
    for own in ["9101", "9102", "9105", "9106", "9107"] {
        assert!(
            !of(&calendar, &format!("milstolpe-{own}")).contains("VALARM"),
            "{own}"
        );
    }
    assert!(of(&calendar, "dialog-9001").contains("VALARM"));
    for other in [
        "milstolpe-9103",
        "milstolpe-9104",
        "milstolpe-9108",
        "milstolpe-9109",
        "dialog-9002",
    ] {
        assert!(!calendar.contains(other), "{other}");
    }
    let sodra = make(&world.sign_in("Lotta Grön").await, "sodra").await;
    let calendar = read(&world, &sodra).await;
    assert!(of(&calendar, "dialog-9002").contains("LOCATION:https://mote.example.se/skane\r\n"));
    assert!(calendar.contains("milstolpe-9109") && !calendar.contains("dialog-9001"));
    assert_eq!(
        world
            .count("select count(*) from feeds where replaced_at is null")
            .await,
        2
    );
}

#[tokio::test]
async fn a_new_address_ends_the_old_one_and_only_the_owners() {
    let world = world().await;
    let (anna, elsa) = (
        world.sign_in("Anna Lind").await,
        world.sign_in("Elsa").await,
    );
    let (first, hers, team) = (
        make(&anna, "min").await,
        make(&elsa, "min").await,
        make(&anna, "norr").await,
    );
    let second = make(&anna, "min").await;
    assert_ne!(first, second);
    let gone = world.visitor().get(&first).await;
    assert_eq!(gone.status, 404);
    assert!(gone.has("Sidan finns inte") && !gone.has("VCALENDAR"));
    let ended = anna
        .post("/konto/kalender/avsluta", &[("feed", "min")])
        .await;
    assert_eq!(
        (ended.status, ended.location.as_str()),
        (303, "/konto/kalender")
    );
    assert_eq!(world.visitor().get(&second).await.status, 404);
    let twice = anna
        .post("/konto/kalender/avsluta", &[("feed", "min")])
        .await;
    assert_eq!(twice.status, 303, "it had already ended");
    assert_eq!(world.events("feed_ended").await, 1);
    for living in [hers, team] {
        assert_eq!(world.visitor().get(&living).await.status, 200);
    }
}

#[tokio::test]
async fn an_address_stops_with_the_account() {
    let world = world().await;
    let path = make(&world.sign_in("Anna Lind").await, "min").await;
    assert_eq!(world.visitor().get(&path).await.status, 200);
    run(
        &world,
        "update accounts set deactivated_at = '2026-11-23T09:00:00Z'
         where person_id = (select id from people where name = 'Anna Lind')",
    )
    .await;
    assert_eq!(world.visitor().get(&path).await.status, 404);
}

#[tokio::test]
async fn no_other_address_opens_anything() {
    let world = world().await;
    let path = make(&world.sign_in("Anna Lind").await, "min").await;
    let hash: String = sqlx::query_scalar("select token_hash from feeds")
        .fetch_one(world.db().read())
        .await
        .expect("a hash");
    let zeros = "0".repeat(64);
    for file in [
        &format!("{hash}.ics"),
        &format!("{zeros}.ics"),
        ".ics",
        "x",
        "%00.ics",
        "%ff.ics",
        "å.ics",
    ] {
        let page = world.visitor().get(&format!("/kalender/{file}")).await;
        assert!(matches!(page.status, 400 | 404), "{file}: {}", page.status);
        assert!(
            page.headers["content-type"]
                .to_str()
                .unwrap()
                .starts_with("text/html"),
            "{file}"
        );
    }
    assert_eq!(
        world
            .visitor()
            .get(path.trim_end_matches(".ics"))
            .await
            .status,
        404
    );
    let posted = world.visitor().post(&path, &[]).await;
    assert_eq!(posted.status, 405);
}

#[tokio::test]
async fn who_is_not_logged_in_makes_and_ends_nothing() {
    let world = world().await;
    let path = make(&world.sign_in("Anna Lind").await, "min").await;
    let visitor = world.visitor();
    for form in ["/konto/kalender", "/konto/kalender/avsluta"] {
        assert_eq!(
            visitor.post(form, &[("feed", "min")]).await.status,
            401,
            "{form}"
        );
    }
    assert_eq!(
        visitor.get("/konto/kalender").await.location,
        "/logga-in?till=%2Fkonto%2Fkalender"
    );
    assert_eq!(visitor.get("/dialoger/9001/kalender.ics").await.status, 303);
    assert_eq!(visitor.get(&path).await.status, 200);
    assert_eq!(world.count("select count(*) from feeds").await, 1);
}

#[tokio::test]
async fn a_calendar_that_does_not_exist_is_refused_with_a_sentence() {
    let world = world().await;
    let anna = world.sign_in("Anna Lind").await;
    for feed in ["", "oster", "1", "Norr'; drop table feeds", "\u{202e}"] {
        for form in ["/konto/kalender", "/konto/kalender/avsluta"] {
            let page = anna.post(form, &[("feed", feed)]).await;
            assert_eq!(page.status, 400, "{feed:?}");
            assert!(page.has("Kalendern finns inte."));
        }
    }
    assert_eq!(world.count("select count(*) from feeds").await, 0);
}

#[tokio::test]
async fn one_dialogue_is_downloaded_to_be_kept() {
    let world = world().await;
    let anna = world.sign_in("Anna Lind").await;
    let page = anna.get("/dialoger/9001/kalender.ics").await;
    assert_eq!(page.status, 200);
    assert_eq!(
        page.headers["content-disposition"],
        "attachment; filename=\"regiondialog-norrbotten-2026-12-10.ics\""
    );
    assert_eq!(page.headers["cache-control"], "no-store");
    assert!(page.has("METHOD:PUBLISH\r\n") && page.has("UID:dialog-9001@regiondialog\r\n"));
    assert_eq!(page.html.matches("BEGIN:VEVENT").count(), 1);
    for missing in [
        "/dialoger/999999/kalender.ics",
        "/dialoger/x/kalender.ics",
        "/dialoger/99999999999999999999/kalender.ics",
    ] {
        let status = anna.get(missing).await.status;
        assert!(matches!(status, 400 | 404), "{missing}: {status}");
    }
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("the log").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn the_log_tells_the_route_and_never_the_address() {
    let log = Log::default();
    let into = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::INFO)
        .with_writer(move || into.clone())
        .finish();
    // For the whole run: one that listens to a single thread misses lines when tests run at once.
    tracing::subscriber::set_global_default(subscriber).expect("no other test listens");
    let world = world().await;
    let anna = world.sign_in("Anna Lind").await;
    let path = make(&anna, "min").await;
    read(&world, &path).await;
    anna.post("/konto/kalender/avsluta", &[("feed", "min")])
        .await;
    assert_eq!(world.visitor().get(&path).await.status, 404);
    let written = String::from_utf8(log.0.lock().expect("the log").clone()).expect("text");
    assert!(written.contains("/kalender/{file}"), "{written}");
    let token = path
        .trim_start_matches("/kalender/")
        .trim_end_matches(".ics");
    assert!(!written.contains(token));
}

//! Ställningstaganden: written, settled, copied from the last dialogue, and told when their brief changes.

mod writing;

use crate::arrange::{connection, dialogue};
use crate::world::{Browser, World};

/// The issue areas that are current in a dialogue.
pub async fn choose(world: &World, dialogue: i64, areas: &[i64]) {
    for area in areas {
        sqlx::query(
            "insert into dialogue_issues (dialogue_id, issue_area_id, origin, state, proposed_at)
             values (?, ?, 'agency', 'chosen', '2026-09-01T08:00:00Z')",
        )
        .bind(dialogue)
        .bind(area)
        .execute(&mut connection(world).await)
        .await
        .expect("chosen");
    }
    tell(world).await;
}

/// What was written by hand leaves the event that every write does.
pub async fn tell(world: &World) {
    world.arrange("select 1").await;
}

/// A new version of an issue area's brief that holds from now on; its id.
pub async fn approve(world: &World, area: i64) -> i64 {
    let mut conn = connection(world).await;
    sqlx::query("insert into briefs (scope, issue_area_id, created_at) values ('national', ?, '2026-09-01T08:00:00Z') on conflict do nothing")
        .bind(area)
        .execute(&mut conn)
        .await
        .expect("a brief");
    sqlx::query("update brief_versions set status = 'superseded' where status = 'approved' and brief_id = (select id from briefs where issue_area_id = ?)")
        .bind(area)
        .execute(&mut conn)
        .await
        .expect("superseded");
    let id = sqlx::query_scalar(
        "insert into brief_versions (brief_id, number, status, valid_from, valid_to, created_at, updated_at)
         select b.id, (select coalesce(max(number), 0) + 1 from brief_versions where brief_id = b.id), 'approved',
                '2026-09-01', '2027-06-30', '2026-09-01T08:00:00Z', '2026-09-01T08:00:00Z'
         from briefs b where b.issue_area_id = ? returning id",
    )
    .bind(area)
    .fetch_one(&mut conn)
    .await
    .expect("a version");
    tell(world).await;
    id
}

/// The milestone that asks for a position in an issue area; it is open.
pub async fn milestone(world: &World, dialogue: i64, area: i64, department: i64) -> i64 {
    sqlx::query_scalar(
        "insert into milestones (dialogue_id, key, title, department_id, issue_area_id, falls_on, offset_days, position, judgement, due_on)
         values (?, 'position', 'Ställningstagande', ?, ?, 'issue_officer', -14, 1, 0, '2026-12-20') returning id",
    )
    .bind(dialogue)
    .bind(department)
    .bind(area)
    .fetch_one(&mut connection(world).await)
    .await
    .expect("a milestone")
}

async fn state(world: &World, milestone: i64) -> String {
    sqlx::query_scalar("select state from milestones where id = ?")
        .bind(milestone)
        .fetch_one(world.db().read())
        .await
        .expect("state")
}

async fn version(world: &World) -> String {
    let version = "select coalesce(max(version), 0) from positions where id = (select max(id) from positions)";
    world.count(version).await.to_string()
}

async fn write(browser: &Browser, url: &str, fields: &[(&str, &str)]) {
    let page = browser.post(&format!("{url}/skriv"), fields).await;
    assert_eq!(page.status, 303, "{}", page.html);
}

/// Norrbotten in January, with Innovation (2, Företag) and Landsbygd (8, Regioner) chosen.
async fn prepared(world: &World) -> (i64, String) {
    let id = dialogue(world, "25", "2027-01-13", "preparing").await;
    choose(world, id, &[2, 8]).await;
    (id, format!("/dialoger/{id}/stallningstaganden/2"))
}

#[tokio::test]
async fn a_position_is_written_by_its_officer_and_read_by_everyone() {
    let world = World::quiet().await;
    let (_, url) = prepared(&world).await;
    let held = approve(&world, 2).await.to_string();
    let karim = world.sign_in("Karim").await;
    let page = karim.get(&url).await;
    assert!(page.has("Inget ställningstagande är skrivet ännu."));
    let form = karim.get(&format!("{url}/skriv")).await;
    let chosen =
        format!("<option value=\"{held}\" selected>Version 1, gäller till och med 30 juni 2027");
    assert!(form.has(&chosen), "the brief that holds is proposed");
    let fields = [
        ("national_line", "Linjen är *tydlig*."),
        ("meaning", "Internt om länet."),
        ("shareable", "national_line"),
        ("brief_version_id", &held),
        ("version", "0"),
    ];
    write(&karim, &url, &fields).await;
    let lotta = world.sign_in("Lotta").await;
    let page = lotta.get(&url).await;
    assert!(page.has("Linjen är <em>tydlig</em>.") && page.has("Senast ändrat av Karim Nasser"));
    assert_eq!(page.html.matches("Får delas</span>").count(), 1);
    assert_eq!(page.html.matches("Internt</span>").count(), 1);
    assert!(page.has("Version 1, gäller till och med 30 juni 2027"));
    assert!(!page.has("/skriv\""), "who may not write sees no button");
    let log = lotta.get(&format!("{url}/historik")).await;
    assert!(log.has("började på ställningstagandet") && log.has("Den nationella linjen"));
}

#[tokio::test]
async fn only_chosen_issue_areas_and_those_written_before_have_positions() {
    let world = World::quiet().await;
    let (id, url) = prepared(&world).await;
    let karim = world.sign_in("Karim").await;
    for area in [3, 999] {
        let other = format!("/dialoger/{id}/stallningstaganden/{area}");
        assert_eq!(karim.get(&other).await.status, 404, "{area}");
        let sent = karim
            .post(&format!("{other}/skriv"), &[("ask", "Vad?")])
            .await;
        assert_eq!(sent.status, 404, "{area}");
    }
    write(&karim, &url, &[("ask", "Vad?"), ("version", "0")]).await;
    world
        .arrange("update dialogue_issues set state = 'dropped'")
        .await;
    assert_eq!(karim.get(&url).await.status, 200, "what was written stays");
    let empty = format!("/dialoger/{id}/stallningstaganden/8");
    assert_eq!(world.sign_in("Elsa").await.get(&empty).await.status, 404);
}

#[tokio::test]
async fn regioner_is_the_leads_and_the_others_their_officers() {
    let world = World::quiet().await;
    let (id, _) = prepared(&world).await;
    let writers = [(2, vec!["Karim"]), (8, vec!["Elsa", "Sara"])];
    let everyone = [
        "Karim",
        "Elsa",
        "Sara",
        "Jonas",
        "Hanna",
        "Eva",
        "Fatima",
        "Anna",
        "Ingela",
        "Torbjörn",
        "Lotta",
        "Peter",
        "Astrid",
    ];
    for (area, writers) in writers {
        for name in everyone {
            let browser = world.sign_in(name).await;
            let url = format!("/dialoger/{id}/stallningstaganden/{area}");
            let allowed = writers.contains(&name);
            let form = browser.get(&format!("{url}/skriv")).await;
            assert_eq!(
                form.status,
                if allowed { 200 } else { 403 },
                "{name} {area}"
            );
            if !allowed {
                for noun in ["skriv", "status", "underlag"] {
                    let fields = [
                        ("ask", "Vad?"),
                        ("status", "in_force"),
                        ("brief_version_id", "1"),
                    ];
                    let sent = browser.post(&format!("{url}/{noun}"), &fields).await;
                    assert_eq!(sent.status, 403, "{name} {area} {noun}");
                }
            }
        }
    }
    assert_eq!(world.count("select count(*) from positions").await, 0);
}

#[tokio::test]
async fn an_officer_narrowed_to_a_lan_or_an_issue_area_reaches_no_further() {
    let rows = [
        (
            "insert into assignment_counties (assignment_id, county) select id, '24' from assignments where person_id = 17",
            403,
        ),
        (
            "insert into assignment_counties (assignment_id, county) select id, '25' from assignments where person_id = 17",
            200,
        ),
        (
            "insert into assignment_issue_areas (assignment_id, issue_area_id) select id, 3 from assignments where person_id = 17",
            403,
        ),
        (
            "insert into assignment_issue_areas (assignment_id, issue_area_id) select id, 2 from assignments where person_id = 17",
            200,
        ),
    ];
    for (narrowed, expected) in rows {
        let world = World::quiet().await;
        let (_, url) = prepared(&world).await;
        world.arrange(narrowed).await;
        let karim = world.sign_in("Karim").await;
        assert_eq!(
            karim.get(&format!("{url}/skriv")).await.status,
            expected,
            "{narrowed}"
        );
    }
}

#[tokio::test]
async fn what_holds_is_the_milestone_done_and_what_is_taken_back_opens_it() {
    let world = World::quiet().await;
    let (id, url) = prepared(&world).await;
    let own = milestone(&world, id, 2, 2).await;
    let other = milestone(&world, id, 8, 1).await;
    let karim = world.sign_in("Karim").await;
    write(&karim, &url, &[("ask", "Vad?"), ("version", "0")]).await;
    let status = format!("{url}/status");
    for (to, seen, expected) in [
        ("agreed", "1", "open"),
        ("in_force", "2", "done"),
        ("drafting", "3", "open"),
        ("in_force", "4", "done"),
    ] {
        let page = karim
            .post(&status, &[("status", to), ("version", seen)])
            .await;
        assert_eq!(page.status, 303, "{to}");
        assert_eq!(state(&world, own).await, expected, "{to}");
        assert_eq!(state(&world, other).await, "open");
    }
    let again = karim
        .post(&status, &[("status", "in_force"), ("version", "4")])
        .await;
    assert_eq!(again.status, 303, "a double press is no mistake");
    let stale = karim
        .post(&status, &[("status", "agreed"), ("version", "2")])
        .await;
    assert_eq!(stale.status, 409);
    let unknown = karim
        .post(&status, &[("status", "sant"), ("version", "5")])
        .await;
    assert_eq!(unknown.status, 400);
    assert_eq!(world.events("position_status_changed").await, 4);
    let log = karim.get(&format!("{url}/historik")).await;
    assert!(log.has("<del>Avstämt</del> <ins>Gäller</ins>"));
}

#[tokio::test]
async fn a_new_version_of_the_brief_marks_what_rests_on_the_old_one_until_it_is_rebased() {
    let world = World::quiet().await;
    let (id, url) = prepared(&world).await;
    let first = approve(&world, 2).await.to_string();
    let karim = world.sign_in("Karim").await;
    let fields = [
        ("ask", "Vad?"),
        ("brief_version_id", &*first),
        ("version", "0"),
    ];
    write(&karim, &url, &fields).await;
    let told = "Underlaget har ändrats";
    assert!(!karim.get(&url).await.has(told) && !karim.get("/").await.has(told));
    let second = approve(&world, 2).await.to_string();
    let brief = world
        .count("select id from briefs where issue_area_id = 2")
        .await;
    let compare = format!("/underlag/{brief}/jamfor?fran=1&#38;till=2");
    let page = karim.get(&url).await;
    assert!(page.has(told) && page.has(&compare), "{}", page.html);
    assert!(page.has("Ståndpunkten står fast på den nya versionen"));
    let start = karim.get("/").await;
    assert!(start.has(told) && start.has(&compare));
    assert!(start.has("vilar på version 1, version 2 gäller"));
    assert!(start.has("Innovation och förnyelse, Norrbotten 13 januari 2027"));
    for name in ["Elsa", "Hanna", "Anna"] {
        assert!(
            !world
                .sign_in(name)
                .await
                .get("/?visa=arbete")
                .await
                .has(told),
            "{name}"
        );
    }
    let matrix = karim.get("/sakfragor/matris?team=norr").await;
    assert_eq!(matrix.html.matches("underlaget har ändrats").count(), 1);
    let rebase = format!("{url}/underlag");
    for wrong in [
        [("brief_version_id", &*first), ("version", "9")],
        [("brief_version_id", "999"), ("version", "1")],
    ] {
        let page = karim.post(&rebase, &wrong).await;
        assert!(
            page.status == 409 || page.location == url,
            "{wrong:?}: {}",
            page.status
        );
    }
    assert!(karim.get(&url).await.has(told));
    let right = [("brief_version_id", &*second), ("version", "1")];
    assert_eq!(karim.post(&rebase, &right).await.status, 303);
    assert!(!karim.get(&url).await.has(told) && !karim.get("/").await.has(told));
    assert_eq!(world.events("position_rebased").await, 1);
    approve(&world, 2).await;
    assert!(karim.get(&url).await.has(told));
    let over = format!("update dialogues set phase = 'closed' where id = {id}");
    sqlx::query(sqlx::AssertSqlSafe(over))
        .execute(&mut connection(&world).await)
        .await
        .expect("closed");
    tell(&world).await;
    assert!(!karim.get(&url).await.has(told) && !karim.get("/").await.has(told));
    assert_eq!(karim.post(&rebase, &right).await.status, 409);
}

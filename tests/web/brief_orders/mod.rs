//! Beställningar: on the right start pages, asked for again, returned, not needed, and answered by a brief.

mod rights;

use crate::arrange::run;
use crate::dialogue_issues::{choose, lines};
use crate::dialogues::{plan_with, planned, version};
use crate::world::{Browser, Page, World};
use regiondialog::domain::access::Permit;
use regiondialog::store::briefs;

/// Kompetensförsörjning, Innovation och förnyelse and Landsbygd are chosen for a dialogue in Norrbotten.
async fn ordered(world: &World) -> (Browser, String) {
    let elsa = world.sign_in("Elsa").await;
    let url = planned(&elsa, &[]).await;
    assert_eq!(choose(&elsa, &url, &["1", "2", "8"], &[]).await.status, 303);
    (elsa, url)
}

/// The address of the order of an issue area, or of the regional one (0).
async fn order(world: &World, area: i64) -> String {
    sqlx::query_scalar(
        "select '/dialoger/' || dialogue_id || '/bestallningar/' || id from brief_orders
         where coalesce(issue_area_id, 0) = ? and state <> 'withdrawn'",
    )
    .bind(area)
    .fetch_one(world.db().read())
    .await
    .expect("an order")
}

/// The version a page shows; one that shows no form has none.
async fn seen(who: &Browser, url: &str) -> String {
    let shown = who.get(url).await.field("version");
    if shown.is_empty() {
        "0".to_owned()
    } else {
        shown
    }
}

async fn press(who: &Browser, url: &str, noun: &str) -> Page {
    let seen = seen(who, url).await;
    who.post(&format!("{url}/{noun}"), &[("version", &seen)])
        .await
}

async fn save(who: &Browser, url: &str, state: &str, reason: &str, due_on: &str) -> Page {
    let seen = seen(who, url).await;
    let fields = [
        ("state", state),
        ("reason", reason),
        ("due_on", due_on),
        ("version", &*seen),
    ];
    who.post(url, &fields).await
}

async fn duties(world: &World, name: &str) -> String {
    world.sign_in(name).await.get("/?visa=arbete").await.html
}

#[tokio::test]
async fn each_order_is_a_duty_of_the_function_it_falls_on_and_of_nobody_else() {
    let world = World::quiet().await;
    ordered(&world).await;
    let titles = [
        "Nationellt underlag: Kompetensförsörjning",
        "Nationellt underlag: Innovation och förnyelse",
        "Nationellt underlag: Landsbygd och kommersiell service",
        ">Regionalt underlag<",
    ];
    for (name, expected) in [
        ("Ida Holm", [true, false, false, false]),
        ("Karim", [false, true, false, false]),
        ("Elsa", [false, false, true, false]),
        ("Anna", [false, false, false, true]),
        ("Hanna", [false; 4]),
        ("Jonas", [false; 4]),
        ("Maja", [false; 4]),
        ("Lotta", [false; 4]),
    ] {
        let html = duties(&world, name).await;
        assert_eq!(titles.map(|title| html.contains(title)), expected, "{name}");
    }
    let html = duties(&world, "Karim").await;
    assert!(html.contains(&order(&world, 2).await) && html.contains("Till underlaget"));
    assert!(!html.contains("Nationellt underlag: Företag"), "not twice");
    let html = duties(&world, "Sara").await;
    let heading = html.find("Som ersättare för uppdragsansvarig, Team Norr");
    assert!(html.find(titles[2]) > heading && heading.is_some());
}

#[tokio::test]
async fn work_that_reaches_nobody_counts_orders_and_teams_and_handovers_list_them() {
    let world = World::quiet().await;
    ordered(&world).await;
    run(
        &world,
        "update assignments set valid_to = '2026-11-22' where county = '25'",
    )
    .await;
    let chef = duties(&world, "Ingela").await;
    assert!(chef.contains("Länsansvarig, Norrbotten") && chef.contains("Beställda underlag"));
    let elsa = world.sign_in("Elsa").await;
    let seat = "select id from assignments where person_id = 17 and department_id = 2";
    let id = world.count(seat).await;
    let left = elsa.get(&format!("/bemanning/{id}/overlamning")).await;
    assert!(left.has("Nationellt underlag: Innovation och förnyelse"));
    assert!(left.has("1 beställt underlag"));
    run(
        &world,
        "update brief_orders set due_on = '2026-11-20' where issue_area_id = 2",
    )
    .await;
    let team = elsa.get("/team/norr").await;
    assert!(team.has("Nationellt underlag: Innovation och förnyelse"));
}

#[tokio::test]
async fn it_is_asked_for_again_where_the_receiver_sees_it() {
    let world = World::quiet().await;
    let (elsa, url) = ordered(&world).await;
    let order = order(&world, 2).await;
    let karim = world.sign_in("Karim").await;
    assert_eq!(press(&karim, &order, "igen").await.status, 403);
    assert!(!karim.get("/").await.has("Begärt igen"));
    assert_eq!(press(&elsa, &order, "igen").await.location, order);
    assert!(karim.get("/").await.has("Begärt igen"));
    assert!(elsa.get(&url).await.has("Begärt igen"));
    let old = elsa
        .post(&format!("{order}/igen"), &[("version", "1")])
        .await;
    assert_eq!(old.status, 409, "from an old page");
    assert_eq!(world.events("brief_order_asked_again").await, 1);
    let history = elsa.get(&format!("{url}/historik")).await;
    assert!(history.has("bad om underlaget igen: Nationellt underlag: Innovation"));
}

#[tokio::test]
async fn a_brief_that_comes_to_hold_answers_every_order_of_it() {
    let world = World::quiet().await;
    let (elsa, url) = ordered(&world).await;
    approve(&world, 2).await;
    assert_eq!(
        lines(&world, "national_brief").await,
        "Nationellt underlag: Regioner open | Nationellt underlag: Företag done | \
         Nationellt underlag: Kunskapsutveckling open"
    );
    let order = order(&world, 2).await;
    let page = elsa.get(&order).await;
    assert!(page.has("Lämnat") && page.has("Version 1"));
    assert!(
        !duties(&world, "Karim")
            .await
            .contains("Nationellt underlag: Innovation")
    );
    let missing = "Siffrorna för länet saknas.";
    assert_eq!(save(&elsa, &order, "returned", "", "").await.status, 422);
    assert_eq!(
        save(&elsa, &order, "returned", missing, "").await.location,
        url
    );
    assert!(
        lines(&world, "national_brief")
            .await
            .contains("Företag open")
    );
    let html = duties(&world, "Karim").await;
    assert!(html.contains("Tillbakaskickat, något saknas"));
    let karim = world.sign_in("Karim").await;
    assert!(karim.get(&order).await.has(missing));
    let order_of =
        "select count(*) from brief_orders where issue_area_id = 2 and brief_version_id is null";
    assert_eq!(world.count(order_of).await, 1);
}

/// The brief of an issue area is written and approved.
async fn approve(world: &World, area: i64) {
    let of = regiondialog::domain::brief::BriefOf::National(area);
    let mut tx = world
        .db()
        .write(Permit::system_as(27))
        .await
        .expect("write");
    let today = tx.today();
    let id = briefs::start(&mut tx, &of).await.expect("a brief");
    let brief = briefs::find(tx.conn(), id, today).await.expect("brief");
    let open = briefs::open_version(tx.conn(), id).await.expect("read");
    let mut version = open.expect("a version");
    if version.status == regiondialog::domain::brief::Status::Requested {
        let draft = version.draft.clone();
        briefs::save(&mut tx, &version, &draft)
            .await
            .expect("saved");
        let saved = briefs::open_version(tx.conn(), id).await.expect("read");
        version = saved.expect("a version");
    }
    briefs::approve(&mut tx, &brief, &version)
        .await
        .expect("approved");
    tx.commit().await.expect("commit");
}

#[tokio::test]
async fn a_brief_that_holds_is_proposed_instead_of_a_new_one() {
    let world = World::quiet().await;
    approve(&world, 2).await;
    let (elsa, _) = ordered(&world).await;
    let open = "select count(*) from brief_versions v join briefs b on b.id = v.brief_id
                where b.issue_area_id = 2 and v.status = 'requested'";
    assert_eq!(world.count(open).await, 0, "nothing new is begun");
    let order = order(&world, 2).await;
    let karim = world.sign_in("Karim").await;
    let page = karim.get(&order).await;
    assert!(page.has("Det finns ett gällande underlag") && page.has("Använd det"));
    assert!(
        !page.has("Beställ en ny version"),
        "that is for the one who orders"
    );
    assert_eq!(press(&elsa, &order, "ny-version").await.status, 303);
    assert_eq!(world.count(open).await, 1);
    assert_eq!(press(&karim, &order, "anvand").await.status, 303);
    assert!(
        lines(&world, "national_brief")
            .await
            .contains("Företag done")
    );
    assert!(karim.get(&order).await.has("Version 1"));
    assert_eq!(world.events("brief_order_delivered").await, 1);
}

#[tokio::test]
async fn the_holder_judges_that_it_is_not_needed_and_the_lead_orders_it_all_the_same() {
    let world = World::quiet().await;
    let (elsa, url) = ordered(&world).await;
    let regional = order(&world, 0).await;
    let anna = world.sign_in("Anna").await;
    let page = save(&anna, &regional, "not_needed", "", "").await;
    assert!(page.status == 422 && page.has("Skriv ett skäl."));
    let why = "Lägesbilden från maj räcker.";
    assert_eq!(
        save(&anna, &regional, "not_needed", why, "").await.status,
        303
    );
    assert!(lines(&world, "regional_brief").await.ends_with(" done"));
    assert!(elsa.get(&url).await.has(&format!("Behövs inte: {why}")));
    let judged = "select count(*) from judgements where question = 'regional_brief'
                  and answer = 'not_needed' and reason = 'Lägesbilden från maj räcker.' and by_id = 3";
    assert_eq!(world.count(judged).await, 1);
    assert_eq!(save(&anna, &regional, "ordered", "", "").await.status, 403);
    assert_eq!(save(&elsa, &regional, "ordered", "", "").await.status, 303);
    assert!(lines(&world, "regional_brief").await.ends_with(" open"));
    assert!(
        duties(&world, "Anna")
            .await
            .contains(">Regionalt underlag<")
    );
}

#[tokio::test]
async fn dates_are_for_the_one_who_orders_and_move_with_the_dialogue() {
    let world = World::quiet().await;
    let (elsa, url) = ordered(&world).await;
    let (first, second) = (order(&world, 1).await, order(&world, 2).await);
    let karim = world.sign_in("Karim").await;
    let moved = save(&karim, &second, "ordered", "", "2027-02-24").await;
    assert_eq!(moved.status, 403);
    for (day, field) in [
        ("2026-11-20", "har redan passerat"),
        ("2027-03-18", "senast dialogens dag"),
    ] {
        let page = save(&elsa, &second, "ordered", "", day).await;
        assert!(page.status == 422 && page.has(field), "{day}");
    }
    assert_eq!(
        save(&elsa, &second, "ordered", "", "2027-02-24")
            .await
            .status,
        303
    );
    let plan = plan_with(&[("held_on", "2027-03-24")]);
    let seen = version(&elsa, &url).await;
    let fields: Vec<_> = plan.into_iter().chain([("version", &*seen)]).collect();
    assert_eq!(
        elsa.post(&format!("{url}/andra"), &fields).await.status,
        303
    );
    assert_eq!(elsa.get(&first).await.field("due_on"), "2027-02-24");
    assert_eq!(elsa.get(&second).await.field("due_on"), "2027-03-03");
}

#[tokio::test]
async fn a_milestone_ticked_or_opened_by_hand_takes_its_orders_along() {
    let world = World::quiet().await;
    let (elsa, _) = ordered(&world).await;
    let line = line(&world).await;
    assert_eq!(press(&elsa, &line, "klar").await.status, 303);
    let delivered =
        "select count(*) from brief_orders where issue_area_id = 2 and state = 'delivered'";
    assert_eq!(world.count(delivered).await, 1);
    assert!(
        !duties(&world, "Karim")
            .await
            .contains("Nationellt underlag: Innovation")
    );
    assert_eq!(press(&elsa, &line, "oppen").await.status, 303);
    assert_eq!(world.count(delivered).await, 0);
    assert!(
        duties(&world, "Karim")
            .await
            .contains("Nationellt underlag: Innovation")
    );
}

/// The address of Företag's milestone for briefs.
async fn line(world: &World) -> String {
    sqlx::query_scalar(
        "select '/dialoger/' || dialogue_id || '/milstolpar/' || id from milestones
         where key = 'national_brief' and department_id = 2",
    )
    .fetch_one(world.db().read())
    .await
    .expect("a milestone")
}

#[tokio::test]
async fn of_two_who_change_an_order_the_second_is_told() {
    let world = World::quiet().await;
    let (elsa, _) = ordered(&world).await;
    let order = order(&world, 2).await;
    let karim = world.sign_in("Karim").await;
    let seen = karim.get(&order).await.field("version");
    save(&elsa, &order, "not_needed", "Frågan är avgjord.", "").await;
    let mine = "Underlaget från i våras räcker väl.";
    let fields = [
        ("state", "not_needed"),
        ("reason", mine),
        ("version", &*seen),
    ];
    let page = karim.post(&order, &fields).await;
    assert_eq!(page.status, 409);
    assert!(page.has(mine) && page.has("Frågan är avgjord."));
}

#[tokio::test]
async fn nothing_is_ordered_in_a_dialogue_that_is_over_and_others_are_refused() {
    let world = World::quiet().await;
    let (elsa, _) = ordered(&world).await;
    let order = order(&world, 2).await;
    for name in ["Jonas", "Anna", "Hanna", "Lotta", "Peter", "Astrid"] {
        let browser = world.sign_in(name).await;
        let page = browser
            .post(&order, &[("state", "not_needed"), ("reason", "x")])
            .await;
        assert_eq!(page.status, 403, "{name}");
        assert_eq!(browser.get(&order).await.status, 200, "{name} reads");
    }
    run(&world, "update dialogues set phase = 'closed'").await;
    assert_eq!(save(&elsa, &order, "not_needed", "x", "").await.status, 409);
    assert_eq!(press(&elsa, &order, "igen").await.status, 409);
    assert!(!elsa.get(&order).await.has("Spara beställningen"));
}

//! Aktuella sakfrågor: proposed, chosen, chosen again; and what becomes of milestones and orders.

use crate::arrange::run;
use crate::dialogues::planned;
use crate::world::{Browser, Page, World};

/// Elsa chooses issue areas, having seen `seen`.
pub async fn choose(elsa: &Browser, url: &str, areas: &[&str], seen: &[&str]) -> Page {
    let areas = areas.iter().map(|id| ("areas", *id));
    let fields: Vec<_> = areas.chain(seen.iter().map(|id| ("seen", *id))).collect();
    elsa.post(&format!("{url}/sakfragor"), &fields).await
}

async fn propose(who: &Browser, url: &str, area: &str, origin: &str, reason: &str) -> Page {
    let fields = [
        ("issue_area_id", area),
        ("origin", origin),
        ("reason", reason),
    ];
    who.post(&format!("{url}/sakfragor/forslag"), &fields).await
}

/// The titles of the milestones of a kind in the only dialogue, with where they stand.
pub async fn lines(world: &World, key: &str) -> String {
    sqlx::query_scalar(
        "select coalesce(group_concat(title || ' ' || state, ' | '), '') from
             (select title, state from milestones where key = ? order by position, id)",
    )
    .bind(key)
    .fetch_one(world.db().read())
    .await
    .expect("titles")
}

/// The issue areas that are chosen, by id.
async fn chosen(world: &World) -> String {
    sqlx::query_scalar(
        "select coalesce(group_concat(issue_area_id, ' '), '') from
             (select issue_area_id from dialogue_issues where state = 'chosen' order by issue_area_id)",
    )
    .fetch_one(world.db().read())
    .await
    .expect("areas")
}

#[tokio::test]
async fn choosing_orders_the_briefs_and_replaces_the_milestones() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let url = planned(&elsa, &[]).await;
    assert!(elsa.get(&url).await.has("Inga sakfrågor är valda ännu."));
    let page = choose(&elsa, &url, &["1", "2", "3", "8"], &[]).await;
    assert_eq!((page.status, &page.location), (303, &url));
    assert_eq!(
        lines(&world, "national_brief").await,
        "Nationellt underlag: Regioner open | Nationellt underlag: Företag open | \
         Nationellt underlag: Kunskapsutveckling open"
    );
    assert_eq!(
        lines(&world, "position").await,
        "Ställningstagande: Landsbygd och kommersiell service open | \
         Ställningstagande: Entreprenörskap och företagande open | \
         Ställningstagande: Innovation och förnyelse open | Ställningstagande: Kompetensförsörjning open"
    );
    assert!(lines(&world, "choose_issues").await.ends_with(" done"));
    for (kind, count) in [
        ("issue_chosen", 4),
        ("milestone_added", 8),
        ("milestone_removed", 16),
    ] {
        assert_eq!(world.events(kind).await, count, "{kind}");
    }
    let ordered =
        "select count(*) from events where kind = 'brief_ordered' and subject_kind = 'brief_order'";
    assert_eq!(world.count(ordered).await, 5);
    let page = elsa.get(&url).await;
    for text in [
        "Aktuella sakfrågor och underlag",
        "Kompetensförsörjning",
        "Regionalt underlag",
        "Karim Nasser",
        "/bestallningar/1",
    ] {
        assert!(page.has(text), "{text}");
    }
    let history = elsa.get(&format!("{url}/historik")).await;
    for text in [
        "valde en sakfråga: Kompetensförsörjning",
        "beställde ett underlag: Nationellt underlag: Kompetensförsörjning",
        "tog bort milstolpen",
    ] {
        assert!(history.has(text), "{text}");
    }
    let quiet = world.count("select count(*) from events").await;
    choose(&elsa, &url, &["1", "2", "3", "8"], &["1", "2", "3", "8"]).await;
    assert_eq!(world.count("select count(*) from events").await, quiet);
}

#[tokio::test]
async fn only_those_who_plan_choose_and_those_concerned_propose() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let url = planned(&elsa, &[]).await;
    let rows = [
        // who, chooses, proposes an area of Företag, proposes one of Kunskapsutveckling
        ("Jonas", 403, 403, 403),
        ("Anna", 403, 303, 303),
        ("Maja", 403, 403, 403),
        ("Karim", 403, 303, 403),
        ("Hanna", 403, 403, 403),
        ("Lotta", 403, 403, 403),
        ("Peter", 403, 403, 403),
        ("Astrid", 403, 403, 403),
        ("Ingela", 303, 303, 303),
        ("Sara", 303, 303, 303),
    ];
    for (name, chooses, own, other) in rows {
        run(&world, "delete from brief_orders").await;
        run(&world, "delete from dialogue_issues").await;
        let browser = world.sign_in(name).await;
        for (area, expected) in [("3", own), ("1", other)] {
            let page = propose(&browser, &url, area, "agency", "Aktuellt").await;
            assert_eq!(page.status, expected, "{name} proposes {area}");
        }
        let page = choose(&browser, &url, &["8"], &[]).await;
        assert_eq!(page.status, chooses, "{name} chooses");
        let page = browser.get(&format!("{url}/sakfragor")).await;
        assert_eq!(page.status, 200, "{name} reads");
        let button = page.has("Välj sakfrågorna och beställ underlag");
        assert_eq!(button, chooses == 303, "{name} sees the button");
    }
}

#[tokio::test]
async fn a_preview_says_what_is_ordered_and_writes_nothing() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let url = planned(&elsa, &[]).await;
    let before = world.count("select count(*) from events").await;
    let fields = [("areas", "2"), ("areas", "13"), ("preview", "1")];
    let page = elsa.post(&format!("{url}/sakfragor"), &fields).await;
    assert_eq!(page.status, 200);
    for text in [
        "Nationellt underlag: Innovation och förnyelse",
        "Nationellt underlag: EU:s strukturfonder",
        "Ansvarig för sakfrågor, Förvaltning, Team Norr",
        "Per Ström",
        "Regionalt underlag",
        "Anna Lind",
        "2027-02-17",
        "19 utgår och 4 tillkommer",
        "value=\"13\" checked",
    ] {
        assert!(page.has(text), "{text}");
    }
    assert_eq!(world.count("select count(*) from events").await, before);
    let none = elsa.post(&format!("{url}/sakfragor"), &[]).await;
    assert_eq!(none.status, 422);
    assert!(none.has("Välj minst en sakfråga."));
}

#[tokio::test]
async fn of_two_who_choose_at_once_both_choices_stand() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let url = planned(&elsa, &[]).await;
    let sara = world.sign_in("Sara").await;
    assert_eq!(choose(&elsa, &url, &["1", "2"], &[]).await.status, 303);
    assert_eq!(choose(&sara, &url, &["8"], &[]).await.status, 303);
    assert_eq!(chosen(&world).await, "1 2 8", "she had seen none of them");
    choose(&elsa, &url, &["1"], &["1", "2"]).await;
    assert_eq!(chosen(&world).await, "1 8", "only what she saw is undone");
    let page = elsa.get(&format!("{url}/sakfragor")).await;
    assert!(page.has("name=\"seen\" value=\"1\"") && page.has("name=\"seen\" value=\"8\""));
}

#[tokio::test]
async fn a_proposal_tells_whose_it_is_and_is_made_once() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let url = planned(&elsa, &[]).await;
    let (anna, karim) = (world.sign_in("Anna").await, world.sign_in("Karim").await);
    let wish = propose(&anna, &url, "8", "region", "Service i glesbygd").await;
    assert_eq!(wish.location, format!("{url}/sakfragor"));
    propose(&anna, &url, "1", "county", "Brist på svetsare").await;
    propose(&karim, &url, "2", "county", "Nya testbäddar").await;
    let page = elsa.get(&format!("{url}/sakfragor")).await;
    for text in [
        "Regionens önskemål: Service i glesbygd (Anna Lind, 23 november 2026)",
        "Länsansvarigas förslag: Brist på svetsare",
        "Myndighetens förslag: Nya testbäddar (Karim Nasser",
        "Föreslagen",
    ] {
        assert!(page.has(text), "{text}");
    }
    let again = propose(&karim, &url, "2", "agency", "Mina ord om detta").await;
    assert_eq!(again.status, 422);
    assert!(again.has("Innovation och förnyelse är redan föreslagen av Karim Nasser."));
    assert!(again.has("Mina ord om detta"), "nothing typed is lost");
    let silent = propose(&anna, &url, "9", "region", "").await;
    assert!(silent.status == 422 && silent.has("Skriv varför sakfrågan är aktuell."));
    assert!(elsa.get(&url).await.has("3 förslag väntar på att väljas."));
    assert_eq!(world.events("issue_proposed").await, 3);
    choose(&elsa, &url, &["8"], &[]).await;
    let kept = "select count(*) from dialogue_issues where origin = 'region' and state = 'chosen'
                and reason = 'Service i glesbygd'";
    assert_eq!(world.count(kept).await, 1, "the wish is still told");
}

#[tokio::test]
async fn an_area_that_is_closed_meanwhile_is_not_chosen_anew_and_not_lost() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let url = planned(&elsa, &[]).await;
    choose(&elsa, &url, &["1"], &[]).await;
    run(
        &world,
        "update issue_areas set valid_to = '2026-11-22' where id in (1, 2)",
    )
    .await;
    let page = choose(&elsa, &url, &["1", "2", "8"], &["1"]).await;
    assert_eq!(page.status, 422);
    assert!(page.has("Innovation och förnyelse har avslutats. Välj en annan sakfråga."));
    assert!(page.has("value=\"8\" checked") && page.has("id=\"error-areas\""));
    let page = choose(&elsa, &url, &["1", "8"], &["1"]).await;
    assert_eq!(page.status, 303);
    assert_eq!(chosen(&world).await, "1 8", "what was chosen stays");
    assert!(
        elsa.get(&format!("{url}/sakfragor"))
            .await
            .has("Sakfrågan har avslutats")
    );
    let late = propose(&elsa, &url, "2", "agency", "Ändå").await;
    assert_eq!(late.status, 422);
}

#[tokio::test]
async fn choosing_again_withdraws_and_orders_the_difference() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let url = planned(&elsa, &[]).await;
    choose(&elsa, &url, &["1", "2"], &[]).await;
    choose(&elsa, &url, &["1", "6"], &["1", "2"]).await;
    let states =
        "select count(*) from brief_orders where (issue_area_id = 2 and state = 'withdrawn')
                  or (issue_area_id in (1, 6) and state = 'ordered') or scope = 'regional'";
    assert_eq!(world.count(states).await, 4);
    assert_eq!(world.count("select count(*) from brief_orders").await, 4);
    assert_eq!(
        lines(&world, "national_brief").await,
        "Nationellt underlag: Förenkling open | Nationellt underlag: Kunskapsutveckling open"
    );
    for kind in ["issue_dropped", "brief_order_withdrawn"] {
        assert_eq!(world.events(kind).await, 1, "{kind}");
    }
    let karim = world.sign_in("Karim").await;
    assert!(!karim.get("/").await.has("Nationellt underlag"));
    choose(&elsa, &url, &["1", "2"], &["1", "6"]).await;
    assert!(
        karim
            .get("/")
            .await
            .has("Nationellt underlag: Innovation och förnyelse")
    );
}

#[tokio::test]
async fn what_was_ticked_before_is_kept() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let url = planned(&elsa, &[]).await;
    run(
        &world,
        "update milestones set state = 'done', settled_at = '2026-11-20T08:00:00Z', settled_by = 17
         where department_id = 2 and key in ('position', 'national_brief')",
    )
    .await;
    choose(&elsa, &url, &["2", "3", "6"], &[]).await;
    assert_eq!(
        lines(&world, "position").await,
        "Ställningstagande: Entreprenörskap och företagande done | \
         Ställningstagande: Innovation och förnyelse done | Ställningstagande: Regelförenkling open"
    );
    let who = "select count(*) from milestones where key = 'position' and settled_by = 17
               and settled_at = '2026-11-20T08:00:00Z'";
    assert_eq!(world.count(who).await, 2);
    let settled = "select count(*) from brief_orders where state = 'delivered'";
    assert_eq!(
        world.count(settled).await,
        2,
        "nobody is asked for it again"
    );
    choose(&elsa, &url, &["2", "3", "6", "4"], &["2", "3", "6"]).await;
    assert!(
        lines(&world, "national_brief")
            .await
            .starts_with("Nationellt underlag: Företag open"),
        "one more is expected of the department"
    );
}

#[tokio::test]
async fn a_dialogue_that_is_over_keeps_its_choice() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let url = planned(&elsa, &[]).await;
    choose(&elsa, &url, &["1"], &[]).await;
    run(&world, "update dialogues set phase = 'cancelled'").await;
    assert_eq!(choose(&elsa, &url, &["2"], &["1"]).await.status, 409);
    let page = propose(&elsa, &url, "2", "agency", "Varför inte").await;
    assert_eq!(page.status, 409);
    let page = elsa.get(&format!("{url}/sakfragor")).await;
    assert!(page.has("1 sakfråga är vald") && !page.has("<form class=\"stack\""));
    assert!(
        !world
            .sign_in("Anna")
            .await
            .get("/")
            .await
            .has("Regionalt underlag")
    );
}

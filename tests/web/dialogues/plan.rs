//! Planning and changing a dialogue, its list and its preview.

use super::{due, plan_with, planned, version};
use crate::world::World;

#[tokio::test]
async fn a_dialogue_is_planned_with_its_milestones_and_an_event() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    let milestones = world.count("select count(*) from milestones").await;
    let url = planned(&elsa, &[("diary_no", "Ä 2026-9184")]).await;
    let page = elsa.get(&url).await;
    assert_eq!(page.status, 200);
    for words in [
        "Regiondialog Norrbotten",
        "Onsdag 17 mars 2027 kl. 9–12 (v. 11)",
        "Luleå, Regionhuset",
        "Dnr Ä 2026-9184",
        "Länsansvarig · Anna Lind",
        "0 av 16",
        "0 av 17",
        "Tre vägval.",
    ] {
        assert!(page.has(words), "{words}");
    }
    let made = world.count("select count(*) from milestones").await - milestones;
    assert_eq!(made, 33);
    assert!(
        elsa.get(&format!("{url}/historik"))
            .await
            .has("planerade dialogen")
    );
}

#[tokio::test]
async fn only_those_who_lead_the_team_may_plan_and_the_others_learn_whom_to_ask() {
    let world = World::new().await;
    let before = world.count("select count(*) from dialogues").await;
    for (name, county) in [
        ("Anna", "25"),
        ("Karim", "25"),
        ("Elsa", "12"),
        ("Jonas", "25"),
        ("Lotta", "25"),
        ("Peter", "25"),
        ("Astrid", "25"),
    ] {
        let browser = world.sign_in(name).await;
        let page = browser
            .post("/dialoger/ny", &plan_with(&[("county", county)]))
            .await;
        assert_eq!(page.status, 403, "{name}");
        let preview = plan_with(&[("county", county), ("preview", "1")]);
        assert_eq!(
            browser.post("/dialoger/ny", &preview).await.status,
            403,
            "{name}"
        );
        let form = browser.get(&format!("/dialoger/ny?lan={county}")).await;
        assert_eq!(form.status, 403, "{name}");
    }
    let elsa = world.sign_in("Elsa").await;
    let refused = elsa.get("/dialoger/ny?lan=12").await;
    assert!(refused.has("Kontakta uppdragsansvarig för Team Södra: Jonas Ekdahl."));
    assert_eq!(world.count("select count(*) from dialogues").await, before);
    for name in ["Ingela", "Sara"] {
        let browser = world.sign_in(name).await;
        assert_eq!(
            browser.post("/dialoger/ny", &plan_with(&[])).await.status,
            303,
            "{name}"
        );
    }
}

#[tokio::test]
async fn every_mistake_is_told_at_once_and_nothing_typed_is_lost() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    let wrong = plan_with(&[
        ("county", ""),
        ("held_on", "2026-11-22"),
        ("starts_at", "13"),
        ("ends_at", "12"),
        ("form", "hybrid"),
        ("place", ""),
        ("link", "javascript:alert(1)"),
        ("purpose", "Texten <b>ska</b> stå kvar"),
    ]);
    let page = elsa.post("/dialoger/ny", &wrong).await;
    assert_eq!(page.status, 422);
    for words in [
        "<title>Fel: ",
        "Välj ett län.",
        "Datumet har redan passerat. Ange ett datum från och med 2026-11-23.",
        "Sluttiden behöver vara senare än starttiden.",
        "Skriv en plats, till exempel Luleå, Regionhuset.",
        "Länken behöver börja med https://",
        "Rätta 5 uppgifter innan du sparar",
        "Texten &#60;b&#62;ska&#60;/b&#62; stå kvar",
    ] {
        assert!(page.has(words), "{words}");
    }
    let empty = elsa.post("/dialoger/ny", &[]).await;
    assert_eq!(empty.status, 422);
    let odd = plan_with(&[
        ("held_on", "99999999999-12-٣"),
        ("form", "x"),
        ("place", "🦀"),
    ]);
    let odd = elsa.post("/dialoger/ny", &odd).await;
    assert_eq!(odd.status, 422);
    assert!(odd.has("Skriv datumet så här: 2026-11-23.") && odd.has("🦀"));
}

#[tokio::test]
async fn a_double_press_makes_one_dialogue() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    let once = elsa.get("/dialoger/ny?lan=25").await.field("once");
    let first = planned(&elsa, &[("once", &once)]).await;
    assert_eq!(planned(&elsa, &[("once", &once)]).await, first);
}

#[tokio::test]
async fn a_diarienummer_belongs_to_one_dialogue() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    planned(&elsa, &[("diary_no", "Ä 2026-9184")]).await;
    let again = plan_with(&[("diary_no", "Ä  2026-9184"), ("county", "23")]);
    let page = elsa.post("/dialoger/ny", &again).await;
    assert_eq!(page.status, 422);
    assert!(page.has("används redan av dialogen med Norrbotten den 17 mars 2027."));
}

#[tokio::test]
async fn the_preview_shows_the_steps_and_warns_and_saves_nothing() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    planned(&elsa, &[("county", "20"), ("held_on", "2027-07-14")]).await;
    let before = world.count("select count(*) from dialogues").await;
    let ask = plan_with(&[("held_on", "2027-07-14"), ("place", ""), ("preview", "1")]);
    let page = elsa.post("/dialoger/ny", &ask).await;
    assert_eq!(
        (
            page.status,
            world.count("select count(*) from dialogues").await
        ),
        (200, before)
    );
    for words in [
        "Så här planeras förberedelserna",
        "33 steg",
        "2027-05-05",
        "Anna Lind, länsansvarig",
        "tillförordnad",
        "Nationellt underlag, 5 avdelningar",
        "Dagen ligger i semesterveckorna (v. 28).",
        "Elsa Norling har redan dialogen med Dalarna samma dag.",
    ] {
        assert!(page.has(words), "{words}");
    }
    let easter = plan_with(&[("held_on", "2027-03-28"), ("preview", "1")]);
    assert!(
        elsa.post("/dialoger/ny", &easter)
            .await
            .has("Söndag 28 mars 2027 är påskdagen.")
    );
    let none = elsa
        .post("/dialoger/ny", &[("county", "25"), ("preview", "1")])
        .await;
    assert!(none.status == 200 && none.has("Skriv ett datum"));
}

#[tokio::test]
async fn milestones_fall_on_working_days_over_new_year_week_53_and_the_clock_changes() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    planned(&elsa, &[("held_on", "2027-01-07")]).await;
    assert_eq!(due(&world, "position").await, "2026-12-23");
    assert_eq!(due(&world, "pack").await, "2026-12-30");
    planned(&elsa, &[("held_on", "2027-04-05")]).await;
    assert_eq!(
        due(&world, "pack").await,
        "2027-03-25",
        "over Easter and the clock change"
    );
    planned(&elsa, &[("held_on", "2027-11-07")]).await;
    assert_eq!(
        due(&world, "pack").await,
        "2027-10-29",
        "the Sunday of the clock change"
    );
    planned(&elsa, &[("held_on", "2026-12-03")]).await;
    assert_eq!(due(&world, "invite").await, "2026-11-24");
    assert_eq!(
        due(&world, "feedback_region").await,
        "2027-01-04",
        "not on nyårsafton"
    );
}

#[tokio::test]
async fn another_day_moves_the_open_milestones_and_the_history_keeps_each() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    let url = planned(&elsa, &[]).await;
    assert_eq!(due(&world, "pack").await, "2027-03-10");
    let shown = version(&elsa, &url).await;
    let moved = plan_with(&[("held_on", "2027-03-27"), ("version", &shown)]);
    let ask = [moved.clone(), vec![("preview", "1")]].concat();
    let preview = elsa.post(&format!("{url}/andra"), &ask).await;
    assert!(
        preview.status == 200 && preview.has("2027-03-19") && preview.has("är ingen arbetsdag")
    );
    assert_eq!(
        due(&world, "pack").await,
        "2027-03-10",
        "the preview saves nothing"
    );
    let events = world.events("milestone_moved").await;
    assert_eq!(elsa.post(&format!("{url}/andra"), &moved).await.status, 303);
    assert_eq!(due(&world, "pack").await, "2027-03-19");
    assert_eq!(world.events("milestone_moved").await - events, 33);
    let history = elsa.get(&format!("{url}/historik")).await;
    assert!(history.has("flyttade dialogen till en annan dag"));
    assert!(history.has("ändrade milstolpens datum: Samlat dialogunderlag, fryst"));
    assert!(history.has("<del>10 mars 2027</del> <ins>19 mars 2027</ins>"));
}

#[tokio::test]
async fn two_people_who_change_different_fields_both_have_their_way() {
    let world = World::new().await;
    let (elsa, chef) = (world.sign_in("Elsa").await, world.sign_in("Ingela").await);
    let url = planned(&elsa, &[]).await;
    let change = format!("{url}/andra");
    let seen = version(&elsa, &url).await;
    let first = plan_with(&[("place", "Boden"), ("version", &seen)]);
    let second = plan_with(&[("purpose", "Fyra vägval."), ("version", &seen)]);
    assert_eq!(chef.post(&change, &first).await.status, 303);
    assert_eq!(elsa.post(&change, &second).await.status, 303);
    let page = elsa.get(&url).await;
    assert!(page.has("Boden") && page.has("Fyra vägval."));
}

#[tokio::test]
async fn two_people_who_change_the_same_field_meet_with_both_texts() {
    let world = World::new().await;
    let (elsa, chef) = (world.sign_in("Elsa").await, world.sign_in("Ingela").await);
    let url = planned(&elsa, &[]).await;
    let change = format!("{url}/andra");
    let seen = version(&elsa, &url).await;
    let first = plan_with(&[("starts_at", "8"), ("version", &seen)]);
    let second = plan_with(&[("held_on", "2027-03-18"), ("version", &seen)]);
    assert_eq!(chef.post(&change, &first).await.status, 303);
    let page = elsa.post(&change, &second).await;
    assert_eq!(page.status, 409);
    assert!(page.has("Någon annan har ändrat dialogen medan du skrev."));
    assert!(page.has("2027-03-18") && page.has("08.00") && page.has("09.00"));
    let fresh = page.field("version");
    let again = plan_with(&[("held_on", "2027-03-18"), ("version", &fresh)]);
    assert_eq!(elsa.post(&change, &again).await.status, 303);
    let unchanged = [again, vec![("version", "3")]].concat();
    let unchanged: Vec<_> = unchanged
        .into_iter()
        .filter(|each| *each != ("version", "2"))
        .collect();
    let events = world.events("dialogue_changed").await;
    assert_eq!(elsa.post(&change, &unchanged).await.status, 303);
    assert_eq!(
        world.events("dialogue_changed").await,
        events,
        "nothing was changed"
    );
}

#[tokio::test]
async fn only_the_teams_lead_and_chefer_change_a_dialogue() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    let url = planned(&elsa, &[]).await;
    for name in ["Anna", "Karim", "Jonas", "Lotta", "Peter", "Astrid"] {
        let browser = world.sign_in(name).await;
        let fields = plan_with(&[("place", "Hemma"), ("version", "1")]);
        let page = browser.post(&format!("{url}/andra"), &fields).await;
        assert_eq!(page.status, 403, "{name}");
        assert_eq!(
            browser.get(&format!("{url}/andra")).await.status,
            403,
            "{name}"
        );
        assert_eq!(browser.get(&url).await.status, 200, "{name} may read");
    }
    // the län of the form is not believed
    let jonas = world.sign_in("Jonas").await;
    let own = plan_with(&[("county", "12"), ("version", "1")]);
    let refused = jonas.post(&format!("{url}/andra"), &own).await;
    assert_eq!(refused.status, 403);
    assert!(refused.has("Kontakta uppdragsansvarig för Team Norr: Elsa Norling."));
    assert!(!elsa.get(&url).await.has("Hemma"));
}

#[tokio::test]
async fn the_list_is_filtered_by_its_address_and_says_when_it_is_empty() {
    let world = World::new().await;
    let (elsa, jonas) = (world.sign_in("Elsa").await, world.sign_in("Jonas").await);
    planned(&elsa, &[("held_on", "2031-03-17")]).await;
    planned(&elsa, &[("county", "18"), ("held_on", "2031-05-06")]).await;
    planned(&jonas, &[("county", "14"), ("held_on", "2031-09-01")]).await;
    let list = |address: &str| {
        let (elsa, address) = (elsa.clone(), format!("/dialoger?{address}"));
        async move { elsa.get(&address).await }
    };
    let row = |day: &str| format!("<time datetime=\"{day}\">");
    let year = list("ar=2031&sortera=-datum").await;
    assert!(year.has("3 dialoger"));
    let place = |day: &str| year.html.find(&row(day)).expect("a row");
    assert!(
        place("2031-09-01") < place("2031-03-17"),
        "newest first when asked for"
    );
    let norr = list("ar=2031&team=norr").await;
    assert!(norr.has("1 dialog") && norr.has("Norrbotten") && !norr.has(&row("2031-05-06")));
    assert!(list("ar=2031&lan=14").await.has(&row("2031-09-01")));
    assert!(list("ar=2031&fas=planering").await.has("3 dialoger"));
    let none = list("ar=2031&fas=avslutad").await;
    assert!(none.status == 200 && none.has("Inga träffar.") && none.has("Rensa filter"));
    for odd in [
        "ar=åå&team=x%27&lan=%00&fas=y&sortera=;&sida=-9",
        "sida=99999999999999999999",
    ] {
        assert_eq!(list(odd).await.status, 200, "{odd}");
    }
}

#[tokio::test]
async fn what_does_not_exist_is_said_so() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    for path in [
        "/dialoger/999999",
        "/dialoger/x",
        "/dialoger/99999999999999999999",
        "/dialoger/999999/andra",
    ] {
        let status = elsa.get(path).await.status;
        assert!(matches!(status, 400 | 404), "{path} {status}");
    }
}

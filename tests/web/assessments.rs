//! Nationell bedömning: two records, ready when both are, and on the dialogue's own page.

use crate::arrange::{connection, dialogue};
use crate::positions::{approve, choose};
use crate::world::World;

const WHOLE: [(&str, &str); 5] = [
    ("view", "Så står det till."),
    ("develop", "Det här behövs."),
    ("why", "Därför."),
    ("shareable", "view"),
    ("ready", "ja"),
];

fn at<'a>(version: &'a str, other: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let named = |name: &str| other.iter().any(|(each, _)| *each == name);
    let rest = WHOLE.iter().copied().filter(|(name, _)| !named(name));
    rest.chain(other.iter().copied())
        .chain([("version", version)])
        .collect()
}

async fn milestone(world: &World, dialogue: i64) -> i64 {
    sqlx::query_scalar(
        "insert into milestones (dialogue_id, key, title, falls_on, offset_days, position, judgement, due_on)
         values (?, 'assessment', 'Nationell bedömning', 'lead', -10, 1, 0, '2026-12-20') returning id",
    )
    .bind(dialogue)
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

#[tokio::test]
async fn the_milestone_is_done_when_both_are_ready_and_open_when_one_is_not() {
    let world = World::quiet().await;
    let id = dialogue(&world, "25", "2027-01-13", "preparing").await;
    let own = milestone(&world, id).await;
    let elsa = world.sign_in("Elsa").await;
    let url = format!("/dialoger/{id}/bedomning");
    let (work, processes) = (
        format!("{url}/tillvaxtarbetet"),
        format!("{url}/tillvaxtprocesserna"),
    );
    let draft = [("view", "Ett *utkast*."), ("version", "0")];
    assert_eq!(elsa.post(&work, &draft).await.status, 303);
    let page = elsa.get(&format!("/dialoger/{id}")).await;
    assert!(
        page.has("Utkast, version 1")
            && page.has("Ett utkast.")
            && page.has("Senast ändrad av Elsa Norling i dag kl. 10")
    );
    assert_eq!(elsa.post(&work, &at("1", &[])).await.status, 303);
    assert_eq!(state(&world, own).await, "open");
    assert_eq!(elsa.post(&processes, &at("0", &[])).await.status, 303);
    assert_eq!(state(&world, own).await, "done");
    assert!(
        elsa.get(&format!("/dialoger/{id}"))
            .await
            .has("<span class=\"tag is-green\">Klar</span>")
    );
    assert_eq!(
        elsa.post(&work, &at("2", &[("ready", "")])).await.status,
        303
    );
    assert_eq!(state(&world, own).await, "open");
    assert_eq!(world.events("assessment_ready").await, 2);
    let log = elsa.get(&format!("{url}/historik")).await;
    assert!(
        log.has("Det regionala tillväxtarbetet") && log.has("De regionala tillväxtprocesserna")
    );
    let all = elsa.get(&format!("/dialoger/{id}/historik")).await;
    assert!(all.has("ändrade den nationella bedömningen: Det regionala tillväxtarbetet"));
}

#[tokio::test]
async fn what_is_ready_has_all_its_texts_and_mistakes_keep_the_text() {
    let world = World::quiet().await;
    let id = dialogue(&world, "25", "2027-01-13", "preparing").await;
    let elsa = world.sign_in("Elsa").await;
    let work = format!("/dialoger/{id}/bedomning/tillvaxtarbetet");
    for (other, field) in [
        (("why", ""), "why"),
        (("view", " "), "view"),
        (("briefs", "999"), "briefs"),
        (("why", "Ring 811218-9876"), "why"),
    ] {
        let page = elsa.post(&work, &at("0", &[other])).await;
        assert_eq!(page.status, 422, "{other:?}");
        assert!(
            page.has(&format!("error-{field}")) && page.has("Det här behövs."),
            "{other:?}"
        );
    }
    let blank = elsa.post(&work, &[("version", "0")]).await;
    assert!(blank.status == 422 && blank.has("Skriv något i minst en av de tre texterna."));
    assert_eq!(
        elsa.get(&format!("/dialoger/{id}/bedomning/annat"))
            .await
            .status,
        404
    );
    assert_eq!(world.count("select count(*) from assessments").await, 0);
}

#[tokio::test]
async fn the_briefs_of_the_dialogues_issue_areas_are_offered_first() {
    let world = World::quiet().await;
    let id = dialogue(&world, "25", "2027-01-13", "preparing").await;
    choose(&world, id, &[2]).await;
    let (near, far) = (
        approve(&world, 2).await.to_string(),
        approve(&world, 3).await.to_string(),
    );
    let elsa = world.sign_in("Elsa").await;
    let url = format!("/dialoger/{id}/bedomning");
    let form = elsa.get(&format!("{url}/tillvaxtarbetet")).await;
    let place = |id: &str| form.html.find(&format!("value=\"{id}\"")).expect("offered");
    let fold = form
        .html
        .find("<details class=\"more\">")
        .expect("the others");
    assert!(place(&near) < fold && fold < place(&far));
    let fields = at("0", &[("briefs", &near)]);
    assert_eq!(
        elsa.post(&format!("{url}/tillvaxtarbetet"), &fields)
            .await
            .status,
        303
    );
    let page = elsa.get(&url).await;
    assert!(page.has("Innovation och förnyelse, version 1"));
    assert!(!page.has("Entreprenörskap och företagande, version 1"));
}

#[tokio::test]
async fn the_assessment_is_the_leads_alone_and_closed_dialogues_keep_theirs() {
    let world = World::quiet().await;
    let id = dialogue(&world, "25", "2027-01-13", "preparing").await;
    let work = format!("/dialoger/{id}/bedomning/tillvaxtarbetet");
    for name in [
        "Jonas", "Anna", "Karim", "Ingela", "Lotta", "Peter", "Astrid",
    ] {
        let browser = world.sign_in(name).await;
        assert_eq!(browser.get(&work).await.status, 403, "{name}");
        assert_eq!(
            browser.post(&work, &at("0", &[])).await.status,
            403,
            "{name}"
        );
        assert_eq!(
            browser
                .get(&format!("/dialoger/{id}/bedomning"))
                .await
                .status,
            200,
            "{name}"
        );
    }
    let closed = dialogue(&world, "25", "2026-01-13", "closed").await;
    let elsa = world.sign_in("Elsa").await;
    let late = format!("/dialoger/{closed}/bedomning/tillvaxtarbetet");
    assert_eq!(elsa.post(&late, &at("0", &[])).await.status, 409);
    assert_eq!(world.count("select count(*) from assessments").await, 0);
}

#[tokio::test]
async fn two_leads_who_write_see_each_other() {
    let world = World::quiet().await;
    let id = dialogue(&world, "25", "2027-01-13", "preparing").await;
    let (elsa, sara) = (world.sign_in("Elsa").await, world.sign_in("Sara").await);
    let work = format!("/dialoger/{id}/bedomning/tillvaxtarbetet");
    assert_eq!(elsa.post(&work, &at("0", &[])).await.status, 303);
    assert_eq!(
        elsa.post(&work, &at("1", &[("view", "Elsas syn.")]))
            .await
            .status,
        303
    );
    let merged = sara.post(&work, &at("1", &[("why", "Saras skäl.")])).await;
    assert_eq!(merged.status, 303);
    let page = sara.get(&format!("/dialoger/{id}/bedomning")).await;
    assert!(page.has("Elsas syn.") && page.has("Saras skäl."));
    let clash = sara.post(&work, &at("1", &[("view", "Saras syn.")])).await;
    assert_eq!(clash.status, 409);
    assert!(clash.has("Elsas syn.") && clash.has("Saras syn.") && clash.has("class=\"conflict\""));
}

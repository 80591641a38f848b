//! What a team reads of the last weeks in its län.

use super::made;
use crate::arrange::run;
use crate::world::World;

#[tokio::test]
async fn a_team_reads_what_was_noted_in_its_lan_of_late() {
    let world = World::quiet().await;
    let (anna, maja) = (
        world.sign_in("Anna Lind").await,
        world.sign_in("Maja Olander").await,
    );
    let meaning = [
        ("meaning", "Fler **behöver** bostäder."),
        ("counties", "25"),
        ("counties", "24"),
    ];
    let here = made(&anna, "Hamnen får nytt djup", &meaning).await;
    let national = made(
        &anna,
        "Ny nationell strategi",
        &[("counties", "Hela landet")],
    )
    .await;
    let elsewhere = made(&maja, "Sågen byggs ut", &[("counties", "08")]).await;
    let secret = [("readers", "team")];
    let marked = made(&anna, "Något att inte sprida", &secret).await;
    let old = made(&anna, "Från i våras", &[]).await;
    run(
        &world,
        "update observations set created_at = '2026-04-01T08:00:00Z' where title = 'Från i våras'",
    )
    .await;

    let digest = "/team/norr/omvarld";
    let page = anna.get(digest).await;
    assert!(page.has("Omvärlden i Team Norr") && page.has("Fler behöver bostäder."));
    assert_eq!(
        page.html.matches("Hamnen får nytt djup</a>").count(),
        2,
        "under each of its län"
    );
    assert!(page.has(&format!("href=\"{national}\"")) && page.has(&format!("href=\"{marked}\"")));
    assert!(!page.has(&format!("href=\"{elsewhere}\"")) && !page.has(&format!("href=\"{old}\"")));
    assert!(page.has("Inget har noterats i ") && page.has("Jämtland</a>"));

    let page = maja.get(digest).await;
    assert!(page.has(&format!("href=\"{here}\"")) && !page.has("Något att inte sprida"));
    let file = maja.get(&format!("{digest}?format=csv")).await;
    assert!(file.has("Hamnen får nytt djup") && !file.has("Något att inte sprida"));
    assert!(
        anna.get(&format!("{digest}?dagar=7"))
            .await
            .has("dagar=7\" aria-current")
    );
    assert!(
        anna.get(&format!("{digest}?dagar=x"))
            .await
            .has("dagar=30\" aria-current")
    );
    assert_eq!(anna.get("/team/finns-inte/omvarld").await.status, 404);
    let team = anna.get("/team/norr").await;
    assert!(
        team.has(&format!("href=\"{digest}\"")),
        "the team's page leads there"
    );
}

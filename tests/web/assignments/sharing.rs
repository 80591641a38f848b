//! Who can hold a seat beside whom.

use super::{PETER_IN_DALARNA, made, with};
use crate::world::World;

#[tokio::test]
async fn two_ordinary_holders_of_an_exclusive_seat_are_refused_with_the_others_name() {
    let world = World::new().await;
    let browser = world.sign_in("Ingela").await;
    let rows = [
        (
            "lead/2",
            "Elsa Norling är redan uppdragsansvarig för Team Mellan, från 1 januari 2018 och tills vidare.",
        ),
        (
            "county/25",
            "Anna Lind är redan huvudansvarig länsansvarig för Norrbotten, från 1 januari 2018 och tills vidare.",
        ),
        (
            "issue/1/2",
            "Karim Nasser är redan huvudansvarig ansvarig för sakfrågor, Företag, Team Norr, från 1 januari 2018 och tills vidare.",
        ),
    ];
    for (seat, sentence) in rows {
        let page = browser
            .post("/bemanning/ny", &with(&PETER_IN_DALARNA, &[("seat", seat)]))
            .await;
        assert!(page.status == 422 && page.has(sentence), "{}", page.html);
    }
    assert_eq!(world.events("assignment_made").await, 0);
    let second = with(
        &PETER_IN_DALARNA,
        &[("seat", "county/25"), ("is_primary", "")],
    );
    made(&browser, &second).await;
    assert!(
        browser.get("/team/norr").await.has("Även"),
        "several may share a län"
    );
}

#[tokio::test]
async fn nobody_is_given_the_same_assignment_twice() {
    let world = World::new().await;
    let browser = world.sign_in("Ingela").await;
    made(&browser, &PETER_IN_DALARNA).await;
    let again = with(&PETER_IN_DALARNA, &[("is_primary", ""), ("once", "two")]);
    let page = browser.post("/bemanning/ny", &again).await;
    assert!(page.status == 422 && page.has("Peter Blad är redan länsansvarig för Dalarna"));
}

#[tokio::test]
async fn tf_and_ersattare_may_overlap_and_tf_goes_first() {
    let world = World::new().await;
    let browser = world.sign_in("Ingela").await;
    let acting = [
        ("seat", "county/25"),
        ("kind", "acting"),
        ("valid_to", "2026-12-31"),
        ("once", "tf"),
    ];
    made(&browser, &with(&PETER_IN_DALARNA, &acting)).await;
    let deputy = [
        ("seat", "county/25"),
        ("kind", "deputy"),
        ("person_id", "4"),
        ("once", "ers"),
    ];
    made(&browser, &with(&PETER_IN_DALARNA, &deputy)).await;
    let page = browser.get("/team/norr").await;
    let row = &page.html[page.html.find("/lan/norrbotten").unwrap()..];
    let row = &row[..row.find("</tr>").unwrap()];
    let places = [
        "Peter Blad",
        "tillförordnad",
        "Även",
        "Anna Lind",
        "Ersättare",
        "Mats Öhrn",
    ]
    .map(|word| row.find(word).unwrap_or_else(|| panic!("{word}: {row}")));
    assert!(places.is_sorted(), "{row}");
}

#[tokio::test]
async fn of_two_who_save_at_once_one_wins_and_the_other_gets_a_sentence() {
    let world = World::new().await;
    let (ingela, astrid) = (world.sign_in("Ingela").await, world.sign_in("Astrid").await);
    let other = with(&PETER_IN_DALARNA, &[("person_id", "5"), ("once", "two")]);
    let (a, b) = tokio::join!(
        ingela.post("/bemanning/ny", &PETER_IN_DALARNA),
        astrid.post("/bemanning/ny", &other),
    );
    let (won, lost) = if a.status == 303 { (a, b) } else { (b, a) };
    assert_eq!((won.status, lost.status), (303, 422));
    assert!(lost.has("är redan huvudansvarig länsansvarig för Dalarna"));
}

//! Who is responsible on any day, and what falls due in a team.

use crate::world::{Page, World};

/// The part of a page between two texts.
fn between<'a>(page: &'a Page, from: &str, to: &str) -> &'a str {
    let start = page.html.find(from).unwrap_or_else(|| panic!("no {from}"));
    let rest = &page.html[start..];
    &rest[..rest.find(to).unwrap_or(rest.len())]
}

fn main_of(page: &Page) -> &str {
    between(page, "<main", "</main>")
}

#[tokio::test]
async fn everyone_sees_the_teams_with_their_staffing() {
    let world = World::new().await;
    let page = world.sign_in("Lotta").await.get("/team").await;
    assert_eq!(page.status, 200);
    for staffing in ["11 av 12", "12 av 12", "10 av 12"] {
        assert!(page.has(staffing), "{staffing}");
    }
    let order = [
        "norrbotten",
        "vasterbotten",
        "jamtland",
        "vasternorrland",
        "dalarna",
        "gavleborg",
        "varmland",
    ];
    let places = order.map(|slug| page.html.find(&format!("href=\"/lan/{slug}\"")));
    assert!(
        places.iter().all(Option::is_some) && places.is_sorted(),
        "the order of the source page: {places:?}"
    );
}

#[tokio::test]
async fn a_team_page_shows_holders_tf_ersattare_and_vacancies() {
    let world = World::new().await;
    let browser = world.sign_in("Elsa").await;
    let page = browser.get("/team/norr").await;
    assert_eq!(page.status, 200);
    assert!(page.has("tillförordnad") && page.has("Elsa Norling") && page.has("Sara Åkesson"));
    assert_eq!(page.html.matches("Ej tillsatt").count(), 1, "Dalarna");
    assert!(!page.has("Tillsätt"), "she may not fill seats");
    let page = browser.get("/team/sodra").await;
    assert!(page.has("saknar konto") && page.has("Rune Tegnér"));
    assert_eq!(page.html.matches("Ej tillsatt").count(), 2);
    assert_eq!(browser.get("/team/vast").await.status, 404);
}

#[tokio::test]
async fn who_may_assign_is_led_to_the_form_with_the_seat_chosen() {
    let world = World::new().await;
    let browser = world.sign_in("Ingela").await;
    let page = browser.get("/team/norr").await;
    let url = "/bemanning/ny?funktion=county_officer&#38;plats=20";
    assert!(page.has(url), "a link beside the vacancy");
    let form = browser.get(&url.replace("&#38;", "&")).await;
    assert_eq!(form.field("seat"), "county/20");
    let past = browser.get("/team/norr?datum=2020-01-01").await;
    assert!(!past.has("Tillsätt"), "the past is not staffed");
}

#[tokio::test]
async fn the_day_is_read_as_people_write_it_and_a_bad_one_is_said() {
    let world = World::new().await;
    let browser = world.sign_in("Lotta").await;
    for path in ["/organisation", "/team/norr"] {
        for typed in ["2018-03-01", "1%20mars%202018", "20180301", "1/3%202018"] {
            let page = browser.get(&format!("{path}?datum={typed}")).await;
            assert_eq!(page.status, 200);
            assert!(page.has("<span>1 mars 2018</span>"), "{path} {typed}");
        }
        let page = browser.get(&format!("{path}?datum=i%20fjol")).await;
        assert_eq!(page.status, 422);
        assert!(page.has("Skriv datumet så här: 2026-11-23.") && page.has("i fjol"));
        let page = browser.get(&format!("{path}?datum=2017-12-31")).await;
        assert_eq!(page.status, 200);
        assert!(!page.has("Elsa Norling"), "nothing was organised then");
    }
}

#[tokio::test]
async fn ending_the_tf_and_appointing_another_leaves_2018_as_it_was() {
    let world = World::served().await;
    let browser = world.sign_in("Administratör").await;
    let (organisation, team) = (
        "/organisation?datum=2018-03-01",
        "/team/norr?datum=2018-03-01",
    );
    let then = [browser.get(organisation).await, browser.get(team).await];
    for page in &then {
        assert!(page.has("tillförordnad") && page.has("Monika Kväl") && page.has("saknar konto"));
    }
    assert!(then[0].has("Josefine Majewski"));
    let end = [("valid_to", "2018-12-31"), ("version", "1")];
    assert_eq!(browser.post("/bemanning/1/avsluta", &end).await.status, 303);
    let appoint = [
        ("seat", "lead/1"),
        ("person_id", "3"),
        ("kind", "ordinary"),
        ("valid_from", "2019-01-01"),
        ("valid_to", ""),
        ("once", "a"),
    ];
    assert_eq!(browser.post("/bemanning/ny", &appoint).await.status, 303);
    for (before, path) in then.iter().zip([organisation, team]) {
        assert_eq!(main_of(before), main_of(&browser.get(path).await));
    }
    let after = browser.get("/team/norr?datum=2019-01-01").await;
    assert!(after.has("Josefine Majewski") && !after.has("Monika Kväl"));
}

#[tokio::test]
async fn gotland_moves_to_sodra_and_both_views_are_right() {
    let world = World::new().await;
    world
        .arrange(
            "update team_counties set valid_to = '2026-12-31' where county = '09';
             insert into team_counties (team_id, county, valid_from) values (3, '09', '2027-01-01');",
        )
        .await;
    let browser = world.sign_in("Lotta").await;
    for (day, counts) in [
        ("2026-12-31", ["7", "7", "7"]),
        ("2027-01-01", ["7", "6", "8"]),
    ] {
        let page = browser.get(&format!("/organisation?datum={day}")).await;
        for (team, count) in ["norr", "mellan", "sodra"].iter().zip(counts) {
            let head = between(&page, &format!("id=\"team-{team}\""), "</div>");
            assert!(
                head.contains(&format!("<p>{count} län</p>")),
                "{day} {team}"
            );
        }
        for (team, has) in [("mellan", day < "2027"), ("sodra", day >= "2027")] {
            let page = browser.get(&format!("/team/{team}?datum={day}")).await;
            assert_eq!(
                page.has("/lan/gotland") && page.has("Tove Munk"),
                has,
                "{day} {team}"
            );
        }
    }
}

#[tokio::test]
async fn the_counterpart_is_the_one_of_the_day() {
    let world = World::new().await;
    let browser = world.sign_in("Lotta").await;
    let page = browser.get("/organisation?datum=2018-12-31").await;
    assert!(page.has("Länsstyrelsen i Stockholms län") && !page.has("Region Stockholm"));
    let page = browser.get("/organisation?datum=2019-01-01").await;
    assert!(page.has("Region Stockholm") && !page.has("Länsstyrelsen i Stockholms län"));
}

#[tokio::test]
async fn earlier_holders_are_shown_on_demand() {
    let world = World::new().await;
    world
        .arrange(
            "insert into assignments (person_id, function, county, kind, valid_from, valid_to)
                  values (29, 'county_officer', '20', 'ordinary', '2020-01-01', '2022-06-30')",
        )
        .await;
    let browser = world.sign_in("Lotta").await;
    assert!(!browser.get("/team/norr").await.has("Peter Blad"));
    let page = browser.get("/team/norr?tidigare=ja").await;
    assert!(page.has("Peter Blad") && page.has("2022-06-30"));
    let then = browser.get("/team/norr?datum=2021-01-01").await;
    assert!(then.has("Peter Blad"), "he was the holder then");
    let before = browser.get("/team/norr?datum=2021-01-01&tidigare=ja").await;
    assert!(before.has("Inga uppdrag i teamet har avslutats"));
}

/// A dialogue in Norrbotten on Thursday 3 December, with what is open around it.
const WORK: &str = "
    insert into dialogues (id, county, held_on, starts_at, ends_at, form, phase, created_at, updated_at)
        values (1, '25', '2026-12-03', '09:00:00', '12:00:00', 'on_site', 'preparing', 'x', 'x'),
               (2, '09', '2026-12-04', '09:00:00', '12:00:00', 'on_site', 'preparing', 'x', 'x'),
               (3, '24', '2026-12-10', '09:00:00', '12:00:00', 'on_site', 'cancelled', 'x', 'x');
    insert into milestones (dialogue_id, key, title, department_id, falls_on, offset_days, position, judgement, due_on, state)
        values (1, 'a', 'Sen milstolpe', null, 'lead', -28, 1, 0, '2026-11-20', 'open'),
               (1, 'b', 'Regionalt underlag', null, 'county_officer', -9, 2, 1, '2026-11-24', 'open'),
               (1, 'c', 'Nationellt underlag: Företag', 2, 'issue_officer', -7, 3, 0, '2026-11-26', 'open'),
               (1, 'd', 'Avklarad milstolpe', null, 'lead', -7, 4, 0, '2026-11-26', 'done'),
               (1, 'e', 'Bortom tolv veckor', null, 'lead', 90, 5, 0, '2027-03-03', 'open'),
               (2, 'f', 'Gotlands milstolpe', null, 'lead', -7, 1, 0, '2026-11-26', 'open'),
               (3, 'g', 'Inställd milstolpe', null, 'lead', -7, 1, 0, '2026-11-26', 'open');
    insert into actions (id, title, unit_id, owner_seat, owner_person_id, due_on, status, search_text, result, created_at, updated_at)
        values (1, 'Funktionens insats', 1, 'issue/1/2', null, '2026-12-01', 'ongoing', '', '', 'x', 'x'),
               (2, 'Namngiven insats', 1, null, 17, '2026-12-02', 'decided', '', '', 'x', 'x'),
               (3, 'Klar insats', 1, 'lead/1', null, '2026-12-02', 'done', '', 'Klart.', 'x', 'x'),
               (4, 'Mellans insats', 1, 'lead/2', null, '2026-12-02', 'ongoing', '', '', 'x', 'x');
    insert into action_counties values (1, '25'), (2, '25'), (3, '25'), (4, '09');";

#[tokio::test]
async fn what_falls_due_is_shown_week_by_week_and_by_function() {
    let world = World::new().await;
    world.without_work().await;
    world.arrange(WORK).await;
    let page = world.sign_in("Lotta").await.get("/team/norr").await;
    let late = between(&page, "id=\"forsenat\"", "</section>");
    assert!(late.contains("Sen milstolpe") && late.contains("3 d sen"));
    let weeks = between(&page, "class=\"weeks\"", "</section>");
    assert_eq!(weeks.matches("class=\"week\"").count(), 12);
    let this = &weeks[..weeks.find("v. 49").unwrap()];
    assert!(this.contains("v. 48") && this.contains("23–29 nov 2026"));
    assert!(this.contains("Länsansvariga 1, ansvariga för sakfrågor 1"));
    assert!(this.contains("Regionalt underlag") && this.contains("/dialoger/1#milestone-2"));
    let next = &weeks[this.len()..weeks.find("v. 50").unwrap()];
    assert!(
        next.contains("/dialoger/1\"") && next.contains("2026-12-03"),
        "the dialogue"
    );
    assert!(next.contains("Ansvariga för sakfrågor 1, namngivna ägare 1"));
    assert!(next.contains("/insatser/1\"") && next.contains("/insatser/2\""));
    for not in [
        "Avklarad",
        "Bortom",
        "Gotlands",
        "Inställd",
        "Klar insats",
        "Mellans",
        "Karim",
        "Anna Lind",
    ] {
        assert!(!weeks.contains(not), "{not}");
    }
}

#[tokio::test]
async fn the_next_dialogue_stands_beside_the_lan_and_the_past_has_no_weeks() {
    let world = World::new().await;
    world.without_work().await;
    world.arrange(WORK).await;
    let browser = world.sign_in("Elsa").await;
    let page = browser.get("/team/norr").await;
    let row = between(&page, "/lan/norrbotten", "</tr>");
    assert!(
        row.contains("2026-12-03") && row.contains("om 10 dagar") && row.contains("Förberedelse")
    );
    let row = between(&page, "/lan/vasterbotten", "</tr>");
    assert!(
        row.contains("Ingen planerad"),
        "a cancelled one is not next"
    );
    let past = browser.get("/team/norr?datum=2020-01-01").await;
    assert!(past.has("Anna Lind") && !past.has("class=\"weeks\"") && !past.has("Sen milstolpe"));
    assert!(
        browser
            .get("/team")
            .await
            .has("Norrbotten <time datetime=\"2026-12-03\">")
    );
}

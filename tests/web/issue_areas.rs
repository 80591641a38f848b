//! Sakfrågor: all about one, and the matrix checked cell by cell.

use crate::arrange::{connection, dialogue};
use crate::positions::{approve, choose};
use crate::world::{Page, World};
use std::collections::HashMap;

/// The matrix as its file tells it: (issue area, län) to the other columns.
async fn cells(world: &World, query: &str) -> HashMap<(String, String), Vec<String>> {
    let lotta = world.sign_in("Lotta").await;
    let page = lotta
        .get(&format!("/sakfragor/matris?{query}&format=csv"))
        .await;
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .from_reader(page.html.trim_start_matches('\u{feff}').as_bytes());
    let mut cells = HashMap::new();
    for row in reader.records() {
        let row: Vec<String> = row.expect("a row").iter().map(str::to_owned).collect();
        let earlier = cells.insert((row[0].clone(), row[2].clone()), row[3..].to_vec());
        assert!(earlier.is_none(), "each cell once");
    }
    cells
}

async fn texts(world: &World, sql: &'static str) -> Vec<(String, String, String)> {
    sqlx::query_as(sql)
        .fetch_all(world.db().read())
        .await
        .expect("rows")
}

#[tokio::test]
async fn every_cell_of_the_matrix_is_what_the_tables_say() {
    let world = World::new().await;
    let held = dialogue(&world, "25", "2026-06-01", "closed").await;
    choose(&world, held, &[5]).await;
    let called_off = dialogue(&world, "25", "2026-08-01", "cancelled").await;
    choose(&world, called_off, &[5, 4]).await;
    let long_ago = dialogue(&world, "24", "2024-11-22", "closed").await;
    choose(&world, long_ago, &[5]).await;
    sqlx::query("insert into agenda_items (county, dialogue_id, title, minutes, issue_area_id, position, state, created_at, updated_at)
                 values ('25', ?, 'Punkt', 20, 4, 1, 'done', '2026-06-01', '2026-06-01'), ('25', ?, 'Punkt', 20, 14, 2, 'carried', '2026-06-01', '2026-06-01')")
        .bind(held)
        .bind(held)
        .execute(&mut connection(&world).await)
        .await
        .expect("agenda");
    let cells = cells(&world, "").await;
    assert_eq!(cells.len(), 15 * 21);
    // when it was last raised, dialogue by dialogue
    let mut raised: HashMap<(String, String), String> = HashMap::new();
    for sql in [
        "select i.name, c.short_name, d.held_on from dialogue_issues x join dialogues d on d.id = x.dialogue_id
         join issue_areas i on i.id = x.issue_area_id join counties c on c.code = d.county
         where x.state = 'chosen' and d.phase in ('following_up', 'closed')",
        "select i.name, c.short_name, d.held_on from agenda_items x join dialogues d on d.id = x.dialogue_id
         join issue_areas i on i.id = x.issue_area_id join counties c on c.code = d.county
         where x.state in ('open', 'done') and d.phase in ('following_up', 'closed')",
    ] {
        for (area, county, day) in texts(&world, sql).await {
            let known = raised.entry((area, county)).or_default();
            *known = std::cmp::max(known.clone(), day);
        }
    }
    // the position of the newest dialogue that has one
    let mut said: HashMap<(String, String), (String, String)> = HashMap::new();
    let sql = "select i.name || '|' || c.short_name, d.held_on, p.status from positions p
               join dialogues d on d.id = p.dialogue_id join issue_areas i on i.id = p.issue_area_id
               join counties c on c.code = d.county where d.phase <> 'cancelled' order by d.held_on";
    for (key, day, status) in texts(&world, sql).await {
        let (area, county) = key.split_once('|').expect("a key");
        said.insert((area.into(), county.into()), (day, status));
    }
    // every open insats, once for each of its län
    let mut open: HashMap<(String, String), i64> = HashMap::new();
    let sql = "select i.name, c.short_name, a.status from actions a join action_counties x on x.action_id = a.id
               join issue_areas i on i.id = a.issue_area_id join counties c on c.code = x.county";
    for (area, county, status) in texts(&world, sql).await {
        *open.entry((area, county)).or_default() +=
            i64::from(status != "done" && status != "stopped");
    }
    for (key, cell) in &cells {
        let status = match said.get(key).map(|(_, status)| status.as_str()) {
            None => "",
            Some("drafting") => "Utkast",
            Some("agreed") => "Avstämt",
            Some(_) => "Gäller",
        };
        assert_eq!(cell[1], status, "{key:?}");
        assert_eq!(
            &cell[2],
            said.get(key).map_or("", |(day, _)| day),
            "{key:?}"
        );
        assert_eq!(&cell[4], raised.get(key).map_or("", |day| day), "{key:?}");
        assert_eq!(
            cell[5],
            open.get(key).copied().unwrap_or_default().to_string(),
            "{key:?}"
        );
        let newest = raised.get(key).cloned().unwrap_or_default();
        let newest = newest.max(said.get(key).map_or(String::new(), |(day, _)| day.clone()));
        let white = if newest.as_str() < "2024-11-23" {
            "ja"
        } else {
            ""
        };
        assert_eq!(cell[6], white, "{key:?}");
    }
    let of = |area: &str, county: &str| &cells[&(area.to_owned(), county.to_owned())];
    assert_eq!(of("Internationalisering", "Norrbotten")[4], "2026-06-01");
    assert_eq!(of("Företagsfinansiering", "Norrbotten")[4], "2026-06-01");
    assert!(
        cells.values().any(|cell| cell[1] == "Gäller")
            && cells.values().any(|cell| cell[6] == "ja")
    );
}

fn count(page: &Page, words: &str) -> usize {
    page.html.matches(words).count()
}

#[tokio::test]
async fn the_page_shows_the_same_cells_as_its_file() {
    let world = World::new().await;
    let lotta = world.sign_in("Lotta").await;
    for (query, areas, counties) in [
        ("", 15, 21),
        ("team=norr", 15, 7),
        ("avdelning=2", 5, 21),
        ("team=sodra&avdelning=3", 2, 7),
    ] {
        let page = lotta.get(&format!("/sakfragor/matris?{query}")).await;
        let cells = cells(&world, query).await;
        assert_eq!(cells.len(), areas * counties, "{query}");
        assert_eq!(
            count(&page, "<span class=\"when\">"),
            areas * counties,
            "{query}"
        );
        let white = cells.values().filter(|cell| cell[6] == "ja").count();
        assert_eq!(count(&page, "<td class=\"is-white\">"), white, "{query}");
        for status in ["Gäller", "Utkast"] {
            let there = cells.values().filter(|cell| cell[1] == status).count();
            assert_eq!(
                count(&page, &format!("<span class=\"sr\">{status}")),
                there,
                "{query} {status}"
            );
        }
        assert_eq!(
            page.has("Välj ett team eller en sakfråga"),
            !query.contains("team"),
            "{query}"
        );
    }
    let one = lotta.get("/sakfragor/matris?sakfraga=1").await;
    assert!(one.has("Kompetensförsörjning i länen") && count(&one, "<th scope=\"row\">") == 21);
    assert!(
        lotta
            .get("/sakfragor/matris?sakfraga=999")
            .await
            .has("Inga träffar.")
    );
    assert!(
        lotta
            .get("/sakfragor/matris?team=vast")
            .await
            .has("Inga träffar.")
    );
}

#[tokio::test]
async fn the_page_of_an_issue_area_gathers_what_there_is() {
    let world = World::quiet().await;
    approve(&world, 2).await;
    let id = dialogue(&world, "25", "2026-06-01", "following_up").await;
    choose(&world, id, &[2]).await;
    let karim = world.sign_in("Karim").await;
    let position = format!("/dialoger/{id}/stallningstaganden/2");
    let sent = karim
        .post(
            &format!("{position}/skriv"),
            &[("ask", "Vad?"), ("version", "0")],
        )
        .await;
    assert_eq!(sent.status, 303);
    crate::offers::offer(&karim, &[("title", "Testbäddar"), ("issue_areas", "2")]).await;
    world.arrange("insert into assignment_issue_areas (assignment_id, issue_area_id) select id, 3 from assignments where person_id = 21").await;
    let lotta = world.sign_in("Lotta").await;
    let page = lotta.get("/sakfragor/2").await;
    for words in [
        "Företag, Entreprenörskap",
        "Karim Nasser",
        "Hanna Persdotter",
        "Ej tillsatt",
        "Version 1",
        "Testbäddar",
        &position,
        "<time datetime=\"2026-06-01\">",
        "Norrbotten 2026-06-01",
        "Inga öppna behov i sakfrågan.",
    ] {
        assert!(page.has(words), "{words}");
    }
    assert!(!page.has("Fatima"), "she is narrowed to another issue area");
    assert!(lotta.get("/sakfragor/8").await.has("Elsa Norling, tf."));
    assert_eq!(lotta.get("/sakfragor/999").await.status, 404);
}

#[tokio::test]
async fn the_list_counts_what_there_is_of_each() {
    let world = World::new().await;
    let lotta = world.sign_in("Lotta").await;
    let file = lotta.get("/sakfragor?format=csv").await;
    assert_eq!(file.html.lines().count(), 16);
    let needs = world
        .count("select count(*) from needs where issue_area_id = 1 and closed_on is null")
        .await;
    let offers = world.count("select count(*) from offer_issue_areas x join offers o on o.id = x.offer_id where x.issue_area_id = 1 and (o.valid_to is null or o.valid_to >= '2026-11-23')").await;
    let actions = world.count("select count(*) from actions where issue_area_id = 1 and status in ('proposed', 'decided', 'ongoing')").await;
    let row = file
        .html
        .lines()
        .find(|line| line.starts_with("\"Kompetensförsörjning\";"))
        .expect("a row");
    assert!(
        row.ends_with(&format!("{offers};{needs};{actions}")),
        "{row}"
    );
    assert_eq!(
        lotta
            .get("/sakfragor?avdelning=3&format=csv")
            .await
            .html
            .lines()
            .count(),
        3
    );
    assert_eq!(
        lotta
            .get("/sakfragor?q=forenkling&format=csv")
            .await
            .html
            .lines()
            .count(),
        2
    );
    for sort in [
        "-sakfraga",
        "avdelning",
        "-behov",
        "erbjudanden",
        "-insatser",
        "stallningstaganden",
    ] {
        let page = lotta.get(&format!("/sakfragor?sortera={sort}")).await;
        assert_eq!(count(&page, "<tr><th scope=\"row\">"), 15, "{sort}");
    }
}

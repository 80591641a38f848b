//! The overview's figures, each counted a second time from the rows themselves, on several days.

mod again;
mod rows;

use crate::world::World;
use rows::{Rows, day};

/// The large numbers of the page, with the lists they lead to.
fn figures(html: &str) -> Vec<(String, usize)> {
    let cards = html.split("<a class=\"card figure").skip(1);
    let figure = |card: &str| {
        let href = card
            .split("href=\"")
            .nth(1)?
            .split('"')
            .next()?
            .replace("&#38;", "&")
            .replace("&amp;", "&");
        let number = card.split("<strong>").nth(1)?.split(['<', ' ']).next()?;
        Some((href, number.parse().ok()?))
    };
    cards.filter_map(figure).collect()
}

fn opt(value: Option<impl ToString>) -> String {
    value.map_or(String::new(), |value| value.to_string())
}

const DAYS: [&str; 4] = [
    "2026-11-23T09:00:00Z",
    "2026-02-10T09:00:00Z",
    "2027-01-04T09:00:00Z",
    "2026-07-15T09:00:00Z",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_figure_is_what_the_rows_say_on_any_day() {
    for now in DAYS {
        let world = World::at(now).await;
        let today = world.app.clock.today();
        let rows = Rows::read(world.db().read(), today).await;
        let chef = world.sign_in("Ingela Strand").await;
        let page = chef.get("/oversikt").await;
        assert_eq!(page.status, 200, "{now}");
        let shown = figures(&page.html);
        let waiting = rows
            .counties
            .iter()
            .filter(|(code, ..)| rows.waited(code, "feedback_region").is_some());
        let expected = [
            rows.upcoming(),
            rows.had_dialogue_this_year(),
            rows.late(None),
            waiting.count(),
            rows.vacant(),
        ];
        assert_eq!(
            shown.iter().map(|(_, number)| *number).collect::<Vec<_>>(),
            expected,
            "{now}"
        );
        for (href, number) in &shown {
            let list = chef.get(href).await;
            let counted = list.html.split("data-count>").nth(1).unwrap_or_default();
            let words = counted.split('<').next().unwrap_or_default();
            let by_county = href.contains("nar=hallna") || href.contains("riktning=region");
            let counties = words.split(" i ").nth(1).filter(|_| by_county);
            let counted = counties.unwrap_or(words).split(' ').next();
            let counted = counted.unwrap_or_default();
            let counted = if counted == "Inga" {
                0
            } else {
                counted.parse().unwrap_or(usize::MAX)
            };
            assert_eq!(counted, *number, "{href} on {now}");
        }
        per_county(&chef, &rows, now).await;
    }
}

async fn per_county(chef: &crate::world::Browser, rows: &Rows, now: &str) {
    let file = chef.get("/oversikt?sortera=lan&format=csv").await.html;
    let lines: Vec<Vec<&str>> = file
        .lines()
        .skip(1)
        .map(|line| line.split(';').collect())
        .collect();
    assert_eq!(lines.len(), 21, "{now}");
    for line in lines {
        let cells: Vec<&str> = line.iter().map(|cell| cell.trim_matches('"')).collect();
        let county = rows.counties.iter().find(|(_, name, _)| name == cells[0]);
        let (code, _, team) = county.unwrap_or_else(|| panic!("no län is called {}", cells[0]));
        let current = rows.current(code);
        let expected = [
            opt(current.map(|(held_on, ..)| held_on)),
            opt(current.map(|(_, done, _)| done)),
            opt(current.map(|(.., all)| all)),
            rows.open(code).to_string(),
            rows.late(Some(code)).to_string(),
            opt(rows.waited(code, "feedback")),
            rows.staffing(code, *team),
        ];
        let found = [
            cells[2], cells[4], cells[5], cells[6], cells[7], cells[8], cells[10],
        ];
        assert_eq!(found.map(str::to_owned), expected, "{} on {now}", cells[0]);
    }
}

#[tokio::test]
async fn the_map_says_what_the_table_says_in_every_state() {
    let world = World::new().await;
    let chef = world.sign_in("Ingela Strand").await;
    for (state, words) in [
        ("beredskap", "förberedelser klara"),
        ("senaste", "senaste dialog för"),
        ("insatser", "försenade insatser"),
        ("aterkoppling", "återkoppling"),
        ("bemanning", "bemanning: "),
        ("team", ": Team Norr"),
        ("atlantis", "förberedelser klara"),
    ] {
        let page = chef.get(&format!("/oversikt?visa={state}")).await;
        assert_eq!(page.status, 200, "{state}");
        let map = page
            .html
            .split("<svg class=\"map\"")
            .nth(1)
            .unwrap_or_default();
        let map = map.split("</svg>").next().unwrap_or_default();
        assert_eq!(map.matches("<a href=\"/lan/").count(), 21, "{state}");
        assert!(map.contains(words), "{state}");
    }
    for odd in [
        "?datum=i+g%C3%A5r",
        "?sortera=%27",
        "?datum=9999-99-99",
        "?visa=%00",
    ] {
        assert_eq!(
            chef.get(&format!("/oversikt{odd}")).await.status,
            200,
            "{odd}"
        );
    }
}

#[tokio::test]
async fn staffing_is_shown_on_the_day_that_is_asked_for() {
    let world = World::new().await;
    let chef = world.sign_in("Ingela Strand").await;
    for asked in ["2019-03-01", "2026-11-23", "2027-06-30"] {
        let rows = Rows::read(world.db().read(), day(asked)).await;
        let page = chef.get(&format!("/oversikt?datum={asked}")).await;
        let vacant = figures(&page.html).last().map(|(_, number)| *number);
        assert_eq!(vacant, Some(rows.vacant()), "{asked}");
    }
}

//! Län: the list, the page about one, and how it is found.

use crate::world::{Page, World};
use jiff::civil::{Date, date, time};
use regiondialog::domain::access::Permit;
use regiondialog::domain::dialogue::{Form, Plan};
use regiondialog::store::dialogues;

/// Where each text stands on the page; none may be missing.
fn places(page: &Page, texts: &[&str]) -> Vec<usize> {
    let find = |text: &&str| {
        let found = page.html.find(*text);
        found.unwrap_or_else(|| panic!("{text} is not on the page"))
    };
    texts.iter().map(find).collect()
}

/// A dialogue that has been entered by the lead of Mellan.
async fn enter(world: &World, county: &str, held_on: Date) -> i64 {
    let mut tx = world
        .db()
        .write(Permit::system_as(1))
        .await
        .expect("a write");
    let plan = Plan {
        county: county.into(),
        held_on,
        starts_at: time(9, 0, 0, 0),
        ends_at: time(12, 0, 0, 0),
        form: Form::OnSite,
        place: "Landsstatshuset".into(),
        link: String::new(),
        purpose: "Lära av tidigare år.".into(),
        diary_no: String::new(),
    };
    let id = dialogues::plan(
        &mut tx,
        &plan,
        &regiondialog::domain::dialogue_type::Beginning::default(),
        date(2026, 11, 23),
    )
    .await
    .expect("planned");
    tx.commit().await.expect("committed");
    id
}

#[tokio::test]
async fn the_21_lan_stand_by_team_in_the_order_of_the_source_page() {
    let world = World::new().await;
    let page = world.sign_in("Lotta").await.get("/lan").await;
    assert_eq!(page.status, 200);
    assert!(page.has("21 län"));
    let names = "Norrbotten Västerbotten Jämtland Västernorrland Dalarna Gävleborg Värmland \
        Västmanland Uppsala Stockholm Örebro Södermanland Östergötland Gotland \
        Västra_Götaland Jönköping Halland Kronoberg Skåne Blekinge Kalmar";
    let links: Vec<String> = names
        .split_whitespace()
        .map(|name| format!(">{}</a></th>", name.replace('_', " ")))
        .collect();
    let links: Vec<&str> = links.iter().map(String::as_str).collect();
    assert!(places(&page, &links).is_sorted());
    assert_eq!(page.html.matches("Ej tillsatt").count(), 2);
    assert!(page.has("Rune Tegnér <span class=\"soon\">saknar konto</span>"));
    assert!(page.has("<strong class=\"late\">(1 sen)</strong>"));
}

#[tokio::test]
async fn the_21_lan_sort_as_swedes_sort() {
    let world = World::new().await;
    let lotta = world.sign_in("Lotta").await;
    let page = lotta.get("/lan?sortera=lan").await;
    let names = "Blekinge Dalarna Gotland Gävleborg Halland Jämtland Jönköping Kalmar Kronoberg Norrbotten Skåne \
        Stockholm Södermanland Uppsala Värmland Västerbotten Västernorrland Västmanland Västra_Götaland Örebro Östergötland";
    let links: Vec<String> = names
        .split_whitespace()
        .map(|name| format!(">{}</a></th>", name.replace('_', " ")))
        .collect();
    let links: Vec<&str> = links.iter().map(String::as_str).collect();
    let found = places(&page, &links);
    assert_eq!((found.len(), found.is_sorted()), (21, true));
    let backwards = lotta.get("/lan?sortera=-lan").await;
    assert!(places(&backwards, &links).iter().rev().is_sorted());
}

#[tokio::test]
async fn the_list_is_filtered_by_team_and_sorted_by_the_next_dialogue() {
    let world = World::new().await;
    let lotta = world.sign_in("Lotta").await;
    let page = lotta.get("/lan?team=sodra&sortera=dialog").await;
    assert!(page.has("7 län") && page.has(">Kalmar</a>") && !page.has(">Norrbotten</a>"));
    let order = [
        ">Jönköping</a>",
        ">Skåne</a>",
        ">Halland</a>",
        ">Blekinge</a>",
    ];
    assert!(places(&page, &order).is_sorted());
    let unknown = lotta.get("/lan?team=%3Cscript%3E&sortera=;drop").await;
    assert!(unknown.status == 200 && unknown.has("21 län"));
}

#[tokio::test]
async fn a_lan_says_who_answers_for_it_and_what_is_next() {
    let world = World::new().await;
    let page = world.sign_in("Elsa").await.get("/lan/norrbotten").await;
    assert_eq!(page.status, 200);
    for text in [
        "<title>Norrbotten – Regiondialog</title>",
        "<h1>Norrbottens län</h1>",
        "Region Norrbotten · Länskod 25 · Residensstad Luleå · Programområde Övre Norrland",
        "tillförordnad",
        "Anna Lind",
        "Per Ström <span class=\"meta\">Förvaltning</span>",
        ">3 december 2026</a>",
        "om 10 dagar, v. 49, kl. 9–12 · Luleå, Regionhuset",
        "12 av 16 förberedelser klara",
        "18 d sen",
        "Kartans gränser: SCB",
    ] {
        assert!(page.has(text), "{text} is missing");
    }
    let skane = world.sign_in("Lotta").await.get("/lan/skane").await;
    assert!(skane.has("Rune Tegnér <span class=\"soon\">saknar konto</span>"));
    assert!(skane.has("Ej tillsatt</strong> <span class=\"meta\">Förvaltning</span>"));
    assert!(skane.has("Ingen dialog planerad") || skane.has("Planering"));
}

#[tokio::test]
async fn the_buttons_are_there_for_those_who_may() {
    let world = World::new().await;
    let (plan, act) = ("/dialoger/ny?lan=25\"", "/insatser/ny?lan=25\"");
    for (name, may_plan, may_act) in [
        ("Elsa", true, true),
        ("Ingela", true, true),
        ("Anna", false, true),
        ("Karim", false, true),
        ("Jonas", false, false),
        ("Lotta", false, false),
        ("Peter", false, false),
        ("Astrid", false, false),
    ] {
        let page = world.sign_in(name).await.get("/lan/norrbotten").await;
        assert_eq!(
            (page.has(plan), page.has(act)),
            (may_plan, may_act),
            "{name}"
        );
        assert!(page.has("/omvarld/ny?lan=norrbotten\""), "{name}");
        let primary = page.html.matches("button is-primary").count();
        assert_eq!(primary, 1, "{name}");
    }
    assert_eq!(world.visitor().get("/lan/norrbotten").await.status, 303);
}

#[tokio::test]
async fn every_lan_has_its_readable_address_and_tabs() {
    let world = World::new().await;
    let lotta = world.sign_in("Lotta").await;
    let slugs: Vec<String> = sqlx::query_scalar("select slug from counties")
        .fetch_all(world.db().read())
        .await
        .expect("slugs");
    assert_eq!(slugs.len(), 21);
    for slug in slugs {
        assert!(
            slug.bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'-')
        );
        for tab in ["", "/dialoger", "/insatser", "/historik"] {
            let page = lotta.get(&format!("/lan/{slug}{tab}")).await;
            assert_eq!(page.status, 200, "{slug}{tab}");
            assert_eq!(page.html.matches("<h1>").count(), 1, "{slug}{tab}");
        }
    }
}

#[tokio::test]
async fn codes_and_other_names_lead_to_the_readable_address() {
    let world = World::new().await;
    let lotta = world.sign_in("Lotta").await;
    for (asked, found) in [
        ("/lan/25", "/lan/norrbotten"),
        ("/lan/Norrbotten", "/lan/norrbotten"),
        ("/lan/norrbottens-lan", "/lan/norrbotten"),
        ("/lan/V%C3%A4stra%20G%C3%B6taland", "/lan/vastra-gotaland"),
        (
            "/lan/VGR/dialoger?sida=2",
            "/lan/vastra-gotaland/dialoger?sida=2",
        ),
        ("/lan/sormland/historik", "/lan/sodermanland/historik"),
        ("/lan/01?visa=dialoger", "/lan/stockholm?visa=dialoger"),
    ] {
        let page = lotta.get(asked).await;
        assert_eq!(
            (page.status, page.location.as_str()),
            (308, found),
            "{asked}"
        );
    }
    for asked in [
        "/lan/1",
        "/lan/02",
        "/lan/nowhere",
        "/lan/-",
        "/lan/%F0%9F%92%A5",
        "/lan/lan/dialoger",
        "/lan/%FF",
    ] {
        assert_eq!(lotta.get(asked).await.status, 404, "{asked}");
    }
}

#[tokio::test]
async fn the_counterpart_is_the_one_of_the_day_of_the_dialogue() {
    let world = World::new().await;
    enter(&world, "01", date(2018, 12, 31)).await;
    enter(&world, "01", date(2019, 1, 1)).await;
    let lotta = world.sign_in("Lotta").await;
    let page = lotta.get("/lan/stockholm/dialoger").await;
    let row = |day: &str| {
        let start = page.html.find(&format!(">{day}</time>"));
        let rest = &page.html[start.unwrap_or_else(|| panic!("{day} is missing"))..];
        rest[..rest.find("</tr>").unwrap_or(rest.len())].to_owned()
    };
    assert!(row("2018-12-31").contains("Länsstyrelsen i Stockholms län"));
    assert!(row("2019-01-01").contains("Region Stockholm"));
    assert!(row("2018-10-11").contains("Länsstyrelsen i Stockholms län"));
    let here = lotta.get("/lan/stockholm").await;
    assert!(here.has(
        "Tidigare Länsstyrelsen i Stockholms län (länsstyrelse), 1 januari 2018–31 december 2018"
    ));
    let held = lotta.get("/lan/stockholm?visa=dialoger").await;
    assert!(held.has("med Länsstyrelsen i Stockholms län"));
}

#[tokio::test]
async fn the_timeline_tells_the_newest_first_and_can_show_a_part() {
    let world = World::new().await;
    let lotta = world.sign_in("Lotta").await;
    let all = lotta.get("/lan/norrbotten").await;
    let told = [
        "Dialog 3 december 2026 planerad",
        "Strategisk regiondialog genomförd",
        "Anna Lind blev länsansvarig",
    ];
    let dialogues = lotta.get("/lan/norrbotten?visa=dialoger").await;
    assert!(places(&dialogues, &told[..2]).is_sorted());
    let days: Vec<&str> = all
        .html
        .split("<li><time datetime=\"")
        .skip(1)
        .map(|rest| &rest[..10])
        .collect();
    assert!(days.len() > 10 && days.iter().rev().is_sorted(), "{days:?}");
    let result = ">Uppdaterad analys av näringslivets struktur</a>";
    for (part, has, has_not) in [
        ("dialoger", told[0], result),
        ("insatser", result, told[0]),
        ("organisation", told[2], told[0]),
    ] {
        let page = lotta.get(&format!("/lan/norrbotten?visa={part}")).await;
        let start = page.html.find("Senast i länet").unwrap_or_default();
        let end = page.html.find("<h2>Härnäst</h2>").unwrap_or_default();
        let told = &page.html[start..end];
        assert!(told.contains(has) && !told.contains(has_not), "{part}");
    }
    let kalmar = lotta.get("/lan/kalmar?visa=dialoger").await;
    assert!(kalmar.has(" inställd</a>") && kalmar.has("fick förhinder samtidigt"));
    let moved = lotta.get("/lan/vasternorrland?visa=dialoger").await;
    assert!(moved.has("Dialogen flyttad till "));
    let dalarna = lotta.get("/lan/dalarna?visa=organisation").await;
    assert!(dalarna.has("Gerd Almlöv slutade som länsansvarig"));
}

#[tokio::test]
async fn a_long_timeline_has_pages_of_twenty() {
    let world = World::new().await;
    for days in 0..60 {
        let day = jiff::civil::date(2027, 2, 1).saturating_add(jiff::Span::new().days(days));
        enter(&world, "09", day).await;
    }
    let lotta = world.sign_in("Lotta").await;
    let first = lotta.get("/lan/gotland?visa=dialoger").await;
    assert_eq!(first.html.matches("<li><time datetime=").count(), 20);
    assert!(first.has("?visa=dialoger&amp;sida=2"));
    let last = lotta.get("/lan/gotland?visa=dialoger&sida=4").await;
    let rest = last.html.matches("<li><time datetime=").count();
    assert!((1..20).contains(&rest), "{rest} on the last page");
    for odd in [
        "sida=0",
        "sida=-4",
        "sida=99999999999999999999",
        "sida=x",
        "visa=%00",
    ] {
        let page = lotta.get(&format!("/lan/gotland?{odd}")).await;
        assert_eq!(page.status, 200, "{odd}");
    }
}

//! A table of Swedish queries, with what they must and must not find.

use super::{ask, index, plain, words};
use crate::arrange::dialogue;
use crate::world::World;

/// Titles of lessons to find, each with some text.
const RECORDS: &[(&str, &str)] = &[
    ("Insatser för ung kompetens", "Två insatser pågår i länet."),
    (
        "Länens gemensamma läge",
        "Arbetet i de tre länen går framåt.",
    ),
    ("Länkar till rapporter", "En länk till varje rapport."),
    ("Kompetensförsörjning i gruvnäringen", "Kompetens saknas."),
    ("Energiförsörjningen i norr", "Elnätet räcker inte."),
    ("Mötet i Örebro", "Region Örebro län var värd."),
    ("Orkestern spelade", "Musik på torget."),
    ("Varslet på sågverket", "Etthundra personer berörs."),
    ("Massvarsel i fordonsindustrin", "Flera varsel samma vecka."),
    ("Får på bete", "Fårnäringen växer."),
    ("Far till tre", "En far berättar."),
    ("Grön omställning kräver el", "Omställningen tar tid."),
    ("Omställning av grön sektor", "Annan ordning på orden."),
    ("Näringslivets råd", "Rådet samlas två gånger om året."),
    ("Teamets arbetssätt", "Teamen möts varje vecka."),
    ("E-handel på landsbygden", "Handeln flyttar ut på nätet."),
    ("Besöksnäringens säsonger", "Turister året om."),
    ("Åre växer", "Fjällturism i Jämtland."),
    ("Areal och mark", "Areal räknas i hektar."),
    ("Nätverken för digitalisering", "Ett nätverk per län."),
    ("Kursen i dialog", "En kurs för alla."),
    ("Platser i utbildningen", "En plats till."),
];

/// A query, what it must find and what it must not, by the beginnings of titles.
#[rustfmt::skip]
const QUERIES: &[(&str, &[&str], &[&str])] = &[
    // bent forms
    ("insats", &["Insatser för"], &["Får på"]),
    ("insatsen", &["Insatser för"], &[]),
    ("insatserna", &["Insatser för"], &[]),
    ("INSATSER", &["Insatser för"], &[]),
    ("länet", &["Länens gem", "Insatser för"], &["Länkar"]),
    ("länens", &["Länens gem"], &["Länkar"]),
    ("arbete", &["Länens gem", "Teamets"], &[]),
    ("arbetet", &["Länens gem"], &[]),
    ("rapporten", &["Länkar"], &[]),
    ("länkarna", &["Länkar"], &["Länens"]),
    ("varsel", &["Varslet", "Massvarsel"], &["Får på"]),
    ("varslet", &["Varslet", "Massvarsel"], &[]),
    ("varslen", &["Varslet"], &[]),
    ("näringslivet", &["Näringslivets"], &[]),
    ("näringsliv", &["Näringslivets"], &[]),
    ("rådet", &["Näringslivets"], &[]),
    ("team", &["Teamets"], &[]),
    ("teamet", &["Teamets"], &[]),
    ("mötet", &["Mötet i"], &[]),
    ("möten", &["Mötet i"], &[]),
    ("nätverk", &["Nätverken"], &[]),
    ("nätverket", &["Nätverken"], &["Energi"]),
    ("kurs", &["Kursen"], &[]),
    ("kurser", &["Kursen"], &[]),
    ("plats", &["Platser"], &[]),
    ("platsen", &["Platser"], &[]),
    ("omställningen", &["Grön omst", "Omställning av"], &[]),
    ("personerna", &["Varslet"], &[]),
    // å ä ö, and without
    ("örebro", &["Mötet i"], &["Orkestern"]),
    ("Örebros", &["Mötet i"], &[]),
    ("orebro", &["Mötet i"], &["Orkestern"]),
    ("oreb", &["Mötet i"], &["Orkestern"]),
    ("får", &["Får på"], &["Far till"]),
    ("far", &["Far till"], &[]),
    ("åre", &["Åre växer"], &["Areal"]),
    ("are", &["Åre växer", "Areal"], &[]),
    ("natverk", &["Nätverken"], &[]),
    ("gron omstallning", &["Grön omst", "Omställning av"], &[]),
    ("besoksnaring", &["Besöksnäringens"], &[]),
    // parts of compounds
    ("försörjning", &["Kompetensförs", "Energiförs"], &["Insatser för"]),
    ("försörjningen", &["Kompetensförs", "Energiförs"], &[]),
    ("forsorjning", &["Kompetensförs", "Energiförs"], &[]),
    ("näring", &["Kompetensförs", "Besöksn", "Får på"], &["Åre"]),
    ("industri", &["Massvarsel"], &[]),
    ("industrin", &["Massvarsel"], &[]),
    ("turism", &["Åre växer"], &[]),
    ("sätt", &["Teamets"], &[]),
    ("verk", &["Nätverken", "Varslet"], &[]),
    ("handel", &["E-handel"], &[]),
    // beginnings
    ("komp", &["Insatser för", "Kompetensförs"], &["Energi"]),
    ("kompetens", &["Insatser för", "Kompetensförs"], &[]),
    ("digi", &["Nätverken"], &[]),
    ("fjäll", &["Åre växer"], &[]),
    ("massv", &["Massvarsel"], &["Varslet"]),
    // several words, phrases, without
    ("kompetens gruv", &["Kompetensförs"], &["Insatser för"]),
    ("ung kompetens", &["Insatser för"], &["Kompetensförs"]),
    ("\"grön omställning\"", &["Grön omst"], &["Omställning av"]),
    ("”grön omställning”", &["Grön omst"], &["Omställning av"]),
    ("grön -el", &["Omställning av"], &["Grön omst"]),
    ("omställning -\"grön omställning\"", &["Omställning av"], &["Grön omst"]),
    ("e-handel", &["E-handel"], &["Nätverken"]),
    ("varsel fordon", &["Massvarsel"], &["Varslet på"]),
    // where it lies
    ("varsel norrbotten", &["Varslet", "Massvarsel"], &[]),
    ("varsel skåne", &[], &["Varslet", "Massvarsel"]),
    ("xylofon", &[], &["Insatser för", "Länens", "Orkestern"]),
    ("xylofon insats", &[], &["Insatser för"]),
];

#[tokio::test]
async fn swedish_words_find_what_they_mean() {
    assert!(QUERIES.len() >= 60);
    let world = World::quiet().await;
    let id = dialogue(&world, "25", "2026-11-16", "following_up").await;
    let row = |(title, text): &(&str, &str)| {
        format!(
            "insert into lessons (dialogue_id, title, text, search_text, created_at, updated_at) values ({id}, '{title}', '{text}', '', '2026-11-16', '2026-11-16');"
        )
    };
    world
        .arrange(RECORDS.iter().map(row).collect::<String>())
        .await;
    index(&world).await;
    let elsa = world.sign_in("Elsa").await;
    let mut wrong = Vec::new();
    for (query, found, not_found) in QUERIES {
        let page = plain(&words(&elsa, &format!("{query} typ:lärdom")).await);
        let missed = found.iter().filter(|title| !page.contains(**title));
        wrong.extend(missed.map(|title| format!("{query} misses {title}")));
        let extra = not_found.iter().filter(|title| page.contains(**title));
        wrong.extend(extra.map(|title| format!("{query} finds {title}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn the_word_itself_comes_before_its_stem_and_that_before_a_part() {
    let world = World::quiet().await;
    let id = dialogue(&world, "25", "2026-11-16", "following_up").await;
    let titles = ["Energiförsörjning nu", "Försörjningen nu", "Försörjning nu"];
    let row = |title: &&str| {
        format!(
            "insert into lessons (dialogue_id, title, text, search_text, created_at, updated_at) values ({id}, '{title}', '', '', '2026-11-16', '2026-11-16');"
        )
    };
    world
        .arrange(titles.iter().map(row).collect::<String>())
        .await;
    index(&world).await;
    let elsa = world.sign_in("Elsa").await;
    let page = plain(&words(&elsa, "försörjning typ:lärdom").await);
    let place = |title: &str| {
        page.find(&format!(">{title}"))
            .unwrap_or_else(|| panic!("{title}"))
    };
    assert!(place(titles[2]) < place(titles[1]) && place(titles[1]) < place(titles[0]));
}

#[tokio::test]
async fn an_establishment_is_called_one() {
    let world = World::new().await;
    let chef = world.sign_in("Ingela Strand").await;
    let page = ask(&chef, &[("typ", "varsel"), ("q", "etablering")]).await;
    let tags: Vec<&str> = page
        .html
        .split("<li><p><span class=\"tag")
        .skip(1)
        .collect();
    let mut named = tags.iter().filter_map(|rest| rest.split_once('>'));
    assert!(
        named.any(|(_, rest)| rest.starts_with("Etablering</span>")),
        "{}",
        page.html
    );
}

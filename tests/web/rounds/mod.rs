//! Planning a year of dialogues at once, and the year wheel that shows it.

mod together;

use crate::world::{Browser, Page, World};
use regiondialog::domain::calendar::{is_vacation_week, is_working_day, iso_week};

pub const NEW: &str = "/dialoger/omgangar/ny";

/// The form of a year in which nothing is planned yet.
pub const PAGE: &str = "/dialoger/omgangar/ny?ar=2028";

/// The fields of the round's form as the page shows them: every input and the chosen options.
pub fn fields(page: &Page) -> Vec<(String, String)> {
    let form = page
        .html
        .split("action=\"/dialoger/omgangar/ny\"")
        .last()
        .unwrap_or_default();
    let mut found = Vec::new();
    let mut select = String::new();
    for tag in form.split('<').skip(1) {
        let value = |name: &str| {
            let rest = tag.split_once(&format!(" {name}=\""))?.1;
            Some(rest.split('"').next()?.to_owned())
        };
        if tag.starts_with("input") {
            found.extend(value("name").zip(value("value")));
        } else if tag.starts_with("select") {
            select = value("name").unwrap_or_default();
        } else if tag.starts_with("option") && tag.contains(" selected") {
            found.extend(value("value").map(|value| (select.clone(), value)));
        }
    }
    found
}

pub fn days(fields: &[(String, String)]) -> Vec<jiff::civil::Date> {
    let dates = fields
        .iter()
        .filter(|(name, _)| name.starts_with("held_on_"));
    dates.filter_map(|(_, value)| value.parse().ok()).collect()
}

/// The same fields with other values for some.
pub fn with(fields: &[(String, String)], changes: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut fields = fields.to_vec();
    for (name, value) in changes {
        fields.retain(|(each, _)| each != name);
        fields.push((name.to_string(), value.to_string()));
    }
    fields
}

pub async fn send(browser: &Browser, fields: &[(String, String)]) -> Page {
    let pairs: Vec<(&str, &str)> = fields
        .iter()
        .map(|(a, b)| (a.as_str(), b.as_str()))
        .collect();
    browser.post(NEW, &pairs).await
}

pub const DIALOGUES: &str =
    "select count(*) from dialogues where held_on like '2028%' and round_id is not null";

#[tokio::test]
async fn a_chef_plans_all_21_in_one_step() {
    let world = World::quiet().await;
    let ingela = world.sign_in("Ingela").await;
    let proposed = fields(&ingela.get(PAGE).await);
    let planned = send(&ingela, &proposed).await;
    assert_eq!(planned.status, 303, "{}", planned.html);
    assert_eq!(planned.location, "/dialoger/omgangar/1");
    assert_eq!(world.count(DIALOGUES).await, 21);
    let milestones = "select count(*) from milestones m join dialogues d on d.id = m.dialogue_id where d.round_id = 1";
    assert_eq!(world.count(milestones).await, 21 * 33);
    let told =
        "select count(*) from events where kind = 'dialogue_planned' and subject_kind = 'dialogue'
        and subject_id in (select cast(id as text) from dialogues where round_id = 1)";
    assert_eq!(
        (world.count(told).await, world.events("round_planned").await),
        (21, 1)
    );
    let shown = ingela.get("/dialoger/omgangar/1").await;
    assert!(shown.has("21 av 21 län planerade") && shown.has("0 av 21 län genomförda"));
    assert!(!shown.has("Ingen dialog planerad – "));
    let listed = ingela.get("/dialoger/omgangar").await;
    assert!(listed.has("Dialogomgång 2028") && listed.has("21 av 21 län"));
    assert!(
        ingela
            .get(PAGE)
            .await
            .has("Alla län har redan en dialog i omgången.")
    );
}

#[tokio::test]
async fn no_proposal_is_a_holiday_or_in_a_forbidden_week() {
    let world = World::quiet().await;
    let ingela = world.sign_in("Ingela").await;
    for year in 2028..=2031 {
        let page = ingela
            .get(&format!(
                "{NEW}?ar={year}&fran={year}-01-01&till={year}-12-31"
            ))
            .await;
        let days = days(&fields(&page));
        assert_eq!((page.status, days.len()), (200, 21), "{year}");
        for day in days {
            assert!(
                is_working_day(day) && !is_vacation_week(day) && day.year() == year,
                "{day}"
            );
        }
        assert!(page.has("Ingen vecka blir för tung."), "{year}");
    }
    let late = ingela.get(&format!("{NEW}?ar=2026&till=2026-12-31")).await;
    let late = days(&fields(&late));
    assert!(
        !late.is_empty() && late.len() < 21,
        "2026 has few weeks left: {late:?}"
    );
    assert!(
        late.iter()
            .all(|day| *day > world.app.clock.today() && is_working_day(*day))
    );
}

#[tokio::test]
async fn one_bad_row_and_nothing_is_planned_but_everything_typed_stands() {
    let world = World::quiet().await;
    let before = world.count("select count(*) from dialogues").await;
    let ingela = world.sign_in("Ingela").await;
    let proposed = fields(&ingela.get(PAGE).await);
    #[rustfmt::skip]
    let rows = [
        ("held_on_25", "2028-06-23", "Norrbotten: 2028-06-23 är midsommarafton. Välj en arbetsdag."),
        ("held_on_25", "2028-07-12", "Norrbotten: 2028-07-12 ligger i v. 28."),
        ("held_on_25", "2028-03-04", "Norrbotten: 2028-03-04 är en lördag. Välj en arbetsdag."),
        ("held_on_25", "nästa vår", "Norrbotten: Skriv datumet så här: 2026-11-23."),
        ("held_on_25", "2029-03-08", "Norrbotten: Datumet behöver ligga i 2028, omgångens år."),
        ("held_on_25", "2026-11-20", "Norrbotten: Datumet behöver ligga i 2028, omgångens år."),
        ("starts_at_25", "tidigt", "Norrbotten: Skriv klockslaget så här: 09.00."),
        ("ends_at_25", "08.00", "Norrbotten: Sluttiden behöver vara senare än starttiden."),
        ("form_25", "brev", "Norrbotten: Välj en form."),
    ];
    for (field, value, message) in rows {
        let changed = with(&proposed, &[(field, value), ("starts_at_12", "10.15")]);
        let answer = send(&ingela, &changed).await;
        assert_eq!(answer.status, 422, "{value}");
        assert!(answer.has(message), "{value}: {message}");
        assert!(answer.has(&format!("href=\"#field-{field}\"")), "{field}");
        let kept = fields(&answer);
        let differs = |pair: &&(String, String)| !changed.contains(pair);
        let lost: Vec<_> = kept.iter().filter(differs).collect();
        assert!(lost.is_empty(), "{lost:?}");
        assert!(kept.contains(&("starts_at_12".into(), "10.15".into())));
        assert_eq!(days(&kept).len(), days(&changed).len());
    }
    let empty = proposed
        .iter()
        .map(|(name, value)| match name.starts_with("held_on") {
            true => (name.clone(), String::new()),
            false => (name.clone(), value.clone()),
        });
    let answer = send(&ingela, &empty.collect::<Vec<_>>()).await;
    assert!(answer.status == 422 && answer.has("Skriv ett datum för minst ett län."));
    assert_eq!(world.count("select count(*) from dialogues").await, before);
    assert_eq!(
        (
            world.events("round_planned").await,
            world.count("select count(*) from rounds").await
        ),
        (0, 0)
    );
}

#[tokio::test]
async fn a_row_may_be_left_out_and_planned_later_into_the_same_round() {
    let world = World::quiet().await;
    let ingela = world.sign_in("Ingela").await;
    let proposed = fields(&ingela.get(PAGE).await);
    let planned = send(
        &ingela,
        &with(&proposed, &[("held_on_25", " "), ("held_on_24", "")]),
    )
    .await;
    assert_eq!((planned.status, world.count(DIALOGUES).await), (303, 19));
    let shown = ingela.get("/dialoger/omgangar/1").await;
    assert!(shown.has("19 av 21 län planerade") && shown.has("Ingen dialog planerad – "));
    let rest = fields(&ingela.get(PAGE).await);
    assert_eq!(days(&rest).len(), 2);
    assert_eq!(send(&ingela, &rest).await.location, "/dialoger/omgangar/1");
    assert_eq!(world.count(DIALOGUES).await, 21);
    assert_eq!(world.count("select count(*) from rounds").await, 1);
}

#[tokio::test]
async fn an_uppdragsansvarig_sees_the_lan_of_her_teams() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let page = elsa.get(PAGE).await;
    assert_eq!(days(&fields(&page)).len(), 14, "she leads two teams");
    let mellan = elsa.get(&format!("{PAGE}&team=mellan")).await;
    assert!(mellan.has("Stockholm") && !mellan.has(">Norrbotten<"));
    assert_eq!(days(&fields(&mellan)).len(), 7);
    let weeks: std::collections::BTreeSet<_> =
        days(&fields(&page)).into_iter().map(iso_week).collect();
    assert_eq!(weeks.len(), 14, "never two in a week");
    let narrowed = elsa.get(&format!("{PAGE}&team=sodra")).await;
    assert!(!narrowed.has("Skåne"), "not hers");
}

#[tokio::test]
async fn the_load_is_shown_before_anything_is_planned() {
    let world = World::quiet().await;
    let ingela = world.sign_in("Ingela").await;
    let proposed = fields(&ingela.get(&format!("{PAGE}&grans=1")).await);
    let changes = [
        ("held_on_25", "2028-03-14"),
        ("held_on_24", "2028-03-15"),
        ("held_on_12", "2028-03-16"),
        ("preview", "1"),
    ];
    let shown = send(&ingela, &with(&proposed, &changes)).await;
    assert_eq!(shown.status, 200);
    assert!(
        shown.has("v. 11: Elsa Norling har"),
        "two for the same person"
    );
    assert!(
        shown.has("v. 7: varje avdelning ska lämna"),
        "too many briefs"
    );
    assert!(shown.has("underlag, gränsen är 1"));
    assert_eq!(shown.field("held_on_25"), "2028-03-14");
    assert_eq!(world.count("select count(*) from rounds").await, 0);
    let anyway = send(&ingela, &with(&proposed, &changes[..3])).await;
    assert_eq!(anyway.status, 303, "a warning does not stop");
}

#[tokio::test]
async fn the_load_tells_of_the_rounds_own_year() {
    let world = World::new().await;
    let ingela = world.sign_in("Ingela").await;
    let load = async |address: &str| {
        let page = ingela.get(address).await;
        let load = page.html.split("id=\"load\"").nth(1).unwrap_or_default();
        load.split("</aside>").next().unwrap_or_default().to_owned()
    };
    let next_year = load("/dialoger/omgangar/ny?ar=2027").await;
    assert!(next_year.contains("datetime=\"2027-"));
    assert!(!next_year.contains("datetime=\"2026-11-23\"") && !next_year.contains("v. 48:"));
    let early = load("/dialoger/omgangar/ny?ar=2029&fran=2029-01-08&till=2029-01-12").await;
    assert!(
        early.contains("datetime=\"2028-12-"),
        "its briefs fall in the year before"
    );
}

#[tokio::test]
async fn odd_requests_get_a_sentence_and_never_a_fault() {
    let world = World::quiet().await;
    let ingela = world.sign_in("Ingela").await;
    for query in [
        "ar=1812",
        "ar=99999999999999",
        "ar=å",
        "fran=x",
        "till=2026-01-01",
        "grans=0",
        "grans=-3",
        "team=%F0%9F%8C%8D",
    ] {
        let page = ingela.get(&format!("{NEW}?{query}")).await;
        assert!(matches!(page.status, 200 | 422), "{query}: {}", page.status);
    }
    let bad = ingela.get(&format!("{NEW}?ar=1812&grans=99")).await;
    assert!(
        bad.has("Skriv ett år från 2026 till 2031.") && bad.has("Skriv ett heltal från 1 till 21.")
    );
    for fields in [
        &[][..],
        &[("year", "x")],
        &[("year", "2028"), ("held_on_99", "2028-03-01")],
        &[
            ("year", "2028"),
            ("held_on_25", "2028-03-01"),
            ("held_on_25", "2028-03-02"),
        ],
        &[
            ("year", "2028"),
            ("held_on_", "1"),
            ("_25", "2"),
            ("held_on_åä", "3"),
        ],
    ] {
        let answer = ingela.post(NEW, fields).await;
        assert!(
            matches!(answer.status, 400 | 422),
            "{fields:?}: {}",
            answer.status
        );
    }
    for path in [
        "/dialoger/omgangar/x",
        "/dialoger/omgangar/99999999999999999999",
        "/dialoger/omgangar/7",
    ] {
        assert!(matches!(ingela.get(path).await.status, 400 | 404), "{path}");
    }
    assert_eq!(world.count("select count(*) from rounds").await, 0);
}

//! Inbjudningar to other national agencies, and the letter that invites.

use crate::arrange;
use crate::dialogues::{plan_with, planned, step, version};
use crate::world::{Browser, World};
use icalendar::parser::{read_calendar, unfold};

const ASKING: [(&str, &str); 5] = [
    ("agency_id", "3"),
    ("reason", "Elnätet avgör takten i länets etableringar."),
    ("issue_area_id", "12"),
    ("contact", "HEMLIG KONTAKT"),
    ("reply", "none"),
];

async fn invite(world: &World, browser: &Browser, url: &str) -> String {
    let page = browser
        .post(&format!("{url}/inbjudningar/ny"), &ASKING)
        .await;
    assert_eq!(page.status, 303, "{}", page.html);
    let id = world.count("select max(id) from invitations").await;
    format!("{url}/inbjudningar/{id}")
}

fn with(field: (&'static str, &'static str)) -> Vec<(&'static str, &'static str)> {
    let mut fields: Vec<_> = ASKING
        .into_iter()
        .filter(|each| each.0 != field.0)
        .collect();
    fields.extend([field, ("version", "1")]);
    fields
}

#[tokio::test]
async fn inviting_an_agency_answers_the_judgement_and_nothing_is_sent() {
    let world = World::quiet().await;
    let (elsa, anna) = (world.sign_in("Elsa").await, world.sign_in("Anna").await);
    let url = planned(&elsa, &[]).await;
    let judged = "select count(*) from milestones where key = 'invite_agencies' and state = 'done' and answer = 'needed'";
    assert_eq!(world.count(judged).await, 0);
    assert!(
        elsa.get(&url)
            .await
            .has("Ingen annan myndighet är inbjuden.")
    );
    let own = invite(&world, &anna, &url).await;
    assert_eq!(world.count(judged).await, 1);
    let page = elsa.get(&url).await;
    assert!(page.has("Energimyndigheten") && page.has("Inte skickad"));
    assert!(page.has("Etableringar och expansion"));
    let sent = with(("sent_on", "2026-11-20"));
    assert_eq!(elsa.post(&own, &sent).await.status, 303);
    assert!(elsa.get(&url).await.has("Inget svar"));
    let answered = [
        &with(("reply", "yes"))[..],
        &[("sent_on", "2026-11-20"), ("version", "2")],
    ]
    .concat();
    let answered: Vec<_> = answered
        .into_iter()
        .filter(|each| *each != ("version", "1"))
        .collect();
    assert_eq!(elsa.post(&own, &answered).await.status, 303);
    assert!(
        elsa.get(&url)
            .await
            .has("<span class=\"tag is-green\">Tackat ja</span>")
    );
    let history = elsa.get(&format!("{url}/historik")).await;
    assert!(history.has("lade till en inbjudan till en myndighet: Energimyndigheten"));
    assert!(history.has("<del>Inget svar</del> <ins>Tackat ja</ins>"));
}

#[tokio::test]
async fn mistakes_come_back_and_an_agency_is_invited_once() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let url = planned(&elsa, &[]).await;
    let new = format!("{url}/inbjudningar/ny");
    let wrong = [
        ("agency_id", "999"),
        ("reason", ""),
        ("issue_area_id", "x"),
        ("contact", "Vera <i>Prov"),
        ("sent_on", "2026-11-24"),
    ];
    let page = elsa.post(&new, &wrong).await;
    assert_eq!(page.status, 422);
    for words in [
        "Välj en myndighet.",
        "Skriv varför myndigheten bjuds in.",
        "Välj en sakfråga i listan.",
        "Dagen har inte varit än.",
        "Vera &#60;i&#62;Prov",
    ] {
        assert!(page.has(words), "{words}");
    }
    let once = elsa.get(&new).await.field("once");
    let fields = [&ASKING[..], &[("once", once.as_str())]].concat();
    for _ in 0..2 {
        assert_eq!(elsa.post(&new, &fields).await.status, 303);
    }
    assert_eq!(world.count("select count(*) from invitations").await, 1);
    let again = elsa.post(&new, &ASKING).await;
    assert!(again.status == 422 && again.has("Energimyndigheten är redan inbjuden."));
}

#[tokio::test]
async fn two_people_change_an_invitation() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let url = planned(&elsa, &[]).await;
    let own = invite(&world, &elsa, &url).await;
    assert_eq!(elsa.post(&own, &with(("reply", "yes"))).await.status, 303);
    assert_eq!(
        elsa.post(&own, &with(("contact", "registrator")))
            .await
            .status,
        303,
        "merged"
    );
    let page = elsa.get(&own).await;
    assert!(page.has("registrator") && page.has("value=\"yes\" checked"));
    let clash = elsa.post(&own, &with(("contact", "någon annan"))).await;
    assert!(clash.status == 409 && clash.has("registrator") && clash.has("någon annan"));
}

#[tokio::test]
async fn taking_an_invitation_back_keeps_its_history_and_frees_the_agency() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let url = planned(&elsa, &[]).await;
    let own = invite(&world, &elsa, &url).await;
    let gone = format!("{own}/borttagen");
    assert!(
        elsa.get(&gone)
            .await
            .has("Ta bort inbjudan till Energimyndigheten?")
    );
    assert_eq!(elsa.post(&gone, &[("version", "7")]).await.status, 409);
    assert_eq!(elsa.post(&gone, &[("version", "1")]).await.status, 303);
    assert_eq!(elsa.get(&own).await.status, 404);
    let history = elsa.get(&format!("{url}/historik")).await;
    assert!(history.has("tog bort en inbjudan: Energimyndigheten"));
    invite(&world, &elsa, &url).await;
    step(&elsa, &url, "installd").await;
    let over = elsa.post(&format!("{url}/inbjudningar/ny"), &ASKING).await;
    assert!(over.status == 409 && over.has("Dialogen är inställd"));
}

#[tokio::test]
async fn invitations_belong_to_their_dialogue_and_to_those_who_run_it() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let other = planned(&elsa, &[("county", "22")]).await;
    let url = planned(&elsa, &[]).await;
    let own = invite(&world, &elsa, &url).await;
    for name in ["Karim", "Mats", "Jonas", "Lotta", "Peter", "Astrid"] {
        let browser = world.sign_in(name).await;
        for path in [
            format!("{url}/inbjudningar/ny"),
            own.clone(),
            format!("{own}/borttagen"),
        ] {
            assert_eq!(
                browser.post(&path, &with(("reply", "no"))).await.status,
                403,
                "{name} {path}"
            );
        }
    }
    let mats = world.sign_in("Mats").await;
    let wrong = own.replace(&url, &other);
    for path in [wrong.clone(), format!("{wrong}/borttagen")] {
        assert_eq!(mats.post(&path, &with(("reply", "no"))).await.status, 404);
    }
}

#[tokio::test]
async fn the_list_over_the_years_tells_who_was_invited_and_who_came() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let url = planned(&elsa, &[]).await;
    assert!(
        elsa.get("/myndigheter")
            .await
            .has("Ingen myndighet har bjudits in ännu.")
    );
    invite(&world, &elsa, &url).await;
    arrange::run(
        &world,
        "update invitations set attended = 'yes', feedback = 'Fick anteckningarna'",
    )
    .await;
    let lotta = world.sign_in("Lotta").await;
    let page = lotta.get("/myndigheter").await;
    assert!(page.has("1 inbjudan") && page.has("Fick anteckningarna") && page.has("Norrbotten"));
    for (filter, found) in [
        ("myndighet=3", true),
        ("myndighet=4", false),
        ("ar=2027&lan=25", true),
        ("ar=2026", false),
        ("lan=12", false),
    ] {
        let page = lotta.get(&format!("/myndigheter?{filter}")).await;
        assert_eq!(page.has("Fick anteckningarna"), found, "{filter}");
        assert_eq!(page.has("Inga träffar."), !found, "{filter}");
    }
    let file = lotta.get("/myndigheter?format=csv").await;
    assert!(file.has("Energimyndigheten") && file.has("Elnätet avgör takten"));
    for odd in ["sida=99999999999999999999", "myndighet=x&ar=%00&lan=%27"] {
        assert_eq!(
            lotta.get(&format!("/myndigheter?{odd}")).await.status,
            200,
            "{odd}"
        );
    }
}

#[tokio::test]
async fn an_administrator_keeps_the_agencies_and_a_closed_one_can_no_longer_be_invited() {
    let world = World::quiet().await;
    let (astrid, elsa) = (world.sign_in("Astrid").await, world.sign_in("Elsa").await);
    let list = "/admin/myndigheter";
    let new = [("name", "Provmyndigheten"), ("valid_from", "2026-01-01")];
    assert_eq!(astrid.post(&format!("{list}/ny"), &new).await.status, 303);
    let url = planned(&elsa, &[]).await;
    let form = format!("{url}/inbjudningar/ny");
    assert!(elsa.get(&form).await.has("Provmyndigheten"));
    let id = world
        .count("select id from national_agencies where name = 'Provmyndigheten'")
        .await;
    let close = [("valid_to", "2026-11-22"), ("version", "1")];
    let closed = astrid.post(&format!("{list}/{id}/avsluta"), &close).await;
    assert_eq!(closed.status, 303, "{}", closed.html);
    assert!(!elsa.get(&form).await.has("Provmyndigheten"));
    let rename = [
        ("name", "Energiverket"),
        ("valid_from", "2018-01-01"),
        ("version", "1"),
    ];
    assert_eq!(astrid.post(&format!("{list}/3"), &rename).await.status, 303);
    assert!(elsa.get(&form).await.has("Energiverket"));
    assert!(
        astrid
            .get(&format!("{list}/3/historik"))
            .await
            .has("Energiverket")
    );
}

/// A dialogue in which every text that is ours alone says so.
async fn full_of_secrets(world: &World, elsa: &Browser) -> String {
    let purpose = "Tre vägval.\r\nBEGIN:VALARM";
    let url = planned(elsa, &[("purpose", purpose)]).await;
    let item = [
        ("title", "Vägen, till\r\nDESCRIPTION:2030; och\\sedan"),
        ("minutes", "25"),
        ("presenter", "Karin Exempel"),
        ("issue_area_id", "6"),
        ("note", "HEMLIG anteckning"),
    ];
    let added = elsa.post(&format!("{url}/dagordning/ny"), &item).await;
    assert_eq!(added.status, 303);
    let own = invite(world, elsa, &url).await;
    assert_eq!(
        elsa.post(&own, &with(("feedback", "HEMLIG återkoppling")))
            .await
            .status,
        303
    );
    let notes = [("notes", "HEMLIG minnesanteckning"), ("version", "1")];
    assert_eq!(
        elsa.post(&format!("{url}/anteckningar"), &notes)
            .await
            .status,
        303
    );
    arrange::run(
        world,
        "update agenda_items set times = 3 where title like 'Vägen%'",
    )
    .await;
    url
}

#[tokio::test]
async fn the_letter_says_when_where_who_and_what_and_nothing_internal() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let url = full_of_secrets(&world, &elsa).await;
    let page = elsa.get(&format!("{url}/inbjudan")).await;
    assert_eq!(page.status, 200);
    for words in [
        "Välkommen till regiondialogen mellan Region Norrbotten och Tillväxtverket.",
        "När: onsdag 17 mars 2027 (vecka 11), kl. 9–12",
        "Var: Luleå, Regionhuset",
        "Tre vägval.",
        "09.00 Inledning och läget i länet (20 min, Regionen)",
        "Vägen, till DESCRIPTION:2030; och\\sedan (25 min, Karin Exempel)",
        "– Anna Lind, handläggare",
        "Inget skickas härifrån.",
    ] {
        assert!(page.has(words), "{words}");
    }
    let id = world.count("select max(id) from invitations").await;
    let agency = elsa.get(&format!("{url}/inbjudan?till={id}")).await;
    assert!(agency.has("Vi bjuder in Energimyndigheten till regiondialogen"));
    assert!(agency.has("Elnätet avgör takten i länets etableringar."));
    assert!(
        !page.has("Elnätet avgör takten"),
        "what we tell an agency is not for the region"
    );
    let file = elsa.get(&format!("{url}/inbjudan.ics")).await;
    for outward in [&page, &agency, &file] {
        for word in ["HEMLIG", "tredje gången", "Ställningstagande saknas"] {
            assert!(!outward.has(word), "{word}");
        }
    }
    assert!(
        !file.has("/dialoger/"),
        "no address of ours in the region's calendar"
    );
    for wrong in ["?till=999", "?till=x"] {
        assert_eq!(
            elsa.get(&format!("{url}/inbjudan{wrong}")).await.status,
            404
        );
    }
    assert_eq!(elsa.get("/dialoger/999999/inbjudan").await.status, 404);
    assert_eq!(elsa.get("/dialoger/999999/inbjudan.ics").await.status, 404);
}

#[tokio::test]
async fn the_calendar_file_is_read_by_another_program_and_nothing_typed_begins_a_line() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let url = full_of_secrets(&world, &elsa).await;
    let page = elsa.get(&format!("{url}/inbjudan.ics")).await;
    assert_eq!(page.headers["content-type"], "text/calendar; charset=utf-8");
    let name = page.headers["content-disposition"]
        .to_str()
        .expect("a name");
    assert_eq!(
        name,
        "attachment; filename=\"inbjudan-norrbotten-2027-03-17.ics\""
    );
    assert!(page.has("METHOD:PUBLISH\r\n") && page.html.ends_with("END:VCALENDAR\r\n"));
    assert!(page.html.lines().all(|line| line.len() <= 75));
    let unfolded = unfold(&page.html);
    let calendar = read_calendar(&unfolded).expect("a calendar");
    let events: Vec<_> = calendar
        .components
        .iter()
        .filter(|each| each.name == "VEVENT")
        .collect();
    assert_eq!(events.len(), 1);
    let alarms = events[0]
        .components
        .iter()
        .filter(|each| each.name == "VALARM")
        .count();
    assert_eq!(alarms, 2, "the two of ours and none that was typed");
    let summary = events[0].find_prop("SUMMARY").expect("a summary");
    assert_eq!(
        summary.val.to_string(),
        "Regiondialog Region Norrbotten och Tillväxtverket"
    );
    let described = events[0]
        .properties
        .iter()
        .filter(|each| each.name == "DESCRIPTION")
        .count();
    assert_eq!(described, 1);
    let status = |page: &crate::world::Page, word: &str| page.has(&format!("STATUS:{word}\r\n"));
    assert!(status(&page, "TENTATIVE"));
    let shown = version(&elsa, &url).await;
    let later = plan_with(&[("held_on", "2027-03-18"), ("version", &shown)]);
    assert_eq!(elsa.post(&format!("{url}/andra"), &later).await.status, 303);
    step(&elsa, &url, "bekraftad").await;
    let moved = elsa.get(&format!("{url}/inbjudan.ics")).await;
    assert!(
        status(&moved, "CONFIRMED") && moved.has("DTSTART;TZID=Europe/Stockholm:20270318T090000")
    );
    step(&elsa, &url, "installd").await;
    let off = elsa.get(&format!("{url}/inbjudan.ics")).await;
    assert!(status(&off, "CANCELLED") && off.has("SUMMARY:Inställd: Regiondialog"));
    assert!(
        elsa.get(&format!("{url}/inbjudan"))
            .await
            .has("Dialogen är inställd.")
    );
}

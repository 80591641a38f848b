//! What stands in a person's calendar, in a team's, and in a dialogue's file.

use super::{make, of, read, run, world};

#[tokio::test]
async fn a_personal_calendar_shows_what_falls_on_the_seats_held_today() {
    let world = world().await;
    let path = make(&world.sign_in("Anna Lind").await, "min").await;
    let calendar = read(&world, &path).await;
    let brief = of(&calendar, "milstolpe-9101");
    assert!(brief.contains("DTSTART;VALUE=DATE:20261126\r\nDTEND;VALUE=DATE:20261127\r\n"));
    assert!(brief.contains("SUMMARY:Prov regionalt underlag – Norrbotten\r\n"));
    assert!(brief.contains("Faller på länsansvarig."));
    assert!(brief.contains("/dialoger/9001\r\n") && brief.contains("TRIGGER:-PT900M"));
    assert!(
        !of(&calendar, "milstolpe-9105").contains("VALARM"),
        "its day has passed"
    );
    let meeting = of(&calendar, "dialog-9001");
    assert!(meeting.contains("DTSTART;TZID=Europe/Stockholm:20261210T090000\r\n"));
    assert!(meeting.contains("DTEND;TZID=Europe/Stockholm:20261210T123000\r\n"));
    assert!(meeting.contains("LOCATION:Luleå\\, Stadshuset\r\n"));
    assert!(meeting.contains("STATUS:TENTATIVE") && meeting.contains("SEQUENCE:3"));
    assert_eq!(meeting.matches("BEGIN:VALARM").count(), 2);
    let cancelled = of(&calendar, "dialog-9003");
    assert!(cancelled.contains("STATUS:CANCELLED") && cancelled.contains("SUMMARY:Inställd: "));
    for other in [
        "9102",
        "9103",
        "9104",
        "9106",
        "9107",
        "9108",
        "9109",
        "dialog-9002",
        "Hemlig",
    ] {
        assert!(!calendar.contains(other), "{other}");
    }
}

#[tokio::test]
async fn each_function_gets_its_own_and_the_work_follows_the_seat() {
    let world = world().await;
    let karim = make(&world.sign_in("Karim Nasser").await, "min").await;
    let calendar = read(&world, &karim).await;
    assert!(calendar.contains("milstolpe-9106") && !calendar.contains("milstolpe-9101"));
    assert!(calendar.contains("dialog-9001") && !calendar.contains("dialog-9002"));
    let elsa = make(&world.sign_in("Elsa Norling").await, "min").await;
    let calendar = read(&world, &elsa).await;
    assert!(calendar.contains("milstolpe-9102") && calendar.contains("milstolpe-9107"));
    assert!(!calendar.contains("milstolpe-9101") && !calendar.contains("milstolpe-9109"));
    let sara = make(&world.sign_in("Sara Åkesson").await, "min").await;
    let calendar = read(&world, &sara).await;
    assert!(of(&calendar, "milstolpe-9102").contains("(som ersättare)"));
    run(&world, "update assignments set valid_to = '2026-11-22' where kind <> 'deputy' and team_id = 1 and function = 'lead'").await;
    let calendar = read(&world, &elsa).await;
    assert!(
        !calendar.contains("milstolpe-9102"),
        "the assignment has ended"
    );
}

#[tokio::test]
async fn a_participant_finds_the_dialogue_in_her_calendar() {
    let world = world().await;
    let path = make(&world.sign_in("Peter Blad").await, "min").await;
    assert!(!read(&world, &path).await.contains("dialog-9001"));
    run(
        &world,
        "insert into participants (dialogue_id, person_id, name)
         select 9001, id, name from people where name = 'Peter Blad'",
    )
    .await;
    let calendar = read(&world, &path).await;
    assert!(calendar.contains("dialog-9001") && !calendar.contains("milstolpe-91"));
}

#[tokio::test]
async fn a_teams_calendar_shows_the_team_and_nothing_else() {
    let world = world().await;
    let path = make(&world.sign_in("Lotta Grön").await, "norr").await;
    let calendar = read(&world, &path).await;
    assert!(calendar.contains("X-WR-CALNAME:Regiondialog – Team Norr\r\n"));
    for own in ["9101", "9102", "9105", "9106", "9107"] {
        assert!(
            !of(&calendar, &format!("milstolpe-{own}")).contains("VALARM"),
            "{own}"
        );
    }
    assert!(of(&calendar, "dialog-9001").contains("VALARM"));
    for other in [
        "milstolpe-9103",
        "milstolpe-9104",
        "milstolpe-9108",
        "milstolpe-9109",
        "dialog-9002",
    ] {
        assert!(!calendar.contains(other), "{other}");
    }
    let sodra = make(&world.sign_in("Lotta Grön").await, "sodra").await;
    let calendar = read(&world, &sodra).await;
    assert!(of(&calendar, "dialog-9002").contains("LOCATION:https://mote.example.se/skane\r\n"));
    assert!(calendar.contains("milstolpe-9109") && !calendar.contains("dialog-9001"));
    assert_eq!(
        world
            .count("select count(*) from feeds where replaced_at is null")
            .await,
        2
    );
}

#[tokio::test]
async fn one_dialogue_is_downloaded_to_be_kept() {
    let world = world().await;
    let anna = world.sign_in("Anna Lind").await;
    let page = anna.get("/dialoger/9001/kalender.ics").await;
    assert_eq!(page.status, 200);
    assert_eq!(
        page.headers["content-disposition"],
        "attachment; filename=\"regiondialog-norrbotten-2026-12-10.ics\""
    );
    assert_eq!(page.headers["cache-control"], "no-store");
    assert!(page.has("METHOD:PUBLISH\r\n") && page.has("UID:dialog-9001@regiondialog\r\n"));
    assert_eq!(page.html.matches("BEGIN:VEVENT").count(), 1);
    for missing in [
        "/dialoger/999999/kalender.ics",
        "/dialoger/x/kalender.ics",
        "/dialoger/99999999999999999999/kalender.ics",
    ] {
        let status = anna.get(missing).await.status;
        assert!(matches!(status, 400 | 404), "{missing}: {status}");
    }
}

//! The two voices of a pack, what is missing in it, and what has changed since it was frozen.

mod filled;

use super::*;
use crate::domain::event::SubjectKind;
use filled::sources;

/// A pack as it is told while none of its briefs is marked.
fn open(from: &Sources) -> Pack {
    let pack = build(from);
    let briefs = pack.records().into_iter();
    let briefs = briefs.filter(|record| record.0 == SubjectKind::Brief);
    let readable = briefs.map(|record| (record, None)).collect();
    pack.told_to(&readable)
}

/// Every word of a document, whichever voice it has.
fn words<T: Words + std::fmt::Debug>(document: &Document<T>) -> String {
    format!("{document:?}")
}

#[test]
fn what_is_internal_is_in_the_pack_and_never_in_what_is_shared() {
    for shareable in [false, true] {
        let pack = open(&sources(shareable));
        assert!(words(&pack.document).contains("hemlig"));
        let (shared, held_back) = pack.shared();
        let told = words(&shared);
        assert!(!told.contains("hemlig"), "{told}");
        assert!(held_back > 10, "{held_back}");
        let open = [
            "Karin Exempel",
            "Läget i länet",
            "Vinnova",
            "Punkter som följer med",
        ];
        assert!(open.iter().all(|each| told.contains(each)), "{told}");
    }
}

#[test]
fn what_is_marked_as_shareable_is_shared_and_nothing_else_of_it() {
    let shared = |shareable| words(&open(&sources(shareable)).shared().0);
    let marked = [
        "sammanfattning",
        "rubrik",
        "text",
        "bedömning",
        "utveckling",
        "motivering",
        "linje",
        "betydelse",
        "erbjudande",
        "begäran",
        "löfte",
        "kartläggning",
        "myndighet",
        "text till regionen",
        "överlämning",
        "enhet som har den",
        "satsning",
        "text om satsningen",
    ];
    for each in marked {
        let said = format!("öppen {each}");
        assert!(shared(true).contains(&said), "{each}");
        assert!(!shared(false).contains(&said), "{each}");
    }
}

/// The same, with an assessment that is not ready and a position that is not in force.
fn unsettled() -> Sources {
    let mut from = sources(true);
    from.assessments[0].ready = false;
    from.areas[1].position.as_mut().unwrap().in_force = false;
    from
}

#[test]
fn what_is_not_settled_stays_in_the_house_whatever_its_marks_say() {
    let pack = open(&unsettled());
    let told = words(&pack.shared().0);
    for each in ["bedömning", "utveckling", "linje", "löfte"] {
        let said = format!("öppen {each}");
        assert!(words(&pack.document).contains(&said), "{each}");
        assert!(!told.contains(&said), "{each}");
    }
    assert!(told.contains("öppen sammanfattning"), "the brief holds");
}

#[test]
fn a_shared_document_has_no_heading_over_nothing_and_no_column_of_nothing() {
    let (shared, _) = open(&sources(false)).shared();
    assert!(
        shared
            .parts
            .iter()
            .all(|part| part.kind != PartKind::Positions)
    );
    for part in &shared.parts {
        let ends_bare = matches!(part.blocks.last(), Some(Block::Heading(..)));
        assert!(!ends_bare, "{part:?}");
        for block in &part.blocks {
            if let Block::Table(table) = block {
                let filled = |at: usize| table.rows.iter().any(|row| row[at].is_some());
                assert!((0..table.columns.len()).all(filled), "{table:?}");
                assert!(
                    table
                        .rows
                        .iter()
                        .all(|row| row.len() == table.columns.len())
                );
            }
        }
    }
}

#[test]
fn a_part_that_may_not_be_shared_or_is_left_out_is_not_there() {
    let mut from = sources(true);
    from.choices
        .parts_shared
        .retain(|kind| *kind != PartKind::Positions);
    from.choices.parts_left_out = vec![PartKind::Regional];
    let pack = open(&from);
    let kinds = |parts: Vec<PartKind>, kind| parts.contains(&kind);
    let inside = || pack.document.parts.iter().map(|part| part.kind).collect();
    let outside = || pack.shared().0.parts.iter().map(|part| part.kind).collect();
    assert!(kinds(inside(), PartKind::Positions) && !kinds(outside(), PartKind::Positions));
    assert!(!kinds(inside(), PartKind::Regional) && !kinds(outside(), PartKind::Regional));
    assert_eq!(pack.kept_inside(), 1);
}

#[test]
fn what_is_missing_is_told_and_what_is_old_is_marked() {
    let mut from = unsettled();
    from.areas[1].is_waited_for = true;
    let pack = build(&from);
    let missing: Vec<&str> = pack.missing.iter().map(|each| each.what.as_str()).collect();
    assert_eq!(
        missing,
        [
            "Förenkling (Regelförenkling)",
            "Det nya underlaget i Kompetensförsörjning: det är beställt men inte lämnat, och version 2 används",
            "Ställningstagande i Regelförenkling",
            "Ställningstagande i Kompetensförsörjning",
            "Nationell bedömning: det regionala tillväxtarbetet",
            "Nationell bedömning: de regionala tillväxtprocesserna",
        ]
    );
    let told = words(&pack.document);
    for mark in [
        "vilar på en äldre version",
        "har slutat gälla på dialogens dag",
        "vilar på ett underlag som har ersatts",
        "Fastställt underlag saknas.",
        "Punkterna tar 20 minuter mer",
        "Tredje gången",
        "hemlig sakfråga: Ändrat: den nationella linjen.",
        "2 oktober 2024",
        "Inte gjord: hemlig milstolpe, senast 18 december 2025",
        "Regionen: hemlig kommentar",
    ] {
        assert!(told.to_lowercase().contains(&mark.to_lowercase()), "{mark}");
    }
}

#[test]
fn what_is_frozen_can_be_read_again_and_tells_what_has_changed_since() {
    let then = build(&sources(true));
    let content = then.content().expect("json");
    let read: Pack = serde_json::from_str(&content).expect("the same pack");
    assert_eq!(read, then);
    assert_eq!(digest(&content), digest(&read.content().expect("json")));
    let mut from = sources(true);
    from.agenda[0].title = "En annan punkt".into();
    from.choices.parts_left_out = vec![PartKind::Participants];
    let now = build(&from);
    assert_eq!(then.differs_from(&then.clone()), []);
    assert_eq!(
        then.differs_from(&now),
        [PartKind::Participants, PartKind::Agenda]
    );
}

/// A reader who may read none, some or all of the records of a pack.
fn told(readable: Readable) -> Pack {
    build(&sources(true)).told_to(&readable)
}

#[test]
fn of_a_record_that_can_be_marked_only_those_who_may_read_it_are_told() {
    use SubjectKind::{ContactEntry, Observation, TransitionCase};
    let whole = build(&sources(true));
    let (call, visit) = ((ContactEntry, 2), (ContactEntry, 1));
    let mut records = whole.records();
    records.retain(|record| record.0 != SubjectKind::Brief);
    assert_eq!(
        records,
        [(Observation, 4), (TransitionCase, 9), call, visit]
    );
    let none = told(Readable::new());
    let said = words(&none.document);
    for hidden in [
        "hemlig notis",
        "hemligt varsel",
        "hemligt samtal",
        "Loggade kontakter",
    ] {
        assert!(!said.contains(hidden), "{hidden}");
    }
    assert!(said.contains("Det finns inga öppna ärenden att visa."));
    assert!(none.records().is_empty());
    let mut without = sources(true);
    (without.notes, without.cases, without.contacts) = (vec![], vec![], vec![]);
    let without = build(&without).told_to(&Readable::new());
    assert_eq!(none, without, "it reads as if there were none");
    let marking = Some("30 kap. 23 § OSL, 2026-11-23".to_owned());
    let some = told(Readable::from([((TransitionCase, 9), marking)]));
    let said = words(&some.document);
    assert!(said.contains("hemligt varsel") && !said.contains("hemlig notis"));
    assert!(said.contains("Sekretessmarkerad (30 kap. 23 § OSL, 2026-11-23)."));
    let all = told(Readable::from([(call, None), (visit, None)]));
    let lists = all.document.parts.iter().flat_map(|part| &part.blocks);
    let joined = lists.filter(|block| matches!(block, Block::List(lines) if lines.len() == 2));
    assert_eq!(joined.count(), 1, "records of a line each are one list");
}

#[test]
fn nothing_of_a_record_that_can_be_marked_is_shared_or_counted() {
    let (mut from, with) = (sources(true), build(&sources(true)));
    (from.notes, from.cases, from.contacts) = (vec![], vec![], vec![]);
    assert_eq!(build(&from).shared(), with.shared());
}

/// The hidden texts of a brief, and how often it is said that they are.
fn of_briefs(pack: &Pack) -> (bool, usize) {
    let said = words(&pack.document);
    let since = said.matches("Sekretessmarkerat sedan frysningen").count();
    (
        said.contains("sammanfattning") || said.contains("hemlig källa"),
        since,
    )
}

#[test]
fn a_brief_that_is_marked_after_the_freeze_is_told_to_those_alone_who_may_read_it() {
    assert_eq!(of_briefs(&open(&sources(true))), (true, 0));
    let kept_back = build(&sources(true)).told_to(&Readable::new());
    // In the positions, in the compilation and as the regional one.
    assert_eq!(of_briefs(&kept_back), (false, 3));
    let (shared, _) = kept_back.shared();
    let said = words(&shared);
    assert!(!said.contains("Sekretess") && !said.contains("sammanfattning"));
    assert!(
        said.contains("öppen linje"),
        "the positions are not the brief's"
    );
    let marking = Some("30 kap. 23 § OSL, 2026-11-23".to_owned());
    let readable = Readable::from([((SubjectKind::Brief, 8), marking)]);
    let told = words(&build(&sources(true)).told_to(&readable).document);
    assert!(
        told.contains("sammanfattning") && told.contains("Sekretessmarkerad (30 kap. 23 § OSL")
    );
}

#[test]
fn an_older_freeze_that_does_not_say_which_brief_is_which_hides_all_it_could_be() {
    let old = || {
        let content = open(&sources(true)).content().expect("json");
        let content = content.replace(",\"names_briefs\":true", "");
        let pack: Pack = serde_json::from_str(&content).expect("an older pack");
        assert!(!pack.names_briefs && pack.records().is_empty());
        pack
    };
    let hidden =
        |national, regional| of_briefs(&old().without_briefs(HiddenBriefs { national, regional }));
    assert_eq!(hidden(false, false), (true, 0));
    assert_eq!(hidden(true, false), (true, 2), "the regional one stays");
    assert_eq!(hidden(false, true), (true, 1));
    assert_eq!(hidden(true, true), (false, 3));
}

#[test]
fn parts_change_places_one_step_at_a_time() {
    use PartKind::*;
    let first = |choices: &Choices| choices.parts[..3].to_vec();
    let choices = Choices::default();
    let rows = [
        (Participants, Direction::Up, [Participants, County, Agenda]),
        (County, Direction::Up, [County, Participants, Agenda]),
        (County, Direction::Down, [Participants, County, Agenda]),
        (Since, Direction::Down, [County, Participants, Agenda]),
    ];
    for (kind, direction, expected) in rows {
        let moved = choices.clone().moved(kind, direction);
        assert_eq!(first(&moved), expected, "{kind:?} {direction:?}");
    }
    let few = Choices {
        parts: vec![Since, Since, Agenda],
        ..Choices::default()
    };
    let whole = few.orderly();
    assert_eq!(first(&whole), [Since, Agenda, County]);
    assert_eq!(whole.parts.len(), PartKind::ALL.len());
}

//! The steps, the days and the sections of briefs, as tables.

use super::*;
use jiff::civil::date;

#[test]
fn the_steps_of_a_version_follow_the_table() {
    use Status::*;
    use Step::*;
    // With review, and without.
    let rows: [(Status, &[Step], &[Step]); 6] = [
        (Requested, &[Write, Waive], &[Write, Waive]),
        (Drafting, &[Write, Submit, Waive], &[Write, Approve, Waive]),
        (
            InReview,
            &[TakeBack, Approve, SendBack, Waive],
            &[TakeBack, Approve, SendBack, Waive],
        ),
        (Approved, &[], &[]),
        (Superseded, &[], &[]),
        (NotNeeded, &[], &[]),
    ];
    for (status, with, without) in rows {
        let steps = [Write, Submit, TakeBack, Approve, SendBack, Waive];
        let open = |review| {
            let allowed = steps
                .iter()
                .filter(move |step| allows(status, **step, review));
            allowed.copied().collect::<Vec<_>>()
        };
        assert_eq!((open(true), open(false)), (with.to_vec(), without.to_vec()));
    }
}

#[test]
fn a_brief_is_stale_from_the_day_after_its_last() {
    let day = date(2026, 11, 23);
    let rows = [
        (None, false),
        (Some(date(2026, 11, 22)), true),
        (Some(day), false),
        (Some(date(2026, 11, 24)), false),
    ];
    for (valid_to, stale) in rows {
        assert_eq!(is_stale(valid_to, day), stale, "{valid_to:?}");
    }
}

fn version(sections: &[(i64, &str, &str)]) -> Version {
    let written = |text: &str| Written {
        text: text.to_owned(),
        ready: true,
        shareable: true,
    };
    Version {
        id: 1,
        brief_id: 1,
        number: 1,
        status: Status::Approved,
        sections: sections
            .iter()
            .map(|(id, title, _)| Section {
                id: *id,
                title: (*title).to_owned(),
                help: String::new(),
            })
            .collect(),
        draft: Draft {
            sections: sections
                .iter()
                .map(|(id, _, text)| (*id, written(text)))
                .collect(),
            ..Draft::default()
        },
        reason: String::new(),
        version: 1,
    }
}

#[test]
fn a_new_version_has_the_templates_sections_and_loses_no_text() {
    let line = |title: &str| TemplateSection {
        title: title.to_owned(),
        help: String::new(),
    };
    let template = [line("Läget"), line("Att lyfta")];
    let old = version(&[(7, "läget", "a"), (8, "Bort", "b"), (9, "Tomt", " ")]);
    let new: Vec<_> = sections_of_new(&template, Some(&old))
        .into_iter()
        .map(|(line, written)| (line.title, written.text, written.ready, written.shareable))
        .collect();
    let row = |title: &str, text: &str, shared| (title.to_owned(), text.to_owned(), false, shared);
    assert_eq!(
        new,
        [
            row("Läget", "a", true),
            row("Att lyfta", "", false),
            row("Bort", "b", true)
        ]
    );
}

#[test]
fn each_section_has_fields_of_its_own_in_the_log() {
    let draft = version(&[(7, "Läget", "a"), (12, "Att lyfta", "b")]).draft;
    let fields = crate::domain::event::fields(&draft);
    assert_eq!(fields["text_12"], "b");
    assert_eq!(fields["ready_7"], true);
    let read: Draft = serde_json::from_value(serde_json::Value::Object(fields)).unwrap();
    assert_eq!(read, draft);
}

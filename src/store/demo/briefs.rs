//! The demo's briefs: most issue areas and several län have one, in every state a brief can be in.

use super::brief_words::{
    EARLIER, EARLIER_SUMMARY, NATIONAL, REGIONAL, SENT_BACK, SOURCES, WAIVED,
};
use super::cast::{CHIEF, Cast};
use super::people::{ISSUE_AREAS, ISSUE_OFFICERS};
use super::script::{Deed, Scene};
use crate::domain::attachment::Kind;
use crate::domain::brief::{BriefOf, Draft, Version};
use crate::domain::calendar::{add_days, working_day_on_or_before};
use crate::error::{Error, Result};
use crate::store::{Write, attachments, briefs};
use jiff::civil::{Date, time};

const OTHER_CHIEF: i64 = 27;

/// What is done to the version of a brief that is on its way.
pub struct BriefDeed {
    of: BriefOf,
    act: BriefAct,
}

enum BriefAct {
    Start,
    Write(Box<Text>),
    Submit,
    Approve,
    SendBack,
    Waive,
    Attach,
}

/// What is written: the sections in the template's order.
#[derive(Clone)]
struct Text {
    summary: &'static str,
    sections: Vec<&'static str>,
    valid_from: Date,
    valid_to: Option<Date>,
}

/// How far a brief has come, and how many days from today it holds; none without an end.
#[derive(Clone, Copy)]
enum Story {
    /// Approved so many days ago.
    Approved(i64, Option<i64>),
    /// An earlier version, and a newer one.
    Twice(i64, i64, Option<i64>),
    /// Approved, and a new version waits for review.
    Renewed(i64, Option<i64>),
    /// Approved, and a new version was sent back.
    Returned(i64, Option<i64>),
    InReview,
    Drafting,
    Waived,
}

fn story_of_area(area: i64) -> Story {
    match area {
        1 => Story::Twice(410, 62, Some(300)),
        2 => Story::Approved(150, Some(40)),
        3 => Story::InReview,
        4 => Story::Approved(390, Some(-20)),
        5 => Story::Drafting,
        6 => Story::Approved(118, Some(250)),
        7 => Story::Returned(330, Some(35)),
        8 => Story::Renewed(400, Some(-33)),
        10 => Story::Approved(95, Some(270)),
        11 => Story::Approved(205, Some(160)),
        13 => Story::Approved(260, None),
        _ => Story::Approved(180, Some(9)),
    }
}

fn story_of_county(county: &str) -> Story {
    match county {
        "25" => Story::Approved(33, Some(150)),
        "24" => Story::Approved(88, Some(120)),
        "23" => Story::Approved(420, Some(-50)),
        "08" => Story::InReview,
        "01" => Story::Drafting,
        "14" => Story::Twice(380, 75, Some(200)),
        _ => Story::Approved(140, Some(220)),
    }
}

/// Who writes a brief, and who approves it.
struct Hands {
    of: BriefOf,
    writer: i64,
    approver: i64,
}

pub fn scenes(cast: &Cast) -> Vec<Scene> {
    let mut scenes = Vec::new();
    for (area, summary, texts) in NATIONAL {
        let hands = national(*area);
        scenes.extend(told(cast, &hands, story_of_area(*area), summary, texts));
    }
    for (county, summary, texts) in REGIONAL {
        let lead = cast.lead(county);
        let hands = Hands {
            of: BriefOf::Regional((*county).to_owned()),
            writer: cast.county_officer(county).unwrap_or(lead),
            approver: lead,
        };
        scenes.extend(told(cast, &hands, story_of_county(county), summary, texts));
    }
    scenes.extend(told(cast, &national(9), Story::Waived, "", &[]));
    scenes.push(scene(cast, 94, 26, &national(10), BriefAct::Attach));
    scenes
}

fn national(area: i64) -> Hands {
    let department = ISSUE_AREAS[area as usize - 1].1;
    let mut officers = ISSUE_OFFICERS.iter();
    let officer = officers.find(|(.., its)| *its == department);
    Hands {
        of: BriefOf::National(area),
        writer: officer.map_or(1, |(person, ..)| *person),
        approver: if matches!(department, 2 | 3) {
            OTHER_CHIEF
        } else {
            CHIEF
        },
    }
}

fn told(
    cast: &Cast,
    hands: &Hands,
    story: Story,
    summary: &'static str,
    texts: &[&'static str],
) -> Vec<Scene> {
    let text = |approved: i64, valid: Option<i64>| Text {
        summary,
        sections: texts.to_vec(),
        valid_from: add_days(cast.today, -approved),
        valid_to: valid.map(|days| add_days(cast.today, days)),
    };
    match story {
        Story::Approved(ago, valid) => approved(cast, hands, ago, text(ago, valid)),
        Story::Twice(first, ago, valid) => {
            let mut earlier = text(first, Some(-ago));
            if hands.of == BriefOf::National(1) {
                earlier.summary = EARLIER_SUMMARY;
                earlier.sections[0] = EARLIER;
            } else {
                earlier.sections[2] = "";
            }
            let mut scenes = approved(cast, hands, first, earlier);
            scenes.extend(approved(cast, hands, ago, text(ago, valid)));
            scenes
        }
        Story::Renewed(ago, valid) => {
            let mut scenes = approved(cast, hands, ago, text(ago, valid));
            scenes.extend(submitted(cast, hands, 4, text(-10, Some(375))));
            scenes
        }
        Story::Returned(ago, valid) => {
            let mut scenes = approved(cast, hands, ago, text(ago, valid));
            scenes.extend(submitted(cast, hands, 9, text(-36, Some(400))));
            scenes.push(scene(cast, 5, hands.approver, hands, BriefAct::SendBack));
            scenes
        }
        Story::InReview => submitted(cast, hands, 6, text(-8, Some(365))),
        Story::Drafting => written(cast, hands, 12, text(-20, None)),
        Story::Waived => vec![
            scene(cast, 40, hands.writer, hands, BriefAct::Start),
            scene(cast, 31, hands.writer, hands, BriefAct::Waive),
        ],
    }
}

fn written(cast: &Cast, hands: &Hands, ago: i64, text: Text) -> Vec<Scene> {
    let writer = hands.writer;
    vec![
        scene(cast, ago + 16, writer, hands, BriefAct::Start),
        scene(
            cast,
            ago + 3,
            writer,
            hands,
            BriefAct::Write(Box::new(text)),
        ),
    ]
}

fn submitted(cast: &Cast, hands: &Hands, ago: i64, text: Text) -> Vec<Scene> {
    let mut scenes = written(cast, hands, ago, text);
    scenes.push(scene(cast, ago, hands.writer, hands, BriefAct::Submit));
    scenes
}

fn approved(cast: &Cast, hands: &Hands, ago: i64, text: Text) -> Vec<Scene> {
    let mut scenes = submitted(cast, hands, ago + 3, text);
    scenes.push(scene(cast, ago, hands.approver, hands, BriefAct::Approve));
    scenes
}

/// Each step has an hour of its own, so that steps which fall on one working day keep their order.
fn scene(cast: &Cast, ago: i64, by: i64, hands: &Hands, act: BriefAct) -> Scene {
    let hour = match act {
        BriefAct::Start => 8,
        BriefAct::Write(_) => 10,
        BriefAct::Submit => 13,
        BriefAct::Approve | BriefAct::Waive => 15,
        BriefAct::SendBack | BriefAct::Attach => 16,
    };
    Scene {
        day: working_day_on_or_before(add_days(cast.today, -ago)),
        time: time(hour, 20, 0, 0),
        by,
        deed: Deed::Brief(BriefDeed {
            of: hands.of.clone(),
            act,
        }),
    }
}

/// Makes the series in an order of their own, so that their numbers do not depend on who orders first.
pub async fn reserve(tx: &mut Write) -> Result<()> {
    for county in ["23", "14", "09", "24", "25", "01", "08"] {
        briefs::series(tx, &BriefOf::Regional(county.to_owned())).await?;
    }
    for area in [1, 8, 4, 7, 13, 11, 14, 2, 6, 10, 9, 5, 3] {
        briefs::series(tx, &BriefOf::National(area)).await?;
    }
    Ok(())
}

pub async fn perform(tx: &mut Write, deed: BriefDeed) -> Result<()> {
    if matches!(deed.act, BriefAct::Start) {
        briefs::start(tx, &deed.of).await?;
        return Ok(());
    }
    let today = tx.today();
    let brief = briefs::find_of(tx.conn(), &deed.of, today).await?;
    let brief = brief.ok_or_else(|| Error::internal("the brief of the script is not begun"))?;
    if matches!(deed.act, BriefAct::Attach) {
        let name = "Exempel på omställningsprojekt.pdf";
        attachments::add(tx, brief.id, Kind::Pdf, name, &pdf()).await?;
        return Ok(());
    }
    let open = briefs::open_version(tx.conn(), brief.id).await?;
    let version = open.ok_or_else(|| Error::internal("no version of the script is on its way"))?;
    match deed.act {
        BriefAct::Write(text) => briefs::save(tx, &version, &draft(&version, &text)).await,
        BriefAct::Submit => briefs::submit(tx, &version).await,
        BriefAct::Approve => briefs::approve(tx, &brief, &version).await,
        BriefAct::SendBack => briefs::send_back(tx, &version, SENT_BACK).await,
        BriefAct::Waive => briefs::not_needed(tx, &brief, &version, WAIVED, |_| true).await,
        BriefAct::Start | BriefAct::Attach => Ok(()),
    }
}

/// What has a text is ready; the questions to raise are ours alone.
fn draft(version: &Version, text: &Text) -> Draft {
    let mut draft = version.draft.clone();
    draft.summary = text.summary.to_owned();
    draft.summary_shareable = true;
    draft.sources = SOURCES.to_owned();
    draft.valid_from = Some(text.valid_from);
    draft.valid_to = text.valid_to;
    for (index, section) in version.sections.iter().enumerate() {
        let written = text.sections.get(index).copied().unwrap_or_default();
        if let Some(own) = draft.sections.get_mut(&section.id) {
            own.text = written.to_owned();
            own.ready = !written.is_empty();
            own.shareable = index == 0 || index == 2;
        }
    }
    draft
}

/// One empty page with a line of text.
fn pdf() -> Vec<u8> {
    const TEXT: &str = "BT /F1 18 Tf 72 760 Td (Exempel ur demon) Tj ET";
    let stream = format!("<< /Length {} >>\nstream\n{TEXT}\nendstream", TEXT.len());
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R /Lang (sv) >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        &stream,
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ];
    let mut file = String::from("%PDF-1.4\n");
    let mut places = String::from("0000000000 65535 f \n");
    for (number, object) in (1..).zip(objects) {
        places += &format!("{:010} 00000 n \n", file.len());
        file += &format!("{number} 0 obj\n{object}\nendobj\n");
    }
    let start = file.len();
    file += &format!(
        "xref\n0 6\n{places}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    );
    file.into_bytes()
}

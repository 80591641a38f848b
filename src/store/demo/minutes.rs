//! The demo's minutes: locked, on review, begun on; and what was learnt of the dialogues.

use super::cast::Cast;
use super::dialogues::Seed;
use super::script::{Deed, Scene};
use super::words::stranger;
use crate::domain::calendar::{add_days, days_between, working_day_on_or_after};
use crate::domain::lesson::{Evaluation, Lesson};
use crate::domain::minutes::{Answer, Reply, Written};
use crate::error::{Error, Result};
use crate::store::minutes::{self, Reviewer};
use crate::store::{Write, dialogues, lessons, participants};
use jiff::civil::time;

pub enum MinutesDeed {
    Write(&'static str, &'static str),
    /// To colleagues by their ids, and to others by name.
    Send(Vec<i64>, Vec<String>),
    Answer(String, Answer, &'static str),
    Settle(String, &'static str),
    Lock,
    Reopen(&'static str),
    Sent(String),
    Evaluate(&'static str, &'static str),
    /// Title, issue area, text.
    Learn(&'static str, Option<i64>, &'static str),
}

const INTRODUCTION: &str =
    "Regionen hälsade välkommen och gick igenom läget i länet. Dagordningen godkändes.";
const CLOSING: &str = "Vi tackade för en bra dialog. Uppdragsansvarig återkommer inom fyra veckor med det som har hänt sedan sist.";

/// What worked, and what is done in another way; taken in turn.
const EVALUATIONS: [(&str, &str); 6] = [
    (
        "Regionen fick dagordningen två veckor före och kom väl förberedd.",
        "Färre punkter. Den sista hann vi bara läsa upp.",
    ),
    (
        "Att börja med länets egen lägesbild gav ett gott samtal.",
        "Någon från Förvaltning behöver vara med när strukturfonderna står på dagordningen.",
    ),
    (
        "Ställningstagandena var klara och gick att säga rakt ut.",
        "Skicka det som får delas en vecka före, så att regionen hinner läsa.",
    ),
    (
        "Uppföljningen av förra årets löften tog tio minuter och gjorde resten lättare.",
        "Lägg pausen tidigare när dialogen är digital.",
    ),
    (
        "Två av punkterna fördrogs av regionen. Det märktes i engagemanget.",
        "Skriv utfallen medan vi talar, inte dagen efter.",
    ),
    (
        "Bra med en nationell myndighet vid bordet för just den frågan.",
        "Bestäm före mötet vem som svarar på frågor om pengar.",
    ),
];

/// The places in the script of the dialogues that are evaluated, this round's and the one before it.
const EVALUATED: [usize; 12] = [5, 6, 8, 11, 14, 19, 21, 22, 26, 30, 33, 36];

/// Those that a lesson was drawn from, one each.
const DRAWN_FROM: [usize; 8] = [21, 8, 26, 2, 31, 37, 24, 29];

/// (title, issue area, text)
const LESSONS: [(&str, Option<i64>, &str); 8] = [
    (
        "Låt regionen beskriva läget först",
        None,
        "När regionen börjar slipper vi berätta det de redan vet, och våra underlag hamnar rätt i samtalet.",
    ),
    (
        "Kom överens om siffrorna före mötet om kompetensförsörjning",
        Some(1),
        "Regionens och våra siffror kom från olika år. Stäm av med Analys två veckor före.",
    ),
    (
        "En fråga om regler behöver ett exempel från ett företag i länet",
        Some(6),
        "Samtalet blir konkret först när någon kan berätta vilket beslut som dröjde, och varför.",
    ),
    (
        "Högst fyra sakfrågor på tre timmar",
        None,
        "Vid fem eller fler hinns den sista inte med, och den som har förberett den blir besviken.",
    ),
    (
        "Ha villkoren för strukturfonderna utskrivna",
        Some(13),
        "Frågan om medfinansiering kommer alltid. Med villkoren på bordet gick det att svara direkt.",
    ),
    (
        "Bjud in kommunerna till punkten om service på landsbygden",
        Some(8),
        "",
    ),
    (
        "Säg tidigt vad vi inte kan lova",
        None,
        "Besked om gränserna i början gjorde att resten av tiden gick till det som går att göra.",
    ),
    (
        "Exportfrågor behöver någon som känner företagen",
        Some(5),
        "Be länets handelskammare om två företag att ringa före dialogen.",
    ),
];

pub fn scenes(cast: &Cast, place: usize, seed: &Seed) -> Vec<Scene> {
    let days = days_between(seed.held_on, cast.today);
    if seed.held_on.year() < 2020 || days < 5 {
        return Vec::new();
    }
    let at = Stage { cast, place, seed };
    let mut scenes = match (seed.current, seed.county) {
        (true, "07") => at.begun(),
        (true, "23") => at.on_review(),
        (true, "21") => at.opened_again(),
        (true, _) if days < 30 => vec![],
        _ => at.locked(),
    };
    if days > 12 {
        scenes.extend(at.learnt());
    }
    scenes
}

struct Stage<'a> {
    cast: &'a Cast,
    place: usize,
    seed: &'a Seed,
}

impl Stage<'_> {
    fn lead(&self) -> i64 {
        self.cast.lead(self.seed.county)
    }

    /// Someone from the region, as the participants of the script are called.
    fn stranger(&self) -> String {
        stranger(self.seed.county.parse().unwrap_or_default(), 0)
    }

    fn scene(&self, days: i64, hour: i8, by: i64, deed: MinutesDeed) -> Scene {
        Scene {
            day: working_day_on_or_after(add_days(self.seed.held_on, days)),
            time: time(hour, 35, 0, 0),
            by,
            deed: Deed::Minutes(self.place, deed),
        }
    }

    fn begun(&self) -> Vec<Scene> {
        let write = MinutesDeed::Write(INTRODUCTION, "");
        vec![self.scene(1, 10, self.lead(), write)]
    }

    /// One says that it looks good, one from the region has a comment, and one has not answered.
    fn on_review(&self) -> Vec<Scene> {
        let (lead, region) = (self.lead(), self.stranger());
        let ours = [
            self.cast.county_officer(self.seed.county),
            self.cast.issue_officer(self.seed.county, 2),
        ];
        let officers: Vec<i64> = ours.into_iter().flatten().collect();
        let good = MinutesDeed::Answer("Mats Öhrn".into(), Answer::Ok, "");
        let comment = MinutesDeed::Answer(
            region.clone(),
            Answer::Comment,
            "Under den första punkten sade vi att arbetet *fortsätter* under våren, inte att det börjar då.",
        );
        vec![
            self.scene(3, 9, lead, MinutesDeed::Write(INTRODUCTION, CLOSING)),
            self.scene(4, 9, lead, MinutesDeed::Send(officers, vec![region])),
            self.scene(6, 13, 4, good),
            self.scene(7, 15, lead, comment),
        ]
    }

    fn locked(&self) -> Vec<Scene> {
        let (lead, region) = (self.lead(), self.stranger());
        let mut scenes = vec![self.scene(3, 9, lead, MinutesDeed::Write(INTRODUCTION, CLOSING))];
        if self.place.is_multiple_of(3) {
            scenes.push(self.scene(3, 11, lead, MinutesDeed::Send(vec![], vec![region.clone()])));
            let good = MinutesDeed::Answer(region.clone(), Answer::Ok, "");
            scenes.push(self.scene(5, 11, lead, good));
        }
        scenes.push(self.scene(6, 14, lead, MinutesDeed::Lock));
        scenes.push(self.scene(7, 9, lead, MinutesDeed::Sent(region)));
        scenes
    }

    /// A comment was seen to, and after the minutes were locked one more thing came.
    fn opened_again(&self) -> Vec<Scene> {
        let (lead, region) = (self.lead(), self.stranger());
        let comment = "Skriv ut vem hos oss som tar kontakt med kommunerna.";
        let why = "Regionen hörde av sig: en av insatserna hade fel datum.";
        vec![
            self.scene(3, 9, lead, MinutesDeed::Write(INTRODUCTION, CLOSING)),
            self.scene(3, 10, lead, MinutesDeed::Send(vec![], vec![region.clone()])),
            self.scene(
                4,
                10,
                lead,
                MinutesDeed::Answer(region.clone(), Answer::Comment, comment),
            ),
            self.scene(
                4,
                11,
                lead,
                MinutesDeed::Settle(region.clone(), "Namnet är tillagt under sista punkten."),
            ),
            self.scene(6, 14, lead, MinutesDeed::Lock),
            self.scene(7, 9, lead, MinutesDeed::Sent(region)),
            self.scene(13, 9, lead, MinutesDeed::Reopen(why)),
            self.scene(14, 9, lead, MinutesDeed::Lock),
        ]
    }

    /// Some dialogues are evaluated, and a lesson is drawn of some.
    fn learnt(&self) -> Vec<Scene> {
        let mut scenes = Vec::new();
        let lead = self.lead();
        if let Some(turn) = EVALUATED.iter().position(|place| *place == self.place) {
            let (worked, change) = EVALUATIONS[turn % EVALUATIONS.len()];
            scenes.push(self.scene(9, 15, lead, MinutesDeed::Evaluate(worked, change)));
        }
        if let Some(turn) = DRAWN_FROM.iter().position(|place| *place == self.place) {
            let (title, area, text) = LESSONS[turn];
            scenes.push(self.scene(10, 10, lead, MinutesDeed::Learn(title, area, text)));
        }
        scenes
    }
}

pub async fn perform(tx: &mut Write, id: i64, deed: MinutesDeed) -> Result<()> {
    let record = minutes::find(tx.conn(), id).await?;
    match deed {
        MinutesDeed::Write(introduction, closing) => {
            let written = Written {
                introduction: introduction.to_owned(),
                introduction_shareable: true,
                closing: closing.to_owned(),
                closing_shareable: !closing.is_empty(),
                ..Written::default()
            };
            minutes::save(tx, &record, &written).await
        }
        MinutesDeed::Send(colleagues, others) => {
            let reviewers = reviewers(tx, colleagues, others).await?;
            minutes::send(tx, &record, &reviewers).await
        }
        MinutesDeed::Answer(who, answer, comment) => {
            let said = Reply {
                review_answer: answer,
                comment: comment.to_owned(),
                settled: String::new(),
            };
            let review = review(tx, id, &who).await?;
            minutes::answer(tx, &review, &said).await
        }
        MinutesDeed::Settle(who, settled) => {
            let review = review(tx, id, &who).await?;
            let said = Reply {
                settled: settled.to_owned(),
                ..review.said.clone()
            };
            minutes::settle(tx, &review, &said).await
        }
        MinutesDeed::Lock => {
            let of = dialogues::find(tx.conn(), id).await?;
            let live = minutes::live(tx.conn(), &of, record.written.clone()).await?;
            minutes::lock(tx, &of, &record, &live).await
        }
        MinutesDeed::Reopen(reason) => {
            let of = dialogues::find(tx.conn(), id).await?;
            minutes::reopen(tx, &of, &record, reason).await
        }
        MinutesDeed::Sent(recipients) => {
            let today = tx.today();
            minutes::sent(tx, &record, today, &recipients).await
        }
        MinutesDeed::Evaluate(worked, change) => {
            let after = Evaluation {
                worked: worked.to_owned(),
                change: change.to_owned(),
            };
            let (before, version) = lessons::evaluation(tx.conn(), id).await?;
            lessons::evaluate(tx, id, (&before, version), &after).await
        }
        MinutesDeed::Learn(title, issue_area_id, text) => {
            let lesson = Lesson {
                title: title.to_owned(),
                dialogue_id: id,
                issue_area_id,
                text: text.to_owned(),
            };
            lessons::add(tx, &lesson).await.map(drop)
        }
    }
}

async fn reviewers(tx: &mut Write, ids: Vec<i64>, names: Vec<String>) -> Result<Vec<Reviewer>> {
    let colleagues = participants::colleagues(tx.conn()).await?;
    let colleague = |id: i64| {
        let found = colleagues.iter().find(|each| each.0 == id);
        found.map(|each| Reviewer {
            person_id: Some(id),
            name: each.1.clone(),
        })
    };
    let others = names.into_iter().map(|name| Reviewer {
        person_id: None,
        name,
    });
    Ok(ids
        .into_iter()
        .filter_map(colleague)
        .chain(others)
        .collect())
}

async fn review(tx: &mut Write, id: i64, who: &str) -> Result<crate::domain::minutes::Review> {
    let edition = minutes::find(tx.conn(), id).await?.reviewed_edition();
    let all = minutes::reviews(tx.conn(), id, edition).await?;
    let found = all.into_iter().find(|each| each.name == who);
    found.ok_or_else(|| Error::internal(format!("{who} does not adjust the minutes")))
}

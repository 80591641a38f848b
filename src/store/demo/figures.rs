//! The demo's figures: made up by a formula, and said to be so; and a file that waits for its preview.

use super::cast::{CHIEF, Cast};
use crate::domain::access::Permit;
use crate::domain::figures::{About, Figure, NATION, Period, Series, SourceKind, Step};
use crate::error::Result;
use crate::store::Write;
use crate::store::figures::{self, Incoming};
use crate::store::places;

const SOURCE: &str = "Påhittade siffror";
/// Länsansvarig in Norrbotten and Västerbotten.
const ANNA: i64 = 3;

pub async fn install(tx: &mut Write, cast: &Cast) -> Result<()> {
    let counties = places::counties(tx.conn(), cast.today).await?;
    let codes: Vec<&str> = counties.iter().map(|county| county.code.as_str()).collect();
    let (now, director) = (tx.now(), Permit::system());
    let then = now - jiff::SignedDuration::from_hours(24 * 9);
    tx.pretend(Permit::system_as(CHIEF), then);
    let files = [
        (
            layoffs(),
            "varsel-per-lan.xlsx",
            months(cast, 36),
            (true, 11.0),
        ),
        (
            about("nya-foretag", "Nya företag", "företag", true),
            "nya-foretag.csv",
            quarters(cast, 16),
            (true, 24.0),
        ),
        (
            about("arbetsloshet", "Öppen arbetslöshet", "procent", false),
            "arbetsloshet.json",
            years(cast, 10),
            (false, 6.4),
        ),
    ];
    for (about, file_name, periods, size) in files {
        let series = [series(about, &codes, &periods, size)];
        let incoming = Incoming {
            series: &series,
            format: "lan",
            file_name,
            mapping: None,
        };
        figures::import(tx, &incoming).await?;
    }
    tx.pretend(Permit::system_as(ANNA), now);
    figures::put(tx, "nya-bostader.csv", waiting(cast).as_bytes()).await?;
    tx.pretend(director, now);
    Ok(())
}

fn layoffs() -> About {
    About {
        source: SOURCE.to_owned(),
        ..About::layoffs()
    }
}

fn about(code: &str, name: &str, unit: &str, additive: bool) -> About {
    About {
        code: code.to_owned(),
        name: name.to_owned(),
        unit: unit.to_owned(),
        source: SOURCE.to_owned(),
        kind: SourceKind::Csv,
        additive,
    }
}

/// The last `count` months that are over.
fn months(cast: &Cast, count: i16) -> Vec<Period> {
    let now = cast.today.year() * 12 + i16::from(cast.today.month() - 1);
    let month = |at: i16| Period::new(at / 12, Step::Month, u8::try_from(at % 12 + 1).ok()?);
    (now - count..now).filter_map(month).collect()
}

fn quarters(cast: &Cast, count: i16) -> Vec<Period> {
    let now = cast.today.year() * 4 + i16::from(cast.today.month() - 1) / 3;
    let quarter = |at: i16| Period::new(at / 4, Step::Quarter, u8::try_from(at % 4 + 1).ok()?);
    (now - count..now).filter_map(quarter).collect()
}

fn years(cast: &Cast, count: i16) -> Vec<Period> {
    let this = cast.today.year();
    (this - count..this)
        .filter_map(|year| Period::new(year, Step::Year, 1))
        .collect()
}

/// Larger län have more of what is counted; what is a part is about the same everywhere.
fn series(
    about: About,
    codes: &[&str],
    periods: &[Period],
    (counted, size): (bool, f64),
) -> Series {
    let mut figures = Vec::new();
    for period in periods {
        let mut sum = 0.0;
        for (place, code) in (0_u8..).zip(codes) {
            let swing = swing(place, *period);
            let value = match counted {
                true => (size * weight(code) * (0.6 + swing)).round(),
                false => ((size + f64::from(place % 7) * 0.4 - 1.2 + swing) * 10.0).round() / 10.0,
            };
            sum += value;
            figures.push(Figure {
                county: (*code).to_owned(),
                period: *period,
                value: Some(value),
            });
        }
        let whole = f64::from(u8::try_from(codes.len()).unwrap_or(21));
        let nation = if counted {
            sum
        } else {
            (sum / whole * 10.0).round() / 10.0
        };
        figures.push(Figure {
            county: NATION.to_owned(),
            period: *period,
            value: Some(nation),
        });
    }
    Series { about, figures }
}

/// About how many people live there, beside one another.
fn weight(code: &str) -> f64 {
    match code {
        "01" => 24.0,
        "14" => 17.0,
        "12" => 14.0,
        "05" | "03" => 5.0,
        "09" => 0.6,
        "10" | "23" => 1.5,
        _ => 2.8,
    }
}

/// Between 0 and 1: waves of different length, so that no two län are alike.
fn swing(place: u8, period: Period) -> f64 {
    let at = f64::from(period.year) * f64::from(u8::try_from(period.step.a_year()).unwrap_or(1))
        + f64::from(period.number);
    let wave = |length: f64, shift: f64| ((at / length + shift).sin() + 1.0) / 2.0;
    let own = f64::from(place);
    0.5 * wave(2.3, own) + 0.35 * wave(5.1 + own / 9.0, own * 1.7) + 0.15 * wave(0.7, own * 2.9)
}

fn waiting(cast: &Cast) -> String {
    let year = cast.today.year();
    format!(
        "lanskod;period;indikator;varde;enhet;kalla\n25;{0}K1;Påbörjade bostäder;84;bostäder;Påhittade siffror\n\
         25;{0}K2;Påbörjade bostäder;131;bostäder;Påhittade siffror\n24;{0}K1;Påbörjade bostäder;97;bostäder;Påhittade siffror\n\
         24;{0}K2;Påbörjade bostäder;122;bostäder;Påhittade siffror\n",
        year
    )
}

/// The same figures for many years back, for measuring.
pub async fn enlarge(tx: &mut Write) -> Result<()> {
    sqlx::query(
        "with recursive times (n) as (select 1 union all select n + 1 from times where n < 8)
         insert into figures (indicator_id, county, period, value)
         select f.indicator_id, f.county, (substr(f.period, 1, 4) - 3 * n) || substr(f.period, 5), f.value
         from figures f cross join times where length(f.period) = 7
         on conflict (indicator_id, county, period) do nothing",
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

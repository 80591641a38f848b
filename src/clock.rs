//! The only place that asks what time it is.

use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use std::sync::{Arc, LazyLock, Mutex};

static STOCKHOLM: LazyLock<TimeZone> =
    LazyLock::new(|| TimeZone::get("Europe/Stockholm").expect("bundled time zones"));

/// The system's clock, or one that stands still until a test moves it.
#[derive(Clone)]
pub enum Clock {
    System,
    Fixed(Arc<Mutex<Timestamp>>),
}

impl Clock {
    pub fn fixed(now: Timestamp) -> Self {
        Clock::Fixed(Arc::new(Mutex::new(now)))
    }

    /// Now, in whole seconds: every stored instant is as long as the next, and so sorts as text.
    pub fn now(&self) -> Timestamp {
        let now = match self {
            Clock::System => Timestamp::now(),
            Clock::Fixed(at) => *at.lock().expect("clock"),
        };
        Timestamp::from_second(now.as_second()).expect("a second in range")
    }

    /// The calendar day in Stockholm.
    pub fn today(&self) -> Date {
        in_stockholm(self.now())
    }

    /// Moves a fixed clock; the system's clock cannot be moved.
    pub fn advance(&self, by: SignedDuration) {
        if let Clock::Fixed(at) = self {
            *at.lock().expect("clock") += by;
        }
    }
}

/// The calendar day an instant falls on in Stockholm.
pub fn in_stockholm(at: Timestamp) -> Date {
    at.to_zoned(STOCKHOLM.clone()).date()
}

//! Settings that are numbers: what each means, within what limits, and what holds until it is set.

use std::ops::RangeInclusive;

crate::codes! {
    /// The label is the one on the page and in the history.
    Number {
        HandoverSilenceDays = "handover_silence_days", "Dagar innan en överlämning går tillbaka";
        ContactDays = "contact_days", "Dagar mellan kontakterna med ett läns RUA";
        ObservationSilentWeeks = "observation_silent_weeks", "Veckor utan omvärldsnotis innan ett län är en vit fläck";
        InboxDays = "inbox_days", "Dagar som en post ligger kvar i inkorgen";
        LargeCasePersons = "large_case_persons", "Antal berörda som gör ett varsel till ett större";
        LargeCasePer100k = "large_case_per_100k", "Antal berörda per 100 000 invånare som gör ett varsel till ett större";
    }
}

impl Number {
    pub fn limits(self) -> RangeInclusive<i64> {
        match self {
            Number::HandoverSilenceDays => 1..=90,
            Number::ContactDays => 7..=365,
            Number::ObservationSilentWeeks => 1..=52,
            Number::LargeCasePersons => 5..=10_000,
            Number::LargeCasePer100k => 1..=1_000,
            Number::InboxDays => 30..=3_650,
        }
    }

    /// What a database without the setting has.
    pub fn usual(self) -> i64 {
        match self {
            Number::HandoverSilenceDays => 10,
            Number::ContactDays => 60,
            Number::ObservationSilentWeeks => 8,
            Number::LargeCasePersons => 50,
            Number::LargeCasePer100k => 20,
            Number::InboxDays => 365,
        }
    }

    pub fn hint(self) -> &'static str {
        match self {
            Number::HandoverSilenceDays => {
                "Så många kalenderdagar har en enhet på sig att svara. Sedan ligger frågan hos ansvarig för sakfrågor igen."
            }
            Number::ContactDays => "Gäller de län som inte har ett eget mellanrum.",
            Number::ObservationSilentWeeks => "Räknas från länets senaste notis.",
            Number::InboxDays => {
                "Räknas från den dag då posten hämtades. Också dolda poster och de som har blivit omvärldsnotiser tas bort; notiserna finns kvar."
            }
            Number::LargeCasePersons => "Gäller i alla län.",
            Number::LargeCasePer100k => {
                "Så att ett varsel kan vara stort för ett litet län. Det räcker att en av de två gränserna nås."
            }
        }
    }

    /// The number as it was typed; none when it is not one within the limits.
    pub fn read(self, typed: &str) -> Option<i64> {
        let number = typed.trim().parse().ok();
        number.filter(|number| self.limits().contains(number))
    }

    pub fn mistake(self) -> String {
        let limits = self.limits();
        let (least, most) = (limits.start(), limits.end());
        format!(
            "{}: skriv ett heltal från {least} till {most}, till exempel {}.",
            self.label(),
            self.usual()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_usual_lies_within_the_limits() {
        for number in Number::ALL {
            assert_eq!(
                number.read(&number.usual().to_string()),
                Some(number.usual())
            );
        }
    }

    #[test]
    fn what_is_no_number_within_the_limits_is_a_mistake() {
        for typed in ["", "0", "91", "tio", "-1", "10,5", "99999999999999999999"] {
            assert_eq!(Number::HandoverSilenceDays.read(typed), None, "{typed}");
        }
    }
}

//! Which passwords are too easy to guess, and what we say about it.

use zxcvbn::{Score, zxcvbn};

const MIN_CHARS: usize = 12;
const MAX_CHARS: usize = 256;

/// The estimate takes longer than linear time, and a longer password is no better judged.
const JUDGED_CHARS: usize = 64;

/// What must be left of a password without the words that anyone would try first.
const MIN_OWN_CHARS: usize = 8;

/// Says what is wrong with a password and what to do; `context` is the person's name and e-mail.
pub fn weakness(password: &str, context: &[&str]) -> Option<&'static str> {
    let length = password.chars().count();
    if length < MIN_CHARS {
        return Some(
            "Lösenordet är för kort. Använd minst 12 tecken, till exempel fyra ord som inte hör ihop.",
        );
    }
    if length > MAX_CHARS {
        return Some("Lösenordet är för långt. Använd högst 256 tecken.");
    }
    let words = known_words(context);
    if rests_on(password, &words) {
        return Some(
            "Lösenordet bygger på ett namn, ett årtal eller ett annat ord som är lätt att gissa. \
             Använd till exempel fyra ord som inte hör ihop.",
        );
    }
    let judged: String = undotted(password).chars().take(JUDGED_CHARS).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    (zxcvbn(&judged, &words).score() < Score::Three).then_some(
        "Lösenordet är lätt att gissa. Använd till exempel fyra ord som inte hör ihop, \
         eller låt en lösenordshanterare göra ett.",
    )
}

/// Whether little remains when the known words are taken out.
fn rests_on(password: &str, words: &[String]) -> bool {
    let whole = folded(password);
    let mut own = whole.clone();
    for word in words {
        own = own.replace(word.as_str(), "");
    }
    own.len() < whole.len() && own.chars().count() < MIN_OWN_CHARS
}

/// The words a guesser who knows the person and the agency tries first; the longest first, as
/// "västergötland" holds "götland", and each folded as `folded` does.
fn known_words(context: &[&str]) -> Vec<String> {
    let own = context
        .iter()
        .flat_map(|text| text.split(|c: char| !c.is_alphanumeric()));
    let years = (1930..2060).map(|year: u32| year.to_string());
    let mut words: Vec<String> = own
        .chain(COMMON.split_whitespace())
        .map(folded)
        .chain(years)
        .collect();
    words.retain(|word| word.chars().count() > 2);
    words.sort_by_key(|word| (std::cmp::Reverse(word.len()), word.clone()));
    words.dedup();
    words
}

/// Lower case without dots and rings.
fn folded(text: &str) -> String {
    undotted(&text.to_lowercase())
}

/// Without dots and rings, as people drop them in passwords.
fn undotted(text: &str) -> String {
    let plain = |c| match c {
        'å' | 'ä' | 'à' | 'á' => 'a',
        'Å' | 'Ä' | 'À' | 'Á' => 'A',
        'ö' | 'ó' | 'ø' => 'o',
        'Ö' | 'Ó' | 'Ø' => 'O',
        'é' | 'è' | 'ë' => 'e',
        'É' | 'È' | 'Ë' => 'E',
        'ü' => 'u',
        'Ü' => 'U',
        other => other,
    };
    text.chars().map(plain).collect()
}

const COMMON: &str = "
    regiondialog regiondialogen tillväxtverket tillväxt verket dialog myndighet handläggare
    stockholm uppsala södermanland sörmland östergötland jönköping kronoberg kalmar gotland blekinge
    skåne halland västra götaland västragötaland värmland örebro västmanland dalarna gävleborg
    västernorrland jämtland härjedalen västerbotten norrbotten norrland svealand götaland småland
    region regionen län länet team norr mellan södra sverige svensk svenska
    göteborg malmö linköping nyköping växjö visby karlskrona halmstad karlstad västerås falun gävle
    härnösand östersund umeå luleå sundsvall helsingborg norrköping
    lösenord lösenordet password passord hemlig hemligt hemlighet välkommen inloggning logga
    användare admin administratör qwerty qwertyuiop asdfgh zxcvbn 123456789 12345678 1234567 123456
    12345 1234 sommar sommaren vinter vintern vår våren höst hösten
    januari februari mars april maj juni juli augusti september oktober november december
    måndag tisdag onsdag torsdag fredag lördag söndag
    hejsan hejhej hej älskar fotboll hockey mamma pappa
";

#[cfg(test)]
mod tests {
    use super::*;

    const NORA: [&str; 3] = [
        "Nora Ekström-Åkesson",
        "nora.ekstrom@example.se",
        "Länsansvarig",
    ];

    #[test]
    fn passwords_that_nobody_guesses_are_taken() {
        for password in [
            "correct horse battery staple",
            "häst batteri klammer rätt",
            "blåbärsris under stegen",
            "k8#Vw!pQ2zLm",
            "norrbotten-trumpet-gaffel-moln",
            "sju sömniga giraffer i hissen",
            "åäöåöäåöäöåäöåäöåäöxyzk!w9",
        ] {
            assert_eq!(weakness(password, &NORA), None, "{password}");
        }
    }

    #[test]
    fn passwords_that_anyone_guesses_are_refused() {
        for password in GUESSABLE.iter().flat_map(|line| line.split(", ")) {
            assert!(weakness(password, &NORA).is_some(), "{password}");
        }
    }

    const GUESSABLE: [&str; 6] = [
        "lösenord1234, Losenord12345!, Tillväxtverket2026!, tillvaxtverket",
        "Norrbotten2026!, Norrbotten2026!!, N0rrb0tten2026, Norrbotten20262027",
        "aaaaaaaaaaaa, qwertyuiop12, qwertyuiopåäö, 123456789012, Regiondialog1!",
        "Västra Götaland 2018, Sommaren2026!!, NoraEkstrom2026, nora.ekstrom@example.se",
        "Åkesson12345, abcdefghijkl, passwordpassword,             , iloveyou12345",
        "höstvintervårsommar",
    ];

    #[test]
    fn length_is_counted_in_characters() {
        let short = weakness("åäöÅÄÖ#%k7x", &[]).unwrap();
        assert!(short.contains("för kort") && short.contains("minst 12 tecken"));
        assert_eq!(weakness("åäqÅzÖ#%k7xw", &[]), None);
        assert!(
            weakness(&"k8#Vw!pQ2zLm".repeat(22), &[])
                .unwrap()
                .contains("högst 256 tecken")
        );
    }

    #[test]
    fn no_password_takes_long_to_judge() {
        let limit = if cfg!(debug_assertions) { 3000 } else { 100 };
        for part in [
            "a",
            "ab",
            "4@8({[<369",
            "qwerty",
            "1",
            "password",
            "p4ssw0rd",
            "19991231",
            "Å",
            "@$!0|7%",
        ] {
            let password: String = part.chars().cycle().take(MAX_CHARS).collect();
            let start = std::time::Instant::now();
            weakness(&password, &NORA);
            let time = start.elapsed();
            println!("{time:>12.1?}  {part}");
            assert!(time.as_millis() < limit, "{part} took {time:?}");
        }
    }
}

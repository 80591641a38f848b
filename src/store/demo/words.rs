//! What the demo's people write, and the invented people they meet.

/// Premises of the län where the dialogues are held; where none is given it is Regionhuset in the residensstad.
pub const PLACES: &[(&str, &str)] = &[
    ("01", "Stockholm, Regionhuset, sal Mälaren"),
    ("09", "Visby, Regionens hus"),
    ("12", "Kristianstad, Regionhuset"),
    ("14", "Vänersborg, Regionens hus"),
    ("23", "Östersund, Regionens hus"),
    ("25", "Luleå, Regionhuset"),
];

pub const PURPOSES: &[&str] = &[
    "Få en gemensam bild av näringslivets behov av kompetens och komma överens om två till tre insatser att driva tillsammans.",
    "Stämma av genomförandet av den regionala utvecklingsstrategin och var myndighetens stöd gör störst nytta.\n\nFrågor att komma fram till:\n\n- Vilka vägval står länet inför de närmaste två åren?\n- Vad kan vi göra tillsammans?\n- Vad behöver regionen av oss?",
    "Gå igenom läget i de mindre företagen och deras möjligheter att ställa om, och pröva vad nästa programperiod behöver innehålla.",
    "Följa upp insatserna från förra dialogen och välja sakfrågor för det kommande året.",
    "Samla bilden av stora etableringar i länet: vad de kräver av kompetens, bostäder och underleverantörer.",
    "Diskutera landsbygdens service och företagande, och hur de regionala serviceprogrammen kan bli mer träffsäkra.",
    "Pröva hur länets styrkeområden kan växla upp med hjälp av EU-medel, och vilka hinder som finns för små företag att delta.",
];

pub const NOTES: &[&str] = &[
    "## Sammanfattning\n\nRegionen beskriver ett delat läge: stark efterfrågan i industrin, svagare i handel och bygg.\n\n## Det här kom vi fram till\n\n- Kompetensförsörjningen är länets största fråga. Vi tar fram ett gemensamt underlag före sommaren.\n- Regionen vill ha tidigare besked om kommande utlysningar.\n- Nästa avstämning sker på tjänstemannanivå om ett kvartal.",
    "## Sammanfattning\n\nGod uppslutning från båda sidor. Mycket tid gick till omställningen i tillverkningsindustrin.\n\n## Det här kom vi fram till\n\n1. Vi går igenom stödet till omställning tillsammans.\n2. Regionen skickar sin lista över prioriterade projekt.\n3. Frågan om kommersiell service tas vidare till rätt enhet.",
    "## Sammanfattning\n\nDialogen byggde vidare på förra årets. Två av tre insatser är genomförda.\n\n## Det här kom vi fram till\n\n- Regionen ser att de små företagen har svårt att hitta rätt bland stöden.\n- Vi ser över hur erbjudandet presenteras för länet.\n- Analysen av näringslivets struktur uppdateras med länets egna siffror.",
];

pub const NOT_NEEDED: &str =
    "Regionens egen nulägesbild är färsk och räcker som underlag den här gången.";
pub const NO_AGENCIES: &str =
    "Sakfrågorna rör regionen och oss. Berörda myndigheter får minnesanteckningarna.";
pub const NO_HANDOVER: &str = "Inget i dialogen behöver hanteras vidare av avdelningen.";
pub const CANCELLED_BY_REGION: &str =
    "Regionen behövde skjuta upp dialogen på grund av budgetarbetet. Ny dag är planerad.";
pub const CANCELLED_BY_US: &str =
    "Flera av de medverkande fick förhinder samtidigt. Ny dag är planerad.";

const FIRST_NAMES: &[&str] = &[
    "Ylva",
    "Torkel",
    "Marit",
    "Sixten",
    "Ebba",
    "Halvar",
    "Signe",
    "Ragnar",
    "Tyra",
    "Egil",
    "Alva",
    "Folke",
    "Inga-Lill",
    "Sture",
    "Vera",
    "Malte",
    "Rut",
    "Åke",
    "Siv",
];

const LAST_NAMES: &[&str] = &[
    "Älvring",
    "Stenhag",
    "Björkvall",
    "Mörtnäs",
    "Sandelius",
    "Vikmark",
    "Tallhage",
    "Ödesköld",
    "Granström-Ås",
    "Ekhammar",
    "Lövnäs",
    "Åbäck",
    "Hällmo",
    "Rönnhed",
    "Fjällvik",
    "Myrlöv",
    "Kvistbro",
];

pub const TITLES: &[&str] = &[
    "regiondirektör",
    "regional utvecklingsdirektör",
    "näringslivsstrateg",
];

/// The same person of the same län every time.
pub fn stranger(county: usize, role: usize) -> String {
    let first = FIRST_NAMES[(county * 5 + role * 7) % FIRST_NAMES.len()];
    let last = LAST_NAMES[(county * 3 + role * 6 + county / 17) % LAST_NAMES.len()];
    format!("{first} {last}")
}

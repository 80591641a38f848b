//! What the demo's authors say in each issue area, and of the regional growth work and its processes.

/// Of an issue area: the five texts of a position.
pub struct Opinion {
    pub area: i64,
    pub line: &'static str,
    pub meaning: &'static str,
    pub offer: &'static str,
    pub ask: &'static str,
    pub not_promised: &'static str,
}

const fn opinion(
    area: i64,
    line: &'static str,
    meaning: &'static str,
    offer: &'static str,
    ask: &'static str,
    not_promised: &'static str,
) -> Opinion {
    Opinion {
        area,
        line,
        meaning,
        offer,
        ask,
        not_promised,
    }
}

#[rustfmt::skip]
pub const OPINIONS: &[Opinion] = &[
    opinion(1, "Kompetens är det största hindret för tillväxt i hela landet. Regionerna leder arbetet, och staten ska möta med kunskap och med utbildningar som går att nå.", "industrins och vårdens behov av yrkesutbildade, och att fler som bor i länet utbildar sig vidare.", "- Prognoser över behovet per bransch\n- Metodstöd till länets kompetensråd", "Vilka utbildningar saknas, och vad har regionen redan bestämt?", "Nya utbildningsplatser. De beslutas av andra myndigheter."),
    opinion(2, "Små företag ska kunna förnya sig där de finns. Stödet ska vara enkelt att hitta och rimligt att redovisa.", "att fler små företag deltar i länets testmiljöer.", "- Medel till grupper av företag\n- Kontakt med liknande miljöer i andra län", "Vilka styrkeområden vill länet växa i?", "Att programmet fortsätter efter nästa år. Beslut saknas."),
    opinion(3, "Fler ska kunna starta, driva och lämna över företag. Rådgivningen ska nå hela landet.", "ägarskiften i företag på landsbygden.", "- Rådgivning inför ägarskifte\n- Tjänster som kommunen kan bädda in", "Hur samordnar länet sin rådgivning?", "Egna rådgivare på plats i länet."),
    opinion(4, "Offentligt kapital ska komplettera marknaden, inte ersätta den.", "tillgången på lån utanför tätorterna.", "- En samlad guide till finansiering i länet", "Vilka företag får nej i dag, och varför?", "Bidrag till enskilda företag."),
    opinion(5, "Fler små företag ska våga sig ut på nya marknader.", "företag som är beroende av en enda stor kund.", "- Gemensam ingång för företag som vill exportera", "Vilka branscher vill länet satsa på?", "Egna kontor utomlands."),
    opinion(6, "Regelbördan ska minska och handläggningen ska bli snabbare. Kommunerna är avgörande.", "tiden för tillståndsprövning.", "- Mätning av vad reglerna kostar\n- Arbetssätt för dialog om tillstånd", "Vilka regler lyfter länets företag oftast?", "Att lagstiftningen ändras."),
    opinion(7, "Alla företag ska ha samma möjlighet att använda digital teknik.", "mindre tillverkande företag som inte har kommit i gång.", "- Checkar till affärsutveckling", "Hur når länet de företag som inte söker stöd?", "Medel utöver beslutad ram."),
    opinion(8, "Service är en förutsättning för att bo och driva företag i hela landet.", "orter med en enda butik.", "- Årlig genomgång av serviceprogrammet", "Vilka orter är mest sårbara?", "Att varje butik blir kvar."),
    opinion(9, "Besöksnäringen ska växa hållbart, hela året.", "säsongens längd och personalens villkor.", "- Kunskap om resmönster och efterfrågan", "Hur vill länet förlänga säsongen?", "Marknadsföring av enskilda destinationer."),
    opinion(10, "Näringslivet ska ställa om till låga utsläpp och behålla sin konkurrenskraft.", "små underleverantörer som får nya krav från sina kunder.", "- Medel till grupper av företag som ställer om", "Vilka företag riskerar att hamna efter?", "Stöd till investeringar som andra myndigheter prövar."),
    opinion(11, "Omställning vid varsel ska börja tidigt och ske samlat.", "orter med en dominerande arbetsgivare.", "- En kontaktperson inom två dagar", "Hur är länets beredskap organiserad?", "Ersättning till enskilda."),
    opinion(12, "Stora etableringar är nationella angelägenheter som avgörs lokalt.", "mark, bostäder och underleverantörer.", "- En väg in för regionen och kommunerna", "Vad behöver staten göra, och när?", "Undantag från miljöprövningen."),
    opinion(13, "Fondernas medel ska användas till förändring som består efter projektet.", "att små kommuner klarar att söka och redovisa.", "- En projektverkstad i länet\n- Hjälp inför ansökan om utbetalning", "Vad vill regionen prioritera i nästa period?", "Hur stort utrymmet blir efter 2027."),
    opinion(14, "Uppföljning ska ge lärdomar som går att använda, inte bara siffror.", "att följa upp strategin med länets egna mått.", "- Analys av näringslivets struktur\n- Statistik som är klar att använda", "Vad vill länet veta som ingen mäter i dag?", "Uppdrag åt enskilda regioner."),
    opinion(15, "Städernas utveckling ska vara hållbar och nå hela staden.", "företagandet i ytterstaden.", "- En utlysning för de största städerna", "Vilka stadsdelar vill regionen börja med?", "Medel till trafik och bostäder."),
];

/// Bedömning, vad som behöver utvecklas, motivering.
pub const GROWTH_WORK: (&str, &str, &str) = (
    "Det regionala tillväxtarbetet i {län} har en tydlig riktning och en strategi som används. Samverkan med kommunerna är god, men genomförandet är beroende av få personer.",
    "Uppföljningen behöver bli en del av arbetet under året. Kommunerna behöver få en tydligare roll i genomförandet.",
    "Bedömningen bygger på regionens egen uppföljning, på underlagen och på vad som hände efter förra dialogen.",
);

pub const GROWTH_PROCESSES: (&str, &str, &str) = (
    "Tillväxtprocesserna i {län} präglas av stora förändringar i industrin och av svag inflyttning i delar av länet. Skillnaderna mellan kommunerna ökar.",
    "Processerna behöver utvecklas mot samordnad kompetensförsörjning och mot bostäder i de orter som växer.",
    "Läget skiljer sig från riket i både sysselsättning och utbildningsnivå. Andra län med samma utveckling har vunnit på att samla aktörerna tidigt.",
);

//! What the demo's briefs say. Invented, and without figures that could be taken for facts.

/// (issue area, läget, inriktning, vad vi gör, att lyfta). The area is its place in `people::ISSUE_AREAS`.
#[rustfmt::skip]
pub const NATIONAL: &[(i64, &str, [&str; 4])] = &[
    (1, "Företag i hela landet säger att de har svårt att hitta personer med rätt kompetens. Bristen märks mest i industrin och i vården, och mest där avstånden är långa.", [
        "Företag i hela landet säger att det är svårt att rekrytera. Svårast är det där avstånden är långa.\n\n- Industrin söker tekniker och underhållspersonal.\n- Mindre företag saknar tid att beskriva vad de behöver.",
        "Utbildning och arbetsliv ska planeras tillsammans i varje län. Myndigheten bidrar med kunskap och ser till att länens bilder går att jämföra.",
        "Vi tar fram analyser, stöder branschråd och håller ett nätverk för dem som arbetar med frågan i regionerna.",
        "- Hur fångar regionen upp de små företagens behov?\n- Vilka utbildningar saknas inom pendlingsavstånd?\n- Vem håller ihop arbetet när flera kommuner berörs?"]),
    (2, "Innovation sker i hela landet, men stödet når lättare fram i storstäderna. Små företag behöver hjälp med det första steget.", [
        "Innovationsstödet är väl utbyggt men splittrat. Företagen vet inte alltid vart de ska vända sig.",
        "Stödet ska gå att hitta från ett ställe, och nå företag som inte har sökt förut.",
        "Vi finansierar utvecklingsprojekt, ger rådgivning genom regionala aktörer och sprider exempel.",
        "- Når stödet företag utanför residensstaden?\n- Finns det miljöer för test som fler kan använda?"]),
    (3, "Fler behöver våga starta företag, och fler behöver ta över dem som finns. Generationsskiften är en fråga i hela landet.", [
        "Många företagare närmar sig pensionen. I glesa län är ägarskiften en fråga om service och arbete på orten.",
        "Det ska vara lika enkelt att ta över ett företag som att starta ett.",
        "Vi stöder rådgivning, ger ut vägledningar och samlar erfarenheter från län som har kommit långt.",
        "- Vet regionen var ägarskiften väntar?\n- Vilken rådgivning når de minsta företagen?"]),
    (4, "Tillgången till kapital skiljer sig mellan länen. Det som saknas oftast är små summor i tidiga skeden.", [
        "Banker och fonder finns i alla län, men besluten fattas längre bort än förr.",
        "Offentligt kapital ska komplettera marknaden, inte ersätta den.",
        "Vi följer marknaden, finansierar garantier genom andra och möter regionernas finansieringsaktörer varje år.",
        "- Vilka företag får nej i dag?\n- Kan flera län gå ihop om en gemensam lösning?"]),
    (5, "Fler små företag kan sälja utanför landet. De behöver hjälp att hitta första kunden.", [
        "Intresset för nya marknader växer bland små företag, men få har någon som arbetar med frågan på heltid.",
        "",
        "Vi samordnar främjandet med andra myndigheter och regionerna.",
        ""]),
    (6, "Företagens tid går till uppgifter som kan förenklas. Kommunernas handläggning spelar störst roll.", [
        "Företagare lyfter tillstånd, tillsyn och upphandling. Skillnaderna mellan kommuner är stora.",
        "En uppgift ska lämnas en gång. Handläggningen ska gå att förutse.",
        "Vi mäter företagens upplevelse, utbildar handläggare och föreslår förenklingar.",
        "- Vilken kommun i länet har lyckats, och vad gjorde den?\n- Vad kan regionen göra i sin egen upphandling?"]),
    (7, "Digital service fungerar olika bra. Små företag i glesa områden har störst nytta av den och svårast att nå den.", [
        "Tjänsterna blir fler. Uppkopplingen är fortfarande ett hinder på sina håll.",
        "Tjänster ska hänga ihop för företagaren, oavsett vilken myndighet som står bakom.",
        "Vi utvecklar gemensamma tjänster och ger stöd till små företag som vill ta nästa steg.",
        "- Var saknas uppkoppling som företag behöver?\n- Vilka gemensamma tjänster vill regionen vara med och pröva?"]),
    (8, "Närhet till service avgör om det går att bo och driva företag på landsbygden.", [
        "Butiker och drivmedel är sårbara på många orter. Lösningarna är lokala.",
        "Grundläggande service ska finnas inom rimligt avstånd i hela landet.",
        "Vi stöder regionernas serviceprogram och delar kunskap om nya lösningar.",
        "- Vilka orter står inför ett vägval i år?\n- Hur samverkar kommunerna om servicepunkter?"]),
    (10, "Industrins omställning kräver mark, el och människor på samma gång. Länen har olika förutsättningar.", [
        "Stora investeringar planeras i flera län. De små företagen runt omkring påverkas mest.",
        "Omställningen ska stärka näringslivet i hela länet, inte bara på en ort.",
        "Vi finansierar projekt för små företags omställning och samlar regionerna kring gemensamma hinder.",
        "- Vad hindrar de små företagen?\n- Hur planeras för bostäder och service runt investeringarna?"]),
    (11, "Större varsel drabbar en ort hårt även när länet i helhet klarar sig. Den första veckan avgör.", [
        "Varslen varierar mellan år och branscher. Erfarenheten finns hos dem som har varit med förut.",
        "Myndigheten ska ha en kontaktperson när regionen behöver det, och veta vem som gör vad.",
        "Vi har en vägledning i fem steg och ett nätverk för dem som har hållit ihop en omställning.",
        "- Vem håller ihop arbetet vid ett varsel i länet?\n- Vad lärde sig regionen senast?"]),
    (13, "Programmen finansierar utveckling i hela landet. Nästa period börjar förberedas nu.", [
        "Projekten är många och små. Flera län vill se färre och större satsningar.",
        "Medlen ska gå till det regionerna själva har pekat ut.",
        "Vi beslutar om stöd, kontrollerar utbetalningar och stöder dem som söker.",
        "- Vilka satsningar vill regionen växla upp?\n- Vad gör det svårt att söka?"]),
    (14, "Uppföljningen ska gå att använda i regionens egna beslut. Mått som ingen frågar efter ska bort.", [
        "Regionerna följer upp på olika sätt, och det är svårt att jämföra.",
        "Uppföljning ska bidra till lärande, inte bara till redovisning.",
        "Vi ger ut analyser per län och håller en gemensam uppsättning mått.",
        "- Vilka mått använder regionen på riktigt?\n- Vad vill de kunna jämföra med andra?"]),
];

/// (län, det viktigaste, fem avsnitt)
#[rustfmt::skip]
pub const REGIONAL: &[(&str, &str, [&str; 5])] = &[
    ("25", "Stora industrisatsningar prövar hela länet: bostäder, kompetens och service behöver följa med. Inlandet ser andra frågor än kusten.", [
        "Efterfrågan på arbetskraft är hög längs kusten. I inlandet är ägarskiften och service de stora frågorna.",
        "Strategin lyfter kompetens, tillgänglighet och en jämnare utveckling i hela länet.",
        "Regionen har samlat kommunerna kring en gemensam bild av behoven. Två orter har fått besked om nya etableringar.",
        "Kust och inland drar åt olika håll. Malmfälten har frågor för sig.",
        "- Hur ska inlandet få del av utvecklingen?\n- Vad behöver regionen av oss för att hålla ihop arbetet?"]),
    ("24", "Länet växer kring universitetsstaden medan inlandet arbetar med service och ägarskiften.", [
        "Arbetsmarknaden är god vid kusten. Inlandets företag söker efterträdare.",
        "Regionen prioriterar innovation, besöksnäring och tillgänglighet.",
        "En ny testmiljö har tagits i bruk, och ett nätverk för inlandets kommuner har startat.",
        "Skillnaden mellan kust och inland är länets stora fråga.",
        "- Hur sprids nyttan av testmiljön?\n- Vad kan göras tillsammans med grannlänet?"]),
    ("23", "Besöksnäringen bär stora delar av länet. Bostäder och kompetens är flaskhalsarna.", [
        "Säsongerna styr arbetsmarknaden. Många företag är små.",
        "Strategin lyfter ett livskraftigt företagande i hela länet.",
        "Kommunerna har gått ihop om en gemensam etableringsservice.",
        "Fjällkommunerna har andra frågor än residensstaden.",
        "- Hur förlängs säsongen?\n- Vad behöver de minsta företagen?"]),
    ("08", "Industrin och livsmedlen är länets bas. Ön och fastlandet har olika säsong.", [
        "Industrin investerar, men har svårt att rekrytera.",
        "Regionen prioriterar kompetens och en starkare livsmedelskedja.",
        "Ett större företag har ändrat sina planer, och regionen har samlat berörda.",
        "Norra länet har längre till utbildning än södra.",
        "- Hur stöder vi omställningen i norr?\n- Vad kan livsmedelskedjan vinna på digitala tjänster?"]),
    ("01", "Storstadens frågor är bostäder, kompetens och skillnader inom länet.", [
        "Tjänstesektorn dominerar. Skillnaderna mellan kommuner är stora.",
        "Strategin lyfter en sammanhållen region.",
        "",
        "Norr och söder skiljer sig åt i både arbete och utbildning.",
        ""]),
    ("09", "Ön planerar för vatten, energi och ett näringsliv som fungerar hela året.", [
        "Besöksnäring och livsmedel är stora. Året är ojämnt.",
        "Regionen är också kommun, och strategin hänger ihop med den egna planeringen.",
        "En ny samverkan om vatten har startat.",
        "Ett litet län, men norr och söder har olika förutsättningar.",
        "- Hur prövas nya lösningar här först?\n- Vad kan andra län lära av ön?"]),
    ("14", "Industrin ställer om i snabb takt. Underleverantörerna behöver hinna med.", [
        "Fordonsindustrin är stor, och många små företag är beroende av den.",
        "Strategin lyfter omställning, kompetens och hela länet.",
        "Regionen har startat ett program för underleverantörer tillsammans med kommunerna.",
        "Storstad, kust och skogsbygd ställer olika frågor.",
        "- Når stödet de minsta underleverantörerna?\n- Hur hålls de fyra delarna av länet ihop?"]),
];

/// What an earlier version said in two of its places.
pub const EARLIER: &str =
    "Företag säger att det är svårt att rekrytera.\n\n- Industrin söker tekniker.";
pub const EARLIER_SUMMARY: &str =
    "Företag i hela landet säger att de har svårt att hitta personer med rätt kompetens.";
pub const SOURCES: &str = "- Samtal med regionerna i årets dialoger (påhittat)\n- Myndighetens egen uppföljning (påhittat)";
pub const SENT_BACK: &str =
    "Skriv tydligare vad vi kan erbjuda länen redan i år, och ta bort det som upprepas.";
pub const WAIVED: &str = "Frågan tas upp inom entreprenörskap och företagande i år.";

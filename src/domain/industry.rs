//! Branscher: the sections of SNI 2007 that a note can be about.

use crate::codes;

codes! {
    /// A section of SNI 2007; the code is its letter.
    Industry {
        Agriculture = "A", "Jordbruk, skogsbruk och fiske";
        Mining = "B", "Gruvor och mineral";
        Manufacturing = "C", "Tillverkningsindustri";
        Energy = "D", "Energiförsörjning";
        Water = "E", "Vatten, avlopp och avfall";
        Construction = "F", "Byggverksamhet";
        Trade = "G", "Handel";
        Transport = "H", "Transport och magasinering";
        Hospitality = "I", "Hotell och restaurang";
        Information = "J", "Information och kommunikation";
        Finance = "K", "Finans och försäkring";
        Property = "L", "Fastigheter";
        Consulting = "M", "Juridik, ekonomi, vetenskap och teknik";
        Support = "N", "Uthyrning, resetjänster och stödtjänster";
        Public = "O", "Offentlig förvaltning och försvar";
        Education = "P", "Utbildning";
        Care = "Q", "Vård och omsorg";
        Culture = "R", "Kultur, nöje och fritid";
        OtherServices = "S", "Annan serviceverksamhet";
    }
}

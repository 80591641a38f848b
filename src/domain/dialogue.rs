//! The strategic dialogue and its life cycle.

use crate::codes;

codes! {
    Phase {
        Planning = "planning", "Planering";
        Preparing = "preparing", "Förberedelse";
        Holding = "holding", "Genomförande";
        FollowingUp = "following_up", "Uppföljning";
        Closed = "closed", "Avslutad";
        Cancelled = "cancelled", "Inställd";
    }
}

codes! {
    Form {
        OnSite = "on_site", "På plats";
        Digital = "digital", "Digitalt";
        Hybrid = "hybrid", "Hybrid";
    }
}

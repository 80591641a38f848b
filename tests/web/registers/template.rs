//! The milestone template.

use super::said;
use crate::world::World;

#[tokio::test]
async fn the_milestone_template_is_added_to_changed_and_cut() {
    let world = World::new().await;
    let admin = world.sign_in("Astrid").await;
    let list = admin.get("/admin/milstolpar").await;
    assert!(list.has("13 milstolpar") && list.has("gäller dialoger som planeras från och med nu"));
    let once = admin.get("/admin/milstolpar/ny").await.field("once");
    let fields = [
        ("title", "Boka lokal"),
        ("offset_days", "−63"),
        ("falls_on", "lead"),
        ("once", once.as_str()),
    ];
    admin.post("/admin/milstolpar/ny", &fields).await;
    admin.post("/admin/milstolpar/ny", &fields).await;
    let mine = "select count(*) from milestone_template where title = 'Boka lokal' and offset_days = -63 and per_department = 0";
    assert_eq!(world.count(mine).await, 1);
    let wrong = admin
        .post(
            "/admin/milstolpar/ny",
            &[
                ("title", "Ny"),
                ("offset_days", "snart"),
                ("falls_on", "issue_officer"),
            ],
        )
        .await;
    assert_eq!(wrong.status, 422);
    for expected in [
        "Skriv ett heltal, till exempel 120.",
        "Ansvariga för sakfrågor har var sin avdelning.",
        "value=\"snart\"",
    ] {
        assert!(wrong.has(expected), "{expected}");
    }
    let far = admin
        .post(
            "/admin/milstolpar/ny",
            &[
                ("title", "Ny"),
                ("offset_days", "9223372036854775807"),
                ("falls_on", "lead"),
            ],
        )
        .await;
    assert!(far.has("Skriv ett tal mellan −365 och 365."));

    let change = |title, days| {
        [
            ("title", title),
            ("offset_days", days),
            ("falls_on", "lead"),
            ("version", "1"),
        ]
    };
    assert_eq!(
        admin
            .post("/admin/milstolpar/14", &change("Boka lokal", "-60"))
            .await
            .status,
        303
    );
    assert_eq!(
        admin
            .post("/admin/milstolpar/14", &change("Boka en lokal", "-63"))
            .await
            .status,
        303
    );
    assert_eq!(
        admin
            .post("/admin/milstolpar/14", &change("Boka lokal", "-50"))
            .await
            .status,
        409
    );
    assert_eq!(
        admin
            .post("/admin/milstolpar/14/ta-bort", &[("version", "1")])
            .await
            .status,
        409
    );
    let removed = admin
        .post("/admin/milstolpar/14/ta-bort", &[("version", "3")])
        .await;
    assert_eq!(said(&removed), "Borttaget: Boka en lokal.");
    assert_eq!(
        admin
            .post("/admin/milstolpar/14/ta-bort", &[("version", "3")])
            .await
            .status,
        303
    );
    assert_eq!(admin.get("/admin/milstolpar/14").await.status, 404);
    assert!(
        admin
            .get("/admin/milstolpar?visa=borttagna")
            .await
            .has("Boka en lokal")
    );
    assert!(
        admin
            .get("/admin/milstolpar/14/historik")
            .await
            .has("tog bort uppgiften")
    );
    assert_eq!(
        (world.events("changed").await, world.events("removed").await),
        (2, 1)
    );
}

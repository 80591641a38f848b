//! Dialogtyper: what a new dialogue begins with, kept by administrators.

use crate::agenda_items::titles;
use crate::arrange;
use crate::dialogues::{plan_with, planned};
use crate::world::World;

const LIST: &str = "/admin/dialogtyper";
const KIND: [(&str, &str); 6] = [
    ("name", "Fördjupning"),
    ("description", "En fråga på djupet."),
    (
        "items",
        "Inledning | 10 | Regionen\n\nFrågan | 60\nAvslut|10 min|Uppdragsansvarig",
    ),
    ("roles", "lead"),
    ("roles", "county_officer"),
    ("left_out", "assessment"),
];

#[tokio::test]
async fn a_dialogue_begins_with_what_its_kind_says() {
    let world = World::quiet().await;
    let (astrid, elsa) = (world.sign_in("Astrid").await, world.sign_in("Elsa").await);
    assert_eq!(astrid.post(&format!("{LIST}/ny"), &KIND).await.status, 303);
    let page = astrid.get(LIST).await;
    assert!(page.has("3 punkter, 1 tim 20 min") && page.has("uppdragsansvarig och länsansvarig"));
    let form = elsa.get("/dialoger/ny").await;
    assert!(form.has("Årlig regiondialog") && form.has("Fördjupning"));
    let preview = plan_with(&[("type_id", "3"), ("preview", "1")]);
    let shown = elsa.post("/dialoger/ny", &preview).await;
    assert!(shown.has("32 steg") && !shown.has("Nationell bedömning ("));
    let url = planned(&elsa, &[("type_id", "3")]).await;
    let page = elsa.get(&url).await;
    assert_eq!(titles(&page), ["Inledning", "Frågan", "Avslut"]);
    assert!(page.has("Elsa Norling") && page.has("Anna Lind"));
    assert_eq!(world.count("select count(*) from participants").await, 2);
    let made = "select count(*) from milestones where key = 'assessment'";
    assert_eq!(world.count(made).await, 0);
    let history = elsa.get(&format!("{url}/historik")).await;
    assert!(history.has("Fördjupning"));
}

#[tokio::test]
async fn the_first_kind_is_chosen_unless_another_is_and_only_those_in_use_can_be() {
    let world = World::quiet().await;
    let (astrid, elsa) = (world.sign_in("Astrid").await, world.sign_in("Elsa").await);
    let kind = "select type_id from dialogues order by id desc limit 1";
    planned(&elsa, &[]).await;
    assert_eq!(world.count(kind).await, 1);
    let up = [("flytta", "2:upp")];
    assert_eq!(
        astrid.post(&format!("{LIST}/ordning"), &up).await.status,
        303
    );
    planned(&elsa, &[("held_on", "2027-05-20")]).await;
    assert_eq!(world.count(kind).await, 2);
    assert_eq!(
        astrid
            .post(&format!("{LIST}/1/avsluta"), &[("version", "1")])
            .await
            .status,
        303
    );
    for wrong in ["1", "99", "x", "-1"] {
        let page = elsa
            .post("/dialoger/ny", &plan_with(&[("type_id", wrong)]))
            .await;
        assert!(
            page.status == 422 && page.has("Välj en dialogtyp."),
            "{wrong}"
        );
    }
    assert!(
        astrid
            .get(&format!("{LIST}/2/avsluta"))
            .await
            .has("Det är den enda dialogtypen.")
    );
    let last = astrid
        .post(&format!("{LIST}/2/avsluta"), &[("version", "1")])
        .await;
    assert_eq!(last.status, 303);
    let left = "select count(*) from dialogue_types where removed_at is null";
    assert_eq!(world.count(left).await, 1, "the last one stays");
    assert!(
        astrid
            .get(&format!("{LIST}?visa=avslutade"))
            .await
            .has("Årlig regiondialog")
    );
    assert_eq!(astrid.get(&format!("{LIST}/1")).await.status, 404);
    assert_eq!(astrid.get(&format!("{LIST}/1/historik")).await.status, 200);
    for odd in ["", "x", "2", "x:upp"] {
        assert_eq!(
            astrid
                .post(&format!("{LIST}/ordning"), &[("flytta", odd)])
                .await
                .status,
            400
        );
    }
}

#[tokio::test]
async fn mistakes_in_a_kind_name_the_line_and_a_name_is_taken_once() {
    let world = World::quiet().await;
    let astrid = world.sign_in("Astrid").await;
    let new = format!("{LIST}/ny");
    let wrong = [
        ("name", ""),
        ("items", "Inledning | 20\nPaus | snart\n<b> | 10"),
    ];
    let page = astrid.post(&new, &wrong).await;
    assert_eq!(page.status, 422);
    assert!(page.has("Skriv vad typen heter.") && page.has("Rad 2: skriv längden i hela minuter"));
    assert!(page.has("&#60;b&#62; | 10"));
    let taken = astrid.post(&new, &[("name", "kort avstämning")]).await;
    assert!(taken.status == 422 && taken.has("Kort avstämning finns redan."));
    let many = "Punkt | 1\n".repeat(31);
    let page = astrid
        .post(&new, &[("name", "Lång"), ("items", many.as_str())])
        .await;
    assert!(page.status == 422 && page.has("högst 30 punkter"));
    let once = astrid.get(&new).await.field("once");
    let fields = [&KIND[..], &[("once", once.as_str())]].concat();
    for _ in 0..2 {
        assert_eq!(astrid.post(&new, &fields).await.status, 303);
    }
    assert_eq!(world.count("select count(*) from dialogue_types").await, 3);
}

#[tokio::test]
async fn two_administrators_change_a_kind() {
    let world = World::quiet().await;
    let astrid = world.sign_in("Astrid").await;
    astrid.post(&format!("{LIST}/ny"), &KIND).await;
    let own = format!("{LIST}/3");
    let with = |field: (&'static str, &'static str)| {
        let mut fields: Vec<_> = KIND.into_iter().filter(|each| each.0 != field.0).collect();
        fields.extend([field, ("version", "1")]);
        fields
    };
    assert_eq!(
        astrid
            .post(&own, &with(("items", "Inledning | 15")))
            .await
            .status,
        303
    );
    assert_eq!(
        astrid.post(&own, &with(("name", "Djupet"))).await.status,
        303,
        "merged"
    );
    let page = astrid.get(LIST).await;
    assert!(page.has("Djupet") && page.has("1 punkt, 15 min"));
    let clash = astrid.post(&own, &with(("items", "Inledning | 25"))).await;
    assert!(clash.status == 409 && clash.has("Inledning | 15") && clash.has("Inledning | 25"));
    let history = astrid.get(&format!("{own}/historik")).await;
    assert!(history.has("Inledning | 10 | Regionen, Frågan | 60"));
    assert!(history.has("Nationell bedömning"));
    arrange::run(&world, "select 1").await;
}

//! `user add|list|password|deactivate`: accounts from the command line.

use super::{Failure, Outcome, failed, open_existing};
use crate::clock::Clock;
use crate::config::Config;
use crate::domain::access::Permit;
use crate::domain::people::Role;
use crate::secrets::Token;
use crate::store::{Db, people, sessions};
use crate::web::parse;
use clap::Subcommand;

#[derive(Subcommand)]
pub enum Command {
    /// Lägg till ett konto och skriv ut en engångslänk
    Add {
        /// Adressen som personen loggar in med
        #[arg(long, value_name = "E-POST")]
        email: String,
        /// Personens namn
        #[arg(long, value_name = "NAMN")]
        name: String,
        /// Gör kontot till administratör
        #[arg(long)]
        admin: bool,
    },
    /// Visa alla konton
    List,
    /// Skriv ut en engångslänk för ett nytt lösenord
    Password {
        /// Kontots adress
        #[arg(long, value_name = "E-POST")]
        email: String,
    },
    /// Stäng av ett konto och avsluta dess sessioner
    Deactivate {
        /// Kontots adress
        #[arg(long, value_name = "E-POST")]
        email: String,
    },
}

pub async fn run(config: &Config, command: Command) -> Outcome {
    match command {
        Command::Add { email, name, admin } => add(config, &email, &name, admin).await,
        Command::List => list(config).await,
        Command::Password { email } => password(config, &email).await,
        Command::Deactivate { email } => deactivate(config, &email).await,
    }
}

async fn add(config: &Config, email: &str, name: &str, admin: bool) -> Outcome {
    let email = parse::email(email).map_err(Failure::wrong_use)?;
    if name.trim().is_empty() {
        return Err(Failure::wrong_use("Ange ett namn."));
    }
    if name.chars().count() > 100 || name.chars().any(char::is_control) {
        return Err(Failure::wrong_use(
            "Namnet får vara högst 100 tecken, på en rad.",
        ));
    }
    let db = open_existing(config).await?;
    let mut tx = db.write(Permit::system()).await.map_err(failed)?;
    let person_id = people::add_with_account(&mut tx, name.trim(), "", None, &email)
        .await
        .map_err(failed)?
        .ok_or_else(|| Failure::wrong_use(format!("{email} har redan ett konto.")))?;
    if admin {
        people::grant(&mut tx, person_id, Role::Administrator, None)
            .await
            .map_err(failed)?;
    }
    tx.commit().await.map_err(failed)?;
    print_link(config, &db, person_id).await
}

async fn print_link(config: &Config, db: &Db, person_id: i64) -> Outcome {
    let token = Token::new();
    let mut tx = db.write(Permit::system()).await.map_err(failed)?;
    sessions::make_link(&mut tx, person_id, &token.hash())
        .await
        .map_err(failed)?;
    tx.commit().await.map_err(failed)?;
    println!(
        "Engångslänk (gäller i {} timmar, en gång):",
        sessions::LINK_HOURS
    );
    println!(
        "{}/valkommen/{}",
        config.base_url(config.listen),
        token.reveal()
    );
    Ok(())
}

async fn list(config: &Config) -> Outcome {
    let db = open_existing(config).await?;
    for row in people::accounts(db.read(), Clock::System.today())
        .await
        .map_err(failed)?
    {
        let state = if row.deactivated {
            "avstängt"
        } else {
            "öppet"
        };
        println!("{}\t{}\t{}\t{}", row.email, row.name, state, row.roles);
    }
    Ok(())
}

async fn password(config: &Config, email: &str) -> Outcome {
    let db = open_existing(config).await?;
    let person_id = known(&db, email).await?;
    print_link(config, &db, person_id).await
}

async fn deactivate(config: &Config, email: &str) -> Outcome {
    let db = open_existing(config).await?;
    let person_id = known(&db, email).await?;
    let mut tx = db.write(Permit::system()).await.map_err(failed)?;
    people::deactivate(&mut tx, person_id)
        .await
        .map_err(failed)?;
    tx.commit().await.map_err(failed)?;
    println!("Kontot {email} är avstängt.");
    Ok(())
}

async fn known(db: &Db, email: &str) -> Result<i64, Failure> {
    let known = people::credentials(db.read(), email)
        .await
        .map_err(failed)?;
    known
        .map(|known| known.person_id)
        .ok_or_else(|| Failure::wrong_use(format!("Inget öppet konto har adressen {email}.")))
}

//! The real program against a real HTTP server: moto, started and seeded by the test itself. Reads what was put there,
//! in every account and region, through profiles and through the organization; shows it in a real terminal; and changes
//! what a person agrees to and nothing else.

// The attribute tells clippy that the helpers here are tests too.
#[cfg(test)]
mod moto {
    mod acting;
    mod anything;
    mod command;
    mod desk;
    mod doctor;
    mod fleet;
    mod hosting;
    mod jobs;
    mod killed;
    mod registry;
    mod remembered;
    mod server;
    mod studio;
    mod terminal;
}

//! The real program against a real HTTP server: moto, started and seeded by the test itself. Reads what was put there,
//! in every account and region, through profiles and through the organization; and shows it in a real terminal.

// The attribute tells clippy that the helpers here are tests too.
#[cfg(test)]
mod moto {
    mod fleet;
    mod server;
    mod terminal;
}

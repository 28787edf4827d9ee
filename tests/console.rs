//! The console as a person sees it: screens as snapshots of text and style, and strings that mean harm.
//! Everything is driven through `app::update` with plain answers; no terminal, no network.

// The attribute tells clippy that the helpers here are tests too.
#[cfg(test)]
mod console {
    mod fixture;
    mod hostile;
    mod hosting;
    mod mistakes;
    mod mouse;
    mod picture;
    mod screens;
    mod shot;
}

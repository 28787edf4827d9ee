//! The console: model, engine, theme and keymap bound to a terminal.

use crate::app::kept::Kept;
use crate::app::{Mode, Model, Setup};
use crate::config::Clipboard;
use crate::model::fetch::{Notice, Severity};
use crate::model::text::Safe;
use crate::runtime::{self, KeptFile, NoTerminal, Options};
use crate::ui;
use crate::ui::color::{Charset, Depth};

use super::{Flags, Judged, keep, program};

/// Runs the console until it is left and gives the exit code of the process.
///
/// # Errors
/// When there is no terminal that could show it.
pub fn console(judged: &Judged, flags: &Flags, open: Option<&str>) -> Result<u8, NoTerminal> {
    let program = program(judged, flags);
    let variable = |name: &str| std::env::var(name).ok();
    let (shelf, themes) = judged.shelf();
    let shelf = shelf.at(Depth::detect(variable), Charset::detect(variable));
    let settings = &judged.settings;
    let endpoint = settings.endpoint_url.as_ref().filter(|_| program.demo.is_none());
    // A demo leaves nothing behind.
    let keeps = program.demo.is_none() && settings.store;
    let found = KeptFile::folder().filter(|_| keeps).map(KeptFile::find);
    // The demo has nothing to do with what is remembered of real accounts.
    let remembered = keep(judged, flags);
    let setup = Setup {
        offline: flags.offline,
        remembers: remembered.is_some(),
        views: judged.views.clone(),
        keeps: found.is_some(),
        kept: found.as_ref().map_or_else(|| Ok(Kept::default()), |found| found.kept.clone()),
        demo: program.demo,
        mode: program.permit.clone().map_or_else(Mode::ReadOnly, Mode::Operate),
        endpoint: endpoint.map(|url| Safe::new(host(url.raw()))),
        // The demo has no network and so no certificates.
        custom_ca: program.demo.is_none()
            && (settings.ca_bundle.is_some() || variable("AWS_CA_BUNDLE").is_some()),
        theme: settings.theme.value.clone(),
        themes,
        low_bandwidth: settings.low_bandwidth,
        refresh_s: settings.refresh,
        me: settings.owners.clone(),
        policy: judged.policy.clone(),
        classes: settings.classes.iter().map(crate::config::Class::role_rule).collect(),
        keymap: judged.keymap.clone(),
        keymap_name: settings.keymap.value.clone(),
        keymaps: judged.keymaps(),
        banners: judged
            .problems()
            .map(|mistake| banner(Severity::Error, mistake))
            .chain(judged.remarks.iter().map(|remark| banner(Severity::Warning, remark)))
            .collect(),
        regions: settings.regions.clone(),
        open: open.map(str::to_owned),
        ..Setup::plain(program.now())
    };
    let engine = program.engine.clone();
    let fetch = move |fetch, priority, sink| -> runtime::Work {
        let engine = engine.clone();
        Box::pin(async move { engine.run(fetch, priority, &sink).await })
    };
    let counted = program.engine.clone();
    let mut version = None;
    let calls = move || {
        let now = counted.calls_version();
        (version.replace(now) != Some(now)).then(|| counted.calls())
    };
    let clock = program.clock.clone();
    let clipboard = settings.clipboard != Clipboard::Off;
    let kept = found.map(|found| found.file);
    let (frugal, mouse) = (settings.low_bandwidth, settings.mouse);
    let options = Options { now: clock, clipboard, frugal, mouse, kept, ..Options::of_process() };
    runtime::run(
        Model::new(setup),
        fetch,
        program.hand(),
        remembered,
        calls,
        |model, cells| ui::draw_from(model, &shelf, cells),
        &options,
    )
}

/// With what would be right: the place alone helps nobody who does not have the file before him.
fn banner(severity: Severity, of: &crate::source::Diagnostic) -> Notice {
    let hint = of.hint.as_ref().map(|hint| format!("; {}", hint.raw())).unwrap_or_default();
    Notice { severity, text: Safe::new(format!("{}{hint}", of.headline())) }
}

fn host(url: &str) -> &str {
    let behind = url.split_once("://").map_or(url, |(_, behind)| behind);
    behind.split(['/', '?', '#']).next().unwrap_or(behind)
}

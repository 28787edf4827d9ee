//! sagedeck: a terminal console for the people who run enterprise machine-learning platforms on AWS, across many
//! accounts. This page is the map.
//!
//! # Start reading here
//!
//! The nouns are in [`model`]: [`model::resource::Resource`], [`model::row::Row`], [`model::fetch`] (what can be asked and
//! what comes back). Then [`app::update()`], the whole console as one pure function, and [`runtime`], the loop around
//! it. [`aws::engine`] answers the questions; [`sim`] is an AWS in this process for the demo and the tests. [`compose`]
//! puts everything together, [`cli`] is what the shell sees.
//!
//! ```text
//!   terminal ──► runtime ── Msg ──► app::update ── Effect ──► runtime ── Fetch ──► aws::engine ──► AWS or sim
//!      ▲            │                  (pure)                    ▲                      │
//!      └─ ui::draw ─┘                                            └────── Arrival ───────┘
//! ```
//!
//! # How something is changed
//!
//! There is one way, for the console and the command line alike. [`plan::Plan`] freezes the resources and says in words what
//! would happen, whether it may and what must be confirmed; only [`plan::Plan::approve`] makes a [`plan::Approved`];
//! [`runtime::act::Hand`] takes it with a [`model::permit::WritePermit`], looks again, writes the intent into the
//! [`journal`], lets [`aws::write::Writer`] call, writes the answer down, follows, and writes the outcome down.
//!
//! Four walls stand before a change in a read-only process: no permit is minted ([`compose`]); the interceptor refuses
//! before a request is built; the gate refuses before it leaves; and what reads holds credentials that cannot write, also
//! while the process may operate, since what acts has a session of its own.
//!
//! # Floors
//!
//! Imports go strictly downwards; siblings of one floor do not import each other; `app` and `ui` do not reach floor 2.
//! Two modules are the ground of siblings: [`source`] is made of the text of [`model`], and what [`private`] knows of
//! files is impure, so that it stands below the adapters and not on floor 0.
//!
//! ```text
//!  8  main                  exit code only
//!  7  cli                   the command line; one file a subcommand
//!  6  compose               the only other module that knows every floor
//!  5  runtime               the one impure loop: tokio and the terminal; runs Effects, calls ui::draw_from
//!  4  ui                    ratatui: (&Model, &Shelf of themes) -> cells
//!  3  app                   pure: Model, Msg, Effect, Command, keymap, update
//!  2  aws config journal sim report store   adapters; journal and store stand on private
//!  1  catalog rules query plan   pure: declared kinds, the judging engine, the filter language, plans of actions
//!  0  model source          nouns, named text with caret diagnostics
//! ```
//!
//! # Invariants
//!
//! Checked by `tests/architecture.rs`, which reads the sources as text:
//!
//! * **I1** `aws_*` only under `src/aws`, smithy's HTTP traits also in `src/sim`. SDK types never leave `src/aws`.
//! * **I2** `ratatui` only under `src/ui` and `src/runtime`. No terminal crate reads our input: after a hang-up the usual
//!   one spins at full load, so `runtime::input` polls and decodes for itself.
//! * **I3** Floors 0, 1 and 3 are pure: no async, files, environment, clock, printing, interior mutability.
//! * **I4** `sim` imports nothing of ours, so that it checks `aws` rather than mirrors it.
//! * **I5** No file over 400 lines (tables of data exempt by name), no `mod.rs`, no glob re-exports.
//! * **I6** Calls that change something only in `aws::write`; the permit that they need is minted once, in `compose`.
//!   `aws::operations` lists every operation that may leave the process; gate and interceptor refuse the rest.
//! * **I7** Text from AWS, disk or configuration reaches `ui` and `report` only as [`model::text::Safe`], which keeps the
//!   raw text beside the shown one.
//!
//! # Adding a kind
//!
//! `model::kind` and `model::field` name it, one file in `catalog` declares it, one file in `aws` lists and describes it, a
//! `Shelf` in `sim` answers for it; the compiler names every other place. `catalog::Area` says in which screen's table it
//! stands: there is a desk (`app::screen::desk`) for each area, and the one in use is what keys work on. The README tells it
//! at the example of compilation jobs.

pub mod app;
pub mod aws;
pub mod catalog;
pub mod cli;
pub mod compose;
pub mod config;
pub mod journal;
pub mod model;
pub mod plan;
pub mod private;
pub mod query;
pub mod report;
pub mod rules;
pub mod runtime;
pub mod sim;
pub mod source;
pub mod store;
pub mod ui;

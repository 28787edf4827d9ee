//! X16: random keys on every screen of the whole console, with the real engine over the simulator behind it. A process
//! that may not operate sends no request that would change anything, whatever is pressed; nor does one that may, where no
//! account allows an action.

use super::*;
use sagedeck::app::{self, Code, Key, Mode, Model, Msg, Setup, Signal, Size};
use sagedeck::model::audit::Reading;
use sagedeck::model::fetch::JobId as Job;
use std::collections::HashMap;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};
use tokio::task::AbortHandle;

/// Keys that are pressed in all.
const KEYS: usize = 100_000;
/// Keys between two moments in which everything may answer and time passes.
const BETWEEN: usize = 25;

/// The console without a terminal.
struct Live {
    model: Model,
    engine: Engine,
    sim: Sim,
    asking: HashMap<Job, AbortHandle>,
    send: UnboundedSender<(Job, Arrival)>,
    arrivals: UnboundedReceiver<(Job, Arrival)>,
    screens: std::collections::BTreeSet<&'static str>,
    boxes: usize,
    approved: usize,
}

impl Live {
    fn new(sim: &Sim, mode: Mode) -> Self {
        let read_only = matches!(mode, Mode::ReadOnly(_));
        let engine = Engine::new(Settings { read_only, ..settings(sim) });
        let (send, arrivals) = unbounded_channel();
        let model = Model::new(Setup { mode, ..Setup::plain(sim.now()) });
        let (asking, screens) = (HashMap::new(), std::collections::BTreeSet::new());
        let mut live =
            Self { model, engine, sim: sim.clone(), asking, send, arrivals, screens, boxes: 0, approved: 0 };
        live.tell(Msg::Resized(Size { width: 120, height: 36 }));
        let effects = app::start(&mut live.model);
        live.perform(effects);
        live
    }

    fn tell(&mut self, msg: Msg) {
        let effects = app::update(&mut self.model, msg);
        self.perform(effects);
    }

    fn perform(&mut self, effects: Vec<app::Effect>) {
        for effect in effects {
            match effect {
                app::Effect::Fetch(job, fetch, priority) => self.fetch(job, fetch, priority),
                app::Effect::Cancel(job) => {
                    if let Some(task) = self.asking.remove(&job) {
                        task.abort();
                    }
                }
                app::Effect::Act(..) => self.approved += 1,
                app::Effect::Suspend => self.tell(Msg::Signal(Signal::Resumed)),
                app::Effect::ReadJournal => self.tell(Msg::Journal(Ok(Reading::default()))),
                app::Effect::Copy(_)
                | app::Effect::Export(_)
                | app::Effect::Keep(_)
                | app::Effect::Pager(_)
                | app::Effect::Disarm(_)
                | app::Effect::Resolve
                | app::Effect::Remember(_)
                | app::Effect::Quit(_)
                | app::Effect::Redraw => {}
            }
        }
    }

    fn fetch(&mut self, job: Job, fetch: Fetch, priority: Priority) {
        let (engine, send) = (self.engine.clone(), self.send.clone());
        let work = async move {
            let (sink, mut own) = unbounded_channel();
            Box::pin(engine.run(fetch, priority, &sink)).await;
            drop(sink);
            while let Some(arrival) = own.recv().await {
                let _ = send.send((job, arrival));
            }
        };
        let task = tokio::runtime::Handle::current().spawn(work);
        self.asking.insert(job, task.abort_handle());
    }

    async fn pass(&mut self, seconds: u64) {
        wait(seconds).await;
        self.tell(Msg::Tick(self.sim.now()));
        while let Ok((job, arrival)) = self.arrivals.try_recv() {
            self.tell(Msg::Arrived(job, arrival));
        }
        self.model.take_dirty();
    }

    fn press(&mut self, key: Key) {
        self.tell(Msg::Keys(vec![key]));
        // Every box is seen at once: what keeps it from agreeing must be something else.
        if let Some(number) = self.model.out_of_sight() {
            self.boxes += 1;
            self.tell(Msg::InSight(number));
        }
        self.screens.insert(self.model.screen().name());
    }
}

/// Numbers that look random and are the same each time (xorshift64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        for (left, by) in [(true, 13), (false, 7), (true, 17)] {
            self.0 ^= if left { self.0 << by } else { self.0 >> by };
        }
        (self.0 % end as u64) as usize
    }
}

/// Mostly keys that mean something, now and then any other.
fn key(dice: &mut Dice) -> Key {
    const LIKELY: &str = "ssssaaayyyyUUAAjjkkgGhlvm*unwodqretfRPO/?!:[]<> 2123456789";
    const COMMANDS: [Code; 13] = [
        Code::Enter,
        Code::Enter,
        Code::Enter,
        Code::Esc,
        Code::Esc,
        Code::Tab,
        Code::Backspace,
        Code::Up,
        Code::Down,
        Code::Left,
        Code::Right,
        Code::PageDown,
        Code::F(1),
    ];
    let likely: Vec<char> = LIKELY.chars().collect();
    match dice.below(20) {
        0..13 => Key::char(likely[dice.below(likely.len())]),
        13..18 => Key::new(COMMANDS[dice.below(COMMANDS.len())]),
        18 => Key::char((b'a' + dice.below(26) as u8) as char).ctrl(),
        _ => Key::char(char::from_u32(dice.below(0x3000) as u32).unwrap_or('x')),
    }
}

async fn monkey(sim: &Sim, mode: Mode, keys: usize, seed: u64) -> Live {
    let mut dice = Dice(seed);
    let mut live = Live::new(sim, mode);
    for _ in 0..5 {
        live.pass(1).await;
    }
    // Words lead where single keys hardly ever do.
    let words = ["audit", "api", "accounts", "notebooks", "logs", "read-only", "act.menu", "act.safe"];
    for number in 0..keys {
        if number % 400 == 0 {
            let word = words[(number / 400) % words.len()];
            for text in ["Esc", "Esc", "Esc", ":"] {
                live.press(text.parse().unwrap());
            }
            word.chars().for_each(|c| live.press(Key::char(c)));
            live.press(Key::new(Code::Enter));
        }
        live.press(key(&mut dice));
        if number % BETWEEN == 0 {
            live.pass(2).await;
        }
    }
    live
}

#[tokio::test(start_paused = true)]
async fn x16_a_hundred_thousand_keys_in_a_read_only_process_write_nothing() {
    let sim = Sim::new(world(6), start());
    let live = monkey(&sim, Mode::ReadOnly(Safe::new("--read-only was given")), KEYS, 7).await;
    assert_eq!((sim.writes(), sim.applied()), (0, 0));
    assert_eq!((live.boxes, live.approved), (0, 0), "nothing even asks");
    assert_eq!(
        live.screens.len(),
        app::ScreenId::all().count(),
        "it was on every screen: {:?}",
        live.screens
    );
    assert!(sim.requests().len() > 500, "and it was at work: {}", sim.requests().len());
}

#[tokio::test(start_paused = true)]
async fn where_no_account_allows_an_action_no_key_does_one() {
    let mut world = World::empty();
    for (number, ou) in ["Workloads/Production", "Workloads/UAT"].into_iter().enumerate() {
        let id = format!("33333333333{number}");
        world = world.account(&id, &format!("guarded-{number}"), ou, &[]);
        for name in ["a", "b", "c"] {
            world = world.notebook(&id, EU, notebook(name));
        }
    }
    let sim = Sim::new(world, start());
    let live = monkey(&sim, Mode::Operate(WritePermit::mint()), KEYS / 10, 11).await;
    assert_eq!((sim.writes(), live.boxes, live.approved), (0, 0, 0));
}

#[tokio::test(start_paused = true)]
async fn the_same_keys_would_act_where_they_may() {
    let sim = Sim::new(world(6), start());
    let live = monkey(&sim, Mode::Operate(WritePermit::mint()), KEYS / 25, 7).await;
    assert!(live.boxes > 3 && live.approved > 0, "{} boxes, {} approved", live.boxes, live.approved);
}

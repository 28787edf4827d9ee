//! Every screen and overlay at the sizes that people have.

use sagedeck::app::setup::{KeymapChoice, ThemeChoice};
use sagedeck::app::view::View;
use sagedeck::app::{Key, Keymap, Msg, Setup};
use sagedeck::model::action::Permitted;
use sagedeck::model::audit::{Ending, Progress};
use sagedeck::model::failure::{Failure, FailureKind};
use sagedeck::model::fetch::{Notice, Severity};
use sagedeck::model::field::Field;
use sagedeck::model::resource::Detail;
use sagedeck::source::Source;
use sagedeck::ui::color::{Charset, Depth};
use sagedeck::ui::theme::{BUILTIN, Role, Shelf, Theme, builtin};

use super::fixture::{Console, World};
use super::shot::{drawn, drawn_from, text, text_and_style};

fn mono() -> Theme {
    Theme::default().at(Depth::Mono, Charset::Unicode)
}

/// Every embedded theme.
fn shelf() -> Shelf {
    let themes = BUILTIN.map(|(name, _)| (name.into(), builtin(name).unwrap()));
    Shelf::new(Theme::default(), themes)
}

/// 80×24 without colours and 120×36 with; `keys` lead to what is to be seen.
fn both(name: &str, lead: impl Fn(&mut Console)) {
    both_in(&World::believable(), name, lead);
}

fn both_in(world: &World, name: &str, lead: impl Fn(&mut Console)) {
    for (size, (width, height), theme) in
        [("80x24", (80, 24), mono()), ("120x36", (120, 36), Theme::default())]
    {
        let mut console = Console::settled(world.clone(), width, height);
        lead(&mut console);
        snapshot(&format!("{name}_{size}"), &text_and_style(&drawn(&console.model, &theme)));
    }
}

pub fn snapshot(name: &str, shot: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(format!("console_{name}"), shot));
}

fn press(keys: &'static str) -> impl Fn(&mut Console) {
    move |console| {
        console.press(keys);
    }
}

#[test]
fn notebooks() {
    both("notebooks", |_| {});
}

/// One file a theme: the notebooks with details, and the question before something is done.
#[test]
fn themes() {
    let shelf = shelf();
    for (name, _) in BUILTIN {
        let mut console = Console::believable(120, 36);
        console.model.theme = name.into();
        let screen = text_and_style(&drawn_from(&console.model, &shelf));
        console.press("/").write("churn").press("Enter s").see();
        let asks = text_and_style(&drawn_from(&console.model, &shelf));
        snapshot(&format!("theme_{name}_120x36"), &format!("{screen}\n-- asks\n{asks}"));
    }
}

/// Accounts of a class with a theme: double frames, and another ground where there are colours.
#[test]
fn what_belongs_to_a_class_with_a_theme_looks_different() {
    let mut world = World::believable();
    for account in world.accounts.iter_mut().filter(|account| account.name.raw() == "ds-retail") {
        account.theme = Some("contrast".into());
    }
    let colours = shelf();
    let mono = shelf().at(Depth::Mono, Charset::Unicode);
    for (size, (width, height), shelf) in [("80x24", (80, 24), &mono), ("120x36", (120, 36), &colours)] {
        for (name, keys) in
            [("class_detail", "d"), ("class_logs", "l"), ("class_actions", "a"), ("class_confirm", "s")]
        {
            let mut console = Console::settled(world.clone(), width, height);
            console.press("/").write("churn").press("Enter");
            // The details have a pane of their own on the larger one.
            if (name, size) != ("class_detail", "120x36") {
                console.press(keys);
            }
            let shot = drawn_from(&console.model, shelf);
            assert!(text(&shot).contains('╔'), "{name}\n{}", text(&shot));
            if matches!(name, "class_detail" | "class_confirm") {
                snapshot(&format!("{name}_{size}"), &text_and_style(&shot));
            }
        }
    }
    let mut console = Console::settled(world, 120, 36);
    console.press("/").write("fraud").press("Enter s");
    assert!(!text(&drawn_from(&console.model, &colours)).contains('╔'), "only what belongs to that class");
}

#[test]
fn themes_are_chosen_by_looking_at_them() {
    let shelf = shelf();
    let setup = |setup: &mut Setup| {
        setup.themes = BUILTIN
            .map(|(name, _)| ThemeChoice {
                name: name.into(),
                note: builtin(name).unwrap().description().clone(),
                broken: name == "nord",
            })
            .to_vec();
    };
    for (size, (width, height)) in [("80x24", (80, 24)), ("120x36", (120, 36))] {
        let mut console = Console::silent(World::believable(), width, height, setup);
        console.settle();
        console.press(":").write("theme").press("Enter j");
        snapshot(&format!("theme_{size}"), &text_and_style(&drawn_from(&console.model, &shelf)));
        console.press("G");
        let end = text(&drawn_from(&console.model, &shelf));
        assert!(end.contains("▌ terminal16"), "{end}");
    }
}

/// The keys that can follow a chord, also where there are many.
#[test]
fn long_lists_of_ways_fit() {
    for (size, (width, height)) in [("80x24", (80, 24)), ("60x15", (60, 15))] {
        let setup = |setup: &mut Setup| setup.keymap = Keymap::preset("emacs").unwrap();
        let mut console = Console::silent(World::believable(), width, height, setup);
        console.settle();
        console.press("C-x");
        snapshot(&format!("chord_emacs_{size}"), &text(&drawn(&console.model, &mono())));
    }
}

#[test]
fn accounts() {
    both("accounts", |console| {
        console.press(":").write("accounts").press("Enter j j j");
    });
}

#[test]
fn logs() {
    both("logs", |console| {
        console.press("l k k k");
    });
}

#[test]
fn calls() {
    both("api", |console| {
        console.press(":").write("api").press("Enter");
    });
}

#[test]
fn overlays() {
    both("palette", |console| {
        console.press(":").write("acc");
    });
    both("help", press("?"));
    both("copy", press("y"));
    both("sort", press("o"));
    both("regions", press("R"));
    both("accounts_box", press("P"));
    both("quit", press("q"));
    both("chord", press("g"));
    both("filter", |console| {
        console.press("/").write("idle>4h");
    });
    both("filter_mistake", |console| {
        console.press("/").write("idel>4h");
    });
}

#[test]
fn what_is_shaped_and_taken_along() {
    let view = |name: &str, query: &str, columns| View {
        name: name.into(),
        query: query.to_owned(),
        kind: None,
        sort: None,
        columns,
    };
    let lead = |console: &mut Console| {
        console.model.setup.views = vec![
            view("idle gpu", "idle>4h type:ml.g*", vec![Field::Owner, Field::UsdMonth, Field::KmsKeyId]),
            view("failed", "status:Failed", Vec::new()),
        ];
        let chord = Key::chord("g i").unwrap();
        console.model.setup.keymap.bind_view(&chord, 0).unwrap();
    };
    both("columns", press("c j j Space j J J"));
    both("view", |console| {
        lead(console);
        console.press("g i");
    });
    both("view_palette", |console| {
        lead(console);
        console.press(":").write("view");
    });
    both("view_chord", |console| {
        lead(console);
        console.press("g");
    });
    both("view_help", |console| {
        lead(console);
        console.press("?").write("idle");
    });
    both("export", press("E"));
    let mut world = World::believable();
    world.denied.push("ds-risk");
    both_in(&world, "export_incomplete", press("* E Tab"));
    both("export_mistake", |console| {
        console.press("E Enter");
        let why = "sagedeck.csv is there already; nothing is written over: type another name";
        console.msg(Msg::Exported(Err(why.into())));
        console.settle();
    });
}

#[test]
fn what_asks_before_something_is_done() {
    both("confirm", |console| {
        console.press("/").write("churn").press("Enter s").see();
    });
    both("confirm_too_early", |console| {
        console.press("/").write("churn").press("Enter s y");
    });
    let mut world = World::believable();
    world.accounts[0].role = None;
    world.accounts[0].permitted = Permitted::by_default(None);
    both_in(&world, "confirm_typed", |console| {
        console.press("/").write("churn").press("Enter s").see().write("ds-re");
    });
    both("confirm_many", |console| {
        console.press("* s").see().write("5");
    });
    both("actions", |console| {
        console.press("/").write("credit").press("Enter a j");
    });
    both("tags", |console| {
        console.press("/").write("fraud").press("Enter a j j Enter");
    });
}

/// Rows with name and account in common are told apart by their region, whatever gives way for it.
#[test]
fn twins_are_told_apart_on_a_narrow_terminal() {
    let mut world = World::believable();
    let alone = drawn(&Console::settled(world.clone(), 80, 24).model, &mono());
    assert!(!text(&alone).contains("REGION"));
    let mut twin = world.notes[0].clone();
    twin.region = "us-east-1";
    world.notes.push(twin);
    let both = text(&drawn(&Console::settled(world.clone(), 80, 24).model, &mono()));
    for word in ["REGION", "eu-west-1", "us-east-1"] {
        assert!(both.contains(word), "{word}: {both}");
    }
}

/// On the smallest terminal what is lost and what is asked stand before everything else.
#[test]
fn what_asks_shows_what_is_lost_on_the_smallest_terminal() {
    for (name, keys) in [("confirm_60x15", "s"), ("confirm_many_60x15", "* s")] {
        let mut console = Console::believable(60, 15);
        if name == "confirm_60x15" {
            console.press("/").write("churn").press("Enter");
        }
        console.press(keys).see();
        let text = text(&drawn(&console.model, &mono()));
        for word in ["Lost: memory", "outside /home/ec2-user/SageMaker", "Saves ~$"] {
            assert!(text.contains(word), "{word}: {text}");
        }
        snapshot(name, &text);
    }
}

/// Marks four, stops them and lets one thing of each kind happen.
fn acted(console: &mut Console) {
    console.press("* s").see().write("5");
    console.msg(Msg::Tick(super::fixture::now() + jiff::SignedDuration::from_secs(1)));
    console.press("Enter");
    let ended = |ending, text: &str| Progress::Ended { ending, text: text.into() };
    for (at, progress) in [
        (0, Progress::Accepted { request_id: Some("6f1a0c1e".into()) }),
        (1, ended(Ending::Done, "it is Stopped")),
        (2, ended(Ending::Refused, "not touched: its state moved from InService to Updating since the plan")),
        (3, Progress::Skipped("not begun, because of fraud-scratch: not touched".into())),
    ] {
        console.msg(Msg::Acted(1, at, progress));
    }
    console.settle();
}

#[test]
fn what_was_done() {
    both("acts", |console| {
        acted(console);
        console.press("j j");
    });
    both("acts_problems", |console| {
        acted(console);
        console.press("Esc :").write("problems").press("Enter");
    });
    both("quit_busy", |console| {
        acted(console);
        console.press("Esc C-c");
    });
    both("audit", |console| {
        console.press(":").write("audit").press("Enter j");
    });
    both("audit_filter", |console| {
        console.press(":").write("audit").press("Enter /").write("churn done");
    });
}

#[test]
fn problems() {
    both("problems", press("Tab Tab Enter"));
}

#[test]
fn details() {
    both("detail", press("j d"));
    let mut console = Console::believable(200, 50);
    console.press("j j");
    // In flight the details of the row before still stand there, under its name.
    snapshot("notebooks_in_flight_200x50", &text_and_style(&drawn(&console.model, &Theme::default())));
    console.rest();
    snapshot("notebooks_200x50", &text_and_style(&drawn(&console.model, &Theme::default())));
}

#[test]
fn marks_and_filters() {
    both("marked", |console| {
        console.press("Space Space /").write("account:ds-retail").press("Enter w");
    });
}

#[test]
fn empty_tables_say_why() {
    both("no_match", |console| {
        console.press("/").write("nosuchname").press("Enter");
    });
    let silent = Console::silent(World::believable(), 80, 24, |_| {});
    snapshot("silent_80x24", &text_and_style(&drawn(&silent.model, &mono())));
    let mut world = World::believable();
    world.notes.clear();
    let none = Console::settled(world, 80, 24);
    snapshot("none_80x24", &text_and_style(&drawn(&none.model, &mono())));
}

#[test]
fn without_credentials_the_screen_says_what_was_looked_for() {
    let mut world = World::believable();
    world.fleet = Some(Failure::new(
        FailureKind::NoCredentials,
        "No credentials were found: no environment variables, no profile `default` in ~/.aws/config, no web identity, no container role, no instance metadata",
        "Log in (aws sso login), name a profile with --profile, or an organization with --org",
    ));
    let console = Console::settled(world, 80, 24);
    snapshot("no_credentials_80x24", &text_and_style(&drawn(&console.model, &mono())));
}

#[test]
fn the_header_says_who_and_where_and_what_cannot_happen() {
    let setup = |setup: &mut Setup| {
        setup.demo = Some(42);
        setup.mode = sagedeck::app::Mode::ReadOnly("--read-only".into());
        setup.endpoint = Some("localhost:5000".into());
        setup.custom_ca = true;
        setup.banners = vec![Notice {
            severity: Severity::Warning,
            text: "config.toml:3:1: unknown key `regoins`: this process is read-only until it is fixed"
                .into(),
        }];
    };
    for (width, height) in [(80, 24), (120, 36), (200, 50)] {
        let mut console = Console::silent(World::believable(), width, height, setup);
        console.settle();
        let shot = text(&drawn(&console.model, &Theme::default()));
        let head: Vec<&str> = shot.lines().take(3).collect();
        snapshot(&format!("header_{width}"), &head.join("\n"));
    }
}

#[test]
fn mistakes_behind_the_first_are_counted() {
    let mut console = Console::silent(World::believable(), 80, 24, |setup| {
        let mistake = |line: usize| Notice {
            severity: Severity::Warning,
            text: format!("config.toml:{line}:1: unknown key `a_key_with_a_long_name_{line}`")
                .as_str()
                .into(),
        };
        setup.banners = (1..=12).map(mistake).collect();
    });
    console.settle();
    let shot = text(&drawn(&console.model, &mono()));
    let banner = shot.lines().nth(2).unwrap();
    assert!(banner.contains("config.toml:1:1") && banner.ends_with("and 11 more · sagedeck check"), "{shot}");
}

#[test]
fn too_small_a_terminal_is_told_so() {
    let console = Console::believable(40, 10);
    snapshot("too_small_40x10", &text(&drawn(&console.model, &mono())));
    for (width, height) in [(1, 1), (5, 2), (59, 40), (200, 14)] {
        let console = Console::believable(width, height);
        drawn(&console.model, &mono());
    }
}

#[test]
fn every_size_can_be_drawn() {
    for width in (1..=220).step_by(9) {
        for height in (1..=60).step_by(7) {
            let mut console = Console::believable(width, height);
            for keys in ["d", "Esc", "?", "Esc", ":", "Esc", "o", "Esc", "P", "Esc", "l", "Esc", "y", "Esc"] {
                console.press(keys);
                drawn(&console.model, &Theme::default());
            }
        }
    }
}

#[test]
fn a_resize_that_the_model_does_not_know_of_yet_does_no_harm() {
    let console = Console::believable(120, 36);
    for (width, height) in [(60, 15), (80, 24), (200, 60), (10, 3)] {
        let area = ratatui::layout::Rect::new(0, 0, width, height);
        let mut cells = ratatui::buffer::Buffer::empty(area);
        sagedeck::ui::draw(&console.model, &Theme::default(), &mut cells);
    }
}

#[test]
fn an_ascii_terminal_gets_ascii() {
    let theme = Theme::default().at(Depth::Ansi16, Charset::Ascii);
    let mut console = Console::believable(80, 24);
    console.press("j Space");
    let cells = drawn(&console.model, &theme);
    assert!(cells.content.iter().all(|cell| cell.symbol().is_ascii()));
    snapshot("ascii_80x24", &text(&cells));
}

#[test]
fn statuses_can_be_told_apart_without_colours() {
    let console = Console::believable(120, 36);
    let shot = text(&drawn(&console.model, &mono().at(Depth::Mono, Charset::Ascii)));
    for word in ["* InService", "% Stopping", "o Stopped", "x Failed", "% Pending"] {
        assert!(shot.contains(word), "{word}\n{shot}");
    }
}

#[test]
fn a_screen_at_rest_does_not_change_within_a_minute() {
    let mut console = Console::believable(120, 36);
    let before = drawn(&console.model, &Theme::default());
    for second in 1..40 {
        console.msg(Msg::Tick(super::fixture::now() + jiff::SignedDuration::from_secs(second)));
        let now = drawn(&console.model, &Theme::default());
        assert!(now == before, "after {second} s:\n{}\n{}", text(&before), text(&now));
    }
}

#[test]
fn rows_whose_refresh_failed_are_dimmed_and_stay() {
    let theme = Theme::default();
    let mut console = Console::believable(120, 36);
    let row_of = |console: &Console, name: &str| {
        let cells = drawn(&console.model, &theme);
        let y = text(&cells).lines().position(|line| line.contains(name)).unwrap() as u16;
        // Behind the tree pane, the border and the signs.
        cells[(30, y)].fg
    };
    let (fresh, stale) = (theme.style(Role::Text).fg.unwrap(), theme.style(Role::Stale).fg.unwrap());
    assert_eq!(row_of(&console, "fraud-scratch"), fresh);
    console.world.denied.push("ds-risk");
    console.press("C-r");
    assert_eq!(row_of(&console, "fraud-scratch"), stale);
    assert_eq!(row_of(&console, "churn-eda"), fresh);
}

#[test]
fn every_theme_draws_the_same_characters() {
    let console = Console::believable(120, 36);
    let shots = sagedeck::ui::theme::BUILTIN.map(|(name, _)| {
        let theme = sagedeck::ui::theme::builtin(name).unwrap();
        text(&drawn(&console.model, &theme))
    });
    assert!(shots.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn accounts_that_deny_everything_say_so() {
    let mut world = World::believable();
    world.denied.push("ds-risk");
    let mut console = Console::settled(world, 170, 36);
    console.press(":").write("accounts").press("Enter");
    let shot = text(&drawn(&console.model, &mono()));
    let line = shot.lines().find(|line| line.contains("ds-risk")).unwrap();
    assert!(line.contains(" ? ") && line.contains("▲ denied") && !line.contains('…'), "{shot}");
    assert!(shot.lines().any(|line| line.contains("Notebooks") && line.contains('+')), "{shot}");
}

#[test]
fn a_sum_without_all_volumes_is_a_least() {
    let mut console = Console::silent(World::believable(), 160, 40, |_| {});
    console.settle_without(Detail::Describe);
    let shot = text(&drawn(&console.model, &mono()));
    assert!(shot.contains("0 of 13 priced") && !shot.contains("/month"), "{shot}");
}

#[test]
fn nothing_switched_on_is_said() {
    for (keys, what) in [("P * Esc", "No account is switched on."), ("R * Esc", "No region is switched on.")]
    {
        let mut console = Console::believable(80, 24);
        console.press(keys);
        let shot = text(&drawn(&console.model, &mono()));
        assert!(shot.contains(what) && !shot.contains("Reading notebook"), "{shot}");
    }
}

/// The keymap in use says which digits stand before the screens, and the list of keymaps what each is for.
#[test]
fn keymaps_are_chosen_from_a_list() {
    let rest = sagedeck::app::keymap::parse(
        &Source::new("rest", "[global.prepend]\n\"2\" = \"noop\"\n\"4\" = \"audit\"\n"),
        Some(&Keymap::embedded()),
    )
    .unwrap();
    let setup = |setup: &mut Setup| {
        let choice = |name: &str, note: &str, keymap: Option<Keymap>| KeymapChoice {
            name: name.into(),
            note: note.into(),
            keymap,
        };
        setup.keymaps = vec![
            choice("default", "For hands that know many terminal programs", Keymap::preset("default")),
            choice("rest", "Mine", Some(rest)),
            choice(
                "broken",
                "keymaps/broken.toml:3:1: unknown command `palete`, which nothing is called here or anywhere",
                None,
            ),
        ];
    };
    let mut console = Console::silent(World::believable(), 80, 24, setup);
    console.settle();
    let tabs = |console: &Console| text(&drawn(&console.model, &mono())).lines().nth(1).unwrap().to_owned();
    assert!(tabs(&console).starts_with(" 2 Notebooks"), "{}", tabs(&console));
    console.press(":").write("keymap").press("Enter j");
    snapshot("keymap_80x24", &text(&drawn(&console.model, &mono())));
    console.press("Enter");
    let shown = tabs(&console);
    // The digit of the endpoints is the audit's now, which is beyond the edge.
    assert!(shown.starts_with(" Notebooks") && shown.contains("│ Endpoints"), "{shown}");
}

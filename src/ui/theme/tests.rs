use std::collections::HashSet;

use ratatui::style::Modifier;

use super::*;

mod legible;

fn errors(text: &str) -> String {
    let source = Source::new("themes/mine.toml", text);
    let problems = parse(&source, &|_| None).unwrap_err();
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_folder_is_the_embedded_list() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/themes");
    let files: HashSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(files, BUILTIN.iter().map(|(name, _)| format!("{name}.toml")).collect());
}

#[test]
fn every_embedded_theme_is_whole_at_every_depth() {
    for (name, text) in BUILTIN {
        let theme = parse(&Source::new(name, text), &|_| None).unwrap_or_else(|problems| {
            panic!("{}", problems.iter().map(ToString::to_string).collect::<String>())
        });
        for depth in Depth::ALL {
            let at = theme.at(depth, Charset::Unicode);
            assert_eq!(at.depth(), depth);
            for role in Role::ALL {
                let style = at.style(*role);
                let colors: Vec<_> = [style.fg, style.bg].into_iter().flatten().collect();
                let fits = match depth {
                    Depth::Mono => colors.is_empty(),
                    Depth::TrueColor => true,
                    _ => !colors.iter().any(|color| matches!(color, ratatui::style::Color::Rgb(..))),
                };
                assert!(fits, "{name} {role:?} at {depth:?}: {style:?}");
            }
        }
    }
}

#[test]
fn parents_stand_before_their_children() {
    for role in Role::ALL {
        assert!(role.parent().is_none_or(|parent| parent < *role), "{role:?}");
    }
}

#[test]
fn without_colours_the_cursor_and_what_failed_still_stand_out() {
    let theme = Theme::default().at(Depth::Mono, Charset::Ascii);
    assert!(theme.style(Role::Cursor).add_modifier.contains(Modifier::REVERSED));
    assert_ne!(theme.style(Role::Cursor), theme.style(Role::CursorAway));
    assert!(theme.style(Role::StatusFailed).add_modifier.contains(Modifier::BOLD));
    assert_ne!(theme.style(Role::Stale), theme.style(Role::Text));
}

#[test]
fn a_named_theme_keeps_its_colours_with_sixteen() {
    let own = parse(&Source::new("x", "[roles]\ntext = \"magenta\""), &|_| None).unwrap();
    let at = own.at(Depth::Ansi16, Charset::Unicode);
    assert_eq!(at.style(Role::Muted).fg, Some(ratatui::style::Color::Magenta));
    let exact = Theme::default().at(Depth::Ansi16, Charset::Unicode);
    assert_eq!(exact.style(Role::StatusOk).fg, Some(ratatui::style::Color::Green));
}

#[test]
fn a_theme_inherits_and_replaces() {
    let mother = Source::new("themes/mother.toml", "inherits = \"graphite\"\n[palette]\nsky = \"#00aaff\"");
    let lookup = |name: &str| (name == "mother").then(|| mother.clone());
    let child =
        Source::new("c", "inherits = \"mother\"\n[roles]\naccent = \"sky\"\nkey = { fg = \"green\" }");
    let theme = parse(&child, &lookup).unwrap();
    assert_eq!(theme.style(Role::Accent).fg, Some(ratatui::style::Color::Rgb(0, 170, 255)));
    // Graphite's own green, since the palette comes down too.
    assert_eq!(theme.style(Role::Key).fg, Some(ratatui::style::Color::Rgb(0x8f, 0xc7, 0xa0)));
    assert_eq!(theme.style(Role::Text), Theme::default().style(Role::Text));
}

#[test]
fn a_palette_alone_is_a_theme() {
    let own =
        Source::new("x", "description = \"Mine\"\ninherits = \"graphite\"\n[palette]\nground = \"#010203\"");
    let theme = parse(&own, &|_| None).unwrap();
    let ground = Some(ratatui::style::Color::Rgb(1, 2, 3));
    assert_eq!((theme.style(Role::Surface).bg, theme.style(Role::Banner).fg), (ground, ground));
    assert_eq!(theme.style(Role::Text), Theme::default().style(Role::Text));
    assert_eq!(theme.description().raw(), "Mine");
    assert!(errors("description = 1").contains("`description` is a text in quotes"));
}

#[test]
fn mistakes_are_shown_where_they_are_with_what_would_be_right() {
    let shown = errors(
        "inherits = \"grafite\"\npallete = 1\n[palette]\nsky = \"#00aaf\"\n[roles]\nstatus-fialed = \"red\"\n\
         accent = \"skky\"\ntext = { fg = \"red\", modifiers = [\"blod\"], bgg = \"red\" }\nkey = 7\n",
    );
    for part in [
        "themes/mine.toml:1:12: no theme is called `grafite`",
        "did you mean `graphite`?",
        "themes/mine.toml:2:1: unknown key `pallete`",
        "themes/mine.toml:4:7: a colour is `#rrggbb`, `#rgb` or a name",
        "themes/mine.toml:6:1: unknown role `status-fialed`",
        "did you mean `status-failed`?",
        "themes/mine.toml:7:10: no colour is called `skky`",
        "unknown modifier `blod`",
        "did you mean `bold`?",
        "unknown part of a style `bgg`",
        "themes/mine.toml:9:7:",
    ] {
        assert!(shown.contains(part), "{part}\n--\n{shown}");
    }
    assert!(errors("[roles\n").contains("themes/mine.toml:1:"));
}

#[test]
fn a_theme_that_inherits_from_itself_is_refused() {
    let own = Source::new("themes/mine.toml", "inherits = \"mine\"");
    let problems = parse(&own, &|_| Some(own.clone())).unwrap_err();
    assert!(problems[0].message.raw().contains("inherits from itself"));
}

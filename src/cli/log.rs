//! The log file: one JSON object a line, sanitised, redacted, mode 0600. Never the terminal, and nothing at all without
//! `--log-file`.

use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Mutex;

use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;

use super::redact::redact;
use crate::model::json;
use crate::model::text::Safe;
use crate::model::time::rfc3339;

/// Opens the file and takes in what this program says from `level` up, and warnings of everything else: the SDK prints
/// requests and answers at finer levels.
///
/// # Errors
/// When the file cannot be opened for appending, or is a symbolic link.
pub(super) fn to_file(path: &Path, level: Level) -> io::Result<()> {
    // A link could lead the log into a file that somebody else chose.
    if path.symlink_metadata().is_ok_and(|meta| meta.is_symlink()) {
        return Err(io::Error::other("is a symbolic link"));
    }
    let file = OpenOptions::new().append(true).create(true).mode(0o600).open(path)?;
    let levels = Targets::new().with_default(Level::WARN).with_target("sagedeck", level);
    let lines = Lines { file: Mutex::new(file) };
    tracing_subscriber::registry().with(lines.with_filter(levels)).try_init().map_err(io::Error::other)
}

struct Lines {
    file: Mutex<File>,
}

impl<S: Subscriber> Layer<S> for Lines {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let line = line(event, &rfc3339(crate::compose::now()));
        if let Ok(mut file) = self.file.lock() {
            // A full disk must not stop the console, and there is nowhere to say so but the log.
            let _ = file.write_all(line.as_bytes());
        }
    }
}

fn line(event: &Event<'_>, at: &str) -> String {
    let mut fields = Fields::default();
    event.record(&mut fields);
    let mut object = serde_json::Map::new();
    object.insert("at".to_owned(), at.into());
    object.insert("level".to_owned(), event.metadata().level().as_str().to_lowercase().into());
    object.insert("target".to_owned(), event.metadata().target().into());
    object.extend(fields.0.into_iter().map(|(name, text)| (name, text.into())));
    format!("{}\n", json::to_text(&object.into(), false))
}

/// All fields as text that nothing obeys and that holds no secret.
#[derive(Default)]
struct Fields(Vec<(String, String)>);

impl Visit for Fields {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.push((field.name().to_owned(), redact(Safe::block(value).shown())));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        // Rust's own escapes would keep a sequence from being dropped, and so could split a secret in two.
        self.record_str(field, &format!("{value:?}").replace("\\u{1b}", "\u{1b}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the lines hold when each text was logged as a value, with its quotes and as a message.
    fn logged(texts: &[String]) -> Vec<String> {
        let file = tempfile::NamedTempFile::new().unwrap();
        let lines = Lines { file: Mutex::new(file.reopen().unwrap()) };
        tracing::subscriber::with_default(tracing_subscriber::registry().with(lines), || {
            for text in texts {
                tracing::warn!(shown = %text, quoted = ?text, "{text}");
            }
        });
        let text = std::fs::read_to_string(file.path()).unwrap();
        text.lines().map(str::to_owned).collect()
    }

    fn corpus() -> Vec<String> {
        let all: Vec<serde_json::Value> =
            serde_json::from_str(include_str!("../../tests/data/bad-strings.json")).unwrap();
        let text = |one: &serde_json::Value| {
            one["s"].as_str().or_else(|| one["s_start"].as_str()).map(str::to_owned).unwrap()
        };
        all.iter().map(text).collect()
    }

    #[test]
    fn every_event_is_one_harmless_line_of_json() {
        let texts = corpus();
        let lines = logged(&texts);
        assert_eq!(lines.len(), texts.len());
        for line in lines {
            let hidden =
                |c: &char| c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}');
            assert_eq!(line.chars().find(hidden), None, "{line}");
            let object: serde_json::Value = serde_json::from_str(&line).unwrap();
            assert_eq!(object["level"], "warn");
        }
    }

    #[test]
    fn no_secret_of_the_corpus_is_logged() {
        let lines = logged(&corpus()).join("\n");
        for secret in [
            "IOSFODNN7EXAMPLE",
            "wJalrXUtnFEMI",
            "IQoJb3JpZ2lu",
            "eyJhbGciOi",
            "aoaAAAA",
            "hunter2",
            "ghp_0123",
        ] {
            assert!(!lines.contains(secret), "{secret}");
        }
    }
}

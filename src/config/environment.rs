//! The world outside as the configuration sees it: variables, folders, files. Replaceable, so that nothing else
//! here touches the process or the disk.
//!
//! Invariant: no file is read beyond [`LIMIT`], and no variables but our own and `COLORFGBG` are looked at.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use etcetera::BaseStrategy;

/// The longest file that is read: a configuration is a few kilobytes.
pub const LIMIT: usize = 1024 * 1024;

/// The prefix of our own variables.
pub const PREFIX: &str = "SAGEDECK_";

/// Reads texts by path.
pub trait Files: fmt::Debug + Send + Sync {
    /// The whole text of a file of at most [`LIMIT`] bytes.
    fn read(&self, path: &Path) -> io::Result<String>;

    /// The names of the files in a folder, in any order.
    fn names(&self, folder: &Path) -> io::Result<Vec<String>>;
}

/// Where settings come from besides flags.
#[derive(Clone, Debug)]
pub struct Environment {
    /// Our own variables.
    pub vars: BTreeMap<String, String>,
    /// `COLORFGBG`, in which some terminals tell the colour of their ground.
    pub ground: Option<String>,
    /// What a leading `~/` stands for.
    pub home: Option<PathBuf>,
    /// The user's folder, for example `~/.config/sagedeck`; absent without a home.
    pub folder: Option<PathBuf>,
    /// The system-wide file.
    pub system: PathBuf,
    pub files: Arc<dyn Files>,
}

impl Environment {
    /// The environment of this process. `$XDG_CONFIG_HOME` is honoured on every system.
    pub fn of_process() -> Self {
        let ours = |(name, value): (std::ffi::OsString, std::ffi::OsString)| {
            let name = name.into_string().ok().filter(|name| name.starts_with(PREFIX))?;
            Some((name, value.to_string_lossy().into_owned()))
        };
        let base = etcetera::base_strategy::Xdg::new().ok();
        Self {
            vars: std::env::vars_os().filter_map(ours).collect(),
            ground: std::env::var("COLORFGBG").ok(),
            home: base.as_ref().map(|base| base.home_dir().to_owned()),
            folder: base.map(|base| base.config_dir().join("sagedeck")),
            system: PathBuf::from("/etc/sagedeck/config.toml"),
            files: Arc::new(Disk),
        }
    }

    /// A path as a person writes it, with a leading `~/`.
    pub fn path(&self, written: &str) -> PathBuf {
        let in_home = written.strip_prefix("~/").zip(self.home.as_ref());
        in_home.map_or_else(|| PathBuf::from(written), |(rest, home)| home.join(rest))
    }

    /// The user's file, whether or not it is there.
    pub fn user_file(&self) -> Option<PathBuf> {
        self.folder.as_ref().map(|folder| folder.join("config.toml"))
    }
}

/// The real files.
#[derive(Clone, Copy, Debug)]
pub struct Disk;

impl Files for Disk {
    fn read(&self, path: &Path) -> io::Result<String> {
        let file = File::open(path)?;
        if file.metadata()?.is_dir() {
            return Err(io::Error::from(ErrorKind::IsADirectory));
        }
        let mut bytes = Vec::new();
        file.take(LIMIT as u64 + 1).read_to_end(&mut bytes)?;
        if bytes.len() > LIMIT {
            return Err(io::Error::from(ErrorKind::FileTooLarge));
        }
        String::from_utf8(bytes).map_err(|error| io::Error::new(ErrorKind::InvalidData, error.utf8_error()))
    }

    fn names(&self, folder: &Path) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(folder)? {
            // A name that is no text cannot be written in a setting either.
            names.extend(entry?.file_name().into_string().ok());
        }
        Ok(names)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_is_bounded_and_says_what_is_wrong() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.toml");
        let kind = |bytes: &[u8]| {
            fs::write(&path, bytes).unwrap();
            Disk.read(&path).map_err(|error| error.kind())
        };
        assert_eq!(kind(b"a = 1"), Ok("a = 1".to_owned()));
        assert_eq!(kind(&vec![b' '; LIMIT]).map(|text| text.len()), Ok(LIMIT));
        assert_eq!(kind(&vec![b' '; LIMIT + 1]), Err(ErrorKind::FileTooLarge));
        assert_eq!(kind(b"a = \"\xff\""), Err(ErrorKind::InvalidData));
        assert_eq!(Disk.read(folder.path()).unwrap_err().kind(), ErrorKind::IsADirectory);
        assert_eq!(Disk.names(folder.path()).unwrap(), ["x.toml"]);
    }

    #[test]
    fn a_leading_tilde_is_the_home_folder() {
        let environment = Environment { home: Some("/home/ada".into()), ..Environment::of_process() };
        assert_eq!(environment.path("~/ca.pem"), Path::new("/home/ada/ca.pem"));
        assert_eq!(environment.path("/etc/~/ca.pem"), Path::new("/etc/~/ca.pem"));
    }
}

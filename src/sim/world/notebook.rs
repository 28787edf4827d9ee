//! A notebook instance and how its state moves.
//!
//! Not what AWS says about it. Invariant: status and LastModifiedTime are known for every time, past ones too, so that
//! a world of some seconds ago can be answered from.

use std::mem;
use std::time::Duration;

use jiff::Timestamp;

use crate::sim::clock;

use super::Tag;

/// A SageMaker notebook instance.
#[derive(Clone, Debug)]
pub struct Notebook {
    /// Unique within account and region.
    pub name: String,
    /// AWS's word, as of the last change.
    pub status: String,
    /// The change that is under way: when it ends and what the status is then.
    pub settles: Option<(Timestamp, String)>,
    /// What it was before: until that time it had this status and this LastModifiedTime, oldest first.
    pub before: Vec<(Timestamp, String, Timestamp)>,
    /// `ml.…`.
    pub instance_type: String,
    /// When it was created.
    pub created: Timestamp,
    /// When it was last started, stopped or updated; a change that ends later counts from then.
    pub modified: Timestamp,
    /// Why it failed.
    pub failure_reason: Option<String>,
    /// Its tags.
    pub tags: Vec<Tag>,
    /// It had tags once, so the tagging API knows it although it has none.
    pub was_tagged: bool,
    /// The lifecycle configuration that it uses.
    pub lifecycle_config: Option<String>,
    /// The execution role's name.
    pub role: String,
    /// The customer key of its volume.
    pub kms_key_id: Option<String>,
    /// Its subnet; without one it is in SageMaker's own network.
    pub subnet_id: Option<String>,
    /// Security groups, when in a subnet.
    pub security_groups: Vec<String>,
    /// Whether its users are root on it.
    pub root_access: bool,
    /// Whether it reaches the internet past the subnet.
    pub direct_internet: bool,
    /// Size of the volume.
    pub volume_gb: i32,
    /// Operating system and JupyterLab version.
    pub platform: String,
    /// `1` or `2`.
    pub imds_version: String,
    /// Git repository that it opens with.
    pub repository: Option<String>,
}

impl Default for Notebook {
    fn default() -> Self {
        Self {
            name: "notebook".into(),
            status: "InService".into(),
            settles: None,
            before: Vec::new(),
            instance_type: "ml.t3.medium".into(),
            created: Timestamp::UNIX_EPOCH,
            modified: Timestamp::UNIX_EPOCH,
            failure_reason: None,
            tags: Vec::new(),
            was_tagged: false,
            lifecycle_config: None,
            role: "SageMakerNotebook".into(),
            kms_key_id: None,
            subnet_id: None,
            security_groups: Vec::new(),
            root_access: false,
            direct_internet: false,
            volume_gb: 5,
            platform: "notebook-al2-v3".into(),
            imds_version: "2".into(),
            repository: None,
        }
    }
}

impl Notebook {
    /// The status at that time.
    pub fn status_at(&self, now: Timestamp) -> &str {
        self.state_at(now).0
    }

    /// LastModifiedTime at that time.
    pub fn modified_at(&self, now: Timestamp) -> Timestamp {
        self.state_at(now).1
    }

    /// Begins a change that ends after `takes`.
    pub fn begin(&mut self, now: Timestamp, through: &str, until: &str, takes: Duration) {
        if let Some((at, then)) = self.settles.take()
            && at <= now
        {
            self.turn(at, &then);
        }
        self.turn(now, through);
        self.settles = Some((clock::after(now, takes), until.into()));
    }

    /// Status and LastModifiedTime at that time.
    fn state_at(&self, now: Timestamp) -> (&str, Timestamp) {
        let before = self.before.iter().find(|(until, ..)| now < *until);
        match (before, &self.settles) {
            (Some((_, status, modified)), _) => (status, *modified),
            (None, Some((at, then))) if *at <= now => (then, *at),
            (None, _) => (&self.status, self.modified),
        }
    }

    /// Has that status from then on, and remembers what it was.
    fn turn(&mut self, at: Timestamp, status: &str) {
        let was = mem::replace(&mut self.status, status.into());
        self.before.push((at, was, mem::replace(&mut self.modified, at)));
    }
}

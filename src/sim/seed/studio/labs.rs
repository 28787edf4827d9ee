//! Who uses Studio in the demo, and what runs there: data, nothing else.

use super::super::{DAY, HOUR, MINUTE};

/// A domain and what is in it.
pub(super) struct Lab {
    pub account: &'static str,
    pub name: &'static str,
    pub sso: bool,
    pub vpc_only: bool,
    pub encrypted: bool,
    /// Minutes after which the domain stops an idle JupyterLab.
    pub idle_minutes: Option<i64>,
    pub users: &'static [&'static str],
    /// A user who may be idle for so many minutes, whatever the domain says; 0: for ever.
    pub exempt: Option<(&'static str, i64)>,
    /// Shared spaces and the user who made each.
    pub shared: &'static [(&'static str, &'static str)],
    pub apps: &'static [App],
}

/// Whose an app is.
pub(super) enum Owner {
    User(&'static str),
    /// The private space of a user, for that type of app.
    Private(&'static str),
    Shared(&'static str),
}

/// What an app is doing.
pub(super) enum State {
    /// In use.
    Used,
    /// Not used for so many seconds.
    Idle(i64),
    /// Nobody knows: only the health check moves the timestamp of use.
    Checked,
    /// Being opened.
    Opening,
    /// It could not be opened.
    Failed(&'static str),
    /// Deleted so many seconds ago.
    Deleted(i64),
}

pub(super) struct App {
    pub owner: Owner,
    pub kind: &'static str,
    pub name: &'static str,
    pub instance: &'static str,
    /// Seconds since it was opened.
    pub opened: i64,
    pub state: State,
}

const fn app(owner: Owner, kind: &'static str, instance: &'static str, opened: i64, state: State) -> App {
    App { owner, kind, name: "default", instance, opened, state }
}

pub(super) const LABS: [Lab; 3] = [
    Lab {
        account: "ds-retail",
        name: "retail-lab",
        sso: true,
        vpc_only: true,
        encrypted: true,
        idle_minutes: Some(120),
        users: &[
            "a-lindqvist",
            "m-ferrari",
            "j-novak",
            "s-haddad",
            "l-petit",
            "o-nystrom",
            "t-abara",
            "vision",
        ],
        exempt: Some(("vision", 0)),
        shared: &[("basket-team", "m-ferrari"), ("uplift-review", "s-haddad")],
        apps: &[
            app(Owner::Private("a-lindqvist"), "JupyterLab", "ml.m5.xlarge", 7 * HOUR, State::Used),
            app(Owner::Private("m-ferrari"), "CodeEditor", "ml.t3.medium", 3 * HOUR, State::Used),
            // Only the health check moves it: nobody can say whether it is used.
            app(Owner::Private("j-novak"), "JupyterLab", "ml.m5.2xlarge", 6 * DAY, State::Checked),
            // Idle shutdown should have stopped it: something still runs in it.
            app(Owner::Private("s-haddad"), "JupyterLab", "ml.m5.4xlarge", 3 * DAY, State::Idle(26 * HOUR)),
            // Its user is exempt from idle shutdown.
            app(
                Owner::Private("vision"),
                "JupyterLab",
                "ml.g4dn.xlarge",
                12 * DAY,
                State::Idle(4 * DAY + HOUR),
            ),
            app(Owner::Shared("basket-team"), "JupyterLab", "ml.m5.2xlarge", 9 * HOUR, State::Used),
            app(
                Owner::Private("l-petit"),
                "JupyterLab",
                "ml.t3.medium",
                40 * MINUTE,
                State::Deleted(5 * MINUTE),
            ),
        ],
    },
    Lab {
        account: "ds-risk",
        name: "risk-lab",
        sso: true,
        vpc_only: true,
        encrypted: true,
        idle_minutes: None,
        users: &["k-brandt", "p-oduya", "y-tanaka", "risk", "c-meyer", "f-rossi"],
        exempt: None,
        shared: &[("ifrs9-close", "k-brandt")],
        apps: &[
            app(Owner::Private("k-brandt"), "JupyterLab", "ml.r5.2xlarge", 5 * HOUR, State::Used),
            app(Owner::Private("p-oduya"), "CodeEditor", "ml.m5.xlarge", 2 * DAY, State::Idle(5 * HOUR)),
            app(
                Owner::Private("y-tanaka"),
                "JupyterLab",
                "ml.p3.2xlarge",
                2 * HOUR,
                State::Failed(
                    "ResourceLimitExceeded: The account-level service limit 'Studio JupyterLab Apps running on ml.p3.2xlarge \
                     instances' is 0 Apps, with current utilization of 0 Apps and a request delta of 1 Apps.",
                ),
            ),
            app(Owner::User("risk"), "JupyterServer", "system", 90 * DAY, State::Idle(30 * DAY)),
            App {
                name: "credit-pandas-ml-m5-large",
                ..app(Owner::User("risk"), "KernelGateway", "ml.m5.large", 16 * DAY, State::Idle(11 * DAY))
            },
            app(
                Owner::Shared("ifrs9-close"),
                "JupyterLab",
                "ml.m5.4xlarge",
                8 * DAY,
                State::Idle(2 * DAY + 3 * HOUR),
            ),
        ],
    },
    Lab {
        account: "ds-vision",
        name: "vision-lab",
        sso: false,
        vpc_only: false,
        encrypted: false,
        idle_minutes: None,
        users: &[
            "r-castellano",
            "h-ibsen",
            "d-popescu",
            "team-vision",
            "b-osei",
            "n-fischer",
            "q-li",
            "w-janssen",
            "z-amari",
            "i-soto",
        ],
        exempt: Some(("h-ibsen", 60)),
        shared: &[("shelf-labels", "d-popescu"), ("pose-bench", "q-li")],
        apps: &[
            // A whole GPU, asked for by a notebook that was closed nine days ago.
            App {
                name: "defect-pytorch-ml-g5-xlarge",
                ..app(
                    Owner::User("r-castellano"),
                    "KernelGateway",
                    "ml.g5.xlarge",
                    23 * DAY,
                    State::Idle(9 * DAY + 2 * HOUR),
                )
            },
            app(Owner::User("r-castellano"), "JupyterServer", "system", 40 * DAY, State::Used),
            app(Owner::Private("h-ibsen"), "JupyterLab", "ml.g4dn.xlarge", 4 * HOUR, State::Used),
            app(Owner::Private("d-popescu"), "JupyterLab", "ml.g5.2xlarge", 3 * DAY, State::Idle(19 * HOUR)),
            app(Owner::Private("b-osei"), "CodeEditor", "ml.g6.xlarge", 90, State::Opening),
            // What counts as use of Canvas, AWS does not tell.
            app(Owner::User("team-vision"), "Canvas", "system", 5 * DAY, State::Idle(5 * DAY)),
            app(Owner::Shared("shelf-labels"), "JupyterLab", "ml.g5.xlarge", 2 * DAY, State::Checked),
        ],
    },
];

//! What a style can mean. Closed on purpose: a theme that names another role is told so.

macro_rules! roles {
    ($($(#[$doc:meta])* $variant:ident $name:literal $(<- $parent:ident)?;)+) => {
        /// A meaning that has a style. The word behind the arrow in the source is the role that it falls back to,
        /// colour by colour and modifier set by modifier set.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Role { $($(#[$doc])* $variant),+ }

        impl Role {
            /// Parents stand before their children.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            pub const COUNT: usize = Self::ALL.len();

            /// The key in a theme file.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// The role that it falls back to.
            pub const fn parent(self) -> Option<Self> {
                match self { $(Self::$variant => roles!(@parent $($parent)?)),+ }
            }
        }
    };
    (@parent) => { None };
    (@parent $parent:ident) => { Some(Self::$parent) };
}

roles! {
    /// The ground of everything.
    Surface "surface";
    /// The ground of overlays.
    Raised "raised" <- Surface;
    /// The ground of the header line.
    Bar "bar" <- Surface;
    Text "text";
    /// What matters less: column heads, sources, units.
    Muted "text-muted" <- Text;
    /// What is there for completeness: `–`, hints that do not apply.
    Faint "text-faint" <- Muted;
    Strong "text-strong" <- Text;
    /// The one colour that leads the eye.
    Accent "accent" <- Strong;
    Border "border" <- Faint;
    BorderFocus "border-focus" <- Accent;
    Title "title" <- Strong;
    Tab "tab" <- Muted;
    TabActive "tab-active" <- Accent;
    Head "table-head" <- Muted;
    HeadSorted "table-head-sorted" <- Accent;
    /// The row under the cursor, laid over its text.
    Cursor "cursor";
    /// The same while another pane has the keys.
    CursorAway "cursor-away" <- Cursor;
    /// A marked row's sign and count.
    Mark "mark" <- Accent;
    /// What a search or a filter hit.
    Match "match" <- Accent;
    /// Rows whose last refresh failed or is long ago.
    Stale "stale" <- Faint;
    Key "key" <- Accent;
    Hint "hint" <- Muted;
    Input "input" <- Text;
    Caret "input-caret" <- Input;
    StatusOk "status-ok" <- Text;
    StatusChanging "status-changing" <- Text;
    StatusStopped "status-stopped" <- Muted;
    StatusFailed "status-failed" <- Strong;
    StatusDone "status-done" <- StatusOk;
    StatusUnknown "status-unknown" <- Text;
    Info "info" <- Text;
    Warning "warning" <- Strong;
    Error "error" <- StatusFailed;
    AccountProduction "account-production" <- Warning;
    AccountUat "account-uat" <- Text;
    AccountSharedServices "account-shared-services" <- Muted;
    AccountDataManagement "account-data-management" <- Muted;
    AccountDataScience "account-data-science" <- Muted;
    IdleCertain "idle-certain" <- Warning;
    IdleLikely "idle-likely" <- Text;
    Money "money" <- Text;
    ModeOperator "mode-operator" <- Accent;
    ModeReadOnly "mode-read-only" <- StatusOk;
    Demo "demo" <- Accent;
    Banner "banner" <- Warning;
    Toast "toast" <- Text;
    LogTime "log-time" <- Faint;
    JsonKey "json-key" <- Accent;
    JsonText "json-text" <- Text;
    JsonNumber "json-number" <- Text;
    Scroll "scroll" <- Muted;
}

impl Role {
    /// The role of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.name() == name)
    }
}

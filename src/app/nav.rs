//! Where one is and was: the stack that `Esc` and `q` go up, and the history that `[` and `]` walk.

use super::screen::ScreenId;
use crate::catalog::Area;
use crate::model::fetch::Target;

/// A place to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    Table(Area),
    Accounts,
    Logs(Box<Target>),
    Api,
    Audit,
}

impl Place {
    pub const fn screen(&self) -> ScreenId {
        match self {
            Self::Table(area) => ScreenId::Table(*area),
            Self::Accounts => ScreenId::Accounts,
            Self::Logs(_) => ScreenId::Logs,
            Self::Api => ScreenId::Api,
            Self::Audit => ScreenId::Audit,
        }
    }
}

/// Where one is at first.
const START: Place = Place::Table(Area::Notebooks);
/// How many places the history keeps.
const KEPT: usize = 100;

/// The way here. The stack is never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nav {
    stack: Vec<Place>,
    history: Vec<Place>,
    at: usize,
}

impl Default for Nav {
    fn default() -> Self {
        Self { stack: vec![START], history: vec![START], at: 0 }
    }
}

impl Nav {
    pub fn here(&self) -> &Place {
        self.stack.last().unwrap_or(&START)
    }

    pub const fn is_at_top(&self) -> bool {
        self.stack.len() <= 1
    }

    /// Goes to a place. Of a place that one came through already, one goes back to it: the way stays short.
    pub fn go(&mut self, place: Place) {
        if self.here() == &place {
            return;
        }
        self.put(place.clone());
        self.history.truncate(self.at + 1);
        self.history.push(place);
        if self.history.len() > KEPT {
            self.history.remove(0);
        }
        self.at = self.history.len() - 1;
    }

    /// Leaves the place; nothing at the top.
    pub fn up(&mut self) -> Option<Place> {
        if self.is_at_top() {
            return None;
        }
        self.stack.pop();
        let here = self.here().clone();
        self.history.truncate(self.at + 1);
        self.history.push(here.clone());
        self.at = self.history.len() - 1;
        Some(here)
    }

    /// Walks the history, back when negative.
    pub fn walk(&mut self, by: isize) -> Option<Place> {
        let at = self.at.checked_add_signed(by)?;
        let place = self.history.get(at)?.clone();
        self.at = at;
        self.put(place.clone());
        Some(place)
    }

    fn put(&mut self, place: Place) {
        match self.stack.iter().position(|known| known.screen() == place.screen()) {
            Some(at) => {
                self.stack.truncate(at);
                self.stack.push(place);
            }
            // The start screen is the bottom of every way.
            None => self.stack.push(place),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn going_to_where_one_came_from_shortens_the_way() {
        let mut nav = Nav::default();
        nav.go(Place::Accounts);
        nav.go(Place::Api);
        nav.go(Place::Accounts);
        assert_eq!(nav.up(), Some(Place::Table(Area::Notebooks)));
        assert_eq!((nav.up(), nav.is_at_top()), (None, true));
    }

    #[test]
    fn the_history_goes_back_and_forward_and_forgets_the_branch_not_taken() {
        let mut nav = Nav::default();
        nav.go(Place::Accounts);
        nav.go(Place::Api);
        assert_eq!(nav.walk(-1), Some(Place::Accounts));
        assert_eq!(nav.walk(-1), Some(Place::Table(Area::Notebooks)));
        assert_eq!(nav.walk(-1), None);
        assert_eq!(nav.walk(1), Some(Place::Accounts));
        nav.go(Place::Table(Area::Notebooks));
        assert_eq!(nav.walk(1), None);
    }
}

//! Which columns a table shows and in which order: as the kind declares them, as a person chose, or as a view wants.
//!
//! Not how wide they are: the view shares out the room. Invariant: the name stands first and is always shown.

use super::model::Model;
use crate::catalog::{Area, Column};
use crate::model::field::Field;

/// A column in the order of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chosen {
    pub field: Field,
    pub on: bool,
}

/// The columns of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// All columns in the order of the person; empty: as declared.
    own: Vec<Chosen>,
    /// What the view in force shows instead; empty: no view, or one that says nothing about it.
    of_view: Vec<Field>,
}

impl Columns {
    /// What is shown, in order. `wide` adds the other declared columns behind.
    pub fn shown(&self, area: Area, declared: &[Column], wide: bool) -> Vec<Column> {
        let Some(fields) = self.fields() else {
            return declared.iter().filter(|column| wide || !column.wide).copied().collect();
        };
        // What a person put further to the left is worth more to that person than any declaration.
        let place = |(at, field): (usize, Field)| {
            let column = area.column_of(field);
            Column { drop: u8::from(at > 0), wide: false, ..column }
        };
        let mut shown: Vec<Column> = fields.into_iter().enumerate().map(place).collect();
        if wide {
            let rest = declared.iter().filter(|column| !shown.iter().any(|one| one.field == column.field));
            let rest: Vec<Column> = rest.map(|column| Column { drop: 9, ..*column }).collect();
            shown.extend(rest);
        }
        shown
    }

    /// The fields that were chosen, the name first; nothing when it is as declared.
    fn fields(&self) -> Option<Vec<Field>> {
        let chosen: Vec<Field> = match (self.of_view.as_slice(), self.own.as_slice()) {
            ([], []) => return None,
            ([], own) => own.iter().filter(|chosen| chosen.on).map(|chosen| chosen.field).collect(),
            (of_view, _) => of_view.to_vec(),
        };
        let rest = chosen.into_iter().filter(|field| *field != Field::Name);
        Some([Field::Name].into_iter().chain(rest).collect())
    }

    /// Every column that the table can have, those shown first to last as they stand, for choosing.
    pub fn all(&self, area: Area) -> Vec<Chosen> {
        let offered = area.every_column();
        let mut all: Vec<Chosen> = match self.of_view.as_slice() {
            [] => self.own.clone(),
            fields => fields.iter().map(|field| Chosen { field: *field, on: true }).collect(),
        };
        let is_as_declared = all.is_empty();
        all.retain(|chosen| chosen.field != Field::Name);
        all.insert(0, Chosen { field: Field::Name, on: true });
        for column in offered {
            if !all.iter().any(|chosen| chosen.field == column.field) {
                all.push(Chosen { field: column.field, on: is_as_declared && !column.wide });
            }
        }
        all
    }

    /// Takes the order of a person over, in place of what a view wants. What is as declared is no choice.
    pub(super) fn choose(&mut self, area: Area, chosen: Vec<Chosen>) {
        self.of_view.clear();
        let declared = Self::default().all(area);
        self.own = if chosen == declared { Vec::new() } else { chosen };
    }

    /// What a view shows as long as it is in force.
    pub(super) fn follow(&mut self, fields: &[Field]) {
        self.of_view = fields.to_vec();
    }

    /// The choice of the person, to be kept; empty: as declared.
    pub fn own(&self) -> &[Chosen] {
        &self.own
    }

    /// Whether the columns are other than declared, and by whom: what makes a view whole names them.
    pub fn named(&self) -> Option<Vec<Field>> {
        self.fields()
    }
}

impl Model {
    /// The columns of the table, in their order; how many fit is for the view to say.
    pub fn columns(&self) -> Vec<Column> {
        self.desk.shown_columns()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AREA: Area = Area::Notebooks;

    fn fields(columns: &Columns, wide: bool) -> Vec<Field> {
        columns.shown(AREA, &AREA.columns(), wide).iter().map(|column| column.field).collect()
    }

    #[test]
    fn without_a_choice_it_is_as_declared() {
        let columns = Columns::default();
        let declared = AREA.columns();
        assert_eq!(fields(&columns, false).len(), declared.iter().filter(|column| !column.wide).count());
        assert_eq!(fields(&columns, true).len(), declared.len());
        let mut same = Columns::default();
        same.choose(AREA, columns.all(AREA));
        assert_eq!(same, columns);
    }

    #[test]
    fn every_field_of_the_details_can_be_a_column() {
        let all = Columns::default().all(AREA);
        for section in crate::catalog::spec(crate::model::kind::Kind::Notebook).sections {
            assert!(section.fields.iter().all(|field| all.iter().any(|chosen| chosen.field == *field)));
        }
        assert!(
            all.iter().enumerate().all(|(at, one)| !all.iter().skip(at + 1).any(|b| b.field == one.field))
        );
    }

    #[test]
    fn the_name_stays_and_the_leftmost_give_way_last() {
        let mut columns = Columns::default();
        let on = |field| Chosen { field, on: true };
        columns.choose(
            AREA,
            vec![on(Field::KmsKeyId), Chosen { field: Field::Name, on: false }, on(Field::Owner)],
        );
        assert_eq!(fields(&columns, false), [Field::Name, Field::KmsKeyId, Field::Owner]);
        let drops: Vec<u8> =
            columns.shown(AREA, &AREA.columns(), false).iter().map(|column| column.drop).collect();
        assert_eq!(drops, [0, 1, 1]);
        assert!(fields(&columns, true).len() > 10);
    }

    #[test]
    fn what_a_view_shows_goes_with_the_view() {
        let mut columns = Columns::default();
        columns.follow(&[Field::Owner]);
        assert_eq!(fields(&columns, false), [Field::Name, Field::Owner]);
        assert!(columns.own().is_empty());
        columns.follow(&[]);
        assert_eq!(columns, Columns::default());
    }
}

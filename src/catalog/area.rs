//! The screens that show tables of resources: which there are, and what is particular to each.

use super::Column;
use crate::model::field::Field;
use crate::model::kind::Kind;

/// A screen with a table of resources of one or more kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Area {
    Notebooks,
    Jobs,
    Endpoints,
    Pipelines,
    Models,
}

/// A declared screen.
#[derive(Debug)]
pub struct AreaSpec {
    pub area: Area,
    /// The word behind `:`.
    pub name: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// One of what stands in it, in a sentence.
    pub one: &'static str,
    /// The digit of its tab.
    pub digit: char,
    /// The order that it opens with: the field, and whether the greatest comes first.
    pub sort: (Field, bool),
    /// The kinds that are shown; the others only where the filter asks for a kind.
    pub lead: &'static [Kind],
}

impl Area {
    pub const ALL: [Self; 5] = [Self::Notebooks, Self::Jobs, Self::Endpoints, Self::Pipelines, Self::Models];

    pub const fn spec(self) -> &'static AreaSpec {
        match self {
            Self::Notebooks => &AreaSpec {
                area: Self::Notebooks,
                name: "notebooks",
                title: "Notebooks",
                one: "notebook",
                digit: '2',
                sort: (Field::Name, false),
                lead: &[Kind::Notebook, Kind::App],
            },
            Self::Jobs => &AreaSpec {
                area: Self::Jobs,
                name: "jobs",
                title: "Jobs",
                one: "job",
                digit: '3',
                sort: (Field::Created, true),
                lead: &[
                    Kind::TrainingJob,
                    Kind::ProcessingJob,
                    Kind::TransformJob,
                    Kind::TuningJob,
                    Kind::AutoMlJob,
                ],
            },
            Self::Endpoints => &AreaSpec {
                area: Self::Endpoints,
                name: "endpoints",
                title: "Endpoints",
                one: "endpoint",
                digit: '4',
                sort: (Field::Name, false),
                lead: &[Kind::Endpoint],
            },
            Self::Pipelines => &AreaSpec {
                area: Self::Pipelines,
                name: "pipelines",
                title: "Pipelines",
                one: "pipeline",
                digit: '5',
                sort: (Field::LastRun, true),
                lead: &[Kind::Pipeline],
            },
            // What was registered last is what is waited for.
            Self::Models => &AreaSpec {
                area: Self::Models,
                name: "models",
                title: "Models",
                one: "model version",
                digit: '7',
                sort: (Field::Created, true),
                lead: &[Kind::ModelVersion],
            },
        }
    }

    /// Its columns: those of its first kind, with the kind itself where there are several; what the others have
    /// besides is shown on demand.
    pub fn columns(self) -> Vec<Column> {
        let lead = self.spec().lead;
        let mut all: Vec<Column> = Vec::new();
        for kind in lead {
            let is_first = all.is_empty();
            for column in super::spec(*kind).columns {
                if !all.iter().any(|known| known.field == column.field) {
                    all.push(Column { wide: column.wide || !is_first, ..*column });
                }
            }
            if is_first && lead.len() > 1 {
                all.insert(all.len().min(3), self.kind_column());
            }
        }
        all
    }

    /// The column with the kind: its room, and how soon it is dropped on a narrow screen.
    const fn kind_column(self) -> Column {
        match self {
            // An app's name, with its owner and its tool, tells it from a notebook instance.
            Self::Notebooks => super::column(Field::Kind, 8, 14, 7),
            Self::Jobs => super::column(Field::Kind, 12, 14, 3),
            Self::Endpoints => super::column(Field::Kind, 8, 14, 3),
            // One kind leads in these: there is no such column.
            Self::Models | Self::Pipelines => super::column(Field::Kind, 8, 14, 9),
        }
    }

    /// Every column that its table can have: its own in their order, then what else is known of a row.
    pub fn every_column(self) -> Vec<Column> {
        let mut all = self.columns();
        for kind in self.kinds() {
            for column in super::columns(kind) {
                if !all.iter().any(|known| known.field == column.field) {
                    all.push(Column { wide: true, ..column });
                }
            }
        }
        all
    }

    /// The column of a field, declared or not.
    pub fn column_of(self, field: Field) -> Column {
        let declared = self.columns().into_iter().find(|column| column.field == field);
        declared.unwrap_or_else(|| super::undeclared(field))
    }

    /// The kinds that stand in its table.
    pub fn kinds(self) -> impl Iterator<Item = Kind> {
        Kind::ALL.into_iter().filter(move |kind| super::spec(*kind).area == Some(self))
    }
}

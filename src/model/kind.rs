//! What can be shown. A kind appears here when its screen, listing and simulator exist, never before.

use std::fmt;

/// The kinds of resource, closed on purpose: the compiler names every place that a new kind must touch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// An AWS account of the fleet.
    Account,
    /// A classic SageMaker notebook instance.
    Notebook,
    /// A notebook instance lifecycle configuration.
    LifecycleConfig,
    // Hosting.
    /// A SageMaker endpoint: what answers requests with the predictions of models.
    Endpoint,
    /// Which models an endpoint serves, on what.
    EndpointConfig,
    /// A SageMaker model: a container with its artifacts, ready to be served.
    Model,
    /// A model that shares the instances of an endpoint with others.
    InferenceComponent,
    /// A Model Monitor schedule.
    MonitoringSchedule,
}

impl Kind {
    pub const ALL: [Self; 8] = [
        Self::Account,
        Self::Notebook,
        Self::LifecycleConfig,
        // Hosting.
        Self::Endpoint,
        Self::EndpointConfig,
        Self::Model,
        Self::InferenceComponent,
        Self::MonitoringSchedule,
    ];

    /// The word that the command line, the filter language and JSON use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Notebook => "notebook",
            Self::LifecycleConfig => "lifecycle-config",
            // Hosting.
            Self::Endpoint => "endpoint",
            Self::EndpointConfig => "endpoint-config",
            Self::Model => "model",
            Self::InferenceComponent => "inference-component",
            Self::MonitoringSchedule => "monitoring-schedule",
        }
    }

    /// Whether resources of other kinds name those of this one.
    pub const fn is_referred_to(self) -> bool {
        matches!(self, Self::LifecycleConfig | Self::Endpoint | Self::EndpointConfig | Self::Model)
    }

    /// Singular or plural; nothing for an unknown word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| word == kind.name() || word.strip_suffix('s') == Some(kind.name()))
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

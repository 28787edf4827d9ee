//! What can be shown. A kind appears here when its listing and simulator exist, never before.

use std::fmt;

macro_rules! kinds {
    ($($(#[$doc:meta])+ $variant:ident $name:literal $referred:literal;)+) => {
        /// The kinds of resource, closed on purpose: the compiler names every place that a new kind must touch.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind { $($(#[$doc])+ $variant),+ }

        impl Kind {
            pub const ALL: [Self; [$($name),+].len()] = [$(Self::$variant),+];

            /// The word that the command line, the filter language and JSON use.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// Whether resources of other kinds name those of this one.
            pub const fn is_referred_to(self) -> bool {
                match self { $(Self::$variant => $referred),+ }
            }
        }
    };
}

kinds! {
    // The word, and whether resources of other kinds name those of this one.
    /// An AWS account of the fleet.
    Account "account" false;
    /// A classic SageMaker notebook instance.
    Notebook "notebook" false;
    /// A notebook instance lifecycle configuration.
    LifecycleConfig "lifecycle-config" true;
    // Studio.
    /// A SageMaker Studio domain.
    Domain "domain" true;
    /// A user of a Studio domain.
    UserProfile "user-profile" true;
    /// A space of a Studio domain: a volume in which apps run.
    Space "space" true;
    /// A running tool of Studio, of a user or in a space.
    App "app" false;
    // Hosting.
    /// A SageMaker endpoint: what answers requests with the predictions of models.
    Endpoint "endpoint" true;
    /// Which models an endpoint serves, on what.
    EndpointConfig "endpoint-config" true;
    /// A SageMaker model: a container with its artifacts, ready to be served.
    Model "model" true;
    /// A model that shares the instances of an endpoint with others.
    InferenceComponent "inference-component" false;
    /// A Model Monitor schedule.
    MonitoringSchedule "monitoring-schedule" false;
    // Jobs.
    /// A SageMaker training job.
    TrainingJob "training-job" true;
    /// A SageMaker processing job.
    ProcessingJob "processing-job" false;
    /// A SageMaker batch transform job.
    TransformJob "transform-job" false;
    /// A hyper-parameter tuning job.
    TuningJob "tuning-job" true;
    /// An AutoML job.
    AutoMlJob "automl-job" true;
    /// A model being compiled for a device.
    CompilationJob "compilation-job" false;
    /// A data set being labeled.
    LabelingJob "labeling-job" true;
    // The model registry.
    /// A model package group: the versions of one model.
    ModelGroup "model-group" true;
    /// A model package in a group: one version of a model.
    ModelVersion "model-version" true;
    // Pipelines.
    /// A SageMaker pipeline.
    Pipeline "pipeline" true;
    /// An execution of a SageMaker pipeline.
    PipelineRun "pipeline-run" false;
}

impl Kind {
    /// One of them, for a sentence: `a space`, `an app`.
    pub fn one(self) -> String {
        let article = if self.name().starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
        format!("{article} {}", self.name())
    }

    /// Whether AWS tells no start besides the creation: a search begins at once, its jobs wait for machines.
    pub const fn starts_with_its_creation(self) -> bool {
        matches!(self, Self::TuningJob | Self::AutoMlJob | Self::LabelingJob)
    }

    /// Singular or plural; nothing for an unknown word.
    pub fn parse(word: &str) -> Option<Self> {
        let is_it = |kind: &Self| word == kind.name() || word.strip_suffix('s') == Some(kind.name());
        Self::ALL.into_iter().find(is_it)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

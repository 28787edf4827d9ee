//! The embedded price table: US dollars per hour on demand, each row with the region and component that it was
//! published for and its date. Only the `us-east-1` notebook and hosting rows are dated facts for what they name; the others
//! are the nearest published figures and are shown with their origin.

use crate::model::money::Money;

/// One published price.
#[derive(Debug)]
pub(super) struct Price {
    pub(super) region: &'static str,
    pub(super) component: &'static str,
    pub(super) instance: &'static str,
    /// Micro-dollars an hour.
    pub(super) micros: i64,
    pub(super) source: &'static str,
}

/// ML storage, US dollars per gigabyte and month, us-east-1, as on the AWS pricing page on 2026-09-28.
pub(super) const STORAGE_GB_MONTH: Money = Money::micros(140_000);
pub(super) const STORAGE_SOURCE: &str = "$0.14 per GB-month, us-east-1, 2026-09-28";

const LIST_SEPTEMBER: &str = "AWS price list 2026-09-24";
const LIST_HOSTING: &str = "AWS price list 2026-09-28";
const LIST_STUDIO: &str = "AWS price list 2026-09-01";
const LIST_TRAINING: &str = "AWS price list, undated";
const LIST_UNDATED: &str = "AWS price list, undated";
const PAGE_UNDATED: &str = "AWS pricing page, undated";

/// The best row for a region, component and instance type: exact, else the same component elsewhere, else the first
/// that names the type.
pub(super) fn find(region: &str, component: &str, instance: &str) -> Option<&'static Price> {
    let of_type = || TABLE.iter().filter(|price| price.instance == instance);
    of_type()
        .find(|price| price.region == region && price.component == component)
        .or_else(|| of_type().find(|price| price.component == component))
        .or_else(|| of_type().next())
}

#[rustfmt::skip]
const TABLE: &[Price] = &[
    Price { region: "us-east-1", component: "Notebook", instance: "ml.t3.medium", micros: 50_000, source: LIST_SEPTEMBER },
    Price { region: "us-east-1", component: "Notebook", instance: "ml.m5.xlarge", micros: 230_000, source: LIST_SEPTEMBER },
    Price { region: "us-east-1", component: "Notebook", instance: "ml.m5.4xlarge", micros: 922_000, source: LIST_SEPTEMBER },
    Price { region: "us-east-1", component: "Notebook", instance: "ml.m6i.4xlarge", micros: 922_000, source: LIST_SEPTEMBER },
    Price { region: "us-east-1", component: "Notebook", instance: "ml.c6i.8xlarge", micros: 1_632_000, source: LIST_SEPTEMBER },
    Price { region: "us-east-1", component: "Notebook", instance: "ml.r5.4xlarge", micros: 1_210_000, source: LIST_SEPTEMBER },
    Price { region: "us-east-1", component: "Notebook", instance: "ml.r6i.4xlarge", micros: 1_210_000, source: LIST_SEPTEMBER },
    Price { region: "us-east-1", component: "Notebook", instance: "ml.r6i.8xlarge", micros: 2_419_000, source: LIST_SEPTEMBER },
    Price { region: "us-east-1", component: "Notebook", instance: "ml.r7i.2xlarge", micros: 635_000, source: LIST_SEPTEMBER },
    Price { region: "us-east-1", component: "Notebook", instance: "ml.g4dn.xlarge", micros: 736_000, source: LIST_SEPTEMBER },
    Price { region: "us-east-1", component: "Notebook", instance: "ml.g5.xlarge", micros: 1_410_000, source: LIST_SEPTEMBER },
    Price { region: "us-east-1", component: "Notebook", instance: "ml.g6.xlarge", micros: 1_127_000, source: LIST_SEPTEMBER },
    Price { region: "us-east-1", component: "Hosting", instance: "ml.m5.xlarge", micros: 230_000, source: LIST_HOSTING },
    Price { region: "us-east-1", component: "Hosting", instance: "ml.m5.2xlarge", micros: 461_000, source: LIST_HOSTING },
    Price { region: "us-west-2", component: "Studio-JupyterLab", instance: "ml.t3.medium", micros: 50_000, source: LIST_STUDIO },
    Price { region: "us-west-2", component: "Studio-JupyterLab", instance: "ml.t3.large", micros: 100_000, source: LIST_STUDIO },
    Price { region: "us-west-2", component: "Studio-JupyterLab", instance: "ml.t3.xlarge", micros: 200_000, source: LIST_STUDIO },
    Price { region: "us-west-2", component: "Studio-JupyterLab", instance: "ml.t3.2xlarge", micros: 399_000, source: LIST_STUDIO },
    Price { region: "us-west-2", component: "Studio-JupyterLab", instance: "ml.m5.large", micros: 115_000, source: LIST_STUDIO },
    Price { region: "us-west-2", component: "Studio-JupyterLab", instance: "ml.m5.xlarge", micros: 230_000, source: LIST_STUDIO },
    Price { region: "us-west-2", component: "Studio-JupyterLab", instance: "ml.m5.2xlarge", micros: 461_000, source: LIST_STUDIO },
    Price { region: "us-west-2", component: "Studio-JupyterLab", instance: "ml.m5.4xlarge", micros: 922_000, source: LIST_STUDIO },
    Price { region: "us-west-2", component: "Studio-JupyterLab", instance: "ml.c5.large", micros: 102_000, source: LIST_STUDIO },
    Price { region: "us-west-2", component: "Studio-JupyterLab", instance: "ml.c5.xlarge", micros: 204_000, source: LIST_STUDIO },
    Price { region: "us-west-2", component: "Studio-JupyterLab", instance: "ml.c5.2xlarge", micros: 408_000, source: LIST_STUDIO },
    Price { region: "us-west-2", component: "Studio-JupyterLab", instance: "ml.g4dn.xlarge", micros: 736_400, source: LIST_STUDIO },
    Price { region: "us-west-2", component: "Studio-JupyterLab", instance: "ml.g4dn.2xlarge", micros: 940_000, source: LIST_STUDIO },
    Price { region: "us-west-2", component: "Studio-JupyterLab", instance: "ml.g5.xlarge", micros: 1_410_000, source: LIST_STUDIO },
    Price { region: "us-west-2", component: "Studio-JupyterLab", instance: "ml.g5.2xlarge", micros: 1_520_000, source: LIST_STUDIO },
    Price { region: "us-west-2", component: "Studio-JupyterLab", instance: "ml.g5.4xlarge", micros: 2_030_000, source: LIST_STUDIO },
    Price { region: "us-west-2", component: "Studio-JupyterLab", instance: "ml.g5.8xlarge", micros: 3_060_000, source: LIST_STUDIO },
    Price { region: "us-west-2", component: "Studio-JupyterLab", instance: "ml.g5.12xlarge", micros: 7_090_000, source: LIST_STUDIO },
    Price { region: "us-west-2", component: "Studio-JupyterLab", instance: "ml.g5.24xlarge", micros: 10_180_000, source: LIST_STUDIO },
    Price { region: "us-west-2", component: "Studio-JupyterLab", instance: "ml.g5.48xlarge", micros: 20_360_000, source: LIST_STUDIO },
    Price { region: "us-west-2", component: "Studio-JupyterLab", instance: "ml.g6.xlarge", micros: 1_127_000, source: LIST_STUDIO },
    Price { region: "us-west-2", component: "Studio-JupyterLab", instance: "ml.g6.2xlarge", micros: 1_222_000, source: LIST_STUDIO },
    Price { region: "us-west-2", component: "Studio-JupyterLab", instance: "ml.g6.4xlarge", micros: 1_654_000, source: LIST_STUDIO },
    Price { region: "us-west-2", component: "Studio-JupyterLab", instance: "ml.g6.12xlarge", micros: 5_752_000, source: LIST_STUDIO },
    Price { region: "us-west-2", component: "Studio-JupyterLab", instance: "ml.g6.24xlarge", micros: 8_344_000, source: LIST_STUDIO },
    Price { region: "us-west-2", component: "Studio-JupyterLab", instance: "ml.g6.48xlarge", micros: 16_688_000, source: LIST_STUDIO },
    Price { region: "us-west-2", component: "Studio-JupyterLab", instance: "ml.g7e.2xlarge", micros: 4_203_900, source: LIST_STUDIO },
    Price { region: "us-west-2", component: "Studio-JupyterLab", instance: "ml.g7e.48xlarge", micros: 41_430_400, source: LIST_STUDIO },
    Price { region: "us-west-2", component: "Studio-JupyterLab", instance: "ml.p4d.24xlarge", micros: 25_251_286, source: LIST_STUDIO },
    Price { region: "us-west-2", component: "Studio-JupyterLab", instance: "ml.p5.48xlarge", micros: 63_296_000, source: LIST_STUDIO },
    Price { region: "us-west-2", component: "Training", instance: "ml.g5.16xlarge", micros: 5_120_000, source: LIST_TRAINING },
    Price { region: "us-west-2", component: "Training", instance: "ml.g6.8xlarge", micros: 2_518_000, source: LIST_TRAINING },
    Price { region: "us-west-2", component: "Training", instance: "ml.g6e.xlarge", micros: 2_610_000, source: LIST_TRAINING },
    Price { region: "us-west-2", component: "Training", instance: "ml.g6e.2xlarge", micros: 2_800_000, source: LIST_TRAINING },
    Price { region: "us-west-2", component: "Training", instance: "ml.g6e.4xlarge", micros: 3_760_000, source: LIST_TRAINING },
    Price { region: "us-west-2", component: "Training", instance: "ml.g6e.8xlarge", micros: 5_660_000, source: LIST_TRAINING },
    Price { region: "us-west-2", component: "Training", instance: "ml.g6e.12xlarge", micros: 13_120_000, source: LIST_TRAINING },
    Price { region: "us-west-2", component: "Training", instance: "ml.g6e.24xlarge", micros: 18_830_000, source: LIST_TRAINING },
    Price { region: "us-west-2", component: "Training", instance: "ml.g6e.48xlarge", micros: 37_660_000, source: LIST_TRAINING },
    Price { region: "us-east-2", component: "Studio-JupyterLab", instance: "ml.r5.large", micros: 151_000, source: LIST_UNDATED },
    Price { region: "us-east-2", component: "Studio-JupyterLab", instance: "ml.r5.xlarge", micros: 302_000, source: LIST_UNDATED },
    Price { region: "us-east-2", component: "Studio-JupyterLab", instance: "ml.r5.2xlarge", micros: 605_000, source: LIST_UNDATED },
    Price { region: "us-east-1", component: "SageMaker", instance: "ml.g4dn.4xlarge", micros: 1_505_000, source: PAGE_UNDATED },
    Price { region: "us-east-1", component: "SageMaker", instance: "ml.g4dn.8xlarge", micros: 2_720_000, source: PAGE_UNDATED },
    Price { region: "us-east-1", component: "SageMaker", instance: "ml.g4dn.12xlarge", micros: 4_890_000, source: PAGE_UNDATED },
    Price { region: "us-east-1", component: "SageMaker", instance: "ml.g4dn.16xlarge", micros: 5_440_000, source: PAGE_UNDATED },
    Price { region: "us-east-1", component: "SageMaker", instance: "ml.p3.2xlarge", micros: 3_825_000, source: PAGE_UNDATED },
    Price { region: "us-east-1", component: "SageMaker", instance: "ml.p3.8xlarge", micros: 14_688_000, source: PAGE_UNDATED },
    Price { region: "us-east-1", component: "SageMaker", instance: "ml.p3.16xlarge", micros: 28_152_000, source: PAGE_UNDATED },
    Price { region: "us-east-1", component: "SageMaker", instance: "ml.p3dn.24xlarge", micros: 35_894_000, source: PAGE_UNDATED },
    // Jobs: training, processing and batch transform.
    Price { region: "us-east-1", component: "Training", instance: "ml.m5.xlarge", micros: 230_000, source: LIST_SEPTEMBER },
    Price { region: "us-east-1", component: "Training", instance: "ml.m5.4xlarge", micros: 922_000, source: LIST_SEPTEMBER },
    Price { region: "us-east-1", component: "Training", instance: "ml.m6i.4xlarge", micros: 922_000, source: LIST_SEPTEMBER },
    Price { region: "us-east-1", component: "Training", instance: "ml.c6i.8xlarge", micros: 1_632_000, source: LIST_SEPTEMBER },
    Price { region: "us-east-1", component: "Training", instance: "ml.r5.4xlarge", micros: 1_210_000, source: LIST_SEPTEMBER },
    Price { region: "us-east-1", component: "Training", instance: "ml.r7i.2xlarge", micros: 635_000, source: LIST_SEPTEMBER },
    Price { region: "us-east-1", component: "Training", instance: "ml.r7i.4xlarge", micros: 1_270_100, source: LIST_SEPTEMBER },
    Price { region: "us-east-1", component: "Training", instance: "ml.g4dn.xlarge", micros: 736_000, source: LIST_SEPTEMBER },
    Price { region: "us-east-1", component: "Training", instance: "ml.g5.xlarge", micros: 1_408_000, source: LIST_SEPTEMBER },
    Price { region: "us-east-1", component: "Training", instance: "ml.g6.xlarge", micros: 1_127_000, source: LIST_SEPTEMBER },
    Price { region: "us-west-2", component: "Training", instance: "ml.g5.2xlarge", micros: 1_515_000, source: LIST_TRAINING },
    Price { region: "us-west-2", component: "Training", instance: "ml.g5.4xlarge", micros: 2_030_000, source: LIST_TRAINING },
    Price { region: "us-west-2", component: "Training", instance: "ml.g5.8xlarge", micros: 3_060_000, source: LIST_TRAINING },
    Price { region: "us-west-2", component: "Training", instance: "ml.g5.12xlarge", micros: 7_090_000, source: LIST_TRAINING },
    Price { region: "us-west-2", component: "Training", instance: "ml.g5.24xlarge", micros: 10_180_000, source: LIST_TRAINING },
    Price { region: "us-west-2", component: "Training", instance: "ml.g5.48xlarge", micros: 20_360_000, source: LIST_TRAINING },
    Price { region: "us-west-2", component: "Training", instance: "ml.g6.2xlarge", micros: 1_222_000, source: LIST_TRAINING },
    Price { region: "us-west-2", component: "Training", instance: "ml.g6.4xlarge", micros: 1_654_000, source: LIST_TRAINING },
    Price { region: "us-west-2", component: "Training", instance: "ml.g6.12xlarge", micros: 5_752_000, source: LIST_TRAINING },
    Price { region: "us-west-2", component: "Training", instance: "ml.g6.24xlarge", micros: 8_344_000, source: LIST_TRAINING },
    Price { region: "us-west-2", component: "Training", instance: "ml.g6.48xlarge", micros: 16_688_000, source: LIST_TRAINING },
    Price { region: "us-east-1", component: "Processing", instance: "ml.t3.medium", micros: 50_000, source: LIST_SEPTEMBER },
    Price { region: "us-east-1", component: "Processing", instance: "ml.g6.xlarge", micros: 1_126_700, source: LIST_SEPTEMBER },
    Price { region: "us-west-2", component: "BatchTransform", instance: "ml.g6e.xlarge", micros: 2_605_400, source: LIST_TRAINING },
    Price { region: "us-west-2", component: "BatchTransform", instance: "ml.g6e.2xlarge", micros: 2_802_600, source: LIST_TRAINING },
    Price { region: "us-west-2", component: "BatchTransform", instance: "ml.g6e.4xlarge", micros: 3_755_300, source: LIST_TRAINING },
    Price { region: "us-west-2", component: "BatchTransform", instance: "ml.g6e.8xlarge", micros: 5_660_700, source: LIST_TRAINING },
    Price { region: "us-west-2", component: "BatchTransform", instance: "ml.g6e.12xlarge", micros: 13_115_800, source: LIST_TRAINING },
];

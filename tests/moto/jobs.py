"""Jobs for the seed: what moto can create of them, and what a reader must find.

moto ends every job as it is created, so all are Completed; each job is told as kind, ARN, name, place, status, tags and
the facts that were given.
"""

ROLE = "arn:aws:iam::{}:role/jobs"
IMAGE = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/train:7"


def fill(sagemaker, account, region, many):
    """Creates jobs of every kind in a scope, with `many` training jobs, and tells them."""
    scope = Scope(sagemaker, account, region)
    told = [scope.training(number) for number in range(many)]
    told += [scope.processing(number) for number in range(2)]
    told += [scope.transform(number) for number in range(2)]
    return told + [scope.tuning(), scope.compilation()]


class Scope:
    def __init__(self, sagemaker, account, region):
        self.sagemaker = sagemaker
        self.account = account
        self.region = region
        self.role = ROLE.format(account["id"])
        self.front = f"{account['name'].lower()}-{region[:2]}"

    def told(self, kind, arn, name, tags, facts):
        place = {"account": self.account["id"], "region": self.region}
        return {"kind": kind, "arn": arn, "name": name, "status": "Completed", "tags": tags, "facts": facts, **place}

    def training(self, number):
        name = f"{self.front}-train-{number:03d}"
        bucket = f"s3://{self.account['name'].lower()}-data"
        tags = {"owner": f"team-{number % 3}"} if number % 2 == 0 else {}
        spot = number % 4 == 1
        arn = self.sagemaker.create_training_job(
            TrainingJobName=name,
            AlgorithmSpecification={"TrainingImage": IMAGE, "TrainingInputMode": "File"},
            RoleArn=self.role,
            HyperParameters={"epochs": str(number), "api_token": "must-not-be-seen"},
            Environment={"STAGE": "must-not-be-seen"},
            InputDataConfig=[
                {
                    "ChannelName": "train",
                    "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": f"{bucket}/train/"}},
                }
            ],
            OutputDataConfig={"S3OutputPath": f"{bucket}/models/", "KmsKeyId": "alias/out"},
            ResourceConfig={
                "InstanceType": "ml.m5.xlarge",
                "InstanceCount": 1 + number % 3,
                "VolumeSizeInGB": 10 + number,
                "VolumeKmsKeyId": "alias/volume",
            },
            StoppingCondition={"MaxRuntimeInSeconds": 3600 + number, **({"MaxWaitTimeInSeconds": 9000} if spot else {})},
            VpcConfig={"Subnets": ["subnet-1", "subnet-2"], "SecurityGroupIds": ["sg-1"]},
            EnableNetworkIsolation=number % 2 == 0,
            EnableInterContainerTrafficEncryption=number % 3 == 0,
            EnableManagedSpotTraining=spot,
            Tags=[{"Key": key, "Value": value} for key, value in tags.items()],
        )["TrainingJobArn"]
        facts = {
            "instance_type": "ml.m5.xlarge",
            "instance_count": 1 + number % 3,
            "volume_size_in_gb": 10 + number,
            "volume_kms_key_id": "alias/volume",
            "output_kms_key_id": "alias/out",
            "image": IMAGE,
            "role_arn": self.role,
            "inputs": [f"train: {bucket}/train/"],
            "outputs": [f"{bucket}/models/"],
            "subnets": ["subnet-1", "subnet-2"],
            "security_group_ids": ["sg-1"],
            "max_runtime_in_seconds": 3600 + number,
            "enable_network_isolation": number % 2 == 0,
            "enable_inter_container_traffic_encryption": number % 3 == 0,
            "enable_managed_spot_training": spot,
            "hyper_parameters": ["api_token=••••", f"epochs={number}"],
        }
        return self.told("training-job", arn, name, tags, facts)

    def processing(self, number):
        name = f"{self.front}-process-{number:03d}"
        arn = self.sagemaker.create_processing_job(
            ProcessingJobName=name,
            ProcessingResources={
                "ClusterConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 2, "VolumeSizeInGB": 20}
            },
            AppSpecification={"ImageUri": IMAGE, "ContainerEntrypoint": ["python3", "prepare.py"]},
            RoleArn=self.role,
            Tags=[{"Key": "owner", "Value": "data"}],
        )["ProcessingJobArn"]
        facts = {"image": IMAGE, "role_arn": self.role, "container_entrypoint": ["python3", "prepare.py"]}
        return self.told("processing-job", arn, name, {"owner": "data"}, facts)

    def transform(self, number):
        name = f"{self.front}-score-{number:03d}"
        arn = self.sagemaker.create_transform_job(
            TransformJobName=name,
            ModelName="champion",
            TransformInput={"DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://in/today/"}}},
            TransformOutput={"S3OutputPath": "s3://out/today/"},
            TransformResources={"InstanceType": "ml.m5.xlarge", "InstanceCount": 1 + number},
            Tags=[{"Key": "owner", "Value": "scoring"}],
        )["TransformJobArn"]
        facts = {
            "instance_type": "ml.m5.xlarge",
            "instance_count": 1 + number,
            "model_name": "champion",
            "inputs": ["s3://in/today/"],
            "outputs": ["s3://out/today/"],
        }
        return self.told("transform-job", arn, name, {"owner": "scoring"}, facts)

    def tuning(self):
        name = f"{self.front}-tune"
        limits = {"MaxNumberOfTrainingJobs": 9, "MaxParallelTrainingJobs": 3}
        arn = self.sagemaker.create_hyper_parameter_tuning_job(
            HyperParameterTuningJobName=name,
            HyperParameterTuningJobConfig={
                "Strategy": "Bayesian",
                "HyperParameterTuningJobObjective": {"Type": "Minimize", "MetricName": "loss"},
                "ResourceLimits": limits,
            },
            TrainingJobDefinition={
                "StaticHyperParameters": {"epochs": "3"},
                "AlgorithmSpecification": {"TrainingImage": IMAGE, "TrainingInputMode": "File"},
                "RoleArn": self.role,
                "OutputDataConfig": {"S3OutputPath": "s3://out/tuning/"},
                "ResourceConfig": {"InstanceType": "ml.m5.xlarge", "InstanceCount": 2, "VolumeSizeInGB": 30},
                "StoppingCondition": {"MaxRuntimeInSeconds": 3600},
            },
            Tags=[{"Key": "owner", "Value": "search"}],
        )["HyperParameterTuningJobArn"]
        facts = {
            "strategy": "Bayesian",
            "objective": "Minimize loss",
            "max_number_of_training_jobs": 9,
            "max_parallel_training_jobs": 3,
            "instance_type": "ml.m5.xlarge",
            "instance_count": 2,
            "image": IMAGE,
        }
        return self.told("tuning-job", arn, name, {"owner": "search"}, facts)

    def compilation(self):
        name = f"{self.front}-compile"
        arn = self.sagemaker.create_compilation_job(
            CompilationJobName=name,
            RoleArn=self.role,
            InputConfig={"S3Uri": "s3://in/model.tar.gz", "Framework": "PYTORCH", "DataInputConfig": "{}"},
            OutputConfig={"S3OutputLocation": "s3://out/compiled/", "TargetDevice": "jetson_nano"},
            StoppingCondition={"MaxRuntimeInSeconds": 900},
            Tags=[{"Key": "owner", "Value": "edge"}],
        )["CompilationJobArn"]
        facts = {
            "target_device": "jetson_nano",
            "framework": "PYTORCH",
            "inputs": ["s3://in/model.tar.gz"],
            "outputs": ["s3://out/compiled/"],
            "max_runtime_in_seconds": 900,
            "role_arn": self.role,
        }
        return {**self.told("compilation-job", arn, name, {"owner": "edge"}, facts), "status": "COMPLETED"}

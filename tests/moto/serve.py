"""Starts moto on a free loopback port, seeds an organization, prints one JSON line, and serves until stdin closes.

The line is {"port": N, "accounts": [...], "notebooks": [...], "hosting": [...]}: what a reader of the fleet must find, told by the one
who put it there. When the test process ends, however it ends, stdin closes and so does the server.

Until then every line on stdin is a request of the test, [WORD, ...], answered with one JSON line: see `Door` and `look`.
"""

import io
import json
import logging
import sys
import threading
import time
from urllib.parse import parse_qs

import boto3
from botocore.config import Config
from moto.server import DomainDispatcherApplication, ThreadedMotoServer

import jobs

ROLE = "OrganizationAccountAccessRole"
REGIONS = ("eu-west-1", "us-east-1")
TYPES = ("ml.t3.medium", "ml.m5.xlarge", "ml.c5.2xlarge", "ml.p3.2xlarge", "ml.t2.large", "ml.p2.xlarge")
HOSTS = ("ml.m5.xlarge", "ml.m5.2xlarge", "ml.c5.xlarge", "ml.g4dn.xlarge")
LOG_GROUP = "/aws/sagemaker/NotebookInstances"

# name, path of organizational units, account tags, role in an organization, role by the profile's name alone,
# notebooks per region.
ACCOUNTS = (
    ("ds-retail", ("Workloads", "DataScience"), {}, "data-science", "data-science", (130, 12)),
    ("ds-risk", ("Workloads", "DataScience"), {"team": "risk"}, "data-science", "data-science", (9, 7)),
    ("uat-serving", ("Workloads", "UAT"), {}, "uat", "uat", (3, 0)),
    # Only the unit says what this one is.
    ("alpha", ("Workloads", "Production"), {}, "production", None, (4, 2)),
    # Only its tag says what this one is.
    ("beta", (), {"environment": "uat"}, "uat", None, (2, 2)),
    ("data-lake", ("Data Management",), {}, "data-management", "data-management", (1, 0)),
    ("shared-tools", ("Shared Services",), {}, "shared-services", "shared-services", (0, 3)),
    ("log-archive", ("Security",), {}, None, None, (0, 0)),
)


def main():
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    door = Door()
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    _, port = server.get_host_and_port()
    seed = Seed(f"http://127.0.0.1:{port}")
    told = seed.run()
    told["port"] = port
    print(json.dumps(told), flush=True)
    words = {"look": seed.look, "calls": door.told, "hold": door.hold, "release": door.release}
    for line in sys.stdin:
        word, *rest = json.loads(line)
        print(json.dumps(words[word](*rest)), flush=True)


class Door:
    """Stands before moto: notes what comes in, and holds stops up on request.

    What boto3 asks is the seed and the test itself, and passes unnoted.
    """

    def __init__(self):
        self.calls = []
        self.holds = {}
        inside = DomainDispatcherApplication.__call__
        DomainDispatcherApplication.__call__ = lambda app, environ, start: self.enter(inside, app, environ, start)

    def told(self):
        """All calls: operation, notebook if one is named, request id of the answer if there was one."""
        return self.calls

    def hold(self, name, what):
        """Holds the next stops of a notebook up until they are released: `request` before moto, which then never gets
        it, `answer` behind moto."""
        self.holds[name] = (what, threading.Event())

    def release(self, name):
        self.holds.pop(name)[1].set()

    def enter(self, inside, app, environ, start):
        if "Boto3" in environ.get("HTTP_USER_AGENT", ""):
            return inside(app, environ, start)
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        target = environ.get("HTTP_X_AMZ_TARGET", "").rpartition(".")[2]
        asked = json.loads(body) if target else {}
        name = asked.get("NotebookInstanceName") or asked.get("ResourceArn", "").rpartition("/")[2] or None
        call = {"operation": target or parse_qs(body.decode()).get("Action", ["?"])[0], "name": name}
        self.calls.append(call)
        what, released = self.holds.get(name, (None, None)) if target == "StopNotebookInstance" else (None, None)
        if what == "request":
            released.wait()
            start("503 Service Unavailable", [])
            return []

        def note(status, headers, *rest):
            call["request_id"] = {key.lower(): value for key, value in headers}.get("x-amzn-requestid")
            return start(status, headers, *rest)

        answer = list(inside(app, environ, note))
        if what == "answer":
            released.wait()
        return answer


class Seed:
    def __init__(self, endpoint):
        self.endpoint = endpoint
        self.management = self.session("AKIAMANAGEMENT0000", "secret", None)
        self.notebooks = []
        self.domains = []
        self.hosting = []
        self.jobs = []
        self.groups = []
        self.pipelines = []

    def session(self, key, secret, token):
        return boto3.Session(aws_access_key_id=key, aws_secret_access_key=secret, aws_session_token=token)

    def client(self, session, service, region):
        config = Config(retries={"max_attempts": 1}, parameter_validation=True)
        return session.client(service, region_name=region, endpoint_url=self.endpoint, config=config)

    def run(self):
        organizations = self.client(self.management, "organizations", "us-east-1")
        organizations.create_organization(FeatureSet="ALL")
        root = organizations.list_roots()["Roots"][0]["Id"]
        units = {(): root}
        own = self.client(self.management, "sts", "us-east-1").get_caller_identity()["Account"]
        master = next(one for one in organizations.list_accounts()["Accounts"] if one["Id"] == own)
        accounts = [{"id": own, "name": master["Name"], "role": None, "role_by_profile": None, "path": []}]
        self.fill(self.management, accounts[0], (2, 1))
        for name, path, tags, role, by_profile, counts in ACCOUNTS:
            account = self.account(organizations, root, units, name, path, tags)
            accounts.append({"id": account, "name": name, "role": role, "role_by_profile": by_profile, "path": list(path)})
            self.fill(self.assume(account), accounts[-1], counts)
        closed = self.account(organizations, root, units, "retired", ("Suspended",), {})
        organizations.close_account(AccountId=closed)
        made = {"notebooks": self.notebooks, "domains": self.domains, "hosting": self.hosting, "jobs": self.jobs}
        made |= {"groups": self.groups, "pipelines": self.pipelines}
        return {"accounts": accounts, "suspended": [closed], **made}

    def account(self, organizations, root, units, name, path, tags):
        created = organizations.create_account(
            AccountName=name,
            Email=f"{name}@example.com",
            Tags=[{"Key": key, "Value": value} for key, value in tags.items()],
        )["CreateAccountStatus"]["AccountId"]
        for depth in range(1, len(path) + 1):
            if path[:depth] not in units:
                unit = organizations.create_organizational_unit(ParentId=units[path[: depth - 1]], Name=path[depth - 1])
                units[path[:depth]] = unit["OrganizationalUnit"]["Id"]
        if path:
            organizations.move_account(AccountId=created, SourceParentId=root, DestinationParentId=units[path])
        return created

    def assume(self, account):
        sts = self.client(self.management, "sts", "us-east-1")
        given = sts.assume_role(RoleArn=f"arn:aws:iam::{account}:role/{ROLE}", RoleSessionName="seed")["Credentials"]
        return self.session(given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"])

    def look(self, account, region, name):
        """Status and tags of a notebook as they are now."""
        sagemaker = self.client(self.assume(account), "sagemaker", region)
        found = sagemaker.describe_notebook_instance(NotebookInstanceName=name)
        tags = sagemaker.list_tags(ResourceArn=found["NotebookInstanceArn"])["Tags"]
        return {"status": found["NotebookInstanceStatus"], "tags": [[tag["Key"], tag["Value"]] for tag in tags]}

    def fill(self, session, account, counts):
        for region, count in zip(REGIONS, counts):
            if count == 0:
                continue
            sagemaker = self.client(session, "sagemaker", region)
            logs = self.client(session, "logs", region)
            logs.create_log_group(logGroupName=LOG_GROUP)
            for number in range(count):
                self.notebook(sagemaker, logs, account, region, number)
            self.domain(sagemaker, account, region)
            # As many as make more than a page in the largest account.
            for number in range(count):
                self.hosting.append(endpoint(sagemaker, account, region, number))
            # One account has more than a page of them.
            self.jobs += jobs.fill(sagemaker, account, region, 110 if count > 100 else 3)
            for number in range(min(count, 3)):
                self.group(sagemaker, account, region, number, count)
                self.pipeline(sagemaker, account, region, number)

    def group(self, sagemaker, account, region, number, versions):
        """A group with so many versions, the first of several pages long where there are many notebooks."""
        name = f"{account['name'].lower()}-model-{number}"
        group = sagemaker.create_model_package_group(
            ModelPackageGroupName=name, ModelPackageGroupDescription=f"model {number}, ünïcode"
        )
        told = []
        for version in range(1, (versions if number == 0 else number) + 1):
            approval = ("Approved", "Rejected", "PendingManualApproval")[version % 3]
            arn = sagemaker.create_model_package(
                ModelPackageGroupName=name,
                ModelPackageDescription=f"version {version}",
                ModelApprovalStatus=approval if version % 2 else "PendingManualApproval",
                InferenceSpecification={
                    "Containers": [{"Image": f"registry/serve:{version}", "ModelDataUrl": f"s3://models/{name}/{version}"}],
                    "SupportedContentTypes": ["text/csv"],
                    "SupportedResponseMIMETypes": ["text/csv"],
                },
                MetadataProperties={"CommitId": f"{version:040x}"},
            )["ModelPackageArn"]
            if version % 2 == 0:
                sagemaker.update_model_package(
                    ModelPackageArn=arn, ModelApprovalStatus=approval, ApprovalDescription=f"decided {version}"
                )
            told.append({"arn": arn, "number": version, "approval": approval})
        arn = group["ModelPackageGroupArn"]
        place = {"account": account["id"], "region": region}
        self.groups.append({"arn": arn, "name": name, "versions": told, **place})

    def pipeline(self, sagemaker, account, region, number):
        """A pipeline with as many runs as its number, and a step to be read in its definition."""
        name = f"{account['name'].lower()}-pipeline-{number}"
        role = f"arn:aws:iam::{account['id']}:role/pipelines"
        parameters = [{"Name": "ApiToken", "Type": "String"}, {"Name": "Rows", "Type": "String"}]
        definition = {"Version": "2020-12-01", "Parameters": parameters, "Steps": [{"Name": "prepare", "Type": "Processing"}]}
        arn = sagemaker.create_pipeline(
            PipelineName=name,
            PipelineDisplayName=f"Pipeline {number}",
            PipelineDefinition=json.dumps(definition),
            ClientRequestToken=f"{name}-{region}".ljust(32, "x"),
            RoleArn=role,
            Tags=[{"Key": "owner", "Value": "team-7"}],
        )["PipelineArn"]
        runs = []
        for run in range(number):
            started = sagemaker.start_pipeline_execution(
                PipelineName=name,
                ClientRequestToken=f"{name}-{region}-{run}".ljust(32, "x"),
                PipelineParameters=[{"Name": "ApiToken", "Value": "hunter2"}, {"Name": "Rows", "Value": str(run)}],
            )
            runs.append(started["PipelineExecutionArn"])
        place = {"account": account["id"], "region": region}
        self.pipelines.append({"arn": arn, "name": name, "role": role, "runs": runs, **place})

    def notebook(self, sagemaker, logs, account, region, number):
        name = f"{account['name'].lower()}-{region[:2]}-{number:03d}"
        tags, owner = self.tags(account, number)
        arn = sagemaker.create_notebook_instance(
            NotebookInstanceName=name,
            InstanceType=TYPES[number % len(TYPES)],
            RoleArn=f"arn:aws:iam::{account['id']}:role/notebooks",
            VolumeSizeInGB=5 + number,
            DirectInternetAccess="Disabled" if number % 4 == 0 else "Enabled",
            RootAccess="Disabled" if number % 5 == 0 else "Enabled",
            SubnetId=f"subnet-{number:08x}",
            Tags=[{"Key": key, "Value": value} for key, value in tags.items()],
        )["NotebookInstanceArn"]
        stopped = number % 3 == 2
        if stopped:
            sagemaker.stop_notebook_instance(NotebookInstanceName=name)
        if number < 3:
            stream = f"{name}/jupyter.log"
            logs.create_log_stream(logGroupName=LOG_GROUP, logStreamName=stream)
            at = int(time.time() * 1000) - (number + 1) * 3_600_000
            events = [{"timestamp": at + 1000 * line, "message": f"line {line} of {name}"} for line in range(20)]
            logs.put_log_events(logGroupName=LOG_GROUP, logStreamName=stream, logEvents=events)
        self.notebooks.append(
            {
                "arn": arn,
                "name": name,
                "account": account["id"],
                "region": region,
                "status": "Stopped" if stopped else "InService",
                "tags": tags,
                "owner": owner,
                "instance_type": TYPES[number % len(TYPES)],
                "volume_size_in_gb": 5 + number,
            }
        )

    def domain(self, sagemaker, account, region):
        """A Studio domain; moto has no users, spaces and apps of it."""
        name = f"{account['name'].lower()}-{region[:2]}-lab"
        role = f"arn:aws:iam::{account['id']}:role/studio"
        idle = {"LifecycleManagement": "ENABLED", "IdleTimeoutInMinutes": 90}
        facts = {
            "auth_mode": "SSO" if region == REGIONS[0] else "IAM",
            "app_network_access_type": "VpcOnly",
            "vpc_id": "vpc-12345678",
            "subnet_ids": ["subnet-1", "subnet-2"],
            "execution_role": role,
            "jupyter_lab_lifecycle_management": "ENABLED",
            "jupyter_lab_idle_timeout_s": 5400,
        }
        arn = sagemaker.create_domain(
            DomainName=name,
            AuthMode=facts["auth_mode"],
            AppNetworkAccessType=facts["app_network_access_type"],
            VpcId=facts["vpc_id"],
            SubnetIds=facts["subnet_ids"],
            DefaultUserSettings={
                "ExecutionRole": role,
                "JupyterLabAppSettings": {"AppLifecycleManagement": {"IdleSettings": idle}},
            },
            Tags=[{"Key": "owner", "Value": "platform"}],
        )["DomainArn"]
        found = {"arn": arn, "name": name, "account": account["id"], "region": region, "facts": facts}
        self.domains.append(found)

    def tags(self, account, number):
        """Tags and the owner that they mean; every fourth notebook was never tagged."""
        if number % 4 == 3:
            return {}, None
        key = ("owner", "Owner", "team")[number % 3]
        value = f"team-{number % 5}"
        return {key: value, "stage": "ünïcode & 'quotes'"}, value if key != "team" else None


def endpoint(sagemaker, account, region, number):
    """A model, its configuration and an endpoint that serves it; every third one captures what it is asked."""
    name = f"{account['name'].lower()}-{region[:2]}-serving-{number:03d}"
    role = f"arn:aws:iam::{account['id']}:role/serving"
    image = f"{account['id']}.dkr.ecr.{region}.amazonaws.com/serving:{number}"
    data = f"s3://models/{name}/model.tar.gz"
    model = sagemaker.create_model(
        ModelName=f"{name}-model",
        ExecutionRoleArn=role,
        PrimaryContainer={"Image": image, "ModelDataUrl": data, "Environment": {"API_TOKEN": "hunter2"}},
    )["ModelArn"]
    instance, count = HOSTS[number % len(HOSTS)], 1 + number % 3
    capture = {
        "EnableCapture": number % 3 == 0,
        "InitialSamplingPercentage": 50,
        "DestinationS3Uri": "s3://capture",
        "CaptureOptions": [{"CaptureMode": "Input"}],
    }
    config = sagemaker.create_endpoint_config(
        EndpointConfigName=f"{name}-config",
        ProductionVariants=[
            {
                "VariantName": "blue",
                "ModelName": f"{name}-model",
                "InitialInstanceCount": count,
                "InstanceType": instance,
                "InitialVariantWeight": 1.0,
            }
        ],
        DataCaptureConfig=capture,
        KmsKeyId=f"key-{number}",
    )["EndpointConfigArn"]
    tags = {"owner": f"team-{number % 5}"} if number % 4 else {}
    made = sagemaker.create_endpoint(
        EndpointName=name,
        EndpointConfigName=f"{name}-config",
        Tags=[{"Key": key, "Value": value} for key, value in tags.items()],
    )["EndpointArn"]
    return {
        "name": name,
        "account": account["id"],
        "region": region,
        "arn": made,
        "config_arn": config,
        "model_arn": model,
        "tags": tags,
        "image": image,
        "data": data,
        "role": role,
        "instances": f"{count} {instance}",
        "variant": f"blue {instance} {count}/{count} w1.0 model {name}-model",
        "captures": capture["EnableCapture"],
        "key": f"key-{number}",
    }


main()

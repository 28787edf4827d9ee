"""Lists every notebook instance of the fleet with boto3 the way an expert would: one session, threads, whole pages.

listing.py URL ACCOUNTS REGIONS THREADS; prints the seconds that it took and the rows that came.
"""

import concurrent.futures
import sys
import threading
import time

began = time.monotonic()

import boto3  # noqa: E402
from botocore.config import Config  # noqa: E402

url, accounts, regions, threads = sys.argv[1], int(sys.argv[2]), sys.argv[3].split(","), int(sys.argv[4])
config = Config(max_pool_connections=threads, retries={"mode": "standard", "max_attempts": 10})
home = {"aws_access_key_id": "AKIA9999999999990000", "aws_secret_access_key": "none"}
session = boto3.Session(region_name=regions[0], **home)
sts = session.client("sts", endpoint_url=url, config=config)
# Calls may be made in any thread, clients may not.
making = threading.Lock()


def into(account):
    role = f"arn:aws:iam::{account:012d}:role/Reader"
    return sts.assume_role(RoleArn=role, RoleSessionName="bench")["Credentials"]


def client(region, given):
    with making:
        return session.client(
            "sagemaker",
            region_name=region,
            endpoint_url=url,
            config=config,
            aws_access_key_id=given["AccessKeyId"],
            aws_secret_access_key=given["SecretAccessKey"],
            aws_session_token=given["SessionToken"],
        )


def rows(region, given):
    listing = client(region, given).get_paginator("list_notebook_instances")
    return sum(len(page["NotebookInstances"]) for page in listing.paginate(PaginationConfig={"PageSize": 100}))


with concurrent.futures.ThreadPoolExecutor(threads) as pool:
    doors = concurrent.futures.as_completed([pool.submit(into, account) for account in range(1, accounts + 1)])
    jobs = [pool.submit(rows, region, door.result()) for door in doors for region in regions]
    total = sum(job.result() for job in jobs)
print(time.monotonic() - began, total)

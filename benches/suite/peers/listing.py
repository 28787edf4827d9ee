"""Lists every notebook instance of the fleet with boto3 the way an expert would: one session, one pool, threads.

listing.py URL ACCOUNTS REGIONS THREADS; prints the seconds that it took and the rows that came.
"""
import concurrent.futures
import sys
import time

began = time.monotonic()

import boto3  # noqa: E402
from botocore.config import Config  # noqa: E402

url, accounts, regions, threads = sys.argv[1], int(sys.argv[2]), sys.argv[3].split(","), int(sys.argv[4])
config = Config(max_pool_connections=threads, retries={"mode": "standard", "max_attempts": 10})
session = boto3.Session(aws_access_key_id="AKIA9999999999990000", aws_secret_access_key="none", region_name=regions[0])
sts = session.client("sts", endpoint_url=url, config=config)


def into(account):
    answer = sts.assume_role(RoleArn=f"arn:aws:iam::{account:012d}:role/Reader", RoleSessionName="bench")
    given = answer["Credentials"]
    return [
        session.client(
            "sagemaker", region_name=region, endpoint_url=url, config=config,
            aws_access_key_id=given["AccessKeyId"], aws_secret_access_key=given["SecretAccessKey"],
            aws_session_token=given["SessionToken"],
        )
        for region in regions
    ]


def rows(client):
    pages = client.get_paginator("list_notebook_instances").paginate(PaginationConfig={"PageSize": 100})
    return sum(len(page["NotebookInstances"]) for page in pages)


session.client("sagemaker", endpoint_url=url, config=config)
with concurrent.futures.ThreadPoolExecutor(threads) as pool:
    jobs = [
        pool.submit(rows, client)
        for clients in concurrent.futures.as_completed([pool.submit(into, a) for a in range(1, accounts + 1)])
        for client in clients.result()
    ]
    total = sum(job.result() for job in jobs)
print(time.monotonic() - began, total)

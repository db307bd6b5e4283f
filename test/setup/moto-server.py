#!/usr/bin/env python3
"""moto as the tests need it: SQS does not run event source mappings inside SendMessage, so that a test's own
poller owns delivery, and a conditional write to DynamoDB is one step, as on AWS: moto's server has threads
and checks the condition of an item in one and writes it in another.

usage: moto-server.py -H 127.0.0.1 -p PORT
"""
import sys
from threading import RLock

from moto.dynamodb.models import DynamoDBBackend
from moto.server import main
from moto.sqs.models import Queue

Queue.lambda_event_source_mappings = property(lambda self: {}, lambda self, value: None)

one_at_a_time = RLock()


def locked(write):
    def run(*args, **kwargs):
        with one_at_a_time:
            return write(*args, **kwargs)

    return run


for name in ("put_item", "update_item", "delete_item", "transact_write_items"):
    setattr(DynamoDBBackend, name, locked(getattr(DynamoDBBackend, name)))

main(sys.argv[1:])

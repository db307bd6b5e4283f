// The function behind the queue; its mapping has ReportBatchItemFailures. May: dynamodb:PutItem and dynamodb:DeleteItem on
// its table; sqs:ReceiveMessage, sqs:DeleteMessage and sqs:GetQueueAttributes on its queue.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createDynamoDbReplayGuard } from '@hooklane/receiver/dynamodb';
import { required } from '../environment.ts';
import { logToConsole } from '../log.ts';
import { createProcessWebhook } from '../process-webhook.ts';
import { createWarehouse } from '../warehouse.ts';

// More than the time-out of the function: whoever dies gives its webhook back by then.
const leaseMs = 60_000;
const warehouse = createWarehouse();

export const handler = createProcessWebhook({
  replayGuard: createDynamoDbReplayGuard({
    client: new DynamoDBClient(),
    tableName: required('REPLAY_TABLE'),
    leaseMs,
  }),
  onOrderPlaced: warehouse.take,
  log: logToConsole,
});

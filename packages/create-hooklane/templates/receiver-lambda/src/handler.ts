// The function, behind a function URL, API Gateway or a load balancer.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createDynamoDbReplayGuard } from '@hooklane/receiver/dynamodb';
import { lambdaHandler } from '@hooklane/receiver/lambda';
import { createInvoiceReceiver } from './receiver.ts';

const secrets = process.env['WEBHOOK_SECRET'];
const tableName = process.env['REPLAY_TABLE'];
if (secrets === undefined || tableName === undefined) {
  throw new Error('The function needs WEBHOOK_SECRET and REPLAY_TABLE in its environment');
}

const receiver = createInvoiceReceiver({
  secrets,
  onInvoicePaid: (invoice) => console.log('paid', invoice.invoiceId, invoice.amountCents),
  // Instances of a function share no memory.
  replayGuard: createDynamoDbReplayGuard({ tableName, client: new DynamoDBClient() }),
});

export const handler = lambdaHandler(receiver);

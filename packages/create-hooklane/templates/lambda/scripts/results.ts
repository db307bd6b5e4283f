// Stores what became of each attempt, until Ctrl-C. Run it on a server, beside your application.
import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { platformNames } from '@hooklane/core';
import { openSubscriptions } from '../src/open-subscriptions.ts';
import { stage } from '../src/stage.ts';
import { startResults } from '../src/start-results.ts';

const { resultsQueue } = platformNames(stage);
const { QueueUrl: resultsQueueUrl } = await new SQSClient().send(
  new GetQueueUrlCommand({ QueueName: resultsQueue }),
);
if (resultsQueueUrl === undefined) throw new Error(`There is no queue ${resultsQueue}`);
const results = startResults(openSubscriptions(), { resultsQueueUrl });
console.log(`Reading ${resultsQueueUrl}`);
// More than once: `{{run}} results` hands on a Ctrl-C that comes from the terminal, too.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => results.stop());

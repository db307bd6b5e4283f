export type { SqsClient } from './sqs-client.ts';

import { createResultsHandler, type ResultsHandler } from '@hooklane/subscriptions';
import { createAwsServices } from '../host/aws-services.ts';

/** Behind the results queue. */
export const handler: ResultsHandler = createResultsHandler({
  subscriptions: createAwsServices(process.env).subscriptions,
});

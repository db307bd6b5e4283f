import { createLambdaHandler, readAwsSettings } from '../lambda.ts';
import type { SqsHandler } from '../sqs-handler.ts';
import { createThinSqs } from './thin-sqs.ts';

/** The handler of a lane's function; its code is this file and all that it needs. */
export const handler: SqsHandler = makeHandler();

/** The one function that reads the environment of the process. */
function makeHandler(): SqsHandler {
  const environment = process.env;
  return createLambdaHandler(environment, {
    clients: { sqs: createThinSqs(readAwsSettings(environment)) },
  });
}

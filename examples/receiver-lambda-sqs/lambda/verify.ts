// The function behind API Gateway. May: ssm:GetParameter on its parameter, sqs:SendMessage on its queue.
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { required } from '../environment.ts';
import { logToConsole } from '../log.ts';
import { createParameterSecrets } from '../parameter-secrets.ts';
import { createVerifyWebhook } from '../verify-webhook.ts';

export const handler = createVerifyWebhook({
  secrets: createParameterSecrets({ client: new SSMClient(), name: required('SECRET_PARAMETER') }),
  client: new SQSClient(),
  queueUrl: required('QUEUE_URL'),
  log: logToConsole,
});

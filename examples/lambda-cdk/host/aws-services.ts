import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { createLaneDirectory } from '@hooklane/queue';
import { createSubscriptions } from '@hooklane/subscriptions';
import { createDynamoDbStore } from '@hooklane/subscriptions/dynamodb';
import { callProvisioner } from './call-provisioner.ts';
import type { Services } from './services.ts';

/** The services on AWS. Call it once for a process. */
export function createAwsServices(environment: NodeJS.ProcessEnv): Services {
  const read = (name: string): string => {
    const value = environment[name];
    if (value !== undefined && value !== '') return value;
    throw new Error(`The environment variable ${name} is not set`);
  };
  const call = callProvisioner({ functionName: read('PROVISIONER'), client: new LambdaClient() });
  const subscriptions = createSubscriptions({
    store: createDynamoDbStore({ tableName: read('TABLE_NAME'), client: new DynamoDBClient() }),
    lanes: createLaneDirectory({ stage: read('HOOKLANE_STAGE') }),
    partnerLanes: {
      // `POST /partners` does. What is published before waits, and the timer sends it.
      provision: async () => {},
      pause: (partnerId) => call.now({ action: 'disable', partnerId }),
      resume: (partnerId) => call.now({ action: 'enable', partnerId }),
    },
  });
  return {
    subscriptions,
    provision: (partnerId, policy) =>
      call.later({
        action: 'provision',
        partner: { partnerId, policy, compute: { kind: 'lambda' } },
      }),
  };
}

import { SQSClient } from '@aws-sdk/client-sqs';
import { createLaneDirectory } from '@hooklane/queue';
import { createSubscriptions, type Subscriptions } from '@hooklane/subscriptions';
import { createSqliteStore } from '@hooklane/subscriptions/sqlite';
import { withSteps } from './step-store.ts';
import type { OnStep } from './steps.ts';

/** Where lanes and subscriptions are. */
export interface ServiceLocation {
  /** Of the embedded SQS: `http://127.0.0.1:<port>`. */
  readonly sqsEndpoint: string;
  /** File of the store. */
  readonly storePath: string;
}

/** Opens the service on the lanes of a local system. */
export function openSubscriptions(
  { sqsEndpoint, storePath }: ServiceLocation,
  { onStep }: { readonly onStep: OnStep },
): Subscriptions & AsyncDisposable {
  const sqs = new SQSClient({
    endpoint: sqsEndpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    useQueueUrlAsEndpoint: false,
  });
  const store = createSqliteStore({ path: storePath });
  const clients = { sqs };
  const subscriptions = createSubscriptions({
    store: withSteps(store, onStep),
    lanes: createLaneDirectory({ stage: 'local', clients }),
    clients,
    // The partner of the example listens on the loopback interface.
    egress: { allowHttp: true, ports: 'any', allowPrivateAddresses: true },
  });
  return {
    ...subscriptions,
    [Symbol.asyncDispose]: async () => {
      sqs.destroy();
      await store.close();
    },
  };
}

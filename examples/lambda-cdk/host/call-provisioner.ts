import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { ProvisionerRequest } from '@hooklane/cdk';

/** The function that provisions, as the host calls it. */
export interface Provisioner {
  /** Waits until it is done. A lane that is not there yet has nothing to pause or to resume. */
  now(request: ProvisionerRequest): Promise<void>;
  /** Lambda calls it as soon as it can, and again twice when it fails. */
  later(request: ProvisionerRequest): Promise<void>;
}

/** What it is called with. */
export interface CallProvisionerOptions {
  readonly functionName: string;
  readonly client: Pick<LambdaClient, 'send'>;
}

/** Calls the function of `ProvisionerFunction`. */
export function callProvisioner({
  functionName: FunctionName,
  client,
}: CallProvisionerOptions): Provisioner {
  return {
    now: async (request) => {
      const { FunctionError, Payload } = await client.send(
        new InvokeCommand({ FunctionName, Payload: JSON.stringify(request) }),
      );
      if (FunctionError === undefined) return;
      const { errorType, errorMessage } = JSON.parse(Payload?.transformToString() ?? '{}') as {
        readonly errorType?: string;
        readonly errorMessage?: string;
      };
      if (errorType === 'lane_missing') return;
      throw new Error(`The provisioner could not ${request.action}: ${errorMessage}`);
    },
    later: async (request) => {
      const Payload = JSON.stringify(request);
      await client.send(new InvokeCommand({ FunctionName, Payload, InvocationType: 'Event' }));
    },
  };
}

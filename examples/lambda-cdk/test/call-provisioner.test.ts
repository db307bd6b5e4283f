import { expect, it } from 'vitest';
import { callProvisioner } from '../host/call-provisioner.ts';

/** A function that answers so, and what it was called with. */
function functionThat(answer: { readonly FunctionError?: string; readonly payload?: object }) {
  const calls: unknown[] = [];
  const Payload = { transformToString: () => JSON.stringify(answer.payload ?? null) };
  const client = {
    send: async ({ input }: { readonly input: { readonly Payload: string } }) => {
      calls.push({ ...input, Payload: JSON.parse(input.Payload) });
      return { FunctionError: answer.FunctionError, Payload };
    },
  };
  return { calls, call: callProvisioner({ functionName: 'fn', client: client as never }) };
}

const request = { action: 'enable', partnerId: 'acme' } as const;

it('waits for what is to be done now, and not for what may be done later', async () => {
  const { calls, call } = functionThat({});
  await call.now(request);
  await call.later(request);
  expect(calls).toEqual([
    { FunctionName: 'fn', Payload: request },
    { FunctionName: 'fn', Payload: request, InvocationType: 'Event' },
  ]);
});

it('takes a lane that is not there for one that need not be resumed', async () => {
  const payload = { errorType: 'lane_missing', errorMessage: 'no lane' };
  await expect(
    functionThat({ FunctionError: 'Unhandled', payload }).call.now(request),
  ).resolves.toBe(undefined);
});

it('throws what went wrong otherwise', async () => {
  const payload = { errorType: 'lane_conflict', errorMessage: 'somebody else' };
  await expect(
    functionThat({ FunctionError: 'Unhandled', payload }).call.now(request),
  ).rejects.toThrow('could not enable: somebody else');
});

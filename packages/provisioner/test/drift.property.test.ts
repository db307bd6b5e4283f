import fc from 'fast-check';
import { expect, it } from 'vitest';
import { planPartner, provisionPartner } from '../src/index.ts';
import { createAccount, makeQueue, snapshotAccount } from './account-under-test.ts';

const partner = { partnerId: 'acme', compute: { kind: 'worker' } } as const;
const owned = { 'hooklane:stage': 'test', 'hooklane:partner': 'acme' };
const lane = 'hooklane-test-acme';

const drift = fc.option(
  fc.record({
    attributes: fc.record(
      {
        VisibilityTimeout: fc.integer({ min: 0, max: 43_200 }).map(String),
        MessageRetentionPeriod: fc.integer({ min: 60, max: 1_209_600 }).map(String),
        ReceiveMessageWaitTimeSeconds: fc.integer({ min: 0, max: 20 }).map(String),
        SqsManagedSseEnabled: fc.constantFrom('true', 'false'),
        RedriveAllowPolicy: fc.constantFrom(
          '{"redrivePermission":"allowAll"}',
          '{"redrivePermission":"denyAll"}',
          '{"redrivePermission":"byQueue","sourceQueueArns":["arn:aws:sqs:us-east-1:1:other"]}',
        ),
      },
      { requiredKeys: [] },
    ),
    spec: fc.option(fc.string({ minLength: 1, maxLength: 20 }), { nil: undefined }),
  }),
);

it('brings any lane of its own to the same end', async () => {
  const reference = await createAccount();
  await provisionPartner(partner, reference.options);
  const wanted = await snapshotAccount(reference.sqs);
  await fc.assert(
    fc.asyncProperty(drift, drift, async (laneDrift, deadLetterDrift) => {
      const { sqs, options } = await createAccount();
      for (const [name, queue] of [
        [lane, laneDrift],
        [`${lane}-dlq`, deadLetterDrift],
      ] as const) {
        if (queue === null) continue;
        const tags = queue.spec === undefined ? owned : { ...owned, 'hooklane:spec': queue.spec };
        await makeQueue(sqs, name, tags, queue.attributes);
      }
      await provisionPartner(partner, options);
      const { steps } = await planPartner(partner, options);
      expect(steps.map(({ kind }) => kind)).toEqual(['keep', 'keep', 'keep']);
      const found = await snapshotAccount(sqs);
      for (const name of [lane, `${lane}-dlq`]) {
        expect(found[name]?.tags).toEqual(wanted[name]?.tags);
        expect(found[name]?.attributes['RedrivePolicy']).toBe(
          wanted[name]?.attributes['RedrivePolicy'],
        );
      }
    }),
  );
});

import assert from 'node:assert/strict';
import type { ContractCase } from '@hooklane/core/testing';
import { batchCases } from './contract/batch-cases.ts';
import { deadLetterCases } from './contract/dead-letter-cases.ts';
import { delayCases } from './contract/delay-cases.ts';
import { messageCases } from './contract/message-cases.ts';
import { queueCases } from './contract/queue-cases.ts';
import { receiveCases } from './contract/receive-cases.ts';
import type { SqsUnderTest } from './contract/sqs-under-test.ts';
import { visibilityCases } from './contract/visibility-cases.ts';

/** How {@link sqsContract} treats a server that is known to differ from SQS. */
export interface SqsContractOptions {
  /**
   * Cases that the server does not meet, by name, and what it does instead. Such a case fails once it
   * is met, so that the list stays true.
   */
  readonly deviations?: Readonly<Record<string, string>>;
}

/**
 * What every server or client that Hooklane calls SQS must do. No case lets more than two seconds pass,
 * so that servers on the wall clock can run them too.
 */
export function sqsContract(
  make: () => SqsUnderTest | Promise<SqsUnderTest>,
  { deviations = {} }: SqsContractOptions = {},
): readonly ContractCase[] {
  const cases = [
    ...queueCases,
    ...messageCases,
    ...delayCases,
    ...visibilityCases,
    ...batchCases,
    ...deadLetterCases,
    ...receiveCases,
  ];
  const names = new Set(cases.map(({ name }) => name));
  const unknown = Object.keys(deviations).filter((name) => !names.has(name));
  assert.deepEqual(unknown, [], 'deviations must be names of cases');
  return cases.map(({ name, run }) => {
    const instead = deviations[name];
    if (instead === undefined) return { name, run: async () => run(await make()) };
    return {
      name: `deviates where SQS ${name}: ${instead}`,
      run: async () => {
        const server = await make();
        const isMet = await run(server).then(
          () => true,
          () => false,
        );
        assert.ok(!isMet, 'SQS is met here: take the case off the list of deviations');
      },
    };
  });
}

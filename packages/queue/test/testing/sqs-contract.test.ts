import { createFakeClock } from '@hooklane/core/testing';
import { describe, expect, it } from 'vitest';
import { createMemorySqs, sqsContract, sqsError } from '../../src/testing.ts';
import { createUniqueNames } from './unique-names.ts';

const name = 'purges all messages of a queue';

describe('sqsContract', () => {
  it('passes a listed deviation as long as the server deviates', async () => {
    await expect(caseOf({ [name]: 'refuses' }, { isBroken: true }).run()).resolves.toBeUndefined();
  });

  it('fails a listed deviation once the server meets the case', async () => {
    await expect(caseOf({ [name]: 'refuses' }, { isBroken: false }).run()).rejects.toThrow(
      'take the case off the list',
    );
  });

  it('says in the name of a deviation what the server does instead', () => {
    const { name: named } = caseOf({ [name]: 'refuses' }, { isBroken: true });
    expect(named).toBe('deviates where SQS purges all messages of a queue: refuses');
  });

  it('refuses a deviation that names no case', () => {
    expect(() => caseOf({ 'flies to the moon': 'walks' }, { isBroken: true })).toThrow(
      'deviations must be names of cases',
    );
  });

  it('gives every case a name of its own', () => {
    const names = contract({}, { isBroken: false }).map((each) => each.name);
    expect(new Set(names).size).toBe(names.length);
  });
});

function caseOf(deviations: Record<string, string>, server: { isBroken: boolean }) {
  const found = contract(deviations, server).find((each) => each.name.includes(name));
  if (found === undefined) throw new Error('no such case');
  return found;
}

function contract(deviations: Record<string, string>, { isBroken }: { isBroken: boolean }) {
  const make = () => {
    const clock = createFakeClock();
    const faults = {
      before: (action: string) => {
        if (isBroken && action === 'PurgeQueue') throw sqsError('RequestThrottled');
      },
    };
    const sqs = createMemorySqs({ clock, faults });
    return { sqs, advance: clock.advance, uniqueName: createUniqueNames() };
  };
  return sqsContract(make, { deviations });
}

import { sqsError } from '@hooklane/queue/testing';
import { describe, expect, it } from 'vitest';
import { deletePartner, planPartner, provisionPartner, provisionPlatform } from '../src/index.ts';
import {
  type AccountUnderTest,
  createAccount,
  snapshotAccount,
  timePasses,
} from './account-under-test.ts';

const partner = { partnerId: 'acme', compute: { kind: 'worker' } } as const;
const changed = { ...partner, policy: { schedule: 'patient', timeoutMs: 60_000 } } as const;

const works: readonly Work[] = [
  {
    name: 'provisioning a platform',
    run: async ({ options: { stage, ...call } }) => {
      await provisionPlatform({ stage, compute: { kind: 'worker' } }, call);
    },
  },
  { name: 'provisioning a partner', run: ({ options }) => provisionPartner(partner, options) },
  {
    name: 'changing a partner',
    prepare: ({ options }) => provisionPartner(partner, options),
    run: ({ options }) => provisionPartner(changed, options),
  },
  {
    name: 'deleting a partner',
    prepare: ({ options }) => provisionPartner(partner, options),
    run: ({ options }) => deletePartner('acme', { ...options, recountMs: 0 }),
  },
];

const faults: readonly Fault[] = [
  { name: 'is not sent', moment: 'before', error: lostConnection },
  { name: 'is refused', moment: 'before', error: () => sqsError('RequestThrottled') },
  { name: 'is carried out, but its answer is lost', moment: 'after', error: lostConnection },
];

describe.each(works)('$name', (work) => {
  it.each(faults)('ends right when run again after any one call that $name', async (fault) => {
    const reference = await prepared(work);
    const calls = await countCalls(reference, work, fault.moment);
    expect(calls).toBeGreaterThan(2);
    for (let index = 0; index < calls; index += 1) {
      const account = await prepared(work);
      let seen = 0;
      const crash = new AbortController();
      account.faults[fault.moment] = () => {
        seen += 1;
        if (seen !== index + 1) return;
        crash.abort();
        throw fault.error();
      };
      const { signal } = crash;
      await work.run({ ...account, options: { ...account.options, signal } }).catch(() => {});
      expect(seen).toBeGreaterThan(index);
      delete account.faults[fault.moment];
      await work.run(account);
      expect(await snapshotAccount(account.sqs), `call ${index}`).toEqual(
        await snapshotAccount(reference.sqs),
      );
    }
  });
});

describe('provisioning a partner', () => {
  it('has nothing left to do after a crash at any call and one more run', async () => {
    const calls = await countCalls(await createAccount(), works[1] as Work, 'before');
    for (let index = 0; index < calls; index += 1) {
      const account = await createAccount();
      let seen = 0;
      account.faults.before = () => {
        seen += 1;
        // A crash ends all that would have come after it.
        if (seen > index) throw lostConnection();
      };
      await expect(
        timePasses(account, provisionPartner(partner, account.options)),
      ).rejects.toThrow();
      delete account.faults.before;
      await provisionPartner(partner, account.options);
      const { steps } = await planPartner(partner, account.options);
      expect(steps.map(({ kind }) => kind)).toEqual(['keep', 'keep', 'keep']);
    }
  });
});

interface Work {
  readonly name: string;
  readonly prepare?: (account: AccountUnderTest) => Promise<unknown>;
  readonly run: (account: AccountUnderTest) => Promise<unknown>;
}

interface Fault {
  readonly name: string;
  readonly moment: 'before' | 'after';
  readonly error: () => Error;
}

async function prepared({ prepare }: Work): Promise<AccountUnderTest> {
  const account = await createAccount();
  await prepare?.(account);
  return account;
}

/** Calls that a work takes; those that fail have no moment after them. */
async function countCalls(
  account: AccountUnderTest,
  { run }: Work,
  moment: Fault['moment'],
): Promise<number> {
  let calls = 0;
  account.faults[moment] = () => {
    calls += 1;
  };
  await run(account);
  delete account.faults[moment];
  return calls;
}

function lostConnection(): Error {
  return Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
}

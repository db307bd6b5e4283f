import { expect } from 'vitest';
import { Refusal } from '../../../../test/setup/strict-aws/answers.ts';
import type { AwsCall } from '../../../../test/setup/strict-aws/aws-call.ts';
import type { ProvisionPartnerOptions } from '../../src/index.ts';
import { snapshotAccount } from './snapshot-account.ts';
import { openAccount, type StrictAccount } from './strict-account.ts';

/** Something that is done to an account, and what goes before it. */
export interface Work {
  readonly prepare?: (options: ProvisionPartnerOptions & Coded) => Promise<unknown>;
  readonly run: (options: ProvisionPartnerOptions & Coded) => Promise<unknown>;
}

type Coded = Pick<StrictAccount['options'], 'code'>;
type Moment = 'before' | 'after';

const reading = /^(Get|List|Describe)/;

/**
 * Does `work` once for each call that it makes, and lets the process end right before that call, or right after it;
 * then does it again. However it ended, all that is in the account is as it is without an end.
 */
export async function crashAnywhere(motoEndpoint: string, work: Work): Promise<number> {
  await using account = await openAccount(motoEndpoint);
  const { calls, wanted } = await undisturbed(account, work);
  let crashes = 0;
  for (const [index, call] of calls.entries()) {
    // A crash after a call that only reads is one before the next.
    for (const moment of reading.test(call.operation) ? (['before'] as const) : moments) {
      await prepare(account, work);
      await crash(account, work, { index, moment });
      await work.run(account.options);
      const where = `${moment} call ${index}, ${call.service} ${call.operation}`;
      expect(await snapshotAccount(account.clients), where).toEqual(wanted);
      crashes += 1;
    }
  }
  return crashes;
}

/**
 * Does `work` once for each call that changes something, and lets that call's answer be lost, or refuses it once for being
 * too much: the work ends well at the first go.
 */
export async function troubleAnywhere(motoEndpoint: string, work: Work): Promise<number> {
  await using account = await openAccount(motoEndpoint);
  const { calls, wanted } = await undisturbed(account, work);
  let troubles = 0;
  for (const [index, call] of calls.entries()) {
    if (reading.test(call.operation)) continue;
    for (const trouble of ['lost', 'throttled'] as const) {
      await prepare(account, work);
      const { faults } = account.strict;
      let seen = 0;
      const isIt = (): boolean => seen++ === index;
      if (trouble === 'lost') faults.after = () => (isIt() ? 'drop' : undefined);
      else faults.before = (one) => (isIt() ? throttle(one) : undefined);
      await work.run(account.options);
      faults.after = undefined;
      faults.before = undefined;
      expect(await snapshotAccount(account.clients), `${trouble} ${call.operation}`).toEqual(
        wanted,
      );
      troubles += 1;
    }
  }
  return troubles;
}

const moments: readonly Moment[] = ['before', 'after'];

async function undisturbed(
  account: StrictAccount,
  work: Work,
): Promise<{ readonly calls: readonly AwsCall[]; readonly wanted: unknown }> {
  await prepare(account, work);
  const before = account.strict.calls.length;
  await work.run(account.options);
  const calls = account.strict.calls.slice(before);
  return { calls, wanted: await snapshotAccount(account.clients) };
}

async function prepare(account: StrictAccount, work: Work): Promise<void> {
  await account.reset();
  await work.prepare?.(account.options);
}

/** Ends the work as the end of its process would: nothing is sent any more. */
async function crash(
  { strict: { faults }, options }: StrictAccount,
  work: Work,
  { index, moment }: { readonly index: number; readonly moment: Moment },
): Promise<void> {
  const end = new AbortController();
  let seen = 0;
  faults[moment] = () => {
    if (end.signal.aborted) return 'drop';
    if (seen++ !== index) return undefined;
    end.abort(new Error('The process ends'));
    return 'drop';
  };
  await expect(work.run({ ...options, signal: end.signal })).rejects.toThrow();
  faults[moment] = undefined;
}

function throttle({ service }: AwsCall): Refusal {
  const code = service === 'lambda' ? 'TooManyRequestsException' : 'ThrottlingException';
  return new Refusal(service === 'sqs' ? 'RequestThrottled' : code, 'Rate exceeded', 429);
}

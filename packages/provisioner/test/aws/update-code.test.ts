import {
  GetFunctionCommand,
  ListTagsCommand,
  ListVersionsByFunctionCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startMoto } from '../../../../test/setup/moto.ts';
import { type Answer, Refusal } from '../../../../test/setup/strict-aws/answers.ts';
import type { AwsCall } from '../../../../test/setup/strict-aws/aws-call.ts';
import {
  describePartner,
  type LaneHealth,
  type ProgressEvent,
  provisionPartner,
  updateCode,
  updatePartner,
} from '../../src/index.ts';
import { readLive } from './read-live.ts';
import { codeOf, openAccount, type StrictAccount } from './strict-account.ts';

const moto = await startMoto();
afterAll(() => moto?.stop());
const waves = [0.25, 0.5, 1];
const first = codeOf('exports.handler = async () => 1;');
const second = codeOf('exports.handler = async () => 2;');
const third = codeOf('exports.handler = async () => 3;');
const unwell =
  (...ids: readonly string[]) =>
  (wave: readonly LaneHealth[]): boolean =>
    wave.every(({ partnerId }) => !ids.includes(partnerId));

describe.skipIf(moto === undefined)('updateCode on moto; without moto skipped', () => {
  let account: StrictAccount;
  let call: Omit<StrictAccount['options'], 'code'>;

  beforeEach(async () => {
    account = await openAccount(moto?.endpoint ?? '');
    const { code: _, ...rest } = account.options;
    call = rest;
    for (const partnerId of ['a', 'b', 'c', 'd']) {
      await provisionPartner(
        { partnerId, compute: { kind: 'lambda' } },
        { ...account.options, code: first },
      );
    }
  });

  afterEach(() => account[Symbol.asyncDispose]());

  /** The code that works each lane. */
  async function live(): Promise<readonly string[]> {
    const lanes = ['a', 'b', 'c', 'd'].map(async (id) => {
      const { lambda } = account.clients;
      const FunctionName = `hooklane-test-${id}`;
      const { Configuration } = await lambda.send(
        new GetFunctionCommand({ FunctionName, Qualifier: 'live' }),
      );
      const known = [first, second, third];
      return String(known.findIndex(({ sha256 }) => sha256 === Configuration?.CodeSha256) + 1);
    });
    return await Promise.all(lanes);
  }

  it('swaps code wave by wave, and says which lanes had it already', async () => {
    const waits: string[] = [];
    const onProgress = (event: ProgressEvent): void => {
      if (event.kind === 'waiting') waits.push(event.name.replace('hooklane-test-', ''));
    };
    await updateCode({ ...call, code: second, partnerIds: ['c'] });
    expect(await updateCode({ ...call, code: second, waves, onProgress })).toEqual({
      kind: 'updated',
      updated: ['a', 'b', 'd'],
      unchanged: ['c'],
      failed: [],
    });
    expect(waits).toEqual(['a', 'b', 'd']);
    expect(await live()).toEqual(['2', '2', '2', '2']);
  });

  it('judges, where it goes on after a crash, also what was changed before', async () => {
    const cut = new AbortController();
    const onProgress = ({ kind }: ProgressEvent): void => {
      if (kind === 'waiting') cut.abort(new Error('cut off'));
    };
    const work = { ...call, code: second, waves };
    await expect(updateCode({ ...work, onProgress, signal: cut.signal })).rejects.toThrow(
      'cut off',
    );
    expect(await live()).toEqual(['2', '1', '1', '1']);
    const judged: string[] = [];
    const isHealthy = (wave: readonly LaneHealth[]): boolean => {
      judged.push(...wave.map(({ partnerId }) => partnerId));
      return unwell('b')(wave);
    };
    expect(await updateCode({ ...work, isHealthy })).toMatchObject({
      kind: 'rolled_back',
      rolledBack: ['a', 'b'],
    });
    expect(judged).toEqual(['a', 'b']);
    expect(await live()).toEqual(['1', '1', '1', '1']);
  });

  it('can be changed again after it was taken back, once the good code is the newest', async () => {
    await updateCode({ ...call, code: second, isHealthy: () => false });
    expect(await live()).toEqual(['1', '1', '1', '1']);
    const calls = account.strict.calls.length;
    const change = updatePartner('a', { compute: { memoryMb: 512 } }, call);
    await expect(change).rejects.toMatchObject({ code: 'code_not_live' });
    const writes = account.strict.calls.slice(calls).filter(isWrite);
    expect(writes, 'nothing was changed before the refusal').toEqual([]);
    expect(await updateCode({ ...call, code: first })).toMatchObject({
      kind: 'updated',
      updated: [],
    });
    await updatePartner('a', { compute: { memoryMb: 512 } }, call);
    const { memoryMb, codeSha256 } = await readLive('hooklane-test-a', account.clients);
    expect([memoryMb, codeSha256]).toEqual([512, first.sha256]);
    expect(await describePartner('a', call)).toMatchObject({ drift: [] });
  });

  it('goes on without a lane that fails, and names it', async () => {
    account.strict.faults.before = ({ operation, input }) =>
      operation === 'UpdateFunctionCode' && String(input['FunctionName']).endsWith('-b')
        ? new Refusal('InvalidParameterValueException', 'The zip is not to my liking')
        : undefined;
    expect(await updateCode({ ...call, code: second, waves: [1] })).toEqual({
      kind: 'updated',
      updated: expect.arrayContaining(['a', 'c', 'd']),
      unchanged: [],
      failed: [
        {
          partnerId: 'b',
          code: 'InvalidParameterValueException',
          message: expect.stringContaining('not to my liking'),
        },
      ],
    });
    expect(await live()).toEqual(['2', '1', '2', '2']);
  });

  it('turns all lanes back when the function of one does not become ready with the code', async () => {
    account.strict.faults.answer = failedUpdateOf('hooklane-test-c', second.sha256);
    const result = await updateCode({ ...call, code: second, waves: [0.5, 1] });
    expect(result).toMatchObject({
      kind: 'rolled_back',
      failed: [{ partnerId: 'c', code: 'function_failed' }],
    });
    account.strict.faults.answer = undefined;
    expect(await live()).toEqual(['1', '1', '1', '1']);
  });

  it('keeps three versions, whoever publishes them', async () => {
    for (const memoryMb of [256, 512, 768, 1_024, 1_280, 1_536]) {
      await updatePartner('a', { compute: { memoryMb } }, call);
    }
    const { lambda } = account.clients;
    const { Versions = [] } = await lambda.send(
      new ListVersionsByFunctionCommand({ FunctionName: 'hooklane-test-a' }),
    );
    expect(Versions.filter(({ Version }) => Version !== '$LATEST')).toHaveLength(3);
  });

  it('takes a handler of another name with its code', async () => {
    const renamed = { ...second, handler: 'main.run' };
    await updateCode({ ...call, code: renamed, partnerIds: ['a'] });
    expect(await readLive('hooklane-test-a', account.clients)).toMatchObject({
      handler: 'main.run',
      codeSha256: second.sha256,
    });
  });

  it('leaves no mark on a lane that is judged', async () => {
    await updateCode({ ...call, code: second });
    const { lambda } = account.clients;
    const Resource = 'arn:aws:lambda:eu-west-1:123456789012:function:hooklane-test-a';
    const { Tags = {} } = await lambda.send(new ListTagsCommand({ Resource }));
    expect(Object.keys(Tags)).not.toContain('hooklane:previous-version');
  });
});

const reading = /^(Get|List|Describe)/;

function isWrite({ operation }: AwsCall): boolean {
  return !reading.test(operation);
}

/** From when a function has some code on, Lambda says that it could not be made ready with it. */
function failedUpdateOf(name: string, sha256: string) {
  return ({ operation, input }: AwsCall, answer: Answer): Answer | undefined => {
    if (operation !== 'GetFunction' || input['FunctionName'] !== name) return undefined;
    if (input['Qualifier'] !== undefined) return undefined;
    const body = JSON.parse(answer.body) as { Configuration: { CodeSha256: string } };
    if (body.Configuration.CodeSha256 !== sha256) return undefined;
    const Configuration = {
      ...body.Configuration,
      LastUpdateStatus: 'Failed',
      LastUpdateStatusReason: 'The image is broken',
    };
    return { ...answer, body: JSON.stringify({ ...body, Configuration }) };
  };
}

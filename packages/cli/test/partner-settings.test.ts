import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { localPolicy } from '../src/local-settings.ts';
import { readPartnerChanges, readPartnerConfig } from '../src/partner-settings.ts';

const directory = mkdtempSync(join(tmpdir(), 'hooklane-settings-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function write(content: unknown): string {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  writeFileSync(join(directory, 'partner.json'), text);
  return 'partner.json';
}

describe('readPartnerConfig', () => {
  it('makes a lane with a function when nothing else is said', async () => {
    expect(await readPartnerConfig('acme', {}, directory)).toEqual({
      partnerId: 'acme',
      compute: { kind: 'lambda' },
    });
  });

  it('lets options go before the file, and keeps the rest of the file', async () => {
    const config = write({
      policy: { concurrency: 3, jitter: 0 },
      compute: { kind: 'lambda', memoryMb: 512 },
      egress: { allowHttp: true },
    });
    const flags = { config, concurrency: 5, maxConcurrency: 9, retention: 4, timeout: 1_000 };
    expect(await readPartnerConfig('acme', flags, directory)).toEqual({
      partnerId: 'acme',
      policy: { concurrency: 5, jitter: 0, timeoutMs: 1_000 },
      compute: { kind: 'lambda', memoryMb: 512, maximumConcurrency: 9 },
      retentionDays: 4,
      egress: { allowHttp: true },
    });
  });

  it('leaves what the file has wrong for the library to refuse', async () => {
    const config = write({ polcy: {}, policy: 'fast' });
    expect(await readPartnerConfig('acme', { config, rate: 1 }, directory)).toEqual({
      partnerId: 'acme',
      compute: { kind: 'lambda' },
      polcy: {},
      policy: 'fast',
    });
  });

  it('refuses options of a function for a lane that a worker works', async () => {
    await expect(
      readPartnerConfig('acme', { worker: true, memory: 512, alarms: false }, directory),
    ).rejects.toThrow('--memory, --alarms is for a lane with a function');
  });

  it.each([
    ['{', 'partner.json is not JSON'],
    ['[]', 'partner.json must hold a JSON object'],
    [{ partnerId: 'other' }, 'partner.json is of partner "other", and the command of acme'],
  ])('refuses a file with %j', async (content, message) => {
    const config = write(content);
    await expect(readPartnerConfig('acme', { config }, directory)).rejects.toThrow(message);
  });

  it('names a file that is not there', async () => {
    await expect(
      readPartnerConfig('acme', { config: 'nope.json' }, directory),
    ).rejects.toMatchObject({ message: 'There is no file nope.json: check --config', exitCode: 2 });
  });
});

describe('readPartnerChanges', () => {
  it('holds only what was given', async () => {
    const flags = { schedule: 'patient', alarms: false } as const;
    expect(await readPartnerChanges('acme', flags, directory)).toEqual({
      policy: { schedule: 'patient' },
      compute: { alarms: false },
    });
  });

  it('takes a whole configuration as changes of what works the lane already', async () => {
    const config = write({ partnerId: 'acme', compute: { kind: 'lambda', memoryMb: 256 } });
    expect(await readPartnerChanges('acme', { config }, directory)).toEqual({
      compute: { memoryMb: 256 },
    });
  });

  it('refuses to change nothing', async () => {
    await expect(readPartnerChanges('acme', {}, directory)).rejects.toThrow('nothing to change');
  });

  it('refuses to turn a function into a worker', async () => {
    const config = write({ compute: { kind: 'worker' } });
    await expect(readPartnerChanges('acme', { config }, directory)).rejects.toThrow(
      'hooklane partner add',
    );
  });
});

describe('localPolicy', () => {
  const policyOf = (config: object): { policy: object; notes: readonly string[] } => {
    const notes: string[] = [];
    const policy = localPolicy(config, { note: (text) => notes.push(text) });
    return { policy, notes };
  };

  it('takes the policy and says what does not count', () => {
    const compute = { kind: 'lambda', memoryMb: 512 };
    expect(policyOf({ policy: { concurrency: 2 }, compute, retentionDays: 3 })).toEqual({
      policy: { concurrency: 2 },
      notes: ['memoryMb, retentionDays: left out, `hooklane dev` has no such thing'],
    });
  });

  it('has nothing to say of a policy alone', () => {
    expect(policyOf({ compute: { kind: 'lambda' } })).toEqual({ policy: {}, notes: [] });
  });

  it('refuses a field that no configuration has', () => {
    expect(() => policyOf({ polcy: {} })).toThrow('unknown field: "polcy"');
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readLocalSettings } from '../src/local-settings.ts';
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

  it.each([null, 5, []])('leaves a compute of %j for the library to refuse', async (compute) => {
    const config = write({ compute });
    expect(await readPartnerConfig('acme', { config }, directory)).toMatchObject({ compute });
    expect(await readPartnerChanges('acme', { config }, directory)).toEqual({ compute });
  });

  it('says where a file is no JSON, in a line and without quoting it', async () => {
    const config = write('{\n  "a": "whsec_x",\n  "b" 1\n}');
    const refused = readPartnerConfig('acme', { config }, directory);
    await expect(refused).rejects.toThrow(/^partner\.json is not JSON: line 3, column 7$/);
    const quoted = readPartnerConfig('acme', { config: write('whsec_x\n') }, directory);
    await expect(quoted).rejects.toThrow(/^partner\.json is not JSON$/);
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

describe('readLocalSettings', () => {
  const settingsOf = (config: object): object => {
    const notes: string[] = [];
    const settings = readLocalSettings(config, { note: (text) => notes.push(text) });
    return { ...settings, notes };
  };

  it('takes the policy and says what does not count', () => {
    const compute = { kind: 'lambda', memoryMb: 512 };
    expect(settingsOf({ policy: { concurrency: 2 }, compute, retentionDays: 3 })).toEqual({
      policy: { concurrency: 2 },
      leftOut: ['memoryMb', 'retentionDays'],
      notes: ['memoryMb, retentionDays: left out, `hooklane dev` has no such thing'],
    });
  });

  it('has nothing to say of a policy alone', () => {
    expect(settingsOf({ compute: { kind: 'lambda' } })).toEqual({
      policy: {},
      leftOut: [],
      notes: [],
    });
  });

  it.each([
    [{ polcy: {} }, 'unknown field: "polcy"'],
    [{ compute: 5 }, 'compute must be'],
    [{ compute: null }, 'compute must be'],
    [{ compute: [] }, 'compute must be'],
    [{ compute: { kind: 'lamda' } }, 'compute must be'],
    [{ compute: { kind: 'lambda', memryMb: 512 } }, 'unknown field: "memryMb"'],
    [{ compute: { kind: 'worker', memoryMb: 512 } }, 'unknown field: "memoryMb"'],
    [{ policy: null }, 'policy must be'],
    [{ policy: { concurrency: 0 } }, 'concurrency must be'],
    [{ retentionDays: null }, 'retentionDays must be'],
    [{ retentionDays: 14 }, 'retentionDays must be'],
    [{ egress: null }, 'Egress policy must be'],
  ])('refuses %j, as AWS does', (config, message) => {
    expect(() => settingsOf(config)).toThrow(message);
  });
});

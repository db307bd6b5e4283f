import type { PartnerDescription } from '@hooklane/provisioner';
import { describe, expect, it } from 'vitest';
import { check, drawChecks } from '../src/doctor/check.ts';
import { judgeLanes } from '../src/doctor/check-lanes.ts';
import { checkNode } from '../src/doctor/check-node.ts';
import { judgeRoom } from '../src/doctor/check-quotas.ts';

const target = { stage: 'test', region: undefined, endpoint: undefined, ownDataDir: undefined };
const well: PartnerDescription = {
  partnerId: 'acme',
  stage: 'test',
  compute: 'lambda',
  isEnabled: true,
  backlog: { visible: 0, inFlight: 0, delayed: 0 },
  deadLetters: 0,
  oldestSeconds: undefined,
  config: undefined,
  drift: [],
};

describe('the doctor', () => {
  it('has nothing to say of lanes that are well', () => {
    expect(judgeLanes([well], target).map(({ state }) => state)).toEqual(['ok', 'ok', 'ok']);
  });

  it('warns of what differs, and fails for what is missing', () => {
    const drift = [{ resource: 'function', name: 'f', differs: ['memoryMb'] }] as const;
    const missing = [
      { resource: 'event-source-mapping', name: 'm', differs: ['missing'] },
    ] as const;
    expect(judgeLanes([{ ...well, drift }], target)[0]).toEqual({
      name: 'drift',
      state: 'warn',
      found: 'function f: memoryMb',
      advice: 'Bring it back: hooklane partner add acme --stage test, with its configuration',
    });
    expect(judgeLanes([{ ...well, drift: missing }], target)[0]?.state).toBe('fail');
  });

  it('warns of disabled lanes and of dead letters, and says what to run', () => {
    const [, deliveries, deadLetters] = judgeLanes(
      [{ ...well, isEnabled: false, deadLetters: 1_234 }],
      target,
    );
    expect(deliveries).toMatchObject({ state: 'warn', found: 'disabled: acme' });
    expect(deadLetters).toMatchObject({ state: 'warn', found: 'acme 1,234' });
    expect(deadLetters?.advice).toContain('hooklane replay acme --stage test');
  });

  it('names five of many lanes and counts the rest', () => {
    const lanes = Array.from({ length: 12 }, (_, index) => ({
      ...well,
      partnerId: `p${index}`,
      isEnabled: false,
    }));
    expect(judgeLanes(lanes, target)[1]).toMatchObject({
      found: 'disabled: p0, p1, p2, p3, p4 and 7 more',
    });
  });

  it('warns where an account has room for few more lanes', () => {
    const quota = { name: 'iam-roles', used: 950, quota: 1_000, perLane: 1, lanes: 50 } as const;
    expect(judgeRoom({ lanes: 50, quotas: [quota] })).toMatchObject({
      state: 'warn',
      found: 'room for 50 more lanes; the least of iam-roles, 950 of 1,000 used',
    });
    expect(judgeRoom({ lanes: 100, quotas: [] }).state).toBe('ok');
  });

  it.each([
    ['22.11.0', 'fail'],
    ['22.12.0', 'ok'],
    ['24.21.0', 'ok'],
    ['20.18.0', 'fail'],
  ])('judges Node %s', async (version, state) => {
    expect(await checkNode(version)).toMatchObject({ state });
  });

  it('takes an error for what it found, but not an interrupt', async () => {
    const failing = check('x', () => Promise.reject(new Error('broken')));
    expect(await failing).toMatchObject({ name: 'x', state: 'fail' });
    const cut = new DOMException('Interrupted', 'AbortError');
    await expect(check('x', () => Promise.reject(cut))).rejects.toBe(cut);
  });

  it('draws a line for each check, with what to do', () => {
    const plain = { style: (_: string, text: string) => text, columns: 80 };
    expect(
      drawChecks(
        [
          { name: 'region', state: 'ok', found: 'eu-west-1' },
          { name: 'lanes', state: 'warn', found: 'old', advice: 'Look' },
        ],
        plain,
      ),
    ).toBe('ok    region  eu-west-1\nwarn  lanes   old. Look');
  });
});

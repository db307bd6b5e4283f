import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  alarmNames,
  isPartnerId,
  laneNames,
  parsePartnerId,
  parseStage,
  platformNames,
  stagePrefix,
  tagNames,
} from '../src/index.ts';
import { refusalOf } from './refusal.ts';

describe('laneNames', () => {
  it('names all that belongs to a lane', () => {
    expect(laneNames('prod', 'acme')).toEqual({
      queue: 'hooklane-prod-acme',
      deadLetterQueue: 'hooklane-prod-acme-dlq',
      function: 'hooklane-prod-acme',
      role: 'hooklane-prod-acme',
      rolePath: '/hooklane/prod/',
      logGroup: '/hooklane/prod/acme',
      secretParameter: '/hooklane/prod/acme/secrets',
    });
  });

  it('stays within 80 characters for a queue and 64 for a function and a role', () => {
    const names = laneNames('a'.repeat(10), 'b'.repeat(40));
    expect(names.queue).toHaveLength(60);
    expect(names.deadLetterQueue.length).toBeLessThanOrEqual(80);
    expect(names.function.length).toBeLessThanOrEqual(64);
    expect(names.role.length).toBeLessThanOrEqual(64);
  });

  it('refuses a bad stage and a bad partner id', () => {
    refusalOf(() => laneNames('Prod', 'acme'), 'invalid_stage');
    refusalOf(() => laneNames('prod', 'Acme'), 'invalid_partner_id');
    refusalOf(() => laneNames('prod', 'acme-dlq'), 'invalid_partner_id');
    refusalOf(() => laneNames('prod', 'results'), 'invalid_partner_id');
    refusalOf(() => laneNames('prod', 'alarms'), 'invalid_partner_id');
  });

  it('names no two things alike', () => {
    const stage = fc.stringMatching(/^[a-z0-9]{1,10}$/);
    const partnerId = fc
      .oneof(
        fc.stringMatching(/^[a-z0-9][a-z0-9_-]{0,39}$/),
        fc.constantFrom(
          'dlq',
          'a',
          'a-',
          'a--dlq-x',
          'results-',
          'results_',
          'a-results',
          'alarms-',
          'alarms_',
        ),
      )
      .filter(isPartnerId);
    const lane = fc.tuple(stage, partnerId);
    fc.assert(
      fc.property(lane, lane, ([stage, partnerId], [otherStage, otherId]) => {
        const names = queueNames(stage, partnerId);
        expect(new Set(names).size).toBe(3);
        if (stage === otherStage && partnerId === otherId) return;
        const lanes = [...names.slice(0, 2), ...queueNames(otherStage, otherId).slice(0, 2)];
        expect(new Set(lanes).size).toBe(4);
        expect(lanes).not.toContain(platformNames(otherStage).resultsQueue);
        const lane = laneNames(stage, partnerId);
        const alarms = alarmNames(otherStage);
        expect(alarms.function).not.toBe(lane.function);
        expect(alarms.logGroup).not.toBe(lane.logGroup);
        expect(alarms.slackUrlParameter).not.toBe(lane.secretParameter);
      }),
    );
  });
});

describe('platformNames', () => {
  it('names what lanes share', () => {
    expect(platformNames('prod')).toEqual({
      resultsQueue: 'hooklane-prod-results',
      alarmTopic: 'hooklane-prod-alarms',
      boundaryPolicy: 'hooklane-prod-boundary',
      policyPath: '/hooklane/prod/',
    });
    refusalOf(() => platformNames(''), 'invalid_stage');
  });
});

describe('alarmNames', () => {
  it('names what tells Slack of alarms', () => {
    expect(alarmNames('prod')).toEqual({
      function: 'hooklane-prod-alarms',
      role: 'hooklane-prod-alarms',
      rolePath: '/hooklane/prod/',
      logGroup: '/hooklane/prod/alarms',
      slackUrlParameter: '/hooklane/prod/alarms/slack-url',
    });
    refusalOf(() => alarmNames('Prod'), 'invalid_stage');
  });
});

describe('stagePrefix', () => {
  it('begins the names of one stage only', () => {
    expect(stagePrefix('prod')).toBe('hooklane-prod-');
    expect(laneNames('prod', 'acme').queue.startsWith(stagePrefix('prod'))).toBe(true);
    expect(laneNames('prod2', 'acme').queue.startsWith(stagePrefix('prod'))).toBe(false);
    refusalOf(() => stagePrefix('a-b'), 'invalid_stage');
  });
});

describe('tagNames', () => {
  it('begin with hooklane:', () => {
    expect(tagNames).toEqual({
      stage: 'hooklane:stage',
      partner: 'hooklane:partner',
      spec: 'hooklane:spec',
      compute: 'hooklane:compute',
      state: 'hooklane:state',
      formerCompute: 'hooklane:former-compute',
      previousVersion: 'hooklane:previous-version',
    });
  });
});

describe('parsePartnerId', () => {
  it.each(['a', '0', 'acme', 'acme-inc', 'a_b', '42', 'a-', 'a--b', 'dlq', 'a'.repeat(40)])(
    'takes %s',
    (id) => {
      expect(parsePartnerId(id)).toBe(id);
      expect(isPartnerId(id)).toBe(true);
    },
  );

  it.each([
    ['', '""'],
    ['-a', '"-a"'],
    ['_a', '"_a"'],
    ['Acme', '"Acme"'],
    ['a.b', '"a.b"'],
    ['a b', '"a b"'],
    ['acme\n', '"acme\\n"'],
    ['zoë', '"zoë"'],
    ['a'.repeat(41), `"${'a'.repeat(41)}"`],
    ['acme-dlq', '"acme-dlq"'],
    ['a-dlq-dlq', '"a-dlq-dlq"'],
    ['results', '"results"'],
    ['alarms', '"alarms"'],
    ['../etc', '"../etc"'],
    [undefined, 'undefined'],
    [null, 'null'],
    [42, '42'],
    [['acme'], 'an array of 1'],
  ])('refuses %j', (id, shown) => {
    expect(isPartnerId(id)).toBe(false);
    const error = refusalOf(() => parsePartnerId(id), 'invalid_partner_id');
    expect(error.message).toMatch(/^A partner id must be 1 to 40 of a-z/);
    expect(error.message.endsWith(`Received: ${shown}`)).toBe(true);
  });
});

describe('parseStage', () => {
  it.each(['dev', 'sandbox', 'prod', '1', 'a'.repeat(10)])('takes %s', (stage) => {
    expect(parseStage(stage)).toBe(stage);
  });

  it.each([
    ['', '""'],
    ['Prod', '"Prod"'],
    ['pre-prod', '"pre-prod"'],
    ['pre_prod', '"pre_prod"'],
    ['prod\n', '"prod\\n"'],
    ['a'.repeat(11), `"${'a'.repeat(11)}"`],
    [undefined, 'undefined'],
    [null, 'null'],
    [1, '1'],
  ])('refuses %j', (stage, shown) => {
    const error = refusalOf(() => parseStage(stage), 'invalid_stage');
    expect(error.message).toBe(`A stage must be 1 to 10 of a-z and 0-9. Received: ${shown}`);
  });
});

function queueNames(stage: string, partnerId: string): readonly string[] {
  const { queue, deadLetterQueue } = laneNames(stage, partnerId);
  return [queue, deadLetterQueue, platformNames(stage).resultsQueue];
}

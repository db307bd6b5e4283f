import { laneNames } from '@hooklane/core';
import { describe, expect, it } from 'vitest';
import {
  fleetAlarmNames,
  laneAlarmNames,
} from '../../../provisioner/src/resources/alarm-settings.ts';
import type { Alarm } from '../../src/alarm/alarm.ts';
import { laneOf } from '../../src/alarm/alarm-lane.ts';
import { consoleUrl } from '../../src/alarm/console-url.ts';

const alarm: Alarm = {
  kind: 'metric',
  name: 'an alarm',
  state: 'ALARM',
  previousState: undefined,
  reason: undefined,
  description: undefined,
  place: { accountId: '123456789012', region: 'eu-west-1', partition: 'aws' },
  time: undefined,
  tags: {},
  watched: [],
  dimensions: [],
  children: [],
};

const watching = (name: string, value: string): Partial<Alarm> => ({
  dimensions: [{ name, value }],
});
const acme = { stage: 'prod', partnerId: 'acme' };
const all = { stage: 'prod', partnerId: undefined };

describe('laneOf', () => {
  it.each<readonly [string, Partial<Alarm>, unknown]>([
    ['its tags', { tags: { 'hooklane:stage': 'prod', 'hooklane:partner': 'acme' } }, acme],
    [
      'tags of the stage',
      { tags: { 'hooklane:stage': 'prod' }, name: 'hooklane-prod-acme-age' },
      all,
    ],
    ['its queue', watching('QueueName', 'hooklane-prod-acme'), acme],
    ['its dead-letter queue', watching('QueueName', 'hooklane-prod-acme-dlq'), acme],
    ['its function', watching('FunctionName', 'hooklane-prod-acme'), acme],
    ['the results queue', watching('QueueName', 'hooklane-prod-results'), all],
    ['its name', { name: 'hooklane-prod-acme-age' }, acme],
    ['its name', { name: 'hooklane-prod-acme-errors' }, acme],
    ['its name', { name: 'hooklane-prod-acme-dead-letters' }, acme],
    ['its name alone', { name: 'hooklane-prod-acme' }, acme],
    [
      'a name of a partner called late',
      { name: 'hooklane-prod-late-age' },
      { stage: 'prod', partnerId: 'late' },
    ],
    ['a name of the stage', { name: 'hooklane-prod-late' }, all],
    ['its children', { children: ['hooklane-prod-acme-age', 'hooklane-prod-acme-errors'] }, acme],
    ['children of several', { children: ['hooklane-prod-acme-age', 'hooklane-prod-b-age'] }, all],
    [
      'children of two stages',
      { children: ['hooklane-prod-a-age', 'hooklane-dev-a-age'] },
      undefined,
    ],
    ['nothing', {}, undefined],
    ['a queue of others', watching('QueueName', 'orders'), undefined],
    ['tags that are no names', { tags: { 'hooklane:stage': '../x' } }, undefined],
    ['a name that is no partner', { name: 'hooklane-prod-../../etc' }, undefined],
  ])('tells whose an alarm is by %s', (_, more, lane) => {
    expect(laneOf({ ...alarm, ...more })).toEqual(lane);
  });
});

describe('laneOf, for the alarms that the provisioner makes', () => {
  it('knows the partner of each alarm of a lane by its name', () => {
    const names = laneAlarmNames(laneNames('prod', 'acme'));
    expect(names).toHaveLength(3);
    for (const name of names) expect(laneOf({ ...alarm, name }), name).toEqual(acme);
  });

  it('takes no alarm of the stage for one of a partner', () => {
    const names = fleetAlarmNames('prod');
    expect(names).toHaveLength(5);
    for (const name of names) expect(laneOf({ ...alarm, name }), name).toEqual(all);
  });
});

describe('consoleUrl', () => {
  it.each([
    ['aws', 'eu-west-1', 'https://console.aws.amazon.com/cloudwatch/home?region=eu-west-1#'],
    ['aws-cn', 'cn-north-1', 'https://console.amazonaws.cn/cloudwatch/home?region=cn-north-1#'],
    [
      'aws-us-gov',
      'us-gov-west-1',
      'https://console.amazonaws-us-gov.com/cloudwatch/home?region=us-gov-west-1#',
    ],
  ])('leads to the console of %s', (partition, region, start) => {
    const place = { accountId: undefined, region, partition };
    expect(consoleUrl({ ...alarm, name: 'a/b <c>', place })).toBe(
      `${start}alarmsV2:alarm/a%2Fb%20%3Cc%3E`,
    );
  });

  it('leads nowhere from an unknown place, and to no other host', () => {
    const at = (place: Partial<Alarm['place']>) =>
      consoleUrl({ ...alarm, place: { ...alarm.place, ...place } });
    expect(at({ partition: 'aws-moon' })).toBeUndefined();
    expect(at({ partition: '__proto__' })).toBeUndefined();
    expect(at({ region: undefined })).toBeUndefined();
    expect(at({ region: 'evil.example/#' })).toMatch(/^https:\/\/console\.aws\.amazon\.com\//);
  });
});

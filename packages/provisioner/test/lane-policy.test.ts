import { laneNames, platformNames } from '@hooklane/core';
import { describe, expect, it } from 'vitest';
import { boundaryPolicyOf, lanePolicy, type PolicyDocument } from '../src/resources/lane-policy.ts';
import { siteBeside } from '../src/site.ts';

const stage = 'prod';
const queue = 'hooklane-prod-results';
const site = siteBeside(stage, queue, {
  url: `https://sqs.eu-west-1.amazonaws.com/1/${queue}`,
  arn: `arn:aws:sqs:eu-west-1:1:${queue}`,
});
const ofLane = lanePolicy(site, laneNames(stage, 'acme'), platformNames(stage));
const boundary = boundaryPolicyOf(site, stage);

/** Every right of a policy: an action on a resource. */
function rightsOf({ Statement }: PolicyDocument): readonly (readonly [string, string])[] {
  return Statement.flatMap(({ Action, Resource }) =>
    Action.flatMap((action) => Resource.map((resource) => [action, resource] as const)),
  );
}

function isWithin(wide: string, narrow: string): boolean {
  return wide.endsWith('*') ? narrow.startsWith(wide.slice(0, -1)) : wide === narrow;
}

describe('the boundary of a stage', () => {
  it.each(rightsOf(ofLane))('lets the function of a lane do %s on %s', (action, resource) => {
    const isAllowed = rightsOf(boundary).some(
      ([allowed, on]) => allowed === action && isWithin(on, resource),
    );
    expect(isAllowed).toBe(true);
  });

  it('reaches into no other stage', () => {
    const text = JSON.stringify(boundary);
    for (const [action, resource] of rightsOf(boundary)) {
      if (action === 'logs:GetQueryResults') continue;
      expect(resource).toMatch(/hooklane-prod-\*|\/hooklane\/prod\/\*/);
    }
    expect(text).not.toContain('iam:');
  });
});

describe('the policy of a lane', () => {
  it('names no resource by a wildcard but the streams of its own log group', () => {
    const wild = rightsOf(ofLane).filter(([, resource]) => resource.includes('*'));
    expect(new Set(wild.map(([, resource]) => resource))).toEqual(
      new Set(['arn:aws:logs:eu-west-1:1:log-group:/hooklane/prod/acme:*']),
    );
  });
});

import type { ProvisionerPolicy, ProvisionerStatement } from '../../src/provisioner-policy.ts';
import type { Right } from './asked-rights.ts';

/** Tells whether a policy allows a right: by action, resource and condition. */
export function allows({ Statement }: ProvisionerPolicy, right: Right): boolean {
  return Statement.some(
    ({ Action, Resource, Condition }) =>
      Action.some((pattern) => isLike(right.action, pattern)) &&
      Resource.some((pattern) => isLike(right.resource, pattern)) &&
      isMet(Condition, right),
  );
}

/** All of it must be met, and a key that a request does not have meets nothing. */
function isMet(condition: ProvisionerStatement['Condition'], { context }: Right): boolean {
  return Object.entries(condition ?? {}).every(([operator, expected]) =>
    Object.entries(expected ?? {}).every(([key, pattern]) => {
      const value = context[key];
      if (value === undefined) return false;
      return operator === 'ArnLike' ? isArnLike(value, pattern) : value === pattern;
    }),
  );
}

/** Each of the six parts by itself: `*` in one does not reach into the next. */
function isArnLike(arn: string, pattern: string): boolean {
  const parts = partsOf(arn);
  return partsOf(pattern).every((part, index) => isLike(parts[index] ?? '', part));
}

function partsOf(arn: string): readonly string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
}

function isLike(value: string, pattern: string): boolean {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(value);
}

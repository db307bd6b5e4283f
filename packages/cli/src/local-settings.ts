import { createEgressGuard, type PartnerPolicy, parsePartnerPolicy } from '@hooklane/core';
import type { PartnerChanges, PartnerConfig } from '@hooklane/provisioner';
import { CliError } from './cli-error.ts';
import type { Output } from './output.ts';

/** The part of a configuration that counts for `hooklane dev`, which works its lanes itself. */
export interface LocalSettings {
  readonly policy: PartnerPolicy;
  /** Names of what was given and does not count. */
  readonly leftOut: readonly string[];
}

const fields = ['partnerId', 'compute', 'policy', 'retentionDays', 'egress'];
const functionFields = ['memoryMb', 'maximumConcurrency', 'runtime', 'logRetentionDays', 'alarms'];

/**
 * Reads what counts for `hooklane dev`, and says what does not. Refuses what is no configuration on AWS either.
 *
 * @throws CliError for a field that no configuration has, or one of another kind
 * @throws HooklaneError `invalid_policy`, `invalid_options`
 */
export function readLocalSettings(
  config: PartnerChanges | PartnerConfig,
  output: Pick<Output, 'note'>,
): LocalSettings {
  refuseOthers(config, fields, 'The configuration');
  const { policy = {}, retentionDays, egress } = config;
  parsePartnerPolicy(policy);
  if (egress !== undefined) createEgressGuard(egress);
  checkRetention(retentionDays);
  const leftOut = [
    ...functionFieldsOf(config.compute),
    ...(retentionDays === undefined ? [] : ['retentionDays']),
    ...(egress === undefined ? [] : ['egress']),
  ];
  if (leftOut.length > 0) {
    output.note(`${leftOut.join(', ')}: left out, \`hooklane dev\` has no such thing`);
  }
  return { policy, leftOut };
}

function functionFieldsOf(compute: unknown): readonly string[] {
  if (compute === undefined) return [];
  if (compute === null || typeof compute !== 'object' || Array.isArray(compute)) {
    throw wrongCompute(compute);
  }
  const { kind, ...rest } = compute as { readonly kind?: unknown };
  if (kind !== undefined && kind !== 'lambda' && kind !== 'worker') throw wrongCompute(compute);
  refuseOthers(rest, kind === 'worker' ? [] : functionFields, 'compute');
  return Object.keys(rest);
}

function wrongCompute(received: unknown): CliError {
  return new CliError(
    `compute must be { kind: 'lambda' } or { kind: 'worker' }. Received: ${JSON.stringify(received)}`,
  );
}

function checkRetention(days: unknown): void {
  if (days === undefined) return;
  if (Number.isInteger(days) && Number(days) >= 1 && Number(days) <= 13) return;
  throw new CliError(
    `retentionDays must be an integer from 1 to 13. Received: ${JSON.stringify(days)}`,
  );
}

function refuseOthers(value: object, known: readonly string[], subject: string): void {
  const unknown = Object.keys(value).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new CliError(`${subject} has an unknown field: ${JSON.stringify(unknown)}`);
}
